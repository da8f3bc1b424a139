/* db/migrate.h: schema steps, numbered and append-only.
 *
 * Each module has `<module>_schema.sql` with blocks headed `-- step N: what it does`. tools/sqlgen turns them into
 * a `const struct schema_step[]`. Steps of all modules are applied in the order of app/modules.c and then by number,
 * each in a transaction with its row in table `schema_step` (module, number, digest, applied_at). A step that was
 * applied and whose text has changed since is an error: released steps never change.
 *
 * Type words are expanded per database: {int64} {real} {text} {blob}, and at the end of CREATE TABLE {strict} (STRICT
 * on SQLite, nothing on PostgreSQL) or {keyed} (the same, and on SQLite the rows lie in the order of the primary key).
 * Text on PostgreSQL has COLLATE "C", so ranges and order are by bytes on both.
 * `{append_only:table}` makes triggers that refuse UPDATE and DELETE on that table. `{append_only_until:table}` lets
 * go, of such a table with a column `at`, what is older than `before` of the row 1 of TABLE_release, which is 0 but
 * for the transaction in which a retention rule is applied.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "core/err.h"

struct db;

struct schema_step {
    const char *module;
    int number; /* from 1, without gaps in a module */
    const char *what;
    const char *text;
};

struct schema {
    const struct schema_step *steps;
    size_t n;
};

/* Brings the database to the newest schema; *ret_applied (may be NULL) is the number of steps run. now_us for the
 * record. */
__attribute__((warn_unused_result)) struct err *migrate(struct db *db, struct arena *a, const struct schema *schemas,
                                                        size_t n, int64_t now_us, int *ret_applied);

#endif
