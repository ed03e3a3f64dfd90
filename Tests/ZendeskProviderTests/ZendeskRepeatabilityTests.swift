import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// How often each exchange is repeated, seen from outside: the exchange in question never gets an answer.
struct ZendeskRepeatabilityTests {
    /// An exchange, and how the hub is led to it.
    struct Case: Sendable, CustomTestStringConvertible {
        var exchange: String
        var repeatability: Repeatability
        var perform: @Sendable (CommunicationTools) async -> Failure?

        var testDescription: String { "\(exchange), \(repeatability)" }

        init<A: Action>(_ exchange: String, _ repeatability: Repeatability, _ action: A) {
            self.exchange = exchange
            self.repeatability = repeatability
            perform = { await $0.perform(action).failure }
        }
    }

    private static let ada = Person(contactID: "7")
    private static let email = Person(email: "ada@example.com")
    private static let solved = UpdateTicket(ticketID: "1", details: TicketDetails(status: .solved))

    static let cases: [Case] = [
        Case("POST /api/v2/tickets", .keyed, CreateTicket.sample()),
        Case("GET /api/v2/tickets/{id}", .safe, GetTicket(ticketID: "1")),
        Case("PUT /api/v2/tickets/{id}", .idempotent, solved),
        Case("PUT /api/v2/tickets/{id}", .once, UpdateTicket(ticketID: "1", comment: "x")),
        Case("PUT /api/v2/tickets/{id}", .once, CommentTicket(ticketID: "1", body: "x")),
        Case("DELETE /api/v2/tickets/{id}", .idempotent, DeleteTicket(ticketID: "1")),
        Case("GET /api/v2/search", .safe, SearchTickets(text: "x")),
        Case("GET /api/v2/search/export", .safe, SearchTickets(text: "x", cursor: "after:c")),
        Case("GET /api/v2/slas/policies", .safe, GetSLAPolicies()),
        Case("GET /api/v2/users/{id}", .safe, GetContact(person: ada)),
        Case("GET /api/v2/users/search", .safe, TagContact(person: email, tag: "vip")),
        Case("POST /api/v2/users/create_or_update", .idempotent, UpsertContact(person: email)),
        Case("PUT /api/v2/users/{id}", .idempotent, UpsertContact(person: ada)),
        Case("PUT /api/v2/users/{id}/tags", .idempotent, TagContact(person: ada, tag: "vip")),
        Case("DELETE /api/v2/users/{id}/tags", .idempotent, UntagContact(person: ada, tag: "vip")),
        Case("DELETE /api/v2/users/{id}", .idempotent, DeleteContact(person: ada)),
        Case("POST /api/v2/tickets/create_many", .once, CreateTickets(items: [.sample()])),
        Case("PUT /api/v2/tickets/update_many", .once, UpdateTickets(items: [solved])),
    ]

    @Test(arguments: cases)
    func repeatsAfterALostAnswerOnlyWhatMayBeRepeated(example: Case) async throws {
        let account = try Account(Array(repeating: .loseAnswer, count: 9))
        let failure = await example.perform(account.tools)
        let attempts = account.transport.sent
        #expect(attempts.count == (example.repeatability == .once ? 1 : 4))
        #expect(attempts.allSatisfy { $0.name == example.exchange && $0.repeatability == example.repeatability })
        #expect(Set(attempts.map(\.body)).count == 1)
        #expect(failure?.effect == (example.repeatability == .safe ? Failure.Effect.none : .unknown))
    }

    @Test(arguments: cases)
    func repeatsEverythingThatLeftNoTrace(example: Case) async throws {
        let account = try Account(Array(repeating: .refuseConnection, count: 9))
        let failure = await example.perform(account.tools)
        #expect(account.transport.sent.count == 4)
        #expect(failure?.kind == .network || failure?.kind == .partialFailure, "a batch says it of each item")
        #expect(failure?.effect == Failure.Effect.none)
    }
}
