/* api/job.h: long work in the background: an import, a plan, a mailing.
 *
 * A job is a row that is committed together with what asked for it, so that what was promised is done even when the
 * program is killed in between: a job that was running is taken up again from its beginning, and its steps must be
 * written so that doing them twice does no harm. Two threads do jobs that were asked for, in the order of the time they
 * are due; a third does only quick ones, for which somebody waits
 * at the screen; one more does those that come again and again. Nodes that share a database share the jobs.
 *
 * `run` has no transaction of its own: it reads and writes in steps, and computes between them. Whoever asked for a job
 * (and nobody else) sees how far it is and may cancel it: GET and DELETE /jobs/{job_id}.
 */
#ifndef API_JOB_H
#define API_JOB_H

#include "api/call.h"

struct module;

struct job {
    struct arena *arena; /* of this run: what outlives a step lies here */
    int64_t id;          /* 0 for one that comes again and again */
    int64_t subject_id;  /* what it is about */
    int64_t account_id;  /* who asked for it; 0 the program itself */
    enum lang lang;      /* of whoever asked */
    struct str input;    /* what call_job was given */
    struct str result;   /* set by job_result */
    void *runner;        /* api/job_run.c's own */
};

struct job_kind {
    const char *name; /* "exchange.import" */
    int every_s;      /* 0: only when asked for; else by itself, at the start and then every so many seconds, on one
                         node at a time; look with job_read whether there is anything to do before writing */
    struct err *(*run)(struct job *job);
    bool quick; /* somebody waits for it: never behind long ones */
};

/* Asks for a job, in the caller's write transaction; it begins after the commit, not before run_at (0: at once).
 * *ret_id may be NULL. */
__attribute__((warn_unused_result)) struct err *call_job(struct call *c, const char *kind, int64_t subject_id,
                                                         struct str input, int64_t run_at, int64_t *ret_id);

/* One read transaction. c->who is whoever asked, with the roles of now; c->arena is the job's. */
__attribute__((warn_unused_result)) struct err *job_read(struct job *job,
                                                         struct err *(*step)(struct call *c, void *arg), void *arg);
/* One write transaction, on disk when this returns. The step may run twice; c->arena is the step's own and goes with
 * it. */
__attribute__((warn_unused_result)) struct err *job_write(struct job *job,
                                                          struct err *(*step)(struct call *c, void *arg), void *arg);
/* How far it is; cheap, call it as often as you like. ERR_CONFLICT "job.cancelled" or ERR_BUSY "job.stopping" (the
 * program ends; the job goes on when it is back) when it shall stop: pass it up. */
__attribute__((warn_unused_result)) struct err *job_progress(struct job *job, int64_t done, int64_t total,
                                                             const char *note);
/* Shall it stop? For loops that cannot pass an error. Any thread. */
bool job_stopping(const struct job *job);
/* What came out, as a JSON object, kept when the job ends well. Copied to the job's arena. */
void job_result(struct job *job, struct str json);

/* Forgets jobs that have ended and were due before a time, at most so many. */
__attribute__((warn_unused_result)) struct err *job_forget(struct call *c, int64_t before, int64_t most,
                                                           int64_t *ret_removed);

/* The table of jobs, and the routes to see and cancel one's own. */
extern const struct module job_module;

#endif
