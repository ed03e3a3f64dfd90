import Foundation
import SwitchboardCore
import Testing

@testable import AuditStore

struct WritingTests {
    @Test func rowsThatQueueUpShareACommit() async throws {
        let test = try TestLog()
        let log = try test.open()
        let lock = try FileLock(path: test.file("writer.lock"))
        try await withThrowingTaskGroup { group in
            // While somebody else holds the lock the first commit cannot end, so the rest must queue.
            try lock.acquire()
            for index in 0..<200 {
                group.addTask { _ = try await log.begin(.sample(people: [Person(userID: "u\(index)")])) }
            }
            await until { log.counters.queued == 200 }
            lock.release()
            try await group.waitForAll()
        }
        #expect(log.counters.rows == 200)
        #expect(log.counters.commits <= 2)
        await log.shutdown()
        #expect(try ChainCheck(test, ["2026-11.sqlite"]).firstBad == nil)
    }

    @Test func groupsAreBounded() async throws {
        let test = try TestLog()
        let log = try test.open(.init(groupSize: 10))
        let lock = try FileLock(path: test.file("writer.lock"))
        try await withThrowingTaskGroup { group in
            try lock.acquire()
            for _ in 0..<100 { group.addTask { _ = try await log.begin(.sample()) } }
            await until { log.counters.queued == 100 }
            lock.release()
            try await group.waitForAll()
        }
        #expect(log.counters.commits >= 10)
    }

    @Test func twoLogsWriteOneChain() async throws {
        let test = try TestLog()
        let logs = [try test.open(), try test.open()]
        try await withThrowingTaskGroup { group in
            for index in 0..<200 {
                let person = Person(email: "p\(index % 20)@example.com")
                group.addTask { try await logs[index % 2].perform(.sample(people: [person])) }
            }
            try await group.waitForAll()
        }
        #expect(logs.map(\.counters.failedCommits) == [0, 0])
        for log in logs { await log.shutdown() }
        let chain = try ChainCheck(test, ["2026-11.sqlite"])
        #expect((chain.rows, chain.firstBad) == (401, nil))
        #expect(try test.number("SELECT count(*) FROM pending") == 0)
        #expect(try test.number("SELECT count(*) FROM subjects", in: "keys.sqlite") == 20)
    }

    @Test func aFullQueueMakesCallersWaitInOrder() async throws {
        let test = try TestLog()
        let log = try test.open(.init(queueCapacity: 2))
        let lock = try FileLock(path: test.file("writer.lock"))
        try await withThrowingTaskGroup { group in
            try lock.acquire()
            for index in 0..<5 {
                group.addTask { _ = try await log.begin(.sample()) }
                await until { log.counters.queued + log.counters.waiting == index + 1 }
            }
            #expect((log.counters.queued, log.counters.waiting) == (2, 3))
            lock.release()
            try await group.waitForAll()
        }
        #expect(log.counters.rows == 5)
    }

    @Test func cancellingEndsTheWaitOfAnIntentButNotOfAnOutcome() async throws {
        let test = try TestLog()
        let log = try test.open(.init(queueCapacity: 1))
        let lock = try FileLock(path: test.file("writer.lock"))
        try lock.acquire()
        let queued = Task { try await log.begin(.sample()) }
        await until { log.counters.queued == 1 }
        let intent = Task { try await log.begin(.sample()) }
        let outcome = Task { try await log.finish(.sample(), .sample()) }
        await until { log.counters.waiting == 2 }
        for task in [queued, intent, outcome] { task.cancel() }
        let failure = await #expect(throws: Failure.self) { try await intent.value }
        #expect(failure?.kind == .cancelled)
        #expect(log.counters.waiting == 1)
        lock.release()
        #expect(try await queued.value == [1])
        #expect(try await outcome.value == [1])
    }

    @Test func waitingHasALimitAndALostOutcomeLeavesAGap() async throws {
        let test = try TestLog()
        let log = try test.open(.init(queueCapacity: 1))
        let lock = try FileLock(path: test.file("writer.lock"))
        try lock.acquire()
        let queued = Task { try await log.begin(.sample()) }
        await until { log.counters.queued == 1 }
        let record = AuditRecord.sample()
        let late = Task { try await log.finish(record, .sample()) }
        await until { log.counters.waiting == 1 }
        test.clock.endWaits()
        let failure = await #expect(throws: Failure.self) { try await late.value }
        #expect(failure?.kind == .auditUnavailable)
        #expect(log.counters.lostOutcomes == 1)
        lock.release()
        _ = try await queued.value
        try await log.perform()
        let gap = try #require(try await log.reader.page(AuditQuery(action: "audit.gap")).entries.first)
        #expect(gap.detail["actions"] == [.string(record.id.description)])
    }

    @Test func shutdownTurnsWaitersAwayAndWritesWhatIsQueued() async throws {
        let test = try TestLog()
        let log = try test.open(.init(queueCapacity: 1))
        let lock = try FileLock(path: test.file("writer.lock"))
        try lock.acquire()
        let queued = Task { try await log.begin(.sample()) }
        await until { log.counters.queued == 1 }
        let waiting = Task { try await log.begin(.sample()) }
        await until { log.counters.waiting == 1 }
        let shutdown = Task { await log.shutdown() }
        let failure = await #expect(throws: Failure.self) { try await waiting.value }
        #expect(failure?.kind == .auditUnavailable)
        lock.release()
        #expect(try await queued.value == [1])
        await shutdown.value
    }
}
