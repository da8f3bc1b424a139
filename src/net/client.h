/* net/client.h: the other side: a program that asks a server and keeps many live connections to it.
 *
 * For the rehearsed lesson and for tests of the real protocol. One thread: the one that calls client_run. All callbacks
 * come from there. Plain HTTP to one address; TLS is the business of the proxy in front of a server.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "core/err.h"
#include "core/str.h"

struct arena;
struct client;
struct client_link;

/* url: "http://127.0.0.1:8080". The caller closes. */
__attribute__((warn_unused_result)) struct err *client_open(struct arena *a, struct str url,
                                                            struct client **ret_client);
void client_close(struct client *client); /* ends every link without a word; NULL is allowed */

struct client_request {
    const char *method;
    struct str path;   /* with the query */
    struct str cookie; /* whole value of the Cookie header; empty: none */
    struct str csrf;   /* X-CSRF-Token; empty: none */
    struct str body;   /* JSON; empty: none */
};
struct client_reply {
    int status;
    struct str head; /* status line and headers */
    struct str body;
};
/* Waits for the answer, ten seconds at most. ERR_BUSY "client.unreachable" when there is none. */
__attribute__((warn_unused_result)) struct err *client_ask(struct client *client, struct arena *a,
                                                           const struct client_request *request,
                                                           struct client_reply *ret_reply);

struct client_handler {
    void (*on_open)(struct client_link *link, void *context);
    void (*on_text)(struct client_link *link, struct str text, void *context);
    /* Last call for the link. code: the server's close code, or the HTTP status that refused the upgrade, or 0. */
    void (*on_close)(struct client_link *link, int code, void *context);
};
/* Begins to connect a WebSocket; what becomes of it is told to the handler. */
struct client_link *client_join(struct client *client, struct str path, struct str cookie,
                                const struct client_handler *handler, void *context);
void client_say(struct client_link *link, struct str text);
/* Says goodbye (1001), or with `rudely` just cuts the line, as a lost network does. on_close comes from the loop. */
void client_leave(struct client_link *link, bool rudely);

/* Runs `run(arg)` every period while client_run runs. */
void client_every(struct client *client, int period_ms, void (*run)(void *arg), void *arg);
/* Serves links and timers until client_stop. */
void client_run(struct client *client);
void client_stop(struct client *client); /* from a callback */

#endif
