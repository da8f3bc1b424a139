/* domain/trust/trust_correct.c: somebody says what is wrong about them; the office accepts it or says why not, by a
 * day.
 *
 * Nothing is changed by accepting: the office mends the record where it is kept (and the ledger only by a reversal), so
 * that there is one way to change each thing.
 */
#include "api/module.h"
#include "domain/klass/klass.h"
#include "domain/notice/notice.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

enum { OPEN_MAX = 20 };

static const char *const about_names[] = {"", "profile", "enrolment", "roll", "ledger", "dispatch", "other", NULL};
enum correction_state { CORRECTION_ABSENT, CORRECTION_OPEN, CORRECTION_ACCEPTED, CORRECTION_REFUSED };
static const char *const state_names[] = {"", "open", "accepted", "refused", NULL};

struct correction {
    int64_t id, person_id;
    struct str name, org_name, org_path;
    int about;
    struct str field, right_value, evidence;
    int state;
    struct str answer;
    int due_on;
    struct str answered_by;
    int64_t answered_at, created_at;
};
#define CORRECTION(kind, ...) F_##kind(struct correction, __VA_ARGS__)
static const struct shape_field correction_fields[] = {
    CORRECTION(ID, id, SHAPE_READ_ONLY, "编号", "Id"),
    CORRECTION(ID, person_id, SHAPE_READ_ONLY, "人员", "Person"),
    CORRECTION(TEXT, name, 0, 0, SHAPE_READ_ONLY, "姓名", "Name"),
    CORRECTION(TEXT, org_name, 0, 0, SHAPE_READ_ONLY, "单位", "Unit"),
    CORRECTION(ENUM, about, about_names, SHAPE_REQUIRED, "对象", "About"),
    CORRECTION(TEXT, field, 1, 100, SHAPE_REQUIRED, "哪一项不对", "What is wrong"),
    CORRECTION(TEXT, right_value, 1, 500, SHAPE_REQUIRED, "应为", "What it should be"),
    CORRECTION(TEXT, evidence, 1, 2000, SHAPE_REQUIRED, "依据", "Evidence"),
    CORRECTION(ENUM, state, state_names, SHAPE_READ_ONLY, "状态", "State"),
    CORRECTION(TEXT, answer, 0, 0, SHAPE_READ_ONLY, "答复", "Answer"),
    CORRECTION(DATE, due_on, SHAPE_READ_ONLY, "答复期限", "To be answered by"),
    CORRECTION(TEXT, answered_by, 0, 0, SHAPE_READ_ONLY, "答复人", "Answered by"),
    CORRECTION(TIME, answered_at, SHAPE_READ_ONLY, "答复时间", "Answered at"),
    CORRECTION(TIME, created_at, SHAPE_READ_ONLY, "申请时间", "Asked at"),
};
const struct shape trust_correction_shape = SHAPE("Correction", struct correction, correction_fields);
/* The path is for us alone. */
static const struct shape_field row_fields[] = {
    CORRECTION(ID, id, 0, "编号", "Id"), CORRECTION(ID, person_id, 0, "人员", "Person"),
    CORRECTION(TEXT, org_path, 0, 0, 0, "路径", "Path"), CORRECTION(ENUM, state, state_names, 0, "状态", "State")};
static const struct shape row_shape = SHAPE("CorrectionRow", struct correction, row_fields);

struct correction_answer {
    int state;
    struct str answer;
};
static const struct shape_field answer_fields[] = {
    F_ENUM(struct correction_answer, state, state_names, SHAPE_REQUIRED, "accepted 或 refused", "accepted or refused"),
    F_TEXT(struct correction_answer, answer, 1, 2000, SHAPE_REQUIRED, "理由", "Reason"),
};
const struct shape trust_correction_answer_shape = SHAPE("CorrectionAnswer", struct correction_answer, answer_fields);

static const struct page_sort sorts[] = {{"newest", "-t.id"}, {"due", "t.due_on"}};
static const struct page_filter filters[] = {
    {"state", "t.state = $?", SHAPE_TEXT, "状态", "state"},
    {"about", "t.about = $?", SHAPE_TEXT, "对象", "about"},
};
const struct page_spec trust_correction_page = {&sql_trust_correction_page, "trust_correction t", "t.id", TABLE(sorts),
                                                TABLE(filters)};
const struct page_spec trust_correction_own_page = {&sql_trust_correction_own_page, "trust_correction t", "t.id",
                                                    TABLE(sorts), TABLE(filters)};

struct err *trust_get_own_corrections(struct call *c)
{
    return page_run(c, &trust_correction_own_page, VALS(v_id(c->who->person_id)));
}

struct office {
    int64_t account_id, depth; /* of the organisation of the grant: the length of its path */
};
static const struct shape_field office_fields[] = {
    F_ID(struct office, account_id, 0, "账号", "Account"),
    F_INT(struct office, depth, 0, 0, 0, "层级", "Depth"),
};
static const struct shape office_shape = SHAPE("CorrectionOffice", struct office, office_fields);

/* Those who may answer hear of it: of the nearest organisation where there is one, not the whole city above it. */
static struct err *tell_office(struct call *c, const struct person *person, int64_t id, struct str field, int due_on)
{
    struct list offices;
    struct str roles = trust_roles_with(c->arena, PERM_PERSON_EDIT), day = date_text(c->arena, due_on);
    struct notice_message message = {
        .kind = "service.correction",
        .title_zh = str_printf(c->arena, "%.*s申请更正记录", STR_ARG(person->name)),
        .title_en = str_printf(c->arena, "%.*s asks for a correction", STR_ARG(person->name)),
        .body_zh = str_printf(c->arena, "要更正的是“%.*s”。请核对后在 %.*s 前答复。", STR_ARG(field), STR_ARG(day)),
        .body_en = str_printf(c->arena, "It is about “%.*s”. Please check it and answer by %.*s.", STR_ARG(field),
                              STR_ARG(day)),
        .link = STR("/corrections"),
        .key = str_printf(c->arena, "correction:%lld:asked", (long long)id)};
    TRY(db_list(c->db, c->arena, &sql_trust_correction_office_list,
                VALS(v_text(person->org_path), v_date(c->today), v_text(roles), v_id(person->id)), &office_shape,
                &offices));
    for (LIST_EACH(offices, struct office, office)) {
        if (office->depth < ((const struct office *)offices.p)->depth) break;
        message.account_id = office->account_id;
        TRY(notice_send(c, &message));
    }
    return NULL;
}

struct err *trust_post_correction(struct call *c)
{
    const struct correction *in = c->in;
    struct person person;
    struct str field = str_trim(in->field);
    int64_t id = call_id(c), days, open;
    int due_on;
    if (!c->who->person_id)
        FAIL(c->arena, ERR_ABSENT, "trust.nobody", "系统账号没有个人数据。",
             "A system account has no data of its own.");
    TRY(person_get(c, c->who->person_id, &person));
    TRY(db_int(c->db, c->arena, &sql_trust_correction_open_count, VALS(v_id(person.id)), &open));
    if (open >= OPEN_MAX)
        FAIL(c->arena, ERR_LIMIT, "trust.corrections", "您已有 %d 件更正申请等待答复，请先等待答复。",
             "You have %d requests waiting: wait for their answers first.", OPEN_MAX);
    TRY(rule_value(c, "correction_days", person.org_path, c->today, &days));
    due_on = date_add_days(c->today, (int)days);
    TRY(db_run(c->db, c->arena, &sql_trust_correction_insert,
               VALS(v_id(id), v_id(person.id), v_text(person.org_path), v_cstr(about_names[in->about]), v_text(field),
                    v_text(str_trim(in->right_value)), v_text(str_trim(in->evidence)), v_date(due_on),
                    v_time(c->now_us)),
               NULL));
    TRY(tell_office(c, &person, id, field, due_on));
    call_audit(c, id, person.org_path, (struct str){0});
    return db_get(c->db, c->arena, &sql_trust_correction_get, VALS(v_id(id)), &trust_correction_shape, c->out);
}

struct err *trust_get_corrections(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_PERSON_EDIT, &path));
    return page_run(c, &trust_correction_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

static struct err *tell(struct call *c, const struct correction *row, const struct correction_answer *in)
{
    bool accepted = in->state == CORRECTION_ACCEPTED;
    struct notice_message message = {.person_id = row->person_id,
                                     .kind = "account.correction",
                                     .key = str_printf(c->arena, "correction:%lld:answered", (long long)row->id),
                                     .title_zh = accepted ? STR("您的更正申请已采纳") : STR("您的更正申请未被采纳"),
                                     .title_en = accepted ? STR("Your correction was accepted")
                                                          : STR("Your correction was not accepted"),
                                     .body_zh = in->answer,
                                     .body_en = in->answer,
                                     .link = STR("/me")};
    return notice_send(c, &message);
}

/* Nobody answers their own. */
struct err *trust_answer_correction(struct call *c)
{
    const struct correction_answer *in = c->in;
    struct correction row;
    bool found;
    int64_t changed;
    TRY(db_find(c->db, c->arena, &sql_trust_correction_get, VALS(v_id(c->path[0])), &row_shape, &row, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "trust.correction_absent", "没有这件申请。", "There is no such request.");
    TRY(call_may(c, PERM_PERSON_EDIT, row.org_path));
    call_audit(c, row.id, row.org_path, (struct str){0});
    if (in->state == CORRECTION_OPEN)
        FAIL_FIELD(c->arena, "trust.answer", "state", "请采纳或不予采纳。", "Accept it or refuse it.");
    if (row.person_id == c->who->person_id)
        FAIL(c->arena, ERR_DENIED, "trust.own_correction", "不能答复自己的申请，请同事办理。",
             "Nobody answers their own request: ask a colleague.");
    TRY(db_run(c->db, c->arena, &sql_trust_correction_answer,
               VALS(v_id(row.id), v_cstr(state_names[in->state]), v_text(str_trim(in->answer)), v_text(c->who->name),
                    v_time(c->now_us)),
               &changed));
    if (!changed) FAIL(c->arena, ERR_CONFLICT, "trust.answered", "这件申请已经答复过。", "It was answered already.");
    TRY(tell(c, &row, in));
    return db_get(c->db, c->arena, &sql_trust_correction_get, VALS(v_id(row.id)), &trust_correction_shape, c->out);
}

/* ---- requests follow the person and the organisation ---- */

struct err *trust_on_org_moved(struct call *c, const struct event *event)
{
    struct org_move move;
    TRY(org_move_get(c, event->object_id, &move));
    return db_run(c->db, c->arena, &sql_trust_moved_correction,
                  VALS(v_text(move.from_path), v_text(org_path_end(c->arena, move.from_path)), v_text(move.to_path),
                       v_int((int64_t)move.from_path.n + 1)),
                  NULL);
}

struct err *trust_on_person_moved(struct call *c, const struct event *event)
{
    return db_run(c->db, c->arena, &sql_trust_transferred_correction, VALS(v_id(event->subject_id)), NULL);
}
