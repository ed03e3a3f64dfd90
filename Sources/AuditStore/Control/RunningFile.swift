import GRDB
import Glibc
package import SwitchboardCore

/// What the processes that use an audit folder say of themselves: `running.sqlite`.
///
/// A file apart from the operators' switches: its rows are written often, never synchronised with the disk, and worth nothing
/// after a loss of power. Where it turns out damaged it is made anew. Everything here blocks.
package struct RunningFile: Sendable {
    /// After how long without a word a process counts as gone.
    package static let patience: Duration = .seconds(30)

    private let directory: AuditDirectory

    /// Names the folder.
    package init(directory: String) {
        self.directory = AuditDirectory(path: directory)
    }

    /// The processes that run now, those that started first before the others.
    ///
    /// No file is made.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be read.
    package func processes(at now: Timestamp) throws(Failure) -> [ProcessReport] {
        do {
            guard access(directory.running, F_OK) == 0 else { return [] }
            let database = try DatabaseQueue.running(path: directory.running)
            defer { try? database.close() }
            return try database.read { try RunningRow.all($0) }.filter { $0.isAlive(at: now) }.map(\.report)
        } catch {
            throw .auditStorage(error, while: "reading what the running processes say")
        }
    }

    /// Writes what a process says of itself, and removes the processes that are gone.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be written.
    package func write(_ report: ProcessReport, at now: Timestamp) throws(Failure) {
        try change { db in
            for row in try RunningRow.all(db) where !row.isAlive(at: now) {
                try RunningRow.remove(row.report.process.id, from: db)
            }
            try RunningRow.write(report, heartbeat: now, to: db)
        }
    }

    /// Removes what a process said of itself.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be written.
    package func remove(_ process: ProcessMark) throws(Failure) {
        try change { try RunningRow.remove(process.id, from: $0) }
    }

    /// Changes the file, which nobody else does meanwhile: so that one who makes it anew meets no other's journal.
    private func change(_ work: (Database) throws -> Void) throws(Failure) {
        let lock = try FileLock(path: directory.runningLock)
        try lock.acquireSoon()
        defer { lock.release() }
        do {
            do {
                try write(work)
            } catch let error where error.saysCorrupt {
                // Without its journal first: a new file must never meet an old journal.
                for suffix in ["-journal", ""] { unlink(directory.running + suffix) }
                try write(work)
            }
        } catch {
            throw .auditStorage(error, while: "writing what this process says")
        }
    }

    private func write(_ work: (Database) throws -> Void) throws {
        try directory.reserve(directory.running)
        let database = try DatabaseQueue.running(path: directory.running)
        defer { try? database.close() }
        if try !database.read({ try $0.hasSchema(of: RunningSchema.migrator) }) {
            try RunningSchema.migrator.migrate(database)
        }
        try database.write(work)
    }
}

extension RunningRow {
    /// Whether its process runs, as far as can be seen from here.
    fileprivate func isAlive(at now: Timestamp) -> Bool {
        // A clock that was put back must not keep the dead.
        let silence = now.since(heartbeat)
        return silence <= RunningFile.patience && .zero - silence <= RunningFile.patience && !report.process.isGone
    }
}

extension DatabaseQueue {
    /// Opens a connection to `running.sqlite`, which keeps a rollback journal as `control.sqlite` does.
    fileprivate static func running(path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "switchboard.audit.running"
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
