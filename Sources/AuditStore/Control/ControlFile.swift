import Dispatch
import GRDB
package import SwitchboardCore

/// Changes the operators' switches of an audit folder, each change in the audit log before it takes effect.
package struct ControlFile: Sendable {
    /// How far a change has come when the audit log is to be told.
    package enum Stage: Sendable, Hashable {
        /// It takes effect as soon as the log has it.
        case decided
        /// The log has it, and it could not be made after all.
        case failed
    }

    private let directory: AuditDirectory
    private let thread = DispatchQueue(label: "switchboard.audit.control")

    /// Names the folder, which must exist.
    package init(directory: String) {
        self.directory = AuditDirectory(path: directory)
    }

    /// Makes a change: it is written, the audit log is told, and only then it takes effect.
    ///
    /// Other operators wait meanwhile; readers do not.
    ///
    /// - Parameters:
    ///   - change: What to switch.
    ///   - decision: Who wants it, and why.
    ///   - record: Tells the audit log, and throws where it cannot: nothing is switched then.
    /// - Returns: Whether there was anything to do: what nobody switched cannot be taken back, and is not recorded.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be written, or what `record` throws.
    package func apply(
        _ change: SwitchChange,
        _ decision: Switches.Decision,
        record: (Stage, _ before: Switches.Decision?) async throws(Failure) -> Void
    ) async throws(Failure) -> Bool {
        // SQLite lets those who wait for each other try again and again, and somebody may never have a turn.
        let lock = try await offThePool {
            let lock = try FileLock(path: directory.controlLock)
            try lock.acquire()
            return lock
        }
        defer { lock.release() }
        let database = try await offThePool { try open() }
        let before = try await offThePool { try database.begin(change, decision) }
        if change.takesBack, before == nil {
            try await offThePool { try database.end(.rollback) }
            return false
        }
        do throws(Failure) {
            try await record(.decided, before)
        } catch {
            try? await offThePool { try database.end(.rollback) }
            throw error
        }
        do throws(Failure) {
            try await offThePool { try database.end(.commit) }
        } catch {
            try? await offThePool { try database.end(.rollback) }
            try await record(.failed, before)
            throw error
        }
        return true
    }

    /// Opens the file, and makes it with mode 0600 where it is missing.
    private func open() throws -> DatabaseQueue {
        try directory.reserve(directory.control)
        let database = try DatabaseQueue.control(path: directory.control, patience: 15)
        // EXTRA: what an operator was told holds also after the loss of power.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = EXTRA") }
        let isMade = { try database.read(ControlSchema.migrator.hasCompletedMigrations) }
        if try isMade() { return database }
        let lock = try FileLock(path: directory.writerLock)
        try lock.acquire()
        defer { lock.release() }
        // Somebody else may have had the lock before.
        if try !isMade() { try ControlSchema.migrator.migrate(database) }
        return database
    }

    private func offThePool<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            thread.async {
                do {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(.auditStorage(error, while: "switching")))
                }
            }
        }
        .get()
    }
}

extension DatabaseQueue {
    /// Begins a transaction with a change in it, and leaves it open.
    ///
    /// - Returns: What was switched before.
    fileprivate func begin(_ change: SwitchChange, _ decision: Switches.Decision) throws -> Switches.Decision? {
        try writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            let before = try Switches(db).before(change)
            try change.write(to: db, decision)
            return before
        }
    }

    fileprivate func end(_ completion: Database.TransactionCompletion) throws {
        try writeWithoutTransaction { db in
            guard db.isInsideTransaction else { return }
            switch completion {
            case .commit: try db.commit()
            case .rollback: try db.rollback()
            }
        }
    }
}
