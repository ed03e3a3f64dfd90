// One durable row an action, as a careful C programmer would keep them: WAL, FULL, one prepared statement, four indexes
// for the questions that operators ask.
#ifndef REFERENCE_LEDGER_H
#define REFERENCE_LEDGER_H

#include "measure.h"
#include <sqlite3.h>

typedef struct { sqlite3 *database; sqlite3_stmt *insert, *begin, *commit; } ledger;

static inline void ledger_open(ledger *ledger, const char *path) {
    CHECK(!sqlite3_open_v2(
        path, &ledger->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL
    ));
    CHECK(!sqlite3_exec(
        ledger->database,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE audit(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, action_id TEXT NOT NULL, provider TEXT NOT NULL,"
        " action TEXT NOT NULL, recipient TEXT NOT NULL, outcome TEXT NOT NULL, http_status INTEGER, attempts INTEGER,"
        " duration_us INTEGER, error_kind TEXT, detail TEXT);"
        "CREATE INDEX audit_action ON audit(action_id); CREATE INDEX audit_provider ON audit(provider, at, outcome);"
        "CREATE INDEX audit_outcome ON audit(outcome, at); CREATE INDEX audit_recipient ON audit(recipient, at);",
        NULL, NULL, NULL
    ));
    const char *insert = "INSERT INTO audit(at, action_id, provider, action, recipient, outcome, http_status, attempts,"
        " duration_us, error_kind, detail) VALUES(?,?,?,?,?,?,?,?,?,?,?)";
    CHECK(!sqlite3_prepare_v2(ledger->database, insert, -1, &ledger->insert, NULL));
    CHECK(!sqlite3_prepare_v2(ledger->database, "BEGIN IMMEDIATE", -1, &ledger->begin, NULL));
    CHECK(!sqlite3_prepare_v2(ledger->database, "COMMIT", -1, &ledger->commit, NULL));
}

static inline void ledger_step(sqlite3_stmt *statement) {
    CHECK(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

static inline void ledger_begin(ledger *ledger) { ledger_step(ledger->begin); }
static inline void ledger_commit(ledger *ledger) { ledger_step(ledger->commit); }

/// Spreads a row's number, so that ids and recipients fall anywhere in their indexes as real ones do.
static inline uint64_t spread(uint64_t value) {
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

static inline void ledger_append(ledger *ledger, long key) {
    uint64_t id = spread((uint64_t)key), person = spread((uint64_t)key % 1000);
    char action_id[40], recipient[72], detail[400];
    snprintf(action_id, sizeof action_id, "0197%04x-%04x-7%03x-8%03x-%012llx", (unsigned)(key >> 16 & 0xffff),
        (unsigned)(key & 0xffff), (unsigned)(id >> 52), (unsigned)(id >> 40 & 0xfff), (unsigned long long)id & 0xffffffffffff);
    snprintf(recipient, sizeof recipient, "%016llx%016llx%016llx%016llx", (unsigned long long)person,
        (unsigned long long)(person * 3), (unsigned long long)(person * 5), (unsigned long long)(person * 7));
    int length = snprintf(detail, sizeof detail,
        "{\"route\":{\"rule\":\"built-in\",\"candidates\":[{\"provider\":\"intercom\",\"verdict\":\"chosen\"}]},"
        "\"attempts\":[{\"provider\":\"intercom\",\"exchange\":\"POST /contacts/{id}/notes\",\"number\":1,\"after_us\":35,"
        "\"waited_us\":0,\"duration_us\":%ld,\"status\":200}]}", 40000 + key % 1000);
    sqlite3_stmt *row = ledger->insert;
    sqlite3_bind_int64(row, 1, 1780000000000000 + key * 1000);
    sqlite3_bind_text(row, 2, action_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(row, 3, "intercom", -1, SQLITE_STATIC);
    sqlite3_bind_text(row, 4, "contact.note", -1, SQLITE_STATIC);
    sqlite3_bind_text(row, 5, recipient, -1, SQLITE_STATIC);
    sqlite3_bind_text(row, 6, "success", -1, SQLITE_STATIC);
    sqlite3_bind_int(row, 7, 200);
    sqlite3_bind_int(row, 8, 1);
    sqlite3_bind_int64(row, 9, 40000 + key % 1000);
    sqlite3_bind_null(row, 10);
    sqlite3_bind_text(row, 11, detail, length, SQLITE_STATIC);
    ledger_step(row);
}

#endif
