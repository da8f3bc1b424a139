/* db/queue.h: jobs on their way to a database thread; inside db/ only.
 *
 * First in, first out, with a ceiling. Any thread puts, any number of threads take. Counts are kept under the same
 * lock.
 */
#ifndef DB_QUEUE_H
#define DB_QUEUE_H

#include "db/job.h"

#include <pthread.h>

struct job_queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct db_job *first, **last; /* last: where the next job is linked */
    struct db_counts counts;
    bool closed;
};

void queue_init(struct job_queue *q);
void queue_done(struct job_queue *q);
bool queue_put(struct job_queue *q, struct db_job *job); /* false: full, or closed */
/* Waits for a job. NULL: closed and empty. */
struct db_job *queue_take(struct job_queue *q);
/* A job that is there now, or NULL. */
struct db_job *queue_take_now(struct job_queue *q);
void queue_close(struct job_queue *q);
struct db_counts queue_counts(struct job_queue *q);
/* Adds what a thread has done since its last call: jobs, failed, commits, retries; sets last_batch to jobs. */
void queue_count(struct job_queue *q, struct db_counts more);

#endif
