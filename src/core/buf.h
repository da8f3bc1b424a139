/* core/buf.h: the only thing that grows.
 *
 * A byte buffer with a ceiling. Past the ceiling it drops what is put and buf_over() turns true; the edge checks once
 * at the end. The holder owns it: init, use, done. One thread at a time.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/str.h"

struct buf {
    char *p;
    size_t n;         /* bytes in use */
    size_t cap;       /* bytes allocated */
    size_t max_bytes; /* ceiling */
    bool over;        /* something was dropped */
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_done(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
bool buf_over(const struct buf *b);
void buf_put(struct buf *b, const void *p, size_t n);
/* Room for n bytes behind those in use, to be written in place and then told of by b->n; NULL past the ceiling. */
char *buf_room(struct buf *b, size_t n);
void buf_char(struct buf *b, char c);
void buf_str(struct buf *b, struct str s);
void buf_cstr(struct buf *b, const char *s);
void buf_int(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void buf_json_text(struct buf *b, struct str s);
struct str buf_text(const struct buf *b); /* valid until the next put */

/* Base64 (RFC 4648): with padding, or `for_url` with - and _ and without. */
void buf_base64(struct buf *b, struct str bytes, bool for_url);

#endif
