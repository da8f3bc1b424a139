/* core/list.h: a counted run of equal things in an arena.
 *
 * The element type is told by the shape or the comment beside the field. LIST_AT is for reading; list_add grows by
 * doubling and leaves the old copy in the arena.
 */
#ifndef CORE_LIST_H
#define CORE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct list {
    void *p;
    size_t n;   /* elements */
    size_t cap; /* elements that fit before the next growth; 0 for a list made elsewhere */
};

#define LIST_AT(l, T, i) (&((T *)(l).p)[i])
/* for (LIST_EACH(l, struct x, it)) */
#define LIST_EACH(l, T, it)                                                                                            \
    T *it = (T *)(l).p, *it##_end_ = it ? it + (l).n : it;                                                             \
    it != it##_end_;                                                                                                   \
    it++

/* A new zeroed element at the end. */
void *list_add_bytes(struct arena *a, struct list *l, size_t element_bytes);
#define list_add(a, l, T) ((T *)list_add_bytes((a), (l), sizeof(T)))

/* Is the id in a list of int64_t? */
bool list_has_id(const struct list *ids, int64_t id);

#endif
