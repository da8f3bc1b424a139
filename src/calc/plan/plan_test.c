/* calc/plan/plan_test.c: answers against all possible ones on small instances, and what must hold on any. */
#include "calc/plan/plan.h"
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
        int64_t best = trial_best(&t, mode);
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

int main(void)
{
    a = arena_open((size_t)1 << 30);
    RUN(without_caps_answers_are_near_the_optimum_of_the_flow);
    RUN(with_absences_by_wave_answers_are_near_the_best);
    RUN(with_absences_by_week_answers_are_near_the_best);
    RUN(minima_are_kept_or_offers_are_cancelled);
    RUN(the_number_of_threads_never_shows);
    arena_close(a);
    return check_end();
}
