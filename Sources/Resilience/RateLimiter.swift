import SwitchboardCore
import Synchronization

/// The rate limiter of one provider instance: ``GCRA`` behind a lock, and the waiting.
final class RateLimiter: Sendable {
    private let state: Mutex<GCRA>
    private let time: TimeSource
    private let observe: (@Sendable (PipelineEvent) -> Void)?

    init(rate: GCRA.Rate, time: TimeSource, observe: (@Sendable (PipelineEvent) -> Void)? = nil) {
        state = Mutex(GCRA(rate))
        self.time = time
        self.observe = observe
    }

    /// Waits for a place; a pause that begins while it waits is honoured too.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: The present when it has its place: the same instant where nothing had to be waited for.
    /// - Throws: ``Failure/Kind/rateLimited`` at once where the place would come later than that; `cancelled`.
    func wait(
        from now: ContinuousClock.Instant,
        latest: ContinuousClock.Instant
    ) async throws(Failure) -> ContinuousClock.Instant {
        let arrived = now
        var now = now
        while true {
            switch state.withLock({ $0.reserve(at: now, latest: latest) }) {
            case .begin(let instant) where instant <= now:
                tell(arrived, until: now)
                return now
            case .begin(let instant):
                try await time.pause(until: instant)
                now = time.now()
                if !state.withLock({ $0.isPaused(at: now) }) {
                    tell(arrived, until: now)
                    return now
                }
            case .tooLate(let instant):
                throw Failure(
                    .rateLimited,
                    effect: .none,
                    "the rate limit leaves no place for this call in time",
                    retryAfter: now.duration(to: instant)
                )
            }
        }
    }

    /// Takes a failure's word for when to come back.
    func learn(from failure: Failure) {
        guard failure.kind == .rateLimited, let wait = failure.retryAfter else { return }
        let end = time.now().advanced(by: wait)
        state.withLock { $0.pause(until: end) }
    }

    private func tell(_ arrived: ContinuousClock.Instant, until now: ContinuousClock.Instant) {
        if let observe, arrived < now { observe(.limiterWaited(arrived.duration(to: now))) }
    }
}

extension TimeSource {
    /// Waits until an instant.
    ///
    /// - Throws: ``Failure/cancelledBeforeSending``.
    func pause(until instant: ContinuousClock.Instant) async throws(Failure) {
        do {
            try await sleep(instant)
        } catch {
            throw .cancelledBeforeSending
        }
    }
}
