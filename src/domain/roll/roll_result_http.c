/* domain/roll/roll_result_http.c: handlers of results and of the class page. */
#include "api/module.h"
#include "domain/roll/roll_private.h"

enum { PEOPLE_MAX = 20000 };

/* ---- shapes ---- */

#define RESULTS(kind, ...) F_##kind(struct roll_results, __VA_ARGS__)
static const struct shape_field results_fields[] = {
    RESULTS(ID, class_id, 0, "班次", "class"),
    RESULTS(ENUM, class_state, klass_state_names, 0, "班次状态", "class's state"),
    RESULTS(INT, sessions, 0, 0, 0, "课次数", "sessions"),
    RESULTS(HOURS, total, 0, 0, 0, "班次总学时", "hours of the class"),
    RESULTS(INT, leave_limit_ppm, 0, 0, 0, "请假上限（百万分之一）", "limit of leave, ppm"),
    RESULTS(INT, people, 0, 0, 0, "学员数", "people"),
    RESULTS(INT, completed, 0, 0, 0, "结业", "completed"),
    RESULTS(INT, failed, 0, 0, 0, "未结业", "failed"),
    RESULTS(INT, unmarked, 0, 0, 0, "未登记的考勤", "marks that are missing"),
    RESULTS(HOURS, hours, 0, 0, 0, "集中培训学时合计", "concentrated hours, together"),
    RESULTS(HOURS, online, 0, 0, 0, "网络自学学时合计", "online hours, together"),
    RESULTS(TEXT, rule, 0, 0, 0, "折算规则", "conversion rule"),
    RESULTS(LIST, items, &roll_result_shape, 0, PEOPLE_MAX, 0, "各学员", "people"),
};
const struct shape roll_results_shape = SHAPE("ClassResults", struct roll_results, results_fields);

static const struct shape_field exception_fields[] = {
    F_ID(struct roll_exception, person_id, SHAPE_REQUIRED, "学员", "learner"),
    F_ENUM(struct roll_exception, outcome, roll_outcome_names, SHAPE_REQUIRED, "结果", "outcome"),
    F_TEXT(struct roll_exception, reason, 2, 500, SHAPE_REQUIRED, "理由", "reason"),
};
static const struct shape exception_shape = SHAPE("ClassException", struct roll_exception, exception_fields);

struct confirm_in {
    struct list exceptions; /* struct roll_exception */
};
static const struct shape_field confirm_in_fields[] = {
    F_LIST(struct confirm_in, exceptions, &exception_shape, 0, PEOPLE_MAX, 0, "另行认定", "exceptions"),
};
const struct shape roll_confirm_in_shape = SHAPE("ClassConfirmIn", struct confirm_in, confirm_in_fields);

struct confirm_out {
    int64_t class_id;
    bool already;
    int64_t people, completed, failed;
    int64_t posted;
    int64_t hours_centi, online_centi;
};
static const struct shape_field confirm_out_fields[] = {
    F_ID(struct confirm_out, class_id, 0, "班次", "class"),
    F_BOOL(struct confirm_out, already, 0, "此前已确认", "was confirmed before"),
    F_INT(struct confirm_out, people, 0, 0, 0, "学员数", "people"),
    F_INT(struct confirm_out, completed, 0, 0, 0, "结业", "completed"),
    F_INT(struct confirm_out, failed, 0, 0, 0, "未结业", "failed"),
    F_INT(struct confirm_out, posted, 0, 0, 0, "入账笔数", "entries posted"),
    F_HOURS(struct confirm_out, hours, 0, 0, 0, "集中培训学时合计", "concentrated hours, together"),
    F_HOURS(struct confirm_out, online, 0, 0, 0, "网络自学学时合计", "online hours, together"),
};
const struct shape roll_confirm_out_shape = SHAPE("ClassConfirmOut", struct confirm_out, confirm_out_fields);

#define LESSON(kind, ...) F_##kind(struct page_session, __VA_ARGS__)
#define IN_SESSION(m, type, kind_, names_, zh_, en_)                                                                   \
    {                                                                                                                  \
        .name = #m, .column = #m,                                                                                      \
        .offset = offsetof(struct page_session, session.m) + SHAPE_CHECK_(struct session, m, type), .kind = (kind_),   \
        .names = (names_), .zh = (zh_), .en = (en_)                                                                    \
    }
static const struct shape_field page_session_fields[] = {
    IN_SESSION(id, int64_t, SHAPE_ID, NULL, "编号", "id"),
    IN_SESSION(source_id, int64_t, SHAPE_ID, NULL, "共享课次", "source session"),
    IN_SESSION(course_id, int64_t, SHAPE_ID, NULL, "课程", "course"),
    IN_SESSION(kind, int, SHAPE_ENUM, session_kind_names, "形式", "kind"),
    IN_SESSION(title, struct str, SHAPE_TEXT, NULL, "标题", "title"),
    IN_SESSION(starts_at, int64_t, SHAPE_TIME, NULL, "开始", "starts"),
    IN_SESSION(ends_at, int64_t, SHAPE_TIME, NULL, "结束", "ends"),
    {.name = "hours",
     .column = "hours_centi",
     .offset = offsetof(struct page_session, session.hours_centi),
     .kind = SHAPE_HOURS,
     .zh = "学时",
     .en = "hours"},
    IN_SESSION(teacher_name, struct str, SHAPE_TEXT, NULL, "教师", "teacher"),
    IN_SESSION(room, struct str, SHAPE_TEXT, NULL, "地点", "room"),
    IN_SESSION(topic, struct str, SHAPE_TEXT, NULL, "研讨题目", "topic"),
    IN_SESSION(live, _Bool, SHAPE_BOOL, NULL, "有直播", "has a live room"),
    LESSON(ID, room_id, 0, "直播间", "live room"),
    LESSON(ENUM, live_state, session_live_names, 0, "直播状态", "live state"),
    LESSON(ENUM, roll_state, roll_state_names, 0, "本人考勤", "own mark"),
    LESSON(ENUM, roll_source, roll_source_names, 0, "考勤来源", "source of the mark"),
};
const struct shape page_session_shape = SHAPE("ClassPageSession", struct page_session, page_session_fields);

struct class_page {
    struct klass class_;
    struct enrolment enrolment;
    struct list sessions;    /* struct page_session */
    int64_t live_session_id; /* a session of this class whose lesson is on now */
    int64_t total_centi, attended_centi, leave_centi;
    int64_t now_at;
};
static const struct shape_field class_page_fields[] = {
    {.name = "class",
     .column = "class",
     .offset = offsetof(struct class_page, class_),
     .kind = SHAPE_OBJECT,
     .sub = &klass_shape,
     .zh = "班次",
     .en = "class"},
    F_OBJECT(struct class_page, enrolment, &enrolment_shape, 0, "本人报名", "own enrolment"),
    F_LIST(struct class_page, sessions, &page_session_shape, 0, 1000, 0, "课表", "timetable"),
    F_ID(struct class_page, live_session_id, 0, "正在直播的课次", "session that is live now"),
    F_HOURS(struct class_page, total, 0, 0, 0, "总学时", "hours of the class"),
    F_HOURS(struct class_page, attended, 0, 0, 0, "本人到课学时", "own hours attended"),
    F_HOURS(struct class_page, leave, 0, 0, 0, "本人请假学时", "own hours on leave"),
    F_TIME(struct class_page, now_at, 0, "服务器时间", "the server's time"),
};
const struct shape class_page_shape = SHAPE("ClassPage", struct class_page, class_page_fields);

/* ---- results ---- */

static int64_t wanting(const struct roll_result *r) { return r->outcome == ROLL_FAILED || r->unmarked || r->exception; }

/* `problems=true`: only those who want looking at. */
static void keep_problems(struct call *c, struct roll_results *out)
{
    struct list kept = {0};
    if (!str_is(call_param(c, "problems"), "true")) return;
    for (LIST_EACH(out->items, struct roll_result, r))
        if (wanting(r)) *list_add(c->arena, &kept, struct roll_result) = *r;
    out->items = kept;
}

struct err *roll_http_results(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    TRY(roll_results_of(c, &klass, c->out));
    keep_problems(c, c->out);
    return NULL;
}

struct err *roll_http_confirm(struct call *c)
{
    const struct confirm_in *in = c->in;
    struct confirm_out *out = c->out;
    struct roll_results results;
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    TRY(roll_confirm(c, &klass, &in->exceptions, &results, &out->posted, &out->already));
    out->class_id = klass.id;
    out->people = results.people;
    out->completed = results.completed;
    out->failed = results.failed;
    out->hours_centi = results.hours_centi;
    out->online_centi = results.online_centi;
    c->status = 200;
    call_audit(c, klass.id, klass.org_path,
               str_printf(c->arena, "%lld entries, %zu exceptions", (long long)out->posted, in->exceptions.n));
    return NULL;
}

/* ---- the class page ---- */

static void count_hours(struct class_page *out, const struct page_session *x)
{
    int64_t hours = x->session.hours_centi;
    out->total_centi += hours;
    if (x->roll_state == ROLL_PRESENT || x->roll_state == ROLL_LATE) out->attended_centi += hours;
    if (x->roll_state == ROLL_LEAVE) out->leave_centi += hours;
    if (x->live_state == SESSION_LIVE_OPEN && !out->live_session_id) out->live_session_id = x->session.id;
}

struct err *roll_http_class_page(struct call *c)
{
    struct class_page *out = c->out;
    TRY(klass_for_learner(c, c->path[0], &out->class_, &out->enrolment));
    TRY(roll_page_sessions(c, c->path[0], c->who->person_id, &out->sessions));
    for (LIST_EACH(out->sessions, struct page_session, session)) count_hours(out, session);
    out->now_at = c->now_us;
    return NULL;
}
