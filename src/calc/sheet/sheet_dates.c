/* calc/sheet/sheet_dates.c: numbers as a spreadsheet means them. */
#include "calc/sheet/sheet_private.h"
#include "core/time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ECMA-376 part 1, 18.8.30, with the formats that Chinese, Japanese and Korean editions add (27–36, 50–58). */
static bool is_built_in_date(int id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/* Past a quoted text, an escaped character or a bracket that is not an elapsed time such as [h]. */
static size_t skip_literal(struct str code, size_t i)
{
    char c = code.p[i];
    if (c == '\\' || c == '_' || c == '*') return i + 2;
    if (c != '"' && c != '[') return i;
    char end = c == '"' ? '"' : ']';
    if (c == '[' && i + 2 < code.n && strchr("hmsHMS", code.p[i + 1]) && strchr("hmsHMS]", code.p[i + 2])) return i;
    for (i++; i < code.n && code.p[i] != end;) i++;
    return i + 1;
}

bool sheet_format_is_date(int id, struct str code)
{
    if (!code.n) return is_built_in_date(id);
    for (size_t i = 0; i < code.n;) {
        size_t next = skip_literal(code, i);
        if (next > i) {
            i = next;
            continue;
        }
        if (code.p[i] == ';') return false; /* what is shown of positive numbers decides */
        if (strchr("ymdhsYMDHS", code.p[i])) return true;
        i++;
    }
    return false;
}

enum { EPOCH_1900 = -25569, EPOCH_1904 = -24107, SECONDS_A_DAY = 86400, LEAP_DAY_1900 = 60, DAY_MOST = 2958465 };

/* Excel counts 1900 as a leap year, which it was not: days before 1 March 1900 are one too low. */
enum sheet_kind sheet_date(double serial, bool since_1904, char out[32], int64_t *ret_number)
{
    if (!(serial >= 0) || serial > DAY_MOST) return SHEET_EMPTY;
    int64_t day = (int64_t)floor(serial);
    int64_t seconds = llround((serial - (double)day) * SECONDS_A_DAY);
    if (seconds == SECONDS_A_DAY) day++, seconds = 0;
    bool only_time = day == 0 && seconds > 0;
    if (!since_1904 && day == LEAP_DAY_1900) return SHEET_EMPTY;
    if (!since_1904 && day > 0 && day < LEAP_DAY_1900) day++;
    int date = date_from_days(day + (since_1904 ? EPOCH_1904 : EPOCH_1900));
    int s = (int)seconds;
    if (only_time) {
        snprintf(out, 32, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
        *ret_number = seconds * TIME_SECOND_US;
        return SHEET_TEXT;
    }
    if (!s) {
        snprintf(out, 32, "%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
        *ret_number = date;
        return SHEET_DATE;
    }
    snprintf(out, 32, "%04d-%02d-%02d %02d:%02d:%02d", date / 10000, date / 100 % 100, date % 100, s / 3600,
             s / 60 % 60, s % 60);
    *ret_number = date_start_us(date, 0) + seconds * TIME_SECOND_US;
    return SHEET_TIME;
}

struct str sheet_number(double value, char out[32], bool *ret_rounded)
{
    double size = fabs(value);
    bool whole = size < 1e18 && floor(size) == size;
    *ret_rounded = size >= 1e15;
    int n = whole ? snprintf(out, 32, "%.0f", value) : snprintf(out, 32, "%.15g", value);
    return (struct str){out, (size_t)n};
}
