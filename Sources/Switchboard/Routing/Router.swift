import SwitchboardCore

/// Decides which provider instances do an action, before anything is sent.
///
/// Pure: it looks at names, conditions and fields, not at how anybody is. The rules of every action are prepared in
/// advance, so that a decision compares a few values.
struct Router: Sendable {
    /// Every instance that can be asked.
    let instances: [ProviderInstance]

    /// An instance that is not to be used.
    struct Absence: Sendable, Hashable {
        /// Why not, in words that follow "it is".
        var reason: String

        /// What its type could do.
        var actionNames: Set<String>
    }

    private let names: [String]
    private let absences: [String: Absence]
    private let routes: RouteTable
    private var prepared: [String: [PreparedRule]] = [:]

    /// Creates a router.
    ///
    /// - Parameters:
    ///   - routes: The configured routes.
    ///   - instances: Every instance that the configuration switches on, those included that an operator has switched off.
    ///   - absences: The instances that are switched off, by the configuration or by an operator.
    init(routes: RouteTable, instances: [ProviderInstance], absences: [String: Absence] = [:]) {
        self.routes = routes
        self.instances = instances
        self.absences = absences
        names = instances.map(\.name) + absences.keys
        for action in instances.reduce(into: Set(), { $0.formUnion($1.actionNames) }) {
            prepared[action] = prepare(action)
        }
    }

    /// Says who does an action.
    ///
    /// - Parameters:
    ///   - question: The action.
    ///   - decision: Filled with what was considered, also where it ends in a failure.
    /// - Returns: The instances, each configured, switched on and able to do it.
    /// - Throws: ``Failure/Kind/notConfigured`` where a provider lacks its credentials, `unsupported_action`, `no_route`,
    ///   or `invalid_input` for an override that does not exist or a field that nobody can carry.
    func plan(_ question: RouteQuestion, decision: inout RouteDecision) throws(Failure) -> RoutePlan {
        if let override = question.override {
            let rule = PreparedRule(
                name: RouteDecision.byCaller,
                RouteRule(.first([override])),
                [try insisted(override, question.action)]
            )
            return try rule.plan(question, &decision)
        }
        let rules = prepared[question.action] ?? prepare(question.action)
        guard let rule = rules.first(where: { $0.rule.condition.holds(for: question) }) else {
            throw .noRoute(question.action)
        }
        return try rule.plan(question, &decision)
    }

    /// Whether a rule for an action asks for any of its fields.
    func asksForFields(of action: String) -> Bool {
        (prepared[action] ?? prepare(action)).contains { !$0.rule.condition.fields.isEmpty }
    }

    /// The fields of an action that some instance has nothing for.
    func lacking(of action: String) -> Set<String> {
        instances.reduce(into: []) { $0.formUnion($1.lacking[action] ?? []) }
    }

    private func insisted(_ name: String, _ action: String) throws(Failure) -> PreparedRule.Candidate {
        guard names.contains(name) else {
            let hint = name.nearest(among: names).map { "; did you mean \($0)?" } ?? ""
            throw .invalidInput("provider", "is not a configured provider\(hint)")
        }
        return candidate(name, action)
    }

    /// The rules of an action, the built-in one last.
    private func prepare(_ action: String) -> [PreparedRule] {
        let configured = routes.rules(for: action)
            .map { name, rule in PreparedRule(name: name, rule, rule.providers.map { candidate($0, action) }) }
        return configured + [builtIn(action)]
    }

    /// Where nothing is configured, the first that can does it, and nobody else.
    private func builtIn(_ action: String) -> PreparedRule {
        let order = BuiltInPreference.order(for: action)
        let rank = { (instance: ProviderInstance) in order.firstIndex(of: instance.typeName) ?? order.count }
        let capable = instances.filter { $0.actionNames.contains(action) }.enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element.name)
        var rule = PreparedRule(
            name: RouteDecision.builtIn,
            RouteRule(.first(capable)),
            capable.map { candidate($0, action) }
        )
        rule.isOneOnly = true
        return rule
    }

    private func candidate(_ name: String, _ action: String) -> PreparedRule.Candidate {
        let instance = instances.first { $0.name == name }
        return PreparedRule.Candidate(
            name: name,
            instance: instance,
            switchedOff: absences[name]?.reason,
            isCapable: (instance?.actionNames ?? absences[name]?.actionNames)?.contains(action) ?? false,
            lacking: instance?.lacking[action] ?? []
        )
    }
}
