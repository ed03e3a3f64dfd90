import FoundationEssentials
import GRDB
import Glibc
import SwitchboardCore

/// Work on all of `keys.sqlite` at once, under the writer's lock: nobody else writes or checkpoints meanwhile.
struct KeyWork {
    private let directory: AuditDirectory
    private let key: MasterKey

    /// Names the folder and the key that it was made with.
    init(_ directory: AuditDirectory, key: MasterKey) {
        self.directory = directory
        self.key = key
    }

    /// Runs work in one transaction, durable on return, and leaves nothing of what it deleted in the WAL.
    ///
    /// - Throws: What the work throws, with nothing changed; ``Failure/Kind/auditUnavailable`` where a reader keeps the WAL
    ///   from being emptied: then the change is made, and is to be asked for again.
    func run<Value>(_ work: (Database) throws -> Value) throws -> Value {
        let lock = try FileLock(path: directory.writerLock)
        try lock.acquire()
        defer { lock.release() }
        let database = try DatabaseQueue.auditWriter(path: directory.keys, options: .init(synchronous: .full))
        defer { try? database.close() }
        return try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try key.checkMade(db, at: directory.keys)
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try work(db)
                return .commit
            }
            try empty(db)
            guard let value else { throw Failure.auditClosed }
            return value
        }
    }

    private func empty(_ db: Database) throws {
        let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        guard try row?.decode(Int.self, atIndex: 0) == 0 else {
            throw Failure.auditStorage(
                "a reader keeps \(directory.keys)-wal from being emptied, so what was deleted is still in it; do this again"
            )
        }
    }
}
