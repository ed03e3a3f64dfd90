import Crypto
import Foundation
import GRDB
import SwitchboardCore
import Testing

@testable import AuditStore

struct PeopleTests {
    private func found(_ person: String, _ log: SQLiteAuditLog) async throws -> Int {
        try await log.reader.page(AuditQuery(person: person)).entries.count
    }

    @Test func aPersonHasOneNumberUnderAllIds() async throws {
        let test = try TestLog()
        let log = try test.open()
        let ann = Person(email: "Ann@Example.com", userID: "u-1")
        #expect(try await log.perform(.sample(people: [ann])) == [1])
        #expect(try await log.perform(.sample(people: [Person(email: "ann@example.COM")])) == [1])
        #expect(try await log.perform(.sample(people: [Person(userID: "u-1")])) == [1])
        #expect(try await log.perform(.sample(people: [Person(userID: "U-1")])) == [2])
        #expect(try await log.perform(.sample(people: [Person(contactID: "u-1")])) == [3])
    }

    @Test func theProvidersIdOfThePersonIsLearnt() async throws {
        let test = try TestLog()
        let log = try test.open()
        let outcome = AuditOutcome.sample(people: [Person(contactID: "c-99")])
        #expect(try await log.perform(.sample(), outcome) == [1])
        #expect(try await log.perform(.sample(people: [Person(contactID: "c-99")])) == [1])
        #expect(try await found("c-99", log) == 4)
        #expect(try await found("ann@example.com", log) == 4)
    }

    @Test func anOutcomeGoesByTheNumbersOfItsIntent() async throws {
        let test = try TestLog()
        let log = try test.open()
        var record = AuditRecord.sample(people: [Person(email: "a@example.com"), Person(email: "b@example.com")])
        record.subjects = try await log.begin(record)
        #expect(record.subjects == [1, 2])
        #expect(try await log.finish(record, .sample()) == [1, 2])
        #expect(try await found("b@example.com", log) == 2)
        var other = AuditRecord.sample(people: [Person(email: "a@example.com")])
        other.subjects = try await log.begin(other)
        #expect(try await log.finish(other, .sample(people: [Person(contactID: "c-7")])) == [1])
        #expect(try await found("c-7", log) == 4, "what the provider told is learnt all the same")
    }

    @Test func equalIdsOfTwoProvidersAreTwoPeople() async throws {
        let test = try TestLog()
        let log = try test.open()
        let person = Person(contactID: "4711")
        #expect(try await log.perform(.sample(people: [person], provider: "zendesk")) == [1])
        #expect(try await log.perform(.sample(people: [person], provider: "zendesk_acme")) == [2])
        #expect(try await log.perform(.sample(people: [person], provider: "zendesk")) == [1])
        #expect(try await found("4711", log) == 6, "a search does not know whose id it is and finds both")
    }

    @Test func everybodyConcernedFindsTheEntry() async throws {
        let test = try TestLog()
        let log = try test.open()
        let people = [Person(email: "a@example.com"), Person(email: "b@example.com"), Person(email: "a@example.com")]
        #expect(try await log.perform(.sample(people: people)) == [1, 2])
        for address in ["a@example.com", "b@example.com"] { #expect(try await found(address, log) == 2) }
        #expect(try await found("c@example.com", log) == 0)
    }

    @Test func idsThatTurnOutToBeOnePersonsAreLinked() async throws {
        let test = try TestLog()
        let log = try test.open()
        #expect(try await log.perform(.sample(people: [Person(email: "a@example.com")])) == [1])
        #expect(try await log.perform(.sample(people: [Person(userID: "u-1")])) == [2])
        #expect(try await log.perform(.sample(people: [Person(contactID: "c-1")])) == [3])
        #expect(try await log.perform(.sample(people: [Person(email: "a@example.com", userID: "u-1")])) == [1, 2])
        #expect(try await log.perform(.sample(people: [Person(userID: "u-1", contactID: "c-1")])) == [2, 3])
        for id in ["a@example.com", "u-1", "c-1"] { #expect(try await found(id, log) == 10) }
        await log.shutdown()
        #expect(try test.number("SELECT count(*) FROM links", in: "keys.sqlite") == 4)
    }

    @Test func whatAnotherProcessWroteIsSeen() async throws {
        let test = try TestLog()
        let (one, two) = (try test.open(), try test.open())
        #expect(try await one.perform(.sample(people: [Person(userID: "u-1")])) == [1])
        #expect(try await two.perform(.sample(people: [Person(userID: "u-1")])) == [1])
        #expect(try await two.perform(.sample(people: [Person(userID: "u-1", contactID: "c-1")])) == [1])
        #expect(try await one.perform(.sample(people: [Person(contactID: "c-1")])) == [1])
        // Erased elsewhere: what this log remembers of the id must not outlive it.
        try test.sql("keys.sqlite") { try $0.execute(sql: "DELETE FROM ids; DELETE FROM subjects") }
        #expect(try await one.perform(.sample(people: [Person(userID: "u-1")])) == [2])
    }

    @Test(arguments: [("ann@example.com", "ANN@example.com"), ("änn@example.com", "ÄNN@example.com")])
    func anAddressThatTiesActionsTogetherIsNotWrittenDown(address: String, written: String) async throws {
        let test = try TestLog()
        let log = try test.open()
        let person = Person(email: address)
        try await log.perform(.sample(people: [person], correlation: "renewal of \(written)"))
        let entries = try await log.reader.page(AuditQuery()).entries
        #expect(entries.compactMap(\.correlationID) == ["renewal of [person]", "renewal of [person]"])
    }

    @Test func noIdOfAPersonIsInAnyMonthsFile() async throws {
        let test = try TestLog()
        let log = try test.open()
        let person = Person(email: "Secret.Ann@Example.com", userID: "platform-4711", contactID: "contact-0815")
        var outcome = AuditOutcome.sample(.failure, error: .rejected, reference: "told-2342")
        outcome.people = [Person(contactID: "told-2342")]
        outcome.message = "contact-0815 is not known"
        try await log.perform(.sample(people: [person]), outcome)
        let ids = ["secret.ann", "platform-4711", "contact-0815", "told-2342"]
        try expectNone(of: ids, in: test)
        await log.shutdown()
        try expectNone(of: ids, in: test)
    }

    /// Looks through every file, WALs included; keys.sqlite holds the ids sealed, so not even that shows them.
    private func expectNone(of ids: [String], in test: TestLog) throws {
        for name in try test.fileNames where !name.hasSuffix(".lock") {
            let data = try Data(contentsOf: URL(fileURLWithPath: test.file(name)))
            let bytes = Data(data.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 })
            for id in ids { #expect(bytes.range(of: Data(id.utf8)) == nil, "\(id) is in \(name)") }
        }
    }

    @Test func theSealedIdsOpenWithTheMasterKey() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform(.sample(people: [Person(email: "Ann@example.com")]))
        await log.shutdown()
        try test.sql("keys.sqlite") { db in
            let wrapped = try #require(try Data.fetchOne(db, sql: "SELECT wrapped_key FROM subjects"))
            let sealed = try #require(try Data.fetchOne(db, sql: "SELECT sealed FROM ids"))
            let personal = try test.key.unwrap(wrapped, for: 1)
            #expect(try MasterKey.open(sealed, with: personal, for: 1) == Data("email:ann@example.com".utf8))
            #expect(throws: (any Error).self) { try MasterKey.open(sealed, with: personal, for: 2) }
            #expect(throws: (any Error).self) { try MasterKey.test(2).unwrap(wrapped, for: 1) }
        }
    }

    @Test func filesAreTheirOwnersAlone() async throws {
        let test = try TestLog()
        let log = try test.open()
        try await log.perform()
        let mode = { (path: String) in
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(test.path) == 0o700)
        for name in try test.fileNames { #expect(try mode(test.file(name)) == 0o600, "\(name)") }
        await log.shutdown()
    }

    @Test func anotherMasterKeyIsRefused() async throws {
        let test = try TestLog()
        await (try test.open()).shutdown()
        let other = try MasterKey.test(2)
        let failure = #expect(throws: Failure.self) {
            try SQLiteAuditLog(directory: test.path, masterKey: other, time: test.clock.source)
        }
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message.contains("another audit master key") == true)
        let reader = try AuditReader(directory: test.path, masterKey: other)
        await #expect(throws: Failure.self) { try await reader.page(AuditQuery(person: "a")) }
        let keyless = try AuditReader(directory: test.path)
        let missing = await #expect(throws: Failure.self) { try await keyless.page(AuditQuery(person: "a")) }
        #expect(missing?.kind == .notConfigured)
    }

    @Test func theCacheForgetsTheOldest() throws {
        let key = try MasterKey.test(1)
        let ids = (0..<10).flatMap { KeyedID.all(of: Person(userID: "u\($0)"), at: nil, key: key) }
        var cache = SubjectCache(capacity: 4)
        for (index, id) in ids.enumerated() {
            cache.insert(Int64(index), for: id.hash)
            #expect(cache.subject(of: ids[0].hash) == 0)
        }
        #expect(cache.subject(of: ids[9].hash) == 9)
        #expect(cache.subject(of: ids[1].hash) == nil)
    }
}
