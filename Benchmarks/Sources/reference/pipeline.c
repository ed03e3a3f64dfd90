// The way of one exchange with nothing to wait for: clock, a look at the breaker, limiter, the breaker's permit, the
// attempt, clock, report.
//
// pipeline [--operations N]
#include "resilience.h"

static __attribute__((noinline)) int attempt(uint64_t deadline) {
    KEEP(deadline);
    return 1;
}

int pipeline(int count, char **words) {
    long operations = number(count, words, "--operations", 5000000);
    breaker_state breaker = BREAKER_CLOSED;
    limiter_state limiter = {.lock = PTHREAD_MUTEX_INITIALIZER, .interval = 1, .ahead = 1000000000};
    int (*volatile call)(uint64_t) = attempt;
    measurement measurement = begin_measurement();
    for (long i = 0; i < operations; i++) {
        uint64_t now = now_ns(), deadline = now + 10000000000u;
        CHECK(breaker_admit(&breaker) >= 0);
        CHECK(limiter_reserve(&limiter, now) <= now);
        int64_t permit = breaker_admit(&breaker);
        CHECK(permit >= 0);
        int succeeded = call(deadline);
        uint64_t duration = now_ns() - now;
        KEEP(duration);
        breaker_report(&breaker, permit, succeeded);
    }
    report(measurement, operations, NULL);
    return 0;
}
