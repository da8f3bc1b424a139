/* calc/sheet/sheet_read.c: which kind of file it is, and the row that both readers fill. */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"

#include <stdlib.h>

struct str sheet_column_name(struct arena *a, size_t column)
{
    char name[8], *p = name + sizeof name;
    for (size_t left = column + 1; left; left = (left - 1) / 26) *--p = (char)('A' + (left - 1) % 26);
    return str_copy(a, (struct str){p, (size_t)(name + sizeof name - p)});
}

void reader_init(struct sheet_reader *r, struct arena *a, struct err *(*each)(void *, const struct sheet_row *),
                 void *context)
{
    *r = (struct sheet_reader){.arena = a, .each = each, .context = context, .row = 1};
    r->cells = calloc(LIMIT_SHEET_COLUMNS, sizeof *r->cells);
    r->starts = calloc(LIMIT_SHEET_COLUMNS, sizeof *r->starts);
    if (!r->cells || !r->starts) abort();
    buf_init(&r->text, LIMIT_SHEET_ROW_BYTES);
}

void reader_done(struct sheet_reader *r)
{
    free(r->cells);
    free(r->starts);
    buf_done(&r->text);
}

struct err *reader_cell(struct sheet_reader *r, size_t column, enum sheet_kind kind, struct str text, int64_t number,
                        double real, bool rounded)
{
    if (!text.n) return NULL;
    if (column >= LIMIT_SHEET_COLUMNS)
        FAIL(r->arena, ERR_INVALID, "sheet.too_wide", "第 %lld 行的列太多（最多 %d 列）。请删去右侧多余的列。",
             "Row %lld has too many columns (at most %d). Delete those on the right.", (long long)r->row,
             LIMIT_SHEET_COLUMNS);
    while (r->n <= column) r->cells[r->n++] = (struct sheet_cell){0};
    r->cells[column] =
        (struct sheet_cell){.kind = kind, .rounded = rounded, .text = text, .number = number, .real = real};
    r->starts[column] = r->text.n;
    buf_str(&r->text, text);
    r->some = true;
    if (!buf_over(&r->text)) return NULL;
    FAIL(r->arena, ERR_LIMIT, "sheet.too_large", "第 %lld 行的内容太长。", "Row %lld is too long.", (long long)r->row);
}

struct err *reader_row(struct sheet_reader *r)
{
    struct sheet_row row = {.number = r->row, .cells = r->cells, .n = r->n};
    for (size_t i = 0; i < r->n; i++)
        if (r->cells[i].kind) r->cells[i].text.p = r->text.p + r->starts[i];
    struct err *e = NULL;
    if (r->some && r->row > LIMIT_SHEET_ROWS)
        e = ERR(r->arena, ERR_LIMIT, "sheet.too_long", "表格超过 %d 行。请分成几个文件。",
                "The table has more than %d rows. Cut it into several files.", LIMIT_SHEET_ROWS);
    else if (r->some)
        e = r->each(r->context, &row);
    r->rows_seen += r->some;
    r->some = false;
    r->n = 0;
    r->row++;
    buf_clear(&r->text);
    return e;
}

static struct err *read_any(struct sheet_reader *r, struct str bytes)
{
    if (str_starts(bytes, STR("PK\3\4")) || str_starts(bytes, STR("PK\5\6"))) return sheet_read_xlsx(r, bytes);
    if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
        FAIL(r->arena, ERR_INVALID, "sheet.old_format",
             "这是旧版 .xls 文件，或者设了打开密码。请取消密码，另存为 .xlsx 后再上传。",
             "This is an old .xls file, or it needs a password. Save it as .xlsx without a password and upload that.");
    if (str_starts(bytes, STR("%PDF")))
        FAIL(r->arena, ERR_INVALID, "sheet.damaged", "这是 PDF 文件，不是表格。请上传 .xlsx 或 .csv。",
             "This is a PDF file and no table. Upload .xlsx or .csv.");
    if (str_starts(str_trim((struct str){bytes.p, bytes.n < 64 ? bytes.n : 64}), STR("<")))
        FAIL(
            r->arena, ERR_INVALID, "sheet.old_format",
            "这是网页或 XML 格式的文件（有些系统导出的 .xls 是这样）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。",
            "This is a web page or XML, as some systems export with the ending .xls. Open it in a spreadsheet, save it "
            "as .xlsx and upload that.");
    return sheet_read_csv(r, bytes);
}

struct err *sheet_read(struct arena *a, struct str bytes,
                       struct err *(*each)(void *context, const struct sheet_row *row), void *context)
{
    struct sheet_reader r;
    if (!bytes.n) FAIL(a, ERR_INVALID, "sheet.empty", "文件是空的。", "The file is empty.");
    reader_init(&r, a, each, context);
    struct err *e = read_any(&r, bytes);
    if (!e && !r.rows_seen) e = ERR(a, ERR_INVALID, "sheet.empty", "表格里没有内容。", "The table has no content.");
    reader_done(&r);
    return e;
}
