/// What a ticket may be given when it is made, and later: everything but its people and its texts.
///
/// In JSON its members stand among those of the action.
public struct TicketDetails: Codable, Sendable, Hashable {
    /// How urgent a ticket is.
    public enum Priority: String, Codable, Sendable, CaseIterable {
        case low, normal, high, urgent
    }

    /// What kind of ticket it is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case question, incident, problem, task
    }

    /// How far the work on a ticket is.
    public enum Status: String, Codable, Sendable, CaseIterable {
        case new, open, pending, hold, solved, closed
    }

    /// The urgency.
    public var priority: Priority?

    /// The kind.
    public var type: Kind?

    /// The state.
    public var status: Status?

    /// All of its tags: those that it has and that are not among them are taken off.
    public var tags: [String]?

    /// The values of custom fields, by the field's id.
    public var customFields: [String: JSONValue]?

    /// The provider's id of the agent who works on it.
    public var assigneeID: String?

    /// The provider's id of the group that works on it.
    public var groupID: String?

    /// The platform's own id of it.
    public var externalID: String?

    /// Creates details from whatever is to be set.
    public init(
        priority: Priority? = nil,
        type: Kind? = nil,
        status: Status? = nil,
        tags: [String]? = nil,
        customFields: [String: JSONValue]? = nil,
        assigneeID: String? = nil,
        groupID: String? = nil,
        externalID: String? = nil
    ) {
        self.priority = priority
        self.type = type
        self.status = status
        self.tags = tags
        self.customFields = customFields
        self.assigneeID = assigneeID
        self.groupID = groupID
        self.externalID = externalID
    }

    /// Whether nothing is to be set.
    public var isEmpty: Bool { self == TicketDetails() }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case priority
        case type
        case status
        case tags
        case customFields = "custom_fields"
        case assigneeID = "assignee_id"
        case groupID = "group_id"
        case externalID = "external_id"
    }
}

extension TicketDetails {
    /// The fields inside an action.
    static let fields: [Field] = [
        .optional(CodingKeys.priority, .choice(Priority.allCases.map(\.rawValue)), audit: .plain, "the urgency"),
        .optional(CodingKeys.type, .choice(Kind.allCases.map(\.rawValue)), audit: .plain, "the kind of ticket"),
        .optional(CodingKeys.status, .choice(Status.allCases.map(\.rawValue)), audit: .plain, "the state"),
        .optional(CodingKeys.tags, .list(of: .string), audit: .plain, "all of its tags; others are taken off"),
        .optional(CodingKeys.customFields, .map(of: .json), audit: .size, "values of custom fields by the field's id"),
        .optional(CodingKeys.assigneeID, .string, audit: .plain, "the agent who works on it", .notEmpty, .singleLine),
        .optional(CodingKeys.groupID, .string, audit: .plain, "the group that works on it", .notEmpty, .singleLine),
        .optional(
            CodingKeys.externalID,
            .string,
            audit: .plain,
            "the platform's own id of it",
            .notEmpty,
            .singleLine,
            .atMost(bytes: 255)
        ),
    ]
}
