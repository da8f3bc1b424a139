/* api/page.h: lists, everywhere the same: ?limit= &cursor= &sort=-starts_at &count=true and named filters.
 *
 * A page's SQL is a named statement with two marks: {filters} (expands to " AND (…)" for each filter that is asked for)
 * and {page} (the cursor, the order and the limit; it ends the statement). The cursor is the id of the last row seen:
 * the next page starts behind that row in the chosen order, so rows that appear meanwhile never shift a page.
 */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "core/list.h"
#include "core/shape.h"
#include "db/db.h"

struct call;

struct page_sort {
    const char *name;   /* in the URL; the first of the table is the default; "-name" turns the order */
    const char *column; /* SQL expression that is never NULL, "p.name_sort" */
};

struct page_filter {
    const char *name; /* URL parameter */
    const char *sql;  /* condition with $? where the value goes (may be used more than once), "e.state = $?" */
    enum shape_kind
        kind; /* how the parameter is read: SHAPE_TEXT, SHAPE_ID, SHAPE_INT, SHAPE_DATE, SHAPE_TIME, SHAPE_BOOL */
    const char *zh, *en;
    struct str (*clean)(struct arena *a, struct str text); /* what is bound instead of what was typed; NULL: as typed */
};

struct page_spec {
    const struct sql *base;
    const char *from; /* tables of the cursor row's keys with the aliases of base, "person p" */
    const char *id;   /* "p.id" */
    const struct page_sort *sorts;
    size_t sort_count;
    const struct page_filter *filters; /* NULL-able */
    size_t filter_count;
};

/* The reply of a ROUTE_PAGE: {"items":[…],"next":"cursor" or null,"total":n when count=true}. */
struct page {
    struct list items; /* of the route's out shape */
    struct str next;
    int64_t total;
    bool counted;
};

/* Reads limit, cursor, sort, count and the filters from the call and fills c->out (a struct page) with records of the
 * route's out shape, which has a field "id" that is unique in the list and equals spec->id. `fixed` are $1 … of the
 * base text. */
__attribute__((warn_unused_result)) struct err *page_run(struct call *c, const struct page_spec *spec,
                                                         struct vals fixed);
/* The text for one sort and a set of filters (bit i = filter i), for the test that reads every plan. */
struct str page_text(struct arena *a, const struct page_spec *spec, size_t fixed_count, size_t sort, bool descending,
                     uint64_t filters, bool cursor);

#endif
