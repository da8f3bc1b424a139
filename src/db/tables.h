/* db/tables.h: a database as a whole: its tables, all rows from one database to another, and whether it is sound.
 *
 * Everything is read from the database's own catalogue, so a new table or column needs nothing here. Two databases fit
 * when their tables and columns have the same names: both have been migrated by this program. Rows travel as bare
 * values; a digest that does not depend on the order of rows proves that both sides hold the same.
 *
 * The caller has the transactions; one thread at a time.
 */
#ifndef DB_TABLES_H
#define DB_TABLES_H

#include "db/db.h"

struct table {
    struct str name;
    struct list columns; /* struct str, in their order */
    int64_t rows;        /* filled by tables_copy and tables_digest */
    uint64_t digest;     /* the same */
};

/* All tables of the program in the order of their names; none in an empty database. In or outside a transaction. */
DB_USE struct err *tables_list(struct db *db, struct arena *a, struct list *ret_tables);
/* Keeps others from writing until the end of the transaction that the caller has begun just before: what is read next
 * is the last word. SQLite's writing transaction does it by itself. */
DB_USE struct err *tables_lock(struct db *db, struct arena *a, const struct list *tables);
/* Counts the rows of each table and digests them. In a transaction. */
DB_USE struct err *tables_digest(struct db *db, struct arena *a, struct list *tables);

/* Replaces all that is in `to` (freshly migrated: the rows that migration brought) by all that `from` sees in its
 * transaction, reads it again and compares. Begins and commits on `to` itself: all or nothing. Fills rows and digests
 * of *tables, which is the list of `from`. `told` (may be NULL) hears the name and count of each finished table.
 * ERR_CONFLICT "tables.differ" when the tables do not fit, ERR_BROKEN "tables.lost" when what arrived is not what left.
 */
DB_USE struct err *tables_copy(struct db *from, struct db *to, struct arena *a, struct list *tables,
                               void (*told)(void *context, const struct table *table), void *context);

/* What the database itself finds wrong: damaged pages, indexes that miss rows, references that lead nowhere. `full`
 * reads every row of every index too. Faults in words (struct str), at most 20. PostgreSQL checks pages as it reads
 * them, and keeps references by itself: there is nothing to find. Outside a transaction, or in a reading one. */
DB_USE struct err *tables_check(struct db *db, struct arena *a, bool full, struct list *ret_faults);
/* A copy of a SQLite database as one new file, of one moment, while others go on writing. Not in a transaction. */
DB_USE struct err *tables_snapshot(struct db *db, struct arena *a, struct str path);

#endif
