import FoundationEssentials
import GRDB
import SwitchboardCore

/// One row of `identities.sqlite`.
struct IdentityRow {
    let instance: String
    let learntAt: Timestamp
    private let person: Data
    private let identity: Data
    private let sealed: Data
    private let role: String?

    /// Makes a row.
    ///
    /// - Throws: Where the provider's id cannot be sealed.
    init(
        _ identity: ProviderIdentity,
        of person: KeyedID,
        at instance: String,
        learntAt: Timestamp,
        key: MasterKey
    ) throws {
        self.instance = instance
        self.learntAt = learntAt
        self.person = person.hash.data
        self.identity = Self.hash(of: identity.id, at: instance, key: key)
        role = identity.role
        sealed = try key.seal(identity.id, for: self.person, at: instance)
    }

    private init(_ row: Row) {
        instance = row["instance"]
        learntAt = Timestamp(microsecondsSince1970: row["learnt_at"])
        person = row["person"]
        identity = row["identity"]
        sealed = row["sealed"]
        role = row["role"]
    }

    /// Who the person is; `nil` where the row was not sealed with this key for this person, so that it says nothing.
    func identity(_ key: MasterKey) -> ProviderIdentity? {
        let id = try? key.openIdentity(sealed, for: person, at: instance)
        return id.map { ProviderIdentity(id: $0, role: role, isExact: true) }
    }

    /// The hash of a provider's id.
    static func hash(of id: String, at instance: String, key: MasterKey) -> Data {
        KeyedID.all(of: Person(contactID: id), at: instance, key: key).reduce(into: Data()) { $0 = $1.hash.data }
    }
}

extension IdentityRow {
    /// The row of a person at an instance that is not too old, nor of a time to come.
    static func fetch(
        _ db: Database,
        _ person: Data,
        at instance: String,
        learntWithin age: Duration,
        _ now: Timestamp
    ) throws -> IdentityRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM identities WHERE instance = ? AND person = ? AND learnt_at > ? AND learnt_at <= ?"
        )
        let since = now.advanced(by: .zero - age)
        let arguments: StatementArguments = [
            instance, person, since.microsecondsSince1970, now.microsecondsSince1970,
        ]
        return try Row.fetchOne(statement, arguments: arguments).map(IdentityRow.init)
    }

    /// The rows of a person at every instance, by their names.
    static func fetchAll(_ db: Database, _ person: Data, since: Timestamp) throws -> [IdentityRow] {
        let sql = "SELECT * FROM identities WHERE person = ? AND learnt_at > ? ORDER BY instance"
        return try Row.fetchAll(db, sql: sql, arguments: [person, since.microsecondsSince1970]).map(IdentityRow.init)
    }

    /// Writes the row, in the place of an earlier one.
    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO identities (instance, person, identity, sealed, role, learnt_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [instance, person, identity, sealed, role, learntAt.microsecondsSince1970]
        )
    }

    /// Drops what nobody would use any more.
    static func deleteLearnt(_ db: Database, before moment: Timestamp) throws {
        try db.cachedStatement(sql: "DELETE FROM identities WHERE learnt_at <= ?")
            .execute(arguments: [moment.microsecondsSince1970])
    }
}

extension MasterKey {
    /// Seals a provider's id so that it opens as this person's at this instance only.
    fileprivate func seal(_ id: String, for person: Data, at instance: String) throws -> Data {
        try Self.seal(Data(id.utf8), with: identities, authenticating: person + Data(instance.utf8))
    }

    fileprivate func openIdentity(_ sealed: Data, for person: Data, at instance: String) throws -> String {
        let plain = try Self.open(sealed, with: identities, authenticating: person + Data(instance.utf8))
        return String(decoding: plain, as: UTF8.self)
    }
}
