import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

/// Disks that are full or cannot be written: real ones, in memory.
@Suite(.enabled(if: SmallDisk.isPermitted, Comment(rawValue: SmallDisk.requirement)))
struct DiskTests {
    @Test func aFullDiskRefusesEntriesUntilThereIsRoom() async throws {
        let disk = try SmallDisk()
        let test = try TestLog(in: disk.path + "/audit")
        let log = try test.open()
        for _ in 0..<20 { try await log.perform() }
        let begun = AuditRecord.sample()
        _ = try await log.begin(begun)
        try disk.fill()
        // What SQLite has room for within its files still goes in.
        var refused: Failure?
        for _ in 0..<2000 where refused == nil {
            do throws(Failure) { _ = try await log.begin(.sample()) } catch { refused = error }
        }
        #expect((refused?.kind, refused?.effect) == (.auditUnavailable, Failure.Effect.none))
        #expect(refused?.message.contains("the disk is full; make room") == true, "\(refused?.message ?? "")")
        try disk.fill()
        let lost = await #expect(throws: Failure.self) { try await log.finish(begun, .sample()) }
        #expect(lost?.kind == .auditUnavailable)

        #expect(try await log.reader.show(begun.id).intent != nil)
        let full = try await log.reader.verify { _ in false }
        #expect(full.isSound && full.entries >= 42, "\(full.problems)")

        disk.makeRoom()
        let last = AuditRecord.sample()
        try await log.perform(last)
        let gap = try #require(try await log.reader.page(AuditQuery(kinds: ["gap"])).entries.first)
        #expect(gap.detail["actions"] == [.string(begun.id.description)])
        await log.shutdown()
        let found = try await log.reader.verify { _ in false }
        #expect(found.isSound && found.entries == full.entries + 3, "\(found.problems)")
    }

    @Test func aLogThatHasNoRoomToBeginSaysSo() async throws {
        let disk = try SmallDisk()
        let test = try TestLog(in: disk.path + "/audit")
        try disk.fill()
        let failure = #expect(throws: Failure.self) { try test.open() }
        #expect(failure?.kind == .auditUnavailable)
        disk.makeRoom()
        let log = try test.open()
        try await log.perform()
        await log.shutdown()
        #expect(try await log.reader.verify { _ in false }.isSound)
    }

    /// Two months; the last process was killed where `isCut`, so that its journals are still there.
    private func readOnlyLog(isCut: Bool, without missing: [String] = []) async throws -> (SmallDisk, TestLog) {
        let (disk, test) = (try SmallDisk(), try TestLog())
        let log = try test.open()
        try await log.perform()
        try test.clock.set("2026-12-01T00:00:00Z")
        try await log.perform()
        if !isCut { await log.shutdown() }
        let copy = disk.path + "/audit"
        try FileManager.default.copyItem(atPath: test.path, toPath: copy)
        for name in missing { try FileManager.default.removeItem(atPath: "\(copy)/\(name)") }
        try disk.makeReadOnly()
        return (disk, try TestLog(at: "2026-12-01T00:00:00Z", in: copy))
    }

    @Test(arguments: [false, true])
    func aReadOnlyDiskIsReadAndNotWritten(isCut: Bool) async throws {
        let (disk, test) = try await readOnlyLog(isCut: isCut)
        defer { withExtendedLifetime(disk) {} }
        let failure = #expect(throws: Failure.self) { try test.open() }
        #expect(failure?.kind == .auditUnavailable)
        #expect(failure?.message.contains("read-only") == true, "\(failure?.message ?? "")")

        let reader = try test.reader()
        #expect(try await reader.page(AuditQuery()).entries.map(\.seq) == [6, 5, 4, 3, 2, 1])
        #expect(try await reader.page(AuditQuery(person: "ann@example.com")).entries.map(\.seq) == [6, 5, 3, 2])
        #expect(try await reader.openActions().isEmpty)
        let found = try await reader.verify { _ in false }
        #expect(found.isSound && found.entries == 6, "\(found.problems)")
    }

    @Test func aJournalThatCannotBeReadIsNotPassedOver() async throws {
        let (disk, test) = try await readOnlyLog(isCut: true, without: ["2026-12.sqlite-shm"])
        defer { withExtendedLifetime(disk) {} }
        let failure = await #expect(throws: Failure.self) { try await test.reader().page(AuditQuery()) }
        #expect(failure?.kind == .auditUnavailable)
        #expect(try await !test.reader().verify { _ in false }.isSound)
    }
}
