// A permit of the rate limiter, whose clock has been read already. limiter [--operations N]
#include "resilience.h"

int limiter(int count, char **words) {
    long operations = number(count, words, "--operations", 20000000);
    limiter_state limiter = {.lock = PTHREAD_MUTEX_INITIALIZER, .interval = 1, .ahead = 1000000000};
    uint64_t now = now_ns();
    measurement measurement = begin_measurement();
    for (long i = 0; i < operations; i++) CHECK(limiter_reserve(&limiter, now) <= now);
    report(measurement, operations, NULL);
    return 0;
}
