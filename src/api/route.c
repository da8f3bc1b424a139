#include "api/route.h"

#include <string.h>

enum { SEGMENTS_MAX = 8 };

struct pattern {
    struct str segments[SEGMENTS_MAX]; /* "{…" is an id */
    size_t n;
    const struct route *route;
    const struct channel *channel;
    const struct module *module;
};

struct router {
    struct list by_length[SEGMENTS_MAX + 1]; /* struct pattern */
};

static size_t cut_path(struct str path, struct str *segments)
{
    size_t n = 0;
    if (path.n && path.p[0] == '/') path = (struct str){path.p + 1, path.n - 1};
    do {
        if (n == SEGMENTS_MAX) return SEGMENTS_MAX + 1;
        segments[n++] = str_cut(path, '/', &path);
    } while (path.p);
    return n;
}

static bool is_id(struct str segment) { return segment.n && segment.p[0] == '{'; }

static void add_pattern(struct arena *a, struct router *router, const char *path, struct pattern pattern)
{
    pattern.n = cut_path(str_of(path), pattern.segments);
    *list_add(a, &router->by_length[pattern.n], struct pattern) = pattern;
}

struct router *router_new(struct arena *a, const struct module *const *modules, size_t n)
{
    struct router *router = arena_new(a, struct router);
    for (size_t m = 0; m < n; m++) {
        const struct module *module = modules[m];
        for (size_t i = 0; i < module->route_count; i++)
            add_pattern(a, router, module->routes[i].path,
                        (struct pattern){.route = &module->routes[i], .module = module});
        for (size_t i = 0; i < module->channel_count; i++)
            add_pattern(a, router, module->channels[i].path,
                        (struct pattern){.channel = &module->channels[i], .module = module});
    }
    return router;
}

/* How well a path fits: -1 not at all, else the number of literals. They are looked at first: most patterns differ. */
static int fit(const struct pattern *pattern, const struct str *segments, int64_t *ids)
{
    int literals = 0, id = 0;
    for (size_t i = 0; i < pattern->n; i++) {
        if (is_id(pattern->segments[i])) continue;
        if (!str_equal(pattern->segments[i], segments[i])) return -1;
        literals++;
    }
    for (size_t i = 0; i < pattern->n; i++) {
        if (!is_id(pattern->segments[i])) continue;
        if (id == LIMIT_PATH_IDS || !str_int64(segments[i], &ids[id]) || ids[id] <= 0) return -1;
        id++;
    }
    return literals;
}

struct route_match router_find(const struct router *router, enum verb verb, struct str path)
{
    struct route_match best = {0};
    struct str segments[SEGMENTS_MAX];
    size_t n = cut_path(path, segments);
    int best_fit = -1;
    if (n > SEGMENTS_MAX) return best;
    for (LIST_EACH(router->by_length[n], struct pattern, pattern)) {
        int64_t ids[LIMIT_PATH_IDS] = {0};
        int literals = fit(pattern, segments, ids);
        if (literals < 0) continue;
        if (pattern->route) best.verbs |= 1u << pattern->route->verb;
        bool right = pattern->channel || pattern->route->verb == verb;
        if (!right || literals < best_fit) continue;
        if (literals > best_fit) best.route = NULL, best.channel = NULL;
        best_fit = literals;
        if (pattern->channel)
            best.channel = pattern->channel;
        else
            best.route = pattern->route;
        best.module = pattern->module;
        memcpy(best.ids, ids, sizeof ids);
    }
    return best;
}

static bool same_place(const struct pattern *a, const struct pattern *b)
{
    if (!a->route || !b->route || a->route->verb != b->route->verb) return false;
    for (size_t i = 0; i < a->n; i++) {
        if (is_id(a->segments[i]) != is_id(b->segments[i])) return false;
        if (!is_id(a->segments[i]) && !str_equal(a->segments[i], b->segments[i])) return false;
    }
    return true;
}

struct err *router_check(struct arena *a, const struct router *router)
{
    for (size_t n = 0; n <= SEGMENTS_MAX; n++)
        for (LIST_EACH(router->by_length[n], struct pattern, one))
            for (struct pattern *other = one + 1; other != one_end_; other++)
                if (same_place(one, other))
                    FAIL(a, ERR_BROKEN, "api.route_twice", "两个接口占用同一路径：%s 与 %s。",
                         "Two routes take the same request: %s and %s.", one->route->path, other->route->path);
    return NULL;
}
