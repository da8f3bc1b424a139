/* tests/domain/dispatch_test.c: a round of dispatch by the calendar: who does not reply is reminded, overdue,
 * escalated, and owes; who owes comes first in the next round; what a round did to the lists is counted when its
 * classes are over. */
#include "world.h"

#include "domain/dispatch/dispatch_private.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"

enum { UNITS = 6, EACH = 7, FIRST = 1001, NEXT = 1002 };

static struct world w;
static struct call *c;
static int64_t city, district, school, units[UNITS], people[UNITS][EACH];

static void run(const char *text, struct vals in)
{
    const struct sql *sql;
    MUST(db_sql(c->db, c->arena, str_of(text), &sql));
    MUST(db_run(c->db, c->arena, sql, in, NULL));
}

static int64_t number(const char *text)
{
    const struct sql *sql;
    int64_t found;
    MUST(db_sql(c->db, c->arena, str_of(text), &sql));
    MUST(db_int(c->db, c->arena, sql, NO_VALS, &found));
    return found;
}

static void add_class(int64_t id, int from_days, int until_days, int64_t seats)
{
    run("INSERT INTO class (id, org_id, code, title, starts_on, ends_on, seats_min, seats_max, account_kind, state, "
        "room, note, version, created_at, updated_at) VALUES ($1, $2, '', '试验班', $3, $4, 0, $5, 'concentrated', "
        "'open', '', '', 1, 1, 1)",
        VALS(v_int(id), v_int(school), v_int(date_add_days(c->today, from_days)),
             v_int(date_add_days(c->today, until_days)), v_int(seats)));
}

static void open_world(void)
{
    c = world_open(&w);
    city = world_org(c, 0, "测试市", ORG_CITY, ORG_LEVEL_MUNICIPAL);
    district = world_org(c, city, "测试区", ORG_DISTRICT, ORG_LEVEL_DISTRICT);
    school = world_org(c, district, "区委党校", ORG_SCHOOL, ORG_LEVEL_DISTRICT);
    for (int u = 0; u < UNITS; u++) {
        units[u] = world_org(c, district, "单位", ORG_UNIT, ORG_LEVEL_DISTRICT);
        for (int i = 0; i < EACH; i++) people[u][i] = world_person(c, units[u], "某某", "staff", 20150101);
    }
}

static struct dispatch_round add_round(const char *title, int64_t class_id, int64_t seats)
{
    struct dispatch_round round = {
        .org_id = district, .title = str_of(title), .from_on = c->today, .until_on = date_add_days(c->today, 90)};
    MUST(dispatch_round_add(c, &round));
    run("INSERT INTO dispatch_offer (round_id, class_id, seats_min, seats_max) VALUES ($1, $2, 0, $3)",
        VALS(v_int(round.id), v_int(class_id), v_int(seats)));
    return round;
}

static struct dispatch_round publish(const char *title, int64_t class_id, int64_t seats)
{
    int64_t calls;
    struct dispatch_round round = add_round(title, class_id, seats);
    MUST(dispatch_solve_here(c, round.id, NULL));
    MUST(dispatch_round_get(c, round.id, &round));
    MUST(dispatch_round_change(c, &round, ROUND_REVIEWED));
    MUST(dispatch_publish(c, &round, false, false, &calls));
    CHECK_INT(calls, seats);
    return round;
}

/* The call numbered `n` of the round, in the order in which they were made. */
static struct dispatch_call call_at(const struct dispatch_round *round, int64_t n)
{
    const struct sql *sql;
    struct dispatch_call d;
    int64_t id;
    MUST(db_sql(c->db, c->arena, STR("SELECT id FROM dispatch_call WHERE round_id = $1 ORDER BY id LIMIT 1 OFFSET $2"),
                &sql));
    MUST(db_int(c->db, c->arena, sql, VALS(v_int(round->id), v_int(n)), &id));
    MUST(dispatch_call_get(c, id, &d));
    return d;
}

static void accept(const struct dispatch_round *round, int64_t n)
{
    struct dispatch_call d = call_at(round, n);
    struct call_answer_in yes = {.answer = ANSWER_ACCEPT};
    MUST(dispatch_reply(c, &d, &yes));
    MUST(dispatch_unit_reply(c, &d, UNIT_CONFIRMED, (struct str){0}));
    CHECK_INT(d.state, CALL_ENROLLED);
}

static void days_later(int days) { c = world_next_call(&w, c->now_us + days * TIME_DAY_US); }

static void the_demo_has_every_kind_of_reply(void)
{
    open_world();
    add_class(FIRST, 27, 31, 12);
    add_class(NEXT, 60, 64, 4);
    struct dispatch_demo demo = {.org_id = district, .waits_id = people[0][0], .unit_id = units[0]};
    *list_add(c->arena, &demo.classes, int64_t) = FIRST;
    *list_add(c->arena, &demo.next_classes, int64_t) = NEXT;
    CHECK_OK(dispatch_demo_make(c, &demo));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_round WHERE state IN ('published', 'solved')"), 2);
    CHECK_INT(number("SELECT COUNT(DISTINCT state) FROM dispatch_call"), 6);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE replaces_id IS NOT NULL"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE kind = 'hardship'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE kind = 'refusal'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_objection WHERE state = 'rejected'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_place p JOIN dispatch_round r ON r.chosen_id = p.version_id "
                     "WHERE r.state = 'solved' AND p.debts > 0"),
              2);
    world_drop(&w);
}

static void who_does_not_reply_is_reminded_then_overdue_then_escalated_each_once(void)
{
    open_world();
    add_class(FIRST, 40, 44, 4);
    struct dispatch_round round = publish("批次", FIRST, 4);
    CHECK_INT(round.reply_due_on, date_add_days(WORLD_TODAY, 5));
    accept(&round, 0);
    CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE late > 0"), 0);
    days_later(3); /* two days before it is due */
    for (int twice = 0; twice < 2; twice++) CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE late = 1 AND state = 'sent'"), 3);
    CHECK_INT(number("SELECT COUNT(*) FROM notice WHERE title_zh LIKE '调训通知待回执%'"), 3);
    accept(&round, 1);
    days_later(3); /* the day after */
    for (int twice = 0; twice < 2; twice++) CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE late = 2 AND state = 'sent'"), 2);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt"), 0);
    days_later(2); /* three days after it was due */
    for (int twice = 0; twice < 2; twice++) CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE state = 'denied'"), 2);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE kind = 'no_reply' AND state = 'open'"), 2);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE state = 'enrolled'"), 2);
    struct dispatch_call late = call_at(&round, 2);
    struct call_answer_in yes = {.answer = ANSWER_ACCEPT};
    CHECK_OK(dispatch_reply(c, &late, &yes)); /* may still come */
    world_drop(&w);
}

static void a_round_has_its_own_days_and_the_office_hears_of_a_unit_that_does_not_confirm(void)
{
    open_world();
    add_class(FIRST, 40, 44, 2);
    struct dispatch_round round = publish("批次", FIRST, 2);
    struct call_answer_in yes = {.answer = ANSWER_ACCEPT};
    struct dispatch_call d = call_at(&round, 0);
    run("INSERT INTO dispatch_policy (round_id, code, value_int) VALUES ($1, 'dispatch_remind_days', 4), "
        "($1, 'dispatch_escalate_days', 1)",
        VALS(v_int(round.id)));
    CHECK_OK(dispatch_reply(c, &d, &yes));
    days_later(1); /* four days before it is due: the rule of the city says two */
    CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE late = 1 AND state = 'sent'"), 1);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE late = 0 AND state = 'accepted'"), 1);
    days_later(5); /* the day after: escalated by this round, by the city's rule only two days later */
    for (int twice = 0; twice < 2; twice++) CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE state = 'denied'"), 1);
    d = call_at(&round, 0);
    CHECK_INT(d.state, CALL_ACCEPTED); /* nobody loses a seat because the unit is slow */
    CHECK_INT(d.late, LATE_ESCALATED);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call_event WHERE note = '单位逾期未确认，已上报'"), 1);
    world_drop(&w);
}

static void a_call_is_answered_before_its_class_begins_and_confirming_a_refusal_is_no_consent(void)
{
    open_world();
    add_class(FIRST, 3, 5, 2);
    struct dispatch_round round = publish("批次", FIRST, 2);
    struct dispatch_call d = call_at(&round, 0);
    struct call_answer_in yes = {.answer = ANSWER_ACCEPT}, no = {.answer = ANSWER_WORK, .reason = STR("走不开")};
    CHECK_INT(d.due_on, date_add_days(WORLD_TODAY, 2));
    MUST(dispatch_reply(c, &d, &no));
    MUST(dispatch_unit_reply(c, &d, UNIT_CONFIRMED, STR("属实")));
    MUST(dispatch_ruling(c, &d, false, STR("理由不充分")));
    CHECK_OK(dispatch_reply(c, &d, &yes));
    CHECK_INT(d.state, CALL_ACCEPTED);
    CHECK_OK(dispatch_unit_reply(c, &d, UNIT_CONFIRMED, (struct str){0}));
    CHECK_INT(d.state, CALL_ENROLLED);
    world_drop(&w);
}

static void an_upheld_objection_to_a_call_releases_the_person(void)
{
    open_world();
    add_class(FIRST, 40, 44, 2);
    struct dispatch_round round = publish("批次", FIRST, 2);
    struct call_answer_in no = {.answer = ANSWER_WORK, .reason = STR("走不开")};
    for (int64_t n = 0; n < 2; n++) {
        struct dispatch_call d = call_at(&round, n);
        if (n) {
            MUST(dispatch_reply(c, &d, &no));
            MUST(dispatch_ruling(c, &d, false, STR("理由不充分")));
        }
        struct dispatch_objection x = {
            .person_id = d.person_id, .about = ABOUT_CALL, .subject_id = d.id, .text = STR("请复核")};
        MUST(dispatch_object(c, &x));
        CHECK_OK(dispatch_object_answer(c, &x, OBJECTION_UPHELD, STR("属实")));
        d = call_at(&round, n);
        CHECK_INT(d.state, n ? CALL_EXCUSED : CALL_WITHDRAWN);
    }
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE state = 'open'"), 0);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE state = 'waived'"), 1);
    world_drop(&w);
}

static void an_objection_past_its_day_is_told_once(void)
{
    open_world();
    add_class(FIRST, 40, 44, 1);
    struct dispatch_round round = publish("批次", FIRST, 1);
    struct dispatch_call d = call_at(&round, 0);
    struct dispatch_objection x = {
        .person_id = d.person_id, .about = ABOUT_CALL, .subject_id = d.id, .text = STR("请复核")};
    CHECK_OK(dispatch_object(c, &x));
    days_later(10);
    CHECK_OK(dispatch_late_step(c));
    days_later(1);
    CHECK_OK(dispatch_late_step(c));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_objection WHERE state = 'open'"), 1);
    world_drop(&w);
}

/* Somebody's place in the version that the round has chosen. */
static int64_t place(const struct dispatch_round *round, int64_t person_id, const char *what)
{
    const struct sql *sql;
    int64_t found;
    struct str text =
        str_printf(c->arena, "SELECT %s FROM dispatch_place WHERE version_id = $1 AND person_id = $2", what);
    MUST(db_sql(c->db, c->arena, text, &sql));
    MUST(db_int(c->db, c->arena, sql, VALS(v_int(round->chosen_id), v_int(person_id)), &found));
    return found;
}

static void a_debt_is_carried_into_the_next_round_and_settled_by_coming(void)
{
    struct klass klass;
    struct enrolment e;
    bool found;
    open_world();
    add_class(FIRST, 20, 24, 2);
    struct dispatch_round first = publish("第一批", FIRST, 2);
    struct dispatch_call owes = call_at(&first, 0);
    accept(&first, 1);
    days_later(8);
    CHECK_OK(dispatch_late_step(c));
    add_class(NEXT, 40, 44, 1);
    struct dispatch_round next = publish("第二批", NEXT, 1);
    CHECK_INT(place(&next, owes.person_id, "debts"), 1);
    CHECK_INT(place(&next, owes.person_id, "class_id"), NEXT); /* one seat, and who owes has it */
    accept(&next, 0);
    MUST(klass_get(c, NEXT, &klass));
    MUST(enrolment_find(c, NEXT, owes.person_id, &e, &found));
    CHECK(found);
    run("UPDATE class SET state = 'ended' WHERE id = $1", VALS(v_int(NEXT)));
    MUST(klass_get(c, NEXT, &klass));
    CHECK_OK(enrolment_set_state(c, &klass, &e, ENROLMENT_COMPLETED, (struct str){0}));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE state = 'open'"), 0);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE state = 'settled'"), 1);
    world_drop(&w);
}

static void end_class(int64_t class_id, int64_t came_id, int64_t absent_id)
{
    struct klass klass;
    struct enrolment e;
    bool found;
    run("UPDATE class SET state = 'ended' WHERE id = $1", VALS(v_int(class_id)));
    MUST(klass_get(c, class_id, &klass));
    MUST(enrolment_find(c, class_id, came_id, &e, &found));
    MUST(enrolment_set_state(c, &klass, &e, ENROLMENT_COMPLETED, (struct str){0}));
    MUST(enrolment_find(c, class_id, absent_id, &e, &found));
    MUST(enrolment_set_state(c, &klass, &e, ENROLMENT_FAILED, STR("未到")));
    MUST(klass_set_state(c, &klass, KLASS_CONFIRMED, STR("学时已入账")));
}

static void post(int64_t person_id)
{
    struct ledger_posting p = {.person_id = person_id,
                               .kind = LEDGER_CONCENTRATED,
                               .hours_centi = 4000,
                               .days_centi = 500,
                               .earned_on = c->today,
                               .source_kind = LEDGER_CLASS,
                               .source_key = STR("class:1"),
                               .title = STR("试验班"),
                               .evidence = STR("{}"),
                               .rule_id = 1,
                               .org_id = school};
    int64_t posted;
    MUST(ledger_post(c, &p, 1, &posted));
    MUST(dispatch_lists_update(c, person_id));
}

static int64_t outcome(const char *what, const char *list)
{
    return number(
        str_cstr(c->arena, str_printf(c->arena, "SELECT %s FROM dispatch_outcome WHERE list = '%s'", what, list)));
}

/* Of four: one comes, one fails, one asks to be excused, one is silent. */
static void after_the_class_the_round_tells_who_came_and_what_became_of_the_lists(void)
{
    bool more;
    open_world();
    CHECK_OK(dispatch_rebuild(c, NULL)); /* everybody has been idle since 2015 */
    add_class(FIRST, 20, 24, 4);
    struct dispatch_round round = publish("批次", FIRST, 4);
    accept(&round, 0), accept(&round, 1);
    struct dispatch_call came = call_at(&round, 0), fails = call_at(&round, 1), asks = call_at(&round, 2);
    struct call_answer_in no = {.answer = ANSWER_STAFFING, .reason = STR("只有一人在岗")};
    MUST(dispatch_reply(c, &asks, &no));
    MUST(dispatch_unit_reply(c, &asks, UNIT_CONFIRMED, (struct str){0}));
    MUST(dispatch_ruling(c, &asks, true, STR("同意")));
    CHECK_OK(dispatch_recount_some(c, &more));
    CHECK_INT(outcome("called", ""), 4);
    CHECK_INT(outcome("called", "never"), 4);
    CHECK_INT(outcome("waiting", ""), 3);
    days_later(25);
    end_class(FIRST, came.person_id, fails.person_id);
    post(came.person_id);
    CHECK_OK(dispatch_recount_some(c, &more));
    CHECK(!more);
    CHECK_INT(outcome("came", ""), 1);
    CHECK_INT(outcome("absent", ""), 1);
    CHECK_INT(outcome("excused", ""), 1);
    CHECK_INT(outcome("denied", ""), 1); /* never replied, and the class is over */
    CHECK_INT(outcome("waiting", ""), 0);
    CHECK_INT(outcome("left_list", "never"), 1);
    CHECK_INT(outcome("joined_list", "over"), 0);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt WHERE state = 'open'"), 3);
    CHECK_OK(dispatch_recount_some(c, &more)); /* nothing is marked: nothing is counted */
    world_drop(&w);
}

static void an_online_class_stands_beside_one_on_site(void)
{
    open_world();
    add_class(FIRST, 20, 24, 1);
    add_class(NEXT, 20, 24, 1);
    struct dispatch_round first = publish("面授", FIRST, 1);
    struct dispatch_call d = call_at(&first, 0);
    struct dispatch_round elsewhere = publish("同期面授", NEXT, 1);
    CHECK(call_at(&elsewhere, 0).person_id != d.person_id); /* not called by two at once */
    add_class(NEXT + 1, 20, 24, 1);
    run("UPDATE class SET account_kind = 'online' WHERE id = $1", VALS(v_int(NEXT + 1)));
    struct dispatch_round beside = publish("同期网络班", NEXT + 1, 1);
    CHECK_INT(call_at(&beside, 0).person_id, d.person_id);
    world_drop(&w);
}

static void a_cancelled_class_leaves_no_debt(void)
{
    bool more;
    struct klass klass;
    open_world();
    add_class(FIRST, 20, 24, 2);
    struct dispatch_round round = publish("批次", FIRST, 2);
    accept(&round, 0);
    MUST(klass_get(c, FIRST, &klass));
    CHECK_OK(klass_set_state(c, &klass, KLASS_CANCELLED, STR("场地检修")));
    CHECK_OK(dispatch_recount_some(c, &more));
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_call WHERE state = 'withdrawn'"), 2);
    CHECK_INT(number("SELECT COUNT(*) FROM dispatch_debt"), 0);
    world_drop(&w);
}

static void a_full_class_lets_the_called_wait(void)
{
    open_world();
    add_class(FIRST, 20, 24, 2);
    struct dispatch_round round = publish("批次", FIRST, 2);
    accept(&round, 0);
    run("UPDATE class SET seats_max = 1 WHERE id = $1", VALS(v_int(FIRST)));
    accept(&round, 1);
    CHECK_INT(call_at(&round, 0).enrolment_state, ENROLMENT_CONFIRMED);
    CHECK_INT(call_at(&round, 1).enrolment_state, ENROLMENT_WAITING);
    world_drop(&w);
}

static void all(void)
{
    RUN(the_demo_has_every_kind_of_reply);
    RUN(who_does_not_reply_is_reminded_then_overdue_then_escalated_each_once);
    RUN(a_round_has_its_own_days_and_the_office_hears_of_a_unit_that_does_not_confirm);
    RUN(a_call_is_answered_before_its_class_begins_and_confirming_a_refusal_is_no_consent);
    RUN(an_upheld_objection_to_a_call_releases_the_person);
    RUN(an_objection_past_its_day_is_told_once);
    RUN(a_debt_is_carried_into_the_next_round_and_settled_by_coming);
    RUN(after_the_class_the_round_tells_who_came_and_what_became_of_the_lists);
    RUN(an_online_class_stands_beside_one_on_site);
    RUN(a_cancelled_class_leaves_no_debt);
    RUN(a_full_class_lets_the_called_wait);
}

int main(void) { return world_run(all); }
