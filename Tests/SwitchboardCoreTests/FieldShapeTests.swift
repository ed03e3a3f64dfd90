import SwitchboardCore
import Testing

/// A coding key of any name.
struct AnyKey: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    init(stringLiteral value: String) { stringValue = value }
}

/// Fields of every kind.
let everyKind: [Field] = {
    let inner: [Field] = [
        .required(AnyKey("name"), .string, audit: .plain, ""),
        .optional(AnyKey("amounts"), .map(of: .integer), audit: .plain, ""),
    ]
    return [
        .required(AnyKey("body"), .string, audit: .size, ""),
        .optional(AnyKey("count"), .integer, audit: .plain, ""),
        .optional(AnyKey("ratio"), .number, audit: .plain, ""),
        .optional(AnyKey("is_public"), .boolean, audit: .plain, ""),
        .optional(AnyKey("at"), .timestamp, audit: .plain, ""),
        .optional(AnyKey("state"), .choice(["open", "closed"]), audit: .plain, ""),
        .optional(AnyKey("data"), .json, audit: .size, ""),
        .optional(AnyKey("part"), .object(name: "part", inner), audit: .plain, ""),
        .optional(AnyKey("parts"), .list(of: .object(name: "part", inner)), audit: .plain, ""),
        .optional(AnyKey("parts_by_name"), .map(of: .object(name: "part", inner)), audit: .plain, ""),
        .optional(AnyKey("words"), .list(of: .list(of: .string)), audit: .plain, ""),
    ]
}()

@Suite struct FieldShapeTests {
    private func failure(_ value: JSONValue) -> Failure? {
        do throws(Failure) {
            try everyKind.checkShape(of: value)
            return nil
        } catch {
            return error
        }
    }

    @Test func acceptsEveryKind() {
        let part: JSONValue = ["name": "x", "amounts": ["a": 1]]
        let full: JSONValue = [
            "body": "", "count": 1, "ratio": 2.5, "is_public": false, "at": "2026-11-23T10:00:00Z", "state": "open",
            "data": [1, ["x": .null]], "part": part, "parts": [part, ["name": "y", "amounts": .null]],
            "parts_by_name": ["k": part], "words": [[], ["a"]],
        ]
        #expect(failure(full) == nil)
        #expect(failure(["body": "x"]) == nil)
        #expect(failure(["body": "x", "ratio": 1, "count": .null, "part": .null, "data": .null]) == nil)
    }

    @Test(
        arguments: [
            ([:], "body", "is missing; give a string"),
            (["body": .null], "body", "is null; give a string"),
            (["body": 1], "body", "is a number; give a string"),
            (["body": "", "bodi": 1], "bodi", "unknown field; did you mean body?"),
            (["body": "", "isPublic": true], "isPublic", "unknown field; did you mean is_public?"),
            (["body": "", "count": 1.5], "count", "is a number; give a whole number"),
            (["body": "", "count": "1"], "count", "is a string; give a whole number"),
            (["body": "", "ratio": "1"], "ratio", "is a string; give a number"),
            (["body": "", "is_public": 1], "is_public", "is a number; give true or false"),
            (
                ["body": "", "at": 1], "at",
                "is a number; give an RFC 3339 time with a zone, such as 2026-01-31T09:00:00Z"
            ),
            (
                ["body": "", "at": "2026-02-30T00:00:00Z"], "at",
                "is not a time; give an RFC 3339 time with a zone, such as 2026-01-31T09:00:00Z"
            ),
            (["body": "", "state": "opne"], "state", "is not a known value; did you mean open?"),
            (["body": "", "state": "somewhere"], "state", "is not a known value; give one of open, closed"),
            (["body": "", "state": true], "state", "is a boolean; give one of open, closed"),
            (["body": "", "part": []], "part", "is an array; give an object"),
            (["body": "", "part": [:]], "part.name", "is missing; give a string"),
            (["body": "", "part": ["name": "", "nmae": ""]], "part.nmae", "unknown field; did you mean name?"),
            (["body": "", "part": ["name": "", "amounts": [1]]], "part.amounts", "is an array; give an object"),
            (
                ["body": "", "part": ["name": "", "amounts": ["k": "1"]]], "part.amounts.k",
                "is a string; give a whole number"
            ),
            (["body": "", "parts": [:]], "parts", "is an object; give an array"),
            (["body": "", "parts": [["name": ""], ["name": .null]]], "parts[1].name", "is null; give a string"),
            (["body": "", "parts": [["name": ""], .null]], "parts[1]", "is null; give an object"),
            (
                ["body": "", "parts": [["name": "", "amounts": ["k": .null]]]], "parts[0].amounts.k",
                "is null; give a whole number"
            ),
            (
                ["body": "", "parts_by_name": ["k": ["nam": ""]]], "parts_by_name.k.nam",
                "unknown field; did you mean name?"
            ),
            (["body": "", "words": [["a"], ["b", 1]]], "words[1][1]", "is a number; give a string"),
            ([], "", "is an array; give an object"),
            ("text", "", "is a string; give an object"),
            (.null, "", "is null; give an object"),
        ] as [(JSONValue, String, String)]
    )
    func refusesAnotherShapeByItsPath(value: JSONValue, path: String, problem: String) {
        let failure = failure(value)
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.field == path)
        #expect(failure?.message == (path.isEmpty ? "the input \(problem)" : "\(path): \(problem)"))
    }

    @Test func listsTheKnownFieldsWhereNoneIsNear() {
        let message = failure(["body": "", "completely_else": 1])?.message ?? ""
        #expect(message.hasPrefix("completely_else: unknown field; known fields: body, count, ratio, is_public"))
    }

    @Test func namesTheFirstOfManyProblems() {
        let members = Dictionary(uniqueKeysWithValues: (10..<60).map { ("k\($0)", JSONValue.string("x")) })
        #expect(failure(["body": "", "part": ["name": "", "amounts": .object(members)]])?.field == "part.amounts.k10")
        #expect(failure(["body": "", "zz": 1, "yy": 1])?.field == "yy")
    }

    @Test func describesEveryKind() {
        let kinds = everyKind.map(\.kind.description)
        #expect(
            kinds == [
                "string", "integer", "number", "boolean", "timestamp", "open | closed", "any", "part", "[part]",
                "{string: part}", "[[string]]",
            ]
        )
    }
}
