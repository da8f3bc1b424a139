/* api/module.h: what a module is made of: const tables, listed once in app/modules.c.
 *
 * A route, a channel message and a command are rows: verb, path, kind of transaction, permission, shapes, a help line
 * and a function. Start-up refuses two routes that could take the same request and a route without help.
 */
#ifndef API_MODULE_H
#define API_MODULE_H

#include "api/call.h"
#include "api/page.h"
#include "api/param.h"
#include "db/migrate.h"

enum verb { GET, POST, PUT, DELETE };

enum tx {
    TX_READ,  /* one snapshot, may run on a reader */
    TX_WRITE, /* one transaction, may run twice; committed (on disk) before the reply */
    TX_HEAVY, /* a read that may take more than 5 ms: runs on a worker thread, never on a loop */
    TX_NONE,  /* no database: static answers, media files */
};

enum route_flag {
    ROUTE_PAGE = 1,    /* `out` is the shape of an item; c->out is a struct page */
    ROUTE_VERSION = 2, /* the record in `out` has `version`: ETag is sent; PUT and DELETE demand If-Match */
    ROUTE_OWN_SCOPE =
        4, /* the handler bounds itself to the caller by other means than call_may (says how in a comment) */
    ROUTE_NO_AUDIT = 8, /* a write that is its own record (live messages, heartbeats) */
    ROUTE_RAW = 16,     /* the handler fills c->raw instead of c->out; raw_type says what that is */
    ROUTE_SHEET = 32,   /* GET: the handler writes a table to c->sheet and may name it in c->sheet_name; answered as
                           .xlsx, or .csv when format=csv */
    ROUTE_BODY = 64,    /* a file as the body: c->body has its bytes */
    ROUTE_SECRET_REPLY = 256, /* the reply carries secrets: it is never kept for a repeated Idempotency-Key */
};

struct route {
    enum verb verb;
    const char *path; /* "/classes/{class_id}/sessions", below /api/v1; {x_id} are ids, at most LIMIT_PATH_IDS */
    enum tx tx;
    enum perm perm;          /* checked anywhere before the handler, and on the object by the handler with call_may */
    int flags;               /* enum route_flag */
    const struct shape *in;  /* body; NULL none */
    const struct shape *out; /* reply; NULL: 204 */
    const struct page_spec *page; /* with ROUTE_PAGE made by page_run: its filters and sorts; NULL otherwise */
    const char *help_zh, *help_en;
    struct err *(*run)(struct call *c);
    /* Runs before `run`, on a worker thread in a read transaction, for slow work that must not hold up the writer
     * (hashing a password); leaves its result in c->prepared, made in c->arena. NULL for nearly all. */
    struct err *(*prepare)(struct call *c);
    /* What its address may carry besides limit, cursor, count, sort, format, columns and the filters of `page`; NULL
     * nothing. Any other parameter is refused before the handler runs. */
    const struct route_param *params;
    const char *raw_type; /* with ROUTE_RAW: content type of the reply */
};

/* A message type that a live client may send. */
struct channel_message {
    const char *type;
    enum tx tx;
    const struct shape *in, *out; /* either may be NULL */
    const char *help_zh, *help_en;
    struct err *(*run)(struct call *c);
};

/* A WebSocket endpoint with rooms. Frames are JSON: the client sends {"t":type,"n":number,"d":{…}} and gets
 * {"t":"ack","n":number,"d":{…}} after the commit, or {"t":"error","n":number,"problem":{…}}. */
struct channel {
    const char *path; /* "/sessions/{session_id}/live" */
    enum perm perm;
    struct err *(*open)(struct call *c); /* TX_WRITE; fills c->link->room and tags, and c->raw with the first message */
    struct err *(*close)(struct call *c); /* TX_WRITE; after the client has left */
    struct err *(*tick)(struct call *c);  /* TX_READ on a worker; c->link->room; for rooms marked by call_dirty, at most
                                             once in tick_ms; emits summaries with call_emit */
    int tick_ms;
    const struct channel_message *messages;
    size_t message_count;
    const char *help_zh, *help_en;
    const struct route_param *params; /* as of a route */
};

/* What a module does when something happened below it, in the same transaction. */
struct reaction {
    const char *event; /* "ledger.posted" */
    struct err *(*run)(struct call *c, const struct event *event);
};

struct job_kind;
/* Codes that records carry as text: kept in a table, of which `list` gives code, name_zh and name_en, or those of an
 * enum, whose words the pages know. */
struct code_table {
    const char *column; /* of the records that carry such a code, "rank_code" */
    const struct sql *list;
    const char *const *names; /* when there is no list */
};

struct command {
    const char *name; /* "verify" */
    const char *usage;
    const char *help_zh, *help_en;
    int (*run)(struct cli *cli);
};

struct module {
    const char *name;
    const struct schema *schema;
    const struct sql *const *statements;
    const size_t *statement_count;
    const struct route *routes;
    size_t route_count;
    const struct channel *channels;
    size_t channel_count;
    const struct reaction *reactions;
    size_t reaction_count;
    const struct command *commands;
    size_t command_count;
    const struct job_kind *jobs; /* api/job.h */
    size_t job_count;
    const struct code_table *codes;
    size_t code_count;
    /* Once at the start of `serve`, in a write transaction; may be NULL. */
    struct err *(*start)(struct call *c);
};

#define TABLE(rows) (rows), sizeof(rows) / sizeof *(rows)

#endif
