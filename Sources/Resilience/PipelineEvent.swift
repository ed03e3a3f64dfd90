/// What happens inside a pipeline and stands in no attempt's report.
///
/// Whoever listens is called outside every lock, on the task that caused the event, and returns quickly. `in` names the
/// endpoint group where a pipeline has more than one.
public enum PipelineEvent: Sendable, Hashable {
    /// The circuit breaker moved from one state to another.
    ///
    /// An open breaker moves to half-open when its first probe comes, not when its time is over.
    case breakerMoved(from: CircuitBreaker.Status, to: CircuitBreaker.Status, in: String? = nil)

    /// The rate limiter let a call through after it had to wait this long; nothing is said of calls that need not wait.
    case limiterWaited(Duration, in: String? = nil)

    /// A call had to wait this long for its turn, since as many as may be were under way.
    case turnWaited(Duration, in: String? = nil)

    /// A call was refused since too many wait for their turn already.
    case queueFull(in: String? = nil)

    /// A call was not tried again since the instance's retry budget is exhausted.
    case retryDenied(in: String? = nil)
}
