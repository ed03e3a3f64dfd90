import CurlTransport
import HTTPTypes
import NIOCore
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportConnectionTests {
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport(configuration: .patient())
    }

    @Test func usesAConnectionAgain() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        for _ in 0..<5 { _ = try await transport.send(try server.request()) }
        #expect(server.events.value.connections == 1)
        #expect(server.events.value.requests.count == 5)
    }

    @Test func carriesManyRequestsAtOnce() async throws {
        let gate = Watched(false)
        let server = try await LoopbackServer { [.wait(gate), .answer("200 OK", String($0.path))] }
        try await withThrowingTaskGroup { group in
            for number in 0..<64 {
                let request = try server.request(.post, "/\(number)")
                group.addTask {
                    let response = try await transport.send(request)
                    #expect(String(decoding: response.body, as: UTF8.self) == "/\(number)")
                }
            }
            // None is answered before all have arrived.
            await server.events.wait { $0.requests.count == 64 }
            gate.update { $0 = true }
            try await group.waitForAll()
        }
        #expect(server.events.value.connections == 64)
        #expect(Set(server.events.value.requests.map(\.path)).count == 64)
    }

    @Test func neverFollowsARedirect() async throws {
        let server = try await LoopbackServer { _ in [.answer("302 Found", headers: "Location: /other\r\n")] }
        let response = try await transport.send(try server.request())
        #expect(response.status == 302)
        #expect(response.headers[.location] == "/other")
        #expect(server.events.value.requests.count == 1)
    }

    @Test(arguments: [Repeatability.once, .keyed])
    func neverSendsTwiceWhatMustBeSentOnce(repeatability: Repeatability) async throws {
        let server = try await closingOnTheSecondRequest()
        _ = try await transport.send(try server.request(.post, "/1", repeatability, body: "first"))
        let failure = try await transport.failure(of: try server.request(.post, "/2", repeatability, body: "second"))
        #expect(failure.kind == .network)
        #expect(failure.effect == .unknown)
        #expect(server.events.value.requests.map(\.path) == ["/1", "/2"])
        // The transport is as good as before.
        _ = try await transport.send(try server.request(.post, "/3", repeatability))
        #expect(server.events.value.requests.count == 3)
    }

    @Test(arguments: [Repeatability.safe, .idempotent])
    func sendsAgainWhatCanBeRepeated(repeatability: Repeatability) async throws {
        let server = try await closingOnTheSecondRequest()
        _ = try await transport.send(try server.request(.get, "/1", repeatability))
        let response = try await transport.send(try server.request(.get, "/2", repeatability))
        #expect(response.status == 200)
        #expect(server.events.value.requests.map(\.path) == ["/1", "/2", "/2"])
        #expect(server.events.value.connections == 2)
    }

    private func closingOnTheSecondRequest() async throws -> LoopbackServer {
        try await LoopbackServer { $0.connection == 1 && $0.order == 2 ? [.close] : [.answer()] }
    }

    @Test func sendsOnAFreshConnectionWhatMustBeSentOnceAfterTheIdleLimit() async throws {
        let transport = try CurlTransport(configuration: .init(idleLimit: .seconds(1)))
        let server = try await LoopbackServer { _ in [.answer()] }
        let clock = try await LoopbackServer { _ in [.pause(.milliseconds(1_200)), .answer()] }
        _ = try await transport.send(try server.request(.post, "/1", .once))
        _ = try await transport.send(try clock.request(.get, "/", .safe))
        _ = try await transport.send(try server.request(.get, "/2", .safe))
        #expect(server.events.value.connections == 1)
        _ = try await transport.send(try clock.request(.get, "/", .safe))
        _ = try await transport.send(try server.request(.post, "/3", .once))
        #expect(server.events.value.connections == 2)
    }
}
