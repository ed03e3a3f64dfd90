import Crypto
import FoundationEssentials
import GRDB
public import SwitchboardCore

/// The change from one master key to another.
public struct MasterKeyRotation: Sendable, Hashable, Encodable {
    /// The name of the entry that tells of it.
    public static let action = "audit.rotate_key"

    /// How many people's keys were wrapped anew.
    public internal(set) var people = 0

    /// How many ids were hashed anew.
    public internal(set) var ids = 0
}

extension AuditReader {
    /// Brings `keys.sqlite` from its master key to another one, all or nothing.
    ///
    /// Each person keeps the own key under which the ids are sealed; only its wrapping and the keyed hashes change. The
    /// identity map is deleted, since it can be learnt again. Processes that still have the old key are refused their next
    /// entry, so stop them before, and start them with the new key.
    ///
    /// - Parameter next: The key from now on.
    /// - Returns: What was changed.
    /// - Throws: ``Failure/Kind/notConfigured`` where the file was made with another key than the reader's;
    ///   ``Failure/Kind/auditUnavailable``.
    public func rotate(to next: MasterKey) async throws(Failure) -> MasterKeyRotation {
        guard let masterKey else {
            throw .masterKey("to change the audit master key takes the old one; set SWITCHBOARD_MASTER_KEY")
        }
        let directory = directory
        return try await run("changing the master key") {
            let rotation = try KeyWork(directory, key: masterKey)
                .run { db in
                    try db.rotate(from: masterKey, to: next)
                }
            try directory.dropIdentities()
            return rotation
        }
    }
}

extension Database {
    /// How many people are changed before the next are read.
    private static let peopleAtOnce = 1000

    fileprivate func rotate(from key: MasterKey, to next: MasterKey) throws -> MasterKeyRotation {
        var rotation = MasterKeyRotation()
        var last: Int64 = 0
        while let people = try people(behind: last), let end = people.last?.subject {
            for person in people { rotation.ids += try rewrap(person, from: key, to: next) }
            rotation.people += people.count
            last = end
        }
        try execute(
            sql: "UPDATE meta SET value = ? WHERE key = 'master_key_check'",
            arguments: [Data(next.check)]
        )
        return rotation
    }

    private func people(behind subject: Int64) throws -> [(subject: Int64, wrapped: Data)]? {
        let statement = try cachedStatement(
            sql: "SELECT subject, wrapped_key FROM subjects WHERE subject > ? ORDER BY subject LIMIT ?"
        )
        let rows = try Row.fetchAll(statement, arguments: [subject, Self.peopleAtOnce])
        guard !rows.isEmpty else { return nil }
        return try rows.map { (try $0.decode(Int64.self, atIndex: 0), try $0.decode(Data.self, atIndex: 1)) }
    }

    private func rewrap(
        _ person: (subject: Int64, wrapped: Data),
        from key: MasterKey,
        to next: MasterKey
    ) throws -> Int {
        let personal = try key.unwrap(person.wrapped, for: person.subject)
        try cachedStatement(sql: "UPDATE subjects SET wrapped_key = ? WHERE subject = ?")
            .execute(arguments: [try next.wrap(personal, for: person.subject), person.subject])
        let find = try cachedStatement(sql: "SELECT hash, sealed FROM ids WHERE subject = ?")
        let ids = try Row.fetchAll(find, arguments: [person.subject])
        for row in ids {
            let text = try MasterKey.open(try row.decode(Data.self, atIndex: 1), with: personal, for: person.subject)
            try cachedStatement(sql: "UPDATE ids SET hash = ? WHERE hash = ?")
                .execute(arguments: [KeyedID.hash(of: text, key: next).data, try row.decode(Data.self, atIndex: 0)])
        }
        return ids.count
    }
}

extension AuditDirectory {
    /// Deletes the identity map with its journal.
    fileprivate func dropIdentities() throws(Failure) {
        for suffix in ["", "-journal"] { try remove(identities + suffix) }
    }
}
