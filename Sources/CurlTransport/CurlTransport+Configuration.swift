import Glibc
package import SwitchboardCore

extension CurlTransport {
    /// What a transport is built with.
    ///
    /// Certificate checks are not among it: they cannot be turned off.
    public struct Configuration: Sendable, Hashable {
        /// The version of HTTP that is offered to servers.
        public enum HTTPVersion: Sendable, Hashable {
            /// One request at a time on each connection.
            case http1_1
            /// Many requests share a connection where the server agrees. libcurl before 8.10 has faults there.
            case http2
        }

        /// The path of a PEM file with the authorities to trust instead of the system's; `nil` for the system's.
        public var caBundle: String?

        /// The address of a proxy for `https`; `nil` for none.
        ///
        /// The environment's proxy variables are ignored.
        public var proxy: String?

        /// The version of HTTP to offer; 1.1 by default.
        public var httpVersion: HTTPVersion

        /// How long name lookup, connecting and the TLS handshake may take together; 5 s by default.
        public var connectTimeout: Duration

        /// How long less than one byte a second may arrive before a transfer ends; 15 s by default, in whole seconds.
        public var stallLimit: Duration

        /// How many bytes of a body are buffered, after decompression, before it is refused; 8 MB by default.
        public var maximumResponseBytes: Int

        /// How long a connection may have been idle to carry a request that must not be repeated; 15 s by default,
        /// in whole seconds.
        public var idleLimit: Duration

        /// How many connections are kept in all; beyond it, the one longest idle is closed; 256 by default.
        public var idleConnections: Int

        /// Creates a configuration; each part has its default.
        public init(
            caBundle: String? = nil,
            proxy: String? = nil,
            httpVersion: HTTPVersion = .http1_1,
            connectTimeout: Duration = .seconds(5),
            stallLimit: Duration = .seconds(15),
            maximumResponseBytes: Int = 8 * 1024 * 1024,
            idleLimit: Duration = .seconds(15),
            idleConnections: Int = 256
        ) {
            self.caBundle = caBundle
            self.proxy = proxy
            self.httpVersion = httpVersion
            self.connectTimeout = connectTimeout
            self.stallLimit = stallLimit
            self.maximumResponseBytes = maximumResponseBytes
            self.idleLimit = idleLimit
            self.idleConnections = idleConnections
        }
    }
}

extension CurlTransport.Configuration {
    /// Refuses what could only fail later, at the first request.
    ///
    /// - Throws: ``Failure/Kind/notConfigured``, naming the part.
    package func check() throws(Failure) {
        if let caBundle, access(caBundle, R_OK) != 0 {
            throw Failure(
                .notConfigured,
                effect: .none,
                "the file of trusted certificate authorities cannot be read; check its path",
                field: "caBundle"
            )
        }
        let limits = [connectTimeout, stallLimit, idleLimit]
        guard limits.allSatisfy({ $0 > .zero && $0 <= .seconds(86_400) }) else {
            throw Failure(.notConfigured, effect: .none, "each time limit must be more than 0 s and at most a day")
        }
        guard maximumResponseBytes > 0, (1...65_536).contains(idleConnections) else {
            throw Failure(.notConfigured, effect: .none, "maximumResponseBytes and idleConnections must be positive")
        }
    }
}
