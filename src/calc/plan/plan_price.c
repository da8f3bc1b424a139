/* calc/plan/plan_price.c: prices for seats, quotas and absences at once, by annealed dual ascent.
 *
 * At temperature tau a person spreads over the offers in shares of exp(−(fit + prices) / tau); each price takes a
 * Newton step of its own, tau · (load − room) / sum of share · (1 − share), with a stride that grows while the sign
 * stays and shrinks when it turns, and keeps part of its last step until then: the prices follow a path while the
 * temperature falls, and this keeps up with it in a third of the passes. The temperature falls from 1024 to 1, a little
 * in each pass, and stays there until the bound grows no more. Shares are integers of 65536 that are added up exactly.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum {
    TAU_FIRST = 1024 * PLAN_PRICE_ONE,
    TAU_LAST = PLAN_PRICE_ONE,
    TAU_WARM = 16 * PLAN_PRICE_ONE, /* prices that were good once begin here; below it, far offers are dropped */
    PASSES_CAPPED = 15,             /* in which the temperature halves: with absence caps */
    PASSES_FLOW = 5,                /* without: the auction sharpens the prices */
    PASSES_LAST = 10,               /* at the last temperature, between two looks at the bound */
    PASSES_LAST_MAX = 100,
    BOUND_GROWS = 10000, /* it grows when it does by one part of so many */
    SHARE_ONE = 65536,
    EXP_ONE = 1 << 20,
    OFFER_CHUNKS = 64,
    KNOWN_FIRST = 4096, /* room for so many slots of units at first */
};

struct tally {
    int64_t load, spread; /* sums of share and of share · (1 − share) */
};

struct stride {
    float length, last; /* last: the step before, fine */
    int sign;
};

/* Where a thread adds up one unit: of each of its slots. */
struct bench {
    int32_t *price; /* without caps: those of all slots */
    struct tally *tally;
    int32_t *cost;   /* of each arc of one person */
    int32_t *number; /* of each slot: how the unit knows it */
};

struct ascent {
    struct solver *s;
    struct arena *arena, *work; /* work: what only passes need */
    /* With caps rows say by which number the unit knows a slot, so that what a unit needs, with its absences, lies
     * close together; without caps they say the slot. */
    int64_t *known_first; /* units + 1, into `known` */
    int32_t *known;       /* slots of each unit */
    uint32_t *arc;        /* number << 10 | fit, in the rows of the instance, of which the first `length` take part */
    uint16_t *length;     /* of each person's row */
    uint8_t *decided;     /* of each person */
    struct likely *likely;
    struct bench *bench;  /* of each thread */
    struct tally **tally; /* of each thread: of each slot */
    struct stride *seat, *quota, *away;
    int32_t *best_seat, *best_quota, *best_away, *away_before;
    int64_t *load; /* of each offer, in the last pass */
    int64_t best;  /* proxy of the bound with the best_ prices */
    uint32_t exp_table[256];
    /* Of the pass that runs. */
    int32_t tau;
    uint64_t exp_factor;
    bool prune, final;
    int64_t value[64], excess[OFFER_CHUNKS], unit_excess[64]; /* of each chunk */
};

/* 2^(−i/256) in parts of EXP_ONE, by a recurrence in integers. */
static void fill_exp_table(uint32_t *table)
{
    uint64_t x = 1ull << 32;
    for (int i = 0; i < 256; i++) {
        table[i] = (uint32_t)(x >> 12);
        x = x * 4283353945u >> 32;
    }
}

static inline uint32_t exp_fall(const struct ascent *a, uint32_t distance)
{
    uint64_t t = distance * a->exp_factor >> 24;
    return t >= 20 << 8 ? 0 : a->exp_table[t & 255] >> (t >> 8);
}

/* Numbers the slots that the people of a unit could have, in the order in which they are met. */
struct numbering {
    int32_t *unit, *number; /* of each slot: the unit that met it last, and its number there */
    int64_t known, cap;
};

static uint32_t number_of(struct ascent *a, struct numbering *n, int32_t unit, int32_t slot)
{
    if (!a->s->capped) return (uint32_t)slot;
    if (n->unit[slot] != unit) {
        n->unit[slot] = unit;
        n->number[slot] = (int32_t)(n->known - a->known_first[unit]);
        if (n->known == n->cap) {
            n->cap *= 2;
            a->known = realloc(a->known, sizeof *a->known * (size_t)n->cap);
            if (!a->known) abort();
        }
        a->known[n->known++] = slot;
    }
    return (uint32_t)n->number[slot];
}

static void fill_row(struct ascent *a, struct numbering *n, int32_t p)
{
    const struct plan_instance *in = a->s->in;
    const struct plan_person *who = &in->person[p];
    uint32_t *row = a->arc + in->arc_first[p];
    for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
        const struct post *post = &a->s->post[PLAN_ARC_OFFER(in->arc[e])];
        if (!post->open) continue;
        row[a->length[p]++] = number_of(a, n, who->unit, person_slot(a->s, who, post)) << 10 | (in->arc[e] & 1023);
    }
}

static void fill_rows(struct ascent *a)
{
    struct solver *s = a->s;
    struct arena *own = arena_open((size_t)1 << 30);
    struct numbering n = {arena_array(own, int32_t, s->slots + 1), arena_array(own, int32_t, s->slots + 1), 0,
                          KNOWN_FIRST};
    a->known = malloc(sizeof *a->known * KNOWN_FIRST);
    if (!a->known) abort();
    for (int32_t i = 0; i < s->slots; i++) n.unit[i] = -1;
    for (int32_t u = 0; u < s->in->units; u++) {
        a->known_first[u] = n.known;
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++) {
            int32_t p = s->unit_person[i];
            a->decided[p] = is_pinned(s, p);
            if (!a->decided[p]) fill_row(a, &n, p);
        }
    }
    a->known_first[s->in->units] = n.known;
    arena_close(own);
}

static void lay_benches(struct ascent *a)
{
    int64_t most = 0;
    for (int32_t u = 0; u < a->s->in->units; u++)
        if (a->known_first[u + 1] - a->known_first[u] > most) most = a->known_first[u + 1] - a->known_first[u];
    a->bench = arena_array(a->work, struct bench, team_size(a->s->team));
    a->tally = arena_array(a->work, struct tally *, team_size(a->s->team));
    for (int t = 0; t < team_size(a->s->team); t++) {
        a->tally[t] = arena_array(a->work, struct tally, a->s->slots + 1);
        a->bench[t] = (struct bench){
            arena_array(a->work, int32_t, most + 1), arena_array(a->work, struct tally, most + 1),
            arena_array(a->work, int32_t, PLAN_ARCS_OF_PERSON_MAX), arena_array(a->work, int32_t, a->s->slots + 1)};
        for (int32_t i = 0; i < a->s->slots; i++) a->bench[t].number[i] = i;
        if (a->s->capped) continue;
        a->bench[t].price = a->s->slot_price;
        a->bench[t].tally = a->tally[t];
    }
}

static struct stride *new_strides(struct arena *arena, int64_t n)
{
    struct stride *strides = arena_array(arena, struct stride, n + 1);
    for (int64_t i = 0; i < n; i++) strides[i].length = 0.5f;
    return strides;
}

struct ascent *ascent_open(struct solver *s)
{
    struct arena *arena = arena_open((size_t)64 << 30);
    struct ascent *a = arena_new(arena, struct ascent);
    int64_t cells = s->capped ? (int64_t)s->in->units * s->periods : 0;
    a->s = s;
    a->arena = arena;
    a->work = arena_open((size_t)16 << 30);
    a->arc = arena_array(arena, uint32_t, s->in->arc_first[s->in->people] + 1);
    a->length = arena_array(arena, uint16_t, s->in->people + 1);
    a->decided = arena_array(arena, uint8_t, s->in->people + 1);
    a->likely = s->capped ? arena_array(arena, struct likely, s->in->people + 1) : NULL;
    a->known_first = arena_array(arena, int64_t, s->in->units + 1);
    a->seat = new_strides(a->work, s->in->offers);
    a->quota = new_strides(a->work, s->slots);
    a->away = new_strides(a->work, cells);
    a->load = arena_array(arena, int64_t, s->in->offers + 1);
    a->best_seat = arena_array(a->work, int32_t, s->in->offers + 1);
    a->best_quota = arena_array(a->work, int32_t, s->slots + 1);
    a->best_away = arena_array(a->work, int32_t, cells + 1);
    a->away_before = arena_array(a->work, int32_t, cells + 1);
    fill_exp_table(a->exp_table);
    fill_rows(a);
    lay_benches(a);
    return a;
}

void ascent_close(struct ascent *a)
{
    free(a->known);
    if (a->work) arena_close(a->work);
    arena_close(a->arena);
}

const struct likely *ascent_likely(const struct ascent *a) { return a->likely; }
void ascent_decided(struct ascent *a, int32_t person) { a->decided[person] = 1; }

static int32_t not_below_0(int32_t price) { return price < 0 ? 0 : price; }

/* The new price, never more than anybody would pay. */
static int32_t moved(const struct ascent *a, struct stride *stride, int32_t price, int64_t excess, int64_t spread)
{
    int sign = excess > 0 ? 1 : -1;
    if (stride->sign == sign) {
        stride->length = stride->length * 1.15f > 1.2f ? 1.2f : stride->length * 1.15f;
    } else if (stride->sign) {
        stride->length = stride->length * 0.6f < 0.02f ? 0.02f : stride->length * 0.6f;
        stride->last = 0;
    }
    stride->sign = sign;
    float step = stride->length * (float)a->tau * (float)excess / ((float)spread + 6554.0f) + 0.7f * stride->last,
          most = 3.0f * (float)a->tau;
    stride->last = step > most ? most : step < -most ? -most : step;
    price += (int32_t)stride->last;
    return price > a->s->price_max ? a->s->price_max : price < -a->s->price_max ? -a->s->price_max : price;
}

/* ---- one person ---- */

/* What each arc of the row costs; returns the least, `least` among them. */
static int32_t weigh(const uint32_t *row, int32_t n, int32_t least, const int32_t *price, int32_t *cost)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t x = (int32_t)(row[i] & 1023) * PLAN_PRICE_ONE + price[row[i] >> 10];
        cost[i] = x;
        least = x < least ? x : least;
    }
    return least;
}

static int32_t drop_far(uint32_t *row, int32_t n, int32_t far, int32_t *cost)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++) {
        row[kept] = row[i];
        cost[kept] = cost[i];
        kept += cost[i] <= far;
    }
    return kept;
}

static void remember_likely(struct ascent *a, int32_t p, const uint32_t *row, const int32_t *share, int32_t n,
                            int32_t out)
{
    int32_t best = -1, most = out;
    for (int32_t i = 0; i < n; i++)
        if (share[i] > most) {
            most = share[i];
            best = i;
        }
    const int32_t *known = a->known + a->known_first[a->s->in->person[p].unit];
    a->likely[p] = best < 0 ? (struct likely){PLAN_OUT, 0, (uint32_t)most}
                            : (struct likely){a->s->slot_offer[known[row[best] >> 10]], (int32_t)(row[best] & 1023),
                                              (uint32_t)most};
}

/* Adds a person's shares to the tallies; returns the least cost. */
static int32_t spread_person(struct ascent *a, int32_t p, const struct bench *bench)
{
    int32_t *cost = bench->cost;
    uint32_t *row = a->arc + a->s->in->arc_first[p];
    int32_t out = a->s->in->person[p].urgency * PLAN_PRICE_ONE, n = a->length[p];
    int32_t least = weigh(row, n, out, bench->price, cost);
    if (a->prune) a->length[p] = (uint16_t)(n = drop_far(row, n, least + 24 * a->tau + 40 * PLAN_PRICE_ONE, cost));
    uint64_t sum = exp_fall(a, (uint32_t)(out - least)), stay = sum;
    for (int32_t i = 0; i < n; i++) sum += (uint32_t)(cost[i] = (int32_t)exp_fall(a, (uint32_t)(cost[i] - least)));
    uint64_t inverse = (1ull << 36) / sum;
    for (int32_t i = 0; i < n; i++) {
        if (!cost[i]) continue;
        int64_t share = cost[i] = (int32_t)((uint64_t)cost[i] * inverse >> 20);
        struct tally *tally = &bench->tally[row[i] >> 10];
        tally->load += share;
        tally->spread += share * (SHARE_ONE - share) >> 16;
    }
    if (a->final) remember_likely(a, p, row, cost, n, (int32_t)(stay * inverse >> 20));
    return least;
}

/* ---- one pass ---- */

static inline uint64_t periods_of(const struct solver *s, int32_t slot) { return s->post[s->slot_offer[slot]].periods; }

/* The prices of a unit's slots with its absences, in the numbers of the unit. */
static void price_unit(const struct ascent *a, int32_t u, const struct bench *bench)
{
    const struct solver *s = a->s;
    const int32_t *known = a->known + a->known_first[u];
    int64_t n = a->known_first[u + 1] - a->known_first[u];
    uint64_t dear = s->away_priced[u];
    for (int64_t i = 0; i < n; i++) {
        int32_t x = s->slot_price[known[i]];
        if (dear) x += away_sum(s, u, periods_of(s, known[i]));
        bench->price[i] = x;
    }
}

/* Hands what was counted in a unit on to the slots and to `week`, and clears it. */
static void hand_on(struct ascent *a, int32_t u, const struct bench *bench, struct tally *slots, struct tally *week)
{
    const struct solver *s = a->s;
    const int32_t *known = a->known + a->known_first[u];
    int64_t n = a->known_first[u + 1] - a->known_first[u];
    memset(week, 0, sizeof *week * (size_t)s->periods);
    for (int64_t i = 0; i < n; i++) {
        struct tally one = bench->tally[i];
        if (!one.load) continue;
        bench->tally[i] = (struct tally){0, 0};
        slots[known[i]].load += one.load;
        slots[known[i]].spread += one.spread;
        for (uint64_t m = periods_of(s, known[i]); m; m &= m - 1) {
            week[__builtin_ctzll(m)].load += one.load;
            week[__builtin_ctzll(m)].spread += one.spread;
        }
    }
}

static int64_t move_away_prices(struct ascent *a, int32_t u, const struct tally *week)
{
    struct solver *s = a->s;
    int64_t total = 0;
    uint64_t dear = 0;
    for (int w = 0; w < s->periods; w++) {
        int64_t cell = (int64_t)u * s->periods + w;
        int64_t room = (int64_t)(s->in->unit_cap[u] - s->away[cell]) * SHARE_ONE, excess = week[w].load - room;
        if (excess > 0 || s->away_price[cell] > 0) {
            s->away_price[cell] = not_below_0(moved(a, &a->away[cell], s->away_price[cell], excess, week[w].spread));
            total += excess > 0 ? excess : -excess;
        }
        if (s->away_price[cell] > 0) dear |= 1ull << w;
    }
    s->away_priced[u] = dear;
    return total;
}

static void pass_chunk(void *arg, int chunk, int thread)
{
    struct ascent *a = arg;
    struct solver *s = a->s;
    int64_t value = 0, excess = 0;
    struct tally week[PLAN_PERIODS_MAX];
    for (int32_t u = s->chunk_unit[chunk]; u < s->chunk_unit[chunk + 1]; u++) {
        if (s->capped) price_unit(a, u, &a->bench[thread]);
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++)
            if (!a->decided[s->unit_person[i]]) value += spread_person(a, s->unit_person[i], &a->bench[thread]);
        if (!s->capped) continue;
        hand_on(a, u, &a->bench[thread], a->tally[thread], week);
        excess += move_away_prices(a, u, week);
    }
    a->value[chunk] = value;
    a->unit_excess[chunk] = excess;
}

/* Adds the threads' tallies of a slot and clears them. */
static struct tally take_tally(struct ascent *a, int32_t slot)
{
    struct tally sum = {0, 0};
    for (int t = 0; t < team_size(a->s->team); t++) {
        sum.load += a->tally[t][slot].load;
        sum.spread += a->tally[t][slot].spread;
        a->tally[t][slot] = (struct tally){0, 0};
    }
    return sum;
}

static int64_t move_offer(struct ascent *a, int32_t c)
{
    struct solver *s = a->s;
    const struct post *post = &s->post[c];
    struct tally all = {0, 0};
    int64_t total = 0;
    for (int32_t i = post->slot; i < post->slot + post->slots; i++) {
        struct tally one = take_tally(a, i);
        all.load += one.load;
        all.spread += one.spread;
        int64_t excess = one.load - (int64_t)(s->slot_max[i] - s->slot_filled[i]) * SHARE_ONE;
        if (post->by && (excess > 0 || s->quota_price[i] > 0)) {
            s->quota_price[i] = not_below_0(moved(a, &a->quota[i], s->quota_price[i], excess, one.spread));
            total += excess > 0 ? excess : -excess;
        }
    }
    a->load[c] = all.load;
    int64_t excess = all.load - (int64_t)(post->seats - post->filled) * SHARE_ONE;
    int64_t lack = (int64_t)(post->least - post->filled) * SHARE_ONE - all.load;
    if (excess > 0 || s->seat_price[c] > 0) {
        s->seat_price[c] = not_below_0(moved(a, &a->seat[c], s->seat_price[c], excess, all.spread));
        total += excess > 0 ? excess : -excess;
    } else if (post->least && (lack > 0 || s->seat_price[c] < 0)) {
        int32_t price = moved(a, &a->seat[c], s->seat_price[c], -lack, all.spread);
        s->seat_price[c] = price > 0 ? 0 : price < -post->call_max ? -post->call_max : price;
        total += lack > 0 ? lack : -lack;
    }
    for (int32_t i = post->slot; i < post->slot + post->slots; i++)
        s->slot_price[i] = s->seat_price[c] + s->quota_price[i];
    return total;
}

static void offer_chunk(void *arg, int chunk, int thread)
{
    struct ascent *a = arg;
    int64_t offers = a->s->in->offers, excess = 0;
    for (int64_t c = offers * chunk / OFFER_CHUNKS; c < offers * (chunk + 1) / OFFER_CHUNKS; c++)
        excess += move_offer(a, (int32_t)c);
    a->excess[chunk] = excess;
}

/* What the prices cost for the room that is left. */
static int64_t room_cost(const struct ascent *a)
{
    const struct solver *s = a->s;
    int64_t sum = 0;
    for (int32_t c = 0; c < s->in->offers; c++)
        sum += (int64_t)s->seat_price[c] *
               ((s->seat_price[c] < 0 ? s->post[c].least : s->post[c].seats) - s->post[c].filled);
    for (int32_t i = 0; i < s->slots; i++) sum += (int64_t)s->quota_price[i] * (s->slot_max[i] - s->slot_filled[i]);
    for (int32_t u = 0; u < s->in->units && s->capped; u++)
        for (uint64_t m = s->away_priced[u]; m; m &= m - 1) {
            int64_t cell = (int64_t)u * s->periods + __builtin_ctzll(m);
            sum += (int64_t)s->away_price[cell] * (s->in->unit_cap[u] - s->away[cell]);
        }
    return sum;
}

static void keep_best(struct ascent *a, int64_t proxy)
{
    const struct solver *s = a->s;
    a->best = proxy;
    memcpy(a->best_seat, s->seat_price, sizeof *a->best_seat * (size_t)s->in->offers);
    memcpy(a->best_quota, s->quota_price, sizeof *a->best_quota * (size_t)s->slots);
    if (s->capped) memcpy(a->best_away, a->away_before, sizeof *a->best_away * (size_t)s->in->units * s->periods);
}

/* One pass over all people, then one step of all prices. Returns how far loads are from the room, in shares. */
static int64_t pass(struct ascent *a, int32_t tau, bool track)
{
    struct solver *s = a->s;
    a->tau = tau;
    a->exp_factor = 94548ull * 256 * 256 / (uint64_t)tau;
    int64_t cost = track ? room_cost(a) : 0, value = 0, excess = 0;
    if (track && s->capped)
        memcpy(a->away_before, s->away_price, sizeof *a->away_before * (size_t)s->in->units * s->periods);
    team_run(s->team, s->chunks, pass_chunk, a);
    for (int i = 0; i < s->chunks; i++) {
        value += a->value[i];
        excess += a->unit_excess[i];
    }
    if (track && value - cost > a->best) keep_best(a, value - cost);
    team_run(s->team, OFFER_CHUNKS, offer_chunk, a);
    for (int i = 0; i < OFFER_CHUNKS; i++) excess += a->excess[i];
    return excess;
}

/* 1024 · 2^(−i / passes), without rounding that a machine could choose. */
static int32_t tau_at(const struct ascent *a, int i, int passes)
{
    int octaves = 256 * i / passes;
    int64_t tau = (int64_t)TAU_FIRST * a->exp_table[octaves & 255] >> 20 >> (octaves >> 8);
    return tau < TAU_LAST ? TAU_LAST : (int32_t)tau;
}

static void cool(struct ascent *a, bool warm)
{
    struct solver *s = a->s;
    int halves = s->capped ? PASSES_CAPPED : PASSES_FLOW, all = 10 * halves;
    for (int i = warm ? 6 * halves : 0; i < all && !solver_stopping(s); i++) {
        int32_t tau = tau_at(a, i, halves);
        a->prune = tau <= TAU_WARM;
        pass(a, tau, false);
        solver_report(s, "prices", 36 * (i + 1) / all, false);
    }
}

/* Passes at the last temperature, as long as they help the bound; without caps a few, for the auction helps more. */
static void settle_bound(struct ascent *a, bool warm)
{
    for (int i = 0; i < PASSES_LAST_MAX && !solver_stopping(a->s); i += PASSES_LAST) {
        int64_t before = a->best;
        for (int k = 0; k < PASSES_LAST && !solver_stopping(a->s); k++) pass(a, TAU_LAST, true);
        solver_report(a->s, "prices", 36 + 8 * (i + PASSES_LAST) / PASSES_LAST_MAX, false);
        if (!a->s->capped || warm) break;
        if (i && a->best - before < (a->best > 0 ? a->best : -a->best) / BOUND_GROWS) break;
    }
}

void ascent_run(struct ascent *a, bool warm)
{
    struct solver *s = a->s;
    a->best = INT64_MIN;
    cool(a, warm);
    settle_bound(a, warm);
    a->prune = false;
    if (a->best == INT64_MIN) keep_best(a, 0);
    memcpy(s->seat_price, a->best_seat, sizeof *a->best_seat * (size_t)s->in->offers);
    memcpy(s->quota_price, a->best_quota, sizeof *a->best_quota * (size_t)s->slots);
    if (s->capped) memcpy(s->away_price, a->best_away, sizeof *a->best_away * (size_t)s->in->units * s->periods);
    prices_joined(s);
}

uint32_t *ascent_rows(struct ascent *a, const uint16_t **ret_length)
{
    ascent_narrow(a);
    arena_close(a->work);
    a->work = NULL;
    *ret_length = a->length;
    return a->arc;
}

int64_t ascent_load(const struct ascent *a, int32_t offer) { return a->load[offer] / SHARE_ONE; }

void ascent_settle(struct ascent *a, int passes, int tau_fine)
{
    for (int i = 0; i < passes; i++) {
        a->final = i == passes - 1;
        pass(a, tau_fine, false);
    }
    a->final = false;
}

/* The row again, of offers with room. `number` is of each slot. */
static void narrow_person(struct ascent *a, int32_t p, const int32_t *number)
{
    const struct solver *s = a->s;
    const struct plan_instance *in = s->in;
    uint32_t *row = a->arc + in->arc_first[p];
    int32_t n = 0;
    for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
        int32_t c = PLAN_ARC_OFFER(in->arc[e]);
        if (!has_room(s, p, c)) continue;
        row[n++] = (uint32_t)number[person_slot(s, &in->person[p], &s->post[c])] << 10 | (in->arc[e] & 1023);
    }
    a->length[p] = (uint16_t)n;
}

static void narrow_chunk(void *arg, int chunk, int thread)
{
    struct ascent *a = arg;
    struct solver *s = a->s;
    int32_t *number = a->bench[thread].number;
    for (int32_t u = s->chunk_unit[chunk]; u < s->chunk_unit[chunk + 1]; u++) {
        for (int64_t i = a->known_first[u]; i < a->known_first[u + 1]; i++)
            number[a->known[i]] = (int32_t)(i - a->known_first[u]);
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++)
            if (!a->decided[s->unit_person[i]]) narrow_person(a, s->unit_person[i], number);
    }
}

void ascent_narrow(struct ascent *a) { team_run(a->s->team, a->s->chunks, narrow_chunk, a); }
