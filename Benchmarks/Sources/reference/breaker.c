// A closed breaker: the decision and the report. breaker [--operations N]
#include "resilience.h"

int breaker(int count, char **words) {
    long operations = number(count, words, "--operations", 20000000);
    breaker_state breaker = BREAKER_CLOSED;
    measurement measurement = begin_measurement();
    for (long i = 0; i < operations; i++) {
        int64_t permit = breaker_admit(&breaker);
        KEEP(permit);
        breaker_report(&breaker, permit, 1);
    }
    report(measurement, operations, NULL);
    return 0;
}
