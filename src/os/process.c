#include "os/process.h"

#include "core/arena.h"
#include "core/limits.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/process_private.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { LINE_BYTES = 2048, OUTPUT_BYTES = 8192 };

enum phase { PHASE_WAITS, PHASE_RUNS, PHASE_STOPS };

struct process {
    int64_t id;
    struct process_spec spec; /* its texts are ours */
    enum phase phase;
    struct child child;
    int64_t started_us;
    int64_t due_us;  /* PHASE_WAITS: start; PHASE_STOPS: SIGKILL, 0 when it was sent */
    int64_t wait_ms; /* the last wait before a start */
    int restarts;
    char line[LINE_BYTES];
    size_t line_bytes;
    bool line_cut; /* the rest of a line that was too long is being skipped */
    struct process *next;
};

struct timer {
    int64_t period_us, due_us;
    void (*run)(void *context);
    void *context;
    struct timer *next;
};

/* What another thread asks for: the queue keeps the order, so a stop never overtakes its start. */
struct wish {
    struct process *start; /* one of start, timer, stop_id and kill_id is set */
    struct timer *timer;
    int64_t stop_id, kill_id;
    struct wish *next;
};

struct processes {
    pthread_t thread;
    int wake;             /* eventfd */
    pthread_mutex_t lock; /* guards the four below */
    struct wish *first, *last;
    int64_t last_id;
    bool closing;
    struct process *list; /* the thread's own, as all below */
    size_t count;
    struct timer *timers;
    struct pollfd *polls;
};

/* ---- telling the owner ---- */

static void tell(struct process *x, enum process_happening what, int status)
{
    struct process_change change = {.id = x->id,
                                    .what = what,
                                    .status = status,
                                    .restarts = x->restarts,
                                    .pid = x->child.pid,
                                    .wait_ms = x->wait_ms};
    if (x->spec.on_change) x->spec.on_change(&change, x->spec.context);
}

static void tell_line(struct process *x)
{
    struct str line = {x->line, x->line_bytes};
    x->line_bytes = 0;
    if (!line.n) return;
    if (x->spec.on_line)
        x->spec.on_line(x->id, line, x->spec.context);
    else
        log_debug("%s: %.*s", x->spec.name, STR_ARG(line));
}

static void take_char(struct process *x, char c)
{
    if (c == '\n' || c == '\r') {
        if (!x->line_cut) tell_line(x);
        x->line_cut = false;
    } else if (!x->line_cut) {
        x->line[x->line_bytes++] = c;
        x->line_cut = x->line_bytes == LINE_BYTES;
        if (x->line_cut) tell_line(x);
    }
}

static void read_lines(struct process *x)
{
    char bytes[4096];
    ssize_t n;
    while ((n = read(x->child.out, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < n; i++) take_char(x, bytes[i]);
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(x->child.out);
        x->child.out = -1;
    }
}

/* ---- one child's life ---- */

/* How long until the next start: doubled while children end early, from the beginning again after a long life. */
static int64_t next_wait_ms(const struct process *x, int64_t lived_ms)
{
    int64_t wait = lived_ms > x->spec.restart_most_ms ? 0 : x->wait_ms * 2;
    if (wait < x->spec.restart_first_ms) wait = x->spec.restart_first_ms;
    return wait < x->spec.restart_most_ms ? wait : x->spec.restart_most_ms;
}

/* True when that was its last end. */
static bool has_ended(struct process *x, int status)
{
    if (x->phase == PHASE_STOPS || x->spec.restart_first_ms == 0) {
        tell(x, x->phase == PHASE_STOPS ? PROCESS_STOPPED : PROCESS_OVER, status);
        return true;
    }
    int64_t now = clock_monotonic_us();
    x->wait_ms = next_wait_ms(x, (now - x->started_us) / 1000);
    x->due_us = now + x->wait_ms * 1000;
    x->phase = PHASE_WAITS;
    tell(x, PROCESS_ENDED, status);
    return false;
}

static bool start_child(struct process *x)
{
    bool again = x->started_us != 0;
    x->started_us = clock_monotonic_us();
    x->restarts += again;
    x->line_bytes = 0;
    if (!child_start(&x->spec, &x->child)) {
        log_error("%s: cannot start %s: %s", x->spec.name, x->spec.argv[0], strerror(errno));
        x->child.pid = 0;
        return has_ended(x, 127);
    }
    x->phase = PHASE_RUNS;
    tell(x, PROCESS_STARTED, 0);
    return false;
}

static bool collect(struct process *x)
{
    if (x->child.out >= 0) read_lines(x);
    if (x->child.out >= 0) close(x->child.out);
    x->child.out = -1;
    tell_line(x);
    return has_ended(x, child_collect(&x->child));
}

/* True when nothing runs, so that it is over at once. */
static bool begin_stop(struct process *x)
{
    if (x->phase == PHASE_STOPS) return false;
    bool ran = x->phase == PHASE_RUNS;
    x->phase = PHASE_STOPS;
    if (!ran) {
        tell(x, PROCESS_STOPPED, 0);
        return true;
    }
    kill(x->child.pid, SIGTERM);
    x->due_us = clock_monotonic_us() + (int64_t)x->spec.grace_ms * 1000;
    return false;
}

/* Timers of one child; true when it is over. */
static bool is_due(struct process *x, int64_t now)
{
    if (x->phase == PHASE_WAITS && now >= x->due_us) return start_child(x);
    if (x->phase == PHASE_STOPS && x->due_us && now >= x->due_us) {
        kill(x->child.pid, SIGKILL);
        x->due_us = 0;
    }
    return false;
}

/* ---- copies ---- */

static char *copy_or_null(const char *s)
{
    char *copy = s ? strdup(s) : NULL;
    if (s && !copy) abort();
    return copy;
}

static const char *const *copy_argv(const char *const *argv)
{
    size_t n = 0;
    while (argv[n]) n++;
    char **copy = calloc(n + 1, sizeof *copy);
    if (!copy) abort();
    for (size_t i = 0; i < n; i++) copy[i] = copy_or_null(argv[i]);
    return (const char *const *)copy;
}

static struct process *process_new(const struct process_spec *spec)
{
    struct process *x = calloc(1, sizeof *x);
    if (!x) abort();
    x->spec = *spec;
    x->spec.name = copy_or_null(spec->name);
    x->spec.directory = copy_or_null(spec->directory);
    x->spec.argv = copy_argv(spec->argv);
    x->child = (struct child){.out = -1, .pidfd = -1};
    x->due_us = 1; /* at once: 0 stands for never */
    return x;
}

static void process_free(struct process *x)
{
    for (size_t i = 0; x->spec.argv[i]; i++) free((char *)x->spec.argv[i]);
    free((void *)x->spec.argv);
    free((char *)x->spec.name);
    free((char *)x->spec.directory);
    free(x);
}

/* ---- the thread ---- */

static void forget(struct processes *p, struct process **link)
{
    struct process *x = *link;
    *link = x->next;
    p->count--;
    process_free(x);
}

static struct process **find_process(struct processes *p, int64_t id)
{
    struct process **link = &p->list;
    while (*link && (*link)->id != id) link = &(*link)->next;
    return link;
}

static void obey(struct processes *p, struct wish *wish)
{
    struct process **link = find_process(p, wish->stop_id ? wish->stop_id : wish->kill_id);
    if (wish->start) {
        wish->start->next = p->list;
        p->list = wish->start;
        p->count++;
    } else if (wish->timer) {
        wish->timer->next = p->timers;
        p->timers = wish->timer;
    } else if (*link && wish->stop_id) {
        if (begin_stop(*link)) forget(p, link);
    } else if (*link && (*link)->phase == PHASE_RUNS) {
        kill((*link)->child.pid, SIGKILL);
    }
}

/* Takes all wishes; true while the owner has not begun to close. */
static bool obey_all(struct processes *p)
{
    uint64_t ignored;
    if (read(p->wake, &ignored, sizeof ignored) < 0 && errno != EAGAIN) log_error("eventfd: %s", strerror(errno));
    pthread_mutex_lock(&p->lock);
    struct wish *wish = p->first;
    bool open = !p->closing;
    p->first = p->last = NULL;
    pthread_mutex_unlock(&p->lock);
    while (wish) {
        struct wish *next = wish->next;
        obey(p, wish);
        free(wish);
        wish = next;
    }
    return open;
}

static void stop_all(struct processes *p)
{
    struct process **link = &p->list;
    while (*link) {
        if (begin_stop(*link))
            forget(p, link);
        else
            link = &(*link)->next;
    }
}

static int fill_polls(struct processes *p, int64_t now)
{
    int64_t due_us = now + 60 * 1000000LL;
    p->polls = realloc(p->polls, (1 + 2 * p->count) * sizeof *p->polls);
    if (!p->polls) abort();
    struct pollfd *poll_at = p->polls;
    *poll_at++ = (struct pollfd){.fd = p->wake, .events = POLLIN};
    for (struct process *x = p->list; x; x = x->next) {
        *poll_at++ = (struct pollfd){.fd = x->child.pidfd, .events = POLLIN};
        *poll_at++ = (struct pollfd){.fd = x->child.out, .events = POLLIN};
        if (x->phase != PHASE_RUNS && x->due_us && x->due_us < due_us) due_us = x->due_us;
    }
    for (struct timer *t = p->timers; t; t = t->next)
        if (t->due_us < due_us) due_us = t->due_us;
    return due_us <= now ? 0 : (int)((due_us - now) / 1000) + 1;
}

/* The list is as fill_polls saw it, since only this thread changes it and callbacks only leave wishes. */
static void serve_all(struct processes *p)
{
    int64_t now = clock_monotonic_us();
    struct pollfd *poll_at = p->polls + 1;
    struct process **link = &p->list;
    while (*link) {
        struct process *x = *link;
        bool ended = poll_at[0].revents != 0, says = poll_at[1].revents != 0, over = false;
        poll_at += 2;
        if (ended)
            over = collect(x);
        else if (says)
            read_lines(x);
        if (!over) over = is_due(x, now);
        if (over)
            forget(p, link);
        else
            link = &x->next;
    }
}

static void run_timers(struct processes *p)
{
    int64_t now = clock_monotonic_us();
    for (struct timer *t = p->timers; t; t = t->next) {
        if (now < t->due_us) continue;
        t->due_us = now + t->period_us;
        t->run(t->context);
    }
}

static void *supervise(void *arg)
{
    struct processes *p = arg;
    for (;;) {
        bool open = obey_all(p);
        if (open)
            run_timers(p);
        else
            stop_all(p);
        if (!open && !p->list) return NULL;
        int wait_ms = fill_polls(p, clock_monotonic_us());
        if (!open && wait_ms == 0) wait_ms = 1; /* a timer that is due runs no more */
        if (poll(p->polls, (nfds_t)(1 + 2 * p->count), wait_ms) >= 0) serve_all(p);
    }
}

/* ---- any thread ---- */

struct err *processes_open(struct arena *a, struct processes **ret_processes)
{
    struct processes *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&p->lock, NULL);
    if (p->wake < 0 || pthread_create(&p->thread, NULL, supervise, p) != 0) {
        if (p->wake >= 0) close(p->wake);
        free(p);
        FAIL(a, ERR_BROKEN, "process.no_supervisor", "无法启动子进程管理线程，请检查系统资源限制。",
             "The thread for child processes cannot be started; check the limits of the system.");
    }
    *ret_processes = p;
    return NULL;
}

static void wake_up(struct processes *p)
{
    uint64_t one = 1;
    if (write(p->wake, &one, sizeof one) < 0) log_error("eventfd: %s", strerror(errno));
}

/* The id of a start is made under the same lock, so that ids follow the order of the queue. */
static int64_t leave_wish(struct processes *p, struct wish wish)
{
    struct wish *kept = malloc(sizeof *kept);
    if (!kept) abort();
    *kept = wish;
    pthread_mutex_lock(&p->lock);
    if (wish.start) wish.start->id = ++p->last_id;
    int64_t id = p->last_id;
    if (p->last)
        p->last->next = kept;
    else
        p->first = kept;
    p->last = kept;
    pthread_mutex_unlock(&p->lock);
    wake_up(p);
    return id;
}

int64_t process_start(struct processes *p, const struct process_spec *spec)
{
    return leave_wish(p, (struct wish){.start = process_new(spec)});
}

void process_stop(struct processes *p, int64_t id) { leave_wish(p, (struct wish){.stop_id = id}); }

void process_kill(struct processes *p, int64_t id) { leave_wish(p, (struct wish){.kill_id = id}); }

void processes_every(struct processes *p, int period_ms, void (*run)(void *context), void *context)
{
    struct timer *timer = malloc(sizeof *timer);
    if (!timer) abort();
    *timer = (struct timer){.period_us = period_ms * 1000LL, .run = run, .context = context};
    leave_wish(p, (struct wish){.timer = timer});
}

void processes_close(struct processes *p)
{
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_mutex_unlock(&p->lock);
    wake_up(p);
    pthread_join(p->thread, NULL);
    while (p->timers) {
        struct timer *next = p->timers->next;
        free(p->timers);
        p->timers = next;
    }
    pthread_mutex_destroy(&p->lock);
    close(p->wake);
    free(p->polls);
    free(p);
}

/* ---- one child, waited for ---- */

struct tail { /* the last bytes of what it said */
    char bytes[2 * OUTPUT_BYTES];
    size_t n;
};

static void keep_tail(struct tail *tail, const char *p, size_t n)
{
    if (tail->n + n > sizeof tail->bytes) {
        size_t keep = tail->n < OUTPUT_BYTES ? tail->n : OUTPUT_BYTES;
        memmove(tail->bytes, tail->bytes + tail->n - keep, keep);
        tail->n = keep;
    }
    memcpy(tail->bytes + tail->n, p, n);
    tail->n += n;
}

/* True at the end of its output. */
static bool read_tail(int fd, struct tail *tail)
{
    char bytes[4096];
    ssize_t n;
    while ((n = read(fd, bytes, sizeof bytes)) > 0) keep_tail(tail, bytes, (size_t)n);
    return n == 0 || (errno != EAGAIN && errno != EINTR);
}

/* True when it ended by itself before the deadline. */
static bool wait_for(struct child *child, struct tail *tail, int64_t deadline_us)
{
    struct pollfd polls[2] = {{.fd = child->pidfd, .events = POLLIN}, {.fd = child->out, .events = POLLIN}};
    for (;;) {
        int64_t left_ms = (deadline_us - clock_monotonic_us()) / 1000;
        if (left_ms < 0) return false;
        if (poll(polls, 2, (int)left_ms + 1) < 0) continue;
        if (polls[1].revents && read_tail(child->out, tail)) polls[1].fd = -1;
        if (polls[0].revents) return true;
    }
}

static struct str last_line(struct str output)
{
    output = str_trim(output);
    size_t from = output.n;
    while (from > 0 && output.p[from - 1] != '\n' && output.p[from - 1] != '\r') from--;
    return (struct str){output.p ? output.p + from : NULL, output.n - from};
}

static struct str tail_text(struct arena *a, const struct tail *tail)
{
    size_t skip = tail->n > OUTPUT_BYTES ? tail->n - OUTPUT_BYTES : 0;
    return str_copy(a, (struct str){tail->bytes + skip, tail->n - skip});
}

struct err *process_run(struct arena *a, const struct process_spec *spec, int timeout_ms, struct str *ret_output)
{
    struct child child;
    struct tail *tail = arena_new(a, struct tail);
    if (!child_start(spec, &child))
        FAIL(a, ERR_BROKEN, "process.not_started", "无法启动程序 %s：%s。", "The program %s cannot be started: %s.",
             spec->argv[0], strerror(errno));
    bool ended = wait_for(&child, tail, clock_monotonic_us() + timeout_ms * 1000LL);
    if (!ended) kill(child.pid, SIGKILL);
    int status = child_collect(&child);
    read_tail(child.out, tail);
    close(child.out);
    struct str output = tail_text(a, tail), last = last_line(output);
    if (!ended)
        FAIL(a, ERR_LIMIT, "process.timeout", "%s 运行超过 %d 秒，已被终止。",
             "%s ran for more than %d s and was stopped.", spec->name, timeout_ms / 1000);
    if (status == 127 && !output.n)
        FAIL(a, ERR_BROKEN, "process.absent", "没有找到或无法运行程序 %s，请先安装。",
             "The program %s is not there or cannot be run; install it first.", spec->argv[0]);
    if (status != 0)
        FAIL(a, ERR_BROKEN, "process.failed", "%s 运行失败（%d）：%.*s", "%s failed (%d): %.*s", spec->name, status,
             STR_ARG(last));
    *ret_output = output;
    return NULL;
}
