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

    /// Books the next place.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: When the call may begin; no later than `now` where nothing needs to be waited for.
    /// - Throws: ``Failure/Kind/rateLimited`` where the place would come too late; nothing is booked then.
    func reserve(
        at now: ContinuousClock.Instant,
        latest: ContinuousClock.Instant
    ) throws(Failure) -> ContinuousClock.Instant {
        switch state.withLock({ $0.reserve(at: now, latest: latest) }) {
        case .begin(let instant): return instant
        case .tooLate(let instant):
            throw Failure(
                .rateLimited,
                effect: .none,
                "the rate limit leaves no place for this call in time",
                retryAfter: now.duration(to: instant)
            )
        }
    }

    /// Waits for a place that was booked; where a pause begins meanwhile, books and waits for another.
    ///
    /// - Parameters:
    ///   - begin: When the place comes.
    ///   - arrived: When the wait began.
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: The present when the call may begin.
    /// - Throws: As ``reserve(at:latest:)``; `cancelled`.
    func wait(
        until begin: ContinuousClock.Instant,
        since arrived: ContinuousClock.Instant,
        latest: ContinuousClock.Instant
    ) async throws(Failure) -> ContinuousClock.Instant {
        var (begin, now) = (begin, arrived)
        while begin > now {
            try await time.pause(until: begin)
            now = time.now()
            let isPaused = state.withLock { $0.isPaused(at: now) }
            begin = isPaused ? try reserve(at: now, latest: latest) : now
        }
        if let observe { observe(.limiterWaited(arrived.duration(to: now))) }
        return now
    }

    /// The limiter at this moment; books nothing.
    func snapshot() -> GCRA.Snapshot {
        let now = time.now()
        return state.withLock { $0.snapshot(at: now) }
    }

    /// Takes a failure's word for when to come back.
    func learn(from failure: Failure) {
        guard failure.kind == .rateLimited, let wait = failure.retryAfter else { return }
        let end = time.now().advanced(by: wait)
        state.withLock { $0.pause(until: end) }
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
