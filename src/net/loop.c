#include "net/net_private.h"

#include "os/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

static __thread struct loop *loop_here;

bool loop_is_here(const struct loop *loop) { return loop_here == loop; }

void loop_count(int64_t *counter) { __atomic_store_n(counter, *counter + 1, __ATOMIC_RELAXED); }

void server_hold(struct http_server *server) { __atomic_add_fetch(&server->refs, 1, __ATOMIC_RELAXED); }

void server_drop(struct http_server *server)
{
    if (__atomic_sub_fetch(&server->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
    for (int i = 0; i < server->loop_count; i++) pthread_mutex_destroy(&server->loops[i].lock);
    free(server->loops);
    free(server);
}

/* ---- posts ---- */

bool loop_post(struct loop *loop, void (*run)(void *arg), void *arg)
{
    struct post *p = malloc(sizeof *p);
    if (!p) abort();
    *p = (struct post){.run = run, .arg = arg};
    pthread_mutex_lock(&loop->lock);
    bool queued = !loop->stopped, first = queued && !loop->first;
    if (queued) {
        *loop->last = p;
        loop->last = &p->next;
    }
    /* under the lock: the loop closes wake_fd only after it has set `stopped` */
    if (first) eventfd_write(loop->wake_fd, 1);
    pthread_mutex_unlock(&loop->lock);
    if (!queued) free(p);
    return queued;
}

bool loop_may_send_now(const struct loop *loop) { return loop_is_here(loop) && !loop->first_job; }

static void run_posts(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct post *batch = loop->first;
    loop->first = NULL;
    loop->last = &loop->first;
    pthread_mutex_unlock(&loop->lock);
    while (batch) {
        struct post *p = batch;
        batch = p->next;
        p->run(p->arg);
        free(p);
    }
}

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
    eventfd_t value;
    eventfd_read(fd, &value);
    run_posts(arg);
}

/* ---- jobs ---- */

static void run_jobs(void *arg)
{
    struct loop *loop = arg;
    int64_t until = clock_monotonic_us() + JOBS_TURN_US;
    while (loop->first_job) {
        struct job *job = loop->first_job, *next = job->next;
        bool done = job->step(job);
        if (done) loop->first_job = next;
        if (done && !next) loop->last_job = &loop->first_job;
        if (loop->first_job && clock_monotonic_us() >= until) {
            loop_post(loop, run_jobs, loop);
            return;
        }
    }
}

static void add_job(void *arg)
{
    struct job *job = arg;
    struct loop *loop = job->loop;
    bool idle = !loop->first_job;
    job->number = ++loop->job_number;
    *loop->last_job = job;
    loop->last_job = &job->next;
    if (idle) run_jobs(loop);
}

bool loop_post_job(struct loop *loop, struct job *job)
{
    job->loop = loop;
    return loop_post(loop, add_job, job);
}

bool loop_add_job(struct loop *loop, struct job *job)
{
    if (!loop_is_here(loop)) return loop_post_job(loop, job);
    job->loop = loop;
    add_job(job);
    return true;
}

/* ---- deadlines ---- */

static int64_t wait_us(const struct loop *loop, enum wait wait)
{
    const struct http_config *c = &loop->server->config;
    const int ms[WAITS] = {c->header_timeout_ms, c->body_timeout_ms, c->idle_timeout_ms, 2000, c->ws_ping_ms / 5};
    return (int64_t)ms[wait] * 1000;
}

static void set_timer(struct loop *loop, int64_t at_us, int64_t now_us)
{
    int64_t us = at_us > now_us ? at_us - now_us : 0;
    struct timeval tv = {.tv_sec = us / 1000000, .tv_usec = us % 1000000};
    loop->timer_at_us = at_us;
    event_add(&loop->timer, &tv);
}

static void unlink_deadline(struct deadline *d)
{
    if (!d->next) return;
    d->prev->next = d->next;
    d->next->prev = d->prev;
    d->next = d->prev = NULL;
}

void loop_arm(struct loop *loop, struct deadline *d, enum wait wait)
{
    unlink_deadline(d);
    if (wait == WAIT_NONE) return;
    struct deadline *head = &loop->waits[wait];
    int64_t now = clock_monotonic_us();
    d->at_us = now + wait_us(loop, wait);
    d->prev = head->prev;
    d->next = head;
    d->prev->next = head->prev = d;
    if (!loop->timer_at_us || d->at_us < loop->timer_at_us) set_timer(loop, d->at_us, now);
}

static void expire(struct loop *loop, enum wait wait, int64_t now)
{
    struct deadline *head = &loop->waits[wait];
    while (head->next != head && head->next->at_us <= now) {
        struct conn *c = (struct conn *)((char *)head->next - offsetof(struct conn, deadline));
        unlink_deadline(&c->deadline);
        conn_expired(c, wait);
    }
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct loop *loop = arg;
    int64_t now = clock_monotonic_us(), next = 0;
    loop->timer_at_us = 0;
    for (int i = 0; i < WAITS; i++) {
        expire(loop, i, now);
        struct deadline *first = loop->waits[i].next;
        if (first != &loop->waits[i] && (!next || first->at_us < next)) next = first->at_us;
    }
    if (next) set_timer(loop, next, now);
}

/* ---- life ---- */

static void on_reap(evutil_socket_t fd, short what, void *arg)
{
    conn_reap(arg);
    loop_end_if_empty(arg);
}

static void on_grace(evutil_socket_t fd, short what, void *arg)
{
    struct loop *loop = arg;
    for (struct conn *c = loop->conns; c; c = c->next) conn_kill(c);
    loop_end_if_empty(loop);
}

static void assign_events(struct loop *loop)
{
    event_assign(&loop->wake, loop->base, loop->wake_fd, EV_READ | EV_PERSIST, on_wake, loop);
    event_assign(&loop->timer, loop->base, -1, 0, on_timer, loop);
    event_assign(&loop->reap, loop->base, -1, 0, on_reap, loop);
    event_assign(&loop->grace, loop->base, -1, 0, on_grace, loop);
    event_add(&loop->wake, NULL);
}

int loop_open(struct loop *loop, struct http_server *server, int index)
{
    loop->server = server;
    loop->index = index;
    loop->last = &loop->first;
    loop->last_job = &loop->first_job;
    pthread_mutex_init(&loop->lock, NULL);
    for (int i = 0; i < WAITS; i++) loop->waits[i].next = loop->waits[i].prev = &loop->waits[i];
    buf_init(&loop->head, 1 << 20);
    loop->input = malloc(INPUT_BYTES);
    loop->base = event_base_new();
    if (!loop->input || !loop->base) abort();
    loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->wake_fd < 0) return errno;
    assign_events(loop);
    return 0;
}

void loop_free(struct loop *loop)
{
    for (struct every *e = loop->every, *next; e; e = next) {
        next = e->next;
        free(e);
    }
    for (int i = 0; i < loop->arena_count; i++) arena_close(loop->arenas[i]);
    for (int i = 0; i < loop->frames_count; i++) frames_close(loop->frames[i]);
    if (loop->base) event_base_free(loop->base);
    if (loop->wake_fd >= 0) close(loop->wake_fd);
    buf_done(&loop->head);
    free(loop->input);
}

void loop_end_if_empty(struct loop *loop)
{
    if (loop->stopping && loop->conn_count == 0) event_base_loopbreak(loop->base);
}

void loop_stop(void *arg)
{
    struct loop *loop = arg;
    struct http_server *server = loop->server;
    struct timeval tv = {server->grace_ms / 1000, server->grace_ms % 1000 * 1000};
    if (loop->index == 0) accept_stop(server);
    for (struct every *e = loop->every; e; e = e->next) event_del(&e->event);
    loop->stopping = true;
    for (struct conn *c = loop->conns; c; c = c->next) conn_stop(c);
    event_add(&loop->grace, &tv);
    loop_end_if_empty(loop);
}

/* From now on posts are refused. Requests still with a handler keep the server alive until they are answered. */
static bool stop_posts(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    loop->stopped = loop->first == NULL;
    if (loop->stopped) __atomic_add_fetch(&loop->server->refs, loop->running, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&loop->lock);
    return loop->stopped;
}

static void finish(struct loop *loop)
{
    do {
        run_posts(loop);
        for (struct conn *c = loop->conns; c; c = c->next) conn_kill(c);
        conn_reap(loop);
    } while (!stop_posts(loop));
    loop_here = NULL;
}

static void *run(void *arg)
{
    struct loop *loop = loop_here = arg;
    char name[16];
    snprintf(name, sizeof name, "loop %d", loop->index);
    pthread_setname_np(pthread_self(), name);
    const struct http_config *config = &loop->server->config;
    if (config->on_loop_start) config->on_loop_start(loop->index, config->context);
    pthread_barrier_wait(&loop->server->started);
    event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
    finish(loop);
    if (config->on_loop_stop) config->on_loop_stop(loop->index, config->context);
    return NULL;
}

int loop_start(struct loop *loop)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the opener's business */
    int failed = pthread_create(&loop->thread, NULL, run, loop);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

const char *loop_date(struct loop *loop)
{
    int64_t now_s = clock_now_us() / 1000000;
    if (now_s == loop->date_s) return loop->date;
    time_t t = now_s;
    struct tm u;
    gmtime_r(&t, &u);
    snprintf(loop->date, sizeof loop->date, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             &"SunMonTueWedThuFriSat"[u.tm_wday * 3], u.tm_mday, &"JanFebMarAprMayJunJulAugSepOctNovDec"[u.tm_mon * 3],
             u.tm_year + 1900, u.tm_hour, u.tm_min, u.tm_sec);
    loop->date_s = now_s;
    return loop->date;
}
