import CurlTransport
import NIOSSL
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportSecurityTests {
    private func tlsServer(_ context: NIOSSLContext) async throws -> LoopbackServer {
        try await LoopbackServer(tls: context) { _ in [.answer("200 OK", "secure")] }
    }

    @Test func acceptsAServerThatTheGivenAuthorityVouchesFor() async throws {
        let authority = try TestAuthority()
        let server = try await tlsServer(try authority.server(for: "localhost"))
        try await authority.withBundle { bundle in
            let transport = try CurlTransport(configuration: .patient(caBundle: bundle))
            for _ in 0..<2 {
                let response = try await transport.send(try server.request(at: "https://localhost"))
                #expect(response.body == Array("secure".utf8))
            }
        }
        #expect(server.events.value.connections == 1)
    }

    @Test(arguments: UntrustedServer.all) func saysWhatIsWrongBeforeAnythingIsSent(_ untrusted: UntrustedServer)
        async throws
    {
        let authority = try TestAuthority()
        let server = try await tlsServer(try untrusted.context(authority))
        try await authority.withBundle { bundle in
            let transport = try CurlTransport(configuration: .patient(caBundle: bundle))
            // A handle that has failed is used again, and must not tell of the last time.
            for _ in 0..<2 {
                let failure = try await transport.failure(of: try server.request(at: "https://localhost"))
                #expect(failure.kind == .network)
                #expect(failure.effect == .none)
                #expect(failure.isPermanent)
                #expect(failure.message == untrusted.complaint)
            }
        }
        #expect(server.events.value.bytesReceived == 0)
    }

    @Test func doesNotTrustWhatTheSystemDoesNot() async throws {
        let server = try await tlsServer(try TestAuthority().server(for: "localhost"))
        let failure = try await CurlTransport(configuration: .patient())
            .failure(of: try server.request(at: "https://localhost"))
        #expect(failure.kind == .network)
        #expect(failure.effect == .none)
        #expect(failure.isPermanent)
        #expect(server.events.value.bytesReceived == 0)
    }

    @Test func triesAHandshakeAgainThatBroke() async throws {
        let server = try await LoopbackServer(greeting: { [.close] }, script: { _ in [] })
        let failure = try await CurlTransport().failure(of: try server.request(at: "https://localhost"))
        #expect(failure.kind == .network)
        #expect(failure.effect == .none)
        #expect(!failure.isPermanent)
    }

    @Test(arguments: ["http://example.com/", "ftp://localhost/", "https://a@localhost/", "https://localhost/\r\nX: y"])
    func refusesAddressesBeforeTheWire(url: String) async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        var request = try server.request()
        request.url = url
        let failure = try await CurlTransport().failure(of: request)
        #expect(failure.kind == .invalidInput)
        #expect(failure.effect == .none)
        #expect(!failure.message.contains("localhost"))
    }

    @Test(arguments: [
        ("X-A", "a\r\nX-Injected: yes"), ("X-A", "a\nb"), ("X-A", "a\0b"), ("X-A: b\r\nX-B", "c"), ("X A", "b"),
        ("", "b"),
        ("Content-Length", "5"), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"),
    ])
    func refusesHeadersThatWouldAlterTheRequest(name: String, value: String) async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        var request = try server.request()
        request.headers.append(name, value)
        let failure = try await CurlTransport().failure(of: request)
        #expect(failure.kind == .invalidInput)
        #expect(failure.effect == .none)
        #expect(server.events.value.connections == 0)
    }

    @Test func refusesAConfigurationThatCannotWork() {
        let missing = #expect(throws: Failure.self) {
            try CurlTransport(configuration: .init(caBundle: "/nowhere/authority.pem"))
        }
        #expect(missing?.kind == .notConfigured)
        let timeless = #expect(throws: Failure.self) {
            try CurlTransport(configuration: .init(connectTimeout: .zero))
        }
        #expect(timeless?.kind == .notConfigured)
        let small = #expect(throws: Failure.self) {
            try CurlTransport(configuration: .init(maximumResponseBytes: 0))
        }
        #expect(small?.kind == .notConfigured)
    }
}
