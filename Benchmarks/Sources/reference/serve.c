// A provider that answers every POST with a small JSON object, at once or after a fixed time. HTTP/1.1, kept alive, one
// thread. Prints its port when it is ready.
//
// serve [--port 0] [--delay-ms 0]
#include "measure.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST_REQUEST = 65536, MOST_CONNECTIONS = 16384 };

typedef struct { size_t have; char *bytes; unsigned generation; } connection;
typedef struct { int fd; unsigned generation; uint64_t at; } due_answer;

static connection connections[MOST_CONNECTIONS];
static due_answer *due;  // a ring: the delay is the same for all, so the oldest is due first
static size_t due_first, due_count;
static uint64_t delay_ns;
static char answer[1024];
static size_t answer_length;

static void make_answer(void) {
    const char *body = "{\"type\":\"note\",\"id\":\"17495962\",\"created_at\":1734537243,\"contact\":{\"type\":\"contact\","
        "\"id\":\"6762f0cd1bb69f9f2193bb7c\"},\"author\":{\"type\":\"admin\",\"id\":\"991267583\",\"name\":\"Ciaran\","
        "\"email\":\"admin@email.com\",\"away_mode_enabled\":false},\"body\":\"<p>A note</p>\"}";
    answer_length = (size_t)snprintf(
        answer, sizeof answer,
        "HTTP/1.1 200 OK\r\nDate: Mon, 19 Jan 2026 10:00:00 GMT\r\nContent-Type: application/json; charset=utf-8\r\n"
        "Content-Length: %zu\r\nConnection: keep-alive\r\nX-RateLimit-Limit: 1666\r\nX-RateLimit-Remaining: 1657\r\n"
        "X-RateLimit-Reset: 1790000000\r\nX-Request-Id: 0005ae2kfn9m8hq0jd7g\r\nX-Runtime: 0.040312\r\n"
        "Strict-Transport-Security: max-age=31557600\r\nServer: reference\r\n\r\n%s",
        strlen(body), body
    );
}

static void drop(int fd) {
    connections[fd].generation++;
    connections[fd].have = 0;
    close(fd);
}

static void reply(int fd) {
    // The answer is far smaller than any socket's buffer, so a short write means that the peer is gone.
    if (send(fd, answer, answer_length, MSG_NOSIGNAL) != (ssize_t)answer_length) drop(fd);
}

/// The size of the whole request at the beginning of the buffer, or 0 while it is incomplete.
static size_t request_size(const connection *peer) {
    char *end = memmem(peer->bytes, peer->have, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - peer->bytes) + 4, body = 0;
    for (char *line = peer->bytes; line < end; line = (char *)memchr(line, '\n', (size_t)(end + 2 - line)) + 1)
        if (!strncasecmp(line, "content-length:", 15)) body = (size_t)atol(line + 15);
    return peer->have >= head + body ? head + body : 0;
}

static void take(int fd) {
    connection *peer = &connections[fd];
    ssize_t count = recv(fd, peer->bytes + peer->have, LARGEST_REQUEST - peer->have, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return drop(fd);
    peer->have += (size_t)count;
    size_t size = request_size(peer);
    if (!size) return;
    memmove(peer->bytes, peer->bytes + size, peer->have - size);
    peer->have -= size;
    if (!delay_ns) return reply(fd);
    CHECK(due_count < MOST_CONNECTIONS);
    due[(due_first + due_count++) % MOST_CONNECTIONS] = (due_answer){fd, peer->generation, now_ns() + delay_ns};
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
        if (!connections[fd].bytes) CHECK(connections[fd].bytes = malloc(LARGEST_REQUEST));
        connections[fd].have = 0;
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
    make_answer();
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
