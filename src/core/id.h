/* core/id.h: identifiers of 63 bits, ordered by time, made without asking anybody.
 *
 * 41 bits of milliseconds since 2020-01-01 UTC, 10 bits of node, 12 bits of counter. Two nodes with different numbers
 * never make the same id; a site that is offline can make its own. In JSON an id is a string of decimal digits, since
 * JavaScript loses integers above 2^53. 0 is never an id and stands for "absent".
 */
#ifndef CORE_ID_H
#define CORE_ID_H

#include <stdint.h>

struct id_source {
    uint64_t last; /* millisecond and counter of the last id, used atomically */
    int node;      /* 0 to 1023 */
};

/* Thread-safe. now_us: microseconds UTC; a clock that steps back is ridden out by counting on. */
int64_t id_new(struct id_source *source, int64_t now_us);
/* No id that was made before that time is as large. */
int64_t id_first(int64_t time_us);
/* The time an id was made, microseconds UTC. */
int64_t id_time_us(int64_t id);

#endif
