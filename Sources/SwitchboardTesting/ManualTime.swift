public import SwitchboardCore
import Synchronization

/// Time that a test moves: nothing passes until the test says so, or until everybody who runs is asleep.
///
/// ``source`` is handed to whatever is under test. A sleeper wakes when ``advance(by:)`` reaches its instant. With
/// `jumps` the time goes to a wake-up by itself as soon as somebody sleeps, which suits code that sleeps one at a time.
public final class ManualTime: Sendable {
    private struct Sleeper {
        var id: UInt64
        var wake: ContinuousClock.Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed = Duration.zero
        var nextID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<UInt64> = []
        var draws: UInt64 = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let start = ContinuousClock.now
    private let wallStart: Timestamp
    private let jumps: Bool
    private let draw: UInt64?
    private let state = Mutex(State())

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - wallStart: What the calendar clock shows at first.
    ///   - jumps: Whether a sleep moves the time to its end at once.
    ///   - draw: What every random draw gives; a fixed sequence of different numbers unless given.
    public init(
        wallStart: Timestamp = Timestamp(secondsSince1970: 1_780_000_000),
        jumps: Bool = true,
        draw: UInt64? = nil
    ) {
        self.wallStart = wallStart
        self.jumps = jumps
        self.draw = draw
    }

    /// How much time has passed.
    public var elapsed: Duration { state.withLock(\.elapsed) }

    /// The present on the monotonic clock.
    public var now: ContinuousClock.Instant { start.advanced(by: elapsed) }

    /// The present on the calendar clock.
    public var wallNow: Timestamp { wallStart.advanced(by: elapsed) }

    /// The time source to hand to what is under test.
    public var source: TimeSource {
        TimeSource(
            now: { [self] in now },
            wallClock: { [self] in wallNow },
            sleep: { [self] in try await sleep(until: $0) },
            random: { [self] in random() }
        )
    }

    /// Lets time pass and wakes whoever is due, in order.
    public func advance(by duration: Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.elapsed += duration
            let now = start.advanced(by: state.elapsed)
            let due = state.sleepers.filter { $0.wake <= now }.sorted { $0.wake < $1.wake }
            state.sleepers.removeAll { $0.wake <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until at least so many tasks sleep on this clock.
    public func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.count < count { state.waiters.append((count, continuation)) }
                return state.sleepers.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    private func random() -> UInt64 {
        if let draw { return draw }
        return state.withLock { state in
            state.draws += 1
            return state.draws &* 0x9E37_79B9_7F4A_7C15
        }
    }

    private func sleep(until wake: ContinuousClock.Instant) async throws {
        try Task.checkCancellation()
        if jumps {
            state.withLock { $0.elapsed = max($0.elapsed, start.duration(to: wake)) }
            return
        }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enqueue(Sleeper(id: id, wake: wake, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private enum Entry {
        case sleeps([CheckedContinuation<Void, Never>])
        case isDue
        case isCancelled
    }

    private func enqueue(_ sleeper: Sleeper) {
        let entry = state.withLock { state -> Entry in
            if state.cancelled.remove(sleeper.id) != nil { return .isCancelled }
            if sleeper.wake <= start.advanced(by: state.elapsed) { return .isDue }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            defer { state.waiters.removeAll { $0.count <= count } }
            return .sleeps(state.waiters.filter { $0.count <= count }.map(\.continuation))
        }
        switch entry {
        case .sleeps(let waiters): for waiter in waiters { waiter.resume() }
        case .isDue: sleeper.continuation.resume()
        case .isCancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: UInt64) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
