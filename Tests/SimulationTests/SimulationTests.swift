import Foundation
import Testing

/// The whole hub under seeds: whatever goes wrong and in whatever order, the rules hold.
///
/// `SWITCHBOARD_SEED=17` plays one seed and prints its trace; `SWITCHBOARD_SEEDS=2000` plays so many.
struct SimulationTests {
    private static let shares = 4

    @Test(arguments: 0..<shares)
    func keepsTheRulesUnderEverySeed(share: Int) async throws {
        guard Surroundings.seed == nil else { return }
        let tally = try await Tally.play(seeds: stride(from: share, to: Surroundings.seeds, by: Self.shares))
        print("simulation: \(tally)")
        for report in tally.reports { Issue.record("\(report)") }
        guard tally.seeds >= 1000 else { return }
        for sight in Sight.allCases { #expect(tally.sights[sight] ?? 0 > 0, "no \(sight.rawValue)") }
    }

    @Test(.enabled(if: Surroundings.seed != nil))
    func playsTheSeedThatIsAskedFor() throws {
        let seed = try #require(Surroundings.seed)
        let result = try Simulation.run(seed, isRecording: true)
        print(result.lines.joined(separator: "\n"))
        print("simulation: seed \(seed) \(result.violations.isEmpty ? "holds" : "is broken"), digest \(result.digest)")
        for violation in result.violations { Issue.record("seed \(seed): \(violation)") }
    }

    @Test(.enabled(if: Surroundings.plant == nil))
    func playsASeedTheSameWayEachTime() async throws {
        for seed in 0..<200 as Range<UInt64> {
            let first = try Simulation.run(seed, isRecording: true)
            let second = try Simulation.run(seed, isRecording: true)
            #expect(first.lines == second.lines, "seed \(seed)")
            #expect(first.digest == second.digest, "seed \(seed)")
            #expect(!first.lines.isEmpty)
            await Task.yield()
        }
    }

    @Test func playsDifferentSeedsDifferently() throws {
        let digests = try (0..<50 as Range<UInt64>).map { try Simulation.run($0).digest }
        #expect(Set(digests).count == digests.count)
    }
}
