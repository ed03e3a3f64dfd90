import FoundationEssentials
import GRDB
import SwitchboardCore

/// The connection to `identities.sqlite`, which it makes only to write.
struct IdentityConnection {
    private let directory: AuditDirectory
    private let key: MasterKey
    private var database: DatabaseQueue?
    private var file: FileIdentity?

    /// Names the folder, which need not exist.
    init(_ directory: AuditDirectory, key: MasterKey) {
        self.directory = directory
        self.key = key
    }

    /// Opens the file, unless it is open.
    ///
    /// - Parameter makesFile: Whether to make it where it is missing, with mode 0600.
    /// - Returns: The file; `nil` where there is none.
    /// - Throws: Where it cannot be opened, or was made with another master key.
    mutating func open(makesFile: Bool) throws -> DatabaseQueue? {
        let present = FileIdentity(directory.identities)
        if let database, present != nil, present == file { return database }
        // Somebody may have removed the file, or put another one into its place.
        self.database = nil
        if makesFile { try directory.reserve(directory.identities) }
        guard let present = FileIdentity(directory.identities) else { return nil }
        let database = try DatabaseQueue(path: directory.identities, configuration: Self.configuration)
        if try !isMade(database) {
            // Such a file is somebody's who is about to write.
            guard makesFile else { return nil }
            try make(database)
        }
        try check(database)
        self.database = database
        file = present
        return database
    }

    /// Whether the file is whole: who makes it writes the schema first, and then, in a transaction of its own, which
    /// master key it belongs to.
    private func isMade(_ database: DatabaseQueue) throws -> Bool {
        try database.read { try $0.hasSchema(of: IdentitySchema.migrator) && keyCheck($0) != nil }
    }

    private func make(_ database: DatabaseQueue) throws {
        let lock = try FileLock(path: directory.writerLock)
        try lock.acquire()
        defer { lock.release() }
        // Somebody else may have had the lock before.
        guard try !isMade(database) else { return }
        try IdentitySchema.migrator.migrate(database)
        try database.write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO meta (key, value) VALUES ('master_key_check', ?)",
                arguments: [Data(key.check)]
            )
        }
    }

    private func check(_ database: DatabaseQueue) throws {
        guard try database.read(keyCheck) == Data(key.check) else {
            throw Failure.masterKey(
                "\(directory.identities) was made with another audit master key; delete it, since it can be learnt again"
            )
        }
    }

    private func keyCheck(_ db: Database) throws -> Data? {
        try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'master_key_check'")
    }

    /// A rollback journal, since several processes write: see `DatabaseQueue.control`.
    private static let configuration: Configuration = {
        var configuration = Configuration()
        configuration.label = "switchboard.audit.identities"
        configuration.busyMode = .timeout(1)
        // Who was forgotten must not stay behind in free pages.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        return configuration
    }()
}
