import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct SearchTests {
    /// Six actions, two rows each, a minute apart, over a change of the month.
    private func filled() async throws -> (TestLog, SQLiteAuditLog) {
        let test = try TestLog(at: "2026-11-30T23:57:30Z")
        let log = try test.open()
        let cases: [(String, String, String?, AuditOutcome.Verdict, Failure.Kind?)] = [
            ("contact.tag", "intercom", "campaign-1", .success, nil),
            ("email.send", "sendgrid", "campaign-1", .failure, .rejected),
            ("email.send", "sendgrid", nil, .unknown, .timeout),
            ("contact.tag", "intercom", nil, .failure, .notFound),
            ("email.send", "sendgrid", "campaign-2", .success, nil),
            ("event.track", "mixpanel", nil, .failure, .timeout),
        ]
        for (index, (action, provider, correlation, verdict, error)) in cases.enumerated() {
            let person = Person(email: "p\(index % 2)@example.com")
            let record = AuditRecord.sample(
                action,
                people: [person],
                actor: index == 0 ? "eve" : "platform",
                correlation: correlation
            )
            let reference = "ref-\(index)"
            try await log.perform(record, .sample(verdict, provider: provider, error: error, reference: reference))
            test.clock.advance(.seconds(60))
        }
        return (test, log)
    }

    private static let queries: [(AuditQuery, [Int64])] = [
        (AuditQuery(), [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (AuditQuery(action: "contact.tag"), [10, 9, 3, 2]),
        (AuditQuery(kinds: ["intent"]), [13, 11, 9, 6, 4, 2]),
        (AuditQuery(kinds: ["start", "outcome"], action: "contact.tag"), [10, 3]),
        (AuditQuery(kinds: ["operator"]), []),
        (AuditQuery(provider: "sendgrid"), [12, 7, 5]),
        (AuditQuery(outcome: .success), [12, 3]),
        (AuditQuery(outcome: .failure), [14, 10, 5]),
        (AuditQuery(outcome: .unknown), [7]),
        (AuditQuery(provider: "sendgrid", outcome: .failure), [5]),
        (AuditQuery(errorKind: .timeout), [14, 7]),
        (AuditQuery(outcome: .failure, errorKind: .timeout), [14]),
        (AuditQuery(actor: "eve"), [3, 2]),
        (AuditQuery(correlationID: "campaign-1"), [5, 4, 3, 2]),
        (AuditQuery(reference: "ref-2"), [7]),
        (AuditQuery(person: "p1@example.com"), [14, 13, 10, 9, 5, 4]),
        (AuditQuery(person: "P1@example.com", action: "email.send", outcome: .failure), [5]),
        (AuditQuery(person: "nobody@example.com"), []),
        (AuditQuery(provider: "nobody"), []),
        (AuditQuery(action: "' OR 1 = 1 --"), []),
    ]

    @Test func eachConditionSelects() async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        for (query, expected) in Self.queries {
            let page = try await log.reader.page(query)
            #expect(page.entries.map(\.seq) == expected, "\(query)")
            #expect(page.nextCursor == nil)
            #expect(!page.isPartial)
        }
    }

    @Test func pagesOfAnySizeGiveTheSame() async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        for (query, expected) in Self.queries {
            for size in [1, 2, 3] {
                var query = query
                query.limit = size
                var numbers: [Int64] = []
                repeat {
                    let page = try await log.reader.page(query)
                    #expect(page.entries.count <= size)
                    numbers += page.entries.map(\.seq)
                    query.cursor = page.nextCursor
                } while query.cursor != nil
                #expect(numbers == expected, "\(query)")
            }
        }
    }

    @Test func aSearchThatLooksAtTooMuchSaysSoAndGoesOn() async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        for (query, expected) in Self.queries {
            var query = query
            query.examinationLimit = 2
            query.limit = 3
            var numbers: [Int64] = []
            var isPartial = false
            repeat {
                let page = try await log.reader.page(query)
                isPartial = isPartial || page.isPartial
                numbers += page.entries.map(\.seq)
                query.cursor = page.nextCursor
            } while query.cursor != nil
            #expect(numbers == expected, "\(query)")
            if query.actor != nil { #expect(isPartial) }
        }
    }

    private static let spans: [(since: String?, until: String?, expected: [Int64])] = [
        ("2026-11-30T23:59:30Z", nil, [14, 13, 12, 11, 10, 9, 8, 7, 6]),
        (nil, "2026-11-30T23:59:30Z", [5, 4, 3, 2, 1]),
        ("2026-11-30T23:58:30Z", "2026-12-01T00:00:30Z", [7, 6, 5, 4]),
        ("2026-12-01T00:02:30.000001Z", nil, []),
        (nil, "2026-11-30T23:57:30Z", []),
        ("2026-12-01T00:00:30Z", "2026-12-01T00:00:30Z", []),
    ]

    @Test(arguments: spans)
    func timesBoundTheSearch(_ since: String?, _ until: String?, _ expected: [Int64]) async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        let query = AuditQuery(since: try since?.moment, until: try until?.moment)
        #expect(try await log.reader.page(query).entries.map(\.seq) == expected)
    }

    @Test func rangesOfDifferentDensityAreMergedWithoutLoss() async throws {
        let test = try TestLog()
        let log = try test.open()
        let (rare, busy) = (Person(email: "a@example.com"), Person(userID: "u-1"))
        for person in [rare, rare] + Array(repeating: busy, count: 10) {
            try await log.perform(.sample(people: [person]), .sample(.failure, error: .conflict))
        }
        try await log.perform(.sample(people: [Person(email: "a@example.com", userID: "u-1")]))
        for person in ["a@example.com", "u-1"] {
            var query = AuditQuery(person: person, outcome: .failure, limit: 3)
            var numbers: [Int64] = []
            repeat {
                let page = try await log.reader.page(query)
                numbers += page.entries.map(\.seq)
                query.cursor = page.nextCursor
            } while query.cursor != nil
            #expect(numbers == stride(from: 25, through: 3, by: -2).map { $0 })
        }
    }

    @Test func theCursorStaysRightWhileRowsArrive() async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        var query = AuditQuery(limit: 4)
        var numbers: [Int64] = []
        repeat {
            let page = try await log.reader.page(query)
            numbers += page.entries.map(\.seq)
            query.cursor = page.nextCursor
            try await log.perform()
        } while query.cursor != nil
        #expect(numbers == (1...14).reversed())
    }

    /// Each served by another index; what arrives meanwhile is found by all of them, and in a later month.
    private static let indexed = [
        AuditQuery(outcome: .failure), AuditQuery(errorKind: .timeout), AuditQuery(correlationID: "campaign-1"),
        AuditQuery(person: "p1@example.com"), AuditQuery(reference: "ref-3"),
    ]

    @Test(arguments: indexed)
    func theCursorOfAnIndexStaysRightWhileRowsArrive(_ query: AuditQuery) async throws {
        let (test, log) = try await filled()
        let expected = try await log.reader.page(query).entries.map(\.seq)
        var query = query
        query.limit = 1
        var numbers: [Int64] = []
        repeat {
            let page = try await log.reader.page(query)
            numbers += page.entries.map(\.seq)
            query.cursor = page.nextCursor
            let record = AuditRecord.sample(people: [Person(email: "p1@example.com")], correlation: "campaign-1")
            try await log.perform(record, .sample(.failure, error: .timeout, reference: "ref-3"))
            if numbers.count == 1 { try test.clock.set("2027-01-01T00:00:00Z") }
        } while query.cursor != nil
        #expect(numbers == expected)
    }

    @Test(arguments: ["", "x", "-1", "1; DROP TABLE entries"])
    func aCursorOfSomethingElseIsRefused(_ cursor: String) async throws {
        let test = try TestLog()
        let log = try test.open()
        let failure = await #expect(throws: Failure.self) { try await log.reader.page(AuditQuery(cursor: cursor)) }
        #expect((failure?.kind, failure?.field) == (.invalidInput, "cursor"))
    }

    @Test func whatTheLogDoesNotHoldIsNotFound() async throws {
        let test = try TestLog()
        let log = try test.open()
        let failure = await #expect(throws: Failure.self) {
            try await log.reader.show(test.clock.source.makeActionID())
        }
        #expect(failure?.kind == .notFound)
    }

    @Test func entriesHaveTheirJSONForm() async throws {
        let (test, log) = try await filled()
        defer { withExtendedLifetime(test) {} }
        let page = try await log.reader.page(AuditQuery(reference: "ref-2"))
        let json = try JSONValue(encoding: page)
        let entry = try #require(json["entries"]?.array?.first?.object)
        #expect(json["partial"] == false)
        #expect(
            entry.keys.sorted() == [
                "action", "actor", "at", "attempts", "audit_id", "detail", "duration_us", "error_kind", "http_status",
                "kind", "outcome", "provider", "provider_ref", "seq", "subjects", "tenant",
            ]
        )
        #expect(entry["duration_us"] == 45_000)
        #expect(entry["outcome"] == "unknown")
    }

    @Test func indexesServeTheSearches() async throws {
        let (test, log) = try await filled()
        await log.shutdown()
        let plans: [(String, String)] = [
            ("entry_subject WHERE subject = 1", "PRIMARY KEY"),
            ("entries WHERE correlation_id = 'a'", "entries_by_correlation"),
            ("entries WHERE provider_ref = 'a'", "entries_by_reference"),
            ("entries WHERE outcome <> 1 AND provider IS 1 AND outcome = 2", "entries_unsuccessful"),
        ]
        for (source, index) in plans {
            let sql = "EXPLAIN QUERY PLAN SELECT seq FROM \(source) AND seq < 9 ORDER BY seq DESC LIMIT 3"
            let plan = try test.sql("2026-11.sqlite") { db in
                try Row.fetchAll(db, sql: sql).map { $0["detail"] as String }
            }
            #expect(plan.count == 1 && plan[0].contains(index), "\(plan)")
        }
    }
}
