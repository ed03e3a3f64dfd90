import SwitchboardCore

/// A conversation between contacts and teammates.
struct IntercomConversation: Sendable {
    /// What was said or done, after the message that it began with.
    struct Part: Sendable {
        var id: String
        var kind: String
        var body: String?
        var author: JSONValue
        var createdAt: Int64
        var assignedTo: JSONValue = .null
    }

    /// Whether it waits for someone.
    enum State: String, Sendable {
        case open
        case closed
        case snoozed
    }

    /// The decimal id.
    let id: String

    /// The id of the message that it began with.
    let messageID: String

    /// The contact's id.
    let contact: String

    /// The contact's id at the platform.
    let externalID: String?

    /// Whether a teammate began it.
    let isByAdmin: Bool

    /// Who began it.
    let author: JSONValue

    /// What it began with.
    let body: String

    /// Seconds since 1970.
    let createdAt: Int64

    /// Seconds since 1970.
    var updatedAt: Int64

    /// Whether it waits for someone.
    var state = State.open

    /// Seconds since 1970, while it is snoozed.
    var snoozedUntil: Int64?

    /// The teammate whom it is assigned to.
    var adminAssignee: Int64?

    /// The team that it is assigned to.
    var teamAssignee: Int64?

    /// What followed, oldest first.
    var parts: [Part] = []
}

extension IntercomConversation {
    /// Intercom's shape.
    ///
    /// - Parameter isWhole: Whether the parts are there, the newest 500 of them; a list leaves them out.
    /// - Returns: The conversation.
    func json(isWhole: Bool) -> JSONValue {
        var result = Self.constant
        result["id"] = .string(id)
        result["created_at"] = .integer(createdAt)
        result["updated_at"] = .integer(updatedAt)
        result["snoozed_until"] = snoozedUntil.map(JSONValue.integer) ?? .null
        result["state"] = .string(state.rawValue)
        result["open"] = .bool(state == .open)
        result["admin_assignee_id"] = adminAssignee.map(JSONValue.integer) ?? .null
        result["team_assignee_id"] = teamAssignee.map(JSONValue.integer) ?? .null
        result["source"] = source
        let external = externalID.map(JSONValue.string) ?? .null
        result["contacts"] = [
            "type": "contact.list",
            "contacts": [["type": "contact", "id": .string(contact), "external_id": external]],
        ]
        if isWhole {
            result["conversation_parts"] = [
                "type": "conversation_part.list",
                "conversation_parts": .array(parts.suffix(500).map(\.json)),
                "total_count": .integer(Int64(parts.count)),
            ]
        }
        return .object(result)
    }

    private var source: JSONValue {
        [
            "type": "conversation",
            "id": .string(messageID),
            "delivered_as": isByAdmin ? "admin_initiated" : "customer_initiated",
            "subject": "",
            "body": .string("<p>\(body)</p>"),
            "author": author,
            "attachments": [],
            "url": .null,
            "redacted": false,
        ]
    }

    private static let constant: [String: JSONValue] = [
        "type": "conversation", "waiting_since": .null, "first_contact_reply": .null, "read": false,
        "tags": ["type": "tag.list", "tags": []], "priority": "not_priority", "sla_applied": .null,
        "statistics": .null, "conversation_rating": .null, "teammates": .null, "title": .null,
        "custom_attributes": [:], "topics": [:], "ticket": .null,
        "linked_objects": ["type": "list", "data": [], "total_count": 0, "has_more": false],
        "ai_agent": .null, "ai_agent_participated": false,
    ]
}

extension IntercomConversation.Part {
    /// Intercom's shape.
    var json: JSONValue {
        [
            "type": "conversation_part",
            "id": .string(id),
            "part_type": .string(kind),
            "body": body.map { .string("<p>\($0)</p>") } ?? .null,
            "created_at": .integer(createdAt),
            "updated_at": .integer(createdAt),
            "notified_at": .integer(createdAt),
            "assigned_to": assignedTo,
            "author": author,
            "attachments": [],
            "external_id": .null,
            "redacted": false,
            "metadata": [:],
            "email_message_metadata": .null,
            "app_package_code": .null,
        ]
    }
}
