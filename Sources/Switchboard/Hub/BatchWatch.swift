import SwitchboardCore
import Synchronization

/// Tells a caller how far a batch has come at one provider instance; a class, since every request of it adds to the counts.
final class BatchWatch: Sendable {
    private let tell: @Sendable (BatchProgress) -> Void
    private let state: Mutex<BatchProgress>

    /// Watches a batch.
    ///
    /// - Parameters:
    ///   - total: How many items it has.
    ///   - tell: Told of each change, one at a time.
    init(total: Int, tell: @escaping @Sendable (BatchProgress) -> Void) {
        self.tell = tell
        state = Mutex(BatchProgress(done: 0, failed: 0, total: total))
    }

    /// Some more items have ended.
    func add(done: Int, failed: Int) {
        change { progress in
            progress.done += done
            progress.failed += failed
        }
    }

    /// That many have ended in all.
    func set(done: Int, failed: Int) {
        change { progress in
            progress.done = done
            progress.failed = failed
        }
    }

    /// Told inside the lock, so that a caller never hears of less after more.
    private func change(_ change: (inout BatchProgress) -> Void) {
        state.withLock { progress in
            let before = progress
            change(&progress)
            if progress != before { tell(progress) }
        }
    }
}
