/* domain/klass/klass_life.c: classes begin on their first day and end after their last by themselves. */
#include "api/call.h"
#include "api/job.h"
#include "domain/klass/klass_private.h"

struct change {
    int64_t class_id;
    int state; /* that it shall have */
    struct list due;
};

static struct err *find(struct call *c, void *arg)
{
    struct change *x = arg;
    return klass_store_due(c, x->state, &x->due);
}

struct err *klass_live_on(struct call *c, int64_t class_id, int state)
{
    struct klass klass;
    TRY(klass_get(c, class_id, &klass));
    bool begins = state == KLASS_RUNNING;
    bool due = begins ? klass.state == KLASS_OPEN && klass.starts_on <= c->today
                      : klass.state == KLASS_RUNNING && klass.ends_on < c->today;
    if (!due) return NULL; /* it has changed since it was found */
    /* without a reason to begin, so that too few people are refused as for anybody */
    struct str why = begins ? (struct str){0} : STR("结业日期已过，自动结课");
    TRY(klass_set_state(c, &klass, state, why));
    return call_audit_add(c, "class.life", klass.id, klass.org_path, str_of(klass_state_names[klass.state]));
}

static struct err *step(struct call *c, void *arg)
{
    const struct change *x = arg;
    return klass_live_on(c, x->class_id, x->state);
}

static struct err *change_all(struct job *job, int state)
{
    struct change x = {.state = state};
    TRY(job_read(job, find, &x));
    for (LIST_EACH(x.due, struct calendar_class, k)) {
        x.class_id = k->id;
        TRY(job_write(job, step, &x));
    }
    return NULL;
}

struct err *klass_run_life(struct job *job)
{
    TRY(change_all(job, KLASS_RUNNING));
    return change_all(job, KLASS_ENDED);
}
