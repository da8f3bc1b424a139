/* db/db_private.h: what db.c and the two drivers share.
 *
 * A driver embeds `struct db` and `struct statement` as the first member of its own. db.c owns the cache of statements,
 * the binding of rows to shapes and the state of the transaction; a driver only speaks to its database. A statement
 * goes through start, step … step, finish; `column` is asked between a step that gave a row and the next call on the
 * same statement, and the bytes it tells of live as long.
 */
#ifndef DB_DB_PRIVATE_H
#define DB_DB_PRIVATE_H

#include "db/db.h"

struct composed;

struct statement {
    const struct sql *sql;             /* to be looked into while it runs only: later it may be gone */
    const char *text;                  /* sql->text when it was prepared */
    size_t params;                     /* $1 … $params */
    size_t columns;                    /* of a row; 0 when it gives none */
    bool writes;                       /* known on SQLite only: PostgreSQL refuses by itself */
    bool busy;                         /* between start and finish */
    bool composed;                     /* of a text made at run time */
    bool uncached;                     /* made because the cached one is busy: released at finish */
    const struct shape *shape;         /* that `fields` was made for */
    const struct shape_field **fields; /* [columns], NULL where the shape has none */
};

struct db_driver {
    void (*close)(struct db *db);
    void (*interrupt)(struct db *db); /* any thread */
    /* Makes *ret_statement from the text; sets params, columns and writes. */
    struct err *(*prepare)(struct db *db, struct arena *a, const struct sql *sql, struct statement **ret_statement);
    /* `stream`: rows are wanted a few at a time, and other statements may run between steps. */
    struct err *(*start)(struct db *db, struct arena *a, struct statement *st, struct vals in, bool stream);
    struct err *(*step)(struct db *db, struct arena *a, struct statement *st, bool *ret_row);
    int64_t (*changed)(struct db *db, struct statement *st);
    struct val (*column)(struct statement *st, size_t i);
    const char *(*column_name)(struct statement *st, size_t i);
    void (*finish)(struct db *db, struct statement *st);
    void (*release)(struct db *db, struct statement *st); /* frees it */
    struct err *(*script)(struct db *db, struct arena *a, const char *text);
    struct err *(*plan)(struct db *db, struct arena *a, struct statement *st, struct buf *out);
    /* Is the server's transaction gone, though we have not ended it? */
    bool (*is_lost)(struct db *db);
    /* Makes a lost connection new; all its statements have been released. */
    struct err *(*revive)(struct db *db, struct arena *a);
    const struct sql *begin_read, *begin_write;
};

struct db {
    const struct db_driver *driver;
    enum db_kind kind;
    enum db_mode mode;
    bool in_transaction;
    bool reads_only;          /* this transaction may not write */
    bool spoilt;              /* a statement failed; cleared by the rollback that undoes it */
    int savepoints;           /* open ones */
    struct statement **slots; /* open addressing by the address of the struct sql; slot_count is a power of two */
    size_t slot_count, statement_count;
    struct composed **composed; /* chains by hash of the text, LIMIT_DB_COMPOSED of them; NULL before the first */
    size_t composed_count;
};

struct err *sqlite_open(struct arena *a, struct str path, enum db_mode mode, struct db **ret_db);
struct err *postgres_open(struct arena *a, struct str url, enum db_mode mode, struct db **ret_db);

/* The errors that both make. `name` is the statement's, `detail` the database's own words. */
struct err *db_err_unique(struct arena *a, const char *detail);
struct err *db_err_reference(struct arena *a, const char *detail);
struct err *db_err_busy(struct arena *a, const char *detail);
struct err *db_err_full(struct arena *a, const char *detail);
struct err *db_err_append_only(struct arena *a);
struct err *db_err_read_only(struct arena *a, const char *name);
struct err *db_err_broken(struct arena *a, const char *name, const char *detail);

#endif
