/* api/job.c: rows of jobs: asking for one, looking at one's own, cancelling. */
#include "api/effects.h"
#include "api/job_private.h"

#include "job_sql.h"

static const char *const job_state_names[] = {"", "queued", "running", "done", "failed", "cancelled", NULL};

static const struct shape_field row_fields[] = {
    F_ID(struct job_row, id, 0, "编号", "id"),
    F_TEXT(struct job_row, kind, 0, 0, 0, "种类", "kind"),
    F_ENUM(struct job_row, state, job_state_names, 0, "状态", "state"),
    F_ID(struct job_row, subject_id, 0, "对象", "what it is about"),
    F_ID(struct job_row, account_id, 0, "提交账号", "account that asked"),
    F_INT(struct job_row, done, 0, 0, 0, "已完成", "done"),
    F_INT(struct job_row, total, 0, 0, 0, "总数", "of"),
    F_TEXT(struct job_row, note, 0, 0, 0, "正在做什么", "what it does now"),
    F_RAW(struct job_row, result, 0, "结果", "result"),
    F_RAW(struct job_row, problem, 0, "出错原因", "what went wrong"),
    F_TIME(struct job_row, created_at, 0, "提交时间", "asked for at"),
    F_TIME(struct job_row, started_at, 0, "开始时间", "started at"),
    F_TIME(struct job_row, ended_at, 0, "结束时间", "ended at"),
};
const struct shape job_row_shape = SHAPE("Job", struct job_row, row_fields);

static const struct shape_field claim_fields[] = {
    F_ID(struct job_claim, id, 0, "编号", "id"),
    F_TEXT(struct job_claim, kind, 0, 0, 0, "种类", "kind"),
    F_ID(struct job_claim, subject_id, 0, "对象", "what it is about"),
    F_ID(struct job_claim, account_id, 0, "提交账号", "account that asked"),
    F_INT(struct job_claim, lang, 0, 0, 0, "语言", "language"),
    F_TEXT(struct job_claim, input, 0, 0, 0, "输入", "input"),
    F_INT(struct job_claim, attempts, 0, 0, 0, "次数", "attempts"),
};
static const struct shape claim_shape = SHAPE("JobClaim", struct job_claim, claim_fields);

struct err *call_job(struct call *c, const char *kind, int64_t subject_id, struct str input, int64_t run_at,
                     int64_t *ret_id)
{
    int64_t id = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_job_insert,
               VALS(v_id(id), v_cstr(kind), v_id(subject_id), v_id(c->who->account_id), v_int(c->lang), v_text(input),
                    v_int(run_at ? run_at : c->now_us), v_time(c->now_us)),
               NULL));
    c->effects->jobs = true;
    if (ret_id) *ret_id = id;
    return NULL;
}

/* ---- for the runner ---- */

struct err *job_store_due(struct call *c, int64_t *ret_id)
{
    TRY(db_int(c->db, c->arena, &sql_job_due, VALS(v_int(c->now_us)), ret_id));
    if (*ret_id) return NULL;
    return db_int(c->db, c->arena, &sql_job_lost, VALS(v_int(c->now_us)), ret_id);
}

struct err *job_store_due_of(struct call *c, const char *kind, int64_t *ret_id)
{
    return db_int(c->db, c->arena, &sql_job_due_of, VALS(v_int(c->now_us), v_cstr(kind)), ret_id);
}

static int64_t lease(const struct call *c) { return c->now_us + JOB_LEASE_S * TIME_SECOND_US; }

struct err *job_store_claim(struct call *c, int64_t id, struct job_claim *ret_claim, bool *ret_taken)
{
    return db_find(c->db, c->arena, &sql_job_claim, VALS(v_id(id), v_int(c->now_us), v_int(lease(c))), &claim_shape,
                   ret_claim, ret_taken);
}

struct err *job_store_beat(struct call *c, int64_t id, struct job_mark mark, bool *ret_stop)
{
    int64_t kept;
    TRY(db_int(
        c->db, c->arena, &sql_job_beat,
        VALS(v_id(id), v_int(lease(c)), v_int(mark.done), v_int(mark.total), v_text(mark.note), v_int(mark.attempt)),
        &kept));
    *ret_stop = kept != 1;
    return NULL;
}

struct err *job_store_end(struct call *c, int64_t id, enum job_state state, struct job_mark mark, struct str result,
                          struct str problem)
{
    return db_run(c->db, c->arena, &sql_job_end,
                  VALS(v_id(id), v_cstr(job_state_names[state]), v_int(mark.done), v_int(mark.total), v_text(mark.note),
                       v_text(result), v_text(problem), v_time(c->now_us), v_int(mark.attempt)),
                  NULL);
}

struct err *job_store_again(struct call *c, int64_t id, int64_t attempt, int64_t run_at, bool forgive)
{
    return db_run(c->db, c->arena, &sql_job_again, VALS(v_id(id), v_int(run_at), v_int(forgive), v_int(attempt)), NULL);
}

struct err *job_store_release(struct call *c) { return db_run(c->db, c->arena, &sql_job_release, NO_VALS, NULL); }

struct err *job_store_period(struct call *c, const char *kind, int64_t next_at, bool *ret_ours)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_job_period_claim, VALS(v_cstr(kind), v_int(c->now_us), v_int(next_at)), &changed));
    *ret_ours = changed > 0;
    return NULL;
}

struct err *job_forget(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    return db_run(c->db, c->arena, &sql_job_forget, VALS(v_time(before), v_int(most)), ret_removed);
}

/* ---- routes: everybody's own jobs ---- */

static const struct page_sort job_sorts[] = {{"newest", "-j.id"}};
static const struct page_filter job_filters[] = {
    {"state", "j.state = $?", SHAPE_TEXT, "状态", "state", NULL},
    {"kind", "j.kind = $?", SHAPE_TEXT, "种类", "kind", NULL},
};
static const struct page_spec job_page = {
    &sql_job_list, "job j", "j.id", job_sorts, 1, job_filters, sizeof job_filters / sizeof *job_filters};

static struct err *get_jobs(struct call *c) { return page_run(c, &job_page, VALS(v_id(c->who->account_id))); }

static struct err *own_job(struct call *c, struct job_row *ret_row)
{
    TRY(db_get(c->db, c->arena, &sql_job_get, VALS(v_id(c->path[0])), &job_row_shape, ret_row));
    if (ret_row->account_id == c->who->account_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "job.absent", "没有找到这项任务，或不是您提交的。",
         "There is no such job, or somebody else asked for it.");
}

static struct err *get_job(struct call *c) { return own_job(c, c->out); }

static struct err *delete_job(struct call *c)
{
    struct job_row row;
    TRY(own_job(c, &row));
    return db_run(c->db, c->arena, &sql_job_cancel, VALS(v_id(row.id), v_time(c->now_us)), NULL);
}

static const struct route job_routes[] = {
    {GET, "/jobs", TX_READ, PERM_SELF, ROUTE_PAGE, NULL, &job_row_shape, &job_page, "我的后台任务", "My jobs", get_jobs,
     NULL},
    {GET, "/jobs/{job_id}", TX_READ, PERM_SELF, 0, NULL, &job_row_shape, NULL, "任务的进度和结果",
     "How far a job is, and what came out", get_job, NULL},
    {DELETE, "/jobs/{job_id}", TX_WRITE, PERM_SELF, 0, NULL, NULL, NULL, "取消任务", "Cancel a job", delete_job, NULL},
};

const struct module job_module = {.name = "job",
                                  .schema = &job_schema,
                                  .statements = job_statements,
                                  .statement_count = &job_statement_count,
                                  .routes = job_routes,
                                  .route_count = sizeof job_routes / sizeof *job_routes};
