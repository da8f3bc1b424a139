/* domain/roll/roll_watch_store.c: the SQL of withdrawal at the limits, of assessment and of hours attended. */
#include "api/call.h"
#include "domain/roll/roll_private.h"
#include "roll_sql.h"

#define T struct withdrawal
static const struct shape_field withdrawal_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_ID(T, person_id, 0, "学员", "learner"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, org_name, 0, 0, 0, "单位", "unit"),
    F_ENUM(T, cause, withdrawal_cause_names, 0, "原因", "cause"),
    F_ENUM(T, state, withdrawal_state_names, 0, "状态", "state"),
    F_HOURS(T, absent_days, 0, 0, 0, "无故缺勤天数", "days absent without leave"),
    F_INT(T, leave_ppm, 0, 0, 0, "请假占比（百万分之一）", "share of leave, ppm"),
    F_TEXT(T, reason, 0, 0, 0, "理由", "reason of the decision"),
    F_TIME(T, at, 0, "提出时间", "when"),
    F_TEXT(T, decided_by_name, 0, 0, 0, "确认人", "decided by"),
    F_TIME(T, decided_at, 0, "确认时间", "decided at"),
};
const struct shape withdrawal_shape = SHAPE("Withdrawal", T, withdrawal_fields);
#undef T

#define T struct assessment
static const struct shape_field assessment_fields[] = {
    F_ID(T, person_id, 0, "学员", "learner"),
    F_TEXT(T, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, org_name, 0, 0, 0, "单位", "unit"),
    F_ENUM(T, grade, roll_grade_names, 0, "等次", "grade"),
    F_HOURS(T, study, 0, 0, 0, "学习成绩", "points for study"),
    F_HOURS(T, conduct, 0, 0, 0, "综合表现", "points for conduct"),
    F_TEXT(T, note, 0, 0, 0, "评语", "note"),
    F_TEXT(T, account_name, 0, 0, 0, "登记人", "entered by"),
    F_TIME(T, at, 0, "登记时间", "entered at"),
};
const struct shape assessment_row_shape = SHAPE("Assessment", T, assessment_fields);
#undef T

struct err *withdrawals(struct call *c, int64_t class_id, struct list *ret_withdrawals)
{
    return db_list(c->db, c->arena, &sql_roll_withdrawal_list, VALS(v_int(class_id)), &withdrawal_shape,
                   ret_withdrawals);
}

struct err *withdrawal_get(struct call *c, int64_t id, struct withdrawal *w)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_roll_withdrawal_get, VALS(v_int(id)), &withdrawal_shape, w, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "withdrawal.absent", "没有这条退学建议。", "There is no such proposal.");
    return NULL;
}

struct err *withdrawal_put(struct call *c, const struct withdrawal *w)
{
    return db_run(c->db, c->arena, &sql_roll_withdrawal_put,
                  VALS(v_int(call_id(c)), v_int(w->class_id), v_int(w->person_id),
                       v_cstr(withdrawal_cause_names[w->cause]), v_cstr(withdrawal_state_names[w->state]),
                       v_int(w->absent_days_centi), v_int(w->leave_ppm), v_int(c->now_us)),
                  NULL);
}

struct err *withdrawal_set(struct call *c, const struct withdrawal *w)
{
    return db_run(c->db, c->arena, &sql_roll_withdrawal_decide,
                  VALS(v_int(w->id), v_cstr(withdrawal_state_names[w->state]), v_text(w->reason),
                       v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *roll_not_reported(struct call *c, int64_t class_id, int64_t ended_before_at, int64_t enrolled_until_at,
                              struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_roll_not_reported,
                   VALS(v_int(class_id), v_int(ended_before_at), v_int(enrolled_until_at)), &withdrawal_shape,
                   ret_people);
}

struct err *roll_running(struct call *c, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_roll_running_list, NO_VALS, &withdrawal_shape, ret_ids);
}

struct err *leave_overdue(struct call *c, int64_t class_id, int64_t before_at, struct list *ret_leaves)
{
    return db_list(c->db, c->arena, &sql_roll_leave_overdue, VALS(v_int(class_id), v_int(before_at)),
                   &leave_request_shape, ret_leaves);
}

struct err *leave_set_warned(struct call *c, int64_t leave_id)
{
    return db_run(c->db, c->arena, &sql_roll_leave_warned, VALS(v_int(leave_id), v_int(c->now_us)), NULL);
}

struct err *roll_mark_hours(struct call *c, int64_t session_id, int64_t person_id, int64_t hours_centi)
{
    return db_run(c->db, c->arena, &sql_roll_mark_hours, VALS(v_int(session_id), v_int(person_id), v_id(hours_centi)),
                  NULL);
}

/* ---- assessment ---- */

struct err *assessments(struct call *c, int64_t class_id, struct list *ret_assessments)
{
    return db_list(c->db, c->arena, &sql_roll_assessment_list, VALS(v_int(class_id)), &assessment_row_shape,
                   ret_assessments);
}

struct err *assessment_put(struct call *c, int64_t class_id, const struct assessment *x, bool *ret_known)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_roll_assessment_put,
               VALS(v_int(class_id), v_int(x->person_id), v_cstr(roll_grade_names[x->grade]), v_int(x->study_centi),
                    v_int(x->conduct_centi), v_text(x->note), v_id(c->who->account_id), v_int(c->now_us)),
               &changed));
    *ret_known = changed > 0;
    return NULL;
}

/* ---- how far it is ---- */

#define T struct roll_progress
static const struct shape_field progress_fields[] = {
    F_INT(T, unmarked, 0, 0, 0, "未登记", "not marked"),
    F_INT(T, leaves_waiting, 0, 0, 0, "待审批请假", "leave to decide"),
    F_INT(T, withdrawals_proposed, 0, 0, 0, "待处理退学", "proposals to decide"),
    F_INT(T, people, 0, 0, 0, "学员", "people"),
    F_INT(T, assessed, 0, 0, 0, "已考核", "assessed"),
};
static const struct shape progress_shape = SHAPE("RollProgress", T, progress_fields);
#undef T

struct err *roll_progress(struct call *c, int64_t class_id, struct roll_progress *progress)
{
    return db_get(c->db, c->arena, &sql_roll_progress, VALS(v_int(class_id), v_int(c->now_us)), &progress_shape,
                  progress);
}
