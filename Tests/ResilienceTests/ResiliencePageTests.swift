import Foundation
import Resilience
import SwitchboardCore
import Testing

/// What docs/resilience.md says must be what the code does.
struct ResiliencePageTests {
    private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private func page() throws -> String {
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/resilience.md"), encoding: .utf8)
    }

    @Test func theExampleIsTheOneThatIsBuilt() throws {
        let file = here.appendingPathComponent("Support/ResilienceExample.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let block = try #require(try page().firstMatch(of: #/```swift\n(?<code>(?s:.*?))```/#)).code
        let lines = block.split(separator: "\n")
        #expect(lines.count > 15)
        for line in lines { #expect(source.contains(line), "\(line)") }
    }

    @Test func theExampleRuns() async throws {
        #expect(try await stock(of: "lamp") == 4)
        #expect(warehouse.snapshot().concurrency.inUse == 0)
    }

    /// The row of a key, and the default that it must show.
    @Test(arguments: Self.defaults)
    func showsEveryDefault(key: String, value: String) throws {
        let row = try page().split(separator: "\n").first { $0.hasPrefix("| `\(key)`") }
        let cells = try #require(row, "\(key) stands in no row").split(separator: "|")
            .map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        #expect(cells[1].hasPrefix(value), "\(key)")
    }

    private static let defaults: [(String, String)] = {
        let policy = ResiliencePolicy(RateLimit(1, per: .seconds(1)))
        let seconds = { (duration: Duration) in "\(duration.components.seconds) s" }
        return [
            ("attemptTimeout", seconds(policy.attemptTimeout)), ("longestWait", seconds(policy.longestInlineWait)),
            ("retries", "\(policy.retry.retries)"), ("backoff", seconds(policy.retry.backoff)),
            ("jitter", "\(policy.retry.jitter)"), ("retryBudget.share", "\(policy.retryBudget.share)"),
            ("retryBudget.floor", "\(policy.retryBudget.floor)"),
            ("retryBudget.window", seconds(policy.retryBudget.window)),
            ("breaker.failures", "\(policy.breaker.failures)"), ("breaker.window", seconds(policy.breaker.window)),
            ("breaker.openFor", seconds(policy.breaker.openFor)),
            ("concurrency.start", "\(policy.concurrency.start)"),
            ("concurrency.least", "\(policy.concurrency.minimum)"),
            ("concurrency.most", "\(policy.concurrency.maximum)"),
            ("concurrency.keep", "\(policy.concurrency.decrease)"),
            ("concurrency.queue", "\(policy.concurrency.queue)"), ("limiter.scarce", "\(policy.quota.scarce)"),
            ("limiter.comeback", "\(policy.quota.comeback)"), ("limiter.recovery", "\(policy.quota.recovery)"),
        ]
    }()
}
