import Foundation
import GRDB
import Glibc
import SwitchboardCore
import Testing

@testable import AuditStore

/// What running processes say of themselves in a folder.
struct RunningFileTests {
    private let folder = TestFolder()
    private let now = Timestamp(microsecondsSince1970: 1_795_000_000_000_001)

    private var file: RunningFile { RunningFile(directory: folder.path) }
    private var path: String { folder.path + "/running.sqlite" }

    private func report(_ id: String = "one", _ change: (inout ProcessReport) -> Void = { _ in }) -> ProcessReport {
        var report = ProcessReport(
            process: .current(id: id),
            since: now,
            service: "crm",
            version: "0f3a5f0c9f4b7e21",
            setback: nil,
            instances: []
        )
        change(&report)
        return report
    }

    private func alive(at moment: Timestamp? = nil) throws -> [String] {
        try file.processes(at: moment ?? now).map(\.process.id)
    }

    @Test func withoutAFileNobodyRunsAndNoneIsMade() throws {
        #expect(try file.processes(at: now).isEmpty)
        #expect(try RunningFile(directory: folder.path + "/nowhere").processes(at: now).isEmpty)
        #expect(try folder.names().isEmpty)
    }

    @Test func readsEverythingThatWasWritten() throws {
        let full = report { report in
            report.setback = .init(.refused, reason: "routes.default: names no provider instance")
            report.instances = [
                InstanceReport("absent", guards: nil, timesReplaced: 0),
                InstanceReport(
                    "busy",
                    guards: .init(
                        breaker: .init(.open, until: now.advanced(by: .seconds(60)), failures: 5),
                        limiter: .init(
                            freePlaces: 0,
                            nextPlace: now.advanced(by: .seconds(2)),
                            pausedUntil: now.advanced(by: .seconds(1))
                        )
                    ),
                    timesReplaced: 7
                ),
                InstanceReport(
                    "calm",
                    guards: .init(breaker: .init(.forcedClosed), limiter: .init(freePlaces: 12)),
                    timesReplaced: 0
                ),
                InstanceReport(
                    "divided",
                    guards: .init(
                        group: "tickets",
                        breaker: .init(.closed),
                        limiter: .init(freePlaces: 3),
                        concurrency: .init(limit: 8, inUse: 8, waiting: 2)
                    ),
                    otherGuards: [
                        .init(
                            group: "search",
                            breaker: .init(.halfOpen, failures: 5),
                            limiter: .init(freePlaces: 3),
                            concurrency: .init(limit: 1, inUse: 1, waiting: 0)
                        )
                    ],
                    timesReplaced: 2
                ),
            ]
        }
        let other = report("other") { $0.since = now.advanced(by: .seconds(-1)) }
        try file.write(full, at: now)
        try file.write(other, at: now)
        #expect(try file.processes(at: now) == [other, full])
        try file.write(report(), at: now)
        #expect(try file.processes(at: now) == [other, report()], "the later report replaces the earlier")
    }

    @Test(arguments: [(30, true), (31, false), (-30, true), (-31, false)])
    func whoIsSilentIsGone(seconds: Int64, isAlive: Bool) throws {
        try file.write(report("elsewhere") { $0.process.place = "another host" }, at: now)
        #expect(try alive(at: now.advanced(by: .seconds(seconds))).isEmpty != isAlive)
    }

    @Test func whoseNumberIsAnothersIsGone() throws {
        let mark = ProcessMark.current(id: "one")
        #expect(mark.started > 0)
        #expect(!mark.place.isEmpty)
        #expect(!mark.isGone)
        try file.write(report("before us") { $0.process.started -= 1 }, at: now)
        try file.write(report("us"), at: now)
        #expect(try alive() == ["us"])
    }

    @Test func whoHasEndedIsGone() throws {
        try file.write(report("ended") { $0.process.pid = .max }, at: now)
        #expect(try alive().isEmpty)
    }

    @Test func aProcessElsewhereIsNotLookedForHere() throws {
        try file.write(report("elsewhere") { ($0.process.pid, $0.process.place) = (.max, "another host") }, at: now)
        try file.write(report("unknown") { ($0.process.pid, $0.process.place) = (.max, "") }, at: now)
        #expect(try alive().count == 2)
    }

    @Test func whoeverWritesNextRemovesThoseWhoAreGone() throws {
        let states = [InstanceReport("sendgrid", guards: nil, timesReplaced: 0)]
        try file.write(report("ended") { ($0.process.pid, $0.instances) = (.max, states) }, at: now)
        try file.write(report("silent") { ($0.process.place, $0.instances) = ("another host", states) }, at: now)
        let later = now.advanced(by: .seconds(31))
        try file.write(report("us"), at: later)
        let database = try DatabaseQueue(path: path)
        #expect(try database.read { try String.fetchAll($0, sql: "SELECT id FROM processes") } == ["us"])
        #expect(try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM states") } == 0)
        try file.remove(.current(id: "us"))
        #expect(try alive(at: later).isEmpty)
    }

    @Test func aDamagedFileIsMadeAnew() throws {
        for suffix in ["", "-journal"] { try Data(repeating: 7, count: 4096).write(to: URL(filePath: path + suffix)) }
        let failure = #expect(throws: Failure.self) { try file.processes(at: now) }
        #expect(failure?.kind == .auditUnavailable)
        try file.write(report(), at: now)
        #expect(try alive() == ["one"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func processesThatWriteAtOnceLoseNothing() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 { group.addTask { try file.write(report("p\(number)"), at: now) } }
            try await group.waitForAll()
        }
        #expect(try alive().count == 12)
    }

    @Test func whatALaterVersionSaysOfAnInstanceIsLeftOut() throws {
        let guards = InstanceReport.Guards(breaker: .init(.closed), limiter: .init(freePlaces: 1))
        let instances = ["a", "b"].map { InstanceReport($0, guards: guards, timesReplaced: 0) }
        try file.write(report { $0.instances = instances }, at: now)
        try DatabaseQueue(path: path)
            .write { try $0.execute(sql: "UPDATE states SET breaker = 'ajar' WHERE provider = 'a'") }
        #expect(try file.processes(at: now).first?.instances == [instances[1]])
    }
}
