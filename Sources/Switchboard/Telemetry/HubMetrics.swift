import Metrics
import SwitchboardCore

/// What is counted and timed of actions and attempts.
struct HubMetrics: Sendable {
    /// How many actions are under way.
    let activeActions: Meter

    private let actions: InstrumentCache<ActionEnd, Instruments>
    private let unknownActions: InstrumentCache<Work, Counter>
    private let failovers: InstrumentCache<Work, Counter>
    private let auditIncomplete: Counter
    private let unreadableRetryAfters: InstrumentCache<String, Counter>
    private let attempts: InstrumentCache<AttemptEnd, Instruments>

    /// Creates the metrics that have no dimensions; all others are made when they first come up.
    init(_ factory: any MetricsFactory) {
        activeActions = Meter(.activeActions, factory: factory)
        auditIncomplete = Counter(.auditIncomplete, factory: factory)
        actions = InstrumentCache { end in
            Instruments(
                count: Counter(.actions, end.work.dimensions + end.result.dimensions, factory: factory),
                duration: Timer(.actionDuration, end.work.dimensions + [end.result.outcome], factory: factory)
            )
        }
        unreadableRetryAfters = InstrumentCache {
            Counter(.unreadableRetryAfter, [(MetricDimension.provider, $0)], factory: factory)
        }
        failovers = InstrumentCache { Counter(.failovers, $0.dimensions, factory: factory) }
        unknownActions = InstrumentCache { Counter(.unknownActions, $0.dimensions, factory: factory) }
        attempts = InstrumentCache { end in
            let provider = (MetricDimension.provider, end.provider)
            return Instruments(
                count: Counter(.attempts, [provider] + end.result.dimensions, factory: factory),
                duration: Timer(.attemptDuration, [provider, end.result.outcome], factory: factory)
            )
        }
    }

    /// Lets the counts of unknown fates stand at zero for everything that a provider instance can do.
    func prepare(_ actionNames: Set<String>, at provider: String) {
        for action in actionNames { _ = unknownActions[Work(action: action, provider: provider)] }
    }

    /// Counts and times an action.
    func actionEnded<Receipt>(_ action: String, _ outcome: Outcome<Receipt>, after duration: Duration) {
        let work = Work(action: action, provider: outcome.provider ?? MetricDimension.none)
        let result = EndResult(outcome.failure)
        let instruments = actions[ActionEnd(work: work, result: result)]
        instruments.count.increment()
        instruments.duration.record(duration: duration)
        if result.verdict == .unknown { unknownActions[work].increment() }
        if outcome.isAuditIncomplete { auditIncomplete.increment() }
    }

    /// Counts an answer whose `Retry-After` nobody can read.
    func couldNotReadRetryAfter(from provider: String) { unreadableRetryAfters[provider].increment() }

    /// Counts an action that another provider did.
    func stoodIn(for provider: String, doing action: String) {
        failovers[Work(action: action, provider: provider)].increment()
    }

    /// Counts and times an attempt.
    func attemptEnded(at provider: String, after duration: Duration, _ failure: Failure?) {
        let instruments = attempts[AttemptEnd(provider: provider, result: EndResult(failure))]
        instruments.count.increment()
        instruments.duration.record(duration: duration)
    }
}

// MARK: - What distinguishes one series from another

extension HubMetrics {
    private struct Work: Hashable {
        var action: String
        var provider: String

        var dimensions: [(String, String)] {
            [(MetricDimension.action, action), (MetricDimension.provider, provider)]
        }
    }

    private struct EndResult: Hashable {
        var verdict: AuditOutcome.Verdict
        var errorKind: Failure.Kind?

        init(_ failure: Failure?) {
            verdict = AuditOutcome.Verdict(failure)
            errorKind = failure?.kind
        }

        var outcome: (String, String) { (MetricDimension.outcome, verdict.rawValue) }

        var dimensions: [(String, String)] {
            [outcome, (MetricDimension.errorKind, errorKind?.rawValue ?? MetricDimension.none)]
        }
    }

    private struct ActionEnd: Hashable {
        var work: Work
        var result: EndResult
    }

    private struct AttemptEnd: Hashable {
        var provider: String
        var result: EndResult
    }

    private struct Instruments {
        var count: Counter
        var duration: Timer
    }
}
