/* calc/plan/plan_auction.c: places for people where no unit has a cap: an auction of seats with quotas.
 *
 * Everybody bids for the offer that is best at the prices, as much more as the second best is worse, and a little on
 * top (a->step). A full group, or a full offer, gives up its lowest bid. The prices start a little below those of the
 * ascent, so that nearly every seat that is dear is fought for once; an offer without quotas keeps its bids as a heap.
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
enum { ROUNDS = sizeof auction_rounds / sizeof *auction_rounds };

struct auction {
    struct solver *s;
    const uint32_t *row; /* slot << 10 | fit, in the places of the instance's rows */
    const int32_t *length;
    int32_t *slot_reserve; /* the price of a group while it is not full */
    int32_t *waiting;      /* stack of people who have no seat and may bid */
    int32_t waits;
    int32_t step; /* what a bid adds on top */
};

static inline int32_t *bids_of(const struct solver *s, const struct post *post) { return s->bid + post->holder_first; }

static void put_at(struct solver *s, const struct post *post, int32_t i, int32_t person, int32_t bid)
{
    s->holder[post->holder_first + i] = person;
    s->bid[post->holder_first + i] = bid;
    s->position[person] = i;
}

static void sift_up(struct solver *s, const struct post *post, int32_t i)
{
    int32_t person = s->holder[post->holder_first + i], bid = bids_of(s, post)[i];
    for (int32_t up; i > 0 && bids_of(s, post)[up = (i - 1) / 2] > bid; i = up)
        put_at(s, post, i, s->holder[post->holder_first + up], bids_of(s, post)[up]);
    put_at(s, post, i, person, bid);
}

static void sift_down(struct solver *s, const struct post *post, int32_t i)
{
    int32_t person = s->holder[post->holder_first + i], bid = bids_of(s, post)[i];
    for (int32_t next; (next = 2 * i + 1) < post->filled; i = next) {
        if (next + 1 < post->filled && bids_of(s, post)[next + 1] < bids_of(s, post)[next]) next++;
        if (bids_of(s, post)[next] >= bid) break;
        put_at(s, post, i, s->holder[post->holder_first + next], bids_of(s, post)[next]);
    }
    put_at(s, post, i, person, bid);
}

static int32_t slot_of_holder(const struct solver *s, const struct post *post, int32_t i)
{
    return person_slot(s, &s->in->person[s->holder[post->holder_first + i]], post);
}

/* The prices of an offer's groups from its bids. */
static void reprice(struct auction *a, struct post *post)
{
    struct solver *s = a->s;
    const int32_t *bid = bids_of(s, post);
    bool full = post->filled >= post->seats;
    if (!post->by) {
        s->slot_price[post->slot] = !full ? post->reserve : post->filled ? bid[0] : INT32_MAX;
        return;
    }
    int32_t least = INT32_MAX;
    for (int32_t i = 0; i < post->filled; i++) least = bid[i] < least ? bid[i] : least;
    int32_t seat = full ? least : post->reserve; /* nobody can buy a seat where there are none, or all are frozen */
    for (int32_t g = post->slot; g < post->slot + post->slots; g++)
        s->slot_price[g] = s->slot_filled[g] >= s->slot_max[g] ? INT32_MAX
                           : a->slot_reserve[g] > seat         ? a->slot_reserve[g]
                                                               : seat;
    for (int32_t i = 0; i < post->filled; i++) {
        int32_t g = slot_of_holder(s, post, i);
        if (s->slot_filled[g] >= s->slot_max[g] && bid[i] < s->slot_price[g]) s->slot_price[g] = bid[i];
    }
    for (int32_t g = post->slot; g < post->slot + post->slots; g++)
        if (s->slot_price[g] < seat) s->slot_price[g] = seat;
}

/* The index of the holder with the lowest bid, of one slot or (slot < 0) of all. */
static int32_t lowest(const struct solver *s, const struct post *post, int32_t slot)
{
    if (!post->by) return 0;
    int32_t best = -1;
    for (int32_t i = 0; i < post->filled; i++)
        if ((best < 0 || bids_of(s, post)[i] < bids_of(s, post)[best]) &&
            (slot < 0 || slot_of_holder(s, post, i) == slot))
            best = i;
    return best;
}

static void evict(struct auction *a, struct post *post, int32_t i)
{
    struct solver *s = a->s;
    int32_t person = s->holder[post->holder_first + i], last = post->filled - 1;
    s->bid[post->holder_first + i] = s->bid[post->holder_first + last];
    displace(s, person);
    if (!post->by && i < post->filled) sift_down(s, post, i);
    a->waiting[a->waits++] = person;
}

static void take_seat(struct auction *a, int32_t person, int32_t offer, int32_t fit, int32_t bid)
{
    struct solver *s = a->s;
    struct post *post = &s->post[offer];
    int32_t slot = person_slot(s, &s->in->person[person], post);
    if (s->slot_filled[slot] >= s->slot_max[slot])
        evict(a, post, lowest(s, post, slot));
    else if (post->filled >= post->seats)
        evict(a, post, lowest(s, post, -1));
    s->bid[post->holder_first + post->filled] = bid;
    place(s, person, offer, fit);
    if (!post->by) sift_up(s, post, post->filled - 1);
    reprice(a, post);
}

struct choice {
    int32_t slot, fit, price, best, second;
};

static struct choice choose(const struct auction *a, int32_t person)
{
    const struct solver *s = a->s;
    const uint32_t *row = a->row + s->in->arc_first[person];
    int32_t n = a->length[person];
    struct choice c = {.slot = PLAN_OUT, .best = s->in->person[person].urgency * PLAN_PRICE_ONE, .second = INT32_MAX};
    for (int32_t i = 0; i < n; i++) {
        int32_t price = s->slot_price[row[i] >> 10];
        if (price >= c.second) continue;
        int32_t x = (int32_t)(row[i] & 1023) * PLAN_PRICE_ONE + price;
        if (x >= c.second) continue;
        if (x >= c.best) {
            c.second = x;
            continue;
        }
        c.second = c.best;
        c.best = x;
        c.slot = (int32_t)(row[i] >> 10);
        c.fit = (int32_t)(row[i] & 1023);
        c.price = price;
    }
    return c;
}

static void serve_waiting(struct auction *a)
{
    while (a->waits) {
        int32_t person = a->waiting[--a->waits];
        struct choice c = choose(a, person);
        if (c.slot >= 0) take_seat(a, person, a->s->slot_offer[c.slot], c.fit, c.price + (c.second - c.best) + a->step);
    }
}

/* Frozen people hold their seats against any bid. */
static void seat_frozen(struct auction *a)
{
    struct solver *s = a->s;
    for (int32_t c = 0; c < s->in->offers; c++) {
        struct post *post = &s->post[c];
        for (int32_t i = 0; i < post->filled; i++) s->bid[post->holder_first + i] = INT32_MAX;
        reprice(a, post);
    }
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

/* Everybody who is not frozen gets up; the prices of empty seats begin below the ones that were found. */
static void begin_round(struct auction *a, int32_t below)
{
    struct solver *s = a->s;
    for (int32_t i = 0; i < s->slots; i++) a->slot_reserve[i] = s->slot_price[i] > below ? s->slot_price[i] - below : 0;
    for (int32_t c = 0; c < s->in->offers; c++)
        s->post[c].reserve = s->seat_price[c] > below ? s->seat_price[c] - below : 0;
    for (int32_t i = 0; i < s->in->people; i++)
        if (s->at[s->unit_person[i]] >= 0 && !is_pinned(s, s->unit_person[i])) displace(s, s->unit_person[i]);
    seat_frozen(a);
}

static void run_round(struct auction *a, int round)
{
    struct solver *s = a->s;
    a->step = auction_rounds[round].step;
    begin_round(a, auction_rounds[round].below);
    int32_t start = s->in->people ? (int32_t)(s->options->seed % (uint64_t)s->in->people) : 0;
    for (int32_t i = 0; i < s->in->people; i++) {
        int32_t p = s->unit_person[((int64_t)start + i) % s->in->people];
        if (!is_pinned(s, p)) {
            a->waiting[a->waits++] = p;
            serve_waiting(a);
        }
        if (i % 4096 == 0) {
            solver_report(s, "places", 44 + 10 * round + (int)(10ll * i / s->in->people), false);
            if (solver_stopping(s)) break;
        }
    }
    split_prices(a);
}

void auction_run(struct solver *s, struct ascent *ascent)
{
    struct auction a = {.s = s};
    a.row = ascent_rows(ascent, &a.length);
    a.slot_reserve = malloc(sizeof *a.slot_reserve * (size_t)(s->slots + 1));
    a.waiting = malloc(sizeof *a.waiting * (size_t)(s->in->people + 2));
    if (!a.slot_reserve || !a.waiting) abort();
    for (int round = 0; round < ROUNDS && !solver_stopping(s); round++) run_round(&a, round);
    free(a.slot_reserve);
    free(a.waiting);
}
