// Durable rows of Switchboard's own schema by a number of callers, each of whom waits for its own: what has queued up is
// committed together. An action leaves two rows, an intent and its outcome, with all that a commit of Switchboard's writes
// beside them. Only the hash is none: computing it is Switchboard's burden alone.
//
// The callers stand as a counter, since threads of theirs would only cost the reference time. A row's latency is that of
// its commit, for which its caller waits.
//
// audit --database PATH [--operations N] [--callers N]
#include "entries.h"

int audit(int count, char **words) {
    long operations = number(count, words, "--operations", 20000), callers = number(count, words, "--callers", 64);
    const char *path = option(count, words, "--database", NULL);
    CHECK(path && callers > 0 && operations > 0);
    uint32_t *latencies = calloc((size_t)operations, sizeof *latencies);
    CHECK(latencies);
    entries entries;
    entries_open(&entries, path);
    measurement measurement = begin_measurement();
    // Intents of all callers, then the outcomes of all of them.
    for (long done = 0, action = 0; done < operations; action += callers) {
        for (int is_outcome = 0; is_outcome < 2 && done < operations; is_outcome++) {
            uint64_t began = now_ns();
            long first = done;
            entries_begin(&entries);
            for (long i = 0; i < callers && done < operations; i++, done++)
                entries_append(&entries, done + 1, action + i, is_outcome);
            entries_commit(&entries);
            for (long i = first; i < done; i++) latencies[i] = (uint32_t)((now_ns() - began) / 1000);
        }
    }
    report(measurement, operations, latencies);
    free(latencies);
    return 0;
}
