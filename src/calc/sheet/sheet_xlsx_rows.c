/* calc/sheet/sheet_xlsx_rows.c: shared strings, and the rows of a sheet. */
#include "calc/sheet/sheet_xlsx.h"

#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "core/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- sharedStrings.xml: <si><t>…</t></si>, or <si><r><t>…</t></r>…<rPh>reading</rPh></si> ---- */

struct strings_state {
    bool in_text, in_reading;
};

static void open_string(struct xlsx_strings *s)
{
    if (s->n + 1 >= s->cap) {
        s->cap = s->cap ? s->cap * 2 : 1024;
        s->at = realloc(s->at, s->cap * sizeof *s->at);
        if (!s->at) abort();
    }
    s->at[s->n] = s->text.n;
}

static void strings_start(void *user, const char *name, const char **attributes)
{
    struct xlsx_part *part = user;
    struct strings_state *state = part->state;
    const char *local = xlsx_local(name);
    if (strcmp(local, "si") == 0) open_string(&part->x->strings);
    if (strcmp(local, "rPh") == 0) state->in_reading = true;
    if (strcmp(local, "t") == 0) state->in_text = !state->in_reading && part->x->strings.at;
}

static void strings_end(void *user, const char *name)
{
    struct xlsx_part *part = user;
    struct strings_state *state = part->state;
    struct xlsx_strings *s = &part->x->strings;
    const char *local = xlsx_local(name);
    if (strcmp(local, "t") == 0) state->in_text = false;
    if (strcmp(local, "rPh") == 0) state->in_reading = false;
    if (strcmp(local, "si") != 0 || !s->at) return;
    s->at[++s->n] = s->text.n;
    if (buf_over(&s->text))
        xlsx_stop(part, ERR(part->x->r->arena, ERR_LIMIT, "sheet.too_large", "文件里的文字太多。请分成几个文件。",
                            "The file has too much text. Cut it into several files."));
}

static void strings_text(void *user, const char *p, int n)
{
    struct xlsx_part *part = user;
    struct strings_state *state = part->state;
    if (state->in_text) buf_put(&part->x->strings.text, p, (size_t)n);
}

struct err *xlsx_read_strings(struct xlsx *x)
{
    struct strings_state state = {0};
    return xlsx_parse(x, "xl/sharedStrings.xml", false, strings_start, strings_end, strings_text, &state);
}

/* ---- the rows: <row r="2"><c r="A2" s="3" t="s"><v>7</v></c></row> ---- */

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL, CELL_ERROR, CELL_ISO_DATE };

struct rows_state {
    struct buf value;
    size_t column; /* of the cell that is open, or of the next without a reference */
    enum cell_type type;
    size_t style;
    bool in_cell, in_value, in_reading, in_sheet;
};

static enum cell_type type_of(const char *t)
{
    if (!t || strcmp(t, "n") == 0) return CELL_NUMBER;
    if (strcmp(t, "s") == 0) return CELL_SHARED;
    if (strcmp(t, "b") == 0) return CELL_BOOL;
    if (strcmp(t, "e") == 0) return CELL_ERROR;
    if (strcmp(t, "d") == 0) return CELL_ISO_DATE;
    return CELL_TEXT; /* "str", "inlineStr" */
}

/* "AB12" is the column 27; what has no letters is -1. */
static int64_t column_of(const char *reference)
{
    int64_t column = 0;
    const char *p = reference;
    for (; (*p >= 'A' && *p <= 'Z') && p - reference < 4; p++) column = column * 26 + (*p - 'A' + 1);
    return p == reference ? -1 : column - 1;
}

static void open_cell(struct xlsx_part *part, struct rows_state *s, const char **attributes)
{
    const char *reference = xlsx_attribute(attributes, "r"), *style = xlsx_attribute(attributes, "s");
    int64_t column = reference ? column_of(reference) : -1;
    if (column >= 0) s->column = (size_t)column;
    s->type = type_of(xlsx_attribute(attributes, "t"));
    s->style = style ? strtoul(style, NULL, 10) : 0;
    s->in_cell = true;
    buf_clear(&s->value);
}

static void open_row(struct xlsx_part *part, struct rows_state *s, const char **attributes)
{
    struct sheet_reader *r = part->x->r;
    const char *number = xlsx_attribute(attributes, "r");
    int64_t row = number ? strtoll(number, NULL, 10) : r->row;
    if (row < r->row || row > LIMIT_SHEET_ROWS)
        xlsx_stop(part, row > LIMIT_SHEET_ROWS
                            ? ERR(r->arena, ERR_LIMIT, "sheet.too_long", "表格超过 %d 行。请分成几个文件。",
                                  "The table has more than %d rows. Cut it into several files.", LIMIT_SHEET_ROWS)
                            : zip_part_broken(r->arena));
    else
        r->row = row;
    s->column = 0;
}

static void rows_start(void *user, const char *name, const char **attributes)
{
    struct xlsx_part *part = user;
    struct rows_state *s = part->state;
    const char *local = xlsx_local(name);
    if (strcmp(local, "sheetData") == 0) s->in_sheet = true;
    if (!s->in_sheet) return;
    if (strcmp(local, "row") == 0)
        open_row(part, s, attributes);
    else if (strcmp(local, "c") == 0)
        open_cell(part, s, attributes);
    else if (strcmp(local, "rPh") == 0)
        s->in_reading = true;
    else if (s->in_cell && (strcmp(local, "v") == 0 || strcmp(local, "t") == 0))
        s->in_value = !s->in_reading;
}

static void rows_text(void *user, const char *p, int n)
{
    struct rows_state *s = ((struct xlsx_part *)user)->state;
    if (s->in_value) buf_put(&s->value, p, (size_t)n);
}

static struct err *bad_cell(struct sheet_reader *r, size_t column)
{
    struct str name = sheet_column_name(r->arena, column);
    FAIL(r->arena, ERR_INVALID, "sheet.cell", "第 %lld 行 %.*s 列的内容已损坏或太长，请重新输入这一格。",
         "Row %lld, column %.*s: the content is damaged or too long. Type this cell again.", (long long)r->row,
         STR_ARG(name));
}

static struct err *put_number(struct xlsx *x, const struct rows_state *s, struct str text)
{
    char out[32], digits[64], *end;
    bool rounded;
    size_t n = text.n < sizeof digits - 1 ? text.n : sizeof digits - 1;
    memcpy(digits, text.p, n);
    digits[n] = 0;
    double value = strtod(digits, &end);
    if (end == digits || *end) return bad_cell(x->r, s->column);
    bool dated = s->style < x->style_count && x->date_styles[s->style];
    int64_t number = 0;
    enum sheet_kind kind = dated ? sheet_date(value, x->since_1904, out, &number) : SHEET_EMPTY;
    if (kind) return reader_cell(x->r, s->column, kind, str_of(out), number, value, false);
    kind = sheet_date(floor(value), x->since_1904, out, &number);
    if (kind != SHEET_DATE) number = 0;
    struct str shown = sheet_number(value, out, &rounded);
    return reader_cell(x->r, s->column, SHEET_REAL, shown, number, value, rounded);
}

/* "2026-11-23T08:30:00" (strict workbooks). */
static struct err *put_iso(struct xlsx *x, const struct rows_state *s, struct str text)
{
    int date;
    struct str day = {text.p, text.n < 10 ? text.n : 10};
    if (!date_parse(day, &date)) return reader_cell(x->r, s->column, SHEET_TEXT, text, 0, 0, false);
    return reader_cell(x->r, s->column, SHEET_DATE, day, date, 0, false);
}

static struct err *put_shared(struct xlsx *x, const struct rows_state *s, struct str text)
{
    int64_t i;
    const struct xlsx_strings *strings = &x->strings;
    if (!str_int64(str_trim(text), &i) || i < 0 || (size_t)i >= strings->n) return bad_cell(x->r, s->column);
    struct str shown = {strings->text.p + strings->at[i], strings->at[i + 1] - strings->at[i]};
    return reader_cell(x->r, s->column, SHEET_TEXT, str_trim(shown), 0, 0, false);
}

static struct err *put_value(struct xlsx *x, struct rows_state *s)
{
    struct str text = buf_text(&s->value);
    if (buf_over(&s->value)) return bad_cell(x->r, s->column);
    if (!text.n) return NULL;
    switch (s->type) {
    case CELL_NUMBER: return put_number(x, s, str_trim(text));
    case CELL_SHARED: return put_shared(x, s, text);
    case CELL_BOOL:
        return reader_cell(x->r, s->column, SHEET_BOOL, text.p[0] == '1' ? STR("TRUE") : STR("FALSE"), text.p[0] == '1',
                           0, false);
    case CELL_ERROR: return reader_cell(x->r, s->column, SHEET_ERROR, text, 0, 0, false);
    case CELL_ISO_DATE: return put_iso(x, s, str_trim(text));
    case CELL_TEXT: break;
    }
    return reader_cell(x->r, s->column, SHEET_TEXT, str_trim(text), 0, 0, false);
}

static void rows_end(void *user, const char *name)
{
    struct xlsx_part *part = user;
    struct rows_state *s = part->state;
    const char *local = xlsx_local(name);
    struct err *e = NULL;
    if (!s->in_sheet) return;
    if (strcmp(local, "v") == 0 || strcmp(local, "t") == 0)
        s->in_value = false;
    else if (strcmp(local, "rPh") == 0)
        s->in_reading = false;
    else if (strcmp(local, "c") == 0) {
        e = put_value(part->x, s);
        s->in_cell = false;
        s->column++;
    } else if (strcmp(local, "row") == 0) {
        e = reader_row(part->x->r);
    } else if (strcmp(local, "sheetData") == 0) {
        s->in_sheet = false;
    }
    if (e) xlsx_stop(part, e);
}

struct err *xlsx_read_rows(struct xlsx *x)
{
    struct rows_state state = {0};
    buf_init(&state.value, LIMIT_SHEET_CELL_BYTES);
    struct err *e = xlsx_parse(x, str_cstr(x->r->arena, x->sheet_path), true, rows_start, rows_end, rows_text, &state);
    buf_done(&state.value);
    return e;
}
