import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportLifecycleTests {
    @Test func drainsAndThenRefuses() async throws {
        let gate = Watched(false)
        let server = try await LoopbackServer { _ in [.wait(gate), .answer("200 OK", "late")] }
        let transport = try CurlTransport()
        let request = try server.request()
        let inFlight = Task { try await transport.send(request) }
        await server.events.wait { $0.requests.count == 1 }

        let isDown = Watched(false)
        let shutdowns = (0..<2)
            .map { _ in
                Task {
                    await transport.shutdown()
                    isDown.update { $0 = true }
                }
            }
        var failure: Failure?
        repeat {
            // Which of the two comes first is up to the scheduler; the refusal is not up to the drain's end.
            failure = await Result(awaiting: { () throws(Failure) in
                try await transport.send(request, deadline: .soon - .seconds(119))
            })
            .failure
        } while failure?.kind != .cancelled
        #expect(failure?.effect == Failure.Effect.none)
        #expect(!isDown.value)

        gate.update { $0 = true }
        #expect(try await inFlight.value.body == Array("late".utf8))
        for shutdown in shutdowns { await shutdown.value }
        await server.events.wait { $0.closed == $0.connections }
        await transport.shutdown()
        #expect(try await transport.failure(of: request).kind == .cancelled)
    }

    @Test func refusesStreamsAfterShutdown() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        let transport = try CurlTransport()
        await transport.shutdown()
        let failure = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(), into: CollectingSink(), deadline: .soon)
        }
        #expect(failure?.kind == .cancelled)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(server.events.value.connections == 0)
    }

    @Test func closesItsConnectionsWhenDropped() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        do {
            let transport = try CurlTransport()
            _ = try await transport.send(try server.request())
            #expect(server.events.value.closed == 0)
        }
        await server.events.wait { $0.closed == 1 }
    }

    @Test func endsUnused() async throws {
        for _ in 0..<20 { _ = try CurlTransport() }
        for _ in 0..<20 { await (try CurlTransport()).shutdown() }
    }
}

extension Result where Failure == SwitchboardCore.Failure {
    init(awaiting body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
