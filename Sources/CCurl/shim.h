// Typed doors to what Swift cannot call: libcurl's variadic functions, and epoll's flags, which are no integers there.
#ifndef SWITCHBOARD_CCURL_SHIM_H
#define SWITCHBOARD_CCURL_SHIM_H

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef size_t (*switchboard_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode switchboard_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

// Lets memory that one request frees stay for the next.
//
// libcurl takes 16 KB for an answer and frees them when it has come. Where 128 KB lie free at the end of a thread's heap,
// glibc gives them to the kernel, and asks for them again a request later. That limit is twice the size of the largest
// block that the process ever freed (mallopt(3), M_MMAP_THRESHOLD), so a program that freed a megabyte has it already.
// Nothing touches this one, which therefore costs two system calls. Volatile, or the compiler would see through it.
static inline void switchboard_keep_freed_memory(void) {
    void *volatile block = malloc(1 << 20);
    free(block);
}

// Options of one transfer.

static inline CURLcode switchboard_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_data_callback(
    CURL *easy, CURLoption option, switchboard_data_callback value
) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode switchboard_easy_set_prereq_callback(CURL *easy, curl_prereq_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode switchboard_easy_set_sockopt_callback(CURL *easy, curl_sockopt_callback value) {
    return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, value);
}

static inline CURLcode switchboard_easy_set_close_callback(CURL *easy, curl_closesocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}

// Facts about one transfer.

static inline CURLcode switchboard_easy_get_private(CURL *easy, void **value) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, value);
}

static inline CURLcode switchboard_easy_get_connection_count(CURL *easy, long *value) {
    return curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, value);
}

static inline CURLcode switchboard_easy_get_verification(CURL *easy, long *value) {
    return curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, value);
}

static inline CURLcode switchboard_easy_get_socket(CURL *easy, curl_socket_t *value) {
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, value);
}

// Options of the group of transfers.

static inline CURLMcode switchboard_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode switchboard_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode switchboard_multi_set_socket_callback(CURLM *multi, curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}

static inline CURLMcode switchboard_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

// The outcome of a finished transfer, which libcurl keeps in a union.

static inline CURLcode switchboard_message_result(const CURLMsg *message) {
    return message->data.result;
}

// epoll and eventfd.

static inline int switchboard_poll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

static inline int switchboard_eventfd_create(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

static inline int switchboard_poll_control(int poll, int operation, int descriptor, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = descriptor};
    return epoll_ctl(poll, operation, descriptor, &event);
}

static inline int switchboard_event_descriptor(const struct epoll_event *event) {
    return event->data.fd;
}

#endif
