import Metrics
import Resilience

/// What is gauged, counted and timed inside one provider instance's pipeline.
struct PipelineMetrics: Sendable {
    /// The instruments of one endpoint group.
    fileprivate struct Instruments: Sendable {
        let state: Gauge
        let moves: [CircuitBreaker.Status: Counter]
        let limiterWaits: Timer
        let turnWaits: Timer
        let fullQueues: Counter
        let deniedRetries: Counter
    }

    private let groups: [String?: Instruments]

    /// Makes the metrics of a pipeline whose breakers are closed.
    ///
    /// - Parameters:
    ///   - provider: The instance's name.
    ///   - names: Its endpoint groups; `nil` stands for the only one.
    ///   - factory: Makes the instruments.
    init(provider: String, groups names: [String?], factory: any MetricsFactory) {
        let instruments = names.map { name in
            (
                name,
                Instruments(
                    [(MetricDimension.provider, provider), (MetricDimension.group, name ?? MetricDimension.none)],
                    factory
                )
            )
        }
        groups = Dictionary(instruments) { first, _ in first }
    }

    /// Takes note of an event.
    func note(_ event: PipelineEvent) {
        switch event {
        case .breakerMoved(_, let status, let group):
            groups[group]?.state.record(status.level)
            groups[group]?.moves[status]?.increment()
        case .limiterWaited(let duration, let group): groups[group]?.limiterWaits.record(duration: duration)
        case .turnWaited(let duration, let group): groups[group]?.turnWaits.record(duration: duration)
        case .queueFull(let group): groups[group]?.fullQueues.increment()
        case .retryDenied(let group): groups[group]?.deniedRetries.increment()
        }
    }
}

extension PipelineMetrics.Instruments {
    fileprivate init(_ dimensions: [(String, String)], _ factory: any MetricsFactory) {
        state = Gauge(.breakerState, dimensions, factory: factory)
        limiterWaits = Timer(.limiterWait, dimensions, factory: factory)
        turnWaits = Timer(.turnWait, dimensions, factory: factory)
        fullQueues = Counter(.queueFull, dimensions, factory: factory)
        deniedRetries = Counter(.deniedRetries, dimensions, factory: factory)
        let statuses: [CircuitBreaker.Status] = [.closed, .halfOpen, .open]
        moves = Dictionary(
            uniqueKeysWithValues: statuses.map { status in
                let reached = (MetricDimension.state, status.rawValue)
                return (status, Counter(.breakerMoves, dimensions + [reached], factory: factory))
            }
        )
        state.record(CircuitBreaker.Status.closed.level)
    }
}

extension CircuitBreaker.Status {
    /// The state as a number, the greater the less gets through.
    fileprivate var level: Int {
        switch self {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
