/* app/demo/rounds.c: the focus district's rounds of dispatch: one of last term whose classes were held and posted, one
 * whose calls are being answered, and the next one, to be reviewed. */
#include "app/demo/demo.h"
#include "domain/dispatch/dispatch.h"

static struct err *add_classes(struct demo *d, const struct demo_class *plans, size_t n, struct list *ret_ids)
{
    for (size_t i = 0; i < n; i++) TRY(demo_add_class(d, &plans[i], list_add(d->c->arena, ret_ids, int64_t)));
    return NULL;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct err *make_past(struct demo *d, struct dispatch_demo *rounds, size_t school)
{
    const struct demo_class past[] = {
        {"DEMO-2026-06", "优良作风与履职能力培训班（上学期调训）", "open", school, -58, -54, 5, 16, 0, true},
        {"DEMO-2026-07", "城市治理现代化专题班（上学期调训）", "open", d->academy, -44, -42, 3, 10, 0, true},
    };
    int64_t round_id;
    TRY(add_classes(d, past, COUNT(past), &rounds->past_classes));
    demo_account_people(d, &rounds->spared);
    TRY(dispatch_demo_past(d->c, rounds, &round_id));
    for (size_t i = 0; i < COUNT(past); i++)
        TRY(demo_hold_class(d, *LIST_AT(rounds->past_classes, int64_t, i), past[i].from_days, past[i].until_days));
    return dispatch_demo_past_close(d->c, round_id);
}

struct err *demo_make_rounds(struct demo *d)
{
    size_t school = demo_find_org(d, d->focus, DEMO_SCHOOL), unit = demo_find_org(d, d->focus, DEMO_UNIT);
    const struct demo_class now[] = {
        {"DEMO-2026-11", "基层治理能力提升班（调训）", "open", school, 27, 31, 5, 30, 0, true},
        {"DEMO-2026-12", "数字化履职能力短训班（调训）", "open", school, 34, 36, 5, 24, 0, true},
        {"DEMO-2026-13", "民营经济高质量发展研修班（调训）", "open", d->academy, 41, 45, 3, 12, 0, true},
    };
    const struct demo_class next[] = {
        {"DEMO-2026-21", "城市更新与民生保障专题班（下季度）", "open", school, 60, 64, 5, 28, 0, true},
        {"DEMO-2026-22", "应急管理实务短训班（下季度）", "open", school, 74, 75, 5, 24, 0, true},
        {"DEMO-2026-23", "中青年干部培训班（下季度）", "open", d->academy, 88, 101, 3, 15, 0, true},
    };
    struct dispatch_demo rounds = {.org_id = demo_org_at(d, d->focus)->id};
    const struct demo_org *home = demo_org_at(d, unit);
    if (home->person_count > DEMO_CALLED) {
        rounds.unit_id = home->id;
        rounds.waits_id = demo_person_at(d, home->first_person + DEMO_CALLED)->id;
    }
    TRY(make_past(d, &rounds, school));
    TRY(add_classes(d, now, COUNT(now), &rounds.classes));
    TRY(add_classes(d, next, COUNT(next), &rounds.next_classes));
    return dispatch_demo_make(d->c, &rounds);
}
