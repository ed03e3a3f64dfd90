/// Everything that the log holds of one action.
public struct AuditTrail: Sendable, Hashable, Encodable {
    /// Its intent; reads have none.
    public var intent: AuditEntry?

    /// How it ended; `nil` while it is open.
    public var outcome: AuditEntry?

    /// The items of a batch, in order.
    public var items: [AuditEntry]

    /// Whatever else refers to it, in order: what an operator decided, what a webhook told.
    public var others: [AuditEntry]
}
