import Resilience
import SwitchboardCore
import Synchronization

/// Sees everything from outside: what was called, what reached the wire, what the log took, what callers were told.
///
/// It checks while the simulation runs what can be checked then (``State`` and its extensions), and the rest when it has
/// ended. It knows the hub's rules from their description, and nothing of its code.
final class Referee: Sendable {
    /// Everything that was seen so far.
    struct State: Sendable {
        let scenario: Scenario
        var now = Duration.zero
        var order = 0
        var sendings: [Sending] = []
        /// The sendings of each call, by its number.
        var sendingsOfCall: [[Int]]
        var sendingsTo: [String: [Int]] = [:]
        /// By lane.
        var breakers: [String: BreakerModel]
        /// How many requests are under way in each lane.
        var underWay: [String: Int] = [:]
        /// Until when nobody may call an instance, and since which of its sendings.
        var pauses: [String: (until: Duration, after: Int)] = [:]
        /// How often the far side did the work of an exchange, by instance.
        var processed: [Processing: Int] = [:]
        var keysSeen: Set<String> = []
        var calls: [CallRecord]
        var shutdown = Shutdown()
        var violations: [Violation] = []
        var lines: [String] = []
        let isRecording: Bool
    }

    /// Where the work of an exchange was done.
    struct Processing: Sendable, Hashable {
        var instance: String
        var label: Label
    }

    /// How far the shutdown is.
    struct Shutdown: Sendable {
        var began: Int?
        var ended: Int?
        var transportEnded: Int?
        var logEnded: Int?
    }

    private let state: Mutex<State>
    private let elapsed: @Sendable () -> Duration

    /// Makes a referee for a scenario.
    init(_ scenario: Scenario, isRecording: Bool, elapsed: @escaping @Sendable () -> Duration) {
        let calls = scenario.callers.joined().sorted { $0.number < $1.number } + scenario.finale
        let breakers = Scenario.lanes.map { ($0, BreakerModel(scenario.settings)) }
        state = Mutex(
            State(
                scenario: scenario,
                sendingsOfCall: Array(repeating: [], count: calls.count),
                breakers: Dictionary(uniqueKeysWithValues: breakers),
                calls: calls.map(CallRecord.init),
                isRecording: isRecording
            )
        )
        self.elapsed = elapsed
    }

    /// Looks at what was seen, or adds to it; the time and the order of events are brought up to date before.
    func see<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let now = elapsed()
        return state.withLock { state in
            state.now = now
            state.order += 1
            return body(&state)
        }
    }

    /// Reports a broken invariant.
    func report(_ invariant: Invariant, _ detail: String) {
        see { $0.report(invariant, detail) }
    }
}

extension Referee.State {
    /// Reports a broken invariant.
    mutating func report(_ invariant: Invariant, _ detail: String) {
        let violation = Violation(invariant: invariant, at: now, detail: detail)
        violations.append(violation)
        note("BROKEN \(violation)")
    }

    /// Reports a broken invariant unless it holds.
    mutating func check(_ holds: Bool, _ invariant: Invariant, _ detail: @autoclosure () -> String) {
        if !holds { report(invariant, detail()) }
    }

    /// Adds a line to the trace, where there is one.
    mutating func note(_ line: @autoclosure () -> String) {
        if isRecording { lines.append("\(now.inSeconds) \(line())") }
    }
}

extension Duration {
    /// Seconds with six digits, for the trace.
    var inSeconds: String {
        let microseconds = nanoseconds / 1000
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = "\(rest)"
        return "\(seconds).\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}
