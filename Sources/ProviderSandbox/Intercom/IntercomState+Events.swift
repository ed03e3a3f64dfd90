import SwitchboardCore

/// An event that a contact has caused.
struct IntercomEvent: Sendable, Hashable {
    /// The contact's id.
    var contact: String

    /// The event's name.
    var name: String

    /// Seconds since 1970.
    var createdAt: Int64

    /// What the event carries.
    var metadata: [String: JSONValue]

    /// The shape of `GET /_state`.
    var json: JSONValue {
        [
            "contact_id": .string(contact),
            "event_name": .string(name),
            "created_at": .integer(createdAt),
            "metadata": .object(metadata),
        ]
    }
}

/// The body of `POST /events`.
private struct EventInput {
    var name: String
    var createdAt: Int64
    var id: String?
    var userID: String?
    var email: String?
    var metadata: [String: JSONValue]

    init(_ value: JSONValue) throws(JSONProblem) {
        let names: Set<String> = ["event_name", "created_at", "id", "user_id", "email", "metadata"]
        let reader = try JSONReader(value, knowing: names)
        name = try reader.required("event_name", reader.string("event_name"))
        createdAt = try reader.required("created_at", reader.seconds("created_at"))
        id = try reader.string("id")
        userID = try reader.string("user_id")
        email = try reader.string("email")
        guard id != nil || userID != nil || email != nil else {
            throw JSONProblem(.missing, "", "one of id, user_id, email is required")
        }
        metadata = try reader.object("metadata") ?? [:]
        // Intercom drops further keys without a word, which no caller wants.
        guard metadata.count <= 10 else { throw reader.problem(.invalid, "metadata", "must have at most 10 keys") }
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) where !Self.isAllowed(value) {
            throw reader.problem(.wrongType, "metadata.\(name)", "must be a scalar, {url, value} or {amount, currency}")
        }
    }

    private static func isAllowed(_ value: JSONValue) -> Bool {
        switch value {
        case .array: false
        case .object(let members): [["url", "value"], ["amount", "currency"]].contains(Set(members.keys))
        default: true
        }
    }

    func isAbout(_ contact: IntercomContact) -> Bool {
        if let id { return contact.id == id }
        guard contact.role == "user" else { return false }  // a lead is known by its id only
        if let userID { return contact.externalID == userID }
        return email != nil && contact.email?.lowercased() == email?.lowercased()
    }
}

extension IntercomState {
    /// Keeps an event, unless the contact has one of the same name in the same second; both are answered alike.
    mutating func createEvent(_ call: IntercomCall) throws(IntercomError) -> SandboxResponse {
        let input = try call.read(EventInput.init)
        guard let contact = contacts.first(where: input.isAbout) else { throw .noContact }
        let isKnown = events.contains {
            $0.contact == contact.id && $0.name == input.name && $0.createdAt == input.createdAt
        }
        if !isKnown {
            events.append(
                IntercomEvent(
                    contact: contact.id,
                    name: input.name,
                    createdAt: input.createdAt,
                    metadata: input.metadata
                )
            )
        }
        return SandboxResponse(status: 202)
    }
}
