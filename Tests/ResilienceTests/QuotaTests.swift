import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What the far side says about its own rate limit.
@Suite struct QuotaTests {
    private let start = ContinuousClock.Instant.now

    private func at(_ milliseconds: Int64) -> ContinuousClock.Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    /// Ten calls a second, without a burst unless said.
    private func limiter(burst: Int = 1) -> GCRA { GCRA(GCRA.Rate(RateLimit(10, per: .seconds(1), burst: burst))) }

    /// When the next calls may begin, in milliseconds, if they all ask at one instant.
    private func begins(_ limiter: inout GCRA, _ count: Int, at now: Int64) -> [Int64] {
        (0..<count)
            .map { _ in
                guard case .begin(let instant) = limiter.reserve(at: at(now), latest: at(1_000_000)) else { return -1 }
                return Int64(start.duration(to: instant) / .milliseconds(1))
            }
    }

    @Test func spreadsWhatIsLeftUntilTheWindowEnds() {
        var limiter = limiter(burst: 3)
        limiter.spread(4, until: at(2000), at: at(0))
        #expect(begins(&limiter, 4, at: 0) == [0, 500, 1000, 1500])
        #expect(begins(&limiter, 3, at: 0) == [2000, 2100, 2200], "the new window has the usual rate")
    }

    @Test func letsNothingThroughWhereNothingIsLeft() {
        var limiter = limiter()
        limiter.spread(0, until: at(3000), at: at(0))
        #expect(begins(&limiter, 2, at: 0) == [3000, 3100])
    }

    @Test func goesNoFasterThanItsOwnRateWhereMuchIsLeft() {
        var limiter = limiter()
        limiter.spread(1000, until: at(1000), at: at(0))
        #expect(begins(&limiter, 3, at: 0) == [0, 100, 200])
    }

    @Test func aWindowThatHasEndedChangesNothing() {
        var limiter = limiter(burst: 3)
        limiter.spread(0, until: at(0), at: at(0))
        limiter.spread(1, until: at(-5000), at: at(0))
        #expect(begins(&limiter, 4, at: 0) == [0, 0, 0, 100])
    }

    @Test func comesBackWithSevenTenthsOfItsRateAndGainsATwentiethASecond() {
        var limiter = limiter()
        limiter.slowDown(until: at(10_000))
        #expect(begins(&limiter, 1, at: 0) == [10_000])
        #expect(begins(&limiter, 1, at: 0) == [10_142], "100 ms / 0.7")
        var quiet = self.limiter()
        quiet.slowDown(until: at(0))
        #expect(begins(&quiet, 2, at: 2000) == [2000, 2125], "100 ms / 0.8")
        #expect(begins(&quiet, 2, at: 6000) == [6000, 6100], "the whole rate")
    }

    @Test func aSecondRefusalBeginsAgainFromTheLaterEnd() {
        var limiter = limiter()
        limiter.slowDown(until: at(5000))
        limiter.slowDown(until: at(1000))
        #expect(begins(&limiter, 2, at: 2000) == [5000, 5142])
    }

    @Test func aPipelineLearnsOnlyWhereLittleIsLeft() async throws {
        let bench = Bench(rate: RateLimit(10, per: .seconds(1), burst: 5))
        bench.pipeline.learn(left: 10, of: 100) {
            Issue.record("asked for the end of the window")
            return .seconds(50)
        }
        try await bench.run()
        bench.pipeline.learn(left: 9, of: 100) { nil }
        try await bench.run()
        #expect(bench.starts == [.zero, .zero])
        bench.pipeline.learn(left: 5, of: 100) { .seconds(50) }
        for _ in 0..<3 { try await bench.run() }
        #expect(bench.starts.dropFirst(2) == [.zero, .seconds(10), .seconds(20)])
    }

    @Test func aRefusalSlowsTheInstanceDownForAWhile() async throws {
        let bench = Bench([.limited(5)], rate: RateLimit(1, per: .seconds(1), burst: 1))
        for _ in 0..<2 { try await bench.run() }
        #expect(bench.starts.count == 3)
        #expect(bench.starts[1] == .seconds(5))
        #expect(bench.starts[2] == .seconds(5) + .nanoseconds(1_428_571_428))
    }
}
