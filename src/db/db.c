/* db/db.c: connections, statements and rows, the same for both databases. */
#include "db/db.h"

#include "core/arena.h"
#include "core/buf.h"
#include "core/limits.h"
#include "db/db_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- errors ---- */

struct err *db_err_unique(struct arena *a, const char *detail)
{
    return ERR(a, ERR_CONFLICT, "db.unique", "已有相同的记录（%s），请核对后再提交。",
               "There is such a record already (%s): check and submit again.", detail);
}

struct err *db_err_reference(struct arena *a, const char *detail)
{
    return ERR(a, ERR_CONFLICT, "db.reference", "所引用的记录不存在，或仍被其他记录引用（%s）。请刷新后重试。",
               "The record referred to is missing, or others still refer to this one (%s). Reload and try again.",
               detail);
}

struct err *db_err_busy(struct arena *a, const char *detail)
{
    return ERR(a, ERR_BUSY, "db.busy", "数据库正忙，请稍后重试（%s）。",
               "The database is busy: try again in a moment (%s).", detail);
}

struct err *db_err_full(struct arena *a, const char *detail)
{
    return ERR(a, ERR_LIMIT, "db.full", "磁盘空间已满，本次修改没有保存。请联系管理员清理磁盘（%s）。",
               "The disk is full and nothing was saved. Ask the operator to free space (%s).", detail);
}

struct err *db_err_append_only(struct arena *a)
{
    return ERR(a, ERR_BROKEN, "db.append_only", "该记录只能追加，不能修改或删除。",
               "These records are only added to: they are never changed or deleted.");
}

struct err *db_err_read_only(struct arena *a, const char *name)
{
    return ERR(a, ERR_BROKEN, "db.read_only", "程序在只读事务中执行了写入语句“%s”，请报告此问题。",
               "The program ran the writing statement “%s” in a read-only transaction: please report this.", name);
}

struct err *db_err_broken(struct arena *a, const char *name, const char *detail)
{
    return ERR(a, ERR_BROKEN, "db.broken", "数据库出错，请联系管理员（语句“%s”：%s）。",
               "The database failed: ask the operator (statement “%s”: %s).", name, detail);
}

/* ---- statements ---- */

enum { FIRST_SLOTS = 64 };

/* Composed statements have no name of their own; its address tells them apart. */
static const char composed_name[] = "composed";

struct composed {
    struct sql sql;
    size_t n; /* bytes of the text */
    struct composed *next;
    char text[];
};

static size_t slot_of(const struct db *db, const struct sql *sql)
{
    uint64_t hash = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (db->slot_count - 1);
    while (db->slots[i] && db->slots[i]->sql != sql) i = (i + 1) & (db->slot_count - 1);
    return i;
}

static void *zeroed(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) abort();
    return p;
}

static void set_slots(struct db *db, size_t count)
{
    struct statement **old = db->slots;
    size_t old_count = db->slot_count;
    db->slots = zeroed(count, sizeof *db->slots);
    db->slot_count = count;
    for (size_t i = 0; i < old_count; i++)
        if (old[i]) db->slots[slot_of(db, old[i]->sql)] = old[i];
    free(old);
}

static void release(struct db *db, struct statement *st)
{
    free(st->fields);
    db->driver->release(db, st);
}

static struct err *prepare(struct db *db, struct arena *a, const struct sql *sql, struct statement **ret_statement)
{
    struct statement *st;
    TRY(db->driver->prepare(db, a, sql, &st));
    st->sql = sql;
    st->text = sql->text;
    st->composed = sql->name == composed_name;
    *ret_statement = st;
    return NULL;
}

static struct err *prepare_cached(struct db *db, struct arena *a, const struct sql *sql,
                                  struct statement **ret_statement)
{
    TRY(prepare(db, a, sql, ret_statement));
    if ((db->statement_count + 1) * 2 > db->slot_count)
        set_slots(db, db->slot_count ? db->slot_count * 2 : FIRST_SLOTS);
    db->slots[slot_of(db, sql)] = *ret_statement;
    db->statement_count++;
    return NULL;
}

/* The prepared statement, from the cache when it is free. A struct sql at an old address but with another text (one
 * made on a stack) is told by the address of the text. */
static struct err *statement_get(struct db *db, struct arena *a, const struct sql *sql,
                                 struct statement **ret_statement)
{
    size_t i = db->slot_count ? slot_of(db, sql) : 0;
    struct statement *st = db->slot_count ? db->slots[i] : NULL;
    if (!st) return prepare_cached(db, a, sql, ret_statement);
    if (st->busy) {
        TRY(prepare(db, a, sql, ret_statement));
        (*ret_statement)->uncached = true;
        return NULL;
    }
    if (st->text != sql->text) {
        TRY(prepare(db, a, sql, ret_statement));
        release(db, st);
        db->slots[i] = *ret_statement;
        return NULL;
    }
    *ret_statement = st;
    return NULL;
}

static void forget_statements(struct db *db, bool composed_only)
{
    for (size_t i = 0; i < db->slot_count; i++) {
        struct statement *st = db->slots[i];
        if (!st || (composed_only && !st->composed)) continue;
        release(db, st);
        db->slots[i] = NULL;
        db->statement_count--;
    }
    if (db->slot_count) set_slots(db, db->slot_count);
}

static void forget_composed(struct db *db)
{
    if (!db->composed) return;
    forget_statements(db, true);
    for (size_t i = 0; i < LIMIT_DB_COMPOSED; i++) {
        for (struct composed *c = db->composed[i], *next; c; c = next) {
            next = c->next;
            free(c);
        }
        db->composed[i] = NULL;
    }
    db->composed_count = 0;
}

static uint64_t text_hash(struct str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++) hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
    return hash ^ hash >> 32;
}

struct err *db_sql(struct db *db, struct arena *a, struct str text, const struct sql **ret_sql)
{
    (void)a;
    if (!db->composed) db->composed = zeroed(LIMIT_DB_COMPOSED, sizeof *db->composed);
    struct composed **chain = &db->composed[text_hash(text) % LIMIT_DB_COMPOSED];
    for (struct composed *c = *chain; c; c = c->next) {
        *ret_sql = &c->sql;
        if (c->n == text.n && memcmp(c->text, text.p, text.n) == 0) return NULL;
    }
    struct composed *c = zeroed(1, sizeof *c + text.n + 1);
    memcpy(c->text, text.p, text.n);
    c->sql = (struct sql){composed_name, c->text};
    c->n = text.n;
    c->next = *chain;
    *chain = c;
    db->composed_count++;
    *ret_sql = &c->sql;
    return NULL;
}

/* ---- rows to structs ---- */

static struct err *wrong_type(struct arena *a, const struct statement *st, const struct shape_field *f)
{
    return ERR(a, ERR_BROKEN, "db.type", "语句“%s”的列“%s”与程序要求的类型不符，请报告此问题。",
               "Column “%2$s” of statement “%1$s” has not the type the program wants: please report this.",
               st->sql->name, f->column);
}

static bool set_int(struct val v, int64_t *p)
{
    if (v.kind != VAL_INT) return false;
    *p = v.i;
    return true;
}

static bool set_real(struct val v, double *p)
{
    if (v.kind != VAL_INT && v.kind != VAL_REAL) return false;
    *p = v.kind == VAL_INT ? (double)v.i : v.r;
    return true;
}

static bool set_text(struct arena *copy_to, struct val v, struct str *p)
{
    if (v.kind != VAL_TEXT && v.kind != VAL_BLOB) return false;
    *p = copy_to ? str_copy(copy_to, v.s) : v.s;
    return true;
}

static bool set_enum(struct val v, const char *const *names, int *p)
{
    if (v.kind != VAL_TEXT) return false;
    *p = shape_enum_index(names, v.s);
    return *p >= 0;
}

static bool set_field(struct arena *copy_to, const struct shape_field *f, struct val v, void *p)
{
    switch (f->kind) {
    case SHAPE_ID:
    case SHAPE_INT:
    case SHAPE_TIME:
    case SHAPE_HOURS: return set_int(v, p);
    case SHAPE_TEXT:
    case SHAPE_RAW: return set_text(copy_to, v, p);
    case SHAPE_ENUM: return set_enum(v, f->names, p);
    case SHAPE_REAL: return set_real(v, p);
    case SHAPE_BOOL: *(bool *)p = v.i != 0; return v.kind == VAL_INT;
    case SHAPE_DATE: *(int *)p = (int)v.i; return v.kind == VAL_INT && v.i == (int)v.i;
    default: return false;
    }
}

/* Which field each column goes to: worked out once, since a statement is nearly always read into the same shape. */
static void map_columns(struct db *db, struct statement *st, const struct shape *shape)
{
    if (!st->fields) st->fields = zeroed(st->columns + 1, sizeof *st->fields);
    for (size_t i = 0; i < st->columns; i++) st->fields[i] = shape_find_column(shape, db->driver->column_name(st, i));
    st->shape = shape;
}

/* Texts are copied to `copy_to`; NULL leaves them where the driver has them. */
static struct err *read_row(struct db *db, struct arena *a, struct statement *st, struct arena *copy_to, void *record)
{
    struct val (*column)(struct statement *, size_t) = db->driver->column;
    for (size_t i = 0; i < st->columns; i++) {
        const struct shape_field *f = st->fields[i];
        if (!f) continue;
        struct val v = column(st, i);
        if (v.kind == VAL_NULL) continue;
        if (!set_field(copy_to, f, v, (char *)record + f->offset)) return wrong_type(a, st, f);
    }
    return NULL;
}

/* ---- running ---- */

/* Any failure of the database spoils the transaction, on SQLite too: so code that works there works on PostgreSQL. */
static struct err *noted(struct db *db, struct err *e)
{
    if (e && db->in_transaction) db->spoilt = true;
    return e;
}

static struct err *spoilt(struct arena *a)
{
    return ERR(a, ERR_BROKEN, "db.spoilt", "本次操作中先前的数据库语句已失败，不能继续，请报告此问题。",
               "An earlier statement of this transaction failed, so it cannot go on: please report this.");
}

/* Outside a transaction a lost connection is made new without a word. */
static struct err *ready(struct db *db, struct arena *a)
{
    if (db->spoilt) return spoilt(a);
    if (db->in_transaction || !db->driver->is_lost(db)) return NULL;
    forget_statements(db, false);
    return db->driver->revive(db, a);
}

static struct err *wrong_params(struct arena *a, const struct statement *st, struct vals in)
{
    return ERR(a, ERR_BROKEN, "db.params", "语句“%s”需要 %zu 个参数，得到 %zu 个，请报告此问题。",
               "Statement “%s” takes %zu parameters and got %zu: please report this.", st->sql->name, st->params, in.n);
}

static void query_close(struct db *db, struct statement *st)
{
    db->driver->finish(db, st);
    st->busy = false;
    if (st->uncached) release(db, st);
}

static struct err *query_open(struct db *db, struct arena *a, const struct sql *sql, struct vals in, bool stream,
                              struct statement **ret_statement)
{
    struct statement *st;
    TRY(ready(db, a));
    TRY(noted(db, statement_get(db, a, sql, &st)));
    struct err *e = in.n != st->params             ? wrong_params(a, st, in)
                    : st->writes && db->reads_only ? db_err_read_only(a, sql->name)
                                                   : NULL;
    st->busy = true;
    if (!e) e = db->driver->start(db, a, st, in, stream);
    if (e) query_close(db, st);
    *ret_statement = st;
    return noted(db, e);
}

/* Opens and takes the first row. Without a row or with an error the query is closed. */
static struct err *query_first(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                               struct statement **ret_statement, bool *ret_row)
{
    TRY(query_open(db, a, sql, in, false, ret_statement));
    struct err *e = db->driver->step(db, a, *ret_statement, ret_row);
    if (e || !*ret_row) query_close(db, *ret_statement);
    return noted(db, e);
}

struct err *db_run(struct db *db, struct arena *a, const struct sql *sql, struct vals in, int64_t *ret_changed)
{
    struct statement *st;
    TRY(query_open(db, a, sql, in, false, &st));
    struct err *e = NULL;
    for (bool row = true; !e && row;) e = db->driver->step(db, a, st, &row);
    if (!e && ret_changed) *ret_changed = db->driver->changed(db, st);
    query_close(db, st);
    return noted(db, e);
}

struct err *db_find(struct db *db, struct arena *a, const struct sql *sql, struct vals in, const struct shape *shape,
                    void *ret_record, bool *ret_found)
{
    struct statement *st;
    memset(ret_record, 0, shape->size);
    TRY(query_first(db, a, sql, in, &st, ret_found));
    if (!*ret_found) return NULL;
    if (st->shape != shape) map_columns(db, st, shape);
    struct err *e = read_row(db, a, st, a, ret_record);
    query_close(db, st);
    return e;
}

struct err *db_get(struct db *db, struct arena *a, const struct sql *sql, struct vals in, const struct shape *shape,
                   void *ret_record)
{
    bool found;
    TRY(db_find(db, a, sql, in, shape, ret_record, &found));
    if (found) return NULL;
    FAIL(a, ERR_ABSENT, "db.absent", "没有找到该记录，可能已被删除。请刷新后重试。",
         "There is no such record: it may have been deleted. Reload and try again.");
}

struct err *db_list(struct db *db, struct arena *a, const struct sql *sql, struct vals in, const struct shape *shape,
                    struct list *ret_list)
{
    struct statement *st;
    struct list l = {0};
    TRY(query_open(db, a, sql, in, false, &st));
    if (st->shape != shape) map_columns(db, st, shape);
    struct err *e = NULL;
    for (;;) {
        bool row;
        if ((e = noted(db, db->driver->step(db, a, st, &row))) || !row) break;
        if ((e = read_row(db, a, st, a, list_add_bytes(a, &l, shape->size)))) break;
    }
    query_close(db, st);
    if (!e) *ret_list = l;
    return e;
}

struct err *db_int(struct db *db, struct arena *a, const struct sql *sql, struct vals in, int64_t *ret_value)
{
    struct statement *st;
    bool row;
    int64_t value = 0;
    TRY(query_first(db, a, sql, in, &st, &row));
    if (row) {
        struct val v = db->driver->column(st, 0);
        value = v.kind == VAL_REAL ? (int64_t)v.r : v.kind == VAL_INT ? v.i : 0;
        query_close(db, st);
    }
    *ret_value = value;
    return NULL;
}

struct err *db_text(struct db *db, struct arena *a, const struct sql *sql, struct vals in, struct str *ret_text)
{
    struct statement *st;
    bool row;
    struct str text = {0};
    TRY(query_first(db, a, sql, in, &st, &row));
    if (row) {
        set_text(a, db->driver->column(st, 0), &text);
        query_close(db, st);
    }
    *ret_text = text;
    return NULL;
}

static struct err *each_row(struct db *db, struct arena *a, struct statement *st, void *record,
                            struct err *(*each)(void *context, const void *record), void *context)
{
    for (;;) {
        bool row;
        TRY(noted(db, db->driver->step(db, a, st, &row)));
        if (!row) return NULL;
        memset(record, 0, st->shape->size);
        TRY(read_row(db, a, st, NULL, record));
        TRY(each(context, record));
        if (db->spoilt) return spoilt(a);
    }
}

struct err *db_each(struct db *db, struct arena *a, const struct sql *sql, struct vals in, const struct shape *shape,
                    struct err *(*each)(void *context, const void *record), void *context)
{
    struct statement *st;
    assert(db->in_transaction);
    void *record = arena_bytes(a, shape->size);
    TRY(query_open(db, a, sql, in, true, &st));
    if (st->shape != shape) map_columns(db, st, shape);
    struct err *e = each_row(db, a, st, record, each, context);
    query_close(db, st);
    return e;
}

static struct err *each_values(struct db *db, struct arena *a, struct statement *st, struct val *row,
                               struct err *(*each)(void *context, struct vals row), void *context)
{
    for (;;) {
        bool more;
        TRY(noted(db, db->driver->step(db, a, st, &more)));
        if (!more) return NULL;
        for (size_t i = 0; i < st->columns; i++) row[i] = db->driver->column(st, i);
        TRY(each(context, (struct vals){row, st->columns}));
        if (db->spoilt) return spoilt(a);
    }
}

struct err *db_rows(struct db *db, struct arena *a, const struct sql *sql, struct vals in,
                    struct err *(*each)(void *context, struct vals row), void *context)
{
    struct statement *st;
    assert(db->in_transaction);
    TRY(query_open(db, a, sql, in, true, &st));
    struct err *e = each_values(db, a, st, arena_array(a, struct val, st->columns + 1), each, context);
    query_close(db, st);
    return e;
}

enum db_kind db_kind_of(const struct db *db) { return db->kind; }

/* ---- connections and transactions ---- */

static const struct sql sql_commit = {"db_commit", "COMMIT"}, sql_rollback = {"db_rollback", "ROLLBACK"},
                        sql_savepoint = {"db_savepoint", "SAVEPOINT s"}, sql_release = {"db_release", "RELEASE s"},
                        sql_rollback_to = {"db_rollback_to", "ROLLBACK TO s"};

struct err *db_open(struct arena *a, struct str url, enum db_mode mode, struct db **ret_db)
{
    bool postgres = str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
    if (postgres) return postgres_open(a, url, mode, ret_db);
    struct str prefix = STR("sqlite:");
    if (str_starts(url, prefix)) url = (struct str){url.p + prefix.n, url.n - prefix.n};
    return sqlite_open(a, url, mode, ret_db);
}

void db_close(struct db *db)
{
    if (!db) return;
    db_rollback(db);
    forget_statements(db, false);
    forget_composed(db);
    free(db->composed);
    free(db->slots);
    db->driver->close(db);
}

void db_interrupt(struct db *db) { db->driver->interrupt(db); }

/* Runs one of our own statements, spoilt or not. */
static struct err *control(struct db *db, struct arena *a, const struct sql *sql)
{
    bool was_spoilt = db->spoilt;
    db->spoilt = false;
    struct err *e = db_run(db, a, sql, NO_VALS, NULL);
    db->spoilt = was_spoilt || e;
    return e;
}

static struct err *begin(struct db *db, struct arena *a, bool reads_only)
{
    assert(!db->in_transaction);
    if (db->composed_count > LIMIT_DB_COMPOSED) forget_composed(db);
    const struct sql *sql = reads_only ? db->driver->begin_read : db->driver->begin_write;
    struct err *e = db_run(db, a, sql, NO_VALS, NULL);
    if (e && db->driver->is_lost(db)) e = db_run(db, a, sql, NO_VALS, NULL);
    db->in_transaction = !e;
    db->reads_only = reads_only;
    return e;
}

struct err *db_begin(struct db *db, struct arena *a) { return begin(db, a, db->mode == DB_READ); }

struct err *db_begin_read(struct db *db, struct arena *a) { return begin(db, a, true); }

static void end(struct db *db)
{
    db->in_transaction = false;
    db->reads_only = db->mode == DB_READ;
    db->spoilt = false;
    db->savepoints = 0;
}

static struct err *commit_unknown(struct arena *a)
{
    return ERR(
        a, ERR_BROKEN, "db.commit_unknown",
        "保存时与数据库的连接中断，无法确定是否已保存。请刷新核对后再决定是否重做。",
        "The connection was lost while saving, so it is not known whether this was saved. Reload and look first.");
}

struct err *db_commit(struct db *db, struct arena *a)
{
    assert(db->in_transaction);
    struct err *e = db->spoilt ? spoilt(a) : control(db, a, &sql_commit);
    if (e && !db->reads_only && strcmp(e->code, "db.lost") == 0) e = commit_unknown(a);
    if (e) db_rollback(db);
    end(db);
    return e;
}

/* For rolling back, where there is nobody to tell: the transaction ends in any case. */
static bool run_quietly(struct db *db, const struct sql *sql)
{
    struct arena *a = arena_open(16 << 10);
    bool ok = !control(db, a, sql);
    arena_close(a);
    return ok;
}

void db_rollback(struct db *db)
{
    if (!db->in_transaction) return;
    if (!db->driver->is_lost(db)) (void)run_quietly(db, &sql_rollback);
    end(db);
}

struct err *db_savepoint(struct db *db, struct arena *a)
{
    assert(db->in_transaction);
    TRY(db_run(db, a, &sql_savepoint, NO_VALS, NULL));
    db->savepoints++;
    return NULL;
}

struct err *db_release(struct db *db, struct arena *a)
{
    assert(db->savepoints > 0);
    TRY(db_run(db, a, &sql_release, NO_VALS, NULL));
    db->savepoints--;
    return NULL;
}

bool db_rollback_to(struct db *db)
{
    assert(db->savepoints > 0);
    db->savepoints--;
    if (db->driver->is_lost(db) || !run_quietly(db, &sql_rollback_to)) return !(db->spoilt = true);
    db->spoilt = false;
    return run_quietly(db, &sql_release);
}

struct err *db_script(struct db *db, struct arena *a, struct str text)
{
    TRY(ready(db, a));
    return noted(db, db->driver->script(db, a, str_cstr(a, text)));
}

struct err *db_plan(struct db *db, struct arena *a, const struct sql *sql, struct str *ret_plan)
{
    struct statement *st;
    struct buf out;
    TRY(ready(db, a));
    TRY(noted(db, statement_get(db, a, sql, &st)));
    buf_init(&out, 1 << 20);
    struct err *e = noted(db, db->driver->plan(db, a, st, &out));
    if (!e) *ret_plan = str_copy(a, buf_text(&out));
    buf_done(&out);
    return e;
}
