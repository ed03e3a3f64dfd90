/// Deletes a ticket; most providers keep it for a while where an administrator can restore it.
public struct DeleteTicket: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.delete"
    /// What it does, in one sentence.
    public static let summary = "Deletes a ticket."
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

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }
    /// What the caller gets.
    public typealias Receipt = TicketReceipt

    private enum CodingKeys: String, CodingKey {
        case ticketID = "ticket_id"
    }
}
