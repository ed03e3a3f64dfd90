// One download into a file, its lines counted as they come; each line is an operation.
//
// export --url URL --folder FOLDER [--operations 1000000]
#include "measure.h"
#include <curl/curl.h>
#include <unistd.h>

typedef struct { FILE *file; long lines; } download;

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
    download *download = context;
    size_t length = size * count;
    for (char *at = bytes; (at = memchr(at, '\n', (size_t)(bytes + length - at))); at++) download->lines++;
    return fwrite(bytes, 1, length, download->file);
}

int export(int count, char **words) {
    long operations = number(count, words, "--operations", 1000000);
    char url[512], path[512];
    snprintf(
        url, sizeof url, "%s/lines/%ld/api/2.0/export?from_date=2026-01-19&to_date=2026-01-19",
        option(count, words, "--url", "http://127.0.0.1:8090"), operations
    );
    snprintf(path, sizeof path, "%s/events.jsonl", option(count, words, "--folder", "."));
    download download = {.file = fopen(path, "w")};
    CURL *curl = curl_easy_init();
    CHECK(curl && download.file);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &download);
    measurement measurement = begin_measurement();
    CHECK(curl_easy_perform(curl) == CURLE_OK);
    CHECK(!fflush(download.file) && !fsync(fileno(download.file)) && !fclose(download.file));
    report(measurement, operations, NULL);
    CHECK(download.lines == operations);
    return 0;
}
