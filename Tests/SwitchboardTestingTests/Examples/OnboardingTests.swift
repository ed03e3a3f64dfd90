import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What a platform has: a function that greets a new customer, and opens a ticket where that fails.
func welcome(_ email: String, with tools: CommunicationTools) async {
    let mail = SendEmail(to: [Address(email)], subject: "Welcome", text: "It is good to have you.")
    guard await !tools.perform(mail).isSuccess else { return }
    let requester = Requester(email: email, name: "New customer")
    _ = await tools.perform(CreateTicket(requester: requester, subject: "Greet by hand", description: "No mail left."))
}

struct OnboardingTests {
    @Test func greetsANewCustomer() async throws {
        let recording = try RecordingTools()
        await welcome("ada@example.com", with: recording.tools)
        #expect(recording.performed(SendEmail.self).map(\.subject) == ["Welcome"])
        #expect(recording.performedNames == ["email.send"])
    }

    @Test func opensATicketWhereTheMailIsRefused() async throws {
        let recording = try RecordingTools()
        recording.answer(SendEmail.self) { _ in
            .failure(Failure(.rejected, effect: .refused, "the address is on a list"))
        }
        await welcome("ada@example.com", with: recording.tools)
        #expect(recording.performed(CreateTicket.self).map(\.requester.email) == ["ada@example.com"])
        #expect(recording.audit.outcomes.map(\.verdict) == [.failure, .success])
    }
}
