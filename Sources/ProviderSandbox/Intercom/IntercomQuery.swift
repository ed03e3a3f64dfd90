import SwitchboardCore

/// The query of a search: one filter, or a group of them.
indirect enum IntercomQuery: Sendable, Hashable {
    /// How a field's value is to lie to the one that is given.
    enum Comparison: String, Sendable, CaseIterable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case greater = ">"
    }

    /// What a field holds.
    enum FieldKind: Sendable {
        /// Text, which knows `=` and `!=`, and no case.
        case text

        /// A moment, which is compared by its day in UTC and does not know `!=`.
        case time

        fileprivate var comparisons: [Comparison] {
            switch self {
            case .text: [.equal, .unequal]
            case .time: [.equal, .less, .greater]
            }
        }
    }

    /// Holds where the field's value lies so to the given one.
    case filter(field: String, Comparison, value: JSONValue)

    /// Holds where all, or any, of its parts do.
    case group(isAll: Bool, [IntercomQuery])

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - value: The JSON.
    ///   - path: Where it stands, for the messages.
    ///   - fields: The fields that can be searched.
    ///   - depth: How many groups it stands in: two are allowed.
    /// - Throws: The first problem.
    init(
        _ value: JSONValue,
        at path: String,
        _ fields: [String: FieldKind],
        depth: Int = 0
    ) throws(JSONProblem) {
        if value["field"] != nil {
            self = try Self.filter(JSONReader(value, at: path, knowing: ["field", "operator", "value"]), fields)
        } else {
            self = try Self.group(JSONReader(value, at: path, knowing: ["operator", "value"]), fields, depth: depth)
        }
    }

    private static func filter(
        _ reader: JSONReader,
        _ fields: [String: FieldKind]
    ) throws(JSONProblem) -> IntercomQuery {
        let field = try reader.required("field", reader.word("field", of: fields.keys.sorted()))
        let kind = fields[field] ?? .text
        let words = kind.comparisons.map(\.rawValue)
        let word = try reader.required("operator", reader.word("operator", of: words))
        guard reader.has("value") else { throw reader.problem(.missing, "value", "is required") }
        if kind == .time { _ = try reader.required("value", reader.seconds("value")) }
        let value = reader.value("value") ?? .null
        guard value == .null || value.identifier != nil else {
            throw reader.problem(.wrongType, "value", "must be a string")
        }
        return .filter(field: field, Comparison(rawValue: word) ?? .equal, value: value)
    }

    private static func group(
        _ reader: JSONReader,
        _ fields: [String: FieldKind],
        depth: Int
    ) throws(JSONProblem) -> IntercomQuery {
        let word = try reader.required("operator", reader.word("operator", of: ["AND", "OR"]))
        guard depth < 2 else { throw reader.problem(.invalid, "value", "must not nest more than 2 groups") }
        let value = try reader.required("value", reader.value("value"))
        guard let elements = value.array, (1...15).contains(elements.count) else {
            throw reader.problem(.invalid, "value", "must be a list of 1 to 15 filters")
        }
        var parts: [IntercomQuery] = []
        for (index, element) in elements.enumerated() {
            let path = "\(reader.path(of: "value"))[\(index)]"
            parts.append(try IntercomQuery(element, at: path, fields, depth: depth + 1))
        }
        return .group(isAll: word == "AND", parts)
    }
}

extension IntercomQuery {
    /// Whether a record belongs to the answer.
    ///
    /// - Parameter held: What a field of the record holds; `nil` for nothing.
    /// - Returns: Whether it does.
    func holds(_ held: (String) -> JSONValue?) -> Bool {
        switch self {
        case .group(isAll: true, let parts): parts.allSatisfy { $0.holds(held) }
        case .group(isAll: false, let parts): parts.contains { $0.holds(held) }
        case .filter(let field, let comparison, let value): comparison.holds(held(field), value)
        }
    }
}

extension IntercomQuery.Comparison {
    fileprivate func holds(_ held: JSONValue?, _ value: JSONValue) -> Bool {
        if let moment = held?.integer, let other = value.integer {
            let (day, otherDay) = (SandboxDay(containing: moment), SandboxDay(containing: other))
            return switch self {
            case .less: day < otherDay
            case .greater: day > otherDay
            case .equal: day == otherDay
            case .unequal: day != otherDay
            }
        }
        return (held?.string?.lowercased() == value.identifier?.lowercased()) == (self == .equal)
    }
}
