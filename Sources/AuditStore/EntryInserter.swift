import FoundationEssentials
import GRDB

/// Appends rows to the chain of one file within one transaction.
struct EntryInserter {
    private let db: Database
    private let insertEntry: Statement
    private let insertSubject: Statement
    private let deletePending: Statement
    private let instance: String
    private var buffer: [UInt8] = []
    private var rollups = Rollups()

    /// The last row so far.
    private(set) var head: Head

    /// The numbers of names, as far as they are known, by the names' bytes.
    ///
    /// Swift takes two spellings of one character for equal; SQLite and the hash do not.
    private(set) var names: [[UInt8]: Int64]

    /// Begins to append behind a head.
    ///
    /// - Parameters:
    ///   - db: The connection, inside a transaction.
    ///   - head: The last row.
    ///   - names: What is known of the file's names.
    ///   - instance: The process instance to which new open actions belong.
    /// - Throws: SQLite's error.
    init(_ db: Database, after head: Head, names: [[UInt8]: Int64], instance: String) throws {
        self.db = db
        self.head = head
        self.names = names
        self.instance = instance
        insertEntry = try db.cachedStatement(
            sql: """
                INSERT INTO entries (seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind,
                    http_status, attempts, duration_us, provider_ref, correlation_id, detail, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        insertSubject = try db.cachedStatement(sql: "INSERT INTO entry_subject (subject, seq) VALUES (?, ?)")
        deletePending = try db.cachedStatement(sql: "DELETE FROM pending WHERE action_id = ?")
    }

    /// Appends an entry.
    ///
    /// - Parameters:
    ///   - draft: The entry.
    ///   - subjects: The numbers of its people, ascending.
    /// - Throws: SQLite's error; the transaction must be rolled back then.
    mutating func append(_ draft: EntryDraft, subjects: [Int64]) throws {
        var row = draft.row
        row.subjects = subjects
        head.advance(to: &row, buffer: &buffer)
        try insert(row)
        for subject in subjects { try insertSubject.execute(arguments: [subject, row.seq]) }
        switch draft.pending {
        case .none: break
        case .opens: try PendingRow(row, instance: instance).insert(db)
        case .closes: try deletePending.execute(arguments: [Data(row.actionID)])
        }
    }

    /// Writes what is summed up over all entries; the last step before the commit.
    func finish() throws { try rollups.write(to: db) }

    private mutating func insert(_ row: EntryRow) throws {
        let action = try id(of: row.action)
        let provider = try row.provider.map { try id(of: $0) }
        let outcome = try row.outcome.map { try id(of: $0) }
        let errorKind = try row.errorKind.map { try id(of: $0) }
        let values: [(any DatabaseValueConvertible)?] = [
            row.seq, row.at, Data(row.actionID), try id(of: row.kind), action, provider, try id(of: row.actor),
            row.tenant, outcome, errorKind, row.httpStatus, row.attempts, row.durationMicroseconds,
            row.providerReference, row.correlationID, row.detail, Data(head.hash),
        ]
        insertEntry.setUncheckedArguments(StatementArguments(values))
        try insertEntry.execute()
        guard let outcome, row.kind == EntryKind.outcome.rawValue else { return }
        let duration = row.durationMicroseconds ?? 0
        rollups.count(at: row.at, provider: provider ?? 0, action: action, outcome: outcome, microseconds: duration)
    }

    private mutating func id(of name: String) throws -> Int64 {
        let key = Array(name.utf8)
        if let id = names[key] { return id }
        let find = try db.cachedStatement(sql: "SELECT id FROM names WHERE name = ?")
        if let id = try Int64.fetchOne(find, arguments: [name]) {
            names[key] = id
            return id
        }
        let add = try db.cachedStatement(
            sql: "INSERT INTO names (id, name) SELECT max(?, coalesce(max(id), 0) + 1), ? FROM names"
        )
        try add.execute(arguments: [AuditSchema.firstFreeName, name])
        names[key] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }
}

extension PendingRow {
    fileprivate init(_ row: EntryRow, instance: String) {
        self.init(
            actionID: Data(row.actionID),
            seq: row.seq,
            at: row.at,
            action: row.action,
            actor: row.actor,
            instance: instance
        )
    }
}
