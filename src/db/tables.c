/* db/tables.c: all rows of all tables from one database to another. */
#include "db/tables.h"

#include "core/arena.h"
#include "core/buf.h"

#include <string.h>

enum { BATCH_PARAMS = 1600, BATCH_ROWS = 100, ROW_ARENA_BYTES = 256 << 20, TEXT_MAX_BYTES = 1 << 20 };

/* ---- what there is ---- */

struct column {
    struct str table_name, column_name;
};

static const struct shape_field column_fields[] = {
    F_TEXT(struct column, table_name, 0, 0, 0, "表", "Table"),
    F_TEXT(struct column, column_name, 0, 0, 0, "列", "Column"),
};
static const struct shape column_shape = SHAPE("Column", struct column, column_fields);

static const struct sql sqlite_columns = {
    "tables_columns",
    "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_schema m, pragma_table_info(m.name) c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY m.name, c.cid"};
static const struct sql postgres_columns = {
    "tables_columns", "SELECT CAST(c.table_name AS TEXT) AS table_name, CAST(c.column_name AS TEXT) AS column_name "
                      "FROM information_schema.columns c JOIN information_schema.tables t "
                      "ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
                      "WHERE c.table_schema = CURRENT_SCHEMA() AND t.table_type = 'BASE TABLE' "
                      "ORDER BY CAST(c.table_name AS TEXT) COLLATE \"C\", c.ordinal_position"};

struct err *tables_list(struct db *db, struct arena *a, struct list *ret_tables)
{
    struct list columns, tables = {0};
    const struct sql *sql = db_kind_of(db) == DB_SQLITE ? &sqlite_columns : &postgres_columns;
    TRY(db_list(db, a, sql, NO_VALS, &column_shape, &columns));
    struct table *table = NULL;
    for (LIST_EACH(columns, struct column, column)) {
        if (!table || !str_equal(table->name, column->table_name)) {
            table = list_add(a, &tables, struct table);
            table->name = column->table_name;
        }
        *list_add(a, &table->columns, struct str) = column->column_name;
    }
    *ret_tables = tables;
    return NULL;
}

static bool fits(const struct table *x, const struct table *y)
{
    if (!str_equal(x->name, y->name) || x->columns.n != y->columns.n) return false;
    for (LIST_EACH(x->columns, struct str, name)) {
        bool found = false;
        for (LIST_EACH(y->columns, struct str, other)) found = found || str_equal(*name, *other);
        if (!found) return false;
    }
    return true;
}

static struct err *check_fit(struct arena *a, const struct list *from, const struct list *to)
{
    const struct table *odd = NULL;
    for (size_t i = 0; i < from->n && !odd; i++) {
        const struct table *table = LIST_AT(*from, struct table, i);
        if (i >= to->n || !fits(table, LIST_AT(*to, struct table, i))) odd = table;
    }
    if (!odd && to->n > from->n) odd = LIST_AT(*to, struct table, from->n);
    if (!odd) return NULL;
    FAIL(
        a, ERR_CONFLICT, "tables.differ",
        "两个数据库的结构不同（表“%.*s”）：请先用同一版本的程序打开过它们，目标库中不得有别的表。",
        "The two databases are built differently (table “%.*s”): open both with the same version of the program first; "
        "the target may hold no other tables.",
        STR_ARG(odd->name));
}

struct err *tables_lock(struct db *db, struct arena *a, const struct list *tables)
{
    if (db_kind_of(db) == DB_SQLITE || tables->n == 0) return NULL;
    struct buf text;
    buf_init(&text, TEXT_MAX_BYTES);
    const char *before = "LOCK TABLE ";
    for (LIST_EACH(*tables, struct table, table)) {
        buf_printf(&text, "%s\"%.*s\"", before, STR_ARG(table->name));
        before = ", ";
    }
    buf_cstr(&text, " IN SHARE MODE");
    struct err *e = db_script(db, a, buf_text(&text));
    buf_done(&text);
    return e;
}

/* ---- digests ---- */

static uint64_t hash_bytes(uint64_t hash, const void *p, size_t n)
{
    const unsigned char *bytes = p;
    for (size_t i = 0; i < n; i++) hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

static uint64_t hash_value(uint64_t hash, const struct val *v)
{
    unsigned char kind = (unsigned char)v->kind;
    hash = hash_bytes(hash, &kind, 1);
    switch (v->kind) {
    case VAL_NULL: return hash;
    case VAL_INT: return hash_bytes(hash, &v->i, sizeof v->i);
    case VAL_REAL: return hash_bytes(hash, &v->r, sizeof v->r);
    case VAL_TEXT:
    case VAL_BLOB: return hash_bytes(hash_bytes(hash, &v->s.n, sizeof v->s.n), v->s.p, v->s.n);
    }
    return hash;
}

/* Mixed well, so that sums of rows tell tables apart (the finalizer of splitmix64). */
static uint64_t row_digest(struct vals row)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < row.n; i++) hash = hash_value(hash, &row.p[i]);
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

static struct err *count_row(void *context, struct vals row)
{
    struct table *table = context;
    table->rows++;
    table->digest += row_digest(row);
    return NULL;
}

static void write_columns(struct buf *text, const struct table *table)
{
    for (size_t i = 0; i < table->columns.n; i++)
        buf_printf(text, "%s\"%.*s\"", i ? ", " : "", STR_ARG(*LIST_AT(table->columns, struct str, i)));
}

static struct err *read_rows(struct db *db, struct arena *a, const struct table *table,
                             struct err *(*each)(void *context, struct vals row), void *context)
{
    struct buf text;
    const struct sql *sql;
    buf_init(&text, TEXT_MAX_BYTES);
    buf_cstr(&text, "SELECT ");
    write_columns(&text, table);
    buf_printf(&text, " FROM \"%.*s\"", STR_ARG(table->name));
    struct err *e = db_sql(db, a, buf_text(&text), &sql);
    buf_done(&text);
    return e ? e : db_rows(db, a, sql, NO_VALS, each, context);
}

struct err *tables_digest(struct db *db, struct arena *a, struct list *tables)
{
    struct arena *scratch = arena_open(ROW_ARENA_BYTES);
    struct err *e = NULL;
    for (LIST_EACH(*tables, struct table, table)) {
        table->rows = 0;
        table->digest = 0;
        if (!e) e = read_rows(db, scratch, table, count_row, table);
    }
    e = e ? err_copy(a, e) : NULL;
    arena_close(scratch);
    return e;
}

/* ---- many rows in one statement ---- */

struct load {
    struct db *to;
    struct table *table;
    struct arena *arena; /* of the rows at hand */
    struct val *values;
    size_t rows, rows_max;
};

static void write_rows(struct buf *text, size_t rows, size_t columns)
{
    for (size_t row = 0; row < rows; row++) {
        buf_cstr(text, row ? ", (" : " (");
        for (size_t i = 0; i < columns; i++) buf_printf(text, "%s$%zu", i ? ", " : "", row * columns + i + 1);
        buf_char(text, ')');
    }
}

static struct err *flush(struct load *l)
{
    struct buf text;
    const struct sql *sql;
    size_t columns = l->table->columns.n;
    if (!l->rows) return NULL;
    buf_init(&text, TEXT_MAX_BYTES);
    buf_printf(&text, "INSERT INTO \"%.*s\" (", STR_ARG(l->table->name));
    write_columns(&text, l->table);
    buf_cstr(&text, ") VALUES");
    write_rows(&text, l->rows, columns);
    struct err *e = db_sql(l->to, l->arena, buf_text(&text), &sql);
    buf_done(&text);
    if (!e) e = db_run(l->to, l->arena, sql, (struct vals){l->values, l->rows * columns}, NULL);
    l->rows = 0;
    if (!e) arena_reset(l->arena);
    return e;
}

static struct err *load_row(void *context, struct vals row)
{
    struct load *l = context;
    count_row(l->table, row);
    if (!l->rows) l->values = arena_array(l->arena, struct val, l->rows_max * row.n);
    struct val *to = &l->values[l->rows++ * row.n];
    for (size_t i = 0; i < row.n; i++) {
        to[i] = row.p[i];
        if (row.p[i].kind >= VAL_TEXT) to[i].s = str_copy(l->arena, row.p[i].s);
    }
    return l->rows == l->rows_max ? flush(l) : NULL;
}

static struct err *copy_table(struct db *from, struct db *to, struct arena *a, struct table *table)
{
    size_t rows_max = BATCH_PARAMS / (table->columns.n ? table->columns.n : 1);
    struct load l = {.to = to, .table = table, .rows_max = rows_max < BATCH_ROWS ? rows_max + 1 : BATCH_ROWS};
    l.arena = arena_open(ROW_ARENA_BYTES);
    table->rows = 0;
    table->digest = 0;
    struct err *e = db_script(to, a, str_printf(a, "DELETE FROM \"%.*s\"", STR_ARG(table->name)));
    if (!e) e = read_rows(from, a, table, load_row, &l);
    if (!e) e = flush(&l);
    e = e ? err_copy(a, e) : NULL;
    arena_close(l.arena);
    return e;
}

/* ---- references are put aside while the rows come, and hold again before the commit ---- */

struct reference {
    struct str table_name, name, text;
};

static const struct shape_field reference_fields[] = {
    F_TEXT(struct reference, table_name, 0, 0, 0, "表", "Table"),
    F_TEXT(struct reference, name, 0, 0, 0, "名称", "Name"),
    F_TEXT(struct reference, text, 0, 0, 0, "定义", "Definition"),
};
static const struct shape reference_shape = SHAPE("Reference", struct reference, reference_fields);

static const struct sql postgres_references = {
    "tables_references",
    "SELECT CAST(CAST(conrelid AS regclass) AS TEXT) AS table_name, CAST(conname AS TEXT) AS name, "
    "pg_get_constraintdef(oid) AS text FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = CAST(CURRENT_SCHEMA() AS regnamespace) ORDER BY 1, 2"};

static struct err *drop_references(struct db *to, struct arena *a, struct list *ret_references)
{
    *ret_references = (struct list){0};
    if (db_kind_of(to) == DB_SQLITE) return NULL;
    TRY(db_list(to, a, &postgres_references, NO_VALS, &reference_shape, ret_references));
    for (LIST_EACH(*ret_references, struct reference, r))
        TRY(db_script(
            to, a,
            str_printf(a, "ALTER TABLE %.*s DROP CONSTRAINT \"%.*s\"", STR_ARG(r->table_name), STR_ARG(r->name))));
    return NULL;
}

static struct err *add_references(struct db *to, struct arena *a, const struct list *references)
{
    for (LIST_EACH(*references, struct reference, r))
        TRY(db_script(to, a,
                      str_printf(a, "ALTER TABLE %.*s ADD CONSTRAINT \"%.*s\" %.*s", STR_ARG(r->table_name),
                                 STR_ARG(r->name), STR_ARG(r->text))));
    return NULL;
}

/* ---- the copy ---- */

static struct err *compare(struct arena *a, const struct list *left, const struct list *arrived)
{
    for (size_t i = 0; i < left->n; i++) {
        const struct table *x = LIST_AT(*left, struct table, i), *y = LIST_AT(*arrived, struct table, i);
        if (x->rows == y->rows && x->digest == y->digest) continue;
        FAIL(a, ERR_BROKEN, "tables.lost",
             "表“%.*s”的内容没有原样到达（源库 %lld 行，目标库 %lld 行），目标库未作改动，请报告此问题。",
             "The rows of the table “%.*s” did not arrive as they left (%lld there, %lld here); the target was left as "
             "it "
             "was. Please report this.",
             STR_ARG(x->name), (long long)x->rows, (long long)y->rows);
    }
    return NULL;
}

static struct err *check_arrived(struct db *to, struct arena *a, const struct list *tables)
{
    struct list arrived = {0}, faults;
    for (LIST_EACH(*tables, struct table, table)) *list_add(a, &arrived, struct table) = *table;
    TRY(tables_digest(to, a, &arrived));
    TRY(compare(a, tables, &arrived));
    if (db_kind_of(to) != DB_SQLITE) return NULL;
    TRY(tables_check(to, a, false, &faults));
    if (!faults.n) return NULL;
    FAIL(a, ERR_BROKEN, "tables.faulty", "复制后的数据库有问题：%.*s", "The copied database is not sound: %.*s",
         STR_ARG(*LIST_AT(faults, struct str, 0)));
}

static struct err *copy_all(struct db *from, struct db *to, struct arena *a, struct list *tables,
                            void (*told)(void *context, const struct table *table), void *context)
{
    struct list references;
    TRY(drop_references(to, a, &references));
    for (LIST_EACH(*tables, struct table, table)) {
        TRY(copy_table(from, to, a, table));
        if (told) told(context, table);
    }
    TRY(add_references(to, a, &references));
    return check_arrived(to, a, tables);
}

struct err *tables_copy(struct db *from, struct db *to, struct arena *a, struct list *tables,
                        void (*told)(void *context, const struct table *table), void *context)
{
    struct list there;
    TRY(tables_list(to, a, &there));
    TRY(check_fit(a, tables, &there));
    bool sqlite = db_kind_of(to) == DB_SQLITE;
    if (sqlite) TRY(db_script(to, a, STR("PRAGMA foreign_keys = OFF")));
    TRY(db_begin(to, a));
    struct err *e = copy_all(from, to, a, tables, told, context);
    if (!e)
        e = db_commit(to, a);
    else
        db_rollback(to);
    struct err *e_on = sqlite ? db_script(to, a, STR("PRAGMA foreign_keys = ON")) : NULL;
    return e ? e : e_on;
}
