/// How many exchanges of an endpoint group may be under way at once.
///
/// The limit finds itself: it grows by one for each round of successes while it is made use of, and shrinks when the far
/// side is overloaded (AIMD, as TCP does).
public struct ConcurrencyPolicy: Sendable, Hashable {
    /// The limit at first.
    public var start = 8

    /// The limit at least; from 1.
    public var minimum = 1

    /// The limit at most.
    public var maximum = 64

    /// What is left of the limit after a 429, a 503 or a timeout, as a share; once for all that were under way then.
    public var decrease = 0.9

    /// How many may wait for their turn; one more is refused at once.
    public var queue = 1000

    /// Creates a policy with the defaults.
    public init() {}
}
