/// Replies to a conversation, or writes a note that only colleagues see.
public struct ReplyToConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.reply"
    /// What it does, in one sentence.
    public static let summary = "Replies to a conversation, or writes a note that only colleagues see."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .conversationID(CodingKeys.conversationID),
        .required(CodingKeys.body, .string, audit: .size, "the text, sent verbatim", .notEmpty),
        .optional(
            CodingKeys.messageType,
            .choice(Kind.allCases.map(\.rawValue)),
            audit: .plain,
            "who sees it; a comment unless given"
        ),
        .adminID(CodingKeys.adminID),
    ]

    /// Who sees it.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// The person, and colleagues.
        case comment
        /// Colleagues only.
        case note
    }

    /// The provider's id of the conversation.
    public var conversationID: String

    /// The text, sent verbatim.
    public var body: String

    /// Who sees it; a comment unless given.
    public var messageType: Kind?

    /// The provider's id of the admin who writes; the configured one unless given.
    public var adminID: String?

    /// Creates the action.
    public init(conversationID: String, body: String, messageType: Kind? = nil, adminID: String? = nil) {
        self.conversationID = conversationID
        self.body = body
        self.messageType = messageType
        self.adminID = adminID
    }

    /// Whom it concerns is known to the provider only.
    public var people: [Person] { [] }

    /// Those who take part, but for a note.
    public var recipients: Recipients { messageType == .note ? .nobody : .unnamed }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case conversationID = "conversation_id"
        case body
        case messageType = "message_type"
        case adminID = "admin_id"
    }
}

extension ReplyToConversation {
    /// What was added.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the conversation.
        public var conversationID: String

        /// The provider's id of the reply, where the answer tells it.
        public var partID: String?

        /// The provider's id of the person, for the audit log.
        public var person: Person?

        /// Creates a receipt.
        public init(conversationID: String, partID: String?, person: Person? = nil) {
            self.conversationID = conversationID
            self.partID = partID
            self.person = person
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { partID ?? conversationID }

        private enum CodingKeys: String, CodingKey {
            case conversationID = "conversation_id"
            case partID = "part_id"
        }
    }
}
