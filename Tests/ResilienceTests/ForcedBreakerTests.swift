import SwitchboardCore
import SwitchboardTesting
import Testing

@testable import Resilience

/// A breaker in whose place an operator decides.
@Suite struct ForcedBreakerTests {
    private typealias State = CircuitBreaker.State

    private let now = ContinuousClock.Instant.now

    private func state(failures: Int = 0) -> State {
        var state = State(policy: BreakerPolicy())
        for _ in 0..<failures { state.report(.failure, generation: state.generation, at: now) }
        return state
    }

    @Test func forcedOpenLetsNothingThroughHoweverLongItLasts() {
        var state = state()
        state.force(.open(reason: "by ada: storm"))
        for second in [0, 60, 86_400] {
            let later = now.advanced(by: .seconds(second))
            #expect(state.admit(at: later) == nil)
            #expect(state.refusal(at: later) == .forced(reason: "by ada: storm"))
            #expect(state.status(at: later) == .open)
        }
        #expect(state.quietMark == 0)
        #expect(state.takeMoves() == [.breakerMoved(from: .closed, to: .open)])
    }

    @Test(arguments: [0, 1, 5])
    func forcedClosedLetsEverythingThroughAndCountsNothing(failures: Int) {
        var state = state(failures: failures)
        state.force(.closed)
        #expect(state.quietMark != 0, "the usual call looks no further than without force")
        for _ in 0..<100 {
            guard let generation = state.admit(at: now) else {
                Issue.record("not let through")
                return
            }
            state.report(.failure, generation: generation, at: now)
        }
        #expect(state.position == .forced(.closed))
        #expect(state.quietMark != 0)
        state.force(nil)
        #expect(state.position == .closed)
        state.report(.failure, generation: state.generation, at: now)
        #expect(state.position == .closed, "nothing was on record")
    }

    @Test(arguments: [CircuitBreaker.Force.open(reason: "by ada: storm"), .closed])
    func aResultOfBeforeChangesNothing(force: CircuitBreaker.Force) {
        var state = state()
        let early = state.generation
        state.force(force)
        for _ in 0..<10 { state.report(.failure, generation: early, at: now) }
        #expect(state.force == force)
        state.force(nil)
        for _ in 0..<10 { state.report(.failure, generation: early, at: now) }
        #expect(state.position == .closed)
    }

    @Test func endsWhereNobodyForcesItAnyMore() {
        var state = state(failures: 5)
        #expect(state.status(at: now) == .open)
        state.force(.open(reason: "by ada: storm"))
        state.force(nil)
        #expect(state.position == .closed)
        #expect(state.quietMark != 0)
        for _ in 0..<5 { state.report(.failure, generation: state.generation, at: now) }
        #expect(state.status(at: now) == .open, "it decides for itself again")
        state.force(nil)
        #expect(state.status(at: now) == .open, "what nobody forces cannot be let go")
    }

    @Test func theSameForceTwiceIsOne() {
        var state = state()
        state.force(.closed)
        let generation = state.generation
        state.force(.closed)
        #expect(state.generation == generation)
    }

    @Test func saysThatAnOperatorForcedIt() throws {
        let breaker = CircuitBreaker(service: "Plain", time: ManualTime().source)
        let early = try breaker.admit()
        breaker.force(.open(reason: "by ada: storm"))
        #expect(breaker.status == .open)
        for refuse in [breaker.peek, { _ = try breaker.admit() }] as [() throws -> Void] {
            let failure = #expect(throws: Failure.self) { try refuse() }
            #expect(failure?.kind == .circuitOpen)
            #expect(failure?.effect == Failure.Effect.none)
            #expect(failure?.retryAfter == nil)
            #expect(failure?.message == "Circuit breaker is open - Plain: forced by an operator, by ada: storm")
        }
        breaker.report(.success, on: early)
        #expect(breaker.status == .open)
        breaker.force(.closed)
        for _ in 0..<10 { breaker.report(.failure, on: try breaker.admit()) }
        #expect(breaker.status == .closed)
        breaker.force(nil)
        #expect(breaker.force == nil)
        for _ in 0..<5 { breaker.report(.failure, on: try breaker.admit()) }
        #expect(breaker.status == .open)
    }
}
