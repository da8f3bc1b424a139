/* calc/plan_cbc/plan_cbc.c: the instance and its constraints as a mixed integer program, and CBC's answer read back. */
#include "calc/plan_cbc/plan_cbc.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "core/list.h"

#include <coin/Cbc_C_Interface.h>
#include <math.h>

/* A column is an arc (a person in an offer), or says of an offer that it runs. Everything is 0 or 1. */
struct cell {
    int row, column;
    double value;
};

struct program {
    struct arena *arena;
    const struct plan_instance *in;
    const struct plan_constraints *constraints;
    enum plan_mode mode;
    bool no_minimum;
    int64_t arcs;
    int columns;
    int *runs; /* of each offer: the column that says that it runs; -1: its minima do not count */
    double *least, *most, *cost;
    struct list cells;    /* struct cell */
    struct list row_from; /* double */
    struct list row_until;
    int32_t *arc_person;
};

static int add_row(struct program *m, double from, double until)
{
    *list_add(m->arena, &m->row_from, double) = from;
    *list_add(m->arena, &m->row_until, double) = until;
    return (int)m->row_from.n - 1;
}

static void add_cell(struct program *m, int row, int64_t column, double value)
{
    *list_add(m->arena, &m->cells, struct cell) = (struct cell){row, (int)column, value};
}

/* ---- columns ---- */

/* An offer that must run, or where somebody is frozen, may stay short: its minima do not count. */
static bool may_be_cancelled(const struct program *m, int32_t offer)
{
    if (m->in->offer[offer].must_run) return false;
    for (int32_t p = 0; p < m->in->people; p++)
        if (m->in->person[p].pin == offer + 1) return false;
    return true;
}

static bool has_minimum(const struct program *m, int32_t offer)
{
    const struct plan_offer *o = &m->in->offer[offer];
    for (int32_t i = 0; i < m->constraints->n; i++)
        if (m->constraints->p[i].kind == PLAN_AT_LEAST && m->constraints->p[i].offer == offer) return true;
    if (m->no_minimum) return false;
    if (o->seats_min > 0) return true;
    for (int32_t g = 0; g < o->quota_count; g++)
        if (m->in->quota[o->quota_first + g].min > 0) return true;
    return false;
}

static void make_columns(struct program *m)
{
    const struct plan_instance *in = m->in;
    m->arcs = in->arc_first[in->people];
    m->runs = arena_array(m->arena, int, in->offers + 1);
    m->columns = (int)m->arcs;
    for (int32_t c = 0; c < in->offers; c++)
        m->runs[c] = has_minimum(m, c) && may_be_cancelled(m, c) ? m->columns++ : -1;
    m->least = arena_array(m->arena, double, m->columns + 1);
    m->most = arena_array(m->arena, double, m->columns + 1);
    m->cost = arena_array(m->arena, double, m->columns + 1);
    m->arc_person = arena_array(m->arena, int32_t, m->arcs + 1);
    for (int j = 0; j < m->columns; j++) m->most[j] = 1;
    for (int32_t p = 0; p < in->people; p++)
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++) {
            const struct plan_person *who = &in->person[p];
            bool there = who->pin == PLAN_ARC_OFFER(in->arc[e]) + 1;
            m->arc_person[e] = p;
            m->cost[e] = PLAN_ARC_FIT(in->arc[e]) - who->urgency; /* against being left out */
            m->least[e] = there;
            m->most[e] = who->pin == PLAN_FREE || there;
        }
}

/* The column of a person in an offer, or -1. */
static int64_t arc_of(const struct program *m, int32_t person, int32_t offer)
{
    for (int64_t e = m->in->arc_first[person]; e < m->in->arc_first[person + 1]; e++)
        if (PLAN_ARC_OFFER(m->in->arc[e]) == offer) return e;
    return -1;
}

/* ---- the rows of the model ---- */

static void rows_of_people(struct program *m)
{
    for (int32_t p = 0; p < m->in->people; p++) {
        int row = add_row(m, 0, 1);
        for (int64_t e = m->in->arc_first[p]; e < m->in->arc_first[p + 1]; e++) add_cell(m, row, e, 1);
    }
}

/* Two entries of one person: in no week are both away. */
static void rows_of_seconds(struct program *m)
{
    for (int32_t p = 0; p < m->in->people; p++) {
        int32_t other = m->in->person[p].also - 1;
        for (int w = 0; other >= 0 && w < m->in->weeks; w++) {
            int row = add_row(m, 0, 1);
            for (int second = 0; second < 2; second++) {
                int32_t who = second ? other : p;
                for (int64_t e = m->in->arc_first[who]; e < m->in->arc_first[who + 1]; e++)
                    if (m->in->offer[PLAN_ARC_OFFER(m->in->arc[e])].weeks >> w & 1) add_cell(m, row, e, 1);
            }
        }
    }
}

/* Sum of a row's people at most `most`, and where a minimum counts at least `least`, times whether the offer runs. */
struct bounds {
    int upper, lower; /* rows; lower -1: none */
};

static struct bounds add_bounds(struct program *m, int32_t offer, int32_t least, int32_t most)
{
    int runs = m->runs[offer];
    struct bounds b = {add_row(m, -INFINITY, runs < 0 ? most : 0), -1};
    if (runs < 0) return b;
    add_cell(m, b.upper, runs, -most);
    if (m->no_minimum || least <= 0) return b;
    b.lower = add_row(m, 0, INFINITY);
    add_cell(m, b.lower, runs, -least);
    return b;
}

static void count(struct program *m, struct bounds b, int64_t column)
{
    add_cell(m, b.upper, column, 1);
    if (b.lower >= 0) add_cell(m, b.lower, column, 1);
}

static void rows_of_offers(struct program *m)
{
    const struct plan_instance *in = m->in;
    struct bounds *seats = arena_array(m->arena, struct bounds, in->offers + 1);
    struct bounds *quota = arena_array(m->arena, struct bounds, in->quotas + 1);
    int32_t *come = arena_array(m->arena, int32_t, in->offers + 1);
    for (int64_t e = 0; e < m->arcs; e++) come[PLAN_ARC_OFFER(in->arc[e])]++;
    for (int32_t c = 0; c < in->offers; c++) {
        const struct plan_offer *o = &in->offer[c];
        int32_t most = come[c] < o->seats_max ? come[c] : o->seats_max; /* a smaller number is a tighter relaxation */
        seats[c] = add_bounds(m, c, o->seats_min, most);
        for (int32_t g = o->quota_first; g < o->quota_first + o->quota_count; g++)
            quota[g] = add_bounds(m, c, in->quota[g].min, in->quota[g].max < most ? in->quota[g].max : most);
    }
    for (int64_t e = 0; e < m->arcs; e++) {
        int32_t c = PLAN_ARC_OFFER(in->arc[e]), g = plan_group(in, m->arc_person[e], c);
        count(m, seats[c], e);
        if (g >= 0) count(m, quota[g], e);
    }
}

static void rows_of_units(struct program *m)
{
    const struct plan_instance *in = m->in;
    int periods = m->mode == PLAN_WEEKLY ? in->weeks : in->waves;
    int *row = arena_array(m->arena, int, (size_t)in->units *(size_t)periods + 1);
    for (int64_t i = 0; i < (int64_t)in->units * periods; i++) row[i] = -1;
    for (int64_t e = 0; e < m->arcs; e++) {
        int32_t unit = in->person[m->arc_person[e]].unit;
        uint64_t away = plan_periods(&in->offer[PLAN_ARC_OFFER(in->arc[e])], m->mode);
        for (; away && in->unit_cap[unit] < in->people; away &= away - 1) {
            int64_t i = (int64_t)unit * periods + __builtin_ctzll(away);
            if (row[i] < 0) row[i] = add_row(m, 0, in->unit_cap[unit]);
            add_cell(m, row[i], e, 1);
        }
    }
}

/* ---- the rows of the constraints ---- */

static void row_of_number(struct program *m, const struct plan_constraint *k)
{
    bool least = k->kind == PLAN_AT_LEAST;
    int runs = least && k->offer >= 0 ? m->runs[k->offer] : -1;
    /* Where nobody is frozen and the offer need not run, the number counts only when it does. */
    int row = least ? add_row(m, runs < 0 ? k->n : 0, INFINITY) : add_row(m, 0, k->n);
    if (runs >= 0) add_cell(m, row, runs, -k->n);
    for (int32_t i = 0; i < k->people; i++)
        for (int64_t e = m->in->arc_first[k->person[i]]; e < m->in->arc_first[k->person[i] + 1]; e++)
            if (k->offer < 0 || PLAN_ARC_OFFER(m->in->arc[e]) == k->offer) add_cell(m, row, e, 1);
}

static void rows_of_absence(struct program *m, const struct plan_constraint *k)
{
    int periods = m->mode == PLAN_WEEKLY ? m->in->weeks : m->in->waves;
    for (int w = 0; w < periods; w++) {
        int row = add_row(m, 0, k->n);
        for (int32_t i = 0; i < k->people; i++)
            for (int64_t e = m->in->arc_first[k->person[i]]; e < m->in->arc_first[k->person[i] + 1]; e++)
                if (plan_periods(&m->in->offer[PLAN_ARC_OFFER(m->in->arc[e])], m->mode) >> w & 1)
                    add_cell(m, row, e, 1);
    }
}

/* Each is where the first is: the two columns of an offer are equal, or 0 where only one of them may go. */
static void rows_of_together(struct program *m, const struct plan_constraint *k)
{
    for (int32_t i = 1; i < k->people; i++)
        for (int32_t c = 0; c < m->in->offers; c++) {
            int64_t first = arc_of(m, k->person[0], c), other = arc_of(m, k->person[i], c);
            if (first < 0 && other < 0) continue;
            int row = add_row(m, 0, 0);
            if (first >= 0) add_cell(m, row, first, 1);
            if (other >= 0) add_cell(m, row, other, -1);
        }
}

static void rows_of_apart(struct program *m, const struct plan_constraint *k)
{
    int *row = arena_array(m->arena, int, m->in->offers + 1);
    for (int32_t c = 0; c < m->in->offers; c++) row[c] = -1;
    for (int32_t i = 0; i < k->people; i++)
        for (int64_t e = m->in->arc_first[k->person[i]]; e < m->in->arc_first[k->person[i] + 1]; e++) {
            int32_t c = PLAN_ARC_OFFER(m->in->arc[e]);
            if (row[c] < 0) row[c] = add_row(m, 0, 1);
            add_cell(m, row[c], e, 1);
        }
}

static void rows_of_constraints(struct program *m)
{
    for (int32_t i = 0; i < m->constraints->n; i++) {
        const struct plan_constraint *k = &m->constraints->p[i];
        switch (k->kind) {
        case PLAN_AT_MOST:
        case PLAN_AT_LEAST: row_of_number(m, k); break;
        case PLAN_AWAY: rows_of_absence(m, k); break;
        case PLAN_TOGETHER: rows_of_together(m, k); break;
        case PLAN_APART: rows_of_apart(m, k); break;
        }
    }
}

/* ---- CBC ---- */

static int by_column(const struct program *m, int *first, int *row, double *value)
{
    const struct cell *cell = m->cells.p;
    int n = (int)m->cells.n;
    for (int i = 0; i < n; i++) first[cell[i].column + 1]++;
    for (int j = 0; j < m->columns; j++) first[j + 1] += first[j];
    int *at = arena_copy(m->arena, first, sizeof *at * (size_t)(m->columns + 1));
    for (int i = 0; i < n; i++) {
        row[at[cell[i].column]] = cell[i].row;
        value[at[cell[i].column]++] = cell[i].value;
    }
    return n;
}

static Cbc_Model *load(const struct program *m, int seconds)
{
    int *first = arena_array(m->arena, int, m->columns + 2), *row = arena_array(m->arena, int, m->cells.n + 1);
    double *value = arena_array(m->arena, double, m->cells.n + 1);
    by_column(m, first, row, value);
    Cbc_Model *cbc = Cbc_newModel();
    Cbc_setParameter(cbc, "logLevel", "0");
    Cbc_setParameter(cbc, "seconds", str_cstr(m->arena, str_printf(m->arena, "%d", seconds)));
    Cbc_setParameter(cbc, "allowableGap", "0.99"); /* costs are whole numbers */
    Cbc_loadProblem(cbc, m->columns, (int)m->row_from.n, first, row, value, m->least, m->most, m->cost, m->row_from.p,
                    m->row_until.p);
    for (int j = 0; j < m->columns; j++) Cbc_setInteger(cbc, j);
    return cbc;
}

static void read_back(const struct program *m, const double *x, struct plan_result *r)
{
    const struct plan_instance *in = m->in;
    int32_t *assigned = arena_array(m->arena, int32_t, in->people + 1),
            *filled = arena_array(m->arena, int32_t, in->offers + 1),
            *group = arena_array(m->arena, int32_t, in->quotas + 1);
    uint8_t *run = arena_array(m->arena, uint8_t, in->offers + 1);
    r->objective = r->fit = r->left_out = 0;
    for (int32_t p = 0; p < in->people; p++) {
        assigned[p] = PLAN_OUT;
        for (int64_t e = in->arc_first[p]; e < in->arc_first[p + 1]; e++)
            if (x[e] > 0.5) assigned[p] = PLAN_ARC_OFFER(in->arc[e]);
        if (assigned[p] < 0) {
            r->objective += in->person[p].urgency;
            r->left_out++;
            continue;
        }
        int32_t g = plan_group(in, p, assigned[p]);
        filled[assigned[p]]++;
        if (g >= 0) group[g]++;
        r->fit += plan_fit(in, p, assigned[p]);
    }
    r->objective += r->fit;
    for (int32_t c = 0; c < in->offers && !m->no_minimum; c++) {
        const struct plan_offer *o = &in->offer[c];
        bool lacks = filled[c] < o->seats_min;
        for (int32_t g = o->quota_first; g < o->quota_first + o->quota_count && filled[c] > 0; g++)
            lacks |= group[g] < in->quota[g].min;
        if (lacks) run[c] = filled[c] || o->must_run ? PLAN_SHORT : PLAN_CANCELLED;
    }
    r->assigned = assigned;
    r->filled = filled;
    r->run = run;
}

/* A mistake in our rows or in CBC's arithmetic is not passed on. */
static struct err *check(const struct program *m, const struct plan_result *r)
{
    struct plan_verdict v;
    struct plan_constraint_breach *breach = arena_array(m->arena, struct plan_constraint_breach, m->constraints->n + 1);
    plan_check(m->arena, m->in, r, m->no_minimum, &v);
    if (!v.breaches && !plan_check_constraints(m->in, r, m->constraints, breach)) return NULL;
    FAIL(m->arena, ERR_BROKEN, "plan.cbc_wrong", "CBC 给出的结果不符合模型，已弃用。",
         "CBC's answer breaks the model and is not used.");
}

static struct err *no_answer(const struct program *m, Cbc_Model *cbc)
{
    if (Cbc_isProvenInfeasible(cbc))
        FAIL(m->arena, ERR_CONFLICT, "plan.impossible", "没有任何安排能同时满足全部约束，请放宽其中一些。",
             "Nothing keeps all constraints at once: relax some of them.");
    FAIL(m->arena, ERR_LIMIT, "plan.cbc_no_answer", "CBC 在限定时间内没有找到可行的安排：请加大 --seconds 或放宽约束。",
         "CBC found nothing in the time it had: give it more with --seconds, or relax constraints.");
}

static struct err *take(const struct program *m, Cbc_Model *cbc, const struct plan_result *own,
                        struct plan_result *ret_result)
{
    const double *x = Cbc_bestSolution(cbc);
    if (!x || Cbc_isProvenInfeasible(cbc)) return no_answer(m, cbc);
    int64_t left_out = 0; /* what leaving everybody out costs: CBC counts from there */
    for (int32_t p = 0; p < m->in->people; p++) left_out += m->in->person[p].urgency;
    struct plan_result r = *own;
    r.decisions = 0;
    read_back(m, x, &r);
    r.stopped = Cbc_status(cbc) == 5; /* an event: Ctrl-C */
    r.foreign_bound = left_out + (int64_t)ceil(Cbc_getBestPossibleObjValue(cbc) - 1e-4);
    if (Cbc_isProvenOptimal(cbc) || r.foreign_bound > r.objective) r.foreign_bound = r.objective;
    TRY(check(m, &r));
    *ret_result = r;
    return NULL;
}

struct err *plan_cbc_check(struct arena *a, const struct plan_instance *in)
{
    if (in->people > LIMIT_PLAN_CBC_PEOPLE || in->arc_first[in->people] > LIMIT_PLAN_CBC_PAIRS)
        FAIL(a, ERR_LIMIT, "plan.cbc_too_big",
             "CBC 只用于小区县：最多 %d 人、%d 对人与班（这里 %d 人、%lld 对）。请去掉 --backend cbc。",
             "CBC is for small districts: %d people and %d pairs at most (here %d and %lld). Leave out --backend cbc.",
             LIMIT_PLAN_CBC_PEOPLE, LIMIT_PLAN_CBC_PAIRS, in->people, (long long)in->arc_first[in->people]);
    return NULL;
}

struct err *plan_cbc_solve(struct arena *a, const struct plan_instance *in, const struct plan_constraints *constraints,
                           const struct plan_result *own, const struct plan_cbc_options *options,
                           struct plan_result *ret_result)
{
    struct program m = {
        .arena = a, .in = in, .constraints = constraints, .mode = own->mode, .no_minimum = options->no_minimum};
    TRY(plan_cbc_check(a, in));
    make_columns(&m);
    rows_of_people(&m);
    rows_of_seconds(&m);
    rows_of_offers(&m);
    rows_of_units(&m);
    rows_of_constraints(&m);
    Cbc_Model *cbc = load(&m, options->seconds);
    Cbc_solve(cbc);
    struct err *e = take(&m, cbc, own, ret_result);
    Cbc_deleteModel(cbc);
    return e;
}
