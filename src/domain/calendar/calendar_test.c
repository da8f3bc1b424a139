/* domain/calendar/calendar_test.c: escaping and folding of iCalendar lines. */
#include "check.h"
#include "core/arena.h"
#include "domain/calendar/calendar_private.h"

#include <string.h>

static struct arena *a;

static struct str line_of(struct str value)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    calendar_put_text(&out, "SUMMARY", value);
    struct str line = str_copy(a, buf_text(&out));
    buf_done(&out);
    return line;
}

static void what_means_something_is_escaped_and_controls_are_left_out(void)
{
    CHECK_STR(line_of(STR("城市更新；a;b,c\\d\ne\r\x01")), "SUMMARY:城市更新；a\\;b\\,c\\\\d\\ne\r\n");
    CHECK_STR(line_of(STR("END:VEVENT\r\nBEGIN:VALARM")), "SUMMARY:END:VEVENT\\nBEGIN:VALARM\r\n");
}

static void a_line_is_folded_between_characters(void)
{
    char text[301] = "";
    for (int i = 0; i < 100; i++) memcpy(text + 3 * i, "课", 4);
    struct str rest = line_of((struct str){text, 300});
    int characters = 0;
    while (rest.n) {
        struct str line = str_cut(rest, '\n', &rest);
        CHECK(line.n <= 76); /* 75 and the carriage return */
        CHECK(str_ends(line, STR("\r")));
        CHECK(str_chars(line) > 0);
        for (size_t i = 0; i + 2 < line.n; i++) characters += memcmp(line.p + i, "课", 3) == 0;
    }
    CHECK_INT(characters, 100);
}

static void an_escape_is_not_torn(void)
{
    char text[71];
    for (size_t before = 60; before < 70; before++) {
        memset(text, 'x', before);
        text[before] = ';';
        struct str line = line_of((struct str){text, before + 1});
        CHECK(memmem(line.p, line.n, "\\;", 2) != NULL);
    }
}

static void a_feed_is_the_same_as_long_as_nothing_changes(void)
{
    struct calendar_event event = {.id = 913556528240264960,
                                   .version = 3,
                                   .title = STR("第一讲"),
                                   .starts_at = 1795492800000000,
                                   .ends_at = 1795496400000000};
    struct list events = {&event, 1, 0};
    struct buf one, two;
    buf_init(&one, 1 << 16);
    buf_init(&two, 1 << 16);
    calendar_write(&one, STR("甲班"), &events);
    calendar_write(&two, STR("甲班"), &events);
    CHECK(str_equal(buf_text(&one), buf_text(&two)));
    struct str text = buf_text(&one);
    CHECK(memmem(text.p, text.n, "DTSTART:20261124T040000Z\r\n", 26) != NULL);
    CHECK(memmem(text.p, text.n, "SEQUENCE:2\r\n", 12) != NULL);
    buf_done(&one);
    buf_done(&two);
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(what_means_something_is_escaped_and_controls_are_left_out);
    RUN(a_line_is_folded_between_characters);
    RUN(an_escape_is_not_torn);
    RUN(a_feed_is_the_same_as_long_as_nothing_changes);
    arena_close(a);
    return check_end();
}
