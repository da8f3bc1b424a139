/* db/writer.h: the one thread that writes to SQLite, with group commit.
 *
 * SQLite allows one writer at a time and its commit waits for the disk. So all jobs that wait are taken together (up to
 * LIMIT_DB_BATCH_JOBS, or LIMIT_DB_BATCH_US of work), each runs in a savepoint that is undone alone when the job fails,
 * one commit makes them all durable, and then each `done` is called, in the order of submission. When the commit fails,
 * or the disk is full, every job of the batch gets that error and nothing of the batch is kept.
 */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "db/job.h"

struct writer;

/* Opens the database for writing and starts the thread. The caller closes it. */
DB_USE struct err *writer_open(struct arena *a, struct str url, struct writer **ret_writer);
/* Any thread. False when LIMIT_DB_QUEUE_JOBS wait already, or it closes: the job was not taken, answer ERR_BUSY. */
DB_USE bool writer_put(struct writer *w, struct db_job *job);
/* Finishes what was put, then stops. NULL is allowed. */
void writer_close(struct writer *w);
/* Any thread. */
struct db_counts writer_counts(struct writer *w);

#endif
