import Foundation

extension String {
    /// 64 bits that stand for the text, the same in every process (FNV-1a); no protection against somebody who wants two
    /// texts to be alike.
    var fingerprint: UInt64 {
        utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }.scrambled
    }
}

extension UInt64 {
    /// The number with every bit depending on every other (the finaliser of SplitMix64).
    var scrambled: UInt64 {
        var bits = self &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// The sixteen hexadecimal digits.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Double {
    /// The natural logarithm.
    var naturalLogarithm: Double { log(self) }
}
