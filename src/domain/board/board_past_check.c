/* domain/board/board_past_check.c: the cells of a past day are what was counted: a digest is kept with the day.
 *
 * Facts may be entered later that would have changed the count (hours posted late, somebody's unit put right), so a
 * recount alone cannot tell a wrong cell from an old one. The digest can; the recount says which cells differ.
 */
#include "api/call.h"
#include "calc/digest/digest.h"
#include "domain/board/board_private.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORDS = DIGEST_BYTES / 8, DAYS_MAX = 10000 };

/* Sums of the digests of all cells: the order in which two databases give them does not matter. */
struct day_sum {
    uint64_t words[WORDS];
    int64_t cells;
};

static void add_cell(struct day_sum *sum, const struct board_cell *cell)
{
    char text[400];
    uint64_t words[WORDS];
    int n = snprintf(text, sizeof text, "%lld|%.*s|%.*s|%lld|%lld|%lld|%lld|%lld", (long long)cell->org_id,
                     STR_ARG(cell->norm_code), STR_ARG(cell->audience_code), (long long)cell->n.people,
                     (long long)cell->n.met, (long long)cell->n.on_track, (long long)cell->n.behind,
                     (long long)cell->n.none);
    digest_sha256((struct str){text, n < (int)sizeof text ? (size_t)n : sizeof text - 1}, (uint8_t *)words);
    for (int i = 0; i < WORDS; i++) sum->words[i] += words[i];
    sum->cells++;
}

static struct str text_of(struct arena *a, const struct day_sum *sum)
{
    return digest_hex(a, (struct str){(const char *)sum->words, sizeof sum->words});
}

struct str board_past_digest(struct arena *a, const struct board_tally *t)
{
    struct day_sum sum = {0};
    for (size_t org = 0; org < t->orgs.n; org++)
        for (size_t norm = 0; norm < t->norms.n; norm++)
            for (size_t audience = 0; audience < t->audiences.n; audience++) {
                struct board_cell cell = board_tally_at(t, org, audience, norm);
                if (!board_is_zero(&cell.n)) add_cell(&sum, &cell);
            }
    return text_of(a, &sum);
}

static struct err *each_cell(void *context, const void *record)
{
    add_cell(context, record);
    return NULL;
}

/* ---- the proof ---- */

/* Which cells a recount does not give: what was changed, or what has been entered since. */
static struct err *recount(struct call *c, int on, struct board_check *check)
{
    struct board_tally t;
    struct list kept;
    TRY(board_past_cells(c, on, &kept));
    TRY(board_past_count(c, on, NULL, &t));
    board_compare(c, &kept, &t, check);
    board_tally_done(&t);
    return NULL;
}

static struct err *check_day(struct call *c, const struct board_day *day, bool counted, struct board_check *check)
{
    struct day_sum sum = {0};
    struct board_check cells = {0};
    TRY(board_past_each(c, day->on_day, each_cell, &sum));
    check->cells += sum.cells;
    bool right = str_equal(text_of(c->arena, &sum), day->digest);
    if (right && !counted) return NULL;
    TRY(recount(c, day->on_day, &cells));
    if (right) {
        check->since += cells.wrong;
        return NULL;
    }
    check->wrong++;
    *list_add(c->arena, &check->faults, struct str) = str_printf(
        c->arena,
        "%d 的概览与统计时所记不符，请重新统计这一天 / the board of %d is not what was counted: count it again",
        day->on_day, day->on_day);
    for (LIST_EACH(cells.faults, struct str, fault)) *list_add(c->arena, &check->faults, struct str) = *fault;
    return NULL;
}

struct err *board_verify_days(struct call *c, int64_t recounts, struct board_check *ret_check)
{
    struct list days;
    *ret_check = (struct board_check){0};
    TRY(board_day_list(c, c->today, DAYS_MAX, &days));
    for (LIST_EACH(days, struct board_day, day)) {
        if (!day->digest.n) continue;
        TRY(check_day(c, day, ret_check->days < recounts, ret_check));
        ret_check->days++;
    }
    return NULL;
}
