import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// How often each exchange is repeated, seen from outside: it never gets an answer.
struct MixpanelRepeatabilityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var exchange: String
        var repeatability: Repeatability
        var perform: @Sendable (CommunicationTools) async -> Failure?

        var testDescription: String { exchange }

        init<A: Action>(_ exchange: String, _ repeatability: Repeatability, _ action: A) {
            self.exchange = exchange
            self.repeatability = repeatability
            perform = { await $0.perform(action).failure }
        }
    }

    static let cases: [Case] = [
        Case("POST /import", .keyed, TrackEvent.sample(1)),
        Case("POST /engage", .idempotent, UpsertContact(person: .ada)),
        Case("POST /engage", .idempotent, TagContact(person: .ada, tag: "vip")),
        Case("POST /engage", .idempotent, UntagContact(person: .ada, tag: "vip")),
        Case("POST /engage", .idempotent, DeleteContact(person: .ada)),
        Case("POST /engage", .once, IncrementContact(person: .ada, amounts: ["n": 1])),
        Case("POST /api/query/engage", .safe, GetContact(person: .ada)),
        Case("GET /api/2.0/export", .safe, ExportEvents(fromDate: .monday, toDate: .sunday)),
        Case("GET /api/2.0/export", .safe, ReportEngagement(fromDate: .monday, toDate: .sunday)),
        Case("GET /api/query/events", .safe, ReportEngagement(fromDate: .monday, toDate: .sunday, names: ["x"])),
    ]

    @Test(arguments: cases)
    func repeatsAfterALostAnswerOnlyWhatMayBeRepeated(example: Case) async throws {
        let project = try Project(Array(repeating: .loseAnswer, count: 9))
        let failure = await example.perform(project.tools)
        #expect(project.transport.sent.count == (example.repeatability == .once ? 1 : 4))
        #expect(project.transport.sent.allSatisfy { $0.name == example.exchange })
        #expect(project.transport.sent.allSatisfy { $0.repeatability == example.repeatability })
        #expect(Set(project.transport.sent.map(\.body)).count == 1)
        #expect(failure?.kind == .network)
        #expect(failure?.effect == (example.repeatability == .safe ? Failure.Effect.none : .unknown))
    }

    @Test(arguments: cases)
    func repeatsEverythingThatLeftNoTrace(example: Case) async throws {
        let project = try Project(Array(repeating: .refuseConnection, count: 9))
        let failure = await example.perform(project.tools)
        #expect(project.transport.sent.count == 4)
        #expect(failure?.effect == Failure.Effect.none)
    }
}
