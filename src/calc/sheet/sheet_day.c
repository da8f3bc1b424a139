/* calc/sheet/sheet_day.c: the day that a cell means, however people write it. */
#include "calc/sheet/sheet.h"
#include "core/time.h"

#include <string.h>

enum { DAY_BYTES = 40, YEAR_LEAST = 1900, YEAR_MOST = 2100 };

/* "8:30", "00:00:00.000" */
static bool is_clock(struct str s)
{
    size_t colons = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!strchr("0123456789:.", s.p[i])) return false;
        colons += s.p[i] == ':';
    }
    return colons > 0;
}

/* Without blanks, without a time of the day after it, and in plain characters; empty when it is too long for a day. */
static struct str plain_day(struct str s, char out[DAY_BYTES])
{
    size_t n = 0;
    for (size_t i = 0, blank; i < s.n; i += blank ? blank : 1) {
        struct str rest = {s.p + i, s.n - i};
        blank = s.p[i] == 'T' ? 1 : str_blank(rest);
        if (blank && is_clock(str_trim((struct str){rest.p + blank, rest.n - blank}))) break;
        if (blank) continue;
        if (n == DAY_BYTES) return (struct str){out, 0};
        char half = str_half_width(rest);
        out[n++] = half ? half : s.p[i];
        i += half ? 2 : 0;
    }
    return (struct str){out, n};
}

static bool number(struct str *s, size_t least, size_t most, int *ret_value)
{
    size_t n = 0;
    for (*ret_value = 0; n < most && n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++)
        *ret_value = *ret_value * 10 + (s->p[n] - '0');
    *s = (struct str){s->p + n, s->n - n};
    return n >= least;
}

static bool skip(struct str *s, const char *text)
{
    struct str mark = str_of(text);
    if (!str_starts(*s, mark)) return false;
    *s = (struct str){s->p + mark.n, s->n - mark.n};
    return true;
}

/* "2020-05", "2020.5", "2020/5", "2020年5月", "202005" */
static bool month_parse(struct str s, int *ret_date)
{
    int year, month;
    if (!number(&s, 4, 4, &year)) return false;
    bool han = skip(&s, "年"), marked = han || skip(&s, "-") || skip(&s, "/") || skip(&s, ".");
    if (!number(&s, marked ? 1 : 2, 2, &month) || (han && !skip(&s, "月")) || s.n) return false;
    *ret_date = year * 10000 + month * 100 + 1;
    return year >= YEAR_LEAST && year <= YEAR_MOST && date_is_valid(*ret_date);
}

/* Of the numbers that stand for no day by themselves, those of five digits count days: 1927 to 2173. */
static bool is_serial(const struct sheet_cell *cell, struct str text)
{
    enum { SERIAL_DIGITS = 5 };
    return cell->kind == SHEET_REAL && cell->number && text.n == SERIAL_DIGITS;
}

struct sheet_day sheet_day(const struct sheet_cell *cell, bool zeros_kept)
{
    char plain[DAY_BYTES];
    int date = 0;
    if (cell->kind == SHEET_DATE) return (struct sheet_day){SHEET_DAY_EXACT, (int)cell->number};
    if (cell->rounded || cell->kind == SHEET_ERROR || cell->kind == SHEET_BOOL) return (struct sheet_day){0};
    struct str text = plain_day(cell->text, plain);
    if (date_parse(text, &date)) return (struct sheet_day){SHEET_DAY_EXACT, date};
    if (is_serial(cell, text)) return (struct sheet_day){SHEET_DAY_COUNTED, (int)cell->number};
    if (!month_parse(text, &date)) return (struct sheet_day){0};
    bool number_cell = cell->kind == SHEET_REAL || !zeros_kept;
    if (number_cell && text.n == 6 && text.p[4] == '.' && text.p[5] == '1') return (struct sheet_day){SHEET_DAY_CUT, 0};
    return (struct sheet_day){SHEET_DAY_MONTH, date};
}
