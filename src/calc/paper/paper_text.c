/* calc/paper/paper_text.c: texts, by pango. */
#include "calc/paper/paper_private.h"

/* Names of what Debian and the common desktops have; fontconfig takes the first that is there. */
static const char sans[] = "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,sans-serif";
static const char serif[] = "Noto Serif CJK SC,Source Han Serif SC,AR PL UMing CN,Noto Sans CJK SC,WenQuanYi Micro "
                            "Hei,serif";

void paper_set(struct paper_pen *p, struct str text, double size_pt, bool bold, bool with_serif, double width,
               int align, double line)
{
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    pango_font_description_set_family_static(p->font, with_serif ? serif : sans);
    pango_font_description_set_absolute_size(p->font, size_pt * PANGO_SCALE);
    pango_font_description_set_weight(p->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(p->layout, p->font);
    pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_alignment(p->layout, aligns[align]);
    pango_layout_set_line_spacing(p->layout, (float)line);
    pango_layout_set_indent(p->layout, 0);
    pango_layout_set_text(p->layout, text.n ? text.p : "", (int)text.n);
}

double paper_text_height(struct paper_pen *p)
{
    int height;
    pango_layout_get_size(p->layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

void paper_show(struct paper_pen *p, double x, double y)
{
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, p->layout);
}
