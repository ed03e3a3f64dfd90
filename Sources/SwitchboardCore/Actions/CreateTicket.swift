/// Opens a support ticket for a person.
public struct CreateTicket: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.create"
    /// What it does, in one sentence.
    public static let summary = "Opens a support ticket for a person."
    /// The fields of its JSON form.
    public static let fields: [Field] =
        [
            .required(CodingKeys.requester, Requester.kind, audit: .sealed, "who asks", Requester.isNamed),
            .required(CodingKeys.subject, .string, audit: .size, "the subject", .notEmpty, .singleLine),
            .required(CodingKeys.description, .string, audit: .size, "the first comment, sent verbatim", .notEmpty),
        ] + TicketDetails.fields

    /// Who asks.
    public var requester: Requester

    /// The subject.
    public var subject: String

    /// The text of the first comment.
    public var description: String

    /// What else the ticket is given.
    public var details: TicketDetails

    /// Creates the action.
    public init(
        requester: Requester,
        subject: String,
        description: String,
        details: TicketDetails = TicketDetails()
    ) {
        self.requester = requester
        self.subject = subject
        self.description = description
        self.details = details
    }

    /// Whom it concerns.
    public var people: [Person] { [requester.person] }

    private enum CodingKeys: String, CodingKey {
        case requester
        case subject
        case description
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            requester: try container.decode(Requester.self, forKey: .requester),
            subject: try container.decode(String.self, forKey: .subject),
            description: try container.decode(String.self, forKey: .description),
            details: try TicketDetails(from: decoder)
        )
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(requester, forKey: .requester)
        try container.encode(subject, forKey: .subject)
        try container.encode(description, forKey: .description)
        try details.encode(to: encoder)
    }
}

extension CreateTicket {
    /// The ticket that was opened.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the ticket.
        public var ticketID: String

        /// Where people find the ticket.
        public var ticketURL: String

        /// Creates a receipt.
        public init(ticketID: String, ticketURL: String) {
            self.ticketID = ticketID
            self.ticketURL = ticketURL
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { ticketID }

        private enum CodingKeys: String, CodingKey {
            case ticketID = "ticket_id"
            case ticketURL = "ticket_url"
        }
    }
}
