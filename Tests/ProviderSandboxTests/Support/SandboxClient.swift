import NIOCore
import NIOPosix
import ProviderSandbox
import SwitchboardCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What became of a request.
enum Delivery: Sendable, Hashable {
    case answered(Answer)
    case closed
    case reset
    case noHTTP(String)
}

/// A whole answer; the names of its header fields in lower case.
struct Answer: Sendable, Hashable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; `nil` where it is none.
    var json: JSONValue? { try? JSONValue(parsing: body) }

    /// The code of the first error in Intercom's `error.list`.
    var errorCode: String? { json?["errors"]?.array?.first?["code"]?.string }

    /// The message of the first error in Intercom's `error.list`.
    var errorMessage: String? { json?["errors"]?.array?.first?["message"]?.string }
}

/// A request that was not answered although the test needs the answer.
struct NoAnswer: Error {}

/// A bare HTTP client, one connection a request, that sends what it is told and tells an end from a reset.
struct SandboxClient: Sendable {
    static let headers = [
        "Authorization": "Bearer sandbox-token",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Intercom-Version": "2.14",
    ]

    let address: SandboxAddress

    /// Sends a request to the played Intercom.
    func intercom(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        try await send(method, "/intercom\(path)", body: body.map { $0.serialized() } ?? [], headers: Self.headers)
    }

    /// Sends a request to the played Intercom over a connection that only the server ends.
    func keptAlive(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let bytes = body.map { $0.serialized() } ?? []
        let path = "/intercom\(path)"
        guard
            case .answered(let answer) = try await deliver(
                method,
                path,
                body: bytes,
                headers: Self.headers,
                keepsAlive: true
            )
        else { throw NoAnswer() }
        return answer
    }

    /// Sends a request to the server's own controls.
    func control(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        try await send(method, path, body: body.map { $0.serialized() } ?? [], headers: [:])
    }

    /// Sends a request and expects an answer.
    func send(_ method: String, _ path: String, body: [UInt8], headers: [String: String]) async throws -> Answer {
        guard case .answered(let answer) = try await deliver(method, path, body: body, headers: headers) else {
            throw NoAnswer()
        }
        return answer
    }

    /// Sends a request and tells what became of it.
    ///
    /// Without `keepsAlive` the server is asked to close the connection after its answer; with it, whoever closes it does
    /// so on its own.
    func deliver(
        _ method: String,
        _ path: String,
        body: [UInt8],
        headers: [String: String],
        keepsAlive: Bool = false
    ) async throws -> Delivery {
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(address.port)\r\n\(keepsAlive ? "" : "Connection: close\r\n")"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(body.count)\r\n\r\n"
        do {
            let bytes = try await exchange(Array(head.utf8) + body)
            let text = String(decoding: bytes, as: UTF8.self)
            if bytes.isEmpty { return .closed }
            return text.hasPrefix("HTTP/1.1 ") ? .answered(Answer(bytes)) : .noHTTP(text)
        } catch let error as IOError where error.errnoCode == ECONNRESET {
            return .reset
        }
    }

    private func exchange(_ request: [UInt8]) async throws -> [UInt8] {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: address.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var bytes: [UInt8] = []
            for try await part in inbound { bytes += part.readableBytesView }
            return bytes
        }
    }
}

extension Answer {
    fileprivate init(_ bytes: [UInt8]) {
        let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) ?? bytes.endIndex..<bytes.endIndex
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        status = Int(lines[0].split(separator: " ")[1]) ?? 0
        headers = [:]
        for line in lines.dropFirst() {
            let field = line.split(separator: ":", maxSplits: 1)
            headers[field[0].lowercased()] = field[1].drop { $0 == " " }.description
        }
        let rest = bytes[end.upperBound...]
        body = headers["transfer-encoding"] == "chunked" ? Self.joined(rest) : Array(rest)
    }

    /// Puts chunks together, each of which has its size in front of it (RFC 9112 section 7.1).
    private static func joined(_ chunks: ArraySlice<UInt8>) -> [UInt8] {
        var rest = chunks
        var body: [UInt8] = []
        while let end = rest.firstRange(of: [13, 10]) {
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) ?? 0
            body += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return body
    }
}
