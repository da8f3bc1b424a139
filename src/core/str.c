#include "core/str.h"

#include "core/arena.h"

#include <stdarg.h>
#include <stdio.h>

struct str str_of(const char *cstr) { return (struct str){cstr, cstr ? strlen(cstr) : 0}; }

/* Byte by byte: names are short, and most differ in the first. */
bool str_is(struct str a, const char *cstr)
{
    if (!cstr) return a.n == 0;
    for (size_t i = 0; i < a.n; i++)
        if (cstr[i] == 0 || cstr[i] != a.p[i]) return false;
    return cstr[a.n] == 0;
}

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order) return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The length of the blank that three bytes are: what tables, web pages and chat programs leave beside a text, some of
 * it invisible: U+3000, U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F, U+FEFF. */
static size_t blank_of_three(const char *p)
{
    unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];
    bool blank = (a == 0xe3 && b == 0x80 && c == 0x80) || (a == 0xef && b == 0xbb && c == 0xbf) ||
                 (a == 0xe2 && b == 0x80 && (c <= 0x8f || (c >= 0xa8 && c <= 0xaf))) ||
                 (a == 0xe2 && b == 0x81 && c >= 0x9f && c <= 0xaf);
    return blank ? 3 : 0;
}

static bool is_blank(char x) { return x == ' ' || (x >= '\t' && x <= '\r'); }

size_t str_blank(struct str s)
{
    if (s.n >= 1 && is_blank(s.p[0])) return 1;
    if (str_starts(s, STR("\xc2\xa0"))) return 2;
    return s.n >= 3 ? blank_of_three(s.p) : 0;
}

char str_half_width(struct str s)
{
    if (s.n < 3 || (unsigned char)s.p[0] != 0xef) return 0;
    unsigned char b = (unsigned char)s.p[1], c = (unsigned char)s.p[2];
    if (b == 0xbc && c >= 0x81 && c <= 0xbf) return (char)(c - 0x60);
    return b == 0xbd && c >= 0x80 && c <= 0x9e ? (char)(c - 0x20) : 0;
}

static size_t blank_at_end(struct str s)
{
    if (s.n >= 1 && is_blank(s.p[s.n - 1])) return 1;
    if (str_ends(s, STR("\xc2\xa0"))) return 2;
    return s.n >= 3 ? blank_of_three(s.p + s.n - 3) : 0;
}

struct str str_trim(struct str s)
{
    for (size_t k; (k = str_blank(s)) > 0;) s = (struct str){s.p + k, s.n - k};
    for (size_t k; (k = blank_at_end(s)) > 0;) s.n -= k;
    return s;
}

struct str str_one_line(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.n + 1);
    size_t n = 0;
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool breaks = s.p[i] >= '\t' && s.p[i] <= '\r';
        if (!breaks)
            p[n++] = s.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (struct str){p, n};
}

struct str str_copy(struct arena *a, struct str s)
{
    if (s.n == 0) return (struct str){s.p ? "" : NULL, 0};
    char *p = arena_bytes(a, s.n);
    memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

char *str_cstr(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

struct str str_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = arena_bytes(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

static bool is_unreserved(char x)
{
    return (x >= '0' && x <= '9') || ((x | 32) >= 'a' && (x | 32) <= 'z') || (x && strchr("-._~", x));
}

struct str str_percent(struct arena *a, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *p = arena_bytes(a, s.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        bool plain = is_unreserved(s.p[i]);
        if (!plain) p[n++] = '%', p[n++] = hex[byte >> 4];
        p[n++] = plain ? s.p[i] : hex[byte & 15];
    }
    return (struct str){p, n};
}

struct str str_lower(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.n);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (struct str){p, s.n};
}

bool str_int64(struct str s, int64_t *ret_value)
{
    size_t i = s.n && s.p[0] == '-' ? 1 : 0;
    if (i == s.n || s.n > 20) return false;
    int64_t value = 0;
    for (bool negative = i == 1; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_add_overflow(value, negative ? -digit : digit, &value)) return false;
    }
    *ret_value = value;
    return true;
}

int32_t str_next(struct str s, size_t *at)
{
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (*at >= s.n) return -1;
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t length = p[0] < 0x80             ? 1
                    : (p[0] & 0xe0) == 0xc0 ? 2
                    : (p[0] & 0xf0) == 0xe0 ? 3
                    : (p[0] & 0xf8) == 0xf0 ? 4
                                            : 0;
    if (length == 0 || *at + length > s.n) return -1;
    int32_t point = length == 1 ? p[0] : p[0] & (0xff >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) return -1;
        point = point << 6 | (p[i] & 0x3f);
    }
    if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return -1;
    *at += length;
    return point;
}

int64_t str_chars(struct str s)
{
    int64_t count = 0;
    for (size_t at = 0; at < s.n; count++)
        if (str_next(s, &at) < 0) return -1;
    return count;
}

struct str str_cut(struct str s, char separator, struct str *rest)
{
    const char *found = s.n ? memchr(s.p, separator, s.n) : NULL;
    if (!found) {
        *rest = (struct str){NULL, 0};
        return s;
    }
    size_t n = (size_t)(found - s.p);
    *rest = (struct str){found + 1, s.n - n - 1};
    return (struct str){s.p, n};
}
