import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What an operator is told of a pipeline.
struct PipelineSnapshotTests {
    @Test func aPipelineAtRestIsClosedAndHasItsWholeBurst() {
        let bench = Bench(rate: RateLimit(10, per: .seconds(1), burst: 3))
        let snapshot = bench.pipeline.snapshot()
        #expect(snapshot.breaker == .init(position: .closed, failures: 0))
        #expect(snapshot.limiter == .init(freePlaces: 3))
        #expect(bench.pipeline.snapshot() == snapshot, "looking changes nothing")
    }

    @Test func countsFailuresInARowAndSaysUntilWhenTheBreakerIsOpen() async throws {
        let bench = Bench(Array(repeating: .inTrouble, count: 5))
        for count in 1...4 {
            _ = await bench.failure()
            #expect(bench.pipeline.snapshot().breaker == .init(position: .closed, failures: count))
        }
        _ = await bench.failure()
        let end = bench.time.now.advanced(by: .seconds(60))
        #expect(bench.pipeline.snapshot().breaker == .init(position: .open(until: end), failures: 5))
        bench.time.advance(by: .seconds(59))
        #expect(bench.pipeline.snapshot().breaker.position == .open(until: end))
        bench.time.advance(by: .seconds(1))
        #expect(bench.pipeline.snapshot().breaker == .init(position: .halfOpen, failures: 5))
        try await bench.run()
        #expect(bench.pipeline.snapshot().breaker == .init(position: .closed, failures: 0))
    }

    @Test func aSilentProbeIsOpenAgain() throws {
        let bench = Bench { policy in policy.breaker.failures = 1 }
        let breaker = bench.pipeline.breaker
        breaker.report(.failure, on: try breaker.admit())
        bench.time.advance(by: .seconds(60))
        _ = try breaker.admit()
        #expect(breaker.snapshot().position == .halfOpen)
        bench.time.advance(by: .seconds(15))
        #expect(breaker.snapshot().position == .open(until: bench.time.now.advanced(by: .seconds(60))))
    }

    @Test func saysHowAnOperatorForcesTheBreaker() {
        let bench = Bench()
        bench.pipeline.breaker.force(.open(reason: "by ada: drill"))
        #expect(bench.pipeline.snapshot().breaker.position == .forcedOpen)
        bench.pipeline.breaker.force(.closed)
        #expect(bench.pipeline.snapshot().breaker.position == .forcedClosed)
    }

    @Test func countsThePlacesThatTheLimiterHasLeft() {
        var limiter = GCRA(GCRA.Rate(RateLimit(10, per: .seconds(1), burst: 3)))
        let now = ContinuousClock.now
        let at = { (milliseconds: Int64) in now.advanced(by: .milliseconds(milliseconds)) }
        for left in [2, 1, 0] {
            _ = limiter.reserve(at: now, latest: at(0))
            #expect(limiter.snapshot(at: now).freePlaces == left)
        }
        #expect(limiter.snapshot(at: now).nextPlace == at(100))
        #expect(limiter.snapshot(at: at(99)).freePlaces == 0)
        #expect(limiter.snapshot(at: at(100)) == .init(freePlaces: 1))
        #expect(limiter.snapshot(at: at(10_000)).freePlaces == 3)
    }

    @Test func saysUntilWhenTheProviderWantsNoCalls() {
        var limiter = GCRA(GCRA.Rate(RateLimit(10, per: .seconds(1), burst: 3)))
        let now = ContinuousClock.now
        let end = now.advanced(by: .seconds(5))
        limiter.pause(until: end)
        #expect(limiter.snapshot(at: now) == .init(freePlaces: 0, nextPlace: end, pausedUntil: end))
        #expect(limiter.snapshot(at: end) == .init(freePlaces: 1))
    }
}
