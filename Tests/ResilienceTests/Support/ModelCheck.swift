import Testing

/// Random numbers that a seed decides (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Compares a part with a model that is slow and obviously right, over random sequences of commands.
///
/// Where they disagree, commands are taken out as long as they still do, and the shortest sequence is reported with its
/// seed: the same seed makes the same sequence.
struct ModelCheck<Command> {
    /// A sequence on which part and model disagree.
    struct Disagreement: CustomStringConvertible {
        var seed: UInt64
        var commands: [Command]
        var problem: String

        var description: String {
            let lines = commands.enumerated().map { "  \($0 + 1). \($1)" }
            return "seed \(seed), \(commands.count) commands: \(problem)\n" + lines.joined(separator: "\n")
        }
    }

    var seeds: Range<UInt64> = 0..<2000
    var length = 1...40
    /// Draws a command.
    var draw: (inout SeededNumbers) -> Command
    /// Runs a sequence on a fresh part and a fresh model; what they disagree on, if anything.
    var problem: ([Command]) -> String?

    /// The first disagreement, shortened.
    func disagreement() -> Disagreement? {
        for seed in seeds {
            var numbers = SeededNumbers(seed: seed)
            let commands = (0..<Int.random(in: length, using: &numbers)).map { _ in draw(&numbers) }
            guard let found = problem(commands) else { continue }
            let (shortest, last) = shortened(commands, found)
            return Disagreement(seed: seed, commands: shortest, problem: last)
        }
        return nil
    }

    /// Reports a disagreement as a failed test.
    func expectNone(sourceLocation: SourceLocation = #_sourceLocation) {
        if let disagreement = disagreement() {
            Issue.record("\(disagreement)", sourceLocation: sourceLocation)
        }
    }

    /// Takes out ever shorter runs of commands, as long as a problem remains.
    private func shortened(_ commands: [Command], _ found: String) -> ([Command], String) {
        var (commands, found) = (commands, found)
        var size = max(1, commands.count / 2)
        while true {
            var start = 0
            var hasShrunk = false
            while start < commands.count {
                var fewer = commands
                fewer.removeSubrange(start..<min(start + size, commands.count))
                if let still = problem(fewer) {
                    (commands, found, hasShrunk) = (fewer, still, true)
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { return (commands, found) }
            if !hasShrunk || size > commands.count { size = max(1, size / 2) }
        }
    }
}
