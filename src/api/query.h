/* api/query.h: which parameters the address of a request may carry. Inside the api only.
 *
 * A misspelt filter that is passed over would return another list than was asked for, and look right: what a route does
 * not declare is refused. The same declarations are printed by api/describe.c.
 */
#ifndef API_QUERY_H
#define API_QUERY_H

#include "api/module.h"

enum { QUERY_PARAMS_MAX = 40 };

struct query_params {
    struct route_param items[QUERY_PARAMS_MAX];
    size_t n;
};

/* All that a route takes: the paging, sort and export of a list, the filters of its page, and its own. */
void query_params(const struct route *route, struct query_params *ret_params);
/* Only a table that ends with an empty row; NULL takes nothing. */
void query_params_own(const struct route_param *own, struct query_params *ret_params);
/* A parameter that a route declares twice, in its page and beside it; NULL none. */
const char *query_twice(const struct query_params *params);
/* ERR_INVALID: "input.query" when the text cannot be read, "input.unknown_parameter" and "input.parameter_twice" with
 * the parameter's name. */
__attribute__((warn_unused_result)) struct err *query_check(struct arena *a, struct str query,
                                                            const struct query_params *params);

#endif
