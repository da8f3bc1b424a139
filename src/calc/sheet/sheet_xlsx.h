/* calc/sheet/sheet_xlsx.h: what the two halves of the .xlsx reader share.
 *
 * A workbook's parts are XML, read as a stream by expat; a document type is refused, so there are no entities. Element
 * names are taken without their prefix: some writers use one.
 */
#ifndef CALC_SHEET_SHEET_XLSX_H
#define CALC_SHEET_SHEET_XLSX_H

#include "calc/sheet/sheet_private.h"
#include "calc/sheet/sheet_zip.h"
#include "core/limits.h"

#include <expat.h>

struct xlsx_strings { /* shared strings: number i is text[at[i] … at[i + 1]] */
    struct buf text;
    size_t *at;
    size_t n, cap;
};

struct xlsx {
    struct sheet_reader *r;
    zip_t *zip;
    bool since_1904;
    struct str sheet_ids[LIMIT_SHEET_SHEETS]; /* relations of the sheets that are shown, in their order */
    size_t sheet_count, sheet_best;           /* sheet_best: which of them sheet_path belongs to */
    struct str sheet_path;                    /* part of the first one that is a table: charts are sheets, too */
    struct xlsx_strings strings;
    uint8_t *date_styles; /* [style]: 1 for those that show dates */
    size_t style_count, style_cap;
};

/* One part being parsed. */
struct xlsx_part {
    struct xlsx *x;
    XML_Parser parser;
    struct err *e; /* why it was stopped */
    void *state;
};
/* Parses a part; absent ones are passed over when `needed` is false. */
SHEET_USE struct err *xlsx_parse(struct xlsx *x, const char *name, bool needed, XML_StartElementHandler start,
                                 XML_EndElementHandler end, XML_CharacterDataHandler text, void *state);
void xlsx_stop(struct xlsx_part *part, struct err *e);
/* Without the namespace prefix. */
const char *xlsx_local(const char *name);
/* Value of an attribute, prefix ignored; NULL when there is none. */
const char *xlsx_attribute(const char **attributes, const char *name);

/* sheet_xlsx_rows.c */
SHEET_USE struct err *xlsx_read_strings(struct xlsx *x);
SHEET_USE struct err *xlsx_read_rows(struct xlsx *x);

#endif
