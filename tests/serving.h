/* tests/serving.h: a server under test, in this process on a port of its own, and the shortest way to ask it.
 *
 * The test program defines on_request() and uses the arena `a`; start() … stop() around each test.
 */
#ifndef TESTS_SERVING_H
#define TESTS_SERVING_H

#include "check.h"
#include "core/arena.h"
#include "net/http.h"
#include "wire.h"

static struct arena *a;
static struct http_server *server;
static int port;

static void on_request(struct http_request *q, void *context);

__attribute__((unused)) static void reply_text(struct http_request *q, int status, struct str body)
{
    const struct http_header headers[] = {{STR("Content-Type"), STR("text/plain; charset=utf-8")}};
    http_reply(q, &(struct http_reply){.status = status, .headers = headers, .header_count = 1, .body = body});
}

static void start_with(struct http_config config)
{
    config.listen = config.listen ? config.listen : "127.0.0.1:0";
    config.on_request = on_request;
    if (CHECK_OK(http_open(a, &config, &server)))
        port = http_port(server);
    else
        abort();
}

__attribute__((unused)) static void start(void) { start_with((struct http_config){.loops = 2}); }

__attribute__((unused)) static void stop(void) { http_close(server, 1000); }

/* Waits until so many connections are open; false when it takes too long. */
__attribute__((unused)) static bool wait_open(int64_t connections)
{
    int64_t began = wire_now_ms();
    while (http_count(server).open != connections && wire_now_ms() - began < WIRE_PATIENCE_MS) usleep(1000);
    return http_count(server).open == connections;
}

/* One request on a connection of its own. */
__attribute__((unused)) static int ask(struct str request, struct wire_reply *r)
{
    struct wire w = wire_open(port);
    wire_put(&w, request);
    int status = wire_read(&w, r, false);
    wire_close(&w);
    return status;
}

/* `n` zeros between two texts. */
__attribute__((unused)) static struct str zeros(const char *before, size_t n, const char *after)
{
    size_t b = strlen(before), e = strlen(after);
    char *p = arena_bytes(a, b + n + e);
    memcpy(p, before, b);
    memset(p + b, '0', n);
    memcpy(p + b + n, after, e);
    return (struct str){p, b + n + e};
}

#endif
