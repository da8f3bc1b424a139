/* calc/plan/plan_minimum.c: an offer below its minimum is filled or cancelled, whichever costs less.
 *
 * Worst filled first. Both are tried: filling brings the people for whom it costs least, without taking another offer
 * below its own minimum; cancelling sends everybody to the best offer with room. Finding the best set of offers to
 * cancel is NP-hard, so what is decided here is reported and never called optimal.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum { ROUNDS = 3 };

struct undo {
    int32_t person, offer, fit; /* where the person was */
};

struct filling {
    struct solver *s;
    struct minima *minima;
    struct undo *undo;
    int64_t undos;
    uint8_t *wanted;     /* of each offer: it is below a minimum */
    int64_t *first;      /* offers + 2: candidates by offer */
    uint64_t *candidate; /* person << 10 | fit */
    int64_t candidate_cap;
};

static bool offer_is_short(const struct solver *s, int32_t c)
{
    const struct plan_offer *o = &s->in->offer[c];
    if (!s->post[c].open) return false;
    if (s->post[c].filled < o->seats_min) return true;
    for (int32_t g = 0; o->by && g < o->quota_count && (s->post[c].filled || o->must_run); g++)
        if (s->slot_filled[s->post[c].slot + g] < s->in->quota[o->quota_first + g].min) return true;
    return false;
}

/* Whether an offer can give a person away and still run. */
static bool can_spare(const struct solver *s, int32_t c, int32_t person)
{
    const struct plan_offer *o = &s->in->offer[c];
    if (s->post[c].filled <= o->seats_min) return s->post[c].filled < o->seats_min;
    int32_t g = plan_group(s->in, person, c);
    return g < 0 || s->slot_filled[person_slot(s, &s->in->person[person], &s->post[c])] > s->in->quota[g].min;
}

static void move(struct filling *f, int32_t person, int32_t offer, int32_t fit)
{
    struct solver *s = f->s;
    f->undo[f->undos++] = (struct undo){person, s->at[person], s->fit[person]};
    if (s->at[person] >= 0) displace(s, person);
    if (offer >= 0) place(s, person, offer, fit);
}

static void undo_to(struct filling *f, int64_t undos)
{
    struct solver *s = f->s;
    while (f->undos > undos) {
        struct undo u = f->undo[--f->undos];
        if (s->at[u.person] >= 0) displace(s, u.person);
        if (u.offer >= 0) place(s, u.person, u.offer, u.fit);
    }
}

static void list_candidates(struct filling *f)
{
    struct solver *s = f->s;
    const struct plan_instance *in = s->in;
    memset(f->first, 0, sizeof *f->first * (size_t)(in->offers + 3));
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < in->people; i++) {
            int32_t p = s->unit_person[i];
            for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1] && !is_pinned(s, p); e++) {
                int32_t c = PLAN_ARC_OFFER(in->arc[e]);
                if (!f->wanted[c]) continue;
                if (pass)
                    f->candidate[f->first[c + 1]++] = (uint64_t)p << 10 | (uint64_t)PLAN_ARC_FIT(in->arc[e]);
                else
                    f->first[c + 2]++;
            }
        }
        if (pass) break;
        for (int32_t c = 1; c <= in->offers; c++) f->first[c + 1] += f->first[c];
        if (f->first[in->offers + 1] > f->candidate_cap) {
            free(f->candidate);
            f->candidate_cap = f->first[in->offers + 1];
            f->candidate = malloc(sizeof *f->candidate * (size_t)f->candidate_cap);
            if (!f->candidate) abort();
        }
    }
}

/* Whether the person fits there once the present seat is given up. */
static bool fits_there(struct solver *s, int32_t person, int32_t offer)
{
    int32_t at = s->at[person], fit = s->fit[person];
    if (at >= 0 && !can_spare(s, at, person)) return false;
    if (at >= 0) displace(s, person);
    bool fits = has_room(s, person, offer);
    if (at >= 0) place(s, person, at, fit);
    return fits;
}

/* Brings one more, of the group `slot` or of any (slot < 0); returns what it costs, or -1 and *ret_none. */
static int64_t bring_one(struct filling *f, int32_t c, int32_t slot, bool *ret_none)
{
    struct solver *s = f->s;
    int32_t best = -1, best_fit = 0;
    int64_t least = INT64_MAX;
    for (int64_t i = f->first[c]; i < f->first[c + 1]; i++) {
        int32_t p = (int32_t)(f->candidate[i] >> 10), fit = (int32_t)(f->candidate[i] & 1023);
        if (s->at[p] == c || (slot >= 0 && person_slot(s, &s->in->person[p], &s->post[c]) != slot)) continue;
        if (fit - s->fit[p] >= least || !fits_there(s, p, c)) continue;
        least = fit - s->fit[p];
        best = p;
        best_fit = fit;
    }
    *ret_none = best < 0;
    if (best < 0) return 0;
    move(f, best, c, best_fit);
    return least;
}

/* Brings people until all minima are kept; false when they cannot be. */
static bool fill(struct filling *f, int32_t c, int64_t *ret_cost)
{
    struct solver *s = f->s;
    const struct plan_offer *o = &s->in->offer[c];
    bool none = false;
    *ret_cost = 0;
    for (int32_t g = 0; o->by && g < o->quota_count; g++)
        while (s->slot_filled[s->post[c].slot + g] < s->in->quota[o->quota_first + g].min && !none)
            *ret_cost += bring_one(f, c, s->post[c].slot + g, &none);
    while (s->post[c].filled < o->seats_min && !none) *ret_cost += bring_one(f, c, -1, &none);
    return !none;
}

/* Sends everybody to the best offer with room; returns what it costs. The offer is closed then. */
static int64_t empty(struct filling *f, int32_t c)
{
    struct solver *s = f->s;
    struct post *post = &s->post[c];
    int64_t cost = 0;
    post->seats = 0;
    post->open = false;
    while (post->filled) {
        int32_t p = s->holder[post->holder_first + post->filled - 1], was = s->fit[p];
        move(f, p, PLAN_OUT, 0);
        int32_t best = PLAN_OUT, fit = s->fit[p];
        for (int64_t e = s->in->arc_first[p]; e < s->in->arc_first[p + 1]; e++) {
            int32_t d = PLAN_ARC_OFFER(s->in->arc[e]), x = PLAN_ARC_FIT(s->in->arc[e]);
            if (x >= fit || !has_room(s, p, d)) continue;
            best = d;
            fit = x;
        }
        if (best >= 0) place(s, p, best, fit);
        cost += fit - was;
    }
    return cost;
}

static void reopen(struct filling *f, int32_t c)
{
    f->s->post[c].seats = f->s->in->offer[c].seats_max;
    f->s->post[c].open = true;
}

static bool has_frozen(const struct solver *s, int32_t c)
{
    for (int32_t i = 0; i < s->post[c].filled; i++)
        if (is_pinned(s, s->holder[s->post[c].holder_first + i])) return true;
    return false;
}

static int32_t short_group(const struct solver *s, int32_t c)
{
    const struct plan_offer *o = &s->in->offer[c];
    for (int32_t g = 0; o->by && g < o->quota_count; g++)
        if (s->slot_filled[s->post[c].slot + g] < s->in->quota[o->quota_first + g].min) return o->quota_first + g;
    return -1;
}

static void note(struct minima *m, struct plan_decision decision)
{
    for (int32_t i = 0; i < m->n; i++)
        if (m->decision[i].offer == decision.offer) {
            m->decision[i] = decision;
            return;
        }
    if (m->n == m->cap) {
        m->cap = m->cap ? 2 * m->cap : 64;
        m->decision = realloc(m->decision, sizeof *m->decision * (size_t)m->cap);
        if (!m->decision) abort();
    }
    m->decision[m->n++] = decision;
}

static void decide(struct filling *f, int32_t c)
{
    struct solver *s = f->s;
    const struct plan_offer *o = &s->in->offer[c];
    struct plan_decision d = {.offer = c, .had = s->post[c].filled, .needed = o->seats_min, .quota = short_group(s, c)};
    bool may_cancel = !o->must_run && !has_frozen(s, c);
    int64_t start = f->undos;
    bool filled = fill(f, c, &d.cost_run);
    undo_to(f, start);
    if (!filled) d.cost_run = -1;
    d.cost_cancel = may_cancel ? empty(f, c) : -1;
    if (may_cancel && (!filled || d.cost_cancel < d.cost_run)) {
        d.run = PLAN_CANCELLED;
    } else {
        if (may_cancel) {
            reopen(f, c);
            undo_to(f, start);
        }
        int64_t cost;
        d.run = fill(f, c, &cost) ? PLAN_RUNS : PLAN_SHORT;
    }
    f->undos = 0;
    note(f->minima, d);
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
static int32_t decide_all(struct filling *f, struct short_offer *list)
{
    struct solver *s = f->s;
    int32_t n = 0;
    for (int32_t c = 0; c < s->in->offers; c++) {
        f->wanted[c] = offer_is_short(s, c);
        int32_t needed = s->in->offer[c].seats_min > 0 ? s->in->offer[c].seats_min : 1;
        if (f->wanted[c]) list[n++] = (struct short_offer){1000000ll * s->post[c].filled / needed, c};
    }
    if (!n) return 0;
    list_candidates(f);
    qsort(list, (size_t)n, sizeof *list, by_filling);
    for (int32_t i = 0; i < n; i++)
        if (offer_is_short(s, list[i].offer)) decide(f, list[i].offer);
    return n;
}

void minima_run(struct solver *s, struct minima *ret_minima)
{
    struct filling f = {.s = s, .minima = ret_minima};
    struct short_offer *list = malloc(sizeof *list * (size_t)(s->in->offers + 1));
    f.undo = malloc(sizeof *f.undo * (size_t)(2ll * s->in->people + 2ll * PLAN_SEATS_MAX));
    f.wanted = calloc((size_t)s->in->offers + 1, 1);
    f.first = malloc(sizeof *f.first * (size_t)(s->in->offers + 3));
    if (!list || !f.undo || !f.wanted || !f.first) abort();
    int32_t decided = decide_all(&f, list);
    for (int round = 1; round < ROUNDS && decided; round++) {
        chains_run(s, 2);
        decided = decide_all(&f, list);
    }
    solver_report(s, "minima", 98, true);
    free(f.undo);
    free(f.wanted);
    free(f.first);
    free(f.candidate);
    free(list);
}
