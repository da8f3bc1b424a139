/* domain/klass/klass_rules.c: what classes and sessions must be, who may do what by duty, and the proposed timetable.
 * Pure: no database, no clock. */
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/klass/klass_private.h"

/* ---- classes ---- */

enum { CLASS_DAYS_MAX = 800 };

struct err *klass_check(struct arena *a, const struct klass *klass)
{
    if (klass->ends_on < klass->starts_on)
        FAIL_FIELD(a, "class.dates", "ends_on", "结业日期不能早于开班日期。",
                   "The last day cannot lie before the first.");
    if (date_days(klass->ends_on) - date_days(klass->starts_on) > CLASS_DAYS_MAX)
        FAIL_FIELD(a, "class.too_long", "ends_on", "班次最长 %d 天，请检查日期。",
                   "A class lasts at most %d days: check the dates.", CLASS_DAYS_MAX);
    if (klass->seats_max && klass->seats_min > klass->seats_max)
        FAIL_FIELD(a, "class.seats", "seats_min", "最低开班人数不能超过名额。",
                   "The least number of people cannot exceed the seats.");
    if (klass->seats_max && klass->seats_max < klass->confirmed_count)
        FAIL_FIELD(a, "class.seats_taken", "seats_max", "已有 %lld 人确认，名额不能少于这个数。",
                   "%lld people have a seat: there cannot be fewer seats.", (long long)klass->confirmed_count);
    return NULL;
}

static struct err *refuse_state(struct arena *a, const struct klass *klass, int to)
{
    return ERR(a, ERR_CONFLICT, "class.state", "班次现在是“%s%.0s”，不能改为“%s%.0s”。",
               "The class is “%.0s%s”: it cannot become “%.0s%s”.", klass_state_zh[klass->state],
               klass_state_names[klass->state], klass_state_zh[to], klass_state_names[to]);
}

static struct err *need_reason(struct arena *a, struct str reason)
{
    if (str_trim(reason).n) return NULL;
    FAIL_FIELD(a, "class.reason", "reason", "请写明原因。", "Please give the reason.");
}

static struct err *check_begin(struct arena *a, const struct klass *klass, int today, int64_t sessions,
                               struct str reason)
{
    if (sessions == 0)
        FAIL(a, ERR_CONFLICT, "class.no_timetable", "开班前请先安排课表。",
             "Make the timetable before the class begins.");
    if (today < klass->starts_on)
        FAIL(a, ERR_CONFLICT, "class.too_early", "开班日期是 %d-%02d-%02d，还没有到。要提前开班，请先改开班日期。",
             "The class begins on %d-%02d-%02d. To begin earlier change its first day.", klass->starts_on / 10000,
             klass->starts_on / 100 % 100, klass->starts_on % 100);
    if (klass->confirmed_count >= klass->seats_min || str_trim(reason).n) return NULL;
    FAIL(a, ERR_CONFLICT, "class.too_few", "已确认 %lld 人，不足最低开班人数 %lld 人。仍要开班，请写明原因。",
         "%lld people are confirmed, fewer than the least number %lld. To begin nevertheless, give the reason.",
         (long long)klass->confirmed_count, (long long)klass->seats_min);
}

static struct err *check_end(struct arena *a, const struct klass *klass, int today, struct str reason)
{
    if (today >= klass->ends_on || str_trim(reason).n) return NULL;
    FAIL(a, ERR_CONFLICT, "class.not_over", "还没有到结业日期。提前结束请写明原因。",
         "The last day has not come yet. To end the class earlier, give the reason.");
}

static struct err *check_back_to_draft(struct arena *a, const struct klass *klass)
{
    if (klass->confirmed_count + klass->proposed_count + klass->waiting_count == 0) return NULL;
    FAIL(a, ERR_CONFLICT, "class.has_people", "已有人报名，不能退回草稿。不办时请取消班次。",
         "People are enrolled: the class cannot become a draft again. Cancel it if it will not be held.");
}

struct err *klass_check_state(struct arena *a, const struct klass *klass, int to, int today, int64_t sessions,
                              struct str reason)
{
    enum { STATES = KLASS_CANCELLED + 1 };
    int from = klass->state;
    if (from == KLASS_DRAFT && to == KLASS_OPEN) return NULL;
    if (from == KLASS_OPEN && to == KLASS_DRAFT) return check_back_to_draft(a, klass);
    if (from == KLASS_OPEN && to == KLASS_RUNNING) return check_begin(a, klass, today, sessions, reason);
    if (from == KLASS_RUNNING && to == KLASS_ENDED) return check_end(a, klass, today, reason);
    if (from == KLASS_ENDED && to == KLASS_RUNNING) return need_reason(a, reason);
    if (from == KLASS_ENDED && to == KLASS_CONFIRMED) return NULL;
    if (from == KLASS_DRAFT && to == KLASS_CANCELLED) return NULL;
    if ((from == KLASS_OPEN || from == KLASS_RUNNING) && to == KLASS_CANCELLED) return need_reason(a, reason);
    return refuse_state(a, klass, to > 0 && to < STATES ? to : KLASS_STATE_NONE);
}

struct err *klass_check_enrolling(struct arena *a, const struct klass *klass)
{
    if (klass->state >= KLASS_DRAFT && klass->state <= KLASS_RUNNING) return NULL;
    FAIL(a, ERR_CONFLICT, "class.closed", "班次“%s%.0s”，不能再调整学员。",
         "The class is “%.0s%s”: its people cannot be changed any more.", klass_state_zh[klass->state],
         klass_state_names[klass->state]);
}

struct err *klass_check_planning(struct arena *a, const struct klass *klass)
{
    if (klass->state >= KLASS_DRAFT && klass->state <= KLASS_RUNNING) return NULL;
    FAIL(a, ERR_CONFLICT, "class.plan_closed", "班次“%s%.0s”，课表和分组不能再修改。",
         "The class is “%.0s%s”: timetable and groups cannot be changed any more.", klass_state_zh[klass->state],
         klass_state_names[klass->state]);
}

/* ---- duties ---- */

#define P(name) (1ull << PERM_##name)

static const struct {
    int duty;
    uint64_t perms;
} duty_perms[] = {
    {KLASS_DUTY_MANAGER, P(CLASS_READ) | P(CLASS_EDIT) | P(CLASS_CONFIRM) | P(ENROL_EDIT) | P(ROLL_READ) |
                             P(ROLL_MARK) | P(ROLL_CORRECT) | P(LEAVE_DECIDE) | P(LIVE_TEACH) | P(LIVE_STAFF)},
    {KLASS_DUTY_ASSISTANT, P(CLASS_READ) | P(CLASS_EDIT) | P(ENROL_EDIT) | P(ROLL_READ) | P(ROLL_MARK) | P(LIVE_STAFF)},
    {KLASS_DUTY_TEACHER, P(CLASS_READ) | P(ROLL_READ) | P(LIVE_TEACH) | P(LIVE_STAFF)},
    {KLASS_DUTY_FACILITATOR, P(CLASS_READ)},
    {KLASS_DUTY_SITE_LEADER, P(CLASS_READ) | P(ROLL_READ) | P(ROLL_MARK) | P(LIVE_STAFF)},
};

bool klass_duty_has(int64_t duty_bits, enum perm perm)
{
    for (size_t i = 0; i < sizeof duty_perms / sizeof *duty_perms; i++)
        if ((duty_bits & duty_perms[i].duty) && (duty_perms[i].perms >> perm & 1)) return true;
    return false;
}

/* ---- sessions ---- */

static struct err *check_times(struct arena *a, const struct klass *klass, const struct session *session, int tz_min)
{
    if (!session->starts_at)
        FAIL_FIELD(a, "session.times", "starts_at", "请填写开始时间。", "Please fill in when it begins.");
    if (session->ends_at <= session->starts_at)
        FAIL_FIELD(a, "session.times", "ends_at", "结束时间应晚于开始时间。", "The end must come after the beginning.");
    if (session->ends_at - session->starts_at > TIME_DAY_US)
        FAIL_FIELD(a, "session.too_long", "ends_at", "一个课次最长 24 小时，更长的请分成几个课次。",
                   "A session lasts at most 24 hours: divide a longer one.");
    if (date_of(session->starts_at, tz_min) < klass->starts_on ||
        date_of(session->ends_at - 1, tz_min) > klass->ends_on)
        FAIL_FIELD(
            a, "session.outside", "starts_at", "课次应在班次日期之内。请改课次时间，或先改班次日期。",
            "The session must lie within the dates of the class. Change its time, or the dates of the class first.");
    return NULL;
}

struct err *session_check(struct arena *a, const struct klass *klass, const struct session *session, int tz_min)
{
    TRY(klass_check_planning(a, klass));
    TRY(check_times(a, klass, session, tz_min));
    if (!session->kind) FAIL_FIELD(a, "session.kind", "kind", "请选择课次类型。", "Please choose the kind of session.");
    if (!str_trim(session->title).n)
        FAIL_FIELD(a, "session.title", "title", "请填写课次名称。", "Please fill in the title.");
    if (session->stops.n && session->kind != SESSION_ROUTE)
        FAIL_FIELD(a, "session.stops", "stops", "只有现场教学课次才有站点。", "Only an on-site route has stops.");
    if (!session->hours_centi)
        FAIL_FIELD(a, "session.hours", "hours", "请填写学时：没有学时的课次不会记入任何人的一本账。",
                   "Please fill in the hours: a session without hours lands in nobody's ledger.");
    return NULL;
}

int session_kind_of(int course_kind)
{
    static const int kinds[COURSE_KIND_COUNT] = {
        [COURSE_THEORY] = SESSION_LECTURE,    [COURSE_CASE] = SESSION_LECTURE,          [COURSE_ROUTE] = SESSION_ROUTE,
        [COURSE_ONLINE] = SESSION_SELF_STUDY, [COURSE_DISCUSSION] = SESSION_DISCUSSION, [COURSE_FORUM] = SESSION_FORUM,
    };
    return course_kind > 0 && course_kind < COURSE_KIND_COUNT ? kinds[course_kind] : SESSION_LECTURE;
}

/* ---- the proposed timetable ---- */

enum { HALF_DAY_MINUTES = 150, MORNING_AT_MIN = 9 * 60, AFTERNOON_AT_MIN = 14 * 60 + 30, SATURDAY = 6 };

struct half_days {
    struct list dates;  /* int: the days of teaching */
    size_t at;          /* half-day, two to a date */
    int64_t used_centi; /* of it */
    int64_t size_centi; /* hours of a half-day */
    int tz_min;
};

static struct list teaching_days(struct arena *a, int starts_on, int ends_on)
{
    struct list days = {0};
    for (int pass = 0; pass < 2 && !days.n; pass++)
        for (int date = starts_on; date <= ends_on; date = date_add_days(date, 1))
            if (pass || date_weekday(date) < SATURDAY) *list_add(a, &days, int) = date;
    return days;
}

static bool is_full(const struct half_days *h) { return h->at >= h->dates.n * 2; }

static void next_half_day(struct half_days *h)
{
    h->at++;
    h->used_centi = 0;
}

/* The minute of the half-day at which so many hours of it are over, on five minutes. */
static int64_t minute_of(const struct half_days *h, int64_t centi)
{
    return (centi * HALF_DAY_MINUTES / h->size_centi + 2) / 5 * 5;
}

static void put_slot(struct arena *a, struct half_days *h, const struct programme_unit *unit, int64_t hours_centi,
                     struct list *slots)
{
    int date = *LIST_AT(h->dates, int, h->at / 2);
    int64_t begin_min = h->at % 2 ? AFTERNOON_AT_MIN : MORNING_AT_MIN;
    int64_t day_us = date_start_us(date, h->tz_min);
    struct draft_slot *slot = list_add(a, slots, struct draft_slot);
    *slot = (struct draft_slot){.unit_id = unit->id,
                                .course_id = unit->course_id,
                                .kind = session_kind_of(unit->kind),
                                .title = unit->title,
                                .hours_centi = hours_centi};
    slot->starts_at = day_us + (begin_min + minute_of(h, h->used_centi)) * TIME_MINUTE_US;
    h->used_centi += hours_centi;
    slot->ends_at = day_us + (begin_min + minute_of(h, h->used_centi)) * TIME_MINUTE_US;
    if (h->used_centi >= h->size_centi) next_half_day(h);
}

/* A unit without hours stands for half of a half-day. Returns what found no place. */
static int64_t lay_unit(struct arena *a, struct half_days *h, const struct programme_unit *unit, struct list *slots)
{
    int64_t left = unit->hours_centi ? unit->hours_centi : h->size_centi / 2;
    if (h->used_centi && left > h->size_centi - h->used_centi) next_half_day(h);
    while (left > 0 && !is_full(h)) {
        int64_t part = left < h->size_centi ? left : h->size_centi;
        put_slot(a, h, unit, part, slots);
        left -= part;
    }
    return left;
}

void session_draft(struct arena *a, const struct programme *programme, int starts_on, int ends_on,
                   int64_t half_day_centi, int tz_min, struct list *ret_slots, struct list *ret_rest)
{
    struct half_days h = {
        .dates = teaching_days(a, starts_on, ends_on), .size_centi = half_day_centi, .tz_min = tz_min};
    *ret_slots = *ret_rest = (struct list){0};
    for (LIST_EACH(programme->modules, struct programme_module, m))
        for (LIST_EACH(m->units, struct programme_unit, unit)) {
            int64_t left = lay_unit(a, &h, unit, ret_slots);
            if (left > 0) *list_add(a, ret_rest, struct draft_rest) = (struct draft_rest){unit->id, unit->title, left};
        }
}
