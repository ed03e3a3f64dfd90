// Durable rows of Switchboard's own schema by a number of callers, each of whom waits for its own: what has queued up is
// committed together. An action leaves two rows, an intent and its outcome, with all that a commit of Switchboard's writes
// beside them. Only the hash is none: computing it is Switchboard's burden alone.
//
// With --callers each caller is a thread that sleeps until its row is durable, and one thread writes for all of them. With
// --batch there is nobody to wake: a loop commits that many rows at a time, which is as fast as SQLite goes. A row's latency
// is that of its commit then.
//
// audit --database PATH [--operations N] (--callers N | --batch N)
#include "entries.h"
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

typedef struct queue queue;

typedef struct {
    queue *queue;
    pthread_t thread;
    sem_t durable;
    long action, actions, step;
    int is_outcome;
    uint32_t *latencies;
} caller;

/// Callers whose rows are to be written, between their threads and the writer's.
struct queue {
    pthread_mutex_t lock;
    sem_t filled;
    int is_writer_waiting;
    long length;
    caller **waiting;
};

static void submit(caller *caller, int is_outcome) {
    queue *queue = caller->queue;
    caller->is_outcome = is_outcome;
    uint64_t began = now_ns();
    pthread_mutex_lock(&queue->lock);
    queue->waiting[queue->length++] = caller;
    int is_writer_waiting = queue->is_writer_waiting;
    queue->is_writer_waiting = 0;
    pthread_mutex_unlock(&queue->lock);
    if (is_writer_waiting) sem_post(&queue->filled);
    while (sem_wait(&caller->durable)) {}
    caller->latencies[caller->action * 2 + is_outcome] = (uint32_t)((now_ns() - began) / 1000);
}

static void *act(void *argument) {
    caller *caller = argument;
    for (; caller->action < caller->actions; caller->action += caller->step)
        for (int is_outcome = 0; is_outcome < 2; is_outcome++) submit(caller, is_outcome);
    return NULL;
}

static long queue_length(queue *queue) {
    pthread_mutex_lock(&queue->lock);
    long length = queue->length;
    pthread_mutex_unlock(&queue->lock);
    return length;
}

/// Waits for rows and takes all of them; those who are about to queue up go first, as with Switchboard.
static long queue_take(queue *queue, caller **taken) {
    for (;;) {
        for (long before = -1, length = 0; length > before;) {
            sched_yield();
            before = length;
            length = queue_length(queue);
        }
        pthread_mutex_lock(&queue->lock);
        long length = queue->length;
        memcpy(taken, queue->waiting, (size_t)length * sizeof *taken);
        queue->length = 0;
        queue->is_writer_waiting = length == 0;
        pthread_mutex_unlock(&queue->lock);
        if (length) return length;
        while (sem_wait(&queue->filled)) {}
    }
}

static void write_for_callers(entries *entries, long operations, long count, uint32_t *latencies) {
    caller *callers = calloc((size_t)count, sizeof *callers), **taken = calloc((size_t)count, sizeof *taken);
    queue queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .waiting = calloc((size_t)count, sizeof *taken)};
    CHECK(callers && taken && queue.waiting && !sem_init(&queue.filled, 0, 0));
    for (long i = 0; i < count; i++) {
        callers[i] = (caller){.queue = &queue, .action = i, .actions = operations / 2, .step = count, .latencies = latencies};
        CHECK(!sem_init(&callers[i].durable, 0, 0));
        CHECK(!pthread_create(&callers[i].thread, NULL, act, &callers[i]));
    }
    for (long done = 0; done < operations / 2 * 2;) {
        long length = queue_take(&queue, taken);
        entries_begin(entries);
        for (long i = 0; i < length; i++) entries_append(entries, ++done, taken[i]->action, taken[i]->is_outcome);
        entries_commit(entries);
        for (long i = 0; i < length; i++) sem_post(&taken[i]->durable);
    }
    for (long i = 0; i < count; i++) pthread_join(callers[i].thread, NULL);
    free(queue.waiting);
    free(taken);
    free(callers);
}

/// Intents of as many actions as there are rows in a batch, then the outcomes of all of them.
static void write_batches(entries *entries, long operations, long batch, uint32_t *latencies) {
    for (long done = 0, action = 0; done < operations; action += batch) {
        for (int is_outcome = 0; is_outcome < 2 && done < operations; is_outcome++) {
            uint64_t began = now_ns();
            long first = done;
            entries_begin(entries);
            for (long i = 0; i < batch && done < operations; i++, done++)
                entries_append(entries, done + 1, action + i, is_outcome);
            entries_commit(entries);
            for (long i = first; i < done; i++) latencies[i] = (uint32_t)((now_ns() - began) / 1000);
        }
    }
}

int audit(int count, char **words) {
    long operations = number(count, words, "--operations", 20000);
    long callers = number(count, words, "--callers", 0), batch = number(count, words, "--batch", 0);
    const char *path = option(count, words, "--database", NULL);
    CHECK(path && operations > 1 && (callers > 0) != (batch > 0));
    uint32_t *latencies = calloc((size_t)operations, sizeof *latencies);
    CHECK(latencies);
    entries entries;
    entries_open(&entries, path);
    measurement measurement = begin_measurement();
    if (callers) write_for_callers(&entries, operations, callers, latencies);
    else write_batches(&entries, operations, batch, latencies);
    report(measurement, operations, latencies);
    free(latencies);
    return 0;
}
