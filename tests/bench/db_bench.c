/* tests/bench/db_bench.c: how long a read takes, and how many durable writes a second the database layer does.
 *
 * usage: db_bench [--json FILE]   SQLite in $TMPDIR (put it on the disk to be measured), PostgreSQL where
 * TONGKE_TEST_PG says. Baselines of our own beside each figure: bare SQLite for the read, one commit a job for the
 * writes.
 */
#include "core/arena.h"
#include "core/buf.h"
#include "core/limits.h"
#include "database.h"
#include "db/migrate.h"
#include "db/workers.h"
#include "db/writer.h"
#include "os/clock.h"

#include <semaphore.h>
#include <sqlite3.h>
#include <stdio.h>

enum { ROWS = 100000, GETS = 200000, LISTS = 4000, PRODUCERS = 64, WRITE_MS = 4000, POOL_THREADS = 16 };

static struct arena *a;
static struct test_database database;
static struct buf json;

struct entry {
    int64_t id, person_id, kind, hours_centi, made_at;
    struct str note;
};

static const struct shape_field entry_fields[] = {
    F_ID(struct entry, id, 0, "编号", "Id"),
    F_ID(struct entry, person_id, 0, "人员", "Person"),
    F_INT(struct entry, kind, 0, 0, 0, "类别", "Kind"),
    F_HOURS(struct entry, hours, 0, 0, 0, "学时", "Hours"),
    F_TIME(struct entry, made_at, 0, "时间", "Made at"),
    F_TEXT(struct entry, note, 0, 0, 0, "说明", "Note"),
};
static const struct shape entry_shape = SHAPE("Entry", struct entry, entry_fields);

static const struct schema_step steps[] = {
    {"bench", 1, "entries",
     "CREATE TABLE entry (id {int64} PRIMARY KEY, person_id {int64} NOT NULL, kind {int64} NOT NULL,"
     " hours_centi {int64} NOT NULL, made_at {int64} NOT NULL, note {text} NOT NULL) {strict};"
     "CREATE INDEX entry_person ON entry (person_id, id)"},
};
static const struct schema schema = {steps, 1};

#define GET "SELECT id, person_id, kind, hours_centi, made_at, note FROM entry WHERE id = $1"
static const struct sql sql_add = {"add", "INSERT INTO entry (id, person_id, kind, hours_centi, made_at, note) "
                                          "VALUES ($1, $2, $3, $4, $5, $6)"},
                        sql_get = {"get", GET},
                        sql_page = {"page", "SELECT id, person_id, kind, hours_centi, made_at, note FROM entry "
                                            "WHERE person_id >= $1 ORDER BY person_id, id LIMIT 50"};

static void must(struct err *e)
{
    if (!e) return;
    printf("%s: %.*s\n", e->code, STR_ARG(e->en));
    exit(1);
}

static void figure(const char *name, double value, const char *unit)
{
    const char *kind = database.kind == DB_SQLITE ? "sqlite" : "postgres";
    printf("%-10s %-46s %12.2f %s\n", kind, name, value, unit);
    fflush(stdout);
    buf_printf(&json, "%s\n  {\"database\": \"%s\", \"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\"}",
               json.n ? "," : "[", kind, name, value, unit);
}

static struct err *add(struct db *db, struct arena *arena, int64_t id)
{
    return db_run(db, arena, &sql_add,
                  VALS(v_id(id), v_id(id * 7919 % 10000 + 1), v_int(id % 5), v_int(400), v_time(1795392000000000 + id),
                       v_text(STR("成渝地区双城经济圈建设 theory course, posted with the class"))),
                  NULL);
}

static void fill(struct db *db)
{
    must(db_begin(db, a));
    for (int64_t id = 1; id <= ROWS; id++) must(add(db, a, id));
    must(db_commit(db, a));
    if (database.kind == DB_POSTGRES) must(db_script(db, a, STR("ANALYZE entry")));
}

/* ---- reading ---- */

static void measure_gets(struct db *db, int n)
{
    struct entry e;
    int64_t sum = 0;
    must(db_begin(db, a));
    int64_t from = clock_monotonic_us();
    for (int i = 0; i < n; i++) {
        must(db_get(db, a, &sql_get, VALS(v_id(i * 7919LL % ROWS + 1)), &entry_shape, &e));
        sum += e.hours_centi;
        if (i % 1000 == 0) arena_reset(a);
    }
    figure("get by primary key into a struct", (double)(clock_monotonic_us() - from) / n, "us");
    must(db_commit(db, a));
    if (sum != n * 400LL) abort();
}

static void measure_transactions(struct db *db, int n)
{
    struct entry e;
    int64_t from = clock_monotonic_us();
    for (int i = 0; i < n; i++) {
        must(db_begin(db, a));
        must(db_get(db, a, &sql_get, VALS(v_id(i * 7919LL % ROWS + 1)), &entry_shape, &e));
        must(db_commit(db, a));
        if (i % 1000 == 0) arena_reset(a);
    }
    figure("begin, get, commit", (double)(clock_monotonic_us() - from) / n, "us");
}

static void measure_pages(struct db *db, int n)
{
    struct list l;
    must(db_begin(db, a));
    int64_t from = clock_monotonic_us();
    for (int i = 0; i < n; i++) {
        must(db_list(db, a, &sql_page, VALS(v_id(i * 7919LL % 9900 + 1)), &entry_shape, &l));
        if (l.n != 50) abort();
        arena_reset(a);
    }
    figure("page of 50 rows into structs", (double)(clock_monotonic_us() - from) / n, "us");
    must(db_commit(db, a));
}

static void measure_bare_sqlite(void)
{
    sqlite3 *handle;
    sqlite3_stmt *st;
    sqlite3_open_v2(database.url + strlen("sqlite:"), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_exec(handle, "PRAGMA mmap_size = 134217728; BEGIN", NULL, NULL, NULL);
    sqlite3_prepare_v2(handle, GET, -1, &st, NULL);
    int64_t sum = 0, from = clock_monotonic_us();
    for (int i = 0; i < GETS; i++) {
        sqlite3_bind_int64(st, 1, i * 7919LL % ROWS + 1);
        if (sqlite3_step(st) != SQLITE_ROW) abort();
        for (int column = 0; column < 5; column++) sum += sqlite3_column_int64(st, column);
        sum += *sqlite3_column_text(st, 5);
        sqlite3_reset(st);
    }
    figure("the same get with bare sqlite3_step", (double)(clock_monotonic_us() - from) / GETS, "us");
    if (!sum) abort();
    sqlite3_finalize(st);
    sqlite3_close(handle);
}

/* ---- writing ---- */

/* One that always has one job under way, as a handler that waits for its commit. */
struct producer {
    struct db_job job;
    int64_t id, from_us, took_us, most_us, jobs;
};

static struct writer *writer;
static struct workers *workers;
static int64_t end_us, next_id = ROWS;
static sem_t stopped;

static void put(struct producer *p)
{
    p->id = __atomic_add_fetch(&next_id, 1, __ATOMIC_RELAXED);
    p->from_us = clock_monotonic_us();
    if (!(writer ? writer_put(writer, &p->job) : workers_put(workers, &p->job))) abort();
}

static struct err *run_add(struct db *db, struct arena *arena, void *arg)
{
    return add(db, arena, ((struct producer *)arg)->id);
}

static void add_done(struct err *e, void *arg)
{
    struct producer *p = arg;
    int64_t now_us = clock_monotonic_us(), us = now_us - p->from_us;
    must(e);
    p->jobs++;
    p->took_us += us;
    if (us > p->most_us) p->most_us = us;
    if (now_us < end_us)
        put(p);
    else
        sem_post(&stopped);
}

static void measure_writes(const char *name, int producers)
{
    static struct producer all[PRODUCERS];
    char text[128];
    int64_t jobs = 0, took_us = 0, most_us = 0, from_us = clock_monotonic_us();
    end_us = from_us + WRITE_MS * 1000;
    for (int i = 0; i < producers; i++) {
        all[i] = (struct producer){.job = {run_add, add_done, &all[i], arena_open(1 << 20), DB_WRITE}};
        put(&all[i]);
    }
    for (int i = 0; i < producers; i++) sem_wait(&stopped);
    double seconds = (double)(clock_monotonic_us() - from_us) / 1e6;
    for (int i = 0; i < producers; i++) {
        jobs += all[i].jobs;
        took_us += all[i].took_us;
        if (all[i].most_us > most_us) most_us = all[i].most_us;
        arena_close(all[i].job.arena);
    }
    snprintf(text, sizeof text, "%s, %d producers", name, producers);
    figure(text, (double)jobs / seconds, "jobs/s");
    snprintf(text, sizeof text, "%s, %d producers, mean wait", name, producers);
    figure(text, (double)took_us / (double)jobs / 1e3, "ms");
    snprintf(text, sizeof text, "%s, %d producers, longest wait", name, producers);
    figure(text, (double)most_us / 1e3, "ms");
}

static void measure_writer(void)
{
    must(writer_open(a, str_of(database.url), &writer));
    measure_writes("durable writes, group commit", 1);
    measure_writes("durable writes, group commit", PRODUCERS);
    struct db_counts counts = writer_counts(writer);
    figure("jobs in a commit, both together", (double)counts.jobs / (double)counts.commits, "");
    writer_close(writer);
    writer = NULL;
}

static void measure_workers(int threads)
{
    char name[64];
    must(workers_open(a, str_of(database.url), DB_WRITE, threads, 0, &workers));
    snprintf(name, sizeof name, "durable writes, a commit each, %d threads", threads);
    measure_writes(name, PRODUCERS);
    workers_close(workers);
}

static void measure(void)
{
    struct db *db;
    bool sqlite = database.kind == DB_SQLITE;
    must(db_open(a, str_of(database.url), DB_WRITE, &db));
    must(migrate(db, a, &schema, 1, 1, NULL));
    fill(db);
    db_close(db);
    must(db_open(a, str_of(database.url), DB_READ, &db));
    measure_gets(db, sqlite ? GETS : GETS / 10);
    if (sqlite) measure_bare_sqlite();
    measure_transactions(db, sqlite ? GETS : GETS / 10);
    measure_pages(db, LISTS);
    db_close(db);
    if (sqlite) measure_writer();
    measure_workers(sqlite ? 1 : POOL_THREADS);
}

int main(int argc, char **argv)
{
    a = arena_open(256 << 20);
    buf_init(&json, 1 << 20);
    sem_init(&stopped, 0, 0);
    for (enum db_kind kind = DB_SQLITE; kind <= DB_POSTGRES; kind++) {
        if (!database_make(kind, &database)) continue;
        measure();
        database_drop(&database);
    }
    buf_cstr(&json, "\n]\n");
    if (argc == 3 && strcmp(argv[1], "--json") == 0) {
        FILE *f = fopen(argv[2], "w");
        if (!f) return perror(argv[2]), 1;
        fwrite(json.p, 1, json.n, f);
        fclose(f);
    }
    buf_done(&json);
    arena_close(a);
    return 0;
}
