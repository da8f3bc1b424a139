#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max_bytes) { *b = (struct buf){.max_bytes = max_bytes}; }

void buf_done(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

bool buf_over(const struct buf *b) { return b->over; }

char *buf_grow(struct buf *b, size_t n)
{
    if (b->over || n > b->max_bytes || b->n > b->max_bytes - n) {
        b->over = true;
        return NULL;
    }
    size_t cap = b->cap ? b->cap : 256;
    while (cap < b->n + n) cap *= 2;
    if (cap > b->max_bytes) cap = b->max_bytes;
    b->p = realloc(b->p, cap);
    if (!b->p) abort();
    b->cap = cap;
    return b->p + b->n;
}

void buf_int(struct buf *b, int64_t value)
{
    char digits[24];
    char *p = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0) *--p = '-';
    buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* one byte more, for the NUL that vsnprintf writes and nobody counts */
    char *to = buf_room(b, (size_t)n + 1);
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

static void json_escape(struct buf *b, unsigned char c)
{
    switch (c) {
    case '"': buf_cstr(b, "\\\""); break;
    case '\\': buf_cstr(b, "\\\\"); break;
    case '\n': buf_cstr(b, "\\n"); break;
    case '\r': buf_cstr(b, "\\r"); break;
    case '\t': buf_cstr(b, "\\t"); break;
    default: buf_printf(b, "\\u%04x", c);
    }
}

/* Whether three bytes are one character from U+1000 to U+CFFF, as nearly all Chinese ones are. */
static bool is_chinese(const unsigned char *p)
{
    return p[0] > 0xe0 && p[0] < 0xed && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80;
}

void buf_json_text(struct buf *b, struct str s)
{
    buf_char(b, '"');
    size_t plain = 0; /* start of the bytes that need no change */
    for (size_t at = 0; at < s.n;) {
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            at++;
            continue;
        }
        if (s.n - at >= 3 && is_chinese((const unsigned char *)s.p + at)) {
            at += 3;
            continue;
        }
        size_t next = at;
        if (c >= 0x80 && str_next(s, &next) >= 0) {
            at = next;
            continue;
        }
        buf_put(b, s.p + plain, at - plain);
        if (c < 0x80)
            json_escape(b, c);
        else
            buf_cstr(b, "\xef\xbf\xbd");
        plain = ++at;
    }
    buf_put(b, s.p + plain, s.n - plain);
    buf_char(b, '"');
}

struct str buf_text(const struct buf *b) { return (struct str){b->p, b->n}; }

void buf_base64(struct buf *b, struct str bytes, bool for_url)
{
    const char *digits = for_url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                                 : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t n = bytes.n - i < 3 ? bytes.n - i : 3;
        const unsigned char *p = (const unsigned char *)bytes.p + i;
        uint32_t bits = (uint32_t)p[0] << 16 | (n > 1 ? (uint32_t)p[1] << 8 : 0) | (n > 2 ? p[2] : 0);
        for (size_t k = 0; k <= n; k++) buf_char(b, digits[bits >> (18 - 6 * k) & 63]);
        for (size_t k = n; k < 3 && !for_url; k++) buf_char(b, '=');
    }
}
