/* domain/klass/group_rules.c: dealing people into groups, and the way of minutes. Pure. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/klass/klass_private.h"

/* ---- dealing ---- */

static size_t unit_length(const struct deal_person *people, size_t n, size_t from)
{
    size_t end = from;
    while (end < n && people[end].org_id == people[from].org_id) end++;
    return end - from;
}

/* Of the places first … first+length-1 (counted round the groups), the free one whose group has the fewest women. */
static size_t best_place(const bool *taken, const size_t *women, size_t first, size_t length, size_t groups)
{
    size_t best = length;
    for (size_t i = 0; i < length; i++) {
        if (taken[i]) continue;
        if (best == length || women[(first + i) % groups] < women[(first + best) % groups]) best = i;
    }
    return best;
}

/* The people of one unit take the next places round the groups; its women choose theirs first. */
static void deal_unit(struct arena *a, struct deal_person *people, size_t n, size_t first, size_t groups, size_t *women)
{
    bool *taken = arena_array(a, bool, n);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            bool woman = str_is(people[i].gender, "female");
            if (woman != (pass == 0)) continue;
            size_t place = 0;
            if (woman)
                place = best_place(taken, women, first, n, groups);
            else
                while (taken[place]) place++;
            taken[place] = true;
            people[i].group = (first + place) % groups;
            if (woman) women[people[i].group]++;
        }
}

void group_deal(struct arena *a, struct deal_person *people, size_t n, size_t groups)
{
    size_t *women = arena_array(a, size_t, groups);
    for (size_t from = 0; from < n;) {
        size_t length = unit_length(people, n, from);
        deal_unit(a, people + from, length, from % groups, groups, women);
        from += length;
    }
}

/* ---- minutes ---- */

struct err *minutes_check_write(struct arena *a, const struct group_minutes *minutes, int to, struct str text)
{
    if (minutes->state == MINUTES_SIGNED)
        FAIL(a, ERR_CONFLICT, "minutes.signed", "记录已签核，不能再修改。",
             "The minutes are signed and cannot be changed any more.");
    if (to != MINUTES_DRAFT && to != MINUTES_SUBMITTED)
        FAIL_FIELD(a, "minutes.state", "state", "请保存为草稿或提交；签核请用“签核”。",
                   "Save as a draft or submit; signing is a step of its own.");
    if (to == MINUTES_SUBMITTED && !str_trim(text).n)
        FAIL_FIELD(a, "minutes.empty", "text", "提交前请填写研讨记录。", "Write the minutes before submitting them.");
    return NULL;
}

struct err *minutes_check_sign(struct arena *a, const struct group_minutes *minutes, int64_t person_id)
{
    if (minutes->state == MINUTES_SIGNED)
        FAIL(a, ERR_CONFLICT, "minutes.signed_already", "记录已经签核。", "The minutes are signed already.");
    if (minutes->state != MINUTES_SUBMITTED)
        FAIL(a, ERR_CONFLICT, "minutes.not_submitted", "记录还没有提交，请召集人提交后再签核。",
             "The minutes have not been submitted: ask the facilitator to do so first.");
    if (minutes->written_by == person_id)
        FAIL(a, ERR_DENIED, "minutes.own", "不能签核自己写的记录，请由教学点负责人或班主任签核。",
             "Nobody signs what they wrote: ask the leader of the site or the class manager.");
    return NULL;
}
