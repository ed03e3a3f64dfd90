public import SwitchboardCore

/// What a rate limiter makes of what the far side says about its own limit.
public struct QuotaPolicy: Sendable, Hashable {
    /// Below which share of its limit what is left is spread until the window ends.
    public var scarce = 0.1

    /// With which share of its rate an instance comes back after it was told to slow down.
    public var comeback = 0.7

    /// How much of its rate it gains each second from then on, as a share.
    public var recovery = 0.05

    /// Creates a policy with the defaults.
    public init() {}
}

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

    /// After a refusal: with which part of the rate calls come from when on.
    private struct Comeback: Sendable {
        var from: Int64
    }

    /// While little is left of the far side's window: how far apart calls are until it ends.
    private struct Spread: Sendable {
        var interval: Int64
        var until: Int64
    }

    /// Longer than any wait, and short enough to be added to.
    private static let ages = Int64.max / 4

    let interval: Int64
    /// How far a call may run ahead of the schedule.
    let ahead: Int64
    /// In thousandths of the rate, and of the rate a second.
    private let comebackShare: Int64
    private let recovery: Int64
    private(set) var schedule = -Self.ages
    private(set) var pausedUntil = -Self.ages
    private var comeback: Comeback?
    private var spread: Spread?
    /// Whether neither of both is in force, so that the usual call looks no further.
    private var isUsual = true

    /// Creates a limiter with its whole burst in hand.
    public init(_ rate: Rate, quota: QuotaPolicy = QuotaPolicy()) {
        interval = rate.interval
        let (ahead, isTooLong) = rate.interval.multipliedReportingOverflow(by: rate.burst - 1)
        self.ahead = isTooLong ? Self.ages : min(ahead, Self.ages)
        comebackShare = max(1, min(1000, Int64((quota.comeback * 1000).rounded())))
        recovery = max(0, Int64((quota.recovery * 1000).rounded()))
    }

    /// Books the next place.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: When the call may begin.
    public mutating func reserve(at now: ContinuousClock.Instant, latest: ContinuousClock.Instant) -> Decision {
        let present = now.nanoseconds
        let begin = earliestBegin(at: present)
        if begin <= present {
            guard now <= latest else { return .tooLate(now) }
            book(begin)
            return .begin(at: now)
        }
        let instant = now.advanced(by: .nanoseconds(begin - present))
        guard instant <= latest else { return .tooLate(instant) }
        book(begin)
        return .begin(at: instant)
    }

    /// Whether a place booked earlier may be used now, or a pause has come in between.
    public func isPaused(at now: ContinuousClock.Instant) -> Bool { now.nanoseconds < pausedUntil }

    /// Lets nothing pass before an instant, because the provider said so; a longer pause stays in force.
    ///
    /// The burst is used up with it: after the pause the calls come one by one.
    public mutating func pause(until end: ContinuousClock.Instant) { pause(until: end.nanoseconds) }

    /// Takes a refusal: a pause, and then only a part of the rate, which recovers with time.
    ///
    /// - Parameter end: When the provider wants to be asked again; the present where it did not say.
    public mutating func slowDown(until end: ContinuousClock.Instant) {
        pause(until: end.nanoseconds)
        comeback = Comeback(from: pausedUntil)
        isUsual = false
    }

    /// Spreads what is left of the far side's window until its end; where nothing is left, that is a pause.
    ///
    /// - Parameters:
    ///   - left: How many calls the far side will still take.
    ///   - reset: When the window ends.
    ///   - now: The present.
    public mutating func spread(
        _ left: Int64,
        until reset: ContinuousClock.Instant,
        at now: ContinuousClock.Instant
    ) {
        let (end, now) = (reset.nanoseconds, now.nanoseconds)
        guard end > now else { return }
        guard left > 0 else { return pause(until: end) }
        spread = Spread(interval: (end - now + left - 1) / left, until: end)
        schedule = max(schedule, now + ahead)
        isUsual = false
    }

    /// When the next call could begin.
    func earliestBegin(at now: Int64) -> Int64 {
        let earliest = max(now, pausedUntil)
        return max(earliest, max(schedule, earliest) - ahead)
    }

    private mutating func book(_ begin: Int64) {
        schedule = max(schedule, begin)
        guard isUsual else { return bookUnusually(begin) }
        schedule += interval
    }

    /// Books a place while the far side's own limit is felt.
    private mutating func bookUnusually(_ begin: Int64) {
        var step = interval
        if let comeback {
            let share = min(1000, comebackShare + max(0, begin - comeback.from) / 1_000_000 * recovery / 1000)
            if share == 1000 { self.comeback = nil }
            step = interval / share * 1000 + interval % share * 1000 / share
        }
        if let spread {
            if begin < spread.until {
                // One by one: what may run ahead is used up, but the new window may begin at once.
                schedule = max(schedule, begin + ahead)
                step = max(step, min(spread.interval, spread.until - begin))
            } else {
                self.spread = nil
            }
        }
        schedule += step
        isUsual = comeback == nil && spread == nil
    }

    private mutating func pause(until end: Int64) {
        pausedUntil = max(end, pausedUntil)
        schedule = max(schedule, end + ahead)
    }
}

extension ContinuousClock.Instant {
    /// The instant as nanoseconds since the clock's zero: integers that cost less than durations.
    var nanoseconds: Int64 { ContinuousClock.zero.duration(to: self).nanoseconds }
}

extension ContinuousClock {
    /// The clock's zero.
    fileprivate static let zero = ContinuousClock().systemEpoch
}
