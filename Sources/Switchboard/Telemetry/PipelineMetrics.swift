import Metrics
import Resilience

/// What is gauged, counted and timed inside one provider instance's pipeline.
struct PipelineMetrics: Sendable {
    private let state: Gauge
    private let moves: [CircuitBreaker.Status: Counter]
    private let waits: Timer

    /// Makes the metrics of a pipeline whose breaker is closed.
    init(provider: String, factory: any MetricsFactory) {
        let dimension = (MetricDimension.provider, provider)
        state = Gauge(.breakerState, [dimension], factory: factory)
        waits = Timer(.limiterWait, [dimension], factory: factory)
        let statuses: [CircuitBreaker.Status] = [.closed, .halfOpen, .open]
        moves = Dictionary(
            uniqueKeysWithValues: statuses.map { status in
                let reached = (MetricDimension.state, status.rawValue)
                return (status, Counter(.breakerMoves, [dimension, reached], factory: factory))
            }
        )
        state.record(CircuitBreaker.Status.closed.level)
    }

    /// Takes note of an event.
    func note(_ event: PipelineEvent) {
        switch event {
        case .breakerMoved(_, let status):
            state.record(status.level)
            moves[status]?.increment()
        case .limiterWaited(let duration):
            waits.record(duration: duration)
        }
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
