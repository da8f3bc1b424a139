/* domain/board/board.c: cells that follow each person, rebuilt and proven. */
#include "domain/board/board.h"

#include "api/call.h"
#include "domain/board/board_private.h"

#include <stdlib.h>

enum { FAULTS_MAX = 20 };

/* ---- one person ---- */

static const struct board_state *state_with(const struct list *states, struct str code)
{
    for (LIST_EACH(*states, struct board_state, s))
        if (str_equal(s->norm_code, code)) return s;
    return NULL;
}

static struct err *move_all(struct call *c, const struct board_place *place, const struct list *states, int64_t by)
{
    struct list way;
    TRY(board_way(c, place->org_path, &way));
    for (LIST_EACH(*states, struct board_state, s)) {
        struct board_counts counts = {0};
        board_count(&counts, s->state, by);
        TRY(board_cells_move(c, &way, place->audience_code, s->norm_code, &counts));
    }
    return NULL;
}

/* The same place, other states: only what differs moves. */
static struct err *move_states(struct call *c, const struct board_place *place, const struct list *was,
                               const struct list *is)
{
    struct list way;
    TRY(board_way(c, place->org_path, &way));
    for (LIST_EACH(*is, struct board_state, s)) {
        const struct board_state *old = state_with(was, s->norm_code);
        struct board_counts counts = {0};
        if (old && old->state == s->state) continue;
        board_count(&counts, s->state, 1);
        if (old) board_count(&counts, old->state, -1);
        TRY(board_cells_move(c, &way, place->audience_code, s->norm_code, &counts));
    }
    for (LIST_EACH(*was, struct board_state, old)) {
        struct board_counts counts = {0};
        if (state_with(is, old->norm_code)) continue;
        board_count(&counts, old->state, -1);
        TRY(board_cells_move(c, &way, place->audience_code, old->norm_code, &counts));
    }
    return NULL;
}

static bool same_place(const struct board_place *a, const struct board_place *b)
{
    return str_equal(a->org_path, b->org_path) && str_equal(a->audience_code, b->audience_code);
}

static struct err *move_person(struct call *c, const struct board_place *was, const struct board_place *is)
{
    struct list states, old_states;
    TRY(board_states(c, is->person_id, &states));
    board_states_read(c->arena, was->states, &old_states);
    struct board_place now = *is;
    now.states = board_states_text(c->arena, &states);
    bool stays = same_place(was, is);
    if (stays && str_equal(was->states, now.states)) return NULL;
    if (stays)
        TRY(move_states(c, is, &old_states, &states));
    else {
        if (was->person_id) TRY(move_all(c, was, &old_states, -1));
        TRY(move_all(c, is, &states, 1));
    }
    return board_person_set(c, &now);
}

static struct err *remove_person(struct call *c, const struct board_place *was)
{
    struct list states;
    board_states_read(c->arena, was->states, &states);
    TRY(move_all(c, was, &states, -1));
    return board_person_remove(c, was->person_id);
}

static struct err *follow_in(struct call *c, int64_t person_id)
{
    struct board_place was, is;
    bool counted, there;
    TRY(board_person_find(c, person_id, &was, &counted));
    TRY(board_now_find(c, person_id, &is, &there));
    if (there) return move_person(c, &was, &is);
    return counted ? remove_person(c, &was) : NULL;
}

struct err *board_follow(struct call *c, int64_t person_id)
{
    struct arena *outer = c->arena, *own = arena_open(LIMIT_CALL_ARENA_BYTES);
    c->arena = own;
    struct err *e = follow_in(c, person_id);
    c->arena = outer;
    e = e ? err_copy(outer, e) : NULL;
    arena_close(own);
    return e;
}

/* ---- everybody ---- */

struct board_cell board_tally_at(const struct board_tally *t, size_t org, size_t audience, size_t norm)
{
    return (struct board_cell){LIST_AT(t->orgs, struct board_org, org)->id, *LIST_AT(t->norms, struct str, norm),
                               *LIST_AT(t->audiences, struct str, audience), *board_tally_cell(t, org, audience, norm)};
}

static struct err *write_cells(struct call *c, const struct board_tally *t, int64_t *cells)
{
    for (size_t org = 0; org < t->orgs.n; org++)
        for (size_t norm = 0; norm < t->norms.n; norm++)
            for (size_t audience = 0; audience < t->audiences.n; audience++) {
                struct board_cell cell = board_tally_at(t, org, audience, norm);
                if (board_is_zero(&cell.n)) continue;
                TRY(board_cell_add(c, &cell));
                ++*cells;
            }
    return NULL;
}

struct err *board_rebuild(struct call *c, int64_t *ret_cells)
{
    struct board_tally t;
    int64_t cells = 0;
    TRY(board_clear(c));
    TRY(board_tally_count(c, true, &t));
    struct err *e = write_cells(c, &t, &cells);
    board_tally_done(&t);
    if (!e && ret_cells) *ret_cells = cells;
    return e;
}

/* ---- the proof ---- */

static void fault(struct call *c, struct board_check *check, const struct board_cell *cell)
{
    check->wrong++;
    if (check->faults.n >= FAULTS_MAX) return;
    *list_add(c->arena, &check->faults, struct str) =
        str_printf(c->arena,
                   "单位 %lld、要求 %.*s、对象“%.*s”的计数不符 / organisation %lld, norm %.*s, audience “%.*s”: the "
                   "counts are wrong",
                   (long long)cell->org_id, STR_ARG(cell->norm_code), STR_ARG(cell->audience_code),
                   (long long)cell->org_id, STR_ARG(cell->norm_code), STR_ARG(cell->audience_code));
}

static int compare_cells(const struct board_cell *a, const struct board_cell *b)
{
    if (a->org_id != b->org_id) return a->org_id < b->org_id ? -1 : 1;
    int order = str_compare(a->norm_code, b->norm_code);
    return order ? order : str_compare(a->audience_code, b->audience_code);
}

static int by_key(const void *a, const void *b) { return compare_cells(a, b); }

/* Cells that are not zero, in the order of the table's key. */
static struct list counted_cells(struct call *c, const struct board_tally *t)
{
    struct list cells = {0};
    for (size_t org = 0; org < t->orgs.n; org++)
        for (size_t norm = 0; norm < t->norms.n; norm++)
            for (size_t audience = 0; audience < t->audiences.n; audience++) {
                struct board_cell cell = board_tally_at(t, org, audience, norm);
                if (!board_is_zero(&cell.n)) *list_add(c->arena, &cells, struct board_cell) = cell;
            }
    if (cells.n) qsort(cells.p, cells.n, sizeof(struct board_cell), by_key);
    return cells;
}

/* Both lists by key: what is in one only, or in both with other numbers, is wrong. A kept cell of zeros needs no
 * partner. */
static void compare(struct call *c, const struct list *kept, const struct list *counted, struct board_check *check)
{
    size_t i = 0, k = 0;
    while (i < kept->n || k < counted->n) {
        const struct board_cell *a = i < kept->n ? LIST_AT(*kept, struct board_cell, i) : NULL;
        const struct board_cell *b = k < counted->n ? LIST_AT(*counted, struct board_cell, k) : NULL;
        int order = !a ? 1 : !b ? -1 : compare_cells(a, b);
        if (order < 0 && !board_is_zero(&a->n)) fault(c, check, a);
        if (order > 0) fault(c, check, b);
        if (order == 0 && !board_same(&a->n, &b->n)) fault(c, check, a);
        i += order <= 0;
        k += order >= 0;
    }
}

void board_compare(struct call *c, struct list *kept, const struct board_tally *t, struct board_check *check)
{
    struct list counted = counted_cells(c, t);
    if (kept->n) qsort(kept->p, kept->n, sizeof(struct board_cell), by_key);
    compare(c, kept, &counted, check);
}

struct err *board_verify(struct call *c, struct board_check *ret_check)
{
    struct board_tally t;
    struct list kept;
    *ret_check = (struct board_check){0};
    TRY(board_cells(c, &kept));
    TRY(board_tally_count(c, false, &t));
    board_compare(c, &kept, &t, ret_check);
    ret_check->cells = (int64_t)kept.n;
    ret_check->wrong += (int64_t)t.wrong_people;
    if (t.wrong_people)
        *list_add(c->arena, &ret_check->faults, struct str) =
            str_printf(c->arena, "有 %zu 人未按现状计入 / %zu people are not counted where they stand", t.wrong_people,
                       t.wrong_people);
    board_tally_done(&t);
    return NULL;
}
