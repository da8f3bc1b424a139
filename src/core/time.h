/* core/time.h: instants and dates as numbers, and their texts.
 *
 * An instant is int64 microseconds since 1970-01-01 UTC; 0 is "absent". A date is an int yyyymmdd (20261123), so it
 * sorts, reads and never meets a time zone; 0 is "absent". The city's offset from UTC comes from the configuration.
 * Nothing here reads a clock.
 */
#ifndef CORE_TIME_H
#define CORE_TIME_H

#include "core/str.h"

struct arena;

#define TIME_SECOND_US 1000000LL
#define TIME_MINUTE_US (60 * TIME_SECOND_US)
#define TIME_HOUR_US (60 * TIME_MINUTE_US)
#define TIME_DAY_US (24 * TIME_HOUR_US)

/* RFC 3339, "2026-11-23T08:00:00Z", with three decimals when there is a fraction of a second. */
struct str time_text(struct arena *a, int64_t time_us);
/* RFC 3339 with Z or an offset; false when it is not one. Seconds may be left out ("2026-11-23T08:00Z"). */
bool time_parse(struct str s, int64_t *ret_time_us);
/* "2026-11-23". */
struct str date_text(struct arena *a, int date);
/* "2026-11-23", "2026/1/3", "20261123" or "2026年1月3日"; false when it is none or no such day exists. */
bool date_parse(struct str s, int *ret_date);
bool date_is_valid(int date);
/* The date of an instant at an offset from UTC in minutes (480 for China). */
int date_of(int64_t time_us, int offset_min);
/* Midnight at the start of a date at that offset. */
int64_t date_start_us(int date, int offset_min);
/* Days since 1970-01-01, and back. */
int64_t date_days(int date);
int date_from_days(int64_t days);
int date_add_days(int date, int days);
/* A day that the target month lacks becomes its last day: 2024-02-29 + 12 months = 2025-02-28. */
int date_add_months(int date, int months);
/* 1 Monday to 7 Sunday. */
int date_weekday(int date);

#endif
