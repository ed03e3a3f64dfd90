import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

@Suite struct CircuitBreakerTests {
    private let time = ManualTime()
    private let breaker: CircuitBreaker

    init() {
        breaker = CircuitBreaker(service: "Plain", time: time.source)
    }

    private func call(_ verdict: BreakerVerdict) throws { breaker.report(verdict, on: try breaker.admit()) }

    @Test func goesThroughItsStates() throws {
        #expect(breaker.status == .closed)
        for _ in 0..<5 { try call(.failure) }
        #expect(breaker.status == .open)
        time.advance(by: .seconds(60))
        #expect(breaker.status == .halfOpen)
        let probe = try breaker.admit()
        #expect(throws: Failure.self) { try breaker.peek() }
        #expect(throws: Failure.self) { try breaker.admit() }
        breaker.report(.success, on: probe)
        #expect(breaker.status == .closed)
        try breaker.peek()
    }

    @Test func saysWhenToComeBack() throws {
        for _ in 0..<5 { try call(.failure) }
        time.advance(by: .seconds(13))
        for refuse in [breaker.peek, { _ = try breaker.admit() }] as [() throws -> Void] {
            let failure = #expect(throws: Failure.self) { try refuse() }
            #expect(failure?.kind == .circuitOpen)
            #expect(failure?.effect == Failure.Effect.none)
            #expect(failure?.retryAfter == .seconds(47))
            #expect(failure?.message == "Circuit breaker is open - Plain API unavailable")
        }
    }

    @Test func tellsThatASilentProbeHasFailed() throws {
        for _ in 0..<5 { try call(.failure) }
        time.advance(by: .seconds(60))
        let probe = try breaker.admit()
        time.advance(by: .seconds(20))
        #expect(breaker.status == .open)
        let failure = #expect(throws: Failure.self) { try breaker.admit() }
        #expect(failure?.retryAfter == .seconds(55))
        breaker.report(.success, on: probe)
        #expect(breaker.status == .open)
    }

    @Test func tellsBothMovesWhereASilentProbeIsFollowedByAnother() throws {
        let log = EventLog()
        let breaker = CircuitBreaker(service: "Plain", time: time.source, observe: log.append)
        for _ in 0..<5 { breaker.report(.failure, on: try breaker.admit()) }
        time.advance(by: .seconds(60))
        _ = try breaker.admit()
        time.advance(by: .seconds(300))
        _ = try breaker.admit()
        #expect(
            log.all == [
                .breakerMoved(from: .closed, to: .open), .breakerMoved(from: .open, to: .halfOpen),
                .breakerMoved(from: .halfOpen, to: .open), .breakerMoved(from: .open, to: .halfOpen),
            ]
        )
    }

    @Test func readsTheClockForFailuresOnlyWhileItIsClosed() throws {
        let readings = Mutex(0)
        let source = TimeSource(
            now: {
                readings.withLock { $0 += 1 }
                return .now
            },
            wallClock: time.source.wallClock,
            sleep: time.source.sleep,
            random: time.source.random
        )
        let breaker = CircuitBreaker(service: "Plain", time: source)
        for verdict in [BreakerVerdict.success, .neutral, .failure, .success, .neutral] {
            try breaker.peek()
            breaker.report(verdict, on: try breaker.admit())
        }
        #expect(readings.withLock(\.self) == 1)
    }
}
