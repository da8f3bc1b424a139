/* domain/klass/klass_shape.c: names of states and kinds, and the shapes of this module's records. */
#include "domain/klass/klass_private.h"

const char *const klass_state_names[] = {"", "draft", "open", "running", "ended", "confirmed", "cancelled", NULL};
const char *const klass_state_zh[] = {"", "草稿", "报名中", "进行中", "已结束", "已确认", "已取消", NULL};
const char *const klass_account_names[] = {"", "concentrated", "online", NULL};
const char *const klass_duty_names[] = {"", "manager", "teacher", "assistant", "facilitator", "site_leader", NULL};
const char *const klass_level_names[] = {"", "municipal", "district", "township", NULL};
const char *const enrolment_state_names[] = {"",          "proposed",  "waiting", "confirmed", "declined",
                                             "withdrawn", "completed", "failed",  NULL};
const char *const enrolment_state_zh[] = {"", "待确认", "候补", "已确认", "已谢绝", "已退出", "结业", "未结业", NULL};
const char *const session_kind_names[] = {"", "lecture", "discussion", "route", "forum", "self_study", NULL};
const char *const session_live_names[] = {"", "ready", "open", "closed", NULL};
static const char *const conflict_names[] = {"", "person", "teacher", "room", "class", NULL};
static const char *const minutes_state_names[] = {"", "draft", "submitted", "signed", NULL};

enum { HOURS_MAX_CENTI = 100000, MINUTES_MAX = 24 * 60, SEATS_MAX = 1000000 };

/* The same record in lists: without its last fields. */
#define SHAPE_BUT_LAST(name_, T, fields_, but_)                                                                        \
    {                                                                                                                  \
        .name = (name_), .size = sizeof(T), .fields = (fields_), .n = sizeof(fields_) / sizeof *(fields_) - (but_)     \
    }

/* ---- classes ---- */

#define T struct klass
static const struct shape_field klass_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "主办单位", "host"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "主办单位名称", "name of the host"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "主办单位路径", "path of the host"),
    F_ID(T, programme_id, 0, "培训方案", "programme"),
    F_TEXT(T, programme_title, 0, 0, SHAPE_READ_ONLY, "培训方案名称", "title of the programme"),
    F_ID(T, parent_id, SHAPE_READ_ONLY, "上级共享班次", "the shared class that this is a run of"),
    F_TEXT(T, parent_title, 0, 0, SHAPE_READ_ONLY, "上级共享班次名称", "title of the shared class"),
    F_TEXT(T, code, 0, 30, 0, "班次编号", "code"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "班次名称", "title"),
    F_TEXT(T, audience_code, 0, 30, 0, "培训对象", "audience"),
    F_DATE(T, starts_on, SHAPE_REQUIRED, "开班日期", "first day"),
    F_DATE(T, ends_on, SHAPE_REQUIRED, "结业日期", "last day"),
    F_INT(T, seats_min, 0, SEATS_MAX, 0, "最低开班人数", "least number of people"),
    F_INT(T, seats_max, 0, SEATS_MAX, 0, "名额", "seats; 0 no ceiling"),
    F_TIME(T, waiting_until_at, 0, "候补截止时间", "cut-off of the waiting list; absent: start of the class"),
    F_ENUM(T, account_kind, klass_account_names, 0, "学时账户", "account of its hours"),
    F_ENUM(T, state, klass_state_names, SHAPE_READ_ONLY, "状态", "state"),
    F_ID(T, manager_id, 0, "班主任", "class manager"),
    F_TEXT(T, manager_name, 0, 0, SHAPE_READ_ONLY, "班主任姓名", "name of the class manager"),
    F_TEXT(T, room, 0, 50, 0, "教室", "room"),
    F_INT(T, leave_rule_ppm, 0, 0, SHAPE_READ_ONLY, "请假限额（百万分比）", "share of hours that leave may take, ppm"),
    F_INT(T, confirmed_count, 0, 0, SHAPE_READ_ONLY, "已确认人数", "people with a seat"),
    F_INT(T, proposed_count, 0, 0, SHAPE_READ_ONLY, "待确认人数", "people not confirmed yet"),
    F_INT(T, waiting_count, 0, 0, SHAPE_READ_ONLY, "候补人数", "people on the waiting list"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    F_TIME(T, created_at, SHAPE_READ_ONLY, "建立时间", "created at"),
    F_TIME(T, updated_at, SHAPE_READ_ONLY, "修改时间", "changed at"),
    F_TEXT(T, note, 0, 2000, 0, "说明", "note"),
    F_TEXTS(T, may, 0, 0, SHAPE_READ_ONLY, "您在本班的权限", "permissions of the caller in this class"),
};
const struct shape klass_shape = SHAPE("Class", T, klass_fields);
const struct shape klass_item_shape = SHAPE_BUT_LAST("ClassItem", T, klass_fields, 2);
#undef T

#define T struct klass_share
static const struct shape_field klass_share_fields[] = {
    F_ID(T, org_id, 0, "共享给", "shared with"),
    F_TEXT(T, org_name, 0, 0, 0, "单位名称", "name of the organisation"),
    F_TIME(T, shared_at, 0, "共享时间", "shared at"),
};
const struct shape klass_share_shape = SHAPE("ClassShare", T, klass_share_fields);
#undef T

#define T struct klass_staff
static const struct shape_field klass_staff_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, org_name, 0, 0, 0, "单位", "unit"),
    F_ENUM(T, duty, klass_duty_names, 0, "职责", "duty"),
};
const struct shape klass_staff_shape = SHAPE("ClassStaff", T, klass_staff_fields);
#undef T

#define T struct klass_site
static const struct shape_field klass_site_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, org_id, 0, "教学点", "place"),
    F_TEXT(T, org_name, 0, 0, 0, "教学点名称", "name of the place"),
    F_ENUM(T, level, klass_level_names, 0, "层级", "level"),
    F_ID(T, leader_id, 0, "负责人", "leader"),
    F_TEXT(T, leader_name, 0, 0, 0, "负责人姓名", "name of the leader"),
    F_INT(T, seats, 0, 0, 0, "座位", "seats"),
    F_INT(T, expected, 0, 0, 0, "应到人数", "people expected"),
};
const struct shape klass_site_shape = SHAPE("ClassSite", T, klass_site_fields);
#undef T

#define T struct klass_quota
static const struct shape_field klass_quota_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, class_id, SHAPE_READ_ONLY, "班次", "class"),
    F_ID(T, org_id, SHAPE_REQUIRED, "单位", "unit"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "单位名称", "name of the unit"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "单位路径", "path of the unit"),
    F_INT(T, seats_min, 0, SEATS_MAX, 0, "最少人数", "people it should send"),
    F_INT(T, seats_max, 0, SEATS_MAX, 0, "名额", "people it may send; 0 no ceiling"),
    F_INT(T, taken, 0, 0, SHAPE_READ_ONLY, "已用名额", "seats taken"),
    F_INT(T, proposed, 0, 0, SHAPE_READ_ONLY, "待确认人数", "people not confirmed yet"),
};
const struct shape klass_quota_shape = SHAPE("ClassQuota", T, klass_quota_fields);
#undef T

/* ---- enrolments ---- */

#define T struct enrolment
static const struct shape_field enrolment_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, gender, 0, 0, 0, "性别", "gender"),
    F_TEXT(T, rank_code, 0, 0, 0, "职级", "rank"),
    F_TEXT(T, post, 0, 0, 0, "职务", "post"),
    F_ID(T, org_id, 0, "单位", "unit at the time of enrolling"),
    F_TEXT(T, org_name, 0, 0, 0, "单位名称", "name of the unit"),
    F_TEXT(T, org_path, 0, 0, 0, "单位路径", "path of the unit"),
    F_ID(T, site_id, 0, "教学点", "site"),
    F_TEXT(T, site_name, 0, 0, 0, "教学点名称", "name of the site"),
    F_ID(T, group_id, 0, "小组", "group"),
    F_TEXT(T, group_name, 0, 0, 0, "小组名称", "name of the group"),
    F_ENUM(T, state, enrolment_state_names, 0, "状态", "state"),
    F_INT(T, waiting_no, 0, 0, 0, "候补顺序", "place in the queue"),
    F_TEXT(T, reason, 0, 0, 0, "最近变动的原因", "reason of the last change"),
    F_INT(T, version, 0, 0, 0, "版本", "version"),
    F_TIME(T, created_at, 0, "提名时间", "proposed at"),
    F_TIME(T, updated_at, 0, "变动时间", "changed at"),
    F_TEXT(T, class_title, 0, 0, 0, "班次名称", "title of the class"),
    F_TEXT(T, host_name, 0, 0, 0, "主办单位", "host of the class"),
    F_ENUM(T, class_state, klass_state_names, 0, "班次状态", "state of the class"),
    F_DATE(T, class_starts_on, 0, "开班日期", "first day of the class"),
    F_DATE(T, class_ends_on, 0, "结业日期", "last day of the class"),
};
const struct shape enrolment_shape = SHAPE_BUT_LAST("Enrolment", T, enrolment_fields, 5);
const struct shape enrolment_with_class_shape = SHAPE("EnrolmentWithClass", T, enrolment_fields);
#undef T

#define T struct enrolment_event
static const struct shape_field enrolment_event_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, enrolment_id, 0, "报名", "enrolment"),
    F_ENUM(T, from_state, enrolment_state_names, 0, "原状态", "state before"),
    F_ENUM(T, to_state, enrolment_state_names, 0, "新状态", "state after"),
    F_TIME(T, at, 0, "时间", "when"),
    F_ID(T, account_id, 0, "操作账号", "account"),
    F_TEXT(T, account_name, 0, 0, 0, "操作人", "by whom"),
    F_TEXT(T, reason, 0, 0, 0, "原因", "reason"),
};
const struct shape enrolment_event_shape = SHAPE("EnrolmentEvent", T, enrolment_event_fields);
#undef T

#define T struct klass_candidate
static const struct shape_field klass_candidate_fields[] = {
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_ID(T, org_id, 0, "单位", "unit"),
    F_TEXT(T, org_path, 0, 0, 0, "单位路径", "path of the unit"),
    F_TEXT(T, audience_code, 0, 0, 0, "培训对象", "audience"),
    F_TEXT(T, person_state, 0, 0, 0, "在职状态", "state of the person"),
    F_ID(T, enrolment_id, 0, "报名", "enrolment"),
    F_ENUM(T, state, enrolment_state_names, 0, "报名状态", "state of the enrolment"),
};
const struct shape klass_candidate_shape = SHAPE("ClassCandidate", T, klass_candidate_fields);
#undef T

#define T struct klass_overlap
static const struct shape_field klass_overlap_fields[] = {
    F_ID(T, id, 0, "班次", "class"),
    F_TEXT(T, title, 0, 0, 0, "班次名称", "title"),
    F_DATE(T, starts_on, 0, "开班日期", "first day"),
    F_DATE(T, ends_on, 0, "结业日期", "last day"),
    F_TEXT(T, org_name, 0, 0, 0, "主办单位", "host"),
};
const struct shape klass_overlap_shape = SHAPE("ClassOverlap", T, klass_overlap_fields);
#undef T

static const struct shape_field enrol_problem_fields[] = {
    F_TEXT(struct enrol_problem, code, 0, 0, 0, "代码", "code; absent when all is well"),
    F_TEXT(struct enrol_problem, detail, 0, 1000, 0, "说明", "why, in the reader's language"),
};
static const struct shape enrol_problem_shape = SHAPE("EnrolProblem", struct enrol_problem, enrol_problem_fields);

#define T struct enrol_result
static const struct shape_field enrol_result_fields[] = {
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_ID(T, enrolment_id, 0, "报名", "enrolment; absent when refused or in a dry run"),
    F_ENUM(T, state, enrolment_state_names, 0, "状态", "state; absent when refused"),
    F_OBJECT(T, problem, &enrol_problem_shape, 0, "问题", "why refused, or what to mind"),
};
const struct shape enrol_result_shape = SHAPE("EnrolResult", T, enrol_result_fields);
#undef T

/* ---- sessions ---- */

#define T struct session_stop
static const struct shape_field session_stop_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_TEXT(T, name, 1, 100, SHAPE_REQUIRED, "站点", "stop"),
    F_TEXT(T, guide, 0, 50, 0, "讲解人", "guide"),
    F_INT(T, seats, 0, SEATS_MAX, 0, "可容纳人数", "people at once; 0 unknown"),
    F_INT(T, travel_minutes, 0, MINUTES_MAX, 0, "路程分钟", "minutes of travel from the stop before"),
    F_INT(T, minutes, 0, MINUTES_MAX, 0, "停留分钟", "minutes there"),
};
const struct shape session_stop_shape = SHAPE("ClassSessionStop", T, session_stop_fields);
#undef T

#define T struct session
static const struct shape_field session_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, class_id, SHAPE_READ_ONLY, "班次", "class"),
    F_ID(T, source_id, 0, "同步的直播课", "live lesson of the shared class that it follows"),
    F_ID(T, unit_id, 0, "教学单元", "programme unit"),
    F_ID(T, course_id, 0, "课程", "course"),
    F_ENUM(T, kind, session_kind_names, 0, "课次类型", "kind"),
    F_TEXT(T, title, 0, 100, 0, "课次名称", "title"),
    F_TIME(T, starts_at, 0, "开始时间", "begins"),
    F_TIME(T, ends_at, 0, "结束时间", "ends"),
    F_HOURS(T, hours, 0, HOURS_MAX_CENTI, 0, "学时", "hours"),
    F_ID(T, teacher_id, 0, "教师", "teacher"),
    F_TEXT(T, teacher_name, 0, 0, SHAPE_READ_ONLY, "教师姓名", "name of the teacher"),
    F_TEXT(T, room, 0, 50, 0, "教室", "room: the name of one of the host's rooms, or a place in words"),
    F_ID(T, room_id, 0, "教室编号", "room that is a record; found by its name when left out"),
    F_BOOL(T, live, 0, "直播", "has a live room"),
    F_ENUM(T, live_state, session_live_names, SHAPE_READ_ONLY, "直播状态", "state of its live room"),
    F_TEXT(T, topic, 0, 500, 0, "主题", "topic"),
    F_INT(T, followers, 0, 0, SHAPE_READ_ONLY, "同步的课次数", "sessions of runs that follow it"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    F_LIST(T, stops, &session_stop_shape, 0, 30, 0, "站点", "stops of a route; copied from the course when left out"),
};
const struct shape session_shape = SHAPE("ClassSession", T, session_fields);
#undef T

#define T struct session_conflict
static const struct shape_field session_conflict_fields[] = {
    F_ENUM(T, kind, conflict_names, 0, "冲突类型", "kind"),
    F_ID(T, own_session_id, 0, "本班课次", "the session that was asked about"),
    F_ID(T, session_id, 0, "冲突课次", "the other session"),
    F_ID(T, class_id, 0, "冲突班次", "its class"),
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, title, 0, 0, 0, "课次名称", "title of the session"),
    F_TEXT(T, class_title, 0, 0, 0, "班次名称", "title of the class"),
    F_TIME(T, starts_at, 0, "开始时间", "begins"),
    F_TIME(T, ends_at, 0, "结束时间", "ends"),
    F_TEXT(T, what, 0, 0, 0, "冲突对象", "who or what is needed twice"),
    F_TEXT(T, detail, 0, 1000, 0, "说明", "in words"),
};
const struct shape session_conflict_shape = SHAPE("SessionConflict", T, session_conflict_fields);
#undef T

#define T struct draft_rest
static const struct shape_field draft_rest_fields[] = {
    F_ID(T, unit_id, 0, "教学单元", "programme unit"),
    F_TEXT(T, title, 0, 0, 0, "名称", "title"),
    F_HOURS(T, hours, 0, 0, 0, "未排学时", "hours without a place"),
};
const struct shape draft_rest_shape = SHAPE("TimetableRest", T, draft_rest_fields);
#undef T

#define T struct klass_expected
static const struct shape_field klass_expected_fields[] = {
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, name_sort, 0, 0, 0, "排序", "sort key"),
    F_ID(T, org_id, 0, "单位", "unit"),
    F_TEXT(T, org_name, 0, 0, 0, "单位名称", "name of the unit"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, session_id, 0, "课次", "session of their own class"),
    F_ID(T, site_id, 0, "教学点", "site"),
    F_ID(T, group_id, 0, "小组", "group"),
    F_TEXT(T, group_name, 0, 0, 0, "小组名称", "name of the group"),
};
const struct shape klass_expected_shape = SHAPE("Expected", T, klass_expected_fields);
#undef T

/* ---- groups ---- */

#define T struct klass_group
static const struct shape_field klass_group_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, SHAPE_READ_ONLY, "班次", "class"),
    F_TEXT(T, name, 1, 50, SHAPE_REQUIRED, "小组名称", "name"),
    F_ID(T, facilitator_id, 0, "召集人", "facilitator"),
    F_TEXT(T, facilitator_name, 0, 0, SHAPE_READ_ONLY, "召集人姓名", "name of the facilitator"),
    F_TEXT(T, topic, 0, 500, 0, "研讨主题", "topic"),
    F_ID(T, site_id, 0, "教学点", "site"),
    F_TEXT(T, site_name, 0, 0, SHAPE_READ_ONLY, "教学点名称", "name of the site"),
    F_INT(T, people, 0, 0, SHAPE_READ_ONLY, "人数", "people"),
};
const struct shape klass_group_shape = SHAPE("ClassGroup", T, klass_group_fields);
#undef T

#define T struct deal_person
static const struct shape_field deal_person_fields[] = {
    F_ID(T, enrolment_id, 0, "报名", "enrolment"),
    F_ID(T, site_id, 0, "教学点", "site"),
    F_ID(T, org_id, 0, "单位", "unit"),
    F_TEXT(T, gender, 0, 0, 0, "性别", "gender"),
};
const struct shape deal_person_shape = SHAPE("DealPerson", T, deal_person_fields);
#undef T

#define T struct group_minutes
static const struct shape_field group_minutes_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, group_id, SHAPE_READ_ONLY, "小组", "group"),
    F_TEXT(T, group_name, 0, 0, SHAPE_READ_ONLY, "小组名称", "name of the group"),
    F_ID(T, session_id, SHAPE_READ_ONLY, "课次", "session"),
    F_TEXT(T, text, 0, 20000, 0, "研讨记录", "minutes"),
    F_ENUM(T, state, minutes_state_names, 0, "状态", "state: draft or submitted"),
    F_ID(T, written_by, SHAPE_READ_ONLY, "记录人", "written by"),
    F_TEXT(T, writer_name, 0, 0, SHAPE_READ_ONLY, "记录人姓名", "name of the writer"),
    F_TIME(T, written_at, SHAPE_READ_ONLY, "记录时间", "written at"),
    F_ID(T, signed_by, SHAPE_READ_ONLY, "签核人", "signed by"),
    F_TEXT(T, signer_name, 0, 0, SHAPE_READ_ONLY, "签核人姓名", "name of the signer"),
    F_TIME(T, signed_at, SHAPE_READ_ONLY, "签核时间", "signed at"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
};
const struct shape group_minutes_shape = SHAPE("GroupMinutes", T, group_minutes_fields);
#undef T

/* ---- dated rules ---- */

#define T struct rule
static const struct shape_field rule_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_TEXT(T, code, 1, 30, SHAPE_REQUIRED, "规则", "code"),
    F_ID(T, org_id, 0, "适用单位", "holds from here down; absent: everywhere"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "单位名称", "name of the organisation"),
    F_INT(T, value_int, 0, 1000000, 0, "取值", "value"),
    F_TEXT(T, unit, 0, 10, SHAPE_READ_ONLY, "计量", "unit of the value"),
    F_DATE(T, from_on, SHAPE_REQUIRED, "生效日期", "in force from"),
    F_DATE(T, until_on, 0, "失效日期", "last day in force"),
    F_TEXT(T, source, 1, 200, SHAPE_REQUIRED, "依据", "decree or document it comes from"),
    F_TIME(T, created_at, SHAPE_READ_ONLY, "登记时间", "entered at"),
};
const struct shape rule_shape = SHAPE("Rule", T, rule_fields);
#undef T
