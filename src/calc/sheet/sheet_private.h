/* calc/sheet/sheet_private.h: what the files of the folder share. */
#ifndef CALC_SHEET_SHEET_PRIVATE_H
#define CALC_SHEET_SHEET_PRIVATE_H

#include "calc/sheet/sheet.h"
#include "core/buf.h"

/* The row that is being read, and where it goes. Cell texts lie in `text` and move while it grows, so they are kept as
 * offsets until the row is whole. */
struct sheet_reader {
    struct arena *arena; /* for errors only */
    struct err *(*each)(void *context, const struct sheet_row *row);
    void *context;
    struct sheet_cell *cells; /* LIMIT_SHEET_COLUMNS */
    size_t *starts;           /* where in `text` each begins */
    size_t n;
    struct buf text;
    int64_t row; /* number of the row being read */
    int64_t rows_seen;
    bool some; /* the row has a cell with text */
};

void reader_init(struct sheet_reader *r, struct arena *a, struct err *(*each)(void *, const struct sheet_row *),
                 void *context);
void reader_done(struct sheet_reader *r);
/* Puts a cell into the row; empty text is no cell. */
SHEET_USE struct err *reader_cell(struct sheet_reader *r, size_t column, enum sheet_kind kind, struct str text,
                                  int64_t number, double real, bool rounded);
/* Hands the row on and begins the next. */
SHEET_USE struct err *reader_row(struct sheet_reader *r);

SHEET_USE struct err *sheet_read_csv(struct sheet_reader *r, struct str bytes);
SHEET_USE struct err *sheet_read_xlsx(struct sheet_reader *r, struct str bytes);
/* *ret_text is UTF-8 in `out` or in the bytes themselves. */
SHEET_USE struct err *sheet_decode(struct arena *a, struct str bytes, struct buf *out, struct str *ret_text);

/* A text that a spreadsheet would take for a formula, or that looks as if we had marked one with '. */
bool sheet_looks_computed(struct str s);

/* ---- dates: pure ---- */

/* Does a number format show a date or a time? `code` is empty for the built-in ones. */
bool sheet_format_is_date(int id, struct str code);
/* A day number of a workbook: SHEET_DATE or SHEET_TIME with its text in `out`; SHEET_EMPTY when there is no such day,
 * such as 29 February 1900. */
enum sheet_kind sheet_date(double serial, bool since_1904, char out[32], int64_t *ret_number);
/* The shortest text of a number without an exponent where that is short; *ret_rounded as in struct sheet_cell. */
struct str sheet_number(double value, char out[32], bool *ret_rounded);

/* ---- writers ---- */

struct sheet_driver {
    struct err *(*head)(struct sheet_writer *w, const struct sheet_column *columns, size_t n);
    struct err *(*put)(struct sheet_writer *w, const struct sheet_cell *cells, size_t n);
    struct err *(*next)(struct sheet_writer *w, struct str name); /* NULL: there is but one table */
    struct err *(*notes)(struct sheet_writer *w, struct str name, const struct str *lines, size_t n);
    struct err *(*close)(struct sheet_writer *w, bool keep);
};
struct sheet_writer {
    const struct sheet_driver *driver;
    struct arena *arena; /* for errors, and the writer itself */
    int64_t rows;
};

#endif
