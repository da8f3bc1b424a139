/* db/writer.c: the one thread that writes to SQLite, with group commit. */
#include "db/writer.h"

#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "db/queue.h"
#include "os/clock.h"

#include <stdlib.h>

enum { OWN_ARENA_BYTES = 64 << 10 };

struct writer {
    struct job_queue queue;
    struct db *db;
    struct arena *arena; /* for what belongs to no job: begin and commit */
    pthread_t thread;
};

/* The jobs of one commit and what became of each. */
struct batch {
    struct db_job *jobs[LIMIT_DB_BATCH_JOBS];
    struct err *errors[LIMIT_DB_BATCH_JOBS];
    size_t n;
};

/* A copy in the job's own arena, for an error that several jobs share. */
static struct err *copy_error(struct arena *a, const struct err *e)
{
    struct err *copy = arena_copy(a, e, sizeof *e);
    copy->zh = str_copy(a, e->zh);
    copy->en = str_copy(a, e->en);
    copy->field = str_copy(a, e->field);
    return copy;
}

/* Runs one job. An error returned is the end of the whole transaction; one of the job alone goes into ret_error. */
static struct err *run_job(struct db *db, struct db_job *job, struct err **ret_error)
{
    arena_reset(job->arena);
    *ret_error = db_savepoint(db, job->arena);
    if (*ret_error) return *ret_error;
    *ret_error = job->run(db, job->arena, job->arg);
    if (!*ret_error) *ret_error = db_release(db, job->arena);
    if (!*ret_error) return NULL;
    return db_rollback_to(db) ? NULL : *ret_error;
}

/* Takes and runs jobs while there are any and the batch is not full. */
static struct err *run_jobs(struct writer *w, struct batch *b)
{
    int64_t end_us = clock_monotonic_us() + LIMIT_DB_BATCH_US;
    for (;;) {
        struct err *lost = run_job(w->db, b->jobs[b->n], &b->errors[b->n]);
        b->n++;
        if (lost) return lost;
        if (b->n == LIMIT_DB_BATCH_JOBS || clock_monotonic_us() >= end_us) return NULL;
        if (!(b->jobs[b->n] = queue_take_now(&w->queue))) return NULL;
    }
}

static struct err *commit_batch(struct writer *w, struct batch *b)
{
    b->n = 1;
    b->errors[0] = NULL;
    TRY(db_begin(w->db, w->arena));
    b->n = 0;
    struct err *e = run_jobs(w, b);
    if (!e) return db_commit(w->db, w->arena);
    db_rollback(w->db);
    return e;
}

/* Nothing of the batch was kept: every job that had gone well gets the error that undid it. */
static void fail_all(struct batch *b, struct err *e)
{
    for (size_t i = 0; i < b->n; i++)
        if (!b->errors[i]) b->errors[i] = copy_error(b->jobs[i]->arena, e);
}

static void tell(struct writer *w, struct batch *b, bool committed)
{
    struct db_counts counts = {.jobs = (int64_t)b->n, .commits = committed};
    for (size_t i = 0; i < b->n; i++) counts.failed += b->errors[i] != NULL;
    queue_count(&w->queue, counts);
    for (size_t i = 0; i < b->n; i++) b->jobs[i]->done(b->errors[i], b->jobs[i]->arg);
}

static void *write_batches(void *arg)
{
    struct writer *w = arg;
    struct batch *b = calloc(1, sizeof *b);
    if (!b) abort();
    while ((b->jobs[0] = queue_take(&w->queue))) {
        arena_reset(w->arena);
        struct err *e = commit_batch(w, b);
        if (e) fail_all(b, e);
        tell(w, b, !e);
    }
    free(b);
    return NULL;
}

struct err *writer_open(struct arena *a, struct str url, struct writer **ret_writer)
{
    struct db *db;
    TRY(db_open(a, url, DB_WRITE, &db));
    struct writer *w = calloc(1, sizeof *w);
    if (!w) abort();
    w->db = db;
    w->arena = arena_open(OWN_ARENA_BYTES);
    queue_init(&w->queue);
    if (pthread_create(&w->thread, NULL, write_batches, w)) abort();
    pthread_setname_np(w->thread, "writer");
    *ret_writer = w;
    return NULL;
}

bool writer_put(struct writer *w, struct db_job *job) { return queue_put(&w->queue, job); }

struct db_counts writer_counts(struct writer *w) { return queue_counts(&w->queue); }

void writer_close(struct writer *w)
{
    if (!w) return;
    queue_close(&w->queue);
    pthread_join(w->thread, NULL);
    queue_done(&w->queue);
    db_close(w->db);
    arena_close(w->arena);
    free(w);
}
