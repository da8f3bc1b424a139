/* calc/sheet/sheet_csv.c: .csv as spreadsheets write it (RFC 4180, with what they do to it). */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"

#include <string.h>

enum { SNIFF_BYTES = 64 << 10 };

/* The separator that stands most often in the first line, outside of quotes. */
static char find_separator(struct str text)
{
    static const char candidates[] = ",;\t";
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.n && i < SNIFF_BYTES; i++) {
        if (text.p[i] == '"') quoted = !quoted;
        if (quoted) continue;
        if (text.p[i] == '\n' || text.p[i] == '\r') break;
        for (size_t k = 0; k < 3; k++) counts[k] += text.p[i] == candidates[k];
    }
    for (size_t k = 1; k < 3; k++)
        if (counts[k] > counts[best]) best = k;
    return candidates[best];
}

struct csv {
    struct sheet_reader *r;
    struct str text;
    size_t at;
    char separator;
    size_t column;
    int64_t line; /* of the text; a quoted cell may have several */
    struct buf cell;
};

/* ="0012" is how Excel is told to keep a text; ' before a formula sign is what our own writer puts. */
static struct str unwrap(struct str cell)
{
    if (cell.n >= 3 && str_starts(cell, STR("=\"")) && cell.p[cell.n - 1] == '"')
        return (struct str){cell.p + 2, cell.n - 3};
    if (!cell.n || cell.p[0] != '\'') return cell; /* an empty cell points nowhere */
    struct str rest = {cell.p + 1, cell.n - 1};
    return sheet_looks_computed(rest) ? rest : cell;
}

static struct err *put_cell(struct csv *csv, struct str raw)
{
    struct str text = str_trim(unwrap(raw));
    if (text.n > LIMIT_SHEET_CELL_BYTES)
        FAIL(csv->r->arena, ERR_LIMIT, "sheet.too_large", "第 %lld 行有一个单元格太长。",
             "Row %lld has a cell that is too long.", (long long)csv->r->row);
    return reader_cell(csv->r, csv->column++, SHEET_TEXT, text, 0, 0, false);
}

/* From the character after the opening quote to what follows the closing one. */
static struct err *read_quoted(struct csv *csv)
{
    struct str t = csv->text;
    int64_t first_row = csv->r->row;
    buf_clear(&csv->cell);
    for (;; csv->at++) {
        if (csv->at >= t.n)
            FAIL(csv->r->arena, ERR_INVALID, "sheet.quote", "第 %lld 行的引号没有结束。",
                 "A quotation mark in row %lld is never closed.", (long long)first_row);
        if (t.p[csv->at] == '"' && csv->at + 1 < t.n && t.p[csv->at + 1] == '"')
            csv->at++;
        else if (t.p[csv->at] == '"')
            break;
        buf_char(&csv->cell, t.p[csv->at]);
    }
    size_t from = ++csv->at;
    while (csv->at < t.n && t.p[csv->at] != csv->separator && t.p[csv->at] != '\n' && t.p[csv->at] != '\r') csv->at++;
    buf_put(&csv->cell, t.p + from, csv->at - from);
    return put_cell(csv, buf_text(&csv->cell));
}

static struct err *read_plain(struct csv *csv)
{
    struct str t = csv->text;
    size_t from = csv->at;
    while (csv->at < t.n && t.p[csv->at] != csv->separator && t.p[csv->at] != '\n' && t.p[csv->at] != '\r') csv->at++;
    return put_cell(csv, (struct str){t.p + from, csv->at - from});
}

static struct err *end_row(struct csv *csv)
{
    struct str t = csv->text;
    if (csv->at < t.n && t.p[csv->at] == '\r') csv->at++;
    if (csv->at < t.n && t.p[csv->at] == '\n') csv->at++;
    csv->column = 0;
    return reader_row(csv->r);
}

static struct err *read_all(struct csv *csv)
{
    while (csv->at < csv->text.n) {
        bool quoted = csv->text.p[csv->at] == '"';
        if (quoted) csv->at++;
        TRY(quoted ? read_quoted(csv) : read_plain(csv));
        if (csv->at < csv->text.n && csv->text.p[csv->at] == csv->separator)
            csv->at++;
        else
            TRY(end_row(csv));
    }
    return csv->r->some ? end_row(csv) : NULL;
}

/* "sep=;" on the first line is a hint that Excel understands. */
static void take_hint(struct csv *csv)
{
    struct str t = csv->text;
    if (t.n < 6 || !str_starts(str_lower(csv->r->arena, (struct str){t.p, 4}), STR("sep="))) return;
    if (t.p[5] != '\n' && t.p[5] != '\r') return;
    csv->separator = t.p[4];
    csv->at = 5;
    while (csv->at < t.n && (t.p[csv->at] == '\r' || t.p[csv->at] == '\n')) csv->at++;
    csv->r->row++;
}

struct err *sheet_read_csv(struct sheet_reader *r, struct str bytes)
{
    struct buf decoded;
    struct csv csv = {.r = r};
    buf_init(&decoded, LIMIT_SHEET_BYTES);
    buf_init(&csv.cell, LIMIT_SHEET_ROW_BYTES);
    struct err *e = sheet_decode(r->arena, bytes, &decoded, &csv.text);
    if (!e) {
        csv.separator = find_separator(csv.text);
        take_hint(&csv);
        e = read_all(&csv);
    }
    buf_done(&csv.cell);
    buf_done(&decoded);
    return e;
}
