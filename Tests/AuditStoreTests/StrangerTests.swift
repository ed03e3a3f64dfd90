import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

/// Another program that has one of the log's files open and keeps it.
struct StrangerTests {
    private func run(_ sql: String, on stranger: DatabaseQueue) throws {
        try stranger.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test func aFileThatIsHeldRefusesEntriesAndLosesNone() async throws {
        let test = try TestLog()
        let log = try test.open()
        let begun = AuditRecord.sample()
        _ = try await log.begin(begun)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let stranger = try DatabaseQueue(path: test.file("2026-11.sqlite"), configuration: configuration)
        try run("BEGIN EXCLUSIVE", on: stranger)
        let failure = await #expect(throws: Failure.self) { try await log.finish(begun, .sample()) }
        #expect((failure?.kind, failure?.effect) == (.auditUnavailable, Failure.Effect.none))
        #expect(failure?.message.contains("another program holds it") == true, "\(failure?.message ?? "")")
        // Who only reads is not in the way, and nobody is in the way of a reader.
        #expect(try await log.reader.show(begun.id).intent != nil)

        try run("ROLLBACK", on: stranger)
        try stranger.close()
        try await log.perform()
        let gap = try #require(try await log.reader.page(AuditQuery(kinds: ["gap"])).entries.first)
        #expect(gap.detail["actions"] == [.string(begun.id.description)])
        #expect(try await log.openActions().map(\.auditID) == [begun.id])
        await log.shutdown()
        #expect(try await log.reader.verify { _ in false }.isSound)
    }

    @Test func aHeldLockKeepsEntriesWaiting() async throws {
        let test = try TestLog()
        let log = try test.open()
        let lock = try FileLock(path: test.file("writer.lock"))
        try lock.acquire()
        let records = (0..<5).map { _ in AuditRecord.sample() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in records { group.addTask { _ = try await log.begin(record) } }
            await until { log.counters.queued == 5 }
            // Whoever reads needs no lock.
            #expect(try await log.reader.page(AuditQuery()).entries.map(\.kind) == ["start"])
            lock.release()
            try await group.waitForAll()
        }
        #expect(Set(try await log.openActions().map(\.auditID)) == Set(records.map(\.id)))
        #expect(log.counters.failedCommits == 0)
        await log.shutdown()
    }
}
