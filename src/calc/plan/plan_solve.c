/* calc/plan/plan_solve.c: the whole way from an instance to an answer with its certificate. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum { CHAIN_ROUNDS = 12 };

/* The prices of the best bound, kept while the search plays with others. */
struct certificate {
    int64_t bound_fine;
    int32_t *seat, *quota, *away;
};

static void consider_prices(struct solver *s, struct certificate *best)
{
    int64_t bound = prices_valued(s);
    if (best->seat && bound <= best->bound_fine) return;
    size_t cells = (size_t)s->in->units * s->periods;
    if (!best->seat) {
        best->seat = arena_array(s->arena, int32_t, s->in->offers + 1);
        best->quota = arena_array(s->arena, int32_t, s->slots + 1);
        best->away = arena_array(s->arena, int32_t, cells + 1);
    }
    best->bound_fine = bound;
    memcpy(best->seat, s->seat_price, sizeof *best->seat * (size_t)s->in->offers);
    memcpy(best->quota, s->quota_price, sizeof *best->quota * (size_t)s->slots);
    memcpy(best->away, s->away_price, sizeof *best->away * cells);
}

static void use_prices(struct solver *s, const struct certificate *best)
{
    memcpy(s->seat_price, best->seat, sizeof *best->seat * (size_t)s->in->offers);
    memcpy(s->quota_price, best->quota, sizeof *best->quota * (size_t)s->slots);
    memcpy(s->away_price, best->away, sizeof *best->away * (size_t)s->in->units * s->periods);
    prices_joined(s);
}

static bool fits_warm(const struct solver *s, const struct plan_result *warm)
{
    return warm && warm->people == s->in->people && warm->offers == s->in->offers;
}

/* Everybody where they were, as far as that is still possible. */
static void warm_places(struct solver *s, const struct plan_result *warm)
{
    for (int32_t i = 0; i < s->in->people; i++) {
        int32_t p = s->unit_person[i], c = warm->assigned[p];
        if (is_pinned(s, p) || c < 0 || c >= s->in->offers) continue;
        int32_t fit = plan_fit(s->in, p, c);
        if (fit >= 0 && has_room(s, p, c)) place(s, p, c, fit);
    }
}

static void find_places(struct solver *s, struct certificate *best)
{
    const struct plan_result *warm = fits_warm(s, s->options->warm) ? s->options->warm : NULL;
    struct ascent *ascent = ascent_open(s);
    if (warm) prices_given(s, &warm->prices);
    if (warm) consider_prices(s, best);
    ascent_run(ascent, warm != NULL);
    consider_prices(s, best);
    use_prices(s, best);
    if (warm)
        warm_places(s, warm);
    else if (s->capped)
        dive_run(s, ascent);
    ascent_close(ascent);
    if (!warm && !s->capped) {
        auction_run(s);
        if (!solver_stopping(s)) consider_prices(s, best);
    }
    use_prices(s, best);
    places_filled(s);
    solver_report(s, "places", 84, true);
}

/* ---- the answer in the caller's arena ---- */

static void give_prices(struct arena *a, const struct solver *s, const struct certificate *best,
                        struct plan_prices *ret_prices)
{
    int32_t *quota = arena_array(a, int32_t, s->in->quotas + 1);
    for (int32_t c = 0; c < s->in->offers; c++)
        for (int32_t g = 0; g < s->in->offer[c].quota_count; g++)
            quota[s->in->offer[c].quota_first + g] = best->quota[s->post[c].slot + g];
    *ret_prices =
        (struct plan_prices){.periods = s->periods,
                             .seat = arena_copy(a, best->seat, sizeof(int32_t) * (size_t)s->in->offers),
                             .quota = quota,
                             .away = arena_copy(a, best->away, sizeof(int32_t) * (size_t)s->in->units * s->periods)};
}

static void give_offers(struct arena *a, const struct solver *s, const struct minima *minima,
                        struct plan_result *ret_result)
{
    int32_t *filled = arena_array(a, int32_t, s->in->offers + 1);
    uint8_t *run = arena_array(a, uint8_t, s->in->offers + 1);
    for (int32_t c = 0; c < s->in->offers; c++) filled[c] = s->post[c].filled;
    for (int32_t i = 0; i < minima->n; i++) run[minima->decision[i].offer] = (uint8_t)minima->decision[i].run;
    ret_result->filled = filled;
    ret_result->run = run;
    ret_result->decision = arena_copy(a, minima->decision, sizeof *minima->decision * (size_t)minima->n);
    ret_result->decisions = minima->n;
}

static void give(struct arena *a, const struct solver *s, const struct certificate *best, const struct minima *minima,
                 struct plan_result *ret_result)
{
    struct plan_result r = {.people = s->in->people, .offers = s->in->offers, .mode = s->options->mode};
    r.assigned = arena_copy(a, s->at, sizeof *s->at * (size_t)s->in->people);
    for (int32_t p = 0; p < s->in->people; p++) {
        r.objective += s->fit[p];
        r.fit += s->at[p] < 0 ? 0 : s->fit[p];
        r.left_out += s->at[p] < 0;
    }
    /* The objective is a whole number, so the bound may be rounded up. */
    r.bound = best->bound_fine / PLAN_PRICE_ONE + (best->bound_fine % PLAN_PRICE_ONE > 0);
    r.stopped = solver_stopping(s);
    give_prices(a, s, best, &r.prices);
    give_offers(a, s, minima, &r);
    *ret_result = r;
}

struct err *plan_solve(struct arena *a, const struct plan_instance *in, const struct plan_options *options,
                       struct plan_result *ret_result)
{
    TRY(plan_check_instance(a, in, options->mode));
    struct solver *s = solver_open(in, options);
    struct certificate best = {0};
    struct minima minima = {0};
    find_places(s, &best);
    chains_run(s, CHAIN_ROUNDS);
    if (!options->no_minimum) minima_run(s, &minima);
    give(a, s, &best, &minima, ret_result);
    solver_report(s, "minima", 100, true);
    free(minima.decision);
    solver_close(s);
    return NULL;
}
