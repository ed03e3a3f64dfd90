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
        /// Whoever made it did not live to its end: it never took effect, and the log may have it.
        case interrupted
    }

    /// What the audit log is to be told.
    package struct Note: Sendable, Hashable {
        /// How far the change has come.
        package var stage: Stage

        /// What was to be switched.
        package var change: SwitchChange

        /// Who wanted it, and why.
        package var decision: Switches.Decision

        /// Who switched it before.
        package var before: Switches.Decision?
    }

    private let directory: AuditDirectory
    private let thread = DispatchQueue(label: "switchboard.audit.control")

    /// Names the folder, which must exist.
    package init(directory: String) {
        self.directory = AuditDirectory(path: directory)
    }

    /// Makes a change: it is written, the audit log is told, and only then it takes effect.
    ///
    /// Other operators wait meanwhile; readers do not. Where the process of an earlier change ended in the middle of it, the
    /// log is told of that first.
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
        record: (Note) async throws(Failure) -> Void
    ) async throws(Failure) -> Bool {
        // SQLite lets those who wait for each other try again and again, and somebody may never have a turn.
        let lock = try await offThePool {
            let lock = try FileLock(path: directory.controlLock)
            try lock.acquire()
            return lock
        }
        defer { lock.release() }
        let database = try await offThePool { try open() }
        for (change, decision) in try await offThePool({ try database.announced() }) {
            try await record(Note(stage: .interrupted, change: change, decision: decision))
        }
        let before = try await offThePool { try database.begin(change, decision) }
        guard let before else { return false }
        var note = Note(stage: .decided, change: change, decision: decision, before: before.decision)
        do throws(Failure) {
            try await record(note)
        } catch {
            try? await offThePool { database.giveUp() }
            throw error
        }
        do throws(Failure) {
            try await offThePool { try database.commit() }
        } catch {
            try? await offThePool { database.giveUp() }
            note.stage = .failed
            try await record(note)
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
        let isMade = { try database.read { try $0.hasSchema(of: ControlSchema.migrator) } }
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
        try await thread.run("switching", work)
    }
}

/// Who switched something before a change; nobody, perhaps.
private struct Before: Sendable {
    var decision: Switches.Decision?
}

extension DatabaseQueue {
    /// The changes that were announced and never ended: with the operators' lock held nobody is at work on them.
    fileprivate func announced() throws -> [(SwitchChange, Switches.Decision)] {
        try read { try SwitchChange.announced($0) }
    }

    /// Announces a change, which lasts should this process end; then begins a transaction with the change in it, and leaves
    /// it open.
    ///
    /// - Returns: What was switched before; `nil` where there is nothing to take back, and nothing was begun.
    fileprivate func begin(_ change: SwitchChange, _ decision: Switches.Decision) throws -> Before? {
        try writeWithoutTransaction { db in
            let before = try Switches(db).before(change)
            let hasWork = !change.takesBack || before != nil
            try db.inTransaction(.immediate) {
                try SwitchChange.forgetAnnounced(in: db)
                if hasWork { try change.announce(in: db, decision) }
                return .commit
            }
            guard hasWork else { return nil }
            do {
                try db.beginTransaction(.immediate)
                try change.write(to: db, decision)
                try SwitchChange.forgetAnnounced(in: db)
            } catch {
                db.giveUp()
                throw error
            }
            return Before(decision: before)
        }
    }

    fileprivate func commit() throws { try writeWithoutTransaction { try $0.commit() } }

    fileprivate func giveUp() { writeWithoutTransaction { $0.giveUp() } }
}

extension Database {
    /// Ends a change without effect; should that fail too, the announcement tells the next operator.
    fileprivate func giveUp() {
        if isInsideTransaction { try? rollback() }
        try? SwitchChange.forgetAnnounced(in: self)
    }
}
