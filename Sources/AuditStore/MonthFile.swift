import FoundationEssentials
import GRDB
import Glibc
import SwitchboardCore

/// The current month's file with its writing connection; used under the writer's lock only.
///
/// After an error it must be thrown away: what it remembers of names may never have been committed.
struct MonthFile {
    /// The month.
    let month: Month

    private let path: String
    private let identity: FileIdentity?
    private let database: DatabaseQueue
    private let signingKey: AuditSigningKey?
    private var names: [ExactName: Int64] = [:]

    /// Opens a file that exists and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - directory: The folder.
    ///   - month: The month.
    ///   - options: How durable to be.
    ///   - signingKey: Signs checkpoints.
    ///   - isSuspect: Whether to look through all of it, since a commit found it damaged.
    /// - Throws: SQLite's error, as where the file is damaged, or a failure for a file of a newer version.
    init(
        _ directory: AuditDirectory,
        _ month: Month,
        options: SQLiteAuditLog.Options,
        signingKey: AuditSigningKey?,
        isSuspect: Bool
    ) throws {
        self.month = month
        self.signingKey = signingKey
        path = directory.path(of: month.fileName)
        database = try DatabaseQueue.auditWriter(path: path, options: options)
        identity = FileIdentity(path)
        try database.writeWithoutTransaction { db in
            guard try !AuditSchema.migrator.hasBeenSuperseded(db) else {
                throw Failure.auditStorage("\(path) was written by a newer version; run that one")
            }
        }
        try AuditSchema.migrator.migrate(database)
        try database.writeWithoutTransaction { db in
            _ = try Self.lastRow(db)
            _ = try PendingRow.all(db)
            if isSuspect, try String.fetchOne(db, sql: "PRAGMA quick_check(1)") != "ok" {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
        }
    }

    /// Whether the path still leads to this file; somebody may have moved it aside.
    var isInPlace: Bool { identity != nil && identity == FileIdentity(path) }

    /// The last row.
    func head() throws -> Head {
        try database.writeWithoutTransaction { try Self.lastRow($0) }
    }

    /// The open actions.
    func pending() throws -> [PendingRow] { try database.writeWithoutTransaction { try PendingRow.all($0) } }

    /// The month that follows, once a process has begun to end this one.
    func successor() throws -> Month? { try database.writeWithoutTransaction { try Self.successor($0) } }

    /// Marks the file as ended, durably: from now on no process appends to it.
    ///
    /// - Returns: The checkpoint of its last row.
    func end(before next: Month) throws -> Checkpoint {
        try database.writeWithoutTransaction { db in
            // The next file refers to this one's last row, so that row must survive whatever befalls the machine.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES ('next_file', ?)"
            try db.execute(sql: sql, arguments: [next.fileName])
            return try Checkpoint.made(db, of: try Self.lastRow(db), signedWith: signingKey)
        }
    }

    /// What became of entries that were to be appended.
    enum Appending {
        /// They are durable.
        case done
        /// Nothing is stored: a process has begun to end this file, and the entries belong into the next.
        case ended
    }

    /// Appends entries in one transaction, durable on return.
    ///
    /// - Parameters:
    ///   - drafts: The entries; each is given its place in the chain.
    ///   - subjects: The numbers of each entry's people.
    ///   - instance: The process instance to which new open actions belong.
    ///   - checkpoints: Where those are added that were due.
    /// - Returns: What became of them.
    /// - Throws: SQLite's error; nothing of the entries is stored then.
    mutating func append(
        _ drafts: inout [EntryDraft],
        subjects: [[Int64]],
        instance: String,
        _ checkpoints: inout [Checkpoint]
    ) throws -> Appending {
        let known = names
        let signingKey = signingKey
        let inserter = try database.writeWithoutTransaction { db in
            try db.inPreparedTransaction { () -> EntryInserter? in
                guard try Self.successor(db) == nil else { return nil }
                let head = try Self.lastRow(db)
                var inserter = try EntryInserter(
                    db,
                    after: head,
                    names: known,
                    instance: instance,
                    signingKey: signingKey
                )
                for index in drafts.indices { try inserter.append(&drafts[index], subjects: subjects[index]) }
                try inserter.finish()
                return inserter
            }
        }
        guard let inserter else { return .ended }
        names = inserter.names
        checkpoints += inserter.checkpoints
        return .done
    }

    /// Writes a checkpoint of the last row.
    func markHead() throws -> Checkpoint {
        try database.writeWithoutTransaction { db in
            try Checkpoint.made(db, of: try Self.lastRow(db), signedWith: signingKey)
        }
    }

    /// The file's checkpoints, in order.
    func checkpoints() throws -> [Checkpoint] { try database.writeWithoutTransaction { try Checkpoint.all($0) } }

    /// Moves what was committed into the file itself.
    func checkpoint(_ mode: Database.CheckpointMode) throws {
        _ = try database.writeWithoutTransaction { try $0.checkpoint(mode) }
    }

    /// Closes the file.
    func close() { try? database.close() }

    private static func successor(_ db: Database) throws -> Month? {
        let statement = try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = 'next_file'")
        return try String.fetchOne(statement).flatMap(Month.init(fileName:))
    }

    /// The last row; a file in its place has a first one, so one without lost what it had.
    private static func lastRow(_ db: Database) throws -> Head {
        guard let head = try Head.read(db) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return head
    }
}
