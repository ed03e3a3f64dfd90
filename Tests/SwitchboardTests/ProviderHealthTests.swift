import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ProviderHealthTests {
    @Test func asksWhoeverHasAHealthCheckAndRecordsNothing() async throws {
        let station = try Station([.respond(200, body: "{}")])
        let health = await station.tools.checkHealth()
        #expect(health.map(\.provider) == ["pigeon"], "Raven has none")
        #expect(health[0].failure == nil)
        #expect(health[0].isReachable)
        #expect(health[0].acceptsCredentials == true)
        #expect(health[0].attempts == 1)
        #expect(station.urls == ["https://pigeon.example.com/health"])
        #expect(station.transport.sent[0].headers[.authorization] == "Bearer \(Station.pigeonToken)")
        #expect(station.audit.entries.isEmpty)
    }

    @Test(arguments: [
        (ScriptedTransport.Step.respond(401), Failure.Kind.authenticationFailed, true, Bool?.some(false)),
        (.respond(403), .permissionDenied, true, false), (.respond(404), .notFound, true, nil),
        (.respond(500), .providerUnavailable, true, nil),
        (.respond(200, body: "<html>"), .malformedResponse, true, nil),
        (.refuseConnection, .network, false, nil), (.notHTTP, .malformedResponse, true, nil),
    ])
    func saysHowFarItCame(
        step: ScriptedTransport.Step,
        kind: Failure.Kind,
        isReachable: Bool,
        acceptsCredentials: Bool?
    ) async throws {
        let station = try Station([step, step])
        let health = try #require(await station.tools.checkHealth().first)
        #expect(health.failure?.kind == kind)
        #expect(health.failure?.provider == "pigeon")
        #expect(health.isReachable == isReachable)
        #expect(health.acceptsCredentials == acceptsCredentials)
        let form = try JSONValue(encoding: health)
        #expect(form["reachable"] == .bool(isReachable))
        #expect(form["error_kind"] == .string(kind.rawValue))
        #expect(health.failure?.message.contains("the action") == false)
    }

    @Test func triesOnceMoreAtMost() async throws {
        let station = try Station()
        let health = await station.tools.checkHealth()
        #expect(station.urls.count == 2)
        #expect(health.first?.attempts == 2)
        #expect(health.first?.duration == station.time.elapsed, "waits count")
        #expect(station.time.elapsed < .seconds(3))
    }

    @Test func showsNoCredentialThatIsQuoted() async throws {
        let station = try Station([.respond(401, body: #"{"words":"not \#(Station.pigeonToken)"}"#)])
        let health = try #require(await station.tools.checkHealth().first)
        #expect(health.failure?.providerMessage == "not [redacted]")
    }

    @Test func passesOverWhatIsNotConfigured() async throws {
        let station = try Station(environment: [:])
        #expect(await station.tools.checkHealth().isEmpty)
        #expect(station.urls.isEmpty)
    }

    @Test func asksNobodyAfterShutdown() async throws {
        let station = try Station()
        await station.tools.shutdown()
        #expect(await station.tools.checkHealth().isEmpty)
        #expect(station.urls.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func asksAllAtOnce() async throws {
        let meeting = Meeting(of: 2)
        let step = ScriptedTransport.Step { (_: WireRequest) async throws(Failure) -> WireResponse in
            await meeting.arrive()
            return WireResponse(status: 200, body: Array("{}".utf8))
        }
        let station = try Station(
            [step, step],
            configuration: "providers: { second: { type: pigeon } }",
            environment: ["PIGEON_TOKEN": "abcd", "SECOND_TOKEN": "efgh"]
        )
        let health = await station.tools.checkHealth()
        #expect(health.map(\.provider) == ["second", "pigeon"])
        #expect(health.allSatisfy { $0.failure == nil })
    }
}

extension ScriptedTransport.Step {
    /// Somebody answers in another protocol.
    fileprivate static let notHTTP = ScriptedTransport.Step { (_: WireRequest) async throws(Failure) -> WireResponse in
        throw Failure(.malformedResponse, effect: .unknown, "the answer is not HTTP")
    }
}

/// Where each waits until all have come.
private actor Meeting {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of count: Int) {
        missing = count
    }

    func arrive() async {
        missing -= 1
        if missing > 0 { return await withCheckedContinuation { waiting.append($0) } }
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
