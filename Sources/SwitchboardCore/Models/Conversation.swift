/// A conversation as a provider knows it.
public struct Conversation: Codable, Sendable, Hashable {
    /// Where a conversation stands.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Somebody should answer.
        case open
        /// It is over.
        case closed
        /// It comes back later.
        case snoozed
    }

    /// Something that was said or done in it.
    public struct Part: Codable, Sendable, Hashable {
        /// The provider's id.
        public var id: String

        /// The provider's word for what it is, such as `comment`, `note` or `close`.
        public var kind: String

        /// The provider's word for who did it, such as `admin`, `user` or `bot`.
        public var authorKind: String?

        /// The provider's id of who did it.
        public var authorID: String?

        /// What was said.
        public var body: String?

        /// When.
        public var createdAt: Timestamp?

        /// Creates a part.
        public init(
            id: String,
            kind: String,
            authorKind: String? = nil,
            authorID: String? = nil,
            body: String? = nil,
            createdAt: Timestamp? = nil
        ) {
            self.id = id
            self.kind = kind
            self.authorKind = authorKind
            self.authorID = authorID
            self.body = body
            self.createdAt = createdAt
        }

        private enum CodingKeys: String, CodingKey {
            case id
            case kind = "type"
            case authorKind = "author_type"
            case authorID = "author_id"
            case body
            case createdAt = "created_at"
        }
    }

    /// The provider's id.
    public var id: String

    /// Where it stands.
    public var state: State

    /// What it is called.
    public var title: String?

    /// The provider's ids of the people it is with.
    public var contactIDs: [String]

    /// The provider's id of the admin or team that has it.
    public var assigneeID: String?

    /// The names of its tags.
    public var tags: [String]

    /// When it began.
    public var createdAt: Timestamp?

    /// When something last happened in it.
    public var updatedAt: Timestamp?

    /// What was said and done in it, oldest first; a provider may keep the oldest parts back.
    public var parts: [Part]

    /// Creates a conversation.
    public init(
        id: String,
        state: State,
        title: String? = nil,
        contactIDs: [String] = [],
        assigneeID: String? = nil,
        tags: [String] = [],
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        parts: [Part] = []
    ) {
        self.id = id
        self.state = state
        self.title = title
        self.contactIDs = contactIDs
        self.assigneeID = assigneeID
        self.tags = tags
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.parts = parts
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case state
        case title
        case contactIDs = "contact_ids"
        case assigneeID = "assignee_id"
        case tags
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case parts
    }
}
