import ArgumentParser
import Resilience

/// A closed breaker: the decision and the report.
struct BreakerBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "breaker")

    @Option var operations = 20_000_000
    @Option(help: "How many threads share the breaker; each does as many operations, and the time is that of one.")
    var threads = 1

    func run() async throws {
        let breaker = CircuitBreaker(service: "Example")
        let measurement = Measurement()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1..<max(1, threads) { group.addTask { try decide(breaker) } }
            try decide(breaker)
            try await group.waitForAll()
        }
        measurement.report(operations)
    }

    private func decide(_ breaker: CircuitBreaker) throws {
        for _ in 0..<operations {
            let permit = try breaker.admit()
            breaker.report(.success, on: permit)
        }
    }
}
