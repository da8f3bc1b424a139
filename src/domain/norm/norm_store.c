/* domain/norm/norm_store.c: the SQL of norms and of everybody's state. */
#include "api/module.h"
#include "domain/norm/norm_private.h"
#include "norm_sql.h"

/* ---- shapes ---- */

#define NORM(kind, ...) F_##kind(struct norm, __VA_ARGS__)
static const struct shape_field norm_fields[] = {
    NORM(ID, id, SHAPE_READ_ONLY, "编号", "id"),
    NORM(TEXT, code, 0, 0, SHAPE_READ_ONLY, "代码", "code"),
    NORM(TEXT, name_zh, 2, 100, SHAPE_REQUIRED, "中文名称", "Chinese name"),
    NORM(TEXT, name_en, 2, 100, SHAPE_REQUIRED, "英文名称", "English name"),
    NORM(TEXT, source, 2, 1000, SHAPE_REQUIRED, "依据", "source"),
    NORM(ENUM, purpose, norm_purpose_names, SHAPE_READ_ONLY, "用途", "purpose"),
    NORM(DATE, from_on, SHAPE_REQUIRED, "起用日期", "from"),
    NORM(DATE, until_on, 0, "停用日期", "until"),
    NORM(ENUM, band, norm_band_names, SHAPE_REQUIRED, "适用职级", "band"),
    NORM(ENUM, kind, norm_kind_names, SHAPE_REQUIRED, "学时类别", "kind of hours"),
    NORM(ENUM, window_kind, norm_window_names, SHAPE_REQUIRED, "周期方式", "kind of window"),
    NORM(INT, years, 1, 20, SHAPE_REQUIRED, "周期年数", "years"),
    NORM(INT, anchor_year, 1990, 2100, SHAPE_REQUIRED, "起算年度", "anchor year"),
    NORM(HOURS, need_hours, 0, 1000000, SHAPE_REQUIRED, "应修学时", "hours needed"),
    NORM(HOURS, need_days, 0, 1000000, 0, "或应修天数", "or days needed"),
    NORM(INT, grace_months, 0, 60, 0, "提任后补足月数", "months to make up after a promotion"),
    NORM(INT, pace_ppm, 0, 1000000, 0, "进度正常线（百万分之一）", "pace for on track, ppm"),
    NORM(INT, version, 0, INT64_MAX, SHAPE_READ_ONLY, "版本", "version"),
};
const struct shape norm_shape = SHAPE("Norm", struct norm, norm_fields);

#define PROGRESS(kind, ...) F_##kind(struct norm_progress, __VA_ARGS__)
static const struct shape_field progress_fields[] = {
    PROGRESS(ID, person_id, 0, "人员", "person"),
    PROGRESS(TEXT, norm_code, 0, 0, 0, "要求代码", "norm's code"),
    PROGRESS(ID, norm_id, 0, "要求版本", "norm's version"),
    PROGRESS(TEXT, name_zh, 0, 0, 0, "中文名称", "Chinese name"),
    PROGRESS(TEXT, name_en, 0, 0, 0, "英文名称", "English name"),
    PROGRESS(TEXT, source, 0, 0, 0, "依据", "source"),
    PROGRESS(ENUM, kind, norm_kind_names, 0, "学时类别", "kind of hours"),
    PROGRESS(ENUM, window_kind, norm_window_names, 0, "周期方式", "kind of window"),
    PROGRESS(DATE, on, 0, "截至日期", "on"),
    PROGRESS(DATE, from_on, 0, "周期开始", "window from"),
    PROGRESS(DATE, until_on, 0, "周期结束", "window until"),
    PROGRESS(DATE, promoted_on, 0, "提任日期", "promoted on"),
    PROGRESS(DATE, due_on, 0, "完成期限", "due on"),
    PROGRESS(BOOL, grace, 0, "提任补训期内", "within the time of grace"),
    PROGRESS(HOURS, hours, 0, 0, 0, "已修学时", "hours done"),
    PROGRESS(HOURS, need_hours, 0, 0, 0, "应修学时", "hours needed"),
    PROGRESS(HOURS, days, 0, 0, 0, "已修天数", "days done"),
    PROGRESS(HOURS, need_days, 0, 0, 0, "或应修天数", "or days needed"),
    PROGRESS(INT, share_ppm, 0, 1000000, 0, "完成比例（百万分之一）", "share done, ppm"),
    PROGRESS(ENUM, state, norm_state_names, 0, "状态", "state"),
    PROGRESS(DATE, next_on, 0, "状态将在哪天变化", "the state changes on"),
};
const struct shape norm_progress_shape = SHAPE("NormProgress", struct norm_progress, progress_fields);

static const struct shape_field span_fields[] = {
    F_ID(struct norm_span, person_id, 0, "人员", "person"),
    F_DATE(struct norm_span, from_on, 0, "起", "from"),
    F_DATE(struct norm_span, until_on, 0, "止", "until"),
    F_ENUM(struct norm_span, band, norm_band_names, 0, "档次", "band"),
    F_BOOL(struct norm_span, is_leader, 0, "领导职务", "leading post"),
    F_INT(struct norm_span, ordinal, 0, 0, 0, "次序", "ordinal"),
};
static const struct shape span_shape = SHAPE("NormSpan", struct norm_span, span_fields);

static const struct shape_field status_fields[] = {
    F_ID(struct norm_status, person_id, 0, "人员", "person"),
    F_TEXT(struct norm_status, norm_code, 0, 0, 0, "要求代码", "norm's code"),
    F_ID(struct norm_status, norm_id, 0, "要求版本", "norm's version"),
    F_DATE(struct norm_status, from_on, 0, "周期开始", "window from"),
    F_DATE(struct norm_status, until_on, 0, "周期结束", "window until"),
    F_DATE(struct norm_status, due_on, 0, "完成期限", "due on"),
    F_HOURS(struct norm_status, hours, 0, 0, 0, "已修学时", "hours done"),
    F_HOURS(struct norm_status, days, 0, 0, 0, "已修天数", "days done"),
    F_ENUM(struct norm_status, state, norm_state_names, 0, "状态", "state"),
    F_DATE(struct norm_status, next_on, 0, "下次变化", "next change"),
};
static const struct shape status_shape = SHAPE("NormStatus", struct norm_status, status_fields);

struct one_person {
    int64_t person_id;
};
static const struct shape_field one_fields[] = {F_ID(struct one_person, person_id, 0, "人员", "person")};
static const struct shape one_shape = SHAPE("OnePerson", struct one_person, one_fields);

/* ---- norms ---- */

static const struct page_sort norm_sorts[] = {{"code", "n.code"}, {"from_on", "n.from_on"}};
static const struct page_filter norm_filters[] = {
    {"on", "n.from_on <= $? AND (n.until_on IS NULL OR n.until_on >= $?)", SHAPE_DATE, "在哪天有效",
     "in force on this day"},
    {"code", "n.code = $?", SHAPE_TEXT, "代码", "code"},
    {"purpose", "n.purpose = $?", SHAPE_TEXT, "用途：requirement 或 coverage", "purpose: requirement or coverage"},
};
const struct page_spec norm_page = {&sql_norm_page, "norm n", "n.id", TABLE(norm_sorts), TABLE(norm_filters)};

struct err *norm_list(struct call *c, bool full, struct list *ret_norms)
{
    return db_list(c->db, c->arena, full ? &sql_norm_list : &sql_norm_list_short, NO_VALS, &norm_shape, ret_norms);
}

struct err *norm_list_once(struct call *c, const struct list **ret_norms)
{
    void **memo = call_memo(c, &norm_shape);
    if (!*memo) {
        struct arena *outer = c->arena;
        struct list *norms = arena_new(call_lasting(c), struct list);
        c->arena = call_lasting(c);
        struct err *e = norm_list(c, false, norms);
        c->arena = outer;
        if (e) return e;
        *memo = norms;
    }
    *ret_norms = *memo;
    return NULL;
}

struct err *norm_get(struct call *c, int64_t norm_id, struct norm *ret_norm)
{
    return db_get(c->db, c->arena, &sql_norm_get, VALS(v_id(norm_id)), &norm_shape, ret_norm);
}

struct err *norm_add(struct call *c, const struct norm *n)
{
    *call_memo(c, &norm_shape) = NULL;
    return db_run(c->db, c->arena, &sql_norm_insert,
                  VALS(v_id(n->id), v_text(n->code), v_text(n->name_zh), v_text(n->name_en), v_text(n->source),
                       v_cstr(norm_purpose_names[n->purpose]), v_int(n->from_on), v_date(n->until_on),
                       v_cstr(norm_band_names[n->band]), v_cstr(norm_kind_names[n->kind]),
                       v_cstr(norm_window_names[n->window_kind]), v_int(n->years), v_int(n->anchor_year),
                       v_int(n->need_hours_centi), v_int(n->need_days_centi), v_int(n->grace_months),
                       v_int(n->pace_ppm)),
                  NULL);
}

struct err *norm_end(struct call *c, int64_t norm_id, int until_on)
{
    *call_memo(c, &norm_shape) = NULL;
    return db_run(c->db, c->arena, &sql_norm_end, VALS(v_id(norm_id), v_int(until_on)), NULL);
}

/* ---- people ---- */

struct err *norm_spans(struct call *c, int64_t person_id, struct list *ret_spans)
{
    return db_list(c->db, c->arena, &sql_norm_span_list, VALS(v_id(person_id)), &span_shape, ret_spans);
}

struct err *norm_spans_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_spans)
{
    return db_list(c->db, c->arena, &sql_norm_span_range, VALS(v_int(first_id), v_int(last_id)), &span_shape,
                   ret_spans);
}

struct err *norm_people_after(struct call *c, int64_t after_id, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_norm_people_after, VALS(v_int(after_id), v_int(most)), &one_shape, ret_ids);
}

struct err *norm_person_path(struct call *c, int64_t person_id, struct str *ret_path)
{
    return db_text(c->db, c->arena, &sql_norm_person_path, VALS(v_id(person_id)), ret_path);
}

/* ---- statuses ---- */

struct err *norm_statuses(struct call *c, int64_t person_id, struct list *ret_statuses)
{
    return db_list(c->db, c->arena, &sql_norm_status_list, VALS(v_id(person_id)), &status_shape, ret_statuses);
}

struct err *norm_statuses_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_statuses)
{
    return db_list(c->db, c->arena, &sql_norm_status_range, VALS(v_int(first_id), v_int(last_id)), &status_shape,
                   ret_statuses);
}

static struct err *write_status(struct call *c, const struct sql *sql, const struct norm_status *s)
{
    return db_run(c->db, c->arena, sql,
                  VALS(v_id(s->person_id), v_text(s->norm_code), v_id(s->norm_id), v_int(s->from_on),
                       v_int(s->until_on), v_int(s->due_on), v_int(s->hours_centi), v_int(s->days_centi),
                       v_cstr(norm_state_names[s->state]), v_int(s->next_on), v_int(c->now_us)),
                  NULL);
}

struct err *norm_status_set(struct call *c, const struct norm_status *s)
{
    return write_status(c, &sql_norm_status_set, s);
}

struct err *norm_status_change(struct call *c, const struct norm_status *s)
{
    return write_status(c, &sql_norm_status_change, s);
}

struct err *norm_status_remove(struct call *c, int64_t person_id, struct str norm_code)
{
    return db_run(c->db, c->arena, &sql_norm_status_remove, VALS(v_id(person_id), v_text(norm_code)), NULL);
}

struct err *norm_status_clear(struct call *c) { return db_run(c->db, c->arena, &sql_norm_status_clear, NO_VALS, NULL); }

struct err *norm_status_expire(struct call *c)
{
    return db_run(c->db, c->arena, &sql_norm_status_expire, VALS(v_int(c->today)), NULL);
}

struct err *norm_due_people(struct call *c, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_norm_due_list, VALS(v_int(c->today), v_int(most)), &one_shape, ret_ids);
}

struct err *norm_due_count(struct call *c, int64_t *ret_people)
{
    return db_int(c->db, c->arena, &sql_norm_due_count, VALS(v_int(c->today)), ret_people);
}
