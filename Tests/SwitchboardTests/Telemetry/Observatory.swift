import InMemoryTracing
import MetricsTestKit
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Tracing

/// A station whose metrics and spans are kept.
struct Observatory {
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()
    let station: Station

    init(
        _ script: [ScriptedTransport.Step] = [],
        configuration: String = "",
        audit: RecordingAuditLog = RecordingAuditLog(),
        time: ManualTime = ManualTime()
    ) throws {
        station = try Station(
            script,
            configuration: configuration,
            audit: audit,
            time: time,
            metrics: metrics,
            tracer: tracer
        )
    }

    var tools: CommunicationTools { station.tools }

    /// What a metric has counted, by the values of its dimensions; series that stand at zero are left out.
    func counts(_ name: MetricName) -> [[String]: Int64] {
        let series = metrics.counters.filter { $0.label == name.rawValue }
            .map { ($0.dimensions.map(\.1), $0.totalValue) }
        return Dictionary(uniqueKeysWithValues: series).filter { $0.value > 0 }
    }

    /// What a metric has timed, by the values of its dimensions.
    func times(_ name: MetricName) -> [[String]: [Duration]] {
        let timers = metrics.timers.filter { $0.label == name.rawValue && !$0.values.isEmpty }
        return Dictionary(
            uniqueKeysWithValues: timers.map { ($0.dimensions.map(\.1), $0.values.map { .nanoseconds($0) }) }
        )
    }

    /// What a gauge has shown, in order.
    func gauged(_ name: MetricName, _ provider: String) throws -> [Double] {
        try metrics.expectGauge(name.rawValue, [("provider.name", provider), ("endpoint.group", "none")])
            .values
    }

    /// The spans of attempts, in order.
    var attempts: [FinishedInMemorySpan] { tracer.finishedSpans.filter { $0.kind == .client } }

    /// The spans of actions, in order.
    var actions: [FinishedInMemorySpan] { tracer.finishedSpans.filter { $0.kind == .internal } }

    /// Every dimension of every metric that exists, by the metric's name.
    var dimensions: [(metric: String, dimensions: [(String, String)])] {
        metrics.counters.map { ($0.label, $0.dimensions) } + metrics.meters.map { ($0.label, $0.dimensions) }
            + metrics.recorders.map { ($0.label, $0.dimensions) } + metrics.timers.map { ($0.label, $0.dimensions) }
    }
}

extension FinishedInMemorySpan {
    /// The attributes as text, by name.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        func keep(_ name: String, _ value: SpanAttribute) {
            texts[name] =
                switch value {
                case .string(let text): text
                case .int64(let number): String(number)
                default: "\(value)"
                }
        }
        attributes.forEach(keep)
        return texts
    }

    /// How long it lasted.
    var duration: Duration {
        .nanoseconds(Int64(endInstant.nanosecondsSinceEpoch) - Int64(startInstant.nanosecondsSinceEpoch))
    }
}
