import SwitchboardCore

/// How many retries a provider instance may cause, measured by its first attempts.
public struct RetryBudgetPolicy: Sendable, Hashable {
    /// How many retries each first attempt pays for, as a share of one: a provider in trouble gets a fifth more work.
    public var share = 0.2

    /// How many retries there may be besides, so that a quiet instance can try again at all.
    public var floor = 20

    /// Over which time both are counted.
    public var window: Duration = .seconds(10)

    /// Creates a policy with the defaults.
    public init() {}
}

/// The retry budget as a pure state: within any window, `retries <= share x first attempts + floor`.
///
/// Time is cut into tenths of the window. Retries are counted for up to a tenth longer than the window, first attempts
/// for up to a tenth less, so that the rule holds for the exact window too.
struct RetryBudget: Sendable {
    private struct Bucket: Sendable {
        var firsts = 0
        var planned = 0
        var sent = 0
    }

    private static let parts = 10

    /// In thousandths of a retry.
    private let share: Int
    private let floor: Int
    private let width: Int64
    /// The present tenth and those before it; a ring.
    private var buckets = InlineArray<11, Bucket>(repeating: Bucket())
    private var current = 0
    /// When the present tenth ends, in nanoseconds.
    private var end = Int64.min

    /// Creates a budget that nobody has drawn on.
    init(_ policy: RetryBudgetPolicy) {
        share = Int((max(0, policy.share) * 1000).rounded())
        floor = max(0, policy.floor)
        width = max(1, (policy.window.nanoseconds + Int64(Self.parts) - 1) / Int64(Self.parts))
    }

    /// Counts a first attempt.
    ///
    /// - Parameter now: The present, in nanoseconds.
    mutating func countFirst(at now: Int64) {
        if now >= end { turn(to: now) }
        buckets[current].firsts += 1
    }

    /// Sets a retry aside that will be sent later.
    ///
    /// - Returns: Whether there was one left.
    mutating func plan(at now: Int64) -> Bool { draw(\.planned, at: now) }

    /// Draws a retry that is about to be sent: of those that were set aside over a while, all may come at once.
    ///
    /// - Returns: Whether there was one left.
    mutating func send(at now: Int64) -> Bool { draw(\.sent, at: now) }

    private mutating func draw(_ kind: WritableKeyPath<Bucket, Int>, at now: Int64) -> Bool {
        if now >= end { turn(to: now) }
        var (firsts, retries) = (0, 0)
        for index in buckets.indices {
            retries += buckets[index][keyPath: kind]
            // The oldest is older than the window in part.
            if index != oldest { firsts += buckets[index].firsts }
        }
        guard (retries + 1 - floor) * 1000 <= firsts * share else { return false }
        buckets[current][keyPath: kind] += 1
        return true
    }

    private var oldest: Int { current == Self.parts ? 0 : current + 1 }

    /// Begins the tenth in which an instant lies.
    private mutating func turn(to now: Int64) {
        guard end != .min, (now - end) / width < Int64(Self.parts) else {
            buckets = InlineArray(repeating: Bucket())
            end = now + width
            return
        }
        while now >= end {
            current = oldest
            buckets[current] = Bucket()
            end += width
        }
    }
}
