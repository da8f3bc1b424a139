#include "net/net_private.h"

#include "core/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FILES_FOR_OTHERS = 256 }; /* descriptors that connections leave to databases, files and programs */

static int or_default(int value, int fallback) { return value > 0 ? value : fallback; }

static int connections_allowed(int wanted)
{
    struct rlimit files;
    int most = or_default(wanted, LIMIT_CONNECTIONS);
    if (getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur >= (rlim_t)most + FILES_FOR_OTHERS) return most;
    return files.rlim_cur > 2 * FILES_FOR_OTHERS ? (int)files.rlim_cur - FILES_FOR_OTHERS : FILES_FOR_OTHERS;
}

static struct http_server *server_new(const struct http_config *config)
{
    struct http_server *s = calloc(1, sizeof *s);
    if (!s) abort();
    s->config = *config;
    s->config.loops = or_default(config->loops, 1);
    s->config.header_timeout_ms = or_default(config->header_timeout_ms, 10000);
    s->config.body_timeout_ms = or_default(config->body_timeout_ms, 60000);
    s->config.idle_timeout_ms = or_default(config->idle_timeout_ms, 75000);
    s->config.ws_ping_ms = or_default(config->ws_ping_ms, 25000);
    s->config.ws_silence_ms = or_default(config->ws_silence_ms, 60000);
    s->config.max_connections = connections_allowed(config->max_connections);
    s->config.max_bodies_bytes = or_default(config->max_bodies_bytes, LIMIT_BODIES_BYTES);
    s->trusted_proxy = config->trusted_proxy ? strdup(config->trusted_proxy) : NULL;
    s->loop_count = s->config.loops;
    s->loops = calloc((size_t)s->loop_count, sizeof *s->loops);
    s->refs = 1;
    if (!s->loops) abort();
    for (int i = 0; i < s->loop_count; i++) s->loops[i].wake_fd = -1;
    pthread_barrier_init(&s->started, NULL, (unsigned)s->loop_count + 1);
    return s;
}

static void server_close(struct http_server *s)
{
    for (int i = 0; i < s->loop_count; i++) loop_free(&s->loops[i]);
    free(s->trusted_proxy);
    free(s->unix_path);
    pthread_barrier_destroy(&s->started);
    server_drop(s);
}

static struct err *start(struct arena *a, struct http_server *s)
{
    int failed = 0;
    for (int i = 0; i < s->loop_count; i++) {
        int error = loop_open(&s->loops[i], s, i);
        failed = failed ? failed : error;
    }
    if (failed)
        FAIL(a, ERR_BROKEN, "net.no_loop", "无法创建事件循环（%s）：请提高可打开文件数上限。",
             "Cannot make an event loop (%s): raise the limit of open files.", strerror(failed));
    for (int i = 0; i < s->loop_count; i++)
        if (loop_start(&s->loops[i])) abort(); /* no thread at start: nothing to go on with */
    pthread_barrier_wait(&s->started);
    return NULL;
}

static void begin(void *arg) { accept_start(arg); }

struct err *http_open(struct arena *a, const struct http_config *config, struct http_server **ret_server)
{
    struct http_server *s = server_new(config);
    s->listen_fd = listen_open(config->listen, &s->unix_path, &s->port);
    struct err *e = NULL;
    if (s->listen_fd < 0)
        e = ERR(a, ERR_BROKEN, "net.cannot_listen", "无法监听 %s（%s）：请换一个地址或端口，或停止占用它的程序。",
                "Cannot listen on %s (%s): choose another address or port, or stop the program that has it.",
                config->listen, strerror(-s->listen_fd));
    *ret_server = s;
    if (!e) e = start(a, s);
    if (!e) {
        loop_post(&s->loops[0], begin, s);
        return NULL;
    }
    *ret_server = NULL;
    if (s->listen_fd >= 0) close(s->listen_fd);
    server_close(s);
    return e;
}

int http_port(const struct http_server *server) { return server->port; }

void http_close(struct http_server *server, int grace_ms)
{
    server->grace_ms = grace_ms > 0 ? grace_ms : 0;
    for (int i = 0; i < server->loop_count; i++) loop_post(&server->loops[i], loop_stop, &server->loops[i]);
    for (int i = 0; i < server->loop_count; i++) pthread_join(server->loops[i].thread, NULL);
    server_close(server);
}

struct http_counts http_count(const struct http_server *server)
{
    struct http_counts counts = {.open = __atomic_load_n(&server->open, __ATOMIC_RELAXED),
                                 .accepted = __atomic_load_n(&server->accepted, __ATOMIC_RELAXED)};
    for (int i = 0; i < server->loop_count; i++) {
        const struct loop *loop = &server->loops[i];
        counts.refused += __atomic_load_n(&loop->refused, __ATOMIC_RELAXED);
        counts.timed_out += __atomic_load_n(&loop->timed_out, __ATOMIC_RELAXED);
        counts.requests += __atomic_load_n(&loop->requests, __ATOMIC_RELAXED);
        counts.websockets += __atomic_load_n(&loop->websockets, __ATOMIC_RELAXED);
    }
    return counts;
}

bool http_post(struct http_server *server, int loop, void (*run)(void *arg), void *arg)
{
    return loop_post(&server->loops[loop], run, arg);
}

/* ---- timers ---- */

struct new_every {
    struct loop *loop;
    struct every *every;
    int period_ms;
};

static void on_every(evutil_socket_t fd, short what, void *arg)
{
    struct every *e = arg;
    e->run(e->arg);
}

static void add_every(void *arg)
{
    struct new_every n = *(struct new_every *)arg;
    struct timeval tv = {n.period_ms / 1000, n.period_ms % 1000 * 1000};
    free(arg);
    n.every->next = n.loop->every;
    n.loop->every = n.every;
    event_assign(&n.every->event, n.loop->base, -1, EV_PERSIST, on_every, n.every);
    if (!n.loop->stopping) event_add(&n.every->event, &tv);
}

void http_every(struct http_server *server, int period_ms, void (*run)(void *arg), void *arg)
{
    struct every *e = calloc(1, sizeof *e);
    struct new_every *n = malloc(sizeof *n);
    if (!e || !n) abort();
    *e = (struct every){.run = run, .arg = arg};
    *n = (struct new_every){.loop = &server->loops[0], .every = e, .period_ms = period_ms > 0 ? period_ms : 1};
    if (loop_post(n->loop, add_every, n)) return;
    free(e);
    free(n);
}
