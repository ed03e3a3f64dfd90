import SwitchboardCore

/// The query of a contact search: one filter, or a group of them.
indirect enum IntercomContactQuery: Sendable, Hashable {
    /// Holds where the field's value is, or is not, the given one.
    case filter(field: String, isEqual: Bool, value: JSONValue)

    /// Holds where all, or any, of its parts do.
    case group(isAll: Bool, [IntercomContactQuery])

    private static let fields = ["email", "external_id", "id", "name", "phone", "role"]

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - value: The JSON.
    ///   - path: Where it stands, for the messages.
    ///   - depth: How many groups it stands in: two are allowed.
    /// - Throws: The first problem.
    init(_ value: JSONValue, at path: String, depth: Int = 0) throws(JSONProblem) {
        if value["field"] != nil {
            self = try Self.filter(JSONReader(value, at: path, knowing: ["field", "operator", "value"]))
        } else {
            self = try Self.group(JSONReader(value, at: path, knowing: ["operator", "value"]), depth: depth)
        }
    }

    private static func filter(_ reader: JSONReader) throws(JSONProblem) -> IntercomContactQuery {
        let field = try reader.required("field", reader.word("field", of: fields))
        let comparison = try reader.required("operator", reader.word("operator", of: ["=", "!="]))
        guard reader.has("value") else { throw reader.problem(.missing, "value", "is required") }
        let value = reader.value("value") ?? .null
        guard value == .null || value.identifier != nil else {
            throw reader.problem(.wrongType, "value", "must be a string")
        }
        return .filter(field: field, isEqual: comparison == "=", value: value)
    }

    private static func group(_ reader: JSONReader, depth: Int) throws(JSONProblem) -> IntercomContactQuery {
        let word = try reader.required("operator", reader.word("operator", of: ["AND", "OR"]))
        guard depth < 2 else { throw reader.problem(.invalid, "value", "must not nest more than 2 groups") }
        let value = try reader.required("value", reader.value("value"))
        guard let elements = value.array, (1...15).contains(elements.count) else {
            throw reader.problem(.invalid, "value", "must be a list of 1 to 15 filters")
        }
        var parts: [IntercomContactQuery] = []
        for (index, element) in elements.enumerated() {
            parts.append(
                try IntercomContactQuery(element, at: "\(reader.path(of: "value"))[\(index)]", depth: depth + 1)
            )
        }
        return .group(isAll: word == "AND", parts)
    }
}

extension IntercomContactQuery {
    /// Whether a contact belongs to the answer; texts compare without case.
    func holds(for contact: IntercomContact) -> Bool {
        switch self {
        case .group(isAll: true, let parts): parts.allSatisfy { $0.holds(for: contact) }
        case .group(isAll: false, let parts): parts.contains { $0.holds(for: contact) }
        case .filter(let field, let isEqual, let value):
            (contact.searchable(field)?.lowercased() == value.identifier?.lowercased()) == isEqual
        }
    }
}

extension IntercomContact {
    fileprivate func searchable(_ field: String) -> String? {
        switch field {
        case "id": id
        case "role": role
        default: members[field]?.string
        }
    }
}
