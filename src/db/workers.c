/* db/workers.c: threads with a connection each. */
#include "db/workers.h"

#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "db/queue.h"
#include "os/clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { FIRST_WAIT_US = 2000, DOUBLINGS = 5 };

struct worker {
    struct workers *pool;
    struct db *db;
    unsigned seed; /* of the waits */
    pthread_t thread;
};

struct workers {
    struct job_queue queue;
    int n, nice;
    struct worker worker[];
};

static struct err *run_once(struct db *db, struct db_job *job)
{
    arena_reset(job->arena);
    TRY(job->mode == DB_READ ? db_begin_read(db, job->arena) : db_begin(db, job->arena));
    struct err *e = job->run(db, job->arena, job->arg);
    if (!e) return db_commit(db, job->arena);
    db_rollback(db);
    return e;
}

/* Longer after each run, up to a point, and never the same for two threads, so that those who collided do not collide
 * again. */
static void wait_a_little(struct worker *w, int run)
{
    long most_us = (long)FIRST_WAIT_US << (run < DOUBLINGS ? run : DOUBLINGS);
    struct timespec wait = {0, (most_us / 2 + rand_r(&w->seed) % (most_us / 2)) * 1000};
    nanosleep(&wait, NULL);
}

/* What the database could not do now; a job that is itself told to stop ("api.busy") must end. */
static bool is_passing(const struct err *e) { return e && e->kind == ERR_BUSY && strncmp(e->code, "db.", 3) == 0; }

static void run_job(struct worker *w, struct db_job *job)
{
    int run = 0;
    int64_t until = clock_monotonic_us() + LIMIT_DB_RETRY_US;
    struct err *e = run_once(w->db, job);
    while (is_passing(e) && clock_monotonic_us() < until) {
        wait_a_little(w, ++run);
        e = run_once(w->db, job);
    }
    struct db_counts counts = {.jobs = 1, .failed = e != NULL, .commits = !e, .retries = run};
    queue_count(&w->pool->queue, counts);
    job->done(e, job->arg);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    if (w->pool->nice) setpriority(PRIO_PROCESS, 0, w->pool->nice); /* of this thread alone, on Linux */
    for (struct db_job *job; (job = queue_take(&w->pool->queue));) run_job(w, job);
    return NULL;
}

static void close_connections(struct workers *w)
{
    for (int i = 0; i < w->n; i++) db_close(w->worker[i].db);
    queue_done(&w->queue);
    free(w);
}

static void start(struct workers *w, int i)
{
    w->worker[i].pool = w;
    w->worker[i].seed = (unsigned)i;
    if (pthread_create(&w->worker[i].thread, NULL, work, &w->worker[i])) abort();
    pthread_setname_np(w->worker[i].thread, "worker");
}

struct err *workers_open(struct arena *a, struct str url, enum db_mode mode, int threads, int nice,
                         struct workers **ret_workers)
{
    struct workers *w = calloc(1, sizeof *w + (size_t)threads * sizeof w->worker[0]);
    if (!w) abort();
    w->n = threads;
    w->nice = nice;
    queue_init(&w->queue);
    struct err *e = NULL;
    for (int i = 0; i < threads && !e; i++) e = db_open(a, url, mode, &w->worker[i].db);
    if (e) {
        close_connections(w);
        return e;
    }
    for (int i = 0; i < threads; i++) start(w, i);
    *ret_workers = w;
    return NULL;
}

bool workers_put(struct workers *w, struct db_job *job) { return queue_put(&w->queue, job); }

struct db_counts workers_counts(struct workers *w) { return queue_counts(&w->queue); }

void workers_close(struct workers *w)
{
    if (!w) return;
    queue_close(&w->queue);
    for (int i = 0; i < w->n; i++) pthread_join(w->worker[i].thread, NULL);
    close_connections(w);
}
