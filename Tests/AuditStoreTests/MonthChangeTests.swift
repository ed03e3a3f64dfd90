import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct MonthChangeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "1970-01.sqlite"), ("2024-02-29T23:59:59.999999Z", "2024-02.sqlite"),
        ("2024-03-01T00:00:00Z", "2024-03.sqlite"), ("2026-12-31T23:59:59Z", "2026-12.sqlite"),
        ("2027-01-01T00:00:00Z", "2027-01.sqlite"), ("1969-12-31T23:59:59Z", "1969-12.sqlite"),
    ])
    func aMomentHasItsMonth(_ moment: String, _ name: String) throws {
        let month = Month(containing: try moment.moment)
        #expect(month.fileName == name)
        #expect(Month(fileName: name) == month)
    }

    @Test func linksTheFilesAndLeavesTheOldOneAlone() async throws {
        let test = try TestLog()
        let log = try test.open()
        let open = AuditRecord.sample()
        try await log.perform()
        _ = try await log.begin(open)
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        let old = try Data(contentsOf: URL(fileURLWithPath: test.file("2026-11.sqlite")))
        // Byte 18 of the header: 1 is the rollback journal, 2 would be WAL.
        #expect(old[18] == 1)
        #expect(!FileManager.default.fileExists(atPath: test.file("2026-11.sqlite-wal")))
        #expect(try await log.openActions().map(\.auditID) == [open.id])
        _ = try await log.finish(open, .sample())
        #expect(try await log.openActions().isEmpty)
        await log.shutdown()

        let chain = try ChainCheck(test, ["2026-11.sqlite", "2026-12.sqlite"])
        #expect((chain.rows, chain.firstBad) == (8, nil))
        #expect(try Data(contentsOf: URL(fileURLWithPath: test.file("2026-11.sqlite"))) == old)
        let trail = try await test.reader().show(open.id)
        #expect(trail.intent?.seq == 4)
        #expect(trail.outcome?.seq == 8)
    }

    @Test func namesThePreviousFileInItsFirstRow() async throws {
        let test = try TestLog()
        let log = try test.open()
        try test.clock.set("2027-01-01T00:00:00Z")
        try await log.perform()
        let page = try await log.reader.page(AuditQuery(action: "audit.start"))
        #expect(page.entries.map(\.kind) == ["start", "start"])
        #expect(page.entries[0].detail["previous_file"] == "2026-11.sqlite")
        #expect(page.entries[0].detail["previous_seq"] == 1)
        #expect(page.entries[1].detail["previous_file"] == nil)
    }

    @Test func adoptsTheFileThatAnotherProcessMade() async throws {
        let test = try TestLog()
        let (one, two) = (try test.open(), try test.open())
        try await one.perform()
        try await two.perform()
        let here = test.clock.now
        try test.clock.set("2026-12-01T00:00:00Z")
        try await one.perform()
        // The other one's clock is still in November: it must not append behind the end.
        test.clock.now = here
        try await two.perform()
        await one.shutdown()
        await two.shutdown()
        let chain = try ChainCheck(test, ["2026-11.sqlite", "2026-12.sqlite"])
        #expect((chain.rows, chain.firstBad) == (10, nil))
        #expect(try test.number("SELECT max(seq) FROM entries") == 5)
        #expect(try test.number("SELECT min(at) FROM entries", in: "2026-12.sqlite") == 1_796_083_200_000_000)
    }

    @Test func completesAMonthChangeThatWasCutShort() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        await log.shutdown()
        // The old file has been marked, and then the process died.
        try test.sql("2026-11.sqlite") {
            try $0.execute(sql: "INSERT INTO meta (key, value) VALUES ('next_file', '2026-12.sqlite')")
        }
        let next = try test.open()
        try await next.perform()
        await next.shutdown()
        #expect(try test.number("SELECT max(seq) FROM entries") == 3)
        #expect(try ChainCheck(test, ["2026-11.sqlite", "2026-12.sqlite"]).firstBad == nil)
    }

    @Test func settlesAnOldFileLaterWhereAReaderWasInTheWay() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        let reader = try DatabaseQueue.auditReader(path: test.file("2026-11.sqlite"))
        _ = try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entries") }
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        let isWAL = { try Data(contentsOf: URL(fileURLWithPath: test.file("2026-11.sqlite")))[18] == 2 }
        #expect(try isWAL())
        try reader.close()
        await log.shutdown()
        await (try test.open()).shutdown()
        #expect(try !isWAL())
        #expect(try ChainCheck(test, ["2026-11.sqlite", "2026-12.sqlite"]).firstBad == nil)
    }
}
