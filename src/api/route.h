/* api/route.h: finds the route or channel of a path. Inside the api only.
 *
 * A path is cut at its slashes; {x_id} takes a positive decimal number. Literals win over ids.
 */
#ifndef API_ROUTE_H
#define API_ROUTE_H

#include "api/module.h"

struct router;

struct route_match {
    const struct route *route; /* NULL when none */
    const struct channel *channel;
    const struct module *module;
    int64_t ids[LIMIT_PATH_IDS];
    unsigned verbs; /* bit per enum verb that this path takes: for 405 and its Allow header */
};

/* In the arena, which must outlive it. */
struct router *router_new(struct arena *a, const struct module *const *modules, size_t n);
/* `path` is below /api/v1. A channel and a route may share a path: then both are set, and an upgrade goes to the
 * channel. */
struct route_match router_find(const struct router *router, enum verb verb, struct str path);
/* Two routes with the same verb whose literals do not tell them apart. */
__attribute__((warn_unused_result)) struct err *router_check(struct arena *a, const struct router *router);

#endif
