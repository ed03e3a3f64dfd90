import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct OpenActionTests {
    @Test func anActionIsOpenFromIntentToOutcome() async throws {
        let test = try TestLog()
        let log = try test.open()
        let record = AuditRecord.sample()
        _ = try await log.begin(record)
        let open = try #require(try await log.openActions().first)
        #expect((open.auditID, open.action, open.actor) == (record.id, "contact.tag", "success-platform"))
        #expect(open.isInstanceAlive)
        _ = try await log.finish(record, .sample())
        #expect(try await log.openActions().isEmpty)
    }

    @Test func anInstanceThatEndedLeavesItsActionsAsDead() async throws {
        let test = try TestLog()
        let first = try test.open()
        let record = AuditRecord.sample()
        _ = try await first.begin(record)
        await first.shutdown()
        let second = try test.open()
        let own = AuditRecord.sample()
        _ = try await second.begin(own)
        let open = try await second.openActions()
        #expect(open.map(\.auditID) == [record.id, own.id])
        #expect(open.map(\.isInstanceAlive) == [false, true])
    }

    @Test func anUnlockedFileIsADeadInstances() async throws {
        let test = try TestLog()
        let log = try test.open()
        _ = try await log.begin(.sample())
        await log.shutdown()
        let name = "instance-00000000-0000-7000-8000-000000000000.lock"
        try Data().write(to: URL(fileURLWithPath: test.file(name)))
        try test.sql("2026-11.sqlite") {
            try $0.execute(sql: "UPDATE pending SET instance = '00000000-0000-7000-8000-000000000000'")
        }
        #expect(try await test.reader().openActions().map(\.isInstanceAlive) == [false])
        // The next start clears the file away, which changes nothing.
        let next = try test.open()
        #expect(try !test.fileNames.contains(name))
        #expect(try await next.openActions().map(\.isInstanceAlive) == [false])
    }
}
