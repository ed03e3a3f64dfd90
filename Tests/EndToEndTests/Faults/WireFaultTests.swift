import AuditStore
import LoopbackServers
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Each fault of a connection, for each repeatability: what reaches the wire, what the caller is told, what the breaker
/// counts and what the log says.
struct WireFaultTests {
    @Test(arguments: WireFaultCase.all) func endsAsItMust(_ test: WireFaultCase) async throws {
        let isFaulty = Watched(!test.isReused)
        let server = try await server(test.fault, while: isFaulty)
        // Nobody listens there on the server's port, which nobody else can have.
        let host = test.fault.place == .unreachable ? "127.0.0.2" : "127.0.0.1"
        try await FaultStage.run(at: "http://\(host):\(server.port)", configuration: test.configuration) { stage in
            if test.isReused {
                #expect(await stage.perform(.safe).failure == nil)
                isFaulty.update { $0 = true }
            }
            let (failure, id) = await stage.perform(test.repeatability)
            #expect(failure?.kind == test.fault.kind)
            #expect(failure?.effect == test.effect)
            #expect(failure?.provider == "post")
            try await expectEntries(test, try await stage.entries(of: id))
            expectRequests(test, server.events.value)
            if test.attempts == 4 { #expect(stage.time.elapsed > .seconds(5), "1, 2 and 4 s, give or take a quarter") }
            try await expectBreakerCounted(server, stage, isFaulty)
        }
        // Nothing comes later either.
        expectRequests(test, server.events.value)
    }

    private func server(_ fault: WireFault, while isFaulty: Watched<Bool>) async throws -> LoopbackServer {
        let greeting = fault.place == .connection ? fault.steps : []
        let script: LoopbackServer.Script = { _ in
            isFaulty.value ? fault.steps : [.answer("200 OK", WireFault.letter)]
        }
        return try await LoopbackServer(greeting: { greeting }, script: script)
    }

    private func expectRequests(_ test: WireFaultCase, _ events: LoopbackServer.Events) {
        let requests = test.isReused ? events.requests.dropFirst() : events.requests[...]
        #expect(test.requests.contains(requests.count))
        if test.repeatability == .once { #expect(requests.count <= 1 || test.fault.effect == .none) }
        if test.isReused { #expect(requests.first?.connection == 1 && requests.first?.order == 2) }
        if let connections = test.connections { #expect(events.connections == connections) }
        // The same bytes each time, whoever sends them again.
        #expect(Set(requests.map(\.body)).count <= 1)
    }

    private func expectEntries(_ test: WireFaultCase, _ entries: [AuditEntry]) async throws {
        #expect(entries.map(\.kind) == (test.repeatability == .safe ? ["outcome"] : ["intent", "outcome"]))
        let outcome = try #require(entries.last)
        #expect(outcome.outcome == test.verdict)
        #expect(outcome.errorKind == test.fault.kind.rawValue)
        #expect(outcome.attempts == test.attempts)
        #expect(outcome.provider == "post")
    }

    /// The breaker opens with as many failures as there were attempts: had it counted fewer, it would let this through.
    private func expectBreakerCounted(
        _ server: LoopbackServer,
        _ stage: FaultStage,
        _ isFaulty: Watched<Bool>
    ) async throws {
        isFaulty.update { $0 = false }
        let before = server.events.value.requests.count
        #expect(await stage.perform(.safe).failure?.kind == .circuitOpen)
        #expect(server.events.value.requests.count == before)
    }
}

extension WireFaultCase {
    /// A breaker that opens with the last attempt, and neither sooner nor later.
    fileprivate var configuration: String {
        """
        resilience:
          attemptTimeout: \(fault.attemptTimeout)
          retries: \(fault.retries)
          breaker: { failures: \(attempts) }
        transport: { connectTimeout: 60s, stallLimit: \(fault.stallLimit) }
        """
    }
}
