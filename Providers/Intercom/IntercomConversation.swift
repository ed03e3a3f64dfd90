import SwitchboardCore

/// A conversation as Intercom writes it: at most the 500 newest parts, ids as text or as numbers.
struct IntercomConversation: Decodable {
    private let id: IntercomID
    private let state: String?
    private let isOpen: Bool?
    private let title: String?
    private let source: Source?
    private let contacts: Contacts?
    private let adminAssignee: JSONValue?
    private let teamAssignee: JSONValue?
    private let tags: Tags?
    private let createdAt: Int64?
    private let updatedAt: Int64?
    private let parts: Parts?

    private enum CodingKeys: String, CodingKey {
        case id
        case state
        case isOpen = "open"
        case title
        case source
        case contacts
        case adminAssignee = "admin_assignee_id"
        case teamAssignee = "team_assignee_id"
        case tags
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case parts = "conversation_parts"
    }

    /// The conversation in the hub's words; what began it is its first part.
    var value: Conversation {
        Conversation(
            id: id.text,
            state: state.flatMap(Conversation.State.init) ?? (isOpen == false ? .closed : .open),
            title: title,
            contactIDs: (contacts?.contacts ?? []).map(\.id),
            assigneeID: adminAssignee?.assignee ?? teamAssignee?.assignee,
            tags: (tags?.tags ?? []).compactMap(\.name),
            createdAt: createdAt.map { Timestamp(secondsSince1970: $0) },
            updatedAt: updatedAt.map { Timestamp(secondsSince1970: $0) },
            parts: [source?.part(at: createdAt)].compactMap { $0 } + (parts?.parts ?? []).map(\.value)
        )
    }
}

extension IntercomConversation {
    private struct Contacts: Decodable {
        let contacts: [IntercomReference]?
    }

    private struct Tags: Decodable {
        let tags: [IntercomReference]?
    }

    private struct Parts: Decodable {
        let parts: [Part]?

        private enum CodingKeys: String, CodingKey {
            case parts = "conversation_parts"
        }
    }

    private struct Author: Decodable {
        let type: String?
        let id: JSONValue?
    }

    /// What began the conversation.
    private struct Source: Decodable {
        let id: IntercomID?
        let type: String?
        let body: String?
        let author: Author?

        func part(at createdAt: Int64?) -> Conversation.Part? {
            guard let id else { return nil }
            return Conversation.Part(
                id: id.text,
                kind: type ?? "source",
                authorKind: author?.type,
                authorID: author?.id?.identifier,
                body: body,
                createdAt: createdAt.map { Timestamp(secondsSince1970: $0) }
            )
        }
    }

    private struct Part: Decodable {
        let id: IntercomID
        let kind: String?
        let body: String?
        let author: Author?
        let createdAt: Int64?

        private enum CodingKeys: String, CodingKey {
            case id
            case kind = "part_type"
            case body
            case author
            case createdAt = "created_at"
        }

        var value: Conversation.Part {
            Conversation.Part(
                id: id.text,
                kind: kind ?? "unknown",
                authorKind: author?.type,
                authorID: author?.id?.identifier,
                body: body,
                createdAt: createdAt.map { Timestamp(secondsSince1970: $0) }
            )
        }
    }
}

extension JSONValue {
    /// Somebody's id; nobody is null, or 0.
    fileprivate var assignee: String? { identifier.flatMap { $0 == "0" ? nil : $0 } }
}
