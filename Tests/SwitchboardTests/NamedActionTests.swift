import struct Foundation.Data
import IntercomProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct NamedActionTests {
    @Test func performsAnActionThatIsGivenAsText() async throws {
        let station = try Station([.respond(200, body: "ok")])
        let outcome = await station.tools.perform(
            named: "relay.run",
            json: Data(#"{"steps":["once"],"text":"hi"}"#.utf8),
            CallOptions(provider: "raven")
        )
        #expect(outcome.failure == nil)
        let id = try #require(station.audit.intents.first?.id)
        #expect(
            outcome.json == [
                "success": true, "count": 1, "answer": "ok", "provider": "raven", "audit_id": .string(id.description),
            ]
        )
        #expect(station.transport.sent.map(\.json) == [["text": "hi"]])
    }

    @Test func givesAFailureInItsFlatForm() async throws {
        let station = try Station([.respond(429, headers: ["Retry-After": "90"], body: #"{"code":"c","words":"w"}"#)])
        let outcome = await station.tools.perform(named: "relay.run", json: Data(#"{"steps":["once"]}"#.utf8))
        #expect(outcome.failure?.kind == .rateLimited)
        let id = try #require(station.audit.intents.first?.id)
        #expect(
            outcome.json == [
                "success": false, "error": "Pigeon Post asks to slow down; a retry would wait 90 s",
                "error_kind": "rate_limited", "effect": "none", "provider": "pigeon", "http_status": 429,
                "provider_code": "c", "provider_message": "w", "retry_after_s": 90, "audit_id": .string(id.description),
            ]
        )
    }

    @Test func namesTheNearestActionToAnUnknownOne() async throws {
        let station = try Station()
        let outcome = await station.tools.perform(named: "relay.rnu", json: Data("{}".utf8))
        #expect(outcome.failure?.kind == .invalidInput)
        #expect(outcome.failure?.field == "action")
        #expect(outcome.failure?.message == "action: is not a known action; did you mean relay.run?")
        #expect(outcome.json["success"] == false)
        #expect(outcome.json["error_kind"] == "invalid_input")
        #expect(outcome.json["audit_id"] == nil)
        #expect(station.audit.entries.isEmpty)
    }

    @Test func pointsToTheListWhereNothingIsNear() async throws {
        let station = try Station()
        let outcome = await station.tools.perform(named: "something.else", json: Data("{}".utf8))
        #expect(outcome.failure?.message.contains("'switchboard actions' lists them") == true)
    }

    @Test(
        arguments: [
            ("", ""), ("{", ""), ("[]", ""), ("null", ""), (#"{"steps":["once"],"txt":"hi"}"#, "txt"),
            (#"{"text":"hi"}"#, "steps"), (#"{"steps":"once"}"#, "steps"), (#"{"steps":[1]}"#, "steps[0]"),
            (#"{"steps":["once"],"person":{"mail":"x"}}"#, "person.mail"),
        ]
    )
    func refusesInputOfAnotherShape(json: String, field: String) async throws {
        let station = try Station()
        let outcome = await station.tools.perform(named: "relay.run", json: Data(json.utf8))
        #expect(outcome.failure?.kind == .invalidInput)
        #expect(outcome.failure?.field == field)
        #expect(station.audit.entries.isEmpty)
        #expect(station.urls.isEmpty)
    }

    @Test func drawsTimesAndIDsFromItsOwnTime() async throws {
        let transport = ScriptedTransport([.respond(202)])
        let tools = try CommunicationTools(
            configuration: .parse(
                "",
                file: nil,
                environment: ["INTERCOM_ACCESS_TOKEN": "abcd"],
                providers: [IntercomProvider.self]
            ),
            providers: [IntercomProvider.self],
            transport: transport,
            audit: RecordingAuditLog(),
            time: ManualTime(wallStart: Timestamp(secondsSince1970: 1_700_000_000)).source
        )
        let json = Data(#"{"person":{"user_id":"u"},"name":"x"}"#.utf8)
        #expect(await tools.perform(named: "event.track", json: json).failure == nil)
        #expect(transport.sent.first?.json?["created_at"] == 1_700_000_000)
    }

    @Test func listsEveryActionAndWhoCanDoIt() throws {
        let catalog = ActionCatalog(providers: Station.providers)
        #expect(catalog.entries.map { $0.action.name } == ["air.fly", "relay.peek", "relay.run", "relay.run_all"])
        #expect(
            catalog.entries.map(\.providers) == [
                ["pigeon"], ["pigeon", "raven"], ["pigeon", "raven"], ["pigeon", "raven"],
            ]
        )
        #expect(try catalog.action(named: "air.fly") == Fly.self)
    }
}

/// The seven methods that a customer success platform knows by name.
struct NamedMethodTests {
    private let ada = Person(contactID: "c1")

    private func tools(_ script: ScriptedTransport.Step...) throws -> (CommunicationTools, ScriptedTransport) {
        let transport = ScriptedTransport(script)
        let environment = ["INTERCOM_ACCESS_TOKEN": "abcd", "INTERCOM_ADMIN_ID": "7"]
        let tools = try CommunicationTools(
            configuration: .parse("", file: nil, environment: environment, providers: [IntercomProvider.self]),
            providers: [IntercomProvider.self],
            transport: transport,
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
        return (tools, transport)
    }

    @Test func sendsAMessage() async throws {
        let (tools, transport) = try tools(.respond(200, body: #"{"id":"1"}"#))
        let receipt = try await tools.sendMessage(to: ada, body: "b", type: .email, subject: "s").get()
        #expect(receipt.messageType == .email)
        #expect(transport.sent.first?.json?["subject"] == "s")
    }

    @Test func createsANote() async throws {
        let (tools, transport) = try tools(.respond(200, body: #"{"id":"1"}"#))
        _ = try await tools.createNote(on: ada, body: "b", adminID: "3").get()
        #expect(transport.sent.first?.json == ["body": "b", "admin_id": "3"])
    }

    @Test func tracksAnEvent() async throws {
        let (tools, transport) = try tools(.respond(202))
        _ = try await tools.trackEvent("n", by: ada, properties: ["k": 1]).get()
        #expect(transport.sent.first?.json?["created_at"] == 1_780_000_000)
        #expect(transport.sent.first?.json?["metadata"]?["k"] == 1)
    }

    @Test func getsAUser() async throws {
        let (tools, _) = try tools(.respond(200, body: #"{"id":"c1","name":"Ada"}"#))
        #expect(try await tools.getUser(ada).get().contact.name == "Ada")
    }

    @Test func createsAUser() async throws {
        let (tools, transport) = try tools(.respond(200, body: #"{"id":"c1"}"#))
        let person = Person(email: "ada@example.com")
        _ = try await tools.createUser(person, name: "n", phone: "p", attributes: ["a": 1]).get()
        #expect(
            transport.sent.first?.json
                == ["email": "ada@example.com", "name": "n", "phone": "p", "custom_attributes": ["a": 1]]
        )
    }

    @Test func addsATag() async throws {
        let (tools, transport) = try tools(.respond(200, body: #"{"id":"1"}"#), .respond(200, body: "{}"))
        #expect(try await tools.addTag("t", to: ada).get().tagName == "t")
        #expect(transport.sent.map(\.name) == ["POST /tags", "POST /contacts/{id}/tags"])
    }

    @Test func removesATag() async throws {
        let (tools, transport) = try tools(
            .respond(200, body: #"{"data":[{"id":"1","name":"t"}]}"#),
            .respond(200, body: "{}")
        )
        #expect(try await tools.removeTag("t", from: ada).get().tagName == "t")
        #expect(transport.sent.map(\.name) == ["GET /contacts/{id}/tags", "DELETE /contacts/{id}/tags/{tag_id}"])
    }

    @Test func passesTheOptionsOn() async throws {
        let (tools, _) = try tools()
        let failure = await tools.getUser(ada, options: CallOptions(provider: "zendesk")).failure
        #expect(failure?.field == "provider")
    }
}
