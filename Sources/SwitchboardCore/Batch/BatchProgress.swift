/// How far a batch has come.
public struct BatchProgress: Sendable, Hashable {
    /// How many items were done.
    public var done: Int

    /// How many ended otherwise: they failed, or nobody can tell.
    public var failed: Int

    /// How many items the batch has.
    public var total: Int

    /// Creates a progress.
    public init(done: Int, failed: Int, total: Int) {
        self.done = done
        self.failed = failed
        self.total = total
    }
}

extension ProviderClient {
    /// Tells the caller how some more items of a batch ended, as soon as an adapter knows.
    public func progressed<Value>(by results: some Sequence<Result<Value, Failure>>) {
        var (done, failed) = (0, 0)
        for result in results {
            if case .success = result { done += 1 } else { failed += 1 }
        }
        visit.progressed(done: done, failed: failed)
    }

    /// Tells the caller how all items of a batch ended.
    func settled(by receipt: BatchReceipt<some ActionReceipt>) {
        visit.settled(done: receipt.succeeded, failed: receipt.failed)
    }
}
