#include "core/list.h"

#include "core/arena.h"

#include <string.h>

void *list_add_bytes(struct arena *a, struct list *l, size_t element_bytes)
{
    if (l->n >= l->cap) {
        size_t cap = l->n < 8 ? 8 : l->n * 2;
        void *grown = arena_bytes(a, cap * element_bytes);
        if (l->n) memcpy(grown, l->p, l->n * element_bytes);
        l->p = grown;
        l->cap = cap;
    }
    return (char *)l->p + l->n++ * element_bytes;
}

bool list_has_id(const struct list *ids, int64_t id)
{
    for (LIST_EACH(*ids, int64_t, it))
        if (*it == id) return true;
    return false;
}
