/* api/param.h: a parameter of an address that is neither paging nor a filter of a page.
 *
 * Tables of them end with an empty row. A route takes what it declares and nothing else: a misspelt parameter that were
 * passed over would give another answer than was asked for.
 */
#ifndef API_PARAM_H
#define API_PARAM_H

#include "core/shape.h"

struct route_param {
    const char *name;
    enum shape_kind kind; /* TEXT, ID, INT, BOOL, DATE or TIME */
    const char *zh, *en;
};

#endif
