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
}
