/* calc/plan/plan_decide.c: which offers that lack people run, as far as prices can tell, and the bound with minima.
 *
 * Let u be the least that each person pays: of urgency and fit + prices. An offer that may be cancelled has no people,
 * or a set S of seats_min to seats_max of them; what these save against u, not counting the seat's own price, is
 *     T = max(0, the greatest sum of u − fit − quota − absences over such a set),
 * so that no answer is cheaper than sum of u − sum of T − quotas − absences. T is never more than the seat's price
 * times the seats, by which it stands in the plain bound; where an offer lacks people it is less: the few for whom the
 * offer is best save something, the others who would be needed lose. The price of such a seat may therefore rise until
 * both are equal (its own users pay more, T stays 0), and where nothing is ever saved the offer is not worth running.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum {
    SWEEPS = 2,
    FEW = 2, /* an offer with less than one part of so many of its minimum is left to the prices */
};

void comers_list(const struct solver *s, struct comers *list, const uint8_t *wanted)
{
    const struct plan_instance *in = s->in;
    if (!list->first) list->first = malloc(sizeof *list->first * (size_t)(in->offers + 3));
    if (!list->first) abort();
    memset(list->first, 0, sizeof *list->first * (size_t)(in->offers + 3));
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < in->people; i++) {
            int32_t p = s->unit_person[i];
            for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1] && !is_pinned(s, p); e++) {
                int32_t c = PLAN_ARC_OFFER(in->arc[e]);
                if (!wanted[c]) continue;
                if (pass)
                    list->comer[list->first[c + 1]++] = COMER(p, PLAN_ARC_FIT(in->arc[e]));
                else
                    list->first[c + 2]++;
            }
        }
        if (pass) break;
        for (int32_t c = 1; c <= in->offers; c++) list->first[c + 1] += list->first[c];
        if (list->first[in->offers + 1] < list->cap) continue;
        free(list->comer);
        list->cap = list->first[in->offers + 1] + 1;
        list->comer = malloc(sizeof *list->comer * (size_t)list->cap);
        if (!list->comer) abort();
    }
}

void comers_free(struct comers *list)
{
    free(list->first);
    free(list->comer);
}

bool may_choose(const struct solver *s, int32_t c)
{
    const struct plan_offer *o = &s->in->offer[c];
    return o->seats_min > 0 && !o->must_run && !s->post[c].hopeless && !s->post[c].frozen;
}

/* What an offer costs a person without the price of its seats, fine. */
static int32_t seatless(const struct solver *s, int32_t p, int32_t c, int32_t fit)
{
    return fit * PLAN_PRICE_ONE + s->quota_price[slot_in(s, p, c)] +
           away_sum(s, s->in->person[p].unit, s->post[c].periods);
}

/* The least that a person pays elsewhere, fine. */
static int32_t elsewhere(const struct solver *s, int32_t p, int32_t offer)
{
    const struct plan_person *who = &s->in->person[p];
    int32_t least = who->urgency * PLAN_PRICE_ONE;
    uint64_t dear = s->away_priced[who->unit];
    for (int64_t e = s->in->arc_first[p]; e < s->in->arc_first[p + 1]; e++) {
        int32_t c = PLAN_ARC_OFFER(s->in->arc[e]);
        const struct post *post = &s->post[c];
        if (post->hopeless || c == offer) continue;
        int32_t x = PLAN_ARC_FIT(s->in->arc[e]) * PLAN_PRICE_ONE + s->slot_price[person_slot(s, who, post)];
        if (x < least && (post->periods & dear)) x += away_sum(s, who->unit, post->periods);
        if (x < least) least = x;
    }
    return least;
}

static int descending(const void *x, const void *y)
{
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
    return a < b ? 1 : a > b ? -1 : 0;
}

/* The greatest sum of savings, none of which counts for more than `most`; INT64_MIN when the minimum cannot be had. */
static int64_t saved_at_most(const int32_t *saving, int64_t n, const struct plan_offer *o, int32_t most)
{
    int64_t sum = 0;
    if (n < o->seats_min) return INT64_MIN;
    for (int64_t i = 0; i < n && i < o->seats_max; i++) {
        int32_t one = saving[i] < most ? saving[i] : most;
        if (i >= o->seats_min && one <= 0) break;
        sum += one;
    }
    return sum;
}

/* The highest price of a seat at which nothing is saved by running; INT32_MAX: at any price. */
static int32_t price_of_running(const int32_t *saving, int64_t n, const struct plan_offer *o)
{
    if (saved_at_most(saving, n, o, INT32_MAX) <= 0) return INT32_MAX;
    int32_t low = 0, high = saving[0];
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        if (saved_at_most(saving, n, o, middle) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static struct plan_decision decision_from(const int32_t *saving, int64_t n, int32_t offer, const struct plan_offer *o)
{
    struct plan_decision d = {.offer = offer, .run = PLAN_CANCELLED, .needed = o->seats_min, .quota = -1};
    for (int64_t i = 0; i < n && i < o->seats_min; i++) {
        if (saving[i] > 0) {
            d.had++;
            d.cost_cancel += saving[i];
        } else {
            d.cost_run -= saving[i];
        }
    }
    d.cost_cancel /= PLAN_PRICE_ONE;
    d.cost_run = n < o->seats_min ? -1 : d.cost_run / PLAN_PRICE_ONE;
    return d;
}

struct choosing {
    struct solver *s;
    struct comers comers;
    uint8_t *wanted;
    int32_t *saving; /* of the comers of one offer */
    struct minima *minima;
};

static void choose_one(struct choosing *k, int32_t c)
{
    struct solver *s = k->s;
    const struct plan_offer *o = &s->in->offer[c];
    const uint64_t *comer = k->comers.comer + k->comers.first[c];
    int64_t n = k->comers.first[c + 1] - k->comers.first[c];
    for (int64_t i = 0; i < n; i++) {
        int32_t p = (int32_t)(comer[i] >> 10);
        k->saving[i] = elsewhere(s, p, c) - seatless(s, p, c, (int32_t)(comer[i] & 1023));
    }
    qsort(k->saving, (size_t)n, sizeof *k->saving, descending);
    int32_t price = price_of_running(k->saving, n, o);
    if (price == INT32_MAX && s->post[c].open && k->minima) {
        struct plan_decision d = decision_from(k->saving, n, c, o);
        if (d.cost_run < 0 || d.had * FEW < d.needed) {
            note_decision(k->minima, d);
            close_offer(s, c);
        }
    }
    if (k->minima) s->post[c].call = n < o->seats_min ? 0 : k->saving[o->seats_min - 1];
    price_seats(s, c, price == INT32_MAX ? s->price_max : price);
}

void offers_choose(struct solver *s, struct minima *minima)
{
    struct arena *own = arena_open((size_t)1 << 32);
    struct choosing k = {.s = s, .minima = minima, .wanted = arena_array(own, uint8_t, s->in->offers + 1)};
    for (int32_t c = 0; c < s->in->offers; c++) {
        if (s->seat_price[c] < 0) price_seats(s, c, 0);
        k.wanted[c] = may_choose(s, c) && (s->seat_price[c] == 0 || !s->post[c].open);
    }
    comers_list(s, &k.comers, k.wanted);
    k.saving = arena_array(own, int32_t, s->in->people + 1);
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int32_t c = 0; c < s->in->offers; c++)
            if (k.wanted[c]) choose_one(&k, c);
    comers_free(&k.comers);
    arena_close(own);
}

/* How much T is less than the price of the seats. */
static int64_t not_saved(const struct choosing *k, int32_t c)
{
    const struct solver *s = k->s;
    const struct plan_offer *o = &s->in->offer[c];
    const uint64_t *comer = k->comers.comer + k->comers.first[c];
    int64_t n = k->comers.first[c + 1] - k->comers.first[c];
    for (int64_t i = 0; i < n; i++) {
        int32_t p = (int32_t)(comer[i] >> 10);
        k->saving[i] = s->value[p] - seatless(s, p, c, (int32_t)(comer[i] & 1023));
    }
    qsort(k->saving, (size_t)n, sizeof *k->saving, descending);
    int64_t saved = saved_at_most(k->saving, n, o, INT32_MAX), whole = (int64_t)s->seat_price[c] * o->seats_max;
    return whole - (saved > 0 ? saved : 0);
}

int64_t prices_valued_with_minima(struct solver *s)
{
    struct arena *own = arena_open((size_t)1 << 32);
    struct choosing k = {.s = s, .wanted = arena_array(own, uint8_t, s->in->offers + 1)};
    int32_t *users = arena_array(own, int32_t, s->in->offers + 1);
    const struct plan_instance *in = s->in;
    int64_t bound = prices_valued(s);
    for (int32_t p = 0; p < in->people; p++)
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1] && !is_pinned(s, p); e++) {
            int32_t c = PLAN_ARC_OFFER(in->arc[e]);
            if (s->seat_price[c] > 0 && s->value[p] > seatless(s, p, c, PLAN_ARC_FIT(in->arc[e]))) users[c]++;
        }
    for (int32_t c = 0; c < in->offers; c++)
        k.wanted[c] = may_choose(s, c) && s->seat_price[c] > 0 &&
                      (users[c] < in->offer[c].seats_min || s->seat_price[c] >= s->price_max);
    comers_list(s, &k.comers, k.wanted);
    k.saving = arena_array(own, int32_t, in->people + 1);
    for (int32_t c = 0; c < in->offers; c++)
        if (k.wanted[c]) bound += not_saved(&k, c);
    comers_free(&k.comers);
    arena_close(own);
    return bound;
}
