public import SwitchboardCore
import Synchronization

/// An audit log that keeps its records in memory, in the order in which they came.
public final class RecordingAuditLog: AuditLog {
    /// One call.
    public enum Entry: Sendable {
        /// An intent was written.
        case intent(AuditRecord)
        /// An item of a batch was written.
        case item(AuditRecord, AuditItem)
        /// An outcome was written.
        case outcome(AuditRecord, AuditOutcome)
        /// Something is missing from the log.
        case gap(String, ActionID?)
    }

    private struct State {
        var entries: [Entry] = []
        var failsToBegin = false
        var failsToFinish = false
        var isShutDown = false
    }

    private let state = Mutex(State())

    /// Creates an empty log.
    ///
    /// - Parameters:
    ///   - failsToBegin: Whether intents cannot be written.
    ///   - failsToFinish: Whether outcomes cannot be written.
    public init(failsToBegin: Bool = false, failsToFinish: Bool = false) {
        state.withLock {
            $0.failsToBegin = failsToBegin
            $0.failsToFinish = failsToFinish
        }
    }

    /// Everything that was written.
    public var entries: [Entry] { state.withLock(\.entries) }

    /// The intents, in order.
    public var intents: [AuditRecord] {
        entries.compactMap { if case .intent(let record) = $0 { record } else { nil } }
    }

    /// What is known of the actions that ended, in the order of ``outcomes``.
    public var finished: [AuditRecord] {
        entries.compactMap { if case .outcome(let record, _) = $0 { record } else { nil } }
    }

    /// The outcomes, in order.
    public var outcomes: [AuditOutcome] {
        entries.compactMap { if case .outcome(_, let outcome) = $0 { outcome } else { nil } }
    }

    /// The items of batches, in order.
    public var items: [AuditItem] {
        entries.compactMap { if case .item(_, let item) = $0 { item } else { nil } }
    }

    /// Whether ``shutdown()`` has been called.
    public var isShutDown: Bool { state.withLock(\.isShutDown) }

    /// Keeps an intent.
    public func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] {
        try store(.intent(record), fails: \.failsToBegin)
        return []
    }

    /// Keeps items.
    public func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {
        for item in items { try store(.item(record, item), fails: \.failsToFinish) }
    }

    /// Keeps an outcome.
    public func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] {
        try store(.outcome(record, outcome), fails: \.failsToFinish)
        return []
    }

    /// Keeps a gap.
    public func recordGap(_ reason: String, action: ActionID?) {
        state.withLock { $0.entries.append(.gap(reason, action)) }
    }

    /// Takes note of the shutdown.
    public func shutdown() async {
        state.withLock { $0.isShutDown = true }
    }

    private func store(_ entry: Entry, fails: any KeyPath<State, Bool> & Sendable) throws(Failure) {
        let isStored = state.withLock { state in
            if !state[keyPath: fails] { state.entries.append(entry) }
            return !state[keyPath: fails]
        }
        if !isStored { throw Failure(.auditUnavailable, effect: .none, "the audit log cannot be written") }
    }
}
