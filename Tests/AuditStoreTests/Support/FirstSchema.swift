import Foundation
import GRDB

/// The schema with which the log began, written down once more, as months from then keep it for good.
enum FirstSchema {
    /// Brings a month's file back to that schema, with everything in it.
    static func bringBack(_ test: TestLog, _ name: String) throws {
        let (path, old) = (test.file(name), test.file("old.sqlite"))
        let queue = try DatabaseQueue(path: old)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: statements)
            try db.execute(sql: "ATTACH ? AS new", arguments: [path])
            for (table, columns) in tables {
                try db.execute(sql: "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM new.\(table)")
            }
            try db.execute(sql: "UPDATE meta SET value = 1 WHERE key = 'schema_version'; DETACH new")
        }
        try queue.close()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: old, toPath: path)
    }

    private static let tables = [
        "meta": "key, value",
        "names": "id, name",
        "entries": """
        seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts, duration_us,
        provider_ref, correlation_id, detail, hash
        """,
        "entry_subject": "subject, seq",
        "checkpoints": "seq, hash, key_id, signature",
        "pending": "action_id, seq, at, action, actor, instance",
        "rollups": "minute, provider, action, outcome, at_most_us, count, failures, total_us",
    ]

    static let statements = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value ANY) STRICT, WITHOUT ROWID;
        CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE entries (
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            action_id BLOB NOT NULL CHECK (length(action_id) = 16),
            kind INTEGER NOT NULL,
            action INTEGER NOT NULL,
            provider INTEGER,
            actor INTEGER NOT NULL,
            tenant TEXT,
            outcome INTEGER,
            error_kind INTEGER,
            http_status INTEGER,
            attempts INTEGER,
            duration_us INTEGER,
            provider_ref TEXT,
            correlation_id TEXT,
            detail TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE TABLE entry_subject (
            subject INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (subject, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoints (
            seq INTEGER PRIMARY KEY,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            key_id BLOB,
            signature BLOB
        ) STRICT;
        CREATE TABLE pending (
            action_id BLOB PRIMARY KEY NOT NULL,
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            action TEXT NOT NULL,
            actor TEXT NOT NULL,
            instance TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rollups (
            minute INTEGER NOT NULL,
            provider INTEGER NOT NULL,
            action INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            at_most_us INTEGER NOT NULL,
            count INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            total_us INTEGER NOT NULL,
            PRIMARY KEY (minute, provider, action, outcome, at_most_us)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entries_by_action_id ON entries (action_id);
        CREATE INDEX entries_unsuccessful ON entries (provider, outcome) WHERE outcome <> 1;
        CREATE INDEX entries_by_reference ON entries (provider_ref) WHERE provider_ref IS NOT NULL;
        CREATE INDEX entries_by_correlation ON entries (correlation_id) WHERE correlation_id IS NOT NULL;
        CREATE INDEX entry_subject_by_seq ON entry_subject (seq);
        CREATE TRIGGER entries_are_not_updated BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are only ever appended'); END;
        CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are only ever appended'); END;
        CREATE VIEW audit AS
        SELECT
            e.seq,
            strftime('%Y-%m-%dT%H:%M:%S', e.at / 1000000, 'unixepoch') || printf('.%06dZ', e.at % 1000000) AS at,
            lower(substr(hex(e.action_id), 1, 8) || '-' || substr(hex(e.action_id), 9, 4) || '-'
                || substr(hex(e.action_id), 13, 4) || '-' || substr(hex(e.action_id), 17, 4) || '-'
                || substr(hex(e.action_id), 21)) AS audit_id,
            kind.name AS kind,
            action.name AS action,
            provider.name AS provider,
            actor.name AS actor,
            e.tenant,
            outcome.name AS outcome,
            error_kind.name AS error_kind,
            e.http_status,
            e.attempts,
            e.duration_us,
            e.provider_ref,
            e.correlation_id,
            (SELECT group_concat(s.subject) FROM entry_subject s WHERE s.seq = e.seq) AS subjects,
            e.detail,
            lower(hex(e.hash)) AS hash
        FROM entries e
        LEFT JOIN names kind ON kind.id = e.kind
        LEFT JOIN names action ON action.id = e.action
        LEFT JOIN names provider ON provider.id = e.provider
        LEFT JOIN names actor ON actor.id = e.actor
        LEFT JOIN names outcome ON outcome.id = e.outcome
        LEFT JOIN names error_kind ON error_kind.id = e.error_kind;
        """
}
