/// Changes a ticket: only what is given, and a comment along with it where one is.
public struct UpdateTicket: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.update"
    /// What it does, in one sentence.
    public static let summary = "Changes what is given of a ticket."
    /// The fields of its JSON form.
    public static let fields: [Field] =
        [
            .ticketID(CodingKeys.ticketID),
            .optional(CodingKeys.requester, Requester.kind, audit: .sealed, "who asks", Requester.isNamed),
            .optional(CodingKeys.subject, .string, audit: .size, "the subject", .notEmpty, .singleLine),
            .optional(CodingKeys.description, .string, audit: .size, "the text that it was opened with", .notEmpty),
        ] + TicketDetails.fields + [
            .optional(CodingKeys.comment, .string, audit: .size, "a comment to add, sent verbatim", .notEmpty),
            .optional(CodingKeys.isPublic, .boolean, audit: .plain, "whether the requester sees the comment; true"),
            .optional(
                CodingKeys.updatedStamp,
                .timestamp,
                audit: .plain,
                "the ticket's updated_at; the provider refuses where it has changed since"
            ),
        ]

    /// The provider's id of the ticket.
    public var ticketID: String

    /// Who asks.
    public var requester: Requester?

    /// The subject.
    public var subject: String?

    /// The text that it was opened with.
    public var description: String?

    /// What else is to be set.
    public var details: TicketDetails

    /// A comment to add.
    public var comment: String?

    /// Whether the requester sees the comment; they do unless given.
    public var isPublic: Bool?

    /// The ticket's ``Ticket/updatedAt``: where somebody changed it since, the provider refuses with a conflict.
    public var updatedStamp: Timestamp?

    /// Creates the action.
    public init(
        ticketID: String,
        requester: Requester? = nil,
        subject: String? = nil,
        description: String? = nil,
        details: TicketDetails = TicketDetails(),
        comment: String? = nil,
        isPublic: Bool? = nil,
        updatedStamp: Timestamp? = nil
    ) {
        self.ticketID = ticketID
        self.requester = requester
        self.subject = subject
        self.description = description
        self.details = details
        self.comment = comment
        self.isPublic = isPublic
        self.updatedStamp = updatedStamp
    }

    /// Whom it concerns, where it says so.
    public var people: [Person] { requester.map { [$0.person] } ?? [] }

    /// The requester, whom the ticket alone knows, where it comments in public.
    ///
    /// What the account's own triggers send is not known here.
    public var recipients: Recipients { comment == nil || isPublic == false ? .nobody : .unnamed }
    /// What the caller gets.
    public typealias Receipt = TicketReceipt

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        if isPublic != nil, comment == nil {
            throw .invalidInput("public", "applies to a comment; add one, or leave it out")
        }
        let isChange = requester != nil || subject != nil || description != nil || comment != nil || !details.isEmpty
        guard isChange else { throw .invalidInput("", "changes nothing; give a field to set, or a comment") }
    }
}

extension UpdateTicket {
    private enum CodingKeys: String, CodingKey {
        case ticketID = "ticket_id"
        case requester
        case subject
        case description
        case comment
        case isPublic = "public"
        case updatedStamp = "updated_stamp"
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            ticketID: try container.decode(String.self, forKey: .ticketID),
            requester: try container.decodeIfPresent(Requester.self, forKey: .requester),
            subject: try container.decodeIfPresent(String.self, forKey: .subject),
            description: try container.decodeIfPresent(String.self, forKey: .description),
            details: try TicketDetails(from: decoder),
            comment: try container.decodeIfPresent(String.self, forKey: .comment),
            isPublic: try container.decodeIfPresent(Bool.self, forKey: .isPublic),
            updatedStamp: try container.decodeIfPresent(Timestamp.self, forKey: .updatedStamp)
        )
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ticketID, forKey: .ticketID)
        try container.encodeIfPresent(requester, forKey: .requester)
        try container.encodeIfPresent(subject, forKey: .subject)
        try container.encodeIfPresent(description, forKey: .description)
        try container.encodeIfPresent(comment, forKey: .comment)
        try container.encodeIfPresent(isPublic, forKey: .isPublic)
        try container.encodeIfPresent(updatedStamp, forKey: .updatedStamp)
        try details.encode(to: encoder)
    }
}
