#include "api/range.h"

#include <strings.h>

/* Digits only: a sign is no part of a range. */
static bool number(struct str s, int64_t *ret_value)
{
    return s.n && s.p[0] >= '0' && s.p[0] <= '9' && str_int64(s, ret_value);
}

static bool is_bytes(struct str *s)
{
    static const char unit[] = "bytes=";
    size_t n = sizeof unit - 1;
    if (s->n < n || strncasecmp(s->p, unit, n) != 0) return false;
    *s = (struct str){s->p + n, s->n - n};
    return true;
}

/* "-500": the last ones. */
static enum range_kind last_bytes(struct str count, int64_t size, int64_t *ret_from, int64_t *ret_bytes)
{
    int64_t n;
    if (!number(count, &n)) return RANGE_WHOLE;
    if (!n || !size) return RANGE_BEYOND;
    *ret_bytes = n < size ? n : size;
    *ret_from = size - *ret_bytes;
    return RANGE_PART;
}

enum range_kind range_of(struct str range, struct str if_range, struct str etag, int64_t size, int64_t *ret_from,
                         int64_t *ret_bytes)
{
    int64_t from, last = INT64_MAX;
    *ret_from = 0;
    *ret_bytes = size;
    if (!is_bytes(&range) || (if_range.n && !str_equal(if_range, etag))) return RANGE_WHOLE;
    range = str_trim(range);
    for (size_t i = 0, dashes = 0; i < range.n; i++)
        if (range.p[i] == ',' || (dashes += range.p[i] == '-') > 1) return RANGE_WHOLE;
    struct str end, begin = str_cut(range, '-', &end);
    if (begin.n == range.n) return RANGE_WHOLE;
    if (!begin.n) return last_bytes(end, size, ret_from, ret_bytes);
    if (!number(begin, &from) || (end.n && !number(end, &last)) || last < from) return RANGE_WHOLE;
    if (from >= size) return RANGE_BEYOND;
    *ret_from = from;
    *ret_bytes = (last < size - 1 ? last : size - 1) - from + 1;
    return RANGE_PART;
}
