/* domain/roll/roll_store.c: the SQL of marks, leave and results. */
#include "api/module.h"
#include "domain/roll/roll_private.h"
#include "roll_sql.h"

/* ---- shapes ---- */

#define SESSION(kind, ...) F_##kind(struct roll_session, __VA_ARGS__)
static const struct shape_field session_fields[] = {
    SESSION(ID, id, 0, "课次", "session"),
    SESSION(ID, class_id, 0, "班次", "class"),
    SESSION(ID, source_id, 0, "共享课次", "source session"),
    SESSION(TEXT, title, 0, 0, 0, "标题", "title"),
    SESSION(TIME, starts_at, 0, "开始", "starts"),
    SESSION(TIME, ends_at, 0, "结束", "ends"),
    SESSION(HOURS, hours, 0, 0, 0, "学时", "hours"),
    SESSION(ENUM, class_state, klass_state_names, 0, "班次状态", "class's state"),
    SESSION(ID, manager_id, 0, "班主任", "manager"),
    SESSION(TEXT, org_path, 0, 0, 0, "主办单位", "host"),
};
static const struct shape roll_session_shape = SHAPE("RollSession", struct roll_session, session_fields);

static const struct shape_field site_fields[] = {
    F_ID(struct roll_site, id, 0, "教学点", "site"),
    F_ID(struct roll_site, class_id, 0, "班次", "class"),
    F_ID(struct roll_site, leader_id, 0, "负责人", "leader"),
    F_TEXT(struct roll_site, org_path, 0, 0, 0, "单位", "organisation"),
};
static const struct shape site_shape = SHAPE("RollSite", struct roll_site, site_fields);

static const struct shape_field mark_fields[] = {
    F_ID(struct roll_mark, session_id, 0, "课次", "session"),
    F_ID(struct roll_mark, person_id, 0, "人员", "person"),
    F_ID(struct roll_mark, site_id, 0, "教学点", "site"),
    F_ENUM(struct roll_mark, state, roll_state_names, 0, "考勤", "state"),
    F_ENUM(struct roll_mark, source, roll_source_names, 0, "来源", "source"),
    F_HOURS(struct roll_mark, hours, 0, 0, 0, "实到学时", "hours attended"),
};
static const struct shape mark_shape = SHAPE("RollMark", struct roll_mark, mark_fields);

#define ROW(kind, ...) F_##kind(struct roll_row, __VA_ARGS__)
static const struct shape_field row_fields[] = {
    ROW(ID, id, 0, "报名", "enrolment"),
    ROW(ID, person_id, 0, "人员", "person"),
    ROW(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    ROW(ID, org_id, 0, "单位", "unit"),
    ROW(TEXT, org_name, 0, 0, 0, "单位名称", "unit's name"),
    ROW(TEXT, post, 0, 0, 0, "职务", "post"),
    ROW(ID, site_id, 0, "教学点", "site"),
    ROW(TEXT, site_name, 0, 0, 0, "教学点名称", "site's name"),
    ROW(ID, group_id, 0, "小组", "group"),
    ROW(TEXT, group_name, 0, 0, 0, "小组名称", "group's name"),
    ROW(ENUM, state, roll_state_names, 0, "考勤", "state"),
    ROW(ENUM, source, roll_source_names, 0, "来源", "source"),
    ROW(TIME, at, 0, "登记时间", "marked at"),
    ROW(HOURS, hours, 0, 0, 0, "实到学时；0 为全部", "hours attended when not all; 0: all"),
    ROW(TEXT, marked_by_name, 0, 0, 0, "登记人", "marked by"),
};
const struct shape roll_row_shape = SHAPE("RollRow", struct roll_row, row_fields);

#define COUNT(kind, ...) F_##kind(struct roll_count, __VA_ARGS__)
static const struct shape_field count_fields[] = {
    COUNT(ID, site_id, 0, "教学点", "site"),
    COUNT(ID, org_id, 0, "单位", "organisation"),
    COUNT(TEXT, name, 0, 0, 0, "名称", "name"),
    COUNT(TEXT, leader, 0, 0, 0, "负责人", "leader"),
    COUNT(INT, expected, 0, INT64_MAX, 0, "应到", "expected"),
    COUNT(INT, present, 0, INT64_MAX, 0, "实到", "present"),
    COUNT(INT, late, 0, INT64_MAX, 0, "迟到", "late"),
    COUNT(INT, leave, 0, INT64_MAX, 0, "请假", "on leave"),
    COUNT(INT, absent, 0, INT64_MAX, 0, "缺勤", "absent"),
    COUNT(INT, unmarked, 0, INT64_MAX, 0, "未登记", "not marked"),
};
const struct shape roll_count_shape = SHAPE("RollCount", struct roll_count, count_fields);

struct roll_event_row {
    int64_t id, session_id, person_id;
    struct str person_name;
    int from_state, to_state, source;
    struct str reason;
    int64_t at, account_id;
    struct str account_name;
};
#define EVENT(kind, ...) F_##kind(struct roll_event_row, __VA_ARGS__)
static const struct shape_field event_fields[] = {
    EVENT(ID, id, 0, "编号", "id"),
    EVENT(ID, session_id, 0, "课次", "session"),
    EVENT(ID, person_id, 0, "人员", "person"),
    EVENT(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    EVENT(ENUM, from_state, roll_state_names, 0, "原考勤", "from"),
    EVENT(ENUM, to_state, roll_state_names, 0, "改为", "to"),
    EVENT(ENUM, source, roll_source_names, 0, "来源", "source"),
    EVENT(TEXT, reason, 0, 0, 0, "理由", "reason"),
    EVENT(TIME, at, 0, "时间", "at"),
    EVENT(ID, account_id, 0, "账号", "account"),
    EVENT(TEXT, account_name, 0, 0, 0, "操作人", "by"),
};
const struct shape roll_event_shape = SHAPE("RollEvent", struct roll_event_row, event_fields);

#define LEAVE(kind, ...) F_##kind(struct leave_request, __VA_ARGS__)
static const struct shape_field leave_fields[] = {
    LEAVE(ID, id, 0, "编号", "id"),
    LEAVE(ID, class_id, 0, "班次", "class"),
    LEAVE(TEXT, class_title, 0, 0, 0, "班次名称", "class's title"),
    LEAVE(ID, person_id, 0, "人员", "person"),
    LEAVE(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    LEAVE(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    LEAVE(ENUM, kind, leave_kind_names, 0, "请假类别", "kind"),
    LEAVE(TIME, from_at, 0, "起", "from"),
    LEAVE(TIME, until_at, 0, "止", "until"),
    LEAVE(HOURS, hours, 0, 0, 0, "学时", "hours"),
    LEAVE(HOURS, days, 0, 0, 0, "天数", "days, by half-days with sessions"),
    LEAVE(TEXT, reason, 0, 0, 0, "事由", "reason"),
    LEAVE(ENUM, state, leave_state_names, 0, "状态", "state"),
    LEAVE(ENUM, level, leave_level_names, 0, "审批环节", "whose turn it is, or who decided last"),
    LEAVE(TEXT, chain, 0, 0, 0, "审批流程", "posts that have to agree, in order, with commas"),
    LEAVE(TEXT, waiting_for, 0, 0, 0, "待谁审批", "who must act now"),
    LEAVE(BOOL, may_decide, 0, "可由我审批", "the reader may decide now"),
    LEAVE(TIME, back_at, 0, "销假时间", "reported back at"),
    LEAVE(BOOL, overdue, 0, "逾期未销假", "over, and not reported back in time"),
    LEAVE(ID, decided_by, 0, "审批账号", "decided by"),
    LEAVE(TEXT, decided_by_name, 0, 0, 0, "审批人", "decided by"),
    LEAVE(TIME, decided_at, 0, "审批时间", "decided at"),
    LEAVE(TEXT, note, 0, 0, 0, "审批意见", "note"),
    LEAVE(INT, version, 0, INT64_MAX, 0, "版本", "version"),
    LEAVE(TIME, created_at, 0, "提交时间", "submitted at"),
};
const struct shape leave_request_shape = SHAPE("LeaveRequest", struct leave_request, leave_fields);

static const struct shape_field step_fields[] = {
    F_ID(struct leave_step, id, 0, "编号", "id"),
    F_ENUM(struct leave_step, level, leave_level_names, 0, "审批环节", "post"),
    F_ENUM(struct leave_step, state, leave_state_names, 0, "结果", "decision"),
    F_TEXT(struct leave_step, account_name, 0, 0, 0, "审批人", "decided by"),
    F_TEXT(struct leave_step, deputy_for_name, 0, 0, 0, "代谁审批", "in whose place"),
    F_TEXT(struct leave_step, note, 0, 0, 0, "意见", "note"),
    F_TIME(struct leave_step, at, 0, "时间", "at"),
};
const struct shape leave_step_shape = SHAPE("LeaveStep", struct leave_step, step_fields);

#define HOLDER(kind, ...) F_##kind(struct leave_holder, __VA_ARGS__)
static const struct shape_field holder_fields[] = {
    HOLDER(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    HOLDER(ID, org_id, SHAPE_REQUIRED, "适用单位", "holds from this organisation down"),
    HOLDER(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "单位名称", "name of the organisation"),
    HOLDER(ENUM, level, leave_level_names, SHAPE_REQUIRED, "审批环节", "post"),
    HOLDER(ID, person_id, SHAPE_REQUIRED, "人员", "person"),
    HOLDER(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    HOLDER(DATE, from_on, SHAPE_REQUIRED, "起", "from"),
    HOLDER(DATE, until_on, 0, "止", "last day"),
};
const struct shape leave_holder_shape = SHAPE("LeaveHolder", struct leave_holder, holder_fields);

#define DEPUTY(kind, ...) F_##kind(struct leave_deputy, __VA_ARGS__)
static const struct shape_field deputy_fields[] = {
    DEPUTY(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    DEPUTY(ID, person_id, 0, "被代理人；不填为本人", "who is away; oneself when absent"),
    DEPUTY(TEXT, person_name, 0, 0, SHAPE_READ_ONLY, "被代理人姓名", "name"),
    DEPUTY(ID, deputy_id, SHAPE_REQUIRED, "代理人", "deputy"),
    DEPUTY(TEXT, deputy_name, 0, 0, SHAPE_READ_ONLY, "代理人姓名", "deputy's name"),
    DEPUTY(DATE, from_on, SHAPE_REQUIRED, "起", "from"),
    DEPUTY(DATE, until_on, SHAPE_REQUIRED, "止", "last day"),
    DEPUTY(TEXT, note, 0, 200, 0, "说明", "note"),
};
const struct shape leave_deputy_shape = SHAPE("LeaveDeputy", struct leave_deputy, deputy_fields);

static const struct shape_field sums_fields[] = {
    F_HOURS(struct leave_sums, total, 0, 0, 0, "总学时", "all hours"),
    F_HOURS(struct leave_sums, taken, 0, 0, 0, "已请假", "on leave"),
    F_HOURS(struct leave_sums, new, 0, 0, 0, "本次", "this leave"),
    F_INT(struct leave_sums, sessions, 0, 0, 0, "课次数", "sessions"),
};
static const struct shape sums_shape = SHAPE("LeaveSums", struct leave_sums, sums_fields);

#define RESULT(kind, ...) F_##kind(struct roll_result, __VA_ARGS__)
static const struct shape_field result_fields[] = {
    RESULT(ID, person_id, 0, "人员", "person"),
    RESULT(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    RESULT(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    RESULT(TEXT, site_name, 0, 0, 0, "教学点", "site"),
    RESULT(INT, present, 0, 0, 0, "到课", "present"),
    RESULT(INT, late, 0, 0, 0, "迟到", "late"),
    RESULT(INT, leave, 0, 0, 0, "请假", "leave"),
    RESULT(INT, absent, 0, 0, 0, "缺勤", "absent"),
    RESULT(INT, unmarked, 0, 0, 0, "未登记", "not marked"),
    RESULT(HOURS, attended, 0, 0, 0, "到课学时", "hours attended"),
    RESULT(INT, leave_ppm, 0, 0, 0, "请假占比（百万分之一）", "share of leave, ppm"),
    RESULT(HOURS, hours, 0, 0, 0, "计入集中培训；未结业为 0", "concentrated hours that are posted; 0 for who failed"),
    RESULT(HOURS, online, 0, 0, 0, "计入网络自学；未结业为 0", "online hours that are posted; 0 for who failed"),
    RESULT(HOURS, days, 0, 0, 0, "折合天数", "days"),
    RESULT(HOURS, earned, 0, 0, 0, "结业时可计学时", "hours that completing gives"),
    RESULT(ENUM, outcome, roll_outcome_names, 0, "结果", "outcome"),
    RESULT(TEXT, reason, 0, 0, 0, "说明", "reason"),
    RESULT(ENUM, grade, roll_grade_names, 0, "考核等次", "grade of the assessment"),
    RESULT(HOURS, study, 0, 0, 0, "学习成绩", "points for study"),
    RESULT(HOURS, conduct, 0, 0, 0, "综合表现", "points for conduct"),
    RESULT(BOOL, exception, 0, "另行认定", "decided otherwise"),
    RESULT(TEXT, name_sort, 0, 0, 0, "姓名排序", "name for sorting"), /* the last: not shown, see below */
};
/* As rows are read, and as they are shown. */
static const struct shape result_row_shape = SHAPE("ClassResultRow", struct roll_result, result_fields);
const struct shape roll_result_shape = {"ClassResult", sizeof(struct roll_result), result_fields,
                                        sizeof result_fields / sizeof *result_fields - 1};

/* ---- pages ---- */

static const struct page_sort row_sorts[] = {{"name", "p.name_sort"}, {"stroke", "p.stroke_sort"}, {"unit", "o.path"}};
static const struct page_filter row_filters[] = {
    {"site", "e.site_id = $?", SHAPE_ID, "教学点", "site"},
    {"group", "e.group_id = $?", SHAPE_ID, "小组", "group"},
    {"state", "COALESCE(m.state, 'unmarked') = $?", SHAPE_TEXT, "考勤，未登记为 unmarked", "state, or unmarked"},
    {"q", "p.name LIKE '%' || $? || '%' OR p.pinyin LIKE LOWER($?) || '%' OR p.initials LIKE LOWER($?) || '%'",
     SHAPE_TEXT, "姓名、拼音或首字母", "name, pinyin or initials"},
};
const struct page_spec roll_row_page = {&sql_roll_row_page,
                                        "enrolment e JOIN person p ON p.id = e.person_id JOIN org o ON o.id = e.org_id",
                                        "e.id", TABLE(row_sorts), TABLE(row_filters)};

static const struct page_sort event_sorts[] = {{"at", "v.at"}};
static const struct page_filter event_filters[] = {{"person", "v.person_id = $?", SHAPE_ID, "人员", "person"}};
const struct page_spec roll_event_page = {&sql_roll_event_page, "roll_event v", "v.id", TABLE(event_sorts),
                                          TABLE(event_filters)};

static const struct page_sort leave_sorts[] = {{"newest", "-l.created_at"}, {"from_at", "l.from_at"}};
static const struct page_filter leave_filters[] = {
    {"state", "l.state = $?", SHAPE_TEXT, "状态", "state"},
    {"person", "l.person_id = $?", SHAPE_ID, "人员", "person"},
    {"class", "l.class_id = $?", SHAPE_ID, "班次", "class"},
};
const struct page_spec leave_class_page = {&sql_roll_leave_class_page, "leave_request l", "l.id", TABLE(leave_sorts),
                                           TABLE(leave_filters)};
const struct page_spec leave_my_page = {&sql_roll_leave_my_page, "leave_request l", "l.id", TABLE(leave_sorts),
                                        TABLE(leave_filters)};

/* ---- marks ---- */

static int64_t account_of(const struct call *c) { return c->who ? c->who->account_id : 0; }

struct err *roll_session_get(struct call *c, int64_t session_id, struct roll_session *ret_session)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_roll_session_get, VALS(v_id(session_id)), &roll_session_shape, ret_session,
                &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "session.absent", "没有这节课，或不在您的管理范围内。",
         "There is no such session, or it is outside your part of the tree.");
}

struct err *roll_site_get(struct call *c, int64_t site_id, struct roll_site *ret_site)
{
    return db_get(c->db, c->arena, &sql_roll_site_get, VALS(v_id(site_id)), &site_shape, ret_site);
}

struct err *roll_mark_add(struct call *c, const struct roll_session *s, const struct roll_mark *m, bool *ret_new)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_roll_mark_insert,
               VALS(v_int(s->id), v_int(s->class_id), v_int(m->person_id), v_cstr(roll_state_names[m->state]),
                    v_cstr(roll_source_names[m->source]), v_int(c->now_us), v_id(account_of(c)), v_int(m->site_id)),
               &changed));
    *ret_new = changed > 0;
    return NULL;
}

struct err *roll_mark_find(struct call *c, const struct roll_session *s, int64_t person_id, struct roll_mark *ret_mark,
                           bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_roll_mark_find, VALS(v_int(s->id), v_int(s->class_id), v_int(person_id)),
                   &mark_shape, ret_mark, ret_found);
}

struct err *roll_mark_set(struct call *c, const struct roll_mark *m)
{
    return db_run(c->db, c->arena, &sql_roll_mark_update,
                  VALS(v_int(m->session_id), v_int(m->person_id), v_cstr(roll_state_names[m->state]),
                       v_cstr(roll_source_names[m->source]), v_int(c->now_us), v_id(account_of(c))),
                  NULL);
}

struct err *roll_event_add(struct call *c, const struct roll_mark *was, const struct roll_mark *is, struct str reason)
{
    return db_run(c->db, c->arena, &sql_roll_event_insert,
                  VALS(v_int(call_id(c)), v_int(is->session_id), v_int(is->person_id),
                       v_cstr(roll_state_names[was->state]), v_cstr(roll_state_names[is->state]),
                       v_cstr(roll_source_names[is->source]), v_text(reason), v_int(c->now_us), v_id(account_of(c))),
                  NULL);
}

struct err *roll_open_sessions(struct call *c, int64_t person_id, int64_t session_id, int64_t until,
                               struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_roll_open_sessions,
                   VALS(v_int(person_id), v_int(session_id), v_int(until), v_int(c->now_us)), &roll_session_shape,
                   ret_sessions);
}

struct err *roll_tries(struct call *c, int64_t person_id, int64_t since_at, int64_t *ret_tries)
{
    return db_int(c->db, c->arena, &sql_roll_try_get, VALS(v_int(person_id), v_int(since_at)), ret_tries);
}

struct err *roll_try_add(struct call *c, int64_t person_id, int64_t since_at)
{
    return db_run(c->db, c->arena, &sql_roll_try_add, VALS(v_int(person_id), v_int(c->now_us), v_int(since_at)), NULL);
}

struct err *roll_mark_count(struct call *c, int64_t session_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_roll_mark_count, VALS(v_int(session_id)), ret_count);
}

struct err *roll_drop_leave_marks(struct call *c, int64_t session_id)
{
    return db_run(c->db, c->arena, &sql_roll_leave_marks_drop, VALS(v_int(session_id)), NULL);
}

struct err *roll_leave_follow(struct call *c, int64_t session_id)
{
    TRY(db_run(c->db, c->arena, &sql_roll_leave_marks_stale, VALS(v_int(session_id)), NULL));
    return db_run(c->db, c->arena, &sql_roll_leave_marks_add, VALS(v_int(session_id), v_int(c->now_us)), NULL);
}

static void add_up(struct roll_count *total, const struct roll_count *site)
{
    total->expected += site->expected;
    total->present += site->present;
    total->late += site->late;
    total->leave += site->leave;
    total->absent += site->absent;
    total->unmarked += site->unmarked;
}

struct err *roll_counts(struct call *c, int64_t session_id, struct list *ret_sites, struct roll_count *ret_total)
{
    struct roll_session s;
    TRY(roll_session_get(c, session_id, &s));
    TRY(db_list(c->db, c->arena, &sql_roll_count_list, VALS(v_int(s.id), v_int(s.class_id)), &roll_count_shape,
                ret_sites));
    *ret_total = (struct roll_count){0};
    for (LIST_EACH(*ret_sites, struct roll_count, site)) add_up(ret_total, site);
    return NULL;
}

/* ---- leave ---- */

struct err *leave_get(struct call *c, int64_t leave_id, struct leave_request *ret_leave)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_roll_leave_get, VALS(v_id(leave_id)), &leave_request_shape, ret_leave, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "leave.absent", "没有这份请假。", "There is no such leave.");
    return NULL;
}

struct err *leave_add(struct call *c, const struct leave_request *l)
{
    return db_run(c->db, c->arena, &sql_roll_leave_insert,
                  VALS(v_int(l->id), v_int(l->class_id), v_int(l->person_id), v_cstr(leave_kind_names[l->kind]),
                       v_int(l->from_at), v_int(l->until_at), v_int(l->hours_centi), v_text(l->reason),
                       v_cstr(leave_state_names[l->state]), v_int(c->now_us), v_int(l->days_centi),
                       v_cstr(leave_level_names[l->level]), v_text(l->chain)),
                  NULL);
}

struct err *leave_set(struct call *c, const struct leave_request *l)
{
    return db_run(c->db, c->arena, &sql_roll_leave_update,
                  VALS(v_int(l->id), v_cstr(leave_state_names[l->state]), v_id(l->decided_by), v_time(l->decided_at),
                       v_text(l->note), v_int(l->hours_centi), v_int(l->until_at), v_cstr(leave_level_names[l->level]),
                       v_time(l->back_at), v_int(l->days_centi)),
                  NULL);
}

struct err *leave_overlap_count(struct call *c, const struct leave_request *l, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_roll_leave_overlap_count,
                  VALS(v_int(l->class_id), v_int(l->person_id), v_int(l->from_at), v_int(l->until_at), v_int(l->id)),
                  ret_count);
}

struct err *leave_sums(struct call *c, int64_t class_id, int64_t person_id, int64_t from_at, int64_t until_at,
                       struct leave_sums *ret_sums)
{
    return db_get(c->db, c->arena, &sql_roll_leave_sums,
                  VALS(v_int(class_id), v_int(person_id), v_int(from_at), v_int(until_at)), &sums_shape, ret_sums);
}

struct err *roll_sessions_between(struct call *c, int64_t class_id, int64_t from_at, int64_t until_at,
                                  struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_roll_sessions_between, VALS(v_int(class_id), v_int(from_at), v_int(until_at)),
                   &roll_session_shape, ret_sessions);
}

/* ---- results ---- */

struct err *roll_people(struct call *c, int64_t class_id, struct list *ret_results)
{
    return db_list(c->db, c->arena, &sql_roll_people, VALS(v_int(class_id)), &result_row_shape, ret_results);
}

struct err *roll_marks(struct call *c, int64_t session_id, struct list *ret_marks)
{
    return db_list(c->db, c->arena, &sql_roll_mark_list, VALS(v_int(session_id)), &mark_shape, ret_marks);
}

struct err *roll_absent_by_rule(struct call *c, int64_t class_id)
{
    return db_run(c->db, c->arena, &sql_roll_absent_by_rule,
                  VALS(v_int(class_id), v_int(c->now_us), v_id(account_of(c))), NULL);
}

struct err *class_result_add(struct call *c, int64_t class_id, const struct roll_result *r)
{
    return db_run(c->db, c->arena, &sql_roll_result_insert,
                  VALS(v_int(class_id), v_int(r->person_id), v_int(r->present), v_int(r->late), v_int(r->leave),
                       v_int(r->absent), v_int(r->hours_centi), v_int(r->online_centi), v_int(r->days_centi),
                       v_cstr(roll_outcome_names[r->outcome]), v_text(r->reason), v_bool(r->exception),
                       v_int(c->now_us)),
                  NULL);
}

struct err *class_results(struct call *c, int64_t class_id, struct list *ret_results)
{
    return db_list(c->db, c->arena, &sql_roll_result_list, VALS(v_int(class_id)), &result_row_shape, ret_results);
}

struct err *roll_page_sessions(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_roll_page_sessions, VALS(v_int(class_id), v_int(person_id)),
                   &page_session_shape, ret_sessions);
}

/* ---- sheets ---- */

static const struct shape_field sheet_row_fields[] = {
    F_ID(struct roll_sheet_row, id, 0, "编号", "id"),
    F_ID(struct roll_sheet_row, person_id, 0, "人员", "person"),
    F_TEXT(struct roll_sheet_row, person_name, 0, 0, 0, "姓名", "name"),
    F_ID(struct roll_sheet_row, org_id, 0, "单位", "unit"),
    F_TEXT(struct roll_sheet_row, org_name, 0, 0, 0, "单位名称", "name of the unit"),
    F_TEXT(struct roll_sheet_row, site_name, 0, 0, 0, "教学点", "site"),
    F_ENUM(struct roll_sheet_row, state, roll_state_names, 0, "考勤", "mark"),
};
static const struct shape sheet_row_shape = SHAPE("RollSheetRow", struct roll_sheet_row, sheet_row_fields);

struct err *roll_store_sheet(struct call *c, int64_t session_id, int64_t class_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_roll_sheet_list, VALS(v_id(session_id), v_id(class_id)), &sheet_row_shape,
                   ret_rows);
}
