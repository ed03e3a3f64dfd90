import GRDB
public import SwitchboardCore

/// Which entries leave the log, and how they are written.
public struct AuditExportQuery: Sendable, Hashable {
    /// How an entry is written.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// An object a line, with the members of ``AuditEntry`` and the entry's hash.
        case jsonLines = "jsonl"
        /// RFC 4180, with a header line; a cell that a spreadsheet would take for a formula begins with an apostrophe.
        case csv
    }

    /// How an entry is written.
    public var format: Format

    /// Entries behind this number: where an export that was interrupted goes on.
    public var after: Int64

    /// Entries at or after this moment.
    public var since: Timestamp?

    /// Entries before this moment.
    public var until: Timestamp?

    /// How many entries a chunk has at most; at least 1.
    public var limit: Int

    /// Creates a query.
    public init(
        _ format: Format = .jsonLines,
        after: Int64 = 0,
        since: Timestamp? = nil,
        until: Timestamp? = nil,
        limit: Int = 10_000
    ) {
        self.format = format
        self.after = after
        self.since = since
        self.until = until
        self.limit = max(1, limit)
    }
}

/// A piece of an export: whole lines.
public struct AuditExportChunk: Sendable, Hashable {
    /// The lines.
    public internal(set) var bytes: [UInt8] = []

    /// How many entries they hold.
    public internal(set) var count = 0

    /// Behind which number the next chunk begins; `nil` where there was nothing left.
    public internal(set) var next: Int64?
}

extension AuditReader {
    /// Writes the next entries of an export, oldest first.
    ///
    /// Nothing but a chunk is held. The caller owes the log an `operator` entry that it was exported
    /// (``SQLiteAuditLog/recordOperator(_:actor:about:subjects:detail:)``); a reader writes nothing.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where a file cannot be read.
    public func export(_ query: AuditExportQuery) async throws(Failure) -> AuditExportChunk {
        let reader = self
        return try await run("exporting") {
            var chunk = AuditExportChunk()
            for month in try reader.directory.months() {
                // Most calls need but one file, and its name does not tell which numbers are in it.
                if try reader.read(month, { try chunk.fill(query, $0) }) { return chunk }
            }
            return chunk
        }
    }
}

extension AuditExportChunk {
    /// Adds what one month's file holds; returns whether the chunk is full.
    fileprivate mutating func fill(_ query: AuditExportQuery, _ db: Database) throws -> Bool {
        guard let bounds = try SeqBounds(db, since: query.since, until: query.until), bounds.end - 1 > query.after
        else {
            return false
        }
        let first = max(bounds.start, query.after + 1)
        let wanted = query.limit - count
        let names = try db.names()
        let rows = try db.makeStatement(sql: ExportedRow.select)
        try rows.setArguments([first, bounds.end, wanted])
        while try rows.stepsToRow() {
            let exported = ExportedRow(RawRow(rows), names: names)
            bytes += query.format == .csv ? exported.csv : exported.json
            count += 1
            next = exported.seq
        }
        return count == query.limit
    }
}
