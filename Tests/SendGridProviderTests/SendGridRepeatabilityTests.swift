import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// How often each exchange is repeated, seen from outside: the exchange in question never gets an answer.
struct SendGridRepeatabilityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var exchange: String
        var repeatability: Repeatability
        var before: [ScriptedTransport.Step] = []
        var perform: @Sendable (CommunicationTools) async -> Failure?

        var testDescription: String { exchange }

        init<A: Action>(
            _ exchange: String,
            _ repeatability: Repeatability,
            after before: [ScriptedTransport.Step] = [],
            _ action: A
        ) {
            self.exchange = exchange
            self.repeatability = repeatability
            self.before = before
            perform = { await $0.perform(action).failure }
        }
    }

    private static let email = Person(email: "ada@example.com")
    private static let cancel = CancelScheduledEmails(batchID: "b")

    static let cases: [Case] = [
        Case("POST /v3/mail/send", .once, SendEmail.hello),
        Case("POST /v3/mail/batch", .idempotent, CreateEmailBatchID()),
        Case("POST /v3/user/scheduled_sends", .idempotent, cancel),
        Case("PATCH /v3/user/scheduled_sends/{batch_id}", .idempotent, after: [.error(400, "set")], cancel),
        Case("GET /v3/suppression/blocks", .safe, ListSuppressions(kind: .blocks)),
        Case("GET /v3/asm/groups/{group_id}/suppressions", .safe, ListSuppressions(kind: .group, groupID: 1)),
        Case(
            "POST /v3/asm/suppressions/global",
            .idempotent,
            AddSuppression(kind: .unsubscribes, email: "a@example.com")
        ),
        Case("GET /v3/asm/groups/{group_id}", .safe, AddSuppression(kind: .group, groupID: 1, email: "a@example.com")),
        Case(
            "DELETE /v3/suppression/bounces/{email}",
            .idempotent,
            RemoveSuppression(kind: .bounces, email: "a@example.com")
        ),
        Case("PUT /v3/marketing/contacts", .idempotent, UpsertContact(person: email)),
        Case("POST /v3/marketing/contacts/search/emails", .safe, DeleteContact(person: email)),
        Case("DELETE /v3/marketing/contacts", .idempotent, DeleteContact(person: Person(contactID: "c"))),
    ]

    @Test(arguments: cases)
    func repeatsAfterALostAnswerOnlyWhatMayBeRepeated(example: Case) async throws {
        let workspace = try Workspace(example.before + Array(repeating: .loseAnswer, count: 9))
        let failure = await example.perform(workspace.tools)
        let attempts = workspace.transport.sent.filter { $0.name == example.exchange }
        #expect(attempts.count == (example.repeatability == .once ? 1 : 4))
        #expect(attempts.allSatisfy { $0.repeatability == example.repeatability })
        #expect(Set(attempts.map(\.body)).count == 1)
        #expect(workspace.transport.sent.count == example.before.count + attempts.count)
        #expect(failure?.kind == .network)
        #expect(failure?.effect == (example.repeatability == .safe ? Failure.Effect.none : .unknown))
    }

    @Test(arguments: cases)
    func repeatsEverythingThatLeftNoTrace(example: Case) async throws {
        let workspace = try Workspace(example.before + Array(repeating: .refuseConnection, count: 9))
        let failure = await example.perform(workspace.tools)
        #expect(workspace.transport.sent.filter { $0.name == example.exchange }.count == 4)
        #expect(failure?.kind == .network)
        #expect(failure?.effect == Failure.Effect.none)
    }
}
