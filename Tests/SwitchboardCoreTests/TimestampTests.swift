import FoundationEssentials
import SwitchboardCore
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-23T10:00:00Z", 1_795_428_000_000_000),
        ("2026-11-23t10:00:00z", 1_795_428_000_000_000),
        ("2026-11-23T11:30:00+01:30", 1_795_428_000_000_000),
        ("2026-11-23T00:01:00-09:59", 1_795_428_000_000_000),
        ("2026-11-23T10:00:00-00:00", 1_795_428_000_000_000),
        ("2024-02-29T12:00:00Z", 1_709_208_000_000_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func readsRFC3339(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microsecondsSince1970 == microseconds)
    }

    @Test(arguments: [
        ("1", 100_000), ("12", 120_000), ("123", 123_000), ("1234", 123_400), ("12345", 123_450), ("123456", 123_456),
        ("1234567", 123_456), ("99999999", 999_999), ("999999999", 999_999), ("000001", 1), ("0", 0),
    ])
    func cutsAFractionToMicroseconds(fraction: String, microseconds: Int64) {
        let timestamp = Timestamp("2026-11-23T10:00:00.\(fraction)Z")
        #expect(timestamp?.microsecondsSince1970 == 1_795_428_000_000_000 + microseconds)
    }

    @Test(arguments: [
        "", " ", "2026-11-23", "2026-11-23T10:00:00", "2026-11-23 10:00:00Z", "2026-11-23T10:00Z",
        "2026-11-23T10:00:00.Z",
        "2026-11-23T10:00:00.1234567890Z", "2026-11-23T10:00:00+0100", "2026-11-23T10:00:00+01", "26-11-23T10:00:00Z",
        "2026-11-23T10:00:00Z ", "2026-11-23T10:00:00ZZ", "x2026-11-23T10:00:00Z", "2026-11-23T10:00:00.5",
        "2026-02-30T10:00:00Z", "2026-02-29T10:00:00Z", "1900-02-29T10:00:00Z", "2026-04-31T10:00:00Z",
        "2026-13-01T10:00:00Z", "2026-00-01T10:00:00Z", "2026-01-00T10:00:00Z", "2026-01-32T10:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T10:60:00Z", "2026-01-01T23:59:60Z", "2026-01-01T10:00:61Z",
        "2026-01-01T10:00:00+24:00", "2026-01-01T10:00:00+01:60", "-2026-01-01T10:00:00Z", "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "٢٠٢٦-11-23T10:00:00Z", "2026-11-23T10:00:00,5Z",
        "2026-11-23T10:00:00Z\n", "+026-11-23T10:00:00Z", "2026-1 -23T10:00:00Z",
    ])
    func refusesEverythingElse(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"),
            (1_795_428_000_000_000, "2026-11-23T10:00:00Z"),
            (1_795_428_000_500_000, "2026-11-23T10:00:00.500Z"),
            (1_795_428_000_123_456, "2026-11-23T10:00:00.123456Z"),
            (1_795_428_000_000_001, "2026-11-23T10:00:00.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00Z"),
        ] as [(Int64, String)]
    )
    func printsRFC3339(microseconds: Int64, text: String) {
        #expect(Timestamp(microsecondsSince1970: microseconds).description == text)
    }

    @Test func losesNoMicrosecondOnTheWayThroughText() throws {
        var random: UInt64 = 1
        for _ in 0..<20_000 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let span: UInt64 = 315_569_519_999_999_999
            let timestamp = Timestamp(microsecondsSince1970: Int64(random % span) - 62_167_219_200_000_000)
            let text = timestamp.description
            guard Timestamp(text) == timestamp else {
                Issue.record("\(timestamp.microsecondsSince1970) reads back differently from \(text)")
                return
            }
        }
    }

    @Test func agreesWithFoundationOnEveryDayOfAFewCenturies() {
        for day in stride(from: Int64(-100_000), to: 100_000, by: 1) {
            let timestamp = Timestamp(secondsSince1970: day * 86_400 + 3_600)
            guard timestamp.description == timestamp.date.formatted(.iso8601) else {
                Issue.record("day \(day) prints as \(timestamp)")
                return
            }
        }
    }

    @Test func isItsTextInJSON() throws {
        let json = Data(#"["2026-11-23T10:00:00.000001+00:00"]"#.utf8)
        let timestamps = try JSONDecoder().decode([Timestamp].self, from: json)
        #expect(timestamps == [Timestamp(microsecondsSince1970: 1_795_428_000_000_001)])
        #expect(try JSONValue(encoding: timestamps) == ["2026-11-23T10:00:00.000001Z"])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data(#"["now"]"#.utf8)) }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data("[1795428000]".utf8))
        }
    }

    @Test func cutsToWholeSecondsTowardsThePast() {
        #expect(Timestamp(microsecondsSince1970: 1_999_999).secondsSince1970 == 1)
        #expect(Timestamp(microsecondsSince1970: -1).secondsSince1970 == -1)
        #expect(Timestamp(microsecondsSince1970: -1_000_000).secondsSince1970 == -1)
        #expect(Timestamp(microsecondsSince1970: -1_000_001).secondsSince1970 == -2)
        #expect(Timestamp(microsecondsSince1970: .min).secondsSince1970 == -9_223_372_036_855)
    }

    @Test func staysInRangeForSecondsWithoutEnd() {
        #expect(Timestamp(secondsSince1970: .max) > Timestamp(secondsSince1970: 253_402_300_799))
        #expect(Timestamp(secondsSince1970: .min) < Timestamp(secondsSince1970: 0))
    }

    @Test func measuresFromOneEndOfTimeToTheOther() {
        let (first, last) = (Timestamp(microsecondsSince1970: .min), Timestamp(microsecondsSince1970: .max))
        #expect(last.since(first) == .microseconds(Int64.max) + .microseconds(Int64.max) + .microseconds(1))
        #expect(first.since(last) < .zero)
    }

    @Test func measuresAndMoves() {
        let start = Timestamp(secondsSince1970: 100)
        #expect(start.advanced(by: .microseconds(-1)).microsecondsSince1970 == 99_999_999)
        #expect(start.since(Timestamp(secondsSince1970: 101)) == .seconds(-1))
        #expect(start < start.advanced(by: .microseconds(1)))
        #expect(Timestamp(Date(timeIntervalSince1970: 100)) == start)
        #expect(start.date == Date(timeIntervalSince1970: 100))
    }
}
