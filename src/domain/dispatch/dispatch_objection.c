/* domain/dispatch/dispatch_objection.c: somebody contests a list, a call, or that they were left out. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

/* Of a published round that decided so about this person. */
static struct err *check_left_out(struct call *c, const struct dispatch_objection *x)
{
    struct list places;
    TRY(store_places_of_person(c, x->person_id, &places));
    for (LIST_EACH(places, struct dispatch_own_place, p))
        if (p->round_id == x->subject_id && !p->class_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "dispatch.round_absent", "没有这个调训批次，或您已被安排。",
         "There is no such round, or it has placed you.");
}

static struct err *tell_office(struct call *c, const struct dispatch_objection *x, const char *what, struct str zh,
                               struct str en)
{
    return dispatch_tell_office(c, x->org_path,
                                str_printf(c->arena, "dispatch:objection:%lld:%s", (long long)x->id, what), zh, en,
                                x->person_name, STR("/dispatch/objections?state=open"));
}

static struct err *check_subject(struct call *c, const struct dispatch_objection *x)
{
    struct list listed;
    struct dispatch_call d;
    if (x->about == ABOUT_CALL) {
        TRY(dispatch_call_get(c, x->subject_id, &d));
        if (d.person_id == x->person_id) return NULL;
        FAIL(c->arena, ERR_ABSENT, "dispatch.call_absent", "没有这份调训通知。", "There is no such call.");
    }
    if (x->about == ABOUT_LEFT_OUT) return check_left_out(c, x);
    TRY(store_listed_person(c, x->person_id, &listed));
    for (LIST_EACH(listed, struct dispatch_listed, l))
        if (l->list == x->list) return NULL;
    FAIL_FIELD(c->arena, "dispatch.not_listed", "list", "您不在这份名单上。", "You are not on this list.");
}

/* Not while an earlier one is being dealt with, nor again where they were found to be right: that has its effect. Lists
 * are counted anew. */
static struct err *check_first(struct call *c, const struct dispatch_objection *x)
{
    struct list earlier;
    TRY(store_objections_person(c, x->person_id, &earlier));
    for (LIST_EACH(earlier, struct dispatch_objection, e)) {
        if (e->about != x->about || e->list != x->list || e->subject_id != x->subject_id) continue;
        if (e->state == OBJECTION_OPEN)
            FAIL(c->arena, ERR_CONFLICT, "dispatch.objected", "同一事项的异议还在处理中。",
                 "An objection to this is being dealt with.");
        if (e->state == OBJECTION_UPHELD && e->about != ABOUT_LIST)
            FAIL(c->arena, ERR_CONFLICT, "dispatch.objection_upheld", "这一事项的异议已经成立，不必再提。",
                 "Your objection to this was upheld already.");
    }
    return NULL;
}

struct err *dispatch_object(struct call *c, struct dispatch_objection *x)
{
    struct dispatch_rules rules;
    struct person person;
    TRY(person_get(c, x->person_id, &person));
    TRY(check_subject(c, x));
    TRY(check_first(c, x));
    TRY(dispatch_rules_get(c, person.org_path, c->today, 0, &rules));
    x->id = call_id(c);
    x->org_path = person.org_path;
    x->person_name = person.name;
    x->state = OBJECTION_OPEN;
    x->due_on = date_add_days(c->today, (int)rules.v[RULE_OBJECTION_DAYS]);
    x->version = 1;
    x->created_at = c->now_us;
    call_audit(c, x->id, x->org_path, str_of(objection_about_names[x->about]));
    TRY(store_objection_insert(c, x));
    return tell_office(c, x, "new", str_printf(c->arena, "%.*s提出异议，请在期限内答复", STR_ARG(x->person_name)),
                       str_printf(c->arena, "%.*s objects: please answer in time", STR_ARG(x->person_name)));
}

/* Upheld against a list: the count begins anew today, and debts that led to it are waived. */
static struct err *clear(struct call *c, const struct dispatch_objection *x)
{
    TRY(store_cleared_set(c, x->person_id, x->list, c->today));
    if (x->list != LIST_OVER) TRY(store_debts_settle(c, x->person_id, 0, "waived", x->answer));
    return dispatch_lists_update(c, x->person_id);
}

/* Upheld against a call: whoever need not come does not owe it; whoever was not excused is. */
static struct err *release(struct call *c, const struct dispatch_objection *x)
{
    struct dispatch_call d;
    TRY(dispatch_call_get(c, x->subject_id, &d));
    TRY(store_debt_waive(c, d.id, x->answer));
    if (d.state == CALL_DENIED) return dispatch_call_set(c, &d, CALL_EXCUSED, x->answer);
    bool waits = d.state == CALL_SENT || d.state == CALL_ACCEPTED || d.state == CALL_REFUSED;
    return waits ? dispatch_call_set(c, &d, CALL_WITHDRAWN, x->answer) : NULL;
}

/* Somebody who should not have been left out comes first in the next plan: the upheld objection itself is what
 * dispatch_people_load counts, until they are called. */
static struct err *uphold(struct call *c, struct dispatch_objection *x)
{
    if (x->about == ABOUT_LIST) return clear(c, x);
    if (x->about == ABOUT_CALL) return release(c, x);
    x->claim = CLAIM_OPEN;
    return NULL;
}

struct err *dispatch_object_answer(struct call *c, struct dispatch_objection *x, int state, struct str answer)
{
    if (x->state != OBJECTION_OPEN)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.answered", "这份异议已经答复。", "This objection has been answered.");
    if (state != OBJECTION_UPHELD && state != OBJECTION_REJECTED)
        FAIL_FIELD(c->arena, "dispatch.answer_state", "state", "答复只能是成立或不成立。",
                   "Either upheld or rejected.");
    x->state = state;
    x->answer = answer;
    x->answered_at = c->now_us;
    x->version++;
    TRY(store_objection_answer(c, x));
    TRY(state == OBJECTION_UPHELD ? uphold(c, x) : NULL);
    call_audit(c, x->id, x->org_path, str_of(objection_state_names[state]));
    return dispatch_tell_person(c, x->person_id, str_printf(c->arena, "dispatch:objection:%lld", (long long)x->id),
                                STR("您的异议已有答复"), STR("Your objection has been answered"),
                                STR("/learn/dispatch"));
}

struct err *dispatch_object_late(struct call *c, int64_t id)
{
    struct dispatch_objection x;
    TRY(store_objection_get(c, id, &x));
    return tell_office(c, &x, "late", STR("有异议超过答复期限"), STR("An objection is past its deadline"));
}
