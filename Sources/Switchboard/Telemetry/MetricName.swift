/// The names of all metrics; `docs/observability.md` lists them for whoever reads a dashboard.
///
/// Every dimension is one of a closed set or comes from configuration, so the number of time series is bounded.
package enum MetricName: String, CaseIterable, Sendable {
    /// Counts actions that have ended.
    ///
    /// By action, provider, outcome and kind of error.
    case actions = "switchboard.actions"

    /// Times actions from the call to its end, in nanoseconds.
    ///
    /// By action, provider and outcome.
    case actionDuration = "switchboard.action.duration"

    /// Meters how many actions are under way; it has no dimensions.
    case activeActions = "switchboard.actions.active"

    /// Counts actions whose fate nobody can tell: the one to alert on.
    ///
    /// By action and provider. It stands at zero from the start, so that the first one is an increase.
    case unknownActions = "switchboard.actions.unknown"

    /// Counts actions that another provider did, since the one before it in the route could not.
    ///
    /// By action and the provider that could not.
    case failovers = "switchboard.failovers"

    /// Counts attempts that went to the wire and have ended.
    ///
    /// By provider, outcome and kind of error.
    case attempts = "switchboard.attempts"

    /// Times attempts, in nanoseconds.
    ///
    /// By provider and outcome.
    case attemptDuration = "switchboard.attempt.duration"

    /// Gauges where the circuit breaker stands: 0 closed, 1 half-open, 2 open.
    ///
    /// By provider and endpoint group.
    case breakerState = "switchboard.breaker.state"

    /// Counts the circuit breaker's moves.
    ///
    /// By provider, endpoint group and the state that it reached.
    case breakerMoves = "switchboard.breaker.moves"

    /// Times the waits of calls that the rate limiter let through late, in nanoseconds.
    ///
    /// By provider and endpoint group.
    case limiterWait = "switchboard.limiter.wait"

    /// Times the waits of calls for their turn, while as many as may be were under way, in nanoseconds.
    ///
    /// By provider and endpoint group.
    case turnWait = "switchboard.concurrency.wait"

    /// Counts calls that were refused since too many waited for their turn.
    ///
    /// By provider and endpoint group.
    case queueFull = "switchboard.concurrency.refused"

    /// Counts calls that were not tried again since the retry budget was exhausted.
    ///
    /// By provider and endpoint group.
    case deniedRetries = "switchboard.retries.denied"

    /// Counts answers whose `Retry-After` could not be read and was passed over.
    ///
    /// By provider.
    case unreadableRetryAfter = "switchboard.retry_after.unreadable"

    /// Gauges how many entries waited for their commit when the last one had ended; it has no dimensions.
    case auditQueued = "switchboard.audit.queued"

    /// Gauges how many checkpoints the audit log's witness has not been told of; it has no dimensions.
    ///
    /// Above zero the witness cannot be written, and what it has not seen can be rewritten unseen.
    case auditUnwitnessed = "switchboard.audit.unwitnessed"

    /// Times commits of the audit log, in nanoseconds.
    ///
    /// By outcome.
    case commitDuration = "switchboard.audit.commit.duration"

    /// Records how many entries each commit held; it has no dimensions.
    case commitRows = "switchboard.audit.commit.rows"

    /// Counts actions that lack something in the audit log; it has no dimensions.
    case auditIncomplete = "switchboard.audit.incomplete"
}

/// The names of the metrics' dimensions, the same as in log lines where those have one.
enum MetricDimension {
    /// The action's name.
    static let action = LogKey.action

    /// The provider instance's name; `none` where none was asked.
    static let provider = LogKey.provider

    /// The provider's endpoint group; `none` where it has only one.
    static let group = LogKey.group

    /// `success`, `failure` or `unknown`.
    static let outcome = "outcome"

    /// What went wrong, as ``Failure/Kind``; `none` where nothing did.
    static let errorKind = LogKey.errorKind

    /// The state that the breaker reached, as ``CircuitBreaker/Status``.
    static let state = "breaker.state"

    /// The value where there is nothing to name: all series of a metric have the same dimensions.
    static let none = "none"
}
