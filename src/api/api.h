/* api/api.h: the edge: routes, channels, who is calling, transactions, replies.
 *
 * Owns the HTTP server, the hub, the writer, the workers and a reader connection per loop. A request is matched, its
 * caller identified, its permission and CSRF token checked and its body read; then the handler runs:
 *   SQLite: light reads on the loop's own reader, heavy ones on a worker, writes on the one writer with group commit;
 *   PostgreSQL: everything on the workers, each call in a transaction of its own.
 * The reply leaves after the commit. No handler begins, commits, retries, replies or logs.
 */
#ifndef API_API_H
#define API_API_H

#include "api/asset.h"
#include "api/call.h"
#include "api/config.h"
#include "api/module.h"

struct api;

/* Fills *ret_who for a session token; account_id stays 0 when it is not valid. In a read or write transaction. */
typedef struct err *identify_fn(struct call *c, struct str token, struct who *ret_who);

/* Fills *ret_who with an account and the roles that it has now; account_id stays 0 when it may not act any more. */
typedef struct err *who_of_fn(struct call *c, int64_t account_id, struct who *ret_who);

/* The session was used: writes that down. In a write transaction. */
typedef struct err *session_keep_fn(struct call *c, struct str session);

struct api_setup {
    const struct config *config;
    struct str db_url;
    const char *listen;
    const char *trusted_proxy;           /* NULL: none */
    const char *nats_url;                /* NULL: this node is alone */
    const struct module *const *modules; /* in the order of app/modules.c */
    size_t module_count;
    identify_fn *identify;
    who_of_fn *who_of;             /* in whose name a job runs */
    session_keep_fn *session_keep; /* called when who.stale was set; NULL: never */
    /* May this caller read that session's media? In a read transaction. NULL: no media are served. */
    struct err *(*media_may)(struct call *c, int64_t session_id);
    const struct asset *assets; /* the web build */
    size_t asset_count;
};

/* Opens everything and serves. The caller closes. *setup and what it points to stay valid until then. */
__attribute__((warn_unused_result)) struct err *api_open(struct arena *a, const struct api_setup *setup,
                                                         struct api **ret_api);
/* What the program has found out about the machine that it runs on, for /healthz and /metrics. */
struct health {
    enum { HEALTH_UNCHECKED, HEALTH_SOUND, HEALTH_DAMAGED } database;
    enum { HEALTH_ROOM, HEALTH_LITTLE_ROOM, HEALTH_NO_ROOM } disk;
    int64_t disk_free_bytes, disk_size_bytes; /* 0: not known */
};

int api_port(const struct api *api);
/* Any thread. */
void api_set_health(struct api *api, const struct health *health);
/* Finishes running requests (at most grace_ms), tells live clients, flushes the writer. */
void api_close(struct api *api, int grace_ms);
/* Runs `run(arg)` on the first loop every period. */
void api_every(struct api *api, int period_ms, void (*run)(void *arg), void *arg);
/* A write by the program itself (no caller): queued, `done` (may be NULL) is told after the commit on a database
 * thread. */
void api_write(struct api *api, struct err *(*run)(struct call *c, void *arg), void (*done)(struct err *e, void *arg),
               void *arg);
/* Refuses two routes that could take the same request, a route without help, and unknown names in reactions. */
__attribute__((warn_unused_result)) struct err *api_check(struct arena *a, const struct module *const *modules,
                                                          size_t n);

/* The edge's own tables (audit log, kept replies) and the route that describes all others. */
extern const struct module api_module;

#endif
