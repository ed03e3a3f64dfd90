public import SwitchboardCore
import Synchronization

/// The one way in which every exchange with a provider instance is run.
///
/// total deadline -> retry -> circuit breaker (a look) -> rate limiter -> concurrency limit -> circuit breaker (the permit)
/// -> attempt deadline -> the attempt itself. The order and its reasons stand in `docs/resilience.md`; each part decides
/// in a pure state, the pipeline only sequences them. It knows nothing of HTTP: an attempt is any function that throws a
/// ``Failure``.
public final class Pipeline: Sendable {
    private let policy: ResiliencePolicy
    private let lanes: [EndpointLane]
    private let budget: Mutex<RetryBudget>
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
        self.policy = policy
        self.time = time
        budget = Mutex(RetryBudget(policy.retryBudget))
        let limiter = RateLimiter(rate: policy.rate, quota: policy.quota, time: time)
        lanes = (policy.groups.isEmpty ? [ResiliencePolicy.Group("")] : policy.groups).enumerated()
            .map { index, group in
                EndpointLane(
                    service: index == 0 ? service : "\(service) \(group.name)",
                    name: policy.groups.count > 1 ? group.name : nil,
                    policy: policy,
                    limiter: group.rate.map { RateLimiter(rate: $0, quota: policy.quota, time: time) } ?? limiter,
                    time: time,
                    observe: observe
                )
            }
    }

    /// The circuit breaker; of several endpoint groups, the first one's.
    public var breaker: CircuitBreaker { lanes[0].breaker }

    /// Forces the breakers of all endpoint groups, or lets them decide for themselves again.
    ///
    /// - Parameter force: What they are to be; `nil` where they decide for themselves. What they are already changes
    ///   nothing.
    public func force(_ force: CircuitBreaker.Force?) {
        for lane in lanes { lane.breaker.force(force) }
    }

    /// Takes what the far side says of its rate limit, as some do with every answer.
    ///
    /// Where little is left, it is spread until the window ends; where nothing is, no call begins before. A refusal
    /// needs no word here: the failure says it.
    ///
    /// - Parameters:
    ///   - left: How many calls are left in the far side's window.
    ///   - limit: How many the window allows.
    ///   - group: The endpoint group that it is about, by its place in ``ResiliencePolicy/groups``.
    ///   - rest: How long the window still lasts; asked for only where little is left.
    public func learn(left: Int64, of limit: Int64, group: Int = 0, rest: () -> Duration?) {
        guard Double(left) < Double(limit) * policy.quota.scarce, let rest = rest() else { return }
        lanes[group].limiter.spread(max(0, left), for: rest)
    }

    /// The state of every part at this moment; takes no permit and books nothing.
    public func snapshot() -> PipelineSnapshot {
        PipelineSnapshot(
            groups: lanes.map { lane in
                PipelineSnapshot.Group(
                    name: lane.name,
                    breaker: lane.breaker.snapshot(),
                    limiter: lane.limiter.snapshot(),
                    concurrency: lane.concurrency.snapshot()
                )
            }
        )
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
            if let ticket = try enter(&progress) { try await wait(for: ticket, &progress) }
            let start = try admit(&progress)
            do throws(Failure) {
                let value = try await attempt(start.deadline, start.number)
                succeeded(start, progress)
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
        let lane = lanes[progress.group]
        do throws(Failure) {
            if Task.isCancelled { throw .cancelledBeforeSending }
            try lane.breaker.peek()
            try progress.checkDeadline()
            progress.setLatest()
            let begin = try lane.limiter.reserve(at: progress.now, latest: progress.latest)
            return begin > progress.now ? ExchangeProgress.Place(begin: begin) : nil
        } catch {
            throw progress.refused(error)
        }
    }

    /// Waits for a place that was booked.
    @usableFromInline
    func wait(for place: ExchangeProgress.Place, _ progress: inout ExchangeProgress) async throws(Failure) {
        do throws(Failure) {
            try await lanes[progress.group].wait(until: place.begin, &progress)
        } catch {
            throw progress.refused(error)
        }
    }

    /// Takes a slot, so that no more than the limit are under way.
    ///
    /// - Returns: The place in line, where there is no slot.
    @usableFromInline
    func enter(_ progress: inout ExchangeProgress) throws(Failure) -> ExchangeProgress.Ticket? {
        let lane = lanes[progress.group]
        switch lane.concurrency.enter() {
        case .slot(let slot):
            progress.slot = slot
            return nil
        case .line(let ticket): return ExchangeProgress.Ticket(number: ticket)
        case .full:
            lane.observe?(.queueFull(in: lane.name))
            throw progress.refused(.queueFull)
        }
    }

    /// Waits for the turn, and then for another place: the one that was booked may be long past.
    @usableFromInline
    func wait(for ticket: ExchangeProgress.Ticket, _ progress: inout ExchangeProgress) async throws(Failure) {
        let lane = lanes[progress.group]
        do throws(Failure) {
            let slot = try await lane.turn(ticket.number, &progress)
            do throws(Failure) {
                progress.now = time.now()
                if Task.isCancelled { throw .cancelledBeforeSending }
                let begin = try lane.limiter.reserve(at: progress.now, latest: progress.latest)
                if begin > progress.now { try await lane.wait(until: begin, &progress) }
                progress.slot = slot
            } catch {
                lane.concurrency.leave(slot, .unclear)
                throw error
            }
        } catch {
            throw progress.refused(error)
        }
    }

    /// Takes the breaker's permit, last of all, so that it is never held while waiting.
    @usableFromInline
    func admit(_ progress: inout ExchangeProgress) throws(Failure) -> AttemptStart {
        let lane = lanes[progress.group]
        do throws(Failure) {
            try progress.checkDeadline()
            if progress.isRetry { try draw(progress) }
            let permit = try lane.breaker.admit(attemptWithin: progress.longestAttempt)
            if !progress.isRetry { budget.withLock { $0.countFirst(at: progress.now.nanoseconds) } }
            return progress.start(permit)
        } catch {
            lane.concurrency.leave(progress.slot, .unclear)
            throw progress.refused(error)
        }
    }

    /// Takes note of a success.
    @usableFromInline
    func succeeded(_ start: AttemptStart, _ progress: ExchangeProgress) { lanes[progress.group].ended(start, nil) }

    /// Takes note of a failure; from now on the exchange waits again.
    @usableFromInline
    func failed(_ start: AttemptStart, _ failure: Failure, _ progress: inout ExchangeProgress) {
        lanes[progress.group].ended(start, failure)
        progress.failed(failure, at: time.now())
    }

    /// Waits for the next attempt, unless none follows, the breaker will refuse it anyway, or the budget is exhausted.
    @usableFromInline
    func pause(after failure: Failure, _ progress: inout ExchangeProgress) async throws(Failure) {
        let wake = try progress.course.wake(after: failure, now: progress.since, draw: time.randomUnit())
        let lane = lanes[progress.group]
        guard !lane.breaker.isOpen(through: wake) else {
            throw progress.course.concluding(failure, adding: "the circuit breaker has opened")
        }
        guard budget.withLock({ $0.plan(at: progress.since.nanoseconds) }) else {
            lane.observe?(.retryDenied(in: lane.name))
            throw progress.course.concluding(failure, adding: RetryBudget.exhausted)
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

    /// Draws on the budget once more where a retry is about to be sent: many may have waited for one instant.
    private func draw(_ progress: ExchangeProgress) throws(Failure) {
        guard budget.withLock({ $0.send(at: progress.now.nanoseconds) }) else {
            let lane = lanes[progress.group]
            lane.observe?(.retryDenied(in: lane.name))
            throw Failure(.rateLimited, effect: .none, RetryBudget.exhausted)
        }
    }
}

extension EndpointLane {
    /// Waits for a place that the rate limiter has booked, and tells how long that took.
    fileprivate func wait(
        until begin: ContinuousClock.Instant,
        _ progress: inout ExchangeProgress
    ) async throws(Failure) {
        let arrived = progress.now
        progress.now = try await limiter.wait(until: begin, latest: progress.latest)
        observe?(.limiterWaited(arrived.duration(to: progress.now), in: name))
    }

    /// Waits for the turn, and tells how long that took.
    fileprivate func turn(
        _ ticket: ConcurrencyLimit.Ticket,
        _ progress: inout ExchangeProgress
    ) async throws(Failure) -> ConcurrencyLimit.Slot {
        switch await concurrency.wait(ticket, until: progress.latest) {
        case .slot(let slot):
            if let observe { observe(.turnWaited(progress.now.duration(to: concurrency.now), in: name)) }
            return slot
        case .cancelled: throw .cancelledBeforeSending
        case .late: throw progress.late
        }
    }
}

extension RetryBudget {
    fileprivate static let exhausted = "the retry budget is exhausted"
}

extension Failure {
    fileprivate static let queueFull = Failure(
        .rateLimited,
        effect: .none,
        "too many calls wait for their turn already; nothing was sent"
    )
}
