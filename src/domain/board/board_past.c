/* domain/board/board_past.c: the board on a day that has gone: everybody counted afresh from the history of their units
 * and their ledgers, kept as cells of that day; and the lists behind the cells.
 *
 * A list measures the people whom it shows, with the ledgers as they stood when the day was counted, so that it agrees
 * with the number that it stands behind. The cells say in which units there is anybody to be found: nobody else's are
 * looked at. */
#include "api/call.h"
#include "api/job.h"
#include "api/page.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

enum { PEOPLE_AT_ONCE = 2000, LIST_AT_ONCE = 200, LIST_LOOKED_MAX = 2000, EMPTY_LOOKED_MAX = 10000 };

/* ---- counting ---- */

static struct list ids_of(struct arena *a, const struct list *places)
{
    struct list ids = {0};
    for (LIST_EACH(*places, struct board_place, place)) *list_add(a, &ids, int64_t) = place->person_id;
    return ids;
}

static void count_some(struct arena *a, struct board_tally *t, const struct list *places, const struct list *progress)
{
    const struct norm_progress *p = progress->p;
    size_t at = 0;
    for (LIST_EACH(*places, struct board_place, place)) {
        struct list states = {0};
        for (; at < progress->n && p[at].person_id == place->person_id; at++)
            *list_add(a, &states, struct board_state) =
                (struct board_state){place->person_id, p[at].norm_code, p[at].state};
        board_tally_person(t, place, &states);
    }
}

/* A million people take a minute or two: a job tells how far it is, and stops when the program does. */
static struct err *count_all(struct call *c, int on, struct job *job, struct board_tally *t)
{
    for (int64_t after_id = 0, done = 0;;) {
        struct list places, progress;
        if (job) TRY(job_progress(job, done, 0, ""));
        TRY(board_then_after(c, on, after_id, PEOPLE_AT_ONCE, &places));
        if (!places.n) return NULL;
        struct list ids = ids_of(c->arena, &places);
        TRY(norm_progress_many(c, &ids, on, &progress));
        count_some(c->arena, t, &places, &progress);
        done += (int64_t)places.n;
        after_id = LIST_AT(places, struct board_place, places.n - 1)->person_id;
        arena_reset(c->arena);
    }
}

struct err *board_past_count(struct call *c, int on, struct job *job, struct board_tally *t)
{
    TRY(board_tally_open(c, t));
    t->counted_at = c->now_us;
    struct arena *outer = c->arena, *own = arena_open(LIMIT_CALL_ARENA_BYTES);
    c->arena = own;
    struct err *e = count_all(c, on, job, t);
    c->arena = outer;
    e = e ? err_copy(outer, e) : NULL;
    arena_close(own);
    if (e)
        board_tally_done(t);
    else
        board_tally_add_up(t);
    return e;
}

/* ---- keeping ---- */

struct err *board_past_begin(struct call *c, int on) { return board_day_remove(c, on); }

struct err *board_past_some(struct call *c, int on, const struct board_tally *t, size_t most, size_t *from)
{
    size_t per_org = t->audiences.n * t->norms.n, all = t->orgs.n * per_org, written = 0, i = *from;
    for (; i < all && written < most; i++) {
        const struct board_counts *n = &t->cells[i];
        if (board_is_zero(n)) continue;
        struct board_cell cell = {LIST_AT(t->orgs, struct board_org, i / per_org)->id,
                                  *LIST_AT(t->norms, struct str, i % t->norms.n),
                                  *LIST_AT(t->audiences, struct str, i / t->norms.n % t->audiences.n), *n};
        TRY(board_past_add(c, on, &cell));
        written++;
    }
    *from = i < all ? i : 0;
    return NULL;
}

struct err *board_past_end(struct call *c, int on, const struct board_tally *t)
{
    return board_day_set(c, on, t->counted_at, board_past_digest(c->arena, t));
}

/* ---- which days ---- */

static int month_end_before(int day) { return date_add_days(day / 100 * 100 + 1, -1); }

static bool is_there(const struct list *days, int on)
{
    for (LIST_EACH(*days, struct board_day, day))
        if (day->on_day == on) return day->digest.n > 0;
    return false;
}

struct err *board_months_missing(struct call *c, int64_t most, struct list *ret_days)
{
    struct list days;
    int on = c->today;
    TRY(board_day_list(c, c->today, most * 32, &days));
    *ret_days = (struct list){0};
    for (int64_t i = 0; i < most; i++) {
        on = month_end_before(on);
        if (!is_there(&days, on)) *list_add(c->arena, ret_days, int) = on;
    }
    return NULL;
}

/* ---- the list behind a number ---- */

struct looking {
    const struct board_ask *ask;
    struct board_day day;
    struct str state, rank, level;
    struct page *page;
    size_t limit, looked;
    int64_t person_id; /* the last one looked at */
};

static bool fits(const struct looking *l, const struct board_person_row *row)
{
    return (!l->ask->audience_code.n || str_equal(l->ask->audience_code, row->audience_code)) &&
           (!l->rank.n || str_equal(l->rank, row->rank_code)) &&
           (!l->state.n || str_is(l->state, norm_state_names[row->state]));
}

static bool measure(struct board_person_row *row, const struct list *progress, struct str norm_code)
{
    for (LIST_EACH(*progress, struct norm_progress, p)) {
        if (!str_equal(p->norm_code, norm_code)) continue;
        row->norm_code = norm_code;
        row->state = p->state;
        row->hours_centi = p->hours_centi;
        row->need_hours_centi = p->need_hours_centi;
        row->days_centi = p->days_centi;
        row->need_days_centi = p->need_days_centi;
        row->due_on = p->due_on;
        row->until_on = p->until_on;
        return true;
    }
    return false;
}

/* An empty page with more to come tells nothing: it looks further before it gives up. */
static bool is_full(const struct looking *l)
{
    return l->page->items.n == l->limit || l->looked >= (l->page->items.n ? LIST_LOOKED_MAX : EMPTY_LOOKED_MAX);
}

/* The people of one unit; *ret_more: the page is full, or enough were looked at, before all were seen. */
static struct err *look_at_unit(struct call *c, struct looking *l, int64_t org_id, int64_t after_id, bool *ret_more)
{
    struct list rows, progress;
    do {
        TRY(board_then_people(c, l->ask->on, org_id, after_id, LIST_AT_ONCE, &rows));
        for (LIST_EACH(rows, struct board_person_row, row)) {
            if (is_full(l)) return *ret_more = true, NULL;
            l->person_id = after_id = row->id;
            l->looked++;
            TRY(norm_progress_known(c, row->id, l->ask->on, l->day.computed_at, &progress));
            if (measure(row, &progress, l->ask->norm_code) && fits(l, row))
                *list_add(c->arena, &l->page->items, struct board_person_row) = *row;
        }
    } while (rows.n == LIST_AT_ONCE);
    return NULL;
}

static int64_t counted(const struct looking *l, const struct board_row *unit)
{
    if (str_is(l->state, "met")) return unit->met;
    if (str_is(l->state, "on_track")) return unit->on_track;
    if (str_is(l->state, "behind")) return unit->behind;
    return str_is(l->state, "none") ? unit->none : unit->people;
}

/* How many of a unit's count are its own people: the units right below it, which stand behind it, take theirs away. */
static int64_t own(const struct looking *l, const struct list *units, size_t i)
{
    const struct board_row *unit = LIST_AT(*units, struct board_row, i);
    int64_t n = counted(l, unit);
    for (size_t k = i + 1; k < units->n; k++) {
        const struct board_row *below = LIST_AT(*units, struct board_row, k);
        if (!path_is_under(below->path, unit->path)) break;
        if (below->path.n == unit->path.n + ORG_PATH_GROUP) n -= counted(l, below);
    }
    return n;
}

/* From the unit and the person on where the page before ended. */
static struct err *look_through(struct call *c, struct looking *l, struct str path, bool *ret_more)
{
    struct list units;
    int64_t after_id = l->person_id;
    TRY(board_past_units(c, l->ask, path, &units));
    for (size_t i = 0; i < units.n && !*ret_more; i++) {
        const struct board_row *unit = LIST_AT(units, struct board_row, i);
        bool begun = after_id && str_equal(unit->path, path);
        if ((l->level.n && !str_equal(l->level, unit->level)) || own(l, &units, i) <= 0) continue;
        TRY(look_at_unit(c, l, unit->org_id, begun ? after_id : 0, ret_more));
    }
    return NULL;
}

static struct err *begin_looking(struct call *c, const struct board_ask *ask, struct looking *l, struct str *ret_path)
{
    int64_t limit;
    bool found;
    *l = (struct looking){.ask = ask, .page = c->out};
    *ret_path = ask->path;
    TRY(board_day_find(c, ask->on, &l->day, &found));
    if (!found)
        FAIL_FIELD(c->arena, "board.day_absent", "on", "这一天还没有统计，请先在概览上统计。",
                   "That day has not been counted: have it counted on the board first.");
    TRY(call_param_int(c, "limit", &limit));
    TRY(call_param_int(c, "cursor", &l->person_id));
    l->limit = (size_t)(limit < 1 ? LIMIT_PAGE_ROWS_DEFAULT : limit > LIMIT_PAGE_ROWS ? LIMIT_PAGE_ROWS : limit);
    l->state = call_param(c, "state");
    l->rank = call_param(c, "rank");
    l->level = call_param(c, "level");
    if (!l->person_id) return NULL;
    TRY(board_then_path(c, ask->on, l->person_id, ret_path));
    if (path_is_under(*ret_path, ask->path)) return NULL;
    FAIL_FIELD(c->arena, "page.cursor", "cursor", "这个翻页位置已失效，请从第一页重新开始。",
               "This position in the list is no longer valid: begin again at the first page.");
}

/* Whom only the rank tells apart could take long to find: after some thousands the page goes out as it is, and the next
 * one looks on from there. */
struct err *board_past_people(struct call *c, const struct board_ask *ask)
{
    struct looking l;
    struct str path;
    bool more = false;
    TRY(begin_looking(c, ask, &l, &path));
    TRY(look_through(c, &l, path, &more));
    if (more) l.page->next = str_printf(c->arena, "%lld", (long long)l.person_id);
    return NULL;
}
