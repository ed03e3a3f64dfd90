import FoundationEssentials
import SwitchboardCore
import Testing

/// A value of any type, with its name in the list of cases.
private struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let value: any Encodable & Sendable

    init(_ name: String, _ value: any Encodable & Sendable) {
        testDescription = name
        self.value = value
    }
}

private enum Word: String, Codable { case one, two }

private struct Inner: Encodable {
    var id: UInt8 = 7
    var note: String?
    var word = Word.two
}

private struct Plain: Encodable {
    var text = "a"
    var flag = true
    var whole = 3
    var number = 2.5
    var whole64 = Int64.min
    var unsigned = UInt64.max
    var small = Float(0.1)
    var roundNumber = 2.0
    var inner = Inner()
    var list = [Inner(note: "x"), Inner()]
    var map = ["k": [1, 2], "l": []]
    var byWord = [Word.one: 1]
    var optionals: [Int?] = [1, nil]
    var nothing: Int?
    var json: JSONValue = ["deep": [1, .null, ["x": 2.5]]]
    var time = Timestamp(microsecondsSince1970: 1_795_428_000_000_001)
}

private struct ByHand: Encodable {
    enum Keys: String, CodingKey { case first, second, third, fourth }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        var list = container.nestedUnkeyedContainer(forKey: .first)
        try list.encode(1)
        try list.encodeNil()
        var inList = list.nestedContainer(keyedBy: Keys.self)
        try inList.encode("x", forKey: .first)
        try inList.encodeNil(forKey: .second)
        var listInList = list.nestedUnkeyedContainer()
        try listInList.encode(contentsOf: [true, false])
        try Inner().encode(to: list.superEncoder())
        var object = container.nestedContainer(keyedBy: Keys.self, forKey: .second)
        try object.encode(2, forKey: .third)
        try Inner().encode(to: container.superEncoder(forKey: .third))
        _ = container.nestedUnkeyedContainer(forKey: .fourth)
        var again = encoder.container(keyedBy: Keys.self)
        try again.encode("last", forKey: .second)
    }
}

private struct Foreign: Encodable {
    var url = URL(string: "https://example.com/a?b=c")
    var data = Data([1, 2, 3])
    var decimal = Decimal(string: "12.25")
    var date = Date(timeIntervalSinceReferenceDate: 1.5)
    var list = [URL(string: "https://example.com/")]
    var map = ["data": Data([255])]
}

@Suite struct JSONValueEncodingTests {
    private static let samples = [
        Sample("struct", Plain()), Sample("containers by hand", ByHand()), Sample("array", [1, 2, 3]),
        Sample("empty array", [Int]()), Sample("empty dictionary", [String: Int]()), Sample("text", "x"),
        Sample("UInt64.max", [UInt64.max]), Sample("Int.min", [Int.min]),
        Sample("tiny", [Double.leastNonzeroMagnitude, 0.1, -0.5]),
        Sample("round", [1.0, -3.0, 1e15, 1e18, 1e19, 9_007_199_254_740_993.0]),
        Sample("floats", [Float(0.1), 1, 16_777_216, 3.4e38]), Sample("none", [String?.none]),
        Sample("integer keys", [1: "a", 20: "b"]), Sample("words", [Word.one, .two]),
        Sample("pairs", [Word.one: "a"]), Sample("JSON", ["a": [1, .null]] as JSONValue),
        Sample("types of Foundation", Foreign()), Sample("all sizes", Sizes()),
    ]

    private struct Sizes: Encodable {
        var signed: (Int8, Int16, Int32) { (-8, -16, -32) }
        enum Keys: String, CodingKey { case a, b, c, d, e, f, g }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(signed.0, forKey: .a)
            try container.encode(signed.1, forKey: .b)
            try container.encode(signed.2, forKey: .c)
            try container.encode(UInt8.max, forKey: .d)
            try container.encode(UInt16.max, forKey: .e)
            try container.encode(UInt32.max, forKey: .f)
            try container.encode(UInt.max, forKey: .g)
        }
    }

    @Test(arguments: samples)
    private func equalsTheDetourOverText(sample: Sample) throws {
        let text = try JSONEncoder().encode(sample.value)
        #expect(try JSONValue(encoding: sample.value) == JSONValue(parsing: text))
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func refusesNumbersWithoutAJSONForm(number: Double) {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [number]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [Float(number)]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": number]) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": ["b": [.number(number)]]] as JSONValue) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": JSONValue.number(number)]) }
    }

    @Test func passesOnWhatAValueThrows() {
        struct Stubborn: Encodable {
            func encode(to encoder: any Encoder) throws { throw CancellationError() }
        }
        #expect(throws: CancellationError.self) { try JSONValue(encoding: [Stubborn()]) }
    }
}
