/* db/workers.h: threads with a connection each, for jobs that must not hold up the caller.
 *
 * With PostgreSQL they take reads and writes; with SQLite heavy reads only (writes go to db/writer.h). Each job has a
 * transaction of its own and is run again for up to LIMIT_DB_RETRY_US, after short random waits, when the database
 * was busy, could not serialize it or lost the connection. Jobs of one pool are started in the order of submission.
 */
#ifndef DB_WORKERS_H
#define DB_WORKERS_H

#include "db/job.h"

struct workers;

/* Opens `threads` connections with that mode and starts the threads, which step back behind all others by `nice` (0:
 * they do not). The caller closes it. */
DB_USE struct err *workers_open(struct arena *a, struct str url, enum db_mode mode, int threads, int nice,
                                struct workers **ret_workers);
/* Any thread. False when LIMIT_DB_QUEUE_JOBS wait already, or it closes: the job was not taken, answer ERR_BUSY. */
DB_USE bool workers_put(struct workers *w, struct db_job *job);
/* Finishes what was put, then stops. NULL is allowed. */
void workers_close(struct workers *w);
/* Any thread. */
struct db_counts workers_counts(struct workers *w);

#endif
