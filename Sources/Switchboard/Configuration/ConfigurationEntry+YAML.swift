import SwitchboardCore

extension [ConfigurationEntry] {
    /// The keys as a configuration file that can be loaded again, each with its origin in a comment.
    ///
    /// Secrets, and keys without a value, are comments as a whole.
    package var yaml: String { lines(indent: "").joined(separator: "\n") }

    private func lines(indent: String) -> [String] {
        flatMap { entry -> [String] in
            switch entry.content {
            case .section(let entries) where entries.isEmpty: ["\(indent)\(entry.key): {}"]
            case .section(let entries): ["\(indent)\(entry.key):"] + entries.lines(indent: indent + "  ")
            case .value(let value, let origin): ["\(indent)\(entry.key): \(value.flow)  # \("\(origin)".onOneLine)"]
            case .secret(let shown, let origin):
                ["\(indent)# \(entry.key): \(shown.onOneLine)  # \("\(origin)".onOneLine)"]
            case .unset(let hint): ["\(indent)# \(entry.key): not set\(hint.map { "; \($0)" } ?? "")"]
            }
        }
    }
}

extension ConfigurationEntry {
    fileprivate var key: String { JSONValue.string(name).flow }
}

extension JSONValue {
    /// The value on one line; text stands plain only where YAML cannot take it for anything else.
    fileprivate var flow: String {
        switch self {
        case .string(let text) where text.isPlain: text
        case .array(let elements): "[\(elements.map(\.flow).joined(separator: ", "))]"
        case .object(let members) where !members.isEmpty:
            "{ \(members.sorted { $0.key < $1.key }.map { "\(JSONValue.string($0).flow): \($1.flow)" }.joined(separator: ", ")) }"
        default: String(decoding: serialized(), as: UTF8.self).escapedForYAML
        }
    }
}

extension String {
    private static let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

    /// The text without line breaks, for a comment.
    fileprivate var onOneLine: String { String(map { $0.isNewline ? " " : $0 }).escapedForYAML }

    /// A JSON text as a YAML text: what YAML takes for a line break or refuses, and what steers a terminal, is escaped too.
    fileprivate var escapedForYAML: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar.value {
            case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    fileprivate var isPlain: Bool {
        // `1666/10s`, `120s` and `var/audit` are plain; digits alone would be a number.
        wholeMatch(of: #/[A-Za-z0-9/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*/#) != nil
            && !Self.words.contains(lowercased()) && Double(self) == nil && !allSatisfy(\.isNumber)
    }
}
