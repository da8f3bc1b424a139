/* domain/trust/trust_own.c: everything that is kept about one person, as one .zip: data.json, and each table as .csv.
 *
 * Made before the write, on a worker; the write only notes in the audit log that it was taken. Of questionnaires that
 * were answered anonymously there is nothing to give but that they were answered.
 */
#include "api/call.h"
#include "calc/digest/digest.h"
#include "calc/sheet/sheet.h"
#include "core/hours.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

enum { TABLE_BYTES = 16 << 20, JSON_BYTES = 64 << 20, COLUMNS_MAX = 12 };

/* In the order of the statement's columns. */
struct column {
    char kind; /* t text, i number, b yes or no, d date, m moment, h hundredths, x bytes */
    const char *name, *zh, *en;
};

struct table {
    const char *name, *file;
    const struct sql *sql;
    struct column columns[COLUMNS_MAX + 1];
};

static const struct table tables[] = {
    {"profile",
     "01-profile.csv",
     &sql_trust_own_profile,
     {{'t', "name", "姓名", "Name"},
      {'t', "gender", "性别", "Gender"},
      {'t', "citizen_number", "公民身份号码（部分）", "Citizen number, masked"},
      {'t', "unit", "单位", "Unit"},
      {'t', "post", "职务", "Post"},
      {'t', "rank", "职级", "Rank"},
      {'b', "leader", "领导职务", "Leading post"},
      {'d', "promoted_on", "任现职日期", "Promoted on"},
      {'t', "audience", "培训对象类别", "Audience"},
      {'t', "state", "状态", "State"},
      {'m', "created_at", "建档时间", "Recorded at"},
      {'m', "updated_at", "更新时间", "Changed at"}}},
    {"ranks",
     "02-ranks.csv",
     &sql_trust_own_ranks,
     {{'t', "rank", "职级", "Rank"},
      {'b', "leader", "领导职务", "Leading post"},
      {'d', "from_on", "自", "From"},
      {'d', "until_on", "至", "Until"},
      {'t', "note", "备注", "Note"}}},
    {"units",
     "03-units.csv",
     &sql_trust_own_units,
     {{'t', "unit", "单位", "Unit"}, {'d', "from_on", "自", "From"}, {'d', "until_on", "至", "Until"}}},
    {"roles",
     "04-roles.csv",
     &sql_trust_own_roles,
     {{'t', "login", "登录名", "Login"},
      {'t', "role", "角色", "Role"},
      {'t', "organisation", "组织", "Organisation"},
      {'d', "from_on", "自", "From"},
      {'d', "until_on", "至", "Until"},
      {'m', "granted_at", "授权时间", "Granted at"},
      {'m', "revoked_at", "撤销时间", "Revoked at"}}},
    {"enrolments",
     "05-enrolments.csv",
     &sql_trust_own_enrolments,
     {{'t', "class", "班次", "Class"},
      {'t', "host", "承办单位", "Host"},
      {'d', "starts_on", "开班", "Begins"},
      {'d', "ends_on", "结束", "Ends"},
      {'t', "state", "状态", "State"},
      {'t', "reason", "原因", "Reason"},
      {'m', "created_at", "报名时间", "Enrolled at"},
      {'m', "updated_at", "更新时间", "Changed at"}}},
    {"rolls",
     "06-rolls.csv",
     &sql_trust_own_rolls,
     {{'t', "class", "班次", "Class"},
      {'t', "session", "课次", "Session"},
      {'m', "starts_at", "上课时间", "Begins"},
      {'t', "state", "考勤", "Mark"},
      {'t', "source", "来源", "Source"},
      {'m', "at", "登记时间", "Marked at"},
      {'h', "hours", "学时", "Hours"}}},
    {"leaves",
     "07-leaves.csv",
     &sql_trust_own_leaves,
     {{'t', "class", "班次", "Class"},
      {'t', "kind", "种类", "Kind"},
      {'m', "from_at", "自", "From"},
      {'m', "until_at", "至", "Until"},
      {'h', "hours", "学时", "Hours"},
      {'t', "reason", "事由", "Reason"},
      {'t', "state", "状态", "State"},
      {'t', "note", "审批意见", "Note"},
      {'m', "created_at", "提交时间", "Asked at"}}},
    {"results",
     "08-results.csv",
     &sql_trust_own_results,
     {{'t', "class", "班次", "Class"},
      {'t', "outcome", "结果", "Outcome"},
      {'t', "reason", "原因", "Reason"},
      {'i', "present", "出勤", "Present"},
      {'i', "late", "迟到", "Late"},
      {'i', "leave", "请假", "Leave"},
      {'i', "absent", "缺勤", "Absent"},
      {'h', "hours", "学时", "Hours"},
      {'h', "online", "网络学时", "Online hours"},
      {'m', "confirmed_at", "确认时间", "Confirmed at"}}},
    {"ledger",
     "09-ledger.csv",
     &sql_trust_own_ledger,
     {{'i', "seq", "序号", "No."},
      {'t', "kind", "类别", "Kind"},
      {'h', "hours", "学时", "Hours"},
      {'h', "days", "天数", "Days"},
      {'d', "earned_on", "取得日期", "Earned on"},
      {'t', "title", "名称", "Title"},
      {'t', "source", "来源", "Source"},
      {'t', "evidence", "证明", "Evidence"},
      {'t', "organisation", "单位", "Organisation"},
      {'m', "posted_at", "入账时间", "Posted at"},
      {'x', "prev_hash", "上一条校验值", "Hash of the one before"},
      {'x', "hash", "校验值", "Hash"}}},
    {"evaluations",
     "10-evaluations.csv",
     &sql_trust_own_evaluations,
     {{'t', "questionnaire", "问卷", "Questionnaire"},
      {'t', "class", "班次", "Class"},
      {'b', "anonymous", "匿名", "Anonymous"},
      {'t', "question", "题目", "Question"},
      {'t', "answer", "回答", "Answer"}}},
    {"notices",
     "11-notices.csv",
     &sql_trust_own_notices,
     {{'m', "at", "时间", "At"},
      {'t', "title", "标题", "Title"},
      {'t', "text", "内容", "Text"},
      {'m', "read_at", "已读时间", "Read at"}}},
    {"calls",
     "12-dispatch.csv",
     &sql_trust_own_calls,
     {{'t', "round", "调训批次", "Round"},
      {'t', "class", "班次", "Class"},
      {'t', "state", "状态", "State"},
      {'d', "due_on", "答复期限", "Due on"},
      {'t', "why", "选派理由", "Why"},
      {'t', "answer_kind", "答复种类", "Kind of answer"},
      {'t', "answer", "答复", "Answer"},
      {'t', "unit_note", "单位意见", "The unit's note"},
      {'t', "ruling_note", "裁定意见", "Ruling"},
      {'m', "created_at", "通知时间", "Called at"},
      {'m', "answered_at", "答复时间", "Answered at"}}},
    {"papers",
     "13-papers.csv",
     &sql_trust_own_papers,
     {{'t', "number", "编号", "Number"},
      {'t', "kind", "种类", "Kind"},
      {'m', "issued_at", "签发时间", "Issued at"},
      {'m', "revoked_at", "作废时间", "Revoked at"},
      {'t', "reason", "作废原因", "Reason"}}},
    {"sessions",
     "14-sign-ins.csv",
     &sql_trust_own_sessions,
     {{'m', "at", "登录时间", "Signed in at"},
      {'m', "expires_at", "到期", "Ends at"},
      {'t', "address", "地址", "Address"},
      {'t', "agent", "浏览器", "Browser"}}},
    {"corrections",
     "15-corrections.csv",
     &sql_trust_own_corrections,
     {{'t', "about", "对象", "About"},
      {'t', "field", "项目", "Field"},
      {'t', "right_value", "应为", "Should be"},
      {'t', "evidence", "依据", "Evidence"},
      {'t', "state", "状态", "State"},
      {'t', "answer", "答复", "Answer"},
      {'d', "due_on", "答复期限", "Due on"},
      {'m', "created_at", "申请时间", "Asked at"},
      {'m', "answered_at", "答复时间", "Answered at"}}},
};
enum { TABLES = sizeof tables / sizeof *tables };

struct taking {
    struct call *c;
    const struct table *table;
    struct sheet_writer *sheet;
    struct buf *csv, *json;
    int64_t rows;
};

static size_t column_count(const struct table *table)
{
    size_t n = 0;
    while (table->columns[n].kind) n++;
    return n;
}

/* A value as text, as JSON has it; empty is absent. */
static struct str text_of(struct taking *t, char kind, const struct val *v)
{
    struct arena *a = t->c->arena;
    if (v->kind == VAL_NULL) return (struct str){0};
    if (kind == 't') return v->s;
    if (kind == 'x') return digest_hex(a, v->s);
    if (kind == 'd') return date_text(a, (int)v->i);
    if (kind == 'm') return time_text(a, v->i);
    if (kind == 'h') return hours_text(a, v->i);
    return str_printf(a, "%lld", (long long)v->i);
}

static void put_json(struct taking *t, const struct column *column, const struct val *v)
{
    bool bare = column->kind == 'i' || column->kind == 'h';
    struct str text = text_of(t, column->kind, v);
    buf_printf(t->json, "\"%s\":", column->name);
    if (!text.n)
        buf_cstr(t->json, "null");
    else if (column->kind == 'b')
        buf_cstr(t->json, v->i ? "true" : "false");
    else if (bare)
        buf_str(t->json, text);
    else
        buf_json_text(t->json, text);
}

static struct sheet_cell cell_of(struct taking *t, char kind, const struct val *v)
{
    int64_t local_us = v->i + t->c->tz_min * 60 * TIME_SECOND_US;
    if (v->kind == VAL_NULL) return (struct sheet_cell){.kind = SHEET_EMPTY};
    switch (kind) {
    case 'i':
    case 'b': return (struct sheet_cell){.kind = SHEET_INT, .number = v->i};
    case 'd': return (struct sheet_cell){.kind = SHEET_DATE, .number = v->i};
    case 'm': return (struct sheet_cell){.kind = SHEET_TIME, .number = local_us};
    case 'h': return (struct sheet_cell){.kind = SHEET_CENTI, .number = v->i};
    default: return (struct sheet_cell){.kind = SHEET_TEXT, .text = text_of(t, kind, v)};
    }
}

static struct err *take_row(void *context, struct vals row)
{
    struct taking *t = context;
    struct sheet_cell cells[COLUMNS_MAX];
    buf_cstr(t->json, t->rows++ ? ",\n{" : "\n{");
    for (size_t i = 0; i < row.n && i < COLUMNS_MAX; i++) {
        if (i) buf_char(t->json, ',');
        put_json(t, &t->table->columns[i], &row.p[i]);
        cells[i] = cell_of(t, t->table->columns[i].kind, &row.p[i]);
    }
    buf_char(t->json, '}');
    return sheet_put(t->sheet, cells, row.n);
}

static struct err *put_csv(void *context, struct str bytes)
{
    buf_str(context, bytes);
    return NULL;
}

static struct err *take_table(struct taking *t, struct str *ret_csv)
{
    struct arena *a = t->c->arena;
    struct sheet_column head[COLUMNS_MAX] = {0};
    size_t n = column_count(t->table);
    for (size_t i = 0; i < n; i++)
        head[i].label = str_of(t->c->lang == LANG_EN ? t->table->columns[i].en : t->table->columns[i].zh);
    buf_clear(t->csv);
    t->rows = 0;
    TRY(sheet_write_csv(a, put_csv, t->csv, &t->sheet));
    struct err *e = sheet_head(t->sheet, head, n);
    if (!e) e = db_rows(t->c->db, a, t->table->sql, VALS(v_id(t->c->who->person_id)), take_row, t);
    struct err *closed = sheet_close(t->sheet, !e);
    if (e) return e;
    TRY(closed);
    *ret_csv = str_copy(a, buf_text(t->csv));
    return NULL;
}

static struct err *take_all(struct taking *t, struct sheet_file *files)
{
    buf_printf(t->json, "{\"format\":\"tongke.person/1\",\"taken_at\":\"%.*s\"",
               STR_ARG(time_text(t->c->arena, t->c->now_us)));
    for (size_t i = 0; i < TABLES; i++) {
        t->table = &tables[i];
        buf_printf(t->json, ",\n\"%s\":[", t->table->name);
        files[i + 1].name = t->table->file;
        TRY(take_table(t, &files[i + 1].bytes));
        buf_char(t->json, ']');
    }
    buf_cstr(t->json, "}\n");
    if (buf_over(t->json) || buf_over(t->csv))
        FAIL(t->c->arena, ERR_LIMIT, "trust.too_large", "数据过多，请联系系统管理员导出。",
             "There is too much: ask the administrator for an export.");
    files[0] = (struct sheet_file){"data.json", str_copy(t->c->arena, buf_text(t->json))};
    return NULL;
}

static struct err *need_person(struct call *c)
{
    if (c->who->person_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "trust.nobody", "系统账号没有个人数据。", "A system account has no data of its own.");
}

struct err *trust_take_prepare(struct call *c)
{
    struct buf csv, json;
    struct sheet_file files[TABLES + 1] = {{0}};
    struct taking t = {.c = c, .csv = &csv, .json = &json};
    struct str *zip = arena_new(c->arena, struct str);
    TRY(need_person(c));
    buf_init(&csv, TABLE_BYTES);
    buf_init(&json, JSON_BYTES);
    struct err *e = take_all(&t, files);
    if (!e) e = sheet_zip(c->arena, files, TABLES + 1, zip);
    buf_done(&csv);
    buf_done(&json);
    c->prepared = zip;
    return e;
}

struct err *trust_take(struct call *c)
{
    c->raw = *(struct str *)c->prepared;
    c->raw_type = "application/zip";
    c->status = 200;
    call_audit(c, c->who->person_id, (struct str){0}, str_printf(c->arena, "{\"bytes\":%zu}", c->raw.n));
    return NULL;
}
