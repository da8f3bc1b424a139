/* domain/roll/roll.c: who may touch a roll, and how a mark comes to be. */
#include "domain/roll/roll.h"

#include "api/call.h"
#include "domain/roll/roll_private.h"

/* ---- who ---- */

/* Duties that reach the whole class, unlike the leading of one site or group. */
enum { WIDE_DUTIES = KLASS_DUTY_MANAGER | KLASS_DUTY_TEACHER | KLASS_DUTY_ASSISTANT };

static struct err *no_such_session(struct arena *a)
{
    FAIL(a, ERR_ABSENT, "session.absent", "没有这节课，或不在您的管理范围内。",
         "There is no such session, or it is outside your part of the tree.");
}

/* One named site: its leader, or somebody whose role covers it. */
static struct err *site_access(struct call *c, enum perm perm, const struct roll_session *s, int64_t site_id,
                               bool *ret_may)
{
    struct roll_site site;
    TRY(roll_site_get(c, site_id, &site));
    if (site.class_id != s->class_id) return no_such_session(c->arena);
    *ret_may = (site.leader_id && site.leader_id == c->who->person_id) || call_can(c, perm, site.org_path);
    return NULL;
}

static struct err *sites_by_role(struct call *c, enum perm perm, const struct roll_session *s, struct list *sites)
{
    struct list all;
    TRY(klass_sites(c, s->class_id, &all));
    for (LIST_EACH(all, struct klass_site, site)) {
        bool may;
        TRY(site_access(c, perm, s, site->id, &may));
        if (may) *list_add(c->arena, sites, int64_t) = site->id;
    }
    return NULL;
}

static struct err *own_sites(struct call *c, enum perm perm, const struct roll_session *s, struct roll_access *access)
{
    struct klass_duties duties;
    TRY(klass_duties(c, s->class_id, &duties));
    access->whole = klass_duty_has(duties.bits & WIDE_DUTIES, perm);
    if (access->whole) return NULL;
    access->sites = duties.sites;
    if (!access->sites.n && who_can_somewhere(c->who, perm)) TRY(sites_by_role(c, perm, s, &access->sites));
    if (!access->sites.n) return no_such_session(c->arena);
    if (!access->site_id) access->site_id = *LIST_AT(access->sites, int64_t, 0);
    for (LIST_EACH(access->sites, int64_t, site))
        if (*site == access->site_id) return NULL;
    return no_such_session(c->arena);
}

struct err *roll_open_session(struct call *c, enum perm perm, int64_t session_id, int64_t site_id,
                              struct roll_session *s, struct roll_access *access)
{
    bool may = false;
    *access = (struct roll_access){.site_id = site_id};
    TRY(roll_session_get(c, session_id, s));
    access->whole = call_can(c, perm, s->org_path) || (s->manager_id && s->manager_id == c->who->person_id);
    if (access->whole) return NULL;
    if (site_id) TRY(site_access(c, perm, s, site_id, &may));
    return may ? NULL : own_sites(c, perm, s, access);
}

/* ---- when ---- */

struct err *roll_window(struct call *c, const struct roll_session *s, int64_t *ret_opens_at, int64_t *ret_closes_at)
{
    int64_t before_min;
    TRY(rule_value(c, "roll_opens_before_min", s->org_path, c->today, &before_min));
    *ret_opens_at = s->starts_at - before_min * TIME_MINUTE_US;
    *ret_closes_at = s->ends_at;
    return NULL;
}

struct err *roll_check_open(struct call *c, const struct roll_session *s)
{
    int64_t opens_at, closes_at;
    if (s->class_state == KLASS_CONFIRMED)
        FAIL(c->arena, ERR_CONFLICT, "roll.closed",
             "班次已确认，学时已入账，考勤不能再改。如有差错，请冲销相应学时记录。",
             "The class is confirmed and its hours are posted: the roll cannot change. To mend a mistake, reverse the "
             "ledger entry.");
    if (s->class_state == KLASS_CANCELLED || s->class_state == KLASS_DRAFT)
        FAIL(c->arena, ERR_CONFLICT, "roll.no_class", "班次尚未开放或已取消，不能登记考勤。",
             "The class is a draft or was cancelled: there is no roll.");
    TRY(roll_window(c, s, &opens_at, &closes_at));
    if (c->now_us < opens_at)
        FAIL(c->arena, ERR_CONFLICT, "roll.too_early", "还没到登记考勤的时间，请在开课前不久再来。",
             "It is too early for this roll: come back shortly before the session begins.");
    return NULL;
}

/* ---- marks ---- */

static struct err *tell(struct call *c, const struct roll_session *s, int64_t person_id)
{
    return call_event(c, (struct event){.name = "roll.marked", .subject_id = s->id, .object_id = person_id});
}

static struct err *not_expected(struct arena *a)
{
    FAIL(a, ERR_CONFLICT, "roll.not_expected", "此人不在这节课的应到名单里，请先在班次中办理报名或调整教学点。",
         "This person is not expected here: enrol them in the class, or change their site, first.");
}

/* There is a mark already, and it says something else. */
static struct err *change(struct call *c, const struct roll_session *s, const struct roll_mark *was,
                          const struct roll_setting *x)
{
    if (!roll_may_replace(was->source, was->state, x->source))
        FAIL(c->arena, ERR_CONFLICT, "roll.marked_by_staff", "您的考勤已由教学点负责人登记，如有出入请当面说明。",
             "Your site's leader has marked you already. If that is wrong, please tell them.");
    if (x->needs_reason && !x->reason.n)
        FAIL_FIELD(c->arena, "roll.reason_needed", "reason", "课已结束，更正考勤须写明理由。",
                   "The session is over: a correction needs a reason.");
    struct roll_mark is = *was;
    is.state = x->state;
    is.source = x->source;
    TRY(roll_mark_set(c, &is));
    TRY(roll_event_add(c, was, &is, x->reason));
    return tell(c, s, x->person_id);
}

/* A person of the staff confirms what a machine wrote: from now on it is theirs. */
static struct err *confirm(struct call *c, const struct roll_mark *was, const struct roll_setting *x)
{
    if (!roll_is_staff(x->source) || roll_is_staff(was->source)) return NULL;
    struct roll_mark is = *was;
    is.source = x->source;
    return roll_mark_set(c, &is);
}

struct err *roll_set(struct call *c, const struct roll_session *s, const struct roll_setting *x, int *ret_effect)
{
    struct roll_mark mark = {.session_id = s->id,
                             .person_id = x->person_id,
                             .site_id = x->site_id,
                             .state = x->state,
                             .source = x->source},
                     was;
    bool is_new, found;
    TRY(roll_mark_add(c, s, &mark, &is_new));
    *ret_effect = ROLL_SET;
    if (is_new) return tell(c, s, x->person_id);
    TRY(roll_mark_find(c, s, x->person_id, &was, &found));
    if (!found || (x->site_id && was.site_id != x->site_id)) return not_expected(c->arena);
    *ret_effect = was.state == x->state ? ROLL_SAME : ROLL_CHANGED;
    return was.state == x->state ? confirm(c, &was, x) : change(c, s, &was, x);
}

/* ---- by the half-day ---- */

/* From midnight to one o'clock, and from there to midnight. */
static void half_day_of(const struct call *c, int64_t at, int64_t *ret_from_at, int64_t *ret_until_at)
{
    enum { NOON_MIN = 13 * 60, DAY_MIN = 24 * 60 };
    int64_t midnight = date_start_us(date_of(at, c->tz_min), c->tz_min), noon = midnight + NOON_MIN * TIME_MINUTE_US;
    *ret_from_at = at < noon ? midnight : noon;
    *ret_until_at = at < noon ? noon : midnight + DAY_MIN * TIME_MINUTE_US;
}

static struct err *set_siblings(struct call *c, const struct roll_session *s, const struct roll_setting *x)
{
    struct list sessions;
    int64_t from_at, until_at;
    int effect;
    half_day_of(c, s->starts_at, &from_at, &until_at);
    TRY(roll_sessions_between(c, s->class_id, from_at, until_at, &sessions));
    for (LIST_EACH(sessions, struct roll_session, other)) {
        struct roll_setting y = *x;
        struct roll_mark was;
        bool found;
        if (other->id == s->id || other->starts_at < from_at) continue;
        y.state = x->state == ROLL_LATE ? ROLL_PRESENT : x->state;
        TRY(roll_mark_find(c, other, x->person_id, &was, &found));
        if (!found || (was.state && !roll_may_replace(was.source, was.state, x->source))) continue;
        TRY(roll_set(c, other, &y, &effect));
    }
    return NULL;
}

struct err *roll_set_unit(struct call *c, const struct roll_session *s, const struct roll_setting *x, int *ret_effect)
{
    enum { BY_HALF_DAY = 2 };
    int64_t unit = BY_HALF_DAY;
    TRY(roll_set(c, s, x, ret_effect));
    if (x->hours_centi)
        TRY(roll_mark_hours(c, s->id, x->person_id, x->hours_centi < s->hours_centi ? x->hours_centi : 0));
    if (!x->half_day) TRY(rule_value(c, "roll_unit", s->org_path, c->today, &unit));
    return unit == BY_HALF_DAY ? set_siblings(c, s, x) : NULL;
}

struct err *roll_mark_live(struct call *c, int64_t session_id, int64_t person_id, bool *ret_marked)
{
    struct roll_session s;
    int64_t opens_at, closes_at, late_after_min;
    *ret_marked = false;
    TRY(roll_session_get(c, session_id, &s));
    if (s.class_state == KLASS_CONFIRMED || s.class_state == KLASS_CANCELLED || s.class_state == KLASS_DRAFT)
        return NULL;
    TRY(roll_window(c, &s, &opens_at, &closes_at));
    if (c->now_us < opens_at || c->now_us > closes_at) return NULL;
    TRY(rule_value(c, "roll_late_after_min", s.org_path, c->today, &late_after_min));
    struct roll_mark mark = {.session_id = s.id,
                             .person_id = person_id,
                             .source = ROLL_LIVE,
                             .state = roll_state_at(c->now_us, s.starts_at, late_after_min)};
    TRY(roll_mark_add(c, &s, &mark, ret_marked));
    return *ret_marked ? tell(c, &s, person_id) : NULL;
}
