/* tests/unit/db_test.c: the same list of tests on SQLite and, where there is one, on PostgreSQL. */
#include "check.h"
#include "core/arena.h"
#include "database.h"
#include "db/db.h"
#include "db/migrate.h"

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
     "CREATE TABLE thing (id {int64} PRIMARY KEY, number {int64}, flag {int64}, weight {real}, name {text}, colour {text},"
     " made_at {int64}, day {int64}, hours_centi {int64}, bytes {blob}) {strict};\n"
     "CREATE UNIQUE INDEX thing_name ON thing (name);"},
    {"test", 2, "parts", "CREATE TABLE part (id {int64} PRIMARY KEY, thing_id {int64} NOT NULL REFERENCES thing (id)) {strict}"},
    {"test", 3, "log", "CREATE TABLE note (id {int64} PRIMARY KEY, body {text} NOT NULL DEFAULT '{}') {strict};{append_only:note}"},
};
static const struct schema schema = {steps, 3};

#define COLUMNS "id, number, flag, weight, name, colour, made_at, day, hours_centi, bytes"
static const struct sql sql_insert = {"thing_insert", "INSERT INTO thing (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"},
                        sql_get = {"thing_get", "SELECT " COLUMNS ", 7 AS unknown FROM thing WHERE id = $1"},
                        sql_count = {"thing_count", "SELECT count(*) FROM thing"},
                        sql_add = {"thing_add", "INSERT INTO thing (id, name) VALUES ($1, $2)"};

static void empty(void) { CHECK_OK(db_script(db, a, STR("DELETE FROM part; DELETE FROM thing"))); }

static int64_t count(void)
{
    int64_t n = -1;
    CHECK_OK(db_int(db, a, &sql_count, NO_VALS, &n));
    return n;
}

static struct err *add(int64_t id, const char *name) { return db_run(db, a, &sql_add, VALS(v_id(id), v_cstr(name)), NULL); }

static void every_kind_survives_a_round_trip(void)
{
    struct thing t;
    char bytes[] = {0, 1, (char)0xff, '\'', 0};
    empty();
    CHECK_OK(db_run(db, a, &sql_insert,
                    VALS(v_id(INT64_MAX), v_int(INT64_MIN), v_bool(true), v_real(0.1), v_text(STR("同上一堂课’\"")),
                         v_cstr("blue"), v_time(1795392000000001), v_date(20261123), v_int(-25),
                         v_blob((struct str){bytes, sizeof bytes})),
                    NULL));
    CHECK_OK(db_get(db, a, &sql_get, VALS(v_id(INT64_MAX)), &thing_shape, &t));
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

int main(void)
{
    a = arena_open(256 << 20);
    for (enum db_kind kind = DB_SQLITE; kind <= DB_POSTGRES; kind++) {
        if (!database_make(kind, &database)) continue;
        if (!CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db))) return 1;
        int applied;
        CHECK_OK(migrate(db, a, &schema, 1, 1, &applied));
        RUN(every_kind_survives_a_round_trip);
        CHECK_INT(count(), 1);
        CHECK_OK(add(3, "c"));
        db_close(db);
        database_drop(&database);
    }
    arena_close(a);
    return check_end();
}
