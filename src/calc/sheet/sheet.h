/* calc/sheet/sheet.h: tables as people keep them: .xlsx and .csv, read from bytes and written row by row.
 *
 * Reading takes what Excel, WPS and LibreOffice write: shared and inline strings, dates told by their style (1900 and
 * 1904), booleans, errors; .csv in UTF-8 with or without BOM, UTF-16 or GB18030, cut by comma, semicolon or tab. Of a
 * workbook the first sheet is read. A cell comes as the text that a person would read; long numbers that were kept as
 * text stay text. What is too big (limits.h), encrypted, or carries a document type is refused in words, with row and
 * column where there is one. Rows without any text are passed over, and keep their number.
 *
 * Writing needs constant memory. Text is never a formula: .xlsx writes it as a string, .csv puts ' before what a
 * spreadsheet would compute, and reading takes that ' away again.
 */
#ifndef CALC_SHEET_SHEET_H
#define CALC_SHEET_SHEET_H

#include "core/buf.h"

struct arena;
struct err;

#define SHEET_USE __attribute__((warn_unused_result))

enum sheet_kind {
    SHEET_EMPTY,
    SHEET_TEXT,  /* text */
    SHEET_INT,   /* number; writing only */
    SHEET_CENTI, /* number: hundredths; writing only */
    SHEET_REAL,  /* real; reading: text as well, and number: the day (yyyymmdd) if it counts days, 0 if it cannot */
    SHEET_DATE,  /* number: yyyymmdd; reading: text "2026-11-23" as well */
    SHEET_TIME,  /* number: microseconds of the local clock since 1970; reading: text "2026-11-23 08:30:00" as well */
    SHEET_BOOL,  /* reading only; text TRUE or FALSE */
    SHEET_ERROR, /* reading only; text "#REF!" */
};

struct sheet_cell {
    enum sheet_kind kind;
    bool rounded; /* reading: a number of more than 15 digits, whose last ones the spreadsheet has lost */
    struct str text;
    int64_t number;
    double real;
};

struct sheet_row {
    int64_t number; /* 1, 2, 3 … as the spreadsheet shows it */
    const struct sheet_cell *cells;
    size_t n;
};

enum sheet_format { SHEET_NONE, SHEET_CSV, SHEET_XLSX };

/* Every row in turn; cells and their texts are valid only during the call. An error from `each` stops and is passed up.
 * Errors: sheet.damaged, sheet.encrypted, sheet.old_format, sheet.hostile, sheet.too_large, sheet.too_wide,
 * sheet.too_long, sheet.encoding, sheet.quote, sheet.empty. */
SHEET_USE struct err *sheet_read(struct arena *a, struct str bytes,
                                 struct err *(*each)(void *context, const struct sheet_row *row), void *context);
/* The file NAME of a zip in the arena; *ret_found tells whether it is there. For zips of .csv files. */
SHEET_USE struct err *sheet_unzip(struct arena *a, struct str bytes, const char *name, struct str *ret_file,
                                  bool *ret_found);

struct sheet_file { /* of a zip that is made */
    const char *name;
    struct str bytes;
};
SHEET_USE struct err *sheet_zip(struct arena *a, const struct sheet_file *files, size_t n, struct str *ret_zip);

/* ---- .csv cell by cell, for files with more rows than a spreadsheet may have ---- */

struct sheet_csv {
    struct arena *arena; /* for errors */
    struct str text;     /* UTF-8 */
    size_t at;           /* in the text; at its end there is no further cell */
    char separator;
    int64_t row;     /* number of the row that is being read */
    struct buf cell; /* the last quoted cell; the reader calls buf_done */
};
struct sheet_csv_cell {
    struct str text; /* trimmed, without what only spreadsheets understand */
    bool passing;    /* the text lies in sheet_csv.cell, and is gone with the next cell; otherwise it is of the file */
    bool last;       /* of its row */
};
/* Encoding, separator and hint as in sheet_read. The text lies in `bytes` or in `decoded`. Errors: sheet.encoding. */
SHEET_USE struct err *sheet_csv_open(struct arena *a, struct str bytes, struct buf *decoded, struct sheet_csv *ret_csv);
/* The next cell, empty ones as well. Only while `at` is not at the end. Errors: sheet.quote, sheet.too_large. */
SHEET_USE struct err *sheet_csv_cell(struct sheet_csv *csv, struct sheet_csv_cell *ret_cell);

enum sheet_day_kind {
    SHEET_DAY_NONE,
    SHEET_DAY_EXACT,   /* the cell says the day */
    SHEET_DAY_MONTH,   /* it says a month, of which this is the first day */
    SHEET_DAY_COUNTED, /* a number that counts days, in a cell that does not show dates */
    SHEET_DAY_CUT,     /* "2020.1" of a number: January, or October whose 0 the spreadsheet took away; no date */
};
struct sheet_day {
    enum sheet_day_kind kind;
    int date; /* yyyymmdd */
};
/* What a cell says where a day is wanted: dates as date_parse reads them, also with full-width digits, blanks and a
 * time after it, and months. zeros_kept: texts are as somebody typed them, not what a spreadsheet made of numbers. */
struct sheet_day sheet_day(const struct sheet_cell *cell, bool zeros_kept);

/* "A", "Z", "AA" … for the column 0, 25, 26 … */
struct str sheet_column_name(struct arena *a, size_t column);

/* ---- writing ---- */

struct sheet_writer;

struct sheet_column {
    struct str label;
    const struct str *choices; /* drop-down; NULL none */
    size_t choice_count;
    struct str note; /* shown when the cell is chosen */
    bool as_text;    /* what is typed below stays text: citizen numbers */
    int chars;       /* width; 0: the label's */
};

/* Bytes go to `put`, some at a time. */
SHEET_USE struct err *sheet_write_csv(struct arena *a, struct err *(*put)(void *context, struct str bytes),
                                      void *context, struct sheet_writer **ret_writer);
/* The workbook appears at `path` when the writer is closed; parts of it lie in tmp_dir meanwhile. */
SHEET_USE struct err *sheet_write_xlsx(struct arena *a, struct str path, struct str tmp_dir, struct str sheet_name,
                                       struct sheet_writer **ret_writer);
/* The first row; before all others. */
SHEET_USE struct err *sheet_head(struct sheet_writer *w, const struct sheet_column *columns, size_t n);
SHEET_USE struct err *sheet_put(struct sheet_writer *w, const struct sheet_cell *cells, size_t n);
/* .xlsx only: a further sheet, whose head comes next; the one before is finished. Errors: sheet.one_table. */
SHEET_USE struct err *sheet_next(struct sheet_writer *w, struct str sheet_name);
int64_t sheet_rows(const struct sheet_writer *w); /* put so far, without the head */
/* .xlsx only: a further sheet of plain lines, such as how to fill in the first. */
SHEET_USE struct err *sheet_notes(struct sheet_writer *w, struct str name, const struct str *lines, size_t n);
/* Frees the writer in any case; with `keep` it finishes the file and tells whether that went well. */
SHEET_USE struct err *sheet_close(struct sheet_writer *w, bool keep);

#endif
