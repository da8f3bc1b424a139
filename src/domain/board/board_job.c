/* domain/board/board_job.c: past days are counted in the background: one that somebody asks for, and the ends of months
 * by themselves. */
#include "api/job.h"
#include "domain/board/board_private.h"

enum { CELLS_AT_ONCE = 5000, MONTHS_KEPT = 12 };

struct counting {
    struct job *job;
    int on;
    struct board_tally tally;
    size_t from; /* the next cell to be written */
    struct list missing;
};

static struct err *count_step(struct call *c, void *arg)
{
    struct counting *x = arg;
    return board_past_count(c, x->on, x->job, &x->tally);
}

static struct err *begin_step(struct call *c, void *arg)
{
    struct counting *x = arg;
    return board_past_begin(c, x->on);
}

/* May run twice: where it began is kept until it is on disk. */
struct writing {
    struct counting *counting;
    size_t next;
};

static struct err *write_step(struct call *c, void *arg)
{
    struct writing *w = arg;
    w->next = w->counting->from;
    return board_past_some(c, w->counting->on, &w->counting->tally, CELLS_AT_ONCE, &w->next);
}

static struct err *end_step(struct call *c, void *arg)
{
    struct counting *x = arg;
    return board_past_end(c, x->on, &x->tally);
}

static struct err *write_day(struct job *job, struct counting *x)
{
    TRY(job_write(job, begin_step, x));
    x->from = 0;
    do {
        struct writing w = {.counting = x};
        TRY(job_write(job, write_step, &w));
        x->from = w.next;
        TRY(job_progress(job, 1, 2, ""));
    } while (x->from);
    return job_write(job, end_step, x);
}

static struct err *count_day(struct job *job, int on)
{
    struct counting x = {.job = job, .on = on};
    TRY(job_progress(job, 0, 2, ""));
    TRY(job_read(job, count_step, &x));
    struct err *e = write_day(job, &x);
    board_tally_done(&x.tally);
    return e;
}

struct err *board_job_day(struct job *job) { return count_day(job, (int)job->subject_id); }

static struct err *missing_step(struct call *c, void *arg)
{
    struct counting *x = arg;
    return board_months_missing(c, MONTHS_KEPT, &x->missing);
}

/* The newest first, so that last month is there soon. */
struct err *board_job_months(struct job *job)
{
    struct counting x = {0};
    TRY(job_read(job, missing_step, &x));
    for (LIST_EACH(x.missing, int, on)) TRY(count_day(job, *on));
    return NULL;
}
