/* calc/plan/plan_minimum.c: an offer below its minimum is filled or cancelled, whichever costs less.
 *
 * Worst filled first, both ways are tried with exact costs: filling brings one person after another by the cheapest
 * chain of moves that leaves every other offer its minimum; cancelling sends everybody away by such chains. Then,
 * round after round, each offer that stands at its minimum is tried without, each cancelled one is tried again, and
 * what makes the objective smaller stays. Finding the best set of offers to cancel is NP-hard, so what is decided here
 * is reported and never called optimal.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum { ROUNDS = 4 };

struct deciding {
    struct solver *s;
    struct search *search;
    struct minima *minima;
    uint8_t *wanted;      /* of each offer: it may need people */
    uint8_t *settled;     /* of each offer: it is decided */
    struct comers comers; /* who could be brought */
    int32_t *sent;        /* people of an offer that is cancelled */
};

static const struct plan_quota *quota_of(const struct solver *s, int32_t slot)
{
    int32_t c = s->slot_offer[slot];
    return &s->in->quota[s->in->offer[c].quota_first + slot - s->post[c].slot];
}

/* The first slot below its minimum, or -1. */
static int32_t short_slot(const struct solver *s, int32_t c)
{
    const struct post *post = &s->post[c];
    for (int32_t g = post->slot; post->by && g < post->slot + post->slots; g++)
        if (s->slot_filled[g] < quota_of(s, g)->min) return g;
    return -1;
}

static bool is_short(const struct deciding *d, int32_t c)
{
    const struct solver *s = d->s;
    const struct plan_offer *o = &s->in->offer[c];
    if (!s->post[c].open || d->settled[c]) return false;
    if (s->post[c].filled < o->seats_min) return true;
    return (s->post[c].filled || o->must_run) && short_slot(s, c) >= 0;
}

/* From now on chains leave the offer its minima, as far as it has them. */
static void keep_minima(struct solver *s, int32_t c)
{
    struct post *post = &s->post[c];
    int32_t least = s->in->offer[c].seats_min;
    post->floor = least < post->filled ? least : post->filled;
    for (int32_t g = post->slot; post->by && g < post->slot + post->slots && post->filled; g++)
        s->slot_floor[g] = quota_of(s, g)->min < s->slot_filled[g] ? quota_of(s, g)->min : s->slot_filled[g];
}

static void forget_minima(struct solver *s, int32_t c)
{
    s->post[c].floor = 0;
    for (int32_t g = s->post[c].slot; g < s->post[c].slot + s->post[c].slots; g++) s->slot_floor[g] = 0;
}

/* Brings one more; false when nobody can come. */
static bool bring(struct deciding *d, int32_t c, int32_t slot, int64_t *cost)
{
    int64_t one;
    bool came = search_bring(d->search, c, slot, d->comers.comer + d->comers.first[c],
                             d->comers.first[c + 1] - d->comers.first[c], &one);
    *cost += one;
    return came;
}

/* Brings people until all minima are kept; false when they cannot be. */
static bool fill(struct deciding *d, int32_t c, int64_t *ret_cost)
{
    struct solver *s = d->s;
    const struct post *post = &s->post[c];
    bool came = true;
    *ret_cost = 0;
    for (int32_t g = post->slot; post->by && g < post->slot + post->slots; g++)
        for (s->slot_floor[g] = quota_of(s, g)->min; came && s->slot_filled[g] < s->slot_floor[g];)
            came = bring(d, c, g, ret_cost);
    while (came && post->filled < s->in->offer[c].seats_min) came = bring(d, c, -1, ret_cost);
    keep_minima(s, c);
    return came;
}

static int by_urgency(const void *x, const void *y, void *arg)
{
    const struct solver *s = arg;
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y, of_a = s->in->person[a].urgency,
            of_b = s->in->person[b].urgency;
    if (of_a != of_b) return of_a > of_b ? -1 : 1;
    return s->rank[a] < s->rank[b] ? -1 : 1;
}

/* Sends everybody away, the most urgent first; returns what it costs. The offer is closed then. */
static int64_t cancel(struct deciding *d, int32_t c)
{
    struct solver *s = d->s;
    struct post *post = &s->post[c];
    int32_t n = post->filled;
    int64_t cost = 0;
    forget_minima(s, c);
    close_offer(s, c);
    memcpy(d->sent, s->holder + post->holder_first, sizeof *d->sent * (size_t)n);
    qsort_r(d->sent, (size_t)n, sizeof *d->sent, by_urgency, s);
    for (int32_t i = 0; i < n; i++) {
        cost += s->in->person[d->sent[i]].urgency - s->fit[d->sent[i]];
        displace(s, d->sent[i]);
    }
    for (int32_t i = 0; i < n; i++) cost -= search_push(d->search, d->sent[i]) / PLAN_PRICE_ONE;
    return cost;
}

static bool may_cancel(const struct solver *s, int32_t c) { return !s->in->offer[c].must_run && !s->post[c].frozen; }

static struct plan_decision *decision_of(struct minima *m, int32_t c)
{
    for (int32_t i = 0; i < m->n; i++)
        if (m->decision[i].offer == c) return &m->decision[i];
    return NULL;
}

void note_decision(struct minima *m, struct plan_decision decision)
{
    struct plan_decision *known = decision_of(m, decision.offer);
    if (known) {
        *known = decision;
        return;
    }
    if (m->n == m->cap) {
        m->cap = m->cap ? 2 * m->cap : 64;
        m->decision = realloc(m->decision, sizeof *m->decision * (size_t)m->cap);
        if (!m->decision) abort();
    }
    m->decision[m->n++] = decision;
}

static int64_t mark(const struct deciding *d) { return d->s->journal->n; }

static void decide(struct deciding *d, int32_t c)
{
    struct solver *s = d->s;
    const struct plan_offer *o = &s->in->offer[c];
    int32_t slot = short_slot(s, c);
    struct plan_decision x = {.offer = c,
                              .had = s->post[c].filled,
                              .needed = o->seats_min,
                              .cost_cancel = -1,
                              .quota = slot < 0 ? -1 : (int32_t)(quota_of(s, slot) - s->in->quota)};
    int64_t start = mark(d), again;
    if (may_cancel(s, c)) {
        x.cost_cancel = cancel(d, c);
        reopen_offer(s, c);
        undo_to(s, start);
    }
    bool filled = fill(d, c, &x.cost_run);
    if (!filled) x.cost_run = -1;
    x.run = filled ? PLAN_RUNS : PLAN_SHORT;
    if (may_cancel(s, c) && (!filled || x.cost_cancel < x.cost_run)) {
        undo_to(s, start);
        again = cancel(d, c);
        x.cost_cancel = again;
        x.run = PLAN_CANCELLED;
    }
    d->settled[c] = true;
    s->journal->n = 0;
    note_decision(d->minima, x);
}

struct short_offer {
    int64_t share; /* filled of the minimum, in millionths */
    int32_t offer;
};

static int by_filling(const void *x, const void *y)
{
    const struct short_offer *a = x, *b = y;
    if (a->share != b->share) return a->share < b->share ? -1 : 1;
    return a->offer < b->offer ? -1 : 1;
}

/* Decides for all that are below a minimum; returns how many. */
static int32_t decide_all(struct deciding *d)
{
    struct solver *s = d->s;
    int32_t n = 0;
    for (int32_t c = 0; c < s->in->offers; c++) {
        d->wanted[c] = is_short(d, c);
        n += d->wanted[c];
        if (s->post[c].open && !d->wanted[c]) keep_minima(s, c);
    }
    if (!n) return 0;
    struct short_offer *list = malloc(sizeof *list * (size_t)n);
    if (!list) abort();
    n = 0;
    for (int32_t c = 0; c < s->in->offers; c++) {
        int32_t needed = s->in->offer[c].seats_min > 0 ? s->in->offer[c].seats_min : 1;
        if (d->wanted[c]) list[n++] = (struct short_offer){1000000ll * s->post[c].filled / needed, c};
    }
    comers_list(s, &d->comers, d->wanted);
    qsort(list, (size_t)n, sizeof *list, by_filling);
    for (int32_t i = 0; i < n; i++)
        if (is_short(d, list[i].offer)) decide(d, list[i].offer);
    free(list);
    return n;
}

/* ---- offers that nothing can fill ---- */

/* Adds the people of a unit who could come, as many as may be away, to the slots; `here` is all 0 before and after. */
static void add_unit(const struct solver *s, int32_t u, int32_t *here, int32_t *slot_reach)
{
    const struct plan_instance *in = s->in;
    for (int adding = 1; adding >= 0; adding--)
        for (int32_t i = s->unit_first[u]; i < s->unit_first[u + 1]; i++) {
            int32_t p = s->unit_person[i];
            for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1] && !is_pinned(s, p); e++) {
                int32_t c = PLAN_ARC_OFFER(in->arc[e]), slot = slot_in(s, p, c);
                if (adding) {
                    here[slot]++;
                } else {
                    int32_t cap = s->post[c].periods ? in->unit_cap[u] : PLAN_NO_CAP;
                    slot_reach[slot] += here[slot] < cap ? here[slot] : cap;
                    here[slot] = 0;
                }
            }
        }
}

/* How many could sit in an offer; -1 when one of its groups cannot reach its minimum. */
static int32_t reach_of(const struct solver *s, int32_t c, const int32_t *slot_reach)
{
    const struct post *post = &s->post[c];
    int32_t sum = 0;
    for (int32_t g = post->slot; g < post->slot + post->slots; g++) {
        if (post->by && slot_reach[g] < quota_of(s, g)->min) return -1;
        sum += slot_reach[g] < s->slot_max[g] ? slot_reach[g] : s->slot_max[g];
    }
    return sum;
}

void minima_hopeless(struct solver *s, struct minima *minima)
{
    struct arena *own = arena_open((size_t)1 << 30);
    int32_t *here = arena_array(own, int32_t, s->slots + 1), *slot_reach = arena_array(own, int32_t, s->slots + 1);
    for (int32_t u = 0; u < s->in->units; u++) add_unit(s, u, here, slot_reach);
    for (int32_t c = 0; c < s->in->offers; c++) {
        const struct plan_offer *o = &s->in->offer[c];
        int32_t reach = reach_of(s, c, slot_reach);
        if (reach >= o->seats_min || !may_cancel(s, c)) continue;
        close_offer(s, c);
        price_seats(s, c, 0);
        s->post[c].hopeless = true;
        note_decision(minima, (struct plan_decision){.offer = c,
                                                     .run = PLAN_CANCELLED,
                                                     .had = reach > 0 ? reach : 0,
                                                     .needed = o->seats_min,
                                                     .cost_run = -1,
                                                     .quota = -1});
    }
    arena_close(own);
}

/* ---- other decisions ---- */

/* Whether the objective is smaller without an offer that stands at its minimum; if so it is cancelled. */
static bool better_without(struct deciding *d, int32_t c)
{
    struct solver *s = d->s;
    struct plan_decision x = {.offer = c, .had = s->post[c].filled, .needed = s->in->offer[c].seats_min, .quota = -1};
    struct plan_decision *known = decision_of(d->minima, c);
    int64_t start = mark(d), cost = cancel(d, c);
    if (cost >= 0) {
        reopen_offer(s, c);
        undo_to(s, start);
        keep_minima(s, c);
        return false;
    }
    if (known) x = *known;
    x.run = PLAN_CANCELLED;
    x.cost_run = -cost;
    x.cost_cancel = 0;
    note_decision(d->minima, x);
    return true;
}

/* Whether the objective is smaller with an offer that has been cancelled; if so it runs. */
static bool better_with(struct deciding *d, int32_t c)
{
    struct solver *s = d->s;
    int64_t start = mark(d), cost;
    reopen_offer(s, c);
    bool better = fill(d, c, &cost);
    while (better && s->post[c].filled < s->post[c].seats) {
        int32_t saved = search_pull(d->search, c);
        if (!saved) break;
        cost -= saved / PLAN_PRICE_ONE;
    }
    if (!better || cost >= 0) {
        undo_to(s, start);
        forget_minima(s, c);
        close_offer(s, c);
        return false;
    }
    keep_minima(s, c);
    struct plan_decision *x = decision_of(d->minima, c);
    x->run = PLAN_RUNS;
    x->cost_run = 0;
    x->cost_cancel = -cost;
    return true;
}

static bool stands_at_minimum(const struct solver *s, int32_t c)
{
    const struct post *post = &s->post[c];
    return post->open && post->floor > 0 && post->filled == post->floor && may_cancel(s, c);
}

/* Tries the other decision for each offer; returns how many were better. */
static int32_t reconsider(struct deciding *d)
{
    struct solver *s = d->s;
    int32_t changed = 0;
    for (int32_t c = 0; c < s->in->offers; c++) d->wanted[c] = !s->post[c].open && !s->post[c].hopeless;
    comers_list(s, &d->comers, d->wanted);
    for (int32_t c = 0; c < s->in->offers && !solver_stopping(s); c++) {
        if (d->wanted[c])
            changed += better_with(d, c);
        else if (stands_at_minimum(s, c))
            changed += better_without(d, c);
        s->journal->n = 0;
    }
    return changed;
}

void minima_run(struct solver *s, struct minima *ret_minima)
{
    struct arena *own = arena_open((size_t)1 << 30);
    struct journal journal = {0};
    struct deciding d = {.s = s,
                         .minima = ret_minima,
                         .wanted = arena_array(own, uint8_t, s->in->offers + 1),
                         .settled = arena_array(own, uint8_t, s->in->offers + 1),
                         .sent = arena_array(own, int32_t, s->in->people + 1)};
    for (int round = 0; round < ROUNDS; round++) {
        d.search = search_open(s);
        s->journal = &journal;
        while (decide_all(&d)) continue;
        bool changed = round && !solver_stopping(s) && reconsider(&d);
        while (decide_all(&d)) continue;
        s->journal = NULL;
        search_close(d.search);
        solver_report(s, "minima", 94 + round, true);
        if ((round && !changed) || solver_stopping(s)) break;
        if (round < ROUNDS - 1) chains_run(s, round ? 2 : CHAIN_ROUNDS);
    }
    for (int32_t i = 0; i < ret_minima->n; i++)
        if (ret_minima->decision[i].run == PLAN_CANCELLED && s->post[ret_minima->decision[i].offer].open)
            ret_minima->decision[i].run = PLAN_RUNS;
    solver_report(s, "minima", 98, true);
    free(journal.entry);
    comers_free(&d.comers);
    arena_close(own);
}
