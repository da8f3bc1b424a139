/* api/export.c: shapes as columns, pages as rows, a file without a name. */
#include "api/export.h"

#include "api/config.h"
#include "api/effects.h"
#include "api/module.h"
#include "api/words.h"
#include "core/arena.h"
#include "os/file.h"

#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAX = 100 };

/* ---- which format ---- */

static struct str raw_param(struct str query, const char *name)
{
    while (query.n) {
        struct str value, key = str_cut(str_cut(query, '&', &query), '=', &value);
        if (str_is(key, name)) return value;
    }
    return (struct str){0};
}

struct err *export_format(struct arena *a, struct str query, enum sheet_format *ret_format)
{
    struct str format = raw_param(query, "format");
    *ret_format = SHEET_NONE;
    if (str_is(format, "csv"))
        *ret_format = SHEET_CSV;
    else if (str_is(format, "xlsx"))
        *ret_format = SHEET_XLSX;
    else if (format.n && !str_is(format, "json"))
        FAIL_FIELD(a, "export.format", "format", "只能导出为 csv 或 xlsx。", "A list is exported as csv or xlsx.");
    return NULL;
}

const char *export_type(enum sheet_format format)
{
    return format == SHEET_CSV ? "text/csv; charset=utf-8"
                               : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

struct str export_disposition(struct arena *a, const struct export_file *file)
{
    return str_printf(a, "attachment; filename*=UTF-8''%.*s.%s", STR_ARG(str_percent(a, file->name)),
                      file->format == SHEET_CSV ? "csv" : "xlsx");
}

/* ---- columns ---- */

struct export_column {
    const struct shape_field *field;
    size_t offset;            /* in the item */
    const struct word *words; /* ENUM */
    struct list codes;        /* TEXT that is a code: struct code_word */
};

struct code_word {
    struct str code, name_zh, name_en;
};
static const struct shape_field code_word_fields[] = {
    F_TEXT(struct code_word, code, 0, 0, 0, "代码", "code"),
    F_TEXT(struct code_word, name_zh, 0, 0, 0, "名称", "name"),
    F_TEXT(struct code_word, name_en, 0, 0, 0, "英文名称", "name in English"),
};
static const struct shape code_word_shape = SHAPE("CodeWord", struct code_word, code_word_fields);

struct columns {
    struct export_column column[COLUMNS_MAX];
    size_t n;
};

static bool is_exported(const struct shape_field *f)
{
    bool ours = f->flags & SHAPE_SECRET || strcmp(f->name, "version") == 0;
    return !ours && f->kind != SHAPE_ID && f->kind != SHAPE_IDS && f->kind != SHAPE_LIST && f->kind != SHAPE_RAW &&
           f->kind != SHAPE_OBJECT;
}

static bool is_named(struct str names, const char *name)
{
    if (!names.n) return true;
    while (names.n)
        if (str_is(str_cut(names, ',', &names), name)) return true;
    return false;
}

static const struct code_table *codes_of(struct call *c, const char *column)
{
    for (size_t m = 0; m < c->effects->module_count; m++) {
        const struct module *module = c->effects->modules[m];
        for (size_t i = 0; i < module->code_count; i++)
            if (strcmp(module->codes[i].column, column) == 0) return &module->codes[i];
    }
    return NULL;
}

/* Names of codes that records carry as text, such as ranks. */
static struct err *load_codes(struct call *c, const struct shape_field *f, struct list *ret_codes)
{
    const struct code_table *table = codes_of(c, f->column);
    if (!table) return NULL;
    if (table->list) return db_list(c->db, c->arena, table->list, NO_VALS, &code_word_shape, ret_codes);
    const struct word *group = words_find(table->names);
    for (size_t i = 1; table->names[i]; i++)
        *list_add(c->arena, ret_codes, struct code_word) =
            (struct code_word){str_of(table->names[i]), str_of(words_of(group, table->names[i], false)),
                               str_of(words_of(group, table->names[i], true))};
    return NULL;
}

static struct err *add_columns(struct call *c, const struct shape *shape, size_t offset, struct str names,
                               struct columns *columns)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->fields[i];
        if (f->kind == SHAPE_OBJECT) TRY(add_columns(c, f->sub, offset + f->offset, names, columns));
        if (!is_exported(f) || columns->n == COLUMNS_MAX || !is_named(names, f->name)) continue;
        struct export_column *column = &columns->column[columns->n++];
        *column = (struct export_column){.field = f, .offset = offset + f->offset};
        if (f->kind == SHAPE_ENUM) column->words = words_find(f->names);
        if (f->kind == SHAPE_TEXT) TRY(load_codes(c, f, &column->codes));
    }
    return NULL;
}

static struct str label_of(struct call *c, const struct shape_field *f)
{
    if (c->lang == LANG_ZH) return str_of(f->zh);
    struct str label = str_copy(c->arena, str_of(f->en));
    if (label.n && label.p[0] >= 'a' && label.p[0] <= 'z') *(char *)label.p -= 'a' - 'A';
    return label;
}

static struct err *put_head(struct call *c, const struct columns *columns, struct sheet_writer *w)
{
    struct sheet_column heads[COLUMNS_MAX] = {0};
    for (size_t i = 0; i < columns->n; i++) heads[i].label = label_of(c, columns->column[i].field);
    return sheet_head(w, heads, columns->n);
}

/* ---- cells ---- */

static struct str code_name(const struct export_column *column, struct str code, enum lang lang)
{
    for (LIST_EACH(column->codes, struct code_word, word))
        if (str_equal(word->code, code)) return lang == LANG_EN ? word->name_en : word->name_zh;
    return code;
}

static struct str joined(struct arena *a, const struct list *texts)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    for (LIST_EACH(*texts, struct str, text)) {
        if (out.n) buf_cstr(&out, "；");
        buf_str(&out, *text);
    }
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct sheet_cell number_cell(enum sheet_kind kind, int64_t number, bool zero_is_absent)
{
    return (struct sheet_cell){.kind = zero_is_absent && !number ? SHEET_EMPTY : kind, .number = number};
}

static struct sheet_cell text_cell(struct str text)
{
    return (struct sheet_cell){.kind = text.n ? SHEET_TEXT : SHEET_EMPTY, .text = text};
}

static struct sheet_cell cell_of(struct call *c, struct arena *a, const struct export_column *column, const void *p)
{
    bool english = c->lang == LANG_EN;
    switch (column->field->kind) {
    case SHAPE_INT: return number_cell(SHEET_INT, *(const int64_t *)p, false);
    case SHAPE_HOURS: return number_cell(SHEET_CENTI, *(const int64_t *)p, false);
    case SHAPE_DATE: return number_cell(SHEET_DATE, *(const int *)p, true);
    case SHAPE_TIME:
        return *(const int64_t *)p ? number_cell(SHEET_TIME, *(const int64_t *)p + c->tz_min * TIME_MINUTE_US, false)
                                   : (struct sheet_cell){0};
    case SHAPE_REAL: return (struct sheet_cell){.kind = SHEET_REAL, .real = *(const double *)p};
    case SHAPE_BOOL:
        return text_cell(*(const bool *)p ? str_of(english ? "yes" : "是") : str_of(english ? "no" : "否"));
    case SHAPE_ENUM: return text_cell(str_of(words_of(column->words, column->field->names[*(const int *)p], english)));
    case SHAPE_TEXT: return text_cell(code_name(column, *(const struct str *)p, c->lang));
    case SHAPE_TEXTS: return text_cell(joined(a, p));
    default: return (struct sheet_cell){0};
    }
}

static struct err *put_row(struct call *c, struct arena *a, const struct columns *columns, const char *item,
                           struct sheet_writer *w)
{
    struct sheet_cell cells[COLUMNS_MAX];
    for (size_t i = 0; i < columns->n; i++)
        cells[i] = cell_of(c, a, &columns->column[i], item + columns->column[i].offset);
    return sheet_put(w, cells, columns->n);
}

/* ---- a list ---- */

static struct err *put_pages(struct call *c, const struct export_pages *pages, struct arena *a,
                             const struct columns *columns, struct sheet_writer *w)
{
    const struct shape *item = c->route->out;
    char cursor[32] = "";
    for (;;) {
        struct page *page;
        arena_reset(a);
        TRY(pages->next_page(pages->context, a, str_of(cursor), &page));
        for (size_t i = 0; i < page->items.n; i++)
            TRY(put_row(c, a, columns, (const char *)page->items.p + i * item->size, w));
        if (!page->next.n || page->next.n >= sizeof cursor) return NULL;
        memcpy(cursor, page->next.p, page->next.n);
        cursor[page->next.n] = 0;
    }
}

/* An error of a page lies in the page's arena, which goes. */
struct err *export_list(struct call *c, const struct export_pages *pages, struct sheet_writer *w)
{
    struct columns *columns = arena_new(c->arena, struct columns);
    struct str names = call_param(c, "columns");
    TRY(add_columns(c, c->route->out, 0, names, columns));
    if (!columns->n) TRY(add_columns(c, c->route->out, 0, (struct str){0}, columns));
    TRY(put_head(c, columns, w));
    struct arena *a = arena_open(LIMIT_CALL_ARENA_BYTES);
    struct err *e = put_pages(c, pages, a, columns, w);
    if (e) e = err_copy(c->arena, e);
    arena_close(a);
    return e;
}

/* ---- the file ---- */

struct export_target {
    struct arena *arena;
    struct export_file *file;
};

static struct err *put_bytes(void *context, struct str bytes)
{
    struct export_target *target = context;
    target->file->bytes += (int64_t)bytes.n;
    if (target->file->bytes > (int64_t)LIMIT_EXPORT_BYTES)
        FAIL(target->arena, ERR_LIMIT, "export.too_large", "表格太大，请缩小范围后再导出。",
             "The table is too large: narrow the list and export again.");
    return file_append(target->arena, target->file->fd, bytes);
}

struct err *export_open(struct call *c, struct export_file *file, struct sheet_writer **ret_writer)
{
    struct export_target *target = arena_new(c->arena, struct export_target);
    *target = (struct export_target){c->arena, file};
    if (file->fd < 0) TRY(file_unnamed(c->arena, c->config->data_dir, &file->fd));
    TRY(file_truncate(c->arena, file->fd));
    file->bytes = file->rows = 0;
    if (file->format == SHEET_CSV) return sheet_write_csv(c->arena, put_bytes, target, ret_writer);
    struct str path = str_printf(c->arena, "/proc/self/fd/%d", file->fd);
    return sheet_write_xlsx(c->arena, path, c->config->data_dir, c->lang == LANG_EN ? STR("Data") : STR("数据"),
                            ret_writer);
}

struct err *export_close(struct arena *a, struct export_file *file, struct sheet_writer *w, struct err *e)
{
    file->rows = sheet_rows(w);
    struct err *closing = sheet_close(w, !e);
    if (e) return e;
    TRY(closing);
    return file_size(a, file->fd, &file->bytes);
}
