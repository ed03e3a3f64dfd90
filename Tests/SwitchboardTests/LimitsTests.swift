import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The configured limits, seen through the hub.
struct LimitsTests {
    @Test func opensTheBreakerOfOneInstanceOnly() async throws {
        let station = try Station(
            [.respond(500), .respond(500), .respond(200)],
            configuration: "resilience: { breaker: { failures: 2, openFor: 30s } }"
        )
        for _ in 0..<2 { _ = await station.tools.perform(Relay("once")) }
        let refused = await station.tools.perform(Relay("once")).failure
        #expect(refused?.kind == .circuitOpen)
        #expect(refused?.effect == Failure.Effect.none)
        #expect(refused?.message == "Circuit breaker is open - Pigeon Post API unavailable")
        #expect(refused?.retryAfter == .seconds(30))
        #expect(station.urls.count == 2)
        #expect(await station.tools.perform(Relay("once"), .init(provider: "raven")).isSuccess)
    }

    @Test func movesOnFromAnOpenBreakerAndComesBack() async throws {
        let station = try Station(
            [.respond(500), .respond(200), .respond(200)],
            configuration: "resilience: { breaker: { failures: 1, openFor: 30s } }\n" + Station.both
        )
        _ = await station.tools.perform(Relay("once"))
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.verdicts == ["pigeon: circuit_open", "raven: chosen"])
        station.time.advance(by: .seconds(30))
        #expect(await station.tools.perform(Relay("once")).provider == "pigeon")
    }

    @Test func retriesAsOftenAsTheInstanceSays() async throws {
        let station = try Station(
            configuration:
                "resilience: { retries: 0 }\nproviders: { raven: { resilience: { retries: 1, backoff: 4s, jitter: 0 } } }"
        )
        _ = await station.tools.perform(Relay("once"), .init(provider: "pigeon"))
        #expect(station.hosts == ["pigeon"])
        #expect(station.time.elapsed == .zero)
        _ = await station.tools.perform(Relay("once"), .init(provider: "raven"))
        #expect(station.hosts == ["pigeon", "raven", "raven"])
        #expect(station.time.elapsed == .seconds(4))
    }

    @Test func callsAsOftenAsTheInstanceSays() async throws {
        let station = try Station(
            [.respond(200), .respond(200)],
            configuration: "providers: { pigeon: { rate: 1/h } }\n" + Station.both
        )
        #expect(await station.tools.perform(Relay("once")).provider == "pigeon")
        let held = await station.tools.perform(Relay("once"), .init(provider: "pigeon")).failure
        #expect(held?.kind == .rateLimited)
        #expect(held?.retryAfter == .seconds(3600))
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
    }

    @Test func givesAnAttemptTheConfiguredTime() async throws {
        let time = ManualTime()
        let deadlines = Deadlines()
        let text =
            "resilience: { deadline: 3s, retries: 0 }\nproviders: { raven: { resilience: { attemptTimeout: 2s } } }"
        let tools = try CommunicationTools(
            configuration: .parse(
                text,
                file: nil,
                environment: ["PIGEON_TOKEN": "abcd", "RAVEN_TOKEN": "abcd"],
                providers: Station.providers
            ),
            providers: Station.providers,
            transport: deadlines,
            audit: RecordingAuditLog(),
            time: time.source
        )
        _ = await tools.perform(Relay("once"), .init(provider: "pigeon"))
        _ = await tools.perform(Relay("once"), .init(provider: "raven"))
        #expect(deadlines.seen == [time.started.advanced(by: .seconds(3)), time.started.advanced(by: .seconds(2))])
    }
}
