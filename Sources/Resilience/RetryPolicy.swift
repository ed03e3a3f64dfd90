public import SwitchboardCore

/// When an exchange is tried again, and after which pause.
public struct RetryPolicy: Sendable, Hashable {
    /// How many attempts may follow the first.
    public var retries = 3

    /// The pause before the first retry.
    public var backoff: Duration = .seconds(1)

    /// By how much each pause is longer than the one before.
    public var factor = 2.0

    /// The longest pause, before jitter.
    public var cap: Duration = .seconds(8)

    /// How far a pause may be off its nominal length, as a share of it: 0.25 spreads over 0.75...1.25; 0 turns it off.
    public var jitter = 0.25

    /// Creates a policy with the defaults.
    public init() {}

    /// The pause before a retry.
    ///
    /// - Parameters:
    ///   - retry: Which retry it is, from 1.
    ///   - draw: A random number in 0..<1.
    /// - Returns: The pause, with jitter.
    public func pause(beforeRetry retry: Int, draw: Double) -> Duration {
        let longest = Double(cap.nanoseconds)
        var nominal = Double(backoff.nanoseconds)
        for _ in 1..<max(1, retry) where nominal < longest { nominal *= factor }
        let spread = 1 - jitter + 2 * jitter * draw
        return .nanoseconds(Int64(max(0, min(nominal, longest) * spread)))
    }

    /// Whether trying again is both safe and of any use.
    ///
    /// - Parameters:
    ///   - failure: How the attempt ended.
    ///   - mayRepeatUnknown: Whether the exchange may be sent again when its fate is unknown.
    /// - Returns: Whether to try again, as far as this failure goes.
    public static func isWorthRepeating(_ failure: Failure, mayRepeatUnknown: Bool) -> Bool {
        guard !failure.isPermanent else { return false }
        switch (failure.kind, failure.effect) {
        case (.rateLimited, .none), (.network, .none), (.providerUnavailable, .none): return true
        case (.timeout, .unknown), (.network, .unknown), (.providerUnavailable, .unknown),
            (.malformedResponse, .unknown):
            return mayRepeatUnknown
        default: return false
        }
    }
}
