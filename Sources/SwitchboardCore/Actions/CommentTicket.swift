/// Adds a comment to a ticket: a reply that the requester sees, or a note for colleagues' eyes only.
public struct CommentTicket: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.comment"
    /// What it does, in one sentence.
    public static let summary = "Adds a reply, or a note for colleagues, to a ticket."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .ticketID(CodingKeys.ticketID),
        .required(CodingKeys.body, .string, audit: .size, "the text, sent verbatim", .notEmpty),
        .optional(CodingKeys.isPublic, .boolean, audit: .plain, "whether the requester sees it; true unless given"),
        .optional(CodingKeys.authorID, .string, audit: .plain, "who writes it", .notEmpty, .singleLine),
    ]

    /// The provider's id of the ticket.
    public var ticketID: String

    /// The text.
    public var body: String

    /// Whether the requester sees it; they do unless given.
    public var isPublic: Bool?

    /// The provider's id of whoever writes it; whom the credentials belong to unless given.
    public var authorID: String?

    /// Creates the action.
    public init(ticketID: String, body: String, isPublic: Bool? = nil, authorID: String? = nil) {
        self.ticketID = ticketID
        self.body = body
        self.isPublic = isPublic
        self.authorID = authorID
    }

    /// Whom it concerns: the ticket alone knows.
    public var people: [Person] { [] }

    /// The requester, whom the ticket alone knows, but for a private comment.
    public var recipients: Recipients { isPublic == false ? .nobody : .unnamed }

    private enum CodingKeys: String, CodingKey {
        case ticketID = "ticket_id"
        case body
        case isPublic = "public"
        case authorID = "author_id"
    }
}

extension CommentTicket {
    /// The comment that was added.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the ticket.
        public var ticketID: String

        /// The provider's id of the comment, where it says so.
        public var commentID: String?

        /// Creates a receipt.
        public init(ticketID: String, commentID: String?) {
            self.ticketID = ticketID
            self.commentID = commentID
        }

        /// The ticket's id, for the audit log.
        public var reference: String? { ticketID }

        private enum CodingKeys: String, CodingKey {
            case ticketID = "ticket_id"
            case commentID = "comment_id"
        }
    }
}
