import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing
import ZendeskProvider

struct ZendeskSettingsTests {
    private func account(_ environment: [String: String], _ settings: String = "{}") throws -> Account {
        try Account([.ticket()], environment: environment, configuration: "providers: { zendesk: \(settings) }")
    }

    private func request(_ environment: [String: String], _ settings: String = "{}") async throws -> WireRequest? {
        let account = try account(environment, settings)
        _ = try await account.tools.getTicket("1").get()
        return account.transport.sent.first
    }

    @Test func authorizesWithAnAPIToken() async throws {
        let request = try await request(Account.environment)
        #expect(
            request?.headers[.authorization]
                == "Basic YWdlbnRAZXhhbXBsZS5jb20vdG9rZW46emQtdG9rZW4tMTIzNDU2Nzg5MA=="
        )
        #expect(request?.headers[.accept] == "application/json")
        #expect(request?.url == "https://acme.zendesk.com/api/v2/tickets/1")
    }

    @Test func prefersAnOAuthToken() async throws {
        let token = ["ZENDESK_OAUTH_TOKEN": "oauth-1"]
        let alone = token.merging(["ZENDESK_SUBDOMAIN": "acme"]) { $1 }
        #expect(try await request(alone)?.headers[.authorization] == "Bearer oauth-1")
        let both = token.merging(Account.environment) { $1 }
        #expect(try await request(both)?.headers[.authorization] == "Bearer oauth-1")
    }

    @Test(arguments: ["ZENDESK_SUBDOMAIN", "ZENDESK_EMAIL", "ZENDESK_API_TOKEN"])
    func namesTheVariableThatIsMissing(name: String) async throws {
        var environment = Account.environment
        environment[name] = nil
        let account = try account(environment)
        let failure = await account.tools.getTicket("1").failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "Zendesk not configured. Set \(name) environment variable.")
        #expect(account.transport.sent.isEmpty)
    }

    @Test func anotherAddressMayStandForTheAccounts() async throws {
        var environment = Account.environment
        let settings = "{ baseURL: 'http://127.0.0.1:8080/zendesk/' }"
        #expect(try await request(environment, settings)?.url == "http://127.0.0.1:8080/zendesk/api/v2/tickets/1")
        let named = try await account(environment, settings).tools.getTicket("1").get().ticket
        #expect(named.url == "https://acme.zendesk.com/agent/tickets/35436")
        environment["ZENDESK_SUBDOMAIN"] = nil
        let nameless = try await account(environment, settings).tools.getTicket("1").get().ticket
        #expect(nameless.url == "http://127.0.0.1:8080/zendesk/agent/tickets/35436")
    }

    @Test(arguments: [
        ("ZENDESK_SUBDOMAIN", "acme.zendesk.com"), ("ZENDESK_SUBDOMAIN", "a/b"), ("ZENDESK_SUBDOMAIN", "-a"),
        ("ZENDESK_EMAIL", "agent"), ("ZENDESK_EMAIL", "a@b.co/token"),
    ])
    func refusesAValueThatCannotBeRight(name: String, value: String) throws {
        let environment = Account.environment.merging([name: value]) { $1 }
        let failure = #expect(throws: Failure.self) { try account(environment) }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == (name == "ZENDESK_EMAIL" ? "zendesk.email" : "zendesk.subdomain"))
    }

    @Test func hidesItsCredentials() async throws {
        let account = try Account([.error(401, #"{"error":"bad \#(Account.token)"}"#)])
        let failure = await account.tools.getTicket("1").failure
        #expect(failure?.providerMessage == "bad [redacted]")
        let rehearsal = await account.tools.rehearse(GetTicket(ticketID: "1"))
        let headers = try #require(rehearsal.requests.first?.headers.fields)
        #expect(headers.contains { $0.name == "Authorization" && $0.value == "Basic [redacted]" })
    }

    @Test func knowsAnAnswerThatNamesNobodyForARefusal() async throws {
        let anonymous = try Account([.ok(#"{"user":{"id":null,"name":"Anonymous user"}}"#)])
        let refused = try #require(await anonymous.tools.checkHealth().first)
        #expect(refused.acceptsCredentials == false)
        let known = try Account([.ok(#"{"user":{"id":7,"name":"Agent"}}"#)])
        #expect(try #require(await known.tools.checkHealth().first).acceptsCredentials == true)
        #expect(known.lines == ["GET /users/me"])
    }

    @Test func listsItsActions() {
        #expect(
            ZendeskProvider.actions.actions.map { $0.name } == [
                "contact.delete", "contact.get", "contact.search", "contact.tag", "contact.untag", "contact.upsert",
                "export.download", "ticket.comment", "ticket.create", "ticket.create_batch", "ticket.delete",
                "ticket.get", "ticket.metrics", "ticket.search", "ticket.sla_policies", "ticket.update",
                "ticket.update_batch",
            ]
        )
    }
}
