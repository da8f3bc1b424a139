/* app/demo/rounds.c: the focus district's rounds of dispatch: one whose calls are being answered, and the next one, to
 * be reviewed. */
#include "app/demo/demo.h"
#include "domain/dispatch/dispatch.h"

static struct err *add_classes(struct demo *d, const struct demo_class *plans, size_t n, struct list *ret_ids)
{
    for (size_t i = 0; i < n; i++) TRY(demo_add_class(d, &plans[i], list_add(d->c->arena, ret_ids, int64_t)));
    return NULL;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

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
    TRY(add_classes(d, now, COUNT(now), &rounds.classes));
    TRY(add_classes(d, next, COUNT(next), &rounds.next_classes));
    return dispatch_demo_make(d->c, &rounds);
}
