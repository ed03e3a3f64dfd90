import Crypto
import FoundationEssentials
import GRDB
import SwitchboardCore

extension MasterKey {
    /// Seals a person's key under the master key.
    func wrap(_ personal: SymmetricKey, for subject: Int64) throws -> Data {
        try Self.seal(personal.withUnsafeBytes { Data($0) }, with: wrapping, for: subject)
    }

    /// Opens a person's key.
    func unwrap(_ wrapped: Data, for subject: Int64) throws -> SymmetricKey {
        SymmetricKey(data: try Self.open(wrapped, with: wrapping, for: subject))
    }

    /// Seals bytes so that they open only with this key and as this subject's.
    static func seal(_ plain: Data, with key: SymmetricKey, for subject: Int64) throws -> Data {
        try seal(plain, with: key, authenticating: authenticated(subject))
    }

    /// Opens what ``seal(_:with:for:)`` has sealed.
    static func open(_ sealed: Data, with key: SymmetricKey, for subject: Int64) throws -> Data {
        try open(sealed, with: key, authenticating: authenticated(subject))
    }

    /// Seals bytes so that they open only with this key and beside these other bytes.
    static func seal(_ plain: Data, with key: SymmetricKey, authenticating other: Data) throws -> Data {
        let box = try AES.GCM.seal(plain, using: key, authenticating: other)
        return box.nonce.withUnsafeBytes { Data($0) } + box.ciphertext + box.tag
    }

    /// Opens what ``seal(_:with:authenticating:)`` has sealed.
    static func open(_ sealed: Data, with key: SymmetricKey, authenticating other: Data) throws -> Data {
        try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: other)
    }

    /// Throws where `keys.sqlite` was made with another key.
    func checkMade(_ db: Database, at path: String) throws {
        let stored = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'master_key_check'")
        guard stored == Data(check) else {
            throw Failure.masterKey(
                "\(path) was made with another audit master key; set SWITCHBOARD_MASTER_KEY to that key, or restore its file"
            )
        }
    }

    private static func authenticated(_ subject: Int64) -> Data {
        withUnsafeBytes(of: subject.bigEndian) { Data($0) }
    }
}
