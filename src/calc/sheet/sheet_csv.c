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

/* ="0012" is how Excel is told to keep a text; ' before a formula sign is what our own writer puts. */
static struct str unwrap(struct str cell)
{
    if (cell.n >= 3 && str_starts(cell, STR("=\"")) && cell.p[cell.n - 1] == '"')
        return (struct str){cell.p + 2, cell.n - 3};
    if (!cell.n || cell.p[0] != '\'') return cell; /* an empty cell points nowhere */
    struct str rest = {cell.p + 1, cell.n - 1};
    return sheet_looks_computed(rest) ? rest : cell;
}

static bool at_end(const struct sheet_csv *csv, size_t at)
{
    return at >= csv->text.n || csv->text.p[at] == csv->separator || csv->text.p[at] == '\n' || csv->text.p[at] == '\r';
}

/* From the character after the opening quote to what follows the closing one. */
static struct err *read_quoted(struct sheet_csv *csv, struct str *ret_raw)
{
    struct str t = csv->text;
    buf_clear(&csv->cell);
    for (;; csv->at++) {
        if (csv->at >= t.n)
            FAIL(csv->arena, ERR_INVALID, "sheet.quote", "第 %lld 行的引号没有结束。",
                 "A quotation mark in row %lld is never closed.", (long long)csv->row);
        if (t.p[csv->at] == '"' && csv->at + 1 < t.n && t.p[csv->at + 1] == '"')
            csv->at++;
        else if (t.p[csv->at] == '"')
            break;
        buf_char(&csv->cell, t.p[csv->at]);
    }
    size_t from = ++csv->at;
    while (!at_end(csv, csv->at)) csv->at++;
    buf_put(&csv->cell, t.p + from, csv->at - from);
    *ret_raw = buf_text(&csv->cell);
    return NULL;
}

static void read_plain(struct sheet_csv *csv, struct str *ret_raw)
{
    size_t from = csv->at;
    while (!at_end(csv, csv->at)) csv->at++;
    *ret_raw = (struct str){csv->text.p + from, csv->at - from};
}

/* After a cell: over the separator, or over the end of the row. */
static bool step_over(struct sheet_csv *csv)
{
    struct str t = csv->text;
    if (csv->at < t.n && t.p[csv->at] == csv->separator) {
        csv->at++;
        return csv->at >= t.n;
    }
    if (csv->at < t.n && t.p[csv->at] == '\r') csv->at++;
    if (csv->at < t.n && t.p[csv->at] == '\n') csv->at++;
    return true;
}

struct err *sheet_csv_cell(struct sheet_csv *csv, struct sheet_csv_cell *ret_cell)
{
    struct str raw = {0};
    bool quoted = csv->text.p[csv->at] == '"';
    if (quoted) {
        csv->at++;
        TRY(read_quoted(csv, &raw));
    } else {
        read_plain(csv, &raw);
    }
    struct str text = str_trim(unwrap(raw));
    if (text.n > LIMIT_SHEET_CELL_BYTES || buf_over(&csv->cell))
        FAIL(csv->arena, ERR_LIMIT, "sheet.too_large", "第 %lld 行有一个单元格太长。",
             "Row %lld has a cell that is too long.", (long long)csv->row);
    *ret_cell = (struct sheet_csv_cell){.text = text, .passing = quoted, .last = step_over(csv)};
    csv->row += ret_cell->last;
    return NULL;
}

/* "sep=;" on the first line is a hint that Excel understands. */
static void take_hint(struct sheet_csv *csv)
{
    struct str t = csv->text;
    if (t.n < 6 || !str_starts(str_lower(csv->arena, (struct str){t.p, 4}), STR("sep="))) return;
    if (t.p[5] != '\n' && t.p[5] != '\r') return;
    csv->separator = t.p[4];
    csv->at = 5;
    while (csv->at < t.n && (t.p[csv->at] == '\r' || t.p[csv->at] == '\n')) csv->at++;
    csv->row++;
}

struct err *sheet_csv_open(struct arena *a, struct str bytes, struct buf *decoded, struct sheet_csv *ret_csv)
{
    *ret_csv = (struct sheet_csv){.arena = a, .row = 1};
    TRY(sheet_decode(a, bytes, decoded, &ret_csv->text));
    ret_csv->separator = find_separator(ret_csv->text);
    take_hint(ret_csv);
    buf_init(&ret_csv->cell, LIMIT_SHEET_ROW_BYTES);
    return NULL;
}

static struct err *read_all(struct sheet_reader *r, struct sheet_csv *csv)
{
    r->row = csv->row;
    for (size_t column = 0; csv->at < csv->text.n;) {
        struct sheet_csv_cell cell;
        TRY(sheet_csv_cell(csv, &cell));
        TRY(reader_cell(r, column++, SHEET_TEXT, cell.text, 0, 0, false));
        if (!cell.last) continue;
        TRY(reader_row(r));
        column = 0;
    }
    return NULL;
}

struct err *sheet_read_csv(struct sheet_reader *r, struct str bytes)
{
    struct buf decoded;
    struct sheet_csv csv;
    buf_init(&decoded, LIMIT_SHEET_BYTES);
    struct err *e = sheet_csv_open(r->arena, bytes, &decoded, &csv);
    if (!e) {
        e = read_all(r, &csv);
        buf_done(&csv.cell);
    }
    buf_done(&decoded);
    return e;
}
