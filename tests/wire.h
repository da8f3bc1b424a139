/* tests/wire.h: the other end of a connection, for tests: raw bytes in and out, with a deadline on every wait.
 *
 * Blocking sockets on one thread. A wait that lasts longer than WIRE_PATIENCE_MS ends as if the peer had closed.
 */
#ifndef TESTS_WIRE_H
#define TESTS_WIRE_H

#include "core/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WIRE_PATIENCE_MS = 10000, WIRE_BYTES = 1 << 18 };

struct wire {
    int fd;
    size_t n; /* bytes read and not used */
    char *p;  /* WIRE_BYTES */
};

__attribute__((unused)) static struct wire wire_open(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct wire w = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .p = malloc(WIRE_BYTES)};
    if (w.fd < 0 || connect(w.fd, (struct sockaddr *)&to, sizeof to)) perror("connect"), abort();
    return w;
}

__attribute__((unused)) static void wire_close(struct wire *w)
{
    close(w->fd);
    free(w->p);
}

__attribute__((unused)) static bool wire_put(struct wire *w, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = send(w->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.p += n;
        bytes.n -= (size_t)n;
    }
    return true;
}

__attribute__((unused)) static bool wire_say(struct wire *w, const char *text) { return wire_put(w, str_of(text)); }

/* Reads once; false at the end. */
__attribute__((unused)) static bool wire_more(struct wire *w)
{
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    if (w->n == WIRE_BYTES || poll(&p, 1, WIRE_PATIENCE_MS) != 1) return false;
    ssize_t n = recv(w->fd, w->p + w->n, WIRE_BYTES - w->n, 0);
    if (n > 0) w->n += (size_t)n;
    return n > 0;
}

__attribute__((unused)) static void wire_use(struct wire *w, size_t n) { memmove(w->p, w->p + n, w->n -= n); }

__attribute__((unused)) static bool wire_need(struct wire *w, size_t n)
{
    while (w->n < n)
        if (!wire_more(w)) return false;
    return true;
}

/* Has the peer closed, with nothing more to read? */
__attribute__((unused)) static bool wire_ended(struct wire *w)
{
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    char byte;
    return w->n == 0 && poll(&p, 1, WIRE_PATIENCE_MS) == 1 && recv(w->fd, &byte, 1, 0) <= 0;
}

/* A reply with its parts; `text` is all of it and stays until the next. */
struct wire_reply {
    int status; /* 0: none came */
    char head[4096];
    char *body; /* freed by wire_read's next call on the same struct, NUL-terminated */
    size_t body_bytes;
};

__attribute__((unused)) static const char *wire_field(const struct wire_reply *r, const char *name)
{
    static char value[256];
    const char *at = strcasestr(r->head, name);
    value[0] = 0;
    if (at) sscanf(at + strlen(name), ": %255[^\r]", value);
    return value;
}

/* Reads one reply. `without_body`: to a HEAD request. */
__attribute__((unused)) static int wire_read(struct wire *w, struct wire_reply *r, bool without_body)
{
    char *end = NULL;
    free(r->body);
    *r = (struct wire_reply){0};
    while (!(end = memmem(w->p, w->n, "\r\n\r\n", 4)))
        if (!wire_more(w)) return 0;
    size_t n = (size_t)(end + 4 - w->p);
    snprintf(r->head, sizeof r->head, "%.*s", (int)n, w->p);
    wire_use(w, n);
    size_t body_bytes = without_body ? 0 : strtoul(wire_field(r, "\nContent-Length"), NULL, 10);
    r->body = calloc(1, body_bytes + 1);
    while (r->body_bytes < body_bytes) {
        if (!wire_need(w, 1)) return 0;
        size_t part = w->n < body_bytes - r->body_bytes ? w->n : body_bytes - r->body_bytes;
        memcpy(r->body + r->body_bytes, w->p, part);
        r->body_bytes += part;
        wire_use(w, part);
    }
    return sscanf(r->head, "HTTP/1.1 %d", &r->status) == 1 ? r->status : 0;
}

__attribute__((unused)) static int64_t wire_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif
