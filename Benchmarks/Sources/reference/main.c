// The reference programs: what plain C reaches on the same libraries, doing the same work. `serve` is the provider that
// both sides are measured against.
#include "measure.h"

int main(int count, char **words) {
    static const struct { const char *name; int (*run)(int, char **); } programs[] = {
        {"serve", serve}, {"transport", transport}, {"call", transport}, {"audit", audit}, {"breaker", breaker},
        {"limiter", limiter}, {"pipeline", pipeline}, {"route", route}, {"encode", encode},
        {"export", export},
    };
    for (size_t i = 0; count > 1 && i < sizeof programs / sizeof *programs; i++)
        if (!strcmp(words[1], programs[i].name)) return programs[i].run(count - 1, words + 1);
    fprintf(stderr, "usage: reference serve|transport|call|audit|breaker|limiter|pipeline|route|encode|export [--option value]...\n");
    return 2;
}
