import Foundation
import Synchronization

/// What many seeds came to.
struct Tally: CustomStringConvertible {
    var seeds = 0
    var calls = 0
    var sendings = 0
    var elapsed = Duration.zero
    var digest: UInt64 = 0
    var sights: [Sight: Int] = [:]
    /// Of broken seeds, each with the end of its trace.
    var reports: [String] = []

    var description: String {
        let seen = Sight.allCases.map { "\(sights[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        return "\(seeds) seeds, \(calls) calls, \(sendings) attempts, \(elapsed.components.seconds) virtual seconds, "
            + "digest \(digest); \(seen)"
    }

    /// Whether any seed is broken: what further ones come to says no more.
    private static let isBroken = Atomic(false)

    /// Plays seeds until one is broken, here or side by side; lets other tests have their turn after each.
    static func play(seeds: some Sequence<Int>) async throws -> Tally {
        var tally = Tally()
        for seed in seeds where !isBroken.load(ordering: .relaxed) {
            let result = try Simulation.run(UInt64(seed))
            tally.add(result)
            guard result.violations.isEmpty else {
                isBroken.store(true, ordering: .relaxed)
                tally.reports.append(try report(of: result))
                return tally
            }
            await Task.yield()
        }
        return tally
    }

    private mutating func add(_ result: Simulation.Result) {
        seeds += 1
        calls += result.calls
        sendings += result.sendings
        elapsed += result.elapsed
        sights.merge(result.sights) { $0 + $1 }
        digest = digest &* 31 &+ result.digest
    }

    /// A broken seed is played again for its trace, which costs too much to keep for all.
    private static func report(of result: Simulation.Result) throws -> String {
        let trace = try Simulation.run(result.seed, isRecording: true).lines
        let end = trace.firstIndex { $0.contains("BROKEN") } ?? trace.count - 1
        let first = result.violations.first.map(\.description) ?? ""
        print("simulation: seed \(result.seed) broke '\(result.violations.first?.invariant.rawValue ?? "")'")
        return """
            seed \(result.seed) is broken: \(first)
            \(trace.prefix(through: end).suffix(60).joined(separator: "\n"))
            Play it again with SWITCHBOARD_SEED=\(result.seed) swift test --filter SimulationTests
            """
    }
}

/// What the environment asks for.
enum Surroundings {
    /// The only seed to play.
    static let seed = value("SWITCHBOARD_SEED").flatMap { UInt64($0) }
    /// How many seeds to play.
    static let seeds = value("SWITCHBOARD_SEEDS").flatMap { Int($0) } ?? 10_000
    /// The planted bug that is switched on, in builds that hold any.
    static let plant = value("SWITCHBOARD_PLANT")

    private static func value(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
