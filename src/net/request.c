#include "net/net_private.h"

#include "core/limits.h"
#include "os/clock.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>
#include <strings.h>

static struct arena *take_arena(struct loop *loop)
{
    if (loop->arena_count) return loop->arenas[--loop->arena_count];
    return arena_open(LIMIT_CALL_ARENA_BYTES);
}

static void give_arena(struct loop *loop, struct arena *a)
{
    if (!loop_is_here(loop) || loop->arena_count == SPARE_ARENAS) {
        arena_close(a);
        return;
    }
    arena_reset(a);
    loop->arenas[loop->arena_count++] = a;
}

/* Counts the body's memory to the server's; false when that is too much. */
static bool charge(struct request *r, size_t bytes)
{
    struct http_server *server = r->loop->server;
    int64_t more = (int64_t)bytes - (int64_t)r->charged_bytes;
    if (!more) return true;
    r->charged_bytes = bytes;
    return __atomic_add_fetch(&server->body_bytes, more, __ATOMIC_RELAXED) <= server->config.max_bodies_bytes;
}

void request_free(struct request *r)
{
    charge(r, 0);
    buf_done(&r->body);
    give_arena(r->loop, r->public.arena);
}

struct request *request_take(struct http_request *request)
{
    struct request *r = (struct request *)((char *)request - offsetof(struct request, public));
    bool twice = __atomic_exchange_n(&r->answered, true, __ATOMIC_RELAXED);
    assert(!twice);
    return r;
}

static bool is_address(struct arena *a, struct str s)
{
    unsigned char bytes[16];
    const char *text = str_cstr(a, s);
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

/* What the trusted proxy has seen: the last address of the last field, since earlier ones may be forged. */
static void believe_proxy(struct http_request *q)
{
    struct str list = {0};
    for (size_t i = 0; i < q->header_count; i++)
        if (q->headers[i].name.n == 15 && !strncasecmp(q->headers[i].name.p, "x-forwarded-for", 15))
            list = q->headers[i].value;
    struct str last = {0};
    while (list.n) last = str_trim(str_cut(list, ',', &list));
    if (is_address(q->arena, last)) q->peer = last;
    q->secure = str_is(http_header(q, "x-forwarded-proto"), "https");
}

static void publish(struct request *r, struct conn *c)
{
    const struct head *h = &r->head;
    struct http_request *q = &r->public;
    const char *proxy = c->loop->server->trusted_proxy;
    q->method = h->method;
    q->target = h->target;
    q->path = h->path;
    q->query = h->query;
    q->headers = h->headers;
    q->header_count = h->header_count;
    q->loop = c->loop->index;
    q->peer = str_copy(q->arena, str_of(c->peer));
    if (proxy && strcmp(proxy, c->peer) == 0) believe_proxy(q);
}

static int expect_body(struct request *r)
{
    static const struct str go_on = {"HTTP/1.1 100 Continue\r\n\r\n", 25};
    struct conn *c = r->conn;
    if (r->head.content_bytes > LIMIT_REQUEST_BODY_BYTES) return 413;
    c->phase = PHASE_BODY;
    conn_wait(c, WAIT_BODY);
    if (r->head.expects_continue) conn_send(c, go_on, NULL);
    return 0;
}

bool request_is_whole(const struct request *r)
{
    return r->head.chunked ? r->chunked.state == CHUNKED_DONE : (int64_t)r->body.n == r->head.content_bytes;
}

int request_take_body(struct request *r, struct str in, size_t *ret_used)
{
    int status = 0;
    if (r->head.chunked) {
        status = reader_chunks(&r->chunked, in, &r->body, ret_used);
    } else {
        size_t missing = (size_t)r->head.content_bytes - r->body.n;
        *ret_used = in.n < missing ? in.n : missing;
        buf_put(&r->body, in.p, *ret_used);
    }
    bool fits = charge(r, r->body.cap);
    return status || fits ? status : 503;
}

int request_open(struct conn *c, struct str head_bytes)
{
    struct arena *a = take_arena(c->loop);
    struct request *r = arena_new(a, struct request);
    r->loop = c->loop;
    r->conn = c;
    r->public.arena = a;
    r->public.started_us = clock_monotonic_us();
    buf_init(&r->body, LIMIT_REQUEST_BODY_BYTES);
    int status = reader_head(a, str_copy(a, head_bytes), &r->head);
    if (!status) publish(r, c);
    if (!status && !request_is_whole(r)) status = expect_body(r);
    if (status) {
        request_free(r);
        return status;
    }
    c->request = r;
    if (request_is_whole(r)) request_run(r);
    return 0;
}

void request_run(struct request *r)
{
    struct conn *c = r->conn;
    const struct http_config *config = &c->loop->server->config;
    r->public.body = buf_text(&r->body);
    c->phase = PHASE_RUNNING;
    c->closes = c->closes || !r->head.keep_alive;
    conn_wait(c, WAIT_NONE);
    c->loop->running++;
    loop_count(&c->loop->requests);
    config->on_request(&r->public, config->context);
}

struct str http_header(const struct http_request *request, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *h = &request->headers[i];
        if (h->name.n == n && !strncasecmp(h->name.p, name, n)) return h->value;
    }
    return (struct str){0};
}

struct str http_cookie(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const struct http_header *h = &request->headers[i];
        struct str rest = h->value;
        if (h->name.n != 6 || strncasecmp(h->name.p, "cookie", 6)) continue;
        while (rest.n) {
            struct str value, pair = str_trim(str_cut(rest, ';', &rest));
            if (str_is(str_cut(pair, '=', &value), name)) return value;
        }
    }
    return (struct str){0};
}
