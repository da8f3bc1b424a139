/* app/demo/rounds.c: the focus district's rounds of dispatch: one of last term whose classes were held and posted, one
 * whose calls are being answered, and the next one, to be reviewed. */
#include "app/demo/demo.h"
#include "core/arena.h"
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

/* ---- people who can never be released ---- */

enum { FOCUS_HARD = 3, HARD_LEAST = 3, HARD_MOST = 60, PEOPLE_A_HARD = 800, OTHERS_MOST = 60, APART = 5 };
enum pick { PICK_NONE, PICK_HARD, PICK_OTHER };

/* Somebody of a unit or a township; who signs in to the demo keeps the ledger that their page is about. */
static bool may_pick(const struct demo *d, const struct list *spared, size_t i, bool focus)
{
    const struct demo_person *p = demo_person_at(d, i);
    const struct demo_org *org = demo_org_at(d, p->org);
    bool here = (org->kind == DEMO_UNIT || org->kind == DEMO_TOWNSHIP) && (!focus || org->parent == d->focus);
    return here && !list_has_id(spared, p->id);
}

/* One in so many people, so that they come from everywhere. */
static void pick(const struct demo *d, const struct list *spared, uint8_t *picks, enum pick as, size_t most, bool focus)
{
    size_t apart = focus ? APART : d->people.n / (most + 1);
    for (size_t i = apart / 2 + as, since = apart; i < d->people.n && most; i++, since++) {
        if (since < apart || picks[i] || !may_pick(d, spared, i, focus)) continue;
        picks[i] = (uint8_t)as;
        since = 0;
        most--;
    }
}

/* In the order of their ids. */
static void pick_people(struct demo *d, const struct list *spared, struct dispatch_demo_named *out)
{
    uint8_t *picks = arena_array(d->c->arena, uint8_t, d->people.n);
    size_t hard = d->people.n / PEOPLE_A_HARD;
    hard = hard < HARD_LEAST ? HARD_LEAST : hard > HARD_MOST ? HARD_MOST : hard;
    pick(d, spared, picks, PICK_HARD, FOCUS_HARD, true);
    pick(d, spared, picks, PICK_HARD, hard, false);
    pick(d, spared, picks, PICK_OTHER, 2 * hard < OTHERS_MOST ? 2 * hard : OTHERS_MOST, false);
    for (size_t i = 0; i < d->people.n; i++) {
        if (picks[i]) *list_add(d->c->arena, &out->people, int64_t) = demo_person_at(d, i)->id;
        if (picks[i] == PICK_HARD) *list_add(d->c->arena, &out->excused, int64_t) = demo_person_at(d, i)->id;
    }
}

/* Two rounds of the city called the same people, and twice their units could not release them. */
static struct err *make_hard(struct demo *d)
{
    static const struct {
        const char *round, *code, *title;
        int days_ago, from_days, until_days;
    } plans[] = {
        {"市级重点班点名调训（演示，第一批）", "DEMO-2026-30", "应急管理与安全生产专题班（点名调训）", 310, -290, -286},
        {"市级重点班点名调训（演示，第二批）", "DEMO-2026-31", "基层应急值守骨干班（点名调训）", 190, -170, -168},
    };
    struct dispatch_demo_named named = {.org_id = demo_org_at(d, d->root)->id};
    struct list spared = {0};
    demo_account_people(d, &spared);
    pick_people(d, &spared, &named);
    for (size_t i = 0; i < COUNT(plans); i++) {
        const struct demo_class plan = {plans[i].code,
                                        plans[i].title,
                                        "open",
                                        d->academy,
                                        plans[i].from_days,
                                        plans[i].until_days,
                                        3,
                                        (int64_t)named.people.n,
                                        0,
                                        true};
        int64_t round_id;
        TRY(demo_add_class(d, &plan, &named.class_id));
        named.title = plans[i].round;
        named.days_ago = plans[i].days_ago;
        TRY(dispatch_demo_named(d->c, &named, &round_id));
        TRY(demo_hold_class(d, named.class_id, plan.from_days, plan.until_days));
        TRY(dispatch_demo_named_close(d->c, &named, round_id));
    }
    return NULL;
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
    TRY(make_hard(d));
    TRY(make_past(d, &rounds, school));
    TRY(add_classes(d, now, COUNT(now), &rounds.classes));
    TRY(add_classes(d, next, COUNT(next), &rounds.next_classes));
    return dispatch_demo_make(d->c, &rounds);
}
