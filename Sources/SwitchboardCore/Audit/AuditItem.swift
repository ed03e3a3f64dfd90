/// What the audit log learns of one item of a batch.
public struct AuditItem: Sendable {
    /// Where the item stands in the batch, from 0.
    public var index: Int

    /// Everybody whom the item concerns.
    public var people: [Person]

    /// The item's fields that may be kept: values of `plain` ones, sizes of `size` ones.
    public var fields: JSONValue

    /// What an operator wants to know first.
    public var verdict: AuditOutcome.Verdict

    /// What went wrong.
    public var errorKind: Failure.Kind?

    /// Our own sentence about what went wrong; never a provider's.
    public var message: String?

    /// The status of the answer that decided.
    public var status: Int?

    /// The provider's id of what was made.
    public var reference: String?

    /// Creates an item from what became of it.
    public init(index: Int, people: [Person], fields: JSONValue, result: Result<some ActionReceipt, Failure>) {
        self.index = index
        self.people = people
        self.fields = fields
        switch result {
        case .success(let receipt):
            verdict = .success
            reference = receipt.reference
        case .failure(let failure):
            verdict = failure.effect == .unknown ? .unknown : .failure
            errorKind = failure.kind
            message = failure.message
            status = failure.status
        }
    }
}
