/* calc/plan/plan_change.c: what if: an instance with a few changes, and who moves. */
#include "calc/plan/plan_private.h"

struct changing {
    struct plan_offer *offer;
    struct plan_quota *quota;
    int32_t *cap;
    struct plan_person *person;
    int bars;
};

static bool names_something(const struct plan_instance *in, const struct plan_change *c)
{
    bool person = c->person >= 0 && c->person < in->people, offer = c->offer >= 0 && c->offer < in->offers;
    switch (c->kind) {
    case PLAN_SET_SEATS: return offer;
    case PLAN_SET_QUOTA: return offer && c->place >= 0 && c->place < in->offer[c->offer].quota_count;
    case PLAN_SET_CAP: return c->unit >= 0 && c->unit < in->units;
    case PLAN_SET_PIN: return person && (offer || c->offer == PLAN_OUT);
    case PLAN_SET_FREE: return person;
    case PLAN_SET_BAR: return person && offer;
    }
    return false;
}

static void change_one(struct changing *k, const struct plan_change *c)
{
    switch (c->kind) {
    case PLAN_SET_SEATS:
        k->offer[c->offer].seats_min = c->min;
        k->offer[c->offer].seats_max = c->max;
        break;
    case PLAN_SET_QUOTA:
        k->quota[k->offer[c->offer].quota_first + c->place] = (struct plan_quota){c->min, c->max};
        break;
    case PLAN_SET_CAP: k->cap[c->unit] = c->max; break;
    case PLAN_SET_PIN: k->person[c->person].pin = c->offer == PLAN_OUT ? PLAN_STAYS_OUT : c->offer + 1; break;
    case PLAN_SET_FREE: k->person[c->person].pin = PLAN_FREE; break;
    case PLAN_SET_BAR: k->bars++; break;
    }
}

static bool is_barred(const struct plan_change *changes, int count, int32_t person, int32_t offer)
{
    for (int i = 0; i < count; i++)
        if (changes[i].kind == PLAN_SET_BAR && changes[i].person == person && changes[i].offer == offer) return true;
    return false;
}

/* New rows without the barred arcs. */
static void bar(struct arena *a, struct plan_instance *in, const struct plan_change *changes, int count)
{
    int64_t *first = arena_array(a, int64_t, in->people + 1), n = 0;
    uint32_t *arc = arena_array(a, uint32_t, in->arc_first[in->people] + 1);
    uint8_t *touched = arena_array(a, uint8_t, in->people + 1);
    for (int i = 0; i < count; i++)
        if (changes[i].kind == PLAN_SET_BAR) touched[changes[i].person] = 1;
    for (int32_t p = 0; p < in->people; p++) {
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++)
            if (!touched[p] || !is_barred(changes, count, p, PLAN_ARC_OFFER(in->arc[e]))) arc[n++] = in->arc[e];
        first[p + 1] = n;
    }
    in->arc_first = first;
    in->arc = arc;
}

struct err *plan_change(struct arena *a, const struct plan_instance *in, const struct plan_change *changes, int count,
                        struct plan_instance *ret_instance)
{
    struct changing k = {arena_copy(a, in->offer, sizeof *in->offer * (size_t)in->offers),
                         arena_copy(a, in->quota, sizeof *in->quota * (size_t)in->quotas),
                         arena_copy(a, in->unit_cap, sizeof *in->unit_cap * (size_t)in->units),
                         arena_copy(a, in->person, sizeof *in->person * (size_t)in->people)};
    for (int i = 0; i < count; i++) {
        if (!names_something(in, &changes[i]))
            return err_new(a, __FILE__, __LINE__, ERR_INVALID, "plan.change", str_printf(a, "changes[%d]", i),
                           "第 %d 项调整所指的人、班次、名额组或单位不存在。",
                           "Change %d names a person, offer, group or unit that is not there.", i + 1);
        change_one(&k, &changes[i]);
    }
    *ret_instance = *in;
    ret_instance->offer = k.offer;
    ret_instance->quota = k.quota;
    ret_instance->unit_cap = k.cap;
    ret_instance->person = k.person;
    if (k.bars) bar(a, ret_instance, changes, count);
    return NULL;
}

void plan_compare(struct arena *a, const struct plan_result *before, const struct plan_result *after,
                  struct plan_difference *ret_difference)
{
    int32_t n = 0, people = before->people < after->people ? before->people : after->people;
    for (int32_t p = 0; p < people; p++) n += before->assigned[p] != after->assigned[p];
    struct plan_move *move = arena_array(a, struct plan_move, n + 1);
    n = 0;
    for (int32_t p = 0; p < people; p++)
        if (before->assigned[p] != after->assigned[p])
            move[n++] = (struct plan_move){p, before->assigned[p], after->assigned[p]};
    *ret_difference = (struct plan_difference){after->objective - before->objective, n, move};
}
