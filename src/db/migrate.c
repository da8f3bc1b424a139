/* db/migrate.c: applies schema steps and remembers which. */
#include "db/migrate.h"

#include "core/arena.h"
#include "core/buf.h"
#include "db/db.h"

#include <string.h>

enum { STEP_TEXT_MAX_BYTES = 1 << 20 };

/* ---- type words ---- */

struct word {
    const char *word, *sqlite, *postgres;
};

static const struct word words[] = {
    {"int64", "INTEGER", "BIGINT"},
    {"real", "REAL", "DOUBLE PRECISION"},
    {"text", "TEXT", "TEXT COLLATE \"C\""},
    {"blob", "BLOB", "BYTEA"},
    {"strict", "STRICT", ""},
    {"keyed", "STRICT, WITHOUT ROWID", ""},
};

static void append_only_sqlite(struct buf *out, struct str table)
{
    const char *verbs[] = {"UPDATE", "DELETE"};
    for (int i = 0; i < 2; i++)
        buf_printf(out, "CREATE TRIGGER %.*s_no_%s BEFORE %s ON %.*s BEGIN SELECT RAISE(ABORT, 'append_only'); END;\n",
                   STR_ARG(table), i ? "delete" : "update", verbs[i], STR_ARG(table));
}

/* TK001 is our own SQLSTATE; db_postgres.c knows it. */
static void append_only_postgres(struct buf *out, struct str table)
{
    buf_cstr(out, "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
                  "'BEGIN RAISE EXCEPTION ''append_only'' USING ERRCODE = ''TK001''; END';\n");
    buf_printf(
        out,
        "CREATE TRIGGER %.*s_no_change BEFORE UPDATE OR DELETE ON %.*s FOR EACH ROW EXECUTE FUNCTION append_only();\n",
        STR_ARG(table), STR_ARG(table));
    buf_printf(out, "CREATE TRIGGER %.*s_no_truncate BEFORE TRUNCATE ON %.*s EXECUTE FUNCTION append_only();\n",
               STR_ARG(table), STR_ARG(table));
}

static void append_only_until_sqlite(struct buf *out, struct str table)
{
    buf_printf(out,
               "DROP TRIGGER %.*s_no_delete;\nCREATE TRIGGER %.*s_no_delete BEFORE DELETE ON %.*s "
               "WHEN OLD.at >= (SELECT before FROM %.*s_release WHERE id = 1) BEGIN SELECT RAISE(ABORT, "
               "'append_only'); END;\n",
               STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table));
}

static void append_only_until_postgres(struct buf *out, struct str table)
{
    buf_printf(out,
               "CREATE FUNCTION %.*s_append_only() RETURNS trigger LANGUAGE plpgsql AS "
               "'BEGIN IF TG_OP = ''DELETE'' AND OLD.at < (SELECT before FROM %.*s_release WHERE id = 1) THEN RETURN "
               "OLD; END IF; "
               "RAISE EXCEPTION ''append_only'' USING ERRCODE = ''TK001''; END';\n",
               STR_ARG(table), STR_ARG(table));
    buf_printf(out,
               "DROP TRIGGER %.*s_no_change ON %.*s;\nCREATE TRIGGER %.*s_no_change BEFORE UPDATE OR DELETE ON %.*s "
               "FOR EACH ROW EXECUTE FUNCTION %.*s_append_only();\n",
               STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table));
}

/* Words that take a table, "append_only:audit". */
static const struct {
    const char *verb;
    void (*sqlite)(struct buf *out, struct str table);
    void (*postgres)(struct buf *out, struct str table);
} table_words[] = {
    {"append_only", append_only_sqlite, append_only_postgres},
    {"append_only_until", append_only_until_sqlite, append_only_until_postgres},
};

/* The text for what stands between { and }; false when it is none of ours. {} is the empty JSON object. */
static bool expand_word(struct buf *out, enum db_kind kind, struct str word)
{
    if (!word.n) buf_cstr(out, "{}");
    if (!word.n) return true;
    struct str table, verb = str_cut(word, ':', &table);
    for (size_t i = 0; table.n && i < sizeof table_words / sizeof *table_words; i++) {
        if (!str_is(verb, table_words[i].verb)) continue;
        (kind == DB_SQLITE ? table_words[i].sqlite : table_words[i].postgres)(out, table);
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_is(word, words[i].word)) continue;
        buf_cstr(out, kind == DB_SQLITE ? words[i].sqlite : words[i].postgres);
        return true;
    }
    return false;
}

static struct err *expand(struct arena *a, enum db_kind kind, const struct schema_step *step, struct buf *out)
{
    for (const char *p = step->text; *p;) {
        size_t plain = strcspn(p, "{"), inside = p[plain] ? strcspn(p + plain + 1, "}") : 0;
        buf_put(out, p, plain);
        p += plain;
        if (!*p) break;
        struct str word = {p + 1, inside};
        if (!p[1 + inside] || !expand_word(out, kind, word))
            FAIL(a, ERR_BROKEN, "migrate.word", "模块“%s”的第 %d 步含有未知的类型词“%.*s”，请报告此问题。",
                 "Step %2$d of module “%1$s” has the unknown type word “%4$.*3$s”: please report this.", step->module,
                 step->number, STR_ARG(word));
        p += inside + 2;
    }
    return NULL;
}

/* ---- what was applied ---- */

struct applied {
    struct str module;
    int64_t number;
    struct str digest;
};

static const struct shape_field applied_fields[] = {
    F_TEXT(struct applied, module, 0, 0, 0, "模块", "Module"),
    F_INT(struct applied, number, 0, 0, 0, "步骤", "Step"),
    F_TEXT(struct applied, digest, 0, 0, 0, "摘要", "Digest"),
};
static const struct shape applied_shape = SHAPE("Applied", struct applied, applied_fields);

static const struct schema_step own_step = {
    "schema", 0, "the table of steps",
    "CREATE TABLE IF NOT EXISTS schema_step (module {text} NOT NULL, number {int64} NOT NULL, digest {text} NOT NULL, "
    "applied_at {int64} NOT NULL, PRIMARY KEY (module, number)) {strict}"};
static const struct sql sql_list = {"schema_step_list",
                                    "SELECT module, number, digest FROM schema_step ORDER BY module, number"},
                        sql_get = {"schema_step_get",
                                   "SELECT module, number, digest FROM schema_step WHERE module = $1 AND number = $2"},
                        sql_insert = {
                            "schema_step_insert",
                            "INSERT INTO schema_step (module, number, digest, applied_at) VALUES ($1, $2, $3, $4)"};

/* Enough to notice an edit: FNV-1a. It does not depend on the database, so the same on both. */
static struct str digest_of(struct arena *a, const struct schema_step *step)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *p = step->text; *p; p++) hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    return str_printf(a, "%016llx", (unsigned long long)hash);
}

static struct err *check_same(struct arena *a, const struct schema_step *step, const struct applied *applied)
{
    if (str_equal(digest_of(a, step), applied->digest)) return NULL;
    FAIL(a, ERR_BROKEN, "migrate.changed",
         "模块“%s”的第 %d 步（%s）已应用到数据库，之后又被改动。请安装正式发布的版本。",
         "Step %2$d of module “%1$s” (%3$s) was applied to this database and has changed since. Install a released "
         "version.",
         step->module, step->number, step->what);
}

/* ---- applying ---- */

static struct err *run_text(struct db *db, struct arena *a, const struct schema_step *step)
{
    struct buf text;
    buf_init(&text, STEP_TEXT_MAX_BYTES);
    struct err *e = expand(a, db_kind_of(db), step, &text);
    if (!e && buf_over(&text))
        e = ERR(a, ERR_BROKEN, "migrate.too_long", "模块“%s”的第 %d 步过长。",
                "Step %2$d of module “%1$s” is too long.", step->module, step->number);
    if (!e) e = db_script(db, a, buf_text(&text));
    buf_done(&text);
    return e;
}

static struct err *apply(struct db *db, struct arena *a, const struct schema_step *step, int64_t now_us,
                         bool *ret_applied)
{
    struct applied applied;
    struct vals key = VALS(v_cstr(step->module), v_int(step->number));
    TRY(db_find(db, a, &sql_get, key, &applied_shape, &applied, ret_applied));
    if (*ret_applied) return check_same(a, step, &applied);
    TRY(run_text(db, a, step));
    struct vals row = VALS(v_cstr(step->module), v_int(step->number), v_text(digest_of(a, step)), v_time(now_us));
    return db_run(db, a, &sql_insert, row, NULL);
}

static struct err *apply_in_transaction(struct db *db, struct arena *a, const struct schema_step *step, int64_t now_us,
                                        int *applied_count)
{
    bool was_there;
    TRY(db_begin(db, a));
    struct err *e = apply(db, a, step, now_us, &was_there);
    if (e)
        db_rollback(db);
    else
        e = db_commit(db, a);
    if (!e && !was_there) ++*applied_count;
    return e;
}

static const struct schema_step *find_step(const struct schema *schemas, size_t n, const struct applied *applied)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < schemas[i].n; j++) {
            const struct schema_step *step = &schemas[i].steps[j];
            if (str_is(applied->module, step->module) && step->number == applied->number) return step;
        }
    return NULL;
}

/* Every step in the database must be one of ours, unchanged. */
static struct err *check_applied(struct db *db, struct arena *a, const struct schema *schemas, size_t n)
{
    struct list list;
    TRY(db_list(db, a, &sql_list, NO_VALS, &applied_shape, &list));
    for (LIST_EACH(list, struct applied, applied)) {
        const struct schema_step *step = find_step(schemas, n, applied);
        if (!step)
            FAIL(a, ERR_BROKEN, "migrate.newer",
                 "数据库由更新的版本建立（模块“%.*s”第 %lld 步），请安装该版本或更新的版本。",
                 "The database was made by a newer version (module “%.*s”, step %lld): install that version or a later "
                 "one.",
                 STR_ARG(applied->module), (long long)applied->number);
        TRY(check_same(a, step, applied));
    }
    return NULL;
}

static struct err *apply_all(struct db *db, struct arena *a, const struct schema *schemas, size_t n, int64_t now_us,
                             int *applied_count)
{
    TRY(run_text(db, a, &own_step));
    TRY(check_applied(db, a, schemas, n));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < schemas[i].n; j++)
            TRY(apply_in_transaction(db, a, &schemas[i].steps[j], now_us, applied_count));
    return NULL;
}

/* Nodes that start together take turns. SQLite's write lock does the same for each step. */
static struct err *turn(struct db *db, struct arena *a, const char *verb)
{
    if (db_kind_of(db) == DB_SQLITE) return NULL;
    return db_script(db, a, str_printf(a, "SELECT pg_advisory_%s(7302001)", verb));
}

struct err *migrate(struct db *db, struct arena *a, const struct schema *schemas, size_t n, int64_t now_us,
                    int *ret_applied)
{
    int applied_count = 0;
    TRY(turn(db, a, "lock"));
    struct err *e = apply_all(db, a, schemas, n, now_us, &applied_count), *e_unlock = turn(db, a, "unlock");
    if (!e && !e_unlock && ret_applied) *ret_applied = applied_count;
    return e ? e : e_unlock;
}
