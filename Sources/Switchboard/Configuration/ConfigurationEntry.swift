package import SwitchboardCore

/// One key of the effective configuration.
package struct ConfigurationEntry: Sendable {
    /// What a key holds.
    package enum Content: Sendable {
        /// Further keys.
        case section([ConfigurationEntry])
        /// A value, and where it comes from.
        case value(JSONValue, from: ConfigurationOrigin)
        /// A value that must not be shown: as much of it as may be, and where it comes from.
        case secret(shown: String, from: ConfigurationOrigin)
        /// None, and what would set it.
        case unset(hint: String?)
    }

    /// The key.
    package var name: String

    /// What it holds.
    package var content: Content
}

extension [ConfigurationEntry] {
    /// The keys below all sections, each by its path.
    package var leaves: [(path: String, content: ConfigurationEntry.Content)] {
        flatMap { entry -> [(path: String, content: ConfigurationEntry.Content)] in
            guard case .section(let entries) = entry.content else { return [(entry.name, entry.content)] }
            return entries.leaves.map { ("\(entry.name).\($0.path)", $0.content) }
        }
    }

    /// The keys as a JSON object: `null` where nothing is set.
    package var json: JSONValue {
        .object(Dictionary(map { ($0.name, $0.content.json) }) { first, _ in first })
    }

    /// Where each value comes from, by its path.
    package var originsJSON: JSONValue {
        .object(
            Dictionary(leaves.compactMap { leaf in leaf.content.origin.map { (leaf.path, .string("\($0)")) } }) {
                first,
                _ in first
            }
        )
    }
}

extension ConfigurationEntry.Content {
    /// Where the value comes from; `nil` where there is none.
    package var origin: ConfigurationOrigin? {
        switch self {
        case .value(_, let origin), .secret(_, let origin): origin
        case .section, .unset: nil
        }
    }

    /// The value as JSON, without secrets.
    package var json: JSONValue {
        switch self {
        case .section(let entries): entries.json
        case .value(let value, _): value
        case .secret(let shown, _): .string(shown)
        case .unset: .null
        }
    }
}
