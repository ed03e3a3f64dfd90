@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RecipientGuardTests {
    private let acme = RecipientGuard(recipients: ["*@acme.io", "ada@example.com", "test-*-user"])

    @Test(
        arguments: [
            "ann@acme.io", "ANN@ACME.IO", "ada@example.com",
        ]
    )
    func letsThoseListedBeWrittenTo(email: String) throws {
        #expect(try acme.replacement(for: SendMessage(to: Person(email: email), body: "Hi")) == nil)
    }

    @Test(
        arguments: [
            Person(email: "ann@acme.io.evil.com"), Person(email: "bob@example.com"), Person(contactID: "c-1"),
            Person(email: "bob@example.com", userID: "test-1-user"), Person(userID: "test-user"),
        ]
    )
    func refusesEverybodyElse(person: Person) {
        let failure = #expect(throws: Failure.self) { try acme.replacement(for: SendMessage(to: person, body: "Hi")) }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.field == "recipients")
    }

    @Test func goesByTheIDOfAPersonWithoutAnAddress() throws {
        #expect(try acme.replacement(for: SendMessage(to: Person(userID: "test-17-user"), body: "Hi")) == nil)
    }

    @Test func looksAtEveryRecipientOfAMail() {
        var mail = SendEmail(to: ["ann@acme.io"], subject: "Hi", text: "Hi")
        mail.bcc = ["bob@example.com"]
        #expect(throws: Failure.self) { try acme.replacement(for: mail) }
    }

    @Test func refusesWhatGoesToPeopleWhomNobodyNames() throws {
        let reply = ReplyToConversation(conversationID: "1", body: "Hi")
        #expect(throws: Failure.self) { try acme.replacement(for: reply) }
        let note = ReplyToConversation(conversationID: "1", body: "Hi", messageType: .note)
        #expect(try acme.replacement(for: note) == nil)
        #expect(throws: Failure.self) { try acme.replacement(for: CommentTicket(ticketID: "1", body: "Hi")) }
        let comment = CommentTicket(ticketID: "1", body: "Hi", isPublic: false)
        #expect(try acme.replacement(for: comment) == nil)
    }

    @Test func leavesAloneWhatNobodyReads() throws {
        #expect(try acme.replacement(for: TagContact(person: Person(email: "bob@example.com"), tag: "vip")) == nil)
        #expect(try acme.replacement(for: GetContact(person: Person(email: "bob@example.com"))) == nil)
    }

    @Test func sendsMailsToItsOwnAddressInstead() throws {
        var diverting = acme
        diverting.redirect = "qa@acme.io"
        var mail = SendEmail(to: ["bob@example.com"], subject: "Hi", text: "Hi")
        mail.cc = ["ann@acme.io"]
        mail.bcc = ["eve@example.com"]
        let replacement = try #require(try diverting.replacement(for: mail))
        #expect(replacement.to == ["qa@acme.io"])
        #expect(replacement.people == [Person(email: "qa@acme.io")])
        #expect(replacement.subject == "Hi")
        let batch = try #require(try diverting.replacement(for: SendEmailBatch(items: [mail, mail])))
        #expect(batch.items.map(\.to) == [["qa@acme.io"], ["qa@acme.io"]])
    }

    @Test func refusesWhatCannotGoElsewhere() {
        var diverting = acme
        diverting.redirect = "qa@acme.io"
        let message = SendMessage(to: Person(email: "bob@example.com"), body: "Hi")
        #expect(throws: Failure.self) { try diverting.replacement(for: message) }
    }

    @Test func sendsNothingAndSaysSoInTheAuditLog() async throws {
        let station = try Station(configuration: "guard: { recipients: [\"*@acme.io\"] }")
        let failure = await station.tools.perform(Relay("once", person: Person(email: "bob@example.com"))).failure
        #expect(failure?.kind == .invalidInput)
        #expect(station.urls.isEmpty)
        #expect(station.audit.outcomes.map(\.errorKind) == [.invalidInput])
        #expect(station.audit.outcomes[0].message?.contains("bob") == false)
    }

    @Test func holdsForEveryProvider() async throws {
        let station = try Station(configuration: "guard: { recipients: [\"*@acme.io\"] }")
        let relay = Relay("once", person: Person(email: "bob@example.com"))
        for provider in ["pigeon", "raven"] {
            #expect(await station.tools.perform(relay, .init(provider: provider)).failure?.field == "recipients")
        }
        #expect(station.urls.isEmpty)
    }

    @Test(
        arguments: [
            ("{ otherwise: refuse }", "guard: lists nobody"),
            ("{ recipients: [a], otherwise: drop }", "guard.otherwise: is not refuse or redirect:ADDRESS"),
            ("{ recipients: [a], otherwise: \"redirect:qa\" }", "guard.otherwise: is not refuse or redirect:ADDRESS"),
            ("{ recipient: [a] }", "guard.recipient: unknown key; did you mean recipients?"),
        ]
    )
    func refusesAConfigurationThatGuardsNothing(text: String, problem: String) {
        let found = problems("guard: \(text)")
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func readsTheConfiguration() throws {
        let configuration = try parsed("guard: { recipients: [\"*@acme.io\"], otherwise: \"redirect:qa@acme.io\" }")
        #expect(configuration.recipientGuard == RecipientGuard(recipients: ["*@acme.io"], redirect: "qa@acme.io"))
        let shown = configuration.entries(providers: Station.providers).yaml
        #expect(try parsed(shown).recipientGuard == configuration.recipientGuard)
    }
}
