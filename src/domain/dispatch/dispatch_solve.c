/* domain/dispatch/dispatch_solve.c: computes a version, mostly as a job: load from the ledgers, solve, save with
 * reasons.
 *
 * Killed at any moment it starts anew: the version it was building is hidden until all of it is on disk, and is emptied
 * first. People are read in runs, each in a transaction of its own: what changes meanwhile is caught before publishing.
 */
#include "domain/dispatch/dispatch_solve.h"
#include "api/job.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_plan.h"

#include <stdio.h>
#include <string.h>

enum { READ_A_STEP = 4000, SAVE_A_STEP = 4000, THREADS = 2, SEED = 1 };

struct err *solve_say(struct solve *x, int percent, const char *zh, const char *en)
{
    return x->job ? job_progress(x->job, percent, 100, x->job->lang == LANG_EN ? en : zh) : NULL;
}

/* A step may change its call's arena: the caller's own call stays as it is. */
static struct err *here(struct solve *x, step_fn *step)
{
    struct call c = *x->call;
    return step(&c, x);
}

struct err *solve_read(struct solve *x, step_fn *step) { return x->job ? job_read(x->job, step, x) : here(x, step); }

static struct err *writing(struct solve *x, step_fn *step)
{
    return x->job ? job_write(x->job, step, x) : here(x, step);
}

/* ---- loading ---- */

static int last_day(const struct list *offers, int on)
{
    for (LIST_EACH(*offers, struct dispatch_offer, f))
        if (f->ends_on > on) on = f->ends_on;
    return on;
}

/* Reads what is small into the job's own arena. */
static struct err *load_round(struct call *c, void *arg)
{
    struct solve *x = arg;
    struct solving *s = &x->s;
    c->arena = s->a;
    x->began_us = c->now_us;
    x->version_id = call_id(c); /* before anything is read: whatever gets a larger id later is not in this plan */
    s->today = c->today;
    TRY(dispatch_round_get(c, x->round_id, &s->round));
    if (x->job) TRY(call_may(c, PERM_DISPATCH_EDIT, s->round.org_path));
    TRY(dispatch_round_in(c, &s->round, 1 << ROUND_DRAFT | 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED));
    TRY(dispatch_rules_get(c, s->round.org_path, s->round.from_on, s->round.id, &s->rules));
    TRY(store_offers(c, s->round.id, &s->offers));
    TRY(store_quotas(c, s->round.id, &s->quotas));
    TRY(store_wishes(c, s->round.id, &s->wishes));
    int from = s->round.from_on, until = last_day(&s->offers, s->round.until_on);
    TRY(store_busy(c, from, until, &s->busy));
    TRY(store_called(c, from, until, s->round.id, &s->called));
    TRY(store_away_between(c, from, until, s->round.org_path, &s->away));
    return store_attended(c, s->round.id, date_add_months(from, -(int)s->rules.v[RULE_REPEAT_MONTHS]), &s->attended);
}

/* Neighbours in the list are mostly of one unit and one audience: their texts are kept once. */
static struct str keep_text(struct solving *s, struct str text, struct str last)
{
    return str_equal(text, last) ? last : str_copy(s->a, text);
}

static void keep_people(struct solve *x, const struct list *people)
{
    struct solving *s = &x->s;
    struct dispatch_person last = {0};
    if (s->people.n) last = *LIST_AT(s->people, struct dispatch_person, s->people.n - 1);
    for (LIST_EACH(*people, struct dispatch_person, p)) {
        p->org_path = keep_text(s, p->org_path, last.org_path);
        p->audience_code = keep_text(s, p->audience_code, last.audience_code);
        last = *p;
        *list_add(s->a, &s->people, struct dispatch_person) = *p;
    }
}

static struct err *load_people(struct call *c, void *arg)
{
    struct solve *x = arg;
    struct list people;
    int64_t next;
    c->arena = x->scratch;
    TRY(dispatch_people_load(c, &x->s.rules, x->s.round.org_path, x->after, 0, READ_A_STEP, &people, &next));
    keep_people(x, &people);
    x->after = next;
    return NULL;
}

static struct err *load_named(struct call *c, void *arg)
{
    struct solve *x = arg;
    c->arena = x->scratch;
    for (LIST_EACH(*x->named, int64_t, id)) {
        struct list people;
        int64_t next;
        TRY(dispatch_people_load(c, &x->s.rules, x->s.round.org_path, *id - 1, *id, 1, &people, &next));
        keep_people(x, &people);
    }
    return NULL;
}

struct err *solve_load(struct solve *x)
{
    TRY(solve_read(x, load_round));
    if (x->named) return solve_read(x, load_named);
    do {
        struct err *e = solve_read(x, load_people);
        if (e) return err_copy(x->s.a, e);
        arena_reset(x->scratch);
        int percent = (int)(LOADED * x->s.people.n / (x->s.people.n + 8 * READ_A_STEP));
        TRY(solve_say(x, percent, "读取学时账本和名单", "Reading ledgers and lists"));
    } while (x->after);
    return NULL;
}

/* ---- solving ---- */

static void progress(void *arg, const struct plan_progress *p)
{
    struct solve *x = arg;
    if (x->cancelled) return;
    int percent = x->from_percent + (x->until_percent - x->from_percent) * p->percent / 100;
    x->cancelled = solve_say(x, percent, "计算方案", "Computing the plan");
    if (x->cancelled) __atomic_store_n(&x->stop, 1, __ATOMIC_RELAXED);
}

/* What was set by hand must fit by itself: the solver says where it does not, in its own words. */
static struct err *name_pins(struct solving *s, struct err *e)
{
    int offer;
    const char *field = str_cstr(s->a, e->field);
    if (sscanf(field, "offers[%d].seats_max", &offer) == 1 && offer < s->in.offers)
        FAIL(s->a, ERR_CONFLICT, "dispatch.too_many_set", "“%.*s”：指定或人工安排的人超过了名额。",
             "“%.*s”: more people were pinned or set by hand than it has seats.",
             STR_ARG(LIST_AT(s->offers, struct dispatch_offer, (size_t)offer)->title));
    if (!str_starts(e->field, STR("quotas[")) && !str_starts(e->field, STR("units["))) return e;
    FAIL(s->a, ERR_CONFLICT, "dispatch.too_many_set", "指定或人工安排的人超过了单位的名额或离岗上限，请先撤销一些。",
         "More people of a unit were pinned or set by hand than its quota or cap allows: take some back first.");
}

struct err *solve_instance(struct solve *x, const struct plan_instance *in, const struct plan_result *warm,
                           struct plan_result *ret_result)
{
    struct solving *s = &x->s;
    struct plan_options options = {.mode = s->round.mode == MODE_WEEKLY ? PLAN_WEEKLY : PLAN_WAVE,
                                   .seed = SEED,
                                   .threads = THREADS,
                                   .stop = &x->stop,
                                   .progress = progress,
                                   .progress_arg = x,
                                   .warm = warm};
    struct err *e = plan_solve(s->a, in, &options, ret_result);
    if (e && e->kind == ERR_INVALID) return name_pins(s, e);
    return e ? e : x->cancelled;
}

struct err *solve_plan(struct solve *x)
{
    struct solving *s = &x->s;
    if (!s->people.n)
        FAIL(s->a, ERR_CONFLICT, "dispatch.nobody", "这个范围内没有在职人员。",
             "There are no active people in this part of the tree.");
    x->from_percent = LOADED;
    x->until_percent = SOLVED;
    TRY(dispatch_plan_build(s));
    TRY(solve_instance(x, &s->in, NULL, &s->result));
    dispatch_plan_prepare(s);
    return NULL;
}

/* ---- saving ---- */

static struct err *open_version(struct call *c, void *arg)
{
    struct solve *x = arg;
    int64_t id = 0, job_id = x->job ? x->job->id : 0;
    bool done;
    if (job_id) TRY(store_version_of_job(c, job_id, &id, &done));
    if (id) TRY(store_places_clear(c, id));
    struct dispatch_version v = {.id = x->version_id,
                                 .round_id = x->s.round.id,
                                 .policy = dispatch_policy_text(c->arena, &x->s.rules),
                                 .created_at = x->began_us};
    if (!id) TRY(store_version_insert(c, &v, job_id));
    x->version_id = id ? id : v.id;
    return NULL;
}

static struct err *save_places(struct call *c, void *arg)
{
    struct solve *x = arg;
    size_t end = x->from + SAVE_A_STEP;
    if (end > x->s.people.n) end = x->s.people.n;
    for (size_t i = x->from; i < end; i++) {
        struct dispatch_place p = dispatch_plan_place(&x->s, i);
        p.version_id = x->version_id;
        TRY(store_place_insert(c, &p));
    }
    x->at = end;
    return NULL;
}

static struct err *close_version(struct call *c, void *arg)
{
    struct solve *x = arg;
    struct dispatch_round round;
    struct dispatch_version v = {.id = x->version_id};
    TRY(dispatch_round_get(c, x->s.round.id, &round));
    dispatch_plan_figures(&x->s, &v);
    v.basis = dispatch_basis(c->arena, &x->s.round, &x->s.offers, &x->s.quotas, &x->s.wishes);
    v.took_ms = (c->now_us - x->began_us) / 1000;
    TRY(store_version_done(c, &v));
    TRY(store_prices_set(c, v.id, dispatch_warm_text(&x->s)));
    if (round.state != ROUND_DRAFT && round.state != ROUND_SOLVED && round.state != ROUND_REVIEWED) return NULL;
    round.state = ROUND_SOLVED;
    round.chosen_id = v.id;
    return dispatch_round_save(c, &round);
}

static struct err *save_all(struct solve *x)
{
    TRY(writing(x, open_version));
    while (x->from < x->s.people.n) {
        TRY(writing(x, save_places));
        x->from = x->at;
        int percent = SOLVED + (int)((SAVED - SOLVED) * x->from / x->s.people.n);
        TRY(solve_say(x, percent, "保存方案和理由", "Saving the plan and its reasons"));
    }
    return writing(x, close_version);
}

static struct err *run(struct solve *x)
{
    TRY(solve_load(x));
    TRY(solve_plan(x));
    return save_all(x);
}

/* The error has to outlive the arenas in which it may have been made. */
struct err *solve_run(struct solve *x, struct arena *a, struct err *(*work)(struct solve *x))
{
    x->s.a = arena_open(LIMIT_PLAN_ARENA_BYTES);
    x->scratch = arena_open(LIMIT_CALL_ARENA_BYTES);
    struct err *e = work(x);
    if (e) e = err_copy(a, e);
    arena_close(x->scratch);
    arena_close(x->s.a);
    return e;
}

static struct err *find_done(struct call *c, void *arg)
{
    struct solve *x = arg;
    bool done;
    TRY(store_version_of_job(c, x->job->id, &x->version_id, &done));
    if (!done) x->version_id = 0;
    return NULL;
}

/* Taken up again after its last step it has nothing to do: what stands may be reviewed or published by now. */
struct err *dispatch_solve(struct job *job)
{
    struct solve x = {.job = job, .round_id = job->subject_id};
    TRY(job_read(job, find_done, &x));
    if (!x.version_id) TRY(solve_run(&x, job->arena, run));
    job_result(job, str_printf(job->arena, "{\"version_id\":\"%lld\"}", (long long)x.version_id));
    return NULL;
}

struct err *dispatch_solve_here(struct call *c, int64_t round_id, const struct list *named)
{
    struct solve x = {.call = c, .round_id = round_id, .named = named};
    return solve_run(&x, c->arena, run);
}
