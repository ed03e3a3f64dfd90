import SwitchboardCore

/// What the writer's thread does: commits whatever has queued up, and tells the callers.
struct AuditWriter: Sendable {
    /// Where the rows come from.
    let queue: WriteQueue

    /// Where they go.
    var ledger: Ledger

    /// How many rows one commit takes at most.
    let groupSize: Int

    /// The clock that times commits; read only where somebody listens.
    let time: TimeSource

    /// Called after each commit, when its callers have been told; outside the queue's lock.
    let onCommit: (@Sendable (SQLiteAuditLog.Commit) -> Void)?

    /// Serves the queue until it is closed.
    mutating func run() {
        while true {
            switch queue.next(limit: groupSize) {
            case .write(let batch, let gap): write(batch, after: gap)
            case .close(let gap):
                var none: [EntryDraft] = []
                if let gap { _ = try? ledger.append(&none, after: gap) }
                ledger.close()
                return queue.finished()
            }
        }
    }

    private mutating func write(_ batch: consuming WriteQueue.Batch, after gap: Gap?) {
        guard let onCommit else {
            commit(batch, after: gap)
            return
        }
        let count = batch.callers.count
        let began = time.now()
        let isDurable = commit(batch, after: gap)
        onCommit(
            SQLiteAuditLog.Commit(
                rows: count,
                queued: queue.counters.queued,
                duration: began.duration(to: time.now()),
                isDurable: isDurable,
                unwitnessed: ledger.unwitnessedCount
            )
        )
    }

    /// Writes rows, and tells the callers what became of them.
    @discardableResult
    private mutating func commit(_ batch: consuming WriteQueue.Batch, after gap: Gap?) -> Bool {
        do throws(Failure) {
            queue.complete(batch.callers, with: try ledger.append(&batch.drafts, after: gap))
            return true
        } catch {
            queue.fail(batch, after: gap, with: error)
            return false
        }
    }
}
