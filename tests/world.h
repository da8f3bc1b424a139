/* tests/world.h: a small world for tests of domain modules: an empty database with the program's tables, a call as the
 * program itself, and people in a tree.
 *
 * Reactions between modules run as in the program. Each test opens a world, works in one transaction and drops it; or
 * commits with world_next_call to go on in another call, later in the day.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "api/config.h"
#include "api/effects.h"
#include "api/module.h"
#include "app/modules.h"
#include "check.h"
#include "database.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

/* Monday 2026-11-23, 10:00 in Chongqing. */
#define WORLD_NOW_US 1795399200000000LL
#define WORLD_TODAY 20261123

struct world {
    struct test_database database;
    struct arena *arena;
    struct db *db;
    struct id_source ids;
    struct config config;
    struct effects effects;
    struct who who;
    struct call call;
};

static enum db_kind world_kind; /* the database under test: the main loop of a program sets it */

__attribute__((unused)) static void world_must_(struct err *e, const char *file, int line)
{
    if (!e) return;
    printf("%s:%d: %s: %.*s (%s:%d)\n", file, line, e->code, STR_ARG(e->en), e->file, e->line);
    exit(1);
}
#define MUST(expression) world_must_((expression), __FILE__, __LINE__)

__attribute__((unused)) static struct call *world_call_(struct world *w, int64_t now_us)
{
    w->effects = (struct effects){.modules = app_modules, .module_count = app_module_count};
    w->call = (struct call){.arena = w->arena,
                            .db = w->db,
                            .ids = &w->ids,
                            .who = &w->who,
                            .now_us = now_us,
                            .tz_min = 480,
                            .today = date_of(now_us, 480),
                            .config = &w->config,
                            .effects = &w->effects};
    MUST(db_begin(w->db, w->arena));
    return &w->call;
}

__attribute__((unused)) static struct call *world_open(struct world *w)
{
    *w = (struct world){.config = {.tz_min = 480, .public_url = STR("https://train.example.cn")}};
    memset(w->config.secret_key, 7, sizeof w->config.secret_key);
    w->arena = arena_open(256u << 20);
    if (!database_make(world_kind, &w->database)) exit(1);
    MUST(app_migrate(w->arena, str_of(w->database.url), &w->db));
    return world_call_(w, WORLD_NOW_US);
}

/* Commits and begins another call at that time. */
__attribute__((unused)) static struct call *world_next_call(struct world *w, int64_t now_us)
{
    MUST(db_commit(w->db, w->arena));
    return world_call_(w, now_us);
}

__attribute__((unused)) static void world_drop(struct world *w)
{
    db_rollback(w->db);
    db_close(w->db);
    database_drop(&w->database);
    arena_close(w->arena);
}

/* The city when parent_id is 0, else a district below the city or a unit below anything else. */
__attribute__((unused)) static int64_t world_org(struct call *c, int64_t parent_id, const char *name, int kind,
                                                 int level)
{
    struct org org;
    struct org_new in = {
        .parent_id = parent_id, .name = str_of(name), .short_name = str_of(name), .kind = kind, .level = level};
    MUST(org_add(c, &in, &org));
    return org.id;
}

__attribute__((unused)) static int64_t world_person(struct call *c, int64_t org_id, const char *name, const char *rank,
                                                    int rank_from_on)
{
    struct person person;
    struct person_new in = {.org_id = org_id,
                            .name = str_of(name),
                            .rank_code = str_of(rank),
                            .rank_from_on = rank_from_on,
                            .audience_code = STR("civil_servants"),
                            .post = STR("科员"),
                            .is_leader = false,
                            .joined_on = rank_from_on};
    MUST(person_add(c, &in, &person));
    return person.id;
}

/* Runs `all` on SQLite, and on PostgreSQL when there is one; the exit status. */
__attribute__((unused)) static int world_run(void (*all)(void))
{
    world_kind = DB_SQLITE;
    all();
    const char *pg = getenv("TONGKE_TEST_PG");
    if (pg && *pg) {
        world_kind = DB_POSTGRES;
        all();
    } else {
        printf("PostgreSQL skipped: TONGKE_TEST_PG is not set\n");
    }
    return check_end();
}

#endif
