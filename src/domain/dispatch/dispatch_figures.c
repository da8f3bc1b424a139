/* domain/dispatch/dispatch_figures.c: what an answer means: a reason for each person, and figures to compare it by.
 * Pure. */
#include "core/arena.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_plan.h"

#include <limits.h>

/* What an assignment uses; the same for the solver's answer and for first come, first served. */
struct use {
    const struct plan_instance *in;
    enum plan_mode mode;
    int32_t *filled; /* of each offer */
    int32_t *quota;  /* of each quota */
    int32_t *away;   /* units × PLAN_PERIODS_MAX */
    int32_t *least;  /* urgency, of each offer, of those not set by hand; INT32_MAX when there is nobody */
};

static struct use use_new(struct arena *a, const struct plan_instance *in, enum plan_mode mode)
{
    struct use u = {in,
                    mode,
                    arena_array(a, int32_t, in->offers + 1),
                    arena_array(a, int32_t, in->quotas + 1),
                    arena_array(a, int32_t, (size_t)(in->units + 1) * PLAN_PERIODS_MAX),
                    arena_array(a, int32_t, in->offers + 1)};
    for (int32_t i = 0; i < in->offers; i++) u.least[i] = INT32_MAX;
    return u;
}

static int32_t *away_of(const struct use *u, int32_t person)
{
    return u->away + (size_t)u->in->person[person].unit * PLAN_PERIODS_MAX;
}

static void use_add(struct use *u, int32_t person, int32_t offer)
{
    const struct plan_person *p = &u->in->person[person];
    int32_t group = plan_group(u->in, person, offer);
    u->filled[offer]++;
    if (group >= 0) u->quota[group]++;
    if (p->pin == PLAN_FREE && p->urgency < u->least[offer]) u->least[offer] = p->urgency;
    uint64_t periods = plan_periods(&u->in->offer[offer], u->mode);
    for (int t = 0; periods; t++, periods >>= 1) away_of(u, person)[t] += (int32_t)(periods & 1);
}

static bool cap_full(const struct use *u, int32_t person, int32_t offer)
{
    uint64_t periods = plan_periods(&u->in->offer[offer], u->mode);
    int32_t cap = u->in->unit_cap[u->in->person[person].unit];
    for (int t = 0; periods; t++, periods >>= 1)
        if ((periods & 1) && away_of(u, person)[t] >= cap) return true;
    return false;
}

static bool quota_full(const struct use *u, int32_t person, int32_t offer)
{
    int32_t group = plan_group(u->in, person, offer);
    return group >= 0 && u->quota[group] >= u->in->quota[group].max;
}

static bool seats_full(const struct use *u, int32_t offer) { return u->filled[offer] >= u->in->offer[offer].seats_max; }

void dispatch_plan_prepare(struct solving *s)
{
    struct use *u = arena_new(s->a, struct use);
    *u = use_new(s->a, &s->in, s->result.mode);
    for (int32_t e = 0; e < s->in.people; e++)
        if (s->result.assigned[e] != PLAN_OUT) use_add(u, e, s->result.assigned[e]);
    s->use = u;
}

/* ---- reasons ---- */

/* The offer that fits best, the first of equals; PLAN_OUT when there is none that runs. */
static int32_t best_of(const struct solving *s, int32_t e)
{
    int32_t best = PLAN_OUT, fit = PLAN_FIT_MAX + 1;
    for (int64_t i = s->in.arc_first[e]; i < s->in.arc_first[e + 1]; i++) {
        int32_t offer = PLAN_ARC_OFFER(s->in.arc[i]);
        if (PLAN_ARC_FIT(s->in.arc[i]) < fit) fit = PLAN_ARC_FIT(s->in.arc[i]), best = offer;
    }
    return best;
}

/* What stands in the way at the offer that was wanted. */
static const char *why_not(const struct solving *s, int32_t e, int32_t offer)
{
    const struct use *u = s->use;
    if (s->result.run[offer] == PLAN_CANCELLED) return "not_run";
    bool more_urgent = s->in.person[e].urgency > u->least[offer];
    if (more_urgent && cap_full(u, e, offer)) return "cap";
    if (more_urgent && quota_full(u, e, offer)) return "quota";
    if (seats_full(u, offer)) return "seats";
    if (quota_full(u, e, offer)) return "quota";
    return cap_full(u, e, offer) ? "cap" : "policy";
}

struct dispatch_place dispatch_plan_place(const struct solving *s, size_t i)
{
    const struct dispatch_person *p = LIST_AT(s->people, struct dispatch_person, i);
    int32_t e = s->entry[i];
    struct dispatch_place out = {.person_id = p->id,
                                 .org_path = p->org_path,
                                 .tier = dispatch_tier_of(p, &s->rules, s->today),
                                 .urgency = dispatch_urgency(p, &s->rules, s->today),
                                 .missing_centi = p->missing_centi,
                                 .last_on = p->last_on,
                                 .recent = p->recent,
                                 .debts = p->debts,
                                 .claims = p->claims,
                                 .reason = str_of(s->forbidden[i])};
    if (e < 0) return out;
    int32_t wanted = best_of(s, e), got = s->result.assigned[e];
    out.wanted_id = LIST_AT(s->offers, struct dispatch_offer, wanted)->class_id;
    if (s->use->least[wanted] < INT32_MAX) out.bar = s->use->least[wanted];
    out.pinned = s->in.person[e].pin != PLAN_FREE;
    if (got == PLAN_OUT) {
        out.reason = str_of(why_not(s, e, wanted));
        return out;
    }
    out.class_id = LIST_AT(s->offers, struct dispatch_offer, got)->class_id;
    out.fit = plan_fit(&s->in, e, got);
    out.reason = out.pinned ? STR("pinned") : got == wanted ? STR("best") : STR("next");
    return out;
}

/* ---- figures ---- */

struct tally {
    int64_t placed, never_out, trained_in, over_in, units_in, objective;
};

static int tier_at(const struct solving *s, int32_t e)
{
    const struct dispatch_person *p = LIST_AT(s->people, struct dispatch_person, (size_t)s->person_of[e]);
    return dispatch_tier_of(p, &s->rules, s->today);
}

static void count_one(const struct solving *s, int32_t e, int32_t offer, struct tally *t)
{
    int tier = tier_at(s, e);
    bool in = offer != PLAN_OUT;
    t->placed += in;
    t->never_out += !in && tier == TIER_NEVER;
    t->trained_in += in && (tier == TIER_RECENT || tier == TIER_OVER);
    t->over_in += in && tier == TIER_OVER;
    t->objective += in ? plan_fit(&s->in, e, offer) : s->in.person[e].urgency;
}

static int64_t units_away(const struct use *u)
{
    int64_t n = 0;
    for (int32_t unit = 0; unit < u->in->units; unit++) {
        bool any = false;
        for (int t = 0; t < PLAN_PERIODS_MAX; t++) any |= u->away[(size_t)unit * PLAN_PERIODS_MAX + (size_t)t] > 0;
        n += any;
    }
    return n;
}

static int64_t most_away_ppm(const struct solving *s, const struct use *u)
{
    int64_t most = 0;
    for (int32_t unit = 0; unit < u->in->units; unit++)
        for (int t = 0; t < PLAN_PERIODS_MAX; t++) {
            int64_t away = u->away[(size_t)unit * PLAN_PERIODS_MAX + (size_t)t];
            int64_t share = s->unit_people[unit] ? away * 1000000 / s->unit_people[unit] : 0;
            if (share > most) most = share;
        }
    return most;
}

/* In the order of the list everybody takes what fits best of what is left: what happens without a plan. */
static struct tally first_come(const struct solving *s)
{
    struct tally t = {0};
    struct arena *a = arena_open(LIMIT_PLAN_ARENA_BYTES);
    struct use u = use_new(a, &s->in, s->result.mode);
    for (int32_t e = 0; e < s->in.people; e++) {
        int32_t best = PLAN_OUT, fit = PLAN_FIT_MAX + 1;
        for (int64_t i = s->in.arc_first[e]; i < s->in.arc_first[e + 1]; i++) {
            int32_t offer = PLAN_ARC_OFFER(s->in.arc[i]);
            if (PLAN_ARC_FIT(s->in.arc[i]) >= fit || seats_full(&u, offer) || quota_full(&u, e, offer) ||
                cap_full(&u, e, offer))
                continue;
            fit = PLAN_ARC_FIT(s->in.arc[i]);
            best = offer;
        }
        if (best != PLAN_OUT) use_add(&u, e, best);
        count_one(s, e, best, &t);
    }
    t.units_in = units_away(&u);
    arena_close(a);
    return t;
}

void dispatch_plan_figures(const struct solving *s, struct dispatch_version *v)
{
    struct tally ours = {0}, fcfs = first_come(s);
    v->people = (int64_t)s->people.n;
    v->eligible = s->in.people;
    v->pairs = s->in.arc_first[s->in.people];
    for (int32_t i = 0; i < s->in.offers; i++) v->seats += s->in.offer[i].seats_max;
    for (int32_t e = 0; e < s->in.people; e++) {
        count_one(s, e, s->result.assigned[e], &ours);
        v->never_people += tier_at(s, e) == TIER_NEVER;
    }
    v->placed = ours.placed;
    v->left_out = s->in.people - ours.placed;
    v->never_out = ours.never_out;
    v->trained_in = ours.trained_in;
    v->over_in = ours.over_in;
    v->units_in = units_away(s->use);
    v->unit_most_ppm = most_away_ppm(s, s->use);
    v->objective = s->result.objective;
    v->bound = s->result.bound;
    v->gap_ppm = plan_gap_ppm(&s->result);
    v->fcfs_placed = fcfs.placed;
    v->fcfs_never_out = fcfs.never_out;
    v->fcfs_trained_in = fcfs.trained_in;
    v->fcfs_units_in = fcfs.units_in;
    v->fcfs_objective = fcfs.objective;
}
