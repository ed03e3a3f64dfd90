import SwitchboardCore

/// A ticket as Zendesk writes it: nulls almost everywhere.
struct ZendeskTicket: Decodable {
    let status: String?
    private let reference: ZendeskID
    private let subject: String?
    private let description: String?
    private let priority: String?
    private let type: String?
    private let requester: ZendeskID?
    private let assignee: ZendeskID?
    private let group: ZendeskID?
    private let externalID: JSONValue?
    private let tags: [String]?
    private let customFields: [Value]?
    private let createdAt: Timestamp?
    private let updatedAt: Timestamp?

    /// Zendesk's id.
    var id: String { reference.text }

    private struct Value: Decodable {
        let id: ZendeskID
        let value: JSONValue?
    }

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case status
        case subject
        case description
        case priority
        case type
        case requester = "requester_id"
        case assignee = "assignee_id"
        case group = "group_id"
        case externalID = "external_id"
        case tags
        case customFields = "custom_fields"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// The ticket in the hub's words.
    func ticket(at url: String) -> Ticket {
        Ticket(
            id: id,
            url: url,
            subject: subject,
            description: description,
            status: status,
            priority: priority,
            type: type,
            requesterID: requester?.text,
            assigneeID: assignee?.text,
            groupID: group?.text,
            externalID: externalID?.identifier,
            tags: tags ?? [],
            customFields: Dictionary((customFields ?? []).map { ($0.id.text, $0.value ?? .null) }) { $1 },
            createdAt: createdAt,
            updatedAt: updatedAt
        )
    }
}

/// An answer that holds one ticket, and what its change left in the ticket's history.
struct ZendeskTicketAnswer: Decodable {
    let ticket: ZendeskTicket
    private let audit: Audit?

    /// The id of the comment that the change added, where it added one.
    var commentID: String? { audit?.events?.first { $0.type == "Comment" }?.id?.text }

    private struct Audit: Decodable {
        let events: [Event]?
    }

    private struct Event: Decodable {
        let id: ZendeskID?
        let type: String?
    }
}
