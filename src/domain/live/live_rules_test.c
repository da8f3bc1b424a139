/* domain/live/live_rules_test.c: texts that people send, choices in a poll, time that counts. */
#include "check.h"
#include "core/arena.h"
#include "domain/live/live_private.h"

static struct arena *a;

static void a_danmaku_loses_surplus_blanks_and_nothing_else(void)
{
    struct str text;
    CHECK_OK(live_text_check(a, STR(" \t 说得　　好！\n\n两山\r\n理念 "), "text", 50, &text));
    CHECK_STR(text, "说得 好！ 两山 理念");
    CHECK_OK(live_text_check(a, STR("👍🏻 ok"), "text", 50, &text));
    CHECK_STR(text, "👍🏻 ok");
}

static void an_empty_or_long_danmaku_is_refused(void)
{
    struct str text;
    CHECK_ERR(live_text_check(a, STR("　 \n"), "text", 50, &text), "live.empty");
    CHECK_ERR(live_text_check(a, STR("一二三四五六"), "text", 5, &text), "live.too_long");
    CHECK_OK(live_text_check(a, STR("一二三四五"), "text", 5, &text));
}

static void controls_and_turned_writing_do_not_reach_others(void)
{
    struct str text;
    CHECK_OK(live_text_check(a, STR("好\x01\x7f\xe2\x80\xae的"), "text", 50, &text));
    CHECK_STR(text, "好的");
    CHECK_ERR(live_text_check(a, STR("\xe2\x80\xae\xef\xbb\xbf"), "text", 50, &text), "live.empty");
}

static struct list numbers(const int64_t *p, size_t n) { return (struct list){arena_copy(a, p, n * sizeof *p), n, 0}; }

static void choices_are_among_the_options(void)
{
    struct live_poll one = {.option_count = 3}, many = {.option_count = 3, .multiple = true};
    int64_t choices;
    CHECK_OK(live_choices_read(a, &one, numbers((int64_t[]){2}, 1), &choices));
    CHECK_INT(choices, 2);
    CHECK_OK(live_choices_read(a, &one, numbers((int64_t[]){2, 2}, 2), &choices)); /* said twice is said once */
    CHECK_ERR(live_choices_read(a, &one, numbers((int64_t[]){1, 2}, 2), &choices), "live.one_choice");
    CHECK_OK(live_choices_read(a, &many, numbers((int64_t[]){3, 1}, 2), &choices));
    CHECK_INT(choices, 5);
    CHECK_ERR(live_choices_read(a, &many, numbers((int64_t[]){4}, 1), &choices), "live.no_option");
    CHECK_ERR(live_choices_read(a, &many, numbers((int64_t[]){0}, 1), &choices), "live.no_option");
    CHECK_ERR(live_choices_read(a, &many, numbers(NULL, 0), &choices), "live.no_choice");
}

static void choices_are_told_as_numbers(void)
{
    CHECK_STR(live_choices_text(a, 0), "[]");
    CHECK_STR(live_choices_text(a, 5), "[1,3]");
    CHECK_STR(live_choices_text(a, 1 << 9), "[10]");
}

static void only_time_since_the_opening_counts(void)
{
    int64_t s = TIME_SECOND_US;
    CHECK_INT(live_seconds(100 * s, 160 * s, 0), 0);        /* never opened */
    CHECK_INT(live_seconds(100 * s, 160 * s, 130 * s), 30); /* waited before the opening */
    CHECK_INT(live_seconds(140 * s, 160 * s, 130 * s), 20);
    CHECK_INT(live_seconds(100 * s, 120 * s, 130 * s), 0); /* left before the opening */
}

static void the_rules_of_a_room_survive_being_packed(void)
{
    int64_t packed = live_limits_pack(3, 60, 15);
    CHECK_INT(live_limit_danmaku_us(packed), 3 * TIME_SECOND_US);
    CHECK_INT(live_limit_danmaku_chars(packed), 60);
    CHECK_INT(live_limit_roll_seconds(packed), 900);
    CHECK_INT(live_limit_danmaku_chars(live_limits_pack(3, 5000, 15)), LIVE_DANMAKU_CHARS_MAX);
    CHECK_INT(live_limit_roll_seconds(live_limits_pack(3, 60, 0)), 0);
}

static void people_spread_over_the_shards(void)
{
    int seen[LIVE_SHARDS] = {0};
    for (int64_t id = 862211842048000001; id < 862211842048000001 + 1600; id++) seen[live_shard_of(id)]++;
    for (int i = 0; i < LIVE_SHARDS; i++) CHECK(seen[i] > 50 && seen[i] < 200);
}

static struct who who_with(struct who_role *roles, size_t n)
{
    return (struct who){.account_id = 1, .roles = {roles, n, 0}};
}

static void a_site_leader_is_no_staff_of_the_host_by_that_role(void)
{
    struct who leader = who_with(&(struct who_role){ROLE_SITE_LEADER, 7, STR("00000001")}, 1);
    struct who school = who_with(&(struct who_role){ROLE_SCHOOL_ADMIN, 7, STR("00000001")}, 1);
    CHECK(!live_role_can(&leader, PERM_LIVE_STAFF, STR("000000010002")));
    CHECK(live_role_can(&school, PERM_LIVE_STAFF, STR("000000010002")));
    CHECK(!live_role_can(&school, PERM_LIVE_STAFF, STR("0000")));
}

static void what_was_missed_is_told_in_order(void)
{
    for (int n = 0; n < 6; n++) {
        struct list events = {0};
        for (int i = n; i > 0; i--) list_add(a, &events, struct live_event)->seq = i;
        live_reverse(&events);
        for (int i = 0; i < n; i++) CHECK_INT(LIST_AT(events, struct live_event, i)->seq, i + 1);
    }
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(a_danmaku_loses_surplus_blanks_and_nothing_else);
    RUN(an_empty_or_long_danmaku_is_refused);
    RUN(controls_and_turned_writing_do_not_reach_others);
    RUN(choices_are_among_the_options);
    RUN(choices_are_told_as_numbers);
    RUN(only_time_since_the_opening_counts);
    RUN(the_rules_of_a_room_survive_being_packed);
    RUN(people_spread_over_the_shards);
    RUN(a_site_leader_is_no_staff_of_the_host_by_that_role);
    RUN(what_was_missed_is_told_in_order);
    arena_close(a);
    return check_end();
}
