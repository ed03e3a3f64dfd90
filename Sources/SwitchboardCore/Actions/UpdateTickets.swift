/// Changes many tickets; each stands or falls alone.
public struct UpdateTickets: BatchAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.update_batch"
    /// What it does, in one sentence.
    public static let summary = "Changes many tickets; each stands or falls alone."
    /// The name in JSON of the field that holds the items.
    public static let itemsField = CodingKeys.items.stringValue

    /// The changes, in order.
    public var items: [UpdateTicket]

    /// Creates the action.
    public init(items: [UpdateTicket]) {
        self.items = items
    }

    private enum CodingKeys: String, CodingKey {
        case items = "updates"
    }
}
