/* domain/klass/klass_test.c: states of classes and enrolments, seats, quotas, the proposed timetable, groups, minutes.
 */
#include "domain/klass/klass_private.h"

#include "check.h"
#include "core/arena.h"
#include "core/time.h"

enum { TZ_MIN = 480 };
static struct arena *a;

static void expect(struct err *e, const char *code)
{
    if (code)
        CHECK_ERR(e, code);
    else
        CHECK_OK(e);
}

/* ---- classes ---- */

static void a_class_changes_its_state_only_along_its_way(void)
{
    static const struct {
        int from, to, today;
        int64_t confirmed, sessions;
        const char *reason, *code;
    } rows[] = {
        {KLASS_DRAFT, KLASS_OPEN, 20261101, 0, 0, "", NULL},
        {KLASS_DRAFT, KLASS_RUNNING, 20261110, 40, 9, "", "class.state"},
        {KLASS_OPEN, KLASS_DRAFT, 20261101, 0, 0, "", NULL},
        {KLASS_OPEN, KLASS_DRAFT, 20261101, 1, 0, "", "class.has_people"},
        {KLASS_OPEN, KLASS_RUNNING, 20261110, 40, 9, "", NULL},
        {KLASS_OPEN, KLASS_RUNNING, 20261109, 40, 9, "", "class.too_early"},
        {KLASS_OPEN, KLASS_RUNNING, 20261110, 40, 0, "", "class.no_timetable"},
        {KLASS_OPEN, KLASS_RUNNING, 20261110, 29, 9, "", "class.too_few"},
        {KLASS_OPEN, KLASS_RUNNING, 20261110, 29, 9, "经市委组织部同意", NULL},
        {KLASS_RUNNING, KLASS_ENDED, 20261113, 40, 9, "", NULL},
        {KLASS_RUNNING, KLASS_ENDED, 20261112, 40, 9, "", "class.not_over"},
        {KLASS_RUNNING, KLASS_ENDED, 20261112, 40, 9, "防汛", NULL},
        {KLASS_ENDED, KLASS_RUNNING, 20261114, 40, 9, "", "class.reason"},
        {KLASS_ENDED, KLASS_RUNNING, 20261114, 40, 9, "补课", NULL},
        {KLASS_ENDED, KLASS_CONFIRMED, 20261114, 40, 9, "", NULL},
        {KLASS_DRAFT, KLASS_CANCELLED, 20261101, 0, 0, "", NULL},
        {KLASS_OPEN, KLASS_CANCELLED, 20261101, 3, 0, "", "class.reason"},
        {KLASS_RUNNING, KLASS_CANCELLED, 20261111, 3, 9, "疫情", NULL},
        {KLASS_CONFIRMED, KLASS_ENDED, 20261120, 40, 9, "改", "class.state"},
        {KLASS_CANCELLED, KLASS_OPEN, 20261101, 0, 0, "改", "class.state"},
        {KLASS_OPEN, 99, 20261101, 0, 0, "", "class.state"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct klass k = {.state = rows[i].from,
                          .starts_on = 20261110,
                          .ends_on = 20261113,
                          .seats_min = 30,
                          .confirmed_count = rows[i].confirmed};
        expect(klass_check_state(a, &k, rows[i].to, rows[i].today, rows[i].sessions, str_of(rows[i].reason)),
               rows[i].code);
    }
}

static void dates_and_seats_of_a_class_make_sense(void)
{
    struct klass k = {.starts_on = 20261110, .ends_on = 20261110, .seats_min = 30, .seats_max = 30};
    CHECK_OK(klass_check(a, &k));
    k.ends_on = 20261109;
    CHECK_ERR(klass_check(a, &k), "class.dates");
    k.ends_on = 20300101;
    CHECK_ERR(klass_check(a, &k), "class.too_long");
    k.ends_on = 20261113;
    k.seats_max = 29;
    CHECK_ERR(klass_check(a, &k), "class.seats");
    k.seats_max = 40;
    k.confirmed_count = 41;
    CHECK_ERR(klass_check(a, &k), "class.seats_taken");
    k.seats_max = 0;
    CHECK_OK(klass_check(a, &k));
}

static void a_duty_carries_what_it_needs_and_no_more(void)
{
    CHECK(klass_duty_has(KLASS_DUTY_MANAGER, PERM_CLASS_CONFIRM));
    CHECK(klass_duty_has(KLASS_DUTY_MANAGER, PERM_LEAVE_DECIDE));
    CHECK(!klass_duty_has(KLASS_DUTY_MANAGER, PERM_LEDGER_REVERSE));
    CHECK(klass_duty_has(KLASS_DUTY_TEACHER, PERM_LIVE_TEACH));
    CHECK(!klass_duty_has(KLASS_DUTY_TEACHER, PERM_CLASS_EDIT));
    CHECK(klass_duty_has(KLASS_DUTY_SITE_LEADER, PERM_ROLL_MARK));
    CHECK(!klass_duty_has(KLASS_DUTY_SITE_LEADER, PERM_ENROL_EDIT));
    CHECK(!klass_duty_has(KLASS_DUTY_FACILITATOR, PERM_ROLL_MARK));
    CHECK(!klass_duty_has(KLASS_DUTY_ASSISTANT, PERM_CLASS_CONFIRM));
    CHECK(klass_duty_has(KLASS_DUTY_FACILITATOR | KLASS_DUTY_TEACHER, PERM_LIVE_STAFF));
    CHECK(!klass_duty_has(0, PERM_CLASS_READ));
}

/* ---- enrolments ---- */

static void an_enrolment_changes_only_as_its_actor_may(void)
{
    static const struct {
        int from, to;
        enum enrolment_actor actor;
        const char *reason, *code;
    } rows[] = {
        {ENROLMENT_NONE, ENROLMENT_PROPOSED, ACTOR_HOST, "", NULL},
        {ENROLMENT_NONE, ENROLMENT_PROPOSED, ACTOR_UNIT, "", "enrolment.host_only"},
        {ENROLMENT_PROPOSED, ENROLMENT_CONFIRMED, ACTOR_UNIT, "", NULL},
        {ENROLMENT_PROPOSED, ENROLMENT_DECLINED, ACTOR_UNIT, "", "enrolment.reason"},
        {ENROLMENT_PROPOSED, ENROLMENT_DECLINED, ACTOR_UNIT, "工作离不开", NULL},
        {ENROLMENT_WAITING, ENROLMENT_CONFIRMED, ACTOR_UNIT, "", "enrolment.host_only"},
        {ENROLMENT_WAITING, ENROLMENT_CONFIRMED, ACTOR_HOST, "", NULL},
        {ENROLMENT_WAITING, ENROLMENT_CONFIRMED, ACTOR_SYSTEM, "", NULL},
        {ENROLMENT_CONFIRMED, ENROLMENT_WITHDRAWN, ACTOR_UNIT, "", "enrolment.reason"},
        {ENROLMENT_CONFIRMED, ENROLMENT_WITHDRAWN, ACTOR_HOST, "病假", NULL},
        {ENROLMENT_CONFIRMED, ENROLMENT_DECLINED, ACTOR_HOST, "x", "enrolment.state"},
        {ENROLMENT_CONFIRMED, ENROLMENT_COMPLETED, ACTOR_HOST, "x", "enrolment.state"},
        {ENROLMENT_CONFIRMED, ENROLMENT_COMPLETED, ACTOR_SYSTEM, "", NULL},
        {ENROLMENT_CONFIRMED, ENROLMENT_FAILED, ACTOR_SYSTEM, "", NULL},
        {ENROLMENT_DECLINED, ENROLMENT_CONFIRMED, ACTOR_HOST, "", "enrolment.reason"},
        {ENROLMENT_WITHDRAWN, ENROLMENT_CONFIRMED, ACTOR_HOST, "已康复", NULL},
        {ENROLMENT_COMPLETED, ENROLMENT_WITHDRAWN, ACTOR_HOST, "x", "enrolment.state"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(enrolment_check_change(a, rows[i].from, rows[i].to, rows[i].actor, str_of(rows[i].reason)),
               rows[i].code);
}

static struct list two_quotas(void)
{
    struct klass_quota quotas[] = {
        {.org_name = STR("渝中区"), .org_path = STR("00000003"), .seats_max = 2, .taken = 1},
        {.org_name = STR("某街道"), .org_path = STR("000000030001"), .seats_max = 1, .taken = 0}};
    return (struct list){arena_copy(a, quotas, sizeof quotas), 2, 0};
}

static void quotas_count_for_the_whole_subtree(void)
{
    struct list quotas = two_quotas();
    CHECK(!quota_full_for(quotas, STR("0000000300010007")));
    quota_take(quotas, STR("0000000300010007"), 1); /* one of the street, and of the district */
    CHECK_STR(quota_full_for(quotas, STR("000000030002"))->org_name, "渝中区");
    CHECK(!quota_full_for(quotas, STR("00000004")));
    CHECK(quota_covers(quotas, STR("000000030002")));
    CHECK(!quota_covers(quotas, STR("00000004")));
    quota_take(quotas, STR("0000000300010007"), -1);
    CHECK(!quota_full_for(quotas, STR("000000030002")));
}

static void who_asks_for_a_seat_gets_it_or_waits_or_is_told_why_not(void)
{
    static const struct {
        int64_t seats_max, confirmed, waiting;
        int64_t hours_before_start; /* now */
        const char *path;
        int state;
        const char *code;
    } rows[] = {
        {40, 39, 0, 48, "00000004", ENROLMENT_CONFIRMED, NULL},
        {0, 9999, 0, 48, "00000004", ENROLMENT_CONFIRMED, NULL},
        {40, 40, 0, 48, "00000004", ENROLMENT_WAITING, NULL},
        {40, 39, 1, 48, "00000004", ENROLMENT_CONFIRMED, NULL}, /* whoever waits waits for a quota */
        {40, 40, 0, -1, "00000004", 0, "class.full"},
        {40, 10, 0, 48, "0000000300010007", ENROLMENT_WAITING, NULL}, /* the street's quota is used up */
        {40, 10, 0, -1, "0000000300010007", 0, "enrolment.quota_full"},
        {40, 39, 1, -1, "00000004", ENROLMENT_WAITING, NULL}, /* after the cut-off nobody passes those who wait */
    };
    struct list quotas = two_quotas();
    LIST_AT(quotas, struct klass_quota, 1)->taken = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct klass k = {.starts_on = 20261110,
                          .seats_max = rows[i].seats_max,
                          .confirmed_count = rows[i].confirmed,
                          .waiting_count = rows[i].waiting};
        int state = 0;
        int64_t now = date_start_us(20261110, TZ_MIN) - rows[i].hours_before_start * TIME_HOUR_US;
        struct err *e = enrolment_seat(a, &k, quotas, str_of(rows[i].path), now, TZ_MIN, &state);
        expect(e, rows[i].code);
        if (!rows[i].code) CHECK_INT(state, rows[i].state);
    }
}

static void the_cut_off_ends_the_waiting_list(void)
{
    struct klass k = {.starts_on = 20261110};
    int64_t start = date_start_us(20261110, TZ_MIN);
    CHECK(klass_queue_is_open(&k, start - 1, TZ_MIN));
    CHECK(!klass_queue_is_open(&k, start, TZ_MIN));
    k.waiting_until_at = start - TIME_DAY_US;
    CHECK(!klass_queue_is_open(&k, start - 1, TZ_MIN));
    k.waiting_until_at = start + TIME_DAY_US;
    CHECK(klass_queue_is_open(&k, start, TZ_MIN));
}

/* ---- timetable ---- */

static void a_session_lies_within_its_class(void)
{
    struct klass k = {.state = KLASS_OPEN, .starts_on = 20261110, .ends_on = 20261111};
    int64_t day = date_start_us(20261110, TZ_MIN);
    struct session s = {.kind = SESSION_LECTURE,
                        .title = STR("开班式"),
                        .starts_at = day + 9 * TIME_HOUR_US,
                        .ends_at = day + 11 * TIME_HOUR_US};
    CHECK_ERR(session_check(a, &k, &s, TZ_MIN), "session.hours");
    s.hours_centi = 300;
    CHECK_OK(session_check(a, &k, &s, TZ_MIN));
    s.ends_at = s.starts_at;
    CHECK_ERR(session_check(a, &k, &s, TZ_MIN), "session.times");
    s.starts_at = day - TIME_HOUR_US;
    s.ends_at = day + TIME_HOUR_US;
    CHECK_ERR(session_check(a, &k, &s, TZ_MIN), "session.outside");
    s.starts_at = day + TIME_DAY_US;
    s.ends_at = day + 2 * TIME_DAY_US; /* ends with the last day */
    CHECK_OK(session_check(a, &k, &s, TZ_MIN));
    s.ends_at++;
    CHECK_ERR(session_check(a, &k, &s, TZ_MIN), "session.too_long");
    s.ends_at = s.starts_at + TIME_HOUR_US;
    k.state = KLASS_ENDED;
    CHECK_ERR(session_check(a, &k, &s, TZ_MIN), "class.plan_closed");
}

struct draft_case {
    int64_t hours[6];
    int starts_on, ends_on;
};

static void draft(const struct draft_case *x, struct list *slots, struct list *rest)
{
    struct programme p = {0};
    struct programme_module *m = list_add(a, &p.modules, struct programme_module);
    for (int64_t i = 0; i < 6 && x->hours[i]; i++)
        *list_add(a, &m->units, struct programme_unit) =
            (struct programme_unit){.id = i + 1, .kind = COURSE_THEORY, .title = STR("课"), .hours_centi = x->hours[i]};
    session_draft(a, &p, x->starts_on, x->ends_on, 400, TZ_MIN, slots, rest);
}

static int64_t at(int date, int minutes) { return date_start_us(date, TZ_MIN) + minutes * TIME_MINUTE_US; }

static void units_are_laid_into_half_days(void)
{
    struct list slots, rest;
    draft(&(struct draft_case){{200, 200, 300, 800}, 20261109, 20261111}, &slots, &rest); /* Monday to Wednesday */
    CHECK_INT(rest.n, 0);
    if (!CHECK_INT(slots.n, 5)) return;
    struct draft_slot *s = slots.p;
    CHECK_INT(s[0].starts_at, at(20261109, 540));
    CHECK_INT(s[0].ends_at, at(20261109, 615));
    CHECK_INT(s[1].starts_at, at(20261109, 615)); /* two short ones share the morning */
    CHECK_INT(s[1].ends_at, at(20261109, 690));
    CHECK_INT(s[2].starts_at, at(20261109, 870));
    CHECK_INT(s[3].starts_at, at(20261110, 540)); /* a whole day begins with a morning */
    CHECK_INT(s[3].hours_centi, 400);
    CHECK_INT(s[4].starts_at, at(20261110, 870));
    CHECK_INT(s[4].ends_at, at(20261110, 1020));
}

static void what_finds_no_place_is_told(void)
{
    struct list slots, rest;
    draft(&(struct draft_case){{400, 400, 600}, 20261109, 20261109}, &slots, &rest);
    CHECK_INT(slots.n, 2);
    if (CHECK_INT(rest.n, 1)) CHECK_INT(((struct draft_rest *)rest.p)->hours_centi, 600);
}

static void weekends_are_free_unless_the_class_is_a_weekend(void)
{
    struct list slots, rest;
    draft(&(struct draft_case){{400, 400, 400}, 20261113, 20261116}, &slots, &rest); /* Friday to Monday */
    if (CHECK_INT(slots.n, 3)) CHECK_INT(((struct draft_slot *)slots.p)[2].starts_at, at(20261116, 540));
    draft(&(struct draft_case){{400}, 20261114, 20261115}, &slots, &rest);
    if (CHECK_INT(slots.n, 1)) CHECK_INT(((struct draft_slot *)slots.p)[0].starts_at, at(20261114, 540));
}

/* Every programme comes out whole: no hour is lost or doubled, and no two blocks overlap. */
static void no_hour_is_lost_in_any_timetable(void)
{
    uint64_t random = 1;
    for (int round = 0; round < 2000; round++) {
        struct draft_case x = {.starts_on = 20261109, .ends_on = date_add_days(20261109, round % 9)};
        int64_t wanted = 0, got = 0, end = 0;
        for (int i = 0; i < 5; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            x.hours[i] = 50 + (int64_t)(random >> 40) % 19 * 50;
            wanted += x.hours[i];
        }
        struct list slots, rest;
        draft(&x, &slots, &rest);
        for (LIST_EACH(slots, struct draft_slot, slot)) {
            got += slot->hours_centi;
            if (!CHECK(slot->starts_at >= end) || !CHECK(slot->ends_at > slot->starts_at)) return;
            end = slot->ends_at;
        }
        for (LIST_EACH(rest, struct draft_rest, left)) got += left->hours_centi;
        if (!CHECK_INT(got, wanted)) return;
        arena_reset(a);
    }
}

/* ---- groups ---- */

/* In any class: sizes, units and sexes are spread. */
static void groups_are_even_in_size_units_and_sexes(void)
{
    enum { PEOPLE = 120, GROUPS_MAX = 12 };
    uint64_t random = 7;
    for (int round = 0; round < 500; round++) {
        struct deal_person people[PEOPLE] = {{0}};
        size_t n = 1 + (size_t)round % PEOPLE, groups = 1 + (size_t)round % GROUPS_MAX, women = 0;
        int64_t unit = 1;
        for (size_t i = 0; i < n; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            if (random >> 62 == 0) unit++;
            bool woman = random >> 40 & 1;
            people[i].org_id = unit;
            people[i].gender = woman ? STR("female") : STR("male");
            women += woman;
        }
        group_deal(a, people, n, groups);
        size_t size[GROUPS_MAX] = {0}, of_unit[PEOPLE + 2][GROUPS_MAX] = {{0}}, ladies[GROUPS_MAX] = {0};
        for (size_t i = 0; i < n; i++) {
            if (!CHECK(people[i].group < groups)) return;
            size[people[i].group]++;
            of_unit[people[i].org_id][people[i].group]++;
            ladies[people[i].group] += str_is(people[i].gender, "female");
        }
        for (size_t g = 0; g < groups; g++) {
            if (!CHECK(size[g] == n / groups || size[g] == n / groups + 1)) return;
            for (int64_t u = 1; u <= unit; u++)
                for (size_t h = 0; h < groups; h++)
                    if (!CHECK(of_unit[u][g] <= of_unit[u][h] + 1)) return;
            if (!CHECK(ladies[g] <= women / groups + 3)) return;
        }
        arena_reset(a);
    }
}

/* ---- minutes ---- */

static void minutes_are_written_submitted_and_signed_by_another(void)
{
    struct group_minutes m = {.state = MINUTES_DRAFT, .written_by = 5};
    CHECK_OK(minutes_check_write(a, &m, MINUTES_DRAFT, STR("")));
    CHECK_ERR(minutes_check_write(a, &m, MINUTES_SUBMITTED, STR(" ")), "minutes.empty");
    CHECK_ERR(minutes_check_write(a, &m, MINUTES_SIGNED, STR("记录")), "minutes.state");
    CHECK_ERR(minutes_check_sign(a, &m, 6), "minutes.not_submitted");
    m.state = MINUTES_SUBMITTED;
    CHECK_OK(minutes_check_write(a, &m, MINUTES_SUBMITTED, STR("补充")));
    CHECK_ERR(minutes_check_sign(a, &m, 5), "minutes.own");
    CHECK_OK(minutes_check_sign(a, &m, 6));
    m.state = MINUTES_SIGNED;
    CHECK_ERR(minutes_check_sign(a, &m, 6), "minutes.signed_already");
    CHECK_ERR(minutes_check_write(a, &m, MINUTES_SUBMITTED, STR("改")), "minutes.signed");
}

int main(void)
{
    a = arena_open(16 << 20);
    RUN(a_class_changes_its_state_only_along_its_way);
    RUN(dates_and_seats_of_a_class_make_sense);
    RUN(a_duty_carries_what_it_needs_and_no_more);
    RUN(an_enrolment_changes_only_as_its_actor_may);
    RUN(quotas_count_for_the_whole_subtree);
    RUN(who_asks_for_a_seat_gets_it_or_waits_or_is_told_why_not);
    RUN(the_cut_off_ends_the_waiting_list);
    RUN(a_session_lies_within_its_class);
    RUN(units_are_laid_into_half_days);
    RUN(what_finds_no_place_is_told);
    RUN(weekends_are_free_unless_the_class_is_a_weekend);
    RUN(no_hour_is_lost_in_any_timetable);
    RUN(groups_are_even_in_size_units_and_sexes);
    RUN(minutes_are_written_submitted_and_signed_by_another);
    arena_close(a);
    return check_end();
}
