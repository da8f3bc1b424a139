/* db/db_sqlite.c: the driver for SQLite. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "db/db_private.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNDO_BYTES = 120 << 10, BUSY_TIMEOUT_MS = 5000 };

struct sqlite_db {
    struct db base;
    sqlite3 *handle;
};

struct sqlite_statement {
    struct statement base;
    sqlite3_stmt *handle;
    int *index; /* [params]: SQLite's number of $1, $2 …, which it gives in the order they are met */
};

static sqlite3 *handle_of(struct db *db) { return ((struct sqlite_db *)db)->handle; }

static sqlite3_stmt *stmt_of(struct statement *st) { return ((struct sqlite_statement *)st)->handle; }

static bool is_disk_full(sqlite3 *handle, int code)
{
    return code == SQLITE_FULL || (code == SQLITE_IOERR && sqlite3_system_errno(handle) == ENOSPC);
}

static struct err *error_of(struct db *db, struct arena *a, const char *name)
{
    sqlite3 *handle = handle_of(db);
    int extended = sqlite3_extended_errcode(handle), code = extended & 0xff;
    const char *detail = sqlite3_errmsg(handle);
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return db_err_unique(a, detail);
    case SQLITE_CONSTRAINT_FOREIGNKEY: return db_err_reference(a, detail);
    case SQLITE_CONSTRAINT_TRIGGER:
        if (strcmp(detail, "append_only") == 0) return db_err_append_only(a);
    }
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return db_err_busy(a, detail);
    if (code == SQLITE_READONLY) return db_err_read_only(a, name);
    if (is_disk_full(handle, code)) return db_err_full(a, detail);
    return db_err_broken(a, name, detail);
}

/* ---- statements ---- */

static void release_statement(struct db *db, struct statement *base)
{
    struct sqlite_statement *st = (struct sqlite_statement *)base;
    sqlite3_finalize(st->handle);
    free(st->index);
    free(st);
}

/* Finds $1 … $n by name; false when one of them is missing or another kind of parameter is there. */
static bool index_params(struct sqlite_statement *st)
{
    int n = sqlite3_bind_parameter_count(st->handle);
    st->index = calloc((size_t)n + 1, sizeof *st->index);
    if (!st->index) abort();
    for (int i = 0; i < n; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        st->index[i] = sqlite3_bind_parameter_index(st->handle, name);
        if (!st->index[i]) return false;
    }
    st->base.params = (size_t)n;
    return true;
}

static struct err *prepare(struct db *db, struct arena *a, const struct sql *sql, struct statement **ret_statement)
{
    sqlite3_stmt *handle;
    const char *rest;
    if (sqlite3_prepare_v3(handle_of(db), sql->text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest))
        return error_of(db, a, sql->name);
    struct sqlite_statement *st = calloc(1, sizeof *st);
    if (!st) abort();
    st->handle = handle;
    st->base.columns = (size_t)sqlite3_column_count(handle);
    st->base.writes = !sqlite3_stmt_readonly(handle);
    const char *wrong = !handle             ? "the statement is empty"
                        : *rest             ? "there is more than one statement"
                        : !index_params(st) ? "the parameters are not $1, $2 …"
                                            : NULL;
    if (wrong) {
        release_statement(db, &st->base);
        return db_err_broken(a, sql->name, wrong);
    }
    *ret_statement = &st->base;
    return NULL;
}

static int bind(sqlite3_stmt *handle, int i, const struct val *v)
{
    const char *bytes = v->kind >= VAL_TEXT && v->s.p ? v->s.p : "";
    switch (v->kind) {
    case VAL_NULL: return sqlite3_bind_null(handle, i);
    case VAL_INT: return sqlite3_bind_int64(handle, i, v->i);
    case VAL_REAL: return sqlite3_bind_double(handle, i, v->r);
    case VAL_TEXT: return sqlite3_bind_text64(handle, i, bytes, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case VAL_BLOB: return sqlite3_bind_blob64(handle, i, bytes, v->s.n, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

/* Bytes are not copied: they live until the statement is finished, and are bound anew before it runs again. */
static struct err *start(struct db *db, struct arena *a, struct statement *base, struct vals in, bool stream)
{
    (void)stream;
    struct sqlite_statement *st = (struct sqlite_statement *)base;
    for (size_t i = 0; i < in.n; i++)
        if (bind(st->handle, st->index[i], &in.p[i])) return error_of(db, a, base->sql->name);
    return NULL;
}

static struct err *step(struct db *db, struct arena *a, struct statement *st, bool *ret_row)
{
    int code = sqlite3_step(stmt_of(st));
    *ret_row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? NULL : error_of(db, a, st->sql->name);
}

static int64_t changed(struct db *db, struct statement *st)
{
    return st->writes ? sqlite3_changes64(handle_of(db)) : 0;
}

/* By way of the value: asking the statement for type, bytes and length would each look after its errors. */
static struct val column(struct statement *st, size_t at)
{
    sqlite3_value *v = sqlite3_column_value(stmt_of(st), (int)at);
    switch (sqlite3_value_type(v)) {
    case SQLITE_INTEGER: return v_int(sqlite3_value_int64(v));
    case SQLITE_FLOAT: return v_real(sqlite3_value_double(v));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(v);
        return v_text((struct str){text, (size_t)sqlite3_value_bytes(v)});
    }
    case SQLITE_BLOB: {
        const char *blob = sqlite3_value_blob(v);
        return v_blob((struct str){blob, (size_t)sqlite3_value_bytes(v)});
    }
    default: return v_null();
    }
}

static const char *column_name(struct statement *st, size_t i) { return sqlite3_column_name(stmt_of(st), (int)i); }

static void finish(struct db *db, struct statement *st) { sqlite3_reset(stmt_of(st)); }

static struct err *script(struct db *db, struct arena *a, const char *text)
{
    return sqlite3_exec(handle_of(db), text, NULL, NULL, NULL) ? error_of(db, a, "script") : NULL;
}

static struct err *plan(struct db *db, struct arena *a, struct statement *st, struct buf *out)
{
    sqlite3_stmt *handle;
    struct str text = str_printf(a, "EXPLAIN QUERY PLAN %s", st->sql->text);
    if (sqlite3_prepare_v2(handle_of(db), text.p, (int)text.n, &handle, NULL)) return error_of(db, a, st->sql->name);
    while (sqlite3_step(handle) == SQLITE_ROW) {
        if (out->n) buf_char(out, '\n');
        buf_cstr(out, (const char *)sqlite3_column_text(handle, 3));
    }
    sqlite3_finalize(handle);
    return NULL;
}

/* A full disk makes SQLite roll back by itself. */
static bool is_lost(struct db *db) { return db->in_transaction && sqlite3_get_autocommit(handle_of(db)); }

/* There is no connection to lose outside a transaction. */
static struct err *revive(struct db *db, struct arena *a) { return NULL; }

static void close_sqlite(struct db *db)
{
    sqlite3_close(handle_of(db));
    free(db);
}

static void interrupt(struct db *db) { sqlite3_interrupt(handle_of(db)); }

static const struct sql begin_read = {"db_begin_read", "BEGIN"}, begin_write = {"db_begin", "BEGIN IMMEDIATE"};

static const struct db_driver driver = {
    .close = close_sqlite,
    .interrupt = interrupt,
    .prepare = prepare,
    .start = start,
    .step = step,
    .changed = changed,
    .column = column,
    .column_name = column_name,
    .finish = finish,
    .release = release_statement,
    .script = script,
    .plan = plan,
    .is_lost = is_lost,
    .revive = revive,
    .begin_read = &begin_read,
    .begin_write = &begin_write,
};

/* ---- opening ---- */

/* Before the first use of SQLite. Counting every allocation would take a lock that all connections share. What a
 * statement must be able to undo stays in memory up to a size that only bulk work exceeds, or each later statement of a
 * transaction writes it to a file; with 128 KB or more, the way to the file would fail: SQLite hands it on in one
 * write, and takes no longer ones. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, UNDO_BYTES);
}

/* Pages are read through the map, shared by all connections; so each needs but a small cache of its own: 2 MB, and 8 MB
 * for the writer, which must hold what it changes. A checkpoint each 4,000 pages writes pages that change again and
 * again less often than the default of 1,000. LIKE that minds the case is what PostgreSQL does, and can use an index.
 */
static const char settings[] = "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA case_sensitive_like = ON;"
                               "PRAGMA mmap_size = 134217728;"
                               "PRAGMA journal_size_limit = 67108864;"
                               "PRAGMA wal_autocheckpoint = 4000;";

static struct err *set_wal(struct db *db, struct arena *a)
{
    static const struct sql wal = {"db_wal", "PRAGMA journal_mode = WAL"};
    struct str mode;
    TRY(db_text(db, a, &wal, NO_VALS, &mode));
    if (str_is(mode, "wal") || str_is(mode, "memory")) return NULL;
    FAIL(a, ERR_BROKEN, "db.no_wal", "该位置不支持 WAL 日志（多为网络磁盘），请把数据库放在本机磁盘上。",
         "This place does not take a WAL journal (a network disk?): put the database on a local disk.");
}

static struct err *set_up(struct db *db, struct arena *a)
{
    /* The writer's temporary things lie in files: an undo journal in memory is a list that each statement within a
     * savepoint walks from its start, so that ten thousand statements in one call would take minutes. */
    TRY(script(db, a, settings));
    TRY(script(db, a,
               db->mode == DB_WRITE ? "PRAGMA temp_store = FILE; PRAGMA cache_size = -8000"
                                    : "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2000; PRAGMA query_only = ON"));
    return db->mode == DB_WRITE ? set_wal(db, a) : NULL;
}

/* A reader opens for writing too: it must be able to make the shared memory of the WAL. query_only holds it back. */
static int open_handle(const char *path, enum db_mode mode, sqlite3 **ret_handle)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, ret_handle, flags, NULL);
    sqlite3_extended_result_codes(*ret_handle, 1);
    sqlite3_busy_timeout(*ret_handle, BUSY_TIMEOUT_MS);
    return code;
}

struct err *sqlite_open(struct arena *a, struct str path, enum db_mode mode, struct db **ret_db)
{
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (!db) abort();
    db->base = (struct db){.driver = &driver, .kind = DB_SQLITE, .mode = mode, .reads_only = mode == DB_READ};
    char *name = str_cstr(a, path);
    int code = open_handle(name, mode, &db->handle);
    struct err *e = !code ? set_up(&db->base, a)
                          : ERR(a, ERR_BROKEN, "db.open", "无法打开数据库文件“%s”：%s。请检查路径和权限。",
                                "Cannot open the database file “%s”: %s. Check the path and its permissions.", name,
                                sqlite3_errmsg(db->handle));
    if (e)
        db_close(&db->base);
    else
        *ret_db = &db->base;
    return e;
}
