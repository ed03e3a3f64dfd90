/// A support ticket as a provider knows it.
public struct Ticket: Codable, Sendable, Hashable {
    /// The provider's id.
    public var id: String

    /// Where people find it.
    public var url: String?

    /// The subject.
    public var subject: String?

    /// The text of the first comment.
    public var description: String?

    /// The state, in the provider's words: accounts may add some of their own.
    public var status: String?

    /// The urgency.
    public var priority: String?

    /// The kind of ticket.
    public var type: String?

    /// The provider's id of the person who asked.
    public var requesterID: String?

    /// The provider's id of the agent who works on it.
    public var assigneeID: String?

    /// The provider's id of the group that works on it.
    public var groupID: String?

    /// The platform's own id of it.
    public var externalID: String?

    /// Its tags.
    public var tags: [String]

    /// The values of custom fields, by the field's id.
    public var customFields: [String: JSONValue]

    /// When it was made.
    public var createdAt: Timestamp?

    /// When it last changed; ``UpdateTicket/updatedStamp`` takes it.
    public var updatedAt: Timestamp?

    /// Creates a ticket.
    public init(
        id: String,
        url: String? = nil,
        subject: String? = nil,
        description: String? = nil,
        status: String? = nil,
        priority: String? = nil,
        type: String? = nil,
        requesterID: String? = nil,
        assigneeID: String? = nil,
        groupID: String? = nil,
        externalID: String? = nil,
        tags: [String] = [],
        customFields: [String: JSONValue] = [:],
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.url = url
        self.subject = subject
        self.description = description
        self.status = status
        self.priority = priority
        self.type = type
        self.requesterID = requesterID
        self.assigneeID = assigneeID
        self.groupID = groupID
        self.externalID = externalID
        self.tags = tags
        self.customFields = customFields
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case url
        case subject
        case description
        case status
        case priority
        case type
        case requesterID = "requester_id"
        case assigneeID = "assignee_id"
        case groupID = "group_id"
        case externalID = "external_id"
        case tags
        case customFields = "custom_fields"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}
