/* domain/norm/norm.c: progress, everybody's state kept up to date, rebuilt and proven. */
#include "domain/norm/norm.h"

#include "api/call.h"
#include "domain/norm/norm_private.h"

enum { PEOPLE_AT_ONCE = 2000, FAULTS_MAX = 20 };

/* next_on 0 would mean "due": a state that never changes by itself waits for the end of time. */
#define NEVER_ON 99991231

/* ---- one person ---- */

static struct err *facts_of(struct call *c, int64_t person_id, int on, int64_t known_at, struct norm_facts *ret_facts)
{
    struct list spans, lines;
    TRY(norm_spans(c, person_id, &spans));
    TRY(ledger_lines(c, person_id, 0, on, known_at, &lines));
    *ret_facts = (struct norm_facts){spans.p, spans.n, lines.p, lines.n};
    return NULL;
}

static struct err *progress_of(struct call *c, const struct list *norms, int64_t person_id, int on, int64_t known_at,
                               struct list *ret_progress)
{
    struct norm_facts facts;
    TRY(facts_of(c, person_id, on, known_at, &facts));
    struct norm_progress *progress = arena_array(c->arena, struct norm_progress, norms->n + 1);
    size_t n = norm_measure_all(norms->p, norms->n, &facts, on, progress);
    for (size_t i = 0; i < n; i++) progress[i].person_id = person_id;
    *ret_progress = (struct list){progress, n, 0};
    return NULL;
}

struct err *norm_progress_on(struct call *c, int64_t person_id, int on, int64_t known_at, struct list *ret_progress)
{
    struct list norms;
    TRY(norm_list(c, true, &norms));
    return progress_of(c, &norms, person_id, on, known_at, ret_progress);
}

struct err *norm_progress_known(struct call *c, int64_t person_id, int on, int64_t known_at, struct list *ret_progress)
{
    const struct list *norms;
    TRY(norm_list_once(c, &norms));
    return progress_of(c, norms, person_id, on, known_at, ret_progress);
}

/* What norm_status should say about somebody today. */
static void statuses_of(struct arena *a, const struct list *norms, const struct norm_facts *facts, int64_t person_id,
                        int today, struct list *ret_statuses)
{
    struct norm_progress *progress = arena_array(a, struct norm_progress, norms->n + 1);
    struct norm_status *statuses = arena_array(a, struct norm_status, norms->n + 1);
    size_t n = norm_measure_all(norms->p, norms->n, facts, today, progress);
    for (size_t i = 0; i < n; i++) {
        norm_status_of(&progress[i], person_id, &statuses[i]);
        if (!statuses[i].next_on) statuses[i].next_on = NEVER_ON;
    }
    *ret_statuses = (struct list){statuses, n, 0};
}

static const struct norm_status *status_with(const struct list *statuses, struct str code)
{
    for (LIST_EACH(*statuses, struct norm_status, s))
        if (str_equal(s->norm_code, code)) return s;
    return NULL;
}

/* Writes what differs. `moved`: a state, or the set of norms, is another one. */
static struct err *save_differences(struct call *c, const struct list *was, const struct list *is, bool *changed,
                                    bool *moved)
{
    for (LIST_EACH(*is, struct norm_status, s)) {
        const struct norm_status *old = status_with(was, s->norm_code);
        if (old && norm_status_same(old, s)) continue;
        TRY(old ? norm_status_change(c, s) : norm_status_set(c, s));
        *changed = true;
        *moved |= !old || old->state != s->state;
    }
    for (LIST_EACH(*was, struct norm_status, old)) {
        if (status_with(is, old->norm_code)) continue;
        TRY(norm_status_remove(c, old->person_id, old->norm_code));
        *changed = *moved = true;
    }
    return NULL;
}

static struct err *update_in(struct call *c, const struct list *norms, int64_t person_id, bool *changed, bool *moved)
{
    struct list was, is;
    struct norm_facts facts;
    TRY(facts_of(c, person_id, c->today, 0, &facts));
    TRY(norm_statuses(c, person_id, &was));
    statuses_of(c->arena, norms, &facts, person_id, c->today, &is);
    return save_differences(c, &was, &is, changed, moved);
}

struct err *norm_update(struct call *c, int64_t person_id, bool *ret_changed)
{
    /* A class of ten thousand comes through here in one call: what one person needs goes when they are done. */
    const struct list *norms;
    bool moved = false;
    *ret_changed = false;
    TRY(norm_list_once(c, &norms));
    struct arena *outer = c->arena, *own = arena_open(LIMIT_CALL_ARENA_BYTES);
    c->arena = own;
    struct err *e = update_in(c, norms, person_id, ret_changed, &moved);
    c->arena = outer;
    e = e ? err_copy(outer, e) : NULL;
    arena_close(own);
    if (e || !moved) return e;
    return call_event(c, (struct event){.name = "norm.changed", .subject_id = person_id});
}

struct err *norm_refresh(struct call *c, int64_t most, int64_t *ret_people)
{
    struct list due;
    bool changed;
    TRY(norm_due_people(c, most, &due));
    for (LIST_EACH(due, int64_t, id)) TRY(norm_update(c, *id, &changed));
    *ret_people = (int64_t)due.n;
    return NULL;
}

/* ---- everybody ---- */

/* Some people in a row with all that decides about them. */
struct batch {
    struct list ids, spans, lines; /* int64_t, struct norm_span, struct ledger_line; each by person */
    size_t span, line;             /* how far the walk has come */
};

static struct err *batch_load(struct call *c, int64_t after_id, struct batch *b)
{
    *b = (struct batch){0};
    TRY(norm_people_after(c, after_id, PEOPLE_AT_ONCE, &b->ids));
    if (!b->ids.n) return NULL;
    int64_t first = *LIST_AT(b->ids, int64_t, 0), last = *LIST_AT(b->ids, int64_t, b->ids.n - 1);
    TRY(norm_spans_range(c, first, last, &b->spans));
    return ledger_lines_range(c, first, last, &b->lines);
}

/* The facts of the next person, who comes in the order of ids. */
static struct norm_facts batch_next(struct batch *b, int64_t person_id)
{
    struct norm_span *spans = b->spans.p;
    struct ledger_line *lines = b->lines.p;
    while (b->span < b->spans.n && spans[b->span].person_id < person_id) b->span++;
    while (b->line < b->lines.n && lines[b->line].person_id < person_id) b->line++;
    size_t span = b->span, line = b->line;
    while (b->span < b->spans.n && spans[b->span].person_id == person_id) b->span++;
    while (b->line < b->lines.n && lines[b->line].person_id == person_id) b->line++;
    return (struct norm_facts){spans + span, b->span - span, lines + line, b->line - line};
}

/* Calls `each` for everybody, in an arena of its own that is emptied between batches. */
static struct err *each_batch(struct call *c, struct err *(*each)(struct call *c, struct batch *b, void *context),
                              void *context)
{
    struct arena *outer = c->arena, *own = arena_open(LIMIT_CALL_ARENA_BYTES);
    struct err *e = NULL;
    struct batch b = {0};
    c->arena = own;
    for (int64_t after_id = 0; !e;) {
        if ((e = batch_load(c, after_id, &b)) || !b.ids.n) break;
        after_id = *LIST_AT(b.ids, int64_t, b.ids.n - 1);
        if (!(e = each(c, &b, context))) arena_reset(own);
    }
    c->arena = outer;
    e = e ? err_copy(outer, e) : NULL;
    arena_close(own);
    return e;
}

struct err *norm_progress_many(struct call *c, const struct list *ids, int on, struct list *ret_progress)
{
    struct list norms;
    struct batch b = {.ids = *ids};
    *ret_progress = (struct list){0};
    if (!ids->n) return NULL;
    int64_t first = *LIST_AT(*ids, int64_t, 0), last = *LIST_AT(*ids, int64_t, ids->n - 1);
    TRY(norm_list(c, false, &norms));
    TRY(norm_spans_range(c, first, last, &b.spans));
    TRY(ledger_lines_range(c, first, last, &b.lines));
    struct norm_progress *measured = arena_array(c->arena, struct norm_progress, norms.n + 1);
    for (LIST_EACH(*ids, int64_t, id)) {
        struct norm_facts facts = batch_next(&b, *id);
        size_t n = norm_measure_all(norms.p, norms.n, &facts, on, measured);
        for (size_t i = 0; i < n; i++) {
            measured[i].person_id = *id;
            *list_add(c->arena, ret_progress, struct norm_progress) = measured[i];
        }
    }
    return NULL;
}

struct rebuilding {
    struct list norms;
    int64_t people;
};

static struct err *rebuild_batch(struct call *c, struct batch *b, void *context)
{
    struct rebuilding *x = context;
    for (LIST_EACH(b->ids, int64_t, id)) {
        struct norm_facts facts = batch_next(b, *id);
        struct list statuses;
        statuses_of(c->arena, &x->norms, &facts, *id, c->today, &statuses);
        for (LIST_EACH(statuses, struct norm_status, s)) TRY(norm_status_set(c, s));
        x->people++;
    }
    return NULL;
}

struct err *norm_rebuild(struct call *c, int64_t *ret_people)
{
    struct rebuilding x = {0};
    TRY(norm_list(c, false, &x.norms));
    TRY(norm_status_clear(c));
    TRY(each_batch(c, rebuild_batch, &x));
    *ret_people = x.people;
    return NULL;
}

/* ---- the proof ---- */

struct verifying {
    struct list norms;
    struct norm_check *check;
    struct arena *outer;
};

static void fault(struct verifying *x, int64_t person_id, struct str code)
{
    x->check->wrong++;
    if (x->check->faults.n >= FAULTS_MAX) return;
    *list_add(x->outer, &x->check->faults, struct str) = str_printf(
        x->outer, "人员 %lld 的 %.*s 状态与重新计算不符 / person %lld: the state of %.*s is not what the ledger says",
        (long long)person_id, STR_ARG(code), (long long)person_id, STR_ARG(code));
}

static bool is_waiting(const struct list *statuses, int today)
{
    for (LIST_EACH(*statuses, struct norm_status, s))
        if (s->next_on <= today) return true;
    return false;
}

static void compare(struct verifying *x, int64_t person_id, const struct list *kept, const struct list *counted)
{
    for (LIST_EACH(*counted, struct norm_status, s)) {
        const struct norm_status *k = status_with(kept, s->norm_code);
        if (!k || !norm_status_same(k, s)) fault(x, person_id, s->norm_code);
    }
    for (LIST_EACH(*kept, struct norm_status, k))
        if (!status_with(counted, k->norm_code)) fault(x, person_id, k->norm_code);
}

static struct err *verify_batch(struct call *c, struct batch *b, void *context)
{
    struct verifying *x = context;
    struct list all;
    size_t at = 0;
    int64_t first = *LIST_AT(b->ids, int64_t, 0), last = *LIST_AT(b->ids, int64_t, b->ids.n - 1);
    TRY(norm_statuses_range(c, first, last, &all));
    for (LIST_EACH(b->ids, int64_t, id)) {
        struct norm_status *statuses = all.p;
        size_t from = at;
        while (at < all.n && statuses[at].person_id == *id) at++;
        struct norm_facts facts = batch_next(b, *id);
        struct list kept = {statuses + from, at - from, 0}, counted;
        statuses_of(c->arena, &x->norms, &facts, *id, c->today, &counted);
        x->check->people++;
        x->check->statuses += (int64_t)kept.n;
        if (is_waiting(&kept, c->today))
            x->check->waiting++;
        else
            compare(x, *id, &kept, &counted);
    }
    return NULL;
}

struct err *norm_verify(struct call *c, struct norm_check *ret_check)
{
    *ret_check = (struct norm_check){0};
    struct verifying x = {.check = ret_check, .outer = c->arena};
    TRY(norm_list(c, false, &x.norms));
    return each_batch(c, verify_batch, &x);
}
