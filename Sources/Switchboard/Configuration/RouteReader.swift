import SwitchboardCore

/// Reads the `routes` of the file, and refuses what could never work.
struct RouteReader {
    /// The type of each instance that a route may name, disabled ones included: switching one off breaks nothing.
    let types: [String: any Provider.Type]

    /// Everything that can be asked for.
    let actions: [any Action.Type]

    private let patterns: [String]

    init(types: [String: any Provider.Type], providers: [any Provider.Type]) {
        self.types = types
        actions = ActionCatalog(providers: providers).entries.map(\.action)
        let names = actions.map { $0.name }
        patterns = names + Set(names.map { "\($0.family).*" }).sorted() + ["default"]
    }

    func read(_ section: ConfigurationSection) -> RouteTable {
        var table = RouteTable()
        for pattern in section.names {
            if !patterns.contains(pattern) {
                let hint = pattern.nearest(among: patterns).map { "; did you mean \($0)?" } ?? ""
                let path = section.path.appending(member: pattern)
                section.log.add(path, "is no action, family or default\(hint)", at: section.keyNode(pattern))
            }
            table.routes[pattern] = route(section, pattern)
        }
        return table
    }

    private func route(_ section: ConfigurationSection, _ pattern: String) -> Route {
        let covered = actions.filter { $0.name.matches(pattern) }
        var rules: [RouteRule] = []
        for entry in section.sections(pattern) {
            if let last = rules.last, last.condition.isEmpty {
                section.log.add(entry.path, "is never asked, since the rule before it has no condition")
            }
            rules.append(RuleReader(section: entry, covered: covered, names: types.keys.sorted()).read())
            refuseUnroutable(rules[rules.endIndex - 1], pattern, covered, entry)
        }
        return Route(rules)
    }

    /// A rule for one action must name somebody who can do it; one for a family, somebody who can do one of them.
    private func refuseUnroutable(
        _ rule: RouteRule,
        _ pattern: String,
        _ covered: [any Action.Type],
        _ section: ConfigurationSection
    ) {
        let able = rule.providers.compactMap { types[$0] }.map { Set($0.actionNames) }
        guard pattern != "default", !covered.isEmpty, able.count == rule.providers.count, !able.isEmpty else { return }
        let orphans = covered.map { $0.name }.filter { name in !able.contains { $0.contains(name) } }
        guard let orphan = orphans.first else { return }
        let message = "names nobody who can do \(orphan)"
        if orphans.count == covered.count {
            section.log.add(section.path, "\(message); add an instance that can", at: section.node)
        } else {
            section.log.warn(section.path, "\(message); calls of it are refused unless a route of its own is given")
        }
    }
}

/// Reads one rule.
private struct RuleReader {
    let section: ConfigurationSection
    let covered: [any Action.Type]
    let names: [String]

    func read() -> RouteRule {
        var rule = RouteRule(choice(), when: condition(section.section("when")))
        rule.alsoOn = Set(words("alsoOn", among: RouteRule.refusals.map(\.rawValue)).compactMap(Failure.Kind.init))
        let optional = Set(covered.flatMap { $0.optionalFields })
        rule.allowLoss = Set(words("allowLoss", among: optional.sorted()))
        section.refuseUnknownKeys()
        return rule
    }

    private func choice() -> RouteRule.Choice {
        let kinds = ["first", "all", "weighted"].filter { section.keyNode($0) != nil }
        if kinds.count != 1 {
            let problem =
                kinds.isEmpty
                ? "names no instance; give first, all or weighted"
                : "has \(kinds.joined(separator: " and ")); give one of them"
            section.log.add(section.path, problem, at: section.node)
        }
        let shares = shares()
        let all = instances("all")
        let required = words("required", among: all)
        if section.keyNode("required") != nil, section.keyNode("all") == nil {
            section.log.add(
                section.path.appending(member: "required"),
                "goes with all only",
                at: section.value("required")
            )
        }
        let first = instances("first")
        switch kinds.first {
        case "weighted"?: return .weighted(shares)
        case "all"?: return .all(all, required: required.isEmpty ? all : required)
        default: return .first(first)
        }
    }

    private func instances(_ key: String) -> [String] {
        let named = section.texts(key) ?? []
        for problem in problems(in: named) {
            section.log.add(section.path.appending(member: key), problem, at: section.value(key))
        }
        return named
    }

    private func shares() -> [RouteRule.Share] {
        guard let node = section.value("weighted") else { return [] }
        let weights = ConfigurationSection(node, path: section.path.appending(member: "weighted"), log: section.log)
        for problem in problems(in: weights.names) {
            section.log.add(weights.path, problem, at: node)
        }
        return weights.names.compactMap { name in
            weights.integer(name, in: 1...1_000_000).map { RouteRule.Share(name, weight: $0) }
        }
    }

    private func problems(in named: [String]) -> [String] {
        let unknown = named.filter { !names.contains($0) }
            .map { name in
                "names no provider instance\(name.nearest(among: names).map { "; did you mean \($0)?" } ?? "")"
            }
        let repeated = named.indices.filter { named[..<$0].contains(named[$0]) }.map { "names \(named[$0]) twice" }
        return unknown + repeated
    }

    private func words(_ key: String, among known: [String]) -> [String] {
        let words = section.texts(key) ?? []
        for word in words where !known.contains(word) {
            let listing = word.nearest(among: known).map { "did you mean \($0)?" } ?? known.joined(separator: ", ")
            section.log.add(
                section.path.appending(member: key),
                "names \(word), which is none of those that may stand here: \(listing)",
                at: section.value(key)
            )
        }
        return words
    }

    private func condition(_ section: ConfigurationSection) -> RouteCondition {
        var condition = RouteCondition()
        let fields = covered.reduce(into: [String: Field]()) { all, action in
            for field in action.plainFields { all[field.name] = field }
        }
        for name in section.names {
            let texts = section.oneOrMore(name)
            if name == "tenant" {
                condition.tenants = texts
            } else if let field = fields[name] {
                condition.fields[name] = texts.compactMap { text in value(text, of: field, in: section) }
            } else {
                let known = ["tenant"] + fields.keys.sorted()
                let hint = name.nearest(among: known).map { "did you mean \($0)?" } ?? known.joined(separator: ", ")
                let problem = "is nothing that a rule can ask for, since the audit log does not keep it: \(hint)"
                section.log.add(section.path.appending(member: name), problem, at: section.keyNode(name))
            }
        }
        return condition
    }

    private func value(_ text: String, of field: Field, in section: ConfigurationSection) -> JSONValue? {
        if let value = field.kind.scalar(text) { return value }
        let path = section.path.appending(member: field.name)
        section.log.add(path, "holds \(text), which the field never is", at: section.value(field.name))
        return nil
    }
}

extension Action {
    fileprivate static var optionalFields: [String] { itemFields.filter { !$0.isRequired }.map(\.name) }

    /// The fields that the audit log keeps whole and that hold one value or a list of such.
    fileprivate static var plainFields: [Field] { fields.filter { $0.audit == .plain } }

    /// The fields of what one call asks for: of an item, where it asks for many.
    private static var itemFields: [Field] {
        guard fields.count == 1, case .list(of: .object(_, let fields)) = fields[0].kind else { return fields }
        return fields
    }
}

extension Field.Kind {
    /// A text of the configuration as a value of the field; `nil` where the field never has it.
    fileprivate func scalar(_ text: String) -> JSONValue? {
        switch self {
        case .string, .timestamp, .date, .json: .string(text)
        case .integer: Int64(text).map { .integer($0) }
        case .number: Double(text).map { .number($0) }
        case .boolean: ["true": .bool(true), "false": .bool(false)][text]
        case .choice(let words): words.contains(text) ? .string(text) : nil
        case .list(of: let kind), .abbreviated(let kind, by: _): kind.scalar(text)
        case .object, .map: nil
        }
    }
}

extension String {
    /// What stands before the dot of an action's name.
    fileprivate var family: Substring { prefix { $0 != "." } }

    fileprivate func matches(_ pattern: String) -> Bool {
        pattern == "default" || pattern == self || pattern == "\(family).*"
    }
}
