public import SwitchboardCore

/// A rate limiter as a pure state: the generic cell rate algorithm, in whole nanoseconds.
///
/// It keeps one number, the time at which the next call would be exactly on schedule. A call may run ahead of the
/// schedule by the burst. No queue, no timer, no drift.
public struct GCRA: Sendable {
    /// How often calls may come.
    public struct Rate: Sendable, Hashable {
        /// Nanoseconds between two calls on schedule.
        public var interval: Int64

        /// How many calls may come at once after a quiet time; from 1.
        public var burst: Int64

        /// Takes the rate from a provider's documented limit.
        public init(_ limit: RateLimit) {
            // Rounded up: a limit is never exceeded, not even by a share of a nanosecond a call.
            let (quotient, rest) = limit.per.nanoseconds.quotientAndRemainder(dividingBy: Int64(limit.count))
            interval = rest > 0 ? quotient + 1 : quotient
            burst = Int64(limit.burst)
        }
    }

    /// What a caller is told.
    public enum Decision: Sendable, Hashable {
        /// The call may begin at that instant, and its place is booked.
        case begin(at: ContinuousClock.Instant)
        /// It could begin only at that instant, which is too late; nothing is booked.
        case tooLate(ContinuousClock.Instant)
    }

    let interval: Duration
    /// How far a call may run ahead of the schedule.
    let ahead: Duration
    private(set) var schedule: ContinuousClock.Instant?
    private(set) var pausedUntil: ContinuousClock.Instant?

    /// Creates a limiter with its whole burst in hand.
    public init(_ rate: Rate) {
        interval = .nanoseconds(rate.interval)
        ahead = interval * (rate.burst - 1)
    }

    /// Books the next place.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: When the call may begin.
    public mutating func reserve(at now: ContinuousClock.Instant, latest: ContinuousClock.Instant) -> Decision {
        let earliest = max(now, pausedUntil ?? now)
        let onSchedule = max(schedule ?? earliest, earliest)
        let begin = max(earliest, onSchedule.advanced(by: .zero - ahead))
        guard begin <= latest else { return .tooLate(begin) }
        schedule = onSchedule.advanced(by: interval)
        return .begin(at: begin)
    }

    /// Whether a place booked earlier may be used now, or a pause has come in between.
    public func isPaused(at now: ContinuousClock.Instant) -> Bool {
        pausedUntil.map { now < $0 } ?? false
    }

    /// Lets nothing pass before an instant, because the provider said so; a longer pause stays in force.
    ///
    /// The burst is used up with it: after the pause the calls come one by one.
    public mutating func pause(until end: ContinuousClock.Instant) {
        pausedUntil = max(end, pausedUntil ?? end)
        schedule = max(schedule ?? end, end.advanced(by: ahead))
    }
}
