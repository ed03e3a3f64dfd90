/// Reads a conversation.
public struct GetConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.get"
    /// What it does, in one sentence.
    public static let summary = "Reads a conversation."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [.conversationID(CodingKeys.conversationID)]

    /// The provider's id of the conversation.
    public var conversationID: String

    /// Creates the action.
    public init(conversationID: String) {
        self.conversationID = conversationID
    }

    /// Whom it concerns is known to the provider only.
    public var people: [Person] { [] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case conversationID = "conversation_id"
    }
}

extension GetConversation {
    /// The conversation.
    public struct Receipt: ActionReceipt {
        /// The conversation.
        public var conversation: Conversation

        /// Creates a receipt.
        public init(conversation: Conversation) {
            self.conversation = conversation
        }

        /// The id of the conversation, for the audit log.
        public var reference: String? { conversation.id }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { conversation.contactIDs.first.map { Person(contactID: $0) } }
    }
}

extension Field {
    /// Creates the field that names a conversation.
    static func conversationID(_ key: some CodingKey) -> Field {
        .required(key, .string, audit: .plain, "the provider's id of the conversation", .notEmpty, .singleLine)
    }

    /// Creates the field that names the admin who acts.
    static func adminID(_ key: some CodingKey) -> Field {
        .optional(
            key,
            .string,
            audit: .plain,
            "the admin who acts; the configured one unless given",
            .notEmpty,
            .singleLine
        )
    }
}
