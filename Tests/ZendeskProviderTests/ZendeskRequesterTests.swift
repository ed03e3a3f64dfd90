import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskRequesterTests {
    private static let byAddress = "GET /users/search?query=email%3Aada%40example.com"

    private func ticket(_ requester: Requester) -> CreateTicket {
        CreateTicket(requester: requester, subject: "S", description: "D")
    }

    private func requester(_ account: Account) -> JSONValue? {
        let ticket = account.bodies.last??["ticket"]
        return ticket?["requester_id"] ?? ticket?["requester"]
    }

    @Test func usesAContactIDAsItStands() async throws {
        let account = try Account([.ticket()])
        _ = try await account.tools.perform(ticket(Requester(email: "x@example.com", contactID: "1500000000007"))).get()
        #expect(account.lines == ["POST /tickets"])
        #expect(requester(account) == 1_500_000_000_007)
    }

    @Test func looksAnAddressWithoutANameUp() async throws {
        let account = try Account([.users(#"{"id":7,"email":"Ada@example.com"}"#), .ticket()])
        _ = try await account.tools.perform(ticket(Requester(email: "ada@example.com"))).get()
        #expect(account.lines == [Self.byAddress, "POST /tickets"])
        #expect(requester(account) == 7)
    }

    @Test func refusesANewAddressWithoutAName() async throws {
        let account = try Account([.users()])
        let failure = await account.tools.perform(ticket(Requester(email: "ada@example.com"))).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "requester.name"))
        #expect(failure?.effect == Failure.Effect.none)
        #expect(account.lines == [Self.byAddress])
    }

    @Test func looksTheUserIDUp() async throws {
        let account = try Account([.users(#"{"id":8,"external_id":"U-1"}"#), .ticket()])
        _ = try await account.tools.perform(ticket(Requester(userID: "u-1", name: "Ada"))).get()
        #expect(account.lines.first == "GET /users/search?external_id=u-1")
        #expect(requester(account) == 8)
    }

    @Test func makesAUserWithAnExternalIDFirst() async throws {
        let account = try Account([.users(), .users(), .user(9, status: 201), .ticket()])
        _ = try await account.tools.perform(ticket(Requester(email: "ada@example.com", userID: "u-1", name: "Ada")))
            .get()
        #expect(account.lines.dropFirst(2) == ["POST /users/create_or_update", "POST /tickets"])
        let user: JSONValue = ["email": "ada@example.com", "external_id": "u-1", "name": "Ada"]
        #expect(account.bodies[2] == ["user": user])
        #expect(requester(account) == 9)
    }

    @Test func findsNobodyByAnUnknownUserID() async throws {
        let account = try Account([.users()])
        let failure = await account.tools.perform(ticket(Requester(userID: "u-1"))).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
    }
}
