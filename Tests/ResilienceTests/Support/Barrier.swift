import Glibc
import Synchronization

/// Holds threads up until all have come, so that what each does next collides with the others.
final class Barrier: Sendable {
    private let threads: Int
    private let present = Atomic(0)
    private let round = Atomic(0)

    init(_ threads: Int) {
        self.threads = threads
    }

    /// Waits for the others; whoever comes last does something before all go on.
    func wait(_ prepare: () -> Void) {
        let mine = round.load(ordering: .acquiring)
        if present.add(1, ordering: .acquiringAndReleasing).newValue == threads {
            prepare()
            present.store(0, ordering: .relaxed)
            round.add(1, ordering: .releasing)
        } else {
            // A thread that slept here would start late into the race.
            while round.load(ordering: .acquiring) == mine { sched_yield() }
        }
    }
}
