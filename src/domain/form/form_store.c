/* domain/form/form_store.c: the SQL of forms. */
#include "api/module.h"
#include "domain/form/form_private.h"
#include "domain/ledger/ledger.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/roll/roll.h"
#include "form_sql.h"

enum { LOGO_CHARS = 400000, SIGNS_MAX = 12 };

#define TEMPLATE(kind, ...) F_##kind(struct form_template, __VA_ARGS__)
static const struct shape_field template_fields[] = {
    TEMPLATE(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    TEMPLATE(ENUM, kind, form_kind_names, SHAPE_REQUIRED, "表单", "form"),
    TEMPLATE(ID, org_id, SHAPE_READ_ONLY, "所属单位", "organisation"),
    TEMPLATE(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "所属单位名称", "organisation's name"),
    TEMPLATE(INT, revision, 0, 0, SHAPE_READ_ONLY, "版本", "revision"),
    TEMPLATE(TEXT, title, 1, 60, SHAPE_REQUIRED, "标题", "title"),
    TEMPLATE(TEXT, intro, 0, 1000, 0, "正文", "text"),
    TEMPLATE(TEXT, notes, 0, 1000, 0, "说明", "notes"),
    TEMPLATE(TEXT, footer, 0, 100, 0, "页脚", "footer"),
    TEMPLATE(TEXTS, signs, 0, SIGNS_MAX, 0, "签字栏", "who signs"),
    TEMPLATE(TEXT, logo, 0, LOGO_CHARS, 0, "标志（PNG，base64）", "logo, PNG in base64"),
    TEMPLATE(BOOL, withdrawn, SHAPE_READ_ONLY, "已收回", "taken back"),
    TEMPLATE(BOOL, own, SHAPE_READ_ONLY, "本单位自定", "made by this organisation"),
    TEMPLATE(TIME, created_at, SHAPE_READ_ONLY, "保存时间", "saved at"),
    TEMPLATE(TEXT, created_by_name, 0, 0, SHAPE_READ_ONLY, "保存人", "saved by"),
};
const struct shape form_template_shape = SHAPE("FormTemplate", struct form_template, template_fields);

/* As stored: the list of signs is JSON. */
static const struct shape_field template_row_fields[] = {
    TEMPLATE(ID, id, 0, "编号", "id"),
    TEMPLATE(ENUM, kind, form_kind_names, 0, "表单", "form"),
    TEMPLATE(ID, org_id, 0, "所属单位", "organisation"),
    TEMPLATE(TEXT, org_name, 0, 0, 0, "所属单位名称", "organisation's name"),
    TEMPLATE(INT, revision, 0, 0, 0, "版本", "revision"),
    TEMPLATE(TEXT, title, 0, 0, 0, "标题", "title"),
    TEMPLATE(TEXT, intro, 0, 0, 0, "正文", "text"),
    TEMPLATE(TEXT, notes, 0, 0, 0, "说明", "notes"),
    TEMPLATE(TEXT, footer, 0, 0, 0, "页脚", "footer"),
    {.name = "signs",
     .column = "signs",
     .offset = offsetof(struct form_template, signs_json),
     .kind = SHAPE_TEXT,
     .zh = "签字栏",
     .en = "who signs"},
    TEMPLATE(TEXT, logo, 0, 0, 0, "标志", "logo"),
    TEMPLATE(BOOL, withdrawn, 0, "已收回", "taken back"),
    TEMPLATE(TIME, created_at, 0, "保存时间", "saved at"),
    TEMPLATE(TEXT, created_by_name, 0, 0, 0, "保存人", "saved by"),
};
static const struct shape template_row_shape = SHAPE("FormTemplateRow", struct form_template, template_row_fields);

#define LEAVE(kind, ...) F_##kind(struct form_leave, __VA_ARGS__)
static const struct shape_field leave_fields[] = {
    LEAVE(ID, id, 0, "编号", "id"),
    LEAVE(ID, class_id, 0, "班次", "class"),
    LEAVE(ID, person_id, 0, "人员", "person"),
    LEAVE(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    LEAVE(ENUM, gender, person_gender_names, 0, "性别", "gender"),
    LEAVE(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    LEAVE(TEXT, post, 0, 0, 0, "职务", "post"),
    LEAVE(TEXT, rank_name, 0, 0, 0, "职级", "rank"),
    LEAVE(TEXT, class_title, 0, 0, 0, "班次", "class"),
    LEAVE(TEXT, host_name, 0, 0, 0, "主办单位", "host"),
    LEAVE(TEXT, host_path, 0, 0, 0, "主办单位位置", "host's path"),
    LEAVE(DATE, starts_on, 0, "开班", "starts"),
    LEAVE(DATE, ends_on, 0, "结业", "ends"),
    LEAVE(TEXT, leave_kind, 0, 0, 0, "类别", "kind"),
    LEAVE(TIME, from_at, 0, "自", "from"),
    LEAVE(TIME, until_at, 0, "至", "until"),
    LEAVE(HOURS, hours, 0, 0, 0, "学时", "hours"),
    LEAVE(TEXT, reason, 0, 0, 0, "事由", "reason"),
    LEAVE(TIME, back_at, 0, "销假时间", "back at"),
};
static const struct shape leave_shape = SHAPE("FormLeave", struct form_leave, leave_fields);

static const struct shape_field step_fields[] = {
    F_TEXT(struct form_step, level, 0, 0, 0, "层级", "level"),
    F_TEXT(struct form_step, state, 0, 0, 0, "结果", "decision"),
    F_TEXT(struct form_step, name, 0, 0, 0, "审批人", "decided by"),
    F_TEXT(struct form_step, deputy_for, 0, 0, 0, "代谁审批", "for whom"),
    F_TEXT(struct form_step, note, 0, 0, 0, "意见", "note"),
    F_TIME(struct form_step, at, 0, "时间", "at"),
};
static const struct shape step_shape = SHAPE("FormStep", struct form_step, step_fields);

#define PERSON(kind, ...) F_##kind(struct form_person, __VA_ARGS__)
static const struct shape_field person_fields[] = {
    PERSON(ID, person_id, 0, "人员", "person"),
    PERSON(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    PERSON(ENUM, gender, person_gender_names, 0, "性别", "gender"),
    PERSON(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    PERSON(TEXT, post, 0, 0, 0, "职务", "post"),
    PERSON(TEXT, rank_name, 0, 0, 0, "职级", "rank"),
    PERSON(TEXT, group_name, 0, 0, 0, "分组", "group"),
    PERSON(TEXT, site_name, 0, 0, 0, "教学点", "site"),
};
static const struct shape person_row_shape = SHAPE("FormPerson", struct form_person, person_fields);

static const struct shape_field mark_fields[] = {
    F_ID(struct form_mark, session_id, 0, "课次", "session"),
    F_ID(struct form_mark, person_id, 0, "人员", "person"),
    F_ENUM(struct form_mark, state, roll_state_names, 0, "考勤", "mark"),
};
static const struct shape mark_shape = SHAPE("FormMark", struct form_mark, mark_fields);

static const struct shape_field result_fields[] = {
    F_HOURS(struct form_result, hours, 0, 0, 0, "集中学时", "concentrated"),
    F_HOURS(struct form_result, online, 0, 0, 0, "网络学时", "online"),
    F_HOURS(struct form_result, days, 0, 0, 0, "天数", "days"),
    F_TEXT(struct form_result, outcome, 0, 0, 0, "结果", "outcome"),
    F_TIME(struct form_result, confirmed_at, 0, "确认时间", "confirmed at"),
    F_TEXT(struct form_result, grade, 0, 0, 0, "考核等次", "grade"),
    F_HOURS(struct form_result, study, 0, 0, 0, "学习成绩", "points of study"),
    F_HOURS(struct form_result, conduct, 0, 0, 0, "综合表现", "points of conduct"),
    F_TEXT(struct form_result, note, 0, 0, 0, "评语", "note"),
};
static const struct shape result_shape = SHAPE("FormResult", struct form_result, result_fields);

static const struct shape_field line_fields[] = {
    F_DATE(struct form_line, earned_on, 0, "取得日期", "earned on"),
    F_TEXT(struct form_line, title, 0, 0, 0, "培训内容", "title"),
    F_TEXT(struct form_line, org_name, 0, 0, 0, "授予单位", "giver"),
    F_ENUM(struct form_line, kind, ledger_kind_names, 0, "类别", "kind"),
    F_HOURS(struct form_line, hours, -100000000, 100000000, 0, "学时", "hours"),
    F_HOURS(struct form_line, days, -100000000, 100000000, 0, "天数", "days"),
};
static const struct shape line_shape = SHAPE("FormLine", struct form_line, line_fields);

#define FACTS(kind, ...) F_##kind(struct form_facts, __VA_ARGS__)
static const struct shape_field facts_fields[] = {
    FACTS(TEXT, person_name, 0, 0, 0, "姓名", "name"),
    FACTS(TEXT, org_name, 0, 0, 0, "单位", "unit"),
    FACTS(TEXT, post, 0, 0, 0, "职务", "post"),
    FACTS(TEXT, rank_name, 0, 0, 0, "职级", "rank"),
    FACTS(TEXT, class_title, 0, 0, 0, "班次", "class"),
    FACTS(TEXT, host_name, 0, 0, 0, "主办单位", "host"),
    FACTS(DATE, starts_on, 0, "自", "from"),
    FACTS(DATE, ends_on, 0, "至", "until"),
    FACTS(HOURS, hours, -1000000000, 1000000000, 0, "集中学时", "concentrated"),
    FACTS(HOURS, online, -1000000000, 1000000000, 0, "网络学时", "online"),
    FACTS(HOURS, days, -1000000000, 1000000000, 0, "天数", "days"),
    FACTS(DATE, issued_on, 0, "出具日期", "issued on"),
    FACTS(LIST, lines, &line_shape, 0, 100000, 0, "明细", "entries"),
};
const struct shape form_facts_shape = SHAPE("FormFacts", struct form_facts, facts_fields);

#define ISSUE(kind, ...) F_##kind(struct form_issue, __VA_ARGS__)
#define ISSUE_FIELDS                                                                                                   \
    ISSUE(ID, id, 0, "记录", "id"), ISSUE(TEXT, number, 0, 0, 0, "编号", "number"),                                    \
        ISSUE(ENUM, kind, form_kind_names, 0, "表单", "form"), ISSUE(ID, person_id, 0, "人员", "person"),              \
        ISSUE(TEXT, person_name, 0, 0, 0, "姓名", "name"), ISSUE(ID, class_id, 0, "班次", "class"),                    \
        ISSUE(TIME, issued_at, 0, "出具时间", "issued at"), ISSUE(TIME, revoked_at, 0, "撤销时间", "revoked at"),      \
        ISSUE(TEXT, reason, 0, 0, 0, "撤销理由", "reason of the revocation")
static const struct shape_field issue_fields[] = {ISSUE_FIELDS};
const struct shape form_issue_shape = SHAPE("FormIssue", struct form_issue, issue_fields);
static const struct shape_field issue_row_fields[] = {
    ISSUE_FIELDS,
    ISSUE(TEXT, org_path, 0, 0, 0, "单位位置", "path"),
    ISSUE(ID, template_id, 0, "模板", "template"),
    ISSUE(TEXT, facts, 0, 0, 0, "内容", "facts"),
};
static const struct shape issue_row_shape = SHAPE("FormIssueRow", struct form_issue, issue_row_fields);

static const struct page_sort issue_sorts[] = {{"newest", "-i.issued_at"}, {"name", "p.name_sort"}};
static const struct page_filter issue_filters[] = {
    {"kind", "i.kind = $?", SHAPE_TEXT, "表单", "form"},
};
const struct page_spec form_class_issue_page = {&sql_form_issue_of_class,
                                                "form_issue i JOIN person p ON p.id = i.person_id", "i.id",
                                                TABLE(issue_sorts), TABLE(issue_filters)};
const struct page_spec form_person_issue_page = {&sql_form_issue_of_person,
                                                 "form_issue i JOIN person p ON p.id = i.person_id", "i.id",
                                                 TABLE(issue_sorts), TABLE(issue_filters)};

/* ---- templates ---- */

struct signs {
    struct list signs;
};
static const struct shape_field signs_fields[] = {F_TEXTS(struct signs, signs, 0, SIGNS_MAX, 0, "签字栏", "who signs")};
static const struct shape signs_shape = SHAPE("FormSigns", struct signs, signs_fields);

static struct err *read_signs(struct call *c, struct form_template *t)
{
    struct signs signs = {0};
    TRY(shape_read_json(c->arena, &signs_shape, str_printf(c->arena, "{\"signs\":%.*s}", STR_ARG(t->signs_json)),
                        &signs));
    t->signs = signs.signs;
    return NULL;
}

static struct str signs_json(struct call *c, const struct form_template *t)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    buf_char(&out, '[');
    for (LIST_EACH(t->signs, struct str, sign)) {
        if (sign != t->signs.p) buf_char(&out, ',');
        buf_json_text(&out, *sign);
    }
    buf_char(&out, ']');
    struct str json = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return json;
}

struct err *form_template_find(struct call *c, int kind, struct str org_path, struct form_template *ret)
{
    TRY(db_get(c->db, c->arena, &sql_form_template_find, VALS(v_cstr(form_kind_names[kind]), v_text(org_path)),
               &template_row_shape, ret));
    return read_signs(c, ret);
}

struct err *form_template_get(struct call *c, int64_t id, struct form_template *ret)
{
    TRY(db_get(c->db, c->arena, &sql_form_template_get, VALS(v_id(id)), &template_row_shape, ret));
    return read_signs(c, ret);
}

struct err *form_template_versions(struct call *c, int64_t org_id, int kind, struct list *ret_templates)
{
    TRY(db_list(c->db, c->arena, &sql_form_template_versions, VALS(v_id(org_id), v_cstr(form_kind_names[kind])),
                &template_row_shape, ret_templates));
    for (LIST_EACH(*ret_templates, struct form_template, t)) TRY(read_signs(c, t));
    return NULL;
}

struct err *form_template_add(struct call *c, struct form_template *t)
{
    int64_t last;
    const char *kind = form_kind_names[t->kind];
    TRY(db_int(c->db, c->arena, &sql_form_template_last, VALS(v_id(t->org_id), v_cstr(kind)), &last));
    t->id = call_id(c);
    t->revision = last + 1;
    t->created_at = c->now_us;
    return db_run(c->db, c->arena, &sql_form_template_insert,
                  VALS(v_id(t->id), v_cstr(kind), v_id(t->org_id), v_int(t->revision), v_text(t->title),
                       v_text(t->intro), v_text(t->notes), v_text(t->footer), v_text(signs_json(c, t)), v_text(t->logo),
                       v_bool(t->withdrawn), v_time(t->created_at), v_id(c->who->account_id)),
                  NULL);
}

/* ---- facts ---- */

struct err *form_leave_get(struct call *c, int64_t leave_id, struct form_leave *ret)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_form_leave_get, VALS(v_id(leave_id)), &leave_shape, ret, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "leave.absent", "没有这份请假。", "There is no such leave.");
    return db_list(c->db, c->arena, &sql_form_leave_step_list, VALS(v_id(leave_id)), &step_shape, &ret->steps);
}

struct err *form_people(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_form_people_list, VALS(v_id(class_id), v_int(person_id)), &person_row_shape,
                   ret_people);
}

struct err *form_marks(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_marks)
{
    return db_list(c->db, c->arena, &sql_form_mark_list, VALS(v_id(class_id), v_int(person_id)), &mark_shape,
                   ret_marks);
}

struct err *form_result(struct call *c, int64_t class_id, int64_t person_id, struct form_result *ret)
{
    bool found;
    return db_find(c->db, c->arena, &sql_form_result_find, VALS(v_id(class_id), v_id(person_id)), &result_shape, ret,
                   &found);
}

struct one_id {
    int64_t id;
};
static const struct shape_field one_id_fields[] = {F_ID(struct one_id, id, 0, "编号", "id")};
static const struct shape one_id_shape = SHAPE("FormId", struct one_id, one_id_fields);

struct err *form_completed(struct call *c, int64_t class_id, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_form_completed_list, VALS(v_id(class_id)), &one_id_shape, ret_ids);
}

struct err *form_lines(struct call *c, int64_t person_id, int from_on, int until_on, struct list *ret_lines)
{
    return db_list(c->db, c->arena, &sql_form_line_list, VALS(v_id(person_id), v_int(from_on), v_int(until_on)),
                   &line_shape, ret_lines);
}

/* ---- what was issued ---- */

struct err *form_issue_find(struct call *c, struct str key, struct form_issue *ret, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_form_issue_find, VALS(v_text(key)), &issue_row_shape, ret, ret_found);
}

struct err *form_issue_get(struct call *c, int64_t id, struct form_issue *ret)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_form_issue_get, VALS(v_id(id)), &issue_row_shape, ret, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "form.absent", "没有这份证书或证明。", "There is no such certificate or statement.");
    return NULL;
}

struct err *form_issue_by_number(struct call *c, struct str number, struct form_issue *ret, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_form_issue_by_number, VALS(v_text(number)), &issue_row_shape, ret, ret_found);
}

struct err *form_issue_valid(struct call *c, int64_t class_id, struct list *ret_issues)
{
    return db_list(c->db, c->arena, &sql_form_issue_valid_of_class, VALS(v_id(class_id)), &issue_row_shape, ret_issues);
}

struct err *form_issue_add(struct call *c, const struct form_issue *i, struct str key)
{
    return db_run(c->db, c->arena, &sql_form_issue_insert,
                  VALS(v_id(i->id), v_text(i->number), v_cstr(form_kind_names[i->kind]), v_id(i->person_id),
                       v_id(i->class_id), v_text(i->org_path), v_id(i->template_id), v_text(key), v_text(i->facts),
                       v_time(i->issued_at), v_id(c->who->account_id)),
                  NULL);
}

struct err *form_issue_revoke(struct call *c, int64_t id, struct str reason, bool *ret_done)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_form_issue_revoke,
               VALS(v_id(id), v_time(c->now_us), v_id(c->who->account_id), v_text(reason)), &changed));
    *ret_done = changed > 0;
    return NULL;
}

struct err *form_issue_moved(struct call *c, const struct org_move *move)
{
    return db_run(c->db, c->arena, &sql_form_moved_issue,
                  VALS(v_text(move->from_path), v_text(org_path_end(c->arena, move->from_path)), v_text(move->to_path),
                       v_int((int64_t)move->from_path.n + 1)),
                  NULL);
}

struct err *form_issue_reversed(struct call *c, int64_t entry_id, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_form_issue_reversed, VALS(v_id(entry_id)), &one_id_shape, ret_ids);
}

struct err *form_hours_reversed(struct call *c, int64_t person_id, int64_t class_id, bool *ret_reversed)
{
    int64_t count;
    TRY(db_int(c->db, c->arena, &sql_form_hours_reversed, VALS(v_id(person_id), v_id(class_id)), &count));
    *ret_reversed = count > 0;
    return NULL;
}

struct err *form_tries(struct call *c, struct str peer, int64_t since_at, int64_t *ret_tries)
{
    return db_int(c->db, c->arena, &sql_form_try_get, VALS(v_text(peer), v_time(since_at)), ret_tries);
}

struct err *form_try_add(struct call *c, struct str peer, int64_t since_at)
{
    return db_run(c->db, c->arena, &sql_form_try_add, VALS(v_text(peer), v_time(c->now_us), v_time(since_at)), NULL);
}
