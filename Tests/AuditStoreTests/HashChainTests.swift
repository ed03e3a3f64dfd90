import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct HashChainTests {
    @Test func canBeRecomputedFromTheDocumentedForm() async throws {
        let test = try TestLog()
        let log = try test.open()
        for index in 0..<5 {
            let people = [Person(email: "p\(index)@example.com"), Person(userID: "u\(index)")]
            try await log.perform(.sample(people: people), .sample(.failure, error: .conflict))
        }
        await log.shutdown()
        let chain = try ChainCheck(test, ["2026-11.sqlite"])
        #expect((chain.rows, chain.firstBad) == (11, nil))
    }

    @Test(arguments: [
        ("UPDATE entries SET detail = '{}' WHERE seq = 4", 4),
        ("UPDATE entries SET outcome = 2 WHERE seq = 5", 5),
        ("UPDATE entry_subject SET subject = 9 WHERE seq = 3", 3),
        ("UPDATE names SET name = 'zendesk' WHERE name = 'intercom'", 2),
        ("DELETE FROM entries WHERE seq = 4", 5),
        ("DELETE FROM entry_subject WHERE seq = 6", 6),
    ])
    func aChangeOfTheStoredRowsShows(_ change: String, _ firstBad: Int64) async throws {
        let test = try TestLog()
        let log = try test.open()
        for _ in 0..<3 { try await log.perform() }
        await log.shutdown()
        try test.sql("2026-11.sqlite") { db in
            let guards = "DROP TRIGGER entries_are_not_updated; DROP TRIGGER entries_are_not_deleted"
            try db.execute(sql: guards + "; " + change)
        }
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == firstBad)
    }

    @Test func namesThatOnlyLookAlikeStayApart() async throws {
        let test = try TestLog()
        let log = try test.open()
        for actor in ["caf\u{E9}", "cafe\u{301}"] { try await log.perform(.sample(actor: actor)) }
        await log.shutdown()
        #expect(try test.number("SELECT count(*) FROM names WHERE name LIKE 'caf%'") == 2)
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == nil)
    }

    @Test func textWithAZeroByteIsStoredAsItIsHashed() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample(actor: "a\0b", correlation: "c\0d")
        try await log.perform(record, .sample(provider: "p\0q", reference: "r\0s"))
        let outcome = try #require(try await log.reader.show(record.id).outcome)
        #expect((outcome.actor, outcome.correlationID) == ("a\u{FFFD}b", "c\u{FFFD}d"))
        await log.shutdown()
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == nil)
    }

    @Test func entriesCannotBeChangedByAccident() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        await log.shutdown()
        for change in ["UPDATE entries SET at = 0", "DELETE FROM entries"] {
            #expect(throws: DatabaseError.self) { try test.sql("2026-11.sqlite") { try $0.execute(sql: change) } }
        }
    }

    @Test func nothingAndEmptyTextDiffer() {
        var row = EntryRow(at: 1, actionID: [], kind: "intent", action: "a", actor: "b", detail: "{}")
        var buffer: [UInt8] = []
        let without = HashChain.hash(of: row, after: HashChain.origin, buffer: &buffer)
        row.tenant = ""
        #expect(HashChain.hash(of: row, after: HashChain.origin, buffer: &buffer) != without)
    }
}
