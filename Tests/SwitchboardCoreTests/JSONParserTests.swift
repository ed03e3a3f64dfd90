import SwitchboardCore
import Testing

@Suite struct JSONParserTests {
    private func problem(_ text: some Sequence<UInt8>, isTolerant: Bool = false) -> String? {
        do throws(JSONSyntaxError) {
            _ = try JSONValue(parsing: text, isTolerant: isTolerant)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            ("[\t1 ,\r\n2 ]", [1, 2]), ("{ \"a\" : { } , \"b\" : [ ] }", ["a": [:], "b": []]),
            ("[[],[[]],{}]", [[], [[]], [:]]),
            ("[true,false,null]", [true, false, .null]), (#"{"":""}"#, ["": ""]), (#"{"a\nb":1}"#, ["a\nb": 1]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC\ud83d\uDE00""#, "Aé€😀"),
            (#""\u0000""#, "\0"), (#""\\u0041""#, #"\u0041"#), (#""\uDBFF\uDFFF\uFFFF""#, "\u{10FFFF}\u{FFFF}"),
            ("\"é€😀\u{7F}\u{2028}\"", "é€😀\u{7F}\u{2028}"), (#""/""#, "/"), (#""a\u0062\u0063d""#, "abcd"),
        ] as [(String, JSONValue)]
    )
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("0e5", 0), ("0E-99999999999999999999", 0), ("1.0", 1), ("1e2", 100),
            ("1E+2", 100), ("-12.50e1", -125), ("100e-2", 1), ("1.5", 1.5), ("-0.25e0", -0.25), ("1e-1", 0.1),
            ("0.1", 0.1), ("123.456", 123.456), ("1e18", 1_000_000_000_000_000_000), ("1e19", .number(1e19)),
            ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", 9_007_199_254_740_993),
            ("9223372036854775807.000", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("900719925474099300000000000e-11", 9_007_199_254_740_993), ("0.00012e5", 12),
            ("100e10", 1_000_000_000_000),
            ("9223372036854775808", .number(0x1p63)), ("-9223372036854775809", .number(-0x1p63)),
            ("1.00000000000000000000000000", 1), ("1e-400", 0), ("4.9e-324", .number(.leastNonzeroMagnitude)),
            ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("3.141592653589793238", .number(.pi)),
            ("1.0000000000000002", .number(1.0.nextUp)),
            ("2.2250738585072011e-308", .number(.leastNormalMagnitude.nextDown)),
        ] as [(String, JSONValue)]
    )
    func readsNumbersExactly(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
        #expect(try JSONValue(parsing: "[\(text)]".utf8) == [value])
    }

    @Test(arguments: [
        ("", "line 1, column 1: the text ends where it needs a value"),
        (" \n\t", "line 2, column 2: the text ends where it needs a value"),
        ("nul", "line 1, column 1: expected a value"), ("True", "line 1, column 1: expected a value"),
        ("NaN", "line 1, column 1: expected a value"), ("+1", "line 1, column 1: expected a value"),
        (".5", "line 1, column 1: expected a value"), ("// x\n1", "line 1, column 1: expected a value"),
        ("truee", "line 1, column 5: nothing may follow the value"),
        ("1 2", "line 1, column 3: nothing may follow the value"),
        ("[]]", "line 1, column 3: nothing may follow the value"),
        ("1\u{0}", "line 1, column 2: nothing may follow the value"),
        ("01", "line 1, column 1: a number may not begin with a superfluous 0"),
        ("-01", "line 1, column 2: a number may not begin with a superfluous 0"),
        ("-", "line 1, column 2: the text ends where it needs a digit"), ("-a", "line 1, column 2: expected a digit"),
        ("1.", "line 1, column 3: the text ends where it needs a digit"),
        ("[1.e1]", "line 1, column 4: expected a digit"),
        ("1e", "line 1, column 3: the text ends where it needs a digit"),
        ("[1e+]", "line 1, column 5: expected a digit"),
        ("0x10", "line 1, column 2: nothing may follow the value"),
        ("[1,\n 1e999]", "line 2, column 2: a number too large to be kept"),
        ("-1e309", "line 1, column 1: a number too large to be kept"),
        ("[", "line 1, column 2: the text ends where it needs a value"), ("[1,]", "line 1, column 4: expected a value"),
        ("[,1]", "line 1, column 2: expected a value"), ("[1,,2]", "line 1, column 4: expected a value"),
        ("[1 2]", "line 1, column 4: expected a comma or the end of the array"),
        ("[1}", "line 1, column 3: expected a comma or the end of the array"),
        ("[\"ä\",\r\n\"€\" 1]", "line 2, column 5: expected a comma or the end of the array"),
        ("{", "line 1, column 2: the text ends where it needs a member's name in quotation marks"),
        ("{a:1}", "line 1, column 2: expected a member's name in quotation marks"),
        ("{'a':1}", "line 1, column 2: expected a member's name in quotation marks"),
        (#"{"a":1,}"#, "line 1, column 8: expected a member's name in quotation marks"),
        (#"{1:1}"#, "line 1, column 2: expected a member's name in quotation marks"),
        (#"{"a" 1}"#, "line 1, column 6: expected a colon after the member's name"),
        (#"{"a"}"#, "line 1, column 5: expected a colon after the member's name"),
        (#"{"a":}"#, "line 1, column 6: expected a value"),
        (#"{"a":1 "b":2}"#, "line 1, column 8: expected a comma or the end of the object"),
        (#"{"a":1"#, "line 1, column 7: the text ends where it needs a comma or the end of the object"),
        (#"{"a":1,"#, "line 1, column 8: the text ends where it needs a member's name in quotation marks"),
        ("\"", "line 1, column 2: the text ends where it needs the end of the string"),
        (#""a\"#, "line 1, column 4: the text ends where it needs one of \" \\ / b f n r t u after the backslash"),
        (#""\x""#, "line 1, column 3: expected one of \" \\ / b f n r t u after the backslash"),
        (#""\u12g4""#, "line 1, column 6: expected four hexadecimal digits after \\u"),
        (#""\u12"#, "line 1, column 6: the text ends where it needs four hexadecimal digits after \\u"),
        (#""a\ud800""#, "line 1, column 3: half of a surrogate pair"),
        (#""\udc00\ud800""#, "line 1, column 2: half of a surrogate pair"),
        (#""\ud800\n""#, "line 1, column 2: half of a surrogate pair"),
        (#""\ud800\ud800""#, "line 1, column 2: half of a surrogate pair"),
        ("\"a\nb\"", "line 1, column 3: a control character in a string must be escaped"),
        ("\"\t\"", "line 1, column 2: a control character in a string must be escaped"),
        ("\u{FEFF}1", "line 1, column 1: expected a value"), ("\u{A0}1", "line 1, column 1: expected a value"),
    ])
    func saysWhereAndWhyItIsNoJSON(text: String, problem: String) {
        #expect(self.problem(text.utf8) == problem)
        let error = #expect(throws: DecodingError.self) { try JSONValue(parsing: text.utf8) }
        guard case .dataCorrupted(let context)? = error else { return }
        #expect(context.debugDescription == problem)
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, 8), (#"{"a":1,"b":2,"\u0061":3}"#, 14), (#"{"x":{"é":1,"e\u0301":2}}"#, 13),
        (#"[{"a":1},{"a":{"a":[]},"a":2}]"#, 24), (#"{"":1,"":2}"#, 7),
    ])
    func refusesASecondMemberOfOneName(text: String, column: Int) {
        #expect(problem(text.utf8) == "line 1, column \(column): the object already has a member of this name")
        #expect(problem(text.utf8, isTolerant: true) == nil)
    }

    @Test(
        arguments: [
            ([0xFF], 1), ([0x22, 0x61, 0xC3, 0x22], 3), ([0x22, 0xC0, 0x80, 0x22], 2),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 2),
            ([0x22, 0xC3, 0xA4, 0xF4, 0x90, 0x80, 0x80, 0x22], 3), ([0x22, 0xF0, 0x9F, 0x98, 0x22], 2),
            ([0x31, 0x80], 2),
        ] as [([UInt8], Int)]
    )
    func refusesBytesThatAreNotUTF8(bytes: [UInt8], column: Int) {
        #expect(problem(bytes) == "line 1, column \(column): bytes that are not UTF-8")
    }

    @Test func refusesUTF16() {
        #expect(problem([0xFF, 0xFE, 0x31, 0x00])?.hasSuffix("bytes that are not UTF-8") == true)
        #expect(problem([0x00, 0x31]) == "line 1, column 1: expected a value")
    }

    @Test(
        arguments: [
            (#"{"a":1,"a":2}"#, ["a": 2]), ("[1,]", [1]), (#"{"a":1 , }"#, ["a": 1]), ("\u{FEFF}[]", []),
            (#""a\ud83d""#, "a\u{FFFD}"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (#""\ude00x""#, "\u{FFFD}x"), ("\"a\nb\\t\u{1}\"", "a\nb\t\u{1}"),
        ] as [(String, JSONValue)]
    )
    func readsOnWhereAProviderIsCareless(text: String, value: JSONValue) throws {
        #expect(problem(text.utf8) != nil)
        #expect(try JSONValue(parsing: text.utf8, isTolerant: true) == value)
        #expect(WireResponse(status: 200, body: Array(text.utf8)).json == value)
    }

    @Test func readsAProvidersBrokenCharacters() throws {
        let bytes: [UInt8] = [0x22, 0x61, 0xF0, 0x9F, 0x98, 0x5C, 0x6E, 0x22]
        #expect(try JSONValue(parsing: bytes, isTolerant: true) == "a\u{FFFD}\n")
    }

    @Test(arguments: ["", "[,]", "{,}", "[1,,]", "{\"a\":1,,}", "[1", "\"", "nope", "01", "1e999", "\"\\x\"", "<html>"])
    func refusesWhatNobodyCanRead(text: String) {
        #expect(problem(text.utf8, isTolerant: true) != nil)
        #expect(WireResponse(status: 200, body: Array(text.utf8)).json == nil)
    }

    @Test(arguments: [true, false])
    func keepsOneReaderFromExhaustingTheStack(isTolerant: Bool) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(problem(nested(512).utf8, isTolerant: isTolerant) == nil)
        let tooDeep = "line 1, column 513: more than 512 levels of nesting"
        #expect(problem(nested(513).utf8, isTolerant: isTolerant) == tooDeep)
        #expect(problem(String(repeating: "[", count: 5_000_000).utf8, isTolerant: isTolerant) == tooDeep)
        #expect(problem(String(repeating: #"{"a":"#, count: 1_000_000).utf8, isTolerant: isTolerant) != nil)
        let wide = "[" + String(repeating: "[[]],", count: 2000) + "[]]"
        #expect(try JSONValue(parsing: wide.utf8).array?.count == 2001)
    }

    @Test func readsNumbersOfAnyLength() throws {
        let digits = String(repeating: "1", count: 100_000)
        #expect(problem(digits.utf8) == "line 1, column 1: a number too large to be kept")
        #expect(try JSONValue(parsing: "0.\(digits)".utf8) == .number(1.0 / 9))
        #expect(try JSONValue(parsing: "\(digits)e-100000".utf8) == .number(1.0 / 9))
        #expect(problem("1e\(digits)".utf8) != nil)
        #expect(try JSONValue(parsing: "1e-\(digits)".utf8) == 0)
    }

    @Test func quotesNothingOfTheText() {
        for text in [#"{"sesame": sesame}"#, #"{"sesame":1,"sesame":2}"#, "\"sesame", "sesame", "[1 sesame]"] {
            #expect(problem(text.utf8)?.contains("sesame") == false)
        }
    }

    @Test func readsEveryTruncationAsAnError() {
        let text = #"{"a":[1,-2.5e3,"x\n\ud83d\ude00é",true,null],"b":{}}"#
        let bytes = Array(text.utf8)
        #expect(problem(bytes) == nil)
        for length in 0..<bytes.count { #expect(problem(bytes[..<length]) != nil) }
    }
}
