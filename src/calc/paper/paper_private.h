/* calc/paper/paper_private.h: what the files of this folder share. */
#ifndef CALC_PAPER_PAPER_PRIVATE_H
#define CALC_PAPER_PAPER_PRIVATE_H

#include "calc/paper/paper.h"

#include <pango/pangocairo.h>

/* Lengths are points (1/72 inch) from here on. */
#define PAPER_MM (72.0 / 25.4)

struct paper_pen {
    struct arena *arena;
    const struct paper_doc *doc;
    cairo_t *cr;
    PangoLayout *layout; /* one for all texts */
    PangoFontDescription *font;
    double width, height; /* of the page */
    double left, top;     /* margins */
    double inner, bottom; /* width between the margins; where the last line may end */
    double y;
    bool drawing;     /* false: only counting pages */
    bool first_only;  /* a picture: what is behind the first page is not drawn */
    int page, number; /* pages so far; number within the part */
    int *parts;       /* pages of each part: between breaks */
    int part;
    double **heights; /* of the rows of each table, measured while counting */
    size_t block;
};

/* ---- paper_text.c ---- */

/* The pen's layout with this text, ready to be measured and shown. */
void paper_set(struct paper_pen *p, struct str text, double size_pt, bool bold, bool serif, double width, int align,
               double line);
double paper_text_height(struct paper_pen *p);
void paper_show(struct paper_pen *p, double x, double y);

/* ---- paper_table.c ---- */

void paper_table(struct paper_pen *p, const struct paper_block *t);
void paper_table_measure(struct paper_pen *p, const struct paper_block *t);

/* ---- paper.c ---- */

/* Begins a new page; `again`: numbers begin anew. */
void paper_turn(struct paper_pen *p, bool again);

#endif
