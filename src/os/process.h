/* os/process.h: child programs: started without a shell, limited, listened to, started again, stopped.
 *
 * A `struct processes` owns one thread, and that thread starts every child: the kernel then kills the children when the
 * thread goes, also after a `kill -9` of ours (PR_SET_PDEATHSIG). A child gets an empty standard input, no file of
 * ours, default signals and the limits of its spec. Its standard output and error are read line by line.
 *
 * Callbacks run on the supervising thread, must be short, and may call process_start and process_stop. Any thread may
 * call the functions below, except that process_run and processes_close wait.
 */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include "core/err.h"
#include "core/str.h"

struct arena;
struct processes;

struct process_limits {   /* 0: as ours */
    int64_t memory_bytes; /* address space */
    int64_t file_bytes;   /* one file that it writes */
    int64_t cpu_s;
    int files; /* open at once */
    int nice;  /* added to ours */
};

enum process_happening {
    PROCESS_STARTED,
    PROCESS_ENDED,   /* by itself; comes again if the spec says so */
    PROCESS_STOPPED, /* because of process_stop or processes_close; the last call for this id */
    PROCESS_OVER,    /* ended by itself and does not come again; the last call for this id */
};

struct process_change {
    int64_t id;
    enum process_happening what;
    int status;      /* exit status; 128 + signal when a signal ended it; 127 when it could not be started */
    int restarts;    /* how often it was started again so far */
    int64_t pid;     /* PROCESS_STARTED */
    int64_t wait_ms; /* PROCESS_ENDED: until it is started again */
};

struct process_spec {        /* everything is copied */
    const char *name;        /* for the log */
    const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH */
    const char *directory;   /* where it runs; NULL: where we are */
    struct process_limits limits;
    int restart_first_ms; /* 0: not started again. Else the wait, doubled with each early end … */
    int restart_most_ms;  /* … up to this; a child that lived longer than this starts from the first again */
    int grace_ms;         /* from SIGTERM to SIGKILL */
    void (*on_line)(int64_t id, struct str line, void *context);           /* NULL: to the log, level debug */
    void (*on_change)(const struct process_change *change, void *context); /* may be NULL */
    void *context;
};

__attribute__((warn_unused_result)) struct err *processes_open(struct arena *a, struct processes **ret_processes);
/* Stops every child (SIGTERM, after its grace SIGKILL), waits for them, ends the thread. NULL is allowed. */
void processes_close(struct processes *p);
/* Starts a child soon. The id is never used again. */
int64_t process_start(struct processes *p, const struct process_spec *spec);
/* Soon: SIGTERM, after the grace SIGKILL, then PROCESS_STOPPED. An id that has ended is ignored. */
void process_stop(struct processes *p, int64_t id);
/* Soon: SIGKILL, as if the child had died by itself: it comes again as its spec says. */
void process_kill(struct processes *p, int64_t id);
/* Runs `run(context)` on the supervising thread, now and every period_ms, until the supervisor closes. */
void processes_every(struct processes *p, int period_ms, void (*run)(void *context), void *context);

/* Runs one child to its end on the caller's thread, without a supervisor. *ret_output gets the last 8 KiB of what it
 * said. Fails with ERR_BROKEN "process.failed" (status not 0; the sentence carries its last line) or ERR_LIMIT
 * "process.timeout". Only name, argv, directory and limits of the spec are looked at. */
__attribute__((warn_unused_result)) struct err *process_run(struct arena *a, const struct process_spec *spec,
                                                            int timeout_ms, struct str *ret_output);

#endif
