import Crypto
import struct Foundation.Data
public import SwitchboardCore

/// The private key with which checkpoints are signed (Ed25519, RFC 8032).
///
/// Whoever has it can make a chain that passes as true, so it belongs to the writing process alone; ``publicKey`` is what
/// an auditor gets.
public struct AuditSigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// What its signatures are checked with.
    public var publicKey: AuditPublicKey { AuditPublicKey(key.publicKey) }

    /// Reads a key from its text.
    ///
    /// - Parameter text: 32 bytes in base64; white space around it is ignored.
    /// - Throws: ``Failure/Kind/notConfigured`` for anything else.
    public init(base64 text: Secret) throws(Failure) {
        let trimmed = text.reveal().filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: trimmed),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else {
            throw .masterKey(
                "the audit signing key must be 32 bytes in base64; make one with: head -c 32 /dev/urandom | base64"
            )
        }
        self.key = key
    }

    /// Takes the key from its file, which the first start makes.
    ///
    /// - Parameters:
    ///   - file: The path of the key's file. It is created with mode 0600 where it is missing.
    ///   - random: Draws 64 random bits for a new key; must be fit for keys, as ``TimeSource/system``'s are.
    /// - Returns: The key.
    /// - Throws: ``Failure/Kind/notConfigured``, naming what is wrong with the file and the remedy.
    public static func load(file: String, random: () -> UInt64) throws(Failure) -> AuditSigningKey {
        if let text = try KeyFile(path: file).read() { return try AuditSigningKey(base64: text) }
        return try AuditSigningKey(base64: KeyFile(path: file).create(.key(random: random)))
    }

    /// Signs bytes; Ed25519 in this library draws random numbers, so that two signatures of the same bytes differ.
    func signature(for message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message)) }
}

extension AuditSigningKey: CustomStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "[redacted]" }
    /// Never the key.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}

/// What checkpoints are checked with; no secret.
public struct AuditPublicKey: Sendable {
    private let key: Curve25519.Signing.PublicKey

    init(_ key: Curve25519.Signing.PublicKey) {
        self.key = key
    }

    /// Reads a key from its text: 32 bytes in base64; `nil` for anything else.
    public init?(base64 text: String) {
        guard let bytes = Data(base64Encoded: text),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    /// The key as text, for an auditor: 32 bytes in base64.
    public var base64: String { key.rawRepresentation.base64EncodedString() }

    /// By what checkpoints name it: the first eight bytes of its SHA-256.
    var id: [UInt8] { Array(SHA256.hash(data: key.rawRepresentation).prefix(8)) }

    /// Whether these bytes were signed with the private key.
    func isSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        key.isValidSignature(signature, for: message)
    }
}

extension Secret {
    /// Makes 32 bytes for a key, in base64.
    static func key(random: () -> UInt64) -> Secret {
        let bytes = Data((0..<4).flatMap { _ in withUnsafeBytes(of: random()) { Array($0) } })
        return Secret(bytes.base64EncodedString())
    }
}
