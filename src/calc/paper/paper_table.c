/* calc/paper/paper_table.c: tables over pages, with their head rows repeated. */
#include "calc/paper/paper_private.h"
#include "calc/qr/qr.h"
#include "core/arena.h"

static const double PAD_X = 1.5 * PAPER_MM, PAD_Y = 1.1 * PAPER_MM, LINE = 1.15, FOOT = 7 * PAPER_MM;

static double size_of(const struct paper_block *t, const struct paper_cell *cell)
{
    return cell->size_pt > 0 ? cell->size_pt : t->size_pt > 0 ? t->size_pt : 10.5;
}

static double cell_width(const struct paper_pen *p, const struct paper_block *t, size_t column, int span)
{
    double all = 0, mine = 0;
    for (size_t i = 0; i < t->columns; i++) {
        all += t->widths[i];
        if (i >= column && i < column + (size_t)span) mine += t->widths[i];
    }
    return p->inner * mine / all;
}

static int span_of(const struct paper_cell *cell) { return cell->span > 1 ? cell->span : 1; }

static void set_cell(struct paper_pen *p, const struct paper_block *t, const struct paper_cell *cell, double width)
{
    paper_set(p, cell->text, size_of(t, cell), cell->bold, t->serif, width - 2 * PAD_X, cell->align, LINE);
}

/* No character is wider than its size, so a short text is one line without asking pango. */
static double text_height(struct paper_pen *p, const struct paper_block *t, const struct paper_cell *cell, double width)
{
    double size = size_of(t, cell);
    bool short_one = (double)cell->text.n * size <= width - 2 * PAD_X;
    if (short_one) return size * 1.4;
    set_cell(p, t, cell, width);
    return paper_text_height(p);
}

static double row_height(struct paper_pen *p, const struct paper_block *t, const struct paper_row *row)
{
    double most = 0;
    size_t column = 0;
    for (size_t i = 0; i < row->n; i++) {
        const struct paper_cell *cell = &row->cells[i];
        double width = cell_width(p, t, column, span_of(cell));
        double height = cell->qr.n ? 0 : text_height(p, t, cell, width) + 2 * PAD_Y;
        if (cell->foot.n) height += FOOT;
        if (height < cell->mm * PAPER_MM) height = cell->mm * PAPER_MM;
        if (height > most) most = height;
        column += (size_t)span_of(cell);
    }
    return most;
}

void paper_table_measure(struct paper_pen *p, const struct paper_block *t)
{
    double *heights = arena_array(p->arena, double, t->rows.n + 1);
    for (size_t i = 0; i < t->rows.n; i++) heights[i] = row_height(p, t, LIST_AT(t->rows, struct paper_row, i));
    p->heights[p->block] = heights;
}

/* ---- drawing ---- */

static void draw_qr(struct paper_pen *p, const struct paper_cell *cell, double x, double y, double width)
{
    int n;
    const uint8_t *dark = qr_modules(p->arena, cell->qr, &n);
    double side = cell->mm * PAPER_MM, step;
    if (!dark) return;
    if (cell->align == PAPER_CENTRE) x += (width - side) / 2;
    if (cell->align == PAPER_RIGHT) x += width - side;
    step = side / n;
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++)
            if (dark[row * n + column]) cairo_rectangle(p->cr, x + column * step, y + row * step, step, step);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_NONE);
    cairo_fill(p->cr);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_DEFAULT);
}

static void draw_foot(struct paper_pen *p, const struct paper_block *t, const struct paper_cell *cell, double x,
                      double y, double width, double height)
{
    paper_set(p, cell->foot, size_of(t, cell), false, t->serif, width - 2 * PAD_X, PAPER_RIGHT, LINE);
    paper_show(p, x + PAD_X, y + height - PAD_Y - paper_text_height(p));
}

static void draw_cell(struct paper_pen *p, const struct paper_block *t, const struct paper_cell *cell, double x,
                      double y, double width, double height)
{
    if (!t->bare) {
        cairo_rectangle(p->cr, x, y, width, height);
        cairo_stroke(p->cr);
    }
    if (cell->qr.n) {
        draw_qr(p, cell, x, y, width);
    } else if (cell->text.n) {
        set_cell(p, t, cell, width);
        double text = paper_text_height(p);
        paper_show(p, x + PAD_X, cell->top ? y + PAD_Y : y + (height - text) / 2);
    }
    if (cell->foot.n) draw_foot(p, t, cell, x, y, width, height);
}

static void draw_row(struct paper_pen *p, const struct paper_block *t, size_t index)
{
    const struct paper_row *row = LIST_AT(t->rows, struct paper_row, index);
    double x = p->left, height = p->heights[p->block][index];
    size_t column = 0;
    for (size_t i = 0; i < row->n && p->drawing; i++) {
        const struct paper_cell *cell = &row->cells[i];
        double width = cell_width(p, t, column, span_of(cell));
        draw_cell(p, t, cell, x, p->y, width, height);
        x += width;
        column += (size_t)span_of(cell);
    }
    p->y += height;
}

static double head_height(const struct paper_pen *p, const struct paper_block *t)
{
    double height = 0;
    for (size_t i = 0; i < t->head_rows && i < t->rows.n; i++) height += p->heights[p->block][i];
    return height;
}

void paper_table(struct paper_pen *p, const struct paper_block *t)
{
    double head = head_height(p, t), all = 0;
    for (size_t i = 0; i < t->rows.n; i++) all += p->heights[p->block][i];
    if (t->sunk && p->y + all < p->bottom) p->y = p->bottom - all;
    if (p->drawing) cairo_set_line_width(p->cr, 0.6);
    for (size_t i = 0; i < t->rows.n; i++) {
        double height = p->heights[p->block][i];
        /* the head never stands alone at the end of a page */
        double wanted =
            i < t->head_rows && t->rows.n > t->head_rows ? head + p->heights[p->block][t->head_rows] : height;
        if (p->y + wanted > p->bottom && p->y > p->top) {
            paper_turn(p, false);
            if (i >= t->head_rows)
                for (size_t k = 0; k < t->head_rows; k++) draw_row(p, t, k);
        }
        draw_row(p, t, i);
    }
}
