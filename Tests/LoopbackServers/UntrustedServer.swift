package import NIOSSL

/// A server on `localhost` whose side of TLS must be refused by whoever trusts one authority, and what to say of it.
package struct UntrustedServer: Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package var description: String

    /// What a failure says.
    package var complaint: String

    /// Makes its side of TLS, given the authority that is trusted.
    package var context: @Sendable (TestAuthority) throws -> NIOSSLContext

    /// Everything that can be wrong.
    package static let all = [
        UntrustedServer(description: "expired", complaint: "the certificate of localhost has expired") {
            try $0.server(for: "localhost", validity: .past)
        },
        UntrustedServer(
            description: "not yet valid",
            complaint: "the certificate of localhost is not valid yet; check this machine's clock too"
        ) { try $0.server(for: "localhost", validity: .future) },
        UntrustedServer(description: "another name", complaint: "the certificate of localhost is made for another name")
        {
            try $0.server(for: "elsewhere.test")
        },
        UntrustedServer(
            description: "self-signed",
            complaint: "the certificate of localhost is signed by itself and by no authority that is trusted here"
        ) { _ in try TestAuthority.selfSignedServer(for: "localhost") },
        UntrustedServer(
            description: "unknown authority",
            complaint: "the certificate of localhost is signed by an authority that is not trusted here"
        ) { _ in try TestAuthority("Another authority").server(for: "localhost") },
        UntrustedServer(
            description: "forged signature",
            complaint: "the certificate of localhost is forged or damaged: its signature does not fit"
        ) { _ in try TestAuthority().server(for: "localhost") },
        UntrustedServer(
            description: "TLS 1.0",
            complaint: "localhost offers only versions of TLS before 1.2, which are no longer safe"
        ) { try $0.server(for: "localhost", maximum: .tlsv1) },
        UntrustedServer(
            description: "TLS 1.1",
            complaint: "localhost offers only versions of TLS before 1.2, which are no longer safe"
        ) { try $0.server(for: "localhost", maximum: .tlsv11) },
    ]
}
