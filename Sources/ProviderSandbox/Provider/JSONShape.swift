import SwitchboardCore

/// What a JSON value has to look like.
///
/// Unlike ``JSONReader``, which stops at the first problem, it finds all of them. An element of a list has its index as
/// the last part of its path, such as `personalizations.0.to`; `null` is a value of the wrong type.
indirect enum JSONShape: Sendable {
    /// Anything at all.
    case any

    /// Text with that many characters.
    case text(ClosedRange<Int>)

    /// One of a few words.
    case word([String])

    /// An email address.
    case email

    /// A whole number.
    case integer

    /// True or false.
    case boolean

    /// A list with that many elements.
    case list(of: JSONShape, ClosedRange<Int>)

    /// An object whose members all look alike.
    case map(of: JSONShape)

    /// An object with these members and no others.
    case object([String: JSONShape], required: [String])
}

extension JSONShape {
    /// Text of any length.
    static let string = JSONShape.text(0 ... .max)

    /// A list of any length.
    static func list(of element: JSONShape) -> JSONShape { .list(of: element, 0 ... .max) }

    /// An object with these members, none of them required, and no others.
    static func object(_ members: [String: JSONShape]) -> JSONShape { .object(members, required: []) }
}

extension JSONShape {
    /// Everything that keeps a value from having this shape; members in the order of their names.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - path: Where it stands, for the messages.
    /// - Returns: The problems; none for a value of this shape.
    func problems(in value: JSONValue, at path: String = "") -> [JSONProblem] {
        switch (self, value) {
        case (.any, _), (.integer, .integer), (.boolean, .bool): []
        case (.text(let range), .string(let text)): Self.count(text.count, in: range, "characters", at: path)
        case (.word(let words), .string(let text)):
            words.contains(text)
                ? [] : [JSONProblem(.invalid, path, "must be one of \(words.joined(separator: ", "))")]
        case (.email, .string(let text)):
            EmailAddress.problem(in: text).map { [JSONProblem(.invalid, path, $0)] } ?? []
        case (.list(let element, let range), .array(let elements)):
            Self.count(elements.count, in: range, "elements", at: path)
                + elements.enumerated().flatMap { element.problems(in: $1, at: Self.join(path, String($0))) }
        case (.map(let shape), .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { shape.problems(in: $1, at: Self.join(path, $0)) }
        case (.object(let shapes, let required), .object(let members)):
            Self.problems(in: members, shapes, required, at: path)
        default: [JSONProblem(.wrongType, path, "must be \(kindName), not \(value.kindName)")]
        }
    }

    private static func problems(
        in members: [String: JSONValue],
        _ shapes: [String: JSONShape],
        _ required: [String],
        at path: String
    ) -> [JSONProblem] {
        let missing = required.filter { members[$0] == nil }
        let unknown = JSONProblem.unknown(among: members.keys, at: path, knowing: Set(shapes.keys))
        let known = shapes.sorted { $0.key < $1.key }
        return missing.map { JSONProblem(.missing, join(path, $0), "is required") } + (unknown.map { [$0] } ?? [])
            + known.flatMap { name, shape in
                members[name].map { shape.problems(in: $0, at: join(path, name)) } ?? []
            }
    }

    private static func count(
        _ count: Int,
        in range: ClosedRange<Int>,
        _ unit: String,
        at path: String
    ) -> [JSONProblem] {
        if range.contains(count) { return [] }
        let bounds =
            range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        return [JSONProblem(.invalid, path, "must have \(bounds) \(unit), not \(count)")]
    }

    private static func join(_ path: String, _ part: String) -> String {
        path.isEmpty ? part : "\(path).\(part)"
    }

    private var kindName: String {
        switch self {
        case .any: "a value"
        case .text, .word, .email: "a string"
        case .integer: "an integer"
        case .boolean: "a boolean"
        case .list: "an array"
        case .map, .object: "an object"
        }
    }
}
