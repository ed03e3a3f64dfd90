import struct Foundation.Data
import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RehearsalTests {
    @Test func showsTheRouteAndTheRequestAndSendsNothing() async throws {
        let station = try Station(configuration: Station.both)
        let rehearsal = await station.tools.rehearse(Relay("once", text: "hi"))
        #expect(rehearsal.failure == nil)
        #expect(rehearsal.provider == "pigeon")
        #expect(rehearsal.route.rule == "default")
        #expect(rehearsal.route.verdicts == ["pigeon: chosen", "raven: usable"])
        #expect(rehearsal.requests.map(\.url) == ["https://pigeon.example.com/once/0"])
        #expect(rehearsal.requests.map(\.body) == [["text": "hi"]])
        #expect(rehearsal.requests[0].headers.fields.last?.value == "Bearer [redacted]")
        #expect(station.transport.sent.isEmpty)
        #expect(station.audit.entries.isEmpty)
        #expect(!station.log.lines.contains { $0.contains("action") })
    }

    @Test func showsWhatIsSentLater() async throws {
        let station = try Station([.respond(200)])
        let shown = try #require(await station.tools.rehearse(Relay("once", text: "hi")).requests.first)
        _ = await station.tools.perform(Relay("once", text: "hi"))
        let sent = try #require(station.transport.sent.first)
        #expect(shown.name == sent.name)
        #expect(shown.url == sent.url)
        #expect(shown.body == sent.json)
        #expect(shown.headers.fields.map(\.name) == sent.headers.fields.map(\.name))
    }

    @Test(arguments: [
        (Relay("safe", "once"), Rehearsal.FollowUp.expected), (Relay("once", "once"), .possible),
        (Relay("keyed"), .possible),
    ])
    func showsTheFirstRequestOnly(action: Relay, followUp: Rehearsal.FollowUp) async throws {
        let rehearsal = try await Station().tools.rehearse(action)
        #expect(rehearsal.requests.count == 1)
        #expect(rehearsal.followUp == followUp)
    }

    @Test func expectsNoWriteAfterARead() async throws {
        #expect(try await Station().tools.rehearse(Peek()).followUp == .possible)
    }

    @Test func ignoresAnAdapterThatGoesOnWithoutAnAnswer() async throws {
        let tools = try CommunicationTools(
            configuration: .parse("", file: nil, providers: [Stubborn.self]),
            providers: [Stubborn.self],
            transport: ScriptedTransport([]),
            audit: RecordingAuditLog()
        )
        let rehearsal = await tools.rehearse(Fly())
        #expect(rehearsal.failure == nil)
        #expect(rehearsal.requests.map(\.url) == ["https://mule.example.com/first"])
        let none = await tools.rehearse(Peek())
        #expect(none.failure == nil)
        #expect(none.requests.isEmpty)
        #expect(none.followUp == .none)
    }

    @Test(arguments: [
        (Relay(), CallOptions()), (Relay("once", text: ""), CallOptions()), (Relay("nonsense"), CallOptions()),
        (Relay("once"), CallOptions(provider: "pigon")), (Relay("once"), CallOptions(provider: "raven")),
    ])
    func failsAsPerformingDoes(action: Relay, options: CallOptions) async throws {
        let station = try Station(environment: ["PIGEON_TOKEN": Station.pigeonToken])
        let rehearsal = await station.tools.rehearse(action, options)
        #expect(station.audit.entries.isEmpty)
        let failure = await station.tools.perform(action, options).failure
        #expect(failure != nil)
        #expect(rehearsal.failure == failure)
        #expect(rehearsal.requests.isEmpty)
        #expect(rehearsal.route == station.route)
    }

    @Test func theRouteCanBeAskedForWithoutAnAction() async throws {
        let station = try Station()
        let route = station.tools.route(of: "relay.run")
        #expect(route.rule == "built-in")
        #expect(route.verdicts.first == "pigeon: usable")
        #expect(station.tools.route(of: "relay.run", insistingOn: "nobody").candidates.isEmpty)
        #expect(station.tools.route(of: "relay.rnu").candidates.allSatisfy { $0.verdict == "unsupported" })
        #expect(station.audit.entries.isEmpty)
    }

    @Test func saysThatNobodyCanDoIt() async throws {
        let station = try Station(configuration: "routes: { default: { first: [raven] } }")
        let rehearsal = await station.tools.rehearse(Fly())
        #expect(rehearsal.failure?.kind == .unsupportedAction)
        #expect(rehearsal.route.verdicts == ["raven: unsupported"])
    }

    @Test func takesAnActionThatIsGivenAsText() async throws {
        let tools = try Station().tools
        let rehearsal = await tools.rehearse(named: "relay.run", json: Data(#"{"steps":["safe"]}"#.utf8))
        let form = try JSONValue(encoding: rehearsal)
        #expect(form["success"] == true)
        #expect(form["dry_run"] == true)
        #expect(form["follow_up"] == "expected")
        #expect(form["requests"]?.array?.first?["url"] == "https://pigeon.example.com/safe/0")
        for (name, json) in [("relay.rnu", "{}"), ("relay.run", "{}")] {
            let refused = await tools.rehearse(named: name, json: Data(json.utf8))
            #expect(refused.failure?.kind == .invalidInput)
            let form = try JSONValue(encoding: refused)
            #expect(form["success"] == false)
            #expect(form["error_kind"] == "invalid_input")
        }
    }
}

/// An adapter that takes every failure for an answer.
private struct Stubborn: Provider {
    static let name = "mule"
    static let displayName = "Mule"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(fly), handles(peek))
    var rateLimit: RateLimit { RateLimit(10, per: .seconds(1)) }

    init(settings: ProviderSettings) throws(Failure) {}

    func authorize(_ request: inout WireRequest) {}

    func fly(_ action: Fly, using client: ProviderClient) async throws(Failure) -> Fly.Receipt {
        for path in ["/first", "/second"] {
            guard let base = BaseURL("https://mule.example.com") else { break }
            _ = try? await client.send(WireRequest(.post, path, at: base, .once))
        }
        return Fly.Receipt()
    }

    func peek(_ action: Peek, using client: ProviderClient) async throws(Failure) -> Peek.Receipt {
        Peek.Receipt(answer: "from memory")
    }
}
