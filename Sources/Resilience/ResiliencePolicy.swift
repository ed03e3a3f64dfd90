public import SwitchboardCore

/// Every number of the resilience layer for one provider instance, with its default.
public struct ResiliencePolicy: Sendable, Hashable {
    /// A group of endpoints with a circuit breaker and a concurrency limit of its own.
    public struct Group: Sendable, Hashable {
        /// What it is called in errors, metrics and snapshots.
        public var name: String

        /// How often its endpoints may be called; `nil` where they share the instance's rate.
        public var rate: GCRA.Rate?

        /// Creates a group.
        public init(_ name: String, rate: GCRA.Rate? = nil) {
            self.name = name
            self.rate = rate
        }
    }

    /// How long and how often an exchange is tried again.
    public var retry = RetryPolicy()

    /// How many retries all exchanges together may cause.
    public var retryBudget = RetryBudgetPolicy()

    /// When the circuit breaker opens and for how long.
    public var breaker = BreakerPolicy()

    /// How many exchanges may be under way at once.
    public var concurrency = ConcurrencyPolicy()

    /// How often the provider may be called.
    public var rate: GCRA.Rate

    /// What is made of what the provider says about its own rate limit.
    public var quota = QuotaPolicy()

    /// The groups of endpoints, by whose places in this list exchanges name them; empty for one that holds all.
    public var groups: [Group] = []

    /// How long one attempt may take.
    public var attemptTimeout: Duration = .seconds(10)

    /// The longest wait for the rate limiter, a turn or a `Retry-After` inside a call; a longer one is the caller's
    /// business.
    public var longestInlineWait: Duration = .seconds(60)

    /// Creates a policy with the defaults.
    ///
    /// - Parameter rate: How often the provider may be called; there is no default that fits all.
    public init(rate: GCRA.Rate) {
        self.rate = rate
    }

    /// Creates a policy with the defaults.
    ///
    /// - Parameter limit: How often the provider may be called; there is no default that fits all.
    public init(_ limit: RateLimit) {
        self.init(rate: GCRA.Rate(limit))
    }
}
