/* core/arena.h: memory that belongs to one call and goes with it.
 *
 * An arena hands out zeroed memory, aligned for any type, and frees it all at once. One thread uses it at a time.
 * Past its ceiling it goes on (so that no caller has to check) but arena_over() turns true, and the edge that opened
 * it answers with a limit error instead of the result. Eight times the ceiling, or no memory at all, aborts.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Ceiling in bytes. The caller owns the arena and closes it. */
struct arena *arena_open(size_t max_bytes);
/* The same for something small that lives long: begins with that many bytes instead of 16 KiB. */
struct arena *arena_open_small(size_t max_bytes, size_t first_bytes);
void arena_close(struct arena *a); /* NULL is allowed */
/* Forgets everything handed out; keeps the first block for the next call. */
void arena_reset(struct arena *a);
bool arena_over(const struct arena *a);
size_t arena_used_bytes(const struct arena *a);

void *arena_bytes(struct arena *a, size_t n);
/* One zeroed T. */
#define arena_new(a, T) ((T *)arena_bytes((a), sizeof(T)))
/* n zeroed Ts. */
#define arena_array(a, T, n) ((T *)arena_bytes((a), sizeof(T) * (size_t)(n)))
/* A copy of n bytes. */
void *arena_copy(struct arena *a, const void *p, size_t n);

#endif
