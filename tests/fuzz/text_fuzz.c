/* Times, dates, hours, numbers and UTF-8 as people type them: what is read is written so that it reads the same again.
 */
#include "core/hours.h"
#include "core/time.h"
#include "fuzz/fuzz.h"

static void check_numbers(struct arena *a, struct str s)
{
    int64_t value, again;
    int date, date_again;
    if (time_parse(s, &value) && value % 1000 == 0) {
        FUZZ_CHECK(time_parse(time_text(a, value), &again));
        FUZZ_CHECK(value == again);
    }
    if (date_parse(s, &date)) {
        FUZZ_CHECK(date_is_valid(date) && date_from_days(date_days(date)) == date);
        FUZZ_CHECK(date_parse(date_text(a, date), &date_again) && date == date_again);
    }
    if (hours_parse(s, &value)) FUZZ_CHECK(hours_parse(hours_text(a, value), &again) && value == again);
    str_int64(s, &value);
}

static void check_characters(struct str s)
{
    int64_t chars = str_chars(s), seen = 0;
    size_t at = 0;
    while (str_next(s, &at) >= 0) seen++;
    FUZZ_CHECK(at <= s.n);
    if (chars >= 0) FUZZ_CHECK(seen == chars && at == s.n);
    struct str rest = s, trimmed = str_trim(s);
    FUZZ_CHECK(trimmed.n <= s.n);
    for (size_t parts = 0; rest.n && parts <= s.n; parts++) str_cut(rest, ',', &rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(8 << 20);
    struct str s = {(const char *)data, size};
    check_numbers(a, s);
    check_characters(s);
    str_lower(a, s);
    arena_close(a);
    return 0;
}
