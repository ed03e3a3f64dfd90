public import SwitchboardCore

/// Where an exchange stands between two steps of ``Pipeline/run(_:observe:attempt:)``.
@usableFromInline
struct ExchangeProgress {
    /// A place that the rate limiter has booked.
    @usableFromInline
    struct Place {
        /// When it comes.
        let begin: ContinuousClock.Instant

        /// The last instant at which the attempt would still be of use.
        let latest: ContinuousClock.Instant
    }

    /// Its retries.
    var course: RetryCourse

    /// How the last attempt failed, if one has.
    var lastFailure: Failure?

    /// Since when it waits for its next attempt.
    @usableFromInline var since: ContinuousClock.Instant

    /// The present, as far as it is known.
    ///
    /// The clock is read where time may have passed, and nowhere else: a call that waits for nothing reads it twice.
    var now: ContinuousClock.Instant

    /// Begins an exchange.
    init(course: RetryCourse, at now: ContinuousClock.Instant) {
        self.course = course
        since = now
        self.now = now
    }

    /// The exchange's failure where an attempt was not let through.
    func refused(_ refusal: Failure) -> Failure {
        if refusal.kind == .cancelled { return course.cancelled() }
        // What stopped the retry says less than what made it necessary.
        guard let lastFailure else { return course.concluding(refusal) }
        return course.concluding(lastFailure, adding: "not tried again: \(refusal.message)")
    }
}

/// An attempt that has begun.
@usableFromInline
struct AttemptStart {
    /// Which attempt of the exchange it is, from 1.
    @usableFromInline let number: Int

    /// When it began.
    @usableFromInline let at: ContinuousClock.Instant

    /// Since when the exchange waited for it.
    @usableFromInline let since: ContinuousClock.Instant

    /// When it must end.
    @usableFromInline let deadline: ContinuousClock.Instant

    /// The breaker's leave.
    let permit: CircuitBreaker.Permit

    /// Tells how the attempt ended.
    @inlinable
    func report<Value>(_ result: Result<Value, Failure>, at now: ContinuousClock.Instant) -> AttemptReport<Value> {
        AttemptReport(
            number: number,
            began: at,
            waited: since.duration(to: at),
            duration: at.duration(to: now),
            result: result
        )
    }
}
