import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// A pipeline whose attempts last until the test lets them end.
final class Hold: Sendable {
    private struct State {
        var begun = 0
        var held: [(Int, CheckedContinuation<Failure?, Never>)] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var underWay = 0
        var most = 0
        var order: [Int] = []
    }

    let time: ManualTime
    let pipeline: Pipeline
    let events = EventLog()
    private let state = Mutex(State())

    init(jumps: Bool = false, change: (inout ResiliencePolicy) -> Void = { _ in }) {
        var policy = ResiliencePolicy(RateLimit(1_000_000, per: .seconds(1), burst: 1_000_000))
        policy.retry.jitter = 0
        change(&policy)
        time = ManualTime(jumps: jumps)
        pipeline = Pipeline(service: "Plain", policy: policy, time: time.source, observe: events.append)
    }

    /// How many attempts have begun.
    var begun: Int { state.withLock(\.begun) }

    /// How many were under way at once at most.
    var most: Int { state.withLock(\.most) }

    /// The names of the calls, in the order in which their attempts began.
    var order: [Int] { state.withLock(\.order) }

    /// Begins a call; its value is how it failed.
    func begin(
        _ name: Int = 0,
        group: Int = 0,
        seconds: Double = 120,
        patience: Exchange.Patience = .full
    ) -> Task<Failure?, Never> {
        let exchange = Exchange(
            repeatability: .once,
            deadline: time.now.advanced(by: .seconds(seconds)),
            attemptTimeout: nil,
            patience: patience,
            group: group
        )
        return Task {
            do throws(Failure) {
                try await pipeline.run(exchange) { (_: ContinuousClock.Instant, _: Int) async throws(Failure) in
                    if let failure = await self.hold(name) { throw failure }
                }
                return nil
            } catch {
                return error
            }
        }
    }

    /// Waits until so many attempts have begun.
    func waitForAttempts(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.begun < count { state.watchers.append((count, continuation)) }
                return state.begun >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// Waits until so many calls stand in line.
    func waitForLine(_ count: Int) async {
        while pipeline.snapshot().concurrency.waiting != count { await Task.yield() }
    }

    /// Lets attempts end, the oldest first.
    func release(_ count: Int = .max, with failure: Failure? = nil) {
        let released = state.withLock { state in
            let released = state.held.prefix(count)
            state.held.removeFirst(released.count)
            state.underWay -= released.count
            return released.map(\.1)
        }
        for continuation in released { continuation.resume(returning: failure) }
    }

    private func hold(_ name: Int) async -> Failure? {
        await withCheckedContinuation { continuation in
            let watchers = state.withLock { state in
                state.begun += 1
                state.underWay += 1
                state.most = max(state.most, state.underWay)
                state.order.append(name)
                state.held.append((name, continuation))
                let count = state.begun
                defer { state.watchers.removeAll { $0.count <= count } }
                return state.watchers.filter { $0.count <= count }.map(\.continuation)
            }
            for watcher in watchers { watcher.resume() }
        }
    }
}
