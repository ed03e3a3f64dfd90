public import SwitchboardCore

/// Where an exchange stands between two steps of ``Pipeline/run(_:observe:attempt:)``.
@usableFromInline
struct ExchangeProgress {
    /// A place that the rate limiter has booked.
    @usableFromInline
    struct Place {
        /// When it comes.
        let begin: ContinuousClock.Instant
    }

    /// A place in the line before the concurrency limit.
    @usableFromInline
    struct Ticket {
        let number: ConcurrencyLimit.Ticket
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

    /// The last instant at which the next attempt would still be of use.
    private(set) var latest: ContinuousClock.Instant

    /// The leave to be under way, for the attempt that begins next.
    var slot = ConcurrencyLimit.Slot(round: 0)

    /// Begins an exchange.
    init(course: RetryCourse, at now: ContinuousClock.Instant) {
        self.course = course
        since = now
        self.now = now
        latest = now
    }

    /// The place of its endpoint group.
    var group: Int { course.exchange.group }

    /// Whether the next attempt is not the first.
    var isRetry: Bool { course.failures > 0 }

    /// Sets how long the next attempt may be waited for, from now on.
    mutating func setLatest() { latest = min(course.exchange.deadline, now.advanced(by: course.longestPatientWait)) }

    /// Refuses an attempt that would begin too late.
    func checkDeadline() throws(Failure) {
        guard now < course.exchange.deadline else {
            throw Failure(.timeout, effect: .none, "the deadline passed before anything was sent")
        }
    }

    /// Takes note of a failed attempt.
    mutating func failed(_ failure: Failure, at now: ContinuousClock.Instant) {
        since = now
        lastFailure = failure
    }

    /// How long the next attempt may take.
    var longestAttempt: Duration {
        let left = now.duration(to: course.exchange.deadline)
        return min(left, course.exchange.attemptTimeout ?? left)
    }

    /// Begins the next attempt.
    func start(_ permit: CircuitBreaker.Permit) -> AttemptStart {
        let exchange = course.exchange
        let deadline = exchange.attemptTimeout.map { min(exchange.deadline, now.advanced(by: $0)) } ?? exchange.deadline
        return AttemptStart(
            number: course.failures + 1,
            at: now,
            since: since,
            deadline: deadline,
            permit: permit,
            slot: slot
        )
    }

    /// What to say where the turn has not come in time.
    var late: Failure {
        if latest == course.exchange.deadline {
            return Failure(
                .timeout,
                effect: .none,
                "the deadline passed before anything was sent: as many calls as may be were under way"
            )
        }
        return Failure(
            .rateLimited,
            effect: .none,
            "as many calls as may be were under way for \(course.longestPatientWait.wholeSeconds) s; nothing was sent"
        )
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

    /// The concurrency limit's leave.
    let slot: ConcurrencyLimit.Slot

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
