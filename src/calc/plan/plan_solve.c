/* calc/plan/plan_solve.c: the whole way from an instance to an answer with its certificate. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

/* Prices put by: those of the best bound, while the search plays with others. */
struct certificate {
    int64_t bound_fine;
    int32_t *seat, *quota, *away;
};

static void put_by(struct solver *s, struct certificate *kept)
{
    size_t cells = (size_t)s->in->units * s->periods;
    if (!kept->seat) {
        kept->seat = arena_array(s->arena, int32_t, s->in->offers + 1);
        kept->quota = arena_array(s->arena, int32_t, s->slots + 1);
        kept->away = arena_array(s->arena, int32_t, cells + 1);
    }
    memcpy(kept->seat, s->seat_price, sizeof *kept->seat * (size_t)s->in->offers);
    memcpy(kept->quota, s->quota_price, sizeof *kept->quota * (size_t)s->slots);
    memcpy(kept->away, s->away_price, sizeof *kept->away * cells);
}

static void consider_prices(struct solver *s, struct certificate *best)
{
    int64_t bound = s->options->no_minimum ? prices_valued(s) : prices_valued_with_minima(s);
    if (best->seat && bound <= best->bound_fine) return;
    best->bound_fine = bound;
    put_by(s, best);
}

static void use_prices(struct solver *s, const struct certificate *kept)
{
    memcpy(s->seat_price, kept->seat, sizeof *kept->seat * (size_t)s->in->offers);
    memcpy(s->quota_price, kept->quota, sizeof *kept->quota * (size_t)s->slots);
    memcpy(s->away_price, kept->away, sizeof *kept->away * (size_t)s->in->units * s->periods);
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

/* The decision on an offer in an earlier answer. */
static struct plan_decision decided_before(const struct solver *s, const struct plan_result *warm, int32_t c)
{
    for (int32_t i = 0; i < warm->decisions; i++)
        if (warm->decision[i].offer == c) return warm->decision[i];
    return (struct plan_decision){
        .offer = c, .run = PLAN_CANCELLED, .needed = s->in->offer[c].seats_min, .cost_run = -1, .quota = -1};
}

/* What was cancelled is not opened again before the rest has its places. */
static void close_as_before(struct solver *s, const struct plan_result *warm, struct minima *minima)
{
    for (int32_t c = 0; c < s->in->offers; c++) {
        if (s->seat_price[c] >= s->price_max) s->seat_price[c] = 0;
        if (warm->run[c] != PLAN_CANCELLED || !may_choose(s, c) || s->options->no_minimum) continue;
        note_decision(minima, decided_before(s, warm, c));
        close_offer(s, c);
    }
    prices_joined(s);
}

static bool has_minima(const struct solver *s)
{
    for (int32_t c = 0; c < s->in->offers && !s->options->no_minimum; c++)
        if (s->in->offer[c].seats_min > 0) return true;
    return false;
}

/* What a seat costs in the mean where it costs something, fine. */
static int64_t usual_price(const struct solver *s)
{
    int64_t sum = 0, seats = 1;
    for (int32_t c = 0; c < s->in->offers; c++) {
        if (s->seat_price[c] <= 0) continue;
        sum += (int64_t)s->seat_price[c] * s->post[c].seats;
        seats += s->post[c].seats;
    }
    return sum / seats;
}

/* An offer that lacks people calls for them, as long as that is cheaper than to cancel it: the call for each who lacks,
 * against a usual seat for each who is there. */
static void call_people(struct solver *s, const struct ascent *ascent, int32_t c, int64_t price)
{
    struct post *post = &s->post[c];
    int64_t had = ascent_load(ascent, c), lacks = s->in->offer[c].seats_min - had;
    post->least = s->in->offer[c].seats_min;
    post->had = (int32_t)had;
    int64_t most = lacks <= 0 ? s->price_max : price * (had + 1) / lacks;
    post->call_max = (int32_t)(most < s->price_max ? most : s->price_max);
    if (lacks > 0 && s->seat_price[c] == 0 && post->call < 0)
        s->seat_price[c] = -post->call < post->call_max ? post->call : -post->call_max;
}

/* Cancels an offer to which too few come at the highest call; the costs are those that the call weighed. */
static void stop_calling(struct solver *s, const struct ascent *ascent, int32_t c, int64_t price, struct minima *minima)
{
    struct post *post = &s->post[c];
    int32_t came = (int32_t)ascent_load(ascent, c), lacked = post->least - post->had;
    if (!may_choose(s, c) || !post->open || s->seat_price[c] > -post->call_max || came >= post->least) return;
    note_decision(minima, (struct plan_decision){.offer = c,
                                                 .run = PLAN_CANCELLED,
                                                 .had = post->had,
                                                 .needed = post->least,
                                                 .cost_run = (int64_t)post->call_max * lacked / PLAN_PRICE_ONE,
                                                 .cost_cancel = price * post->had / PLAN_PRICE_ONE,
                                                 .quota = -1});
    close_offer(s, c);
}

/* Chooses the offers that run, and looks for prices again with these and a call for people where they lack. */
static void choose_offers(struct solver *s, struct ascent *ascent, struct certificate *best, struct minima *minima)
{
    struct certificate relaxed = {0};
    put_by(s, &relaxed);
    offers_choose(s, minima);
    consider_prices(s, best);
    use_prices(s, &relaxed);
    int64_t price = usual_price(s);
    for (int32_t c = 0; c < s->in->offers && s->capped; c++) call_people(s, ascent, c, price);
    prices_joined(s);
    ascent_narrow(ascent);
    ascent_run(ascent, true);
    for (int32_t c = 0; c < s->in->offers && s->capped; c++) stop_calling(s, ascent, c, price, minima);
    put_by(s, &relaxed);
    offers_choose(s, NULL);
    consider_prices(s, best);
    use_prices(s, &relaxed);
    for (int32_t c = 0; c < s->in->offers; c++)
        if (!s->post[c].open && !s->post[c].hopeless) price_seats(s, c, s->price_max);
}

static void find_places(struct solver *s, struct certificate *best, struct minima *minima)
{
    const struct plan_result *warm = fits_warm(s, s->options->warm) ? s->options->warm : NULL;
    if (!s->options->no_minimum) minima_hopeless(s, minima);
    if (warm) {
        prices_given(s, &warm->prices);
        consider_prices(s, best);
        close_as_before(s, warm, minima);
    }
    struct ascent *ascent = ascent_open(s);
    ascent_run(ascent, warm != NULL);
    consider_prices(s, best);
    use_prices(s, best);
    if (!warm && has_minima(s) && !solver_stopping(s)) choose_offers(s, ascent, best, minima);
    struct certificate leading = {0};
    put_by(s, &leading);
    if (warm)
        warm_places(s, warm);
    else if (s->capped)
        dive_run(s, ascent);

    if (!warm && !s->capped) {
        auction_run(s, ascent);
        if (!solver_stopping(s)) consider_prices(s, best);
        if (!has_minima(s)) leading = *best;
    }
    ascent_close(ascent);
    use_prices(s, &leading);
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
    find_places(s, &best, &minima);
    if (options->no_minimum) chains_run(s, CHAIN_ROUNDS);
    if (!options->no_minimum) minima_run(s, &minima);
    give(a, s, &best, &minima, ret_result);
    solver_report(s, "minima", 100, true);
    free(minima.decision);
    solver_close(s);
    return NULL;
}
