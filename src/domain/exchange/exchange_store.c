/* domain/exchange/exchange_store.c: the only file that runs the module's SQL. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_oneroster.h"
#include "domain/org/org.h"
#include "exchange_sql.h"

const char *const import_state_names[] = {"", "waiting", "checked", "refused", "committed", NULL};
const char *const exchange_choice_names[] = {"", "same", "new", "skip", NULL};

#define T struct import_row
static const struct shape_field import_row_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, account_id, 0, "账号", "account"),
    F_ID(T, subject_id, 0, "对象", "organisation, class or lesson that it is for"),
    F_TEXT(T, table_name, 0, 0, 0, "表", "table"),
    F_TEXT(T, file_name, 0, 0, 0, "文件名", "file"),
    F_ENUM(T, state, import_state_names, 0, "状态", "state"),
    F_ID(T, job_id, 0, "后台任务", "job that works on it"),
    F_INT(T, row_count, 0, 0, 0, "行数", "rows"),
    F_INT(T, added, 0, 0, 0, "新增", "added"),
    F_INT(T, changed, 0, 0, 0, "更新", "changed"),
    F_INT(T, unchanged, 0, 0, 0, "不变", "unchanged"),
    F_INT(T, skipped, 0, 0, 0, "跳过", "skipped"),
    F_INT(T, problems, 0, 0, 0, "错误", "problems"),
    F_INT(T, duplicates, 0, 0, 0, "疑似重复", "possible duplicates"),
    F_INT(T, undecided, 0, 0, 0, "待选择", "not decided yet"),
    F_TEXT(T, unread, 0, 0, 0, "未读取的列", "columns of the file that were not read"),
    F_TEXT(T, remarks_zh, 0, 0, 0, "说明（中文），每行一条", "remarks in Chinese, one a line"),
    F_TEXT(T, remarks_en, 0, 0, 0, "说明（英文），每行一条", "remarks in English, one a line"),
    F_TIME(T, created_at, 0, "上传时间", "uploaded at"),
    F_TIME(T, updated_at, 0, "更新时间", "changed at"),
};
const struct shape import_row_shape = SHAPE("Import", T, import_row_fields);
#undef T

#define T struct exchange_problem
static const struct shape_field problem_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_INT(T, row_no, 0, 0, 0, "行", "row"),
    F_TEXT(T, at_column, 0, 0, 0, "列", "column"),
    F_TEXT(T, label, 0, 0, 0, "列名", "head"),
    F_TEXT(T, value, 0, 0, 0, "内容", "content"),
    F_TEXT(T, text, 0, 0, 0, "问题和改法", "what is wrong and what to do"),
    F_TEXT(T, label_zh, 0, 0, SHAPE_SECRET, "列名（中文）", "head in Chinese"),
    F_TEXT(T, label_en, 0, 0, SHAPE_SECRET, "列名（英文）", "head in English"),
    F_TEXT(T, zh, 0, 0, SHAPE_SECRET, "中文", "in Chinese"),
    F_TEXT(T, en, 0, 0, SHAPE_SECRET, "英文", "in English"),
};
const struct shape exchange_problem_shape = SHAPE("ImportProblem", T, problem_fields);
#undef T

#define T struct exchange_duplicate
static const struct shape_field duplicate_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_INT(T, row_no, 0, 0, 0, "行", "row"),
    F_TEXT(T, name, 0, 0, 0, "表中姓名", "name in the file"),
    F_TEXT(T, unit, 0, 0, 0, "表中单位", "unit in the file"),
    F_TEXT(T, post, 0, 0, 0, "表中职务", "post in the file"),
    F_TEXT(T, citizen_mask, 0, 0, 0, "表中身份证号", "citizen number in the file, masked"),
    F_ID(T, person_id, 0, "已有人员", "person on record"),
    F_TEXT(T, known_name, 0, 0, 0, "已有姓名", "name on record"),
    F_TEXT(T, known_unit, 0, 0, 0, "已有单位", "unit on record"),
    F_TEXT(T, known_post, 0, 0, 0, "已有职务", "post on record"),
    F_TEXT(T, known_mask, 0, 0, 0, "已有身份证号", "citizen number on record, masked"),
    F_ENUM(T, choice, exchange_choice_names, 0, "选择", "choice"),
};
const struct shape exchange_duplicate_shape = SHAPE("ImportDuplicate", T, duplicate_fields);
#undef T

static const struct page_sort import_sorts[] = {{"created_at", "i.id"}};
const struct page_spec import_pages = {
    &sql_exchange_import_page, "exchange_import i", "i.id", import_sorts, 1, NULL, 0};
static const struct page_sort problem_sorts[] = {{"row_no", "p.id"}};
const struct page_spec problem_pages = {
    &sql_exchange_problem_page, "exchange_problem p", "p.id", problem_sorts, 1, NULL, 0};
static const struct page_sort duplicate_sorts[] = {{"row_no", "d.row_no"}};
const struct page_spec duplicate_pages = {
    &sql_exchange_duplicate_page, "exchange_duplicate d", "d.id", duplicate_sorts, 1, NULL, 0};

struct err *import_store_insert(struct call *c, const struct import_row *row, struct str file)
{
    TRY(db_run(c->db, c->arena, &sql_exchange_import_insert,
               VALS(v_id(row->id), v_int(row->account_id), v_id(row->subject_id), v_text(row->table_name),
                    v_text(row->file_name), v_time(c->now_us)),
               NULL));
    return db_run(c->db, c->arena, &sql_exchange_file_insert, VALS(v_id(row->id), v_blob(file)), NULL);
}

struct err *import_store_get(struct call *c, int64_t id, struct import_row *ret_row)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_exchange_import_get, VALS(v_id(id)), &import_row_shape, ret_row, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "exchange.absent", "没有这次导入。", "There is no such import.");
}

struct err *import_store_part(struct call *c, int64_t id, int64_t part_no, struct str bytes)
{
    return db_run(c->db, c->arena, &sql_exchange_part_insert, VALS(v_id(id), v_int(part_no), v_blob(bytes)), NULL);
}

struct err *import_store_part_count(struct call *c, int64_t id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_exchange_part_count, VALS(v_id(id)), ret_count);
}

struct err *import_store_bytes(struct call *c, int64_t id, int64_t *ret_bytes)
{
    return db_int(c->db, c->arena, &sql_exchange_upload_bytes, VALS(v_id(id)), ret_bytes);
}

static struct err *add_parts(struct call *c, int64_t id, struct buf *whole)
{
    int64_t count;
    TRY(import_store_part_count(c, id, &count));
    for (int64_t i = 0; i < count; i++) {
        struct str part;
        TRY(db_text(c->db, c->arena, &sql_exchange_part_get, VALS(v_id(id), v_int(IMPORT_SECOND_PART + i)), &part));
        buf_str(whole, part);
    }
    return NULL;
}

struct err *import_store_file(struct call *c, int64_t id, struct str *ret_file)
{
    struct buf whole;
    TRY(db_text(c->db, c->arena, &sql_exchange_file_get, VALS(v_id(id)), ret_file));
    buf_init(&whole, LIMIT_UPLOAD_BYTES);
    buf_str(&whole, *ret_file);
    struct err *e = add_parts(c, id, &whole);
    if (!e && whole.n > ret_file->n) *ret_file = str_copy(c->arena, buf_text(&whole));
    buf_done(&whole);
    if (e || ret_file->n) return e;
    FAIL(c->arena, ERR_CONFLICT, "exchange.forgotten", "上传的文件已清除（导入完成或超过一周），请重新上传。",
         "The file is gone: the import was committed, or is more than a week old. Upload it again.");
}

struct err *import_store_job(struct call *c, int64_t id, int64_t job_id)
{
    return db_run(c->db, c->arena, &sql_exchange_import_job, VALS(v_id(id), v_id(job_id), v_time(c->now_us)), NULL);
}

static struct err *store_counts(struct call *c, int64_t id, const struct import_counts *n, int state)
{
    return db_run(c->db, c->arena, &sql_exchange_import_result,
                  VALS(v_id(id), v_cstr(import_state_names[state]), v_int(n->rows), v_int(n->added), v_int(n->changed),
                       v_int(n->unchanged), v_int(n->skipped), v_int(n->problems), v_int(n->duplicates),
                       v_int(n->undecided), v_time(c->now_us)),
                  NULL);
}

static struct err *store_problem(struct call *c, int64_t id, const struct exchange_problem *p)
{
    return db_run(c->db, c->arena, &sql_exchange_problem_insert,
                  VALS(v_id(call_id(c)), v_id(id), v_int(p->row_no), v_text(p->at_column), v_text(p->label_zh),
                       v_text(p->label_en), v_text(p->value), v_text(p->zh), v_text(p->en)),
                  NULL);
}

static struct err *store_duplicate(struct call *c, int64_t id, const struct exchange_duplicate *d)
{
    struct val choice = d->choice ? v_cstr(exchange_choice_names[d->choice]) : v_null();
    return db_run(c->db, c->arena, &sql_exchange_duplicate_insert,
                  VALS(v_id(call_id(c)), v_id(id), v_int(d->row_no), v_text(d->name), v_text(d->unit), v_text(d->post),
                       v_text(d->citizen_mask), v_id(d->person_id), v_text(d->known_name), v_text(d->known_unit),
                       v_text(d->known_post), v_text(d->known_mask), choice),
                  NULL);
}

struct err *import_store_result(struct call *c, int64_t id, const struct import *im, int state)
{
    TRY(db_run(c->db, c->arena, &sql_exchange_problem_clear, VALS(v_id(id)), NULL));
    TRY(db_run(c->db, c->arena, &sql_exchange_duplicate_clear, VALS(v_id(id)), NULL));
    for (LIST_EACH(im->problems, struct exchange_problem, problem)) TRY(store_problem(c, id, problem));
    for (LIST_EACH(im->duplicates, struct exchange_duplicate, duplicate)) TRY(store_duplicate(c, id, duplicate));
    TRY(db_run(c->db, c->arena, &sql_exchange_import_words,
               VALS(v_id(id), v_text(im->unread), v_text(import_remarks(im, false)), v_text(import_remarks(im, true))),
               NULL));
    return store_counts(c, id, &im->counts, state);
}

struct err *import_store_choices(struct call *c, int64_t id, struct import *im)
{
    struct list rows;
    TRY(db_list(c->db, c->arena, &sql_exchange_duplicate_list, VALS(v_id(id)), &exchange_duplicate_shape, &rows));
    for (LIST_EACH(rows, struct exchange_duplicate, d))
        if (d->choice) map_set(c->arena, &im->choices, str_printf(c->arena, "%lld", (long long)d->row_no), d->choice);
    return NULL;
}

struct err *import_store_choose(struct call *c, int64_t id, int64_t row_no, int choice)
{
    struct val value = choice ? v_cstr(exchange_choice_names[choice]) : v_null();
    if (!row_no) return db_run(c->db, c->arena, &sql_exchange_duplicate_choose_all, VALS(v_id(id), value), NULL);
    return db_run(c->db, c->arena, &sql_exchange_duplicate_choose, VALS(v_id(id), v_int(row_no), value), NULL);
}

/* ---- what other systems call our records ---- */

struct err *roster_store_find(struct call *c, enum roster_kind kind, struct str sourced, int64_t *ret_id)
{
    return db_int(c->db, c->arena, &sql_exchange_source_find, VALS(v_int(kind), v_text(sourced)), ret_id);
}

struct err *roster_store_add(struct call *c, enum roster_kind kind, struct str sourced, int64_t id)
{
    return db_run(c->db, c->arena, &sql_exchange_source_add, VALS(v_int(kind), v_text(sourced), v_id(id)), NULL);
}

struct class_id {
    int64_t id;
};
static const struct shape_field class_id_fields[] = {F_ID(struct class_id, id, 0, "班次", "class")};
static const struct shape class_id_shape = SHAPE("ClassId", struct class_id, class_id_fields);

struct err *roster_store_classes(struct call *c, struct str path, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_exchange_class_list, VALS(v_text(path), v_text(org_path_end(c->arena, path))),
                   &class_id_shape, ret_ids);
}

struct err *import_store_committed(struct call *c, int64_t id, const struct import_counts *counts)
{
    TRY(store_counts(c, id, counts, IMPORT_COMMITTED));
    TRY(db_run(c->db, c->arena, &sql_exchange_part_delete, VALS(v_id(id)), NULL));
    return db_run(c->db, c->arena, &sql_exchange_file_delete, VALS(v_id(id)), NULL);
}

struct err *exchange_forget(struct call *c, int64_t before, int64_t *ret_removed)
{
    TRY(db_run(c->db, c->arena, &sql_exchange_part_forget, VALS(v_time(before)), NULL));
    return db_run(c->db, c->arena, &sql_exchange_file_forget, VALS(v_time(before)), ret_removed);
}
