import SwitchboardCore

/// The `ticket` of a request, checked: what Zendesk cannot express is refused before anything is sent.
struct ZendeskTicketFields: Encodable {
    /// The ticket's id, where several are changed by one request.
    var id: Int64?
    /// Who asks.
    var requester: ZendeskRequester?

    private var subject: String?
    private var comment: Comment?
    private var priority: String?
    private var type: String?
    private var status: String?
    private var tags: [String]?
    private var customFields: [CustomField]?
    private var assigneeID: Int64?
    private var groupID: Int64?
    private var externalID: String?
    private var isSafeUpdate: Bool?
    private var updatedStamp: Timestamp?

    private init(_ details: TicketDetails) throws(Failure) {
        try ZendeskProvider.check(details.tags, field: "tags")
        priority = details.priority?.rawValue
        type = details.type?.rawValue
        status = details.status?.rawValue
        tags = details.tags
        customFields = try details.customFields.map(CustomField.list)
        assigneeID = try ZendeskProvider.optionalID(details.assigneeID, field: "assignee_id")
        groupID = try ZendeskProvider.optionalID(details.groupID, field: "group_id")
        externalID = details.externalID
    }

    /// Creates the fields of a new ticket.
    ///
    /// Its text goes into the first comment: `description` is for reading only.
    init(_ action: CreateTicket) throws(Failure) {
        try self.init(action.details)
        subject = action.subject
        comment = try Comment(action.description, isPublic: nil, field: "description")
    }

    /// Creates the fields of a change.
    ///
    /// `public` is always said: otherwise a comment is as public as the ticket's first one.
    init(_ action: UpdateTicket) throws(Failure) {
        if action.description != nil {
            throw .invalidInput("description", "cannot be changed at Zendesk; add a comment instead")
        }
        try self.init(action.details)
        subject = action.subject
        comment = try action.comment.map { text throws(Failure) in
            try Comment(text, isPublic: action.isPublic ?? true, field: "comment")
        }
        updatedStamp = action.updatedStamp
        isSafeUpdate = action.updatedStamp.map { _ in true }
    }

    /// Creates the fields of a comment alone.
    init(_ action: CommentTicket) throws(Failure) {
        try self.init(TicketDetails())
        comment = try Comment(action.body, isPublic: action.isPublic ?? true, field: "body")
        comment?.authorID = try ZendeskProvider.optionalID(action.authorID, field: "author_id")
    }
}

extension ZendeskTicketFields {
    private struct Comment: Encodable {
        var body: String
        var isPublic: Bool?
        var authorID: Int64?

        /// Zendesk cuts longer texts without a word
        /// (https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#bodies).
        private static let limit = 65_536

        init(_ body: String, isPublic: Bool?, field: String) throws(Failure) {
            let size = body.utf8.count
            guard size <= Self.limit else {
                throw .invalidInput(field, "has \(size) bytes; Zendesk keeps \(Self.limit) of a comment")
            }
            self.body = body
            self.isPublic = isPublic
        }

        private enum CodingKeys: String, CodingKey {
            case body
            case isPublic = "public"
            case authorID = "author_id"
        }
    }

    private struct CustomField: Encodable {
        var id: Int64
        var value: JSONValue

        static func list(_ values: [String: JSONValue]) throws(Failure) -> [CustomField] {
            var fields: [CustomField] = []
            for (id, value) in values {
                if value.object != nil {
                    throw .invalidInput(member: id, of: "custom_fields", "is an object; Zendesk's fields hold none")
                }
                let path = "custom_fields".appending(member: id)
                fields.append(CustomField(id: try ZendeskProvider.id(id, field: path), value: value))
            }
            return fields.sorted { $0.id < $1.id }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case subject
        case comment
        case requester
        case requesterID = "requester_id"
        case priority
        case type
        case status
        case tags
        case customFields = "custom_fields"
        case assigneeID = "assignee_id"
        case groupID = "group_id"
        case externalID = "external_id"
        case isSafeUpdate = "safe_update"
        case updatedStamp = "updated_stamp"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(subject, forKey: .subject)
        try container.encodeIfPresent(comment, forKey: .comment)
        switch requester {
        case .known(let id)?: try container.encode(id, forKey: .requesterID)
        case .new(let person)?: try container.encode(person, forKey: .requester)
        case nil: break
        }
        try container.encodeIfPresent(priority, forKey: .priority)
        try container.encodeIfPresent(type, forKey: .type)
        try container.encodeIfPresent(status, forKey: .status)
        try container.encodeIfPresent(tags, forKey: .tags)
        try container.encodeIfPresent(customFields, forKey: .customFields)
        try container.encodeIfPresent(assigneeID, forKey: .assigneeID)
        try container.encodeIfPresent(groupID, forKey: .groupID)
        try container.encodeIfPresent(externalID, forKey: .externalID)
        try container.encodeIfPresent(isSafeUpdate, forKey: .isSafeUpdate)
        try container.encodeIfPresent(updatedStamp, forKey: .updatedStamp)
    }
}
