/* calc/qr/qr.h: a QR code as an SVG picture, by libqrencode. Pure; any thread. */
#ifndef CALC_QR_QR_H
#define CALC_QR_QR_H

#include "core/str.h"

struct arena;

/* Black on white with the quiet zone of four modules that readers ask for, level M (15 % may be covered). One path,
 * sized by the viewer. Empty when the text is longer than a QR code can hold (2,331 bytes). */
struct str qr_svg(struct arena *a, struct str text);
/* The modules row by row, 1 dark, *ret_width to a side, without the quiet zone; NULL when the text is too long. */
const uint8_t *qr_modules(struct arena *a, struct str text, int *ret_width);

#endif
