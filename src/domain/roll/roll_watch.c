/* domain/roll/roll_watch.c: who comes near the limits of absence and leave, or never came: warned, then proposed for
 * withdrawal, which the class manager confirms. Only the place of who never reported is cancelled by rule. */
#include "api/call.h"
#include "api/job.h"
#include "domain/notice/notice.h"
#include "domain/roll/roll_private.h"

#include <string.h>

/* ---- finding ---- */

static int known_state(const struct list *known, int64_t person_id, int cause)
{
    for (LIST_EACH(*known, struct withdrawal, w))
        if (w->person_id == person_id && w->cause == cause) return w->state;
    return WITHDRAWAL_NONE;
}

static void add_news(struct call *c, const struct list *known, struct list *news, const struct withdrawal *w)
{
    if (w->state > known_state(known, w->person_id, w->cause)) *list_add(c->arena, news, struct withdrawal) = *w;
}

static int level_of(int64_t value, int64_t warn, int64_t limit, bool at_limit)
{
    bool passed = limit > 0 && (at_limit ? value >= limit : value > limit);
    if (passed) return WITHDRAWAL_PROPOSED;
    return warn > 0 && value >= warn ? WITHDRAWAL_WARNED : WITHDRAWAL_NONE;
}

static struct err *find_limits(struct call *c, const struct klass *klass, const struct list *known, struct list *news)
{
    struct roll_limits limits;
    struct list people;
    int64_t warn_days_centi, warn_ppm;
    TRY(roll_so_far(c, klass, &people, &limits));
    TRY(rule_value(c, "absent_warn_days_centi", klass->org_path, c->today, &warn_days_centi));
    TRY(rule_value(c, "leave_warn_ppm", klass->org_path, c->today, &warn_ppm));
    for (LIST_EACH(people, struct roll_result, r)) {
        struct withdrawal w = {.class_id = klass->id,
                               .person_id = r->person_id,
                               .person_name = r->person_name,
                               .absent_days_centi = r->absent_days_centi,
                               .leave_ppm = r->leave_ppm,
                               .cause = CAUSE_ABSENT};
        w.state = level_of(r->absent_days_centi, warn_days_centi, limits.absent_limit_days_centi, true);
        add_news(c, known, news, &w);
        w.cause = CAUSE_LEAVE;
        w.state = level_of(r->leave_ppm, limits.leave_limit_ppm * warn_ppm / WHOLE_PPM, limits.leave_limit_ppm, false);
        add_news(c, known, news, &w);
    }
    return NULL;
}

/* On the last day on which one may report it is a warning, on the day after the place is lost. */
static struct err *find_not_reported(struct call *c, const struct klass *klass, const struct list *known,
                                     struct list *news)
{
    int64_t report_days;
    struct list people;
    TRY(rule_value(c, "report_days", klass->org_path, klass->starts_on, &report_days));
    int64_t days = date_days(c->today) - date_days(klass->starts_on);
    if (report_days <= 0 || days < report_days - 1) return NULL;
    TRY(roll_not_reported(c, klass->id, c->now_us,
                          date_start_us(date_add_days(c->today, (int)-report_days + 1), c->tz_min), &people));
    for (LIST_EACH(people, struct withdrawal, w)) {
        w->class_id = klass->id;
        w->cause = CAUSE_NOT_REPORTED;
        w->state = days >= report_days ? WITHDRAWAL_PROPOSED : WITHDRAWAL_WARNED;
        add_news(c, known, news, w);
    }
    return NULL;
}

struct err *roll_watch(struct call *c, const struct klass *klass, struct list *news)
{
    struct list known;
    *news = (struct list){0};
    if (klass->state != KLASS_RUNNING) return NULL;
    TRY(withdrawals(c, klass->id, &known));
    TRY(find_limits(c, klass, &known, news));
    return find_not_reported(c, klass, &known, news);
}

/* ---- telling ---- */

static const struct words {
    const char *zh, *en;
} warned[] = {[CAUSE_NOT_REPORTED] = {"今天是报到的最后一天，请尽快报到或请假",
                                      "Today is the last day to report: come, or ask for leave"},
              [CAUSE_ABSENT] = {"无故缺勤已接近退学界限", "Your absence without leave is close to the limit"},
              [CAUSE_LEAVE] = {"请假累计已接近上限", "Your leave is close to the limit"}},
  proposed[] = {[CAUSE_NOT_REPORTED] = {"逾期未报到，名额取消", "Has not reported in time: the place is cancelled"},
                [CAUSE_ABSENT] = {"无故缺勤达到退学界限", "Absence without leave has reached the limit"},
                [CAUSE_LEAVE] = {"请假超过上限", "Leave has passed the limit"}};

static struct err *tell(struct call *c, const struct klass *klass, const struct withdrawal *w)
{
    bool warns = w->state == WITHDRAWAL_WARNED;
    const struct words *words = warns ? &warned[w->cause] : &proposed[w->cause];
    struct str learner_link = str_printf(c->arena, "/learn/classes/%lld", (long long)klass->id);
    struct notice_message m = {.person_id = w->person_id,
                               .kind = warns ? "roll.warning" : "roll.limit",
                               .title_zh = str_printf(c->arena, "%s：%.*s", words->zh, STR_ARG(klass->title)),
                               .title_en = str_printf(c->arena, "%s: %.*s", words->en, STR_ARG(klass->title)),
                               .link = learner_link,
                               .key = str_printf(c->arena, "limit:%lld:%s:%s", (long long)klass->id,
                                                 withdrawal_cause_names[w->cause], withdrawal_state_names[w->state])};
    TRY(notice_send(c, &m));
    m.person_id = klass->manager_id;
    m.title_zh = str_printf(c->arena, "%.*s：%s（%.*s）", STR_ARG(w->person_name), words->zh, STR_ARG(klass->title));
    m.title_en = str_printf(c->arena, "%.*s: %s (%.*s)", STR_ARG(w->person_name), words->en, STR_ARG(klass->title));
    m.link = str_printf(c->arena, "/classes/%lld/roll", (long long)klass->id);
    m.key = str_printf(c->arena, "%.*s:%lld", STR_ARG(m.key), (long long)w->person_id);
    return warns ? NULL : notice_send(c, &m);
}

static struct err *tell_overdue(struct call *c, const struct klass *klass, const struct leave_request *l)
{
    struct notice_message m = {
        .person_id = l->person_id,
        .kind = "leave.overdue",
        .title_zh = str_printf(c->arena, "请假期满，请尽快返校销假：%.*s", STR_ARG(klass->title)),
        .title_en = str_printf(c->arena, "Your leave is over: report back: %.*s", STR_ARG(klass->title)),
        .link = str_printf(c->arena, "/learn/classes/%lld", (long long)klass->id),
        .key = str_printf(c->arena, "leave:%lld:overdue", (long long)l->id)};
    TRY(notice_send(c, &m));
    m.person_id = klass->manager_id;
    m.title_zh = str_printf(c->arena, "%.*s逾期未销假：%.*s", STR_ARG(l->person_name), STR_ARG(klass->title));
    m.title_en =
        str_printf(c->arena, "%.*s has not reported back: %.*s", STR_ARG(l->person_name), STR_ARG(klass->title));
    m.link = str_printf(c->arena, "/classes/%lld/leave", (long long)klass->id);
    TRY(notice_send(c, &m));
    return leave_set_warned(c, l->id);
}

/* ---- acting ---- */

static struct err *withdraw(struct call *c, struct klass *klass, int64_t person_id, struct str reason)
{
    struct enrolment enrolment;
    bool found;
    TRY(enrolment_find(c, klass->id, person_id, &enrolment, &found));
    if (!found || enrolment.state != ENROLMENT_CONFIRMED) return NULL;
    return enrolment_set_state(c, klass, &enrolment, ENROLMENT_WITHDRAWN, reason);
}

static struct err *cancel_place(struct call *c, struct klass *klass, const struct withdrawal *w)
{
    struct list all;
    int64_t by_itself;
    TRY(rule_value(c, "report_cancel", klass->org_path, c->today, &by_itself));
    if (!by_itself) return NULL;
    TRY(withdrawals(c, klass->id, &all));
    for (LIST_EACH(all, struct withdrawal, x)) {
        if (x->person_id != w->person_id || x->cause != CAUSE_NOT_REPORTED) continue;
        x->state = WITHDRAWAL_CONFIRMED;
        x->reason = STR("逾期未报到且未请假，按规定取消名额");
        TRY(withdrawal_set(c, x));
        TRY(withdraw(c, klass, x->person_id, x->reason));
    }
    return NULL;
}

struct err *roll_watch_apply(struct call *c, struct klass *klass, const struct list *news)
{
    for (LIST_EACH(*news, struct withdrawal, w)) {
        TRY(withdrawal_put(c, w));
        TRY(tell(c, klass, w));
        if (w->cause == CAUSE_NOT_REPORTED && w->state == WITHDRAWAL_PROPOSED) TRY(cancel_place(c, klass, w));
    }
    return NULL;
}

struct err *roll_watch_class(struct call *c, int64_t class_id, int64_t *ret_news)
{
    struct klass klass;
    struct list news;
    TRY(klass_get(c, class_id, &klass));
    TRY(roll_watch(c, &klass, &news));
    *ret_news = (int64_t)news.n;
    return roll_watch_apply(c, &klass, &news);
}

struct err *withdrawal_decide(struct call *c, struct klass *klass, struct withdrawal *w, int state, struct str reason)
{
    if (w->state != WITHDRAWAL_PROPOSED)
        FAIL(c->arena, ERR_CONFLICT, "withdrawal.decided", "这条建议已处理过，或还只是提醒。",
             "This proposal was dealt with, or is only a warning yet.");
    w->state = state;
    w->reason = reason;
    TRY(withdrawal_set(c, w));
    return state == WITHDRAWAL_CONFIRMED ? withdraw(c, klass, w->person_id, reason) : NULL;
}

/* ---- the job ---- */

struct round {
    struct list classes; /* struct withdrawal: their id */
    int64_t class_id;
    bool anything;
};

static struct err *find_classes(struct call *c, void *arg)
{
    struct round *x = arg;
    return roll_running(c, &x->classes);
}

static struct err *overdue_of(struct call *c, const struct klass *klass, struct list *ret_leaves)
{
    int64_t back_hours;
    TRY(rule_value(c, "leave_back_hours", klass->org_path, c->today, &back_hours));
    return leave_overdue(c, klass->id, c->now_us - back_hours * 60 * TIME_MINUTE_US, ret_leaves);
}

static struct err *look(struct call *c, void *arg)
{
    struct round *x = arg;
    struct klass klass;
    struct list news, leaves;
    TRY(klass_get(c, x->class_id, &klass));
    TRY(roll_watch(c, &klass, &news));
    TRY(overdue_of(c, &klass, &leaves));
    x->anything = news.n || leaves.n;
    return NULL;
}

static struct err *act(struct call *c, void *arg)
{
    const struct round *x = arg;
    struct klass klass;
    struct list news, leaves;
    TRY(klass_get(c, x->class_id, &klass));
    TRY(roll_watch(c, &klass, &news));
    TRY(roll_watch_apply(c, &klass, &news));
    TRY(overdue_of(c, &klass, &leaves));
    for (LIST_EACH(leaves, struct leave_request, l)) TRY(tell_overdue(c, &klass, l));
    return call_audit_add(c, "roll.watch", klass.id, klass.org_path,
                          str_printf(c->arena, "%zu at the limits, %zu overdue", news.n, leaves.n));
}

struct err *roll_run_watch(struct job *job)
{
    struct round x = {0};
    TRY(job_read(job, find_classes, &x));
    for (LIST_EACH(x.classes, struct withdrawal, k)) {
        x.class_id = k->id;
        TRY(job_read(job, look, &x));
        if (x.anything) TRY(job_write(job, act, &x));
    }
    return NULL;
}
