#include "os/process_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- between fork and exec: other threads of ours may hold any lock, so only system calls ---- */

static void limit_one(int resource, int64_t value)
{
    struct rlimit limit = {(rlim_t)value, (rlim_t)value};
    if (value > 0) setrlimit(resource, &limit);
}

static void apply_limits(const struct process_limits *limits)
{
    limit_one(RLIMIT_AS, limits->memory_bytes);
    limit_one(RLIMIT_FSIZE, limits->file_bytes);
    limit_one(RLIMIT_CPU, limits->cpu_s);
    limit_one(RLIMIT_NOFILE, limits->files);
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    if (limits->nice) setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + limits->nice);
}

static void reset_signals(void)
{
    for (int i = 1; i < NSIG; i++) signal(i, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* `path` was looked up before the fork. */
static void become(const struct process_spec *spec, const char *path, int out, pid_t parent)
{
    reset_signals();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127); /* the parent went before the line above */
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(127);
    close_range(3, ~0u, 0);
    if (spec->directory && chdir(spec->directory) != 0) _exit(127);
    apply_limits(&spec->limits);
    execv(path, (char *const *)spec->argv);
    _exit(127);
}

/* ---- the parent's side ---- */

/* Looks a program up in PATH; free the result. NULL when it is nowhere. */
static char *find_program(const char *name)
{
    if (strchr(name, '/')) return strdup(name);
    const char *path = getenv("PATH");
    for (const char *p = path ? path : "/usr/bin:/bin"; p; p = strchr(p, ':') ? strchr(p, ':') + 1 : NULL) {
        char *full = NULL;
        if (asprintf(&full, "%.*s/%s", (int)strcspn(p, ":"), p, name) < 0) abort();
        if (access(full, X_OK) == 0) return full;
        free(full);
    }
    return NULL;
}

bool child_start(const struct process_spec *spec, struct child *ret_child)
{
    int pipe_fds[2];
    char *path = find_program(spec->argv[0]);
    if (!path) path = strdup(spec->argv[0]);
    if (!path) abort();
    if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
        free(path);
        return false;
    }
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) become(spec, path, pipe_fds[1], parent);
    int pidfd = pid > 0 ? pidfd_open(pid, 0) : -1, error = errno;
    free(path);
    close(pipe_fds[1]);
    if (pidfd < 0) {
        if (pid > 0) kill(pid, SIGKILL), waitpid(pid, NULL, 0);
        close(pipe_fds[0]);
        errno = error;
        return false;
    }
    fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
    *ret_child = (struct child){.pid = pid, .pidfd = pidfd, .out = pipe_fds[0]};
    return true;
}

int child_collect(struct child *child)
{
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) continue;
    close(child->pidfd);
    child->pidfd = -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
