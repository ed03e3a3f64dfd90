import Foundation
import MetricsTestKit
import Switchboard
import SwitchboardCore
import Testing

struct AuditMetricsTests {
    @Test func tellsOfEachCommit() async throws {
        let folder = NSTemporaryDirectory() + "switchboard-metrics-" + TimeSource.system.makeActionID().description
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let metrics = TestMetrics()
        var configuration = try SwitchboardConfiguration.parse(
            "",
            file: nil,
            environment: [:],
            providers: [Pigeon.self]
        )
        configuration.audit.directory = folder
        let tools = try CommunicationTools(configuration: configuration, providers: [Pigeon.self], metrics: metrics)
        for _ in 0..<3 { _ = await tools.perform(Relay("once", text: "")) }
        await tools.shutdown()
        #expect(try metrics.expectRecorder(MetricName.commitRows.rawValue).values == [1, 1, 1])
        #expect(try metrics.expectGauge(MetricName.auditQueued.rawValue).values.last == 0)
        let name = MetricName.commitDuration.rawValue
        #expect(try metrics.expectTimer(name, [("outcome", "success")]).values.count == 3)
        #expect(try metrics.expectTimer(name, [("outcome", "failure")]).values.isEmpty)
    }
}
