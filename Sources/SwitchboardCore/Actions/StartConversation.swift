/// Starts a conversation with a message that comes from a person.
public struct StartConversation: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.start"
    /// What it does, in one sentence.
    public static let summary = "Starts a conversation with a message that comes from a person."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.person, "who writes"),
        .required(CodingKeys.body, .string, audit: .size, "the text, sent verbatim", .notEmpty),
    ]

    /// Who writes.
    public var person: Person

    /// The text, sent verbatim.
    public var body: String

    /// Creates the action.
    public init(person: Person, body: String) {
        self.person = person
        self.body = body
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case body
    }
}

extension StartConversation {
    /// What was started.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the conversation.
        public var conversationID: String

        /// The provider's id of the message that began it.
        public var messageID: String

        /// The provider's id of the person, for the audit log.
        public var person: Person?

        /// Creates a receipt.
        public init(conversationID: String, messageID: String, person: Person? = nil) {
            self.conversationID = conversationID
            self.messageID = messageID
            self.person = person
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { conversationID }

        private enum CodingKeys: String, CodingKey {
            case conversationID = "conversation_id"
            case messageID = "message_id"
        }
    }
}
