import Dispatch
import Glibc
import Synchronization
import SwitchboardCore

/// The bounded queue between the callers and the writer's thread.
///
/// Callers ``submit(_:isCancellable:)``; the thread takes groups with ``next(limit:)`` and ends each with
/// ``complete(_:with:)`` or ``fail(_:after:with:at:)``. Continuations are resumed outside the lock.
final class WriteQueue: Sendable {
    /// Who waits for a row; resumed once, when the row's commit has ended.
    typealias Caller = CheckedContinuation<Result<[Int64], Failure>, Never>

    /// Rows and, at the same places, who waits for them.
    ///
    /// They lie apart so that the writer takes the rows as they are: a row is large, and to copy it costs.
    struct Batch: Sendable {
        /// The rows.
        var drafts: [EntryDraft] = []

        /// Who waits.
        var callers: [Caller] = []
    }

    /// What the writer's thread is to do next.
    enum Work: Sendable {
        /// Write these rows, after the gap where there is one; there may be a gap only.
        case write(Batch, Gap?)
        /// Write the gap, close everything and end.
        case close(Gap?)
    }

    private let state: Mutex<WriteQueueState>
    private let wake = DispatchSemaphore(value: 0)
    private let time: TimeSource
    private let patience: Duration

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - capacity: How many rows may wait for their commit.
    ///   - patience: How long a caller waits for a place.
    ///   - time: The clock for that.
    init(capacity: Int, patience: Duration, time: TimeSource) {
        state = Mutex(WriteQueueState(capacity: capacity))
        self.patience = patience
        self.time = time
    }

    /// What has been counted so far.
    var counters: SQLiteAuditLog.Counters {
        state.withLock { state in
            var counters = state.counters
            counters.queued = state.admission.occupied
            counters.waiting = state.admission.waiting
            return counters
        }
    }
}

// MARK: - The callers' side

extension WriteQueue {
    /// Queues a row and returns its people's numbers once it is durable.
    ///
    /// - Parameters:
    ///   - draft: The row.
    ///   - isCancellable: Whether cancelling the task ends a wait for a place. A queued row is always written.
    /// - Returns: The numbers of the row's people.
    /// - Throws: ``Failure/Kind/auditUnavailable``, or ``Failure/Kind/cancelled`` where that is allowed.
    func submit(_ draft: EntryDraft, isCancellable: Bool) async throws(Failure) -> [Int64] {
        if !state.withLock({ $0.admission.reserve() }) {
            try await waitForPlace(draft, isCancellable: isCancellable)
        }
        return try await withCheckedContinuation { continuation in
            change { state in
                state.waiting.drafts.append(draft)
                state.waiting.callers.append(continuation)
            }
        }
        .get()
    }

    /// Remembers that something is missing; it is written before the next row, or at once where none waits.
    func note(_ gap: Gap) {
        change { $0.add(gap, isUrgent: true) }
    }

    /// Refuses rows from now on; the thread ends when the queue is empty.
    func beginClosing() {
        let waiters = change { state in
            state.isClosing = true
            return state.admission.close()
        }
        for waiter in waiters { waiter.resume(returning: .closed) }
    }

    /// Closes and returns when the thread has ended.
    func close() async {
        beginClosing()
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.closers.append(continuation) }
                return state.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }

    private func waitForPlace(_ draft: EntryDraft, isCancellable: Bool) async throws(Failure) {
        let ticket = state.withLock { $0.admission.enroll() }
        let deadline = time.now().advanced(by: patience)
        let timer = Task { [time] in
            if (try? await time.sleep(deadline)) != nil { self.dismiss(ticket, .expired) }
        }
        defer { timer.cancel() }
        let verdict = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let fallen = state.withLock { $0.admission.wait(ticket, continuation) }
                if let fallen { continuation.resume(returning: fallen) }
            }
        } onCancel: {
            if isCancellable { dismiss(ticket, .cancelled) }
        }
        switch verdict {
        case .admitted: return
        case .cancelled: throw .cancelledBeforeSending
        case .closed: throw lost(draft, .auditClosed)
        case .expired:
            throw lost(draft, .auditStorage("the audit log's queue stayed full; its disk is too slow or stuck"))
        }
    }

    /// Takes note that a row cannot be written, and passes the reason on.
    private func lost(_ draft: EntryDraft, _ failure: Failure) -> Failure {
        let now = time.wallClock()
        state.withLock { $0.lose([draft], failure, at: now) }
        return failure
    }

    private func dismiss(_ ticket: UInt64, _ verdict: AdmissionVerdict) {
        state.withLock { $0.admission.dismiss(ticket, verdict) }?.resume(returning: verdict)
    }

    /// Changes the state and wakes the thread if it waits.
    private func change<Value: Sendable>(_ body: (inout WriteQueueState) -> Value) -> Value {
        let (value, isWaiting) = state.withLock { state in
            let value = body(&state)
            let isWaiting = state.isThreadWaiting
            state.isThreadWaiting = false
            return (value, isWaiting)
        }
        if isWaiting { wake.signal() }
        return value
    }
}

// MARK: - The thread's side

extension WriteQueue {
    /// Blocks until there is something to do: whatever has queued up, at most `limit` rows.
    ///
    /// Whoever is ready to run on this core goes first: mostly those who are about to queue rows, which then share the
    /// commit. On an idle machine that costs nothing.
    func next(limit: Int) -> Work {
        while true {
            yieldToCallers()
            if let work = state.withLock({ $0.take(limit) }) { return work }
            wake.wait()
        }
    }

    /// Lets others run for as long as that brings rows: those whom one commit has released queue up again one by one.
    private func yieldToCallers() {
        var (before, queued) = (-1, 0)
        while queued > before {
            sched_yield()
            (before, queued) = (queued, state.withLock(\.waiting.callers.count))
        }
    }

    /// Tells the callers that their rows are durable, waking one thread of the task pool for all of them.
    ///
    /// Resumed one by one from here, each would wake a thread, which would find one thing to do and sleep again.
    func complete(_ callers: [Caller], with subjects: [[Int64]]) {
        let isClosing = end(callers) { state in
            state.counters.commits += 1
            state.counters.rows += callers.count
            return state.isClosing
        }
        let resume = { @Sendable in
            for (caller, numbers) in zip(callers, subjects) { caller.resume(returning: .success(numbers)) }
        }
        // Whoever waits for the log to close expects everybody to have been told by then.
        if callers.count == 1 || isClosing { resume() } else { Task.detached { resume() } }
    }

    /// Tells the callers that their rows could not be written, and remembers the outcomes lost.
    func fail(_ batch: Batch, after gap: Gap?, with failure: Failure) {
        let now = time.wallClock()
        end(batch.callers) { state in
            state.counters.failedCommits += 1
            if let gap { state.add(gap, isUrgent: false) }
            state.lose(batch.drafts, failure, at: now)
        }
        for caller in batch.callers { caller.resume(returning: .failure(failure)) }
    }

    /// Tells whoever waits for it that the log is closed.
    func finished() {
        let closers = state.withLock { state in
            state.isClosed = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    private func end<Value: Sendable>(_ callers: [Caller], _ count: (inout WriteQueueState) -> Value) -> Value {
        let (value, admitted) = state.withLock { state in
            (count(&state), state.admission.release(callers.count))
        }
        for waiter in admitted { waiter.resume(returning: .admitted) }
        return value
    }
}
