/* Paths and query strings: a match has its ids, a parameter is text or nothing. */
#include "api/query.h"
#include "api/range.h"
#include "api/route.h"
#include "core/err.h"
#include "fuzz/fuzz.h"

#include <string.h>

static const struct route routes[] = {
    {.verb = GET, .path = "/classes", .help_zh = "班次", .help_en = "Classes"},
    {.verb = GET, .path = "/classes/{class_id}", .help_zh = "班次", .help_en = "Class"},
    {.verb = PUT, .path = "/classes/{class_id}", .help_zh = "班次", .help_en = "Class"},
    {.verb = POST, .path = "/classes/{class_id}/sessions/{session_id}", .help_zh = "课", .help_en = "Session"},
    {.verb = GET, .path = "/classes/mine", .help_zh = "我的班次", .help_en = "My classes"},
};
static const struct module module = {.name = "fuzz", .routes = routes, .route_count = sizeof routes / sizeof *routes};

/* What is let through has known names only, none of them twice. */
static void check_query(struct arena *a, struct str query)
{
    static const struct route_param own[] = {{"q", SHAPE_TEXT, "词", "words"}, {"limit", SHAPE_INT, "行", "rows"}, {0}};
    struct query_params params;
    query_params_own(own, &params);
    struct err *e = query_check(a, query, &params);
    if (e) {
        FUZZ_CHECK(e->code && str_chars(e->zh) >= 0 && str_chars(e->en) >= 0);
        return;
    }
    size_t seen = 0;
    while (query.n) {
        struct str value, pair = str_cut(query, '&', &query), key = str_cut(pair, '=', &value);
        FUZZ_CHECK(!pair.n || str_is(key, "q") || str_is(key, "limit"));
        seen += pair.n > 0;
    }
    FUZZ_CHECK(seen <= 2);
}

/* Whatever is asked for, a part lies within the file. */
static void check_range(struct str range)
{
    enum { SIZE = 1000 };
    int64_t from = -1, bytes = -1;
    enum range_kind kind = range_of(range, (struct str){0}, STR("\"a\""), SIZE, &from, &bytes);
    if (kind == RANGE_WHOLE) FUZZ_CHECK(from == 0 && bytes == SIZE);
    if (kind == RANGE_PART) FUZZ_CHECK(from >= 0 && bytes > 0 && from < SIZE && bytes <= SIZE - from);
}

static void check_parameter(struct arena *a, struct str query)
{
    struct call c = {.arena = a, .query = query};
    const char *names[] = {"q", "limit", "cursor", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str text = call_param(&c, names[i]);
        FUZZ_CHECK(text.n <= query.n && str_chars(text) >= 0 && (text.n == 0 || !memchr(text.p, 0, text.n)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(8 << 20);
    const struct module *modules[] = {&module};
    struct str query, path = str_cut((struct str){(const char *)data, size}, '?', &query);
    const struct router *router = router_new(a, modules, 1);
    for (enum verb verb = GET; verb <= DELETE; verb++) {
        struct route_match match = router_find(router, verb, path);
        if (match.route) FUZZ_CHECK(match.route->verb == verb && (match.verbs & 1u << verb));
        if (match.route && strchr(match.route->path, '{')) FUZZ_CHECK(match.ids[0] > 0);
    }
    check_range(query);
    check_query(a, query);
    check_parameter(a, query);
    arena_close(a);
    return 0;
}
