/* api/job_private.h: the rows of jobs, for api/job.c and api/job_run.c. */
#ifndef API_JOB_PRIVATE_H
#define API_JOB_PRIVATE_H

#include "api/job.h"
#include "api/module.h"

enum job_state { JOB_ABSENT, JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

/* A job as its owner sees it. */
struct job_row {
    int64_t id;
    struct str kind;
    int state; /* enum job_state */
    int64_t subject_id, account_id;
    int64_t done, total;
    struct str note;
    struct str result;  /* JSON object, or empty */
    struct str problem; /* problem details in the owner's language, or empty */
    int64_t created_at, started_at, ended_at;
};

/* A job that this node has taken. */
struct job_claim {
    int64_t id;
    struct str kind;
    int64_t subject_id, account_id, lang;
    struct str input;
    int64_t attempts;
};

/* How far a running job is, and which attempt at it that is: who has lost the lease says nothing more. */
struct job_mark {
    int64_t attempt;
    int64_t done, total;
    struct str note;
};

enum { JOB_LEASE_S = 60, JOB_ATTEMPTS = 5 };

/* Is there something to do now? 0 when not. */
__attribute__((warn_unused_result)) struct err *job_store_due(struct call *c, int64_t *ret_id);
/* The same of one kind. */
__attribute__((warn_unused_result)) struct err *job_store_due_of(struct call *c, const char *kind, int64_t *ret_id);
/* Takes it for JOB_LEASE_S; *ret_taken is false when another node was quicker. */
__attribute__((warn_unused_result)) struct err *job_store_claim(struct call *c, int64_t id, struct job_claim *ret_claim,
                                                                bool *ret_taken);
/* Keeps it for another JOB_LEASE_S; *ret_stop: somebody wants it to stop, or has taken it meanwhile. */
__attribute__((warn_unused_result)) struct err *job_store_beat(struct call *c, int64_t id, struct job_mark mark,
                                                               bool *ret_stop);
__attribute__((warn_unused_result)) struct err *job_store_end(struct call *c, int64_t id, enum job_state state,
                                                              struct job_mark mark, struct str result,
                                                              struct str problem);
/* Back into the queue; `forgive` takes the attempt back, since it was not the job's fault. */
__attribute__((warn_unused_result)) struct err *job_store_again(struct call *c, int64_t id, int64_t attempt,
                                                                int64_t run_at, bool forgive);
/* All that runs is up for taking: where one program has the database to itself, at its start. */
__attribute__((warn_unused_result)) struct err *job_store_release(struct call *c);
/* Is it this node's turn? Then nobody's until next_at. */
__attribute__((warn_unused_result)) struct err *job_store_period(struct call *c, const char *kind, int64_t next_at,
                                                                 bool *ret_ours);

extern const struct shape job_row_shape;

#endif
