import Crypto
import Foundation
package import NIOSSL
import SwiftASN1
import X509

/// A certificate authority made for one test, and the servers that it vouches for.
package struct TestAuthority {
    /// When a certificate holds.
    package enum Validity: Sendable {
        /// In this century.
        case present
        /// In the year 2020.
        case past
        /// In the year 2098.
        case future

        fileprivate var years: (first: Int, last: Int) {
            switch self {
            case .present: (2020, 2098)
            case .past: (2020, 2020)
            case .future: (2098, 2098)
            }
        }
    }

    private let identity: Identity
    private let certificate: Certificate

    /// Makes an authority with a key of its own.
    package init(_ commonName: String = "Switchboard test authority") throws {
        identity = try Identity(commonName)
        certificate = try identity.certify(identity, for: .present) {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        }
    }

    /// A server's side of TLS, with a certificate for a name.
    ///
    /// - Parameters:
    ///   - host: The name.
    ///   - validity: When the certificate holds.
    ///   - maximum: The newest version of TLS that the server knows.
    /// - Returns: What a server is started with.
    /// - Throws: Where the certificate cannot be made.
    package func server(
        for host: String,
        validity: Validity = .present,
        maximum: TLSVersion? = nil
    ) throws -> NIOSSLContext {
        let server = try Identity("Switchboard test server")
        return try server.context(with: try identity.certify(server, named: host, for: validity), maximum: maximum)
    }

    /// A server's side of TLS, with a certificate for a name that nobody vouches for but itself.
    package static func selfSignedServer(for host: String) throws -> NIOSSLContext {
        let server = try Identity("Switchboard test server")
        return try server.context(with: try server.certify(server, named: host, for: .present), maximum: nil)
    }

    /// Runs with the path of a file that holds the authority's certificate.
    package func withBundle<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = try FileManager.default.url(
            for: .itemReplacementDirectory,
            in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory,
            create: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "authority.pem")
        let pem = PEMDocument(type: "CERTIFICATE", derBytes: try certificate.der).pemString
        try Data(pem.utf8).write(to: file)
        return try await body(file.path(percentEncoded: false))
    }
}

/// A name and its key.
private struct Identity {
    let key = P256.Signing.PrivateKey()
    let name: DistinguishedName

    init(_ commonName: String) throws {
        name = try DistinguishedName { CommonName(commonName) }
    }

    func certify(
        _ subject: Identity,
        for validity: TestAuthority.Validity,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(subject.key.publicKey),
            notValidBefore: Self.newYear(validity.years.first),
            notValidAfter: Self.newYear(validity.years.last + 1),
            issuer: name,
            subject: subject.name,
            extensions: try Certificate.Extensions(builder: extensions),
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    func certify(_ server: Identity, named host: String, for validity: TestAuthority.Validity) throws -> Certificate {
        try certify(server, for: validity) {
            Critical(BasicConstraints.notCertificateAuthority)
            SubjectAlternativeNames([.dnsName(host)])
        }
    }

    func context(with certificate: Certificate, maximum: TLSVersion?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: certificate.der, format: .der))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximum
        return try NIOSSLContext(configuration: configuration)
    }

    private static func newYear(_ year: Int) -> Date {
        let days = DateComponents(
            calendar: Calendar(identifier: .gregorian),
            timeZone: .gmt,
            year: year,
            month: 1,
            day: 1
        )
        return days.date ?? .distantPast
    }
}

extension Certificate {
    fileprivate var der: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        }
    }
}
