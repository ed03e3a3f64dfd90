import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// Threads that all want to be the probe of a half-open breaker, round after round, in virtual time.
///
/// After each round the probe succeeds, fails, tells nothing or falls silent; a silent one reports into a later round.
final class ProbeRace: Sendable {
    private struct State {
        var round = 0
        var permits: [CircuitBreaker.Permit] = []
        /// The probe of the last round, where it fell silent.
        var silent: CircuitBreaker.Permit?
        /// One that fell silent and has been followed by another since, so that its result is late.
        var late: CircuitBreaker.Permit?
        var wins: [Int]
        var faults: [String] = []
    }

    private let threads: Int
    private let rounds: Int
    private let time = ManualTime()
    private let breaker: CircuitBreaker
    private let barrier: Barrier
    private let state: Mutex<State>

    init(threads: Int, rounds: Int) {
        self.threads = threads
        self.rounds = rounds
        breaker = CircuitBreaker(service: "Plain", time: time.source)
        barrier = Barrier(threads)
        state = Mutex(State(wins: Array(repeating: 0, count: threads)))
    }

    /// What went wrong, in words; the first ten.
    var faults: [String] { state.withLock(\.faults) }

    /// How many probes each thread was.
    var wins: [Int] { state.withLock(\.wins) }

    /// Runs every round.
    func run() async {
        open()
        await Threads.run(threads) { [self] thread in
            for round in 0..<rounds {
                contend(thread, round)
                barrier.wait(settle)
            }
        }
    }

    private func contend(_ thread: Int, _ round: Int) {
        if round % threads == thread, let late = state.withLock({ $0.late }) {
            breaker.report(Threads.draw(round, 7) % 2 == 0 ? .failure : .success, on: late)
        }
        // To look takes no permit.
        _ = breaker.status
        guard let permit = try? breaker.admit() else { return }
        state.withLock {
            $0.permits.append(permit)
            $0.wins[thread] += 1
        }
    }

    /// Checks a round and has the breaker half-open again for the next.
    private func settle() {
        let (round, permits) = state.withLock { state in
            defer {
                state.permits = []
                state.round += 1
                state.late = state.silent ?? state.late
                state.silent = nil
            }
            return (state.round, state.permits)
        }
        guard permits.count == 1 else {
            state.withLock { if $0.faults.count < 10 { $0.faults.append("round \(round): \(permits.count) probes") } }
            return open()
        }
        end(permits[0], Threads.draw(round))
    }

    private func end(_ probe: CircuitBreaker.Permit, _ draw: Int) {
        switch draw {
        case 0:
            breaker.report(.success, on: probe)
            open()
        case 1:
            breaker.report(.failure, on: probe)
            time.advance(by: .seconds(60))
        case 2: breaker.report(.neutral, on: probe)
        default:
            state.withLock { $0.silent = probe }
            time.advance(by: .seconds(75))
        }
    }

    /// Fails until the breaker has opened, and lets the time go by until it may be probed.
    private func open() {
        while let permit = try? breaker.admit() { breaker.report(.failure, on: permit) }
        time.advance(by: .seconds(60))
    }
}
