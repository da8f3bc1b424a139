/* domain/dispatch/dispatch_people.c: what is known of people, and the three lists that follow from it. */
#include "api/job.h"
#include "core/arena.h"
#include "core/limits.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"
#include "domain/norm/norm.h"
#include "domain/org/org.h"

enum { PEOPLE_A_STEP = 250, DIRTY_A_STEP = 200 };

/* ---- dated rules ---- */

static struct err *own_values(struct call *c, int64_t round_id, struct dispatch_rules *rules)
{
    struct list values;
    TRY(store_policy(c, round_id, &values));
    for (LIST_EACH(values, struct dispatch_value, v))
        for (int i = 0; i < RULE_COUNT; i++)
            if (str_is(v->code, dispatch_rule_names[i].code)) rules->v[i] = v->value;
    return NULL;
}

struct err *dispatch_rules_get(struct call *c, struct str org_path, int on, int64_t round_id,
                               struct dispatch_rules *ret_rules)
{
    for (int i = 0; i < RULE_COUNT; i++)
        TRY(rule_value(c, dispatch_rule_names[i].code, org_path, on, &ret_rules->v[i]));
    return round_id ? own_values(c, round_id, ret_rules) : NULL;
}

/* ---- loading ---- */

/* Rows of several people, by person: the run that belongs to one is cut off the front. */
struct cursor {
    const struct list *rows;
    size_t size, at;
};

/* Every row begins with the person's id, or has it as its first member. */
static const void *next_of(struct cursor *k, int64_t person_id)
{
    while (k->at < k->rows->n) {
        const char *row = (const char *)k->rows->p + k->at * k->size;
        int64_t id = *(const int64_t *)row;
        if (id > person_id) return NULL;
        k->at++;
        if (id == person_id) return row;
    }
    return NULL;
}

struct loading {
    struct call *c;
    const struct dispatch_rules *rules;
    struct cursor trainings, missing, debts, cleared, claims;
};

static void take_cleared(struct loading *l, struct dispatch_person *p)
{
    const struct cleared_row *row;
    while ((row = next_of(&l->cleared, p->id))) p->cleared_on[row->list] = row->from_on;
}

static void take_debts(struct loading *l, struct dispatch_person *p)
{
    const struct debt_row *row;
    int since = date_add_months(l->c->today, -(int)l->rules->v[RULE_REFUSAL_MONTHS]);
    while ((row = next_of(&l->debts, p->id))) {
        bool counts = date_of(row->created_at, l->c->tz_min) > since && !str_is(row->state, "waived");
        p->debts += str_is(row->state, "open");
        if (str_is(row->kind, "hardship"))
            p->hardships += counts;
        else
            p->refusals += counts;
    }
}

/* The norm that misses the larger share counts; either of its two measures may meet it. */
static void take_missing(struct loading *l, struct dispatch_person *p)
{
    const struct missing_row *row;
    while ((row = next_of(&l->missing, p->id))) {
        if (row->state == NORM_MET || row->need_hours_centi <= 0) continue;
        int64_t done = row->hours_centi * 1000000 / row->need_hours_centi;
        if (row->need_days_centi && row->days_centi * 1000000 / row->need_days_centi > done)
            done = row->days_centi * 1000000 / row->need_days_centi;
        if (done >= 1000000 || 1000000 - done <= p->missing_ppm) continue;
        p->missing_ppm = 1000000 - (done > 0 ? done : 0);
        p->missing_centi = row->need_hours_centi * p->missing_ppm / 1000000;
    }
}

/* Is there more training than was taken back on that day? */
static bool stands(const struct ledger_training *first, size_t n, int on)
{
    int64_t net = 0;
    for (size_t i = 0; i < n; i++)
        if (first[i].earned_on == on) net += first[i].net;
    return net > 0;
}

static void take_trainings(struct loading *l, struct dispatch_person *p)
{
    const struct ledger_training *row, *first = NULL;
    size_t n = 0;
    int since = date_add_months(l->c->today, -(int)l->rules->v[RULE_OVER_MONTHS]);
    if (p->cleared_on[LIST_OVER] > since) since = p->cleared_on[LIST_OVER];
    while ((row = next_of(&l->trainings, p->id))) {
        if (!n++) first = row;
        if (row->earned_on > since) p->recent += row->net;
    }
    for (size_t i = 0; i < n; i++)
        if (first[i].earned_on > p->last_on && stands(first, n, first[i].earned_on)) p->last_on = first[i].earned_on;
}

static struct err *load_rest(struct call *c, int64_t first, int64_t last, struct list rows[5])
{
    TRY(ledger_trainings_range(c, first, last, &rows[0]));
    TRY(store_missing(c, first, last, &rows[1]));
    TRY(store_debts_range(c, first, last, &rows[2]));
    TRY(store_cleared(c, first, last, &rows[3]));
    return store_claims(c, first, last, &rows[4]);
}

struct err *dispatch_people_load(struct call *c, const struct dispatch_rules *rules, struct str path, int64_t after_id,
                                 int64_t last_id, int64_t most, struct list *ret_people, int64_t *ret_last)
{
    struct list rows[5], people;
    *ret_people = (struct list){0};
    *ret_last = 0;
    TRY(store_people_after(c, after_id, last_id, path, most, &people));
    if (!people.n) return NULL;
    int64_t last = LIST_AT(people, struct person_row, people.n - 1)->id;
    TRY(load_rest(c, LIST_AT(people, struct person_row, 0)->id, last, rows));
    struct loading l = {c,
                        rules,
                        {&rows[0], sizeof(struct ledger_training), 0},
                        {&rows[1], sizeof(struct missing_row), 0},
                        {&rows[2], sizeof(struct debt_row), 0},
                        {&rows[3], sizeof(struct cleared_row), 0},
                        {&rows[4], sizeof(struct one_id), 0}};
    for (LIST_EACH(people, struct person_row, row)) {
        struct dispatch_person *p = list_add(c->arena, ret_people, struct dispatch_person);
        *p = (struct dispatch_person){.id = row->id,
                                      .org_id = row->org_id,
                                      .org_path = row->org_path,
                                      .audience_code = row->audience_code,
                                      .rank_on = row->rank_on,
                                      .entered_on = date_of(row->created_at, c->tz_min)};
        p->claims = next_of(&l.claims, p->id) != NULL;
        take_cleared(&l, p);
        take_debts(&l, p);
        take_missing(&l, p);
        take_trainings(&l, p);
    }
    *ret_last = (int64_t)people.n < most ? 0 : last;
    return NULL;
}

/* ---- the lists ---- */

static bool says_the_same(const struct dispatch_listed *a, const struct dispatch_listed *b)
{
    return a->count == b->count && a->threshold == b->threshold && a->months == b->months && a->last_on == b->last_on &&
           str_equal(a->rule, b->rule) && str_equal(a->org_path, b->org_path);
}

/* What has to be written so that the lists are right: found by reading, written afterwards. */
struct changes {
    struct list set;    /* struct dispatch_listed; id 0: new */
    struct list remove; /* struct one_id */
    int64_t listed;     /* lines that stand afterwards */
};

/* What is kept of one person against what should be; `kept` are at most three rows. */
static void compare(struct arena *a, const struct dispatch_listed *kept, size_t kept_n, struct dispatch_listed *now,
                    size_t now_n, struct changes *out)
{
    bool stays[4] = {false};
    for (size_t i = 0; i < now_n; i++) {
        const struct dispatch_listed *old = NULL;
        for (size_t k = 0; k < kept_n; k++)
            if (kept[k].list == now[i].list) old = &kept[k];
        stays[now[i].list] = true;
        out->listed++;
        if (old && says_the_same(old, &now[i])) continue;
        now[i].id = old ? old->id : 0;
        *list_add(a, &out->set, struct dispatch_listed) = now[i];
    }
    for (size_t k = 0; k < kept_n; k++)
        if (!stays[kept[k].list]) *list_add(a, &out->remove, struct one_id) = (struct one_id){kept[k].id};
}

/* Everybody in the list, which is a run of ids. People who left drop out with the rows that nobody claims. */
static struct err *compare_range(struct call *c, const struct dispatch_rules *rules, struct list people, int64_t first,
                                 int64_t last, struct changes *out)
{
    struct list kept;
    size_t at = 0, who = 0;
    TRY(store_listed_range(c, first, last, &kept));
    while (who < people.n || at < kept.n) {
        const struct dispatch_person *p = who < people.n ? LIST_AT(people, struct dispatch_person, who) : NULL;
        const struct dispatch_listed *row = at < kept.n ? LIST_AT(kept, struct dispatch_listed, at) : NULL;
        struct dispatch_listed now[3];
        int64_t id = !p || (row && row->person_id < p->id) ? row->person_id : p->id;
        size_t from = at;
        while (at < kept.n && LIST_AT(kept, struct dispatch_listed, at)->person_id == id) at++;
        bool here = p && p->id == id;
        size_t n = here ? dispatch_lists_of(p, rules, c->today, now) : 0;
        who += here;
        if (n || at > from) compare(c->arena, LIST_AT(kept, struct dispatch_listed, from), at - from, now, n, out);
    }
    return NULL;
}

static struct err *apply(struct call *c, const struct changes *changes)
{
    for (LIST_EACH(changes->set, struct dispatch_listed, line)) {
        struct dispatch_listed row = *line;
        if (!row.id) row.id = call_id(c);
        TRY(store_listed_set(c, &row));
    }
    for (LIST_EACH(changes->remove, struct one_id, it)) TRY(store_listed_remove(c, it->id));
    return NULL;
}

struct err *dispatch_lists_update(struct call *c, int64_t person_id)
{
    struct dispatch_rules rules;
    struct changes changes = {0};
    struct list people;
    int64_t last;
    TRY(dispatch_rules_get(c, STR(ORG_ROOT_PATH), c->today, 0, &rules));
    TRY(dispatch_people_load(c, &rules, STR(ORG_ROOT_PATH), person_id - 1, person_id, 1, &people, &last));
    TRY(compare_range(c, &rules, people, person_id, person_id, &changes));
    return apply(c, &changes);
}

struct walk {
    struct arena *scratch; /* of one step of the job; NULL: the call's own */
    int64_t after;
    struct changes changes; /* of the last step */
};

/* The next run of people; walk->after is 0 when that was the last. */
static struct err *look_on(struct call *c, void *arg)
{
    struct walk *walk = arg;
    struct dispatch_rules rules;
    struct list people;
    int64_t next;
    if (walk->scratch) c->arena = walk->scratch;
    walk->changes = (struct changes){0};
    TRY(dispatch_rules_get(c, STR(ORG_ROOT_PATH), c->today, 0, &rules));
    TRY(dispatch_people_load(c, &rules, STR(ORG_ROOT_PATH), walk->after, 0, PEOPLE_A_STEP, &people, &next));
    TRY(compare_range(c, &rules, people, walk->after + 1, next ? next : INT64_MAX, &walk->changes));
    walk->after = next;
    return NULL;
}

struct err *dispatch_rebuild(struct call *c, int64_t *ret_listed)
{
    struct walk walk = {0};
    int64_t listed = 0;
    do {
        TRY(look_on(c, &walk));
        TRY(apply(c, &walk.changes));
        listed += walk.changes.listed;
    } while (walk.after);
    if (ret_listed) *ret_listed = listed;
    return store_walked_set(c, c->today);
}

/* ---- the job ---- */

struct lists_look {
    bool dirty, old, recount;
};

static struct err *look(struct call *c, void *arg)
{
    struct lists_look *out = arg;
    struct list ids, rounds;
    int64_t walked;
    TRY(store_dirty(c, 1, &ids));
    TRY(store_recounts(c, 1, &rounds));
    TRY(store_walked_on(c, &walked));
    out->dirty = ids.n > 0;
    out->recount = rounds.n > 0;
    out->old = walked != c->today;
    return NULL;
}

static struct err *do_dirty(struct call *c, void *arg)
{
    bool *more = arg;
    struct list ids;
    TRY(store_dirty(c, DIRTY_A_STEP, &ids));
    for (LIST_EACH(ids, struct one_id, it)) {
        TRY(dispatch_lists_update(c, it->id));
        TRY(store_dirty_remove(c, it->id));
    }
    *more = ids.n == DIRTY_A_STEP;
    return NULL;
}

static struct err *do_apply(struct call *c, void *arg) { return apply(c, &((struct walk *)arg)->changes); }

/* Read beside the writer, which is asked only for what changed. Who changes in between is marked and looked at next. */
static struct err *walk_steps(struct job *job, struct walk *walk)
{
    do {
        struct err *e = job_read(job, look_on, walk);
        if (!e && walk->changes.set.n + walk->changes.remove.n) e = job_write(job, do_apply, walk);
        if (e) return err_copy(job->arena, e);
        arena_reset(walk->scratch);
        TRY(job_progress(job, 0, 0, ""));
    } while (walk->after);
    return NULL;
}

static struct err *walk_all(struct job *job)
{
    struct walk walk = {.scratch = arena_open(LIMIT_CALL_ARENA_BYTES)};
    struct err *e = walk_steps(job, &walk);
    arena_close(walk.scratch);
    return e;
}

static struct err *walked(struct call *c, void *arg)
{
    (void)arg;
    TRY(store_recount_add_all(c));
    return store_walked_set(c, c->today);
}

static struct err *do_recount(struct call *c, void *arg) { return dispatch_recount_some(c, arg); }

/* After the lists, which it counts by. */
static struct err *recount_all(struct job *job)
{
    bool more = true;
    while (more) {
        TRY(job_write(job, do_recount, &more));
        TRY(job_progress(job, 0, 0, ""));
    }
    return NULL;
}

struct err *dispatch_lists_job(struct job *job)
{
    struct lists_look now;
    bool more = true;
    TRY(job_read(job, look, &now));
    while (now.dirty && more) {
        TRY(job_write(job, do_dirty, &more));
        TRY(job_progress(job, 0, 0, ""));
    }
    if (now.old) {
        TRY(walk_all(job));
        TRY(job_write(job, walked, NULL));
    }
    return now.old || now.recount ? recount_all(job) : NULL;
}
