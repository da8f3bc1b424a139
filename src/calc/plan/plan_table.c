/* calc/plan/plan_table.c: one CSV file, row by row. */
#include "calc/plan/plan_table.h"
#include "calc/plan/plan_io.h"
#include "core/arena.h"
#include "core/limits.h"

#include <stdlib.h>

static const char *column_name(const struct table *t, int wanted)
{
    return t->wanted[wanted][0] == '?' ? t->wanted[wanted] + 1 : t->wanted[wanted];
}

struct err *table_wrong(const struct table *t, int wanted, const char *zh, const char *en)
{
    const char *column = wanted < 0 ? "" : column_name(t, wanted);
    struct str field = str_printf(t->arena, "%s:%lld:%s", t->file, (long long)t->row, column);
    struct err *e = err_new(t->arena, __FILE__, __LINE__, ERR_INVALID, "plan.file", field, "%s", "%s", "");
    e->zh =
        str_printf(t->arena, "%s 第 %lld 行%s%s：%s。", t->file, (long long)t->row, *column ? "，列 " : "", column, zh);
    e->en = str_printf(t->arena, "%s row %lld%s%s: %s.", t->file, (long long)t->row, *column ? ", column " : "", column,
                       en);
    return e;
}

/* What the reader of .csv complains of, with the name of the file. */
static struct err *unreadable(const struct table *t, const struct err *why)
{
    struct str field = str_printf(t->arena, "%s:%lld:", t->file, (long long)t->row);
    struct err *e = err_new(t->arena, __FILE__, __LINE__, ERR_INVALID, "plan.file", field, "%s", "%s", "");
    e->zh = str_printf(t->arena, "%s：%.*s", t->file, STR_ARG(why->zh));
    e->en = str_printf(t->arena, "%s: %.*s", t->file, STR_ARG(why->en));
    return e;
}

/* The row's fields; *ret_some tells whether one has text. */
static struct err *take_row(struct table *t, bool *ret_some)
{
    struct sheet_csv_cell cell = {0};
    t->row = t->csv.row;
    *ret_some = false;
    for (t->fields = 0; !cell.last;) {
        struct err *e = sheet_csv_cell(&t->csv, &cell);
        if (e) return unreadable(t, e);
        if (t->fields == TABLE_COLUMNS_MAX) return table_wrong(t, -1, "列太多", "there are too many columns");
        t->field[t->fields++] = cell.passing ? str_copy(t->arena, cell.text) : cell.text;
        *ret_some |= cell.text.n > 0;
    }
    return NULL;
}

struct err *table_next(struct table *t, bool *ret_more)
{
    *ret_more = false;
    while (!*ret_more && t->csv.at < t->csv.text.n) {
        buf_init(&t->csv.cell, LIMIT_SHEET_ROW_BYTES);
        struct err *e = take_row(t, ret_more);
        buf_done(&t->csv.cell);
        if (e) return e;
    }
    return NULL;
}

/* Text that had another encoding moves to the arena, where names may point at it. */
static struct err *decode(struct table *t, struct str bytes)
{
    struct buf decoded;
    buf_init(&decoded, LIMIT_SHEET_BYTES);
    struct err *e = sheet_csv_open(t->arena, bytes, &decoded, &t->csv);
    if (!e && decoded.n) t->csv.text = str_copy(t->arena, t->csv.text);
    if (!e) buf_done(&t->csv.cell);
    buf_done(&decoded);
    return e ? unreadable(t, e) : NULL;
}

struct err *table_open(struct arena *a, const char *file, struct str bytes, const char *const *wanted,
                       struct table *ret_table)
{
    struct table *t = ret_table;
    *t = (struct table){.arena = a, .file = file, .wanted = wanted, .row = 1};
    TRY(decode(t, bytes));
    bool more;
    TRY(table_next(t, &more));
    for (int w = 0; wanted[w]; w++) {
        t->column[w] = -1;
        for (int i = 0; more && i < t->fields; i++)
            if (str_is(t->field[i], column_name(t, w))) t->column[w] = i;
        if (t->column[w] < 0 && wanted[w][0] != '?') return table_wrong(t, w, "缺少这一列", "this column is missing");
    }
    return NULL;
}

struct str table_field(const struct table *t, int wanted)
{
    int i = t->column[wanted];
    return i >= 0 && i < t->fields ? t->field[i] : (struct str){0};
}

struct err *table_number(const struct table *t, int wanted, int64_t min, int64_t max, int64_t absent,
                         int64_t *ret_value)
{
    struct str s = table_field(t, wanted);
    *ret_value = absent;
    if (!s.n && absent != INT64_MIN) return NULL;
    if (str_int64(s, ret_value) && *ret_value >= min && *ret_value <= max) return NULL;
    return table_wrong(
        t, wanted, str_cstr(t->arena, str_printf(t->arena, "应为 %lld 至 %lld 的整数", (long long)min, (long long)max)),
        str_cstr(t->arena,
                 str_printf(t->arena, "a whole number from %lld to %lld is expected", (long long)min, (long long)max)));
}

struct err *table_name(const struct table *t, int wanted, struct str *ret_name)
{
    *ret_name = table_field(t, wanted);
    if (!ret_name->n) return table_wrong(t, wanted, "不能为空", "this must not be empty");
    if (ret_name->n > TABLE_NAME_MAX_BYTES) return table_wrong(t, wanted, "名称太长", "this name is too long");
    return NULL;
}

static int by_text(const void *x, const void *y)
{
    return str_compare(((const struct name_number *)x)->name, ((const struct name_number *)y)->name);
}

struct name_number *table_names(struct arena *a, const struct str *names, int32_t n)
{
    struct name_number *list = arena_array(a, struct name_number, n + 1);
    for (int32_t i = 0; i < n; i++) list[i] = (struct name_number){plan_name(a, names, i), i};
    if (n > 1) qsort(list, (size_t)n, sizeof *list, by_text);
    return list;
}

struct err *table_find(const struct table *t, int wanted, const struct name_number *list, int32_t n,
                       int32_t *ret_number)
{
    struct name_number key = {.name = table_field(t, wanted)};
    const struct name_number *found = n ? bsearch(&key, list, (size_t)n, sizeof key, by_text) : NULL;
    if (!found) return table_wrong(t, wanted, "问题文件中没有这个名称", "the instance has no such name");
    *ret_number = found->number;
    return NULL;
}
