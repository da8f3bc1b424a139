/* calc/sheet/sheet_write.c: .csv, and what both writers have in common. */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct err *sheet_head(struct sheet_writer *w, const struct sheet_column *columns, size_t n)
{
    return w->driver->head(w, columns, n);
}

struct err *sheet_put(struct sheet_writer *w, const struct sheet_cell *cells, size_t n)
{
    w->rows++;
    return w->driver->put(w, cells, n);
}

struct err *sheet_next(struct sheet_writer *w, struct str name)
{
    if (w->driver->next) return w->driver->next(w, name);
    FAIL(w->arena, ERR_INVALID, "sheet.one_table", "CSV 只能放一张表，请导出为 xlsx。",
         "A .csv holds one table: export as .xlsx.");
}

int64_t sheet_rows(const struct sheet_writer *w) { return w->rows; }

struct err *sheet_notes(struct sheet_writer *w, struct str name, const struct str *lines, size_t n)
{
    return w->driver->notes ? w->driver->notes(w, name, lines, n) : NULL;
}

struct err *sheet_close(struct sheet_writer *w, bool keep) { return w ? w->driver->close(w, keep) : NULL; }

/* ---- .csv ---- */

enum { OUT_BYTES = 256 << 10, OUT_MOST_BYTES = 64 << 20 };

struct csv_writer {
    struct sheet_writer base;
    struct err *(*put)(void *context, struct str bytes);
    void *context;
    struct buf out;
};

static bool begins_formula(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || !c;
}

bool sheet_looks_computed(struct str s)
{
    return s.n && (begins_formula(s.p[0]) || (s.p[0] == '\'' && s.n > 1 && (begins_formula(s.p[1]) || s.p[1] == '\'')));
}

/* Quoted is whatever a reader could take for something else: a separator of any kind, or the hint "sep=;". */
static const bool is_special[256] = {
    [0] = true, [','] = true, [';'] = true, ['='] = true, ['\t'] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};

/* What follows writes behind `p`, where room for the whole row was made, and returns the new end. */
static char *put_quoted(char *p, struct str s, bool marked)
{
    *p++ = '"';
    if (marked) *p++ = '\'';
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') *p++ = '"';
        if (s.p[i]) *p++ = s.p[i];
    }
    *p++ = '"';
    return p;
}

static char *put_text(char *p, struct str s)
{
    bool marked = sheet_looks_computed(s), quoted = marked;
    for (size_t i = 0; i < s.n && !quoted; i++) quoted = is_special[(unsigned char)s.p[i]];
    if (quoted) return put_quoted(p, s, marked);
    if (s.n) memcpy(p, s.p, s.n);
    return p + s.n;
}

static char *put_int(char *p, int64_t value)
{
    char digits[24], *first = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do *--first = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0) *--first = '-';
    size_t n = (size_t)(digits + sizeof digits - first);
    memcpy(p, first, n);
    return p + n;
}

static char *put_centi(char *p, int64_t centi)
{
    uint64_t size = centi < 0 ? 0 - (uint64_t)centi : (uint64_t)centi;
    if (centi < 0) *p++ = '-';
    p = put_int(p, (int64_t)(size / 100));
    if (size % 100 == 0) return p;
    *p++ = '.';
    *p++ = (char)('0' + size % 100 / 10);
    if (size % 10) *p++ = (char)('0' + size % 10);
    return p;
}

static char *put_pair(char *p, int value, char then)
{
    p[0] = (char)('0' + value / 10 % 10);
    p[1] = (char)('0' + value % 10);
    p[2] = then;
    return p + 3;
}

static char *put_date(char *p, int date)
{
    p = put_pair(p, date / 1000000, '-') - 1;
    p = put_pair(p, date / 10000 % 100, '-');
    p = put_pair(p, date / 100 % 100, '-');
    return put_pair(p, date % 100, ' ') - 1;
}

static char *put_time(char *p, int64_t local_us)
{
    int date = date_of(local_us, 0);
    int s = (int)((local_us - date_start_us(date, 0)) / TIME_SECOND_US);
    p = put_date(p, date);
    *p++ = ' ';
    p = put_pair(p, s / 3600, ':');
    p = put_pair(p, s / 60 % 60, ':');
    return put_pair(p, s % 60, ' ') - 1;
}

enum { NUMBER_CHARS = 40, TEXT_EXTRA_CHARS = 3 };

static char *put_real(char *p, double real)
{
    int n = snprintf(p, NUMBER_CHARS, "%.10g", isfinite(real) ? real : 0.0);
    return p + n;
}

static char *put_cell(char *p, const struct sheet_cell *cell)
{
    switch (cell->kind) {
    case SHEET_EMPTY: return p;
    case SHEET_INT: return put_int(p, cell->number);
    case SHEET_CENTI: return put_centi(p, cell->number);
    case SHEET_REAL: return put_real(p, cell->real);
    case SHEET_DATE: return put_date(p, (int)cell->number);
    case SHEET_TIME: return put_time(p, cell->number);
    default: return put_text(p, cell->text);
    }
}

/* At most: every character doubled, quotes, the mark, a comma; the line's end. */
static size_t room_of(const struct sheet_cell *cells, size_t n)
{
    size_t room = 2;
    for (size_t i = 0; i < n; i++) room += NUMBER_CHARS + TEXT_EXTRA_CHARS + 2 * cells[i].text.n;
    return room;
}

static void put_line(struct buf *out, const struct sheet_cell *cells, size_t n)
{
    char *p = buf_room(out, room_of(cells, n));
    if (!p) return;
    for (size_t i = 0; i < n; i++) {
        if (i) *p++ = ',';
        p = put_cell(p, &cells[i]);
    }
    *p++ = '\r';
    *p++ = '\n';
    out->n = (size_t)(p - out->p);
}

static struct err *hand_on(struct csv_writer *w, size_t at_least)
{
    if (w->out.n < at_least) return NULL;
    struct err *e = w->put(w->context, buf_text(&w->out));
    buf_clear(&w->out);
    return e;
}

static struct err *csv_put(struct sheet_writer *base, const struct sheet_cell *cells, size_t n)
{
    struct csv_writer *w = (struct csv_writer *)base;
    put_line(&w->out, cells, n);
    return hand_on(w, OUT_BYTES);
}

/* With a byte order mark, or Excel takes the Chinese for the machine's own encoding. */
static struct err *csv_head(struct sheet_writer *base, const struct sheet_column *columns, size_t n)
{
    struct csv_writer *w = (struct csv_writer *)base;
    buf_cstr(&w->out, "\xef\xbb\xbf");
    struct sheet_cell *heads = arena_array(base->arena, struct sheet_cell, n);
    for (size_t i = 0; i < n; i++) heads[i] = (struct sheet_cell){.kind = SHEET_TEXT, .text = columns[i].label};
    put_line(&w->out, heads, n);
    return NULL;
}

static struct err *csv_close(struct sheet_writer *base, bool keep)
{
    struct csv_writer *w = (struct csv_writer *)base;
    struct err *e = keep ? hand_on(w, 1) : NULL;
    buf_done(&w->out);
    return e;
}

static const struct sheet_driver csv_driver = {.head = csv_head, .put = csv_put, .close = csv_close};

struct err *sheet_write_csv(struct arena *a, struct err *(*put)(void *context, struct str bytes), void *context,
                            struct sheet_writer **ret_writer)
{
    struct csv_writer *w = arena_new(a, struct csv_writer);
    *w = (struct csv_writer){.base = {.driver = &csv_driver, .arena = a}, .put = put, .context = context};
    buf_init(&w->out, OUT_MOST_BYTES);
    *ret_writer = &w->base;
    return NULL;
}
