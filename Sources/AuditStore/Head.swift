import FoundationEssentials
import GRDB

/// The last row of a chain: what the next one builds on.
struct Head: Sendable, Hashable {
    /// The last row's number; 0 before the first.
    var seq: Int64

    /// The last row's moment in microseconds; no later row may have an earlier one.
    var at: Int64

    /// The last row's hash.
    var hash: [UInt8]

    /// What stands before the first row of all.
    static let origin = Head(seq: 0, at: .min, hash: HashChain.origin)

    /// Reads the head of a file; `nil` for one without rows.
    static func read(_ db: Database) throws -> Head? {
        let statement = try db.cachedStatement(sql: "SELECT seq, at, hash FROM entries ORDER BY seq DESC LIMIT 1")
        guard let row = try Row.fetchOne(statement) else { return nil }
        return Head(seq: row[0], at: row[1], hash: Array(row[2] as Data))
    }

    /// Gives a row its place behind the head, and becomes that row.
    ///
    /// - Parameters:
    ///   - row: The row; a moment before the head's is moved up to it.
    ///   - buffer: Room for the canonical bytes.
    mutating func advance(to row: inout EntryRow, buffer: inout [UInt8]) {
        seq += 1
        at = max(at, row.at)
        row.seq = seq
        row.at = at
        hash = HashChain.hash(of: row, after: hash, buffer: &buffer)
    }
}
