import Crypto
import struct Foundation.Data
public import SwitchboardCore

/// The one secret of the log: whoever has it can tell which people the log's numbers stand for.
///
/// It wraps each person's own key and keys the hashes of ids; without it `keys.sqlite` says nothing.
public struct MasterKey: Sendable {
    /// Makes the hashes by which ids are found; a copy of it has taken in the key already.
    let hashing: HMAC<SHA256>

    /// Wraps the keys of the people.
    let wrapping: SymmetricKey

    /// Seals the providers' own ids of people in `identities.sqlite`.
    let identities: SymmetricKey

    /// What `keys.sqlite` and `identities.sqlite` store to recognise the key that they were made with; it tells nothing of
    /// the key.
    let check: [UInt8]

    /// Reads a key from its text.
    ///
    /// - Parameter text: 32 bytes in base64; white space around it is ignored.
    /// - Throws: ``Failure/Kind/notConfigured`` for anything else.
    public init(base64 text: Secret) throws(Failure) {
        let trimmed = text.reveal().filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: trimmed), bytes.count == 32 else {
            throw .masterKey(
                "the audit master key must be 32 bytes in base64; make one with: head -c 32 /dev/urandom | base64"
            )
        }
        self.init(bytes: bytes)
    }

    private init(bytes: Data) {
        let root = SymmetricKey(data: bytes)
        let derive = { (purpose: String) in
            HKDF<SHA256>
                .deriveKey(
                    inputKeyMaterial: root,
                    info: Data("switchboard audit 1: \(purpose)".utf8),
                    outputByteCount: 32
                )
        }
        hashing = HMAC<SHA256>(key: derive("hashes of ids"))
        wrapping = derive("keys of people")
        identities = derive("provider ids")
        check = derive("check value").withUnsafeBytes { Array($0) }
    }
}

extension MasterKey: CustomStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "[redacted]" }
    /// Never the key.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}

extension MasterKey {
    /// Takes the key from the environment's value, else from its file, which the first start makes.
    ///
    /// - Parameters:
    ///   - value: What the environment says (`SWITCHBOARD_MASTER_KEY`); an empty value counts as none.
    ///   - file: The path of the key's file. It is created with mode 0600 where it is missing.
    ///   - random: Draws 64 random bits for a new key; must be fit for keys, as ``TimeSource/system``'s are.
    /// - Returns: The key.
    /// - Throws: ``Failure/Kind/notConfigured``, naming what is wrong with the value or the file and the remedy.
    public static func load(
        environment value: Secret?,
        file: String,
        random: () -> UInt64
    ) throws(Failure) -> MasterKey {
        if let value, !value.isEmpty { return try MasterKey(base64: value) }
        if let text = try KeyFile(path: file).read() { return try MasterKey(base64: text) }
        return try MasterKey(base64: KeyFile(path: file).create(.key(random: random)))
    }
}

extension Failure {
    /// Makes the failure for a master key that is missing, wrong or known to others.
    static func masterKey(_ message: String) -> Failure { Failure(.notConfigured, effect: .none, message) }
}
