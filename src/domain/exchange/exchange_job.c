/* domain/exchange/exchange_job.c: dry runs and commits in the background. */
#include "domain/exchange/exchange_job.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/exchange/exchange_sheets.h"
#include "domain/org/org.h"

struct err *exchange_scope(struct call *c, const struct exchange_table *table, int64_t subject_id, struct str *ret_path)
{
    if (table->scope) return table->scope(c, subject_id, ret_path);
    if (!subject_id) return org_scope(c, table->perm, ret_path);
    TRY(org_path(c, subject_id, ret_path));
    return call_may(c, table->perm, *ret_path);
}

static struct err *load(struct call *c, int64_t id, struct import_row *row, struct import *im, struct str *ret_file)
{
    im->c = c;
    im->arena = c->arena;
    TRY(import_store_get(c, id, row));
    TRY(exchange_find_table(c->arena, row->table_name, &im->table));
    im->subject_id = row->subject_id;
    TRY(exchange_scope(c, im->table, row->subject_id, &im->path));
    TRY(import_store_choices(c, id, im));
    return import_store_file(c, id, ret_file);
}

static struct err *tell_progress(struct import *im)
{
    return job_progress(im->watcher, im->counts.rows, 0, im->apply ? "commit" : "check");
}

struct work {
    struct job *job;
    struct import_row row;
    struct import im;
};

static struct err *check_step(struct call *c, void *arg)
{
    struct work *w = arg;
    struct str file;
    w->im = (struct import){.progress = tell_progress, .watcher = w->job};
    TRY(load(c, w->job->subject_id, &w->row, &w->im, &file));
    return import_run(&w->im, file);
}

static struct err *save_step(struct call *c, void *arg)
{
    struct work *w = arg;
    return import_store_result(c, w->row.id, &w->im, w->im.counts.problems ? IMPORT_REFUSED : IMPORT_CHECKED);
}

static void tell(struct job *job, const struct import_counts *n)
{
    job_result(job, str_printf(job->arena,
                               "{\"rows\":%lld,\"added\":%lld,\"changed\":%lld,\"unchanged\":%lld,\"skipped\":%lld,"
                               "\"problems\":%lld,\"duplicates\":%lld,\"undecided\":%lld}",
                               (long long)n->rows, (long long)n->added, (long long)n->changed, (long long)n->unchanged,
                               (long long)n->skipped, (long long)n->problems, (long long)n->duplicates,
                               (long long)n->undecided));
}

struct err *exchange_check_job(struct job *job)
{
    struct work *w = arena_new(job->arena, struct work);
    w->job = job;
    TRY(job_read(job, check_step, w));
    TRY(job_write(job, save_step, w));
    tell(job, &w->im.counts);
    return NULL;
}

static struct err *commit_step(struct call *c, void *arg)
{
    struct work *w = arg;
    struct str file;
    struct import *im = &w->im;
    *im = (struct import){.progress = tell_progress, .watcher = w->job, .apply = true};
    TRY(load(c, w->job->subject_id, &w->row, im, &file));
    if (w->row.state == IMPORT_COMMITTED) return NULL; /* done before the program was stopped */
    TRY(import_run(im, file));
    if (im->counts.problems || im->counts.undecided)
        FAIL(c->arena, ERR_CONFLICT, "exchange.not_clean",
             "数据在检查之后有变动，现有 %lld 处错误、%lld 行待选择，未导入任何内容。请重新检查。",
             "Things have changed since the check: %lld problems, %lld rows not decided. Nothing was imported: check "
             "again.",
             (long long)im->counts.problems, (long long)im->counts.undecided);
    TRY(import_store_committed(c, w->row.id, &im->counts));
    return call_audit_add(c, "exchange.import", w->row.id, im->path,
                          str_printf(c->arena, "import %s, %lld added, %lld changed", im->table->name,
                                     (long long)im->counts.added, (long long)im->counts.changed));
}

struct err *exchange_commit_job(struct job *job)
{
    struct work *w = arena_new(job->arena, struct work);
    w->job = job;
    TRY(job_write(job, commit_step, w));
    tell(job, &w->im.counts);
    return NULL;
}
