import Metrics
import MetricsTestKit
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct HubMetricsTests {
    @Test func countsASuccess() async throws {
        let observatory = try Observatory([.respond(200)])
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.counts(.actions) == [["relay.run", "pigeon", "success", "none"]: 1])
        #expect(observatory.counts(.attempts) == [["pigeon", "success", "none"]: 1])
        #expect(observatory.counts(.unknownActions).isEmpty)
        #expect(observatory.counts(.auditIncomplete).isEmpty)
        #expect(observatory.times(.actionDuration) == [["relay.run", "pigeon", "success"]: [.zero]])
        #expect(observatory.times(.limiterWait).isEmpty)
    }

    @Test(arguments: [(503, "provider_unavailable"), (429, "rate_limited")])
    func countsEachAttemptOfARetry(status: Int, kind: String) async throws {
        let observatory = try Observatory([.respond(status, headers: ["Retry-After": "3"]), .respond(200)])
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.counts(.attempts) == [["pigeon", "failure", kind]: 1, ["pigeon", "success", "none"]: 1])
        #expect(observatory.counts(.actions) == [["relay.run", "pigeon", "success", "none"]: 1])
        #expect(observatory.times(.actionDuration) == [["relay.run", "pigeon", "success"]: [.seconds(3)]])
        #expect(
            observatory.times(.attemptDuration) == [["pigeon", "failure"]: [.zero], ["pigeon", "success"]: [.zero]]
        )
    }

    @Test func countsAFailoverAtTheProviderThatDidIt() async throws {
        let observatory = try Observatory(
            [.refuseConnection, .refuseConnection, .respond(200)],
            configuration: Station.both
        )
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.counts(.actions) == [["relay.run", "raven", "success", "none"]: 1])
        #expect(observatory.counts(.failovers) == [["relay.run", "pigeon"]: 1])
        #expect(
            observatory.counts(.attempts) == [["pigeon", "failure", "network"]: 2, ["raven", "success", "none"]: 1]
        )
    }

    @Test func countsAnUnknownFateApart() async throws {
        let observatory = try Observatory([.loseAnswer])
        #expect(observatory.metrics.counters.contains { $0.label == MetricName.unknownActions.rawValue })
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.counts(.actions) == [["relay.run", "pigeon", "unknown", "network"]: 1])
        #expect(observatory.counts(.attempts) == [["pigeon", "unknown", "network"]: 1])
        #expect(observatory.counts(.unknownActions) == [["relay.run", "pigeon"]: 1])
    }

    @Test func countsWhatNeverReachedAProvider() async throws {
        let observatory = try Observatory()
        _ = await observatory.tools.perform(Relay("once", text: ""))
        #expect(observatory.counts(.actions) == [["relay.run", "none", "failure", "invalid_input"]: 1])
        #expect(observatory.counts(.attempts).isEmpty)
    }

    @Test func namesNoProviderThatOnlyACallerKnows() async throws {
        let observatory = try Observatory()
        _ = await observatory.tools.perform(Relay("once"), .init(provider: "ada@example.com"))
        #expect(observatory.counts(.actions) == [["relay.run", "none", "failure", "invalid_input"]: 1])
    }

    @Test func countsACancellation() async throws {
        let observatory = try Observatory([.respond(200)])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await observatory.tools.perform(Relay("once"))
        }
        #expect(await task.value.failure?.kind == .cancelled)
        #expect(observatory.counts(.actions) == [["relay.run", "pigeon", "failure", "cancelled"]: 1])
        #expect(observatory.counts(.attempts).isEmpty)
    }

    @Test func countsWhatTheAuditLogLacks() async throws {
        let observatory = try Observatory([.respond(200)], audit: RecordingAuditLog(failsToFinish: true))
        _ = await observatory.tools.perform(Relay("once"))
        #expect(observatory.counts(.auditIncomplete) == [[]: 1])
    }

    @Test func showsHowManyActionsAreUnderWay() async throws {
        let observatory = try Observatory([.respond(200), .loseAnswer])
        for _ in 0..<2 { _ = await observatory.tools.perform(Relay("once")) }
        #expect(try observatory.metrics.expectMeter(MetricName.activeActions.rawValue).values == [1, 0, 1, 0])
    }

    @Test func showsTheBreakerOpeningAndClosing() async throws {
        let observatory = try Observatory(
            [.respond(500), .respond(200)],
            configuration: "resilience: { breaker: { failures: 1, openFor: 30s } }"
        )
        #expect(try observatory.gauged(.breakerState, "pigeon") == [0])
        for _ in 0..<2 { _ = await observatory.tools.perform(Relay("once")) }
        #expect(try observatory.gauged(.breakerState, "pigeon") == [0, 2])
        #expect(observatory.counts(.actions)[["relay.run", "pigeon", "failure", "circuit_open"]] == 1)
        observatory.station.time.advance(by: .seconds(30))
        _ = await observatory.tools.perform(Relay("once"))
        #expect(try observatory.gauged(.breakerState, "pigeon") == [0, 2, 1, 0])
        #expect(try observatory.gauged(.breakerState, "raven") == [0])
        #expect(
            observatory.counts(.breakerMoves) == [
                ["pigeon", "none", "open"]: 1, ["pigeon", "none", "half_open"]: 1, ["pigeon", "none", "closed"]: 1,
            ]
        )
    }

    @Test func timesTheWaitForTheLimiter() async throws {
        let observatory = try Observatory(
            [.respond(200), .respond(200)],
            configuration: "providers: { pigeon: { rate: 1/s } }"
        )
        for _ in 0..<2 { _ = await observatory.tools.perform(Relay("once")) }
        #expect(observatory.times(.limiterWait) == [["pigeon", "none"]: [.seconds(1)]])
    }

    @Test func listensToWhatTheProcessHasBootstrapped() async throws {
        let metrics = TestMetrics()
        let tools = try withMetricsFactory(metrics) {
            try CommunicationTools(
                configuration: .parse("", file: nil, environment: ["PIGEON_TOKEN": "abcd"], providers: [Pigeon.self]),
                providers: [Pigeon.self],
                transport: ScriptedTransport([.respond(200)]),
                audit: RecordingAuditLog()
            )
        }
        _ = await tools.perform(Relay("once"))
        #expect(metrics.counters.contains { $0.label == MetricName.actions.rawValue && $0.totalValue == 1 })
    }
}
