import CurlTransport
import HTTPTypes
import LoopbackServers
import SwitchboardCore
import Testing

struct CurlTransportRequestTests {
    private let transport: CurlTransport

    init() throws {
        transport = try CurlTransport(configuration: .patient())
    }

    private func echo() async throws -> LoopbackServer {
        try await LoopbackServer { request in
            let body = String(decoding: request.body, as: UTF8.self)
            let answer = request.method == "HEAD" ? "" : "got \(body)"
            return [.answer("201 Created", headers: "X-Request-Id: 7\r\nSet-Cookie: a=1\r\n", answer)]
        }
    }

    @Test func sendsMethodPathHeadersAndBodyAsTheyAre() async throws {
        let server = try await echo()
        var request = try server.request(.post, "/v3/../mail?x=%2F", body: #"{"to":"a"}"#)
        request.headers[.contentType] = "application/json"
        request.headers[.authorization] = "Bearer token"
        request.headers.append("X-Blank", "")
        request.headers.append("X-Twice", "1")
        request.headers.append("X-Twice", "2")
        let response = try await transport.send(request)

        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == #"got {"to":"a"}"#)
        #expect(response.headers[try #require(HTTPField.Name("X-Request-Id"))] == "7")
        let received = try #require(server.events.value.requests.first)
        #expect(received.head.hasPrefix("POST /v3/../mail?x=%2F HTTP/1.1\r\n"))
        #expect(received.body == request.body)
        #expect(received.values("Content-Type") == ["application/json"])
        #expect(received.values("Authorization") == ["Bearer token"])
        #expect(received.values("X-Blank") == [""])
        #expect(received.values("X-Twice") == ["1", "2"])
        #expect(received.values("Content-Length") == ["10"])
        #expect(received.values("User-Agent") == ["switchboard"])
        #expect(received.values("Accept-Encoding") == ["gzip, deflate"])
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch])
    func saysThatAnEmptyBodyIsEmpty(method: HTTPRequest.Method) async throws {
        let server = try await echo()
        _ = try await transport.send(try server.request(method))
        let received = try #require(server.events.value.requests.first)
        #expect(received.method == method.rawValue)
        #expect(received.values("Content-Length") == ["0"])
        #expect(received.values("Content-Type") == [])
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete, .get])
    func sendsABodyWithEveryMethodThatHasOne(method: HTTPRequest.Method) async throws {
        let server = try await echo()
        let response = try await transport.send(try server.request(method, body: "body"))
        let received = try #require(server.events.value.requests.first)
        #expect(received.method == method.rawValue)
        #expect(received.body == Array("body".utf8))
        #expect(String(decoding: response.body, as: UTF8.self) == "got body")
    }

    @Test(arguments: [HTTPRequest.Method.get, .delete])
    func sendsNoBodyWhereThereIsNone(method: HTTPRequest.Method) async throws {
        let server = try await echo()
        _ = try await transport.send(try server.request(method, "/path", .safe))
        let received = try #require(server.events.value.requests.first)
        #expect(received.method == method.rawValue)
        #expect(received.values("Content-Length") == [])
    }

    @Test func readsNoBodyAfterHead() async throws {
        let server = try await LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
        }
        let response = try await transport.send(try server.request(.head, "/path", .safe))
        #expect(response.status == 200)
        #expect(response.body == [])
        #expect(server.events.value.requests.first?.method == "HEAD")
    }

    @Test func waitsForNobodysLeaveToSendALargeBody() async throws {
        let server = try await LoopbackServer { _ in [.answer()] }
        var request = try server.request()
        request.body = [UInt8](repeating: 7, count: 3_000_000)
        _ = try await transport.send(request)
        let received = try #require(server.events.value.requests.first)
        #expect(received.values("Expect") == [])
        #expect(received.body == request.body)
    }

    @Test func keepsTheCallersUserAgent() async throws {
        let server = try await echo()
        var request = try server.request()
        request.headers[.userAgent] = "other/1"
        _ = try await transport.send(request)
        #expect(server.events.value.requests.first?.values("User-Agent") == ["other/1"])
    }

    @Test func sendsNoCookieBack() async throws {
        let server = try await echo()
        _ = try await transport.send(try server.request())
        _ = try await transport.send(try server.request())
        #expect(server.events.value.requests.map { $0.values("Cookie") } == [[], []])
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    func forgetsOneRequestBeforeTheNext(name: String) async throws {
        let server = try await echo()
        let first = try #require(HTTPRequest.Method(rawValue: name))
        for second in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
            for body in second == .head ? [""] : ["", "text"] {
                var before = try server.request(first, body: first == .head ? "" : "secret")
                before.headers[.authorization] = "Bearer token"
                _ = try await transport.send(before)
                let response = try await transport.send(
                    try server.request(second, "/other", .idempotent, body: body)
                )
                #expect(response.status == 201)
                let received = try #require(server.events.value.requests.last)
                #expect(received.head.hasPrefix("\(second.rawValue) /other HTTP/1.1\r\n"))
                #expect(received.values("Authorization") == [])
                #expect(received.body == Array(body.utf8))
            }
        }
        #expect(server.events.value.connections == 1)
    }

    @Test func refusesMethodsAndBodiesThatItCannotSend() async throws {
        let server = try await echo()
        let options = await #expect(throws: Failure.self) { try await transport.send(try server.request(.options)) }
        #expect(options?.kind == .invalidInput)
        let head = await #expect(throws: Failure.self) {
            try await transport.send(try server.request(.head, body: "x"))
        }
        #expect(head?.kind == .invalidInput)
        #expect(server.events.value.connections == 0)
    }
}
