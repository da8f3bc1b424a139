/* core/str.h: text as pointer and length, by value.
 *
 * A str never owns its bytes: they belong to an arena, a buffer or the program text. Bytes are UTF-8 unless a comment
 * says otherwise and need no terminating NUL. The empty str ({NULL, 0}) stands for "absent".
 */
#ifndef CORE_STR_H
#define CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
    const char *p; /* first byte; may be NULL when n is 0 */
    size_t n;      /* bytes */
};

/* A str from a string literal, without counting at run time. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_of(const char *cstr); /* NULL gives the empty str */
/* Inline: finding a route asks hundreds of times, and lengths tell most texts apart. */
static inline bool str_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool str_is(struct str a, const char *cstr);
int str_compare(struct str a, struct str b); /* by bytes, as memcmp and then by length */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Bytes of the blank that s begins with: ASCII white space, U+00A0, U+3000, and those that nobody sees (U+200B …). */
size_t str_blank(struct str s);
/* The ASCII character that the full-width one at the start of s stands for (U+FF01 to U+FF5E, three bytes); 0: none. */
char str_half_width(struct str s);
struct str str_trim(struct str s); /* without blanks at both ends */
struct str str_copy(struct arena *a, struct str s);
/* Trimmed, and every break of lines in it made a space: what has to be one line, as a name. */
struct str str_one_line(struct arena *a, struct str s);
/* A NUL-terminated copy for libc and SQL edges. */
char *str_cstr(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Percent-encoding (RFC 3986): all but letters, digits and -._~ . */
struct str str_percent(struct arena *a, struct str s);
/* ASCII lower case; other bytes stay. */
struct str str_lower(struct arena *a, struct str s);
/* Decimal integer over the whole text; false when it is not one or does not fit. */
bool str_int64(struct str s, int64_t *ret_value);
/* Code points in valid UTF-8, or -1 when the bytes are not valid UTF-8 (RFC 3629: no surrogates, no overlong forms). */
int64_t str_chars(struct str s);
/* Next code point at *at (a byte offset that is moved on); -1 at the end or on invalid bytes. */
int32_t str_next(struct str s, size_t *at);
/* The part before the first separator; *rest becomes what follows (empty when there is none). */
struct str str_cut(struct str s, char separator, struct str *rest);

#endif
