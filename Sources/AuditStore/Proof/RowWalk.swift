import Crypto
import GRDB
import GRDBSQLite
import SwitchboardCore

/// Walks through the rows of one file in their order and hashes each.
///
/// The canonical bytes come straight from SQLite's memory: nothing else is made of a row, so a log of millions is walked
/// through in seconds.
struct RowWalk {
    /// A row, as far as a verification looks at it.
    struct Step {
        var seq: Int64
        var at: Int64
        var actionID: ActionID?
        var kind: Int64
        var action: Int64
        /// What the row says its hash is.
        var stored: [UInt8]
        /// What its hash is, behind the stored hash of the row before.
        var computed: [UInt8]
        /// Its own words; read only for a gap and for what an operator did.
        var detail: String?
    }

    private let rows: OpaquePointer
    private let entries: Statement
    private let subjects: Statement
    private let names: [Int64: [UInt8]]
    private let toldKinds: Set<Int64>
    private var previous: [UInt8]
    private var buffer: [UInt8] = []
    private var subject: (seq: Int64, number: Int64)?

    /// Begins behind a hash.
    init(_ db: Database, after previous: [UInt8]) throws {
        entries = try db.makeStatement(sql: Self.rowsSQL)
        rows = entries.sqliteStatement
        subjects = try db.makeStatement(sql: "SELECT seq, subject FROM entry_subject ORDER BY seq, subject")
        names = try db.names().mapValues { Array($0.utf8) }
        toldKinds = Set(try [EntryKind.gap, .operator].compactMap { try db.idOfName($0.rawValue) })
        self.previous = previous
        try advanceSubject()
    }

    /// The name that a number stands for.
    func name(_ number: Int64) -> String { names[number].map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// The next row; `nil` at the end.
    ///
    /// - Throws: SQLite's error, as for a damaged page.
    mutating func next() throws -> Step? {
        guard try entries.stepsToRow() else { return nil }
        let seq = sqlite3_column_int64(rows, 0)
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: previous)
        buffer.append(text: "1")
        for column in CInt(0)..<16 { append(column) }
        try appendSubjects(of: seq)
        let kind = sqlite3_column_int64(rows, 3)
        let stored = Array(bytes(16))
        let step = Step(
            seq: seq,
            at: sqlite3_column_int64(rows, 1),
            actionID: ActionID(bytes: bytes(2)),
            kind: kind,
            action: sqlite3_column_int64(rows, 4),
            stored: stored,
            computed: Array(SHA256.hash(data: buffer)),
            detail: toldKinds.contains(kind) ? String(decoding: bytes(15), as: UTF8.self) : nil
        )
        previous = stored
        return step
    }

    // The order of the canonical form, and the hash.
    private static let rowsSQL = """
        SELECT seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts,
            duration_us, provider_ref, correlation_id, detail, hash
        FROM entries ORDER BY seq
        """

    /// The columns that hold the numbers of names.
    private static let named: Set<CInt> = [3, 4, 5, 6, 8, 9]

    private mutating func append(_ column: CInt) {
        switch sqlite3_column_type(rows, column) {
        case SQLITE_NULL: buffer.append(text: nil)
        case SQLITE_INTEGER where Self.named.contains(column):
            // A number without a name cannot have been hashed.
            buffer.append(blob: names[sqlite3_column_int64(rows, column)] ?? [])
        case SQLITE_INTEGER: buffer.append(number: sqlite3_column_int64(rows, column))
        default: buffer.append(bytes: bytes(column))
        }
    }

    private func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(rows, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(rows, column)))
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
        withUnsafeBytes(of: count.bigEndian) { bytes in
            for (offset, byte) in bytes.enumerated() { buffer[place + 4 + offset] = byte }
        }
    }

    private mutating func advanceSubject() throws {
        guard try subjects.stepsToRow() else {
            subject = nil
            return
        }
        let row = subjects.sqliteStatement
        subject = (sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1))
    }
}
