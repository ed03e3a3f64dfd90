import GRDB

/// Appends rows to the chain of one file within one transaction.
struct EntryInserter {
    private let db: Database
    private let insertEntry: RowStatement
    private let insertSubject: RowStatement
    private let insertPending: RowStatement
    private let deletePending: RowStatement
    private let instance: String
    private let signingKey: AuditSigningKey?
    private var buffer: [UInt8] = []
    private var rollups = Rollups()

    /// The last row so far.
    private(set) var head: Head

    /// The numbers of names, as far as they are known.
    private(set) var names: [ExactName: Int64]

    /// The checkpoints that were due.
    private(set) var checkpoints: [Checkpoint] = []

    /// Begins to append behind a head.
    ///
    /// - Parameters:
    ///   - db: The connection, inside a transaction.
    ///   - head: The last row.
    ///   - names: What is known of the file's names.
    ///   - instance: The process instance to which new open actions belong.
    ///   - signingKey: Signs checkpoints.
    /// - Throws: SQLite's error.
    init(
        _ db: Database,
        after head: Head,
        names: [ExactName: Int64],
        instance: String,
        signingKey: AuditSigningKey?
    ) throws {
        self.db = db
        self.head = head
        self.names = names
        self.instance = instance
        self.signingKey = signingKey
        insertEntry = try RowStatement(
            db,
            sql: """
                INSERT INTO entries (seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind,
                    http_status, attempts, duration_us, provider_ref, correlation_id, detail, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        insertSubject = try RowStatement(db, sql: "INSERT INTO entry_subject (subject, seq) VALUES (?, ?)")
        insertPending = try RowStatement(db, sql: PendingRow.insertion)
        deletePending = try RowStatement(db, sql: "DELETE FROM pending WHERE action_id = ?")
    }

    /// Appends an entry.
    ///
    /// - Parameters:
    ///   - draft: The entry; it is given its place in the chain.
    ///   - subjects: The numbers of its people, ascending.
    /// - Throws: SQLite's error; the transaction must be rolled back then.
    mutating func append(_ draft: inout EntryDraft, subjects: [Int64]) throws {
        draft.row.subjects = subjects
        head.advance(to: &draft.row, buffer: &buffer)
        try insert(draft.row)
        if head.seq.isMultiple(of: Checkpoint.interval) {
            checkpoints.append(try Checkpoint.made(db, of: head, signedWith: signingKey))
        }
        for subject in subjects {
            try insertSubject.run {
                $0.integer(subject)
                $0.integer(draft.row.seq)
            }
        }
        switch draft.pending {
        case .none: break
        case .opens: try insertPending.run { $0.pending(draft.row, instance: instance) }
        case .closes: try deletePending.run { $0.blob(draft.row.actionID) }
        }
    }

    /// Writes what is summed up over all entries; the last step before the commit.
    func finish() throws { try rollups.write(to: db) }

    private mutating func insert(_ row: EntryRow) throws {
        let names = RowNames(
            kind: try id(of: row.kind),
            action: try id(of: row.action),
            provider: try row.provider.map { try id(of: $0) },
            actor: try id(of: row.actor),
            outcome: try row.outcome.map { try id(of: $0) },
            errorKind: try row.errorKind.map { try id(of: $0) }
        )
        try insertEntry.run { $0.entry(row, names, hash: head.hash) }
        guard let outcome = names.outcome, row.kind == EntryKind.outcome.rawValue else { return }
        rollups.count(
            at: row.at,
            provider: names.provider ?? 0,
            action: names.action,
            outcome: outcome,
            microseconds: row.durationMicroseconds ?? 0
        )
    }

    private mutating func id(of name: String) throws -> Int64 {
        let key = ExactName(name)
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

/// The numbers that stand for a row's names.
private struct RowNames {
    let kind: Int64
    let action: Int64
    let provider: Int64?
    let actor: Int64
    let outcome: Int64?
    let errorKind: Int64?
}

extension RowStatement.Values {
    /// Gives the columns of `entries`, in the order of the statement.
    fileprivate mutating func entry(_ row: EntryRow, _ names: RowNames, hash: [UInt8]) {
        integer(row.seq)
        integer(row.at)
        blob(row.actionID)
        integer(names.kind)
        integer(names.action)
        integer(names.provider)
        integer(names.actor)
        text(row.tenant)
        integer(names.outcome)
        integer(names.errorKind)
        integer(row.httpStatus)
        integer(row.attempts)
        integer(row.durationMicroseconds)
        text(row.providerReference)
        text(row.correlationID)
        text(row.detail)
        blob(hash)
    }

    /// Gives the columns of `pending`, in the order of ``PendingRow/insertion``.
    fileprivate mutating func pending(_ row: EntryRow, instance: String) {
        blob(row.actionID)
        integer(row.seq)
        integer(row.at)
        text(row.action)
        text(row.actor)
        text(instance)
    }
}
