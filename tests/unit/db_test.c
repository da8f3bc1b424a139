/* tests/unit/db_test.c: statements, rows, transactions and schema steps: one list of tests on SQLite and, where there
 * is one, on PostgreSQL. */
#include "check.h"
#include "core/arena.h"
#include "database.h"
#include "db/db.h"
#include "db/migrate.h"

#include <pthread.h>

static struct arena *a;
static struct test_database database;
static struct db *db;

enum { COLOUR_NONE, COLOUR_RED, COLOUR_BLUE };
static const char *const colours[] = {"", "red", "blue", NULL};

struct thing {
    int64_t id;
    int64_t number;
    bool flag;
    double weight;
    struct str name;
    int colour;
    int64_t made_at;
    int day;
    int64_t hours_centi;
    struct str bytes;
    int64_t not_selected;
};

static const struct shape_field thing_fields[] = {
    F_ID(struct thing, id, 0, "编号", "Id"),
    F_INT(struct thing, number, 0, 0, 0, "数", "Number"),
    F_BOOL(struct thing, flag, 0, "标志", "Flag"),
    F_REAL(struct thing, weight, 0, "重量", "Weight"),
    F_TEXT(struct thing, name, 0, 0, 0, "名称", "Name"),
    F_ENUM(struct thing, colour, colours, 0, "颜色", "Colour"),
    F_TIME(struct thing, made_at, 0, "时间", "Made at"),
    F_DATE(struct thing, day, 0, "日期", "Day"),
    F_HOURS(struct thing, hours, 0, 0, 0, "学时", "Hours"),
    F_RAW(struct thing, bytes, 0, "字节", "Bytes"),
    F_INT(struct thing, not_selected, 0, 0, 0, "未选", "Not selected"),
};
static const struct shape thing_shape = SHAPE("Thing", struct thing, thing_fields);

static const struct schema_step steps[] = {
    {"test", 1, "things",
     "CREATE TABLE thing (id {int64} PRIMARY KEY, number {int64}, flag {int64}, weight {real}, name {text}, colour "
     "{text},"
     " made_at {int64}, day {int64}, hours_centi {int64}, bytes {blob}) {strict};\n"
     "CREATE UNIQUE INDEX thing_name ON thing (name);"},
    {"test", 2, "parts",
     "CREATE TABLE part (id {int64} PRIMARY KEY, thing_id {int64} NOT NULL REFERENCES thing (id)) {strict}"},
    {"test", 3, "notes",
     "CREATE TABLE note (id {int64} PRIMARY KEY, body {text} NOT NULL DEFAULT '{}') {strict};{append_only:note}"},
};
static const struct schema schema = {steps, 3};

#define COLUMNS "id, number, flag, weight, name, colour, made_at, day, hours_centi, bytes"
#define S(name, text) static const struct sql name = {#name, text}
S(insert, "INSERT INTO thing (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
S(get, "SELECT " COLUMNS ", 7 AS unknown FROM thing WHERE id = $1");
S(count_all, "SELECT count(*) FROM thing");
S(add_thing, "INSERT INTO thing (id, name) VALUES ($1, $2)");
S(add_part, "INSERT INTO part (id, thing_id) VALUES ($1, $2)");
S(list_by_name, "SELECT id, name FROM thing ORDER BY name LIMIT $1");

static void empty(void) { CHECK_OK(db_script(db, a, STR("DELETE FROM part; DELETE FROM thing"))); }

static int64_t int_of(struct db *on, const struct sql *sql, struct vals in)
{
    int64_t n = -1;
    CHECK_OK(db_int(on, a, sql, in, &n));
    return n;
}

static int64_t count(void) { return int_of(db, &count_all, NO_VALS); }

static struct err *add(int64_t id, const char *name)
{
    return db_run(db, a, &add_thing, VALS(v_id(id), v_cstr(name)), NULL);
}

static struct thing thing_of(int64_t id)
{
    struct thing t;
    CHECK_OK(db_get(db, a, &get, VALS(v_id(id)), &thing_shape, &t));
    return t;
}

/* ---- values ---- */

static void every_kind_survives_a_round_trip(void)
{
    const char bytes[] = {0, 1, (char)0xff, '\'', 0};
    empty();
    CHECK_OK(db_run(db, a, &insert,
                    VALS(v_id(INT64_MAX), v_int(INT64_MIN), v_bool(true), v_real(0.1), v_text(STR("同上一堂课’\"")),
                         v_cstr("blue"), v_time(1795392000000001), v_date(20261123), v_int(-25),
                         v_blob((struct str){bytes, sizeof bytes})),
                    NULL));
    struct thing t = thing_of(INT64_MAX);
    CHECK_INT(t.id, INT64_MAX);
    CHECK_INT(t.number, INT64_MIN);
    CHECK(t.flag);
    CHECK(t.weight == 0.1);
    CHECK_STR(t.name, "同上一堂课’\"");
    CHECK_INT(t.colour, COLOUR_BLUE);
    CHECK_INT(t.made_at, 1795392000000001);
    CHECK_INT(t.day, 20261123);
    CHECK_INT(t.hours_centi, -25);
    CHECK(t.bytes.n == sizeof bytes && memcmp(t.bytes.p, bytes, sizeof bytes) == 0);
    CHECK_INT(t.not_selected, 0);
}

static void absence_is_null_in_the_database_and_zero_in_the_struct(void)
{
    S(nulls, "SELECT count(*) FROM thing WHERE number IS NULL AND made_at IS NULL AND day IS NULL AND weight IS NULL "
             "AND bytes IS NULL AND name = '' AND flag = 0");
    empty();
    CHECK_OK(db_run(db, a, &insert,
                    VALS(v_id(1), v_id(0), v_bool(false), v_null(), v_text((struct str){0}), v_null(), v_time(0),
                         v_date(0), v_null(), v_null()),
                    NULL));
    CHECK_INT(int_of(db, &nulls, NO_VALS), 1);
    struct thing t = thing_of(1), zero = {.id = 1};
    CHECK(t.name.n == 0 && t.bytes.p == NULL);
    t.name = zero.name;
    CHECK(memcmp(&t, &zero, sizeof t) == 0);
}

static void parameters_may_come_again_and_in_any_order(void)
{
    S(again, "UPDATE thing SET number = $2, hours_centi = $2 WHERE id = $1 AND name = $3");
    empty();
    CHECK_OK(add(1, "one"));
    int64_t changed = -1;
    CHECK_OK(db_run(db, a, &again, VALS(v_id(1), v_int(9), v_cstr("one")), &changed));
    CHECK_INT(changed, 1);
    CHECK_INT(thing_of(1).number + thing_of(1).hours_centi, 18);
    CHECK_OK(db_run(db, a, &again, VALS(v_id(2), v_int(9), v_cstr("one")), &changed));
    CHECK_INT(changed, 0);
    CHECK_OK(db_run(db, a, &get, VALS(v_id(1)), &changed));
    CHECK_INT(changed, 0);
}

static void an_id_fits_where_the_server_would_guess_a_small_integer(void)
{
    S(guess, "SELECT count(*) FROM thing WHERE $1 = 0 OR id = $1");
    S(known, "SELECT count(*) FROM thing WHERE CAST($1 AS BIGINT) IS NULL OR id = $1");
    empty();
    CHECK_OK(add(INT64_MAX, "big"));
    CHECK_INT(int_of(db, &guess, VALS(v_id(INT64_MAX))), 1);
    CHECK_INT(int_of(db, &guess, VALS(v_int(0))), 1);
    CHECK_INT(int_of(db, &guess, VALS(v_int(5))), 0);
    CHECK_INT(int_of(db, &known, VALS(v_id(0))), 1);
    CHECK_INT(int_of(db, &known, VALS(v_id(7))), 0);
}

static void sums_averages_and_comparisons_come_as_numbers(void)
{
    S(sums, "SELECT CAST(1 AS BIGINT) AS id, sum(number) AS number, avg(number) AS weight, max(number) > 3 AS flag "
            "FROM thing");
    empty();
    const int64_t numbers[] = {4000000000000000000, 1, 3, -2};
    for (int i = 0; i < 4; i++)
        CHECK_OK(db_run(db, a, &insert,
                        VALS(v_id(i + 1), v_int(numbers[i]), v_null(), v_null(), v_null(), v_null(), v_null(), v_null(),
                             v_null(), v_null()),
                        NULL));
    struct thing t;
    CHECK_OK(db_get(db, a, &sums, NO_VALS, &thing_shape, &t));
    CHECK_INT(t.number, 4000000000000000002);
    CHECK(t.weight == 1e18);
    CHECK(t.flag);
    CHECK_OK(db_script(db, a, STR("DELETE FROM thing WHERE id = 1")));
    CHECK_OK(db_get(db, a, &sums, NO_VALS, &thing_shape, &t));
    CHECK_INT(t.number, 2);
    CHECK(t.weight > 0.66666666666 && t.weight < 0.66666666667);
    CHECK(!t.flag);
    empty();
    CHECK_OK(db_get(db, a, &sums, NO_VALS, &thing_shape, &t));
    CHECK_INT(t.number, 0);
}

static void text_is_ordered_by_bytes_and_like_minds_the_case(void)
{
    S(like, "SELECT count(*) FROM thing WHERE name LIKE $1");
    struct list l;
    const char *names[] = {"a", "Z", "中", "_", "é"}, *sorted[] = {"Z", "_", "a", "é", "中"};
    empty();
    for (int i = 0; i < 5; i++) CHECK_OK(add(i + 1, names[i]));
    CHECK_OK(db_list(db, a, &list_by_name, VALS(v_int(10)), &thing_shape, &l));
    CHECK_INT(l.n, 5);
    for (int i = 0; i < 5; i++) CHECK_STR(LIST_AT(l, struct thing, i)->name, sorted[i]);
    CHECK_INT(int_of(db, &like, VALS(v_cstr("z%"))), 0);
    CHECK_INT(int_of(db, &like, VALS(v_cstr("Z%"))), 1);
}

static void text_and_bytes_are_read_alone(void)
{
    S(name, "SELECT name FROM thing WHERE id = $1");
    struct str s;
    empty();
    CHECK_OK(add(1, "名"));
    CHECK_OK(db_text(db, a, &name, VALS(v_id(1)), &s));
    CHECK_STR(s, "名");
    CHECK_OK(db_text(db, a, &name, VALS(v_id(2)), &s));
    CHECK_STR(s, "");
    CHECK_INT(int_of(db, &name, VALS(v_id(2))), 0);
}

/* ---- mistakes ---- */

static void a_row_that_is_not_there_is_absent(void)
{
    struct thing t;
    bool found = true;
    empty();
    CHECK_ERR(db_get(db, a, &get, VALS(v_id(1)), &thing_shape, &t), "db.absent");
    CHECK_OK(db_find(db, a, &get, VALS(v_id(1)), &thing_shape, &t, &found));
    CHECK(!found);
}

static void broken_constraints_are_conflicts(void)
{
    empty();
    CHECK_OK(add(1, "one"));
    struct err *e = add(1, "other");
    CHECK_ERR(e, "db.unique");
    CHECK(e && e->kind == ERR_CONFLICT);
    CHECK_ERR(add(2, "one"), "db.unique");
    CHECK_ERR(db_run(db, a, &add_part, VALS(v_id(1), v_id(7)), NULL), "db.reference");
    CHECK_OK(db_run(db, a, &add_part, VALS(v_id(1), v_id(1)), NULL));
    CHECK_ERR(db_script(db, a, STR("DELETE FROM thing")), "db.reference");
    CHECK_ERR(db_run(db, a, &add_part, VALS(v_id(2), v_id(0)), NULL), "db.broken");
}

static void mistakes_of_the_program_are_told(void)
{
    S(wrong, "SELECT nothing FROM thing");
    S(colour, "SELECT 'green' AS colour");
    S(number, "SELECT name AS number FROM thing");
    struct thing t;
    empty();
    CHECK_OK(add(1, "one"));
    CHECK_ERR(db_run(db, a, &wrong, NO_VALS, NULL), "db.broken");
    CHECK_ERR(db_run(db, a, &add_thing, VALS(v_id(1)), NULL), "db.params");
    CHECK_ERR(db_get(db, a, &colour, NO_VALS, &thing_shape, &t), "db.type");
    CHECK_ERR(db_get(db, a, &number, NO_VALS, &thing_shape, &t), "db.type");
}

static void append_only_tables_refuse_changes(void)
{
    CHECK_OK(db_script(db, a, STR("INSERT INTO note (id) VALUES (1)")));
    CHECK_ERR(db_script(db, a, STR("UPDATE note SET body = ''")), "db.append_only");
    CHECK_ERR(db_script(db, a, STR("DELETE FROM note")), "db.append_only");
    S(body, "SELECT body FROM note");
    struct str s;
    CHECK_OK(db_text(db, a, &body, NO_VALS, &s));
    CHECK_STR(s, "{}");
}

/* ---- statements ---- */

static void a_struct_sql_made_anew_at_the_same_place_is_noticed(void)
{
    const char *texts[] = {"SELECT 1", "SELECT 2", "SELECT 3"};
    static struct sql here; /* a connection may look at a statement for as long as it lives */
    for (int i = 0; i < 3; i++) {
        here = (struct sql){"here", texts[i]};
        CHECK_INT(int_of(db, &here, NO_VALS), i + 1);
    }
}

static void composed_texts_are_kept_and_have_a_ceiling(void)
{
    const struct sql *first, *again;
    empty();
    CHECK_OK(db_begin(db, a));
    CHECK_OK(db_sql(db, a, STR("SELECT 41 + 1"), &first));
    CHECK_INT(int_of(db, first, NO_VALS), 42);
    for (int i = 0; i < 1200; i++) {
        const struct sql *sql;
        CHECK_OK(db_sql(db, a, str_printf(a, "SELECT %d", i), &sql));
        if (!CHECK_INT(int_of(db, sql, NO_VALS), i)) break;
    }
    CHECK_OK(db_sql(db, a, STR("SELECT 41 + 1"), &again));
    CHECK(first == again);
    CHECK_INT(int_of(db, first, NO_VALS), 42);
    CHECK_OK(db_commit(db, a));
    CHECK_OK(db_begin(db, a));
    CHECK_OK(db_sql(db, a, STR("SELECT 41 + 1"), &again));
    CHECK_INT(int_of(db, again, NO_VALS), 42);
    CHECK_INT(count(), 0);
    CHECK_OK(db_commit(db, a));
}

static void a_plan_names_the_index(void)
{
    S(by_name, "SELECT id FROM thing WHERE name = $1 AND number > $2");
    S(by_number, "SELECT id FROM thing WHERE number = $1");
    struct str plan;
    CHECK_OK(db_plan(db, a, &by_name, &plan));
    CHECK(strstr(str_cstr(a, plan), "thing_name") != NULL);
    CHECK_OK(db_plan(db, a, &by_number, &plan));
    CHECK(strstr(str_cstr(a, plan), database.kind == DB_SQLITE ? "SCAN thing" : "Seq Scan on thing") != NULL);
}

struct walk {
    int64_t rows, sum;
    bool names_agree;
};

static struct err *walk_row(void *context, const void *record)
{
    struct walk *w = context;
    const struct thing *t = record;
    struct thing same;
    TRY(db_get(db, a, &get, VALS(v_id(t->id)), &thing_shape, &same));
    w->names_agree &= str_equal(t->name, same.name);
    w->sum += t->id;
    if (++w->rows == 2000) FAIL(a, ERR_LIMIT, "test.enough", "够了。", "Enough.");
    return NULL;
}

static struct err *walk_nested(void *context, const void *record)
{
    struct walk inner = {.names_agree = true};
    const struct thing *t = record;
    if (t->id > 2) return NULL;
    TRY(db_each(db, a, &list_by_name, VALS(v_int(3)), &thing_shape, walk_row, &inner));
    *(int64_t *)context += inner.rows;
    return NULL;
}

static void many_rows_come_one_by_one_while_others_are_asked_for(void)
{
    struct walk w = {.names_agree = true};
    int64_t inner_rows = 0;
    empty();
    CHECK_OK(db_begin(db, a));
    for (int i = 1; i <= 2100; i++) CHECK_OK(add(i, str_printf(a, "名%04d", i).p));
    CHECK_OK(db_each(db, a, &list_by_name, VALS(v_int(1000)), &thing_shape, walk_row, &w));
    CHECK_INT(w.rows, 1000);
    CHECK_INT(w.sum, 500500);
    CHECK(w.names_agree);
    w = (struct walk){.names_agree = true};
    CHECK_ERR(db_each(db, a, &list_by_name, VALS(v_int(5000)), &thing_shape, walk_row, &w), "test.enough");
    CHECK_INT(w.rows, 2000);
    CHECK_OK(db_each(db, a, &list_by_name, VALS(v_int(4)), &thing_shape, walk_nested, &inner_rows));
    CHECK_INT(inner_rows, 6);
    CHECK_INT(count(), 2100);
    CHECK_OK(db_commit(db, a));
}

/* ---- transactions ---- */

static void a_failed_statement_spoils_its_transaction(void)
{
    empty();
    CHECK_OK(db_begin(db, a));
    CHECK_OK(add(1, "one"));
    CHECK_ERR(add(1, "one"), "db.unique");
    CHECK_ERR(add(2, "two"), "db.spoilt");
    CHECK_ERR(db_commit(db, a), "db.spoilt");
    CHECK_INT(count(), 0);
    CHECK_OK(db_begin(db, a));
    CHECK_OK(add(1, "one"));
    CHECK_OK(db_commit(db, a));
    CHECK_INT(count(), 1);
}

static void savepoints_nest_and_are_undone_alone(void)
{
    empty();
    CHECK_OK(db_begin(db, a));
    CHECK_OK(add(1, "kept"));
    CHECK_OK(db_savepoint(db, a));
    CHECK_OK(add(2, "kept too"));
    CHECK_OK(db_savepoint(db, a));
    CHECK_OK(add(3, "undone"));
    CHECK_ERR(add(3, "undone"), "db.unique");
    CHECK(db_rollback_to(db));
    CHECK_OK(add(4, "after"));
    CHECK_OK(db_release(db, a));
    CHECK_OK(db_savepoint(db, a));
    CHECK_OK(add(5, "undone as well"));
    CHECK(db_rollback_to(db));
    CHECK_OK(db_commit(db, a));
    CHECK_INT(count(), 3);
    CHECK_STR(thing_of(4).name, "after");
}

static void a_rollback_leaves_nothing(void)
{
    empty();
    CHECK_OK(db_begin(db, a));
    CHECK_OK(add(1, "one"));
    CHECK_OK(db_savepoint(db, a));
    CHECK_OK(add(2, "two"));
    db_rollback(db);
    CHECK_INT(count(), 0);
}

static void a_reader_keeps_its_snapshot_while_others_commit(void)
{
    struct db *reader;
    empty();
    CHECK_OK(db_open(a, str_of(database.url), DB_READ, &reader));
    CHECK_OK(db_begin(reader, a));
    CHECK_INT(int_of(reader, &count_all, NO_VALS), 0);
    CHECK_OK(db_begin(db, a));
    CHECK_OK(add(1, "one"));
    CHECK_OK(db_commit(db, a));
    CHECK_INT(int_of(reader, &count_all, NO_VALS), 0);
    CHECK_OK(db_commit(reader, a));
    CHECK_OK(db_begin(reader, a));
    CHECK_INT(int_of(reader, &count_all, NO_VALS), 1);
    CHECK_ERR(db_run(reader, a, &add_thing, VALS(v_id(2), v_cstr("two")), NULL), "db.read_only");
    CHECK_ERR(db_commit(reader, a), "db.spoilt");
    CHECK_ERR(db_script(reader, a, STR("DELETE FROM thing")), "db.read_only");
    db_close(reader);
}

static void a_read_transaction_refuses_to_write_on_any_connection(void)
{
    empty();
    CHECK_OK(db_begin_read(db, a));
    CHECK_INT(count(), 0);
    CHECK_ERR(add(1, "one"), "db.read_only");
    db_rollback(db);
    CHECK_OK(add(1, "one"));
}

/* ---- schema steps ---- */

static const struct schema_step later[] = {
    {"later", 1, "a", "CREATE TABLE later_a (id {int64} PRIMARY KEY) {strict}"},
    {"later", 2, "b",
     "INSERT INTO later_a (id) VALUES (1); CREATE TABLE later_b (id {int64} REFERENCES later_a (id)) {strict};"},
};

static const struct schema_step later_whole[] = {{"later", 3, "c", "CREATE TABLE later_c (id {int64}) {strict}"}};

static struct err *migrate_with(const struct schema_step *extra, size_t n, int *ret_applied)
{
    struct schema both[] = {schema, {extra, n}};
    return migrate(db, a, both, n ? 2 : 1, 7, ret_applied);
}

static void steps_are_applied_once_and_in_order(void)
{
    S(rows, "SELECT count(*) FROM later_a");
    S(stamp, "SELECT applied_at FROM schema_step WHERE module = 'later' AND number = 2");
    int applied = -1;
    CHECK_OK(migrate_with(later, 1, &applied));
    CHECK_INT(applied, 1);
    CHECK_OK(migrate_with(later, 2, &applied));
    CHECK_INT(applied, 1);
    CHECK_OK(migrate_with(later, 2, &applied));
    CHECK_INT(applied, 0);
    CHECK_INT(int_of(db, &rows, NO_VALS), 1);
    CHECK_INT(int_of(db, &stamp, NO_VALS), 7);
}

static void a_released_step_never_changes(void)
{
    struct schema_step changed[] = {later[0], later[1]};
    changed[1].text = "SELECT 1";
    int applied = -1;
    CHECK_ERR(migrate_with(changed, 2, &applied), "migrate.changed");
    CHECK_ERR(migrate_with(later, 1, &applied), "migrate.newer");
    CHECK_ERR(migrate_with(NULL, 0, &applied), "migrate.newer");
    CHECK_OK(migrate_with(later, 2, &applied));
}

static void a_step_that_fails_leaves_nothing_behind(void)
{
    S(table, "SELECT count(*) FROM later_c");
    const struct schema_step half[] = {
        later[0],
        later[1],
        {"later", 3, "c", "CREATE TABLE later_c (id {int64}) {strict}; INSERT INTO nowhere VALUES (1)"}};
    const struct schema_step word[] = {later[0], later[1], {"later", 3, "c", "CREATE TABLE later_c (id {int65})"}};
    const struct schema_step whole[] = {later[0], later[1], later_whole[0]};
    int applied = -1;
    CHECK_ERR(migrate_with(half, 3, &applied), "db.broken");
    CHECK_ERR(migrate_with(word, 3, &applied), "migrate.word");
    CHECK_OK(migrate_with(whole, 3, &applied));
    CHECK_INT(applied, 1);
    CHECK_INT(int_of(db, &table, NO_VALS), 0);
}

static const struct schema_step shared[] = {
    {"shared", 1, "a", "CREATE TABLE shared_a (id {int64} PRIMARY KEY) {strict}"},
    {"shared", 2, "b", "INSERT INTO shared_a (id) VALUES (1)"},
    {"shared", 3, "c", "CREATE TABLE shared_c (id {int64} PRIMARY KEY) {strict};{append_only:shared_c}"},
};

struct node {
    pthread_t thread;
    int applied;
    char problem[200];
};

/* The steps that the tests before have applied are known to the node too. */
static void *start_node(void *arg)
{
    struct node *node = arg;
    struct arena *own = arena_open(1 << 20);
    struct db *on = NULL;
    struct schema all[] = {schema, {later, 2}, {later_whole, 1}, {shared, 3}};
    struct err *e = db_open(own, str_of(database.url), DB_WRITE, &on);
    if (!e) e = migrate(on, own, all, 4, 7, &node->applied);
    if (e) snprintf(node->problem, sizeof node->problem, "%.*s", STR_ARG(e->en));
    db_close(on);
    arena_close(own);
    return NULL;
}

static void nodes_that_start_together_apply_each_step_once(void)
{
    struct node nodes[4] = {0};
    int applied = 0;
    for (int i = 0; i < 4; i++) CHECK_INT(pthread_create(&nodes[i].thread, NULL, start_node, &nodes[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(nodes[i].thread, NULL);
        CHECK_STR(str_of(nodes[i].problem), "");
        applied += nodes[i].applied;
    }
    CHECK_INT(applied, 3);
}

static void a_place_that_cannot_be_opened_is_told(void)
{
    struct db *other;
    CHECK_ERR(db_open(a, STR("/nowhere/at/all.db"), DB_WRITE, &other), "db.open");
    CHECK_ERR(db_open(a, STR("/tmp/there-is-no-such-file.db"), DB_READ, &other), "db.open");
    CHECK_ERR(db_open(a, STR("postgresql://127.0.0.1:1/none?connect_timeout=2"), DB_WRITE, &other), "db.open");
}

static void run_all(void)
{
    RUN(every_kind_survives_a_round_trip);
    RUN(absence_is_null_in_the_database_and_zero_in_the_struct);
    RUN(parameters_may_come_again_and_in_any_order);
    RUN(an_id_fits_where_the_server_would_guess_a_small_integer);
    RUN(sums_averages_and_comparisons_come_as_numbers);
    RUN(text_is_ordered_by_bytes_and_like_minds_the_case);
    RUN(text_and_bytes_are_read_alone);
    RUN(a_row_that_is_not_there_is_absent);
    RUN(broken_constraints_are_conflicts);
    RUN(mistakes_of_the_program_are_told);
    RUN(append_only_tables_refuse_changes);
    RUN(a_struct_sql_made_anew_at_the_same_place_is_noticed);
    RUN(composed_texts_are_kept_and_have_a_ceiling);
    RUN(a_plan_names_the_index);
    RUN(many_rows_come_one_by_one_while_others_are_asked_for);
    RUN(a_failed_statement_spoils_its_transaction);
    RUN(savepoints_nest_and_are_undone_alone);
    RUN(a_rollback_leaves_nothing);
    RUN(a_reader_keeps_its_snapshot_while_others_commit);
    RUN(a_read_transaction_refuses_to_write_on_any_connection);
    RUN(steps_are_applied_once_and_in_order);
    RUN(a_released_step_never_changes);
    RUN(a_step_that_fails_leaves_nothing_behind);
    RUN(nodes_that_start_together_apply_each_step_once);
    RUN(a_place_that_cannot_be_opened_is_told);
}

int main(void)
{
    a = arena_open(256 << 20);
    for (enum db_kind kind = DB_SQLITE; kind <= DB_POSTGRES; kind++) {
        if (!database_make(kind, &database)) continue;
        if (!CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db))) return 1;
        if (!CHECK_OK(migrate(db, a, &schema, 1, 1, NULL))) return 1;
        run_all();
        db_close(db);
        database_drop(&database);
    }
    arena_close(a);
    return check_end();
}
