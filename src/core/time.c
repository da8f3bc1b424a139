#include "core/time.h"

#include "core/arena.h"

#include <string.h>

/* Days from civil and back: the proleptic Gregorian calendar counted from 0000-03-01, so that the leap day is last. */
int64_t date_days(int date)
{
    int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int64_t era = y / 400, year = y - era * 400;
    int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

int date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), mp = (5 * of_year + 2) / 153;
    int64_t d = of_year - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    return (int)((year + era * 400 + (m <= 2)) * 10000 + m * 100 + d);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_is_valid(int date)
{
    int y = date / 10000, m = date / 100 % 100, d = date % 100;
    return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

int date_of(int64_t time_us, int offset_min)
{
    return date_from_days(floor_div(time_us + offset_min * TIME_MINUTE_US, TIME_DAY_US));
}

int64_t date_start_us(int date, int offset_min) { return date_days(date) * TIME_DAY_US - offset_min * TIME_MINUTE_US; }

int date_add_days(int date, int days) { return date_from_days(date_days(date) + days); }

int date_add_months(int date, int months)
{
    int total = date / 10000 * 12 + date / 100 % 100 - 1 + months, y = total / 12, m = total % 12 + 1, d = date % 100;
    int last = month_days(y, m);
    return y * 10000 + m * 100 + (d < last ? d : last);
}

int date_weekday(int date) { return (int)((date_days(date) + 3) % 7 + 7) % 7 + 1; }

struct str date_text(struct arena *a, int date)
{
    return str_printf(a, "%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
}

struct str time_text(struct arena *a, int64_t time_us)
{
    int date = date_of(time_us, 0);
    int64_t us = time_us - date_start_us(date, 0), s = us / TIME_SECOND_US;
    int ms = (int)(us % TIME_SECOND_US / 1000);
    struct str seconds = str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d", date / 10000, date / 100 % 100, date % 100,
                                    (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
    return ms ? str_printf(a, "%.*s.%03dZ", STR_ARG(seconds), ms) : str_printf(a, "%.*sZ", STR_ARG(seconds));
}

/* Up to `most` digits at *at; false when there are fewer than `least`. */
static bool digits(struct str s, size_t *at, int least, int most, int *ret_value)
{
    int value = 0, n = 0;
    for (; n < most && *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; n++) value = value * 10 + (s.p[(*at)++] - '0');
    *ret_value = value;
    return n >= least;
}

static bool literal(struct str s, size_t *at, const char *text)
{
    size_t n = strlen(text);
    if (s.n - *at < n || memcmp(s.p + *at, text, n) != 0) return false;
    *at += n;
    return true;
}

static bool separator(struct str s, size_t *at, const char *han)
{
    return literal(s, at, "-") || literal(s, at, "/") || literal(s, at, ".") || literal(s, at, han);
}

bool date_parse(struct str s, int *ret_date)
{
    size_t at = 0;
    int y, m, d;
    if (!digits(s, &at, 4, 4, &y)) return false;
    bool compact = at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
    if (!compact && !separator(s, &at, "年")) return false;
    if (!digits(s, &at, compact ? 2 : 1, 2, &m)) return false;
    if (!compact && !separator(s, &at, "月")) return false;
    if (!digits(s, &at, compact ? 2 : 1, 2, &d)) return false;
    literal(s, &at, "日");
    int date = y * 10000 + m * 100 + d;
    if (at != s.n || !date_is_valid(date)) return false;
    *ret_date = date;
    return true;
}

static bool offset_parse(struct str s, size_t *at, int *ret_min)
{
    *ret_min = 0;
    if (literal(s, at, "Z") || literal(s, at, "z")) return true;
    int sign = literal(s, at, "+") ? 1 : literal(s, at, "-") ? -1 : 0, h, m;
    if (!sign || !digits(s, at, 2, 2, &h) || !literal(s, at, ":") || !digits(s, at, 2, 2, &m)) return false;
    *ret_min = sign * (h * 60 + m);
    return h < 24 && m < 60;
}

static bool clock_parse(struct str s, size_t *at, int64_t *ret_us)
{
    int h, m, sec = 0, offset;
    int64_t fraction_us = 0;
    if (!digits(s, at, 2, 2, &h) || !literal(s, at, ":") || !digits(s, at, 2, 2, &m)) return false;
    if (literal(s, at, ":") && !digits(s, at, 2, 2, &sec)) return false;
    if (literal(s, at, ".")) {
        int digit, scale = 100000;
        for (; digits(s, at, 1, 1, &digit); scale /= 10) fraction_us += (int64_t)digit * scale;
    }
    if (h > 23 || m > 59 || sec > 59 || !offset_parse(s, at, &offset)) return false;
    *ret_us = ((h * 60 + m) * 60 + sec) * TIME_SECOND_US + fraction_us - offset * TIME_MINUTE_US;
    return true;
}

bool time_parse(struct str s, int64_t *ret_time_us)
{
    if (s.n < 17 || s.n > 40 || (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' ')) return false;
    int date;
    size_t at = 11;
    int64_t us;
    if (!date_parse((struct str){s.p, 10}, &date) || !clock_parse(s, &at, &us) || at != s.n) return false;
    *ret_time_us = date_start_us(date, 0) + us;
    return true;
}
