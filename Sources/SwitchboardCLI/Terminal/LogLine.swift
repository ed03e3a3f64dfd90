import Logging
import SwitchboardCore

/// One log line as a value, in either of its two forms.
struct LogLine {
    /// When it was logged.
    var time: Timestamp

    /// How much it matters.
    var level: Logger.Level

    /// What it says.
    var message: String

    /// The logger's name.
    var label: String

    /// Its data.
    var metadata: Logger.Metadata

    /// One JSON object: `time`, `level`, `message`, `label`, then the data under its dotted keys.
    ///
    /// Data whose key is one of these four gets `metadata.` before it.
    var json: String {
        let head: [(String, JSONValue)] = [
            ("time", .string("\(time)")), ("level", .string(level.rawValue)), ("message", .string(message)),
            ("label", .string(label)),
        ]
        let taken = Set(head.map(\.0))
        let data = fields.map { key, value in
            (taken.contains(key) ? "metadata.\(key)" : key, JSONValue.string(value))
        }
        let members = (head + data).map { key, value in "\(Self.text(.string(key))):\(Self.text(value))" }
        return "{\(members.joined(separator: ","))}".printableJSON
    }

    /// One line for a person: the time of the day in UTC, the level, the message, the data as `key=value`.
    func text(on screen: Screen) -> String {
        let clock = "\(time)".drop { $0 != "T" }.dropFirst().prefix { $0 != "." && $0 != "Z" }
        let name = level.rawValue
        let padding = String(repeating: " ", count: max(0, 8 - name.count))
        let shown = Ink.level(level)?.text(name, on: screen) ?? name
        let data = fields.map { key, value in
            "\(key.printable)=\(Self.quoted(value.printable))"
        }
        return (["\(clock)Z", shown + padding + message.printable] + data).joined(separator: "  ")
    }

    /// The data without nesting, by its dotted keys, in their order.
    private var fields: [(key: String, value: String)] {
        metadata.flatMap { Self.flattened($0.key, $0.value) }.sorted { $0.key < $1.key }
    }

    private static func flattened(_ key: String, _ value: Logger.MetadataValue) -> [(key: String, value: String)] {
        guard case .dictionary(let members) = value else { return [(key, "\(value)")] }
        return members.flatMap { flattened("\(key).\($0.key)", $0.value) }
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && !value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return isPlain ? value : "\"\(value.replacing("\"", with: "\\\""))\""
    }

    private static func text(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
    }
}
