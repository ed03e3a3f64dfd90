/// Every number of the resilience layer for one provider instance, with its default.
public struct ResiliencePolicy: Sendable, Hashable {
    /// How long and how often an exchange is tried again.
    public var retry = RetryPolicy()

    /// When the circuit breaker opens and for how long.
    public var breaker = BreakerPolicy()

    /// How often the provider may be called.
    public var rate: GCRA.Rate

    /// How long one attempt may take.
    public var attemptTimeout: Duration = .seconds(10)

    /// The longest wait for the rate limiter or a `Retry-After` inside a call; a longer one is the caller's business.
    public var longestInlineWait: Duration = .seconds(60)

    /// Creates a policy with the defaults.
    ///
    /// - Parameter rate: How often the provider may be called; there is no default that fits all.
    public init(rate: GCRA.Rate) {
        self.rate = rate
    }
}
