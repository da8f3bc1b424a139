/* calc/plan/plan_price.c: prices for seats, quotas and absences at once, by annealed dual ascent.
 *
 * At temperature tau a person spreads over the offers in shares of exp(−(fit + prices) / tau); each price takes a
 * Newton step of its own, tau · (load − room) / sum of share · (1 − share), with a stride that grows while the sign
 * stays and shrinks when it turns. The temperature falls from 1024 to 1. Shares are integers of 65536 that are added up
 * exactly.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum {
    TAU_FIRST = 1024 * PLAN_PRICE_ONE,
    TAU_LAST = PLAN_PRICE_ONE,
    SHARE_ONE = 65536,
    EXP_ONE = 1 << 20,
    OFFER_CHUNKS = 64,
};

struct tally {
    int64_t load, spread; /* sums of share and of share · (1 − share) */
};

struct stride {
    float length;
    int sign;
};

struct ascent {
    struct solver *s;
    struct arena *arena;
    uint32_t *arc;    /* slot << 10 | fit, in the rows of the instance, of which the first `length` take part */
    int32_t *length;  /* of each person's row */
    uint8_t *decided; /* of each person */
    struct likely *likely;
    struct tally **tally; /* of each thread: of each slot */
    struct stride *seat, *quota, *away;
    int32_t *best_seat, *best_quota, *best_away, *away_before;
    int64_t best; /* proxy of the bound with the best_ prices */
    uint32_t exp_table[256];
    /* Of the pass that runs. */
    int32_t tau;
    uint64_t exp_factor;
    bool prune, final;
    int64_t value[64], excess[OFFER_CHUNKS], unit_excess[64]; /* of each chunk */
    int32_t price_max;
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

static void fill_rows(struct ascent *a)
{
    struct solver *s = a->s;
    const struct plan_instance *in = s->in;
    for (int32_t p = 0; p < in->people; p++) {
        const struct plan_person *who = &in->person[p];
        if (is_pinned(s, p)) {
            a->decided[p] = 1;
            continue;
        }
        uint32_t *row = a->arc + in->arc_first[p];
        int32_t n = 0;
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
            const struct post *post = &s->post[PLAN_ARC_OFFER(in->arc[e])];
            if (!post->open) continue;
            row[n++] = (uint32_t)person_slot(s, who, post) << 10 | (in->arc[e] & 1023);
        }
        a->length[p] = n;
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
    a->arc = arena_array(arena, uint32_t, s->in->arc_first[s->in->people] + 1);
    a->length = arena_array(arena, int32_t, s->in->people + 1);
    a->decided = arena_array(arena, uint8_t, s->in->people + 1);
    a->likely = s->capped ? arena_array(arena, struct likely, s->in->people + 1) : NULL;
    a->tally = arena_array(arena, struct tally *, team_size(s->team));
    for (int t = 0; t < team_size(s->team); t++) a->tally[t] = arena_array(arena, struct tally, s->slots + 1);
    a->seat = new_strides(arena, s->in->offers);
    a->quota = new_strides(arena, s->slots);
    a->away = new_strides(arena, cells);
    a->best_seat = arena_array(arena, int32_t, s->in->offers + 1);
    a->best_quota = arena_array(arena, int32_t, s->slots + 1);
    a->best_away = arena_array(arena, int32_t, cells + 1);
    a->away_before = arena_array(arena, int32_t, cells + 1);
    fill_exp_table(a->exp_table);
    fill_rows(a);
    for (int32_t p = 0; p < s->in->people; p++)
        if (s->in->person[p].urgency * PLAN_PRICE_ONE > a->price_max)
            a->price_max = s->in->person[p].urgency * PLAN_PRICE_ONE;
    return a;
}

void ascent_close(struct ascent *a) { arena_close(a->arena); }
const struct likely *ascent_likely(const struct ascent *a) { return a->likely; }
void ascent_decided(struct ascent *a, int32_t person) { a->decided[person] = 1; }

/* The new price, never negative and never more than anybody would pay. */
static int32_t moved(const struct ascent *a, struct stride *stride, int32_t price, int64_t excess, int64_t spread)
{
    int sign = excess > 0 ? 1 : -1;
    if (stride->sign == sign)
        stride->length = stride->length * 1.15f > 0.8f ? 0.8f : stride->length * 1.15f;
    else if (stride->sign)
        stride->length = stride->length * 0.6f < 0.02f ? 0.02f : stride->length * 0.6f;
    stride->sign = sign;
    float step = stride->length * (float)a->tau * (float)excess / ((float)spread + 6554.0f),
          most = 3.0f * (float)a->tau;
    price += (int32_t)(step > most ? most : step < -most ? -most : step);
    return price < 0 ? 0 : price > a->price_max ? a->price_max : price;
}

/* ---- one person ---- */

struct away_tally {
    struct tally week[PLAN_PERIODS_MAX];
};

static inline int32_t dear_sum(const int32_t *price, uint64_t m)
{
    int32_t sum = 0;
    for (; m; m &= m - 1) sum += price[__builtin_ctzll(m)];
    return sum;
}

/* What each arc of the row costs; returns the least, `least` among them. */
static int32_t weigh(const struct ascent *a, const uint32_t *row, int32_t n, int32_t least, const int32_t *away,
                     uint64_t dear, int32_t *cost)
{
    const struct solver *s = a->s;
    for (int32_t i = 0; i < n; i++) {
        uint32_t slot = row[i] >> 10;
        int32_t x = (int32_t)(row[i] & 1023) * PLAN_PRICE_ONE + s->slot_price[slot];
        if (dear) x += dear_sum(away, s->post[s->slot_offer[slot]].periods & dear);
        cost[i] = x;
        if (x < least) least = x;
    }
    return least;
}

static int32_t drop_far(const struct ascent *a, uint32_t *row, int32_t n, int32_t least, int32_t *cost)
{
    int32_t kept = 0, far = least + 24 * a->tau + 40 * PLAN_PRICE_ONE;
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
    a->likely[p] =
        best < 0 ? (struct likely){PLAN_OUT, 0, (uint32_t)most}
                 : (struct likely){a->s->slot_offer[row[best] >> 10], (int32_t)(row[best] & 1023), (uint32_t)most};
}

static void count_share(const struct ascent *a, uint32_t slot, int64_t share, struct tally *tally,
                        struct away_tally *away)
{
    int64_t spread = share * (SHARE_ONE - share) >> 16;
    tally[slot].load += share;
    tally[slot].spread += spread;
    if (!away) return;
    for (uint64_t m = a->s->post[a->s->slot_offer[slot]].periods; m; m &= m - 1) {
        away->week[__builtin_ctzll(m)].load += share;
        away->week[__builtin_ctzll(m)].spread += spread;
    }
}

/* Adds a person's shares to the tallies; returns the least cost. */
static int32_t spread_person(struct ascent *a, int32_t p, struct tally *tally, struct away_tally *away,
                             const int32_t *away_price, uint64_t dear)
{
    int32_t cost[PLAN_ARCS_OF_PERSON_MAX];
    uint32_t *row = a->arc + a->s->in->arc_first[p];
    int32_t out = a->s->in->person[p].urgency * PLAN_PRICE_ONE, n = a->length[p];
    int32_t least = weigh(a, row, n, out, away_price, dear, cost);
    if (a->prune) a->length[p] = n = drop_far(a, row, n, least, cost);
    uint64_t sum = exp_fall(a, (uint32_t)(out - least)), stay = sum;
    for (int32_t i = 0; i < n; i++) sum += (uint32_t)(cost[i] = (int32_t)exp_fall(a, (uint32_t)(cost[i] - least)));
    uint64_t inverse = (1ull << 36) / sum;
    for (int32_t i = 0; i < n; i++) {
        if (!cost[i]) continue;
        cost[i] = (int32_t)((uint64_t)cost[i] * inverse >> 20);
        count_share(a, row[i] >> 10, cost[i], tally, away);
    }
    if (a->final) remember_likely(a, p, row, cost, n, (int32_t)(stay * inverse >> 20));
    return least;
}

/* ---- one pass ---- */

static int64_t move_away_prices(struct ascent *a, int32_t u, const struct away_tally *away)
{
    struct solver *s = a->s;
    int64_t total = 0;
    uint64_t dear = 0;
    for (int w = 0; w < s->periods; w++) {
        int64_t cell = (int64_t)u * s->periods + w;
        int64_t room = (int64_t)(s->in->unit_cap[u] - s->away[cell]) * SHARE_ONE, excess = away->week[w].load - room;
        if (excess > 0 || s->away_price[cell] > 0) {
            s->away_price[cell] = moved(a, &a->away[cell], s->away_price[cell], excess, away->week[w].spread);
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
    for (int32_t u = s->chunk_unit[chunk]; u < s->chunk_unit[chunk + 1]; u++) {
        struct away_tally away;
        if (s->capped) memset(&away, 0, sizeof *away.week * (size_t)s->periods);
        const int32_t *price = s->away_price + (int64_t)u * s->periods;
        uint64_t dear = s->away_priced[u];
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++)
            if (!a->decided[s->unit_person[i]])
                value += spread_person(a, s->unit_person[i], a->tally[thread], s->capped ? &away : NULL, price, dear);
        if (s->capped) excess += move_away_prices(a, u, &away);
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
            s->quota_price[i] = moved(a, &a->quota[i], s->quota_price[i], excess, one.spread);
            total += excess > 0 ? excess : -excess;
        }
    }
    int64_t excess = all.load - (int64_t)(post->seats - post->filled) * SHARE_ONE;
    if (excess > 0 || s->seat_price[c] > 0) {
        s->seat_price[c] = moved(a, &a->seat[c], s->seat_price[c], excess, all.spread);
        total += excess > 0 ? excess : -excess;
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
        sum += (int64_t)s->seat_price[c] * (s->post[c].seats - s->post[c].filled);
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

/* How many passes a temperature gets: the auction sharpens the prices where there are no caps, the dive does not. */
static int passes_at(const struct solver *s, int32_t tau)
{
    int least = s->capped ? 50 : 6;
    return tau > 8 * PLAN_PRICE_ONE ? least : tau > TAU_LAST ? 2 * least : s->capped ? 150 : 4 * least;
}

void ascent_run(struct ascent *a, bool warm)
{
    struct solver *s = a->s;
    a->best = INT64_MIN;
    int steps = 0;
    for (int32_t tau = warm ? 16 * PLAN_PRICE_ONE : TAU_FIRST; tau >= TAU_LAST; tau /= 2) {
        a->prune = tau <= 16 * PLAN_PRICE_ONE;
        for (int i = 0; i < passes_at(s, tau) && !solver_stopping(s); i++) pass(a, tau, tau == TAU_LAST);
        solver_report(s, "prices", 4 * ++steps, false);
    }
    a->prune = false;
    if (a->best == INT64_MIN) keep_best(a, 0);
    memcpy(s->seat_price, a->best_seat, sizeof *a->best_seat * (size_t)s->in->offers);
    memcpy(s->quota_price, a->best_quota, sizeof *a->best_quota * (size_t)s->slots);
    if (s->capped) memcpy(s->away_price, a->best_away, sizeof *a->best_away * (size_t)s->in->units * s->periods);
    prices_joined(s);
}

void ascent_settle(struct ascent *a, int passes, int tau_fine)
{
    for (int i = 0; i < passes; i++) {
        a->final = i == passes - 1;
        pass(a, tau_fine, false);
    }
    a->final = false;
}

static void narrow_chunk(void *arg, int chunk, int thread)
{
    struct ascent *a = arg;
    struct solver *s = a->s;
    const struct plan_instance *in = s->in;
    for (int32_t i = s->unit_first[s->chunk_unit[chunk]]; i < s->unit_first[s->chunk_unit[chunk + 1]]; i++) {
        int32_t p = s->unit_person[i], n = 0;
        if (a->decided[p]) continue;
        uint32_t *row = a->arc + in->arc_first[p];
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
            int32_t c = PLAN_ARC_OFFER(in->arc[e]);
            if (has_room(s, p, c))
                row[n++] = (uint32_t)person_slot(s, &in->person[p], &s->post[c]) << 10 | (in->arc[e] & 1023);
        }
        a->length[p] = n;
    }
}

void ascent_narrow(struct ascent *a) { team_run(a->s->team, a->s->chunks, narrow_chunk, a); }
