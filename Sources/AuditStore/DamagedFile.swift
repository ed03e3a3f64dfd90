import GRDB
import Glibc
import SwitchboardCore

/// A month's file that SQLite finds damaged: as much of it as can be had, and its way aside.
struct DamagedFile {
    private let directory: AuditDirectory
    private let name: String

    /// Names the file.
    init(_ directory: AuditDirectory, _ month: Month) {
        self.directory = directory
        name = month.fileName
    }

    /// The last row and the open actions, where they can still be read.
    func salvage() -> (head: Head, pending: [PendingRow])? {
        guard let database = try? DatabaseQueue.auditReader(path: directory.path(of: name)) else { return nil }
        defer { try? database.close() }
        return database.unsafeRead { db in
            guard let head = try? Head.read(db) else { return nil }
            return (head, (try? PendingRow.all(db)) ?? [])
        }
    }

    /// Moves the file aside with its WAL; nothing of it is deleted.
    ///
    /// The file goes first: interrupted in between, it must never be opened without its WAL.
    ///
    /// - Returns: The name that it has now.
    func moveAside(at moment: Timestamp) throws(Failure) -> String {
        let aside = "\(name).damaged-\(moment.microsecondsSince1970)"
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let from = directory.path(of: name + suffix)
            guard rename(from, directory.path(of: aside + suffix)) == 0 || errno == ENOENT else {
                throw .auditStorage("cannot move the damaged \(from) aside: \(systemError())")
            }
        }
        try directory.synchronize()
        return aside
    }
}
