/* domain/dispatch/dispatch_rules_test.c: lists, urgency, fit and the ways of a call. The five people and two classes
 * are those of the example on paper (docs/dispatch.md and the user's manual): who changes a rule changes the example.
 */
#include "check.h"
#include "core/arena.h"
#include "core/time.h"
#include "domain/dispatch/dispatch_private.h"
#include "domain/klass/klass.h"

enum { TODAY = 20261123, MILLION = 1000000 };
#define DISTRICT "0001000a"

static const struct dispatch_rules standard = {{
    [RULE_NEVER_MONTHS] = 36, [RULE_NEVER_REFUSALS] = 2, [RULE_HARD_REFUSALS] = 2, [RULE_REFUSAL_MONTHS] = 36,
    [RULE_OVER_COUNT] = 4,    [RULE_OVER_MONTHS] = 12,   [RULE_RECENT_MONTHS] = 6, [RULE_SHORT_DAYS] = 7,
    [RULE_W_BASE] = 2000,     [RULE_W_MISSING] = 3000,   [RULE_W_NEVER] = 8000,    [RULE_W_DEBT] = 1500,
    [RULE_W_CLAIM] = 1800,    [RULE_W_RECENT] = 1400,    [RULE_W_OVER] = 1100,     [RULE_F_FAR] = 300,
    [RULE_F_CITY] = 150,      [RULE_F_HARD] = 300,       [RULE_F_LENGTH] = 400,
}};

static struct dispatch_person person(int last_on, int64_t missing_centi, int64_t missing_ppm)
{
    return (struct dispatch_person){.id = 1,
                                    .org_path = STR(DISTRICT "0003"),
                                    .audience_code = STR("civil_servants"),
                                    .rank_on = 20100101,
                                    .entered_on = 20260101,
                                    .last_on = last_on,
                                    .missing_centi = missing_centi,
                                    .missing_ppm = missing_ppm};
}

static struct dispatch_person wang(void) { return person(20230723, 9000, MILLION); }
static struct dispatch_person zhang(void)
{
    struct dispatch_person p = person(20250923, 9000, MILLION);
    p.debts = 1;
    return p;
}
static struct dispatch_person li(void) { return person(20260223, 4500, MILLION / 2); }
static struct dispatch_person zhao(void) { return person(20260923, 5000, 555555); }
static struct dispatch_person chen(void)
{
    struct dispatch_person p = person(20261020, 0, 0);
    p.recent = 5;
    return p;
}

/* Monday to Friday at the district's school, and three days at the academy. */
static const struct dispatch_offer class_a = {
    .org_path = STR(DISTRICT "0001"), .starts_on = 20270308, .ends_on = 20270312, .account_kind = KLASS_CONCENTRATED};
static const struct dispatch_offer class_b = {
    .org_path = STR("00010001"), .starts_on = 20270315, .ends_on = 20270317, .account_kind = KLASS_CONCENTRATED};

static int64_t urgency(struct dispatch_person p) { return dispatch_urgency(&p, &standard, TODAY); }
static int tier(struct dispatch_person p) { return dispatch_tier_of(&p, &standard, TODAY); }
static int64_t fit(struct dispatch_person p, const struct dispatch_offer *offer)
{
    return dispatch_fit(&p, offer, &standard);
}

static void urgency_is_that_of_the_example(void)
{
    CHECK_INT(urgency(wang()), 13000);
    CHECK_INT(urgency(zhang()), 6500);
    CHECK_INT(urgency(li()), 3500);
    CHECK_INT(urgency(zhao()), 1400);
    CHECK_INT(urgency(chen()), 1100);
    CHECK_INT(tier(wang()), TIER_NEVER);
    CHECK_INT(tier(zhang()), TIER_DEBT);
    CHECK_INT(tier(li()), TIER_MISSING);
    CHECK_INT(tier(zhao()), TIER_RECENT);
    CHECK_INT(tier(chen()), TIER_OVER);
    CHECK_INT(tier(person(20250101, 0, 0)), TIER_MET);
}

static void fit_is_that_of_the_example(void)
{
    CHECK_INT(fit(wang(), &class_a), 222);
    CHECK_INT(fit(zhang(), &class_b), 443);
    CHECK_INT(fit(li(), &class_a), 44);
    CHECK_INT(fit(li(), &class_b), 336);
    CHECK_INT(fit(zhao(), &class_a), 80);
    CHECK_INT(fit(zhao(), &class_b), 358);
    CHECK_INT(fit(chen(), &class_a), 400);
    CHECK_INT(fit(chen(), &class_b), 550);
}

static void the_sums_of_the_example_are_right(void)
{
    int64_t best =
        fit(wang(), &class_a) + fit(li(), &class_a) + fit(zhang(), &class_b) + urgency(zhao()) + urgency(chen());
    int64_t fcfs =
        fit(chen(), &class_a) + fit(zhao(), &class_a) + fit(li(), &class_b) + urgency(zhang()) + urgency(wang());
    CHECK_INT(best, 3209);
    CHECK_INT(fcfs, 20316);
}

static void distance_counts_by_district_and_not_online(void)
{
    struct dispatch_offer other = class_a, online = class_b;
    other.org_path = STR("0001000b0001");
    online.account_kind = KLASS_ONLINE;
    CHECK_INT(fit(wang(), &other), 522);
    CHECK_INT(fit(wang(), &online), 293);
}

static void fit_never_exceeds_what_the_solver_can_hold(void)
{
    struct dispatch_rules dear = standard;
    dear.v[RULE_F_CITY] = 1000;
    struct dispatch_person p = wang();
    CHECK_INT(dispatch_fit(&p, &class_b, &dear), 1023);
}

static size_t lists(struct dispatch_person p, struct dispatch_listed *out)
{
    return dispatch_lists_of(&p, &standard, TODAY, out);
}

static void idle_for_the_months_of_the_rule_is_never_trained_from_that_very_day(void)
{
    struct dispatch_listed out[3];
    CHECK_INT(lists(person(20231124, 0, 0), out), 0);
    CHECK_INT(lists(person(20231123, 0, 0), out), 1);
    CHECK_INT(out[0].list, LIST_NEVER);
    CHECK_STR(out[0].rule, "idle");
    CHECK_INT(out[0].count, 36);
}

static void who_was_never_trained_counts_from_the_first_rank_or_from_entering(void)
{
    struct dispatch_listed out[3];
    struct dispatch_person fresh = person(0, 0, 0);
    CHECK_INT(lists(fresh, out), 1);
    fresh.rank_on = 0; /* entered this year: not idle for long */
    CHECK_INT(lists(fresh, out), 0);
}

static void refusals_and_hardships_make_two_different_lists(void)
{
    struct dispatch_listed out[3];
    struct dispatch_person p = person(20260101, 0, 0);
    p.refusals = 2;
    CHECK_INT(lists(p, out), 1);
    CHECK_INT(out[0].list, LIST_NEVER);
    CHECK_STR(out[0].rule, "refusals");
    p.refusals = 1, p.hardships = 2;
    CHECK_INT(lists(p, out), 1);
    CHECK_INT(out[0].list, LIST_HARD);
    p.recent = 4;
    CHECK_INT(lists(p, out), 2);
    CHECK_INT(out[1].list, LIST_OVER);
}

static void whoever_should_not_have_been_left_out_comes_before_those_who_owe(void)
{
    struct dispatch_person left = li(), recent = zhao(), over = chen(), never = wang();
    left.claims = recent.claims = over.claims = never.claims = 1;
    CHECK_INT(tier(left), TIER_CLAIM);
    CHECK_INT(urgency(left), 5300);
    CHECK_INT(tier(recent), TIER_CLAIM);
    CHECK_INT(urgency(recent), 5466);
    CHECK_INT(tier(over), TIER_CLAIM);
    CHECK_INT(urgency(over), 3800);
    CHECK_INT(tier(never), TIER_NEVER);
    CHECK_INT(urgency(never), 14800);
    /* With all hours missing and two debts they still come after the never-trained. */
    struct dispatch_person most = person(20250923, 9000, MILLION);
    most.debts = 3;
    most.claims = 1;
    CHECK_INT(urgency(most), 9800);
    CHECK(urgency(most) < urgency(person(20230723, 0, 0)));
}

static void an_upheld_objection_counts_anew_from_its_day(void)
{
    struct dispatch_listed out[3];
    struct dispatch_person p = person(20200101, 0, 0);
    CHECK_INT(lists(p, out), 1);
    p.cleared_on[LIST_NEVER] = 20261101;
    CHECK_INT(lists(p, out), 0);
}

static void debts_count_at_most_twice_and_lift_even_the_recently_trained(void)
{
    struct dispatch_person p = zhao();
    p.debts = 1;
    CHECK_INT(tier(p), TIER_DEBT);
    CHECK_INT(urgency(p), 2000 + 3000 * 555555LL / MILLION + 1500);
    p.debts = 5;
    CHECK_INT(urgency(p), 2000 + 3000 * 555555LL / MILLION + 3000);
    p.recent = 4; /* but not the over-trained */
    CHECK_INT(urgency(p), 1100);
}

static const char *forbids(struct dispatch_person p, const struct dispatch_offer *offer)
{
    const char *rule = dispatch_forbids(&p, offer, &standard);
    return rule ? rule : "";
}

static void audience_territory_and_hardship_forbid_in_that_order(void)
{
    struct dispatch_offer offer = class_a;
    struct dispatch_person p = wang();
    CHECK_STR(str_of(forbids(p, &offer)), "");
    p.hardships = 2;
    offer.ends_on = 20270315; /* eight days */
    CHECK_STR(str_of(forbids(p, &offer)), "hard");
    offer.account_kind = KLASS_ONLINE;
    CHECK_STR(str_of(forbids(p, &offer)), "");
    offer.org_path = STR("0001000b0001");
    CHECK_STR(str_of(forbids(p, &offer)), "territory");
    offer.audience_code = STR("teachers");
    CHECK_STR(str_of(forbids(p, &offer)), "audience");
}

static void days_overlap_when_they_share_one(void)
{
    CHECK(dispatch_overlaps(20270301, 20270305, 20270305, 20270307));
    CHECK(!dispatch_overlaps(20270301, 20270305, 20270306, 20270307));
}

static void a_call_goes_only_the_ways_that_are_allowed(void)
{
    struct arena *a = arena_open(1 << 20);
    CHECK_OK(dispatch_call_check(a, CALL_SENT, CALL_ACCEPTED));
    CHECK_OK(dispatch_call_check(a, CALL_DENIED, CALL_ACCEPTED)); /* may still come */
    CHECK_OK(dispatch_call_check(a, CALL_EXCUSED, CALL_REPLACED));
    CHECK_ERR(dispatch_call_check(a, CALL_SENT, CALL_REPLACED), "dispatch.call_state"); /* first it is ruled why */
    CHECK_ERR(dispatch_call_check(a, CALL_ACCEPTED, CALL_REPLACED), "dispatch.call_state");
    CHECK_ERR(dispatch_call_check(a, CALL_EXCUSED, CALL_DENIED), "dispatch.call_state");
    CHECK_ERR(dispatch_call_check(a, CALL_COMPLETED, CALL_ACCEPTED), "dispatch.call_state");
    for (int to = CALL_NONE; to <= CALL_ABSENT; to++)
        CHECK_ERR(dispatch_call_check(a, CALL_REPLACED, to), "dispatch.call_state");
    arena_close(a);
}

int main(void)
{
    RUN(urgency_is_that_of_the_example);
    RUN(fit_is_that_of_the_example);
    RUN(the_sums_of_the_example_are_right);
    RUN(distance_counts_by_district_and_not_online);
    RUN(fit_never_exceeds_what_the_solver_can_hold);
    RUN(idle_for_the_months_of_the_rule_is_never_trained_from_that_very_day);
    RUN(who_was_never_trained_counts_from_the_first_rank_or_from_entering);
    RUN(refusals_and_hardships_make_two_different_lists);
    RUN(whoever_should_not_have_been_left_out_comes_before_those_who_owe);
    RUN(an_upheld_objection_counts_anew_from_its_day);
    RUN(debts_count_at_most_twice_and_lift_even_the_recently_trained);
    RUN(audience_territory_and_hardship_forbid_in_that_order);
    RUN(days_overlap_when_they_share_one);
    RUN(a_call_goes_only_the_ways_that_are_allowed);
    return check_end();
}
