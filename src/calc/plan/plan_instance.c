/* calc/plan/plan_instance.c: what an instance must keep to, and small questions to it. */
#include "calc/plan/plan_private.h"

#include <stdlib.h>

static struct err *wrong(struct arena *a, const char *list, int64_t index, const char *member, const char *zh,
                         const char *en)
{
    struct str field = str_printf(a, "%s[%lld].%s", list, (long long)index, member);
    struct err *e = err_new(a, __FILE__, __LINE__, ERR_INVALID, "plan.instance", field, "%s", "%s", "");
    e->zh = str_printf(a, "%.*s%s。", STR_ARG(field), zh);
    e->en = str_printf(a, "%.*s %s.", STR_ARG(field), en);
    return e;
}

static struct err *check_sizes(struct arena *a, const struct plan_instance *in)
{
    if (in->people < 0 || in->people > PLAN_PEOPLE_MAX)
        FAIL_FIELD(a, "plan.instance", "people", "最多 %d 人。", "At most %d people.", PLAN_PEOPLE_MAX);
    if (in->offers < 0 || in->offers > PLAN_OFFERS_MAX)
        FAIL_FIELD(a, "plan.instance", "offers", "最多 %d 个班次。", "At most %d offers.", PLAN_OFFERS_MAX);
    if (in->quotas < 0 || in->quotas > PLAN_GROUPS_MAX)
        FAIL_FIELD(a, "plan.instance", "quotas", "最多 %d 个名额组。", "At most %d quota groups.", PLAN_GROUPS_MAX);
    if (in->units < 0 || in->units > PLAN_PEOPLE_MAX)
        FAIL_FIELD(a, "plan.instance", "units", "最多 %d 个单位。", "At most %d units.", PLAN_PEOPLE_MAX);
    if (in->waves < 1 || in->waves > PLAN_PERIODS_MAX || in->weeks < 0 || in->weeks > PLAN_PERIODS_MAX)
        FAIL_FIELD(a, "plan.instance", "waves", "期次为 1 至 %d，周数为 0 至 %d。", "1 to %d waves, 0 to %d weeks.",
                   PLAN_PERIODS_MAX, PLAN_PERIODS_MAX);
    return NULL;
}

static const char *offer_fault(const struct plan_instance *in, const struct plan_offer *o)
{
    if (o->seats_max < 0 || o->seats_max > PLAN_SEATS_MAX) return "seats_max";
    if (o->seats_min < 0 || o->seats_min > o->seats_max) return "seats_min";
    if (o->wave < 0 || o->wave >= in->waves) return "wave";
    if (in->weeks < PLAN_PERIODS_MAX && o->weeks >> in->weeks) return "weeks";
    if (o->by < 0 || o->by > PLAN_PLACES) return "by";
    if (o->quota_count < 0 || (o->by == 0 && o->quota_count)) return "quota_count";
    if (o->quota_first < 0 || (int64_t)o->quota_first + o->quota_count > in->quotas) return "quota_first";
    return NULL;
}

static struct err *check_offers(struct arena *a, const struct plan_instance *in)
{
    int64_t slots = 0;
    for (int32_t c = 0; c < in->offers; c++) {
        const char *fault = offer_fault(in, &in->offer[c]);
        if (fault) return wrong(a, "offers", c, fault, "超出允许的范围", "is out of bounds");
        slots += in->offer[c].by ? in->offer[c].quota_count : 1;
    }
    if (slots > PLAN_GROUPS_MAX)
        FAIL_FIELD(a, "plan.instance", "quotas", "名额组过多。", "There are too many quota groups.");
    for (int32_t q = 0; q < in->quotas; q++)
        if (in->quota[q].min < 0 || in->quota[q].max < in->quota[q].min)
            return wrong(a, "quotas", q, "max", "小于最少人数", "is less than the minimum");
    for (int32_t u = 0; u < in->units; u++)
        if (in->unit_cap[u] < 0) return wrong(a, "units", u, "cap", "不能为负", "must not be negative");
    return NULL;
}

static struct err *check_arcs(struct arena *a, const struct plan_instance *in, int32_t p)
{
    const struct plan_person *who = &in->person[p];
    int64_t first = in->arc_first[p], end = in->arc_first[p + 1];
    if (end < first || end - first > PLAN_ARCS_OF_PERSON_MAX)
        return wrong(a, "people", p, "arcs", "可选班次过多", "has too many offers");
    int32_t last = -1;
    for (int64_t e = first; e < end; e++) {
        int32_t c = PLAN_ARC_OFFER(in->arc[e]);
        if (c >= in->offers || c <= last)
            return wrong(a, "people", p, "arcs", "班次不存在、重复或未按顺序",
                         "names an offer that is absent, twice there, or out of order");
        const struct plan_offer *o = &in->offer[c];
        if (o->by && (who->place[o->by - 1] < 0 || who->place[o->by - 1] >= o->quota_count))
            return wrong(a, "people", p, "place", "在可选班次中没有名额组",
                         "has no quota group in an offer that is open to the person");
        last = c;
    }
    return NULL;
}

static struct err *check_person(struct arena *a, const struct plan_instance *in, int32_t p)
{
    const struct plan_person *who = &in->person[p];
    if (who->unit < 0 || who->unit >= in->units) return wrong(a, "people", p, "unit", "没有这个单位", "is no unit");
    if (who->urgency < 0 || who->urgency > PLAN_URGENCY_MAX)
        return wrong(a, "people", p, "urgency", "超出允许的范围", "is out of bounds");
    TRY(check_arcs(a, in, p));
    if (who->pin < PLAN_STAYS_OUT || who->pin > in->offers || (who->pin > 0 && plan_fit(in, p, who->pin - 1) < 0))
        return wrong(a, "people", p, "pin", "不是此人可参加的班次", "is not an offer that is open to the person");
    if (who->also < 0 || who->also > in->people || who->also == p + 1)
        return wrong(a, "people", p, "also", "没有这个人", "is nobody");
    return NULL;
}

/* Two entries of one person: no offer of the one may take them away while an offer of the other does. */
static struct err *check_second(struct arena *a, const struct plan_instance *in, int32_t p)
{
    int32_t q = in->person[p].also - 1;
    if (in->person[q].also)
        return wrong(a, "people", p, "also", "所指的不是此人的第一条", "is not the person's first entry");
    uint64_t weeks[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        for (int64_t e = in->arc_first[i ? q : p]; e < in->arc_first[(i ? q : p) + 1]; e++) {
            const struct plan_offer *o = &in->offer[PLAN_ARC_OFFER(in->arc[e])];
            weeks[i] |= o->weeks;
        }
    if (weeks[0] & weeks[1])
        return wrong(a, "people", p, "also", "两条的班次在时间上有重叠",
                     "has offers that overlap with those of the first entry");
    return NULL;
}

/* What is frozen must fit by itself, or there is no answer at all. */
static struct err *check_pins(struct arena *a, const struct plan_instance *in, enum plan_mode mode)
{
    int periods = mode == PLAN_WEEKLY ? in->weeks : in->waves;
    struct arena *own = arena_open((size_t)8 << 30);
    int32_t *seats = arena_array(own, int32_t, in->offers + 1), *quota = arena_array(own, int32_t, in->quotas + 1);
    int32_t *away = arena_array(own, int32_t, (int64_t)in->units * periods + 1);
    struct err *e = NULL;
    for (int32_t p = 0; p < in->people && !e; p++) {
        if (in->person[p].pin <= 0) continue;
        int32_t c = in->person[p].pin - 1, g = plan_group(in, p, c), u = in->person[p].unit;
        if (++seats[c] > in->offer[c].seats_max)
            e = wrong(a, "offers", c, "seats_max", "少于已锁定的人数", "is less than the people who are frozen there");
        else if (g >= 0 && ++quota[g] > in->quota[g].max)
            e = wrong(a, "quotas", g, "max", "少于已锁定的人数", "is less than the people who are frozen there");
        for (uint64_t m = plan_periods(&in->offer[c], mode); m && !e; m &= m - 1)
            if (++away[(int64_t)u * periods + __builtin_ctzll(m)] > in->unit_cap[u])
                e = wrong(a, "units", u, "cap", "少于已锁定的人数", "is less than the people who are frozen away");
    }
    arena_close(own);
    return e;
}

struct err *plan_check_instance(struct arena *a, const struct plan_instance *in, enum plan_mode mode)
{
    TRY(check_sizes(a, in));
    TRY(check_offers(a, in));
    if (in->people && in->arc_first[0] != 0) return wrong(a, "people", 0, "arcs", "不从零开始", "does not begin at 0");
    for (int32_t p = 0; p < in->people; p++) TRY(check_person(a, in, p));
    for (int32_t p = 0; p < in->people; p++)
        if (in->person[p].also) TRY(check_second(a, in, p));
    return check_pins(a, in, mode);
}

int32_t plan_fit(const struct plan_instance *in, int32_t person, int32_t offer)
{
    int64_t low = in->arc_first[person], high = in->arc_first[person + 1];
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (PLAN_ARC_OFFER(in->arc[middle]) < offer)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < in->arc_first[person + 1] && PLAN_ARC_OFFER(in->arc[low]) == offer;
    return found ? PLAN_ARC_FIT(in->arc[low]) : -1;
}

int32_t plan_group(const struct plan_instance *in, int32_t person, int32_t offer)
{
    const struct plan_offer *o = &in->offer[offer];
    return o->by ? o->quota_first + in->person[person].place[o->by - 1] : -1;
}

uint64_t plan_periods(const struct plan_offer *offer, enum plan_mode mode)
{
    if (mode == PLAN_WEEKLY) return offer->weeks;
    return offer->weeks ? 1ull << offer->wave : 0;
}

int64_t plan_gap_ppm(const struct plan_result *r)
{
    return r->objective > 0 ? (int64_t)((__int128)(r->objective - r->bound) * 1000000 / r->objective) : 0;
}

int64_t plan_gap_over_fit_ppm(const struct plan_result *r)
{
    return r->fit > 0 ? (int64_t)((__int128)(r->objective - r->bound) * 1000000 / r->fit) : 0;
}

int64_t plan_gap_per_person_centi(const struct plan_result *r)
{
    return r->people > 0 ? (r->objective - r->bound) * 100 / r->people : 0;
}
