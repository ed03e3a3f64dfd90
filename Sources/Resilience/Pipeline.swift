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
    ///   - observe: Called after each attempt that went to the wire, in order.
    ///   - attempt: Tries once, and ends by the deadline that it is given; also told which attempt it is, from 1.
    /// - Returns: What the successful attempt returned.
    /// - Throws: The last failure, with the strongest effect of all attempts; `none` for a `safe` exchange. Cancelling
    ///   the task ends every wait at once.
    public func run<Value: Sendable>(
        _ exchange: Exchange,
        observe: @Sendable (AttemptReport<Value>) -> Void = { _ in },
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
                admission = try await admit(exchange, course, at: now)
            } catch {
                if error.kind == .cancelled { throw course.cancelled() }
                // What stopped the retry says less than what made it necessary.
                guard let lastFailure else { throw course.concluding(error) }
                throw course.concluding(lastFailure, adding: "not tried again: \(error.message)")
            }
            let report = await once(exchange, number: course.failures + 1, since: since, admission, attempt)
            observe(report)
            switch report.result {
            case .success(let value): return value
            case .failure(let failure):
                lastFailure = failure
                since = report.began.advanced(by: report.duration)
                let wake = try course.wake(after: failure, now: since, draw: time.randomUnit())
                try await pause(until: wake, course: course, after: failure)
                now = time.now()
            }
        }
    }

    /// Leave to try once.
    private struct Admission {
        var permit: CircuitBreaker.Permit
        /// When it was given: the attempt begins now.
        var at: ContinuousClock.Instant
    }

    /// Passes everything that may refuse or delay an attempt; the permit comes last and is never held while waiting.
    private func admit(
        _ exchange: Exchange,
        _ course: RetryCourse,
        at now: ContinuousClock.Instant
    ) async throws(Failure) -> Admission {
        if Task.isCancelled { throw .cancelledBeforeSending }
        try breaker.peek()
        try exchange.checkDeadline(at: now)
        let latest = min(exchange.deadline, now.advanced(by: course.longestPatientWait))
        let begin = try await limiter.wait(from: now, latest: latest)
        try exchange.checkDeadline(at: begin)
        return Admission(permit: try breaker.admit(attemptWithin: exchange.longestAttempt(from: begin)), at: begin)
    }

    private func once<Value: Sendable>(
        _ exchange: Exchange,
        number: Int,
        since: ContinuousClock.Instant,
        _ admission: Admission,
        _ attempt: @Sendable (ContinuousClock.Instant, Int) async throws(Failure) -> Value
    ) async -> AttemptReport<Value> {
        let began = admission.at
        let deadline = exchange.attemptTimeout.map { min(exchange.deadline, began.advanced(by: $0)) }
        let result: Result<Value, Failure>
        do throws(Failure) {
            result = .success(try await attempt(deadline ?? exchange.deadline, number))
            breaker.report(.success, on: admission.permit)
        } catch {
            result = .failure(error)
            breaker.report(BreakerVerdict(error), on: admission.permit)
            limiter.learn(from: error)
        }
        return AttemptReport(
            number: number,
            began: began,
            waited: since.duration(to: began),
            duration: began.duration(to: time.now()),
            result: result
        )
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

extension Exchange {
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
