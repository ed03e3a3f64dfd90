/// Puts a conversation away until a time.
public struct SnoozeConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.snooze"
    /// What it does, in one sentence.
    public static let summary = "Puts a conversation away until a time."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .conversationID(CodingKeys.conversationID),
        .required(CodingKeys.until, .timestamp, audit: .plain, "when it comes back"),
        .adminID(CodingKeys.adminID),
        .optional(CodingKeys.body, .string, audit: .size, "what to say with it", .notEmpty),
    ]

    /// The provider's id of the conversation.
    public var conversationID: String

    /// When it comes back.
    public var until: Timestamp

    /// The provider's id of the admin who does it; the configured one unless given.
    public var adminID: String?

    /// What to say with it, where the provider can.
    public var body: String?

    /// Creates the action.
    public init(conversationID: String, until: Timestamp, adminID: String? = nil, body: String? = nil) {
        self.conversationID = conversationID
        self.until = until
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
        case until
        case adminID = "admin_id"
        case body
    }
}
