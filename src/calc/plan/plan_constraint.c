/* calc/plan/plan_constraint.c: reads constraints, and says which of them an answer breaks. */
#include "calc/plan/plan_constraint.h"
#include "calc/plan/plan_private.h"
#include "calc/plan/plan_table.h"
#include "core/list.h"

#include <stdlib.h>

const char plan_constraints_file_name[] = "constraints.csv";
static const char *const kind_names[] = {"at_most", "at_least", "away_at_most", "together", "apart"};
enum { KINDS = sizeof kind_names / sizeof *kind_names };
enum column { NAME, KIND, PERSON, OFFER, NUMBER };

struct draft {
    struct plan_constraint made;
    struct list people; /* int32_t */
    int64_t row;        /* the first */
};

struct reading {
    struct arena *arena;
    struct table table;
    const struct plan_instance *in;
    const struct name_number *person, *offer;
    struct list drafts;
    int64_t rows;
};

/* ---- reading ---- */

static struct err *read_kind(struct reading *k, enum plan_constraint_kind *ret_kind)
{
    for (int i = 0; i < KINDS; i++)
        if (str_is(table_field(&k->table, KIND), kind_names[i])) {
            *ret_kind = (enum plan_constraint_kind)i;
            return NULL;
        }
    return table_wrong(&k->table, KIND, "应为 at_most、at_least、away_at_most、together 或 apart",
                       "at_most, at_least, away_at_most, together or apart is expected");
}

/* What kind it is, where, and how many. */
static struct err *read_terms(struct reading *k, struct plan_constraint *made)
{
    TRY(read_kind(k, &made->kind));
    made->offer = -1;
    bool counts = made->kind <= PLAN_AWAY;
    if (table_field(&k->table, OFFER).n) {
        if (made->kind > PLAN_AT_LEAST)
            return table_wrong(&k->table, OFFER, "这种约束不针对某个班次，请留空",
                               "this kind is not about one offer: leave it empty");
        TRY(table_find(&k->table, OFFER, k->offer, k->in->offers, &made->offer));
    }
    if (!counts && table_field(&k->table, NUMBER).n)
        return table_wrong(&k->table, NUMBER, "这种约束没有人数，请留空", "this kind has no number: leave it empty");
    int64_t n = 1;
    if (counts) TRY(table_number(&k->table, NUMBER, 0, PLAN_CONSTRAINT_ROWS_MAX, INT64_MIN, &n));
    made->n = (int32_t)n;
    return NULL;
}

static bool repeats(const struct plan_constraint *a, const struct plan_constraint *b)
{
    return a->kind == b->kind && a->offer == b->offer && a->n == b->n;
}

/* The rows of one constraint follow each other; those after the first may leave out all but the person. */
static struct err *find_draft(struct reading *k, struct draft **ret_draft)
{
    struct plan_constraint terms = {0};
    TRY(table_name(&k->table, NAME, &terms.name));
    struct draft *last = k->drafts.n ? LIST_AT(k->drafts, struct draft, k->drafts.n - 1) : NULL;
    bool more = last && str_equal(last->made.name, terms.name);
    bool bare =
        !table_field(&k->table, KIND).n && !table_field(&k->table, OFFER).n && !table_field(&k->table, NUMBER).n;
    *ret_draft = last;
    if (more && bare) return NULL;
    TRY(read_terms(k, &terms));
    if (more && repeats(&last->made, &terms)) return NULL;
    if (more)
        return table_wrong(&k->table, KIND, "与这条约束的前一行不一致",
                           "this differs from the constraint's rows above");
    for (LIST_EACH(k->drafts, struct draft, d))
        if (str_equal(d->made.name, terms.name))
            return table_wrong(&k->table, NAME, "同一条约束的各行应连在一起",
                               "the rows of a constraint must follow each other");
    if (k->drafts.n == PLAN_CONSTRAINTS_MAX)
        return table_wrong(&k->table, NAME, "约束过多", "there are too many constraints");
    *ret_draft = list_add(k->arena, &k->drafts, struct draft);
    **ret_draft = (struct draft){.made = terms, .row = k->table.row};
    return NULL;
}

static struct err *read_row(struct reading *k)
{
    struct draft *draft = NULL;
    int32_t person = 0;
    if (++k->rows > PLAN_CONSTRAINT_ROWS_MAX)
        return table_wrong(&k->table, NAME, "行数过多", "there are too many rows");
    TRY(find_draft(k, &draft));
    TRY(table_find(&k->table, PERSON, k->person, k->in->people, &person));
    *list_add(k->arena, &draft->people, int32_t) = person;
    return NULL;
}

static int by_number(const void *x, const void *y)
{
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
    return a < b ? -1 : a > b;
}

static struct err *finish(struct reading *k, struct draft *draft, struct plan_constraint *ret_made)
{
    int32_t *person = draft->people.p;
    qsort(person, draft->people.n, sizeof *person, by_number);
    k->table.row = draft->row;
    for (size_t i = 1; i < draft->people.n; i++)
        if (person[i - 1] == person[i])
            return table_wrong(&k->table, PERSON, "这条约束里有人出现了两次", "somebody is twice in this constraint");
    *ret_made = draft->made;
    ret_made->person = person;
    ret_made->people = (int32_t)draft->people.n;
    if (draft->made.kind >= PLAN_TOGETHER && draft->people.n < 2)
        return table_wrong(&k->table, PERSON, "至少要有两个人", "at least two people are needed");
    if (draft->made.kind == PLAN_AT_LEAST && draft->made.n > ret_made->people)
        return table_wrong(&k->table, NUMBER, "超过了这条约束所列的人数",
                           "this is more than the people of the constraint");
    return NULL;
}

struct err *plan_read_constraints(struct arena *a, struct str bytes, const struct plan_instance *in,
                                  const struct plan_names *names, struct plan_constraints *ret_constraints)
{
    static const char *const columns[] = {"constraint", "kind", "person", "?offer", "?n", NULL};
    struct reading k = {.arena = a, .in = in};
    k.person = table_names(a, names->person, in->people);
    k.offer = table_names(a, names->offer, in->offers);
    TRY(table_open(a, plan_constraints_file_name, bytes, columns, &k.table));
    for (bool more;;) {
        TRY(table_next(&k.table, &more));
        if (!more) break;
        TRY(read_row(&k));
    }
    struct plan_constraint *made = arena_array(a, struct plan_constraint, k.drafts.n + 1);
    for (size_t i = 0; i < k.drafts.n; i++) TRY(finish(&k, LIST_AT(k.drafts, struct draft, i), &made[i]));
    *ret_constraints = (struct plan_constraints){made, (int32_t)k.drafts.n};
    return NULL;
}

/* ---- checking ---- */

static int32_t count_in(const struct plan_constraint *k, const struct plan_result *r)
{
    int32_t n = 0;
    for (int32_t i = 0; i < k->people; i++) {
        int32_t c = r->assigned[k->person[i]];
        n += k->offer < 0 ? c >= 0 : c == k->offer;
    }
    return n;
}

static int32_t most_away(const struct plan_instance *in, const struct plan_constraint *k, const struct plan_result *r)
{
    int32_t away[PLAN_PERIODS_MAX] = {0}, most = 0;
    for (int32_t i = 0; i < k->people; i++) {
        int32_t c = r->assigned[k->person[i]];
        for (uint64_t m = c < 0 ? 0 : plan_periods(&in->offer[c], r->mode); m; m &= m - 1) {
            int32_t n = ++away[__builtin_ctzll(m)];
            if (n > most) most = n;
        }
    }
    return most;
}

/* How many of them sit in the offer in which most of them do. */
static int32_t most_in_one(const struct plan_constraint *k, const struct plan_result *r)
{
    int32_t most = 0;
    for (int32_t i = 0; i < k->people; i++) {
        int32_t n = 0;
        for (int32_t j = 0; j < k->people; j++)
            n += r->assigned[k->person[i]] >= 0 && r->assigned[k->person[j]] == r->assigned[k->person[i]];
        if (n > most) most = n;
    }
    return most;
}

static int32_t with_the_first(const struct plan_constraint *k, const struct plan_result *r)
{
    int32_t n = 0;
    for (int32_t i = 0; i < k->people; i++) n += r->assigned[k->person[i]] == r->assigned[k->person[0]];
    return n;
}

static bool is_broken(const struct plan_instance *in, const struct plan_constraint *k, const struct plan_result *r,
                      struct plan_constraint_breach *b)
{
    b->limit = k->n;
    switch (k->kind) {
    case PLAN_AT_MOST: return (b->have = count_in(k, r)) > k->n;
    case PLAN_AT_LEAST:
        if (k->offer >= 0 && !r->filled[k->offer] && !in->offer[k->offer].must_run) return false;
        return (b->have = count_in(k, r)) < k->n;
    case PLAN_AWAY: return (b->have = most_away(in, k, r)) > k->n;
    case PLAN_TOGETHER: return (b->have = with_the_first(k, r)) < (b->limit = k->people);
    case PLAN_APART: return (b->have = most_in_one(k, r)) > 1;
    }
    return false;
}

int32_t plan_check_constraints(const struct plan_instance *in, const struct plan_result *r,
                               const struct plan_constraints *constraints, struct plan_constraint_breach *ret_breach)
{
    int32_t n = 0;
    for (int32_t i = 0; i < constraints->n; i++) {
        struct plan_constraint_breach b = {.constraint = i};
        if (is_broken(in, &constraints->p[i], r, &b)) ret_breach[n++] = b;
    }
    return n;
}
