/// Lists conversations, in the provider's order.
public struct ListConversations: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "conversation.list"
    /// What it does, in one sentence.
    public static let summary = "Lists conversations, in the provider's order."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(
            CodingKeys.person,
            .object(name: "person", Person.fields),
            audit: .sealed,
            "whose; everybody's unless given",
            .anyOf("email", "user_id", "contact_id")
        ),
        .optional(
            CodingKeys.state,
            .choice(Conversation.State.allCases.map(\.rawValue)),
            audit: .plain,
            "in which state"
        ),
        .optional(CodingKeys.limit, .integer, audit: .plain, "how many at most; 20 unless given", .range(1...150)),
        .optional(CodingKeys.cursor, .string, audit: .never, "next_cursor of the page before", .notEmpty, .singleLine),
    ]

    /// Whose; everybody's unless given.
    public var person: Person?

    /// In which state; in any unless given.
    public var state: Conversation.State?

    /// How many at most, from 1 to 150; 20 unless given.
    public var limit: Int?

    /// Where the page before ended.
    public var cursor: String?

    /// Creates the action.
    public init(person: Person? = nil, state: Conversation.State? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.person = person
        self.state = state
        self.limit = limit
        self.cursor = cursor
    }

    /// Whom it concerns.
    public var people: [Person] { person.map { [$0] } ?? [] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case state
        case limit
        case cursor
    }
}

extension ListConversations {
    /// A page of conversations.
    public struct Receipt: ActionReceipt {
        /// The conversations, without what was said in them.
        public var conversations: [Conversation]

        /// Where the next page begins; `nil` where nothing is left.
        public var nextCursor: String?

        /// Creates a receipt.
        public init(conversations: [Conversation], nextCursor: String?) {
            self.conversations = conversations
            self.nextCursor = nextCursor
        }

        private enum CodingKeys: String, CodingKey {
            case conversations
            case nextCursor = "next_cursor"
        }
    }
}
