/* db/job.h: a piece of work for a database thread: db/writer.h and db/workers.h take the same.
 *
 * The submitter owns the job and its arena, and lets go of both from the submit until `done` is called. `run` is called
 * inside a transaction, on the thread of the database; it may be called again after ERR_BUSY, and each time the arena
 * has been reset before: so nothing of the submitter's may lie in that arena, and `run` must change nothing but the
 * database, the arena and what it sets afresh each time. What `run` returns as an error undoes all that it did.
 *
 * `done` is called exactly once, on the same thread, after the commit is on disk or with the error (in the job's arena)
 * that made it fail. It must be short, must not use the database, and may free the job: it is not looked at again.
 */
#ifndef DB_JOB_H
#define DB_JOB_H

#include "db/db.h"

struct db_job {
    struct err *(*run)(struct db *db, struct arena *a, void *arg);
    void (*done)(struct err *e, void *arg);
    void *arg;
    struct arena *arena;
    enum db_mode mode;   /* DB_READ: a transaction that may not write */
    struct db_job *next; /* the queue's own */
};

/* What a writer or a pool has done since it was opened. */
struct db_counts {
    int64_t jobs;       /* finished, well or not */
    int64_t failed;     /* of them with an error */
    int64_t commits;    /* transactions committed */
    int64_t retries;    /* jobs run again after ERR_BUSY */
    int64_t last_batch; /* jobs in the last transaction */
    int64_t waiting;    /* jobs in the queue now */
};

#endif
