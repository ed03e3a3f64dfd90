/// Hands a conversation to an admin or a team.
public struct AssignConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.assign"
    /// What it does, in one sentence.
    public static let summary = "Hands a conversation to an admin or a team."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .conversationID(CodingKeys.conversationID),
        .required(
            CodingKeys.assigneeID,
            .string,
            audit: .plain,
            "the provider's id of the admin or team; 0 for nobody",
            .notEmpty,
            .singleLine
        ),
        .adminID(CodingKeys.adminID),
        .optional(CodingKeys.body, .string, audit: .size, "what to say with it", .notEmpty),
    ]

    /// The provider's id of the conversation.
    public var conversationID: String

    /// The provider's id of the admin or team; `0` for nobody.
    public var assigneeID: String

    /// The provider's id of the admin who does it; the configured one unless given.
    public var adminID: String?

    /// What to say with it, where the provider can.
    public var body: String?

    /// Creates the action.
    public init(conversationID: String, assigneeID: String, adminID: String? = nil, body: String? = nil) {
        self.conversationID = conversationID
        self.assigneeID = assigneeID
        self.adminID = adminID
        self.body = body
    }

    /// Whom it concerns is known to the provider only.
    public var people: [Person] { [] }

    /// Those who take part, where it says something.
    public var recipients: Recipients { body == nil ? .nobody : .unnamed }

    /// What has become of the conversation.
    public typealias Receipt = ConversationReceipt

    enum CodingKeys: String, CodingKey, CaseIterable {
        case conversationID = "conversation_id"
        case assigneeID = "assignee_id"
        case adminID = "admin_id"
        case body
    }
}
