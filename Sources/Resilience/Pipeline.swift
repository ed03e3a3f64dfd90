public import SwitchboardCore

/// The one way in which every exchange with a provider instance is run.
///
/// total deadline -> retry -> circuit breaker -> rate limiter -> attempt deadline -> the attempt itself. The order and
/// its reasons stand in `docs/architecture.md`; each part decides in a pure state, the pipeline only sequences them. It
/// knows nothing of HTTP: an attempt is any function that throws a ``Failure``.
public final class Pipeline: Sendable {
    /// The instance's circuit breaker.
    public let breaker: CircuitBreaker

    private let policy: ResiliencePolicy
    private let limiter: RateLimiter
    private let time: TimeSource

    /// Creates the pipeline of one provider instance.
    ///
    /// - Parameters:
    ///   - service: The provider's name for people.
    ///   - policy: Every number.
    ///   - time: Clocks, waiting and randomness.
    ///   - observe: Called for each event; where nobody listens, nothing is made or measured for it.
    public init(
        service: String,
        policy: ResiliencePolicy,
        time: TimeSource = .system,
        observe: (@Sendable (PipelineEvent) -> Void)? = nil
    ) {
        breaker = CircuitBreaker(service: service, policy: policy.breaker, time: time, observe: observe)
        limiter = RateLimiter(rate: policy.rate, time: time, observe: observe)
        self.policy = policy
        self.time = time
    }

    /// Runs an exchange to its end: attempts, waits and gives up as the policy and the exchange say.
    ///
    /// - Parameters:
    ///   - exchange: What the pipeline must know of it.
    ///   - observe: Called after each attempt that went to the wire, in order; where nobody listens, nothing is timed.
    ///   - attempt: Tries once, and ends by the deadline that it is given; also told which attempt it is, from 1.
    /// - Returns: What the successful attempt returned.
    /// - Throws: The last failure, with the strongest effect of all attempts; `none` for a `safe` exchange. Cancelling
    ///   the task ends every wait at once.
    public func run<Value: Sendable>(
        _ exchange: Exchange,
        observe: (@Sendable (AttemptReport<Value>) -> Void)? = nil,
        attempt: @Sendable (_ deadline: ContinuousClock.Instant, _ number: Int) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var course = RetryCourse(policy: policy.retry, exchange: exchange, longestWait: policy.longestInlineWait)
        var lastFailure: Failure?
        // The clock is read where time may have passed, and nowhere else: a call that waits for nothing reads it twice.
        var since = time.now()
        var now = since
        while true {
            let admission: Admission
            do throws(Failure) {
                let latest = try latestBegin(exchange, course, at: now)
                var begin = try limiter.reserve(at: now, latest: latest)
                if begin > now { begin = try await limiter.wait(until: begin, since: now, latest: latest) }
                admission = try admit(exchange, at: max(now, begin))
            } catch {
                if error.kind == .cancelled { throw course.cancelled() }
                // What stopped the retry says less than what made it necessary.
                guard let lastFailure else { throw course.concluding(error) }
                throw course.concluding(lastFailure, adding: "not tried again: \(error.message)")
            }
            let start = AttemptStart(number: course.failures + 1, at: admission.at, since: since)
            let failure: Failure
            do throws(Failure) {
                let value = try await attempt(exchange.attemptDeadline(from: admission.at), start.number)
                breaker.report(.success, on: admission.permit)
                observe?(start.report(.success(value), at: time.now()))
                return value
            } catch {
                failure = error
            }
            breaker.report(BreakerVerdict(failure), on: admission.permit)
            limiter.learn(from: failure)
            since = time.now()
            observe?(start.report(.failure(failure), at: since))
            lastFailure = failure
            let wake = try course.wake(after: failure, now: since, draw: time.randomUnit())
            try await pause(until: wake, course: course, after: failure)
            now = time.now()
        }
    }

    /// Leave to try once.
    private struct Admission {
        var permit: CircuitBreaker.Permit
        /// When it was given: the attempt begins now.
        var at: ContinuousClock.Instant
    }

    /// Refuses at once what can be refused at once; else says by when the attempt must begin to be of use.
    private func latestBegin(
        _ exchange: Exchange,
        _ course: RetryCourse,
        at now: ContinuousClock.Instant
    ) throws(Failure) -> ContinuousClock.Instant {
        if Task.isCancelled { throw .cancelledBeforeSending }
        try breaker.peek()
        try exchange.checkDeadline(at: now)
        return min(exchange.deadline, now.advanced(by: course.longestPatientWait))
    }

    /// Takes the breaker's permit, last of all, so that it is never held while waiting.
    private func admit(_ exchange: Exchange, at now: ContinuousClock.Instant) throws(Failure) -> Admission {
        try exchange.checkDeadline(at: now)
        return Admission(permit: try breaker.admit(attemptWithin: exchange.longestAttempt(from: now)), at: now)
    }

    /// Waits for the next attempt, unless the breaker will refuse it anyway.
    private func pause(
        until wake: ContinuousClock.Instant,
        course: RetryCourse,
        after failure: Failure
    ) async throws(Failure) {
        guard !breaker.isOpen(through: wake) else {
            throw course.concluding(failure, adding: "the circuit breaker has opened")
        }
        do throws(Failure) {
            try await time.pause(until: wake)
        } catch {
            throw course.cancelled()
        }
    }
}

/// An attempt that has begun.
private struct AttemptStart {
    let number: Int
    let at: ContinuousClock.Instant
    /// Since when the exchange waited for it.
    let since: ContinuousClock.Instant

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

extension Exchange {
    fileprivate func attemptDeadline(from now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        attemptTimeout.map { min(deadline, now.advanced(by: $0)) } ?? deadline
    }

    fileprivate func checkDeadline(at now: ContinuousClock.Instant) throws(Failure) {
        guard now < deadline else {
            throw Failure(.timeout, effect: .none, "the deadline passed before anything was sent")
        }
    }

    fileprivate func longestAttempt(from now: ContinuousClock.Instant) -> Duration {
        let left = now.duration(to: deadline)
        return min(left, attemptTimeout ?? left)
    }
}
