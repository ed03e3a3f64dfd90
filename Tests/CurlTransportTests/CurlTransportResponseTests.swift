import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportResponseTests {
    private let limit = 100_000
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport(configuration: .init(maximumResponseBytes: limit))
    }

    private func gzip(_ repetitions: Int) -> [LoopbackServer.Step] {
        let bytes = Gzip.pack(repetitions: repetitions)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n"
        return [.text(head), .send(bytes)]
    }

    @Test func acceptsABodyUpToTheLimit() async throws {
        let server = try await LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(limit)\r\n\r\n"), .pour(limit)]
        }
        #expect(try await transport.send(try server.request()).body.count == limit)
    }

    @Test(arguments: ["Content-Length: 100001\r\n", ""])
    func refusesABodyOverTheLimit(length: String) async throws {
        let server = try await LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\n\(length)\r\n"), .pour(limit + 1), .close]
        }
        try await expectTooLarge(server)
    }

    @Test func unpacksABody() async throws {
        let server = try await LoopbackServer { _ in gzip(100) }
        let response = try await transport.send(try server.request())
        #expect(response.body == [UInt8](repeating: UInt8(ascii: "a"), count: 25_801))
    }

    @Test func countsBytesAfterUnpacking() async throws {
        let server = try await LoopbackServer { _ in gzip(40_000) }
        try await expectTooLarge(server)
    }

    @Test func limitsToEightMegabytesByDefault() async throws {
        #expect(CurlTransport.Configuration().maximumResponseBytes == 8_388_608)
        let server = try await LoopbackServer { _ in gzip(40_000) }
        let failure = try await CurlTransport().failure(of: try server.request())
        #expect(failure.kind == .malformedResponse)
    }

    private func expectTooLarge(_ server: LoopbackServer) async throws {
        let failure = try await transport.failure(of: try server.request())
        #expect(failure.kind == .malformedResponse)
        #expect(failure.effect == .unknown)
        #expect(failure.message == "the answer of 127.0.0.1 is larger than what is accepted")
    }

    @Test func refusesWhatCannotBeUnpacked() async throws {
        let server = try await LoopbackServer { _ in
            [.answer("200 OK", headers: "Content-Encoding: gzip\r\n", "this is not gzip")]
        }
        let failure = try await transport.failure(of: try server.request())
        #expect(failure.kind == .malformedResponse)
        #expect(failure.effect == .unknown)
    }

    @Test func countsOnlyTheFinalHead() async throws {
        let server = try await LoopbackServer { _ in
            [
                .text("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"),
                .text("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
                .answer("404 Not Found", headers: "X-Final: 1\r\n", "gone"),
            ]
        }
        let response = try await transport.send(try server.request())
        #expect(response.status == 404)
        #expect(response.headers.map(\.name.canonicalName) == ["x-final", "content-length"])
        #expect(response.body == Array("gone".utf8))
    }

    @Test func readsChunksAndDropsTrailers() async throws {
        let server = try await LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n")]
        }
        let response = try await transport.send(try server.request())
        #expect(response.body == Array("abc".utf8))
        #expect(response.headers.map(\.name.canonicalName) == ["transfer-encoding"])
    }
}
