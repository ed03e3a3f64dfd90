import AuditStore
import LoopbackServers
import SwitchboardCore
import SwitchboardTesting
import Testing

/// A server that cannot prove who it is, as the hub deals with it: refused at once, and an operator is told.
struct UntrustedServerTests {
    @Test(arguments: UntrustedServer.all, [Repeatability.safe, .once])
    func isRefusedOnceAndForAll(_ untrusted: UntrustedServer, repeatability: Repeatability) async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer(tls: try untrusted.context(authority)) { _ in
            [.answer("200 OK", WireFault.letter)]
        }
        try await authority.withBundle { bundle in
            let configuration = """
                resilience: { attemptTimeout: 60s, breaker: { failures: 1 } }
                transport: { connectTimeout: 60s, caFile: "\(bundle)" }
                """
            try await FaultStage.run(at: "https://localhost:\(server.port)", configuration: configuration) { stage in
                let (failure, id) = await stage.perform(repeatability)
                #expect(failure?.kind == .network)
                #expect(failure?.effect == Failure.Effect.none)
                #expect(failure?.message == untrusted.complaint)
                let outcome = try #require(try await stage.entries(of: id).last)
                #expect((outcome.outcome, outcome.errorKind, outcome.attempts) == ("failure", "network", 1))
                let line = try #require(stage.log.lines.first { $0.hasPrefix("error attempt ended") })
                #expect(line.contains("provider.name=post"))
                #expect(line.contains(untrusted.complaint))
                #expect(await stage.perform(repeatability).failure?.kind == .circuitOpen)
            }
        }
        #expect(server.events.value.bytesReceived == 0)
        #expect(server.events.value.connections == 1)
    }

    @Test func isNotTakenForAnAuthorityThatIsTrusted() async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer(tls: try authority.server(for: "localhost")) { _ in
            [.answer("200 OK", WireFault.letter)]
        }
        try await authority.withBundle { bundle in
            let configuration = "transport: { connectTimeout: 60s, caFile: \"\(bundle)\" }"
            try await FaultStage.run(at: "https://localhost:\(server.port)", configuration: configuration) { stage in
                #expect(await stage.perform(.once).failure == nil)
            }
        }
        #expect(server.events.value.requests.count == 1)
    }
}
