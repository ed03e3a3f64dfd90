import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority made for one test, and the servers that it vouches for.
struct TestAuthority {
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate

    init(_ commonName: String = "Switchboard test authority") throws {
        name = try DistinguishedName { CommonName(commonName) }
        certificate = try Self.certify(key.publicKey, name, by: name, key) {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        }
    }

    /// A server's side of TLS, with a certificate for a name.
    func server(for host: String, maximum: TLSVersion? = nil) throws -> NIOSSLContext {
        let serverKey = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName("Switchboard test server") }
        let leaf = try Self.certify(serverKey.publicKey, subject, by: name, key) {
            Critical(BasicConstraints.notCertificateAuthority)
            SubjectAlternativeNames([.dnsName(host)])
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Self.der(leaf), format: .der))],
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(serverKey.pemRepresentation.utf8), format: .pem)
            )
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximum
        return try NIOSSLContext(configuration: configuration)
    }

    /// Runs with the path of a file that holds the authority's certificate.
    func withBundle<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = try FileManager.default.url(
            for: .itemReplacementDirectory,
            in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory,
            create: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "authority.pem")
        let pem = PEMDocument(type: "CERTIFICATE", derBytes: try Self.der(certificate)).pemString
        try Data(pem.utf8).write(to: file)
        return try await body(file.path(percentEncoded: false))
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    private static func certify(
        _ publicKey: P256.Signing.PublicKey,
        _ subject: DistinguishedName,
        by issuer: DistinguishedName,
        _ issuerKey: P256.Signing.PrivateKey,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(publicKey),
            notValidBefore: Date(timeIntervalSince1970: 1_577_836_800),
            notValidAfter: Date(timeIntervalSince1970: 4_070_908_800),
            issuer: issuer,
            subject: subject,
            extensions: try Certificate.Extensions(builder: extensions),
            issuerPrivateKey: Certificate.PrivateKey(issuerKey)
        )
    }
}
