package import NIOCore
import NIOPosix
package import NIOSSL

/// A server on this machine, on a free port, whose every answer the test scripts byte by byte.
package final class LoopbackServer: Sendable {
    /// One request as it arrived.
    package struct Received: Sendable {
        /// Which connection it came on, from 1.
        package let connection: Int
        /// Which request of that connection it is, from 1.
        package let order: Int
        /// The request line and the header lines.
        package let head: String
        /// The body.
        package let body: [UInt8]

        /// The method.
        package var method: Substring { head.prefix { $0 != " " } }
        /// The path with its query.
        package var path: Substring { head.split(separator: " ")[1] }

        /// The values of a header field, in order.
        package func values(_ name: String) -> [String] {
            head.split(separator: "\r\n").dropFirst()
                .compactMap { line in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts[0].lowercased() == name.lowercased() else { return nil }
                    return parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                }
        }
    }

    /// What has happened so far.
    package struct Events: Sendable {
        /// How many connections were made.
        package var connections = 0
        /// How many of them have ended.
        package var closed = 0
        /// Every request that came in whole.
        package var requests: [Received] = []
        /// How many bytes came in all; where there is TLS, after it.
        package var bytesReceived = 0
    }

    /// One thing that the server does in answer to a request.
    package enum Step: Sendable {
        /// Those bytes.
        case send([UInt8])
        /// That many bytes, no faster than the client takes them.
        case pour(Int)
        /// Those bytes over and over, no faster than the client takes them, until it has gone.
        case flood([UInt8])
        /// Goes on when the test says so.
        case wait(Watched<Bool>)
        /// Lets that much time pass on the server; for limits of libcurl's that run on its own clock.
        case pause(TimeAmount)
        /// Ends the connection.
        case close
        /// Breaks the connection off.
        case reset

        /// That text.
        package static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// A whole answer.
        package static func answer(_ status: String = "200 OK", headers: String = "", _ body: String = "") -> Step {
            .text("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    /// What the server does in answer to each request.
    package typealias Script = @Sendable (Received) -> [Step]

    /// What has happened so far.
    package let events = Watched(Events())
    private let channel: any Channel

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - tls: Its side of TLS; plain without.
    ///   - greeting: What it does at once on each connection, whatever the client says.
    ///   - script: What it does in answer to each request.
    /// - Throws: Where the system gives it no port.
    package init(
        tls: NIOSSLContext? = nil,
        greeting: @escaping @Sendable () -> [Step] = { [] },
        script: @escaping Script
    ) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [events] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    let connection = ScriptedConnection(script, greeting: greeting, events: events)
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit { channel.close(promise: nil) }

    /// Where it listens.
    package var port: Int { channel.localAddress?.port ?? 0 }
}
