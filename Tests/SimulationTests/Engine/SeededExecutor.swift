import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An executor that runs one job at a time on whatever thread drives it, and lets a seed choose the next one.
///
/// Tasks reach it through their executor preference; child tasks inherit that, unstructured ones do not.
final class SeededExecutor: TaskExecutor {
    fileprivate struct State {
        var ready: [UnownedJob] = []
        var generator: SeededGenerator
        var steps = 0
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        var thread: UInt?
    }

    private let state: Mutex<State>

    /// Makes an executor with nothing to do.
    init(seed: UInt64) {
        state = Mutex(State(generator: SeededGenerator(seed: seed, stream: 1)))
    }

    /// How many jobs have run.
    var steps: Int { state.withLock(\.steps) }

    /// A number that stands for every choice so far, and for what was mixed in.
    var digest: UInt64 { state.withLock(\.digest) }

    /// Whether the caller runs inside a job of this executor: what does not has escaped.
    var isCurrent: Bool { state.withLock { $0.thread == Self.currentThread } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    /// Runs one of the jobs that are ready.
    ///
    /// - Returns: Whether there was one.
    func runOne() -> Bool {
        let job = state.withLock { $0.takeJob() }
        guard let job else { return false }
        job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }

    /// Adds a number to the digest.
    func mix(_ word: UInt64) {
        state.withLock { $0.mix(word) }
    }

    fileprivate static var currentThread: UInt {
        #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }
}

extension SeededExecutor.State {
    fileprivate mutating func takeJob() -> UnownedJob? {
        thread = SeededExecutor.currentThread
        guard !ready.isEmpty else { return nil }
        let index = ready.count == 1 ? 0 : generator.below(ready.count)
        mix(UInt64(ready.count) << 32 | UInt64(index))
        steps += 1
        ready.swapAt(index, ready.count - 1)
        return ready.removeLast()
    }

    fileprivate mutating func mix(_ word: UInt64) { digest = (digest ^ word) &* 0x0000_0100_0000_01B3 }
}
