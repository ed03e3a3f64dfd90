import SwitchboardCore

/// The guards of one endpoint group.
///
/// A limiter may be shared with the groups that have no rate of their own.
final class EndpointLane: Sendable {
    /// The group's name; `nil` where the pipeline has only one.
    let name: String?
    let breaker: CircuitBreaker
    let limiter: RateLimiter
    let concurrency: ConcurrencyLimiter
    /// Who is told of what happens here.
    let observe: (@Sendable (PipelineEvent) -> Void)?

    /// Makes the guards of a group.
    ///
    /// - Parameters:
    ///   - service: Who is called, for people.
    ///   - name: The group's name; `nil` where there is only one.
    ///   - policy: Every number.
    ///   - limiter: Its rate limiter.
    ///   - time: Clocks and waiting.
    ///   - observe: Whom to tell.
    init(
        service: String,
        name: String?,
        policy: ResiliencePolicy,
        limiter: RateLimiter,
        time: TimeSource,
        observe: (@Sendable (PipelineEvent) -> Void)?
    ) {
        self.name = name
        self.limiter = limiter
        self.observe = observe
        let concurrency = ConcurrencyLimiter(policy.concurrency, time: time)
        self.concurrency = concurrency
        breaker = CircuitBreaker(service: service, policy: policy.breaker, time: time) { event in
            guard case .breakerMoved(let old, let new, _) = event else { return }
            if new == .closed { concurrency.startSlowly() }
            observe?(.breakerMoved(from: old, to: new, in: name))
        }
    }

    /// Takes note of an attempt's end: breaker, limiter, slot, in this order.
    func ended(_ start: AttemptStart, _ failure: Failure?) {
        guard let failure else {
            breaker.report(.success, on: start.permit)
            return concurrency.leave(start.slot, .bearable)
        }
        breaker.report(BreakerVerdict(failure), on: start.permit)
        limiter.learn(from: failure)
        concurrency.leave(start.slot, LoadSign(failure))
    }
}
