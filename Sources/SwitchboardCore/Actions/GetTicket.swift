/// Looks a ticket up.
public struct GetTicket: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.get"
    /// What it does, in one sentence.
    public static let summary = "Looks a ticket up."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [.ticketID(CodingKeys.ticketID)]

    /// The provider's id of the ticket.
    public var ticketID: String

    /// Creates the action.
    public init(ticketID: String) {
        self.ticketID = ticketID
    }

    /// Whom it concerns: the ticket alone knows.
    public var people: [Person] { [] }

    private enum CodingKeys: String, CodingKey {
        case ticketID = "ticket_id"
    }
}

extension GetTicket {
    /// The ticket as the provider knows it.
    public struct Receipt: ActionReceipt {
        /// The ticket.
        public var ticket: Ticket

        /// Creates a receipt.
        public init(ticket: Ticket) {
            self.ticket = ticket
        }

        /// The ticket's id, for the audit log.
        public var reference: String? { ticket.id }
        /// The person who asked, for the audit log.
        public var person: Person? { ticket.requesterID.map { Person(contactID: $0) } }
    }
}

extension Field {
    /// Creates the field that names a ticket.
    static func ticketID(_ key: some CodingKey) -> Field {
        .required(key, .string, audit: .plain, "the provider's id of the ticket", .notEmpty, .singleLine)
    }
}
