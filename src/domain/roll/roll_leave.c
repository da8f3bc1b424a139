/* domain/roll/roll_leave.c: leave: what it would come to, asking, deciding, coming back early. */
#include "api/call.h"
#include "core/hours.h"
#include "domain/roll/roll_private.h"

/* ---- what it would come to ---- */

static struct str share_text(struct arena *a, int64_t ppm)
{
    return str_printf(a, "%lld.%lld%%", (long long)(ppm / 10000), (long long)(ppm / 1000 % 10));
}

static struct str warning_of(struct call *c, const struct leave_preview *p, int64_t warn_ppm)
{
    struct str share = share_text(c->arena, p->share_ppm), limit = share_text(c->arena, p->limit_ppm),
               left = hours_text(c->arena, p->left_centi);
    bool en = c->lang == LANG_EN;
    if (p->crosses)
        return en ? str_printf(c->arena, "Leave would come to %.*s of the class, over the limit of %.*s.",
                               STR_ARG(share), STR_ARG(limit))
                  : str_printf(c->arena, "请假累计将达总学时的 %.*s，超过 %.*s 的上限。", STR_ARG(share),
                               STR_ARG(limit));
    if (leave_is_near(p, warn_ppm))
        return en ? str_printf(c->arena,
                               "Leave would come to %.*s of the class; the limit is %.*s. %.*s hours are left.",
                               STR_ARG(share), STR_ARG(limit), STR_ARG(left))
                  : str_printf(c->arena, "请假累计将达总学时的 %.*s，上限为 %.*s，此后只余 %.*s 学时可请。",
                               STR_ARG(share), STR_ARG(limit), STR_ARG(left));
    return (struct str){0};
}

struct err *leave_preview_of(struct call *c, const struct klass *klass, int64_t person_id, int64_t from_at,
                             int64_t until_at, struct leave_preview *p)
{
    struct leave_sums sums;
    int64_t limit_ppm = klass->leave_rule_ppm, warn_ppm, over;
    if (!limit_ppm) TRY(rule_value(c, "leave_limit_ppm", klass->org_path, klass->starts_on, &limit_ppm));
    TRY(rule_value(c, "leave_warn_ppm", klass->org_path, c->today, &warn_ppm));
    TRY(rule_value(c, "leave_over", klass->org_path, c->today, &over));
    TRY(leave_sums(c, klass->id, person_id, from_at, until_at, &sums));
    *p = (struct leave_preview){.class_id = klass->id, .person_id = person_id};
    leave_measure(&sums, limit_ppm, p);
    p->refused_by_rule = p->crosses && over == 1;
    p->warning = warning_of(c, p, warn_ppm);
    return NULL;
}

/* ---- asking ---- */

static struct err *check_span(struct arena *a, const struct klass *klass, const struct leave_request *l)
{
    if (l->until_at <= l->from_at)
        FAIL_FIELD(a, "leave.span", "until_at", "请假的结束时间须晚于开始时间。", "A leave must end after it begins.");
    if (klass->state == KLASS_CONFIRMED || klass->state == KLASS_CANCELLED || klass->state == KLASS_DRAFT)
        FAIL(a, ERR_CONFLICT, "leave.no_class", "班次尚未开放、已取消或已确认，不能请假。",
             "The class is a draft, cancelled or confirmed: no leave can be taken.");
    return NULL;
}

struct err *leave_submit(struct call *c, const struct klass *klass, struct leave_request *l)
{
    struct leave_preview preview;
    struct enrolment enrolment;
    bool found;
    int64_t overlaps;
    TRY(check_span(c->arena, klass, l));
    TRY(enrolment_find(c, klass->id, l->person_id, &enrolment, &found));
    if (!found || enrolment.state != ENROLMENT_CONFIRMED)
        FAIL(c->arena, ERR_CONFLICT, "leave.not_enrolled", "只有已确认的学员才能请假。",
             "Only people with a seat in the class can take leave.");
    TRY(leave_overlap_count(c, l, &overlaps));
    if (overlaps)
        FAIL(c->arena, ERR_CONFLICT, "leave.overlaps", "这段时间已有一份请假，请先撤回。",
             "There is a leave for that time already: take it back first.");
    TRY(leave_preview_of(c, klass, l->person_id, l->from_at, l->until_at, &preview));
    if (!preview.sessions)
        FAIL_FIELD(c->arena, "leave.no_session", "from_at", "这段时间没有课，不需要请假。",
                   "There is no session in that time, so no leave is needed.");
    l->id = call_id(c);
    l->hours_centi = preview.hours_centi;
    l->state = LEAVE_SUBMITTED;
    TRY(leave_add(c, l));
    TRY(leave_get(c, l->id, l));
    return leave_tell_submitted(c, klass, l);
}

/* ---- deciding ---- */

static struct err *mark_leave(struct call *c, const struct leave_request *l)
{
    struct list sessions;
    int effect;
    TRY(roll_sessions_between(c, l->class_id, l->from_at, l->until_at, &sessions));
    for (LIST_EACH(sessions, struct roll_session, s)) {
        struct roll_mark was;
        bool found;
        TRY(roll_mark_find(c, s, l->person_id, &was, &found));
        if (!found || (was.state && !roll_may_replace(was.source, was.state, ROLL_BY_LEAVE))) continue;
        struct roll_setting x = {
            .person_id = l->person_id, .state = ROLL_LEAVE, .source = ROLL_BY_LEAVE, .reason = STR("请假获批")};
        TRY(roll_set(c, s, &x, &effect));
    }
    return NULL;
}

static struct err *check_limit(struct call *c, const struct leave_preview *p, bool accept_over)
{
    if (p->refused_by_rule)
        FAIL(c->arena, ERR_CONFLICT, "leave.over_limit",
             "批准后请假将超过本班上限，按规定不能批准。可与学员商量缩短请假或退学。",
             "With this leave the limit of the class would be passed, which the rule forbids. Shorten the leave, or "
             "withdraw the learner.");
    if (p->crosses && !accept_over)
        FAIL(c->arena, ERR_CONFLICT, "leave.confirm_over", "批准后请假将超过本班上限，请确认后再批准。",
             "With this leave the limit of the class would be passed: say that you accept it.");
    return NULL;
}

static struct err *approve(struct call *c, const struct klass *klass, struct leave_request *l, bool accept_over)
{
    struct leave_preview preview;
    TRY(leave_preview_of(c, klass, l->person_id, l->from_at, l->until_at, &preview));
    TRY(check_limit(c, &preview, accept_over));
    l->hours_centi = preview.hours_centi;
    return NULL;
}

struct err *leave_decide(struct call *c, const struct klass *klass, struct leave_request *l, int state, struct str note,
                         bool accept_over)
{
    if (l->state != LEAVE_SUBMITTED)
        FAIL(c->arena, ERR_CONFLICT, "leave.decided", "这份请假已处理过。", "This leave was dealt with already.");
    TRY(check_span(c->arena, klass, l));
    if (state == LEAVE_APPROVED) TRY(approve(c, klass, l, accept_over));
    l->state = state;
    l->note = note;
    l->decided_by = c->who->account_id;
    l->decided_at = c->now_us;
    TRY(leave_set(c, l));
    if (state == LEAVE_APPROVED) TRY(mark_leave(c, l));
    TRY(leave_get(c, l->id, l));
    return leave_tell_decided(c, klass, l);
}

/* ---- taking it back, or coming back early (销假) ---- */

/* Sessions that have not begun are to be attended again. */
static struct err *shorten(struct call *c, struct leave_request *l)
{
    struct list sessions;
    if (l->until_at <= c->now_us)
        FAIL(c->arena, ERR_CONFLICT, "leave.over", "请假已结束，不能再撤回。",
             "The leave is over and cannot be taken back.");
    if (l->from_at < c->now_us)
        l->until_at = c->now_us;
    else
        l->state = LEAVE_CANCELLED;
    TRY(leave_set(c, l));
    TRY(roll_sessions_between(c, l->class_id, l->from_at, INT64_MAX, &sessions));
    for (LIST_EACH(sessions, struct roll_session, s))
        if (s->starts_at >= c->now_us) TRY(roll_leave_follow(c, s->id));
    return NULL;
}

struct err *leave_cancel(struct call *c, struct leave_request *l)
{
    if (l->state != LEAVE_SUBMITTED && l->state != LEAVE_APPROVED)
        FAIL(c->arena, ERR_CONFLICT, "leave.decided", "这份请假已处理过。", "This leave was dealt with already.");
    if (l->state == LEAVE_APPROVED)
        TRY(shorten(c, l));
    else {
        l->state = LEAVE_CANCELLED;
        TRY(leave_set(c, l));
    }
    return leave_get(c, l->id, l);
}
