import Dispatch
import GRDB
import Glibc
package import SwitchboardCore
import Synchronization

/// Reads the operators' switches of an audit folder, and reads them again only where somebody has changed them.
///
/// It makes no file and changes none: where there is no `control.sqlite`, nothing is switched.
package final class SwitchReader: Sendable {
    private let path: String
    private let thread = DispatchQueue(label: "switchboard.audit.switches")
    /// Held while the file is read: whoever waits for it wants to know the same.
    private let seen = Mutex(Seen())

    /// Names the folder, which need not exist.
    package init(directory: String) {
        path = AuditDirectory(path: directory).control
    }

    /// What is switched now; blocks for 2 s at most, where somebody keeps the file locked.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the file cannot be read.
    package func read() throws(Failure) -> Switches {
        try seen.withLock { (seen) throws(Failure) in
            do {
                return try seen.look(at: path)
            } catch {
                // The next look begins with a connection of its own.
                seen = Seen()
                throw .auditStorage(error, while: "reading the operators' switches")
            }
        }
    }

    /// What is switched now; as ``read()``, on a thread of its own.
    package func look() async throws(Failure) -> Switches {
        try await thread.run("reading the operators' switches") { try self.read() }
    }
}

/// A connection and what was read through it last.
private struct Seen {
    private var database: DatabaseQueue?
    private var file: (device: UInt, number: UInt)?
    private var version: Int64?
    private var switches = Switches()

    mutating func look(at path: String) throws -> Switches {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw Failure.auditStorage("cannot read \(path): \(systemError())") }
            self = Seen()
            return switches
        }
        let present = (device: UInt(status.st_dev), number: UInt(status.st_ino))
        // Somebody may have put another file into its place, as where a backup is restored.
        if let file, file != present { self = Seen() }
        file = present
        let database = try database ?? .control(path: path, patience: 2)
        self.database = database
        let (version, switches) = try database.read { [version, switches] db in
            let present = try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
            return (present, present == version ? switches : try Switches(db))
        }
        self.version = version
        self.switches = switches
        return switches
    }
}
