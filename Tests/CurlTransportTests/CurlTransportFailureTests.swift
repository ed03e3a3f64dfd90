import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportFailureTests {
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport()
    }

    private func failure(
        after steps: [LoopbackServer.Step],
        _ repeatability: Repeatability = .once
    ) async throws -> Failure {
        let server = try await LoopbackServer { _ in steps }
        let failure = try await transport.failure(of: try server.request(.post, "/", repeatability, body: "body"))
        #expect(failure.effect == .unknown)
        #expect(server.events.value.requests.allSatisfy { $0.body == Array("body".utf8) })
        return failure
    }

    @Test func sendsNothingAfterTheDeadline() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        let failure = try await transport.failure(of: try server.request(), deadline: TimeSource.system.now())
        #expect(failure.kind == .timeout)
        #expect(failure.effect == .none)
        #expect(server.events.value.connections == 0)
    }

    @Test func endsAtTheDeadline() async throws {
        let server = try await LoopbackServer { _ in [] }
        let deadline = TimeSource.system.now() + .milliseconds(500)
        let failure = try await transport.failure(of: try server.request(), deadline: deadline)
        #expect(failure.kind == .timeout)
        #expect(failure.effect == .unknown)
        #expect(TimeSource.system.now() >= deadline)
        // The connection is of no more use, since the answer may still come on it.
        await server.events.wait { $0.closed == 1 }
    }

    @Test func takesADeadlineBeyondAnyCalendar() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        let deadline = TimeSource.system.now() + .seconds(9_000_000_000_000)
        #expect(try await transport.send(try server.request(), deadline: deadline).status == 200)
    }

    @Test func saysThatNothingWasSentWhenNobodyListens() async throws {
        let request: WireRequest
        do {
            let server = try await LoopbackServer { _ in [.answer()] }
            request = try server.request(at: "http://127.0.0.2")
        }
        let failure = try await transport.failure(of: request)
        #expect(failure.kind == .network)
        #expect(failure.effect == .none)
        #expect(!failure.isPermanent)
        #expect(failure.message == "no connection could be made to 127.0.0.2")
    }

    @Test func saysThatNothingWasSentWhenTheHandshakeHangs() async throws {
        let transport = try CurlTransport(configuration: .init(connectTimeout: .milliseconds(100)))
        let server = try await LoopbackServer { _ in [] }
        let request = try server.request(at: "https://127.0.0.1")
        let byConnectLimit = try await transport.failure(of: request)
        #expect(byConnectLimit.kind == .network)
        #expect(byConnectLimit.effect == .none)
        let byDeadline = try await transport.failure(
            of: request,
            deadline: TimeSource.system.now() + .milliseconds(50)
        )
        #expect(byDeadline.kind == .timeout)
        #expect(byDeadline.effect == .none)
    }

    @Test func doesNotKnowWhatBecameOfARequestWhoseConnectionWasReset() async throws {
        #expect(try await failure(after: [.reset]).kind == .network)
    }

    @Test func doesNotKnowWhatBecameOfARequestWithoutAnAnswer() async throws {
        #expect(try await failure(after: [.close]).kind == .network)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n",
    ])
    func refusesATruncatedAnswer(text: String) async throws {
        #expect(try await failure(after: [.text(text), .close]).kind == .network)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "\0\u{1}\u{2}\r\n\r\n", "HTTP/9.9 what\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
    ])
    func refusesGarbage(text: String) async throws {
        let failure = try await failure(after: [.text(text), .close])
        #expect(failure.kind == .malformedResponse)
        #expect(!failure.message.contains("SSH"))
    }

    @Test func refusesAHeadWithoutEnd() async throws {
        let line = "X-Filler: \(String(repeating: "x", count: 1000))\r\n"
        let head = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 300)
        #expect(try await failure(after: [.text(head)]).kind == .malformedResponse)
    }

    @Test func endsATransferThatStalls() async throws {
        let transport = try CurlTransport(configuration: .init(stallLimit: .seconds(1)))
        let server = try await LoopbackServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")] }
        let failure = try await transport.failure(of: try server.request())
        #expect(failure.kind == .timeout)
        #expect(failure.effect == .unknown)
    }
}
