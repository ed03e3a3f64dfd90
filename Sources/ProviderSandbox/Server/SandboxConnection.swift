import Hummingbird
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The connection that a request came over, as far as faults deal with it.
struct SandboxConnection: InitializableFromSource {
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }

    /// Closes or resets the connection; nothing can be sent over it from then on.
    func cut(_ drop: Fault.Drop) async throws {
        if drop == .reset, let options = channel as? any SocketOptionProvider {
            // Closing a socket that lingers for no time sends RST in place of FIN.
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close().get()
    }

    /// Sends the greeting of a mail server, past everything that would make an answer of it.
    func speakAnotherProtocol() async throws {
        try await channel.pipeline.addHandler(Greeting(), position: .first).get()
    }
}

/// Sends a line that is no HTTP as soon as it stands in a pipeline; at its front nothing encodes the bytes.
private final class Greeting: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func handlerAdded(context: ChannelHandlerContext) {
        let line = ByteBuffer(string: "220 mail.example.com ESMTP ready\r\n")
        context.writeAndFlush(wrapOutboundOut(line), promise: nil)
    }
}
