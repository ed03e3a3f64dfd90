/// Closes a conversation.
public struct CloseConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.close"
    /// What it does, in one sentence.
    public static let summary = "Closes a conversation."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .conversationID(CodingKeys.conversationID),
        .adminID(CodingKeys.adminID),
        .optional(CodingKeys.body, .string, audit: .size, "what to say with it", .notEmpty),
    ]

    /// The provider's id of the conversation.
    public var conversationID: String

    /// The provider's id of the admin who does it; the configured one unless given.
    public var adminID: String?

    /// What to say with it, where the provider can.
    public var body: String?

    /// Creates the action.
    public init(conversationID: String, adminID: String? = nil, body: String? = nil) {
        self.conversationID = conversationID
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
        case adminID = "admin_id"
        case body
    }
}
