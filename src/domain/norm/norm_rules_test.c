/* domain/norm/norm_rules_test.c: the rules against tables made by hand and against a day-by-day walk. */
#include "check.h"
#include "core/arena.h"
#include "core/time.h"
#include "domain/norm/norm_private.h"

#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct norm cadre_5y = {
    .id = 1,
    .code = {"cadre_5y", 8},
    .from_on = 20230101,
    .band = NORM_DIVISION_UP,
    .kind = NORM_CONCENTRATED,
    .window_kind = NORM_CALENDAR_YEARS,
    .years = 5,
    .anchor_year = 2023,
    .need_hours_centi = 55000,
    .need_days_centi = 9000,
    .grace_months = 12,
    .pace_ppm = 800000,
};
static const struct norm cadre_1y = {
    .id = 2,
    .code = {"cadre_1y", 8},
    .from_on = 20230101,
    .band = NORM_SECTION_DOWN,
    .kind = NORM_CONCENTRATED,
    .window_kind = NORM_CALENDAR_YEARS,
    .years = 1,
    .anchor_year = 2023,
    .need_hours_centi = 9000,
    .need_days_centi = 1200,
    .pace_ppm = 600000,
};
static const struct norm online_1y = {
    .id = 3,
    .code = {"online_1y", 9},
    .from_on = 20230101,
    .until_on = 20271231,
    .band = NORM_ALL,
    .kind = NORM_ONLINE,
    .window_kind = NORM_CALENDAR_YEARS,
    .years = 1,
    .anchor_year = 2023,
    .need_hours_centi = 5000,
    .pace_ppm = 600000,
};
static const struct norm rolling_3y = {
    .id = 5,
    .code = {"rolling_3y", 10},
    .from_on = 20200101,
    .band = NORM_ALL,
    .kind = NORM_ANY,
    .window_kind = NORM_ROLLING_YEARS,
    .years = 3,
    .need_hours_centi = 12000,
    .grace_months = 6,
    .pace_ppm = 500000,
};

#define SECTION(from, until)                                                                                           \
    {                                                                                                                  \
        .from_on = (from), .until_on = (until), .band = NORM_SECTION_DOWN, .is_leader = true, .ordinal = 5             \
    }
#define DIVISION(from, until)                                                                                          \
    {                                                                                                                  \
        .from_on = (from), .until_on = (until), .band = NORM_DIVISION_UP, .is_leader = true, .ordinal = 4              \
    }
#define CORE(on, hours, days)                                                                                          \
    {                                                                                                                  \
        .kind = LEDGER_CONCENTRATED, .earned_on = (on), .hours_centi = (hours)*100, .days_centi = (days)*100           \
    }
#define NET(on, hours)                                                                                                 \
    {                                                                                                                  \
        .kind = LEDGER_ONLINE, .earned_on = (on), .hours_centi = (hours)*100                                           \
    }

static void check_state(const struct norm *norm, const struct norm_facts *facts, int on, int state, int due_on)
{
    struct norm_progress p;
    norm_measure(norm, facts, on, &p);
    CHECK_INT(p.state, state);
    CHECK_INT(p.due_on, due_on);
}

static void a_calendar_window_is_counted_from_its_anchor_both_ways(void)
{
    static const struct {
        int on, from_on, until_on;
    } rows[] = {
        {20230101, 20230101, 20271231}, {20271231, 20230101, 20271231}, {20280101, 20280101, 20321231},
        {20221231, 20180101, 20221231}, {20170615, 20130101, 20171231},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int from_on, until_on;
        norm_window_at(&cadre_5y, rows[i].on, &from_on, &until_on);
        CHECK_INT(from_on, rows[i].from_on);
        CHECK_INT(until_on, rows[i].until_on);
    }
}

static void a_rolling_window_ends_on_the_day_itself(void)
{
    int from_on, until_on;
    norm_window_at(&rolling_3y, 20261123, &from_on, &until_on);
    CHECK_INT(from_on, 20231124);
    CHECK_INT(until_on, 20261123);
}

static void the_norm_follows_the_rank_of_the_day(void)
{
    const struct norm_span spans[] = {SECTION(20180101, 20250531), DIVISION(20250601, 0)};
    struct norm_facts facts = {spans, 2, NULL, 0};
    CHECK(norm_applies(&cadre_1y, &facts, 20250531));
    CHECK(!norm_applies(&cadre_5y, &facts, 20250531));
    CHECK(!norm_applies(&cadre_1y, &facts, 20250601));
    CHECK(norm_applies(&cadre_5y, &facts, 20250601));
}

static void without_a_rank_only_norms_for_everybody_apply(void)
{
    struct norm_facts facts = {0};
    CHECK(!norm_applies(&cadre_5y, &facts, 20260101));
    CHECK(norm_applies(&online_1y, &facts, 20260101));
    CHECK(!norm_applies(&online_1y, &facts, 20280101)); /* the plan ends in 2027 */
}

static void hours_and_days_are_alternatives(void)
{
    const struct ledger_line by_days[] = {CORE(20240301, 60, 12)}, by_hours[] = {CORE(20240301, 90, 0)};
    const struct ledger_line neither[] = {CORE(20240301, 89, 11)};
    check_state(&cadre_1y, &(struct norm_facts){NULL, 0, by_days, 1}, 20240630, NORM_MET, 20241231);
    check_state(&cadre_1y, &(struct norm_facts){NULL, 0, by_hours, 1}, 20240630, NORM_MET, 20241231);
    check_state(&cadre_1y, &(struct norm_facts){NULL, 0, neither, 1}, 20240630, NORM_ON_TRACK, 20241231);
}

static void online_hours_never_count_for_a_concentrated_norm(void)
{
    const struct ledger_line lines[] = {NET(20240301, 900)};
    check_state(&cadre_1y, &(struct norm_facts){NULL, 0, lines, 1}, 20240630, NORM_NONE, 20241231);
    check_state(&online_1y, &(struct norm_facts){NULL, 0, lines, 1}, 20240630, NORM_MET, 20241231);
}

static void the_pace_turns_on_track_into_behind(void)
{
    const struct ledger_line lines[] = {
        CORE(20240110, 27, 0)}; /* 30 % of 90: enough for 60 % pace up to half of the year */
    struct norm_facts facts = {NULL, 0, lines, 1};
    struct norm_progress p;
    norm_measure(&cadre_1y, &facts, 20240701, &p);
    CHECK_INT(p.state, NORM_ON_TRACK);
    CHECK_INT(p.next_on, 20240702);
    check_state(&cadre_1y, &facts, 20240702, NORM_BEHIND, 20241231);
}

static void promoted_without_having_met_it_one_has_a_year(void)
{
    const struct norm_span spans[] = {SECTION(20180101, 20240630), DIVISION(20240701, 0)};
    const struct ledger_line lines[] = {CORE(20230501, 40, 5)};
    struct norm_facts facts = {spans, 2, lines, 1};
    check_state(&cadre_5y, &facts, 20240701, NORM_ON_TRACK, 20250701);
    check_state(&cadre_5y, &facts, 20250701, NORM_ON_TRACK, 20250701);
    check_state(&cadre_5y, &facts, 20250702, NORM_BEHIND, 20250701);
}

static void promoted_after_having_met_it_nothing_is_due(void)
{
    const struct norm_span spans[] = {SECTION(20180101, 20240630), DIVISION(20240701, 0)};
    const struct ledger_line lines[] = {CORE(20230501, 550, 0)};
    check_state(&cadre_5y, &(struct norm_facts){spans, 2, lines, 1}, 20240701, NORM_MET, 20271231);
}

static void a_first_rank_on_record_is_no_promotion(void)
{
    const struct norm_span spans[] = {DIVISION(20240701, 0)};
    const struct ledger_line lines[] = {CORE(20230501, 400, 0)};
    check_state(&cadre_5y, &(struct norm_facts){spans, 1, lines, 1}, 20240801, NORM_ON_TRACK, 20271231);
}

static void a_window_stays_open_for_a_late_promotion(void)
{
    const struct norm_span spans[] = {SECTION(20180101, 20271031), DIVISION(20271101, 0)};
    const struct ledger_line lines[] = {CORE(20230501, 100, 10), CORE(20280601, 450, 0)};
    struct norm_facts before = {spans, 2, lines, 1}, after = {spans, 2, lines, 2};
    struct norm_progress p;
    norm_measure(&cadre_5y, &before, 20280301, &p);
    CHECK_INT(p.from_on, 20230101);
    CHECK_INT(p.until_on, 20281101);
    CHECK_INT(p.state, NORM_ON_TRACK);
    norm_measure(&cadre_5y, &after, 20280601, &p); /* made up for: the new window counts */
    CHECK_INT(p.from_on, 20280101);
    CHECK_INT(p.hours_centi, 45000);
    norm_measure(&cadre_5y, &before, 20281102, &p); /* out of time: the new window counts */
    CHECK_INT(p.from_on, 20280101);
    CHECK_INT(p.state, NORM_NONE);
}

static void a_reversal_takes_the_norm_back(void)
{
    const struct ledger_line lines[] = {CORE(20240301, 90, 12), CORE(20240301, -90, -12)};
    check_state(&cadre_1y, &(struct norm_facts){NULL, 0, lines, 2}, 20240630, NORM_NONE, 20241231);
}

/* ---- the walk ---- */

static unsigned dice_state = 1;
static int dice(int sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (int)((dice_state >> 8) % (unsigned)sides);
}
static int random_day(int from_year, int years) { return date_add_days(from_year * 10000 + 101, dice(years * 365)); }
static int by_from(const void *a, const void *b)
{
    return ((const struct norm_span *)a)->from_on - ((const struct norm_span *)b)->from_on;
}

struct life {
    struct norm_span spans[4];
    struct ledger_line lines[12];
    struct norm_facts facts;
};

static void random_life(struct life *life, int last_on)
{
    *life = (struct life){0};
    size_t spans = (size_t)dice(5), lines = (size_t)dice(13);
    for (size_t i = 0; i < spans; i++)
        life->spans[i] = (struct norm_span){
            .from_on = random_day(2018, 12), .band = 1 + dice(2), .is_leader = dice(2), .ordinal = 1 + dice(8)};
    qsort(life->spans, spans, sizeof *life->spans, by_from);
    for (size_t i = 0; i + 1 < spans; i++) life->spans[i].until_on = date_add_days(life->spans[i + 1].from_on, -1);
    for (size_t i = 0; i < lines; i++) {
        int on = random_day(2021, 9);
        life->lines[i] = (struct ledger_line){.kind = 1 + dice(2),
                                              .earned_on = on < last_on ? on : last_on,
                                              .hours_centi = 100 * (1 + dice(200)),
                                              .days_centi = 50 * dice(40)};
    }
    life->facts = (struct norm_facts){life->spans, spans, life->lines, lines};
}

static struct norm_status status_of(const struct norm_progress *p)
{
    struct norm_status status;
    norm_status_of(p, 1, &status);
    return status;
}

/* What was worked out on a day holds till next_on, and another next_on is never in the past. */
static void walk_days(const struct norm *norms, size_t n, const struct norm_facts *facts, int on)
{
    struct norm_progress first[4], later[4];
    size_t count = norm_measure_all(norms, n, facts, on, first);
    for (int day = 1; day < 1200; day++) {
        int then = date_add_days(on, day);
        size_t now = norm_measure_all(norms, n, facts, then, later);
        for (size_t i = 0; i < count; i++) {
            struct norm_status a = status_of(&first[i]), b = status_of(&later[i]);
            if (first[i].next_on && then >= first[i].next_on) return;
            if (now == count && norm_status_same(&a, &b)) continue;
            CHECK_INT(then, first[i].next_on);
            CHECK_INT(now, count);
            CHECK(norm_status_same(&a, &b));
            printf("norm %s from %d, hours %d\n", first[i].norm_code.p, on, (int)first[i].hours_centi);
            return;
        }
    }
}

static void nothing_changes_before_next_on(void)
{
    const struct norm norms[] = {cadre_5y, cadre_1y, online_1y, rolling_3y};
    for (int i = 0; i < 400 && !check_test_failed_; i++) {
        struct life life;
        int on = random_day(2023, 6);
        random_life(&life, on);
        walk_days(norms, 1 + (size_t)i % 4, &life.facts, on);
    }
}

static void next_on_lies_ahead(void)
{
    const struct norm norms[] = {cadre_5y, cadre_1y, online_1y, rolling_3y};
    for (int i = 0; i < 20000 && !check_test_failed_; i++) {
        struct life life;
        int on = random_day(2023, 6);
        random_life(&life, on);
        struct norm_progress p;
        norm_measure(&norms[i % 4], &life.facts, on, &p);
        if (p.next_on) CHECK(p.next_on > on);
        CHECK(p.from_on <= on);
        CHECK(p.until_on >= on);
    }
}

/* More hours never make a state worse. */
static void more_hours_never_hurt(void)
{
    static const int better[] = {0, 4, 3, 2, 1}; /* none < behind < on_track < met */
    for (int i = 0; i < 20000 && !check_test_failed_; i++) {
        struct life life;
        int on = random_day(2023, 5);
        random_life(&life, on);
        if (!life.facts.line_count) continue;
        struct norm_progress with, without;
        norm_measure(&cadre_1y, &life.facts, on, &with);
        life.facts.line_count--;
        norm_measure(&cadre_1y, &life.facts, on, &without);
        CHECK(better[with.state] >= better[without.state]);
    }
}

int main(void)
{
    RUN(a_calendar_window_is_counted_from_its_anchor_both_ways);
    RUN(a_rolling_window_ends_on_the_day_itself);
    RUN(the_norm_follows_the_rank_of_the_day);
    RUN(without_a_rank_only_norms_for_everybody_apply);
    RUN(hours_and_days_are_alternatives);
    RUN(online_hours_never_count_for_a_concentrated_norm);
    RUN(the_pace_turns_on_track_into_behind);
    RUN(promoted_without_having_met_it_one_has_a_year);
    RUN(promoted_after_having_met_it_nothing_is_due);
    RUN(a_first_rank_on_record_is_no_promotion);
    RUN(a_window_stays_open_for_a_late_promotion);
    RUN(a_reversal_takes_the_norm_back);
    RUN(nothing_changes_before_next_on);
    RUN(next_on_lies_ahead);
    RUN(more_hours_never_hurt);
    return check_end();
}
