/* net/http.h: the HTTP/1.1 server: loops, connections, requests, replies.
 *
 * One listener, several loops (one thread each); a connection stays on its loop for life. The reader (reader.h) refuses
 * what RFC 9112 forbids: duplicate or malformed Content-Length, Content-Length with Transfer-Encoding, space before a
 * colon, obs-fold, bad Host, over-long lines. Requests on one connection are answered in order, one at a time
 * (pipelined ones wait). Slow headers and bodies are cut by deadlines. On EMFILE accepting pauses.
 *
 * A handler runs on the connection's loop thread and may reply at once or later from any thread, exactly once. The
 * request and all its text stay valid until the reply is given (also when the peer has gone: the reply is dropped).
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "core/err.h"
#include "core/str.h"

struct arena;
struct http_server;

enum http_method { HTTP_GET_, HTTP_HEAD_, HTTP_POST_, HTTP_PUT_, HTTP_PATCH_, HTTP_DELETE_, HTTP_OPTIONS_ };

struct http_header {
    struct str name; /* as received, compare without case */
    struct str value;
};

struct http_request {
    enum http_method method;
    struct str target; /* as received: "/api/v1/orgs?limit=5" */
    struct str path;   /* percent-decoded, never with "..", NUL or invalid UTF-8 */
    struct str query;  /* raw, without "?" */
    const struct http_header *headers;
    size_t header_count;
    struct str body;
    struct str peer; /* address as text, "127.0.0.1"; "unix" for a unix socket; from a trusted proxy the last of
                        X-Forwarded-For, which the proxy itself has added (those before it are the client's say) */
    bool secure;     /* came over TLS (told by a trusted proxy) */
    int loop;        /* index of the loop thread, 0 … loops-1: the caller may keep per-loop things without locks */
    struct arena *arena; /* lives as long as the request; the loop thread's until handed on */
    int64_t started_us;  /* monotonic, when the request line arrived */
};

struct http_reply {
    int status;
    const struct http_header *headers; /* Content-Length, Date, Connection are added */
    size_t header_count;
    struct str body;     /* copied, unless `body_is_static` */
    bool body_is_static; /* the bytes live as long as the program */
    int file_fd;         /* with file_bytes > 0: body from this fd from file_offset, closed by us */
    int64_t file_offset, file_bytes;
};

/* A number that is 0 stands for the default told in its comment. */
struct http_config {
    const char *listen;    /* "127.0.0.1:8080", "[::]:8080", ":8080" (every address), or "unix:/path" */
    int loops;             /* threads, 1 */
    int header_timeout_ms; /* whole request head, 10,000 */
    int body_timeout_ms;   /* whole body, 60,000 */
    int idle_timeout_ms;   /* keep-alive, and a reader that takes nothing of a reply, 75,000 */
    int ws_ping_ms;        /* a WebSocket quiet for so long is pinged, 25,000 */
    int ws_silence_ms;     /* and one silent for so long is dropped, 60,000; both to the next fifth of ws_ping_ms */
    int max_connections;   /* more are answered 503, LIMIT_CONNECTIONS or what the open-files limit allows */
    int max_bodies_bytes;  /* bodies of all requests together, LIMIT_BODIES_BYTES; above it a request is answered 503 */
    const char *trusted_proxy; /* address ("unix" too) whose X-Forwarded-For and -Proto are believed; NULL none */
    void (*on_request)(struct http_request *request, void *context);
    void (*on_loop_start)(int loop, void *context); /* may be NULL; on the loop's thread, before any request */
    void (*on_loop_stop)(int loop, void *context);  /* may be NULL */
    void *context;
};

/* *ret_server is set before the threads start, and every on_loop_start has returned before the first request. */
__attribute__((warn_unused_result)) struct err *http_open(struct arena *a, const struct http_config *config,
                                                          struct http_server **ret_server);
/* Port actually bound (for listen ":0"), 0 for unix sockets. */
int http_port(const struct http_server *server);
/* Stops timers and accepting, closes WebSockets with 1001, lets running requests finish for at most grace_ms, joins the
 * threads. Not from a loop's thread. A request that is answered later still is dropped without harm. */
void http_close(struct http_server *server, int grace_ms);
/* Open connections and accepted, refused, timed-out totals, for /metrics. */
struct http_counts {
    int64_t open, accepted, refused, timed_out, requests, websockets;
};
struct http_counts http_count(const struct http_server *server);

/* Any thread, exactly once per request. */
void http_reply(struct http_request *request, const struct http_reply *reply);
/* Value of a header without case, empty when absent. */
struct str http_header(const struct http_request *request, const char *name);
/* Value of a cookie, empty when absent. */
struct str http_cookie(const struct http_request *request, const char *name);
/* Runs `run(arg)` on a loop's thread soon. Any thread. Posts of one thread run in order, after http_close() none does:
 * false. */
bool http_post(struct http_server *server, int loop, void (*run)(void *arg), void *arg);
/* Runs `run(arg)` on loop 0 every period until the server closes. Before or after start, from loop 0 or the opener. */
void http_every(struct http_server *server, int period_ms, void (*run)(void *arg), void *arg);

#endif
