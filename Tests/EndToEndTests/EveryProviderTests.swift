import AuditStore
import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What each provider is there for, from the façade over libcurl to the sandbox and into the log.
struct EveryProviderTests {
    private func run(_ body: (Stage) async throws -> Void) async throws {
        try await Stage.run(withEveryProvider: true, body)
    }

    @Test func mailsGoOutTogetherAndABadOneStays() async throws {
        try await run { stage in
            let mails = ["ada@example.com", "not an address", "bob@example.com"]
                .map { SendEmail(to: [Address($0)], subject: "Hi", text: "See you on Monday") }
            let outcome = await stage.tools.perform(SendEmailBatch(items: mails))
            let receipt = try outcome.get()
            #expect((receipt.succeeded, receipt.failed) == (2, 1))
            #expect(outcome.provider == "sendgrid")
            #expect(try await stage.requests() == ["POST /v3/mail/send"])
            let bob = try await stage.page(AuditQuery(person: "bob@example.com"))
            #expect(Set(bob.map(\.kind)) == ["intent", "item", "outcome"])
            let nobody = try await stage.page(AuditQuery(errorKind: .invalidInput))
            #expect(nobody.map(\.kind) == ["item"])
        }
    }

    @Test func suppressedAddressesComeAndGo() async throws {
        try await run { stage in
            _ = try await stage.tools.perform(AddSuppression(kind: .unsubscribes, email: "ada@example.com")).get()
            let listed = try await stage.tools.perform(ListSuppressions(kind: .unsubscribes)).get()
            #expect(listed.suppressions.map(\.email) == ["ada@example.com"])
            _ = try await stage.tools.perform(RemoveSuppression(kind: .unsubscribes, email: "ada@example.com")).get()
            #expect(try await stage.tools.perform(ListSuppressions(kind: .unsubscribes)).get().suppressions.isEmpty)
        }
    }

    @Test func eventsAndProfilesCanBeReadBack() async throws {
        try await run { stage in
            let events = (0..<5)
                .map { number in
                    TrackEvent(person: Person(userID: "u-\(number)"), name: "opened", time: stage.time.source)
                }
            #expect(try await stage.tools.perform(TrackEventBatch(events: events)).get().succeeded == 5)
            let options = CallOptions(provider: "mixpanel")
            let ada = UpsertContact(person: .ada, name: "Ada", attributes: ["plan": "pro"])
            _ = try await stage.tools.perform(ada, options).get()
            _ = try await stage.tools.perform(IncrementContact(person: .ada, amounts: ["logins": 2])).get()
            let contact = try await stage.tools.perform(GetContact(person: .ada), options).get().contact
            #expect(contact.name == "Ada")
            #expect(contact.attributes["logins"] == 2)
        }
    }

    @Test func ticketsAreOpenedFoundAndAnswered() async throws {
        try await run { stage in
            let requester = Requester(email: "ada@example.com", name: "Ada")
            let create = CreateTicket(requester: requester, subject: "Broken", description: "It does not start")
            let ticket = try await stage.tools.perform(create).get()
            _ = try await stage.tools.perform(CommentTicket(ticketID: ticket.ticketID, body: "on it")).get()
            let found = try await stage.tools.perform(SearchTickets(text: "Broken")).get()
            #expect(found.tickets.map(\.id) == [ticket.ticketID])
            let batch = CreateTickets(
                items: (0..<250)
                    .map { number in
                        CreateTicket(requester: requester, subject: "Number \(number)", description: "x")
                    }
            )
            let outcome = await stage.tools.perform(batch)
            #expect(outcome.failure == nil)
            let sent = try await stage.requests().filter { $0 == "POST /api/v2/tickets/create_many" }
            #expect(sent.count == 3)
        }
    }

    @Test func conversationsAreStartedAnsweredAndClosed() async throws {
        try await run { stage in
            _ = try await stage.tools.createUser(.ada).get()
            let started = try await stage.tools.perform(StartConversation(person: .ada, body: "help")).get()
            let id = started.conversationID
            _ = try await stage.tools.perform(ReplyToConversation(conversationID: id, body: "on it")).get()
            #expect(try await stage.tools.perform(CloseConversation(conversationID: id)).get().state == .closed)
            let conversation = try await stage.tools.perform(GetConversation(conversationID: id)).get().conversation
            #expect(conversation.state == .closed)
            #expect(conversation.parts.contains { $0.body?.contains("on it") == true })
        }
    }
}
