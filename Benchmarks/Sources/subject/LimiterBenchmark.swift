import ArgumentParser
import Resilience
import SwitchboardCore
import Synchronization

/// A permit of the rate limiter, whose clock has been read already.
struct LimiterBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "limiter")

    @Option var operations = 20_000_000

    func run() async throws {
        let rate = GCRA.Rate(RateLimit(1_000_000, per: .milliseconds(1), burst: 1_000_000_000))
        let limiter = Mutex(GCRA(rate))
        let now = ContinuousClock.now
        let measurement = Measurement()
        for _ in 0..<operations {
            guard case .begin = limiter.withLock({ $0.reserve(at: now, latest: now) }) else { fail("no place") }
        }
        measurement.report(operations)
    }
}
