/* domain/exchange/exchange_import.c: a file row by row: the heads, the rows, what is counted. */
#include "api/effects.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_private.h"

#include <string.h>

enum { PROGRESS_ROWS = 200, ROW_ARENA_BYTES = 16 << 20, UNREAD_BYTES = 16 << 10 };

/* ---- heads ---- */

/* "姓名*" in a template is the column 姓名. */
static struct str bare_label(struct arena *a, struct str text)
{
    while (str_ends(text, STR("*")) || str_ends(text, STR(" "))) text.n--;
    return str_lower(a, str_trim(text));
}

static bool is_label(struct import *im, const struct exchange_column *column, struct str label)
{
    struct arena *a = im->c->arena;
    return str_equal(label, str_of(column->zh)) || str_equal(label, str_lower(a, str_of(column->en))) ||
           str_equal(label, str_of(column->key));
}

static bool read_heads(struct import *im)
{
    size_t known = 0;
    for (size_t i = 0; i < EXCHANGE_COLUMNS_MAX; i++) im->at[i] = -1;
    for (size_t k = 0; k < im->row->n; k++) {
        struct str label = bare_label(im->c->arena, im->row->cells[k].text);
        for (size_t i = 0; label.n && i < im->table->column_count; i++) {
            if (im->at[i] >= 0 || !is_label(im, &im->table->columns[i], label)) continue;
            im->at[i] = (int)k;
            known++;
        }
    }
    return known > 0;
}

static struct str missing_columns(struct import *im, bool english)
{
    struct buf out;
    buf_init(&out, 4 << 10);
    for (size_t i = 0; i < im->table->column_count; i++) {
        const struct exchange_column *column = &im->table->columns[i];
        if (!(column->flags & EXCHANGE_REQUIRED) || im->at[i] >= 0) continue;
        if (out.n) buf_cstr(&out, english ? ", " : "、");
        buf_cstr(&out, english ? column->en : column->zh);
    }
    struct str text = str_copy(im->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static bool is_read(const struct import *im, size_t cell)
{
    for (size_t i = 0; i < im->table->column_count; i++)
        if (im->at[i] == (int)cell) return true;
    return false;
}

/* A column by a name of somebody's own would be missed without a word. */
static struct str unread_columns(struct import *im)
{
    struct buf out;
    buf_init(&out, UNREAD_BYTES);
    for (size_t k = 0; k < im->row->n; k++) {
        struct str label = str_trim(im->row->cells[k].text);
        if (label.n && !is_read(im, k)) buf_str(&out, out.n ? STR("、") : STR("")), buf_str(&out, label);
    }
    struct str text = buf_over(&out) ? (struct str){0} : str_copy(im->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

/* A title may stand above the heads: the first rows without any known label are passed over. */
static struct err *take_heads(struct import *im)
{
    enum { TITLE_ROWS_MOST = 10 };
    im->headed = read_heads(im);
    if (im->headed && !im->table->run) im->unread = unread_columns(im);
    if (!im->headed && im->row->number <= TITLE_ROWS_MOST) return NULL;
    struct str zh = missing_columns(im, false), en = missing_columns(im, true);
    if (im->headed && !zh.n) return NULL;
    FAIL(im->arena, ERR_INVALID, "exchange.columns", "表头缺少这些列：%.*s。请下载“%s”的模板，按模板填写。",
         "The head lacks these columns: %.*s. Download the template of “%s” and fill that in.",
         STR_ARG(im->c->lang == LANG_EN ? en : zh), im->c->lang == LANG_EN ? im->table->en : im->table->zh);
}

/* ---- rows ---- */

struct run {
    struct import *im;
    struct arena *row_arena; /* emptied after each row; what rows leave for after the commit lies in the run's arena */
};

static struct err *take_row(struct run *run)
{
    struct import *im = run->im;
    struct call *c = im->c;
    im->row_failed = false;
    c->arena = run->row_arena;
    struct err *e = im->headed ? im->table->row(im) : take_heads(im);
    if (im->headed) im->counts.rows++;
    c->arena = im->arena;
    if (e) e = err_copy(im->arena, e);
    arena_reset(run->row_arena);
    return e;
}

static struct err *each_row(void *context, const struct sheet_row *row)
{
    struct run *run = context;
    struct import *im = run->im;
    im->row = row;
    if (im->headed && im->progress && im->counts.rows % PROGRESS_ROWS == 0) TRY(im->progress(im));
    bool heads = !im->headed;
    TRY(take_row(run));
    if (heads && im->headed) im->counts.rows--;
    return NULL;
}

struct err *import_run_rows(struct import *im, struct str bytes)
{
    struct run run = {.im = im, .row_arena = arena_open_small(ROW_ARENA_BYTES, 4 << 10)};
    im->headed = false;
    im->is_text = !str_starts(bytes, STR("PK"));
    struct err *e = sheet_read(im->arena, bytes, each_row, &run);
    if (!e && !im->headed)
        e = ERR(im->arena, ERR_INVALID, "exchange.columns", "没有找到表头。请下载模板，按模板填写。",
                "There is no head that is known. Download the template and fill that in.");
    arena_close(run.row_arena);
    return e;
}

struct err *import_run(struct import *im, struct str file)
{
    struct arena *effects_before = im->c->effects->arena;
    im->arena = im->c->effects->arena = im->c->arena;
    struct err *e = im->table->open(im);
    if (!e) e = im->table->run ? im->table->run(im, file) : import_run_rows(im, file);
    if (!e && im->table->close) e = im->table->close(im);
    im->c->effects->arena = effects_before;
    return e;
}

/* ---- out ---- */

static struct str label_of(const struct import *im, const struct exchange_column *column, bool marked)
{
    struct str label = str_of(im->c->lang == LANG_EN ? column->en : column->zh);
    return marked && column->flags & EXCHANGE_REQUIRED ? str_printf(im->arena, "%.*s*", STR_ARG(label)) : label;
}

static struct err *put_choices(struct import *im, size_t i, struct sheet_column *column)
{
    struct list texts = {0};
    const struct exchange_column *from = &im->table->columns[i];
    static const char *const yes_no[2][2] = {{"是", "否"}, {"yes", "no"}};
    if (from->flags & EXCHANGE_YES_NO)
        for (size_t k = 0; k < 2; k++)
            *list_add(im->arena, &texts, struct str) = str_of(yes_no[im->c->lang == LANG_EN][k]);
    for (int k = 1; from->names && from->names[k]; k++)
        *list_add(im->arena, &texts, struct str) = put_word(im, from->names, k).text;
    if (!texts.n && im->table->choices) TRY(im->table->choices(im, i, &texts));
    column->choices = texts.p;
    column->choice_count = texts.n;
    return NULL;
}

static struct err *put_heads(struct import *im, struct sheet_writer *w, bool marked)
{
    struct sheet_column columns[EXCHANGE_COLUMNS_MAX] = {0};
    for (size_t i = 0; i < im->table->column_count; i++) {
        const struct exchange_column *from = &im->table->columns[i];
        columns[i].label = label_of(im, from, marked);
        columns[i].as_text = from->flags & EXCHANGE_AS_TEXT;
        columns[i].note = str_of(im->c->lang == LANG_EN ? from->note_en : from->note_zh);
        columns[i].chars = columns[i].as_text ? 22 : 0;
        TRY(put_choices(im, i, &columns[i]));
    }
    return sheet_head(w, columns, im->table->column_count);
}

static struct err *put_notes(struct import *im, struct sheet_writer *w)
{
    struct list lines = {0};
    bool english = im->c->lang == LANG_EN;
    *list_add(im->arena, &lines, struct str) =
        english ? STR("Fill in the first sheet, one row each. Columns with * are needed. An empty cell leaves what is "
                      "on record.")
                : STR("请在第一张表里填写，每行一条。带 * 的列必填。留空的格子不改变已有内容。");
    *list_add(im->arena, &lines, struct str) =
        english
            ? STR("Leave the id empty for something new; an exported table carries it, so that changes find their row.")
            : STR("新增的行“系统编号”留空；从系统导出的表带有编号，修改后导入即更新对应的记录。");
    for (size_t i = 0; i < im->table->column_count; i++) {
        const struct exchange_column *column = &im->table->columns[i];
        const char *note = english ? column->note_en : column->note_zh;
        if (!note) continue;
        *list_add(im->arena, &lines, struct str) =
            str_printf(im->arena, "%s%s%s", english ? column->en : column->zh, english ? ": " : "：", note);
    }
    return sheet_notes(w, english ? STR("Notes") : STR("填写说明"), lines.p, lines.n);
}

struct err *import_template(struct import *im, struct sheet_writer *w)
{
    im->arena = im->c->arena;
    TRY(put_heads(im, w, true));
    return put_notes(im, w);
}

struct err *import_export(struct import *im, struct sheet_writer *w)
{
    im->arena = im->c->arena;
    TRY(im->table->open(im));
    TRY(put_heads(im, w, false));
    return im->table->put_rows(im, w);
}
