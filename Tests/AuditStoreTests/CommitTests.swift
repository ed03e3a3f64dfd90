import GRDB
import SwitchboardCore
import Synchronization
import Testing

@testable import AuditStore

struct CommitTests {
    /// Keeps what it is told.
    private final class Commits: Sendable {
        private let list = Mutex<[SQLiteAuditLog.Commit]>([])

        var all: [SQLiteAuditLog.Commit] { list.withLock(\.self) }

        func append(_ commit: SQLiteAuditLog.Commit) { list.withLock { $0.append(commit) } }
    }

    @Test func tellsTheRowsOfEachCommit() async throws {
        let test = try TestLog()
        let commits = Commits()
        let log = try test.open(onCommit: commits.append)
        try await log.perform()
        await log.shutdown()
        #expect(commits.all.map(\.rows) == [1, 1])
        #expect(commits.all.last?.queued == 0)
        #expect(commits.all.map(\.isDurable) == [true, true])
        #expect(commits.all.allSatisfy { $0.duration > .zero })
    }

    @Test func tellsWhatStillWaitsForACommit() async throws {
        let test = try TestLog()
        let commits = Commits()
        let log = try test.open(.init(groupSize: 4), onCommit: commits.append)
        let lock = try FileLock(path: test.file("writer.lock"))
        try await withThrowingTaskGroup { group in
            try lock.acquire()
            for _ in 0..<12 { group.addTask { _ = try await log.begin(.sample()) } }
            await until { log.counters.queued == 12 }
            lock.release()
            try await group.waitForAll()
        }
        await log.shutdown()
        #expect(commits.all.map(\.rows).reduce(0, +) == 12)
        // Each commit takes four at most, so all others still wait when it has ended.
        #expect(
            commits.all.map(\.queued) == commits.all.indices.map { 12 - commits.all[...$0].map(\.rows).reduce(0, +) }
        )
    }

    @Test func tellsOfACommitThatFailed() async throws {
        let test = try TestLog()
        let commits = Commits()
        let log = try test.open(onCommit: commits.append)
        _ = try await log.begin(.sample())
        try test.sql("2026-11.sqlite") {
            try $0.execute(
                sql: "CREATE TRIGGER block AFTER INSERT ON entries BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"
            )
        }
        await #expect(throws: Failure.self) { try await log.begin(.sample()) }
        await log.shutdown()
        #expect(commits.all.map(\.isDurable) == [true, false])
        #expect(commits.all.map(\.rows) == [1, 1])
    }
}
