/* calc/paper/paper.h: a document of texts and tables as PDF, for forms that people print.
 *
 * The caller says what is on the paper, in order; where lines break and pages end is worked out here: a table goes on
 * over as many pages as it needs and repeats its head rows, no row is torn apart, pages are numbered. Chinese is set by
 * pango with the fonts of the machine. Pure apart from the fonts, which the library loads once; any thread. The same
 * document gives the same bytes on the same machine.
 */
#ifndef CALC_PAPER_PAPER_H
#define CALC_PAPER_PAPER_H

#include "core/list.h"
#include "core/str.h"

struct arena;
struct err;

enum paper_align { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };
enum paper_kind {
    PAPER_TEXT,
    PAPER_TABLE,
    PAPER_SPACE, /* mm of nothing */
    PAPER_LOGO,  /* a PNG picture in the middle, mm high */
    PAPER_BREAK, /* the rest goes on a new page, and the numbers begin anew */
};

struct paper_cell {
    struct str text;
    int span;        /* columns that it covers; 0 is 1 */
    int align;       /* enum paper_align */
    bool bold, top;  /* top: the text stands at the top of the cell, not in its middle */
    double mm;       /* height at least */
    double size_pt;  /* 0: that of the table */
    struct str qr;   /* a QR code instead of the text, mm on each side */
    struct str foot; /* stands at the bottom of the cell, right-aligned: who signs */
};

struct paper_row {
    struct paper_cell *cells;
    size_t n;
};

struct paper_block {
    int kind; /* enum paper_kind */
    /* texts; line feeds begin new paragraphs */
    struct str text;
    double size_pt; /* of text and cells; 0 is 10.5 (五号) */
    int align;
    bool bold, serif;
    double indent_em; /* of the first line of each paragraph */
    double line;      /* distance of lines; 0 is 1.4 */
    double before_mm, after_mm;
    double mm; /* space; height of the logo */
    /* tables */
    const double *widths; /* shares of the paper's width */
    size_t columns;
    struct list rows; /* struct paper_row */
    size_t head_rows; /* repeated on each page */
    bool bare;        /* no lines */
    bool sunk;        /* at the bottom of the page, when there is room */
    /* logos */
    struct str png;
};

struct paper_doc {
    struct str title; /* of the file */
    int64_t made_at;  /* microseconds UTC */
    bool landscape;
    bool frame;         /* a double line around each page: certificates */
    bool numbered;      /* 第 1 页 共 3 页 */
    struct str footer;  /* at the bottom of each page, left */
    struct str mark;    /* large and pale across each page: 样张 */
    struct list blocks; /* struct paper_block */
};

/* A new block at the end of the document. */
struct paper_block *paper_add(struct arena *a, struct paper_doc *doc, int kind);
/* A new row of n zeroed cells at the end of a table. */
struct paper_row *paper_row_add(struct arena *a, struct paper_block *table, size_t n);

/* The document as PDF, A4. ERR_INVALID "paper.logo" when a picture is no PNG that can be drawn, ERR_LIMIT
 * "paper.too_long" beyond LIMIT_PAPER_PAGES. */
__attribute__((warn_unused_result)) struct err *paper_pdf(struct arena *a, const struct paper_doc *doc,
                                                          struct str *ret_pdf);
/* The first page as a picture of so many pixels a point (1/72 inch): for a look on the screen. */
__attribute__((warn_unused_result)) struct err *paper_png(struct arena *a, const struct paper_doc *doc, double scale,
                                                          struct str *ret_png);
/* Is this a PNG of a size that paper_pdf takes? Reads its head only. */
bool paper_png_fits(struct str png);

#endif
