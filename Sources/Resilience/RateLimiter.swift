import SwitchboardCore
import Synchronization

/// A rate limiter: ``GCRA`` behind a lock, and the waiting.
final class RateLimiter: Sendable {
    private let state: Mutex<GCRA>
    private let time: TimeSource

    init(rate: GCRA.Rate, quota: QuotaPolicy, time: TimeSource) {
        state = Mutex(GCRA(rate, quota: quota))
        self.time = time
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
    ///   - latest: The last instant at which the call would still be of use.
    /// - Returns: The present when the call may begin.
    /// - Throws: As ``reserve(at:latest:)``; `cancelled`.
    func wait(
        until begin: ContinuousClock.Instant,
        latest: ContinuousClock.Instant
    ) async throws(Failure) -> ContinuousClock.Instant {
        var begin = begin
        while true {
            try await time.pause(until: begin)
            let now = time.now()
            guard begin > now || state.withLock({ $0.isPaused(at: now) }) else { return now }
            if begin <= now { begin = try reserve(at: now, latest: latest) }
        }
    }

    /// The limiter at this moment; books nothing.
    func snapshot() -> GCRA.Snapshot {
        let now = time.now()
        return state.withLock { $0.snapshot(at: now) }
    }

    /// Takes a refusal: a pause where it names a time to come back, and a part of the rate for a while.
    func learn(from failure: Failure) {
        guard failure.kind == .rateLimited else { return }
        let end = time.now().advanced(by: failure.retryAfter ?? .zero)
        state.withLock { $0.slowDown(until: end) }
    }

    /// Takes what the far side says is left of its window.
    func spread(_ left: Int64, for rest: Duration) {
        let now = time.now()
        state.withLock { $0.spread(left, until: now.advanced(by: rest), at: now) }
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
