/// Random numbers that follow from a seed alone: SplitMix64, small and the same on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Begins the sequence of a seed; streams of one seed have nothing in common.
    init(seed: UInt64, stream: UInt64) {
        state = seed &* 0xD129_0E3F_2B5B_1A6D ^ stream &* 0x9E37_79B9_7F4A_7C15
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension SeededGenerator {
    /// A whole number from 0 up to a limit that is left out.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// Whether something happens that does so in so many of a hundred cases.
    mutating func happens(inPercent share: Int) -> Bool { below(100) < share }

    /// One of several values, each as likely.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// A duration between two, to the millisecond.
    mutating func between(_ least: Int, _ most: Int) -> Duration {
        .milliseconds(least + below(max(1, most - least)))
    }
}
