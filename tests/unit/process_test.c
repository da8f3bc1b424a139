/* tests/unit/process_test.c: child programs and their supervisor. */
#include "check.h"
#include "core/arena.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/process.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *a;

/* What the callbacks saw; guarded by the lock, waited for with the condition. */
static struct seen {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int started, ended, stopped, over, status, restarts;
    int64_t pid, first_us, last_us;
    char lines[512];
} seen = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void forget_all(void)
{
    seen.started = seen.ended = seen.stopped = seen.over = seen.status = seen.restarts = 0;
    seen.pid = seen.first_us = seen.last_us = 0;
    seen.lines[0] = 0;
}

static void note_line(int64_t id, struct str line, void *context)
{
    pthread_mutex_lock(&seen.lock);
    size_t n = strlen(seen.lines);
    snprintf(seen.lines + n, sizeof seen.lines - n, "%.*s|", STR_ARG(line));
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

static void note_change(const struct process_change *change, void *context)
{
    pthread_mutex_lock(&seen.lock);
    seen.started += change->what == PROCESS_STARTED;
    seen.ended += change->what == PROCESS_ENDED;
    seen.stopped += change->what == PROCESS_STOPPED;
    seen.over += change->what == PROCESS_OVER;
    seen.status = change->status;
    seen.restarts = change->restarts;
    if (change->what == PROCESS_STARTED) {
        seen.pid = change->pid;
        seen.last_us = clock_monotonic_us();
        if (!seen.first_us) seen.first_us = seen.last_us;
    }
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

/* Waits until *count reaches `least`, ten seconds at most. */
static bool wait_count(const int *count, int least)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    pthread_mutex_lock(&seen.lock);
    int result = 0;
    while (*count < least && result == 0) result = pthread_cond_timedwait(&seen.changed, &seen.lock, &until);
    bool reached = *count >= least;
    pthread_mutex_unlock(&seen.lock);
    return reached;
}

static bool wait_line(const char *line)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    pthread_mutex_lock(&seen.lock);
    int result = 0;
    while (!strstr(seen.lines, line) && result == 0) result = pthread_cond_timedwait(&seen.changed, &seen.lock, &until);
    pthread_mutex_unlock(&seen.lock);
    return result == 0;
}

#define SHELL(script)                                                                                                  \
    (struct process_spec)                                                                                              \
    {                                                                                                                  \
        .name = "test", .argv = (const char *const[]){"sh", "-c", (script), NULL}, .grace_ms = 5000,                   \
        .on_line = note_line, .on_change = note_change                                                                 \
    }

static void a_childs_lines_and_status_are_told(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    process_start(p, &SHELL("echo one; echo two >&2; exit 3"));
    CHECK(wait_count(&seen.over, 1));
    CHECK_STR(str_of(seen.lines), "one|two|");
    CHECK_INT(seen.status, 3);
    CHECK_INT(seen.started, 1);
    processes_close(p);
    CHECK_INT(seen.stopped, 0);
}

static void a_child_that_ends_comes_again_after_growing_waits(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    struct process_spec spec = SHELL("exit 1");
    spec.restart_first_ms = 20;
    spec.restart_most_ms = 200;
    int64_t id = process_start(p, &spec);
    CHECK(wait_count(&seen.started, 5)); /* after 20, 40, 80 and 160 ms */
    CHECK((seen.last_us - seen.first_us) / 1000 >= 300);
    process_stop(p, id);
    CHECK(wait_count(&seen.stopped, 1));
    CHECK_INT(seen.over, 0);
    processes_close(p);
}

static void a_child_is_asked_to_stop_and_then_made_to(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    int64_t polite = process_start(p, &SHELL("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
    CHECK(wait_line("up|"));
    process_stop(p, polite);
    CHECK(wait_count(&seen.stopped, 1));
    CHECK(strstr(seen.lines, "bye|") != NULL);
    CHECK_INT(seen.status, 0);
    struct process_spec deaf = SHELL("trap '' TERM; echo deaf; while :; do sleep 0.05; done");
    deaf.grace_ms = 100;
    int64_t id = process_start(p, &deaf);
    CHECK(wait_line("deaf|"));
    process_stop(p, id);
    CHECK(wait_count(&seen.stopped, 2));
    CHECK_INT(seen.status, 128 + SIGKILL);
    processes_close(p);
}

static void closing_stops_every_child(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    for (int i = 0; i < 5; i++) process_start(p, &SHELL("exec sleep 600"));
    CHECK(wait_count(&seen.started, 5));
    processes_close(p);
    CHECK_INT(seen.stopped, 5);
    CHECK_INT(seen.status, 128 + SIGTERM);
}

static void a_program_that_is_not_there_says_so(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    struct process_spec spec = SHELL("");
    spec.argv = (const char *const[]){"no-such-program-here", NULL};
    process_start(p, &spec);
    CHECK(wait_count(&seen.over, 1));
    CHECK_INT(seen.status, 127);
    processes_close(p);
    struct str output;
    CHECK_ERR(process_run(a, &spec, 5000, &output), "process.absent");
}

static void limits_hold(void)
{
    struct str output;
    struct process_spec spec = SHELL("ulimit -n; ulimit -t; ulimit -v");
    spec.limits = (struct process_limits){.files = 33, .cpu_s = 7, .memory_bytes = 512 << 20};
    CHECK_OK(process_run(a, &spec, 5000, &output));
    CHECK_STR(output, "33\n7\n524288\n");
    struct process_spec writer = SHELL("trap '' XFSZ; head -c 100000 /dev/zero > big.out");
    char directory[] = "/tmp/process-test-XXXXXX";
    writer.directory = mkdtemp(directory);
    writer.limits.file_bytes = 4096;
    CHECK_ERR(process_run(a, &writer, 5000, &output), "process.failed");
    char path[64];
    snprintf(path, sizeof path, "%s/big.out", directory);
    unlink(path);
    rmdir(directory);
}

static void a_child_has_no_file_and_no_input_of_ours(void)
{
    struct str output;
    int mine = dup(1); /* without O_CLOEXEC */
    struct process_spec spec = SHELL("ls /proc/self/fd | wc -l; cat");
    CHECK_OK(process_run(a, &spec, 5000, &output));
    CHECK_STR(str_trim(output), "4"); /* 0, 1, 2 and the directory that ls reads */
    close(mine);
}

static void a_run_that_takes_too_long_is_ended(void)
{
    struct str output;
    CHECK_ERR(process_run(a, &SHELL("exec sleep 600"), 100, &output), "process.timeout");
    CHECK_ERR(process_run(a, &SHELL("echo first; echo why >&2; exit 2"), 5000, &output), "process.failed");
}

/* The middle process supervises a sleeper and tells us its id; then it is killed without warning. */
static void children_die_when_we_are_killed(void)
{
    int to_us[2];
    CHECK_INT(pipe(to_us), 0);
    pid_t middle = fork();
    if (middle == 0) {
        struct processes *p;
        forget_all();
        if (processes_open(a, &p)) _exit(1);
        process_start(p, &SHELL("exec sleep 600"));
        wait_count(&seen.started, 1);
        if (write(to_us[1], &seen.pid, sizeof seen.pid) < 0) _exit(1);
        pause();
    }
    int64_t sleeper = 0;
    CHECK_INT(read(to_us[0], &sleeper, sizeof sleeper), (int64_t)sizeof sleeper);
    int pidfd = pidfd_open((pid_t)sleeper, 0);
    CHECK(pidfd >= 0);
    kill(middle, SIGKILL);
    waitpid(middle, NULL, 0);
    struct pollfd gone = {.fd = pidfd, .events = POLLIN};
    CHECK_INT(poll(&gone, 1, 5000), 1);
    close(pidfd);
    close(to_us[0]);
    close(to_us[1]);
}

static void a_child_that_is_killed_comes_again(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    struct process_spec spec = SHELL("exec sleep 600");
    spec.restart_first_ms = spec.restart_most_ms = 10;
    int64_t id = process_start(p, &spec);
    CHECK(wait_count(&seen.started, 1));
    process_kill(p, id);
    CHECK(wait_count(&seen.started, 2));
    CHECK_INT(seen.ended, 1);
    processes_close(p);
}

static void count_up(void *context)
{
    pthread_mutex_lock(&seen.lock);
    seen.ended++;
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

static void a_timer_runs_beside_the_children(void)
{
    struct processes *p;
    forget_all();
    CHECK_OK(processes_open(a, &p));
    process_start(p, &SHELL("exec sleep 600"));
    processes_every(p, 10, count_up, NULL);
    CHECK(wait_count(&seen.ended, 5));
    processes_close(p);
    CHECK_INT(seen.stopped, 1);
}

static int open_files(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d)) n++;
    closedir(d);
    return n;
}

static void nothing_is_left_open(void)
{
    int before = open_files();
    a_childs_lines_and_status_are_told();
    closing_stops_every_child();
    a_program_that_is_not_there_says_so();
    CHECK_INT(open_files(), before);
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(children_die_when_we_are_killed); /* first: it forks, and no other thread should be there */
    RUN(a_childs_lines_and_status_are_told);
    RUN(a_child_that_ends_comes_again_after_growing_waits);
    RUN(a_child_is_asked_to_stop_and_then_made_to);
    RUN(closing_stops_every_child);
    RUN(a_program_that_is_not_there_says_so);
    RUN(limits_hold);
    RUN(a_child_has_no_file_and_no_input_of_ours);
    RUN(a_run_that_takes_too_long_is_ended);
    RUN(a_child_that_is_killed_comes_again);
    RUN(a_timer_runs_beside_the_children);
    RUN(nothing_is_left_open);
    arena_close(a);
    return check_end();
}
