import Crypto
import GRDB
import GRDBSQLite
import Glibc
import SwitchboardCore

/// Walks through rows of one file in their order and hashes each.
///
/// The canonical bytes come straight from SQLite's memory: nothing else is made of a row, so a log of millions is walked
/// through in seconds.
struct RowWalk {
    /// A row, as far as a verification looks at it.
    struct Step: Sendable {
        var seq: Int64
        var at: Int64
        var actionID: ActionID?
        var kind: Int64
        var action: Int64
        /// What the row says its hash is.
        var hash: RowHash
        /// Whether that is the hash of its values, behind the stored hash of the row before.
        var isTrue: Bool
        /// Its own words; read only for a gap and for what an operator did.
        var detail: String?
    }

    private let entries: Statement
    private let subjects: Statement
    private let row: RawRow
    private let subjectRow: RawRow
    private let names: NameTable
    private var previous: [UInt8]
    private var buffer: [UInt8] = []
    private var subject: (seq: Int64, number: Int64)?

    /// Begins with the rows of these numbers, behind another row.
    init(_ db: Database, _ range: ClosedRange<Int64>, after previous: Head, _ names: NameTable) throws {
        entries = try db.makeStatement(sql: Self.rowsSQL)
        try entries.setArguments([range.lowerBound, range.upperBound])
        subjects = try db.makeStatement(sql: Self.subjectsSQL)
        try subjects.setArguments([previous.seq, range.upperBound])
        (row, subjectRow) = (RawRow(entries), RawRow(subjects))
        self.names = names
        self.previous = previous.hash
        try advanceSubject()
    }

    /// The next row; `nil` at the end.
    ///
    /// - Throws: SQLite's error, as for a damaged page.
    mutating func next() throws -> Step? {
        guard try entries.stepsToRow() else { return nil }
        let seq = row.integer(0)
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: previous)
        buffer.append(text: "1")
        for column in CInt(0)..<16 { append(column) }
        try appendSubjects(of: seq)
        let kind = row.integer(3)
        let stored = row.bytes(16)
        previous.removeAll(keepingCapacity: true)
        previous.append(contentsOf: stored)
        return Step(
            seq: seq,
            at: row.integer(1),
            actionID: ActionID(bytes: row.bytes(2)),
            kind: kind,
            action: row.integer(4),
            hash: RowHash(stored),
            isTrue: SHA256.hash(data: buffer).withUnsafeBytes { $0.isSame(as: stored) },
            detail: names.told.contains(kind) ? String(decoding: row.bytes(15), as: UTF8.self) : nil
        )
    }

    // The order of the canonical form, and the hash.
    private static let rowsSQL = """
        SELECT seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts,
            duration_us, provider_ref, correlation_id, detail, hash
        FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq
        """
    private static let subjectsSQL =
        "SELECT seq, subject FROM entry_subject WHERE seq > ? AND seq <= ? ORDER BY seq, subject"

    /// Whether a column holds the number of a name: kind, action, provider, actor, outcome, error kind.
    private static func isNamed(_ column: CInt) -> Bool { 0b11_0111_1000 >> column & 1 == 1 }

    private mutating func append(_ column: CInt) {
        switch row.type(column) {
        case SQLITE_NULL: buffer.append(text: nil)
        case SQLITE_INTEGER where Self.isNamed(column): buffer.append(contentsOf: names.canonical(row.integer(column)))
        case SQLITE_INTEGER: buffer.append(number: row.integer(column))
        default: buffer.append(bytes: row.bytes(column))
        }
    }

    private mutating func appendSubjects(of seq: Int64) throws {
        let place = buffer.count
        buffer.append(number: 0)
        var count: Int64 = 0
        while let next = subject, next.seq <= seq {
            // One of a row that is not there changes the hash of the next, as it should.
            buffer.append(number: next.number)
            count += 1
            try advanceSubject()
        }
        buffer.withUnsafeMutableBytes {
            $0.storeBytes(of: count.bigEndian, toByteOffset: place + 4, as: Int64.self)
        }
    }

    private mutating func advanceSubject() throws {
        guard try subjects.stepsToRow() else {
            subject = nil
            return
        }
        subject = (subjectRow.integer(0), subjectRow.integer(1))
    }
}

/// The hash that a row stores, without a place of its own in memory.
struct RowHash: Sendable, Equatable {
    private let words: SIMD4<UInt64>

    /// Takes 32 bytes; another count, which is no hash, becomes zeros.
    init(_ bytes: UnsafeRawBufferPointer) {
        words = bytes.count == 32 ? bytes.loadUnaligned(as: SIMD4<UInt64>.self) : .zero
    }

    /// The 32 bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}

extension UnsafeRawBufferPointer {
    fileprivate func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let here = baseAddress, let there = other.baseAddress else { return false }
        return memcmp(here, there, count) == 0
    }
}
