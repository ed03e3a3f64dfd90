/// What has become of a conversation.
public struct ConversationReceipt: ActionReceipt {
    /// The provider's id of the conversation.
    public var conversationID: String

    /// Its state now.
    public var state: Conversation.State

    /// The provider's id of the person, for the audit log.
    public var person: Person?

    /// Creates a receipt.
    public init(conversationID: String, state: Conversation.State, person: Person? = nil) {
        self.conversationID = conversationID
        self.state = state
        self.person = person
    }

    /// The id of the conversation, for the audit log.
    public var reference: String? { conversationID }

    private enum CodingKeys: String, CodingKey {
        case conversationID = "conversation_id"
        case state
    }
}
