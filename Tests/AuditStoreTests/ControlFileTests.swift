import Foundation
import GRDB
import SwitchboardCore
import Synchronization
import Testing

@testable import AuditStore

/// The operators' switches in a folder.
struct ControlFileTests {
    private let folder = TestFolder()
    private let decision = Switches.Decision(
        reason: "bounce storm",
        by: "ada",
        at: Timestamp(microsecondsSince1970: 1_795_000_000_000_001)
    )

    private var file: ControlFile { ControlFile(directory: folder.path) }
    private var reader: SwitchReader { SwitchReader(directory: folder.path) }

    @discardableResult
    private func apply(_ change: SwitchChange) async throws -> Bool {
        try await file.apply(change, decision) { (_, _) throws(Failure) in }
    }

    @Test func withoutAFileNothingIsSwitchedAndNoneIsMade() async throws {
        #expect(try await reader.look() == Switches())
        #expect(try SwitchReader(directory: folder.path + "/nowhere").read() == Switches())
        #expect(try folder.names().isEmpty)
    }

    @Test func readersSeeEveryChange() async throws {
        let readers = [reader, reader]
        for reader in readers { #expect(try await reader.look() == Switches()) }
        try await apply(.disable("sendgrid"))
        try await apply(.force("intercom", .open))
        try await apply(.force("zendesk", .closed))
        try await apply(.freeze)
        var expected = Switches()
        expected.disabled = ["sendgrid": decision]
        expected.breakers = ["intercom": .init(.open, decision), "zendesk": .init(.closed, decision)]
        expected.frozen = decision
        for reader in readers { #expect(try await reader.look() == expected) }
        #expect(try self.reader.read() == expected, "a process that starts later sees the same")
        for change in [SwitchChange.enable("sendgrid"), .reset("intercom"), .reset("zendesk"), .thaw] {
            #expect(try await apply(change))
        }
        for reader in readers { #expect(try await reader.look() == Switches()) }
    }

    @Test func theLaterSwitchReplacesTheEarlier() async throws {
        try await apply(.force("intercom", .open))
        let before = Mutex<Switches.Decision?>(nil)
        _ = try await file.apply(.force("intercom", .closed), decision) { (_, decision) throws(Failure) in
            before.withLock { $0 = decision }
        }
        #expect(before.withLock(\.self) == decision)
        #expect(try reader.read().breakers == ["intercom": .init(.closed, decision)])
    }

    @Test func whatTheLogDoesNotHaveIsNotSwitched() async throws {
        try await apply(.freeze)
        let failure = await #expect(throws: Failure.self) {
            try await file.apply(.disable("sendgrid"), decision) { (_, _) throws(Failure) in
                throw Failure(.auditUnavailable, effect: .none, "the disk is full")
            }
        }
        #expect(failure?.message == "the disk is full")
        #expect(try reader.read().disabled.isEmpty)
        #expect(try await apply(.disable("sendgrid")), "the file is not left locked")
    }

    @Test func takesEffectOnlyOnceTheLogHasIt() async throws {
        try await apply(.freeze)
        let reader = reader
        let seen = Mutex<Switches?>(nil)
        _ = try await file.apply(.disable("sendgrid"), decision) { (stage, _) throws(Failure) in
            #expect(stage == .decided)
            let present = try reader.read()
            seen.withLock { $0 = present }
        }
        #expect(seen.withLock(\.self)?.disabled.isEmpty == true)
        #expect(try reader.read().disabled.keys.sorted() == ["sendgrid"])
    }

    @Test(arguments: [SwitchChange.enable("sendgrid"), .reset("sendgrid"), .thaw])
    func whatNobodySwitchedIsNeitherTakenBackNorRecorded(change: SwitchChange) async throws {
        let isDone = try await file.apply(change, decision) { (_, _) throws(Failure) in
            Issue.record("recorded")
        }
        #expect(!isDone)
    }

    @Test func operatorsWhoSwitchAtOnceLoseNothing() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 { group.addTask { try await apply(.disable("p\(number)")) } }
            try await group.waitForAll()
        }
        #expect(try reader.read().disabled.count == 12)
    }

    @Test func onlyItsOwnerReadsTheFile() async throws {
        try await apply(.freeze)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/control.sqlite")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func aSwitchOfALaterVersionIsNotPassedOver() async throws {
        try await apply(.freeze)
        let reader = reader
        #expect(try reader.read().frozen != nil)
        let database = try DatabaseQueue(path: folder.path + "/control.sqlite")
        try await database.write { try $0.execute(sql: "UPDATE switches SET state = 'molten'") }
        let failure = #expect(throws: Failure.self) { try reader.read() }
        #expect(failure?.kind == .auditUnavailable)
        #expect(failure?.message.contains("molten") == true)
        try await database.write { try $0.execute(sql: "UPDATE switches SET state = 'frozen'") }
        #expect(try reader.read().frozen == decision, "it reads on when the file is sound again")
    }

    @Test func aDamagedFileIsAFailureNotFreedom() async throws {
        try Data(repeating: 7, count: 4096).write(to: URL(filePath: folder.path + "/control.sqlite"))
        let failure = #expect(throws: Failure.self) { try reader.read() }
        #expect(failure?.kind == .auditUnavailable)
        await #expect(throws: Failure.self) { try await apply(.freeze) }
    }
}

/// A folder of its own, gone with the test.
private final class TestFolder: Sendable {
    let path = NSTemporaryDirectory() + "switchboard-control-" + TimeSource.system.makeActionID().description

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }
}
