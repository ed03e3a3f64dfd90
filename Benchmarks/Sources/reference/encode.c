// Writes the body of a note as JSON, escaping what JSON wants escaped, into memory of its own each time.
//
// encode [--operations N] [--bytes N]
#include "measure.h"

static size_t escape(char *out, const char *text, size_t length) {
    size_t have = 0;
    out[have++] = '"';
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\') {
            out[have++] = '\\';
            out[have++] = (char)byte;
        } else if (byte == '\n') {
            out[have++] = '\\';
            out[have++] = 'n';
        } else if (byte < 0x20) {
            have += (size_t)sprintf(out + have, "\\u%04x", byte);
        } else {
            out[have++] = (char)byte;
        }
    }
    out[have++] = '"';
    return have;
}

static __attribute__((noinline)) char *note(const char *text, size_t length, const char *admin, size_t *size) {
    char *out = malloc(length * 6 + 128);
    size_t have = (size_t)sprintf(out, "{\"admin_id\":");
    have += escape(out + have, admin, strlen(admin));
    have += (size_t)sprintf(out + have, ",\"body\":");
    have += escape(out + have, text, length);
    out[have++] = '}';
    *size = have;
    return out;
}

int encode(int count, char **words) {
    long bytes = number(count, words, "--bytes", 1024), operations = number(count, words, "--operations", 1000000);
    char *text = malloc((size_t)bytes);
    for (long i = 0; i < bytes; i++) text[i] = i % 64 == 63 ? '\n' : (char)('a' + i % 26);
    measurement measurement = begin_measurement();
    for (long i = 0; i < operations; i++) {
        size_t size;
        char *json = note(text, (size_t)bytes, "991267583", &size);
        KEEP(json);
        free(json);
    }
    report(measurement, operations, NULL);
    return 0;
}
