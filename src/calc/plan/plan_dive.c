/* calc/plan/plan_dive.c: places for people where units have caps: a dive along the prices.
 *
 * Round after round the people whose best offer is nearly certain get it (and the surest tenth in any case), the room
 * shrinks, and the prices settle for the rest. Whoever is left goes where there is room, the most urgent first.
 */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

enum {
    ROUNDS = 60,
    PASSES = 6,
    TAU_DIVE = 16 * PLAN_PRICE_ONE, /* high enough for prices to move as far as the room that is left asks */
    SURE = 65536 * 98 / 100,
    TENTH = 10,
};

struct sure {
    uint32_t share;
    int32_t rank;
};

static int by_share(const void *x, const void *y)
{
    const struct sure *a = x, *b = y;
    if (a->share != b->share) return a->share > b->share ? -1 : 1;
    return a->rank < b->rank ? -1 : 1;
}

static int32_t fix_sure(struct solver *s, struct ascent *ascent, uint8_t *decided, struct sure *sure)
{
    const struct likely *likely = ascent_likely(ascent);
    int32_t n = 0, fixed = 0;
    for (int32_t p = 0; p < s->in->people; p++)
        if (!decided[p]) sure[n++] = (struct sure){likely[p].share, s->rank[p]};
    qsort(sure, (size_t)n, sizeof *sure, by_share);
    for (int32_t i = 0; i < n && (sure[i].share >= SURE || i <= n / TENTH); i++) {
        int32_t p = s->unit_person[sure[i].rank];
        if (likely[p].offer >= 0) {
            if (!has_room(s, p, likely[p].offer)) continue;
            place(s, p, likely[p].offer, likely[p].fit);
        }
        decided[p] = 1;
        ascent_decided(ascent, p);
        fixed++;
    }
    return fixed;
}

void dive_run(struct solver *s, struct ascent *ascent)
{
    uint8_t *decided = calloc((size_t)s->in->people + 1, 1);
    struct sure *sure = malloc(sizeof *sure * (size_t)(s->in->people + 1));
    if (!decided || !sure) abort();
    int32_t left = 0;
    for (int32_t p = 0; p < s->in->people; p++) {
        decided[p] = is_pinned(s, p);
        left += !decided[p];
    }
    for (int round = 0; round < ROUNDS && left > 0 && !solver_stopping(s); round++) {
        ascent_settle(ascent, round ? PASSES : 2, TAU_DIVE);
        left -= fix_sure(s, ascent, decided, sure);
        ascent_narrow(ascent);
        solver_report(s, "places", 44 + 40 * round / ROUNDS, false);
    }
    free(decided);
    free(sure);
}

struct left_out {
    int32_t urgency, rank;
};

static int by_urgency(const void *x, const void *y)
{
    const struct left_out *a = x, *b = y;
    if (a->urgency != b->urgency) return a->urgency > b->urgency ? -1 : 1;
    return a->rank < b->rank ? -1 : 1;
}

static void place_best(struct solver *s, int32_t p)
{
    int32_t best = PLAN_OUT, fit = s->in->person[p].urgency;
    for (int64_t e = s->in->arc_first[p]; e < s->in->arc_first[p + 1]; e++) {
        int32_t c = PLAN_ARC_OFFER(s->in->arc[e]), f = PLAN_ARC_FIT(s->in->arc[e]);
        if (f >= fit || !has_room(s, p, c)) continue;
        best = c;
        fit = f;
    }
    if (best >= 0) place(s, p, best, fit);
}

void places_filled(struct solver *s)
{
    struct left_out *list = malloc(sizeof *list * (size_t)(s->in->people + 1));
    if (!list) abort();
    int32_t n = 0;
    for (int32_t p = 0; p < s->in->people; p++)
        if (s->at[p] < 0 && !is_pinned(s, p)) list[n++] = (struct left_out){s->in->person[p].urgency, s->rank[p]};
    qsort(list, (size_t)n, sizeof *list, by_urgency);
    for (int32_t i = 0; i < n; i++) place_best(s, s->unit_person[list[i].rank]);
    free(list);
}
