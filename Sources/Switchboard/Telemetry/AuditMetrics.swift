import AuditStore
import Metrics
import SwitchboardCore

/// What is gauged, recorded and timed of the audit log's commits.
struct AuditMetrics: Sendable {
    private let queued: Gauge
    private let unwitnessed: Gauge
    private let rows: Recorder
    private let done: Timer
    private let failed: Timer

    /// Makes the metrics; `nil` where nobody listens.
    init?(_ factory: any MetricsFactory) {
        guard !factory.isSilent else { return nil }
        queued = Gauge(.auditQueued, factory: factory)
        unwitnessed = Gauge(.auditUnwitnessed, factory: factory)
        rows = Recorder(label: MetricName.commitRows.rawValue, factory: factory)
        let timer = { (verdict: AuditOutcome.Verdict) in
            Timer(.commitDuration, [(MetricDimension.outcome, verdict.rawValue)], factory: factory)
        }
        done = timer(.success)
        failed = timer(.failure)
    }

    /// Takes note of a commit.
    func note(_ commit: SQLiteAuditLog.Commit) {
        queued.record(commit.queued)
        unwitnessed.record(commit.unwitnessed)
        rows.record(commit.rows)
        (commit.isDurable ? done : failed).record(duration: commit.duration)
    }
}

extension MetricsFactory {
    /// Whether nobody listens.
    var isSilent: Bool { self is NOOPMetricsHandler }
}
