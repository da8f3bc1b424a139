/* calc/sheet/sheet_zip.h: parts of a zip, for this folder.
 *
 * The zip lies in memory and is only read; a part is given in pieces, so that what it unpacks to need not fit, and is
 * cut off at its ceiling whatever its header says.
 */
#ifndef CALC_SHEET_SHEET_ZIP_H
#define CALC_SHEET_SHEET_ZIP_H

#include "calc/sheet/sheet.h"

#include <zip.h>

SHEET_USE struct err *zip_part_open(struct arena *a, struct str bytes, zip_t **ret_zip);
/* Gives the part to `take` piece by piece; the last piece is empty. Names are compared without case. */
SHEET_USE struct err *zip_part_read(struct arena *a, zip_t *zip, const char *name, size_t max_bytes,
                                    struct err *(*take)(void *context, struct str piece, bool last), void *context,
                                    bool *ret_found);
struct err *zip_part_broken(struct arena *a);

#endif
