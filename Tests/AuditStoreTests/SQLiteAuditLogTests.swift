import AuditStore
import Foundation
import GRDB
import SwitchboardCore
import Testing

struct SQLiteAuditLogTests {
    @Test func keepsIntentAndOutcome() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample(correlation: "campaign-1")
        let subjects = try await log.begin(record)
        #expect(subjects == [1])
        test.clock.advance(.milliseconds(45))
        #expect(try await log.finish(record, .sample()) == [1])

        let trail = try await test.reader().show(record.id)
        let intent = try #require(trail.intent)
        let outcome = try #require(trail.outcome)
        #expect((intent.seq, outcome.seq) == (2, 3))
        #expect(intent.at == (try "2026-11-23T10:00:00Z".moment))
        #expect(outcome.at.since(intent.at) == .milliseconds(45))
        #expect(intent.detail == ["fields": record.fields])
        #expect((outcome.action, outcome.actor, outcome.tenant) == ("contact.tag", "success-platform", "acme"))
        #expect((outcome.provider, outcome.outcome, outcome.errorKind) == ("intercom", "success", nil))
        #expect((outcome.httpStatus, outcome.attempts, outcome.duration) == (200, 1, .milliseconds(45)))
        #expect((outcome.providerReference, outcome.correlationID) == ("tag-7", "campaign-1"))
        #expect((intent.subjects, outcome.subjects) == ([1], [1]))
    }

    @Test func numbersPeopleWithoutAnEntry() async throws {
        let test = try TestLog()
        let log = try test.open()
        let ann = Person(email: "ann@example.com")
        #expect(try await log.subjects(of: [ann], at: nil) == [1])
        #expect(try await log.subjects(of: [Person(email: "bob@example.com")], at: nil) == [2])
        #expect(try await log.subjects(of: [Person(email: "ANN@example.com", userID: "u-1")], at: nil) == [1])
        #expect(try await log.subjects(of: [Person(userID: "u-1")], at: nil) == [1])
        #expect(try await test.reader().page(AuditQuery()).entries.map(\.kind) == ["start"])
        #expect(try await log.begin(.sample(people: [ann])) == [1])
    }

    @Test func keepsWhatHappensToTheHub() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.record(AuditEvent(.configuration, "config.changed", actor: "hub", detail: ["version": "1"]))
        try await log.record(AuditEvent(.operator, "provider.disable", actor: "eve"))
        let entries = try await test.reader().page(AuditQuery()).entries.filter { $0.kind != "start" }
        #expect(
            Set(entries.map { "\($0.kind) \($0.action) \($0.actor)" }) == [
                "config config.changed hub", "operator provider.disable eve",
            ]
        )
    }

    @Test func keepsItemsOfABatchWithTheirOwnPeople() async throws {
        let test = try TestLog()
        let log = try test.open()
        let people = (0..<1200).map { Person(email: "u\($0)@example.com") }
        let record = AuditRecord.sample("email.send_batch", people: people, correlation: "to u7@example.com")
        _ = try await log.begin(record)
        let items = people.enumerated()
            .map { index, person in
                var item = AuditItem(
                    index: index,
                    people: [person],
                    fields: ["subject": ["bytes": 2]],
                    result: .sent(index)
                )
                if index == 7 { item.message = "u7@example.com declined" }
                return item
            }
        try await log.record(items, of: record, at: "sendgrid")
        _ = try await log.finish(record, .sample(.failure, error: .partialFailure))

        let trail = try await test.reader().show(record.id)
        #expect(trail.items.compactMap { $0.detail["index"]?.integer } == (0..<1200).map { Int64($0) })
        let seventh = try #require(trail.items.first { $0.detail["index"] == 7 })
        #expect(seventh.detail == ["index": 7, "fields": ["subject": ["bytes": 2]], "message": "[person] declined"])
        #expect((seventh.provider, seventh.outcome, seventh.providerReference) == ("sendgrid", "success", "m-7"))
        #expect(seventh.correlationID == "to [person]")
        #expect(seventh.subjects.count == 1)
        let found = try await test.reader().page(AuditQuery(person: "u7@example.com"))
        #expect(Set(found.entries.map(\.kind)) == ["intent", "item", "outcome"])
    }

    @Test func detailOfAnOutcomeReadsBackAsAttemptsAndRoute() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        let outcome = AuditOutcome.sample(.unknown, error: .timeout)
        try await log.perform(record, outcome)
        let detail = try #require(try await test.reader().show(record.id).outcome).detail
        let attempts = try JSONDecoder().decode([Attempt].self, from: Data(#require(detail["attempts"]).serialized()))
        let route = try JSONDecoder().decode(RouteDecision.self, from: Data(#require(detail["route"]).serialized()))
        #expect(attempts == outcome.attempts)
        #expect(route == outcome.route)
        #expect(detail["message"] == "no answer")
    }

    @Test func readsLeaveAnOutcomeOnlyWithTheirFields() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample("contact.get", isRead: true)
        #expect(try await log.begin(record) == [])
        #expect(try await log.finish(record, .sample()) == [1])
        let trail = try await test.reader().show(record.id)
        #expect(trail.intent == nil)
        #expect(trail.outcome?.detail["fields"] == record.fields)
    }

    @Test func anOutcomeIsWrittenAlthoughTheTaskIsCancelled() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        _ = try await log.begin(record)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await log.finish(record, .sample())
        }
        #expect(try await task.value == [1])
        #expect(try await test.reader().show(record.id).outcome != nil)
    }

    @Test func shutdownKeepsWhatWasWrittenAndRefusesMore() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        await log.shutdown()
        await log.shutdown()
        let failure = await #expect(throws: Failure.self) { try await log.begin(.sample()) }
        #expect(failure?.kind == .auditUnavailable)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(try test.fileNames == ["2026-11.sqlite", "keys.sqlite", "writer.lock"])
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).rows == 3)
    }

    @Test func goesOnWithTheChainWhenOpenedAgain() async throws {
        let test = try TestLog()
        for _ in 0..<3 {
            let log = try test.open()
            try await log.perform()
            await log.shutdown()
        }
        let chain = try ChainCheck(test, ["2026-11.sqlite"])
        #expect((chain.rows, chain.firstBad) == (7, nil))
    }

    @Test func aLogThatNobodyHoldsEndsItself() async throws {
        let test = try TestLog()
        var log: SQLiteAuditLog? = try test.open()
        try await log?.perform()
        #expect(try test.fileNames.contains { $0.hasPrefix("instance-") })
        log = nil
        await until { (try? test.fileNames.contains { $0.hasPrefix("instance-") }) == false }
    }

    @Test func aClockThatGoesBackDoesNotTurnTheOrder() async throws {
        let test = try TestLog()
        let log = try test.open()
        let (early, late) = (AuditRecord.sample(), AuditRecord.sample())
        try await log.perform(early)
        try test.clock.set("2026-10-01T00:00:00Z")
        try await log.perform(late)
        let reader = try test.reader()
        let outcome = try #require(try await reader.show(early.id).outcome)
        #expect(try await reader.show(late.id).intent?.at == outcome.at)
        #expect(try test.fileNames.filter { $0.hasPrefix("2026") && $0.hasSuffix(".sqlite") } == ["2026-11.sqlite"])
        await log.shutdown()
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == nil)
    }

    @Test func anOperatorsDeedIsKept() async throws {
        let test = try TestLog()
        let log = try test.open()
        let id = try await log.recordOperator("audit.search", actor: "eve", subjects: [4, 2], detail: ["by": "email"])
        let entry = try #require(try await test.reader().show(id).others.first)
        #expect((entry.kind, entry.action, entry.actor) == ("operator", "audit.search", "eve"))
        #expect(entry.subjects == [2, 4])
        #expect(entry.detail == ["by": "email"])
    }

    @Test func rollupsCountWithoutScanning() async throws {
        let test = try TestLog()
        let log = try test.open()
        for _ in 0..<3 { try await log.perform() }
        try await log.perform(.sample(), .sample(.failure, error: .timeout))
        await log.shutdown()
        #expect(try test.number("SELECT sum(count) FROM rollups") == 4)
        #expect(try test.number("SELECT sum(failures) FROM rollups") == 1)
        #expect(try test.number("SELECT DISTINCT at_most_us FROM rollups") == 50_000)
        #expect(try test.number("SELECT sum(total_us) FROM rollups") == 180_000)
        #expect(try test.number("SELECT DISTINCT minute FROM rollups") == test.clock.now.secondsSince1970 / 60)
    }

    @Test func theViewReadsLikeText() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        try await log.perform(record)
        await log.shutdown()
        try test.sql("2026-11.sqlite") { db in
            let row = try #require(try Row.fetchOne(db, sql: "SELECT * FROM audit WHERE kind = 'outcome'"))
            #expect(row["at"] == "2026-11-23T10:00:00.000000Z")
            #expect(row["audit_id"] == record.id.description)
            #expect(row["action"] == "contact.tag")
            #expect(row["outcome"] == "success")
            #expect(row["subjects"] == "1")
        }
    }
}

private struct Sent: ActionReceipt {
    var id: String
    var reference: String? { id }
}

extension Result where Success == Sent, Failure == SwitchboardCore.Failure {
    fileprivate static func sent(_ index: Int) -> Self { .success(Sent(id: "m-\(index)")) }
}
