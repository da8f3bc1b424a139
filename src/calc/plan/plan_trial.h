/* calc/plan/plan_trial.h: small random instances for the tests, and their best answers by exhaustion.
 *
 * Only tests include this. A trial owns its arrays, which are big enough for any; nothing here is shared with the
 * solver.
 */
#ifndef CALC_PLAN_PLAN_TRIAL_H
#define CALC_PLAN_PLAN_TRIAL_H

#include "calc/plan/plan.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum { TRIAL_PEOPLE = 64, TRIAL_OFFERS = 12, TRIAL_GROUPS = 4, TRIAL_UNITS = 8, TRIAL_WEEKS = 6, TRIAL_WAVES = 2 };
enum trial_with { TRIAL_PLAIN = 0, TRIAL_CAPS = 1, TRIAL_PINS = 2, TRIAL_MINIMA = 4 };

struct trial {
    int people, offers, units, quotas;
    struct plan_person person[TRIAL_PEOPLE];
    struct plan_offer offer[TRIAL_OFFERS];
    struct plan_quota quota[TRIAL_OFFERS * TRIAL_GROUPS];
    int32_t cap[TRIAL_UNITS];
    int64_t first[TRIAL_PEOPLE + 1];
    uint32_t arc[TRIAL_PEOPLE * TRIAL_OFFERS];
    uint64_t random;
};

static inline int trial_random(struct trial *t, int below)
{
    t->random ^= t->random << 13;
    t->random ^= t->random >> 7;
    t->random ^= t->random << 17;
    return (int)(t->random % (uint64_t)below);
}

static inline struct plan_instance trial_instance(const struct trial *t)
{
    return (struct plan_instance){.people = t->people,
                                  .offers = t->offers,
                                  .units = t->units,
                                  .quotas = t->quotas,
                                  .waves = TRIAL_WAVES,
                                  .weeks = TRIAL_WEEKS,
                                  .person = t->person,
                                  .offer = t->offer,
                                  .quota = t->quota,
                                  .unit_cap = t->cap,
                                  .arc_first = t->first,
                                  .arc = t->arc};
}

static inline void trial_offer(struct trial *t, int c, int with)
{
    struct plan_offer *o = &t->offer[c];
    o->seats_max = trial_random(t, t->people / t->offers + 3);
    o->seats_min = with & TRIAL_MINIMA && o->seats_max ? trial_random(t, o->seats_max + 1) : 0;
    o->must_run = with & TRIAL_MINIMA && trial_random(t, 8) == 0;
    int start = trial_random(t, TRIAL_WEEKS), length = 1 + trial_random(t, 3);
    for (int w = start; w < start + length && w < TRIAL_WEEKS; w++) o->weeks |= 1ull << w;
    if (trial_random(t, 6) == 0) o->weeks = 0;
    o->wave = start * TRIAL_WAVES / TRIAL_WEEKS;
    o->by = trial_random(t, PLAN_PLACES + 1);
    o->quota_first = t->quotas;
    o->quota_count = o->by ? TRIAL_GROUPS : 0;
    for (int g = 0; g < o->quota_count; g++) {
        int max = 1 + trial_random(t, 4);
        t->quota[t->quotas++] = (struct plan_quota){with & TRIAL_MINIMA && trial_random(t, 4) == 0, max};
    }
}

static inline void trial_person(struct trial *t, int p)
{
    struct plan_person *who = &t->person[p];
    who->unit = trial_random(t, t->units);
    who->urgency = trial_random(t, 4) == 0 ? trial_random(t, 400) : 1000 + trial_random(t, 4000);
    for (int i = 0; i < PLAN_PLACES; i++) who->place[i] = trial_random(t, TRIAL_GROUPS);
    int64_t n = t->first[p];
    for (int c = 0; c < t->offers; c++)
        if (trial_random(t, 5) < 3) t->arc[n++] = PLAN_ARC(c, trial_random(t, 600));
    t->first[p + 1] = n;
}

/* Some are frozen where they fit beside the others who are. */
static inline void trial_pins(struct trial *t)
{
    int seats[TRIAL_OFFERS] = {0}, quota[TRIAL_OFFERS * TRIAL_GROUPS] = {0}, away[TRIAL_UNITS] = {0};
    for (int p = 0; p < t->people; p++) {
        struct plan_person *who = &t->person[p];
        if (trial_random(t, 10) || t->first[p] == t->first[p + 1]) continue;
        int c = PLAN_ARC_OFFER(t->arc[t->first[p]]);
        struct plan_offer *o = &t->offer[c];
        int *group = o->by ? &quota[o->quota_first + who->place[o->by - 1]] : NULL;
        if (seats[c] >= o->seats_max || away[who->unit] >= t->cap[who->unit] ||
            (group && *group >= t->quota[group - quota].max)) {
            who->pin = PLAN_STAYS_OUT;
            continue;
        }
        who->pin = c + 1;
        seats[c]++;
        away[who->unit]++;
        if (group) ++*group;
    }
}

static inline void trial_make(struct trial *t, uint64_t seed, int people, int with)
{
    memset(t, 0, sizeof *t);
    t->random = seed * 0x9e3779b97f4a7c15ull + 1;
    for (int i = 0; i < 8; i++) trial_random(t, 2);
    t->people = people;
    t->offers = people < 14 ? 2 + trial_random(t, 4) : 4 + trial_random(t, TRIAL_OFFERS - 3);
    t->units = 1 + trial_random(t, TRIAL_UNITS);
    for (int c = 0; c < t->offers; c++) trial_offer(t, c, with);
    for (int u = 0; u < t->units; u++) t->cap[u] = with & TRIAL_CAPS ? 1 + trial_random(t, 3) : PLAN_NO_CAP;
    for (int p = 0; p < people; p++) trial_person(t, p);
    if (with & TRIAL_PINS) trial_pins(t);
}

/* ---- the optimum of the flow: shortest augmenting paths by Bellman and Ford ---- */

enum { TRIAL_NODES = TRIAL_PEOPLE + TRIAL_OFFERS * (TRIAL_GROUPS + 1) + 2, TRIAL_EDGES = 4096 };

struct trial_flow {
    int nodes, edges;
    struct trial_edge {
        int from, to, room, cost;
    } edge[TRIAL_EDGES]; /* edge i ^ 1 runs back */
};

static inline void trial_edge(struct trial_flow *f, int from, int to, int room, int cost)
{
    f->edge[f->edges++] = (struct trial_edge){from, to, room, cost};
    f->edge[f->edges++] = (struct trial_edge){to, from, 0, -cost};
}

/* Sends one person along the cheapest path; returns its cost. */
static inline int64_t trial_augment(struct trial_flow *f, int source, int sink)
{
    int64_t far[TRIAL_NODES];
    int by[TRIAL_NODES];
    for (int i = 0; i < f->nodes; i++) far[i] = INT64_MAX / 2;
    far[source] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < f->edges; i++) {
            const struct trial_edge *e = &f->edge[i];
            if (!e->room || far[e->from] + e->cost >= far[e->to] || far[e->from] >= INT64_MAX / 4) continue;
            far[e->to] = far[e->from] + e->cost;
            by[e->to] = i;
            changed = true;
        }
    }
    for (int n = sink; n != source; n = f->edge[by[n]].from) {
        f->edge[by[n]].room--;
        f->edge[by[n] ^ 1].room++;
    }
    return far[sink];
}

/* The least objective without caps, minima and pins. */
static inline int64_t trial_flow(const struct trial *t)
{
    static struct trial_flow f;
    int sink = t->people + t->offers + t->quotas;
    f = (struct trial_flow){.nodes = sink + 1};
    for (int p = 0; p < t->people; p++) {
        trial_edge(&f, p, sink, 1, t->person[p].urgency);
        for (int64_t e = t->first[p]; e < t->first[p + 1]; e++) {
            int c = PLAN_ARC_OFFER(t->arc[e]);
            const struct plan_offer *o = &t->offer[c];
            int to = o->by ? t->people + t->offers + o->quota_first + t->person[p].place[o->by - 1] : t->people + c;
            trial_edge(&f, p, to, 1, PLAN_ARC_FIT(t->arc[e]));
        }
    }
    for (int c = 0; c < t->offers; c++) {
        const struct plan_offer *o = &t->offer[c];
        trial_edge(&f, t->people + c, sink, o->seats_max, 0);
        for (int g = o->quota_first; g < o->quota_first + o->quota_count; g++)
            trial_edge(&f, t->people + t->offers + g, t->people + c, t->quota[g].max, 0);
    }
    int64_t sum = 0;
    for (int p = 0; p < t->people; p++) sum += trial_augment(&f, p, sink);
    return sum;
}

/* ---- all answers, cut off where they cannot become the best ---- */

struct trial_all {
    const struct trial *t;
    enum plan_mode mode;
    int seats[TRIAL_OFFERS], quota[TRIAL_OFFERS * TRIAL_GROUPS], away[TRIAL_UNITS][TRIAL_WEEKS];
    int64_t least[TRIAL_PEOPLE + 1]; /* of the people from p on, if nothing were full */
    int64_t best;
    bool may_lack[TRIAL_OFFERS]; /* an offer that cannot be cancelled runs with fewer people, too */
    int32_t at[TRIAL_PEOPLE];
    bool (*allows)(const struct trial_all *s, void *arg); /* an answer, beside the model; NULL: any */
    void *arg;
};

static inline bool trial_has_minima(const struct trial_all *s)
{
    for (int c = 0; c < s->t->offers; c++) {
        const struct plan_offer *o = &s->t->offer[c];
        if (s->may_lack[c] || !s->seats[c]) continue;
        if (s->seats[c] < o->seats_min) return false;
        for (int g = o->quota_first; g < o->quota_first + o->quota_count; g++)
            if (s->quota[g] < s->t->quota[g].min) return false;
    }
    return true;
}

static inline bool trial_sit(struct trial_all *s, int p, int c, int by)
{
    const struct plan_offer *o = &s->t->offer[c];
    const struct plan_person *who = &s->t->person[p];
    bool fits = (s->seats[c] += by) <= o->seats_max;
    if (o->by) {
        int g = o->quota_first + who->place[o->by - 1];
        fits &= (s->quota[g] += by) <= s->t->quota[g].max;
    }
    uint64_t taken = s->mode == PLAN_WEEKLY ? o->weeks : o->weeks ? 1ull << o->wave : 0;
    for (int w = 0; w < TRIAL_WEEKS; w++)
        if (taken >> w & 1) fits &= (s->away[who->unit][w] += by) <= s->t->cap[who->unit];
    return fits;
}

static inline void trial_descend(struct trial_all *s, int p, int64_t sum)
{
    const struct trial *t = s->t;
    if (sum + s->least[p] >= s->best) return;
    if (p == t->people) {
        if (trial_has_minima(s) && (!s->allows || s->allows(s, s->arg))) s->best = sum;
        return;
    }
    int pin = t->person[p].pin;
    for (int64_t e = t->first[p]; e < t->first[p + 1]; e++) {
        int c = PLAN_ARC_OFFER(t->arc[e]);
        if (pin && pin - 1 != c) continue;
        s->at[p] = c;
        if (trial_sit(s, p, c, 1)) trial_descend(s, p + 1, sum + PLAN_ARC_FIT(t->arc[e]));
        trial_sit(s, p, c, -1);
    }
    s->at[p] = PLAN_OUT;
    if (pin <= 0) trial_descend(s, p + 1, sum + t->person[p].urgency);
}

/* The least objective of all answers that are allowed, with or without minima. For a dozen people. */
static inline int64_t trial_best_of(const struct trial *t, enum plan_mode mode, bool minima,
                                    bool (*allows)(const struct trial_all *s, void *arg), void *arg)
{
    struct trial_all s = {.t = t, .mode = mode, .best = INT64_MAX / 2, .allows = allows, .arg = arg};
    for (int c = 0; c < t->offers; c++) s.may_lack[c] = !minima || t->offer[c].must_run;
    for (int p = 0; p < t->people; p++)
        if (t->person[p].pin > 0) s.may_lack[t->person[p].pin - 1] = true;
    for (int p = t->people - 1; p >= 0; p--) {
        int64_t least = t->person[p].urgency;
        for (int64_t e = t->first[p]; e < t->first[p + 1]; e++)
            if (PLAN_ARC_FIT(t->arc[e]) < least) least = PLAN_ARC_FIT(t->arc[e]);
        s.least[p] = s.least[p + 1] + least;
    }
    trial_descend(&s, 0, 0);
    return s.best;
}

static inline int64_t trial_best(const struct trial *t, enum plan_mode mode, bool minima)
{
    return trial_best_of(t, mode, minima, NULL, NULL);
}

#endif
