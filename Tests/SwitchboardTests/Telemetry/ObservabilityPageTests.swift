import Foundation
import InMemoryTracing
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The page that operators read says what the code does.
struct ObservabilityPageTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    /// The row of the page's tables that begins with a name.
    private func row(_ name: String) throws -> String {
        let row = try text("docs/observability.md").split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }
        return String(try #require(row, "\(name) stands in no table"))
    }

    @Test(arguments: MetricName.allCases)
    func namesEveryMetric(name: MetricName) throws {
        _ = try row(name.rawValue)
    }

    @Test func namesEveryDimensionInTheMetricsRow() async throws {
        let observatory = try Observatory([.respond(503), .respond(200)])
        for _ in 0..<2 { _ = await observatory.tools.perform(Relay("once")) }
        for (metric, dimensions) in observatory.dimensions {
            let row = try row(metric)
            for (name, _) in dimensions { #expect(row.contains("`\(name)`"), "\(metric): \(name)") }
        }
    }

    @Test func namesEveryAttribute() async throws {
        let observatory = try Observatory([.respond(503, headers: ["Retry-After": "1"]), .respond(400)])
        _ = await observatory.tools.perform(Relay("once"))
        let names = Set(observatory.tracer.finishedSpans.flatMap(\.texts.keys))
        #expect(names.count == 11)
        for name in names { _ = try row(name) }
    }

    @Test func isReachedFromTheReadme() throws {
        #expect(try text("README.md").contains("(docs/observability.md)"))
    }
}
