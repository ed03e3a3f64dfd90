import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridErrorTests {
    @Test(
        arguments: [
            (400, Failure.Kind.rejected), (401, .authenticationFailed), (403, .permissionDenied), (404, .notFound),
            (405, .rejected), (406, .rejected), (413, .rejected), (415, .rejected),
        ]
    )
    func takesARefusalForItsWord(status: Int, kind: Failure.Kind) async throws {
        let workspace = try Workspace([.error(status, "Some words")])
        let failure = await workspace.tools.perform(SendEmail.hello).failure
        #expect(failure?.kind == kind)
        #expect(failure?.effect == .refused)
        #expect(failure?.status == status)
        #expect(failure?.providerMessage == "Some words")
        #expect(failure?.message.contains("Some words") == false)
        #expect(failure?.providerCode == nil)
        #expect(workspace.transport.sent.count == 1)
    }

    @Test func joinsAllTheProblemsOfAnAnswer() async throws {
        let body =
            #"{"errors":[{"message":"one","field":"from.email","help":"https://x"},{"message":"two","field":"null"},"#
            + #"{"message":"three","field":null,"help":null},{"message":""}]}"#
        let workspace = try Workspace([.respond(400, body: body)])
        let failure = await workspace.tools.perform(SendEmail.hello).failure
        #expect(failure?.providerMessage == "from.email: one; two; three")
    }

    @Test(arguments: ["", "<html>", "{", "[]", #"{"errors":null}"#, #"{"errors":[]}"#, #"{"errors":["x",7,{}]}"#])
    func survivesABodyThatListsNothing(body: String) async throws {
        let workspace = try Workspace([.respond(400, body: body)])
        let failure = await workspace.tools.perform(SendEmail.hello).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.providerMessage == nil)
    }

    @Test func waitsUntilTheRateLimitResets() async throws {
        let reset = ["X-RateLimit-Reset": "1780000007", "X-RateLimit-Remaining": "0"]
        let workspace = try Workspace([.respond(429, headers: reset), .accepted])
        #expect(await workspace.tools.perform(SendEmail.hello).isSuccess)
        #expect(workspace.time.elapsed >= .seconds(7))
        #expect(workspace.time.elapsed < .seconds(9))
        #expect(workspace.transport.sent.count == 2)
    }

    @Test func takesItsKeyOutOfTheWordsOfAnError() async throws {
        let workspace = try Workspace([
            .respond(400, body: #"{"errors":[{"field":"\#(Workspace.key)","message":"x"}]}"#)
        ])
        let failure = await workspace.tools.perform(SendEmail.hello).failure
        #expect(!String(reflecting: failure).contains(Workspace.key.prefix(12)))
        #expect(!String(describing: workspace.audit.entries).contains(Workspace.key.prefix(12)))
    }

    @Test func takesItsKeyOutOfTheWordsAboutAMessage() async throws {
        let body = #"{"errors":[{"field":"personalizations.0","message":"\#(Workspace.key)"}]}"#
        let workspace = try Workspace([.respond(400, body: body)])
        let outcome = await workspace.tools.perform(SendEmailBatch(items: [.hello]))
        #expect(!String(reflecting: outcome).contains(Workspace.key.prefix(12)))
    }

    @Test func asksWhatTheKeyMayDo() async throws {
        let workspace = try Workspace([.ok(#"{"scopes":["mail.send"]}"#)])
        let health = try #require(await workspace.tools.checkHealth().first)
        #expect(health.acceptsCredentials == true)
        #expect(workspace.sent == [Sent("GET", "/v3/scopes")])
    }
}

struct SendGridSettingsTests {
    @Test(
        arguments: [
            ("{}", "https://api.sendgrid.com"), ("{ region: eu }", "https://api.eu.sendgrid.com"),
            ("{ region: eu, baseURL: 'https://proxy.example.com/sg/' }", "https://proxy.example.com/sg"),
        ]
    )
    func talksToItsHost(settings: String, base: String) async throws {
        let workspace = try Workspace([.accepted], configuration: "providers: { sendgrid: \(settings) }")
        _ = await workspace.tools.perform(SendEmail.hello)
        #expect(workspace.sent.map(\.line) == ["POST \(base)/v3/mail/send"])
    }

    @Test(arguments: [("SENDGRID_FROM_EMAIL", "fromEmail", "nobody"), ("SENDGRID_FROM_NAME", "fromName", "a\nb")])
    func refusesASenderThatCannotBeOne(variable: String, key: String, value: String) throws {
        let failure = #expect(throws: Failure.self) {
            try Workspace([], environment: ["SENDGRID_FROM_EMAIL": "a@b.io"].merging([variable: value]) { $1 })
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "sendgrid.\(key)")
    }

    @Test func refusesANameWithoutAnAddress() throws {
        let failure = #expect(throws: Failure.self) {
            try Workspace([], environment: ["SENDGRID_FROM_NAME": "Acme"])
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "sendgrid.fromName")
    }

    @Test func isNotConfiguredWithoutAKey() async throws {
        let workspace = try Workspace([], environment: ["SENDGRID_API_KEY": ""])
        let failure = await workspace.tools.perform(SendEmail.hello).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "SendGrid not configured. Set SENDGRID_API_KEY environment variable.")
    }
}
