import GRDB

/// The schema of `identities.sqlite`, as numbered migrations that are never edited.
enum IdentitySchema {
    /// Brings the file up to date.
    ///
    /// - `identities.instance`: the provider instance.
    /// - `identities.person`: the hash, as in `keys.sqlite`, of the strongest id given: the platform's own or the address.
    /// - `identities.identity`: the hash of the provider's own id, to forget everybody who was remembered as it.
    /// - `identities.sealed`: the provider's own id, sealed with a key that is derived from the master key; the instance and
    ///   `person` are authenticated with it.
    /// - `identities.role`: the provider's word for the kind of contact.
    /// - `identities.learnt_at`: microseconds since 1970, UTC.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value ANY) STRICT, WITHOUT ROWID;
                    CREATE TABLE identities (
                        instance TEXT NOT NULL,
                        person BLOB NOT NULL CHECK (length(person) = 32),
                        identity BLOB NOT NULL CHECK (length(identity) = 32),
                        sealed BLOB NOT NULL,
                        role TEXT,
                        learnt_at INTEGER NOT NULL,
                        PRIMARY KEY (instance, person)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX identities_by_identity ON identities (identity);
                    CREATE INDEX identities_by_person ON identities (person);
                    CREATE INDEX identities_by_age ON identities (learnt_at);
                    """
            )
        }
        return migrator
    }()
}
