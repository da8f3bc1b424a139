/* core/buf.h: the only thing that grows.
 *
 * A byte buffer with a ceiling. Past the ceiling it drops what is put and buf_over() turns true; the edge checks once
 * at the end. The holder owns it: init, use, done. One thread at a time.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/str.h"

#include <string.h>

struct buf {
    char *p;
    size_t n;         /* bytes in use */
    size_t cap;       /* bytes allocated, never more than the ceiling */
    size_t max_bytes; /* ceiling */
    bool over;        /* something was dropped */
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_done(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
bool buf_over(const struct buf *b);
char *buf_grow(struct buf *b, size_t n); /* buf_room() when there is none yet */

/* What every page is written with, byte by byte: inline, since the calls cost more than the work. */

/* Room for n bytes behind those in use, to be written in place and then told of by b->n; NULL past the ceiling. */
static inline char *buf_room(struct buf *b, size_t n)
{
    return n <= b->cap - b->n && !b->over ? b->p + b->n : buf_grow(b, n);
}

static inline void buf_put(struct buf *b, const void *p, size_t n)
{
    char *to = n ? buf_room(b, n) : NULL;
    if (!to) return;
    memcpy(to, p, n);
    b->n += n;
}

static inline void buf_char(struct buf *b, char c)
{
    char *to = buf_room(b, 1);
    if (!to) return;
    *to = c;
    b->n++;
}

static inline void buf_str(struct buf *b, struct str s) { buf_put(b, s.p, s.n); }
static inline void buf_cstr(struct buf *b, const char *s) { buf_put(b, s, strlen(s)); }

void buf_int(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void buf_json_text(struct buf *b, struct str s);
struct str buf_text(const struct buf *b); /* valid until the next put */

/* Base64 (RFC 4648): with padding, or `for_url` with - and _ and without. */
void buf_base64(struct buf *b, struct str bytes, bool for_url);

#endif
