import Resilience
import SwitchboardCore
import Testing

@Suite struct RetryPolicyTests {
    @Test(arguments: [(1, 1), (2, 2), (3, 4), (4, 8), (5, 8), (1000, 8), (0, 1), (-1, 1)])
    func doublesThePauseUpToTheCap(retry: Int, seconds: Int64) {
        var policy = RetryPolicy()
        policy.jitter = 0
        for draw in [0, 0.5, 0.999] {
            #expect(policy.pause(beforeRetry: retry, draw: draw) == .seconds(seconds))
        }
    }

    @Test func spreadsThePauseByAQuarter() {
        let policy = RetryPolicy()
        #expect(policy.pause(beforeRetry: 1, draw: 0) == .milliseconds(750))
        #expect(policy.pause(beforeRetry: 1, draw: 0.5) == .seconds(1))
        #expect(policy.pause(beforeRetry: 4, draw: 0) == .seconds(6))
        for draw in stride(from: 0.0, to: 1, by: 0.01) {
            let pause = policy.pause(beforeRetry: 3, draw: draw)
            #expect(pause >= .seconds(3) && pause < .seconds(5))
        }
    }

    @Test func obeysItsNumbers() {
        var policy = RetryPolicy()
        policy.jitter = 0
        policy.backoff = .milliseconds(100)
        policy.factor = 3
        policy.cap = .milliseconds(500)
        let pauses = (1...4).map { policy.pause(beforeRetry: $0, draw: 0) }
        #expect(pauses == [.milliseconds(100), .milliseconds(300), .milliseconds(500), .milliseconds(500)])
    }

    @Test(arguments: [(1e300, 0.25), (-1e300, 0.25), (.infinity, 0.25), (2, 5), (0, 0.25)])
    func neverGivesAPauseThatIsNegativeOrEndless(factor: Double, jitter: Double) {
        var policy = RetryPolicy()
        policy.factor = factor
        policy.jitter = jitter
        for retry in 1...4 {
            #expect(policy.pause(beforeRetry: retry, draw: 0) >= .zero)
            #expect(policy.pause(beforeRetry: retry, draw: 0.9) <= .seconds(48))
        }
    }

    private static let always: [(Failure.Kind, Failure.Effect)] = [
        (.rateLimited, .none), (.network, .none), (.providerUnavailable, .none),
    ]

    private static let whenRepeatable: [(Failure.Kind, Failure.Effect)] = [
        (.timeout, .unknown), (.network, .unknown), (.providerUnavailable, .unknown), (.malformedResponse, .unknown),
    ]

    @Test(arguments: Failure.Kind.allCases, [Failure.Effect.none, .refused, .unknown])
    func repeatsWhatIsSafeAndOfUse(kind: Failure.Kind, effect: Failure.Effect) {
        let isAlways = Self.always.contains { $0 == (kind, effect) }
        let isWhenRepeatable = Self.whenRepeatable.contains { $0 == (kind, effect) }
        for repeatability in [Repeatability.safe, .idempotent, .keyed, .once] {
            let failure = Failure(kind, effect: effect, "")
            let mayRepeat = repeatability.allowsRepeatAfterUnknown
            let isWorth = RetryPolicy.isWorthRepeating(failure, mayRepeatUnknown: mayRepeat)
            #expect(isWorth == (isAlways || isWhenRepeatable && repeatability != .once))
            let permanent = Failure(kind, effect: effect, "", isPermanent: true)
            #expect(!RetryPolicy.isWorthRepeating(permanent, mayRepeatUnknown: true))
        }
    }
}
