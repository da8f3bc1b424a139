/* os/process_private.h: starting one child; shared by the supervisor and the one-shot run. */
#ifndef OS_PROCESS_PRIVATE_H
#define OS_PROCESS_PRIVATE_H

#include "os/process.h"

#include <sys/types.h>

struct child {
    pid_t pid;
    int pidfd; /* readable when it has ended */
    int out;   /* what it says; -1 after the end */
};

/* False (errno says why) when no child could be made. A program that is not there ends with status 127. */
bool child_start(const struct process_spec *spec, struct child *ret_child);
/* After pidfd turned readable: collects the child, closes pidfd; exit status, or 128 + signal. */
int child_collect(struct child *child);

#endif
