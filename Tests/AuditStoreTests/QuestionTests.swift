import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

/// Counts, copies, old months and settlements.
struct QuestionTests {
    @Test func countsAgreeWithTheEntries() async throws {
        let test = try TestLog(at: "2026-11-23T10:59:50Z")
        let log = try test.open()
        try await log.perform()
        try await log.perform(.sample(), .sample(.failure, error: .timeout))
        test.clock.advance(.seconds(20))
        try await log.perform(.sample("contact.note"))
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        await log.shutdown()

        let reader = try test.reader()
        let all = try await reader.statistics(AuditStatisticsQuery(by: []))
        #expect(all.map(\.count) == [4] && all.map(\.failures) == [1])
        #expect(all[0].average == .milliseconds(45))
        #expect(all[0].quantile(0.5) == .milliseconds(50))
        let hours = try await reader.statistics(AuditStatisticsQuery(by: [.action], per: .hour))
        #expect(
            hours.map(\.group.since?.description) == [
                "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", "2026-12-01T00:00:00Z",
            ]
        )
        #expect(hours.map(\.group.action) == ["contact.tag", "contact.note", "contact.tag"])
        #expect(hours.map(\.count) == [2, 1, 1])
        let november = AuditStatisticsQuery(until: try "2026-12-01T00:00:00Z".moment, by: [.outcome])
        #expect(try await reader.statistics(november).map(\.group.outcome) == ["failure", "success"])
    }

    @Test func anExportGoesOnWhereItEnded() async throws {
        let test = try TestLog()
        let log = try test.open()
        for _ in 0..<5 { try await log.perform() }
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        await log.shutdown()
        let reader = try test.reader()
        let whole = try await reader.export(AuditExportQuery())
        #expect((whole.count, whole.next) == (14, 14))
        var query = AuditExportQuery(limit: 4)
        var pieces: [UInt8] = []
        while let next = try await reader.export(query).next {
            pieces += try await reader.export(query).bytes
            query.after = next
        }
        #expect(pieces == whole.bytes)
        let lines = String(decoding: whole.bytes, as: UTF8.self).split(separator: "\n")
        let objects = try lines.map { try JSONValue(parsing: $0.utf8) }
        #expect(objects.map { $0["seq"]?.integer } == (1...14).map { Int64($0) })
        #expect(objects[1]["detail"]?["fields"]?["tag"] == "vip \"gold\"\n")
        #expect(objects[1]["subjects"] == [1])
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=1+1", "'=1+1"), ("-7", "-7"),
        ("-7+1", "'-7+1"), ("@sum", "'@sum"), ("\t=x", "'\t=x"), ("\"\u{301},", "\"\"\"\u{301},\""), ("", ""),
    ])
    func aCellIsNeverAFormula(text: String, cell: String) {
        #expect(text.csvCell == cell)
    }

    @Test func oldMonthsGoAndTheRestStaysSound() async throws {
        let test = try TestLog(at: "2026-09-10T00:00:00Z")
        let log = try test.open()
        for month in ["2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"] {
            try await log.perform()
            try test.clock.set(month)
        }
        try await log.perform()
        let pruning = try await log.reader.prunable(before: try "2026-11-20T00:00:00Z".moment)
        #expect(pruning.files.map(\.name) == ["2026-09.sqlite", "2026-10.sqlite"])
        #expect(pruning.files.map(\.lastSeq) == [3, 6])
        try await log.prune(pruning, actor: "cli:root")
        await log.shutdown()
        #expect(try test.fileNames.filter { $0.hasPrefix("2026-") } == ["2026-11.sqlite"])
        let found = try await test.reader().verify { _ in false }
        #expect(found.isSound, "\(found.problems)")
        #expect(found.firstSeq == 7)
    }

    @Test func theCurrentMonthIsNeverDropped() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        #expect(try await log.reader.prunable(before: try "2030-01-01T00:00:00Z".moment).files.isEmpty)
        await log.shutdown()
    }

    @Test func anOperatorSettlesWhatNobodyKnew() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        _ = try await log.begin(record)
        let source = Settlement.Source.operator(actor: "cli:root", note: "seen in the list")
        #expect(try await log.settle(Settlement(of: record.id, .happened, by: source)))
        #expect(try await !log.settle(Settlement(of: record.id, .happened, by: source)), "it was said before")
        #expect(try await log.openActions().isEmpty)
        #expect(try await log.settle(Settlement(of: record.id, .notHappened, by: source)), "somebody looked again")
        let trail = try await log.reader.show(record.id)
        #expect(trail.others.map(\.kind) == ["operator", "operator"])
        #expect(trail.others.map { $0.detail["settled"] } == ["happened", "not_happened"])
        #expect(trail.others.allSatisfy { $0.subjects == [1] })
        await log.shutdown()
    }

    @Test func aWebhookSettlesAnUnknownOutcomeOnce() async throws {
        let test = try TestLog()
        let log = try test.open()
        let (unknown, known) = (AuditRecord.sample("email.send"), AuditRecord.sample("email.send"))
        try await log.perform(unknown, .sample(.unknown, provider: "sendgrid", error: .timeout))
        try await log.perform(known, .sample(provider: "sendgrid"))
        let event = { (id: ActionID) in WebhookEvent(.emailDelivered, name: "delivered", id: "e-1", actionID: id) }
        let settle = { (id: ActionID) in
            try await log.settle(try #require(Settlement(event(id), from: "sendgrid")))
        }
        #expect(try await settle(unknown.id))
        #expect(try await !settle(unknown.id), "providers deliver at least once")
        #expect(try await !settle(known.id))
        let entry = try #require(try await log.reader.show(unknown.id).others.first)
        #expect((entry.kind, entry.action, entry.provider) == ("webhook", "email.send", "sendgrid"))
        #expect(entry.detail["event"] == "email.delivered")
        await log.shutdown()
    }

    @Test func aNoteNamesNobody() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        _ = try await log.begin(record)
        let source = Settlement.Source.operator(actor: "cli:root", note: "asked ann@example.com")
        let failure = await #expect(throws: Failure.self) {
            try await log.settle(Settlement(of: record.id, .happened, by: source))
        }
        #expect(failure?.field == "note")
        await log.shutdown()
    }
}
