/// What happens inside a pipeline and stands in no attempt's report.
///
/// Whoever listens is called outside every lock, on the task that caused the event, and returns quickly.
public enum PipelineEvent: Sendable, Hashable {
    /// The circuit breaker moved from one state to another.
    ///
    /// An open breaker moves to half-open when its first probe comes, not when its time is over.
    case breakerMoved(from: CircuitBreaker.Status, to: CircuitBreaker.Status)

    /// The rate limiter let a call through after it had to wait this long; nothing is said of calls that need not wait.
    case limiterWaited(Duration)
}
