/* api/api_private.h: what the files of the edge share. Nobody else includes it. */
#ifndef API_API_PRIVATE_H
#define API_API_PRIVATE_H

#include "api/api.h"
#include "api/effects.h"
#include "api/route.h"
#include "db/job.h"
#include "db/workers.h"
#include "db/writer.h"
#include "net/bridge.h"
#include "net/http.h"
#include "net/ws.h"

#include <pthread.h>

enum { LOOPS_MAX = 16, ROOMS_DIRTY_MAX = 4096 };

struct loop_reader { /* one loop's own connection and arena; SQLite only */
    struct db *db;
    struct arena *arena;
};

struct dirty_room {
    int64_t room;
    int64_t due_us; /* monotonic */
};

enum { EVENT_KINDS_MAX = 32 };

/* How often something happened, for /metrics. */
struct event_count {
    const char *name; /* of the module's event; set once */
    int64_t n;        /* atomic */
};

struct api {
    struct api_setup setup;
    struct router *router;
    struct arena *arena; /* lives as long as the api */
    struct http_server *http;
    struct hub *hub;       /* atomic: made when the loops start */
    struct bridge *bridge; /* NULL: this node is alone */
    struct writer *writer; /* NULL on PostgreSQL */
    struct workers *workers;
    struct workers *preparers; /* passwords are hashed here: a rush of people who sign in holds up nobody else */
    struct job_runner *jobs;
    struct loop_reader readers[LOOPS_MAX];
    enum db_kind kind;
    struct id_source ids;
    int64_t link_ids; /* atomic */
    pthread_mutex_t rooms_lock;
    struct dirty_room rooms[ROOMS_DIRTY_MAX];
    size_t room_count;
    bool closing; /* atomic */
    pthread_mutex_t links_lock;
    struct live_link *links;                    /* all live links, for kicks */
    struct health health;                       /* under rooms_lock */
    int64_t replies[6];                         /* atomic: by status class */
    struct event_count events[EVENT_KINDS_MAX]; /* names under rooms_lock */
    int64_t started_us;                         /* UTC */
    int64_t reply_us_sum;                       /* atomic */
    int64_t reply_us_bucket[8];                 /* atomic: ≤1, ≤5, ≤15, ≤50, ≤100, ≤500, ≤2000 ms, more */
    int64_t exports;                            /* atomic: tables being made */
};

/* A call with the city's clock, in that arena and database; who is nobody. */
struct call api_call(struct api *api, struct arena *a, struct db *db, struct effects *effects);
/* After a commit: broadcasts, ticks, kicks. Any thread. */
void api_carry_out(struct api *api, const struct effects *effects);
/* Hands a job to whoever does such work here. False: too many wait. */
bool api_submit(struct api *api, struct db_job *job, enum tx tx);
/* The same for what a route prepares. */
bool api_submit_preparing(struct api *api, struct db_job *job);
/* Replies with an error. Any thread. */
void api_refuse(struct api *api, struct http_request *request, const struct err *e, enum lang lang);

/* An address that has routes, but none for the request's method: which it has (bits 1 << enum verb), as 405, or as what was
 * asked for by OPTIONS. */
void api_answer_verbs(struct api *api, struct http_request *request, unsigned verbs);

/* What stands in a query: %41 is A, + is a space. */
struct str api_percent_decode(struct arena *a, struct str s);

/* Whether If-None-Match names the tag, or any; a weak one counts, which is what a proxy that compresses makes of ours. */
bool api_etag_known(const struct http_request *request, struct str etag);
enum lang api_lang(const struct http_request *request);
/* Resolves the session cookie; *ret_who lies in c->arena. */
__attribute__((warn_unused_result)) struct err *api_identify(struct api *api, struct call *c,
                                                             const struct http_request *request, struct who *ret_who);
/* Has it written down, in a transaction of its own, that the session was used, when it is time to. */
void api_keep_session(struct api *api, const struct who *who);
/* Same host in Origin as in Host, or no Origin at all. */
bool api_same_origin(const struct http_request *request);
void api_count_reply(struct api *api, const struct http_request *request, int status);

/* answer.c */
void answer_request(struct api *api, struct http_request *request);
/* channel.c: an upgrade request whose channel was found. */
void channel_request(struct api *api, struct http_request *request, const struct route_match *match);
bool channel_is_upgrade(const struct http_request *request);
void channel_mark_dirty(struct api *api, int64_t room);
void channel_tick(void *api);
/* Ends the live links of an account (0: all of this node) in a way that has them come again. Any thread. */
void channel_recall(struct api *api, int64_t account_id);
/* job_run.c: opened last; told to stop while everything else still runs; closed when nothing can reach it any more. */
__attribute__((warn_unused_result)) struct err *jobs_open(struct arena *a, struct api *api);
void jobs_wake(struct api *api);
int64_t jobs_running(struct api *api); /* here, now */
void jobs_stop(struct api *api);
void jobs_close(struct api *api);
/* static.c: files of the web build, media. */
void static_request(struct api *api, struct http_request *request);
void static_reply_text(struct api *api, struct http_request *request, int status, const char *type, struct str body);
/* metrics.c */
void reply_health(struct api *api, struct http_request *request);
void reply_metrics(struct api *api, struct http_request *request);
void metrics_count_event(struct api *api, const char *name, int64_t n);

#endif
