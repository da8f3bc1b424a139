/* calc/plan/plan_auction.c: places for people where no unit has a cap: an auction of seats with quotas.
 *
 * Everybody bids for the offer that is best at the prices, as much more as the second best is worse, and a little on
 * top (a->step). A full group, or a full offer, gives up its lowest bid. The prices start a little below those of the
 * ascent, so that nearly every seat that is dear is fought for once. Seats, bids and prices lie in arrays of their own,
 * close together, and become places at the end: one thread at a time can bid, so this decides how long a solution
 * without caps takes.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

/* From coarse to fine: what a bid adds on top, and how far below the last prices the next round begins. */
static const struct round {
    int32_t step, below;
} auction_rounds[] = {
    {32 * PLAN_PRICE_ONE, 400 * PLAN_PRICE_ONE},
    {8 * PLAN_PRICE_ONE, 100 * PLAN_PRICE_ONE},
    {2 * PLAN_PRICE_ONE, 24 * PLAN_PRICE_ONE},
    {PLAN_PRICE_ONE / 2, 6 * PLAN_PRICE_ONE},
};
enum {
    ROUNDS = sizeof auction_rounds / sizeof *auction_rounds,
    NEAR = 64 * PLAN_PRICE_ONE, /* beyond the fall of prices at the beginning of a round */
};

/* The seats of an offer but for those of frozen people. With one slot they are a heap, the lowest bid first; otherwise
 * they are searched. */
struct lot {
    int32_t first; /* of its seats */
    int32_t seats, filled, slot, slots;
    int32_t reserve; /* the price of an empty seat */
    int32_t price;   /* of a seat, without what a full group costs on top */
};

/* The first `near` of a row cost at most auction.near more than the best when a round begins; the others only count
 * when prices have risen so far. */
struct bidder {
    int32_t out; /* what it costs to be left out */
    uint16_t near, length;
};
_Static_assert(PLAN_ARCS_OF_PERSON_MAX <= UINT16_MAX, "the length of a row fits");

/* Where the solver's arrays wait for the places, the auction works in them. */
struct auction {
    struct solver *s;
    uint32_t *row;          /* slot << 10 | fit, in the places of the instance's rows */
    struct bidder *bidder;  /* of each person */
    struct lot *lot;        /* of each offer */
    int32_t *person, *slot; /* of each seat that is taken; solver.holder */
    int32_t *bid;           /* likewise; solver.slack, which the chains fill anew */
    int32_t *lowest;        /* bid of each slot; INT32_MAX: none that could be outbid */
    int32_t *taken;         /* seats of each slot */
    int32_t *slot_reserve;  /* the price of a group while it is not full; solver.quota_price, found anew at the end */
    int32_t waiting;        /* who was outbid and bids next, or PLAN_OUT */
    int32_t step;           /* what a bid adds on top */
    int32_t near;
};

/* ---- an offer with one slot: a heap ---- */

static void put_at(const struct auction *a, int32_t seat, int32_t person, int32_t bid)
{
    a->person[seat] = person;
    a->bid[seat] = bid;
}

static void sift_up(const struct auction *a, const struct lot *lot, int32_t i, int32_t person, int32_t bid)
{
    for (int32_t up; i > 0 && a->bid[lot->first + (up = (i - 1) / 2)] > bid; i = up)
        put_at(a, lot->first + i, a->person[lot->first + up], a->bid[lot->first + up]);
    put_at(a, lot->first + i, person, bid);
}

static void sift_down(const struct auction *a, const struct lot *lot, int32_t person, int32_t bid)
{
    const int32_t *of = a->bid + lot->first;
    int32_t i = 0;
    for (int32_t next; (next = 2 * i + 1) < lot->filled; i = next) {
        if (next + 1 < lot->filled && of[next + 1] < of[next]) next++;
        if (of[next] >= bid) break;
        put_at(a, lot->first + i, a->person[lot->first + next], of[next]);
    }
    put_at(a, lot->first + i, person, bid);
}

static void take_in_heap(struct auction *a, struct lot *lot, int32_t person, int32_t bid)
{
    if (lot->filled < lot->seats) {
        sift_up(a, lot, lot->filled++, person, bid);
        a->taken[lot->slot]++;
    } else {
        a->waiting = a->person[lot->first];
        sift_down(a, lot, person, bid);
    }
    a->lowest[lot->slot] = a->bid[lot->first];
    if (lot->filled >= lot->seats) a->s->slot_price[lot->slot] = a->bid[lot->first];
}

/* ---- an offer with quotas ---- */

static int32_t lowest_of(const struct auction *a, const struct lot *lot, int32_t slot)
{
    const int32_t *bid = a->bid + lot->first, *its = a->slot + lot->first;
    int32_t least = INT32_MAX;
    for (int32_t i = 0; i < lot->filled; i++) {
        int32_t x = its[i] == slot ? bid[i] : INT32_MAX;
        least = x < least ? x : least;
    }
    return least;
}

static int32_t seat_with(const struct auction *a, const struct lot *lot, int32_t slot, int32_t bid)
{
    int32_t i = lot->first;
    while (a->bid[i] != bid || a->slot[i] != slot) i++;
    return i;
}

static int32_t lowest_slot(const struct auction *a, const struct lot *lot)
{
    int32_t best = lot->slot;
    for (int32_t g = lot->slot + 1; g < lot->slot + lot->slots; g++)
        if (a->lowest[g] < a->lowest[best]) best = g;
    return best;
}

static inline void price_slot(const struct auction *a, const struct lot *lot, int32_t g)
{
    int32_t price = a->taken[g] >= a->s->slot_max[g] ? a->lowest[g] : a->slot_reserve[g];
    a->s->slot_price[g] = price > lot->price ? price : lot->price;
}

/* The price of a seat from the bids. Nobody can buy one where there are none, or all are frozen. */
static int32_t seat_price(const struct auction *a, const struct lot *lot)
{
    return lot->filled < lot->seats ? lot->reserve : lot->slots ? a->lowest[lowest_slot(a, lot)] : INT32_MAX;
}

static void price_lot(const struct auction *a, struct lot *lot)
{
    lot->price = seat_price(a, lot);
    for (int32_t g = lot->slot; g < lot->slot + lot->slots; g++) price_slot(a, lot, g);
}

/* Takes the seat of the lowest bid in the slot away from its holder. */
static int32_t vacate(struct auction *a, struct lot *lot, int32_t slot)
{
    int32_t seat = seat_with(a, lot, slot, a->lowest[slot]);
    a->waiting = a->person[seat];
    a->taken[slot]--;
    return seat;
}

static void take_in_group(struct auction *a, struct lot *lot, int32_t slot, int32_t person, int32_t bid)
{
    int32_t left = slot, seat;
    if (a->taken[slot] >= a->s->slot_max[slot]) {
        seat = vacate(a, lot, slot);
    } else if (lot->filled >= lot->seats) {
        left = lowest_slot(a, lot);
        seat = vacate(a, lot, left);
    } else {
        seat = lot->first + lot->filled++;
    }
    put_at(a, seat, person, bid);
    a->slot[seat] = slot;
    a->taken[slot]++;
    a->lowest[slot] = lowest_of(a, lot, slot);
    if (left != slot) a->lowest[left] = lowest_of(a, lot, left);
    if (lot->price == seat_price(a, lot)) {
        price_slot(a, lot, slot);
        price_slot(a, lot, left);
    } else {
        price_lot(a, lot);
    }
}

/* ---- bidding ---- */

struct choice {
    int32_t slot, price, best, second;
};

static inline void look_at(const struct auction *a, const uint32_t *row, int32_t n, struct choice *c)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t price = a->s->slot_price[row[i] >> 10];
        if (price >= c->second) continue;
        int32_t x = (int32_t)(row[i] & 1023) * PLAN_PRICE_ONE + price;
        if (x >= c->second) continue;
        if (x >= c->best) {
            c->second = x;
            continue;
        }
        c->second = c->best;
        c->best = x;
        c->slot = (int32_t)(row[i] >> 10);
        c->price = price;
    }
}

static void bid_for_best(struct auction *a, int32_t person)
{
    const struct bidder *b = &a->bidder[person];
    a->waiting = PLAN_OUT;
    struct choice c = {.slot = PLAN_OUT, .best = b->out, .second = INT32_MAX};
    const uint32_t *row = a->row + a->s->in->arc_first[person];
    look_at(a, row, b->near, &c);
    if (c.second > a->s->value[person] + a->near) look_at(a, row + b->near, b->length - b->near, &c);
    if (c.slot < 0) return;
    struct lot *lot = &a->lot[a->s->slot_offer[c.slot]];
    int32_t bid = c.price + (c.second - c.best) + a->step;
    if (lot->slots == 1)
        take_in_heap(a, lot, person, bid);
    else
        take_in_group(a, lot, c.slot, person, bid);
}

/* ---- a round ---- */

static inline int32_t cost_of(const struct auction *a, uint32_t arc)
{
    int32_t price = a->s->slot_price[arc >> 10], most = INT32_MAX - (PLAN_FIT_MAX + 1) * PLAN_PRICE_ONE;
    return (price < most ? price : most) + (int32_t)(arc & 1023) * PLAN_PRICE_ONE;
}

/* Near offers come first in the row. */
static void sort_row(const struct auction *a, int32_t person)
{
    struct bidder *b = &a->bidder[person];
    uint32_t *row = a->row + a->s->in->arc_first[person];
    int32_t least = b->out;
    for (int32_t i = 0; i < b->length; i++) {
        int32_t x = cost_of(a, row[i]);
        least = x < least ? x : least;
    }
    a->s->value[person] = least;
    b->near = 0;
    for (int32_t i = 0; i < b->length; i++) {
        uint32_t arc = row[i];
        row[i] = row[b->near];
        row[b->near] = arc;
        if (cost_of(a, arc) <= least + a->near) b->near++;
    }
}

static void sort_chunk(void *arg, int chunk, int thread)
{
    const struct auction *a = arg;
    const struct solver *s = a->s;
    for (int32_t i = s->unit_first[s->chunk_unit[chunk]]; i < s->unit_first[s->chunk_unit[chunk + 1]]; i++)
        sort_row(a, s->unit_person[i]);
}

/* Nobody has a seat but the frozen, who hold theirs against any bid. */
static void empty_lot(const struct auction *a, struct lot *lot)
{
    for (int32_t g = lot->slot; g < lot->slot + lot->slots; g++) {
        a->taken[g] = a->s->slot_filled[g];
        a->lowest[g] = INT32_MAX;
    }
    lot->filled = 0;
}

static int32_t lowered(int32_t price, int32_t below) { return price > below ? price - below : 0; }

/* Everybody who is not frozen gets up; the prices of empty seats begin below the ones that were found. */
static void begin_round(struct auction *a, int32_t below)
{
    struct solver *s = a->s;
    for (int32_t i = 0; i < s->slots; i++) a->slot_reserve[i] = lowered(s->slot_price[i], below);
    for (int32_t c = 0; c < s->in->offers; c++) {
        struct lot *lot = &a->lot[c];
        lot->reserve = lot->slots == 1 ? a->slot_reserve[lot->slot] : lowered(s->seat_price[c], below);
        empty_lot(a, lot);
        price_lot(a, lot);
    }
    a->near = below + NEAR;
    team_run(s->team, s->chunks, sort_chunk, a);
}

/* Splits the prices of the auction into those of seats and of quotas. */
static void split_prices(struct auction *a)
{
    struct solver *s = a->s;
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct post *post = &s->post[c];
        int32_t seat = INT32_MAX;
        for (int32_t g = post->slot; g < post->slot + post->slots; g++)
            if (s->slot_price[g] < seat) seat = s->slot_price[g];
        s->seat_price[c] = seat < INT32_MAX ? seat : 0;
        for (int32_t g = post->slot; g < post->slot + post->slots; g++)
            s->quota_price[g] = post->by && s->slot_price[g] < INT32_MAX ? s->slot_price[g] - s->seat_price[c] : 0;
    }
    prices_joined(s);
}

static void run_round(struct auction *a, int round)
{
    struct solver *s = a->s;
    a->step = auction_rounds[round].step;
    begin_round(a, auction_rounds[round].below);
    int32_t start = s->in->people ? (int32_t)(s->options->seed % (uint64_t)s->in->people) : 0;
    for (int32_t i = 0; i < s->in->people; i++) {
        int32_t p = s->unit_person[((int64_t)start + i) % s->in->people];
        for (a->waiting = is_pinned(s, p) ? PLAN_OUT : p; a->waiting >= 0;) bid_for_best(a, a->waiting);
        if (i % 4096 == 0) {
            solver_report(s, "places", 44 + 10 * round + (int)(10ll * i / s->in->people), false);
            if (solver_stopping(s)) break;
        }
    }
    split_prices(a);
}

/* ---- from the ascent, and to places ---- */

static void lay_lots(struct auction *a, struct arena *own)
{
    struct solver *s = a->s;
    int32_t end = 0;
    a->lot = arena_array(own, struct lot, s->in->offers + 1);
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct post *post = &s->post[c];
        int32_t seats = post->seats;
        if (post->slots == 1 && s->slot_max[post->slot] < seats) seats = s->slot_max[post->slot];
        a->lot[c] = (struct lot){.first = post->holder_first + post->filled,
                                 .seats = seats > post->filled ? seats - post->filled : 0,
                                 .slot = post->slot,
                                 .slots = post->slots};
        end = post->holder_first +
              (s->in->offer[c].seats_max < s->in->people ? s->in->offer[c].seats_max : s->in->people);
    }
    a->person = s->holder;
    a->bid = s->slack;
    a->slot = arena_array(own, int32_t, end + 1);
    a->lowest = arena_array(own, int32_t, s->slots + 1);
    a->taken = arena_array(own, int32_t, s->slots + 1);
    a->slot_reserve = s->quota_price;
}

static void lay_bidders(struct auction *a, struct arena *own, struct ascent *ascent)
{
    const struct plan_instance *in = a->s->in;
    const uint16_t *length;
    a->row = ascent_rows(ascent, &length);
    a->bidder = arena_array(own, struct bidder, in->people + 1);
    for (int32_t p = 0; p < in->people; p++)
        a->bidder[p] = (struct bidder){.out = in->person[p].urgency * PLAN_PRICE_ONE, .length = length[p]};
}

/* In the order of the seats, so that each is written where it is read. */
static void seat_winners(const struct auction *a)
{
    struct solver *s = a->s;
    for (int32_t c = 0; c < s->in->offers; c++)
        for (int32_t i = a->lot[c].first; i < a->lot[c].first + a->lot[c].filled; i++)
            place(s, a->person[i], c, plan_fit(s->in, a->person[i], c));
}

void auction_run(struct solver *s, struct ascent *ascent)
{
    struct arena *own = arena_open((size_t)8 << 30);
    struct auction a = {.s = s};
    lay_lots(&a, own);
    lay_bidders(&a, own, ascent);
    for (int round = 0; round < ROUNDS && !solver_stopping(s); round++) run_round(&a, round);
    seat_winners(&a);
    arena_close(own);
}
