/* api/job_run.c: the threads that do jobs.
 *
 * Each thread has a connection of its own to read with; writes go where all writes go. A beat once a second keeps the
 * leases of what runs here and learns whether somebody cancelled it.
 */
#include "api/api_private.h"
#include "api/job_private.h"
#include "api/problem.h"
#include "os/clock.h"
#include "os/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ASKED_THREADS = 2,
    QUICK_THREAD = ASKED_THREADS,
    BEATING = QUICK_THREAD + 1,
    THREADS = BEATING + 1,
    LOOK_EVERY_MS = 500,
    BEAT_EVERY_MS = 1000,
    NOTE_BYTES = 200,
    CODE_CHARS = 48,
    SAY_AGAIN_S = 600,
};

struct job_thread {
    struct api *api;
    struct db *db;
    struct arena *scratch; /* of looking for work */
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows: the beat reads it */
    int64_t id, attempt;  /* of the job that runs; 0 none */
    int64_t done, total;
    char note[NOTE_BYTES];
    bool beating;   /* a beat is on its way */
    bool cancelled; /* atomic */
};

struct job_runner {
    struct job_thread threads[THREADS]; /* the last one does what comes again and again */
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool closing; /* atomic */
    bool opened;
};

/* ---- writes that are waited for ---- */

struct step {
    struct job *job;
    struct api *api;
    struct err *(*run)(struct call *c, void *arg);
    void *arg;
    struct effects effects;
    struct db_job work;
    struct err *e; /* in the waiter's arena */
    bool over;
    pthread_mutex_t lock;
    pthread_cond_t ended;
};

static struct err *step_call(struct step *s, struct db *db, struct arena *a)
{
    struct call c = api_call(s->api, a, db, &s->effects);
    struct who who = {0};
    effects_clear(&s->effects);
    if (s->job && s->job->account_id) {
        TRY(s->api->setup.who_of(&c, s->job->account_id, &who));
        c.who = &who;
    }
    if (s->job) c.lang = s->job->lang;
    return s->run(&c, s->arg);
}

static struct err *step_run(struct db *db, struct arena *a, void *arg) { return step_call(arg, db, a); }

static void step_done(struct err *e, void *arg)
{
    struct step *s = arg;
    if (!e) api_carry_out(s->api, &s->effects);
    pthread_mutex_lock(&s->lock);
    s->e = e;
    s->over = true;
    pthread_cond_signal(&s->ended);
    pthread_mutex_unlock(&s->lock);
}

static struct step step_new(struct api *api, struct job *job, struct err *(*run)(struct call *c, void *arg), void *arg)
{
    struct step s = {.api = api, .job = job, .run = run, .arg = arg};
    s.effects = (struct effects){.modules = api->setup.modules, .module_count = api->setup.module_count};
    return s;
}

/* The error, if any, lies in `a`. */
static struct err *write_and_wait(struct api *api, struct job *job, struct arena *a,
                                  struct err *(*run)(struct call *c, void *arg), void *arg)
{
    struct step s = step_new(api, job, run, arg);
    s.work = (struct db_job){.run = step_run, .done = step_done, .mode = DB_WRITE};
    s.work.arg = &s;
    s.work.arena = arena_open(LIMIT_JOB_ARENA_BYTES);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.ended, NULL);
    if (!api_submit(api, &s.work, TX_WRITE))
        step_done(ERR(s.work.arena, ERR_BUSY, "api.busy", "系统繁忙。", "The server is busy."), &s);
    pthread_mutex_lock(&s.lock);
    while (!s.over) pthread_cond_wait(&s.ended, &s.lock);
    pthread_mutex_unlock(&s.lock);
    struct err *e = s.e ? err_copy(a, s.e) : NULL;
    arena_close(s.work.arena);
    pthread_cond_destroy(&s.ended);
    pthread_mutex_destroy(&s.lock);
    return e;
}

static struct err *read_here(struct job_thread *t, struct job *job, struct arena *a,
                             struct err *(*run)(struct call *c, void *arg), void *arg)
{
    struct step s = step_new(t->api, job, run, arg);
    TRY(db_begin_read(t->db, a));
    struct err *e = step_call(&s, t->db, a);
    db_rollback(t->db);
    return e;
}

/* ---- what a job may do ---- */

struct err *job_read(struct job *job, struct err *(*step)(struct call *c, void *arg), void *arg)
{
    return read_here(job->runner, job, job->arena, step, arg);
}

struct err *job_write(struct job *job, struct err *(*step)(struct call *c, void *arg), void *arg)
{
    struct job_thread *t = job->runner;
    return write_and_wait(t->api, job, job->arena, step, arg);
}

static bool closing(const struct api *api) { return __atomic_load_n(&api->jobs->closing, __ATOMIC_ACQUIRE); }

bool job_stopping(const struct job *job)
{
    struct job_thread *t = job->runner;
    return closing(t->api) || __atomic_load_n(&t->cancelled, __ATOMIC_ACQUIRE);
}

struct err *job_progress(struct job *job, int64_t done, int64_t total, const char *note)
{
    struct job_thread *t = job->runner;
    pthread_mutex_lock(&t->lock);
    t->done = done;
    t->total = total;
    struct str text = str_of(note ? note : "");
    size_t n = text.n < NOTE_BYTES ? text.n : NOTE_BYTES - 1;
    while (n && n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80) n--; /* not in the middle of a character */
    memcpy(t->note, text.p, n);
    t->note[n] = 0;
    pthread_mutex_unlock(&t->lock);
    if (closing(t->api))
        FAIL(job->arena, ERR_BUSY, "job.stopping", "系统正在停止，任务将在重新启动后继续。",
             "The server is stopping; the job goes on when it is back.");
    if (__atomic_load_n(&t->cancelled, __ATOMIC_ACQUIRE))
        FAIL(job->arena, ERR_CONFLICT, "job.cancelled", "任务已取消。", "The job was cancelled.");
    return NULL;
}

void job_result(struct job *job, struct str json) { job->result = str_copy(job->arena, json); }

/* ---- one job, from taking to ending ---- */

struct ending {
    int64_t id;
    enum job_state state;
    struct job_mark mark;
    struct str result, problem;
    bool again, forgive;
    int64_t run_at;
};

static struct err *end_step(struct call *c, void *arg)
{
    struct ending *end = arg;
    if (end->again) return job_store_again(c, end->id, end->mark.attempt, end->run_at, end->forgive);
    return job_store_end(c, end->id, end->state, end->mark, end->result, end->problem);
}

static struct str problem_text(struct arena *a, const struct err *e, enum lang lang)
{
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    problem_write(&out, e, lang);
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

/* Well done, cancelled, to be tried again after a while, or failed. */
static struct ending ending_of(const struct job *job, const struct job_claim *claim, const struct err *e)
{
    const struct job_thread *t = job->runner;
    struct ending end = {.id = job->id, .state = JOB_DONE, .result = job->result};
    end.mark = (struct job_mark){claim->attempts, t->done, t->total, str_of(t->note)};
    if (!e) return end;
    end.state = strcmp(e->code, "job.cancelled") == 0 ? JOB_CANCELLED : JOB_FAILED;
    end.problem = problem_text(job->arena, e, job->lang);
    end.result = (struct str){0};
    end.forgive = strcmp(e->code, "job.stopping") == 0;
    end.again = end.forgive || (e->kind == ERR_BUSY && claim->attempts < JOB_ATTEMPTS);
    end.run_at = clock_now_us() + (end.forgive ? 0 : TIME_SECOND_US << claim->attempts);
    if (end.state == JOB_FAILED && !end.again)
        log_warn("job %lld (%.*s): %s: %.*s (%s:%d)", (long long)job->id, STR_ARG(claim->kind), e->code, STR_ARG(e->en),
                 e->file, e->line);
    return end;
}

static const struct job_kind *kind_find(const struct api *api, struct str name)
{
    for (size_t m = 0; m < api->setup.module_count; m++)
        for (size_t i = 0; i < api->setup.modules[m]->job_count; i++)
            if (str_is(name, api->setup.modules[m]->jobs[i].name)) return &api->setup.modules[m]->jobs[i];
    return NULL;
}

static void thread_holds(struct job_thread *t, int64_t id, int64_t attempt)
{
    pthread_mutex_lock(&t->lock);
    t->id = id;
    t->attempt = attempt;
    t->done = t->total = 0;
    t->note[0] = 0;
    __atomic_store_n(&t->cancelled, false, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&t->lock);
}

static struct err *run_kind(const struct job_kind *kind, const struct job_claim *claim, struct job *job)
{
    if (!kind)
        FAIL(job->arena, ERR_BROKEN, "job.kind", "没有“%.*s”这种任务。", "There is no job kind “%.*s”.",
             STR_ARG(claim->kind));
    if (claim->attempts > JOB_ATTEMPTS)
        FAIL(job->arena, ERR_BROKEN, "job.attempts", "任务多次中断，已放弃。请联系管理员。",
             "The job broke off again and again and was given up. Tell the administrator.");
    struct err *e = kind->run(job);
    if (!e && arena_over(job->arena))
        FAIL(job->arena, ERR_LIMIT, "job.memory", "任务数据过大，请分批进行。",
             "The job is too large: do it in parts.");
    return e;
}

static void do_job(struct job_thread *t, const struct job_claim *claim)
{
    struct job job = {.id = claim->id,
                      .subject_id = claim->subject_id,
                      .account_id = claim->account_id,
                      .lang = (enum lang)claim->lang,
                      .input = claim->input,
                      .runner = t};
    job.arena = arena_open(LIMIT_JOB_ARENA_BYTES);
    thread_holds(t, job.id, claim->attempts);
    struct ending end = ending_of(&job, claim, run_kind(kind_find(t->api, claim->kind), claim, &job));
    struct err *e = write_and_wait(t->api, NULL, job.arena, end_step, &end);
    /* its lease runs out, and it is done once more */
    if (e) log_error("job %lld: %s: %.*s", (long long)job.id, e->code, STR_ARG(e->en));
    thread_holds(t, 0, 0);
    arena_close(job.arena);
}

struct taking {
    struct arena *arena; /* where the claim goes */
    const struct api_setup *setup;
    int64_t id;
    struct job_claim claim;
    bool taken;
};

static struct err *due_step(struct call *c, void *arg) { return job_store_due(c, &((struct taking *)arg)->id); }

static struct err *claim_step(struct call *c, void *arg)
{
    struct taking *take = arg;
    TRY(job_store_claim(c, take->id, &take->claim, &take->taken));
    take->claim.kind = str_copy(take->arena, take->claim.kind);
    take->claim.input = str_copy(take->arena, take->claim.input);
    return NULL;
}

static struct err *due_quick_step(struct call *c, void *arg)
{
    struct taking *take = arg;
    const struct api_setup *setup = take->setup;
    for (size_t m = 0; m < setup->module_count && !take->id; m++)
        for (size_t i = 0; i < setup->modules[m]->job_count && !take->id; i++)
            if (setup->modules[m]->jobs[i].quick) TRY(job_store_due_of(c, setup->modules[m]->jobs[i].name, &take->id));
    return NULL;
}

/* False: nothing to do now. */
static bool do_next(struct job_thread *t, struct err *(*due)(struct call *c, void *arg))
{
    struct taking take = {.arena = t->scratch, .setup = &t->api->setup};
    arena_reset(t->scratch);
    struct err *e = read_here(t, NULL, t->scratch, due, &take);
    if (!e && take.id) e = write_and_wait(t->api, NULL, t->scratch, claim_step, &take);
    if (e && e->kind != ERR_BUSY) log_error("jobs: %s: %.*s", e->code, STR_ARG(e->en));
    if (e || !take.taken) return false;
    do_job(t, &take.claim);
    return true;
}

/* ---- threads ---- */

static void wait_a_while(struct job_runner *r)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_EVERY_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&r->lock);
    if (!r->closing) pthread_cond_timedwait(&r->woken, &r->lock, &until);
    pthread_mutex_unlock(&r->lock);
}

static void *do_asked(void *arg)
{
    struct job_thread *t = arg;
    while (!closing(t->api))
        if (!do_next(t, due_step)) wait_a_while(t->api->jobs);
    return NULL;
}

static void *do_quick(void *arg)
{
    struct job_thread *t = arg;
    while (!closing(t->api))
        if (!do_next(t, due_quick_step)) wait_a_while(t->api->jobs);
    return NULL;
}

struct period {
    const struct job_kind *kind;
    int64_t due_us; /* monotonic */
    bool ours;
    char said[CODE_CHARS]; /* code of the last problem that was logged */
    int64_t said_us;       /* monotonic */
};

static struct err *period_step(struct call *c, void *arg)
{
    struct period *p = arg;
    return job_store_period(c, p->kind->name, c->now_us + p->kind->every_s * TIME_SECOND_US, &p->ours);
}

/* What goes wrong every few seconds is logged now and then; what a stop or a busy database does, not at all. */
static void say_problem(struct period *p, const struct err *e)
{
    struct str code = str_of(e->code);
    int64_t now_us = clock_monotonic_us();
    bool ours = str_starts(code, STR("db.")) || str_starts(code, STR("job.")) || str_starts(code, STR("api."));
    if (ours && e->kind == ERR_BUSY) return;
    if (strcmp(p->said, e->code) == 0 && now_us - p->said_us < SAY_AGAIN_S * TIME_SECOND_US) return;
    log_warn("job %s: %s: %.*s (%s:%d)", p->kind->name, e->code, STR_ARG(e->en), e->file, e->line);
    snprintf(p->said, sizeof p->said, "%s", e->code);
    p->said_us = now_us;
}

/* Where nodes share a database only one of them does it this time. */
static void do_period(struct job_thread *t, struct period *p)
{
    struct job job = {.lang = LANG_ZH, .runner = t};
    job.arena = arena_open(LIMIT_JOB_ARENA_BYTES);
    p->ours = true;
    struct err *e = NULL;
    if (t->api->kind != DB_SQLITE) e = write_and_wait(t->api, NULL, job.arena, period_step, p);
    if (!e && p->ours) e = p->kind->run(&job);
    if (e)
        say_problem(p, e);
    else if (p->ours)
        p->said[0] = 0;
    p->due_us = clock_monotonic_us() + p->kind->every_s * TIME_SECOND_US;
    arena_close(job.arena);
}

static size_t periods_of(struct arena *a, const struct api *api, struct period **ret_periods)
{
    struct list all = {0};
    for (size_t m = 0; m < api->setup.module_count; m++)
        for (size_t i = 0; i < api->setup.modules[m]->job_count; i++)
            if (api->setup.modules[m]->jobs[i].every_s)
                *list_add(a, &all, struct period) = (struct period){.kind = &api->setup.modules[m]->jobs[i]};
    *ret_periods = all.p;
    return all.n;
}

static void *do_periodic(void *arg)
{
    struct job_thread *t = arg;
    struct period *periods;
    size_t n = periods_of(t->scratch, t->api, &periods);
    while (!closing(t->api)) {
        for (size_t i = 0; i < n && !closing(t->api); i++)
            if (clock_monotonic_us() >= periods[i].due_us) do_period(t, &periods[i]);
        wait_a_while(t->api->jobs);
    }
    return NULL;
}

/* ---- the beat ---- */

struct beat {
    struct job_thread *thread;
    int64_t id;
    struct job_mark mark;
    char note[NOTE_BYTES];
    bool stop;
};

static struct err *beat_step(struct call *c, void *arg)
{
    struct beat *b = arg;
    return job_store_beat(c, b->id, b->mark, &b->stop);
}

static void beat_done(struct err *e, void *arg)
{
    struct beat *b = arg;
    struct job_thread *t = b->thread;
    pthread_mutex_lock(&t->lock);
    bool same = t->id == b->id && t->attempt == b->mark.attempt;
    if (!e && b->stop && same) __atomic_store_n(&t->cancelled, true, __ATOMIC_RELEASE);
    t->beating = false;
    pthread_mutex_unlock(&t->lock);
    free(b);
}

static void beat(struct job_thread *t)
{
    struct beat *b = calloc(1, sizeof *b);
    if (!b) abort();
    pthread_mutex_lock(&t->lock);
    bool wanted = t->id && !t->beating;
    if (wanted) t->beating = true;
    b->thread = t;
    b->id = t->id;
    memcpy(b->note, t->note, NOTE_BYTES);
    b->mark = (struct job_mark){t->attempt, t->done, t->total, str_of(b->note)};
    pthread_mutex_unlock(&t->lock);
    if (wanted)
        api_write(t->api, beat_step, beat_done, b);
    else
        free(b);
}

static void beat_all(void *arg)
{
    struct api *api = arg;
    for (int i = 0; i < BEATING; i++) beat(&api->jobs->threads[i]);
}

/* ---- opening and closing ---- */

static struct err *release_step(struct call *c, void *arg) { return job_store_release(c); }

static void start_thread(struct job_thread *t, void *(*run)(void *arg))
{
    pthread_mutex_init(&t->lock, NULL);
    if (pthread_create(&t->thread, NULL, run, t)) abort();
    pthread_setname_np(t->thread, "jobs");
}

struct err *jobs_open(struct arena *a, struct api *api)
{
    struct job_runner *r = calloc(1, sizeof *r);
    if (!r) abort();
    api->jobs = r;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->woken, NULL);
    for (int i = 0; i < THREADS; i++) {
        r->threads[i].api = api;
        r->threads[i].scratch = arena_open(LIMIT_CALL_ARENA_BYTES);
        TRY(db_open(a, api->setup.db_url, DB_READ, &r->threads[i].db));
        /* jobs read much and once: mapped, it would all count as memory of the program */
        if (api->kind == DB_SQLITE) TRY(db_script(r->threads[i].db, a, STR("PRAGMA mmap_size = 0")));
    }
    if (api->kind == DB_SQLITE) TRY(write_and_wait(api, NULL, a, release_step, NULL));
    for (int i = 0; i < THREADS; i++)
        start_thread(&r->threads[i], i < ASKED_THREADS ? do_asked : i == QUICK_THREAD ? do_quick : do_periodic);
    r->opened = true;
    api_every(api, BEAT_EVERY_MS, beat_all, api);
    return NULL;
}

void jobs_wake(struct api *api)
{
    if (api->jobs) pthread_cond_broadcast(&api->jobs->woken);
}

int64_t jobs_running(struct api *api)
{
    int64_t n = 0;
    for (int i = 0; api->jobs && api->jobs->opened && i < THREADS; i++) {
        struct job_thread *t = &api->jobs->threads[i];
        pthread_mutex_lock(&t->lock);
        n += t->id != 0;
        pthread_mutex_unlock(&t->lock);
    }
    return n;
}

void jobs_stop(struct api *api)
{
    struct job_runner *r = api->jobs;
    if (!r) return;
    pthread_mutex_lock(&r->lock);
    __atomic_store_n(&r->closing, true, __ATOMIC_RELEASE);
    pthread_cond_broadcast(&r->woken);
    pthread_mutex_unlock(&r->lock);
    for (int i = 0; r->opened && i < THREADS; i++) pthread_join(r->threads[i].thread, NULL);
    r->opened = false;
}

void jobs_close(struct api *api)
{
    struct job_runner *r = api->jobs;
    if (!r) return;
    for (int i = 0; i < THREADS; i++) {
        db_close(r->threads[i].db);
        arena_close(r->threads[i].scratch);
        pthread_mutex_destroy(&r->threads[i].lock);
    }
    pthread_cond_destroy(&r->woken);
    pthread_mutex_destroy(&r->lock);
    free(r);
    api->jobs = NULL;
}
