import FoundationEssentials
import GRDB
package import SwitchboardCore

/// What operators ask of the identity map.
extension IdentityFile {
    /// Who a person is at one provider instance, and since when that is remembered.
    package struct Entry: Sendable, Hashable {
        /// The provider instance.
        package var instance: String

        /// By which of the person's ids: with that one alone.
        package var person: Person

        /// Who the person is there.
        package var identity: ProviderIdentity

        /// When it was learnt.
        package var learntAt: Timestamp
    }

    /// Everything that is remembered of a person, under each id given.
    ///
    /// - Parameters:
    ///   - person: The person, by the platform's id, an address or both.
    ///   - age: How old what was learnt may be.
    /// - Returns: The entries, by instance for each id.
    /// - Throws: ``Failure/Kind/auditUnavailable``; ``Failure/Kind/notConfigured`` with another master key.
    package func entries(of person: Person, learntWithin age: Duration) async throws(Failure) -> [Entry] {
        let since = time.wallClock().advanced(by: .zero - age)
        return try await run("reading", rests: false) { [key] database in
            try database.read { db in
                try person.alternatives.flatMap { alternative in
                    try KeyedID.all(of: alternative, at: nil, key: key)
                        .flatMap { try IdentityRow.fetchAll(db, $0.hash.data, since: since) }
                        .compactMap { row in
                            row.identity(key)
                                .map {
                                    Entry(
                                        instance: row.instance,
                                        person: alternative,
                                        identity: $0,
                                        learntAt: row.learntAt
                                    )
                                }
                        }
                }
            }
        } ?? []
    }

    /// Forgets who a person is, under each id given; under a provider's id whoever it was remembered for.
    ///
    /// - Parameters:
    ///   - person: The person; a `contactID` counts at the instance given only.
    ///   - instance: The provider instance; every one where it is `nil`.
    /// - Returns: How many entries were forgotten.
    /// - Throws: ``Failure/Kind/auditUnavailable``; ``Failure/Kind/notConfigured`` with another master key.
    package func forget(_ person: Person, at instance: String?) async throws(Failure) -> Int {
        try await run("writing", rests: false) { [key] database in
            try database.write { db in
                var count = 0
                let ids = Person(email: person.email, userID: person.userID)
                for id in KeyedID.all(of: ids, at: nil, key: key) {
                    count += try db.delete(
                        "person = ? AND (? IS NULL OR instance = ?)",
                        id.hash.data,
                        instance,
                        instance
                    )
                }
                if let instance, let id = person.contactID {
                    let hash = IdentityRow.hash(of: id, at: instance, key: key)
                    count += try db.delete("identity = ? AND instance = ?", hash, instance)
                }
                return count
            }
        } ?? 0
    }

    /// Forgets everybody at one provider instance.
    ///
    /// - Returns: How many entries were forgotten.
    /// - Throws: ``Failure/Kind/auditUnavailable``; ``Failure/Kind/notConfigured`` with another master key.
    package func forgetEverybody(at instance: String) async throws(Failure) -> Int {
        try await run("writing", rests: false) { database in
            try database.write { try $0.delete("instance = ?", instance) }
        } ?? 0
    }
}

extension Database {
    fileprivate func delete(_ condition: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Int {
        try execute(sql: "DELETE FROM identities WHERE \(condition)", arguments: StatementArguments(arguments))
        return changesCount
    }
}

extension Person {
    /// The person by each id alone, a provider's own left out.
    fileprivate var alternatives: [Person] {
        [userID.map { Person(userID: $0) }, email.map { Person(email: $0) }].compactMap(\.self)
    }
}
