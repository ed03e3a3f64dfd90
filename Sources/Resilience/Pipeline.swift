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

    /// Breaker and limiter at this moment; takes no permit and books nothing.
    package func snapshot() -> PipelineSnapshot {
        PipelineSnapshot(breaker: breaker.snapshot(), limiter: limiter.snapshot())
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
    @inlinable
    public func run<Value: Sendable>(
        _ exchange: Exchange,
        observe: (@Sendable (AttemptReport<Value>) -> Void)? = nil,
        attempt: @Sendable (_ deadline: ContinuousClock.Instant, _ number: Int) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var progress = begin(exchange)
        while true {
            if let place = try reserve(&progress) { try await wait(for: place, &progress) }
            let start = try admit(progress)
            do throws(Failure) {
                let value = try await attempt(start.deadline, start.number)
                succeeded(start)
                if let observe { observe(start.report(.success(value), at: present)) }
                return value
            } catch {
                failed(start, error, &progress)
                observe?(start.report(.failure(error), at: progress.since))
                try await pause(after: error, &progress)
            }
        }
    }
}

// MARK: - Steps

/// The steps of an exchange.
///
/// They know nothing of its value, so they are compiled here, once. What is left of ``Pipeline/run(_:observe:attempt:)``
/// is short enough to be compiled for each type of value where it is called: a generic function would ask the task for
/// memory at every touch of the value.
extension Pipeline {
    /// Begins an exchange.
    @usableFromInline
    func begin(_ exchange: Exchange) -> ExchangeProgress {
        let course = RetryCourse(policy: policy.retry, exchange: exchange, longestWait: policy.longestInlineWait)
        return ExchangeProgress(course: course, at: time.now())
    }

    /// Books a place for the next attempt.
    ///
    /// - Returns: The place, where it must be waited for.
    @usableFromInline
    func reserve(_ progress: inout ExchangeProgress) throws(Failure) -> ExchangeProgress.Place? {
        do throws(Failure) {
            let latest = try latestBegin(progress.course, at: progress.now)
            let begin = try limiter.reserve(at: progress.now, latest: latest)
            return begin > progress.now ? ExchangeProgress.Place(begin: begin, latest: latest) : nil
        } catch {
            throw progress.refused(error)
        }
    }

    /// Waits for a place that was booked.
    @usableFromInline
    func wait(for place: ExchangeProgress.Place, _ progress: inout ExchangeProgress) async throws(Failure) {
        do throws(Failure) {
            progress.now = try await limiter.wait(until: place.begin, since: progress.now, latest: place.latest)
        } catch {
            throw progress.refused(error)
        }
    }

    /// Takes the breaker's permit, last of all, so that it is never held while waiting.
    @usableFromInline
    func admit(_ progress: ExchangeProgress) throws(Failure) -> AttemptStart {
        let (exchange, now) = (progress.course.exchange, progress.now)
        do throws(Failure) {
            try exchange.checkDeadline(at: now)
            let permit = try breaker.admit(attemptWithin: exchange.longestAttempt(from: now))
            return AttemptStart(
                number: progress.course.failures + 1,
                at: now,
                since: progress.since,
                deadline: exchange.attemptDeadline(from: now),
                permit: permit
            )
        } catch {
            throw progress.refused(error)
        }
    }

    /// Takes note of a success.
    @usableFromInline
    func succeeded(_ start: AttemptStart) { breaker.report(.success, on: start.permit) }

    /// Takes note of a failure; from now on the exchange waits again.
    @usableFromInline
    func failed(_ start: AttemptStart, _ failure: Failure, _ progress: inout ExchangeProgress) {
        breaker.report(BreakerVerdict(failure), on: start.permit)
        limiter.learn(from: failure)
        progress.since = time.now()
        progress.lastFailure = failure
    }

    /// Waits for the next attempt, unless none follows or the breaker will refuse it anyway.
    @usableFromInline
    func pause(after failure: Failure, _ progress: inout ExchangeProgress) async throws(Failure) {
        let wake = try progress.course.wake(after: failure, now: progress.since, draw: time.randomUnit())
        guard !breaker.isOpen(through: wake) else {
            throw progress.course.concluding(failure, adding: "the circuit breaker has opened")
        }
        do throws(Failure) {
            try await time.pause(until: wake)
        } catch {
            throw progress.course.cancelled()
        }
        progress.now = time.now()
    }

    @usableFromInline
    var present: ContinuousClock.Instant { time.now() }

    /// Refuses at once what can be refused at once; else says by when the attempt must begin to be of use.
    private func latestBegin(
        _ course: RetryCourse,
        at now: ContinuousClock.Instant
    ) throws(Failure) -> ContinuousClock.Instant {
        if Task.isCancelled { throw .cancelledBeforeSending }
        try breaker.peek()
        try course.exchange.checkDeadline(at: now)
        return min(course.exchange.deadline, now.advanced(by: course.longestPatientWait))
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
