/* domain/board/board_count.c: counts everybody afresh, in memory, in one walk. */
#include "api/call.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

#include <stdlib.h>
#include <string.h>

enum { PEOPLE_AT_ONCE = 2000 };

struct board_counts *board_tally_cell(const struct board_tally *t, size_t org, size_t audience, size_t norm)
{
    return &t->cells[(org * t->audiences.n + audience) * t->norms.n + norm];
}

void board_tally_done(struct board_tally *t)
{
    free(t->cells);
    *t = (struct board_tally){0};
}

/* ---- finding places ---- */

static size_t org_index(const struct board_tally *t, struct str path)
{
    size_t low = 0, high = t->orgs.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(LIST_AT(t->orgs, struct board_org, middle)->path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < t->orgs.n && str_equal(LIST_AT(t->orgs, struct board_org, low)->path, path);
    return found ? low : t->orgs.n;
}

static size_t code_index(const struct list *codes, struct str code)
{
    size_t i = 0;
    while (i < codes->n && !str_equal(*LIST_AT(*codes, struct str, i), code)) i++;
    return i;
}

/* ---- one walk through everybody ---- */

/* At the person's own unit; the way up is added once at the end. */
void board_tally_person(struct board_tally *t, const struct board_place *place, const struct list *states)
{
    size_t org = org_index(t, place->org_path), audience = code_index(&t->audiences, place->audience_code);
    if (org == t->orgs.n) return;
    for (LIST_EACH(*states, struct board_state, s)) {
        size_t norm = code_index(&t->norms, s->norm_code);
        if (norm == t->norms.n) continue;
        board_count(board_tally_cell(t, org, 0, norm), s->state, 1);
        if (audience > 0 && audience < t->audiences.n)
            board_count(board_tally_cell(t, org, audience, norm), s->state, 1);
    }
}

static bool says_so(const struct board_place *kept, const struct board_place *now)
{
    return kept && str_equal(kept->org_path, now->org_path) && str_equal(kept->audience_code, now->audience_code) &&
           str_equal(kept->states, now->states);
}

struct walk {
    struct list places; /* struct board_place, by person: everybody, people who left too */
    struct list states; /* struct board_state, by person */
    struct list kept;   /* struct board_place as board_person has them, by person */
    size_t state, kept_at;
};

static struct list states_of(struct walk *w, int64_t person_id)
{
    struct board_state *states = w->states.p;
    size_t from = w->state;
    while (w->state < w->states.n && states[w->state].person_id == person_id) w->state++;
    return (struct list){states + from, w->state - from, 0};
}

static const struct board_place *kept_of(struct walk *w, int64_t person_id)
{
    struct board_place *kept = w->kept.p;
    while (w->kept_at < w->kept.n && kept[w->kept_at].person_id < person_id) w->kept_at++;
    return w->kept_at < w->kept.n && kept[w->kept_at].person_id == person_id ? &kept[w->kept_at] : NULL;
}

static struct err *walk_person(struct call *c, struct board_tally *t, struct walk *w, struct board_place *place,
                               bool keep)
{
    struct list states = states_of(w, place->person_id);
    const struct board_place *kept = kept_of(w, place->person_id);
    if (!place->active) {
        t->wrong_people += !keep && kept;
        return NULL;
    }
    board_tally_person(t, place, &states);
    place->states = board_states_text(c->arena, &states);
    if (keep) return board_person_set(c, place);
    t->wrong_people += !says_so(kept, place);
    return NULL;
}

static struct err *walk_some(struct call *c, struct board_tally *t, int64_t *after_id, bool keep, bool *ret_more)
{
    struct walk w = {0};
    TRY(board_now_after(c, *after_id, PEOPLE_AT_ONCE, &w.places));
    *ret_more = w.places.n > 0;
    if (!w.places.n) return NULL;
    int64_t first = LIST_AT(w.places, struct board_place, 0)->person_id;
    *after_id = LIST_AT(w.places, struct board_place, w.places.n - 1)->person_id;
    TRY(board_states_range(c, first, *after_id, &w.states));
    if (!keep) TRY(board_people_range(c, first, *after_id, &w.kept));
    for (LIST_EACH(w.places, struct board_place, place)) TRY(walk_person(c, t, &w, place, keep));
    return NULL;
}

static struct err *walk_all(struct call *c, struct board_tally *t, bool keep)
{
    struct arena *outer = c->arena, *own = arena_open(LIMIT_CALL_ARENA_BYTES);
    int64_t after_id = 0;
    bool more = true;
    struct err *e = NULL;
    c->arena = own;
    while (more && !e)
        if (!(e = walk_some(c, t, &after_id, keep, &more))) arena_reset(own);
    c->arena = outer;
    e = e ? err_copy(outer, e) : NULL;
    arena_close(own);
    return e;
}

/* ---- the way up ---- */

/* In the order of paths everything below an organisation stands behind it: backwards, each is complete before it is
 * added to the one above. */
void board_tally_add_up(struct board_tally *t)
{
    size_t cells = t->audiences.n * t->norms.n;
    for (size_t org = t->orgs.n; org-- > 0;) {
        struct str path = LIST_AT(t->orgs, struct board_org, org)->path;
        if (path.n <= ORG_PATH_GROUP) continue;
        size_t above = org_index(t, (struct str){path.p, path.n - ORG_PATH_GROUP});
        if (above == t->orgs.n) continue;
        for (size_t i = 0; i < cells; i++) board_add(&t->cells[above * cells + i], &t->cells[org * cells + i]);
    }
}

struct err *board_tally_open(struct call *c, struct board_tally *t)
{
    struct list audiences;
    *t = (struct board_tally){0};
    TRY(board_orgs(c, &t->orgs));
    TRY(board_norm_codes(c, &t->norms));
    TRY(board_audience_codes(c, &audiences));
    *list_add(c->arena, &t->audiences, struct str) = (struct str){0};
    for (LIST_EACH(audiences, struct str, code)) *list_add(c->arena, &t->audiences, struct str) = *code;
    t->cells = calloc(t->orgs.n * t->audiences.n * t->norms.n + 1, sizeof *t->cells);
    if (!t->cells) abort();
    return NULL;
}

struct err *board_tally_count(struct call *c, bool keep, struct board_tally *t)
{
    struct err *e = board_tally_open(c, t);
    if (!e) e = walk_all(c, t, keep);
    if (e)
        board_tally_done(t);
    else
        board_tally_add_up(t);
    return e;
}
