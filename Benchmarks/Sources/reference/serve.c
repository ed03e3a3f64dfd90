// A provider that answers every POST with a small JSON object, at once or after a fixed time, and a GET below /lines/N
// with N lines. HTTP/1.1, kept alive, one thread. Prints its port when it is ready.
//
// serve [--port 0] [--delay-ms 0]
#include "measure.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST_HEAD = 65536, MOST_CONNECTIONS = 16384 };

typedef struct { size_t have, body; bool has_head; const char *answer; char *bytes; unsigned generation; } connection;
typedef struct { int fd; unsigned generation; uint64_t at; } due_answer;

static connection connections[MOST_CONNECTIONS];
static due_answer *due;  // a ring: the delay is the same for all, so the oldest is due first
static size_t due_first, due_count;
static uint64_t delay_ns;
static char note_answer[1024], import_answer[1024];

static void make_answers(void) {
    const char *body = "{\"type\":\"note\",\"id\":\"17495962\",\"created_at\":1734537243,\"contact\":{\"type\":\"contact\","
        "\"id\":\"6762f0cd1bb69f9f2193bb7c\"},\"author\":{\"type\":\"admin\",\"id\":\"991267583\",\"name\":\"Ciaran\","
        "\"email\":\"admin@email.com\",\"away_mode_enabled\":false},\"body\":\"<p>A note</p>\"}";
    snprintf(
        note_answer, sizeof note_answer,
        "HTTP/1.1 200 OK\r\nDate: Mon, 19 Jan 2026 10:00:00 GMT\r\nContent-Type: application/json; charset=utf-8\r\n"
        "Content-Length: %zu\r\nConnection: keep-alive\r\nX-RateLimit-Limit: 1666\r\nX-RateLimit-Remaining: 1657\r\n"
        "X-RateLimit-Reset: 1790000000\r\nX-Request-Id: 0005ae2kfn9m8hq0jd7g\r\nX-Runtime: 0.040312\r\n"
        "Strict-Transport-Security: max-age=31557600\r\nServer: reference\r\n\r\n%s",
        strlen(body), body
    );
    body = "{\"code\":200,\"num_records_imported\":2000,\"status\":\"OK\"}";
    snprintf(
        import_answer, sizeof import_answer,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body
    );
}

static void forget(connection *peer) {
    peer->have = peer->body = 0;
    peer->has_head = false;
}

static void drop(int fd) {
    connections[fd].generation++;
    forget(&connections[fd]);
    close(fd);
}

static void reply(int fd) {
    const char *answer = connections[fd].answer;
    size_t length = strlen(answer);
    // The answer is far smaller than any socket's buffer, so a short write means that the peer is gone.
    if (send(fd, answer, length, MSG_NOSIGNAL) != (ssize_t)length) drop(fd);
}

static bool send_all(int fd, const char *bytes, size_t length) {
    while (length) {
        ssize_t count = send(fd, bytes, length, MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes += count;
        length -= (size_t)count;
    }
    return true;
}

/// Writes lines until the peer has them all; nobody else is served meanwhile.
static void stream(int fd, long lines) {
    static const char line[] =
        "{\"event\":\"Report opened\",\"properties\":{\"time\":1768816800,\"distinct_id\":\"customer-42\","
        "\"$insert_id\":\"019bd5e2-7a10-7c3e-8f21-5d9e6a0b1c2d\",\"plan\":\"pro\",\"seats\":12,\"source\":\"sidebar\","
        "\"mp_processing_time_ms\":1768816801123}}\n";
    enum { LENGTH = sizeof line - 1, AT_ONCE = 256 };
    static char block[AT_ONCE * LENGTH];
    for (int i = 0; i < AT_ONCE; i++) memcpy(block + i * LENGTH, line, LENGTH);
    char head[256];
    int size = snprintf(
        head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %ld\r\n\r\n", lines * LENGTH
    );
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    bool is_there = send_all(fd, head, (size_t)size);
    for (long left = lines; is_there && left > 0; left -= AT_ONCE)
        is_there = send_all(fd, block, (size_t)(left < AT_ONCE ? left : AT_ONCE) * LENGTH);
    fcntl(fd, F_SETFL, flags);
    if (!is_there) drop(fd);
}

/// Takes the head of a request out of the buffer, once it is whole; what follows of the body is only counted.
static bool take_head(int fd) {
    connection *peer = &connections[fd];
    char *end = memmem(peer->bytes, peer->have, "\r\n\r\n", 4);
    if (!end) return false;
    size_t head = (size_t)(end - peer->bytes) + 4;
    for (char *line = peer->bytes; line < end; line = (char *)memchr(line, '\n', (size_t)(end + 2 - line)) + 1)
        if (!strncasecmp(line, "content-length:", 15)) peer->body = (size_t)atol(line + 15);
    peer->answer = strncmp(peer->bytes, "POST /import", 12) ? note_answer : import_answer;
    long lines = strncmp(peer->bytes, "GET /lines/", 11) ? 0 : atol(peer->bytes + 11);
    memmove(peer->bytes, peer->bytes + head, peer->have - head);
    peer->have -= head;
    if (lines) stream(fd, lines);
    return peer->has_head = !lines;
}

static void answer(int fd) {
    connection *peer = &connections[fd];
    peer->has_head = false;
    if (!delay_ns) return reply(fd);
    CHECK(due_count < MOST_CONNECTIONS);
    due[(due_first + due_count++) % MOST_CONNECTIONS] = (due_answer){fd, peer->generation, now_ns() + delay_ns};
}

static void take(int fd) {
    connection *peer = &connections[fd];
    ssize_t count = recv(fd, peer->bytes + peer->have, LARGEST_HEAD - peer->have, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return drop(fd);
    peer->have += (size_t)count;
    if (!peer->has_head && !take_head(fd)) return;
    size_t here = peer->have < peer->body ? peer->have : peer->body;
    memmove(peer->bytes, peer->bytes + here, peer->have - here);
    peer->have -= here;
    peer->body -= here;
    if (!peer->body) answer(fd);
}

static void answer_due(void) {
    uint64_t now = due_count ? now_ns() : 0;
    for (; due_count && due[due_first].at <= now; due_count--) {
        due_answer next = due[due_first];
        due_first = (due_first + 1) % MOST_CONNECTIONS;
        if (connections[next.fd].generation == next.generation) reply(next.fd);
    }
}

static void welcome(int poll, int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        CHECK(fd < MOST_CONNECTIONS);
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (!connections[fd].bytes) CHECK(connections[fd].bytes = malloc(LARGEST_HEAD));
        forget(&connections[fd]);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        CHECK(!epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event));
    }
}

static int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t length = sizeof address;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    CHECK(!bind(listener, (struct sockaddr *)&address, sizeof address) && !listen(listener, 4096));
    CHECK(!getsockname(listener, (struct sockaddr *)&address, &length));
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int serve(int count, char **words) {
    struct rlimit limit = {MOST_CONNECTIONS, MOST_CONNECTIONS};
    setrlimit(RLIMIT_NOFILE, &limit);
    delay_ns = (uint64_t)number(count, words, "--delay-ms", 0) * 1000000u;
    CHECK(due = calloc(MOST_CONNECTIONS, sizeof *due));
    make_answers();
    int poll = epoll_create1(0), listener = listen_on((int)number(count, words, "--port", 0));
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    CHECK(!epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event));
    for (;;) {
        int ready = epoll_wait(poll, events, 256, due_count ? 1 : -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) welcome(poll, listener);
            else take(events[i].data.fd);
        }
        answer_due();
    }
}
