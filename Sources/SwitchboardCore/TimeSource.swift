import struct Foundation.Date

/// Everything nondeterministic in one value, so that a test can replace it: clocks, waiting, randomness and ids.
///
/// Durations and deadlines use ``now``; ``wallClock`` serves stored times, `Retry-After` dates and ids only.
public struct TimeSource: Sendable {
    /// Reads the monotonic clock.
    public var now: @Sendable () -> ContinuousClock.Instant

    /// Reads the calendar clock.
    public var wallClock: @Sendable () -> Timestamp

    /// Waits until an instant of the monotonic clock; throws `CancellationError` as soon as the task is cancelled.
    public var sleep: @Sendable (_ until: ContinuousClock.Instant) async throws -> Void

    /// Draws 64 random bits.
    public var random: @Sendable () -> UInt64

    /// Creates a time source from its parts.
    public init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        wallClock: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (_ until: ContinuousClock.Instant) async throws -> Void,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.wallClock = wallClock
        self.sleep = sleep
        self.random = random
    }

    /// The system's clocks and random numbers.
    public static let system = TimeSource(
        now: { .now },
        wallClock: { Timestamp(Date()) },
        sleep: { try await Task.sleep(until: $0, clock: .continuous) },
        random: { UInt64.random(in: .min ... .max) }
    )
}

extension TimeSource {
    /// Draws a number in 0..<1.
    package func randomUnit() -> Double {
        Double(random() >> 11) * 0x1.0p-53
    }

    /// Makes an id whose order follows the calendar clock (UUID version 7, RFC 9562 section 5.7).
    ///
    /// The 12 bits behind the milliseconds hold the fraction of one (section 6.2, method 3); 62 bits are random.
    public func makeActionID() -> ActionID {
        let (milliseconds, rest) = max(0, wallClock().microsecondsSince1970).quotientAndRemainder(dividingBy: 1000)
        let high = UInt64(milliseconds) << 16 | 0x7000 | UInt64((rest << 12) / 1000)
        let low = 0x8000_0000_0000_0000 | random() & 0x3FFF_FFFF_FFFF_FFFF
        return ActionID(high: high, low: low)
    }
}
