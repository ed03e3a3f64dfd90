import GRDB
import SwitchboardCore

extension Failure {
    /// Makes the failure for a log that cannot be written or read: nothing was sent.
    static func auditStorage(_ message: String) -> Failure {
        Failure(.auditUnavailable, effect: .none, message)
    }

    /// Makes the failure for an error from below; only SQLite's result code is kept, never statements or values.
    static func auditStorage(_ error: any Error, while doing: String) -> Failure {
        if let failure = error as? Failure { return failure }
        guard let database = error as? DatabaseError else {
            return .auditStorage("the audit log failed while \(doing): \(type(of: error))")
        }
        let remedy =
            switch database.resultCode {
            case .SQLITE_FULL: "the disk is full; make room"
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: "it cannot be opened for this; check the file modes"
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: "the file is damaged"
            case .SQLITE_BUSY, .SQLITE_LOCKED: "another program holds it"
            case .SQLITE_IOERR: "the disk reports an error"
            default: "SQLite refused"
            }
        return .auditStorage("the audit log failed while \(doing): \(remedy) (\(database.extendedResultCode))")
    }

    /// The log has been shut down.
    static let auditClosed = Failure.auditStorage("the audit log is closed")
}

extension Error {
    /// Whether SQLite says that the file's content is damaged.
    var saysCorrupt: Bool {
        guard let code = (self as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }
}
