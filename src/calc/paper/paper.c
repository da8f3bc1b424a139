/* calc/paper/paper.c: the flow of a document over its pages: once to count them, once to draw. */
#include "calc/paper/paper.h"

#include "calc/paper/paper_private.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/limits.h"
#include "core/time.h"

#include <cairo-pdf.h>
#include <string.h>

enum { A4_SHORT = 595, A4_LONG = 842, PNG_SIDE_MAX = 4000 };

struct paper_block *paper_add(struct arena *a, struct paper_doc *doc, int kind)
{
    struct paper_block *block = list_add(a, &doc->blocks, struct paper_block);
    block->kind = kind;
    return block;
}

struct paper_row *paper_row_add(struct arena *a, struct paper_block *table, size_t n)
{
    struct paper_row *row = list_add(a, &table->rows, struct paper_row);
    *row = (struct paper_row){arena_array(a, struct paper_cell, n), n};
    return row;
}

/* ---- pages ---- */

static void draw_frame(struct paper_pen *p)
{
    static const struct {
        double inset_mm, width;
    } lines[] = {{9, 2.2}, {11, 0.6}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double inset = lines[i].inset_mm * PAPER_MM;
        cairo_set_line_width(p->cr, lines[i].width);
        cairo_rectangle(p->cr, inset, inset, p->width - 2 * inset, p->height - 2 * inset);
        cairo_stroke(p->cr);
    }
}

static void draw_mark(struct paper_pen *p)
{
    double span = p->width * 1.2;
    cairo_save(p->cr);
    cairo_translate(p->cr, p->width / 2, p->height / 2);
    cairo_rotate(p->cr, -0.5);
    cairo_set_source_rgb(p->cr, 0.88, 0.88, 0.88);
    paper_set(p, p->doc->mark, 72, true, false, span, PAPER_CENTRE, 1);
    paper_show(p, -span / 2, -paper_text_height(p) / 2);
    cairo_restore(p->cr);
}

static void draw_footer(struct paper_pen *p)
{
    double y = p->height - 13 * PAPER_MM;
    if (p->doc->footer.n) {
        paper_set(p, p->doc->footer, 8.5, false, false, p->inner, PAPER_LEFT, 1);
        paper_show(p, p->left, y);
    }
    if (!p->doc->numbered) return;
    paper_set(p, str_printf(p->arena, "第 %d 页　共 %d 页", p->number, p->parts[p->part]), 8.5, false, false, p->inner,
              PAPER_RIGHT, 1);
    paper_show(p, p->left, y);
}

static void begin_page(struct paper_pen *p)
{
    p->page++;
    p->number++;
    p->y = p->top;
    if (!p->drawing) {
        if (p->page <= LIMIT_PAPER_PAGES) p->parts[p->part] = p->number;
        return;
    }
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    if (p->doc->mark.n) draw_mark(p);
    if (p->doc->frame) draw_frame(p);
    draw_footer(p);
}

void paper_turn(struct paper_pen *p, bool again)
{
    if (p->drawing && !p->first_only) cairo_show_page(p->cr);
    if (p->first_only) p->drawing = false;
    if (again) {
        p->number = 0;
        if (p->part < LIMIT_PAPER_PAGES) p->part++;
    }
    begin_page(p);
}

/* ---- blocks ---- */

static void draw_line(struct paper_pen *p, PangoLayoutIter *iter, double base_y, double first_y)
{
    PangoRectangle box;
    pango_layout_iter_get_line_extents(iter, NULL, &box);
    double baseline = (double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE;
    cairo_move_to(p->cr, p->left + (double)box.x / PANGO_SCALE, base_y + baseline - first_y);
    pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(iter));
}

/* Line by line, since a text may go on over the end of a page. */
static void put_text(struct paper_pen *p, const struct paper_block *b)
{
    double size = b->size_pt > 0 ? b->size_pt : 10.5, line = b->line > 0 ? b->line : 1.4;
    p->y += b->before_mm * PAPER_MM;
    paper_set(p, b->text, size, b->bold, b->serif, p->inner, b->align, line);
    pango_layout_set_indent(p->layout, (int)(b->indent_em * size * PANGO_SCALE));
    PangoLayoutIter *iter = pango_layout_get_iter(p->layout);
    double first_y = 0;
    do {
        int top, bottom;
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        double from = (double)top / PANGO_SCALE, until = (double)bottom / PANGO_SCALE;
        if (p->y + until - first_y > p->bottom && from > first_y) {
            paper_turn(p, false);
            /* the footer of the new page was set with the same layout */
            pango_layout_iter_free(iter);
            first_y = from;
            paper_set(p, b->text, size, b->bold, b->serif, p->inner, b->align, line);
            pango_layout_set_indent(p->layout, (int)(b->indent_em * size * PANGO_SCALE));
            iter = pango_layout_get_iter(p->layout);
            while (pango_layout_iter_get_line_yrange(iter, &top, &bottom), (double)top / PANGO_SCALE < first_y)
                if (!pango_layout_iter_next_line(iter)) break;
        }
        if (p->drawing) draw_line(p, iter, p->y, first_y);
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    p->y += paper_text_height(p) - first_y + b->after_mm * PAPER_MM;
}

struct png_reader {
    struct str rest;
};

static cairo_status_t read_png(void *closure, unsigned char *data, unsigned int n)
{
    struct png_reader *reader = closure;
    if (reader->rest.n < n) return CAIRO_STATUS_READ_ERROR;
    memcpy(data, reader->rest.p, n);
    reader->rest = (struct str){reader->rest.p + n, reader->rest.n - n};
    return CAIRO_STATUS_SUCCESS;
}

bool paper_png_fits(struct str png)
{
    static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const unsigned char *p = (const unsigned char *)png.p;
    if (png.n < 33 || memcmp(p, head, 16) != 0) return false;
    uint32_t width = (uint32_t)p[16] << 24 | (uint32_t)p[17] << 16 | (uint32_t)p[18] << 8 | p[19];
    uint32_t height = (uint32_t)p[20] << 24 | (uint32_t)p[21] << 16 | (uint32_t)p[22] << 8 | p[23];
    return width && height && width <= PNG_SIDE_MAX && height <= PNG_SIDE_MAX && width * height <= 4000000;
}

static struct err *bad_logo(struct arena *a)
{
    FAIL(a, ERR_INVALID, "paper.logo", "标志图片打不开，请换一张 PNG 图片。",
         "The logo cannot be read: choose another PNG picture.");
}

static struct err *put_logo(struct paper_pen *p, const struct paper_block *b)
{
    struct png_reader reader = {b->png};
    if (!paper_png_fits(b->png)) return bad_logo(p->arena);
    double height = b->mm * PAPER_MM;
    p->y += b->before_mm * PAPER_MM;
    if (p->drawing) {
        cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(read_png, &reader);
        bool good = cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS;
        if (good) {
            double scale = height / cairo_image_surface_get_height(picture);
            double width = scale * cairo_image_surface_get_width(picture);
            cairo_save(p->cr);
            cairo_translate(p->cr, p->left + (p->inner - width) / 2, p->y);
            cairo_scale(p->cr, scale, scale);
            cairo_set_source_surface(p->cr, picture, 0, 0);
            cairo_paint(p->cr);
            cairo_restore(p->cr);
        }
        cairo_surface_destroy(picture);
        if (!good) return bad_logo(p->arena);
    }
    p->y += height + b->after_mm * PAPER_MM;
    return NULL;
}

static struct err *put_block(struct paper_pen *p, const struct paper_block *b)
{
    switch (b->kind) {
    case PAPER_TEXT: put_text(p, b); break;
    case PAPER_TABLE:
        p->y += b->before_mm * PAPER_MM;
        if (!p->drawing) paper_table_measure(p, b);
        paper_table(p, b);
        p->y += b->after_mm * PAPER_MM;
        break;
    case PAPER_SPACE: p->y += b->mm * PAPER_MM; break;
    case PAPER_LOGO: return put_logo(p, b);
    case PAPER_BREAK: paper_turn(p, true); break;
    }
    return NULL;
}

static struct err *flow(struct paper_pen *p, bool drawing)
{
    p->drawing = drawing;
    p->page = p->number = p->part = 0;
    begin_page(p);
    for (p->block = 0; p->block < p->doc->blocks.n; p->block++) {
        TRY(put_block(p, LIST_AT(p->doc->blocks, struct paper_block, p->block)));
        if (p->page > LIMIT_PAPER_PAGES)
            FAIL(p->arena, ERR_LIMIT, "paper.too_long", "超过 %d 页，请缩小范围分次打印。",
                 "More than %d pages: print it in parts.", LIMIT_PAPER_PAGES);
    }
    if (p->drawing && !p->first_only) cairo_show_page(p->cr);
    return NULL;
}

/* ---- the file ---- */

static cairo_status_t write_file(void *closure, const unsigned char *data, unsigned int n)
{
    buf_put(closure, data, n);
    return CAIRO_STATUS_SUCCESS;
}

static void open_pen(struct paper_pen *p, cairo_surface_t *surface)
{
    double margin = p->doc->frame ? 24 : 18;
    p->cr = cairo_create(surface);
    p->layout = pango_cairo_create_layout(p->cr);
    p->font = pango_font_description_new();
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
    p->left = margin * PAPER_MM;
    p->top = p->doc->frame ? p->left : 16 * PAPER_MM;
    p->inner = p->width - 2 * p->left;
    p->bottom = p->height - 17 * PAPER_MM;
    p->heights = arena_array(p->arena, double *, p->doc->blocks.n + 1);
    p->parts = arena_array(p->arena, int, LIMIT_PAPER_PAGES + 1);
}

static void close_pen(struct paper_pen *p)
{
    pango_font_description_free(p->font);
    g_object_unref(p->layout);
    cairo_destroy(p->cr);
}

static cairo_surface_t *open_surface(struct paper_pen *p, struct buf *out)
{
    const struct paper_doc *doc = p->doc;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_file, out, p->width, p->height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_cstr(p->arena, doc->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   str_cstr(p->arena, time_text(p->arena, doc->made_at / 1000000 * 1000000)));
    return surface;
}

static struct paper_pen pen_of(struct arena *a, const struct paper_doc *doc)
{
    return (struct paper_pen){.arena = a,
                              .doc = doc,
                              .width = doc->landscape ? A4_LONG : A4_SHORT,
                              .height = doc->landscape ? A4_SHORT : A4_LONG};
}

static struct err *draw(struct paper_pen *p, cairo_surface_t *surface)
{
    open_pen(p, surface);
    struct err *e = flow(p, false);
    if (!e) e = flow(p, true);
    close_pen(p);
    return e;
}

static struct err *broken(struct arena *a)
{
    FAIL(a, ERR_BROKEN, "paper.broken", "生成 PDF 失败。", "The PDF could not be made.");
}

struct err *paper_pdf(struct arena *a, const struct paper_doc *doc, struct str *ret_pdf)
{
    struct paper_pen p = pen_of(a, doc);
    struct buf out;
    buf_init(&out, LIMIT_REPLY_BYTES);
    cairo_surface_t *surface = open_surface(&p, &out);
    struct err *e = draw(&p, surface);
    cairo_surface_finish(surface);
    bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && !buf_over(&out);
    cairo_surface_destroy(surface);
    if (!e && good) *ret_pdf = str_copy(a, buf_text(&out));
    buf_done(&out);
    return e || good ? e : broken(a);
}

struct err *paper_png(struct arena *a, const struct paper_doc *doc, double scale, struct str *ret_png)
{
    struct paper_pen p = pen_of(a, doc);
    struct buf out;
    p.first_only = true;
    buf_init(&out, LIMIT_REPLY_BYTES);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(p.width * scale), (int)(p.height * scale));
    cairo_surface_set_device_scale(surface, scale, scale);
    cairo_t *white = cairo_create(surface);
    cairo_set_source_rgb(white, 1, 1, 1);
    cairo_paint(white);
    cairo_destroy(white);
    struct err *e = draw(&p, surface);
    bool good = cairo_surface_write_to_png_stream(surface, write_file, &out) == CAIRO_STATUS_SUCCESS && !buf_over(&out);
    cairo_surface_destroy(surface);
    if (!e && good) *ret_png = str_copy(a, buf_text(&out));
    buf_done(&out);
    return e || good ? e : broken(a);
}
