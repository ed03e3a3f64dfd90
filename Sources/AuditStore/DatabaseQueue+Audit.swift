import Foundation
import GRDB
import Glibc
import SwitchboardCore

extension DatabaseQueue {
    /// Opens the writing connection of a file that exists, in WAL mode and with the durability asked for.
    ///
    /// - Throws: Where SQLite does not confirm both: a log that may lose rows must not run unnoticed.
    static func auditWriter(path: String, options: SQLiteAuditLog.Options) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "switchboard.audit.writer"
        configuration.busyMode = .timeout(2)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = \(options.synchronous.rawValue)")
            // Checkpoints happen under the writer's lock only: see Ledger.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA cache_size = -16384")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            guard journal == "wal", synchronous == options.synchronous.rawValue else {
                throw Failure.auditStorage("SQLite does not take up the durability that the audit log needs")
            }
        }
        return queue
    }

    /// Opens a connection that cannot write.
    static func auditReader(path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "switchboard.audit.reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(2)
        return try DatabaseQueue(path: addressOnReadOnlyDisk(path) ?? path, configuration: configuration)
    }

    /// The address of a file that lies on a read-only file system and whose log was closed; `nil` for any other.
    ///
    /// To read a file in WAL mode SQLite makes a journal beside it, where there is none. It can do without only if it is told
    /// that the file cannot change.
    private static func addressOnReadOnlyDisk(_ path: String) -> String? {
        guard access(path, W_OK) != 0, errno == EROFS, access(path + "-wal", F_OK) != 0 else { return nil }
        let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        return encoded.map { ($0.hasPrefix("/") ? "file://" : "file:") + $0 + "?immutable=1" }
    }

    /// Opens a connection for filling a file that nobody else knows of yet: a rollback journal, fully synchronised.
    static func auditBuilder(path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return queue
    }
}

extension Database {
    /// Runs work in an immediate transaction, as `inTransaction` does, whose own statements are compiled once.
    ///
    /// - Throws: SQLite's error or the work's, after which nothing of it is stored.
    func inPreparedTransaction<Value>(_ work: () throws -> Value) throws -> Value {
        try cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
        do {
            let value = try work()
            try cachedStatement(sql: "COMMIT TRANSACTION").execute()
            return value
        } catch {
            // The first error is the one that tells; a full disk has ended the transaction already.
            try? rollback()
            throw error
        }
    }
}
