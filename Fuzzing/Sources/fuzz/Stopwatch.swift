import Foundation
import Synchronization

/// Refuses inputs that take longer than `FUZZ_LIMIT_MS`, 100 unless given, and says at the end which took longest.
///
/// It counts the processor time of the calling thread, which does all the work: other load does not lengthen it.
final class Stopwatch: Sendable {
    private let limit: Double
    private static let slowest = Mutex(0.0)

    init() {
        limit = ProcessInfo.processInfo.environment["FUZZ_LIMIT_MS"].flatMap(Double.init) ?? 100
        atexit { print("slowest input: \(Stopwatch.slowest.withLock { Int($0.rounded(.up)) }) ms of processor time") }
    }

    func time(_ work: () -> Bool) -> Bool {
        let began = Self.now
        let result = work()
        var taken = Self.now - began
        // The first time it may have been the allocator, a page fault or libFuzzer's own work.
        for _ in 0..<2 where taken > limit {
            let began = Self.now
            _ = work()
            taken = min(taken, Self.now - began)
        }
        Self.slowest.withLock { [taken] in $0 = max($0, taken) }
        require(taken <= limit, "the input takes \(taken) ms; \(limit) are allowed")
        return result
    }

    /// Milliseconds of this thread.
    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
