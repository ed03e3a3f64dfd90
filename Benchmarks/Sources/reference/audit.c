// Durable rows by a number of callers, each of whom waits for its own: one writer commits together what has queued up.
// The callers stand as a counter, since threads of theirs would only cost the reference time.
//
// audit --database PATH [--operations N] [--callers N]
#include "ledger.h"

int audit(int count, char **words) {
    long operations = number(count, words, "--operations", 20000), callers = number(count, words, "--callers", 64);
    const char *path = option(count, words, "--database", NULL);
    CHECK(path && callers > 0);
    ledger ledger;
    ledger_open(&ledger, path);
    measurement measurement = begin_measurement();
    for (long key = 0; key < operations;) {
        ledger_begin(&ledger);
        for (long i = 0; i < callers && key < operations; i++) ledger_append(&ledger, key++);
        ledger_commit(&ledger);
    }
    report(measurement, operations, NULL);
    return 0;
}
