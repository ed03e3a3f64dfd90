/// Makes gzip data that swells: one byte over and over, in the densest form of deflate.
package enum Gzip {
    /// Packs `1 + 258 * repetitions` bytes of the letter `a`.
    package static func pack(repetitions: Int) -> [UInt8] {
        var bits = Bits()
        bits.appendNumber(1, count: 1)
        bits.appendNumber(1, count: 2)
        bits.appendCode(0x30 + UInt(UInt8(ascii: "a")), count: 8)
        for _ in 0..<repetitions {
            bits.appendCode(0b1100_0101, count: 8)
            bits.appendCode(0, count: 5)
        }
        bits.appendCode(0, count: 7)
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        let size = 1 + 258 * repetitions
        return header + bits.bytes + littleEndian(checksum(of: UInt8(ascii: "a"), count: size))
            + littleEndian(UInt32(truncatingIfNeeded: size))
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(of byte: UInt8, count: Int) -> UInt32 {
        var value = UInt32.max
        for _ in 0..<count {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    private struct Bits {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func append(_ bit: UInt) {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(bit & 1) << UInt8(used)
            used += 1
        }

        mutating func appendNumber(_ value: UInt, count: Int) {
            for index in 0..<count { append(value >> UInt(index)) }
        }

        /// Huffman codes go highest bit first, unlike numbers.
        mutating func appendCode(_ value: UInt, count: Int) {
            for index in (0..<count).reversed() { append(value >> UInt(index)) }
        }
    }
}
