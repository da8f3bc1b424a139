/* A server of the net layer alone, to be measured: bench_hub PORT LOOPS [PERIOD_MS]. "/ws" joins the room, which gets a
 * message of 200 bytes each period (fan.c tells its form); any other path answers a small JSON text. */
#include "core/arena.h"
#include "net/http.h"
#include "net/ws.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { ROOM = 1, MESSAGE_BYTES = 200 };

static struct http_server *server;
static struct hub *hub;

static void on_message(struct ws *ws, struct str text, void *context) {}
static void on_close(struct ws *ws, void *context) {}
static const struct ws_handler handler = {on_message, on_close};

static void on_request(struct http_request *q, void *context)
{
    static const struct http_header headers[] = {{STR("Content-Type"), STR("application/json")}};
    static const struct str body = {"{\"user\":{\"id\":\"12345\",\"name\":\"Anna\"},\"unread\":3}", 48};
    if (!str_is(q->path, "/ws")) {
        http_reply(q, &(struct http_reply){
                          .status = 200, .headers = headers, .header_count = 1, .body = body, .body_is_static = true});
        return;
    }
    struct ws *ws = ws_accept(q, &handler, NULL);
    if (ws) hub_join(hub, ROOM, ws, 1);
}

static void broadcast(void *arg)
{
    static int number;
    char text[MESSAGE_BYTES + 1];
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    memset(text, 'm', sizeof text);
    int n = snprintf(text, sizeof text, "{\"text\":\"@@%08d:%019lld ", ++number,
                     (long long)t.tv_sec * 1000000000 + t.tv_nsec);
    text[n] = 'm';
    memcpy(text + MESSAGE_BYTES - 2, "\"}", 2);
    hub_broadcast(hub, ROOM, ~0u, (struct str){text, MESSAGE_BYTES});
}

static void on_loop_start(int loop, void *context)
{
    if (loop == 0) hub = hub_open(server);
}

int main(int argc, char **argv)
{
    char listen[32];
    struct rlimit files;
    sigset_t ends;
    int signal_number;
    struct arena *a = arena_open(1 << 20);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    snprintf(listen, sizeof listen, "127.0.0.1:%s", argc > 1 ? argv[1] : "0");
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    struct http_config config = {.listen = listen,
                                 .loops = argc > 2 ? atoi(argv[2]) : 1,
                                 .on_request = on_request,
                                 .on_loop_start = on_loop_start};
    struct err *e = http_open(a, &config, &server);
    if (e) return fprintf(stderr, "%.*s\n", STR_ARG(e->en)), 1;
    http_every(server, argc > 3 ? atoi(argv[3]) : 1000, broadcast, NULL);
    printf("listening on %d\n", http_port(server));
    fflush(stdout);
    sigwait(&ends, &signal_number);
    http_close(server, 1000);
    hub_close(hub);
    arena_close(a);
    return 0;
}
