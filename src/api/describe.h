/* api/describe.h: the tables, told to people and programs: OpenAPI, TypeScript, a list of routes. */
#ifndef API_DESCRIBE_H
#define API_DESCRIBE_H

#include "api/module.h"
#include "core/buf.h"

/* OpenAPI 3.1 as JSON. */
void describe_openapi(struct buf *out, const struct module *const *modules, size_t n);
/* web/src/api/generated.ts: an interface for each shape and a typed table of routes. */
void describe_typescript(struct buf *out, const struct module *const *modules, size_t n);
/* [{"verb","path","perm","flags","module"}] for the test that walks every route. */
void describe_routes(struct buf *out, const struct module *const *modules, size_t n);

#endif
