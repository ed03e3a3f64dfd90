/// Which ticket was changed, and how far the work on it is.
public struct TicketReceipt: ActionReceipt {
    /// The provider's id of the ticket.
    public var ticketID: String

    /// The ticket's state after the change, where the provider says it; `deleted` for one that is gone.
    public var status: String?

    /// Creates a receipt.
    public init(ticketID: String, status: String?) {
        self.ticketID = ticketID
        self.status = status
    }

    /// The ticket's id, for the audit log.
    public var reference: String? { ticketID }

    private enum CodingKeys: String, CodingKey {
        case ticketID = "ticket_id"
        case status
    }
}
