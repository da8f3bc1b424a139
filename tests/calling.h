/* tests/calling.h: operations of modules called without an edge, on an empty database of either kind.
 *
 * `call` stands in a write transaction that is never committed: calling_again() undoes what a test did. Time stands
 * still at noon of 2026-11-24 in the city. The caller is nobody, which is the program itself, until calling_as says
 * otherwise.
 */
#ifndef TESTS_CALLING_H
#define TESTS_CALLING_H

#include "api/call.h"
#include "api/config.h"
#include "api/effects.h"
#include "api/module.h"
#include "check.h"
#include "database.h"
#include "db/migrate.h"

#define CALLING_NOW (1795492800LL * TIME_SECOND_US) /* 2026-11-24 12:00 in China */

static struct call *call;
static struct {
    struct test_database database;
    struct db *db;
    struct arena *arena;
    struct id_source ids;
    struct config config;
    struct effects effects;
    struct who who;
    struct who_role role;
    struct call call;
} calling;

/* A role of the caller on a path; ROLE_NONE for the program itself. */
__attribute__((unused)) static void calling_as(enum role role, const char *path, int64_t account_id, int64_t person_id)
{
    calling.role = (struct who_role){.role = role, .path = str_of(path)};
    calling.who =
        (struct who){.account_id = account_id, .person_id = person_id, .name = STR("测试"), .login = STR("test")};
    if (role) calling.who.roles = (struct list){&calling.role, 1, 0};
}

/* Forgets everything since the database was made. */
__attribute__((unused)) static void calling_again(void)
{
    db_rollback(calling.db);
    CHECK_OK(db_begin(calling.db, calling.arena));
    effects_clear(&calling.effects);
    calling_as(ROLE_NONE, "", 0, 0);
    calling.call = (struct call){.arena = calling.arena,
                                 .db = calling.db,
                                 .ids = &calling.ids,
                                 .who = &calling.who,
                                 .now_us = CALLING_NOW,
                                 .today = date_of(CALLING_NOW, 480),
                                 .tz_min = 480,
                                 .config = &calling.config,
                                 .effects = &calling.effects};
    call = &calling.call;
}

/* False when there is no such database to test on. */
__attribute__((unused)) static bool calling_open(enum db_kind kind, const struct module *const *modules, size_t n)
{
    struct schema schemas[16];
    if (!database_make(kind, &calling.database)) return false;
    calling.arena = arena_open((size_t)1 << 30);
    calling.effects = (struct effects){.modules = modules, .module_count = n};
    memset(calling.config.secret_key, 7, sizeof calling.config.secret_key);
    for (size_t i = 0; i < n; i++) schemas[i] = *modules[i]->schema;
    struct err *e = db_open(calling.arena, str_of(calling.database.url), DB_WRITE, &calling.db);
    if (!e) e = migrate(calling.db, calling.arena, schemas, n, CALLING_NOW, NULL);
    if (!e) e = db_begin(calling.db, calling.arena);
    if (e) database_say_and_exit_(e);
    calling_again();
    return true;
}

__attribute__((unused)) static void calling_close(void)
{
    db_rollback(calling.db);
    db_close(calling.db);
    arena_close(calling.arena);
    database_drop(&calling.database);
}

#endif
