import Foundation
import Synchronization

/// Real threads, and how much they are to do.
enum Threads {
    /// How many races a test runs: a sample unless `RACE_ROUNDS` says how many.
    static let races = ProcessInfo.processInfo.environment["RACE_ROUNDS"].flatMap { Int($0) } ?? 20_000

    /// Runs something on that many threads at once, and returns when all have ended.
    static func run(_ count: Int, _ work: @escaping @Sendable (_ thread: Int) -> Void) async {
        let left = Countdown(count)
        await withCheckedContinuation { continuation in
            for number in 0..<count {
                Thread {
                    work(number)
                    if left.isOver() { continuation.resume() }
                }
                .start()
            }
        }
    }

    /// A number from 0 to 3 for a round and a thread: without a pattern, and the same in every run.
    static func draw(_ round: Int, _ thread: Int = 0) -> Int {
        var bits = UInt64(truncatingIfNeeded: round &* 64 &+ thread) &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(bits >> 62)
    }
}

private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) {
        left = Atomic(count)
    }

    func isOver() -> Bool { left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 }
}
