import FoundationEssentials
import SwitchboardCore
import Testing

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("0", 0), ("-7", -7), ("1.5", 1.5), ("\"\"", ""),
            (#""a\"\u00e4\n""#, "a\"ä\n"), ("[]", []), ("{}", [:]), ("[1,[2,[null]]]", [1, [2, [.null]]]),
            (#"{"a":{"b":[true]}}"#, ["a": ["b": [true]]]), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("18446744073709551615", .number(18_446_744_073_709_551_616)),
            ("1e300", .number(1e300)), (" [ 1 ] ", [1]),
        ] as [(String, JSONValue)]
    )
    func parses(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
    }

    @Test(arguments: ["", " ", "{", "{a:1}", "{\"a\" 1}", "nul", "01", "'a'", "1 2", "[1e999]", "\"\\ud800\""])
    func refusesWhatIsNoJSON(text: String) {
        #expect(throws: DecodingError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func refusesNestingWithoutEnd() {
        let text = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(throws: DecodingError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func writesEqualValuesAsEqualBytes() {
        let value: JSONValue = ["b": [1, 2.5, .null], "a": "x/y\n", "c": ["z": true, "y": [:]]]
        #expect(
            String(decoding: value.serialized(), as: UTF8.self)
                == #"{"a":"x/y\n","b":[1,2.5,null],"c":{"y":{},"z":true}}"#
        )
        let lines = String(decoding: value.serialized(isPretty: true), as: UTF8.self)
        #expect(lines.contains("\n  \"a\" : \"x/y\\n\""))
        #expect(JSONValue.number(.infinity).serialized() == Array("null".utf8))
    }

    @Test func ordersAlsoNamesOfWhichSwiftPutsNeitherFirst() {
        let names = ["\u{e9}{", "e\u{301}"]
        let texts = [names, names.reversed()]
            .map { names in
                JSONValue.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .null) })).serialized()
            }
        #expect(texts[0] == texts[1])
        #expect(texts[0] == Array("{\"e\u{301}\":null,\"\u{e9}{\":null}".utf8))
    }

    @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 40])
    func escapesWhereverItIsNeeded(length: Int) throws {
        for special in ["\"", "\\", "\n", "\u{1}", "\u{7F}", "ä", "🦄"] {
            for position in 0...length {
                var text = Array(repeating: "x", count: length)
                text.insert(special, at: position)
                let value = JSONValue.string(text.joined())
                #expect(try JSONValue(parsing: value.serialized()) == value)
            }
        }
        #expect(JSONValue.string("\u{1F}\u{20}").serialized() == Array(#""\u001f ""#.utf8))
    }

    @Test func writesWholeNumbersWithoutAFraction() {
        #expect(JSONValue.number(20).serialized() == Array("20".utf8))
        #expect(JSONValue.number(-0.5).serialized() == Array("-0.5".utf8))
    }

    @Test func givesWhatItIs() {
        let value: JSONValue = ["text": "a", "count": 3, "list": [1], "ratio": 1.5]
        #expect(value["text"]?.string == "a")
        #expect(value["count"]?.integer == 3)
        #expect(value["list"]?.array == [1])
        #expect(value.object?.count == 4)
        #expect(value["none"] == nil && value["count"]?.string == nil && value["text"]?["a"] == nil)
        #expect(value["ratio"]?.integer == nil)
        #expect([value["text"], value["count"], value["ratio"]].map { $0?.identifier } == ["a", "3", nil])
        let names = [JSONValue.null, true, 1, 1.5, "", [], [:]].map(\.kindName)
        #expect(names == ["null", "a boolean", "a number", "a number", "a string", "an array", "an object"])
    }

    @Test func keepsTheLastOfTwoMembersInALiteral() {
        #expect((["a": 1, "a": 2] as JSONValue)["a"] == 2)
    }
}
