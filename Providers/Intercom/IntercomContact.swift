import SwitchboardCore

/// A contact as Intercom writes it: nulls almost everywhere, times in seconds.
struct IntercomContact: Decodable {
    let role: String?
    let email: String?
    let name: String?
    let phone: String?
    let createdAt: Int64?
    let lastSeenAt: Int64?
    let attributes: [String: JSONValue]?
    let tags: References?
    private let reference: IntercomID
    private let externalID: JSONValue?

    /// Intercom's id.
    var id: String { reference.text }

    /// Whether the contact carries no id of the platform's own.
    var hasNoUserID: Bool { externalID?.identifier?.isEmpty ?? true }

    /// A list inside a contact holds at most ten references, not the full set.
    struct References: Decodable {
        let count: Int?

        private enum CodingKeys: String, CodingKey {
            case count = "total_count"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case role
        case externalID = "external_id"
        case email
        case name
        case phone
        case createdAt = "created_at"
        case lastSeenAt = "last_seen_at"
        case attributes = "custom_attributes"
        case tags
    }

    /// The contact in the hub's words.
    func contact(tags: [String]) -> Contact {
        Contact(
            id: id,
            userID: externalID?.identifier,
            email: email,
            name: name,
            phone: phone,
            attributes: attributes ?? [:],
            tags: tags,
            createdAt: createdAt.map { Timestamp(secondsSince1970: $0) },
            lastSeenAt: lastSeenAt.map { Timestamp(secondsSince1970: $0) }
        )
    }
}

/// An id, never empty.
///
/// Intercom gives some as text and some as numbers.
struct IntercomID: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let text = try container.decode(JSONValue.self).identifier, !text.isEmpty else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
        }
        self.text = text
    }
}

/// Something of which only the id, and perhaps the name, matters.
struct IntercomReference: Decodable {
    let name: String?
    private let reference: IntercomID

    /// Intercom's id.
    var id: String { reference.text }

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case name
    }
}

/// A list of anything.
struct IntercomList<Element: Decodable & Sendable>: Decodable, Sendable {
    let data: [Element]
}
