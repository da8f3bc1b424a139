/* calc/sheet/sheet_write.c: .csv, and what both writers have in common. */
#include "calc/sheet/sheet_private.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"

#include <math.h>
#include <string.h>

struct err *sheet_head(struct sheet_writer *w, const struct sheet_column *columns, size_t n)
{
    return w->driver->head(w, columns, n);
}

struct err *sheet_put(struct sheet_writer *w, const struct sheet_cell *cells, size_t n)
{
    return w->driver->put(w, cells, n);
}

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

bool sheet_looks_computed(struct str s)
{
    return s.n && (strchr("=+-@\t\r", s.p[0]) || (s.p[0] == '\'' && s.n > 1 && strchr("=+-@\t\r'", s.p[1])));
}

/* Quoted is whatever a reader could take for something else: a separator of any kind, or the hint "sep=;". */
static void put_text(struct buf *out, struct str s)
{
    bool marked = sheet_looks_computed(s), quoted = marked;
    for (size_t i = 0; i < s.n && !quoted; i++) quoted = strchr(",;=\t\"\r\n", s.p[i]) != NULL || s.p[i] == 0;
    if (!quoted) {
        buf_str(out, s);
        return;
    }
    buf_char(out, '"');
    if (marked) buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_char(out, '"');
        if (s.p[i]) buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

static void put_centi(struct buf *out, int64_t centi)
{
    uint64_t size = centi < 0 ? 0 - (uint64_t)centi : (uint64_t)centi;
    if (centi < 0) buf_char(out, '-');
    buf_int(out, (int64_t)(size / 100));
    if (size % 100 == 0) return;
    buf_char(out, '.');
    buf_char(out, (char)('0' + size % 100 / 10));
    if (size % 10) buf_char(out, (char)('0' + size % 10));
}

static void put_digits(struct buf *out, int64_t value, int digits)
{
    char text[8];
    for (int i = digits; i-- > 0; value /= 10) text[i] = (char)('0' + value % 10);
    buf_put(out, text, (size_t)digits);
}

static void put_date(struct buf *out, int date)
{
    put_digits(out, date / 10000, 4);
    buf_char(out, '-');
    put_digits(out, date / 100 % 100, 2);
    buf_char(out, '-');
    put_digits(out, date % 100, 2);
}

static void put_time(struct buf *out, int64_t local_us)
{
    int date = date_of(local_us, 0);
    int64_t s = (local_us - date_start_us(date, 0)) / TIME_SECOND_US;
    put_date(out, date);
    buf_char(out, ' ');
    put_digits(out, s / 3600, 2);
    buf_char(out, ':');
    put_digits(out, s / 60 % 60, 2);
    buf_char(out, ':');
    put_digits(out, s % 60, 2);
}

static void put_cell(struct buf *out, const struct sheet_cell *cell)
{
    switch (cell->kind) {
    case SHEET_EMPTY: break;
    case SHEET_INT: buf_int(out, cell->number); break;
    case SHEET_CENTI: put_centi(out, cell->number); break;
    case SHEET_REAL: buf_printf(out, "%.10g", isfinite(cell->real) ? cell->real : 0.0); break;
    case SHEET_DATE: put_date(out, (int)cell->number); break;
    case SHEET_TIME: put_time(out, cell->number); break;
    case SHEET_TEXT:
    case SHEET_BOOL:
    case SHEET_ERROR: put_text(out, cell->text); break;
    }
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
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&w->out, ',');
        put_cell(&w->out, &cells[i]);
    }
    buf_cstr(&w->out, "\r\n");
    return hand_on(w, OUT_BYTES);
}

/* With a byte order mark, or Excel takes the Chinese for the machine's own encoding. */
static struct err *csv_head(struct sheet_writer *base, const struct sheet_column *columns, size_t n)
{
    struct csv_writer *w = (struct csv_writer *)base;
    buf_cstr(&w->out, "\xef\xbb\xbf");
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&w->out, ',');
        put_text(&w->out, columns[i].label);
    }
    buf_cstr(&w->out, "\r\n");
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
    *w = (struct csv_writer){.base = {&csv_driver, a}, .put = put, .context = context};
    buf_init(&w->out, OUT_MOST_BYTES);
    *ret_writer = &w->base;
    return NULL;
}
