import FoundationEssentials
import HTTPTypes
import SwitchboardCore
import SwitchboardTesting
import Testing

private enum Word: String, Codable { case one, two }

private struct Inner: Codable, Hashable {
    var id: UInt8
    var note: String?
    var word = Word.two
}

private struct Everything: Codable, Hashable {
    var text = "é\n😀"
    var flag = true
    var whole = -3
    var sizes: [Int8] = [-128, 127]
    var int16 = Int16.min
    var int32 = Int32.max
    var int64 = Int64.min
    var uint = UInt(7)
    var uint16 = UInt16.max
    var uint32 = UInt32.max
    var uint64 = UInt64(Int64.max)
    var number = 2.5
    var roundNumber = 2.0
    var float = Float(0.1)
    var inner = Inner(id: 7)
    var list = [Inner(id: 1, note: "x"), Inner(id: 2)]
    var map = ["k": [1, 2], "l": []]
    var integerKeys = [1: "a", 20: "b"]
    var optionals: [Int?] = [1, nil, 3]
    var nothing: Int?
    var json: JSONValue = ["deep": [1, .null, ["x": 2.5]]]
    var time = Timestamp(microsecondsSince1970: 1_795_428_000_000_001)
    var url = URL(string: "https://example.com/a?b=c")!
    var data = Data([1, 2, 3])
    var decimal = Decimal(string: "12.25")!
    var date = Date(timeIntervalSinceReferenceDate: 1.5)
    var many = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key\($0)", $0) })
}

/// Walks through containers by hand, up to the super decoders.
private struct ByHand: Decodable, Equatable {
    enum Keys: String, CodingKey { case list, object, base, absent }
    var seen: [String] = []

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        var list = try container.nestedUnkeyedContainer(forKey: .list)
        seen.append("\(list.count ?? -1) \(try list.decodeNil()) \(try list.decodeNil()) \(list.currentIndex)")
        seen.append(try list.decode(String.self))
        seen.append("\(try list.nestedContainer(keyedBy: Keys.self).decode(Int.self, forKey: .base))")
        var inner = try list.nestedUnkeyedContainer()
        seen.append("\(try inner.decode(Bool.self)) \(inner.isAtEnd)")
        seen.append(try String(from: list.superDecoder()))
        seen.append("\(list.isAtEnd)")
        let object = try container.nestedContainer(keyedBy: Keys.self, forKey: .object)
        seen += object.allKeys.map(\.rawValue).sorted() + ["\(object.contains(.absent))"]
        seen.append(try String(from: object.superDecoder(forKey: .base)))
        seen.append("\(try object.superDecoder().singleValueContainer().decodeNil())")
        seen.append("\(try object.superDecoder().codingPath.map(\.stringValue))")
    }
}

@Suite struct JSONDocumentDecoderTests {
    private func ours<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDocument(Array(text.utf8), isTolerant: false).decode(type)
    }

    /// The kind of an error and the path to its value, in words.
    private func trouble<Value>(_ decode: () throws -> Value) -> String {
        do {
            _ = try decode()
            return "none"
        } catch let error as DecodingError {
            let (kind, context): (String, DecodingError.Context) =
                switch error {
                case .typeMismatch(_, let context): ("mismatch", context)
                case .valueNotFound(_, let context): ("null", context)
                case .keyNotFound(let key, let context): ("no \(key.stringValue)", context)
                case .dataCorrupted(let context): ("corrupted", context)
                @unknown default: ("unknown", .init(codingPath: [], debugDescription: ""))
                }
            return "\(kind) at \(context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue })"
        } catch {
            return "\(error)"
        }
    }

    @Test func decodesWhatJSONDecoderDecodes() throws {
        let value = Everything()
        let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        #expect(try ours(Everything.self, text) == value)
        #expect(try JSONDecoder().decode(Everything.self, from: Data(text.utf8)) == value)
    }

    @Test func walksThroughContainersAsJSONDecoderDoes() throws {
        let text = #"{"list":[null,"x",{"base":1},[true],"s"],"object":{"base":"b","list":2,"other":3}}"#
        let mine = try ours(ByHand.self, text)
        #expect(mine == (try JSONDecoder().decode(ByHand.self, from: Data(text.utf8))))
        #expect(mine.seen.count == 12)
    }

    @Test(arguments: [
        "{}", "[]", "null", "7", #"{"id":null}"#, #"{"id":256}"#, #"{"id":-1}"#, #"{"id":1.5}"#, #"{"id":1e300}"#,
        #"{"id":"1"}"#, #"{"id":true}"#, #"{"id":1,"word":"three"}"#, #"{"id":1,"word":1}"#,
        #"{"id":1,"word":"one","note":1}"#, #"{"id":1,"word":"one","note":null}"#, #"{"id":1.0,"word":"one"}"#,
    ])
    func failsWhereJSONDecoderFails(text: String) {
        func both<Value: Decodable>(_ type: Value.Type, _ text: String) {
            let theirs = trouble { try JSONDecoder().decode(type, from: Data(text.utf8)) }
            let mine = trouble { try ours(type, text) }
            // Foundation forgets the path of a number that does not fit.
            #expect(
                mine == theirs || theirs == "corrupted at []" && mine.hasPrefix("corrupted at"),
                "\(type) of \(text)"
            )
        }
        both(Inner.self, text)
        both([Inner].self, "[\(text)]")
        both([String: [Inner]].self, #"{"a":[{"id":1,"word":"one"},\#(text)]}"#)
        both(Inner?.self, text)
        both([Double].self, "[\(text)]")
        both([URL].self, "[\(text)]")
        both([Data].self, "[\(text)]")
        both([Decimal].self, "[\(text)]")
        both([Float].self, "[\(text)]")
        both([Timestamp].self, "[\(text)]")
    }

    @Test func namesThePathOfANumberThatDoesNotFit() {
        #expect(
            trouble { try ours([String: [Inner]].self, #"{"a":[{"id":256}]}"#) } == #"corrupted at ["a", "0", "id"]"#
        )
    }

    @Test(arguments: [("not base64!", false), ("AQID", true), ("", true)])
    func readsBase64Strictly(text: String, isData: Bool) {
        #expect((trouble { try ours([Data].self, "[\"\(text)\"]") } == "none") == isData)
    }

    @Test func refusesIntegersThatATextHoldsOnlyRoughly() {
        #expect(trouble { try ours([UInt64].self, "[18446744073709551615]") } == "corrupted at [\"0\"]")
        #expect(trouble { try ours([Float].self, "[1e300]") } == "corrupted at [\"0\"]")
        #expect(trouble { try ours([Int64].self, "[9223372036854775807.0]") } == "none")
    }

    @Test func stopsAtTheEndOfAnArray() {
        struct Pair: Decodable {
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                _ = try (list.decode(Int.self), list.decode(Int.self))
            }
        }
        #expect(trouble { try ours([Pair].self, "[[1,2],[1]]") } == "null at [\"1\", \"1\"]")
    }

    @Test func takesTheLastOfTwoMembersOfAnAnswer() throws {
        let request = WireRequest(.get, "/x", at: BaseURL("https://example.com")!, .safe)
        let few = WireResponse(status: 200, body: Array(#"{"id":1,"\u0069d":2,"word":"one","id":3}"#.utf8))
        #expect(try few.decode(Inner.self, answering: request).id == 3)
        let members = (0..<40).map { #""\#($0)":0"# }.joined(separator: ",")
        let many = WireResponse(status: 200, body: Array(#"{"id":1,\#(members),"word":"one","id":4,}"#.utf8))
        #expect(try many.decode(Inner.self, answering: request).id == 4)
    }

    @Test func decodesAWideObjectInNoTimeAtAll() throws {
        let members = (0..<100_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
        #expect(try ours([String: Int].self, "{\(members)}").count == 100_000)
    }

    @Test func handsOverTheUserInfo() throws {
        let time = ManualTime()
        let json = Data(#"{"person":{"user_id":"7"},"name":"x"}"#.utf8)
        let event = try TrackEvent.decode(json: json, time: time.source)
        #expect(event.at == time.source.wallClock())
    }

    @Test(arguments: ActionSample.all)
    func decodesActionsAsJSONDecoderDoes(sample: ActionSample) throws {
        func forms<A: Action>(_ type: A.Type) throws -> (JSONValue, JSONValue) {
            let text = sample.full.serialized()
            let theirs = try JSONDecoder().decode(type, from: Data(text))
            return (
                try JSONValue(encoding: ours(type, String(decoding: text, as: UTF8.self))),
                try JSONValue(encoding: theirs)
            )
        }
        let (mine, theirs) = try forms(sample.type)
        #expect(mine == theirs)
    }

    @Test func decodesModelsAsJSONDecoderDoes() throws {
        func both<Value: Codable & Equatable>(_ value: Value) throws {
            let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
            #expect(try ours(Value.self, text) == value)
        }
        let person = Person(email: "ada@example.com", userID: "u1", contactID: "c1")
        try both(person)
        try both(
            Contact(
                id: "c1",
                userID: "u1",
                email: "ada@example.com",
                name: "Ada",
                phone: nil,
                attributes: ["plan": "gold", "seats": 5, "ratio": 0.5],
                tags: ["vip"],
                createdAt: Timestamp(secondsSince1970: 1),
                lastSeenAt: nil
            )
        )
        try both(
            Attempt(
                provider: "p",
                exchange: "GET /x",
                number: 1,
                startedAfter: .seconds(1),
                waited: .zero,
                duration: .milliseconds(3),
                failure: Failure(.timeout, effect: .unknown, "late")
            )
        )
        try both(TimeSource.system.makeActionID())
        try both(Failure.Kind.allCases)
        try both([Repeatability.safe, .once])
        try both(RouteDecision(rule: "default", candidates: [.init(provider: "p", verdict: "chosen")]))
    }
}
