/* os/random.h: random bytes from the kernel. Any thread. */
#ifndef OS_RANDOM_H
#define OS_RANDOM_H

#include <stddef.h>

/* Never fails once the system has started: aborts if it does. */
void random_bytes(void *ret_bytes, size_t n);

#endif
