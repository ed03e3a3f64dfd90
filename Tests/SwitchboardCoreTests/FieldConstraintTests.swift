import SwitchboardCore
import Testing

@Suite struct FieldConstraintTests {
    @Test(
        arguments: [
            ("", "is empty; give it some text"), ([], "is empty; give at least one"),
            ([:], "is empty; give at least one member"), (" ", nil), ([1], nil), (["a": 1], nil), (0, nil),
            (.null, nil),
        ] as [(JSONValue, String?)]
    )
    func notEmptyRefusesNothingness(value: JSONValue, problem: String?) {
        #expect(Field.Constraint.notEmpty.problem(value) == problem)
    }

    @Test func atMostCountsUTF8Bytes() {
        let constraint = Field.Constraint.atMost(bytes: 4)
        #expect(constraint.problem("abcd") == nil)
        #expect(constraint.problem("ää") == nil)
        #expect(constraint.problem("ääa") == "has 5 bytes; at most 4 are allowed")
        #expect(constraint.problem(12_345) == nil)
    }

    @Test(arguments: [
        "a\nb", "a\rb", "a\r\nb", "\u{0}", "a\tb", "\u{7F}", "\u{1B}[0m", "a\u{85}b", "a\u{2028}b", "a\u{2029}b",
    ])
    func singleLineRefusesControlCharacters(text: String) {
        #expect(Field.Constraint.singleLine.problem(.string(text))?.contains("line break") == true)
    }

    @Test(arguments: ["", "a b", "ä–€ 🎉", "a\u{A0}b"])
    func singleLineAcceptsText(text: String) {
        #expect(Field.Constraint.singleLine.problem(.string(text)) == nil)
    }

    @Test func charactersAllowsTheNamedOnes() {
        let constraint = Field.Constraint.characters(alphanumericsAnd: "-_")
        #expect(constraint.problem("aZ09-_") == nil)
        for text in ["a b", "a.b", "ä", "a\n", "e\u{301}", "٣"] {
            #expect(constraint.problem(.string(text)) == "may hold only letters, digits and -_")
        }
    }

    @Test func anyOfWantsOneThatIsNotNull() {
        let constraint = Field.Constraint.anyOf("a", "b")
        #expect(constraint.problem(["b": 1, "c": 2]) == nil)
        for value: JSONValue in [[:], ["a": .null], ["c": 1]] {
            #expect(constraint.problem(value) == "names nobody; give at least one of a, b")
        }
    }

    @Test(arguments: [
        "ada@example.com", "a@b.co", "ada.lovelace+tag@mail.example.co.uk", "o'brien@example.com", "a_b-c@x-y.example",
        "!#$%&'*+/=?^_`{|}~-@example.com", "ADA@EXAMPLE.COM", "ada@münchen.de", "ädä@example.com", "用户@例子.公司",
        "1@2.com", "a@हिन्दी.भारत", "ada@xn--mnchen-3ya.de", "\(String(repeating: "a", count: 64))@example.com",
        "a@\(String(repeating: "b", count: 63)).com",
    ])
    func acceptsEmailAddresses(text: String) {
        #expect(EmailAddress.problem(in: text) == nil)
    }

    @Test(arguments: [
        "", " ", "ada", "@", "ada@", "@example.com", "ada@example", "ada@@example.com", "a@b@example.com",
        "ada@example..com", "ada@.example.com", "ada@example.com.", ".ada@example.com", "ada.@example.com",
        "a..b@example.com", "ada @example.com", " ada@example.com", "ada@example.com ", "ada@exam ple.com",
        "ada@example.com\n", "ada@example.com\r\nBcc: x@example.com", "a\nb@example.com", "a\u{0}@example.com",
        "\"ada\"@example.com", "ada@[127.0.0.1]", "Ada <ada@example.com>", "ada,bob@example.com", "ada;bob@example.com",
        "(x)ada@example.com", "ada:x@example.com", "a\\b@example.com", "ada@-example.com", "ada@example-.com",
        "ada@exam_ple.com", "ada@example.com/x", "x@\u{301}y@example.com", ".\u{301}a@example.com",
        "a..\u{301}b@example.com", "ada\u{85}@example.com", "ada\u{A0}@example.com", "ada\u{2028}@example.com",
        "ada\u{200B}@example.com", "ada\u{202E}@example.com", "\(String(repeating: "a", count: 65))@example.com",
        "a@\(String(repeating: "b", count: 64)).com", "a@\(String(repeating: "b.", count: 130))com", "ada@example.123",
    ])
    func refusesWhatIsNoEmailAddress(text: String) {
        let problem = Field.Constraint.emailAddress.problem(.string(text))
        #expect(problem?.hasSuffix("give an address such as ada@example.com") == true)
    }

    @Test func areCheckedAtEveryDepth() {
        let leaf = Field.required(AnyKey("tag"), .string, audit: .plain, "", .notEmpty)
        let fields: [Field] = [
            .optional(AnyKey("one"), .object(name: "x", [leaf]), audit: .plain, ""),
            .optional(AnyKey("many"), .list(of: .object(name: "x", [leaf])), audit: .plain, "", .notEmpty),
            .optional(AnyKey("named"), .map(of: .object(name: "x", [leaf])), audit: .plain, ""),
        ]
        let cases: [(JSONValue, String?)] = [
            (["one": ["tag": ""]], "one.tag"), (["many": []], "many"),
            (["many": [["tag": "a"], ["tag": ""]]], "many[1].tag"),
            (["named": ["b": ["tag": ""], "a": ["tag": ""]]], "named.a.tag"),
            (["one": ["tag": "a"], "many": .null], nil),
        ]
        for (value, path) in cases {
            var field: String?
            do throws(Failure) { try fields.checkConstraints(of: value) } catch { field = error.field }
            #expect(field == path)
        }
    }
}
