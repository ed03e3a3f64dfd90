import AuditStore
import CurlTransport
import Foundation
import ProviderSandbox
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Remembering who people are, from the façade over libcurl to the sandbox, and over restarts.
struct IdentityMapTests {
    private static let email = Person(email: "ada@example.com")

    /// A stage, and the tools of somebody else who uses the same accounts and shares nothing with us.
    private func run(_ body: (Stage, _ stranger: CommunicationTools) async throws -> Void) async throws {
        try await Stage.run(withEveryProvider: true) { stage in
            let environment = stage.sandbox.environment.map { ($0.key, $0.value) }
            let stranger = try CommunicationTools(
                configuration: .parse("", file: nil, environment: Dictionary(environment) { $1 }),
                transport: try CurlTransport(),
                audit: RecordingAuditLog()
            )
            try await body(stage, stranger)
            await stranger.shutdown()
        }
    }

    /// What some work sends.
    private func sent(_ stage: Stage, _ work: () async throws -> Void) async throws -> [String] {
        let before = try await stage.requests().count
        try await work()
        return Array(try await stage.requests().dropFirst(before))
    }

    private let intercom = CallOptions(provider: "intercom")
    private let zendesk = CallOptions(provider: "zendesk")

    @Test func theSecondNoteIsOneExchange() async throws {
        try await run { stage, stranger in
            let id = try await stranger.createUser(.ada).get().userID
            let note = { () async throws in _ = try await stage.tools.createNote(on: .ada, body: "hi").get() }
            let first = try await sent(stage, note)
            #expect(first == ["GET /contacts/find_by_external_id/u-1", "POST /contacts/\(id)/notes"])
            #expect(try await sent(stage, note) == ["POST /contacts/\(id)/notes"])
            let messaged = try await sent(stage) { _ = try await stage.tools.sendMessage(to: .ada, body: "hi").get() }
            #expect(messaged == ["POST /messages"])
            let start = StartConversation(person: .ada, body: "help")
            let started = try await sent(stage) { _ = try await stage.tools.perform(start).get() }
            #expect(started == ["POST /conversations"])
            let tag = TagContact(person: .ada, tag: "vip")
            let tagged = try await sent(stage) { _ = try await stage.tools.perform(tag, intercom).get() }
            #expect(tagged == ["POST /tags", "POST /contacts/\(id)/tags"])
            let untag = UntagContact(person: .ada, tag: "vip")
            let untagged = try await sent(stage) { _ = try await stage.tools.perform(untag, intercom).get() }
            #expect(untagged.count == 2)
            #expect(untagged.first == "GET /contacts/\(id)/tags")
        }
    }

    @Test func whoWasJustMadeIsKnown() async throws {
        try await run { stage, _ in
            let id = try await stage.tools.createUser(.ada).get().userID
            let note = try await sent(stage) { _ = try await stage.tools.createNote(on: .ada, body: "hi").get() }
            #expect(note == ["POST /contacts/\(id)/notes"])
        }
    }

    @Test func aContactThatSomebodyElseDeletedHeals() async throws {
        try await run { stage, stranger in
            let old = try await stranger.createUser(Self.email).get().userID
            _ = try await stage.tools.createNote(on: Self.email, body: "one").get()
            _ = try await stranger.perform(DeleteContact(person: Person(contactID: old)), intercom).get()
            let nobody = await stage.tools.createNote(on: Self.email, body: "two").failure
            #expect((nobody?.kind, nobody?.effect) == (.notFound, .refused))
            let new = try await stranger.createUser(Self.email).get().userID
            let note = try await sent(stage) { _ = try await stage.tools.createNote(on: Self.email, body: "two").get() }
            #expect(note == ["POST /contacts/search", "POST /contacts/\(new)/notes"])
        }
    }

    /// What a merge of a lead into a user leaves: the lead is gone, and its address is the user's.
    @Test func aLeadThatWasMergedIntoAUserHeals() async throws {
        try await run { stage, stranger in
            let lead = UpsertContact(person: Self.email, role: "lead")
            let old = try #require(try await stranger.perform(lead, intercom).get().contactID)
            _ = try await stage.tools.createNote(on: Self.email, body: "one").get()
            let user = try await stranger.createUser(.ada).get().userID
            _ = try await stranger.perform(DeleteContact(person: Person(contactID: old)), intercom).get()
            let note = NoteContact(person: Self.email, body: "two")
            var receipt: NoteContact.Receipt?
            let lines = try await sent(stage) { receipt = try await stage.tools.perform(note).get() }
            #expect(lines == ["POST /contacts/\(old)/notes", "POST /contacts/search", "POST /contacts/\(user)/notes"])
            #expect(receipt?.contactID == user)
            let audited = try #require(try await stage.page(AuditQuery(action: "contact.note")).first)
            #expect(audited.outcome == "success")
            #expect(audited.attempts == 3)
        }
    }

    @Test func whatWeDeleteIsForgotten() async throws {
        try await run { stage, stranger in
            _ = try await stage.tools.createUser(.ada).get()
            _ = try await stage.tools.perform(DeleteContact(person: Self.email), intercom).get()
            let new = try await stranger.createUser(.ada).get().userID
            let note = try await sent(stage) { _ = try await stage.tools.createNote(on: .ada, body: "hi").get() }
            #expect(note == ["GET /contacts/find_by_external_id/u-1", "POST /contacts/\(new)/notes"])
        }
    }

    @Test func anAddressThatWeChangeIsForgotten() async throws {
        try await run { stage, _ in
            let options = intercom
            let made = UpsertContact(person: Self.email, name: "Ada")
            let id = try #require(try await stage.tools.perform(made, options).get().contactID)
            let moved = UpsertContact(person: Person(email: "lovelace@example.com", contactID: id))
            _ = try await stage.tools.perform(moved, options).get()
            let tag = TagContact(person: Self.email, tag: "vip")
            #expect(await stage.tools.perform(tag, options).failure?.kind == .notFound)
            let new = TagContact(person: Person(email: "lovelace@example.com"), tag: "vip")
            var tagged: String?
            let lines = try await sent(stage) { tagged = try await stage.tools.perform(new, options).get().userID }
            #expect(tagged == id)
            #expect(!lines.contains { $0.contains("search") }, "it is remembered under the new one")
        }
    }

    @Test func whoIsDeletedOrMailedIsLookedUpEveryTime() async throws {
        try await run { stage, _ in
            _ = try await stage.tools.createUser(Self.email).get()
            let mail = SendEmail(to: [Address("ada@example.com")], subject: "Hi", text: "hello")
            let mailed = try await sent(stage) { _ = try await stage.tools.perform(mail, intercom).get() }
            #expect(mailed == ["POST /contacts/search", "POST /messages"])
            let deleted = try await sent(stage) {
                _ = try await stage.tools.perform(DeleteContact(person: Self.email), intercom).get()
            }
            #expect(deleted.first == "POST /contacts/search")
        }
    }

    @Test func theSecondTagAndTicketAreOneExchange() async throws {
        try await run { stage, stranger in
            let upsert = UpsertContact(person: Self.email, name: "Ada")
            let id = try await stranger.perform(upsert, zendesk).get().userID
            let tag = { () async throws in
                _ = try await stage.tools.perform(TagContact(person: Self.email, tag: "vip"), zendesk).get()
            }
            #expect(try await sent(stage, tag).count == 2)
            #expect(try await sent(stage, tag) == ["PUT /api/v2/users/\(id)/tags"])
            let ticket = CreateTicket(requester: Requester(email: "ada@example.com"), subject: "S", description: "D")
            let created = try await sent(stage) { _ = try await stage.tools.perform(ticket).get() }
            #expect(created == ["POST /api/v2/tickets"])
        }
    }

    @Test func aRequesterWhoIsGoneHeals() async throws {
        try await run { stage, stranger in
            let upsert = UpsertContact(person: Self.email, name: "Ada")
            let old = try #require(try await stage.tools.perform(upsert, zendesk).get().contactID)
            _ = try await stranger.perform(DeleteContact(person: Person(contactID: old)), zendesk).get()
            let new = try #require(try await stranger.perform(upsert, zendesk).get().contactID)
            #expect(new != old)
            let ticket = CreateTicket(requester: Requester(email: "ada@example.com"), subject: "S", description: "D")
            var receipt: CreateTicket.Receipt?
            let lines = try await sent(stage) { receipt = try await stage.tools.perform(ticket).get() }
            #expect(lines == ["POST /api/v2/tickets", "GET /api/v2/users/search", "POST /api/v2/tickets"])
            let made = try await stage.tools.perform(GetTicket(ticketID: try #require(receipt?.ticketID))).get().ticket
            #expect(made.requesterID == new)
        }
    }

    @Test func theFilesOfTheLogTellNobody() async throws {
        try await run { stage, _ in
            let id = try await stage.tools.createUser(.ada).get().userID
            _ = try await stage.tools.createNote(on: .ada, body: "hi").get()
            let bytes = try Data(contentsOf: URL(filePath: "\(stage.folder)/identities.sqlite"))
            for text in ["ada@example.com", "u-1", id] { #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text)") }
        }
    }

    @Test func aDamagedMapFailsNothing() async throws {
        try await run { stage, stranger in
            let id = try await stranger.createUser(.ada).get().userID
            try Data(repeating: 7, count: 4096).write(to: URL(filePath: "\(stage.folder)/identities.sqlite"))
            for _ in 0..<2 {
                let note = try await sent(stage) { _ = try await stage.tools.createNote(on: .ada, body: "hi").get() }
                #expect(note == ["GET /contacts/find_by_external_id/u-1", "POST /contacts/\(id)/notes"])
            }
        }
    }
}
