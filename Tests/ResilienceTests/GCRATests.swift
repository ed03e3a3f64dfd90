import Resilience
import SwitchboardCore
import Testing

@Suite struct GCRATests {
    private let start = ContinuousClock.Instant.now

    private func at(_ milliseconds: Int64) -> ContinuousClock.Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    private func limiter(_ count: Int, burst: Int) -> GCRA {
        GCRA(GCRA.Rate(RateLimit(count, per: .seconds(1), burst: burst)))
    }

    /// When the next calls may begin, in milliseconds, if they all ask at one instant.
    private func begins(_ limiter: inout GCRA, _ count: Int, at now: Int64) -> [Int64] {
        (0..<count)
            .map { _ in
                guard case .begin(let instant) = limiter.reserve(at: at(now), latest: at(.max / 2_000_000)) else {
                    return -1
                }
                return Int64(start.duration(to: instant) / .milliseconds(1))
            }
    }

    @Test func letsTheBurstThroughAndSpacesTheRest() {
        var limiter = limiter(10, burst: 3)
        #expect(begins(&limiter, 6, at: 0) == [0, 0, 0, 100, 200, 300])
    }

    @Test func hasItsBurstAgainAfterAQuietTime() {
        var limiter = limiter(10, burst: 3)
        _ = begins(&limiter, 3, at: 0)
        #expect(begins(&limiter, 2, at: 150) == [150, 200])
        #expect(begins(&limiter, 4, at: 10_000) == [10_000, 10_000, 10_000, 10_100])
    }

    @Test func spacesEveryCallWithoutABurst() {
        var limiter = limiter(10, burst: 1)
        #expect(begins(&limiter, 3, at: 5) == [5, 105, 205])
    }

    @Test func booksNothingForACallThatWouldBeTooLate() {
        var limiter = limiter(10, burst: 1)
        _ = begins(&limiter, 1, at: 0)
        for _ in 0..<10 {
            #expect(limiter.reserve(at: at(0), latest: at(99)) == .tooLate(at(100)))
        }
        #expect(limiter.reserve(at: at(0), latest: at(100)) == .begin(at: at(100)))
    }

    @Test func letsNothingPassDuringAPauseAndOneByOneAfterIt() {
        var limiter = limiter(10, burst: 3)
        limiter.pause(until: at(1000))
        #expect(limiter.isPaused(at: at(999)))
        #expect(!limiter.isPaused(at: at(1000)))
        #expect(limiter.reserve(at: at(0), latest: at(999)) == .tooLate(at(1000)))
        #expect(begins(&limiter, 3, at: 0) == [1000, 1100, 1200])
    }

    @Test func keepsTheLongerOfTwoPauses() {
        var limiter = limiter(10, burst: 1)
        limiter.pause(until: at(1000))
        limiter.pause(until: at(500))
        #expect(begins(&limiter, 1, at: 0) == [1000])
    }

    @Test func queuesWhoComesBackAfterAPauseBehindWhoHasBooked() {
        var limiter = limiter(10, burst: 1)
        #expect(begins(&limiter, 4, at: 0) == [0, 100, 200, 300])
        limiter.pause(until: at(150))
        #expect(begins(&limiter, 2, at: 150) == [400, 500])
    }

    @Test func doesNotDriftOverAMillionCalls() {
        let rate = GCRA.Rate(RateLimit(167, per: .seconds(10), burst: 1))
        var limiter = GCRA(rate)
        var now = start
        for _ in 0...1_000_000 {
            guard case .begin(let instant) = limiter.reserve(at: now, latest: now.advanced(by: .seconds(1))) else {
                Issue.record("a call was refused")
                return
            }
            now = instant
        }
        #expect(start.duration(to: now) == .nanoseconds(rate.interval) * 1_000_000)
        #expect(start.duration(to: now) >= .seconds(10) * 1_000_000 / 167)
    }

    @Test(arguments: [1, 3, 7, 167, 1666, 999_983])
    func neverExceedsTheLimitByRounding(count: Int) {
        let rate = GCRA.Rate(RateLimit(count, per: .seconds(1)))
        #expect(rate.interval * Int64(count) >= 1_000_000_000)
        #expect((rate.interval - 1) * Int64(count) < 1_000_000_000)
    }

    @Test func survivesAnEnormousBurst() {
        var limiter = GCRA(GCRA.Rate(RateLimit(1, per: .seconds(86_400), burst: 1_000_000_000)))
        #expect(limiter.reserve(at: start, latest: start) == .begin(at: start))
        #expect(limiter.reserve(at: start, latest: start) == .begin(at: start))
    }
}
