/* api/call.h: everything a handler has: who, when, where to, in, out, and what shall happen after the commit.
 *
 * A call lives on one thread at a time and in one arena. A write handler may run twice (the database asked for a
 * retry): it must change nothing but the database and the call. What leaves the house (a broadcast, a cookie) is noted
 * here and done after the commit.
 */
#ifndef API_CALL_H
#define API_CALL_H

#include "api/perm.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/id.h"
#include "core/limits.h"
#include "core/shape.h"
#include "core/time.h"
#include "db/db.h"

struct route;
struct module;
struct effects;
struct sheet_writer;

enum lang { LANG_ZH, LANG_EN };

/* Something that happened in a lower module, told to the higher ones in the same transaction. */
struct event {
    const char *name;   /* "ledger.posted" */
    int64_t subject_id; /* whose: the person, the class, the session */
    int64_t object_id;  /* what; 0 when the subject says it all */
};

/* One live connection, as far as a handler may know it. */
struct link {
    int64_t id;       /* unique while the program runs */
    int64_t room;     /* set by `open` */
    uint32_t tags;    /* set by `open`: which broadcasts reach it */
    int64_t extra[4]; /* the module's own: set by `open`, kept for later messages and for close */
};

struct call {
    struct arena *arena;
    struct db *db;
    struct id_source *ids;
    const struct who *who; /* account_id 0 when nobody is signed in */
    enum lang lang;        /* of the reader: Accept-Language */
    int64_t now_us;        /* microseconds UTC, the same during the whole call */
    int today;             /* yyyymmdd in the city */
    int tz_min;            /* the city's offset from UTC */
    const struct config *config;
    const struct route *route;    /* NULL in channels, commands and reactions of those */
    struct str peer;              /* address of the caller */
    struct str agent;             /* User-Agent */
    int64_t path[LIMIT_PATH_IDS]; /* the {ids} of the path, in order */
    struct str query;             /* raw query string; use call_param */
    const void *in;               /* record of route->in */
    void *out;                    /* zeroed record of route->out (struct page with ROUTE_PAGE): the handler fills it */
    int64_t if_match;             /* version the caller has seen; 0 when not given */
    struct link *link;            /* channels only */
    struct str raw;               /* ROUTE_RAW: body. Channels: first message of open */
    struct str etag; /* ROUTE_RAW: with its quotes; whoever has it already gets 304 without the body; empty none */
    struct str body; /* ROUTE_BODY: the file */
    struct sheet_writer *sheet; /* ROUTE_SHEET: where the table goes */
    struct str sheet_name;      /* ROUTE_SHEET: set by the handler, file name without its ending */
    bool in_pages;              /* one page of an export: limit and cursor are not the caller's */
    struct str page_cursor;     /* then */
    int status;                 /* 0: 200 with out, 201 for POST, 204 without */
    struct err *refusal; /* set by a write that must be kept although it is answered with an error: a failed sign-in */
    void *prepared;      /* what route->prepare left for run; lives as long as the request */
    bool scope_checked;  /* call_may was asked */
    struct effects *effects;
};

/* A new id. */
int64_t call_id(struct call *c);
/* Random bytes from the system, fit for tokens and salts. */
void call_random(struct call *c, void *ret_bytes, size_t n);
/* NULL when the caller has perm on that path; else ERR_ABSENT (they may not know whether it exists) for reads, and
 * ERR_DENIED when they may read but not do this. */
__attribute__((warn_unused_result)) struct err *call_may(struct call *c, enum perm perm, struct str org_path);
/* The same as a question. Counts as a scope check. */
bool call_can(struct call *c, enum perm perm, struct str org_path);
/* For handlers whose bound is not an org path (own records, class staff): says that the bound was checked. */
void call_checked(struct call *c);
/* A query parameter, percent-decoded; empty when absent. */
struct str call_param(struct call *c, const char *name);
/* The same as an id or whole number; 0 when absent; ERR_INVALID with the parameter's name when it is not one. */
__attribute__((warn_unused_result)) struct err *call_param_int(struct call *c, const char *name, int64_t *ret_value);
/* ERR_CONFLICT "http.changed" when If-Match was given and is not `version`. */
__attribute__((warn_unused_result)) struct err *call_match(struct call *c, int64_t version);

/* After the commit: text to the clients of a room whose tags meet the mask. */
void call_emit(struct call *c, int64_t room, uint32_t mask, struct str json);
/* After the commit: the room's channel gets a tick soon. */
void call_dirty(struct call *c, int64_t room);
/* After the commit: the live links of an account end, on every node; those whose session is still good come again. */
void call_kick(struct call *c, int64_t account_id);
/* Runs the reactions of other modules now, in this transaction. */
__attribute__((warn_unused_result)) struct err *call_event(struct call *c, struct event event);
/* Where a module keeps what it found out for the next event of the same call, such as the rules that it reads for each
 * person of a class: its own pointer, by any address of its own; NULL at first, and again when a write runs anew. */
void **call_memo(struct call *c, const void *owner);
/* The arena for that: it lasts as long as the call, also when c->arena is emptied in between. */
struct arena *call_lasting(struct call *c);
/* After the commit: a Set-Cookie. max_age_s 0 deletes it. HttpOnly, SameSite=Lax, Path=/, Secure behind TLS. */
void call_cookie(struct call *c, struct str name, struct str value, int64_t max_age_s);
/* What and where a change was, for the audit log (each successful write has a line anyway; this fills it in). */
void call_audit(struct call *c, int64_t object_id, struct str org_path, struct str detail);

/* A line of the audit log now, in this transaction, for what happens outside of a route: a job, a reaction. The action
 * is "module.what"; who did it is c->who, the system when that is nobody. */
__attribute__((warn_unused_result)) struct err *call_audit_add(struct call *c, const char *action, int64_t object_id,
                                                               struct str org_path, struct str detail);

/* Forgets the answers kept for repeated requests before a time, at most so many. */
__attribute__((warn_unused_result)) struct err *call_forget_keys(struct call *c, int64_t before, int64_t most,
                                                                 int64_t *ret_removed);

/* What a command of the program has. */
struct cli {
    struct arena *arena;
    int argc; /* arguments after the command's name */
    char **argv;
    enum lang lang;    /* from LANG */
    struct db *db;     /* opened by `--data` / `--db`; NULL when the command asked for none */
    struct call *call; /* a call as the system itself, on that database, outside a transaction */
    bool terminal;     /* somebody watches standard error: progress may be drawn there */
};

#endif
