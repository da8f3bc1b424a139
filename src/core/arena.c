#include "core/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK_BYTES = 16 << 10, ALIGN_BYTES = 16 };

struct block {
    struct block *next; /* older block */
    size_t size;        /* bytes in data */
    size_t used;
    _Alignas(ALIGN_BYTES) char data[];
};

struct arena {
    struct block *top;
    size_t max_bytes;
    size_t used_bytes;
};

static struct block *block_open(size_t size, struct block *next)
{
    struct block *b = malloc(sizeof *b + size);
    if (!b) abort();
    *b = (struct block){.next = next, .size = size};
    return b;
}

struct arena *arena_open_small(size_t max_bytes, size_t first_bytes)
{
    struct arena *a = malloc(sizeof *a);
    if (!a) abort();
    *a = (struct arena){.top = block_open(first_bytes, NULL), .max_bytes = max_bytes};
    return a;
}

struct arena *arena_open(size_t max_bytes) { return arena_open_small(max_bytes, FIRST_BLOCK_BYTES); }

static void drop_all_but_first(struct arena *a)
{
    while (a->top->next) {
        struct block *older = a->top->next;
        free(a->top);
        a->top = older;
    }
}

void arena_close(struct arena *a)
{
    if (!a) return;
    drop_all_but_first(a);
    free(a->top);
    free(a);
}

void arena_reset(struct arena *a)
{
    drop_all_but_first(a);
    a->top->used = 0;
    a->used_bytes = 0;
}

bool arena_over(const struct arena *a) { return a->used_bytes > a->max_bytes; }

size_t arena_used_bytes(const struct arena *a) { return a->used_bytes; }

void *arena_bytes(struct arena *a, size_t n)
{
    assert(n < SIZE_MAX / 16);
    n = (n + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    a->used_bytes += n;
    if (a->used_bytes / 8 > a->max_bytes) abort();
    if (a->top->size - a->top->used < n) {
        size_t grown = a->top->size * 2 > (4u << 20) ? (4u << 20) : a->top->size * 2;
        a->top = block_open(n > grown ? n : grown, a->top);
    }
    void *p = a->top->data + a->top->used;
    a->top->used += n;
    return memset(p, 0, n);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
    void *copy = arena_bytes(a, n);
    return n ? memcpy(copy, p, n) : copy;
}
