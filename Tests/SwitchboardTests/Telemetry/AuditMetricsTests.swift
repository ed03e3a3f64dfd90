import Foundation
import MetricsTestKit
import Switchboard
import SwitchboardCore
import Testing

struct AuditMetricsTests {
    private let folder = NSTemporaryDirectory() + "switchboard-metrics-" + TimeSource.system.makeActionID().description
    private let metrics = TestMetrics()

    private func configuration() throws -> SwitchboardConfiguration {
        var configuration = try SwitchboardConfiguration.parse(
            "",
            file: nil,
            environment: [:],
            providers: [Pigeon.self]
        )
        configuration.audit.directory = folder
        return configuration
    }

    @Test func tellsOfEachCommit() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = try configuration()
        let tools = try CommunicationTools(configuration: configuration, providers: [Pigeon.self], metrics: metrics)
        for _ in 0..<3 { _ = await tools.perform(Relay("once", text: "")) }
        await tools.shutdown()
        #expect(try metrics.expectRecorder(MetricName.commitRows.rawValue).values == [1, 1, 1])
        #expect(try metrics.expectGauge(MetricName.auditQueued.rawValue).values.last == 0)
        let name = MetricName.commitDuration.rawValue
        #expect(try metrics.expectTimer(name, [("outcome", "success")]).values.count == 3)
        #expect(try metrics.expectTimer(name, [("outcome", "failure")]).values.isEmpty)
    }
    @Test func tellsOfCheckpointsThatTheWitnessHasNotSeen() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = try configuration()
        configuration.audit.witness = folder + "/missing/witness"
        // Closing takes a checkpoint, of which the next process tells in vain.
        for _ in 0..<2 {
            let tools = try CommunicationTools(configuration: configuration, providers: [Pigeon.self], metrics: metrics)
            _ = await tools.perform(Relay("once", text: ""))
            await tools.shutdown()
        }
        #expect(try metrics.expectGauge(MetricName.auditUnwitnessed.rawValue).values == [0, 1])
    }
}
