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
        try await file.apply(change, decision) { (_) throws(Failure) in }
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
        _ = try await file.apply(.force("intercom", .closed), decision) { (note) throws(Failure) in
            before.withLock { $0 = note.before }
        }
        #expect(before.withLock(\.self) == decision)
        #expect(try reader.read().breakers == ["intercom": .init(.closed, decision)])
    }

    @Test func whatTheLogDoesNotHaveIsNotSwitched() async throws {
        try await apply(.freeze)
        let failure = await #expect(throws: Failure.self) {
            try await file.apply(.disable("sendgrid"), decision) { (_) throws(Failure) in
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
        _ = try await file.apply(.disable("sendgrid"), decision) { (note) throws(Failure) in
            #expect(note.stage == .decided)
            let present = try reader.read()
            seen.withLock { $0 = present }
        }
        #expect(seen.withLock(\.self)?.disabled.isEmpty == true)
        #expect(try reader.read().disabled.keys.sorted() == ["sendgrid"])
    }

    @Test(arguments: [SwitchChange.enable("sendgrid"), .reset("sendgrid"), .thaw])
    func whatNobodySwitchedIsNeitherTakenBackNorRecorded(change: SwitchChange) async throws {
        let isDone = try await file.apply(change, decision) { (_) throws(Failure) in
            Issue.record("recorded")
        }
        #expect(!isDone)
    }

    @Test func theLogIsToldOfASwitchThatCouldNotBeMadeAfterAll() async throws {
        try await apply(.freeze)
        let database = try DatabaseQueue(path: folder.path + "/control.sqlite")
        // The switch is written and the commit refused: what it refers to is missing.
        try await database.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE broken (id INTEGER PRIMARY KEY REFERENCES broken(other) DEFERRABLE INITIALLY DEFERRED,
                        other INTEGER UNIQUE);
                    CREATE TRIGGER breaking AFTER INSERT ON switches BEGIN INSERT INTO broken VALUES (1, 2); END;
                    """
            )
        }
        let notes = Notes()
        let failure = await #expect(throws: Failure.self) {
            try await file.apply(.disable("sendgrid"), decision, record: notes.take)
        }
        #expect(failure?.kind == .auditUnavailable)
        #expect(notes.all.map(\.stage) == [.decided, .failed])
        #expect(notes.all.allSatisfy { $0.change == .disable("sendgrid") && $0.decision == decision })
        #expect(try reader.read().disabled.isEmpty)
        try await database.write { try $0.execute(sql: "DROP TRIGGER breaking") }
        #expect(try await file.apply(.disable("sendgrid"), decision, record: notes.take))
        #expect(notes.all.map(\.stage) == [.decided, .failed, .decided], "the failure was told already")
    }

    @Test(arguments: [SwitchChange.disable("a"), .enable("a"), .force("a", .open), .reset("a"), .freeze, .thaw])
    func theNextOperatorTellsOfASwitchWhoseProcessEndedInTheMiddle(change: SwitchChange) async throws {
        let switches: [SwitchChange] = [.disable("a"), .force("a", .closed), .freeze]
        for change in switches { try await apply(change) }
        let before = try reader.read()
        // What is left of a process that dies while the log takes its entry: a copy of the files as they are then.
        let scene = TestFolder()
        _ = try await file.apply(change, decision) { [folder] (_) throws(Failure) in
            try? folder.copy(["control.sqlite", "control.sqlite-journal"], to: scene)
        }
        #expect(try SwitchReader(directory: scene.path).read() == before, "it never took effect")
        let notes = Notes()
        let late = Switches.Decision(reason: "drill", by: "bob", at: decision.at)
        let next = ControlFile(directory: scene.path)
        #expect(try await next.apply(.disable("b"), late, record: notes.take))
        #expect(notes.all.map(\.stage) == [.interrupted, .decided])
        #expect(notes.all.map(\.change) == [change, .disable("b")])
        #expect(notes.all.map(\.decision) == [decision, late])
        _ = try await next.apply(.disable("c"), late, record: notes.take)
        #expect(notes.all.count == 3, "told once")
    }

    @Test func switchesNothingBeforeTheLogKnowsOfAnInterruptedOne() async throws {
        let scene = TestFolder()
        _ = try await file.apply(.freeze, decision) { [folder] (_) throws(Failure) in
            try? folder.copy(["control.sqlite", "control.sqlite-journal"], to: scene)
        }
        let next = ControlFile(directory: scene.path)
        for _ in 0..<2 {
            await #expect(throws: Failure.self) {
                try await next.apply(.disable("b"), decision) { (note) throws(Failure) in
                    #expect(note.stage == .interrupted)
                    throw Failure(.auditUnavailable, effect: .none, "the disk is full")
                }
            }
        }
        #expect(try SwitchReader(directory: scene.path).read() == Switches())
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

/// What the audit log was told.
private final class Notes: Sendable {
    private let state = Mutex<[ControlFile.Note]>([])

    var all: [ControlFile.Note] { state.withLock(\.self) }

    func take(_ note: ControlFile.Note) async throws(Failure) { state.withLock { $0.append(note) } }
}
