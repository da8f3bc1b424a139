/* calc/plan/plan_reason.c: why somebody is where they are, from what the alternatives would really cost. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

struct why {
    struct solver *s;
    int32_t person, at, fit; /* who is asked about, and where they are */
};

/* The best place with room, or left out. */
static int32_t best_open(const struct solver *s, int32_t p, int32_t *ret_cost)
{
    int32_t best = PLAN_OUT;
    *ret_cost = s->in->person[p].urgency;
    for (int64_t e = s->in->arc_first[p]; e < s->in->arc_first[p + 1]; e++) {
        int32_t c = PLAN_ARC_OFFER(s->in->arc[e]), fit = PLAN_ARC_FIT(s->in->arc[e]);
        if (fit >= *ret_cost || !has_room(s, p, c)) continue;
        best = c;
        *ret_cost = fit;
    }
    return best;
}

/* What it would cost that `rival` gives way; the person has no seat while this is asked. */
static void try_rival(const struct why *w, struct plan_option *o, int32_t rival)
{
    struct solver *s = w->s;
    int32_t from = s->at[rival], was = s->fit[rival];
    displace(s, rival);
    if (has_room(s, w->person, o->offer)) {
        place(s, w->person, o->offer, o->fit);
        int32_t cost, to = best_open(s, rival, &cost);
        int64_t change = (int64_t)o->fit - w->fit + cost - was;
        if (o->rival < 0 || change < o->change) {
            o->rival = rival;
            o->rival_to = to;
            o->rival_urgency = s->in->person[rival].urgency;
            o->change = change;
        }
        displace(s, w->person);
    }
    place(s, rival, from, was);
}

/* Trying changes the order of an offer's people, so the list is copied first. */
static void try_all(const struct why *w, struct plan_option *o, const int32_t *people, int32_t n)
{
    int32_t *list = malloc(sizeof *list * (size_t)(n + 1));
    if (!list) abort();
    memcpy(list, people, sizeof *list * (size_t)n);
    bool frozen = false;
    for (int32_t i = 0; i < n; i++) {
        if (w->s->at[list[i]] < 0 || list[i] == w->person) continue;
        if (is_pinned(w->s, list[i]))
            frozen = true;
        else
            try_rival(w, o, list[i]);
    }
    if (o->rival < 0 && frozen) o->obstacle = PLAN_FROZEN;
    free(list);
}

static void find_obstacle(const struct why *w, struct plan_option *o)
{
    struct solver *s = w->s;
    const struct plan_person *who = &s->in->person[w->person];
    const struct post *post = &s->post[o->offer];
    int32_t slot = person_slot(s, who, post);
    uint64_t full = post->periods & unit_full(s, who->unit, 0);
    o->period = full ? __builtin_ctzll(full) : -1;
    if (!post->open)
        o->obstacle = PLAN_NOT_RUN;
    else if (full)
        o->obstacle = PLAN_CAP;
    else if (post->by && s->slot_filled[slot] >= s->slot_max[slot])
        o->obstacle = PLAN_QUOTA;
    else if (post->filled >= post->seats)
        o->obstacle = PLAN_FULL;
    else
        o->obstacle = PLAN_OPEN;
    if (o->obstacle == PLAN_OPEN)
        o->change = (int64_t)o->fit - w->fit;
    else if (o->obstacle == PLAN_CAP)
        try_all(w, o, s->unit_person + s->unit_first[who->unit],
                s->unit_first[who->unit + 1] - s->unit_first[who->unit]);
    else if (o->obstacle != PLAN_NOT_RUN)
        try_all(w, o, s->holder + post->holder_first, post->filled);
}

static int by_fit(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    if (PLAN_ARC_FIT(a) != PLAN_ARC_FIT(b)) return PLAN_ARC_FIT(a) < PLAN_ARC_FIT(b) ? -1 : 1;
    return a < b ? -1 : a > b;
}

static struct plan_option describe(const struct why *w, uint32_t arc)
{
    struct solver *s = w->s;
    int32_t offer = PLAN_ARC_OFFER(arc), fit = PLAN_ARC_FIT(arc);
    struct plan_option o = {.offer = offer, .fit = fit, .period = -1, .rival = -1, .rival_to = PLAN_OUT};
    o.price = (priced(s, w->person, offer, fit) - fit * PLAN_PRICE_ONE) / PLAN_PRICE_ONE;
    if (offer == w->at)
        o.obstacle = PLAN_SEATED;
    else if (is_pinned(s, w->person))
        o.obstacle = PLAN_NOT_ASKED;
    else
        find_obstacle(w, &o);
    return o;
}

void plan_explain(struct arena *a, struct plan_book *book, int32_t person, struct plan_reason *ret_reason)
{
    struct solver *s = book_solver(book);
    const struct plan_instance *in = s->in;
    struct why w = {s, person, s->at[person], s->fit[person]};
    int64_t n = in->arc_first[person + 1] - in->arc_first[person];
    uint32_t *row = arena_copy(a, in->arc + in->arc_first[person], sizeof *row * (size_t)n);
    if (n) qsort(row, (size_t)n, sizeof *row, by_fit);
    struct plan_option *option = arena_array(a, struct plan_option, PLAN_REASON_OPTIONS);
    *ret_reason = (struct plan_reason){.person = person, .offer = w.at, .options = (int32_t)n, .option = option};
    ret_reason->urgency = in->person[person].urgency;
    ret_reason->fit = w.at < 0 ? 0 : w.fit;
    if (w.at >= 0) displace(s, person);
    for (int64_t i = 0; i < n; i++) {
        bool seated = PLAN_ARC_OFFER(row[i]) == w.at;
        if (ret_reason->listed == PLAN_REASON_OPTIONS - 1 && !seated && i < n - 1) continue;
        if (ret_reason->listed == PLAN_REASON_OPTIONS) break;
        option[ret_reason->listed++] = describe(&w, row[i]);
    }
    if (w.at >= 0) place(s, person, w.at, w.fit);
}
