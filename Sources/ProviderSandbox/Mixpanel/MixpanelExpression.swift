import SwitchboardCore

/// A filter such as `properties["plan"] == "pro" and properties["seats"] != 3`.
///
/// Of Mixpanel's expressions it knows comparisons for equality, joined by `and` and by `or`, which binds less.
struct MixpanelExpression: Sendable {
    private struct Comparison: Sendable {
        var property: String
        var isEqual: Bool
        var value: JSONValue
    }

    /// Holds where all parts of one of them do.
    private var alternatives: [[Comparison]] = []

    /// Reads an expression.
    init(_ text: String) throws(JSONProblem) {
        var scanner = Scanner(rest: text[...])
        var parts = [try Self.comparison(&scanner)]
        while !scanner.isAtEnd {
            if scanner.skip("and ") {
                parts.append(try Self.comparison(&scanner))
            } else if scanner.skip("or ") {
                alternatives.append(parts)
                parts = [try Self.comparison(&scanner)]
            } else {
                throw Self.problem
            }
        }
        alternatives.append(parts)
    }

    /// Whether it holds for something with these properties; `$distinct_id` is what expressions call the id.
    func holds(for properties: [String: JSONValue], distinctID: String) -> Bool {
        let value = { (name: String) in name == "$distinct_id" ? .string(distinctID) : properties[name] }
        return alternatives.contains { parts in
            parts.allSatisfy { (value($0.property) == $0.value) == $0.isEqual }
        }
    }

    private static func comparison(_ scanner: inout Scanner) throws(JSONProblem) -> Comparison {
        guard scanner.skip("properties["), let property = scanner.literal()?.string, scanner.skip("]") else {
            throw problem
        }
        let isEqual = scanner.skip("==")
        guard isEqual || scanner.skip("!="), let value = scanner.literal() else { throw problem }
        return Comparison(property: property, isEqual: isEqual, value: value)
    }

    private static let problem = JSONProblem(
        .invalid,
        "where",
        "must compare as in properties[\"plan\"] == \"pro\", joined by and or or"
    )
}

/// Reads an expression from its front.
private struct Scanner {
    private var rest: Substring

    init(rest: Substring) {
        self.rest = rest.drop(while: \.isWhitespace)
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Skips a text and the white space behind it, if it stands there.
    mutating func skip(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count).drop(while: \.isWhitespace)
        return true
    }

    /// Reads a string, a number, true or false, as JSON writes them.
    mutating func literal() -> JSONValue? {
        let end = rest.first == "\"" ? endOfString : rest.firstIndex { $0.isWhitespace || $0 == "]" }
        let text = rest[..<(end ?? rest.endIndex)]
        guard let value = try? JSONValue(parsing: text.utf8) else { return nil }
        rest = rest[text.endIndex...].drop(while: \.isWhitespace)
        return value
    }

    private var endOfString: Substring.Index? {
        var isEscaped = false
        for index in rest.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if rest[index] == "\\" {
                isEscaped = true
            } else if rest[index] == "\"" {
                return rest.index(after: index)
            }
        }
        return nil
    }
}
