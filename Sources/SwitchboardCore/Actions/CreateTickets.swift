/// Opens many tickets; each stands or falls alone.
public struct CreateTickets: BatchAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.create_batch"
    /// What it does, in one sentence.
    public static let summary = "Opens many tickets; each stands or falls alone."
    /// The name in JSON of the field that holds the items.
    public static let itemsField = CodingKeys.items.stringValue

    /// The tickets, in order.
    public var items: [CreateTicket]

    /// Creates the action.
    public init(items: [CreateTicket]) {
        self.items = items
    }

    private enum CodingKeys: String, CodingKey {
        case items = "tickets"
    }
}
