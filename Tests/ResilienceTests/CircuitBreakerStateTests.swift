import SwitchboardCore
import Testing

@testable import Resilience

/// A breaker's state with a clock of whole seconds beside it.
private struct TimedState {
    var state: CircuitBreaker.State
    let start = ContinuousClock.Instant.now

    init(_ change: (inout BreakerPolicy) -> Void = { _ in }) {
        var policy = BreakerPolicy()
        change(&policy)
        state = CircuitBreaker.State(policy: policy)
    }

    func at(_ second: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(second)) }

    /// Admits a call and reports on it at once; whether it was let through.
    @discardableResult
    mutating func call(_ verdict: BreakerVerdict, at second: Double) -> Bool {
        guard let generation = state.admit(at: at(second)) else { return false }
        state.report(verdict, generation: generation, at: at(second))
        return true
    }

    mutating func open(at second: Double = 0) {
        for _ in 0..<5 { call(.failure, at: second) }
    }
}

@Suite struct CircuitBreakerStateTests {
    @Test func opensAtTheFifthFailureInARow() {
        var bench = TimedState()
        for second in 0..<4 { bench.call(.failure, at: Double(second)) }
        #expect(bench.state.position == .closed)
        bench.call(.failure, at: 4)
        #expect(bench.state.position == .open(until: bench.at(64)))
    }

    @Test func countsARowWithoutRegardToTheWindow() {
        var bench = TimedState()
        for index in 0..<5 { bench.call(.failure, at: Double(index) * 600) }
        #expect(bench.state.position == .open(until: bench.at(2460)))
    }

    @Test func startsARowAnewAfterASuccess() {
        var bench = TimedState { $0.window = .zero }
        for index in 0..<4 { bench.call(.failure, at: Double(index) * 10) }
        bench.call(.success, at: 35)
        for index in 4..<8 { bench.call(.failure, at: Double(index) * 10) }
        #expect(bench.state.position == .closed)
        bench.call(.failure, at: 90)
        #expect(bench.state.position != .closed)
    }

    @Test func opensAtFiveWithinAMinuteThatAreHalfOfTheCalls() {
        var bench = TimedState()
        for index in 0..<5 {
            #expect(bench.state.position == .closed)
            bench.call(.failure, at: Double(index) * 15)
            if index < 4 { bench.call(.success, at: Double(index) * 15 + 1) }
        }
        #expect(bench.state.position == .open(until: bench.at(120)))
    }

    @Test(arguments: [(5, true), (6, false)])
    func comparesWithTheCallsSinceTheFirstFailure(successes: Int, opens: Bool) {
        var bench = TimedState()
        for _ in 0..<1000 { bench.call(.success, at: 0) }
        for _ in 0..<4 { bench.call(.failure, at: 0) }
        for _ in 0..<successes { bench.call(.success, at: 1) }
        bench.call(.failure, at: 2)
        #expect((bench.state.position != .closed) == opens)
    }

    @Test func forgetsFailuresOlderThanTheWindow() {
        var bench = TimedState()
        for index in 0..<20 {
            bench.call(.failure, at: Double(index) * 15.1)
            bench.call(.success, at: Double(index) * 15.1 + 1)
        }
        #expect(bench.state.position == .closed)
    }

    @Test func staysClosedForABlipAtAHighRate() {
        var bench = TimedState()
        for index in 0..<100_000 {
            #expect(bench.call(index % 1000 < 4 ? .failure : .success, at: Double(index) / 1000) == true)
        }
        #expect(bench.state.position == .closed)
    }

    @Test func ignoresNeutralResultsWhileClosed() {
        var bench = TimedState()
        for _ in 0..<4 { bench.call(.failure, at: 0) }
        for _ in 0..<100 { bench.call(.neutral, at: 0) }
        #expect(bench.state.position == .closed)
        bench.call(.failure, at: 0)
        #expect(bench.state.position != .closed)
    }

    @Test func refusesUntilItHasBeenOpenLongEnough() {
        var bench = TimedState()
        bench.open()
        for second in [0.0, 30, 59.999] {
            #expect(bench.state.refusal(at: bench.at(second)) == .until(bench.at(60)))
            #expect(bench.state.admit(at: bench.at(second)) == nil)
            #expect(bench.state.status(at: bench.at(second)) == .open)
        }
        #expect(bench.state.refusal(at: bench.at(60)) == nil)
        #expect(bench.state.status(at: bench.at(60)) == .halfOpen)
    }

    @Test func takesNoPermitForLooking() {
        var bench = TimedState()
        bench.open()
        for _ in 0..<10 {
            #expect(bench.state.refusal(at: bench.at(61)) == nil)
            #expect(bench.state.status(at: bench.at(61)) == .halfOpen)
        }
        #expect(bench.state.position == .open(until: bench.at(60)))
        #expect(bench.state.admit(at: bench.at(61)) != nil)
    }

    @Test func letsOneProbeThroughAtATime() {
        var bench = TimedState()
        bench.open()
        #expect(bench.state.admit(at: bench.at(60)) != nil)
        #expect(bench.state.position == .halfOpen(lease: bench.at(75)))
        #expect(bench.state.admit(at: bench.at(60)) == nil)
        #expect(bench.state.admit(at: bench.at(74.9)) == nil)
        #expect(bench.state.refusal(at: bench.at(70)) == .until(bench.at(75)))
        #expect(bench.state.status(at: bench.at(70)) == .halfOpen)
    }

    @Test func closesWithACleanSlateAfterASuccessfulProbe() {
        var bench = TimedState()
        bench.open()
        #expect(bench.call(.success, at: 60) == true)
        #expect(bench.state.position == .closed)
        for _ in 0..<4 { bench.call(.failure, at: 61) }
        #expect(bench.state.position == .closed)
        bench.call(.failure, at: 61)
        #expect(bench.state.position != .closed)
    }

    @Test func opensAgainAfterAFailedProbe() {
        var bench = TimedState()
        bench.open()
        #expect(bench.call(.failure, at: 70) == true)
        #expect(bench.state.position == .open(until: bench.at(130)))
    }

    @Test func givesThePermitBackAfterANeutralProbe() {
        var bench = TimedState()
        bench.open()
        #expect(bench.call(.neutral, at: 60) == true)
        #expect(bench.state.position == .halfOpen(lease: nil))
        #expect(bench.state.status(at: bench.at(60)) == .halfOpen)
        #expect(bench.call(.neutral, at: 60) == true)
        #expect(bench.call(.success, at: 60) == true)
        #expect(bench.state.position == .closed)
    }

    @Test func countsASilentProbeAsFailedFromTheEndOfItsLease() {
        var bench = TimedState()
        bench.open()
        #expect(bench.state.admit(at: bench.at(60)) != nil)
        #expect(bench.state.refusal(at: bench.at(75)) == .until(bench.at(135)))
        #expect(bench.state.status(at: bench.at(75)) == .open)
        #expect(bench.state.admit(at: bench.at(80)) == nil)
        #expect(bench.state.position == .open(until: bench.at(135)))
        #expect(bench.state.admit(at: bench.at(135)) != nil)
    }

    @Test func letsTheNextProbeThroughWhereNobodyAskedInBetween() {
        var bench = TimedState()
        bench.open()
        #expect(bench.state.admit(at: bench.at(60)) != nil)
        #expect(bench.state.status(at: bench.at(500)) == .halfOpen)
        #expect(bench.state.refusal(at: bench.at(500)) == nil)
        #expect(bench.state.admit(at: bench.at(500)) != nil)
        #expect(bench.state.admit(at: bench.at(500)) == nil)
    }

    @Test func leasesALongProbeLonger() {
        var bench = TimedState()
        bench.open()
        #expect(bench.state.admit(at: bench.at(60), attemptWithin: .seconds(30)) != nil)
        #expect(bench.state.position == .halfOpen(lease: bench.at(95)))
    }

    @Test(arguments: [BreakerVerdict.success, .failure, .neutral])
    func ignoresALateResultOfAnEarlierGeneration(verdict: BreakerVerdict) {
        var bench = TimedState()
        let early = bench.state.admit(at: bench.at(0)) ?? .max
        bench.open()
        bench.state.report(verdict, generation: early, at: bench.at(30))
        #expect(bench.state.position == .open(until: bench.at(60)))
        let probe = bench.state.admit(at: bench.at(60)) ?? .max
        bench.state.report(verdict, generation: early, at: bench.at(61))
        #expect(bench.state.position == .halfOpen(lease: bench.at(75)))
        bench.state.report(.success, generation: probe, at: bench.at(61))
        bench.state.report(verdict, generation: probe, at: bench.at(62))
        bench.state.report(verdict, generation: early, at: bench.at(62))
        #expect(bench.state.position == .closed)
    }

    @Test(arguments: [BreakerVerdict.success, .failure, .neutral])
    func aProbeThatSpeaksAfterItsLeaseHasFailedWhenThatEnded(verdict: BreakerVerdict) {
        var bench = TimedState()
        bench.open()
        let probe = bench.state.admit(at: bench.at(60)) ?? .max
        bench.state.report(verdict, generation: probe, at: bench.at(80))
        #expect(bench.state.position == .open(until: bench.at(135)))
    }

    @Test func countsNoLateFailureAfterItHasClosedAgain() {
        var bench = TimedState()
        let late = (0..<10).compactMap { _ in bench.state.admit(at: bench.at(0)) }
        bench.open()
        #expect(bench.call(.success, at: 60) == true)
        for generation in late { bench.state.report(.failure, generation: generation, at: bench.at(61)) }
        #expect(bench.state.position == .closed)
    }

    @Test func obeysItsPolicy() {
        var bench = TimedState {
            $0.failures = 2
            $0.openFor = .seconds(3)
            $0.probeLease = .seconds(9)
        }
        bench.call(.failure, at: 0)
        bench.call(.failure, at: 1)
        #expect(bench.state.position == .open(until: bench.at(4)))
        #expect(bench.state.admit(at: bench.at(4)) != nil)
        #expect(bench.state.position == .halfOpen(lease: bench.at(13)))
    }

    @Test(
        arguments: [
            (.rejected, .refused, .success), (.authenticationFailed, .refused, .success),
            (.permissionDenied, .refused, .success), (.notFound, .refused, .success), (.conflict, .refused, .success),
            (.network, .none, .failure), (.network, .unknown, .failure), (.providerUnavailable, .none, .failure),
            (.providerUnavailable, .unknown, .failure), (.malformedResponse, .unknown, .failure),
            (.timeout, .unknown, .failure), (.timeout, .none, .neutral), (.rateLimited, .none, .neutral),
            (.cancelled, .none, .neutral), (.cancelled, .unknown, .neutral), (.invalidInput, .none, .neutral),
            (.circuitOpen, .none, .neutral),
        ] as [(Failure.Kind, Failure.Effect, BreakerVerdict)]
    )
    func readsFailures(kind: Failure.Kind, effect: Failure.Effect, verdict: BreakerVerdict) {
        #expect(BreakerVerdict(Failure(kind, effect: effect, "")) == verdict)
    }
}
