/* domain/dispatch/dispatch_call.c: calls after publishing: replies, the unit's word, rulings, debts, substitutes. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/person/person.h"

struct err *dispatch_call_get(struct call *c, int64_t id, struct dispatch_call *ret_call)
{
    bool found;
    TRY(store_call_find(c, id, ret_call, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "dispatch.call_absent", "没有这份调训通知。", "There is no such call.");
    return NULL;
}

struct err *dispatch_call_live(struct call *c, const struct dispatch_call *d)
{
    if (d->round_state != ROUND_CLOSED) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "dispatch.round_closed",
         "批次“%.*s”已经结束，这份通知不能再改。仍需调训的，请在新的批次中安排；对结果不服的，由本人提出异议。",
         "The round “%.*s” is closed: this call stays as it is. Whoever is still to be trained is called in a new "
         "round; "
         "whoever was called may object.",
         STR_ARG(d->round_title));
}

static struct err *record(struct call *c, const struct dispatch_call *d, int from, struct str note)
{
    struct dispatch_call_event event = {
        .id = call_id(c), .call_id = d->id, .from_state = from, .to_state = d->state, .note = note};
    TRY(store_call_event(c, &event));
    call_audit(c, d->id, d->org_path, str_of(call_state_names[d->state]));
    return store_recount_add(c, d->round_id);
}

/* Saves what the caller changed in the call, too. */
static struct err *save(struct call *c, struct dispatch_call *d, int from, struct str note)
{
    TRY(store_call_update(c, d));
    d->version++;
    d->updated_at = c->now_us;
    return record(c, d, from, note);
}

struct err *dispatch_call_set(struct call *c, struct dispatch_call *d, int to, struct str note)
{
    int from = d->state;
    TRY(dispatch_call_check(c->arena, from, to));
    d->state = to;
    return save(c, d, from, note);
}

/* ---- debts ---- */

static struct err *owe(struct call *c, const struct dispatch_call *d, const char *kind)
{
    TRY(store_debt_insert(c, d, kind));
    return store_dirty_add(c, d->person_id);
}

static struct err *settle(struct call *c, const struct dispatch_call *d)
{
    TRY(store_debts_settle(c, d->person_id, d->id, "settled", d->class_title));
    return store_dirty_add(c, d->person_id);
}

/* ---- accepted and confirmed: enrolled ---- */

static struct err *enrol(struct call *c, struct dispatch_call *d)
{
    struct klass klass;
    if (d->state != CALL_ACCEPTED || d->unit_state != UNIT_CONFIRMED) return NULL;
    TRY(klass_get(c, d->class_id, &klass));
    TRY(enrolment_add_called(c, &klass, d->person_id, STR("调训"), &d->enrolment_id));
    return dispatch_call_set(c, d, CALL_ENROLLED, (struct str){0});
}

/* ---- the person moves to another unit ---- */

/* The new unit has its own word to say; what the old one said stays in the history. */
struct err *dispatch_call_follow(struct call *c, struct dispatch_call *d)
{
    struct person person;
    TRY(person_get(c, d->person_id, &person));
    if (person.org_id == d->org_id) return NULL;
    struct str note = str_printf(c->arena, "%.*s → %.*s", STR_ARG(d->org_name), STR_ARG(person.org_name));
    struct dispatch_call_event event = {
        .id = call_id(c), .call_id = d->id, .from_state = d->state, .to_state = d->state, .note = note};
    d->org_id = person.org_id;
    d->org_name = person.org_name;
    d->org_path = person.org_path;
    d->unit_state = UNIT_NONE;
    d->unit_note = (struct str){0};
    d->unit_by = d->unit_at = 0;
    d->proposed_id = 0; /* a colleague of before */
    TRY(store_call_update(c, d));
    d->version++;
    TRY(store_call_event(c, &event));
    return call_audit_add(c, "dispatch.call_moved", d->id, d->org_path, note);
}

struct err *dispatch_calls_follow(struct call *c, int64_t person_id)
{
    struct list ids;
    TRY(store_calls_waiting(c, person_id, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        TRY(dispatch_call_follow(c, &d));
        TRY(dispatch_tell_staff(
            c, &d, true, "moved",
            str_printf(c->arena, "%.*s调入，其调训通知待办：%.*s", STR_ARG(d.person_name), STR_ARG(d.class_title)),
            str_printf(c->arena, "%.*s came to your unit with a call to %.*s", STR_ARG(d.person_name),
                       STR_ARG(d.class_title))));
    }
    return NULL;
}

/* ---- the person's reply ---- */

static struct err *check_answer(struct call *c, const struct dispatch_call *d, const struct call_answer_in *in)
{
    struct person proposed;
    if (in->answer != ANSWER_ACCEPT && str_chars(str_trim(in->reason)) < 2)
        FAIL_FIELD(c->arena, "dispatch.reason", "reason", "不参训须写明理由。", "A refusal needs a reason.");
    if (!in->proposed_id) return NULL;
    TRY(person_check(c, in->proposed_id, "proposed_id"));
    TRY(person_get(c, in->proposed_id, &proposed));
    if (proposed.org_id == d->org_id && proposed.id != d->person_id) return NULL;
    FAIL_FIELD(c->arena, "dispatch.proposed", "proposed_id", "只能推荐本单位的其他人。",
               "Propose somebody else of the same unit.");
}

struct err *dispatch_reply(struct call *c, struct dispatch_call *d, const struct call_answer_in *in)
{
    bool accept = in->answer == ANSWER_ACCEPT;
    int to = accept ? CALL_ACCEPTED : CALL_REFUSED;
    TRY(dispatch_call_live(c, d));
    TRY(dispatch_call_follow(c, d)); /* settled calls stay with their unit until somebody accepts after all */
    TRY(check_answer(c, d, in));
    TRY(dispatch_call_check(c->arena, d->state, to));
    d->answer_kind = in->answer;
    d->answer = in->reason;
    d->evidence = in->evidence;
    d->proposed_id = in->proposed_id;
    d->answered_by = c->who->account_id;
    d->answered_at = c->now_us;
    /* What the unit confirmed was the refusal, not that the person may go. */
    if (!accept || d->state != CALL_SENT) d->unit_state = UNIT_NONE;
    TRY(dispatch_call_set(c, d, to, in->reason));
    TRY(enrol(c, d));
    if (d->state == CALL_ENROLLED) return NULL;
    return dispatch_tell_staff(
        c, d, true, "reply",
        str_printf(c->arena, "请确认%.*s的回执：%s", STR_ARG(d->person_name), accept ? "接受调训" : "申请不参训"),
        str_printf(c->arena, "Please confirm the reply of %.*s: %s", STR_ARG(d->person_name),
                   accept ? "accepted" : "asks to be excused"));
}

/* ---- the unit's word ---- */

/* The unit cannot release the person: this is a refusal that waits for a ruling like any other. */
static struct err *unit_refuses(struct call *c, struct dispatch_call *d, struct str note)
{
    if (d->state == CALL_REFUSED) return save(c, d, CALL_REFUSED, note);
    d->answer_kind = ANSWER_WORK;
    d->answer = note;
    d->answered_by = c->who->account_id;
    d->answered_at = c->now_us;
    return dispatch_call_set(c, d, CALL_REFUSED, note);
}

struct err *dispatch_unit_reply(struct call *c, struct dispatch_call *d, int unit_state, struct str note)
{
    TRY(dispatch_call_live(c, d));
    if (d->state != CALL_SENT && d->state != CALL_ACCEPTED && d->state != CALL_REFUSED)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.unit_over", "这份通知已经办结，不再需要单位确认。",
             "This call is settled: the unit has nothing to confirm.");
    if (unit_state == UNIT_OBJECTED && str_chars(str_trim(note)) < 2)
        FAIL_FIELD(c->arena, "dispatch.reason", "note", "请写明单位意见。", "Please give the unit's reason.");
    d->unit_state = unit_state;
    d->unit_note = note;
    d->unit_by = c->who->account_id;
    d->unit_at = c->now_us;
    if (unit_state == UNIT_OBJECTED) {
        TRY(unit_refuses(c, d, note));
    } else {
        TRY(save(c, d, d->state, note));
        TRY(enrol(c, d));
    }
    if (d->state != CALL_REFUSED) return NULL;
    return dispatch_tell_staff(c, d, false, "ruling",
                               str_printf(c->arena, "请审定%.*s的不参训申请", STR_ARG(d->person_name)),
                               str_printf(c->arena, "Please rule on the refusal of %.*s", STR_ARG(d->person_name)));
}

/* ---- the ruling ---- */

struct err *dispatch_ruling(struct call *c, struct dispatch_call *d, bool hardship, struct str note)
{
    TRY(dispatch_call_live(c, d));
    d->ruling_note = note;
    d->ruled_by = c->who->account_id;
    d->ruled_at = c->now_us;
    TRY(dispatch_call_set(c, d, hardship ? CALL_EXCUSED : CALL_DENIED, note));
    TRY(owe(c, d, hardship ? "hardship" : "refusal"));
    return dispatch_tell_person(
        c, d->person_id, str_printf(c->arena, "dispatch:%lld:ruling:%lld", (long long)d->id, (long long)d->version),
        hardship ? STR("不参训申请已获准，列入下一批次") : STR("不参训申请未获准，请按通知参训"),
        hardship ? STR("You are excused; the next round will think of you")
                 : STR("Your reason was not accepted: please take part"),
        str_printf(c->arena, "/learn/calls/%lld", (long long)d->id));
}

/* ---- substitutes ---- */

static struct err *call_substitute(struct call *c, const struct dispatch_call *d, const struct person *person,
                                   int due_on, struct dispatch_call *ret_call)
{
    struct dispatch_call new_call = {.id = call_id(c),
                                     .round_id = d->round_id,
                                     .class_id = d->class_id,
                                     .person_id = person->id,
                                     .org_id = person->org_id,
                                     .org_path = person->org_path,
                                     .due_on = due_on,
                                     .why = STR("substitute"),
                                     .replaces_id = d->id};
    TRY(store_call_insert(c, &new_call));
    TRY(dispatch_call_get(c, new_call.id, ret_call));
    return record(c, ret_call, CALL_NONE, (struct str){0});
}

struct err *dispatch_substitute(struct call *c, struct dispatch_call *d, int64_t person_id, struct str note,
                                struct dispatch_call *ret_call)
{
    struct dispatch_rules rules;
    struct person person;
    TRY(dispatch_call_live(c, d));
    TRY(dispatch_call_check(c->arena, d->state, CALL_REPLACED));
    TRY(dispatch_substitute_check(c, d, person_id));
    TRY(person_get(c, person_id, &person));
    TRY(dispatch_rules_get(c, d->round_path, c->today, d->round_id, &rules));
    int due_on = dispatch_due_on(c->today, rules.v[RULE_REPLY_DAYS], d->starts_on);
    TRY(call_substitute(c, d, &person, due_on, ret_call));
    d->replaced_by_id = ret_call->id;
    TRY(dispatch_call_set(c, d, CALL_REPLACED, note));
    return dispatch_tell_call(c, ret_call);
}

/* ---- the end ---- */

struct err *dispatch_call_silent(struct call *c, struct dispatch_call *d, struct str note)
{
    TRY(dispatch_call_set(c, d, CALL_DENIED, note));
    return owe(c, d, "no_reply");
}

struct err *dispatch_close(struct call *c, struct dispatch_round *round)
{
    struct list ids;
    int64_t waiting = 0;
    TRY(store_calls_open(c, round->id, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        struct dispatch_call d;
        TRY(dispatch_call_get(c, it->id, &d));
        bool may_reply = d.state == CALL_SENT && d.due_on >= c->today;
        waiting += d.state == CALL_REFUSED || d.state == CALL_ACCEPTED || may_reply;
        if (d.state != CALL_SENT || may_reply) continue;
        TRY(dispatch_call_silent(c, &d, STR("批次结束时仍未回执")));
    }
    if (waiting)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.calls_open",
             "还有 %lld 份通知没有办结：请先确认或审定；没到回执期限的，请等到期。",
             "%lld calls are not settled: confirm or rule on the replies, and wait until the day for those without.",
             (long long)waiting);
    round->closed_at = c->now_us;
    return NULL;
}

static int state_for(int enrolment)
{
    switch (enrolment) {
    case ENROLMENT_COMPLETED: return CALL_COMPLETED;
    case ENROLMENT_FAILED: return CALL_ABSENT;
    case ENROLMENT_DECLINED:
    case ENROLMENT_WITHDRAWN: return CALL_WITHDRAWN;
    default: return CALL_NONE;
    }
}

struct err *dispatch_on_enrolment(struct call *c, const struct event *event)
{
    struct dispatch_call d;
    struct enrolment e;
    int64_t id;
    bool found;
    TRY(store_call_of_class(c, event->subject_id, event->object_id, &id));
    if (!id) return NULL;
    TRY(dispatch_call_get(c, id, &d));
    TRY(enrolment_find(c, event->subject_id, event->object_id, &e, &found));
    int to = found ? state_for(e.state) : CALL_NONE;
    bool follows = d.state == CALL_ENROLLED || d.state == CALL_COMPLETED || d.state == CALL_ABSENT;
    if (!to || to == d.state || !follows || dispatch_call_check(c->arena, d.state, to)) return NULL;
    TRY(dispatch_call_set(c, &d, to, e.reason));
    if (to == CALL_COMPLETED) return settle(c, &d);
    /* A seat that was given up or taken away is a debt; one that the host declined is not. */
    return to == CALL_ABSENT || e.state == ENROLMENT_WITHDRAWN ? owe(c, &d, "absent") : NULL;
}

/* ---- what happens by itself when nobody answers ---- */

/* The person has replied; the unit has not. First the unit is reminded, then the office told. */
static struct err *unit_late(struct call *c, struct dispatch_call *d, int late)
{
    bool told = late < LATE_ESCALATED;
    d->late = late;
    TRY(save(c, d, d->state, told ? STR("单位逾期未确认") : STR("单位逾期未确认，已上报")));
    return dispatch_tell_staff(
        c, d, told, "unit_late", str_printf(c->arena, "%.*s的回执待单位确认，已逾期", STR_ARG(d->person_name)),
        str_printf(c->arena, "The reply of %.*s waits for the unit, past its day", STR_ARG(d->person_name)));
}

struct err *dispatch_call_late(struct call *c, int64_t id, int late)
{
    struct dispatch_call d;
    TRY(dispatch_call_get(c, id, &d));
    if (d.late >= late) return NULL;
    if ((d.state == CALL_ACCEPTED || d.state == CALL_REFUSED) && !d.unit_state) return unit_late(c, &d, late);
    if (d.state != CALL_SENT) return NULL;
    d.late = late;
    struct str key = str_printf(c->arena, "dispatch:%lld:late:%d", (long long)d.id, late);
    struct str link = str_printf(c->arena, "/learn/calls/%lld", (long long)d.id);
    struct str zh = str_printf(c->arena, "调训通知待回执：%.*s", STR_ARG(d.class_title));
    struct str en = str_printf(c->arena, "A call waits for your reply: %.*s", STR_ARG(d.class_title));
    if (late < LATE_ESCALATED) {
        TRY(save(c, &d, CALL_SENT, late == LATE_REMINDED ? STR("已提醒") : STR("已逾期")));
        TRY(dispatch_tell_person(c, d.person_id, key, zh, en, link));
        if (late == LATE_REMINDED) return NULL;
        return dispatch_tell_staff(c, &d, true, "late", str_printf(c->arena, "%.*s逾期未回执", STR_ARG(d.person_name)),
                                   str_printf(c->arena, "%.*s has not replied in time", STR_ARG(d.person_name)));
    }
    TRY(dispatch_call_silent(c, &d, STR("逾期未回执，已上报")));
    return dispatch_tell_staff(c, &d, false, "escalated",
                               str_printf(c->arena, "%.*s逾期未回执，已上报", STR_ARG(d.person_name)),
                               str_printf(c->arena, "%.*s never replied", STR_ARG(d.person_name)));
}
