/* domain/roll/roll_leave.c: leave: what it would come to, asking, deciding, coming back early. */
#include "api/call.h"
#include "core/hours.h"
#include "domain/roll/roll_private.h"

/* ---- what it would come to ---- */

static struct str share_text(struct arena *a, int64_t ppm)
{
    int64_t tenths = (ppm + 500) / 1000; /* rounded, as the pages do: 1/7 is 14.3 % */
    return str_printf(a, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
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

/* Its length decides who has to agree. */
static struct err *set_chain(struct call *c, const struct klass *klass, struct leave_request *l)
{
    static const char *const rules[] = {[LEAVE_OFFICE] = "leave_to_office_days_centi",
                                        [LEAVE_PRINCIPAL] = "leave_to_principal_days_centi",
                                        [LEAVE_DEPARTMENT] = "leave_to_dept_days_centi"};
    int64_t over[LEAVE_DEPARTMENT + 1] = {0};
    struct list sessions;
    for (int level = LEAVE_OFFICE; level <= LEAVE_DEPARTMENT; level++)
        TRY(rule_value(c, rules[level], klass->org_path, c->today, &over[level]));
    TRY(roll_sessions_between(c, klass->id, l->from_at, l->until_at, &sessions));
    struct roll_lesson *lessons = arena_array(c->arena, struct roll_lesson, sessions.n + 1);
    struct conversion_lesson *room = arena_array(c->arena, struct conversion_lesson, sessions.n + 1);
    for (size_t i = 0; i < sessions.n; i++) {
        const struct roll_session *s = LIST_AT(sessions, struct roll_session, i);
        lessons[i] = (struct roll_lesson){s->id, s->starts_at, s->ends_at, s->hours_centi, false};
    }
    l->days_centi = roll_half_days(lessons, sessions.n, c->tz_min, room);
    l->chain = leave_chain(c->arena, l->days_centi, over);
    l->level = LEAVE_MANAGER;
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
    TRY(set_chain(c, klass, l));
    TRY(leave_add(c, l));
    TRY(leave_get(c, l->id, l));
    TRY(leave_tell_submitted(c, klass, l));
    return leave_tell_turn(c, klass, l);
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

/* The last post that has to agree, or anybody of the chain who does not, decides it. */
static struct err *settle(struct call *c, struct leave_request *l, int state, struct str note)
{
    l->state = state;
    l->note = note;
    l->decided_by = c->who->account_id;
    l->decided_at = c->now_us;
    TRY(leave_set(c, l));
    return state == LEAVE_APPROVED ? mark_leave(c, l) : NULL;
}

static struct err *check_turn(struct call *c, const struct klass *klass, const struct leave_request *l,
                              int64_t *ret_deputy_for)
{
    struct leave_turn turn;
    if (l->person_id && l->person_id == c->who->person_id)
        FAIL(c->arena, ERR_DENIED, "leave.own", "不能审批自己的请假，请由他人或代理人审批。",
             "Nobody decides their own leave: let somebody else, or a deputy, do it.");
    TRY(leave_turn(c, klass, l->level, &turn));
    *ret_deputy_for = turn.deputy_for;
    if (turn.may) return NULL;
    FAIL(c->arena, ERR_DENIED, "leave.not_your_turn", "这份请假现在待%.*s审批。", "This leave waits for the %.*s.",
         STR_ARG(turn.who));
}

struct err *leave_decide(struct call *c, const struct klass *klass, struct leave_request *l, int state, struct str note,
                         bool accept_over)
{
    int64_t deputy_for = 0;
    if (l->state != LEAVE_SUBMITTED)
        FAIL(c->arena, ERR_CONFLICT, "leave.decided", "这份请假已处理过。", "This leave was dealt with already.");
    TRY(check_turn(c, klass, l, &deputy_for));
    TRY(check_span(c->arena, klass, l));
    if (state == LEAVE_APPROVED) TRY(approve(c, klass, l, accept_over));
    TRY(leave_step_add(c, l, l->level, state, deputy_for, note));
    int next = state == LEAVE_APPROVED ? leave_next(l->chain, l->level) : LEAVE_LEVEL_NONE;
    if (next) {
        l->level = next;
        TRY(leave_set(c, l));
    } else {
        TRY(settle(c, l, state, note));
    }
    TRY(leave_get(c, l->id, l));
    return next ? leave_tell_turn(c, klass, l) : leave_tell_decided(c, klass, l);
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
        l->until_at = l->back_at = c->now_us;
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

struct err *leave_back(struct call *c, struct leave_request *l)
{
    if (l->state != LEAVE_APPROVED || l->from_at > c->now_us)
        FAIL(c->arena, ERR_CONFLICT, "leave.not_away", "请假获批并开始之后才能销假。",
             "One reports back from a leave that was approved and has begun.");
    if (l->back_at)
        FAIL(c->arena, ERR_CONFLICT, "leave.is_back", "这份请假已经销假。", "They have reported back already.");
    if (l->until_at > c->now_us) {
        TRY(shorten(c, l));
    } else {
        l->back_at = c->now_us;
        TRY(leave_set(c, l));
    }
    return leave_get(c, l->id, l);
}
