import FoundationEssentials
import GRDB
import Glibc
import SwitchboardCore

extension MonthFile {
    /// What a new file begins with.
    struct Beginning {
        /// The last row before it.
        var head: Head

        /// The file in which that row is; `nil` where there is none.
        var previousFile: String?

        /// The actions that are open.
        var pending: [PendingRow]

        /// The first row.
        var first: EntryDraft
    }

    /// Creates the file of a month, complete with its first row.
    ///
    /// It is built under another name and renamed when it is durable, so that a file in place is never half made.
    static func create(_ directory: AuditDirectory, _ month: Month, _ beginning: Beginning) throws {
        let draft = directory.path(of: ".new-\(month.fileName)")
        for leftover in [draft, draft + "-journal"] { unlink(leftover) }
        try directory.reserve(draft)
        let database = try DatabaseQueue.auditBuilder(path: draft)
        try AuditSchema.migrator.migrate(database)
        try database.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                try beginning.write(to: db, month)
                return .commit
            }
        }
        try database.close()
        guard rename(draft, directory.path(of: month.fileName)) == 0 else {
            throw Failure.auditStorage("cannot put \(month.fileName) in its place: \(systemError())")
        }
        try directory.synchronize()
    }

    /// Leaves a past month's file in rollback-journal mode with everything in it, as a file that is only ever read.
    ///
    /// Does nothing for a file that is so already. A reader may be in the way; then it is for the next time.
    static func settle(_ directory: AuditDirectory, _ month: Month) {
        let path = directory.path(of: month.fileName)
        guard isInWALMode(path), let database = try? DatabaseQueue(path: path) else { return }
        try? database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.checkpoint(.truncate)
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
        }
        try? database.close()
    }

    /// Asked of SQLite: to look into the header would mean to open and close the file, and closing any descriptor of a
    /// file ends all locks that SQLite holds on it in this process.
    private static func isInWALMode(_ path: String) -> Bool {
        guard let database = try? DatabaseQueue.auditReader(path: path) else { return false }
        defer { try? database.close() }
        return database.unsafeRead { (try? String.fetchOne($0, sql: "PRAGMA journal_mode")) == "wal" }
    }
}

extension MonthFile.Beginning {
    fileprivate func write(to db: Database, _ month: Month) throws {
        let facts: [(String, (any DatabaseValueConvertible)?)] = [
            ("month", String(month.fileName.prefix(7))),
            ("previous_file", previousFile),
            ("previous_seq", head.seq),
            ("previous_hash", Data(head.hash)),
        ]
        for (key, value) in facts {
            try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
        }
        for row in pending { try row.insert(db) }
        var inserter = try EntryInserter(db, after: head, names: [:], instance: "", signingKey: nil)
        var first = first
        try inserter.append(&first, subjects: [])
        try inserter.finish()
    }
}
