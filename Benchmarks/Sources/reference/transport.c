// POSTs over one multi handle of libcurl, driven by epoll. As `call`, each answer is followed by one durable row of
// SQLite, written by a second thread that commits together whatever has queued up meanwhile; only then is a POST done.
//
// transport|call --url URL [--operations N] [--warm N] [--in-flight N] [--bytes N] [--database PATH]
#include "ledger.h"
#include "measure.h"
#include <curl/curl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct { CURL *easy; uint64_t began; } operation;

static CURLM *multi;
static int poll_fd, wake_fd = -1;
static uint64_t timer = UINT64_MAX;
static long started, ended, target;
static uint32_t *latencies;

// Rows wait here for the writer, and come back when they are durable.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static operation **waiting, **durable;
static int waiting_count, durable_count, capacity;

static size_t ignore(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    return size * count;
}

static int watch(CURL *easy, curl_socket_t fd, int what, void *context, void *known) {
    (void)easy, (void)context;
    struct epoll_event event = {
        .events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0), .data.fd = fd,
    };
    if (what == CURL_POLL_REMOVE) return epoll_ctl(poll_fd, EPOLL_CTL_DEL, fd, &event), 0;
    CHECK(!epoll_ctl(poll_fd, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event));
    if (!known) curl_multi_assign(multi, fd, &poll_fd);
    return 0;
}

static int set_timer(CURLM *handle, long milliseconds, void *context) {
    (void)handle, (void)context;
    timer = milliseconds < 0 ? UINT64_MAX : now_ns() + (uint64_t)milliseconds * 1000000u;
    return 0;
}

static void start(operation *operation) {
    operation->began = now_ns();
    started++;
    curl_multi_add_handle(multi, operation->easy);
}

static void finish(operation *operation) {
    if (latencies) latencies[ended] = (uint32_t)((now_ns() - operation->began) / 1000);
    ended++;
    if (started < target) start(operation);
}

static void *write_rows(void *context) {
    ledger *ledger = context;
    operation **batch = malloc(sizeof *batch * (size_t)capacity);
    for (long key = 0;;) {
        pthread_mutex_lock(&lock);
        while (!waiting_count) pthread_cond_wait(&has_work, &lock);
        int count = waiting_count;
        memcpy(batch, waiting, sizeof *batch * (size_t)count);
        waiting_count = 0;
        pthread_mutex_unlock(&lock);
        ledger_begin(ledger);
        for (int i = 0; i < count; i++) ledger_append(ledger, key++);
        ledger_commit(ledger);
        pthread_mutex_lock(&lock);
        memcpy(durable + durable_count, batch, sizeof *batch * (size_t)count);
        durable_count += count;
        pthread_mutex_unlock(&lock);
        CHECK(write(wake_fd, &(uint64_t){1}, 8) == 8);
    }
}

static void take_durable(void) {
    static operation **batch;
    if (!batch) batch = malloc(sizeof *batch * (size_t)capacity);
    uint64_t ignored;
    CHECK(read(wake_fd, &ignored, 8) == 8);
    pthread_mutex_lock(&lock);
    int count = durable_count;
    memcpy(batch, durable, sizeof *batch * (size_t)count);
    durable_count = 0;
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < count; i++) finish(batch[i]);
}

static void reap(void) {
    int left, has_rows = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
        operation *done;
        long status;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &done);
        curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        CHECK(message->data.result == CURLE_OK && status == 200);
        curl_multi_remove_handle(multi, done->easy);
        if (wake_fd < 0) {
            finish(done);
            continue;
        }
        if (!has_rows) pthread_mutex_lock(&lock);
        has_rows = 1;
        waiting[waiting_count++] = done;
    }
    if (has_rows) {
        pthread_cond_signal(&has_work);
        pthread_mutex_unlock(&lock);
    }
}

static int wait_ms(void) {
    if (timer == UINT64_MAX) return 1000;
    uint64_t now = now_ns();
    return timer <= now ? 0 : (int)((timer - now + 999999) / 1000000);
}

static void act(const struct epoll_event *event) {
    if (event->data.fd == wake_fd) return take_durable();
    int running, state = (event->events & EPOLLIN ? CURL_CSELECT_IN : 0) | (event->events & EPOLLOUT ? CURL_CSELECT_OUT : 0)
        | (event->events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multi, event->data.fd, state, &running);
}

static void drive(operation *operations, long count, int in_flight) {
    struct epoll_event events[256];
    started = ended = 0;
    target = count;
    for (int i = 0; i < in_flight && started < target; i++) start(&operations[i]);
    while (ended < target) {
        int running, ready = epoll_wait(poll_fd, events, 256, wait_ms());
        for (int i = 0; i < ready; i++) act(&events[i]);
        reap();
        if (timer != UINT64_MAX && now_ns() >= timer) {
            timer = UINT64_MAX;
            curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
            reap();
        }
    }
}

static CURL *make_easy(operation *operation, const char *url, const char *body, long bytes, struct curl_slist *headers) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, bytes);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, ignore);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, operation);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 10000L);
    return easy;
}

static void open_multi(int in_flight) {
    CHECK(!curl_global_init(CURL_GLOBAL_DEFAULT));
    multi = curl_multi_init();
    poll_fd = epoll_create1(0);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)in_flight + 8);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
}

static void start_writer(const char *database) {
    static ledger ledger;
    ledger_open(&ledger, database);
    waiting = malloc(sizeof *waiting * (size_t)capacity);
    durable = malloc(sizeof *durable * (size_t)capacity);
    wake_fd = eventfd(0, EFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = wake_fd};
    CHECK(!epoll_ctl(poll_fd, EPOLL_CTL_ADD, wake_fd, &event));
    pthread_t writer;
    CHECK(!pthread_create(&writer, NULL, write_rows, &ledger));
}

int transport(int count, char **words) {
    long operations_count = number(count, words, "--operations", 20000), warm = number(count, words, "--warm", 2000);
    int in_flight = (int)number(count, words, "--in-flight", 64);
    long bytes = number(count, words, "--bytes", 1024);
    const char *url = option(count, words, "--url", NULL), *database = option(count, words, "--database", NULL);
    CHECK(url && operations_count > 0);
    struct rlimit limit = {16384, 16384};
    setrlimit(RLIMIT_NOFILE, &limit);
    open_multi(in_flight);
    capacity = in_flight;
    if (database) start_writer(database);
    struct curl_slist *headers = NULL;
    for (const char *const *line = (const char *[]){
             "Authorization: Bearer 0123456789012345678901234567890123456789", "Accept: application/json",
             "Content-Type: application/json", "Intercom-Version: 2.14", "Expect:", NULL};
         *line; line++)
        headers = curl_slist_append(headers, *line);
    char *body = malloc((size_t)bytes);
    memset(body, 'x', (size_t)bytes);
    operation *operations = calloc((size_t)in_flight, sizeof *operations);
    for (int i = 0; i < in_flight; i++) operations[i].easy = make_easy(&operations[i], url, body, bytes, headers);
    drive(operations, warm, in_flight);
    latencies = malloc(sizeof *latencies * (size_t)operations_count);
    measurement measurement = begin_measurement();
    drive(operations, operations_count, in_flight);
    report(measurement, operations_count, latencies);
    return 0;
}
