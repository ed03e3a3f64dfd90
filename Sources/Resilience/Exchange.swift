public import SwitchboardCore

/// What the pipeline must know of an exchange: nothing about HTTP.
public struct Exchange: Sendable {
    /// How much an exchange may spend on failures that left no trace, given that another provider could do the work.
    public struct Patience: Sendable {
        /// How many retries may follow a failure with effect `none`.
        public var retries: Int

        /// The longest wait after such a failure.
        public var longestWait: Duration

        /// As the policy says: there is nobody else.
        public static let full = Patience(retries: .max, longestWait: .seconds(86_400))

        /// One quick retry: somebody else stands ready.
        public static let short = Patience(retries: 1, longestWait: .seconds(2))
    }

    /// What repeating it does at the far side.
    public var repeatability: Repeatability

    /// When the whole exchange must have ended, waits included.
    public var deadline: ContinuousClock.Instant

    /// How long one attempt may take; `nil` for as long as the deadline allows, as with a streamed download.
    public var attemptTimeout: Duration?

    /// How much it may spend on failures that left no trace.
    public var patience: Patience

    /// Whether the caller takes the risk of doing it twice rather than leaving an unknown fate.
    public var resendsUnknown: Bool

    /// Its endpoint group, by its place in ``ResiliencePolicy/groups``; a place that is not there is a programmer's
    /// mistake and ends the process.
    public var group: Int

    /// Creates the description of an exchange.
    public init(
        repeatability: Repeatability,
        deadline: ContinuousClock.Instant,
        attemptTimeout: Duration?,
        patience: Patience = .full,
        resendsUnknown: Bool = false,
        group: Int = 0
    ) {
        self.repeatability = repeatability
        self.deadline = deadline
        self.attemptTimeout = attemptTimeout
        self.patience = patience
        self.resendsUnknown = resendsUnknown
        self.group = group
    }
}

/// One attempt that went to the wire, as the pipeline saw it.
public struct AttemptReport<Value: Sendable>: Sendable {
    /// Which attempt of the exchange it was, from 1.
    public var number: Int

    /// When it began.
    public var began: ContinuousClock.Instant

    /// How long it waited for that: backoff, `Retry-After`, rate limiter, its turn.
    public var waited: Duration

    /// How long it took.
    public var duration: Duration

    /// How it ended.
    public var result: Result<Value, Failure>

    @inlinable
    init(
        number: Int,
        began: ContinuousClock.Instant,
        waited: Duration,
        duration: Duration,
        result: Result<Value, Failure>
    ) {
        self.number = number
        self.began = began
        self.waited = waited
        self.duration = duration
        self.result = result
    }
}
