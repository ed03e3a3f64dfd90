import NIOCore
import NIOPosix
import NIOSSL

/// A server on this machine, on a free port, whose every answer the test scripts byte by byte.
final class LoopbackServer: Sendable {
    /// One request as it arrived.
    struct Received: Sendable {
        /// Which connection it came on, from 1.
        let connection: Int
        /// Which request of that connection it is, from 1.
        let order: Int
        let head: String
        let body: [UInt8]

        var method: Substring { head.prefix { $0 != " " } }
        var path: Substring { head.split(separator: " ")[1] }

        func values(_ name: String) -> [String] {
            head.split(separator: "\r\n").dropFirst()
                .compactMap { line in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts[0].lowercased() == name.lowercased() else { return nil }
                    return parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                }
        }
    }

    /// What has happened so far.
    struct Events: Sendable {
        var connections = 0
        var closed = 0
        var requests: [Received] = []
        var bytesReceived = 0
    }

    /// One thing that the server does in answer to a request.
    enum Step: Sendable {
        case send([UInt8])
        /// That many bytes, no faster than the client takes them.
        case pour(Int)
        case wait(Watched<Bool>)
        /// Lets that much time pass on the server; for limits of libcurl's that run on its own clock.
        case pause(TimeAmount)
        case close
        case reset

        static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        static func answer(_ status: String = "200 OK", headers: String = "", _ body: String = "") -> Step {
            .text("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    typealias Script = @Sendable (Received) -> [Step]

    let events = Watched(Events())
    private let channel: any Channel

    init(tls: NIOSSLContext? = nil, script: @escaping Script) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [events] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(script, events: events))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit { channel.close(promise: nil) }

    var port: Int { channel.localAddress?.port ?? 0 }
}
