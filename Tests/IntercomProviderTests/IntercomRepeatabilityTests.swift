import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// How often each exchange is repeated, seen from outside: the exchange in question never gets an answer.
struct IntercomRepeatabilityTests {
    /// An exchange, and how the hub is led to it.
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

    private static let tags = ScriptedTransport.Step.ok(#"{"data":[{"id":"1","name":"vip"}]}"#)
    private static let noTags = ScriptedTransport.Step.ok(#"{"data":[]}"#)
    private static let email = Person(email: "ada@example.com")

    static let cases: [Case] = [
        Case("POST /messages", .once, SendMessage(to: .ada, body: "x")),
        Case("POST /contacts/{id}/notes", .once, NoteContact(person: .ada, body: "x")),
        Case("POST /events", .keyed, TrackEvent(person: .ada, name: "x")),
        Case("GET /contacts/{id}", .safe, GetContact(person: .ada)),
        Case(
            "GET /contacts/find_by_external_id/{external_id}",
            .safe,
            NoteContact(person: Person(userID: "u1"), body: "x")
        ),
        Case("POST /contacts/search", .safe, NoteContact(person: email, body: "x")),
        Case("POST /contacts", .idempotent, UpsertContact(person: email)),
        Case("PUT /contacts/{id}", .idempotent, UpsertContact(person: .ada)),
        Case("POST /tags", .idempotent, TagContact(person: .ada, tag: "vip")),
        Case(
            "POST /contacts/{id}/tags",
            .idempotent,
            after: [.ok(#"{"id":"1"}"#)],
            TagContact(person: .ada, tag: "vip")
        ),
        Case("GET /contacts/{id}/tags", .safe, UntagContact(person: .ada, tag: "vip")),
        Case("GET /tags", .safe, after: [noTags], UntagContact(person: .ada, tag: "vip")),
        Case("DELETE /contacts/{id}/tags/{tag_id}", .idempotent, after: [tags], UntagContact(person: .ada, tag: "vip")),
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
