import SwitchboardCore

/// The retries of one exchange, as a pure state: what has happened so far, and what follows.
struct RetryCourse {
    let policy: RetryPolicy
    let exchange: Exchange
    let longestWait: Duration

    /// How many attempts have failed.
    private(set) var failures = 0

    /// The strongest effect of all attempts.
    private(set) var effect = Failure.Effect.none

    /// Takes note of a failed attempt and decides.
    ///
    /// - Parameters:
    ///   - failure: How the attempt ended.
    ///   - now: The present.
    ///   - draw: A random number in 0..<1, for jitter.
    /// - Returns: When the next attempt may begin.
    /// - Throws: The exchange's failure, where no attempt follows.
    mutating func wake(
        after failure: Failure,
        now: ContinuousClock.Instant,
        draw: Double
    ) throws(Failure) -> ContinuousClock.Instant {
        failures += 1
        effect = max(effect, failure.effect)
        let mayRepeatUnknown = exchange.resendsUnknown || exchange.repeatability.allowsRepeatAfterUnknown
        guard RetryPolicy.isWorthRepeating(failure, mayRepeatUnknown: mayRepeatUnknown), failures <= retries else {
            throw concluding(failure)
        }
        let backoff = policy.pause(beforeRetry: failures, draw: draw)
        let wait = max(backoff, failure.retryAfter ?? .zero)
        guard wait <= longestPatientWait else {
            throw concluding(failure, adding: "a retry would wait \(wait.wholeSeconds) s")
        }
        let wake = now.advanced(by: wait)
        guard wake < exchange.deadline else {
            throw concluding(failure, adding: "a retry would begin after the deadline")
        }
        return wake
    }

    /// The longest wait that the exchange may take now.
    var longestPatientWait: Duration {
        exchangeEffect == .none ? min(longestWait, exchange.patience.longestWait) : longestWait
    }

    /// The failure as the exchange's own: with the strongest effect of all attempts, `none` for a read.
    func concluding(_ failure: Failure, adding reason: String? = nil) -> Failure {
        var failure = failure
        failure.effect = exchange.repeatability == .safe ? .none : max(effect, failure.effect)
        if let reason { failure.message += "; \(reason)" }
        return failure
    }

    /// The failure of an exchange that was cancelled between two attempts, or before the first.
    func cancelled() -> Failure {
        var failure = Failure.cancelledBeforeSending
        if failures > 0 { failure.message = "cancelled while waiting to try again" }
        return concluding(failure)
    }

    /// What the attempts so far have done at the far side; with `none`, another provider may do the work.
    private var exchangeEffect: Failure.Effect { exchange.repeatability == .safe ? .none : effect }

    private var retries: Int {
        exchangeEffect == .none ? min(policy.retries, exchange.patience.retries) : policy.retries
    }
}
