import Metrics
import Resilience
import SwitchboardCore
import Tracing

/// What the hub tells metrics and traces; nothing else on the way of an action knows of either.
///
/// Who listens is settled when the hub is made. Where that is the libraries' no-op implementations, no clock is read, no
/// handle or attribute is made and no task-local value is bound.
struct Telemetry: Sendable {
    /// The tracer; `nil` where nobody listens.
    let tracer: (any Tracer)?

    /// The clocks.
    let time: TimeSource

    private let factory: (any MetricsFactory)?
    private let metrics: HubMetrics?

    /// Finds out who listens.
    init(metrics factory: any MetricsFactory, tracer: any Tracer, time: TimeSource) {
        self.factory = factory.isSilent ? nil : factory
        self.tracer = tracer is NoOpTracer ? nil : tracer
        self.time = time
        metrics = self.factory.map(HubMetrics.init)
    }

    /// Makes whom a provider instance's pipeline is to tell; `nil` where nobody listens.
    ///
    /// The instance's metrics stand at zero from then on, those of each endpoint group too where there is more than one.
    func pipelineObserver(
        at provider: String,
        doing actionNames: Set<String>,
        groups: [ResiliencePolicy.Group]
    ) -> (@Sendable (PipelineEvent) -> Void)? {
        metrics?.prepare(actionNames, at: provider)
        let names = groups.count > 1 ? groups.map { Optional($0.name) } : [nil]
        return factory.map { PipelineMetrics(provider: provider, groups: names, factory: $0).note }
    }

    /// Runs an action in a span of its own, and counts and times it.
    func action<A: Action>(
        _ type: A.Type,
        id: ActionID,
        _ work: () async -> Outcome<A.Receipt>
    ) async -> Outcome<A.Receipt> {
        guard let metrics else { return await inSpan(type, id: id, work) }
        metrics.activeActions.increment()
        defer { metrics.activeActions.decrement() }
        let began = time.now()
        let outcome = await inSpan(type, id: id, work)
        metrics.actionEnded(A.name, outcome, after: began.duration(to: time.now()))
        return outcome
    }

    /// Counts an action that another provider did, since this one could not.
    func stoodIn(for provider: String, doing action: String) { metrics?.stoodIn(for: provider, doing: action) }

    /// Counts an answer whose `Retry-After` was passed over since nobody can read it.
    func couldNotReadRetryAfter(from provider: String) { metrics?.couldNotReadRetryAfter(from: provider) }

    /// Counts and times an attempt that went to the wire.
    func attemptEnded(at provider: String, after duration: Duration, _ failure: Failure?) {
        metrics?.attemptEnded(at: provider, after: duration, failure)
    }
}
