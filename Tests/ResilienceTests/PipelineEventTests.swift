import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

@Suite struct PipelineEventTests {
    @Test func tellsEveryMoveOfTheBreaker() async throws {
        let bench = Bench([.inTrouble, .inTrouble, .inTrouble], jumps: false) { policy in
            policy.retry.retries = 0
            policy.breaker.failures = 2
        }
        for _ in 0..<2 { _ = await bench.failure() }
        #expect(bench.events.all == [.breakerMoved(from: .closed, to: .open)])
        _ = await bench.failure()
        bench.time.advance(by: .seconds(60))
        _ = await bench.failure()
        bench.time.advance(by: .seconds(60))
        try await bench.run()
        #expect(
            bench.events.all.dropFirst() == [
                .breakerMoved(from: .open, to: .halfOpen), .breakerMoved(from: .halfOpen, to: .open),
                .breakerMoved(from: .open, to: .halfOpen), .breakerMoved(from: .halfOpen, to: .closed),
            ]
        )
    }

    @Test func tellsNothingOfAProbeThatProvesNothing() async throws {
        let bench = Bench([.inTrouble, .limited(nil)], jumps: false) { policy in
            policy.retry.retries = 0
            policy.breaker.failures = 1
        }
        _ = await bench.failure()
        bench.time.advance(by: .seconds(60))
        _ = await bench.failure()
        try await bench.run()
        #expect(
            bench.events.all == [
                .breakerMoved(from: .closed, to: .open), .breakerMoved(from: .open, to: .halfOpen),
                .breakerMoved(from: .halfOpen, to: .closed),
            ]
        )
    }

    @Test func tellsHowLongTheLimiterMadeACallWait() async throws {
        let bench = Bench(rate: RateLimit(1, per: .seconds(2), burst: 1))
        try await bench.run()
        #expect(bench.events.all.isEmpty)
        try await bench.run()
        #expect(bench.events.all == [.limiterWaited(.seconds(2))])
    }

    @Test func tellsNothingOfAWaitThatWasCancelled() async throws {
        let bench = Bench(jumps: false, rate: RateLimit(1, per: .seconds(10), burst: 1))
        try await bench.run()
        let waiting = Task { await bench.failure() }
        await bench.time.waitForSleepers(1)
        waiting.cancel()
        #expect(await waiting.value?.kind == .cancelled)
        #expect(bench.events.all.isEmpty)
    }

    @Test func tellsOutsideTheLock() throws {
        let listener = Listener()
        var policy = BreakerPolicy()
        policy.failures = 1
        let breaker = CircuitBreaker(service: "Plain", policy: policy, observe: listener.hear)
        listener.breaker = breaker
        // Or the two would hold each other for ever.
        defer { listener.breaker = nil }
        breaker.report(.failure, on: try breaker.admit())
        #expect(listener.seen == [.open])
    }
}

/// Asks the breaker for its state whenever it is told something, and would wait for itself inside the breaker's lock.
private final class Listener: Sendable {
    private let subject = Mutex<CircuitBreaker?>(nil)
    private let statuses = Mutex<[CircuitBreaker.Status]>([])

    var breaker: CircuitBreaker? {
        get { subject.withLock(\.self) }
        set { subject.withLock { $0 = newValue } }
    }

    var seen: [CircuitBreaker.Status] { statuses.withLock(\.self) }

    func hear(_ event: PipelineEvent) {
        let status = breaker?.status
        statuses.withLock { $0 += [status].compactMap(\.self) }
    }
}
