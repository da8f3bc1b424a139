/* calc/plan/plan_test.c: answers against all possible ones on small instances, and what must hold on any. */
#include "calc/plan/plan.h"
#include "calc/plan/plan_io.h"
#include "calc/plan/plan_trial.h"
#include "check.h"
#include "core/arena.h"

#include <stdlib.h>

static struct arena *a;

static struct plan_result solved(const struct trial *t, enum plan_mode mode, int threads, bool no_minimum)
{
    struct plan_options options = {.mode = mode, .threads = threads, .no_minimum = no_minimum};
    struct plan_result r = {0};
    struct plan_instance in = trial_instance(t);
    CHECK_OK(plan_solve(a, &in, &options, &r));
    return r;
}

static bool is_right(const struct trial *t, const struct plan_result *r, bool no_minimum)
{
    struct plan_verdict v;
    struct plan_instance in = trial_instance(t);
    plan_check(a, &in, r, no_minimum, &v);
    for (int32_t i = 0; i < v.listed && i < 3; i++)
        printf("breach %d: person %d offer %d: %lld, %lld\n", v.breach[i].kind, v.breach[i].person, v.breach[i].offer,
               (long long)v.breach[i].have, (long long)v.breach[i].limit);
    return CHECK_INT(v.breaches, 0);
}

static void without_caps_answers_are_near_the_optimum_of_the_flow(void)
{
    int64_t optimum = 0, objective = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct trial t;
        trial_make(&t, seed, 5 + (int)(seed % 56), TRIAL_PLAIN);
        struct plan_result r = solved(&t, PLAN_WAVE, 1, true);
        int64_t best = trial_flow(&t);
        is_right(&t, &r, true);
        if (!CHECK(r.bound <= best && best <= r.objective)) printf("seed %d\n", (int)seed);
        optimum += best;
        objective += r.objective;
    }
    CHECK(objective <= optimum + optimum / 100);
    printf("flow: %lld, optimum %lld\n", (long long)objective, (long long)optimum);
}

static void with_caps_answers_are_near_the_best_of_all(enum plan_mode mode)
{
    int64_t optimum = 0, objective = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct trial t;
        trial_make(&t, seed, 4 + (int)(seed % 9), TRIAL_CAPS | TRIAL_PINS);
        struct plan_result r = solved(&t, mode, 1, true);
        int64_t best = trial_best(&t, mode, false);
        is_right(&t, &r, true);
        if (!CHECK(r.bound <= best && best <= r.objective)) printf("seed %d\n", (int)seed);
        optimum += best;
        objective += r.objective;
    }
    CHECK(objective <= optimum + optimum / 33);
    printf("caps: %lld, optimum %lld\n", (long long)objective, (long long)optimum);
}

static void with_absences_by_wave_answers_are_near_the_best(void)
{
    with_caps_answers_are_near_the_best_of_all(PLAN_WAVE);
}
static void with_absences_by_week_answers_are_near_the_best(void)
{
    with_caps_answers_are_near_the_best_of_all(PLAN_WEEKLY);
}

static void minima_are_kept_or_offers_are_cancelled(void)
{
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct trial t;
        trial_make(&t, seed, 10 + (int)(seed % 50), TRIAL_CAPS | TRIAL_PINS | TRIAL_MINIMA);
        struct plan_result r = solved(&t, seed % 2 ? PLAN_WAVE : PLAN_WEEKLY, 1, false);
        is_right(&t, &r, false);
        for (int32_t i = 0; i < r.decisions; i++)
            if (r.decision[i].run == PLAN_CANCELLED) CHECK_INT(r.filled[r.decision[i].offer], 0);
    }
}

/* Many offers of these lack people, and which of them run is most of what they cost. */
static void with_minima_answers_are_near_the_best_of_all(void)
{
    int64_t optimum = 0, objective = 0, plain = 0, bound = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct trial t;
        trial_make(&t, seed, 4 + (int)(seed % 9), TRIAL_MINIMA | (seed % 3 ? TRIAL_CAPS | TRIAL_PINS : TRIAL_PLAIN));
        enum plan_mode mode = seed % 2 ? PLAN_WAVE : PLAN_WEEKLY;
        struct plan_result r = solved(&t, mode, 1, false);
        int64_t best = trial_best(&t, mode, true);
        is_right(&t, &r, false);
        if (!CHECK(r.bound <= best && best <= r.objective)) printf("seed %d\n", (int)seed);
        optimum += best;
        objective += r.objective;
        plain += solved(&t, mode, 1, true).bound;
        bound += r.bound;
    }
    CHECK(objective <= optimum + optimum / 33);
    CHECK(bound > plain);
    printf("minima: %lld, optimum %lld, bound %lld, without minima %lld\n", (long long)objective, (long long)optimum,
           (long long)bound, (long long)plain);
}

static bool is_same(const struct plan_result *x, const struct plan_result *y)
{
    return CHECK_INT(x->objective, y->objective) && CHECK_INT(x->bound, y->bound) &&
           CHECK(memcmp(x->assigned, y->assigned, sizeof(int32_t) * (size_t)x->people) == 0);
}

static void the_number_of_threads_never_shows_in_a_city(void)
{
    struct plan_instance in;
    CHECK_OK(plan_generate(a, 2000, 3, &in));
    for (int mode = PLAN_WAVE; mode <= PLAN_WEEKLY; mode++) {
        struct plan_result r[3];
        for (int i = 0; i < 3; i++) {
            struct plan_options options = {.mode = (enum plan_mode)mode, .threads = 1 << i};
            CHECK_OK(plan_solve(a, &in, &options, &r[i]));
        }
        is_same(&r[0], &r[1]);
        is_same(&r[0], &r[2]);
    }
}

/* The same people in another order: person order[i] comes i-th. */
static struct plan_instance permuted(const struct plan_instance *in, const int32_t *order)
{
    struct plan_person *person = arena_array(a, struct plan_person, in->people + 1);
    int64_t *first = arena_array(a, int64_t, in->people + 1);
    uint32_t *arc = arena_array(a, uint32_t, in->arc_first[in->people] + 1);
    for (int32_t i = 0; i < in->people; i++) {
        int32_t p = order[i];
        int64_t n = in->arc_first[p + 1] - in->arc_first[p];
        person[i] = in->person[p];
        memcpy(arc + first[i], in->arc + in->arc_first[p], sizeof *arc * (size_t)n);
        first[i + 1] = first[i] + n;
    }
    struct plan_instance out = *in;
    out.person = person;
    out.arc_first = first;
    out.arc = arc;
    return out;
}

static void order_of_people_never_shows(const struct plan_instance *in, enum plan_mode mode, uint64_t seed)
{
    struct plan_options options = {.mode = mode, .threads = 1};
    struct plan_result before, after;
    int32_t *order = arena_array(a, int32_t, in->people + 1), *back = arena_array(a, int32_t, in->people + 1);
    for (int32_t i = 0; i < in->people; i++) order[i] = i;
    for (int32_t i = in->people - 1; i > 0; i--) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        int32_t k = (int32_t)((seed >> 33) % (uint64_t)(i + 1)), kept = order[i];
        order[i] = order[k];
        order[k] = kept;
    }
    struct plan_instance other = permuted(in, order);
    CHECK_OK(plan_solve(a, in, &options, &before));
    CHECK_OK(plan_solve(a, &other, &options, &after));
    for (int32_t i = 0; i < in->people; i++) back[order[i]] = after.assigned[i];
    after.assigned = back;
    is_same(&before, &after);
    for (int32_t c = 0; c < in->offers; c++) CHECK_INT(before.run[c], after.run[c]);
}

static void the_order_of_people_never_shows(void)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial t;
        trial_make(&t, seed, 8 + (int)(seed % 50), TRIAL_CAPS | TRIAL_PINS | TRIAL_MINIMA);
        struct plan_instance in = trial_instance(&t);
        order_of_people_never_shows(&in, seed % 2 ? PLAN_WAVE : PLAN_WEEKLY, seed);
    }
    struct plan_instance city;
    CHECK_OK(plan_generate(a, 2000, 5, &city));
    order_of_people_never_shows(&city, PLAN_WEEKLY, 1);
    order_of_people_never_shows(&city, PLAN_WAVE, 2);
    int32_t *cap = arena_array(a, int32_t, city.units);
    for (int32_t u = 0; u < city.units; u++) cap[u] = PLAN_NO_CAP;
    city.unit_cap = cap;
    order_of_people_never_shows(&city, PLAN_WAVE, 3);
}

/* The never-trained of a made-up city have an urgency of 5500 or more, all others less than 3400. */
static void nobody_of_a_higher_tier_is_passed_over(void)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct plan_instance in;
        CHECK_OK(plan_generate(a, 1000, seed, &in));
        struct plan_options options = {.mode = PLAN_WEEKLY, .threads = 1};
        struct plan_result r;
        CHECK_OK(plan_solve(a, &in, &options, &r));
        CHECK_INT(plan_passed_over(&in, &r, 5500), 0);
        int32_t *assigned = arena_copy(a, r.assigned, sizeof *assigned * (size_t)in.people), p = 0;
        while (assigned[p] < 0 || in.person[p].urgency < 5500) p++;
        assigned[p] = PLAN_OUT;
        r.assigned = assigned;
        CHECK_INT(plan_passed_over(&in, &r, 5500), 1);
    }
}

static void the_number_of_threads_never_shows(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct trial t;
        trial_make(&t, seed, 60, TRIAL_CAPS | TRIAL_MINIMA);
        struct plan_result one = solved(&t, PLAN_WEEKLY, 1, false), four = solved(&t, PLAN_WEEKLY, 4, false);
        CHECK_INT(one.objective, four.objective);
        CHECK_INT(one.bound, four.bound);
        CHECK(memcmp(one.assigned, four.assigned, sizeof(int32_t) * (size_t)one.people) == 0);
    }
}

/* Each kind of mistake that a solver could make is planted in a right answer. */
static int64_t breaches_of(const struct plan_instance *in, const struct plan_result *r)
{
    struct plan_verdict v;
    plan_check(a, in, r, false, &v);
    return v.breaches;
}

static void planted_mistakes_are_found(void)
{
    struct trial t;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        trial_make(&t, seed, 40, TRIAL_CAPS);
        struct plan_result r = solved(&t, PLAN_WEEKLY, 1, false);
        struct plan_instance in = trial_instance(&t);
        int32_t *assigned = arena_copy(a, r.assigned, sizeof *assigned * 40),
                *seat = arena_copy(a, r.prices.seat, 4 * 12);
        r.assigned = assigned;
        r.prices.seat = seat;
        CHECK_INT(breaches_of(&in, &r), 0);
        r.objective--;
        CHECK(breaches_of(&in, &r) > 0);
        r.objective++;
        r.bound = r.objective + 1;
        CHECK(breaches_of(&in, &r) > 0);
        r.bound = 0;
        seat[0] = -1;
        CHECK(breaches_of(&in, &r) > 0);
        seat[0] = 0;
        for (int p = 0; p < 40; p++)
            assigned[p] = t.first[p] < t.first[p + 1] ? PLAN_ARC_OFFER(t.arc[t.first[p]]) : PLAN_OUT;
        CHECK(breaches_of(&in, &r) > 0);
    }
}

static void more_seats_never_make_it_worse(void)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial t;
        trial_make(&t, seed, 30, TRIAL_PLAIN);
        int64_t before = trial_flow(&t);
        struct plan_result r = solved(&t, PLAN_WAVE, 1, true);
        for (int c = 0; c < t.offers; c++) t.offer[c].seats_max += 2;
        struct plan_result more = solved(&t, PLAN_WAVE, 1, true);
        CHECK(more.bound <= before && more.objective <= r.objective + r.objective / 100);
    }
}

static void a_substitute_breaks_no_rule_and_moves_nobody_else(void)
{
    int found = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial t;
        trial_make(&t, seed, 40, TRIAL_CAPS);
        struct plan_result r = solved(&t, PLAN_WEEKLY, 1, true);
        struct plan_instance in = trial_instance(&t);
        struct plan_book *book = plan_book_open(&in, &r);
        for (int32_t p = 0; p < in.people; p++) {
            if (plan_book_assigned(book)[p] < 0) continue;
            struct plan_substitute_request request = {.person = p, .moves_max = seed % 2 ? 1 : 3, .unit_first = true};
            struct plan_substitution s;
            plan_substitute(a, book, &request, &s);
            found += s.moves > 0;
            if (request.moves_max == 1 && s.moves) CHECK_INT(s.move[0].from, PLAN_OUT);
            int64_t objective = plan_book_objective(book) + in.person[p].urgency -
                                plan_fit(&in, p, plan_book_assigned(book)[p]) + s.change;
            plan_book_apply(book, p, &s);
            CHECK_INT(plan_book_objective(book), objective);
        }
        struct plan_verdict v;
        r.assigned = plan_book_assigned(book);
        r.objective = plan_book_objective(book);
        r.bound = 0;
        plan_check(a, &in, &r, true, &v);
        CHECK_INT(v.breaches, 0);
        plan_book_close(book);
    }
    CHECK(found > 100);
}

static void reasons_tell_what_a_swap_would_really_cost(void)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct trial t;
        trial_make(&t, seed, 30, TRIAL_CAPS);
        struct plan_result r = solved(&t, PLAN_WEEKLY, 1, true);
        struct plan_instance in = trial_instance(&t);
        struct plan_book *book = plan_book_open(&in, &r);
        for (int32_t p = 0; p < in.people; p++) {
            struct plan_reason reason;
            plan_explain(a, book, p, &reason);
            CHECK_INT(reason.offer, r.assigned[p]);
            for (int32_t i = 0; i < reason.listed; i++)
                if (reason.option[i].obstacle == PLAN_OPEN) CHECK(reason.option[i].change >= 0);
        }
        CHECK(memcmp(plan_book_assigned(book), r.assigned, sizeof(int32_t) * (size_t)in.people) == 0);
        plan_book_close(book);
    }
}

static void minima_hold_in_an_answer_from_the_last_one(void)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial t;
        trial_make(&t, seed, 30, TRIAL_CAPS | TRIAL_PINS | TRIAL_MINIMA);
        enum plan_mode mode = seed % 2 ? PLAN_WAVE : PLAN_WEEKLY;
        struct plan_result r = solved(&t, mode, 1, false), after;
        for (int c = 0; c < t.offers; c++) t.offer[c].seats_max += c % 2;
        struct plan_instance in = trial_instance(&t);
        struct plan_options options = {.mode = mode, .warm = &r};
        CHECK_OK(plan_solve(a, &in, &options, &after));
        is_right(&t, &after, false);
    }
}

static void a_change_is_solved_from_the_last_answer(void)
{
    struct trial t;
    trial_make(&t, 7, 50, TRIAL_CAPS);
    struct plan_result r = solved(&t, PLAN_WEEKLY, 1, true), after;
    struct plan_instance in = trial_instance(&t), changed;
    int32_t p = 0;
    while (p < in.people - 1 && r.assigned[p] < 0) p++;
    struct plan_change change = {.kind = PLAN_SET_BAR, .person = p, .offer = r.assigned[p]};
    CHECK_OK(plan_change(a, &in, &change, 1, &changed));
    struct plan_options options = {.mode = PLAN_WEEKLY, .no_minimum = true, .warm = &r};
    CHECK_OK(plan_solve(a, &changed, &options, &after));
    struct plan_difference d;
    plan_compare(a, &r, &after, &d);
    CHECK(d.moves >= 1 && d.moves < 25 && after.assigned[p] != r.assigned[p]);
    change.offer = in.offers;
    CHECK_ERR(plan_change(a, &in, &change, 1, &changed), "plan.change");
}

int main(void)
{
    a = arena_open((size_t)1 << 30);
    RUN(without_caps_answers_are_near_the_optimum_of_the_flow);
    RUN(with_absences_by_wave_answers_are_near_the_best);
    RUN(with_absences_by_week_answers_are_near_the_best);
    RUN(minima_are_kept_or_offers_are_cancelled);
    RUN(with_minima_answers_are_near_the_best_of_all);
    RUN(the_number_of_threads_never_shows);
    RUN(the_number_of_threads_never_shows_in_a_city);
    RUN(the_order_of_people_never_shows);
    RUN(nobody_of_a_higher_tier_is_passed_over);
    RUN(planted_mistakes_are_found);
    RUN(more_seats_never_make_it_worse);
    RUN(a_substitute_breaks_no_rule_and_moves_nobody_else);
    RUN(reasons_tell_what_a_swap_would_really_cost);
    RUN(minima_hold_in_an_answer_from_the_last_one);
    RUN(a_change_is_solved_from_the_last_answer);
    arena_close(a);
    return check_end();
}
