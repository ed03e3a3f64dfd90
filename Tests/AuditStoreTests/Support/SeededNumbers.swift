/// Random numbers that follow from a seed alone: SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A whole number from 0 up to a limit that is left out.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// One of several values, each as likely.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
