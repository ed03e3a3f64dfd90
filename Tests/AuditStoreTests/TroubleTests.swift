import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct TroubleTests {
    /// Makes every insert fail as a full disk would: in the middle of a transaction.
    private func block(_ test: TestLog) throws {
        try test.sql("2026-11.sqlite") {
            try $0.execute(
                sql: "CREATE TRIGGER block AFTER INSERT ON entries BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"
            )
        }
    }

    private func unblock(_ test: TestLog) throws {
        try test.sql("2026-11.sqlite") { try $0.execute(sql: "DROP TRIGGER block") }
    }

    @Test func aFailedCommitIsToldAndTheLogRecovers() async throws {
        let test = try TestLog()
        let log = try test.open()
        let (lost, failed) = (AuditRecord.sample(), AuditRecord.sample())
        _ = try await log.begin(lost)
        try block(test)
        let intent = await #expect(throws: Failure.self) { try await log.begin(failed) }
        #expect(intent?.kind == .auditUnavailable)
        #expect(intent?.effect == Failure.Effect.none)
        let outcome = await #expect(throws: Failure.self) { try await log.finish(lost, .sample()) }
        #expect(outcome?.kind == .auditUnavailable)
        #expect(log.counters.lostOutcomes == 1)
        #expect(log.counters.failedCommits == 2)

        try unblock(test)
        try await log.perform()
        let page = try await log.reader.page(AuditQuery())
        #expect(page.entries.map(\.kind) == ["outcome", "intent", "gap", "intent", "start"])
        let gap = page.entries[2]
        #expect(gap.detail["missing"] == 1)
        #expect(gap.detail["actions"] == [.string(lost.id.description)])
        #expect(try await log.openActions().map(\.auditID) == [lost.id])
        await log.shutdown()
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == nil)
    }

    @Test func anEmptyFileIsMovedAsideAndBeginsNoChainOfItsOwn() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        await log.shutdown()
        try Data().write(to: URL(fileURLWithPath: test.file("2026-11.sqlite")))
        let next = try test.open()
        try await next.perform()
        #expect(try await next.reader.page(AuditQuery()).entries.map(\.kind) == ["outcome", "intent", "gap"])
        await next.shutdown()
        #expect(try test.fileNames.contains { $0.hasPrefix("2026-11.sqlite.damaged-") })
    }

    @Test func aGapToldByTheCallerIsWrittenAtOnce() async throws {
        let test = try TestLog()
        let log = try test.open()
        let id = TimeSource.system.makeActionID()
        log.recordGap("the intent could not be written", action: id)
        log.recordGap("the intent could not be written")
        await log.shutdown()
        let entries = try await log.reader.page(AuditQuery(action: "audit.gap")).entries
        let missing = entries.compactMap { $0.detail["missing"]?.integer }.reduce(0, +)
        #expect(missing == 2)
        #expect(entries.last?.detail["actions"] == [.string(id.description)])
    }

    @Test func aGapSurvivesCommitsThatFail() async throws {
        let test = try TestLog()
        let log = try test.open()
        try block(test)
        log.recordGap("one")
        await until { log.counters.failedCommits == 1 }
        log.recordGap("two")
        await until { log.counters.failedCommits == 2 }
        try unblock(test)
        try await log.perform()
        let gap = try #require(try await log.reader.page(AuditQuery(action: "audit.gap")).entries.first)
        #expect(gap.detail["reasons"] == ["one": 1, "two": 1])
    }

    @Test func aDamagedFileIsMovedAsideAndAGapBeginsTheNext() async throws {
        let test = try TestLog()
        let first = try test.open()
        try await first.perform()
        await first.shutdown()
        let damaged = Data(repeating: 0x58, count: 8192)
        try damaged.write(to: URL(fileURLWithPath: test.file("2026-11.sqlite")))

        let log = try test.open()
        try await log.perform()
        let aside = try #require(try test.fileNames.first { $0.contains(".damaged-") })
        #expect(try Data(contentsOf: URL(fileURLWithPath: test.file(aside))) == damaged)
        let page = try await log.reader.page(AuditQuery())
        #expect(page.entries.map(\.kind) == ["outcome", "intent", "gap"])
        #expect(page.entries.last?.detail["previous_file"] == .string(aside))
    }

    @Test func aDamagedFileThatCanStillBeReadKeepsTheChainAndTheOpenActions() async throws {
        let test = try TestLog()
        let first = try test.open()
        let record = AuditRecord.sample()
        _ = try await first.begin(record)
        for _ in 0..<50 { try await first.perform() }
        await first.shutdown()
        let root = try #require(
            try test.number("SELECT rootpage FROM sqlite_schema WHERE name = 'entries_by_action_id'")
        )
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: test.file("2026-11.sqlite")))
        try file.seek(toOffset: UInt64(root - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xEE, count: 4096))
        try file.close()

        let log = try test.open()
        // The first commit meets the damage; the next one looks, moves the file aside and goes on.
        await #expect(throws: Failure.self) { try await log.begin(.sample()) }
        try await log.perform()
        let page = try await log.reader.page(AuditQuery())
        #expect(page.entries.map(\.seq) == [105, 104, 103])
        #expect(page.entries.last?.kind == "gap")
        #expect(try await log.openActions().map(\.auditID) == [record.id])
    }

    @Test func aFileTakenFromUnderTheLogIsNotWrittenAnyMore() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        for suffix in ["", "-wal", "-shm"] {
            let name = test.file("2026-11.sqlite\(suffix)")
            try FileManager.default.moveItem(atPath: name, toPath: test.file("moved.sqlite\(suffix)"))
        }
        try await log.perform()
        #expect(try test.number("SELECT count(*) FROM entries", in: "moved.sqlite") == 3)
        #expect(try await log.reader.page(AuditQuery()).entries.count == 3)
    }

    @Test func aFolderThatIsAFileIsRefused() throws {
        let test = try TestLog()
        try Data().write(to: URL(fileURLWithPath: test.path))
        let failure = #expect(throws: Failure.self) { try test.open() }
        #expect(failure?.kind == .auditUnavailable)
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let test = try TestLog()
        await (try test.open()).shutdown()
        try test.sql("2026-11.sqlite") { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2')") }
        let failure = #expect(throws: Failure.self) { try test.open() }
        #expect(failure?.message.contains("newer version") == true)
    }
}
