/* tests/unit/writer_test.c: database threads: group commit, retries, a killed process, a full disk, a lost connection.
 */
#include "check.h"
#include "core/arena.h"
#include "core/limits.h"
#include "database.h"
#include "db/migrate.h"
#include "db/node.h"
#include "db/workers.h"
#include "db/writer.h"
#include "os/clock.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

enum { MOST_JOBS = 600, JOB_ARENA_BYTES = 1 << 20 };

static struct arena *a;
static struct test_database database;
static struct db *db; /* the test's own connection */

#define S(name, text) static const struct sql name = {#name, text}
S(add_thing, "INSERT INTO thing (id, name) VALUES ($1, $2)");
S(add_part, "INSERT INTO part (id, thing_id) VALUES ($1, $2)");
S(count_things, "SELECT count(*) FROM thing");
S(count_parts, "SELECT count(*) FROM part WHERE thing_id = $1");
S(read_counter, "SELECT value FROM counter WHERE id = $1");
S(write_counter, "UPDATE counter SET value = $2 WHERE id = $1");

static const struct schema_step steps[] = {
    {"test", 1, "tables",
     "CREATE TABLE thing (id {int64} PRIMARY KEY, name {text}, body {blob}) {strict};\n"
     "CREATE TABLE part (id {int64} PRIMARY KEY,"
     " thing_id {int64} REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED) {strict};\n"
     "CREATE TABLE counter (id {int64} PRIMARY KEY, value {int64} NOT NULL) {strict};\n"
     "INSERT INTO counter (id, value) VALUES (1, 0);"},
};
static const struct schema schema = {steps, 1};

/* A job with what it shall do and what came of it. */
struct task {
    struct db_job job;
    int64_t id;
    bool repeats_an_id, has_no_thing, waits;
    int runs;
    char code[32]; /* of the error; "" when it went well */
};

static struct task tasks[MOST_JOBS];
static sem_t finished, gate;

static struct err *run_task(struct db *on, struct arena *arena, void *arg)
{
    struct task *t = arg;
    t->runs++;
    if (t->waits) sem_wait(&gate);
    if (!t->has_no_thing) TRY(db_run(on, arena, &add_thing, VALS(v_id(t->id), v_cstr("thing")), NULL));
    for (int i = 1; i <= 2; i++) TRY(db_run(on, arena, &add_part, VALS(v_id(t->id * 10 + i), v_id(t->id)), NULL));
    if (t->repeats_an_id) TRY(db_run(on, arena, &add_thing, VALS(v_id(t->id), v_cstr("again")), NULL));
    return NULL;
}

static void task_done(struct err *e, void *arg)
{
    struct task *t = arg;
    snprintf(t->code, sizeof t->code, "%s", e ? e->code : "");
    sem_post(&finished);
}

static void make_tasks(int n)
{
    CHECK_OK(db_script(db, a, STR("DELETE FROM part; DELETE FROM thing; UPDATE counter SET value = 0")));
    for (int i = 0; i < n; i++) {
        struct arena *arena = tasks[i].job.arena ? tasks[i].job.arena : arena_open(JOB_ARENA_BYTES);
        tasks[i] = (struct task){.job = {run_task, task_done, &tasks[i], arena, DB_WRITE}, .id = i + 1};
    }
}

static void wait_for(int n)
{
    while (n-- > 0) sem_wait(&finished);
}

static int64_t count_of(const struct sql *sql, struct vals in)
{
    int64_t n = -1;
    CHECK_OK(db_int(db, a, sql, in, &n));
    return n;
}

static struct writer *open_writer(void)
{
    struct writer *w = NULL;
    CHECK_OK(writer_open(a, str_of(database.url), &w));
    return w;
}

/* ---- the writer ---- */

static int64_t seen_at_done;

static void look_when_done(struct err *e, void *arg)
{
    seen_at_done = count_of(&count_things, NO_VALS);
    task_done(e, arg);
}

static void a_job_is_done_only_when_others_can_see_what_it_wrote(void)
{
    make_tasks(1);
    struct writer *w = open_writer();
    tasks[0].job.done = look_when_done;
    CHECK(writer_put(w, &tasks[0].job));
    wait_for(1);
    CHECK_INT(seen_at_done, 1);
    CHECK_STR(str_of(tasks[0].code), "");
    writer_close(w);
}

/* The first job holds the writer until all the others wait, so that they share commits: as many as fit into
 * LIMIT_DB_BATCH_US, which depends on the machine. */
static void put_together(struct writer *w, int n)
{
    tasks[0].waits = true;
    for (int i = 0; i < n; i++) CHECK(writer_put(w, &tasks[i].job));
    while (writer_counts(w).waiting != n - 1) usleep(100);
    usleep(LIMIT_DB_BATCH_US * 2);
    sem_post(&gate);
    wait_for(n);
}

static void jobs_share_a_commit_and_one_that_fails_is_undone_alone(void)
{
    make_tasks(100);
    for (int i = 1; i < 100; i += 3) tasks[i].repeats_an_id = true;
    struct writer *w = open_writer();
    put_together(w, 100);
    struct db_counts counts = writer_counts(w);
    CHECK_INT(counts.jobs, 100);
    CHECK_INT(counts.failed, 33);
    CHECK(counts.last_batch > 0 && counts.last_batch < 100);
    CHECK(counts.commits > 1 && counts.commits < 100);
    CHECK_INT(counts.waiting, 0);
    CHECK_INT(count_of(&count_things, NO_VALS), 67);
    for (int i = 0; i < 100; i++) {
        CHECK_STR(str_of(tasks[i].code), tasks[i].repeats_an_id ? "db.unique" : "");
        CHECK_INT(count_of(&count_parts, VALS(v_id(i + 1))), tasks[i].repeats_an_id ? 0 : 2);
    }
    writer_close(w);
}

static void when_the_commit_fails_every_job_of_it_is_told(void)
{
    S(is_there, "SELECT count(*) FROM thing WHERE id = $1");
    make_tasks(20);
    tasks[7].has_no_thing = true;
    tasks[9].repeats_an_id = true;
    struct writer *w = open_writer();
    put_together(w, 20);
    for (int i = 0; i < 20; i++) {
        bool well = tasks[i].code[0] == '\0';
        CHECK_INT(count_of(&is_there, VALS(v_id(i + 1))), well);
        if (!well) CHECK_STR(str_of(tasks[i].code), i == 9 ? "db.unique" : "db.reference");
    }
    CHECK_STR(str_of(tasks[0].code), "");
    CHECK_STR(str_of(tasks[7].code), "db.reference");
    make_tasks(1);
    CHECK(writer_put(w, &tasks[0].job));
    wait_for(1);
    CHECK_STR(str_of(tasks[0].code), "");
    writer_close(w);
}

static void closing_finishes_what_was_put(void)
{
    make_tasks(MOST_JOBS);
    struct writer *w = open_writer();
    for (int i = 0; i < MOST_JOBS; i++) CHECK(writer_put(w, &tasks[i].job));
    writer_close(w);
    CHECK_INT(count_of(&count_things, NO_VALS), MOST_JOBS);
    wait_for(MOST_JOBS);
}

static struct err *run_nothing(struct db *on, struct arena *arena, void *arg) { return NULL; }

static struct writer *closing_writer;
static int taken;

/* Puts one after the other until there is no more room. */
static void put_more_when_done(struct err *e, void *arg)
{
    for (taken = 0; taken < MOST_JOBS - 1; taken++) {
        tasks[taken + 1].job.run = run_nothing;
        if (!writer_put(closing_writer, &tasks[taken + 1].job)) break;
        usleep(10000);
    }
    task_done(e, arg);
}

static void what_comes_while_it_closes_is_not_taken(void)
{
    make_tasks(MOST_JOBS);
    closing_writer = open_writer();
    tasks[0].job.done = put_more_when_done;
    CHECK(writer_put(closing_writer, &tasks[0].job));
    writer_close(closing_writer);
    wait_for(1 + taken);
    CHECK(taken < MOST_JOBS - 1);
}

static void a_full_queue_takes_no_more(void)
{
    make_tasks(1);
    struct writer *w = open_writer();
    struct db_job *jobs = calloc(LIMIT_DB_QUEUE_JOBS + 1, sizeof *jobs);
    tasks[0].waits = true;
    CHECK(writer_put(w, &tasks[0].job));
    while (writer_counts(w).waiting != 0) usleep(100);
    for (int i = 0; i < LIMIT_DB_QUEUE_JOBS; i++) {
        jobs[i] = (struct db_job){run_nothing, task_done, &tasks[1], tasks[0].job.arena, DB_WRITE};
        if (!CHECK(writer_put(w, &jobs[i]))) break;
    }
    CHECK(!writer_put(w, &jobs[LIMIT_DB_QUEUE_JOBS]));
    sem_post(&gate);
    wait_for(LIMIT_DB_QUEUE_JOBS + 1);
    writer_close(w);
    free(jobs);
}

/* ---- the pool ---- */

static struct err *run_count(struct db *on, struct arena *arena, void *arg)
{
    struct task *t = arg;
    int64_t value;
    t->runs++;
    TRY(db_int(on, arena, &read_counter, VALS(v_id(1)), &value));
    return db_run(on, arena, &write_counter, VALS(v_id(1), v_int(value + 1)), NULL);
}

static void jobs_that_collide_are_run_again_and_none_is_lost(void)
{
    struct workers *w;
    make_tasks(200);
    CHECK_OK(workers_open(a, str_of(database.url), DB_WRITE, 3, 0, &w));
    int64_t runs = 0;
    for (int i = 0; i < 200; i++) {
        tasks[i].job.run = run_count;
        CHECK(workers_put(w, &tasks[i].job));
    }
    wait_for(200);
    for (int i = 0; i < 200; i++) {
        runs += tasks[i].runs;
        CHECK_STR(str_of(tasks[i].code), "");
    }
    struct db_counts counts = workers_counts(w);
    CHECK_INT(counts.jobs, 200);
    CHECK_INT(counts.failed, 0);
    CHECK(counts.retries >= runs - 200);
    CHECK_INT(count_of(&read_counter, VALS(v_id(1))), 200);
    workers_close(w);
}

static void a_reading_job_cannot_write(void)
{
    struct workers *w;
    make_tasks(2);
    CHECK_OK(workers_open(a, str_of(database.url), DB_WRITE, 1, 0, &w));
    tasks[0].job.mode = DB_READ;
    for (int i = 0; i < 2; i++) CHECK(workers_put(w, &tasks[i].job));
    wait_for(2);
    CHECK_STR(str_of(tasks[0].code), "db.read_only");
    CHECK_STR(str_of(tasks[1].code), "");
    workers_close(w);
}

/* ---- kill -9 ---- */

static int ack_pipe;

static void acknowledge(struct err *e, void *arg)
{
    struct task *t = arg;
    if (!e && write(ack_pipe, &t->id, sizeof t->id) != sizeof t->id) _exit(1);
    sem_post(&finished);
}

/* The child: writes for ever, 64 jobs at a time, ids from `first` on. */
__attribute__((noreturn)) static void write_until_killed(int64_t first)
{
    struct writer *w = open_writer();
    for (int64_t id = first;; id++) {
        struct task *t = &tasks[(id - first) % 64];
        if (id - first >= 64) sem_wait(&finished);
        t->id = id;
        t->job.done = acknowledge;
        if (!writer_put(w, &t->job)) _exit(1);
    }
}

static void check_acknowledged(const int64_t *ids, size_t n)
{
    S(halves, "SELECT count(*) FROM thing t WHERE (SELECT count(*) FROM part p WHERE p.thing_id = t.id) <> 2");
    S(strays, "SELECT count(*) FROM part p WHERE NOT EXISTS (SELECT 1 FROM thing t WHERE t.id = p.thing_id)");
    CHECK_OK(db_script(db, a, STR("CREATE INDEX IF NOT EXISTS part_thing ON part (thing_id)")));
    for (size_t i = 0; i < n; i++)
        if (!CHECK_INT(count_of(&count_parts, VALS(v_id(ids[i]))), 2)) return;
    CHECK_INT(count_of(&halves, NO_VALS), 0);
    CHECK_INT(count_of(&strays, NO_VALS), 0);
}

static size_t kill_while_writing(int64_t first, int64_t acks_before_kill, int64_t *ids, size_t most)
{
    int ends[2];
    size_t n = 0;
    if (!CHECK(pipe(ends) == 0)) return 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        ack_pipe = ends[1];
        write_until_killed(first);
    }
    close(ends[1]);
    while (n < most && read(ends[0], &ids[n], sizeof *ids) == sizeof *ids)
        if ((int64_t)++n == acks_before_kill) kill(child, SIGKILL);
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return n;
}

static void what_was_acknowledged_survives_kill_9(void)
{
    enum { MOST = 100000 };
    static int64_t ids[MOST];
    make_tasks(64);
    for (int round = 0; round < 5; round++) {
        db_close(db);
        db = NULL;
        size_t n = kill_while_writing(1 + round * 1000000, 1 + round * 331, ids, MOST);
        CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db));
        CHECK(n > 0);
        check_acknowledged(ids, n);
    }
}

/* ---- a full disk ---- */

S(add_body, "INSERT INTO thing (id, body) VALUES ($1, $2)");

static struct err *run_big(struct db *on, struct arena *arena, void *arg)
{
    struct task *t = arg;
    static const char body[60000];
    return db_run(on, arena, &add_body, VALS(v_id(t->id), v_blob((struct str){body, sizeof body})), NULL);
}

static void write_file(const char *path, size_t n)
{
    FILE *f = fopen(path, "w");
    if (!CHECK(f != NULL)) return;
    while (n-- > 0) fputc('x', f);
    fclose(f);
}

/* Puts jobs one by one until one fails; the number that went well. */
static int fill_disk(struct writer *w, struct task *failed)
{
    for (int i = 0; i < MOST_JOBS; i++) {
        tasks[i].job.run = run_big;
        CHECK(writer_put(w, &tasks[i].job));
        wait_for(1);
        *failed = tasks[i];
        if (tasks[i].code[0]) return i;
    }
    return MOST_JOBS;
}

static void fill_and_make_room(const char *ballast)
{
    struct writer *w = open_writer();
    struct task failed;
    int good = fill_disk(w, &failed);
    CHECK(good > 5 && good < MOST_JOBS);
    CHECK_STR(str_of(failed.code), "db.full");
    CHECK_INT(count_of(&count_things, NO_VALS), good);
    unlink(ballast);
    CHECK(writer_put(w, &failed.job));
    wait_for(1);
    CHECK_STR(str_of(tasks[good].code), "");
    CHECK_INT(count_of(&count_things, NO_VALS), good + 1);
    writer_close(w);
}

static void a_full_disk_is_told_and_ridden_out(void)
{
    struct test_database before = database;
    char ballast[128];
    if (mount("tmpfs", database.dir, "tmpfs", 0, "size=12m") != 0) {
        printf("a_full_disk_is_told_and_ridden_out skipped: may not mount a file system\n");
        return;
    }
    snprintf(ballast, sizeof ballast, "%s/ballast", database.dir);
    write_file(ballast, 2 << 20);
    db_close(db);
    CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db));
    CHECK_OK(migrate(db, a, &schema, 1, 1, NULL));
    make_tasks(MOST_JOBS);
    fill_and_make_room(ballast);
    db_close(db);
    CHECK_INT(umount(database.dir), 0);
    database = before;
    CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db));
}

static void a_full_database_is_told_and_ridden_out(void)
{
    char body[60000] = {0};
    struct val v = v_blob((struct str){body, sizeof body});
    struct err *e = NULL;
    make_tasks(0);
    CHECK_OK(db_script(db, a, STR("VACUUM; PRAGMA max_page_count = 100")));
    CHECK_OK(db_begin(db, a));
    for (int i = 1; !e && i < 100; i++) e = db_run(db, a, &add_body, VALS(v_id(i), v), NULL);
    CHECK_ERR(e, "db.full");
    CHECK(e && e->kind == ERR_LIMIT);
    db_rollback(db);
    CHECK_INT(count_of(&count_things, NO_VALS), 0);
    CHECK_OK(db_run(db, a, &add_thing, VALS(v_id(1), v_cstr("small")), NULL));
    CHECK_OK(db_script(db, a, STR("PRAGMA max_page_count = 1000000")));
    for (int i = 2; i < 20; i++) CHECK_OK(db_run(db, a, &add_body, VALS(v_id(i), v), NULL));
}

/* ---- a lost connection ---- */

/* Of this program: database_make gives each a name of its own. */
static void cut_other_connections(void)
{
    CHECK_OK(db_script(db, a,
                       STR("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                           "AND application_name = current_setting('application_name')")));
}

static void a_lost_connection_is_busy_and_then_opened_again(void)
{
    struct db *other;
    make_tasks(0);
    CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &other));
    CHECK_OK(db_begin(other, a));
    CHECK_OK(db_run(other, a, &add_thing, VALS(v_id(1), v_cstr("lost")), NULL));
    cut_other_connections();
    struct err *e = db_run(other, a, &add_thing, VALS(v_id(2), v_cstr("lost")), NULL);
    CHECK_ERR(e, "db.lost");
    CHECK(e && e->kind == ERR_BUSY);
    db_rollback(other);
    CHECK_OK(db_begin(other, a));
    CHECK_OK(db_run(other, a, &add_thing, VALS(v_id(3), v_cstr("kept")), NULL));
    CHECK_OK(db_commit(other, a));
    cut_other_connections(); /* while it is idle nobody notices */
    CHECK_OK(db_begin(other, a));
    CHECK_OK(db_run(other, a, &add_thing, VALS(v_id(4), v_cstr("kept")), NULL));
    cut_other_connections();
    CHECK_ERR(db_commit(other, a), "db.commit_unknown");
    CHECK_INT(count_of(&count_things, NO_VALS), 1);
    db_close(other);
}

static struct err *run_and_cut_once(struct db *on, struct arena *arena, void *arg)
{
    struct task *t = arg;
    TRY(run_task(on, arena, arg));
    if (t->runs == 1) cut_other_connections();
    return db_run(on, arena, &add_part, VALS(v_id(t->id * 10 + 3), v_id(t->id)), NULL);
}

static void a_worker_runs_its_job_again_on_a_new_connection(void)
{
    struct workers *w;
    make_tasks(1);
    CHECK_OK(workers_open(a, str_of(database.url), DB_WRITE, 1, 0, &w));
    tasks[0].job.run = run_and_cut_once;
    CHECK(workers_put(w, &tasks[0].job));
    wait_for(1);
    CHECK_STR(str_of(tasks[0].code), "");
    CHECK_INT(tasks[0].runs, 2);
    CHECK_INT(count_of(&count_parts, VALS(v_id(1))), 3);
    workers_close(w);
}

/* The connection that holds the number of a node; 0 none. */
static int64_t holder(int number)
{
    S(lock_holder, "SELECT coalesce(max(CAST(pid AS BIGINT)), 0) FROM pg_locks "
                   "WHERE locktype = 'advisory' AND classid = 7302002 AND CAST(objid AS BIGINT) = $1");
    return count_of(&lock_holder, VALS(v_int(number)));
}

static void a_node_takes_its_number_again_when_the_connection_was_lost(void)
{
    enum { NUMBER = 901 };
    struct node *node;
    CHECK_OK(node_claim(a, str_of(database.url), NUMBER, &node));
    int64_t first = holder(NUMBER), now = first, began_us = clock_monotonic_us();
    CHECK(first);
    cut_other_connections();
    while ((!now || now == first) && clock_monotonic_us() - began_us < 30000000) {
        usleep(20000);
        now = holder(NUMBER);
    }
    CHECK(now && now != first);
    node_release(node);
}

static void run_all(void)
{
    RUN(a_job_is_done_only_when_others_can_see_what_it_wrote);
    RUN(jobs_share_a_commit_and_one_that_fails_is_undone_alone);
    RUN(when_the_commit_fails_every_job_of_it_is_told);
    RUN(closing_finishes_what_was_put);
    RUN(what_comes_while_it_closes_is_not_taken);
    RUN(a_full_queue_takes_no_more);
    RUN(jobs_that_collide_are_run_again_and_none_is_lost);
    RUN(a_reading_job_cannot_write);
    RUN(what_was_acknowledged_survives_kill_9);
    if (database.kind == DB_SQLITE) {
        RUN(a_full_disk_is_told_and_ridden_out);
        RUN(a_full_database_is_told_and_ridden_out);
    } else {
        RUN(a_lost_connection_is_busy_and_then_opened_again);
        RUN(a_worker_runs_its_job_again_on_a_new_connection);
        RUN(a_node_takes_its_number_again_when_the_connection_was_lost);
    }
}

int main(void)
{
    a = arena_open(256 << 20);
    sem_init(&finished, 0, 0);
    sem_init(&gate, 0, 0);
    for (enum db_kind kind = DB_SQLITE; kind <= DB_POSTGRES; kind++) {
        if (!database_make(kind, &database)) continue;
        if (!CHECK_OK(db_open(a, str_of(database.url), DB_WRITE, &db))) return 1;
        if (!CHECK_OK(migrate(db, a, &schema, 1, 1, NULL))) return 1;
        run_all();
        db_close(db);
        database_drop(&database);
    }
    for (int i = 0; i < MOST_JOBS; i++) arena_close(tasks[i].job.arena);
    arena_close(a);
    return check_end();
}
