import ArgumentParser
import Resilience
import SwitchboardCore

/// The way of one exchange through the pipeline with nothing to wait for.
struct PipelineBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pipeline")

    @Option var operations = 2_000_000

    func run() async throws {
        let rate = RateLimit(1_000_000, per: .milliseconds(1), burst: 1_000_000)
        let pipeline = Pipeline(service: "Example", policy: ResiliencePolicy(rate: GCRA.Rate(rate)))
        let exchange = Exchange(repeatability: .once, deadline: .now + .seconds(3600), attemptTimeout: .seconds(10))
        let measurement = Measurement()
        for number in 0..<operations {
            let answer = try await pipeline.run(exchange) {
                (_: ContinuousClock.Instant, _: Int) async throws(Failure) in number
            }
            if answer != number { fail("another attempt's answer") }
        }
        measurement.report(operations)
    }
}
