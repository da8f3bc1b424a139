/* tests/unit/job_test.c: jobs in the background, on the real edge with a module of the test's own, on both databases.
 */
#include "api/api.h"
#include "api/job.h"
#include "check.h"
#include "core/arena.h"
#include "database.h"
#include "db/migrate.h"
#include "os/clock.h"

#include <time.h>

enum { PATIENCE_MS = 30000 };

static struct arena *a;
static struct test_database database;
static struct db *db; /* to look at rows with */
static struct api *api;
static int64_t runs, steps, periods; /* atomic: how often the kinds below ran */
static int64_t broken_off;           /* atomic: how often "test.long" was told to stop */
static bool released;                /* atomic: lets "test.long" go on */

static int64_t count(const int64_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }

static void pause_a_little(void) { nanosleep(&(struct timespec){0, 2000000}, NULL); }

/* ---- kinds ---- */

static struct err *count_step(struct call *c, void *arg)
{
    CHECK(c->lang == LANG_EN);
    CHECK_INT(c->who->account_id, 0);
    __atomic_add_fetch(&steps, 1, __ATOMIC_ACQ_REL);
    return NULL;
}

static struct err *run_short(struct job *job)
{
    __atomic_add_fetch(&runs, 1, __ATOMIC_ACQ_REL);
    TRY(job_read(job, count_step, NULL));
    TRY(job_write(job, count_step, NULL));
    TRY(job_progress(job, 3, 4, "数到三"));
    job_result(job, str_printf(job->arena, "{\"subject\":%lld,\"input\":\"%.*s\"}", (long long)job->subject_id,
                               STR_ARG(job->input)));
    return NULL;
}

/* Goes on until it is released or told to stop. */
static struct err *run_long(struct job *job)
{
    __atomic_add_fetch(&runs, 1, __ATOMIC_ACQ_REL);
    while (!__atomic_load_n(&released, __ATOMIC_ACQUIRE)) {
        struct err *e = job_progress(job, 1, 2, "");
        if (e) __atomic_add_fetch(&broken_off, 1, __ATOMIC_ACQ_REL);
        if (e) return e;
        pause_a_little();
    }
    return NULL;
}

static struct err *run_wrong(struct job *job)
{
    FAIL(job->arena, ERR_INVALID, "test.wrong", "第三行有误。", "Row three is wrong.");
}

/* Busy at first, well the second time. */
static struct err *run_busy(struct job *job)
{
    if (__atomic_add_fetch(&runs, 1, __ATOMIC_ACQ_REL) > 1) return NULL;
    FAIL(job->arena, ERR_BUSY, "test.busy", "稍后再试。", "Try again.");
}

static struct err *run_period(struct job *job)
{
    __atomic_add_fetch(&periods, 1, __ATOMIC_ACQ_REL);
    return NULL;
}

static const struct job_kind kinds[] = {{"test.short", 0, run_short},
                                        {"test.long", 0, run_long},
                                        {"test.wrong", 0, run_wrong},
                                        {"test.busy", 0, run_busy},
                                        {"test.period", 1, run_period}};
static const struct module test_module = {.name = "test", .jobs = kinds, .job_count = sizeof kinds / sizeof *kinds};
static const struct module *const modules[] = {&api_module, &job_module, &test_module};

/* ---- the edge ---- */

static struct config config = {.tz_min = 480, .loops = 1, .workers = 2};
static struct api_setup setup;

static struct err *nobody(struct call *c, int64_t account_id, struct who *ret_who)
{
    *ret_who = (struct who){0};
    return NULL;
}

static void start(void)
{
    setup = (struct api_setup){.config = &config,
                               .db_url = str_of(database.url),
                               .listen = "127.0.0.1:0",
                               .modules = modules,
                               .module_count = 3,
                               .who_of = nobody};
    runs = steps = periods = broken_off = 0;
    released = false;
    if (!CHECK_OK(api_open(a, &setup, &api))) abort();
}

static void stop(void) { api_close(api, 1000); }

struct asking {
    const char *kind;
    int64_t id; /* atomic: set when it is committed */
    int64_t asked_id;
};

static struct err *ask_step(struct call *c, void *arg)
{
    struct asking *asking = arg;
    c->lang = LANG_EN;
    return call_job(c, asking->kind, 7, STR("abc"), 0, &asking->asked_id);
}

static void asked(struct err *e, void *arg)
{
    struct asking *asking = arg;
    CHECK(!e);
    __atomic_store_n(&asking->id, asking->asked_id, __ATOMIC_RELEASE);
}

static int64_t ask(const char *kind)
{
    struct asking asking = {.kind = kind};
    api_write(api, ask_step, asked, &asking);
    while (!count(&asking.id)) pause_a_little();
    return asking.id;
}

static struct str look(const char *what, int64_t id)
{
    struct str text = {0};
    const struct sql *sql;
    CHECK_OK(db_begin_read(db, a));
    struct err *e = db_sql(db, a, str_printf(a, "SELECT %s FROM job WHERE id = $1", what), &sql);
    if (!e) e = db_text(db, a, sql, VALS(v_id(id)), &text);
    CHECK_OK(e);
    db_rollback(db);
    return text;
}

static bool becomes(int64_t id, const char *state)
{
    int64_t began_us = clock_monotonic_us();
    while (!str_is(look("state", id), state) && clock_monotonic_us() - began_us < PATIENCE_MS * 1000LL)
        pause_a_little();
    return str_is(look("state", id), state);
}

static void wait_runs(int64_t n)
{
    while (count(&runs) < n) pause_a_little();
}

static void set_row(const char *change, int64_t id)
{
    struct db *writer;
    if (!CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &writer))) return;
    CHECK_OK(db_begin(writer, a));
    CHECK_OK(db_script(writer, a, str_printf(a, "UPDATE job SET %s WHERE id = %lld", change, (long long)id)));
    CHECK_OK(db_commit(writer, a));
    db_close(writer);
}

/* ---- tests ---- */

static void a_job_reads_writes_and_leaves_its_result(void)
{
    start();
    int64_t id = ask("test.short");
    CHECK(becomes(id, "done"));
    CHECK_STR(look("result", id), "{\"subject\":7,\"input\":\"abc\"}");
    CHECK_STR(look("note", id), "数到三");
    CHECK_INT(count(&steps), 2);
    stop();
}

static void a_job_that_is_wrong_fails_once_and_says_why(void)
{
    start();
    int64_t id = ask("test.wrong");
    CHECK(becomes(id, "failed"));
    struct str problem = look("problem", id);
    CHECK(memmem(problem.p, problem.n, "Row three is wrong.", 19) != NULL);
    id = ask("test.unheard_of");
    CHECK(becomes(id, "failed"));
    stop();
}

static void a_busy_job_is_done_again(void)
{
    start();
    int64_t id = ask("test.busy");
    CHECK(becomes(id, "done"));
    CHECK_INT(count(&runs), 2);
    stop();
}

static void a_cancelled_job_stops(void)
{
    start();
    int64_t id = ask("test.long");
    wait_runs(1);
    set_row("cancel = 1", id);
    CHECK(becomes(id, "cancelled"));
    stop();
}

static void a_job_goes_on_after_the_program_was_stopped(void)
{
    start();
    int64_t id = ask("test.long");
    wait_runs(1);
    stop();
    CHECK(str_is(look("state", id), "queued"));
    start();
    wait_runs(1);
    __atomic_store_n(&released, true, __ATOMIC_RELEASE);
    CHECK(becomes(id, "done"));
    stop();
}

/* As kill -9 leaves it: running, and nobody runs it. */
static void a_job_that_was_left_behind_is_taken_up(void)
{
    start();
    int64_t id = ask("test.short");
    CHECK(becomes(id, "done"));
    stop();
    set_row("state = 'running', lease_until = 1, attempts = 1", id);
    start();
    CHECK(becomes(id, "done"));
    CHECK_INT(count(&runs), 1);
    stop();
    set_row("state = 'running', lease_until = 1, attempts = 5", id);
    start();
    CHECK(becomes(id, "failed"));
    CHECK_INT(count(&runs), 0);
    stop();
}

/* As when the database was away for longer than the lease, and another node took the job: it is that node's now. */
static void a_job_that_another_has_taken_stops_here_and_stays_the_others(void)
{
    start();
    int64_t id = ask("test.long");
    wait_runs(1);
    set_row("lease_until = 9000000000000000, attempts = attempts + 1, note = 'theirs'", id);
    while (!count(&broken_off)) pause_a_little();
    CHECK(becomes(ask("test.short"), "done"));
    CHECK_STR(look("state", id), "running");
    CHECK_STR(look("note", id), "theirs");
    stop();
}

static void what_comes_again_and_again_comes_by_itself(void)
{
    start();
    while (count(&periods) < 2) pause_a_little();
    stop();
}

static void run_on(enum db_kind kind)
{
    struct schema schemas[] = {*api_module.schema, *job_module.schema};
    if (!database_make(kind, &database)) return;
    if (CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db)) && CHECK_OK(migrate(db, a, schemas, 2, 1, NULL))) {
        RUN(a_job_reads_writes_and_leaves_its_result);
        RUN(a_job_that_is_wrong_fails_once_and_says_why);
        RUN(a_busy_job_is_done_again);
        RUN(a_cancelled_job_stops);
        RUN(a_job_goes_on_after_the_program_was_stopped);
        RUN(a_job_that_was_left_behind_is_taken_up);
        RUN(a_job_that_another_has_taken_stops_here_and_stays_the_others);
        RUN(what_comes_again_and_again_comes_by_itself);
        db_close(db);
    }
    database_drop(&database);
}

int main(void)
{
    a = arena_open((size_t)1 << 30);
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    arena_close(a);
    return check_end();
}
