// The tables and indexes of a month of Switchboard's audit log, written as a careful C programmer would: WAL, FULL, prepared
// statements, one transaction for whatever has queued up.
#ifndef REFERENCE_ENTRIES_H
#define REFERENCE_ENTRIES_H

#include "ledger.h"

typedef struct {
    sqlite3 *database;
    sqlite3_stmt *begin, *commit, *head, *entry, *subject, *open, *close, *checkpoint, *rollup;
    long outcomes;
} entries;

static const char entries_schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE entries(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    " action_id BLOB NOT NULL CHECK (length(action_id) = 16), kind INTEGER NOT NULL, action INTEGER NOT NULL,"
    " provider INTEGER, actor INTEGER NOT NULL, tenant TEXT, outcome INTEGER, error_kind INTEGER, http_status INTEGER,"
    " attempts INTEGER, duration_us INTEGER, provider_ref TEXT, correlation_id TEXT, detail TEXT NOT NULL,"
    " hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT;"
    "CREATE TABLE entry_subject(subject INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (subject, seq))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE checkpoints(seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, key_id BLOB, signature BLOB) STRICT;"
    "CREATE TABLE pending(action_id BLOB PRIMARY KEY NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
    " action TEXT NOT NULL, actor TEXT NOT NULL, instance TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE rollups(minute INTEGER NOT NULL, provider INTEGER NOT NULL, action INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, at_most_us INTEGER NOT NULL, count INTEGER NOT NULL, failures INTEGER NOT NULL,"
    " total_us INTEGER NOT NULL, PRIMARY KEY (minute, provider, action, outcome, at_most_us)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX entries_by_action_id ON entries(action_id);"
    "CREATE INDEX entries_unsuccessful ON entries(provider, outcome) WHERE outcome <> 1;"
    "CREATE INDEX entries_by_reference ON entries(provider_ref) WHERE provider_ref IS NOT NULL;"
    "CREATE INDEX entries_by_correlation ON entries(correlation_id) WHERE correlation_id IS NOT NULL;"
    "CREATE INDEX entry_subject_by_seq ON entry_subject(seq);";

static inline sqlite3_stmt *entries_prepare(sqlite3 *database, const char *sql) {
    sqlite3_stmt *statement;
    CHECK(!sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static inline void entries_open(entries *entries, const char *path) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    CHECK(!sqlite3_open_v2(path, &entries->database, flags, NULL));
    sqlite3 *database = entries->database;
    CHECK(!sqlite3_exec(database, entries_schema, NULL, NULL, NULL));
    entries->begin = entries_prepare(database, "BEGIN IMMEDIATE");
    entries->commit = entries_prepare(database, "COMMIT");
    entries->head = entries_prepare(database, "SELECT seq, at, hash FROM entries ORDER BY seq DESC LIMIT 1");
    entries->entry = entries_prepare(database, "INSERT INTO entries VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    entries->subject = entries_prepare(database, "INSERT INTO entry_subject VALUES(?,?)");
    entries->open = entries_prepare(database, "INSERT INTO pending VALUES(?,?,?,?,?,?)");
    entries->close = entries_prepare(database, "DELETE FROM pending WHERE action_id = ?");
    entries->checkpoint = entries_prepare(database, "INSERT INTO checkpoints VALUES(?,?,NULL,NULL)");
    entries->rollup = entries_prepare(
        database,
        "INSERT INTO rollups VALUES(?,101,102,1,50000,?,0,?) ON CONFLICT DO UPDATE SET count = count + excluded.count,"
        " total_us = total_us + excluded.total_us"
    );
    entries->outcomes = 0;
}

static inline int64_t entries_moment(long seq) { return 1780000000000000 + seq * 1000; }

static inline void entries_begin(entries *entries) {
    ledger_step(entries->begin);
    int row = sqlite3_step(entries->head);
    CHECK(row == SQLITE_ROW || row == SQLITE_DONE);
    sqlite3_reset(entries->head);
}

/// Counts the commit's outcomes, and makes it durable.
static inline void entries_commit(entries *entries) {
    if (entries->outcomes) {
        sqlite3_bind_int64(entries->rollup, 1, entries_moment(0) / 60000000);
        sqlite3_bind_int64(entries->rollup, 2, entries->outcomes);
        sqlite3_bind_int64(entries->rollup, 3, entries->outcomes * 41000);
        ledger_step(entries->rollup);
        entries->outcomes = 0;
    }
    ledger_step(entries->commit);
}

/// An action's id: its moment in milliseconds and what is as good as chance, as RFC 9562 has it.
static inline void entries_id(uint8_t id[16], long action) {
    uint64_t words[2] = {((uint64_t)entries_moment(action) / 1000) << 16 | 0x7000, spread((uint64_t)action) | 1ull << 63};
    for (int i = 0; i < 16; i++) id[i] = (uint8_t)(words[i / 8] >> (56 - i % 8 * 8));
}

static inline void entries_pend(entries *entries, const uint8_t id[16], long seq, int is_outcome) {
    sqlite3_stmt *row = is_outcome ? entries->close : entries->open;
    sqlite3_bind_blob(row, 1, id, 16, SQLITE_STATIC);
    if (!is_outcome) {
        sqlite3_bind_int64(row, 2, seq);
        sqlite3_bind_int64(row, 3, entries_moment(seq));
        sqlite3_bind_text(row, 4, "contact.note", -1, SQLITE_STATIC);
        sqlite3_bind_text(row, 5, "benchmark", -1, SQLITE_STATIC);
        sqlite3_bind_text(row, 6, "0197a1b2-0000-7000-8000-000000000000", -1, SQLITE_STATIC);
    }
    ledger_step(row);
}

static inline void entries_bind(sqlite3_stmt *row, int column, int is_there, int64_t value) {
    if (is_there) sqlite3_bind_int64(row, column, value);
    else sqlite3_bind_null(row, column);
}

/// Appends the intent or the outcome of an action.
static inline void entries_append(entries *entries, long seq, long action, int is_outcome) {
    uint8_t id[16], hash[32];
    char detail[400];
    entries_id(id, action);
    for (int i = 0; i < 32; i++) hash[i] = (uint8_t)(spread((uint64_t)seq * 4 + (uint64_t)i / 8) >> i % 8 * 8);
    int length = is_outcome
        ? snprintf(detail, sizeof detail,
            "{\"route\":{\"rule\":\"built-in\",\"candidates\":[{\"provider\":\"intercom\",\"verdict\":\"chosen\"}]},"
            "\"attempts\":[{\"provider\":\"intercom\",\"exchange\":\"POST /contacts/{id}/notes\",\"number\":1,"
            "\"after_us\":35,\"waited_us\":0,\"duration_us\":%ld,\"status\":200}]}", 40000 + seq % 1000)
        : snprintf(detail, sizeof detail, "{\"fields\":{\"body\":1024}}");
    sqlite3_stmt *row = entries->entry;
    sqlite3_bind_int64(row, 1, seq);
    sqlite3_bind_int64(row, 2, entries_moment(seq));
    sqlite3_bind_blob(row, 3, id, 16, SQLITE_STATIC);
    sqlite3_bind_int64(row, 4, is_outcome ? 104 : 103);
    sqlite3_bind_int64(row, 5, 102);
    sqlite3_bind_int64(row, 6, 101);
    sqlite3_bind_int64(row, 7, 100);
    sqlite3_bind_null(row, 8);
    entries_bind(row, 9, is_outcome, 1);
    sqlite3_bind_null(row, 10);
    entries_bind(row, 11, is_outcome, 200);
    entries_bind(row, 12, is_outcome, 1);
    entries_bind(row, 13, is_outcome, 41000);
    if (is_outcome) sqlite3_bind_text(row, 14, "17495962", -1, SQLITE_STATIC);
    else sqlite3_bind_null(row, 14);
    sqlite3_bind_null(row, 15);
    sqlite3_bind_text(row, 16, detail, length, SQLITE_STATIC);
    sqlite3_bind_blob(row, 17, hash, 32, SQLITE_STATIC);
    ledger_step(row);
    sqlite3_bind_int64(entries->subject, 1, action % 1000 + 1);
    sqlite3_bind_int64(entries->subject, 2, seq);
    ledger_step(entries->subject);
    entries_pend(entries, id, seq, is_outcome);
    entries->outcomes += is_outcome;
    if (seq % 1000 == 0) {
        sqlite3_bind_int64(entries->checkpoint, 1, seq);
        sqlite3_bind_blob(entries->checkpoint, 2, hash, 32, SQLITE_STATIC);
        ledger_step(entries->checkpoint);
    }
}

#endif
