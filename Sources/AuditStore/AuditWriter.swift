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
            case .write(let items, let gap): write(items, after: gap)
            case .close(let gap):
                if let gap { _ = try? ledger.append([], after: gap) }
                ledger.close()
                return queue.finished()
            }
        }
    }

    private mutating func write(_ items: [WriteQueue.Item], after gap: Gap?) {
        guard let onCommit else {
            commit(items, after: gap)
            return
        }
        let began = time.now()
        let isDurable = commit(items, after: gap)
        onCommit(
            SQLiteAuditLog.Commit(
                rows: items.count,
                queued: queue.counters.queued,
                duration: began.duration(to: time.now()),
                isDurable: isDurable,
                unwitnessed: ledger.unwitnessedCount
            )
        )
    }

    /// Writes rows, and tells the callers what became of them.
    @discardableResult
    private mutating func commit(_ items: [WriteQueue.Item], after gap: Gap?) -> Bool {
        do throws(Failure) {
            queue.complete(items, with: try ledger.append(items.map(\.draft), after: gap))
            return true
        } catch {
            queue.fail(items, after: gap, with: error)
            return false
        }
    }
}
