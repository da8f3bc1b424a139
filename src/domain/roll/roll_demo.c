/* domain/roll/roll_demo.c: leave requests for the maker of a demo: one of each state, with the same functions as by
 * hand. */
#include "api/call.h"
#include "domain/roll/roll_private.h"

enum { ASKED_HOURS_AGO = 5, DECIDED_HOURS_AGO = 3, TAKEN_BACK_HOURS_AGO = 2, APART = 5 };

static const struct {
    int kind; /* in leave_kind_names */
    int session_kind, state;
    const char *reason, *note;
} plans[] = {
    {3, SESSION_FORUM, LEAVE_APPROVED, "当天上午参加本单位项目调度会，会后返班。", "同意，请会后补交发言材料。"},
    {1, SESSION_FORUM, LEAVE_SUBMITTED, "已预约门诊复查，当天上午无法到课。", ""},
    {2, SESSION_ROUTE, LEAVE_REFUSED, "家中有事，申请不参加现场教学。",
     "现场教学占总学时近三成，批准后将超过上限，请与家人协调或改请半天。"},
    {3, SESSION_FORUM, LEAVE_CANCELLED, "原定当天上午向区里汇报工作。", ""},
};
enum { PLANS = sizeof plans / sizeof *plans };

static const struct session *session_of(const struct list *sessions, int kind)
{
    for (LIST_EACH(*sessions, struct session, s))
        if (s->kind == kind) return s;
    return NULL;
}

static struct call hours_ago(const struct call *c, int hours, const struct who *who)
{
    struct call then = *c;
    then.now_us -= hours * TIME_HOUR_US;
    then.who = who;
    return then;
}

static struct err *ask(struct call *c, const struct klass *klass, size_t n, const struct session *s,
                       const struct who *manager, int64_t person_id)
{
    const struct who learner = {.person_id = person_id};
    struct call asked = hours_ago(c, ASKED_HOURS_AGO, &learner), decided = hours_ago(c, DECIDED_HOURS_AGO, manager),
                back = hours_ago(c, TAKEN_BACK_HOURS_AGO, &learner);
    struct leave_request l = {.class_id = klass->id,
                              .person_id = person_id,
                              .kind = plans[n].kind,
                              .from_at = s->starts_at,
                              .until_at = s->ends_at,
                              .reason = str_of(plans[n].reason)};
    TRY(leave_submit(&asked, klass, &l));
    switch (plans[n].state) {
    case LEAVE_APPROVED:
    case LEAVE_REFUSED: return leave_decide(&decided, klass, &l, plans[n].state, str_of(plans[n].note), false);
    case LEAVE_CANCELLED: return leave_cancel(&back, &l);
    default: return NULL;
    }
}

/* Whom the limit of the class leaves room for half a day. */
static struct err *may_ask(struct call *c, const struct klass *klass, const struct session *s, int64_t person_id,
                           bool *ret_may)
{
    struct leave_preview preview;
    TRY(leave_preview_of(c, klass, person_id, s->starts_at, s->ends_at, &preview));
    *ret_may = preview.sessions > 0 && !preview.crosses;
    return NULL;
}

struct err *leave_demo_make(struct call *c, int64_t class_id, const struct who *manager, const struct list *spared)
{
    struct klass klass;
    struct list people, sessions;
    size_t done = 0, after = 0;
    TRY(klass_get(c, class_id, &klass));
    TRY(klass_sessions(c, class_id, &sessions));
    TRY(klass_enrolments(c, class_id, &people));
    const struct session *half_day = session_of(&sessions, SESSION_FORUM);
    for (LIST_EACH(people, struct enrolment, p)) {
        bool may = false;
        if (done == PLANS || !half_day) break;
        if (p->state != ENROLMENT_CONFIRMED || list_has_id(spared, p->person_id) || after++ % APART) continue;
        TRY(may_ask(c, &klass, half_day, p->person_id, &may));
        const struct session *s = session_of(&sessions, plans[done].session_kind);
        if (may && s) TRY(ask(c, &klass, done++, s, manager, p->person_id));
    }
    return NULL;
}
