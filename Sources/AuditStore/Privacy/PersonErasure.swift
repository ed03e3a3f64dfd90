import FoundationEssentials
import GRDB
public import SwitchboardCore

/// What the erasure of a person has come to.
public struct PersonErasure: Sendable, Hashable, Encodable {
    /// The name of the entries that tell of it.
    public static let action = "audit.erase"

    /// The numbers that stood for the person; they stay in the entries, and nobody can tell any more whose they were.
    public internal(set) var subjects: [Int64] = []

    /// How many ids were forgotten.
    public internal(set) var ids = 0

    /// How many entries of the identity map were forgotten.
    public internal(set) var identities = 0
}

extension SQLiteAuditLog {
    /// Erases a person: destroys the key under which the person's ids are sealed, and the ids.
    ///
    /// The entries stay, and the chain holds. An `operator` entry is written before anything is deleted and an `erased`
    /// entry when it is done; both know the person as a number only. Blocks the writers of all processes meanwhile.
    ///
    /// - Parameters:
    ///   - person: An email address, platform id or provider's id; every id known to be of the same person goes too.
    ///   - actor: Who erases.
    /// - Returns: What was erased; no subjects where the log knows nobody by that id.
    /// - Throws: ``Failure/Kind/auditUnavailable``, also where only the last traces in a journal could not be removed since
    ///   somebody reads: then it is to be asked for again.
    public func erase(_ person: String, actor: String) async throws(Failure) -> PersonErasure {
        var erasure = PersonErasure()
        erasure.subjects = try reader.subjects(of: person)
        let known = erasure.subjects
        let id =
            known.isEmpty ? nil : try await recordOperator(PersonErasure.action, actor: actor, subjects: known)
        // Also for nobody: what an interrupted erasure has left in the journal goes then.
        let hashes = try await reader.run("erasing") { [directory = reader.directory, key] in
            try KeyWork(directory, key: key).run { try $0.erase(known) }
        }
        erasure.ids = hashes.count
        let identities = IdentityFile(directory: reader.directory.path, masterKey: key, time: time)
        erasure.identities = try await identities.forget(hashes)
        guard let id else { return erasure }
        try await recordErased(known, id, actor)
        return erasure
    }

    private func recordErased(_ subjects: [Int64], _ id: ActionID, _ actor: String) async throws(Failure) {
        var draft = EntryDraft(
            .erased,
            PersonErasure.action,
            id: id,
            actor: actor,
            at: time.wallClock(),
            detail: "{}"
        )
        draft.subjects = subjects
        _ = try await submit(draft)
    }
}

extension Database {
    /// Deletes people from `keys.sqlite`; returns the hashes of their ids.
    fileprivate func erase(_ subjects: [Int64]) throws -> [Data] {
        var hashes: [Data] = []
        for subject in subjects {
            hashes += try Data.fetchAll(self, sql: "SELECT hash FROM ids WHERE subject = ?", arguments: [subject])
            try execute(sql: "DELETE FROM ids WHERE subject = ?", arguments: [subject])
            try execute(sql: "DELETE FROM links WHERE subject = ? OR other = ?", arguments: [subject, subject])
        }
        for subject in subjects { try execute(sql: "DELETE FROM subjects WHERE subject = ?", arguments: [subject]) }
        return hashes
    }
}

extension IdentityFile {
    /// Forgets everybody who is known by one of these hashes of ids.
    fileprivate func forget(_ hashes: [Data]) async throws(Failure) -> Int {
        try await run("erasing from", rests: false) { database in
            try database.write { db in
                var count = 0
                for hash in hashes {
                    try db.execute(
                        sql: "DELETE FROM identities WHERE person = ? OR identity = ?",
                        arguments: [hash, hash]
                    )
                    count += db.changesCount
                }
                return count
            }
        } ?? 0
    }
}
