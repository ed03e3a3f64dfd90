import Crypto

/// The chain that makes a change to a past entry visible.
///
/// Every row of `entries` stores 32 bytes:
///
///     hash = SHA-256( previous || canonical )
///
/// `previous` is the stored hash of the row before, `seq - 1`. For the first row of a file that is `meta.previous_hash`,
/// which equals the hash of the last row of `meta.previous_file`; for the first row of all it is 32 zero bytes.
///
/// `canonical` is the concatenation of these values, in this order:
///
///     format ("1")  seq  at  action_id  kind  action  provider  actor  tenant  outcome  error_kind
///     http_status  attempts  duration_us  provider_ref  correlation_id  detail  count of subjects  subjects...
///
/// Each value is a length as four bytes, big-endian, and then that many bytes:
///
/// - text: its UTF-8 bytes, exactly as stored; `format` is the text `1`;
/// - a whole number: eight bytes, two's complement, big-endian;
/// - a blob: its bytes;
/// - NULL: the length `FF FF FF FF` and no bytes, so that it differs from empty text.
///
/// `kind`, `action`, `provider`, `actor`, `outcome` and `error_kind` are stored as integers and enter as the text that
/// the file's `names` table gives for them. `detail` is the stored text, not a re-encoded one. The subjects are the
/// row's numbers in `entry_subject`, ascending, each a whole number.
public enum HashChain {
    /// What stands before the first row of all.
    public static let origin = [UInt8](repeating: 0, count: 32)

    /// Computes the hash of a row.
    ///
    /// - Parameters:
    ///   - row: The row, with its subjects in ascending order.
    ///   - previous: The 32 bytes of the row before it.
    ///   - buffer: Room that is reused from call to call; its content means nothing.
    /// - Returns: 32 bytes.
    package static func hash(of row: EntryRow, after previous: [UInt8], buffer: inout [UInt8]) -> [UInt8] {
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: previous)
        append(row, to: &buffer)
        return SHA256.hash(data: buffer).withUnsafeBytes { Array($0) }
    }

    /// Appends the canonical bytes of a row.
    private static func append(_ row: EntryRow, to buffer: inout [UInt8]) {
        buffer.append(text: "1")
        buffer.append(number: row.seq)
        buffer.append(number: row.at)
        buffer.append(blob: row.actionID)
        buffer.append(text: row.kind)
        buffer.append(text: row.action)
        buffer.append(text: row.provider)
        buffer.append(text: row.actor)
        buffer.append(text: row.tenant)
        buffer.append(text: row.outcome)
        buffer.append(text: row.errorKind)
        buffer.append(number: row.httpStatus)
        buffer.append(number: row.attempts)
        buffer.append(number: row.durationMicroseconds)
        buffer.append(text: row.providerReference)
        buffer.append(text: row.correlationID)
        buffer.append(text: row.detail)
        buffer.append(number: Int64(row.subjects.count))
        for subject in row.subjects { buffer.append(number: subject) }
    }
}

extension [UInt8] {
    private mutating func append(length: UInt32) {
        Swift.withUnsafeBytes(of: length.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a blob as the canonical form has it.
    mutating func append(blob: [UInt8]) {
        append(length: UInt32(blob.count))
        append(contentsOf: blob)
    }

    /// Appends the bytes of a blob or text as the canonical form has them.
    mutating func append(bytes: UnsafeRawBufferPointer) {
        append(length: UInt32(bytes.count))
        append(contentsOf: bytes)
    }

    /// Appends a text, or NULL, as the canonical form has it.
    mutating func append(text: String?) {
        guard let text else { return append(length: .max) }
        append(length: UInt32(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    /// Appends a whole number, or NULL, as the canonical form has it.
    mutating func append(number: Int64?) {
        guard let number else { return append(length: .max) }
        // Length and number at once: a row has a dozen of them.
        let halves = (UInt32(truncatingIfNeeded: number >> 32), UInt32(truncatingIfNeeded: number))
        let words = (UInt32(8).bigEndian, halves.0.bigEndian, halves.1.bigEndian)
        Swift.withUnsafeBytes(of: words) { append(contentsOf: $0) }
    }
}
