/* db/queue.c: jobs on their way to a database thread. */
#include "db/queue.h"

#include "core/limits.h"

#include <assert.h>

void queue_init(struct job_queue *q)
{
    *q = (struct job_queue){.last = &q->first};
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->filled, NULL);
}

void queue_done(struct job_queue *q)
{
    assert(!q->first);
    pthread_cond_destroy(&q->filled);
    pthread_mutex_destroy(&q->lock);
}

bool queue_put(struct job_queue *q, struct db_job *job)
{
    pthread_mutex_lock(&q->lock);
    bool fits = !q->closed && q->counts.waiting < LIMIT_DB_QUEUE_JOBS;
    if (fits) {
        job->next = NULL;
        *q->last = job;
        q->last = &job->next;
        q->counts.waiting++;
        pthread_cond_signal(&q->filled);
    }
    pthread_mutex_unlock(&q->lock);
    return fits;
}

static struct db_job *take(struct job_queue *q)
{
    struct db_job *job = q->first;
    if (!job) return NULL;
    q->first = job->next;
    if (!q->first) q->last = &q->first;
    q->counts.waiting--;
    return job;
}

struct db_job *queue_take(struct job_queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->closed) pthread_cond_wait(&q->filled, &q->lock);
    struct db_job *job = take(q);
    pthread_mutex_unlock(&q->lock);
    return job;
}

struct db_job *queue_take_now(struct job_queue *q)
{
    pthread_mutex_lock(&q->lock);
    struct db_job *job = take(q);
    pthread_mutex_unlock(&q->lock);
    return job;
}

void queue_close(struct job_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

struct db_counts queue_counts(struct job_queue *q)
{
    pthread_mutex_lock(&q->lock);
    struct db_counts counts = q->counts;
    pthread_mutex_unlock(&q->lock);
    return counts;
}

void queue_count(struct job_queue *q, struct db_counts more)
{
    pthread_mutex_lock(&q->lock);
    q->counts.jobs += more.jobs;
    q->counts.failed += more.failed;
    q->counts.commits += more.commits;
    q->counts.retries += more.retries;
    q->counts.last_batch = more.jobs;
    pthread_mutex_unlock(&q->lock);
}
