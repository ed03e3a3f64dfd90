// What every reference program shares: options, clocks, and the one line of JSON that the comparison reads.
#ifndef REFERENCE_MEASURE_H
#define REFERENCE_MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
            exit(1);                                                            \
        }                                                                       \
    } while (0)

/// The value after `--name` on the command line.
static inline const char *option(int count, char **words, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < count; i++)
        if (!strcmp(words[i], name)) return words[i + 1];
    return otherwise;
}

static inline long number(int count, char **words, const char *name, long otherwise) {
    const char *text = option(count, words, name, NULL);
    return text ? atol(text) : otherwise;
}

static inline uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// CPU time of the whole process, user and system.
static inline uint64_t cpu_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000u
        + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// The most memory that the process has held.
static inline long peak_kb(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// A measurement under way.
typedef struct { uint64_t began_ns, began_cpu_us; } measurement;

static inline measurement begin_measurement(void) {
    return (measurement){now_ns(), cpu_us()};
}

static inline int ascending(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/// Ends a measurement and prints it; `latencies_us` has one value an operation, or is NULL.
static inline void report(measurement measurement, long operations, uint32_t *latencies_us) {
    double seconds = (double)(now_ns() - measurement.began_ns) / 1e9;
    double cpu = (double)(cpu_us() - measurement.began_cpu_us);
    long peak = peak_kb();
    if (latencies_us) qsort(latencies_us, (size_t)operations, sizeof *latencies_us, ascending);
    printf(
        "{\"ops_s\":%.1f,\"cpu_us\":%.4f,\"ns\":%.2f,\"p99_us\":%u,\"peak_kb\":%ld}\n", (double)operations / seconds,
        cpu / (double)operations, seconds * 1e9 / (double)operations,
        latencies_us ? latencies_us[operations * 99 / 100] : 0, peak
    );
}

/// Keeps the compiler from computing away what is measured.
#define KEEP(value) __asm__ volatile("" : : "r"(value) : "memory")

int serve(int count, char **words);
int transport(int count, char **words);
int audit(int count, char **words);
int breaker(int count, char **words);
int limiter(int count, char **words);
int pipeline(int count, char **words);
int route(int count, char **words);
int encode(int count, char **words);
int export(int count, char **words);

#endif
