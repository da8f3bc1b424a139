/* domain/dispatch/dispatch_warm.c: a version that was computed as an answer to begin from: its places as they are now,
 * changes by hand included, and the prices of its proof.
 *
 * Prices are kept as text, those that are not 0: "OFFERS;QUOTAS;UNITS;PERIODS;" and then s, q or a (seat, quota, unit
 * in a period) with the index and the price. Any prices prove something, so what has changed in between (a unit more or
 * fewer) costs time at most.
 */
#include "core/arena.h"
#include "core/buf.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_plan.h"

#include <stdlib.h>

/* ---- prices ---- */

static void write_prices(struct buf *out, char kind, const int32_t *price, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (price[i]) buf_printf(out, "%c%lld=%d;", kind, (long long)i, price[i]);
}

struct str dispatch_warm_text(const struct solving *s)
{
    const struct plan_prices *p = &s->result.prices;
    struct buf out;
    buf_init(&out, LIMIT_CALL_ARENA_BYTES);
    buf_printf(&out, "%d;%d;%d;%d;", s->in.offers, s->in.quotas, s->in.units, p->periods);
    write_prices(&out, 's', p->seat, s->in.offers);
    write_prices(&out, 'q', p->quota, s->in.quotas);
    write_prices(&out, 'a', p->away, (int64_t)s->in.units * p->periods);
    struct str text = str_copy(s->a, buf_text(&out));
    buf_done(&out);
    return text;
}

struct reading {
    const char *p, *end;
};

static bool read_number(struct reading *r, char last, int64_t *ret_n)
{
    const char *first = r->p;
    for (*ret_n = 0; r->p < r->end && *r->p >= '0' && *r->p <= '9' && *ret_n < INT32_MAX; r->p++)
        *ret_n = *ret_n * 10 + (*r->p - '0');
    return r->p > first && r->p < r->end && *r->p++ == last;
}

static bool read_price(struct reading *r, int32_t *const price[3], const int64_t n[3])
{
    static const char kinds[] = "sqa";
    int64_t i, value;
    int kind = 0;
    char c = *r->p++;
    while (kind < 3 && kinds[kind] != c) kind++;
    if (kind == 3 || !read_number(r, '=', &i) || !read_number(r, ';', &value)) return false;
    if (i >= n[kind] || value > INT32_MAX) return false;
    price[kind][i] = (int32_t)value;
    return true;
}

static int32_t periods_of(const struct solving *s) { return s->round.mode == MODE_WEEKLY ? s->in.weeks : s->in.waves; }

/* False when they were of an instance of another shape. */
static bool read_prices(const struct solving *s, struct str text, struct plan_prices *ret_prices)
{
    struct reading r = {text.p, text.p + text.n};
    int32_t periods = periods_of(s);
    const int64_t shape[] = {s->in.offers, s->in.quotas, s->in.units, periods};
    const int64_t n[3] = {s->in.offers, s->in.quotas, (int64_t)s->in.units * periods};
    int32_t *price[3];
    for (int i = 0; i < 4; i++) {
        int64_t found;
        if (!read_number(&r, ';', &found) || found != shape[i]) return false;
    }
    for (int i = 0; i < 3; i++) price[i] = arena_array(s->a, int32_t, n[i] + 1);
    while (r.p < r.end)
        if (!read_price(&r, price, n)) return false;
    *ret_prices = (struct plan_prices){.periods = periods, .seat = price[0], .quota = price[1], .away = price[2]};
    return true;
}

/* ---- places ---- */

static int by_id(const void *id, const void *person)
{
    int64_t a = *(const int64_t *)id, b = ((const struct dispatch_person *)person)->id;
    return a < b ? -1 : a > b;
}

static int32_t entry_of(const struct solving *s, int64_t person_id)
{
    const struct dispatch_person *first = s->people.p;
    const struct dispatch_person *p = s->people.n ? bsearch(&person_id, first, s->people.n, sizeof *p, by_id) : NULL;
    return p ? s->entry[p - first] : -1;
}

static int32_t offer_of(const struct solving *s, int64_t class_id)
{
    for (size_t i = 0; i < s->offers.n; i++)
        if (LIST_AT(s->offers, struct dispatch_offer, i)->class_id == class_id) return (int32_t)i;
    return PLAN_OUT;
}

/* Would one more of the person's unit be over its cap? Else counts them. `away` is of the instance's units × periods.
 */
static bool over_cap(const struct solving *s, int32_t entry, int32_t offer, int32_t *away)
{
    enum plan_mode mode = s->round.mode == MODE_WEEKLY ? PLAN_WEEKLY : PLAN_WAVE;
    int32_t unit = s->in.person[entry].unit, *of_unit = away + (int64_t)unit * periods_of(s);
    uint64_t periods = plan_periods(&s->in.offer[offer], mode);
    for (uint64_t m = periods; m; m &= m - 1)
        if (of_unit[__builtin_ctzll(m)] >= s->in.unit_cap[unit]) return true;
    for (uint64_t m = periods; m; m &= m - 1) of_unit[__builtin_ctzll(m)]++;
    return false;
}

/* Who was set by hand is not what the question is about: they stay, unless by hand their unit went over its cap. */
static void stay(const struct solving *s, int32_t entry, int32_t offer, int32_t *away, struct list *changes)
{
    bool wished = s->in.person[entry].pin != PLAN_FREE;
    if (offer != PLAN_OUT && over_cap(s, entry, offer, away)) return;
    if (!wished)
        *list_add(s->a, changes, struct plan_change) =
            (struct plan_change){.kind = PLAN_SET_PIN, .person = entry, .offer = offer};
}

static int64_t cost_of(const struct solving *s, const int32_t *assigned)
{
    int64_t cost = 0;
    for (int32_t e = 0; e < s->in.people; e++)
        cost += assigned[e] == PLAN_OUT ? s->in.person[e].urgency : plan_fit(&s->in, e, assigned[e]);
    return cost;
}

bool dispatch_warm_read(struct solving *s, const struct list *kept, struct str prices, struct list *changes)
{
    struct plan_result r = {.people = s->in.people, .offers = s->in.offers};
    int32_t *assigned = arena_array(s->a, int32_t, s->in.people + 1);
    int32_t *filled = arena_array(s->a, int32_t, s->in.offers + 1);
    uint8_t *run = arena_array(s->a, uint8_t, s->in.offers + 1);
    int32_t *away = arena_array(s->a, int32_t, (size_t)s->in.units * (size_t)periods_of(s) + 1);
    if (!read_prices(s, prices, &r.prices)) return false;
    r.mode = s->round.mode == MODE_WEEKLY ? PLAN_WEEKLY : PLAN_WAVE;
    for (int32_t e = 0; e < s->in.people; e++) assigned[e] = PLAN_OUT;
    for (LIST_EACH(*kept, struct kept_row, k)) {
        int32_t e = entry_of(s, k->person_id), offer = offer_of(s, k->class_id);
        if (e < 0 || (offer != PLAN_OUT && plan_fit(&s->in, e, offer) < 0)) continue; /* no longer admissible */
        assigned[e] = offer;
        if (offer != PLAN_OUT) filled[offer]++;
        if (k->pinned) stay(s, e, offer, away, changes);
    }
    for (int32_t i = 0; i < s->in.offers; i++)
        run[i] = !filled[i] && s->in.offer[i].seats_min > 0 ? PLAN_CANCELLED : PLAN_RUNS;
    r.assigned = assigned;
    r.filled = filled;
    r.run = run;
    r.objective = cost_of(s, assigned);
    s->result = r;
    return true;
}
