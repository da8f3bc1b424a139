/* tests/database.h: an empty database for a test program, of either kind.
 *
 * SQLite: a file in a new temporary directory. PostgreSQL: a schema of its own in the database that TONGKE_TEST_PG (a
 * libpq URI) names; without it there is none, and the program prints that it skips. database_drop removes all of it.
 */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include "core/arena.h"
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct test_database {
    enum db_kind kind;
    char dir[64];   /* SQLite */
    char url[1024]; /* for db_open */
};

__attribute__((unused)) static void database_say_and_exit_(struct err *e)
{
    printf("no test database: %.*s\n", STR_ARG(e->en));
    exit(1);
}

/* One statement on the database that TONGKE_TEST_PG names. */
__attribute__((unused)) static void database_admin_(const char *text)
{
    struct arena *a = arena_open(1 << 20);
    struct db *db = NULL;
    struct err *e = db_open(a, str_of(getenv("TONGKE_TEST_PG")), DB_WRITE, &db);
    if (!e) e = db_script(db, a, str_of(text));
    if (e) database_say_and_exit_(e);
    db_close(db);
    arena_close(a);
}

__attribute__((unused)) static bool database_make(enum db_kind kind, struct test_database *ret)
{
    *ret = (struct test_database){.kind = kind};
    if (kind == DB_SQLITE) {
        const char *tmp = getenv("TMPDIR");
        snprintf(ret->dir, sizeof ret->dir, "%.40s/tongke-XXXXXX", tmp ? tmp : "/tmp");
        if (!mkdtemp(ret->dir)) return perror(ret->dir), exit(1), false;
        snprintf(ret->url, sizeof ret->url, "sqlite:%s/test.db", ret->dir);
        return true;
    }
    const char *base = getenv("TONGKE_TEST_PG");
    if (!base || !*base) return printf("PostgreSQL skipped: TONGKE_TEST_PG is not set\n"), false;
    char text[128];
    snprintf(text, sizeof text, "DROP SCHEMA IF EXISTS test_%d CASCADE; CREATE SCHEMA test_%d", (int)getpid(),
             (int)getpid());
    database_admin_(text);
    snprintf(ret->url, sizeof ret->url, "%s%coptions=-csearch_path%%3Dtest_%d&application_name=test_%d", base,
             strchr(base, '?') ? '&' : '?', (int)getpid(), (int)getpid());
    return true;
}

__attribute__((unused)) static void database_drop(struct test_database *d)
{
    char text[160];
    if (d->kind == DB_POSTGRES) {
        snprintf(text, sizeof text, "DROP SCHEMA test_%d CASCADE", (int)getpid());
        database_admin_(text);
        return;
    }
    const char *ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "%s/test.db%s", d->dir, ends[i]);
        unlink(text);
    }
    rmdir(d->dir);
}

#endif
