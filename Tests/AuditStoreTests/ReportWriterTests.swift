import Foundation
import GRDB
import SwitchboardCore
import Synchronization
import Testing

@testable import AuditStore

struct ReportWriterTests {
    private let folder = TestFolder()
    private let start = ContinuousClock.now

    private func report(_ version: String = "1", places: Int = 3, pause: Timestamp? = nil) -> ProcessReport {
        let limiter = InstanceReport.Limiter(freePlaces: places, pausedUntil: pause)
        let guards = InstanceReport.Guards(breaker: .init(.closed), limiter: limiter)
        return ProcessReport(
            process: .current(id: "one"),
            since: Timestamp(secondsSince1970: 1_795_000_000),
            service: "crm",
            version: version,
            setback: nil,
            instances: [InstanceReport("sendgrid", guards: guards, timesReplaced: 0)]
        )
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    @Test func writesWhatIsNewAndAHeartbeat() {
        let course = Course()
        for (seconds, report, isWritten) in [
            (0, report(), true), (1, report(), false), (2, report("2"), true), (11.9, report("2"), false),
            (12, report("2"), true), (13, report("2", places: 9), false), (14, report("2", places: 0), true),
            (15, report("2", places: 0, pause: Timestamp(secondsSince1970: 1)), true),
        ] {
            let begins = course.begins(report, at: at(seconds))
            #expect(begins == isWritten, "after \(seconds) s")
            if begins { #expect(!course.ended(report)) }
        }
    }

    @Test func passesReportsOverWhileOneIsBeingWritten() {
        let course = Course()
        #expect(course.begins(report(), at: at(0)))
        #expect(!course.begins(report("2"), at: at(60)))
        #expect(!course.ended(report()))
        #expect(course.begins(report("2"), at: at(61)))
    }

    @Test func triesAgainWithTheHeartbeatAndTellsOfTheFirstFailure() {
        let course = Course()
        #expect(course.begins(report(), at: at(0)))
        #expect(course.ended(nil))
        #expect(!course.begins(report("2"), at: at(9)))
        #expect(course.begins(report("2"), at: at(10)))
        #expect(!course.ended(nil), "nothing new")
        #expect(course.begins(report("2"), at: at(20)))
        #expect(!course.ended(report("2")))
        #expect(course.begins(report("3"), at: at(21)), "news are written at once again")
        #expect(course.ended(nil), "a new failure")
    }

    @Test func writesNothingOnceItIsClosed() {
        let course = Course()
        #expect(!course.close(), "nothing to remove")
        #expect(!course.begins(report(), at: at(0)))
        let used = Course()
        #expect(used.begins(report(), at: at(0)))
        #expect(used.close())
        #expect(!used.close())
    }

    @Test func showsTheProcessUntilItIsClosed() async throws {
        let file = RunningFile(directory: folder.path)
        let writer = ReportWriter(to: file, as: .current(id: "one")) { Issue.record("\($0)") }
        let now = { TimeSource.system.wallClock() }
        writer.write(report())
        await until { (try? file.processes(at: now())) == [report()] }
        await writer.close()
        #expect(try file.processes(at: now()).isEmpty)
        writer.write(report("2"))
        await writer.close()
        #expect(try file.processes(at: now()).isEmpty)
    }

    @Test func leavesNoFileWhereNothingWasWritten() async throws {
        let writer = ReportWriter(to: RunningFile(directory: folder.path), as: .current(id: "one")) { _ in }
        await writer.close()
        #expect(try folder.names().isEmpty)
    }

    @Test func survivesAFileThatItCannotWrite() async throws {
        let failures = Mutex<[Failure]>([])
        try FileManager.default.createDirectory(
            atPath: folder.path + "/running.sqlite",
            withIntermediateDirectories: true
        )
        let writer = ReportWriter(to: RunningFile(directory: folder.path), as: .current(id: "one")) { failure in
            failures.withLock { $0.append(failure) }
        }
        writer.write(report())
        await until { !failures.withLock(\.isEmpty) }
        #expect(failures.withLock { $0.first?.kind } == .auditUnavailable)
        await writer.close()
    }

    @Test func waitsForNobodyWhoKeepsTheFileLocked() async throws {
        let file = RunningFile(directory: folder.path)
        try file.write(report(), at: TimeSource.system.wallClock())
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: folder.path + "/running.sqlite", configuration: configuration)
        let failures = Mutex<[Failure]>([])
        let writer = ReportWriter(to: file, as: .current(id: "one")) { failure in
            failures.withLock { $0.append(failure) }
        }
        try await holder.writeWithoutTransaction { try $0.beginTransaction(.exclusive) }
        // Both return while the file is locked.
        writer.write(report("2"))
        writer.write(report("3"))
        await until { !failures.withLock(\.isEmpty) }
        #expect(failures.withLock(\.count) == 1)
        try await holder.writeWithoutTransaction { try $0.rollback() }
        await writer.close()
    }
}

/// The pure state behind a reference, for expectations about what changes it.
private final class Course {
    private var course = ReportWriter.Course()

    func begins(_ report: ProcessReport, at now: ContinuousClock.Instant) -> Bool { course.begins(report, at: now) }

    func ended(_ report: ProcessReport?) -> Bool { course.ended(report) }

    func close() -> Bool { course.close() }
}
