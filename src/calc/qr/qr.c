#include "calc/qr/qr.h"

#include "core/arena.h"
#include "core/buf.h"

#include <qrencode.h>

enum { QUIET = 4, SVG_MAX_BYTES = 1 << 20 };

/* One run of dark modules of a row: a rectangle of height 1. */
static int put_run(struct buf *out, const QRcode *code, int row, int column)
{
    int end = column;
    while (end < code->width && (code->data[row * code->width + end] & 1)) end++;
    if (end > column) buf_printf(out, "M%d %dh%dv1h-%dz", column + QUIET, row + QUIET, end - column, end - column);
    return end > column ? end : column + 1;
}

static void put_svg(struct buf *out, const QRcode *code)
{
    int size = code->width + 2 * QUIET;
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">",
               size, size);
    buf_printf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path d=\"", size, size);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width;) column = put_run(out, code, row, column);
    buf_cstr(out, "\"/></svg>\n");
}

struct str qr_svg(struct arena *a, struct str text)
{
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (!code) return (struct str){0};
    struct buf out;
    buf_init(&out, SVG_MAX_BYTES);
    put_svg(&out, code);
    struct str svg = str_copy(a, buf_text(&out));
    buf_done(&out);
    QRcode_free(code);
    return svg;
}

const uint8_t *qr_modules(struct arena *a, struct str text, int *ret_width)
{
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (!code) return NULL;
    int n = code->width * code->width;
    uint8_t *dark = arena_bytes(a, (size_t)n);
    for (int i = 0; i < n; i++) dark[i] = code->data[i] & 1;
    *ret_width = code->width;
    QRcode_free(code);
    return dark;
}
