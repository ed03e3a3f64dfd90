import SwitchboardCore

/// What a search asks for, in Intercom's language.
enum IntercomQuery: Encodable {
    case one(IntercomFilter)
    case all([IntercomFilter])
    case any([IntercomFilter])

    /// Makes a query that all of some filters must hold for; a single one stands alone.
    init(all filters: [IntercomFilter]) {
        self = filters.count == 1 ? .one(filters[0]) : .all(filters)
    }

    private enum CodingKeys: String, CodingKey {
        case `operator`
        case value
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .one(let filter): try filter.encode(to: encoder)
        case .all(let filters): try encode("AND", filters, to: encoder)
        case .any(let filters): try encode("OR", filters, to: encoder)
        }
    }

    private func encode(_ joint: String, _ filters: [IntercomFilter], to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(joint, forKey: .operator)
        try container.encode(filters, forKey: .value)
    }
}

/// One condition of a search.
struct IntercomFilter: Encodable {
    /// The field's name at Intercom.
    var field: String

    /// `=` unless given.
    var `operator` = "="

    /// What the field is compared with.
    var value: JSONValue
}
