import HTTPTypes
import InMemoryTracing
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing
import Tracing

struct SpanTests {
    @Test func makesOneSpanAnActionAndOneAnAttempt() async throws {
        let observatory = try Observatory([.respond(201)])
        let outcome = await observatory.tools.perform(Relay("once"))
        let action = try #require(observatory.actions.first)
        let attempt = try #require(observatory.attempts.first)
        #expect(observatory.tracer.finishedSpans.count == 2)
        #expect(observatory.tracer.activeSpans.isEmpty)
        #expect(action.operationName == "relay.run")
        #expect(action.parentSpanID == nil)
        #expect(attempt.operationName == "POST /once/{index}")
        #expect(attempt.parentSpanID == action.spanID)
        #expect(
            action.texts == [
                "switchboard.action.name": "relay.run", "switchboard.audit.id": "\(outcome.auditID)",
                "switchboard.provider.name": "pigeon",
            ]
        )
        #expect(
            attempt.texts == [
                "http.request.method": "POST", "url.template": "/once/{index}", "server.port": "443",
                "server.address": "pigeon.example.com", "http.response.status_code": "201",
                "switchboard.provider.name": "pigeon",
            ]
        )
        #expect(action.status == nil && attempt.status == nil)
    }

    @Test func joinsTheCallersTrace() async throws {
        let observatory = try Observatory([.respond(200)])
        await observatory.tracer.withSpan("request") { _ in _ = await observatory.tools.perform(Relay("once")) }
        let request = try #require(observatory.tracer.finishedSpans.last)
        let action = try #require(observatory.tracer.finishedSpans.first { $0.operationName == "relay.run" })
        #expect(action.parentSpanID == request.spanID)
        #expect(Set(observatory.tracer.finishedSpans.map(\.traceID)).count == 1)
    }

    @Test func tellsWhatCameOfEachAttempt() async throws {
        let observatory = try Observatory([.respond(503, headers: ["Retry-After": "2"]), .respond(200)])
        _ = await observatory.tools.perform(Relay("once"))
        let (first, second) = (observatory.attempts[0], observatory.attempts[1])
        #expect(first.texts["http.response.status_code"] == "503")
        #expect(first.texts["error.type"] == "provider_unavailable")
        #expect(first.texts["http.request.resend_count"] == nil)
        #expect(first.status == SpanStatus(code: .error, message: "provider_unavailable, effect none"))
        #expect(second.texts["http.request.resend_count"] == "1")
        #expect(second.texts["error.type"] == nil)
        #expect(second.status == nil)
        #expect(first.parentSpanID == second.parentSpanID)
        #expect(observatory.actions.map(\.status) == [nil])
        #expect(observatory.actions.map(\.duration) == [.seconds(2)])
    }

    @Test func marksAnUnknownFate() async throws {
        let observatory = try Observatory([.loseAnswer])
        _ = await observatory.tools.perform(Relay("once"))
        for span in [observatory.actions[0], observatory.attempts[0]] {
            #expect(span.texts["error.type"] == "network")
            #expect(span.texts["switchboard.error.effect"] == "unknown")
            #expect(span.status == SpanStatus(code: .error, message: "network, effect unknown"))
            #expect(span.errors.isEmpty)
        }
        #expect(observatory.attempts[0].texts["http.response.status_code"] == nil)
    }

    @Test func marksWhatNeverReachedAProvider() async throws {
        let observatory = try Observatory()
        _ = await observatory.tools.perform(Relay("once", text: ""))
        #expect(observatory.attempts.isEmpty)
        #expect(observatory.actions.map { $0.texts["error.type"] } == ["invalid_input"])
        #expect(observatory.actions.map { $0.texts["switchboard.provider.name"] } == [nil])
    }

    @Test(arguments: [
        ("http://127.0.0.1:8090/pigeon", "127.0.0.1", "8090"), ("http://localhost", "localhost", "80"),
        ("https://eu.pigeon.example.com", "eu.pigeon.example.com", "443"), ("http://[::1]:9000", "::1", "9000"),
    ])
    func namesTheServer(base: String, address: String, port: String) async throws {
        let observatory = try Observatory(
            [.respond(200)],
            configuration: "providers: { pigeon: { baseURL: '\(base)' } }"
        )
        _ = await observatory.tools.perform(Relay("once"))
        let attempt = try #require(observatory.attempts.first)
        #expect(attempt.texts["server.address"] == address)
        #expect(attempt.texts["server.port"] == port)
    }

    @Test func runsTheTransportInTheAttemptsSpan() async throws {
        let seen = SeenContexts()
        let observatory = try Observatory([seen.step])
        _ = await observatory.tools.perform(Relay("once"))
        #expect(seen.all.map { $0?.inMemorySpanContext?.spanID } == [observatory.attempts[0].spanID])
    }

    @Test func tellsTheProviderNothingOfTheTrace() async throws {
        let observatory = try Observatory([.respond(200)])
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.tracer.performedContextInjections.isEmpty)
        let silent = try Station([.respond(200)])
        _ = await silent.tools.perform(Relay("once"))
        let headers = [observatory.station, silent].map { String(describing: $0.transport.sent[0].headers) }
        #expect(headers[0] == headers[1])
    }

    @Test func bindsNothingWhereNobodyTraces() async throws {
        let seen = SeenContexts()
        let station = try Station([seen.step])
        _ = await station.tools.perform(Relay("once"))
        #expect(seen.all.count == 1)
        #expect(seen.all.allSatisfy { $0 == nil })
    }

    @Test func tracesWithWhatTheProcessHasBootstrapped() async throws {
        let tracer = InMemoryTracer()
        let tools = try withTracer(tracer) {
            try CommunicationTools(
                configuration: .parse("", file: nil, environment: ["PIGEON_TOKEN": "abcd"], providers: [Pigeon.self]),
                providers: [Pigeon.self],
                transport: ScriptedTransport([.respond(200)]),
                audit: RecordingAuditLog()
            )
        }
        _ = await tools.perform(Relay("once"))
        #expect(tracer.finishedSpans.map(\.kind) == [.client, .internal])
    }
}

/// The service contexts in which a transport was called.
private final class SeenContexts: Sendable {
    private let contexts = Mutex<[ServiceContext?]>([])

    var all: [ServiceContext?] { contexts.withLock(\.self) }

    /// A step that looks and succeeds.
    var step: ScriptedTransport.Step {
        ScriptedTransport.Step { [self] (_: WireRequest) async throws(Failure) -> WireResponse in
            contexts.withLock { $0.append(.current) }
            return WireResponse(status: 200)
        }
    }
}
