/* domain/dispatch/dispatch_demo.c: three rounds for the maker of a demo: one of last term, whose classes are over; one
 * that lives, with replies of every kind; and the next one, which waits for the office's review. Done with the same
 * functions as by hand, on the days on which it would have been done. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

enum { PUBLISHED_DAYS_AGO = 3, REPLIED_DAYS_AGO = 2, RULED_DAYS_AGO = 1 };
enum { CAP_PCT = 30, NEXT_FROM_DAYS = 55, ROUND_DAYS = 60 };
/* Of last term's round, days ago. */
enum { PAST_PUBLISHED = 80, PAST_REPLIED = 78, PAST_RULED = 76, PAST_SILENT = 70, PAST_CLOSED = 30, PAST_FROM = 65 };

/* The same call some days ago. */
static struct call days_ago(const struct call *c, int days)
{
    struct call then = *c;
    then.now_us -= days * TIME_DAY_US;
    then.today = date_of(then.now_us, c->tz_min);
    return then;
}

/* ---- the rounds ---- */

static struct err *offer_all(struct call *c, const struct dispatch_round *round, const struct list *classes)
{
    for (LIST_EACH(*classes, int64_t, class_id)) {
        struct klass k;
        TRY(klass_get(c, *class_id, &k));
        struct dispatch_offer offer = {.class_id = k.id, .seats_min = k.seats_min, .seats_max = k.seats_max};
        TRY(store_offer_add(c, round->id, &offer));
    }
    return NULL;
}

static struct err *add_round(struct call *c, const struct dispatch_demo *demo, const char *title, int from_days,
                             const struct list *classes, struct dispatch_round *ret_round)
{
    *ret_round = (struct dispatch_round){.org_id = demo->org_id,
                                         .title = str_of(title),
                                         .note = STR("演示数据"),
                                         .from_on = date_add_days(c->today, from_days),
                                         .until_on = date_add_days(c->today, from_days + ROUND_DAYS)};
    TRY(dispatch_round_add(c, ret_round));
    TRY(store_policy_set(c, ret_round->id, str_of(dispatch_rule_names[RULE_CAP_PCT].code), CAP_PCT));
    return offer_all(c, ret_round, classes);
}

static struct err *solve(struct call *c, struct dispatch_round *round)
{
    TRY(dispatch_solve_here(c, round->id, NULL));
    return dispatch_round_get(c, round->id, round);
}

/* Those who will be called, on their lists: the job that keeps them has never run. */
static struct err *list_seated(struct call *c, const struct dispatch_round *round)
{
    struct list places;
    TRY(store_places_seated(c, round->chosen_id, &places));
    for (LIST_EACH(places, struct dispatch_place, p)) TRY(dispatch_lists_update(c, p->person_id));
    return NULL;
}

static struct err *publish(struct call *c, const struct dispatch_demo *demo, struct dispatch_round *ret_round)
{
    int64_t calls;
    TRY(add_round(c, demo, "本季度调训批次（演示）", PUBLISHED_DAYS_AGO, &demo->classes, ret_round));
    struct dispatch_wish pin = {.id = call_id(c),
                                .round_id = ret_round->id,
                                .person_id = demo->waits_id,
                                .class_id = *LIST_AT(demo->classes, int64_t, 0),
                                .kind = STR("pin"),
                                .reason = STR("岗位急需，组织决定"),
                                .at = c->now_us};
    if (demo->waits_id) TRY(store_wish_insert(c, &pin));
    TRY(solve(c, ret_round));
    TRY(list_seated(c, ret_round));
    TRY(dispatch_round_change(c, ret_round, ROUND_REVIEWED));
    return dispatch_publish(c, ret_round, true, true, &calls);
}

/* ---- the replies ---- */

static struct err *answer(struct call *c, struct dispatch_call *d, int kind, const char *reason, const char *evidence)
{
    struct call_answer_in in = {.answer = kind, .reason = str_of(reason), .evidence = str_of(evidence)};
    return dispatch_reply(c, d, &in);
}

static struct err *accept(struct call *c, struct dispatch_call *d)
{
    TRY(answer(c, d, ANSWER_ACCEPT, "", ""));
    return dispatch_unit_reply(c, d, UNIT_CONFIRMED, (struct str){0});
}

static struct err *refuse(struct call *c, struct dispatch_call *d, int kind, const char *reason, const char *evidence)
{
    TRY(answer(c, d, kind, reason, evidence));
    return dispatch_unit_reply(c, d, UNIT_CONFIRMED, STR("情况属实"));
}

/* Hardship: excused, and the best substitute is called, who accepts. */
static struct err *excuse(struct call *then, struct call *later, struct dispatch_call *d)
{
    struct list found;
    struct dispatch_call substitute;
    TRY(refuse(then, d, ANSWER_STAFFING, "科室仅一人在岗，近期承担专项检查", "编制表、专项工作通知"));
    TRY(dispatch_ruling(later, d, true, STR("情况属实，准予不参训，列入下一批次")));
    TRY(dispatch_substitutes(later, d, true, &found));
    if (!found.n) return NULL;
    int64_t person_id = LIST_AT(found, struct dispatch_place, 0)->person_id;
    TRY(dispatch_lists_update(later, person_id));
    TRY(dispatch_substitute(later, d, person_id, STR("未安排者中最紧迫"), &substitute));
    return accept(later, &substitute);
}

/* Not accepted; the person objects, and is answered. */
static struct err *deny(struct call *then, struct call *later, struct dispatch_call *d)
{
    TRY(refuse(then, d, ANSWER_WORK, "手头工作较多", ""));
    TRY(dispatch_ruling(later, d, false, STR("工作可由同事代理，理由不充分")));
    struct dispatch_objection x = {.person_id = d->person_id,
                                   .about = ABOUT_CALL,
                                   .subject_id = d->id,
                                   .text = STR("代理同事同期也要外出，希望复核")};
    TRY(dispatch_object(later, &x));
    return dispatch_object_answer(later, &x, OBJECTION_REJECTED,
                                  STR("经核实，代理同事同期在岗。仍请按通知参训，可在期限内改为接受。"));
}

/* On a list, and says that it is wrong: the office has to answer. */
static struct err *object_to_list(struct call *c, const struct dispatch_call *d)
{
    struct list listed;
    TRY(store_listed_person(c, d->person_id, &listed));
    if (!listed.n) return NULL;
    struct dispatch_objection x = {.person_id = d->person_id,
                                   .about = ABOUT_LIST,
                                   .list = LIST_AT(listed, struct dispatch_listed, 0)->list,
                                   .text = STR("曾在外省市挂职期间参加过集中培训，尚未补录，请核实")};
    return dispatch_object(c, &x);
}

struct replying {
    const struct dispatch_demo *demo;
    struct call then, later;
    struct str unit_path;
    int64_t n; /* of those who are not set by `demo` */
    bool unit_done, objected;
};

static struct err *by_number(struct replying *r, struct dispatch_call *d)
{
    switch (r->n++) {
    case 0: return excuse(&r->then, &r->later, d);
    case 1: return deny(&r->then, &r->later, d);
    case 2: return refuse(&r->then, d, ANSWER_FAMILY, "家中有病人需要照顾", "住院证明");
    case 3: return answer(&r->then, d, ANSWER_HEALTH, "术后恢复期，不便住校", "病历");
    default: return r->n % 9 == 5 ? NULL : accept(&r->then, d); /* a few have not replied */
    }
}

/* One reply of each kind first, from those who should be trained. */
static struct err *reply(struct replying *r, struct dispatch_call *d)
{
    if (d->person_id == r->demo->waits_id) return NULL;
    if (str_equal(d->org_path, r->unit_path) && !r->unit_done) {
        r->unit_done = true;
        return answer(&r->then, d, ANSWER_ACCEPT, "", ""); /* waits for the liaison */
    }
    bool listed = str_is(d->why, "never") || str_is(d->why, "over");
    if (listed && !r->objected) {
        r->objected = true;
        TRY(object_to_list(&r->later, d));
    }
    if (!listed && !str_is(d->why, "missing")) return accept(&r->then, d);
    return by_number(r, d);
}

static struct err *reply_all(struct call *c, const struct dispatch_demo *demo, const struct dispatch_round *round)
{
    struct replying r = {demo, days_ago(c, REPLIED_DAYS_AGO), days_ago(c, RULED_DAYS_AGO), {0}, 0, false, false};
    struct list ids;
    if (demo->unit_id) TRY(org_path(c, demo->unit_id, &r.unit_path));
    TRY(store_calls_open(c, round->id, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        TRY(reply(&r, &d));
    }
    return NULL;
}

/* ---- last term ---- */

/* What is long over is not news when the program starts. */
static struct err *nobody_to_tell(struct call *c)
{
    struct list ids;
    TRY(store_calls_quiet(c, INT32_MAX, &ids));
    for (LIST_EACH(ids, struct one_id, it)) TRY(store_call_told(c, it->id));
    return NULL;
}

/* Who signs in to the demo keeps the ledger that their page is about. */
static struct err *spare(struct call *c, const struct dispatch_demo *demo, const struct dispatch_round *round)
{
    for (LIST_EACH(demo->spared, int64_t, person_id)) {
        struct dispatch_wish bar = {.id = call_id(c),
                                    .round_id = round->id,
                                    .person_id = *person_id,
                                    .kind = STR("bar"),
                                    .reason = STR("另有任务，下一批次再派"),
                                    .at = c->now_us};
        TRY(store_wish_insert(c, &bar));
    }
    return NULL;
}

/* Most came; one was excused and replaced, one was not excused, one never replied. */
static struct err *past_reply(struct call *c, size_t n, struct dispatch_call *d)
{
    struct call then = days_ago(c, PAST_REPLIED), later = days_ago(c, PAST_RULED), silent = days_ago(c, PAST_SILENT);
    switch (n) {
    case 2: return excuse(&then, &later, d);
    case 5: return deny(&then, &later, d);
    case 8: return dispatch_call_silent(&silent, d, STR("逾期未回执，已上报"));
    default: return accept(&then, d);
    }
}

static struct err *past_reply_all(struct call *c, const struct dispatch_round *round)
{
    struct list ids;
    size_t n = 0;
    TRY(store_calls_open(c, round->id, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        TRY(past_reply(c, n++, &d));
    }
    return nobody_to_tell(c);
}

struct err *dispatch_demo_past(struct call *c, const struct dispatch_demo *demo, int64_t *ret_round_id)
{
    struct call then = days_ago(c, PAST_PUBLISHED);
    struct dispatch_round round;
    int64_t calls;
    TRY(add_round(&then, demo, "上学期调训批次（演示，已结束）", PAST_PUBLISHED - PAST_FROM, &demo->past_classes,
                  &round));
    TRY(spare(&then, demo, &round));
    TRY(solve(&then, &round));
    TRY(dispatch_round_change(&then, &round, ROUND_REVIEWED));
    TRY(dispatch_publish(&then, &round, true, true, &calls));
    *ret_round_id = round.id;
    return past_reply_all(c, &round);
}

/* What the job of the lists would do at the first start is done here, so that the page is right at once. */
static struct err *list_called(struct call *c, int64_t round_id)
{
    struct list people;
    TRY(store_dirty(c, INT32_MAX, &people));
    for (LIST_EACH(people, struct one_id, it)) {
        TRY(dispatch_lists_update(c, it->id));
        TRY(store_dirty_remove(c, it->id));
    }
    return dispatch_recount(c, round_id);
}

struct err *dispatch_demo_past_close(struct call *c, int64_t round_id)
{
    struct call then = days_ago(c, PAST_CLOSED);
    struct dispatch_round round;
    TRY(dispatch_round_get(c, round_id, &round));
    TRY(dispatch_round_change(&then, &round, ROUND_CLOSED));
    return list_called(c, round_id);
}

/* ---- called by name, again and again ---- */

enum {
    NAMED_CAP_PCT = 100,
    NAMED_FROM_DAYS = 10,
    NAMED_REPLIED_AFTER = 2,
    NAMED_RULED_AFTER = 4,
    NAMED_CLOSED_AFTER = 40
};

static const struct {
    int answer;
    const char *reason, *evidence;
} hardships[] = {
    {ANSWER_STAFFING, "科室仅两人，另一人借调在外，日常值守无人替换", "编制表、借调函"},
    {ANSWER_WORK, "承担重点项目限期验收，离岗将延误工期", "项目任务书"},
    {ANSWER_WORK, "窗口轮班，培训期间无人顶岗", "排班表"},
    {ANSWER_STAFFING, "所在站所仅一名专职人员，新人尚未到岗", "单位说明"},
};

static struct err *named_reply(struct call *c, const struct dispatch_demo_named *named, size_t n,
                               struct dispatch_call *d)
{
    struct call then = days_ago(c, named->days_ago - NAMED_REPLIED_AFTER),
                later = days_ago(c, named->days_ago - NAMED_RULED_AFTER);
    const size_t i = n % (sizeof hardships / sizeof *hardships);
    if (!list_has_id(&named->excused, d->person_id)) return accept(&then, d);
    TRY(refuse(&then, d, hardships[i].answer, hardships[i].reason, hardships[i].evidence));
    return dispatch_ruling(&later, d, true, STR("情况属实，准予不参训，列入下一批次"));
}

static struct err *named_reply_all(struct call *c, const struct dispatch_demo_named *named, int64_t round_id)
{
    struct list ids;
    size_t n = 0;
    TRY(store_calls_open(c, round_id, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        TRY(named_reply(c, named, n++, &d));
    }
    return nobody_to_tell(c);
}

struct err *dispatch_demo_named(struct call *c, const struct dispatch_demo_named *named, int64_t *ret_round_id)
{
    struct call then = days_ago(c, named->days_ago);
    const struct dispatch_demo demo = {.org_id = named->org_id};
    struct dispatch_round round;
    struct list classes = {0};
    int64_t calls;
    *list_add(c->arena, &classes, int64_t) = named->class_id;
    TRY(add_round(&then, &demo, named->title, NAMED_FROM_DAYS, &classes, &round));
    TRY(store_policy_set(&then, round.id, str_of(dispatch_rule_names[RULE_CAP_PCT].code), NAMED_CAP_PCT));
    TRY(dispatch_solve_here(&then, round.id, &named->people));
    TRY(dispatch_round_get(&then, round.id, &round));
    TRY(dispatch_round_change(&then, &round, ROUND_REVIEWED));
    TRY(dispatch_publish(&then, &round, true, true, &calls));
    *ret_round_id = round.id;
    return named_reply_all(c, named, round.id);
}

struct err *dispatch_demo_named_close(struct call *c, const struct dispatch_demo_named *named, int64_t round_id)
{
    struct call then = days_ago(c, named->days_ago - NAMED_CLOSED_AFTER);
    struct dispatch_round round;
    TRY(dispatch_round_get(c, round_id, &round));
    TRY(dispatch_round_change(&then, &round, ROUND_CLOSED));
    return list_called(c, round_id);
}

/* ---- this term and the next ---- */

struct err *dispatch_demo_make(struct call *c, const struct dispatch_demo *demo)
{
    struct call then = days_ago(c, PUBLISHED_DAYS_AGO);
    struct dispatch_round now, next;
    TRY(publish(&then, demo, &now));
    TRY(reply_all(c, demo, &now));
    TRY(add_round(c, demo, "下季度调训批次（演示，待审定）", NEXT_FROM_DAYS, &demo->next_classes, &next));
    return solve(c, &next);
}
