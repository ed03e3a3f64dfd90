import SwitchboardCore

/// What ``WriteQueue`` guards with its lock, and the decisions about it.
struct WriteQueueState {
    /// Who may queue a row.
    var admission: Admission<CheckedContinuation<AdmissionVerdict, Never>>

    /// The rows that wait for the thread, oldest first.
    var waiting = WriteQueue.Batch()

    /// Whether the thread sleeps until it is woken.
    var isThreadWaiting = false

    /// Whether the queue is to end once it is empty.
    var isClosing = false

    /// Whether the thread has ended.
    var isClosed = false

    /// Who waits for that.
    var closers: [CheckedContinuation<Void, Never>] = []

    /// What is counted; ``SQLiteAuditLog/Counters/queued`` is not kept here.
    var counters = SQLiteAuditLog.Counters()

    private var gap: Gap?
    private var isGapUrgent = false

    /// Creates the state of an empty queue.
    init(capacity: Int) {
        admission = Admission(capacity: capacity)
    }

    /// Takes what the thread is to do next; `nil` where it is to sleep.
    mutating func take(_ limit: Int) -> WriteQueue.Work? {
        if !waiting.callers.isEmpty || (gap != nil && isGapUrgent) {
            return .write(waiting.takeFirst(limit), takeGap())
        }
        // A caller that has a place has not always queued its row yet.
        if isClosing, admission.occupied == 0 { return .close(takeGap()) }
        isThreadWaiting = true
        return nil
    }

    /// Adds to what is missing.
    ///
    /// Where it is urgent the thread tries to write it even though no row follows. After a failed commit it is not,
    /// or the thread would try without end.
    mutating func add(_ other: Gap, isUrgent: Bool) {
        gap?.merge(other)
        if gap == nil { gap = other }
        isGapUrgent = isGapUrgent || isUrgent
    }

    /// Counts outcomes that could not be written, and remembers them as missing.
    mutating func lose(_ drafts: [EntryDraft], _ failure: Failure, at: Timestamp) {
        let outcomes = drafts.filter { $0.row.kind == EntryKind.outcome.rawValue }
        counters.lostOutcomes += outcomes.count
        for draft in outcomes {
            add(Gap(failure.message, of: ActionID(bytes: draft.row.actionID), at: at), isUrgent: false)
        }
    }

    private mutating func takeGap() -> Gap? {
        defer { gap = nil }
        isGapUrgent = false
        return gap
    }
}

extension WriteQueue.Batch {
    /// Takes the oldest rows; mostly that is all of them, and nothing needs to be copied.
    fileprivate mutating func takeFirst(_ limit: Int) -> WriteQueue.Batch {
        var taken = WriteQueue.Batch()
        if callers.count <= limit {
            swap(&taken, &self)
            // The next batch will be of about that size.
            drafts.reserveCapacity(taken.callers.count)
            callers.reserveCapacity(taken.callers.count)
        } else {
            taken = WriteQueue.Batch(drafts: Array(drafts.prefix(limit)), callers: Array(callers.prefix(limit)))
            drafts.removeFirst(limit)
            callers.removeFirst(limit)
        }
        return taken
    }
}
