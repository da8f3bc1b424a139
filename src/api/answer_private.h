/* api/answer_private.h: one request on its way, as answer.c and answer_sheet.c share it. */
#ifndef API_ANSWER_PRIVATE_H
#define API_ANSWER_PRIVATE_H

#include "api/api_private.h"
#include "api/export.h"

struct reply {
    int status;
    const char *type;
    struct str etag;
    struct buf body;
};

/* One request's way. Lies in the request's arena; the job's arena is its own. */
struct answer {
    struct db_job job;
    struct api *api;
    struct http_request *request;
    struct route_match match;
    enum lang lang;
    struct who who;
    bool admitted;
    bool preparing; /* this job runs route->prepare; the next one runs the route */
    const void *in;
    void *prepared;
    int64_t if_match;
    struct effects effects;
    struct reply reply;
    struct err *refusal;
    struct export_file file; /* the answer is a table when its format is set */
};

/* A call for this request, in that arena and transaction. */
struct call answer_call(struct answer *x, struct arena *a, struct db *db);
/* ERR_BROKEN when the handler did not say that it checked its scope. */
__attribute__((warn_unused_result)) struct err *answer_bounded(const struct call *c);
/* Replies, with the error or well, and gives everything back. */
void answer_finish(struct answer *x, struct err *e);

/* answer_sheet.c */
/* Writes the table into x->file, in a read transaction on a worker. May run twice. */
__attribute__((warn_unused_result)) struct err *answer_sheet(struct answer *x, struct db *db, struct arena *a);
/* After that: the audit line, then the reply. Any thread. */
void answer_sheet_send(struct answer *x);

#endif
