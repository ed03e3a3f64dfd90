import Resilience
import SwitchboardCore
import Yams

/// One mapping of the file.
///
/// It remembers which keys were read, so that the others can be refused.
final class ConfigurationSection {
    let path: String
    let log: LoadingLog
    let node: Node?
    private let values: [(key: String, node: Node, value: Node)]
    private var known: [String] = []

    /// Wraps a node; `nil` reads as an empty mapping.
    init(_ node: Node?, path: String, log: LoadingLog) {
        self.path = path
        self.log = log
        self.node = node
        switch node {
        case .mapping(let mapping)?: values = mapping.map { ($0.key.scalar?.string ?? "", $0.key, $0.value) }
        case .scalar(let scalar)? where scalar.string.isEmpty || scalar.string == "null" || scalar.string == "~":
            values = []
        case let other:
            values = []
            if let other { log.add(path, "must be a mapping of keys to values", at: other) }
        }
    }

    /// The keys that stand in the file, in its order.
    var names: [String] { values.map(\.key) }

    /// The node of a key, for the line of a problem.
    func keyNode(_ key: String) -> Node? { values.first { $0.key == key }?.node }

    func value(_ key: String) -> Node? {
        known.append(key)
        guard let value = values.first(where: { $0.key == key })?.value else { return nil }
        if value.null == nil { log.note(log.place(of: value), of: path.appending(member: key)) }
        return value
    }

    func section(_ key: String) -> ConfigurationSection {
        ConfigurationSection(value(key), path: path.appending(member: key), log: log)
    }

    /// The sections of a key: the elements of a list, or the one that stands there.
    func sections(_ key: String) -> [ConfigurationSection] {
        let value = value(key)
        let path = path.appending(member: key)
        guard let elements = value?.sequence else { return [ConfigurationSection(value, path: path, log: log)] }
        if elements.isEmpty { log.add(path, "is an empty list; give a rule or leave the key out", at: value) }
        return elements.enumerated().map { ConfigurationSection($1, path: "\(path)[\($0)]", log: log) }
    }

    /// The texts of a key: the elements of a list, or the one that stands there.
    func oneOrMore(_ key: String) -> [String] {
        value(key)?.sequence == nil ? text(key).map { [$0] } ?? [] : texts(key) ?? []
    }

    /// The text of a key; `nil` where the key is absent or has no value.
    func text(_ key: String) -> String? {
        guard let value = value(key), value.null == nil else { return nil }
        let text = value.scalar?.string
        if let text, !text.isEmpty { return text }
        let problem = text == nil ? "must be one value" : "is empty; give a value or leave the key out"
        log.add(path.appending(member: key), problem, at: value)
        return nil
    }

    /// Reads a value through its text form; text that the form refuses is a problem.
    func read<Value>(_ key: String, _ form: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = parse(text) { return value }
        log.add(path.appending(member: key), "is not \(form)", at: value(key))
        return nil
    }

    func texts(_ key: String) -> [String]? {
        guard let value = value(key) else { return nil }
        let texts = value.sequence?.compactMap { $0.scalar?.string }
        if let texts, texts.count == value.sequence?.count, !texts.isEmpty { return texts }
        log.add(path.appending(member: key), "must be a list of names, such as [intercom]", at: value)
        return nil
    }

    /// Refuses the keys that nobody asked for, with the nearest one that somebody did.
    func refuseUnknownKeys() {
        let known = Set(known)
        let unknown = values.filter { !known.contains($0.key) }
        guard !unknown.isEmpty else { return }
        let names = known.sorted()
        let listing = "known keys: \(names.joined(separator: ", "))"
        for (key, node, _) in unknown {
            let hint = key.nearest(among: names).map { "did you mean \($0)?" }
            log.add(path.appending(member: key), "unknown key; \(hint ?? listing)", at: node)
        }
    }
}

extension ConfigurationSection {
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        read(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func share(_ key: String) -> Double? {
        read(key, "a number from 0 to 1") { text in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }
    }

    func boolean(_ key: String) -> Bool? { read(key, "true or false") { ["true": true, "false": false][$0] } }

    func duration(_ key: String) -> Duration? {
        read(key, "a duration above zero, such as 250ms, 10s, 2m or 1h", Duration.init(configuration:))
    }

    func rate(_ key: String) -> RateLimit? {
        read(key, "a rate such as 600/min, 100/s or 1000/10s", RateLimit.init(configuration:))
    }
}
