/* os/clock.h: the only place that reads a clock. */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include <stdint.h>

int64_t clock_now_us(void);       /* microseconds since 1970-01-01 UTC */
int64_t clock_monotonic_us(void); /* for durations; never steps back */

#endif
