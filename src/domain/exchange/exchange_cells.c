/* domain/exchange/exchange_cells.c: cells as values, and what is wrong with them, in words. */
#include "api/words.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/hours.h"
#include "domain/exchange/exchange_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A citizen number is not kept: only its first four and last two. */
static struct str shown_value(struct arena *a, struct str value)
{
    enum { CHARS_MOST = 40, LONG_NUMBER = 15 };
    size_t digits = 0, at = 0;
    for (size_t i = 0; i < value.n; i++) digits += value.p[i] >= '0' && value.p[i] <= '9';
    if (digits >= LONG_NUMBER) return str_printf(a, "%.*s**********%.*s", 4, value.p, 2, value.p + value.n - 2);
    for (size_t chars = 0; at < value.n && chars < CHARS_MOST; chars++)
        if (str_next(value, &at) < 0) break;
    return str_copy(a, (struct str){value.p, at});
}

static struct str format_text(struct arena *a, const char *format, va_list args)
{
    char text[600];
    int n = vsnprintf(text, sizeof text, format, args);
    if (n >= (int)sizeof text) n = (int)sizeof text - 1;
    while (n > 0 && str_chars((struct str){text, (size_t)n}) < 0) n--;
    return str_copy(a, (struct str){text, (size_t)n});
}

static const struct sheet_cell *cell_at(const struct import *im, int column)
{
    int at = column < 0 ? -1 : im->at[column];
    if (at < 0 || (size_t)at >= im->row->n || !im->row->cells[at].kind) return NULL;
    return &im->row->cells[at];
}

static void add_problem(struct import *im, int column, struct str zh, struct str en)
{
    im->row_failed = true;
    im->counts.problems++;
    if (im->problems.n >= EXCHANGE_PROBLEMS_MAX) return;
    struct exchange_problem *p = list_add(im->arena, &im->problems, struct exchange_problem);
    *p = (struct exchange_problem){.row_no = im->row->number, .zh = zh, .en = en};
    if (column < 0) return;
    const struct sheet_cell *cell = cell_at(im, column);
    p->label_zh = str_of(im->table->columns[column].zh);
    p->label_en = str_of(im->table->columns[column].en);
    if (im->at[column] >= 0) p->at_column = sheet_column_name(im->arena, (size_t)im->at[column]);
    if (cell) p->value = shown_value(im->arena, cell->text);
}

void import_problem(struct import *im, int column, const char *zh, const char *en, ...)
{
    va_list args;
    va_start(args, en);
    struct str text_zh = format_text(im->arena, zh, args);
    va_end(args);
    va_start(args, en);
    struct str text_en = format_text(im->arena, en, args);
    va_end(args);
    add_problem(im, column, text_zh, text_en);
}

enum { REMARKS_SHOWN = 20 };

void import_remark(struct import *im, const char *zh, const char *en, ...)
{
    va_list args;
    if (im->remark_count++ >= REMARKS_SHOWN) return;
    struct exchange_remark *remark = list_add(im->arena, &im->remarks, struct exchange_remark);
    va_start(args, en);
    remark->zh = format_text(im->arena, zh, args);
    va_end(args);
    va_start(args, en);
    remark->en = format_text(im->arena, en, args);
    va_end(args);
}

struct str import_remarks(const struct import *im, bool english)
{
    enum { REMARKS_BYTES = 32 << 10 };
    struct buf out;
    buf_init(&out, REMARKS_BYTES);
    for (LIST_EACH(im->remarks, struct exchange_remark, remark))
        buf_printf(&out, "%s%.*s", out.n ? "\n" : "", STR_ARG(english ? remark->en : remark->zh));
    if (im->remark_count > im->remarks.n)
        buf_printf(&out, english ? "\nand %zu more" : "\n另有 %zu 条", im->remark_count - im->remarks.n);
    struct str text = buf_over(&out) ? (struct str){0} : str_copy(im->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

bool import_refused(struct import *im, int column, struct err *e)
{
    if (e) add_problem(im, column, str_copy(im->arena, e->zh), str_copy(im->arena, e->en));
    return e != NULL;
}

bool cell_given(const struct import *im, int column) { return cell_at(im, column) != NULL; }

struct str cell_text(struct import *im, int column)
{
    const struct sheet_cell *cell = cell_at(im, column);
    if (!cell) return (struct str){0};
    if (cell->kind == SHEET_ERROR)
        import_problem(im, column, "单元格是公式错误 %.*s，请改成正确的内容。",
                       "The cell is the formula error %.*s: put in what is meant.", STR_ARG(cell->text));
    else if (cell->rounded)
        import_problem(im, column, "长数字的末几位已被表格软件改成 0。请把这一列设为“文本”后重新输入。",
                       "The spreadsheet has lost the last digits of this long number. Make the column text and type it "
                       "again.");
    else
        return cell->text;
    return (struct str){0};
}

struct sheet_day cell_day(struct import *im, int column)
{
    const struct sheet_cell *cell = cell_at(im, column);
    if (!cell) return (struct sheet_day){0};
    struct sheet_day day = sheet_day(cell, !im->is_text);
    if (day.kind == SHEET_DAY_CUT)
        import_problem(im, column,
                       "“%.*s”可能是 1 月，也可能是末尾的 0 被表格软件去掉的 10 月。请写成 2020-01 或 2020-10 的样子。",
                       "“%.*s” may be January, or October whose 0 the spreadsheet took away: write it as 2020-01 or "
                       "2020-10.",
                       STR_ARG(cell->text));
    else if (!day.kind)
        import_problem(im, column, "“%.*s”不是日期，应写成 2026-11-23。", "“%.*s” is no date: write it as 2026-11-23.",
                       STR_ARG(cell->text));
    return day;
}

void import_remark_day(struct import *im, int column, struct str text, struct sheet_day day)
{
    if (day.kind != SHEET_DAY_MONTH && day.kind != SHEET_DAY_COUNTED) return;
    struct str at = sheet_column_name(im->c->arena, (size_t)im->at[column]);
    int year = day.date / 10000, month = day.date / 100 % 100, of_month = day.date % 100;
    import_remark(im, "第 %lld 行 %.*s 列“%.*s”按 %d年%d月%d日 读取。",
                  "Row %lld, column %.*s: “%.*s” is read as %04d-%02d-%02d.", (long long)im->row->number, STR_ARG(at),
                  STR_ARG(text), year, month, of_month);
}

int cell_date(struct import *im, int column)
{
    struct sheet_day day = cell_day(im, column);
    if (day.date) import_remark_day(im, column, cell_at(im, column)->text, day);
    return day.date;
}

int cell_exact_date(struct import *im, int column)
{
    struct sheet_day day = cell_day(im, column);
    if (day.kind == SHEET_DAY_MONTH)
        import_problem(im, column, "“%.*s”没有写到日，应写成 2026-11-23。",
                       "“%.*s” says no day: write it as 2026-11-23.", STR_ARG(cell_at(im, column)->text));
    return day.kind == SHEET_DAY_MONTH ? 0 : day.date;
}

int64_t cell_int(struct import *im, int column, int64_t min, int64_t max)
{
    int64_t value = 0;
    struct str text = cell_text(im, column);
    if (!text.n) return 0;
    if (str_int64(text, &value) && value >= min && value <= max) return value;
    import_problem(im, column, "“%.*s”应是 %lld 到 %lld 之间的整数。",
                   "“%.*s” should be a whole number from %lld to %lld.", STR_ARG(text), (long long)min, (long long)max);
    return 0;
}

int64_t cell_hours(struct import *im, int column)
{
    int64_t value = 0;
    struct str text = cell_text(im, column);
    if (!text.n || hours_parse(text, &value)) return value;
    import_problem(im, column, "“%.*s”应是最多两位小数的数字。", "“%.*s” should be a number with at most two decimals.",
                   STR_ARG(text));
    return 0;
}

int cell_yes_no(struct import *im, int column)
{
    static const char *const yes[] = {"是", "yes", "true", "1", "y", "√", "有", NULL};
    static const char *const no[] = {"否", "no", "false", "0", "n", "×", "无", NULL};
    struct str text = str_lower(im->c->arena, cell_text(im, column));
    if (!text.n) return 0;
    for (size_t i = 0; yes[i]; i++)
        if (str_is(text, yes[i])) return 1;
    for (size_t i = 0; no[i]; i++)
        if (str_is(text, no[i])) return 2;
    import_problem(im, column, "“%.*s”应写“是”或“否”。", "“%.*s” should be yes or no.", STR_ARG(text));
    return 0;
}

static struct str all_words(struct import *im, const char *const *names, bool english)
{
    struct buf out;
    buf_init(&out, 1 << 10);
    const struct word *group = words_find(names);
    for (size_t i = 1; names[i]; i++) {
        if (i > 1) buf_cstr(&out, english ? ", " : "、");
        buf_cstr(&out, words_of(group, names[i], english));
    }
    struct str text = str_copy(im->c->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

int cell_enum(struct import *im, int column, const char *const *names)
{
    struct str text = cell_text(im, column);
    if (!text.n) return 0;
    const char *code = words_code(names, text);
    for (int i = 1; code && names[i]; i++)
        if (names[i] == code) return i;
    struct str zh = all_words(im, names, false), en = all_words(im, names, true);
    add_problem(im, column, str_printf(im->arena, "“%.*s”不在可选项中：%.*s。", STR_ARG(text), STR_ARG(zh)),
                str_printf(im->arena, "“%.*s” is none of: %.*s.", STR_ARG(text), STR_ARG(en)));
    return 0;
}

int64_t cell_id(struct import *im, int column)
{
    int64_t id = 0;
    struct str text = cell_text(im, column);
    if (!text.n || (str_int64(text, &id) && id > 0)) return id;
    import_problem(im, column, "系统编号应是导出时的原样，新增的请留空。",
                   "The id should be as it was exported; leave it empty for something new.");
    return 0;
}

/* ---- the other way ---- */

struct sheet_cell put_text(struct str text)
{
    return (struct sheet_cell){.kind = text.n ? SHEET_TEXT : SHEET_EMPTY, .text = text};
}

struct sheet_cell put_id(struct arena *a, int64_t id)
{
    return put_text(id ? str_printf(a, "%lld", (long long)id) : (struct str){0});
}

struct sheet_cell put_date(int date)
{
    return (struct sheet_cell){.kind = date ? SHEET_DATE : SHEET_EMPTY, .number = date};
}

struct sheet_cell put_yes_no(const struct import *im, bool yes)
{
    return put_text(str_of(im->c->lang == LANG_EN ? (yes ? "yes" : "no") : (yes ? "是" : "否")));
}

struct sheet_cell put_word(const struct import *im, const char *const *names, int value)
{
    return put_text(str_of(words_of(words_find(names), names[value], im->c->lang == LANG_EN)));
}
