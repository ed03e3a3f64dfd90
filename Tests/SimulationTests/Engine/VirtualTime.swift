import SwitchboardCore
import Synchronization

/// Time that stands still while anybody can run, and then jumps to whoever sleeps shortest.
final class VirtualTime: Sendable {
    private struct Sleeper {
        var id: Int
        var wake: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed = Duration.zero
        var wallOffset = Duration.zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var random: SeededGenerator
        var drift: SeededGenerator
    }

    /// Where every simulation begins; one instant for all, since an instant cannot be made from a number.
    private static let origin = ContinuousClock.now
    private static let wallOrigin = Timestamp(secondsSince1970: 1_780_000_000)

    private let state: Mutex<State>
    /// Called by everything that asks for time, to find out who has escaped the simulation.
    private let watch: @Sendable () -> Void

    /// Starts at zero.
    init(seed: UInt64, watch: @escaping @Sendable () -> Void) {
        self.watch = watch
        state = Mutex(
            State(random: SeededGenerator(seed: seed, stream: 2), drift: SeededGenerator(seed: seed, stream: 3))
        )
    }

    /// How much time has passed.
    var elapsed: Duration { state.withLock(\.elapsed) }

    /// What the calendar clock shows.
    var wallNow: Timestamp { state.withLock { Self.wallOrigin.advanced(by: $0.elapsed + $0.wallOffset) } }

    /// What is handed to the hub.
    var source: TimeSource {
        TimeSource(
            now: { [self] in instant(at: asked { elapsed }) },
            wallClock: { [self] in asked { wallNow } },
            sleep: { [self] instant in try await sleep(until: asked { duration(to: instant) }) },
            random: { [self] in asked { state.withLock { $0.random.next() } } }
        )
    }

    /// The instant of the hub's clock after so much time.
    func instant(at elapsed: Duration) -> ContinuousClock.Instant { Self.origin.advanced(by: elapsed) }

    /// How much time has passed at an instant of the hub's clock.
    func duration(to instant: ContinuousClock.Instant) -> Duration { Self.origin.duration(to: instant) }

    /// Sets the calendar clock forward, or back.
    func jumpWallClock(by offset: Duration) {
        state.withLock { $0.wallOffset += offset }
    }

    /// Lets a little time pass, as work does.
    func drift(upTo microseconds: Int) {
        state.withLock { $0.elapsed += .microseconds($0.drift.below(microseconds + 1)) }
    }

    /// Moves the time to the next wake-up, and wakes whoever is due.
    ///
    /// - Returns: Whether somebody slept.
    func wakeNext() -> Bool {
        let due = state.withLock { state -> [Sleeper] in
            guard let next = state.sleepers.lazy.map(\.wake).min() else { return [] }
            state.elapsed = max(state.elapsed, next)
            let now = state.elapsed
            let due = state.sleepers.filter { $0.wake <= now }
            state.sleepers.removeAll { $0.wake <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
        return !due.isEmpty
    }

    /// Sleeps until so much time has passed; ends at once when the task is cancelled.
    func sleep(until wake: Duration) async throws {
        try Task.checkCancellation()
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

    /// Sleeps until so much time has passed, whatever becomes of the task.
    func sleepThrough(until wake: Duration) async {
        _ = try? await withCheckedThrowingContinuation { enqueue(Sleeper(id: 0, wake: wake, continuation: $0)) }
    }

    private func asked<Value>(_ body: () -> Value) -> Value {
        watch()
        return body()
    }

    private func enqueue(_ sleeper: Sleeper) {
        let isCancelled = state.withLock { state -> Bool in
            if state.cancelled.remove(sleeper.id) != nil { return true }
            state.sleepers.append(sleeper)
            return false
        }
        if isCancelled { sleeper.continuation.resume(throwing: CancellationError()) }
    }

    private func cancel(_ id: Int) {
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
