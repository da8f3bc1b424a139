/* api/export.h: any list as a table to take along: ?format=csv or xlsx on every ROUTE_PAGE route.
 *
 * The route's own handler is run page after page in one snapshot, so filters, order, scope and masks are those of the
 * screen. Columns are the fields of the item's shape with their labels in the reader's language, or those of them that
 * columns=a,b names; values of enums and codes are told in words. The table is written to an unlinked file in the data
 * directory and sent from there: memory stays flat, and a slow reader holds neither the snapshot nor a worker.
 */
#ifndef API_EXPORT_H
#define API_EXPORT_H

#include "api/call.h"
#include "api/page.h"
#include "calc/sheet/sheet.h"

/* A file that has no name and goes with its descriptor. */
struct export_file {
    enum sheet_format format;
    int fd;          /* -1: not open */
    struct str name; /* for the reader, without the ending */
    int64_t bytes, rows;
};

/* Which format the query asks for; SHEET_NONE when none. Error export.format. */
__attribute__((warn_unused_result)) struct err *export_format(struct arena *a, struct str query,
                                                              enum sheet_format *ret_format);
/* Begins (again) a table in the file; *ret_writer is to be closed by export_close. */
__attribute__((warn_unused_result)) struct err *export_open(struct call *c, struct export_file *file,
                                                            struct sheet_writer **ret_writer);
__attribute__((warn_unused_result)) struct err *export_close(struct arena *a, struct export_file *file,
                                                             struct sheet_writer *w, struct err *e);
/* Head and rows of a list. `next_page` fills a call in an arena of its own, which it is given reset, runs the handler
 * with that cursor and gives the page. */
struct export_pages {
    struct err *(*next_page)(void *context, struct arena *a, struct str cursor, struct page **ret_page);
    void *context;
};
__attribute__((warn_unused_result)) struct err *export_list(struct call *c, const struct export_pages *pages,
                                                            struct sheet_writer *w);
/* "attachment; filename*=UTF-8''…" */
struct str export_disposition(struct arena *a, const struct export_file *file);
const char *export_type(enum sheet_format format);

#endif
