/* tests/bench/bench_handler.c: the class page without HTTP: identity and handler in one thread, over and over.
 *
 * bench_handler DATA TOKEN CLASS: prints {"per_second": n}. The yardstick of tests/bench/api.py.
 */
#include "api/config.h"
#include "api/effects.h"
#include "api/module.h"
#include "app/modules.h"
#include "domain/account/account.h"
#include "os/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUN_US = 3000000 };

static const struct route *find_route(const char *path)
{
    for (size_t m = 0; m < app_module_count; m++)
        for (size_t i = 0; i < app_modules[m]->route_count; i++)
            if (strcmp(app_modules[m]->routes[i].path, path) == 0 && app_modules[m]->routes[i].verb == GET)
                return &app_modules[m]->routes[i];
    return NULL;
}

static struct err *answer(struct db *db, struct arena *a, const struct route *route, struct str token, int64_t class_id)
{
    static struct id_source ids;
    struct effects effects = {0};
    struct config config = {.tz_min = 480};
    struct who who;
    int64_t now_us = clock_now_us();
    struct call c = {.arena = a,
                     .db = db,
                     .ids = &ids,
                     .now_us = now_us,
                     .today = date_of(now_us, 480),
                     .tz_min = 480,
                     .who = &who,
                     .config = &config,
                     .effects = &effects,
                     .route = route,
                     .path = {class_id}};
    c.out = arena_bytes(a, route->out->size);
    TRY(db_begin(db, a));
    TRY(account_identify(&c, token, &who));
    TRY(route->run(&c));
    db_rollback(db);
    return NULL;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(64 << 20), *call = arena_open(64 << 20);
    const struct route *route = find_route("/classes/{class_id}/page");
    struct db *db;
    if (argc != 4 || !route) return 2;
    struct err *e = db_open(a, str_printf(a, "%s/tongke.db", argv[1]), DB_READ, &db);
    int64_t count = 0, began_us = clock_monotonic_us(), took_us = 0;
    while (!e && (took_us = clock_monotonic_us() - began_us) < RUN_US) {
        e = answer(db, call, route, str_of(argv[2]), atoll(argv[3]));
        if (!e) arena_reset(call);
        count++;
    }
    if (e) return fprintf(stderr, "%s: %.*s\n", e->code, STR_ARG(e->en)), 1;
    printf("{\"per_second\": %.0f}\n", (double)count * 1e6 / (double)took_us);
    return 0;
}
