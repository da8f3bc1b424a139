/* db/db.h: all that a store sees of a database.
 *
 * A `struct db` is one connection, used by one thread at a time. SQL is always a named statement from a module's .sql
 * file (tools/sqlgen makes a `const struct sql` of each); parameters are $1, $2 … and one text serves SQLite and
 * PostgreSQL. Statements are prepared once per connection. Rows are bound to structs by column name through shapes: a
 * column without a field, or a NULL, is left zero; a field without a column stays zero.
 *
 * Stores never begin or commit: the caller (api/answer, a command, a test) does, and may run a whole handler again
 * after ERR_BUSY. Errors: ERR_BUSY "db.busy" (locked, serialization) and "db.lost" (connection), ERR_CONFLICT
 * "db.unique" and "db.reference" for constraints, ERR_LIMIT "db.full" when the disk is full, ERR_ABSENT "db.absent"
 * from db_get, ERR_BROKEN for the rest. A statement that failed (absence is no failure) spoils its transaction, or the
 * savepoint around it, on both databases: pass the error up. Later statements get "db.spoilt", and nothing is
 * committed. Where a conflict is no error, say so in SQL: ON CONFLICT DO NOTHING.
 *
 * Where the two databases differ: a parameter whose type PostgreSQL cannot tell from its place (`$1 IS NULL`) is
 * written CAST($1 AS BIGINT) or CAST($1 AS TEXT). Conditions on a bool column say `= 1`. Every integer parameter is a
 * BIGINT, so functions that want less take CAST($1 AS INTEGER). LIKE minds the case on both.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "core/err.h"
#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct db;

enum db_kind { DB_SQLITE, DB_POSTGRES };

struct sql {
    const char *name; /* "ledger_entry_insert": unique in the program */
    const char *text; /* without the trailing semicolon */
};

enum val_kind { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BLOB };

struct val {
    enum val_kind kind;
    union {
        int64_t i;
        double r;
        struct str s;
    };
};

struct vals {
    const struct val *p;
    size_t n;
};

/* db_run(db, &sql_x, VALS(v_id(person), v_text(name))) */
#define VALS(...)                                                                                                      \
    ((struct vals){(const struct val[]){__VA_ARGS__}, sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)})
#define NO_VALS ((struct vals){NULL, 0})

static inline struct val v_int(int64_t i) { return (struct val){VAL_INT, {.i = i}}; }
static inline struct val v_id(int64_t id) { return id ? v_int(id) : (struct val){VAL_NULL, {0}}; } /* 0 is NULL */
static inline struct val v_time(int64_t us) { return v_id(us); }                                   /* 0 is NULL */
static inline struct val v_date(int date) { return v_id(date); }                                   /* 0 is NULL */
static inline struct val v_bool(bool b) { return v_int(b); } /* stored as integer 0 or 1 on both */
static inline struct val v_real(double r) { return (struct val){VAL_REAL, {.r = r}}; }
static inline struct val v_text(struct str s) { return (struct val){VAL_TEXT, {.s = s}}; } /* empty is '' */
static inline struct val v_cstr(const char *s) { return v_text(str_of(s)); }
static inline struct val v_blob(struct str s) { return (struct val){VAL_BLOB, {.s = s}}; }
static inline struct val v_null(void) { return (struct val){VAL_NULL, {0}}; }

#define DB_USE __attribute__((warn_unused_result))

/* Runs a statement; *ret_changed (may be NULL) is the number of rows it changed. */
DB_USE struct err *db_run(struct db *db, struct arena *a, const struct sql *sql, struct vals in, int64_t *ret_changed);
/* Exactly the first row into *ret_record (shape->size bytes, zeroed first); ERR_ABSENT "db.absent" when there is none.
 */
DB_USE struct err *db_get(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                          const struct shape *shape, void *ret_record);
/* As db_get, but *ret_found says whether there was one. */
DB_USE struct err *db_find(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                           const struct shape *shape, void *ret_record, bool *ret_found);
/* All rows, in the arena, as a list of the shape's struct. */
DB_USE struct err *db_list(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                           const struct shape *shape, struct list *ret_list);
/* First column of the first row as an integer; 0 when there is no row or it is NULL. */
DB_USE struct err *db_int(struct db *db, struct arena *a, const struct sql *sql, struct vals in, int64_t *ret_value);
/* First column of the first row as text or blob bytes, copied to the arena; empty when there is none. */
DB_USE struct err *db_text(struct db *db, struct arena *a, const struct sql *sql, struct vals in, struct str *ret_text);
/* Every row in turn, for answers that do not fit in memory: the record is valid only during the call, texts in it
 * included. An error from `each` stops and is passed up. `each` may run other statements. Only in a transaction. */
DB_USE struct err *db_each(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                           const struct shape *shape, struct err *(*each)(void *context, const void *record),
                           void *context);
/* The same as bare values in the order of the columns, for those who copy whole tables. */
DB_USE struct err *db_rows(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                           struct err *(*each)(void *context, struct vals row), void *context);

/* A text composed at run time (the filters and order of a list) as a statement: one per connection and text, prepared
 * once like a named one. Valid until the transaction ends. Values go into parameters, never into the text. */
DB_USE struct err *db_sql(struct db *db, struct arena *a, struct str text, const struct sql **ret_sql);
enum db_kind db_kind_of(const struct db *db);

/* ---- for those who own connections: api/answer, commands, tests ---- */

enum db_mode {
    DB_READ,  /* opens read-only; each transaction sees one snapshot */
    DB_WRITE, /* the writer */
};

/* url: a SQLite file path ("/data/tongke.db" or "sqlite:/data/tongke.db") or a libpq URI ("postgresql://…").
 * SQLite: WAL, synchronous=FULL, foreign_keys on; only DB_WRITE makes the file. PostgreSQL: UTF-8 is checked,
 * REPEATABLE READ for reads and writes; a lost connection is opened again at the next db_begin. Thread: any one at a
 * time. */
DB_USE struct err *db_open(struct arena *a, struct str url, enum db_mode mode, struct db **ret_db);
void db_close(struct db *db); /* NULL is allowed */
/* From any thread: what runs on the connection soon ends with an error. Nothing on PostgreSQL. */
void db_interrupt(struct db *db);
/* As the connection's mode says; db_begin_read: a transaction that may not write, on any connection. */
DB_USE struct err *db_begin(struct db *db, struct arena *a);
DB_USE struct err *db_begin_read(struct db *db, struct arena *a);
/* After an error nothing of the transaction is kept, and it has ended. When the connection is lost in the middle of a
 * commit nobody knows whether it was kept: ERR_BROKEN "db.commit_unknown", not to be run again blindly. */
DB_USE struct err *db_commit(struct db *db, struct arena *a);
void db_rollback(struct db *db);
/* Nested: several calls in one group commit. Release keeps, rollback_to undoes since the savepoint and ends it.
 * rollback_to is false when the whole transaction is gone (full disk, lost connection). */
DB_USE struct err *db_savepoint(struct db *db, struct arena *a);
DB_USE struct err *db_release(struct db *db, struct arena *a);
DB_USE bool db_rollback_to(struct db *db);
/* SQL that is not a named statement: schema steps, PRAGMA, bulk loading in the demo maker. Never from a store. */
DB_USE struct err *db_script(struct db *db, struct arena *a, struct str text);
/* The plan of a statement as text, one line a step, for the test that refuses full scans. As if tables were large:
 * PostgreSQL is told to avoid sequential scans, so one in the plan means that no index serves. */
DB_USE struct err *db_plan(struct db *db, struct arena *a, const struct sql *sql, struct str *ret_plan);

#endif
