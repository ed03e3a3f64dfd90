import Foundation
import GRDB
import SwitchboardCore
import Synchronization
import Testing

@testable import AuditStore

/// The identity map of a folder.
struct IdentityFileTests {
    private let log: TestLog
    private let folder: String
    private let day: Duration = .seconds(86_400)
    private let ada = Person(email: "Ada@example.com", userID: "user-of-ada")
    private let contact = ProviderIdentity(id: "contact-of-ada", role: "lead", isExact: true)

    init() throws {
        log = try TestLog()
        folder = log.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// A process's own.
    private func file(key: UInt8 = 1) throws -> IdentityFile {
        IdentityFile(directory: folder, masterKey: try .test(key), time: log.clock.source)
    }

    private func recall(_ person: Person, _ file: IdentityFile? = nil, at instance: String = "intercom") async throws
        -> ProviderIdentity?
    {
        try await (file ?? self.file()).recall(person, at: instance, learntWithin: day)
    }

    private func remember(_ person: Person, as identity: ProviderIdentity, at instance: String = "intercom")
        async throws
    {
        try await file().remember(identity, of: person, at: instance, keeping: day)
    }

    @Test func whatOneProcessLearnsAllKnow() async throws {
        let other = try file()
        #expect(try await recall(ada, other) == nil)
        try await remember(ada, as: contact)
        #expect(try await recall(ada, other) == contact)
        #expect(try await recall(ada) == contact, "also one that starts later")
        try await file().forget(ada, at: "intercom")
        #expect(try await recall(ada, other) == nil)
    }

    @Test func looksWithoutMakingAFile() async throws {
        let file = try file()
        #expect(try await recall(ada, file) == nil)
        try await file.forget(ada, at: "intercom")
        #expect(try await file.entries(of: ada, learntWithin: day).isEmpty)
        #expect(try log.fileNames.isEmpty)
        #expect(!file.isThere)
        let nowhere = IdentityFile(directory: folder + "/nowhere", masterKey: try .test(1))
        #expect(try await recall(ada, nowhere) == nil)
    }

    @Test func knowsAPersonByTheStrongestID() async throws {
        try await remember(ada, as: contact)
        #expect(try await recall(Person(userID: "user-of-ada")) == contact)
        #expect(try await recall(Person(email: "ada@example.com")) == nil)
        try await remember(Person(email: "ADA@example.com"), as: ProviderIdentity(id: "c2", isExact: true))
        #expect(try await recall(Person(email: "ada@example.com"))?.id == "c2")
        #expect(try await recall(ada) == contact)
    }

    @Test func remembersNobodyByAProvidersID() async throws {
        try await remember(Person(contactID: "c1"), as: contact)
        #expect(try log.fileNames.isEmpty)
    }

    @Test func tellsInstancesApart() async throws {
        try await remember(ada, as: contact)
        try await remember(ada, as: ProviderIdentity(id: "7", isExact: true), at: "zendesk")
        #expect(try await recall(ada)?.id == "contact-of-ada")
        #expect(try await recall(ada, at: "zendesk")?.id == "7")
        try await file().forget(ada, at: "intercom")
        #expect(try await recall(ada) == nil)
        #expect(try await recall(ada, at: "zendesk")?.id == "7")
    }

    @Test func theNewestIdentityCounts() async throws {
        try await remember(ada, as: contact)
        try await remember(ada, as: ProviderIdentity(id: "c2", isExact: true))
        #expect(try await recall(ada) == ProviderIdentity(id: "c2", isExact: true))
    }

    @Test func whatIsTooOldIsNotKnownAndGoesWithTheNext() async throws {
        try await remember(ada, as: contact)
        log.clock.advance(.seconds(86_399))
        #expect(try await recall(ada) == contact)
        log.clock.advance(.seconds(1))
        #expect(try await recall(ada) == nil)
        #expect(try log.number("SELECT count(*) FROM identities", in: "identities.sqlite") == 1)
        try await remember(Person(userID: "bob"), as: contact)
        #expect(try log.number("SELECT count(*) FROM identities", in: "identities.sqlite") == 1)
    }

    @Test func whatWasLearntInTheFutureIsNotKnown() async throws {
        try await remember(ada, as: contact)
        log.clock.advance(.seconds(-3600))
        #expect(try await recall(ada) == nil, "the clock has been set back, and nobody knows how old it is")
    }

    @Test func forgetsAProvidersIDUnderAllNames() async throws {
        for person in [ada, Person(email: "ada@example.com")] { try await remember(person, as: contact) }
        try await remember(ada, as: contact, at: "intercom_eu")
        try await file().forget(Person(contactID: "contact-of-ada"), at: "intercom")
        #expect(try await recall(ada) == nil)
        #expect(try await recall(Person(email: "ada@example.com")) == nil)
        #expect(try await recall(ada, at: "intercom_eu") == contact, "there it is another contact")
    }

    @Test func saysNothingAboutAnybody() async throws {
        try await remember(ada, as: contact)
        try await remember(Person(email: "Ada@example.com"), as: contact)
        let bytes = try Data(contentsOf: URL(filePath: log.file("identities.sqlite")))
        for text in ["Ada@example.com", "ada@example.com", "user-of-ada", "contact-of-ada"] {
            #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: log.file("identities.sqlite"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func whatIsForgottenIsOverwritten() async throws {
        try await remember(ada, as: contact)
        let sealed = try #require(
            try log.sql("identities.sqlite") { try Data.fetchOne($0, sql: "SELECT sealed FROM identities") }
        )
        let bytes = { try Data(contentsOf: URL(filePath: log.file("identities.sqlite"))) }
        #expect(try bytes().range(of: sealed) != nil)
        try await file().forget(ada, at: "intercom")
        #expect(try bytes().range(of: sealed) == nil)
    }

    @Test func refusesAnotherMasterKey() async throws {
        try await remember(ada, as: contact)
        let other = try file(key: 2)
        let failure = await #expect(throws: Failure.self) { try await recall(ada, other) }
        #expect(failure?.kind == .notConfigured)
        #expect(
            failure?.message.contains("identities.sqlite was made with another audit master key; delete it") == true
        )
        #expect(try await recall(ada) == contact)
    }

    @Test func aRowOfSomebodyElseSaysNothing() async throws {
        let bob = Person(userID: "bob")
        try await remember(ada, as: contact)
        try await remember(bob, as: ProviderIdentity(id: "c2", isExact: true))
        try log.sql("identities.sqlite") {
            try $0.execute(sql: "UPDATE identities SET sealed = (SELECT max(sealed) FROM identities)")
        }
        let known = try await [recall(ada)?.id, recall(bob)?.id].compactMap(\.self)
        #expect(known == ["contact-of-ada"] || known == ["c2"])
        #expect(try await file().entries(of: bob, learntWithin: day).count + known.count < 3)
    }

    @Test func restsAfterTroubleAndComesBack() async throws {
        let now = Mutex(ContinuousClock.now)
        var time = log.clock.source
        time.now = { now.withLock(\.self) }
        let file = IdentityFile(directory: folder, masterKey: try .test(1), time: time)
        let path = URL(filePath: log.file("identities.sqlite"))
        try Data(repeating: 7, count: 4096).write(to: path)
        let failure = await #expect(throws: Failure.self) { try await recall(ada, file) }
        #expect(failure?.kind == .auditUnavailable)
        #expect(failure?.message.contains("identities.sqlite: the file is damaged") == true)
        try FileManager.default.removeItem(at: path)
        await #expect(throws: Failure.self) { try await recall(ada, file) }
        now.withLock { $0 = $0.advanced(by: .seconds(30)) }
        #expect(try await recall(ada, file) == nil)
        try await file.remember(contact, of: ada, at: "intercom", keeping: day)
        #expect(try await recall(ada, file) == contact)
    }

    @Test func takesUpAFileThatWasPutInItsPlace() async throws {
        let file = try file()
        try await file.remember(contact, of: ada, at: "intercom", keeping: day)
        try FileManager.default.removeItem(atPath: log.file("identities.sqlite"))
        #expect(try await recall(ada, file) == nil)
        try await remember(ada, as: ProviderIdentity(id: "c2", isExact: true))
        #expect(try await recall(ada, file)?.id == "c2")
    }

    @Test func processesThatBeginAtOnceLoseNothing() async throws {
        let files = try (0..<8).map { _ in try file() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, file) in files.enumerated() {
                group.addTask {
                    let identity = ProviderIdentity(id: "c\(number)", isExact: true)
                    try await file.remember(identity, of: Person(userID: "u\(number)"), at: "intercom", keeping: day)
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<8 { #expect(try await recall(Person(userID: "u\(number)"))?.id == "c\(number)") }
    }

    @Test func waitsForWhoeverIsAboutToMakeTheFile() async throws {
        try await remember(ada, as: contact)
        // The schema is there, and the key that it belongs to is not yet.
        try log.sql("identities.sqlite") { try $0.execute(sql: "DELETE FROM meta; DELETE FROM identities") }
        #expect(try await recall(ada) == nil)
        try await remember(ada, as: contact)
        #expect(try await recall(ada) == contact)
    }

    @Test func operatorsSeeWhatIsKnownByWhichID() async throws {
        try await remember(ada, as: contact)
        try await remember(
            Person(email: "ada@example.com"),
            as: ProviderIdentity(id: "c2", isExact: true),
            at: "zendesk"
        )
        let entries = try await file().entries(of: ada, learntWithin: day)
        #expect(entries.map(\.instance) == ["intercom", "zendesk"])
        #expect(entries.map(\.person) == [Person(userID: "user-of-ada"), Person(email: "Ada@example.com")])
        #expect(entries.map(\.identity.id) == ["contact-of-ada", "c2"])
        #expect(entries.allSatisfy { $0.learntAt == log.clock.now })
        log.clock.advance(day)
        #expect(try await file().entries(of: ada, learntWithin: day).isEmpty)
    }

    @Test func operatorsForgetAPersonOrEverybody() async throws {
        let bob = Person(userID: "bob")
        for instance in ["intercom", "zendesk"] {
            for person in [ada, bob] { try await remember(person, as: contact, at: instance) }
        }
        #expect(try await file().forget(ada, at: nil) == 2)
        #expect(try await file().forget(ada, at: nil) == 0)
        #expect(try await file().forgetEverybody(at: "zendesk") == 1)
        #expect(try await recall(bob) == contact)
        #expect(try await recall(bob, at: "zendesk") == nil)
    }
}
