/* calc/plan_cbc/plan_cbc_test.c: CBC's answers are the best of all, with constraints and without, and keep to what the
 * checker knows. */
#include "calc/plan/plan_trial.h"
#include "calc/plan_cbc/plan_cbc.h"
#include "check.h"
#include "core/arena.h"
#include "core/err.h"

static struct arena *a;
enum { TRIALS = 50, CONSTRAINTS = 3, MODEL = 9 };
static const struct plan_cbc_options options = {.seconds = 60};

static struct plan_result ours(const struct plan_instance *in, enum plan_mode mode)
{
    struct plan_options how = {.mode = mode, .threads = 1};
    struct plan_result r = {0};
    CHECK_OK(plan_solve(a, in, &how, &r));
    return r;
}

static void trial_of(struct trial *t, uint64_t seed)
{
    trial_make(t, seed, 4 + (int)(seed % MODEL), TRIAL_MINIMA | (seed % 3 ? TRIAL_CAPS | TRIAL_PINS : TRIAL_PLAIN));
}

static void the_best_of_all_is_found(void)
{
    const struct plan_constraints none = {0};
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        struct trial t;
        trial_of(&t, seed);
        enum plan_mode mode = seed % 2 ? PLAN_WAVE : PLAN_WEEKLY;
        struct plan_instance in = trial_instance(&t);
        struct plan_result own = ours(&in, mode), r = {0};
        struct plan_verdict v;
        CHECK_OK(plan_cbc_solve(a, &in, &none, &own, &options, &r));
        int64_t best = trial_best(&t, mode, true);
        plan_check(a, &in, &r, false, &v);
        if (!CHECK_INT(v.breaches, 0) || !CHECK_INT(r.objective, best) || !CHECK_INT(r.foreign_bound, best))
            printf("seed %d\n", (int)seed);
        CHECK(r.bound <= best && own.objective >= best);
    }
}

/* ---- with constraints ---- */

struct wanted {
    const struct plan_instance *in;
    const struct plan_constraints *constraints;
    enum plan_mode mode;
};

static bool allows(const struct trial_all *s, void *arg)
{
    const struct wanted *w = arg;
    struct plan_constraint_breach breach[CONSTRAINTS];
    struct plan_result r = {.assigned = s->at, .filled = s->seats, .mode = w->mode};
    return plan_check_constraints(w->in, &r, w->constraints, breach) == 0;
}

static struct plan_constraint random_constraint(struct trial *t, int32_t *person)
{
    struct plan_constraint k = {
        .kind = (enum plan_constraint_kind)trial_random(t, 5), .offer = -1, .n = 1, .person = person};
    for (int32_t p = 0; p < t->people; p++)
        if (trial_random(t, 3) == 0 || p >= t->people - 2) person[k.people++] = p;
    if (k.kind <= PLAN_AT_LEAST && trial_random(t, 3)) k.offer = trial_random(t, t->offers);
    if (k.kind == PLAN_AT_LEAST) k.n = 1 + trial_random(t, 2);
    return k;
}

static void with_constraints_too_or_it_is_said_that_nothing_keeps_them(void)
{
    int impossible = 0, dearer = 0;
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        struct trial t;
        int32_t person[CONSTRAINTS][TRIAL_PEOPLE];
        struct plan_constraint constraint[CONSTRAINTS];
        trial_of(&t, seed);
        for (int i = 0; i < CONSTRAINTS; i++) constraint[i] = random_constraint(&t, person[i]);
        struct plan_instance in = trial_instance(&t);
        struct plan_constraints constraints = {constraint, CONSTRAINTS};
        struct wanted w = {&in, &constraints, seed % 2 ? PLAN_WAVE : PLAN_WEEKLY};
        struct plan_result own = ours(&in, w.mode), r = {0};
        int64_t best = trial_best_of(&t, w.mode, true, allows, &w);
        struct err *e = plan_cbc_solve(a, &in, &constraints, &own, &options, &r);
        if (best == INT64_MAX / 2) {
            impossible++;
            CHECK_ERR(e, "plan.impossible");
        } else if (CHECK_OK(e)) {
            dearer += best > trial_best(&t, w.mode, true);
            if (!CHECK_INT(r.objective, best) || !CHECK(r.bound <= best)) printf("seed %d\n", (int)seed);
        }
    }
    CHECK(impossible > 0 && impossible < TRIALS / 2 && dearer > 5);
    printf("%d impossible, %d dearer than without\n", impossible, dearer);
}

static void a_big_instance_is_refused_in_words(void)
{
    struct plan_instance in;
    struct plan_result own = {.mode = PLAN_WAVE}, r;
    const struct plan_constraints none = {0};
    CHECK_OK(plan_generate(a, 6000, 1, &in));
    CHECK_ERR(plan_cbc_solve(a, &in, &none, &own, &options, &r), "plan.cbc_too_big");
}

int main(void)
{
    a = arena_open((size_t)1 << 30);
    RUN(the_best_of_all_is_found);
    RUN(with_constraints_too_or_it_is_said_that_nothing_keeps_them);
    RUN(a_big_instance_is_refused_in_words);
    arena_close(a);
    return check_end();
}
