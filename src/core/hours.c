#include "core/hours.h"

#include "core/arena.h"

struct str hours_text(struct arena *a, int64_t hours_centi)
{
    const char *sign = hours_centi < 0 ? "-" : "";
    int64_t size = hours_centi < 0 ? -hours_centi : hours_centi, whole = size / 100;
    int part = (int)(size % 100);
    if (part == 0) return str_printf(a, "%s%lld", sign, (long long)whole);
    if (part % 10 == 0) return str_printf(a, "%s%lld.%d", sign, (long long)whole, part / 10);
    return str_printf(a, "%s%lld.%02d", sign, (long long)whole, part);
}

bool hours_parse(struct str s, int64_t *ret_hours_centi)
{
    struct str part, whole = str_cut(s, '.', &part);
    bool negative = whole.n && whole.p[0] == '-';
    int64_t value, fraction = 0;
    if (!str_int64(whole, &value) || part.n > 2 || (part.p && part.n == 0)) return false;
    if (part.n && (part.p[0] == '-' || !str_int64(part, &fraction))) return false;
    if (value > 1000000 || value < -1000000) return false;
    if (part.n == 1) fraction *= 10;
    *ret_hours_centi = value * 100 + (negative ? -fraction : fraction);
    return true;
}
