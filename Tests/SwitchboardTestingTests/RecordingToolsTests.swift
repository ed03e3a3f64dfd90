import Switchboard
import SwitchboardCore
@testable import SwitchboardTesting
import Testing

struct RecordingToolsTests {
    private static let mail = SendEmail(to: [Address("ada@example.com")], subject: "Welcome", text: "Hello, Ada.")
    private static let ticket = CreateTicket(
        requester: Requester(email: "ada@example.com", name: "Ada"),
        subject: "The printer burns",
        description: "It began this morning."
    )

    @Test func performsWithoutCredentialsAndKeepsWhatWasPerformed() async throws {
        let recording = try RecordingTools()
        let outcome = await recording.tools.perform(Self.mail)
        #expect(outcome.isSuccess)
        #expect(outcome.provider == "sendgrid")
        #expect(recording.performed(SendEmail.self).map(\.subject) == ["Welcome"])
        #expect(recording.performed(SendEmail.self, at: "intercom").isEmpty)
        #expect(recording.performedNames == ["email.send"])
        #expect(recording.audit.intents.map(\.action) == ["email.send"])
        #expect(recording.audit.outcomes.map(\.verdict) == [.success])
    }

    @Test func answersAsTheTestSays() async throws {
        let recording = try RecordingTools()
        recording.answer(CreateTicket.self) { ticket in
            .success(CreateTicket.Receipt(ticketID: "7", ticketURL: "https://acme.example/\(ticket.subject.count)"))
        }
        #expect(try await recording.tools.perform(Self.ticket).get().ticketURL == "https://acme.example/17")
        recording.answer(CreateTicket.self) { _ in .failure(Failure(.conflict, effect: .refused, "it is there")) }
        let failure = await recording.tools.perform(Self.ticket).failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.provider == "zendesk")
    }

    @Test func goesOnToTheNextProviderWhereNothingHappened() async throws {
        let recording = try RecordingTools(configuration: "routes: { email.send: { first: [sendgrid, intercom] } }")
        recording.answer(SendEmail.self) { _ in .failure(Failure(.rateLimited, effect: .none, "slow down")) }
        #expect(await recording.tools.perform(Self.mail).failure?.kind == .rateLimited)
        #expect(recording.calls.map(\.provider) == ["sendgrid", "intercom"])
    }

    @Test func refusesBadInputAsUsual() async throws {
        let recording = try RecordingTools()
        var mail = Self.mail
        mail.to = []
        #expect(await recording.tools.perform(mail).failure?.kind == .invalidInput)
        #expect(recording.calls.isEmpty)
    }

    @Test func answersTheItemsOfABatchAsTheirOwnActionWouldBe() async throws {
        let recording = try RecordingTools()
        recording.answer(SendEmail.self) { mail in
            mail.subject == "Welcome"
                ? .success(SendEmail.Receipt(messageID: "m-1"))
                : .failure(Failure(.rejected, effect: .refused, "no such template"))
        }
        var (other, empty) = (Self.mail, Self.mail)
        (other.subject, empty.to) = ("Goodbye", [])
        let receipt = try await recording.tools.perform(SendEmailBatch(items: [Self.mail, other, empty])).get()
        #expect(try receipt[0].get().messageID == "m-1")
        #expect(receipt.failures.mapValues(\.kind) == [1: .rejected, 2: .invalidInput])
        #expect(recording.performed(SendEmailBatch.self).map(\.items.count) == [2])
    }

    @Test(arguments: ActionCatalog().entries.map { $0.action.name })
    func makesUpAReceiptForEveryBuiltInAction(name: String) throws {
        let action = try ActionCatalog().action(named: name)
        try makeUp(action)
    }

    private func makeUp<A: Action>(_ action: A.Type) throws {
        let receipt = try Cast.placeholder(for: action)
        #expect((try? JSONValue(encoding: receipt)) != nil)
    }

    @Test func takesAStrangersProviderAndAction() async throws {
        let recording = try RecordingTools(providers: [Bell<Sound>.self])
        #expect(try await recording.tools.perform(Ring.sample).get().ringID == "ring_id")
        #expect(try await recording.tools.perform(Listen()).get().rings == 0)
        #expect(recording.performed(Ring.self).map(\.text) == ["Dinner is served."])
    }

    /// A receipt that no made-up value is good enough for.
    private struct Weigh: Action {
        static let name = "scale.weigh"
        static let summary = "Weighs."
        static let fields: [Field] = []

        var people: [Person] { [] }

        struct Receipt: ActionReceipt {
            var grams: Int

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                guard let grams = Int(try container.decode(String.self)) else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
                }
                self.grams = grams
            }
        }
    }

    private struct Scale: Provider {
        static let name = "scale"
        static let displayName = "Scale"
        static let settings: [Setting] = []
        static let actions = ActionTable<Self>(handles(weigh))

        init(settings: ProviderSettings) throws(Failure) {}

        var rateLimit: RateLimit { RateLimit(1, per: .seconds(1)) }
        func authorize(_ request: inout WireRequest) {}

        func weigh(_ action: Weigh, using client: ProviderClient) async throws(Failure) -> Weigh.Receipt {
            throw Failure(.rejected, effect: .refused, "it is broken")
        }
    }

    @Test func saysWhichAnswerIsMissing() async throws {
        let recording = try RecordingTools(providers: [Scale.self])
        let failure = await recording.tools.perform(Weigh()).failure
        #expect(
            failure?.message
                == "no receipt can be made up for scale.weigh; give one with answer(Weigh.self) { _ in .success(...) }"
        )
    }
}
