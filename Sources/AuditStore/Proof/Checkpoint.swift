import FoundationEssentials
import GRDB

/// A row's number and hash, kept apart from the row so that a rewrite of the chain shows: in the file, signed where there
/// is a key, and in the witness.
struct Checkpoint: Sendable, Hashable {
    /// After how many rows there is another one.
    static let interval: Int64 = 1000

    /// The row's number.
    var seq: Int64

    /// The row's hash.
    var hash: [UInt8]

    /// Which key has signed it; `nil` where none has.
    var keyID: [UInt8]?

    /// The signature over ``message(seq:hash:)``.
    var signature: [UInt8]?

    /// Makes the checkpoint of a row.
    private init(of head: Head, signedWith key: AuditSigningKey?) throws {
        seq = head.seq
        hash = head.hash
        keyID = key?.publicKey.id
        signature = try key?.signature(for: Self.message(seq: seq, hash: hash))
    }

    private init(_ row: Row) throws {
        seq = try row.decode(Int64.self, atIndex: 0)
        hash = Array(try row.decode(Data.self, atIndex: 1))
        keyID = try row.decode(Data?.self, atIndex: 2).map(Array.init)
        signature = try row.decode(Data?.self, atIndex: 3).map(Array.init)
    }

    /// What is signed: `switchboard audit checkpoint 1`, a zero byte, the number as eight bytes, big-endian, and the hash.
    static func message(seq: Int64, hash: [UInt8]) -> [UInt8] {
        Array("switchboard audit checkpoint 1\0".utf8) + withUnsafeBytes(of: seq.bigEndian) { Array($0) } + hash
    }

    /// Makes the checkpoint of a row and writes it into the row's file; one that is there stays.
    static func made(_ db: Database, of head: Head, signedWith key: AuditSigningKey?) throws -> Checkpoint {
        let checkpoint = try Checkpoint(of: head, signedWith: key)
        try checkpoint.insert(db)
        return checkpoint
    }

    private func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO checkpoints (seq, hash, key_id, signature) VALUES (?, ?, ?, ?)"
        )
        try statement.execute(arguments: [seq, Data(hash), keyID.map { Data($0) }, signature.map { Data($0) }])
    }

    /// Those of a file behind a number, in order.
    static func all(_ db: Database, after seq: Int64 = 0) throws -> [Checkpoint] {
        let sql = "SELECT seq, hash, key_id, signature FROM checkpoints WHERE seq > ? ORDER BY seq"
        return try Row.fetchAll(db, sql: sql, arguments: [seq]).map(Checkpoint.init)
    }
}

extension Checkpoint {
    /// Whether a key has signed this number and hash.
    func isSigned(by key: AuditPublicKey) -> Bool {
        guard let signature, keyID == key.id else { return false }
        return key.isSignature(signature, for: Self.message(seq: seq, hash: hash))
    }
}

extension Checkpoint: Codable {
    private enum CodingKeys: String, CodingKey {
        case seq, hash, key, signature
    }

    /// Reads a line of the witness.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let bytes = { (key: CodingKeys) throws -> [UInt8]? in
            guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
            guard let bytes = [UInt8](hexadecimal: text) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "no hexadecimal")
            }
            return bytes
        }
        seq = try container.decode(Int64.self, forKey: .seq)
        hash = try bytes(.hash) ?? []
        keyID = try bytes(.key)
        signature = try bytes(.signature)
    }

    /// Writes a line of the witness.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(seq, forKey: .seq)
        try container.encode(hash.hexadecimal, forKey: .hash)
        try container.encodeIfPresent(keyID?.hexadecimal, forKey: .key)
        try container.encodeIfPresent(signature?.hexadecimal, forKey: .signature)
    }
}
