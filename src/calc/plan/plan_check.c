/* calc/plan/plan_check.c: recomputes all that an answer claims. Shares no code with the solver, so that a mistake there
 * does not excuse itself here: it reads the instance and the result, and nothing else. */
#include "calc/plan/plan.h"
#include "core/arena.h"

#include <stdlib.h>
#include <string.h>

struct checking {
    const struct plan_instance *in;
    const struct plan_result *r;
    struct plan_verdict *verdict;
    struct plan_breach *breach;
    int32_t *seats, *quota; /* counted */
    int32_t *away;          /* units × periods */
    uint8_t *kept;          /* of each offer: it is not to be cancelled */
    uint8_t *hopeless;      /* of each offer: in no answer does it run; NULL: minima do not count */
    int periods;
};

static void report(struct checking *k, struct plan_breach breach)
{
    if (k->verdict->breaches++ < PLAN_BREACHES_MAX) k->breach[k->verdict->listed++] = breach;
}

static struct plan_breach about(enum plan_breach_kind kind, int64_t have, int64_t limit)
{
    return (struct plan_breach){kind, -1, -1, -1, -1, -1, have, limit};
}

static uint64_t taken_periods(const struct checking *k, int32_t c)
{
    const struct plan_offer *o = &k->in->offer[c];
    if (k->r->mode == PLAN_WEEKLY) return o->weeks;
    return o->weeks == 0 ? 0 : (uint64_t)1 << o->wave;
}

static void count_person(struct checking *k, int32_t p)
{
    const struct plan_instance *in = k->in;
    const struct plan_person *who = &in->person[p];
    int32_t c = k->r->assigned[p], fit = -1;
    int32_t frozen = who->pin == 0 ? c : who->pin < 0 ? PLAN_OUT : who->pin - 1;
    if (c != frozen) {
        struct plan_breach b = about(PLAN_BREACH_PIN, c, frozen);
        b.person = p;
        report(k, b);
    }
    if (c == PLAN_OUT) {
        k->verdict->objective += who->urgency;
        k->verdict->left_out++;
        return;
    }
    for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++)
        if ((int32_t)(in->arc[e] >> 10) == c) fit = (int32_t)(in->arc[e] & 1023);
    if (c < 0 || c >= in->offers || fit < 0) {
        struct plan_breach b = about(PLAN_BREACH_ARC, c, 0);
        b.person = p;
        report(k, b);
        return;
    }
    k->verdict->objective += fit;
    k->verdict->fit += fit;
    k->seats[c]++;
    if (in->offer[c].by) k->quota[in->offer[c].quota_first + who->place[in->offer[c].by - 1]]++;
    uint64_t taken = taken_periods(k, c);
    for (int w = 0; w < k->periods; w++)
        if (taken >> w & 1) k->away[(int64_t)who->unit * k->periods + w]++;
}

static void check_offer(struct checking *k, int32_t c, bool no_minimum)
{
    const struct plan_offer *o = &k->in->offer[c];
    enum plan_run run = k->r->run[c];
    struct plan_breach b = about(PLAN_BREACH_SEATS, k->seats[c], o->seats_max);
    b.offer = c;
    if (k->seats[c] > o->seats_max) report(k, b);
    b.kind = PLAN_BREACH_CANCELLED, b.limit = 0;
    if (run == PLAN_CANCELLED && k->seats[c] > 0) report(k, b);
    b.kind = PLAN_BREACH_MINIMUM, b.limit = o->seats_min;
    if (!no_minimum && run == PLAN_RUNS && k->seats[c] < o->seats_min) report(k, b);
    for (int32_t g = 0; g < o->quota_count; g++) {
        const struct plan_quota *q = &k->in->quota[o->quota_first + g];
        b.quota = o->quota_first + g, b.have = k->quota[b.quota];
        b.kind = PLAN_BREACH_QUOTA, b.limit = q->max;
        if (b.have > q->max) report(k, b);
        b.kind = PLAN_BREACH_QUOTA_MINIMUM, b.limit = q->min;
        if (!no_minimum && run == PLAN_RUNS && k->seats[c] > 0 && b.have < q->min) report(k, b);
    }
}

static void check_units(struct checking *k)
{
    for (int32_t u = 0; u < k->in->units; u++)
        for (int w = 0; w < k->periods; w++) {
            int32_t have = k->away[(int64_t)u * k->periods + w];
            if (have <= k->in->unit_cap[u]) continue;
            struct plan_breach b = about(PLAN_BREACH_CAP, have, k->in->unit_cap[u]);
            b.unit = u, b.period = w;
            report(k, b);
        }
}

static void check_overlap(struct checking *k, int32_t p)
{
    int32_t other = k->in->person[p].also - 1, c = k->r->assigned[p];
    if (other < 0 || c < 0 || c >= k->in->offers) return;
    int32_t d = k->r->assigned[other];
    if (d < 0 || d >= k->in->offers || !(k->in->offer[c].weeks & k->in->offer[d].weeks)) return;
    struct plan_breach b = about(PLAN_BREACH_OVERLAP, d, 0);
    b.person = p, b.offer = c;
    report(k, b);
}

/* ---- the bound ---- */

static int64_t price_at(const struct checking *k, int32_t p, int32_t c)
{
    const struct plan_offer *o = &k->in->offer[c];
    const struct plan_prices *prices = &k->r->prices;
    int64_t sum = prices->seat[c];
    if (o->by) sum += prices->quota[o->quota_first + k->in->person[p].place[o->by - 1]];
    uint64_t taken = taken_periods(k, c);
    for (int w = 0; w < k->periods; w++)
        if (taken >> w & 1) sum += prices->away[(int64_t)k->in->person[p].unit * k->periods + w];
    return sum;
}

/* Whether each offer could have its minima at all: in each group of its quotas as many as its maximum and the caps of
 * the units let come. One that could not is cancelled in every answer, so nobody's least cost is there. */
static void find_hopeless(struct checking *k, struct arena *own)
{
    const struct plan_instance *in = k->in;
    int32_t *group_first = arena_array(own, int32_t, in->offers + 1), groups = 0;
    uint8_t *kept = k->kept = arena_array(own, uint8_t, in->offers + 1);
    k->hopeless = arena_array(own, uint8_t, in->offers + 1);
    for (int32_t c = 0; c < in->offers; c++) {
        group_first[c] = groups;
        groups += in->offer[c].by ? in->offer[c].quota_count : 1;
        kept[c] = in->offer[c].must_run;
    }
    int32_t *come = arena_array(own, int32_t, groups + 1), *of_unit = arena_array(own, int32_t, groups + 1);
    int32_t *first = arena_array(own, int32_t, in->units + 2), *list = arena_array(own, int32_t, in->people + 1);
    for (int32_t p = 0; p < in->people; p++) first[in->person[p].unit + 1]++;
    for (int32_t u = 0; u < in->units; u++) first[u + 1] += first[u];
    for (int32_t p = in->people - 1; p >= 0; p--) list[--first[in->person[p].unit + 1]] = p;
    for (int32_t i = 0; i < in->people; i++) {
        const struct plan_person *who = &in->person[list[i]];
        if (who->pin > 0) kept[who->pin - 1] = 1;
        for (int64_t e = in->arc_first[list[i]]; e < in->arc_first[list[i] + 1] && who->pin == 0; e++) {
            const struct plan_offer *o = &in->offer[in->arc[e] >> 10];
            int32_t g = group_first[in->arc[e] >> 10] + (o->by ? who->place[o->by - 1] : 0);
            come[g] += of_unit[g]++ < in->unit_cap[who->unit] || !taken_periods(k, (int32_t)(in->arc[e] >> 10));
        }
        if (i + 1 < in->people && in->person[list[i + 1]].unit == who->unit) continue;
        for (int32_t j = first[who->unit + 1]; j <= i; j++)
            for (int64_t e = in->arc_first[list[j]]; e < in->arc_first[list[j] + 1]; e++) {
                const struct plan_offer *o = &in->offer[in->arc[e] >> 10];
                of_unit[group_first[in->arc[e] >> 10] + (o->by ? in->person[list[j]].place[o->by - 1] : 0)] = 0;
            }
    }
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        int64_t all = 0;
        bool reached = true;
        for (int32_t g = 0; g < (o->by ? o->quota_count : 1); g++) {
            int32_t most = o->by && in->quota[o->quota_first + g].max < o->seats_max ? in->quota[o->quota_first + g].max
                                                                                     : o->seats_max;
            int32_t n = come[group_first[c] + g];
            if (o->by && n < in->quota[o->quota_first + g].min) reached = false;
            all += n < most ? n : most;
        }
        k->hopeless[c] = !kept[c] && (!reached || all < o->seats_min);
    }
}

static int64_t least_cost(const struct checking *k, int32_t p)
{
    const struct plan_person *who = &k->in->person[p];
    int64_t least = who->pin > 0 ? INT64_MAX : (int64_t)who->urgency * PLAN_PRICE_ONE;
    for (int64_t e = k->in->arc_first[p]; e < k->in->arc_first[p + 1]; e++) {
        int32_t c = (int32_t)(k->in->arc[e] >> 10);
        if ((who->pin != 0 && who->pin - 1 != c) || (k->hopeless && k->hopeless[c])) continue;
        int64_t x = (int64_t)(k->in->arc[e] & 1023) * PLAN_PRICE_ONE + price_at(k, p, c);
        if (x < least) least = x;
    }
    return least == INT64_MAX ? 0 : least;
}

/* ---- what seats save, where an offer has its minimum or nobody ---- */

struct group {
    int64_t *first; /* offers + 1, into saving */
    int64_t *saving;
};

static int descending(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? 1 : a > b ? -1 : 0;
}

/* Whether minima count for an offer: it may be cancelled, so that it has enough people or none. */
static bool may_be_cancelled(const struct checking *k, int32_t c)
{
    return !k->kept[c] && !k->hopeless[c] && k->in->offer[c].seats_min > 0 && k->r->prices.seat[c] > 0;
}

/* What a person saves in an offer against the least that they pay, the seat being free of charge. */
static int64_t saving_of(const struct checking *k, int32_t p, int64_t least, uint32_t arc)
{
    int32_t c = (int32_t)(arc >> 10);
    return least - (int64_t)(arc & 1023) * PLAN_PRICE_ONE - price_at(k, p, c) + k->r->prices.seat[c];
}

static int64_t most_saved(const struct group *g, int32_t c, const struct plan_offer *o)
{
    int64_t n = g->first[c + 1] - g->first[c], sum = 0;
    if (n < o->seats_min) return 0;
    qsort(g->saving + g->first[c], (size_t)n, sizeof *g->saving, descending);
    for (int64_t i = 0; i < n && i < o->seats_max; i++) {
        if (i >= o->seats_min && g->saving[g->first[c] + i] <= 0) break;
        sum += g->saving[g->first[c] + i];
    }
    return sum > 0 ? sum : 0;
}

/* By how much less than the price of all seats the people of an offer can save: those offers that lack people. */
static int64_t not_saved(struct checking *k, const int64_t *least, struct arena *own)
{
    const struct plan_instance *in = k->in;
    int32_t *users = arena_array(own, int32_t, in->offers + 1);
    struct group g = {.first = arena_array(own, int64_t, in->offers + 3)};
    int64_t dear = 0, sum = 0;
    for (int32_t p = 0; p < in->people; p++) dear = in->person[p].urgency > dear ? in->person[p].urgency : dear;
    for (int pass = 0; pass < 3; pass++) {
        for (int32_t p = 0; p < in->people; p++)
            for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1] && in->person[p].pin == 0; e++) {
                int32_t c = (int32_t)(in->arc[e] >> 10);
                if (!may_be_cancelled(k, c)) continue;
                bool lacks = users[c] < in->offer[c].seats_min || k->r->prices.seat[c] > dear * PLAN_PRICE_ONE;
                if (pass == 0)
                    users[c] += saving_of(k, p, least[p], in->arc[e]) > 0;
                else if (pass == 1 && lacks)
                    g.first[c + 2]++;
                else if (lacks)
                    g.saving[g.first[c + 1]++] = saving_of(k, p, least[p], in->arc[e]);
            }
        for (int32_t c = 1; c <= in->offers && pass == 1; c++) g.first[c + 1] += g.first[c];
        if (pass == 1) g.saving = arena_array(own, int64_t, g.first[in->offers + 1] + 1);
    }
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        if (!may_be_cancelled(k, c)) continue;
        if (users[c] < o->seats_min || k->r->prices.seat[c] > dear * PLAN_PRICE_ONE)
            sum += (int64_t)k->r->prices.seat[c] * o->seats_max - most_saved(&g, c, o);
    }
    return sum;
}

/* What the prices are paid for; complains of a negative one. */
static int64_t paid(struct checking *k)
{
    const struct plan_prices *prices = &k->r->prices;
    int64_t sum = 0;
    int32_t lowest = 0;
    for (int32_t c = 0; c < k->in->offers; c++) {
        const struct plan_offer *o = &k->in->offer[c];
        lowest = prices->seat[c] < lowest ? prices->seat[c] : lowest;
        sum += (int64_t)prices->seat[c] * o->seats_max;
        for (int32_t g = o->quota_first; g < o->quota_first + o->quota_count; g++) {
            int32_t max = k->in->quota[g].max < o->seats_max ? k->in->quota[g].max : o->seats_max;
            lowest = prices->quota[g] < lowest ? prices->quota[g] : lowest;
            sum += (int64_t)prices->quota[g] * max;
        }
    }
    for (int64_t i = 0; i < (int64_t)k->in->units * k->periods; i++) {
        lowest = prices->away[i] < lowest ? prices->away[i] : lowest;
        sum += (int64_t)prices->away[i] * k->in->unit_cap[i / k->periods];
    }
    if (lowest < 0) report(k, about(PLAN_BREACH_PRICE, lowest, 0));
    return sum;
}

static void check_bound(struct checking *k, bool no_minimum, struct arena *own)
{
    int64_t fine = -paid(k), *least = arena_array(own, int64_t, k->in->people + 1);
    for (int32_t p = 0; p < k->in->people; p++) fine += least[p] = least_cost(k, p);
    if (!no_minimum) fine += not_saved(k, least, own);
    int64_t whole = fine / PLAN_PRICE_ONE;
    k->verdict->bound = whole + (fine > whole * PLAN_PRICE_ONE);
    if (k->r->bound > k->verdict->bound) report(k, about(PLAN_BREACH_BOUND, k->r->bound, k->verdict->bound));
}

void plan_check(struct arena *a, const struct plan_instance *in, const struct plan_result *r, bool no_minimum,
                struct plan_verdict *ret_verdict)
{
    struct arena *own = arena_open((size_t)16 << 30);
    *ret_verdict = (struct plan_verdict){0};
    struct checking k = {.in = in, .r = r, .verdict = ret_verdict};
    k.periods = r->mode == PLAN_WEEKLY ? in->weeks : in->waves;
    ret_verdict->breach = k.breach = arena_array(a, struct plan_breach, PLAN_BREACHES_MAX);
    k.seats = arena_array(own, int32_t, in->offers + 1);
    k.quota = arena_array(own, int32_t, in->quotas + 1);
    k.away = arena_array(own, int32_t, (int64_t)in->units * k.periods + 1);
    for (int32_t p = 0; p < in->people; p++) count_person(&k, p);
    for (int32_t p = 0; p < in->people; p++) check_overlap(&k, p);
    for (int32_t c = 0; c < in->offers; c++) check_offer(&k, c, no_minimum);
    check_units(&k);
    if (r->objective != ret_verdict->objective)
        report(&k, about(PLAN_BREACH_OBJECTIVE, r->objective, ret_verdict->objective));
    if (!no_minimum) find_hopeless(&k, own);
    check_bound(&k, no_minimum, own);
    arena_close(own);
}

/* ---- who is passed over ---- */

struct seating {
    const struct plan_instance *in;
    const struct plan_result *r;
    int64_t *first; /* offers + 1, into holder */
    int32_t *holder;
    int32_t *away; /* units × periods */
    int periods;
};

static void seat_everybody(struct seating *k, struct arena *own)
{
    const struct plan_instance *in = k->in;
    struct checking periods_of = {.in = in, .r = k->r};
    k->periods = k->r->mode == PLAN_WEEKLY ? in->weeks : in->waves;
    k->first = arena_array(own, int64_t, in->offers + 2);
    k->holder = arena_array(own, int32_t, in->people + 1);
    k->away = arena_array(own, int32_t, (int64_t)in->units * k->periods + 1);
    for (int32_t p = 0; p < in->people; p++)
        if (k->r->assigned[p] >= 0) k->first[k->r->assigned[p] + 2]++;
    for (int32_t c = 1; c <= in->offers; c++) k->first[c + 1] += k->first[c];
    for (int32_t p = 0; p < in->people; p++) {
        int32_t c = k->r->assigned[p];
        if (c < 0) continue;
        k->holder[k->first[c + 1]++] = p;
        for (int w = 0; w < k->periods; w++)
            k->away[(int64_t)in->person[p].unit * k->periods + w] += (int32_t)(taken_periods(&periods_of, c) >> w & 1);
    }
}

/* Whether a person fits in an offer once `gone` (a holder of a seat there, or nobody: -1) has left it. */
static bool would_fit(const struct seating *k, int32_t p, int32_t c, int32_t gone)
{
    const struct plan_instance *in = k->in;
    const struct plan_offer *o = &in->offer[c];
    struct checking periods_of = {.in = in, .r = k->r};
    int64_t seats = k->first[c + 1] - k->first[c], group = 0;
    int by = o->by - 1;
    for (int64_t i = k->first[c]; i < k->first[c + 1] && by >= 0; i++)
        group += k->holder[i] != gone && in->person[k->holder[i]].place[by] == in->person[p].place[by];
    if (seats - (gone >= 0) >= o->seats_max) return false;
    if (by >= 0 && group >= in->quota[o->quota_first + in->person[p].place[by]].max) return false;
    int comes_back = gone >= 0 && in->person[gone].unit == in->person[p].unit;
    for (int w = 0; w < k->periods; w++)
        if (taken_periods(&periods_of, c) >> w & 1 &&
            k->away[(int64_t)in->person[p].unit * k->periods + w] - comes_back >= in->unit_cap[in->person[p].unit])
            return false;
    return true;
}

static bool is_passed_over(const struct seating *k, int32_t p, int32_t urgency)
{
    const struct plan_instance *in = k->in;
    for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
        int32_t c = (int32_t)(in->arc[e] >> 10);
        if (k->r->run[c] == PLAN_CANCELLED) continue;
        if (would_fit(k, p, c, -1)) return true;
        for (int64_t i = k->first[c]; i < k->first[c + 1]; i++) {
            const struct plan_person *holder = &in->person[k->holder[i]];
            if (holder->urgency < urgency && holder->pin == 0 && would_fit(k, p, c, k->holder[i])) return true;
        }
    }
    return false;
}

int64_t plan_passed_over(const struct plan_instance *in, const struct plan_result *r, int32_t urgency)
{
    struct arena *own = arena_open((size_t)16 << 30);
    struct seating k = {.in = in, .r = r};
    seat_everybody(&k, own);
    int64_t n = 0;
    for (int32_t p = 0; p < in->people; p++)
        n += r->assigned[p] == PLAN_OUT && in->person[p].pin == 0 && in->person[p].urgency >= urgency &&
             is_passed_over(&k, p, urgency);
    arena_close(own);
    return n;
}
