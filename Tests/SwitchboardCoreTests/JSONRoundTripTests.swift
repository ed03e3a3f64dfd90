import FoundationEssentials
import SwitchboardCore
import Testing

/// A generator whose numbers follow from its seed (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func text() -> String {
        let alphabets: [[Unicode.Scalar]] = [
            ["a", "b", "\"", "\\", "/", "\n", "\u{1}", "\u{7F}"], ["é", "€", "😀", "\u{2028}", "\u{FFFD}", "\0"],
        ]
        let scalars = (0..<Int.random(in: 0...20, using: &self))
            .map { _ in
                alphabets.randomElement(using: &self)!.randomElement(using: &self)!
            }
        return String(String.UnicodeScalarView(scalars))
    }

    mutating func number() -> JSONValue {
        let number = Double(bitPattern: next())
        guard number.isFinite else { return .null }
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 6 : 9), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64(bitPattern: next()) >> Int64.random(in: 0..<64, using: &self))
        case 3: number()
        case 4: .number(Double(Int.random(in: -100_000..<100_000, using: &self)) + 0.125)
        case 5: .string(text())
        case 6: .array((0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            .object(
                Dictionary((0..<Int.random(in: 0...20, using: &self)).map { _ in (text(), value(depth: depth - 1)) }) {
                    $1
                }
            )
        }
    }
}

@Suite struct JSONRoundTripTests {
    @Test(arguments: 0..<300)
    func readsBackWhatItWrites(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let value = random.value(depth: 4)
        let compact = value.serialized()
        #expect(try JSONValue(parsing: compact) == value)
        #expect(try JSONValue(parsing: value.serialized(isPretty: true)) == value)
        #expect(try JSONValue(parsing: compact, isTolerant: true) == value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(compact)) == value)
    }

    @Test(arguments: 0..<300)
    func survivesAnyDamage(seed: UInt64) {
        var random = Seeded(state: seed)
        var bytes = random.value(depth: 3).serialized()
        for _ in 0..<3 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            let strict = try? JSONValue(parsing: bytes)
            let tolerant = try? JSONValue(parsing: bytes, isTolerant: true)
            if let strict { #expect(tolerant == strict) }
        }
    }

    @Test func indentsForPeople() {
        let value: JSONValue = ["b": [1, [], [:]], "a": ["x": "y"], "c": .null]
        let text = """
            {
              "a" : {
                "x" : "y"
              },
              "b" : [
                1,
                [],
                {}
              ],
              "c" : null
            }
            """
        #expect(String(decoding: value.serialized(isPretty: true), as: UTF8.self) == text)
        #expect(JSONValue.string("a").serialized(isPretty: true) == Array("\"a\"".utf8))
    }
}
