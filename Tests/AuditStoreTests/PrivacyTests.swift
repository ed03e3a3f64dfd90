import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

/// People leave the log, and the key changes.
struct PrivacyTests {
    private static let ann = Person(email: "ann@example.com", userID: "u-1", contactID: "c-1")

    @Test func anErasedPersonIsFoundNoMore() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform(.sample(people: [Self.ann]))
        try await log.perform(.sample(people: [Person(email: "bob@example.com")]))
        let erasure = try await log.erase("u-1", actor: "cli:root")
        #expect((erasure.subjects, erasure.ids) == ([1], 3))
        for id in ["ann@example.com", "u-1", "c-1"] { #expect(try log.reader.subjects(of: id).isEmpty) }
        #expect(try log.reader.subjects(of: "bob@example.com") == [2])

        let entries = try await log.reader.page(AuditQuery()).entries
        #expect(entries.prefix(2).map(\.kind) == ["erased", "operator"])
        #expect(entries.prefix(2).allSatisfy { $0.subjects == [1] && $0.actor == "cli:root" })
        // Whoever comes by that address again is somebody else.
        #expect(try await log.perform(.sample(people: [Self.ann])) == [3])
        await log.shutdown()
        let found = try await test.reader().verify { _ in false }
        #expect(found.isSound, "\(found.problems)")
    }

    @Test func nothingOfThePersonStaysInAnyFile() async throws {
        let test = try TestLog()
        let log = try test.open()
        let identities = IdentityFile(directory: test.path, masterKey: test.key, time: test.clock.source)
        let identity = ProviderIdentity(id: "c-1", role: nil, isExact: true)
        try await identities.remember(identity, of: Self.ann, at: "intercom", keeping: .seconds(86_400))
        try await log.perform(.sample(people: [Self.ann]))
        let traces = try test.sql("keys.sqlite") { db in
            try Data.fetchAll(
                db,
                sql: "SELECT hash FROM ids UNION SELECT sealed FROM ids UNION SELECT wrapped_key FROM subjects"
            )
        }
        #expect(traces.count == 7)
        #expect(try files(of: test, hold: traces))
        let erasure = try await log.erase("ann@example.com", actor: "cli:root")
        #expect(erasure.identities == 1)
        // The log is still open, so its journals are there.
        #expect(try !files(of: test, hold: traces))
        await log.shutdown()
        #expect(try !files(of: test, hold: traces))
    }

    private func files(of test: TestLog, hold traces: [Data]) throws -> Bool {
        try test.fileNames.filter { !$0.hasSuffix(".lock") }
            .contains { name in
                let bytes = try Data(contentsOf: URL(fileURLWithPath: test.file(name)))
                return traces.contains { bytes.range(of: $0) != nil }
            }
    }

    @Test func nobodyIsErasedWhoIsNotKnown() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        #expect(try await log.erase("eve@example.com", actor: "cli:root").subjects.isEmpty)
        #expect(try await log.reader.page(AuditQuery()).entries.count == 3)
        await log.shutdown()
    }

    @Test func anotherLogForgetsWhoWasErased() async throws {
        let test = try TestLog()
        let (one, two) = (try test.open(), try test.open())
        #expect(try await two.perform(.sample(people: [Self.ann])) == [1])
        _ = try await one.erase("u-1", actor: "cli:root")
        #expect(try await two.perform(.sample(people: [Self.ann])) == [2])
        await one.shutdown()
        await two.shutdown()
    }

    @Test func peopleAreFoundUnderANewKey() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform(.sample(people: [Self.ann]))
        try await log.perform(.sample(people: [Person(email: "bob@example.com")]))
        await log.shutdown()
        let next = try MasterKey.test(2)
        let rotation = try await test.reader().rotate(to: next)
        #expect((rotation.people, rotation.ids) == (2, 4))

        let reader = try AuditReader(directory: test.path, masterKey: next)
        #expect(try reader.subjects(of: "u-1") == [1])
        #expect(try reader.subjects(of: "c-1") == [1])
        #expect(throws: Failure.self) { try test.reader().subjects(of: "u-1") }
        #expect(throws: Failure.self) { try test.open() }
        let again = try SQLiteAuditLog(directory: test.path, masterKey: next, time: test.clock.source)
        #expect(try await again.perform(.sample(people: [Person(userID: "u-1")])) == [1])
        await again.shutdown()
    }

    @Test func aLogWithTheOldKeyIsRefusedItsNextEntry() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform(.sample(people: [Self.ann]))
        _ = try await test.reader().rotate(to: try MasterKey.test(2))
        await #expect(throws: Failure.self) { try await log.begin(.sample(people: [Person(userID: "u-9")])) }
        await log.shutdown()
    }

    @Test func aKeyThatDoesNotFitChangesNothing() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform(.sample(people: [Self.ann]))
        await log.shutdown()
        let stranger = try AuditReader(directory: test.path, masterKey: try MasterKey.test(3))
        await #expect(throws: Failure.self) { try await stranger.rotate(to: try MasterKey.test(2)) }
        #expect(try test.reader().subjects(of: "u-1") == [1])
    }
}
