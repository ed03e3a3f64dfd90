import SwitchboardCore
import Synchronization

/// What one simulation plays on: the executor, the clock, the scenario's fates and the referee.
final class Stage: Sendable {
    let scenario: Scenario
    let executor: SeededExecutor
    let time: VirtualTime
    let referee: Referee
    private let fates: Mutex<SeededGenerator>

    /// Sets the stage for a scenario.
    ///
    /// - Parameters:
    ///   - scenario: What happens.
    ///   - isRecording: Whether the trace is kept as text; the schedule is the same.
    init(_ scenario: Scenario, isRecording: Bool) {
        let executor = SeededExecutor(seed: scenario.seed)
        let clock = Clock()
        let referee = Referee(scenario, isRecording: isRecording) { clock.elapsed }
        time = VirtualTime(seed: scenario.seed) {
            if !executor.isCurrent { referee.report(.escape, "somebody asked for the time elsewhere") }
        }
        clock.set(time)
        self.scenario = scenario
        self.executor = executor
        self.referee = referee
        fates = Mutex(SeededGenerator(seed: scenario.seed, stream: 5))
    }

    /// Reports a caller that does not run on the simulation's executor.
    func checkPresence(_ place: String) {
        if !executor.isCurrent { referee.report(.escape, "\(place) was called elsewhere") }
    }

    /// Decides what becomes of a request that begins now.
    func drawFate(for request: WireRequest) -> Fate {
        let weather = scenario.weather(at: request.instance, time.elapsed)
        guard let weather else { return Fate() }
        return fates.withLock { Fate(weather, overruns: scenario.overruns, harsh: scenario.harsh, &$0) }
    }

    /// Runs jobs, and lets time pass where there are none, until nothing is left to do.
    ///
    /// - Returns: Whether that came to an end.
    func play() -> Bool {
        while executor.steps < Self.mostSteps {
            if scenario.drift > 0 { time.drift(upTo: scenario.drift) }
            if executor.runOne() { continue }
            guard time.wakeNext() else { return true }
            executor.mix(UInt64(bitPattern: time.elapsed.nanoseconds))
        }
        return false
    }

    /// Far more than any scenario takes: who needs more turns in circles.
    private static let mostSteps = 100_000
}

/// The time for the referee, which is made before the clock that watches with it.
private final class Clock: Sendable {
    private let time = Mutex<VirtualTime?>(nil)

    var elapsed: Duration { time.withLock { $0?.elapsed } ?? .zero }

    func set(_ time: VirtualTime) { self.time.withLock { $0 = time } }
}
