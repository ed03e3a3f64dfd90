import ArgumentParser
import Resilience

/// A closed breaker: the decision and the report.
struct BreakerBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "breaker")

    @Option var operations = 20_000_000

    func run() async throws {
        let breaker = CircuitBreaker(service: "Example")
        let measurement = Measurement()
        for _ in 0..<operations {
            let permit = try breaker.admit()
            breaker.report(.success, on: permit)
        }
        measurement.report(operations)
    }
}
