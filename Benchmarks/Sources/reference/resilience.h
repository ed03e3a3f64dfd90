// A closed breaker and a rate limiter as a careful C programmer would write them: a mutex around some numbers.
#ifndef REFERENCE_RESILIENCE_H
#define REFERENCE_RESILIENCE_H

#include "measure.h"
#include <pthread.h>

enum { CLOSED, OPEN, HALF_OPEN };

typedef struct {
    pthread_mutex_t lock;
    int state, consecutive, threshold;
    uint64_t generation, open_until, open_for;
} breaker_state;

#define BREAKER_CLOSED {.lock = PTHREAD_MUTEX_INITIALIZER, .threshold = 5, .open_for = 60000000000u}

/// The generation under which the call reports, or -1 where it is refused.
static inline int64_t breaker_admit(breaker_state *breaker) {
    int64_t permit = -1;
    pthread_mutex_lock(&breaker->lock);
    if (breaker->state == CLOSED) {
        permit = (int64_t)breaker->generation;
    } else if (breaker->state == OPEN && now_ns() >= breaker->open_until) {
        breaker->state = HALF_OPEN;
        permit = (int64_t)++breaker->generation;
    }
    pthread_mutex_unlock(&breaker->lock);
    return permit;
}

static inline void breaker_report(breaker_state *breaker, int64_t permit, int succeeded) {
    pthread_mutex_lock(&breaker->lock);
    if ((uint64_t)permit == breaker->generation) {
        if (succeeded) {
            breaker->consecutive = 0;
            breaker->state = CLOSED;
        } else if (breaker->state == HALF_OPEN || ++breaker->consecutive >= breaker->threshold) {
            breaker->state = OPEN;
            breaker->generation++;
            breaker->open_until = now_ns() + breaker->open_for;
        }
    }
    pthread_mutex_unlock(&breaker->lock);
}

/// A rate limiter: the time at which the next call would be exactly on schedule.
typedef struct { pthread_mutex_t lock; uint64_t schedule, interval, ahead; } limiter_state;

/// When the call may begin.
static inline uint64_t limiter_reserve(limiter_state *limiter, uint64_t now) {
    pthread_mutex_lock(&limiter->lock);
    uint64_t schedule = limiter->schedule > now ? limiter->schedule : now;
    limiter->schedule = schedule + limiter->interval;
    pthread_mutex_unlock(&limiter->lock);
    return schedule > now + limiter->ahead ? schedule - limiter->ahead : now;
}

#endif
