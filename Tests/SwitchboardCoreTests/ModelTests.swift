import FoundationEssentials
import SwitchboardCore
import Testing

struct AddressTests {
    private let fields: [Field] = [
        .required(Key.to, .list(of: .address), audit: .sealed, "who gets it", .notEmpty)
    ]

    private enum Key: String, CodingKey {
        case to
    }

    @Test func isReadFromAnObjectOrABareString() throws {
        let json = Array(#"["ada@example.com", {"email": "bob@example.com", "name": "Bob"}]"#.utf8)
        let addresses = try JSONDocument(json, isTolerant: false).decode([Address].self)
        #expect(addresses == ["ada@example.com", Address("bob@example.com", name: "Bob")])
        #expect(try JSONValue(encoding: addresses[0]) == ["email": "ada@example.com"])
    }

    @Test(arguments: [
        (#"{"to": [7]}"#, "to[0]: is a number; give an object with email, name, or its email as a string"),
        (#"{"to": [{"mail": "x"}]}"#, "to[0].mail: unknown field; did you mean email?"),
        (#"{"to": [{"name": "Ada"}]}"#, "to[0].email: is missing; give a string"),
    ])
    func otherShapesAreRefusedByPath(json: String, message: String) throws {
        let failure = try #require(throws: Failure.self) {
            try fields.checkShape(of: JSONValue(parsing: Array(json.utf8)))
        }
        #expect(failure.message == message)
    }

    @Test(arguments: [
        (Address("ada"), "to[0].email"),
        (Address("ada@example.com", name: "Ada\r\nBcc: eve@example.com"), "to[0].name"),
        (Address("ada@example.com", name: ""), "to[0].name"),
    ])
    func badValuesAreRefusedByPath(address: Address, field: String) throws {
        let form: JSONValue = ["to": [try JSONValue(encoding: address)]]
        let failure = try #require(throws: Failure.self) { try fields.checkConstraints(of: form) }
        #expect(failure.field == field)
    }
}

struct CalendarDateTests {
    @Test(arguments: ["2026-02-28", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func readsAndWritesDays(text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "2026-1-1", "26-01-01",
        "2026-01-01T00:00:00Z", " 2026-01-01", "2026/01/01", "", "+026-01-01", "２０２６-01-01",
    ])
    func refusesWhatIsNoDay(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func comesInOrder() throws {
        let days = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map { try #require(CalendarDate($0)) }
        #expect(days.shuffled().sorted() == days)
    }
}

struct GzipTests {
    @Test(arguments: [0, 1, 1000, 1_000_000])
    func givesBackWhatItTook(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(Gzip.decompress(Gzip.compress(bytes), limit: count) == bytes)
    }

    @Test func equalBytesMakeEqualBytes() {
        let bytes = Array("the same text, again and again, again and again".utf8)
        #expect(Gzip.compress(bytes) == Gzip.compress(bytes))
    }

    @Test func refusesWhatIsCutOffTooLargeOrNoGzip() {
        let compressed = Gzip.compress(Array(repeating: 7, count: 100_000))
        #expect(Gzip.decompress(Array(compressed.dropLast(9)), limit: 200_000) == nil)
        #expect(Gzip.decompress(compressed, limit: 99_999) == nil)
        #expect(Gzip.decompress(Array("plain text".utf8), limit: 100) == nil)
        #expect(Gzip.decompress([], limit: 100) == nil)
    }
}
