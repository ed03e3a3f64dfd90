import GRDB

/// The schema of `keys.sqlite`, as numbered migrations that are never edited.
enum KeySchema {
    /// Brings the file up to date.
    ///
    /// - `subjects.wrapped_key`: the person's AES-256-GCM key, sealed with the master key's wrapping key
    ///   (nonce, ciphertext, tag), the subject's number as eight big-endian bytes authenticated with it.
    /// - `ids.hash`: HMAC-SHA256 of `kind:value` or `kind/instance:value` under the master key's hashing key.
    /// - `ids.sealed`: the same text, sealed with the person's key, the subject's number authenticated with it.
    /// - `scopes`: every provider instance whose ids of people are among `ids`.
    /// - `links`: two subjects that turned out to be one person, in both directions.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            // AUTOINCREMENT: the number of an erased person must never come to mean another one.
            try db.execute(
                sql: """
                    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value ANY) STRICT, WITHOUT ROWID;
                    CREATE TABLE subjects (
                        subject INTEGER PRIMARY KEY AUTOINCREMENT,
                        wrapped_key BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE ids (
                        hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
                        subject INTEGER NOT NULL REFERENCES subjects (subject),
                        sealed BLOB NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX ids_by_subject ON ids (subject);
                    CREATE TABLE scopes (provider TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE links (
                        subject INTEGER NOT NULL REFERENCES subjects (subject),
                        other INTEGER NOT NULL REFERENCES subjects (subject),
                        PRIMARY KEY (subject, other)
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO meta (key, value) VALUES ('schema_version', 1);
                    """
            )
        }
        return migrator
    }()
}
