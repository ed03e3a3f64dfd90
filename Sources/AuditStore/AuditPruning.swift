import GRDB
import Glibc
public import SwitchboardCore

/// What the log drops of its past: whole months.
public struct AuditPruning: Sendable, Hashable {
    /// The name of the entry that tells of it.
    public static let action = "audit.prune"

    /// A month's file that goes.
    public struct File: Sendable, Hashable, Encodable {
        /// The file's name.
        public var name: String

        /// The number of its first entry.
        public var firstSeq: Int64

        /// The number of its last entry.
        public var lastSeq: Int64

        /// The hash of its last entry, on which the next file builds, in hexadecimal.
        public var lastHash: String

        private enum CodingKeys: String, CodingKey {
            case name
            case firstSeq = "first_seq"
            case lastSeq = "last_seq"
            case lastHash = "last_hash"
        }
    }

    /// The files, oldest first.
    public internal(set) var files: [File] = []

    /// What the entry tells.
    var detail: JSONValue {
        [
            "files": .array(
                files.map { file in
                    [
                        "name": .string(file.name), "first_seq": .integer(file.firstSeq),
                        "last_seq": .integer(file.lastSeq),
                        "last_hash": .string(file.lastHash),
                    ]
                }
            )
        ]
    }
}

extension AuditReader {
    /// The months that ended before a moment and can be dropped; the current one never is.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where a file cannot be read.
    public func prunable(before moment: Timestamp) async throws(Failure) -> AuditPruning {
        let reader = self
        return try await run("looking for old months") {
            var pruning = AuditPruning()
            for month in try reader.directory.months().dropLast() where month < Month(containing: moment) {
                pruning.files.append(try reader.read(month) { try AuditPruning.File($0, month.fileName) })
            }
            return pruning
        }
    }
}

extension SQLiteAuditLog {
    /// Drops whole months, after an entry has told of them with the hash on which the next month builds.
    ///
    /// Where it is interrupted the entry is there and a file may be too; dropping it again leaves another entry.
    ///
    /// - Parameters:
    ///   - pruning: What to drop, as ``AuditReader/prunable(before:)`` found it.
    ///   - actor: Who does.
    /// - Throws: ``Failure/Kind/auditUnavailable``.
    public func prune(_ pruning: AuditPruning, actor: String) async throws(Failure) {
        guard !pruning.files.isEmpty else { return }
        try await recordOperator(AuditPruning.action, actor: actor, detail: pruning.detail)
        for file in pruning.files { try reader.directory.drop(file.name) }
        try reader.directory.synchronize()
    }
}

extension AuditPruning.File {
    fileprivate init(_ db: Database, _ name: String) throws {
        guard let head = try Head.read(db), let first = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM entries")
        else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        self.init(name: name, firstSeq: first, lastSeq: head.seq, lastHash: head.hash.hexadecimal)
    }
}

extension AuditDirectory {
    /// Unlinks a month's file with whatever SQLite keeps beside it.
    fileprivate func drop(_ name: String) throws(Failure) {
        for suffix in ["-wal", "-shm", "-journal", ""] { try remove(path(of: name + suffix)) }
    }

    /// Unlinks a file; one that is gone is no error.
    func remove(_ path: String) throws(Failure) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw .auditStorage("cannot delete \(path): \(systemError())")
        }
    }
}
