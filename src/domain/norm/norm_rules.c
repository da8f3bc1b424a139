/* domain/norm/norm_rules.c: which norms apply to whom, and how far somebody is on a day. Pure. */
#include "core/time.h"
#include "domain/norm/norm_private.h"

const char *const norm_state_names[] = {"", "met", "on_track", "behind", "none", NULL};
const char *const norm_band_names[] = {"", "division_up", "section_down", "all", NULL};
const char *const norm_window_names[] = {"", "calendar_years", "rolling_years", NULL};
const char *const norm_kind_names[] = {"", "concentrated", "online", "any", NULL};
const char *const norm_purpose_names[] = {"", "requirement", "coverage", NULL};

#define WHOLE_PPM 1000000

int norm_sooner(int a, int b) { return a == 0 || (b != 0 && b < a) ? b : a; }

/* ---- windows ---- */

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

static void calendar_window(const struct norm *norm, int on, int *ret_from_on, int *ret_until_on)
{
    int64_t years = norm->years > 0 ? norm->years : 1;
    int64_t first = norm->anchor_year + floor_div(on / 10000 - norm->anchor_year, years) * years;
    *ret_from_on = (int)(first * 10000 + 101);
    *ret_until_on = (int)((first + years - 1) * 10000 + 1231);
}

void norm_window_at(const struct norm *norm, int on, int *ret_from_on, int *ret_until_on)
{
    if (norm->window_kind == NORM_CALENDAR_YEARS) {
        calendar_window(norm, on, ret_from_on, ret_until_on);
        return;
    }
    *ret_from_on = date_add_days(date_add_months(on, (int)(-12 * norm->years)), 1);
    *ret_until_on = on;
}

/* ---- who ---- */

static const struct norm_span *span_on(const struct norm_facts *facts, int on)
{
    for (size_t i = facts->span_count; i-- > 0;) {
        const struct norm_span *s = &facts->spans[i];
        if (s->from_on <= on) return s->until_on == 0 || on <= s->until_on ? s : NULL;
    }
    return NULL;
}

bool norm_applies(const struct norm *norm, const struct norm_facts *facts, int on)
{
    if (on < norm->from_on || (norm->until_on && on > norm->until_on)) return false;
    if (norm->band == NORM_ALL) return true;
    const struct norm_span *s = span_on(facts, on);
    return s && s->band == norm->band;
}

/* Promoted to a leading post: a higher rank than before, or a post of the same rank that leads when the one before did
 * not. */
static bool is_promotion(const struct norm_facts *facts, size_t i)
{
    const struct norm_span *s = &facts->spans[i], *before = i ? &facts->spans[i - 1] : NULL;
    return before && s->is_leader && (s->ordinal < before->ordinal || !before->is_leader);
}

/* The last promotion in [from_on, until_on]; 0 none. */
static int promotion_in(const struct norm_facts *facts, int from_on, int until_on)
{
    for (size_t i = facts->span_count; i-- > 0;) {
        int on = facts->spans[i].from_on;
        if (on >= from_on && on <= until_on && is_promotion(facts, i)) return on;
    }
    return 0;
}

/* ---- how much ---- */

struct sums {
    int64_t hours_centi, days_centi;
};

static bool counts(const struct norm *norm, const struct ledger_line *line)
{
    return norm->kind == NORM_ANY || line->kind == (norm->kind == NORM_ONLINE ? LEDGER_ONLINE : LEDGER_CONCENTRATED);
}

static struct sums sum_between(const struct norm *norm, const struct norm_facts *facts, int from_on, int until_on)
{
    struct sums sums = {0, 0};
    for (size_t i = 0; i < facts->line_count; i++) {
        const struct ledger_line *line = &facts->lines[i];
        if (line->earned_on < from_on || line->earned_on > until_on || !counts(norm, line)) continue;
        sums.hours_centi += line->hours_centi;
        sums.days_centi += line->days_centi;
    }
    return sums;
}

static bool is_met(const struct norm *norm, struct sums sums)
{
    return (norm->need_hours_centi > 0 && sums.hours_centi >= norm->need_hours_centi) ||
           (norm->need_days_centi > 0 && sums.days_centi >= norm->need_days_centi);
}

static int64_t share_of(const struct norm *norm, struct sums sums)
{
    int64_t by_hours = norm->need_hours_centi > 0 ? sums.hours_centi * WHOLE_PPM / norm->need_hours_centi : 0;
    int64_t by_days = norm->need_days_centi > 0 ? sums.days_centi * WHOLE_PPM / norm->need_days_centi : 0;
    int64_t share = by_hours > by_days ? by_hours : by_days;
    return share < 0 ? 0 : share > WHOLE_PPM ? WHOLE_PPM : share;
}

/* ---- the time of grace ---- */

/* Had the norm been met on the eve of a promotion? */
static bool met_before(const struct norm *norm, const struct norm_facts *facts, int promoted_on)
{
    int from_on, until_on, eve_on = date_add_days(promoted_on, -1);
    norm_window_at(norm, norm->window_kind == NORM_ROLLING_YEARS ? eve_on : promoted_on, &from_on, &until_on);
    return is_met(norm, sum_between(norm, facts, from_on, eve_on));
}

/* Somebody promoted in [from_on, until_on] without having met the norm by then owes it by a day; 0: nobody was, or had.
 */
static int grace_until(const struct norm *norm, const struct norm_facts *facts, int from_on, int until_on,
                       int *ret_promoted_on)
{
    int promoted_on = norm->grace_months > 0 ? promotion_in(facts, from_on, until_on) : 0;
    if (!promoted_on || met_before(norm, facts, promoted_on)) return 0;
    *ret_promoted_on = promoted_on;
    return date_add_months(promoted_on, (int)norm->grace_months);
}

/* A calendar window that is over stays open for somebody who was promoted in it, till they have met it or are out of
 * time. */
static bool earlier_window_open(const struct norm *norm, const struct norm_facts *facts, int on, int window_from_on,
                                struct norm_progress *ret_progress)
{
    int from_on, until_on, promoted_on = 0;
    norm_window_at(norm, date_add_days(window_from_on, -1), &from_on, &until_on);
    if (from_on < norm->from_on) return false; /* a window that this norm did not rule */
    int due_on = grace_until(norm, facts, from_on, until_on, &promoted_on);
    if (due_on < on || is_met(norm, sum_between(norm, facts, from_on, on))) return false;
    ret_progress->from_on = from_on;
    ret_progress->until_on = ret_progress->due_on = due_on;
    ret_progress->promoted_on = promoted_on;
    return ret_progress->grace = true;
}

static void set_calendar_window(const struct norm *norm, const struct norm_facts *facts, struct norm_progress *p)
{
    if (norm->grace_months <= 0 || earlier_window_open(norm, facts, p->on, p->from_on, p)) return;
    if (is_met(norm, sum_between(norm, facts, p->from_on, p->on))) return;
    int due_on = grace_until(norm, facts, p->from_on, p->on, &p->promoted_on);
    if (!due_on) return;
    p->due_on = due_on;
    p->grace = p->on <= due_on;
    if (due_on > p->until_on) p->until_on = due_on;
}

static void set_rolling_window(const struct norm *norm, const struct norm_facts *facts, struct norm_progress *p)
{
    if (is_met(norm, sum_between(norm, facts, p->from_on, p->on))) return;
    int promoted_on = 0, due_on = grace_until(norm, facts, p->from_on, p->on, &promoted_on);
    if (!due_on || p->on > due_on) return;
    p->promoted_on = promoted_on;
    p->due_on = due_on;
    p->grace = true;
}

static void set_window(const struct norm *norm, const struct norm_facts *facts, struct norm_progress *p)
{
    norm_window_at(norm, p->on, &p->from_on, &p->until_on);
    p->due_on = p->until_on;
    if (norm->window_kind == NORM_CALENDAR_YEARS)
        set_calendar_window(norm, facts, p);
    else
        set_rolling_window(norm, facts, p);
}

/* ---- the state, and when it changes by itself ---- */

/* First day on which the even pace has outrun this share; beyond the window when it never does. */
static int pace_ends_on(const struct norm *norm, const struct norm_progress *p)
{
    if (norm->pace_ppm <= 0) return date_add_days(p->until_on, 1);
    int64_t total = date_days(p->until_on) - date_days(p->from_on) + 1;
    int64_t elapsed = p->share_ppm * total / norm->pace_ppm + 1;
    return elapsed > total ? date_add_days(p->until_on, 1) : date_add_days(p->from_on, (int)elapsed - 1);
}

static bool on_pace(const struct norm *norm, const struct norm_progress *p)
{
    if (norm->window_kind == NORM_ROLLING_YEARS) return p->share_ppm >= norm->pace_ppm;
    return p->on < pace_ends_on(norm, p);
}

static int state_of(const struct norm *norm, const struct norm_progress *p)
{
    struct sums sums = {p->hours_centi, p->days_centi};
    if (is_met(norm, sums)) return NORM_MET;
    if (p->hours_centi <= 0 && p->days_centi <= 0) return NORM_NONE;
    if (p->grace) return NORM_ON_TRACK;
    if (p->due_on < p->on) return NORM_BEHIND;
    return on_pace(norm, p) ? NORM_ON_TRACK : NORM_BEHIND;
}

/* A rolling window changes when its oldest line falls out. */
static int rolling_next(const struct norm *norm, const struct norm_facts *facts, const struct norm_progress *p)
{
    int next_on = 0;
    for (size_t i = 0; i < facts->line_count; i++) {
        const struct ledger_line *line = &facts->lines[i];
        if (line->earned_on < p->from_on || line->earned_on > p->on || !counts(norm, line)) continue;
        int from_on, until_on, out_on = date_add_days(date_add_months(line->earned_on, (int)(12 * norm->years)), -2);
        do {
            out_on = date_add_days(out_on, 1);
            norm_window_at(norm, out_on, &from_on, &until_on);
        } while (from_on <= line->earned_on || out_on <= p->on);
        next_on = norm_sooner(next_on, out_on);
    }
    return next_on;
}

static int next_of(const struct norm *norm, const struct norm_facts *facts, const struct norm_progress *p)
{
    int grace_ends_on = p->grace ? date_add_days(p->due_on, 1) : 0;
    if (norm->window_kind == NORM_ROLLING_YEARS) return norm_sooner(rolling_next(norm, facts, p), grace_ends_on);
    int next_on = norm_sooner(date_add_days(p->until_on, 1), grace_ends_on);
    if (p->state == NORM_ON_TRACK && !p->grace) next_on = norm_sooner(next_on, pace_ends_on(norm, p));
    return next_on;
}

void norm_measure(const struct norm *norm, const struct norm_facts *facts, int on, struct norm_progress *ret_progress)
{
    struct norm_progress p = {
        .norm_code = norm->code,
        .norm_id = norm->id,
        .name_zh = norm->name_zh,
        .name_en = norm->name_en,
        .source = norm->source,
        .kind = norm->kind,
        .window_kind = norm->window_kind,
        .on = on,
        .need_hours_centi = norm->need_hours_centi,
        .need_days_centi = norm->need_days_centi,
    };
    set_window(norm, facts, &p);
    struct sums sums = sum_between(norm, facts, p.from_on, on);
    p.hours_centi = sums.hours_centi;
    p.days_centi = sums.days_centi;
    p.share_ppm = share_of(norm, sums);
    p.state = state_of(norm, &p);
    p.next_on = next_of(norm, facts, &p);
    *ret_progress = p;
}

int norm_next_turn(const struct norm *norms, size_t n, const struct norm_facts *facts, int on)
{
    int next_on = 0;
    for (size_t i = 0; i < n; i++) {
        if (norms[i].from_on > on) next_on = norm_sooner(next_on, norms[i].from_on);
        if (norms[i].until_on >= on && norms[i].until_on)
            next_on = norm_sooner(next_on, date_add_days(norms[i].until_on, 1));
    }
    for (size_t i = 0; i < facts->span_count; i++) {
        const struct norm_span *s = &facts->spans[i];
        if (s->from_on > on) next_on = norm_sooner(next_on, s->from_on);
        if (s->until_on >= on) next_on = norm_sooner(next_on, date_add_days(s->until_on, 1));
    }
    return next_on;
}

size_t norm_measure_all(const struct norm *norms, size_t n, const struct norm_facts *facts, int on,
                        struct norm_progress *ret_progress)
{
    int turn = norm_next_turn(norms, n, facts, on);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!norm_applies(&norms[i], facts, on)) continue;
        norm_measure(&norms[i], facts, on, &ret_progress[count]);
        ret_progress[count].next_on = norm_sooner(ret_progress[count].next_on, turn);
        count++;
    }
    return count;
}

/* ---- statuses ---- */

bool norm_status_same(const struct norm_status *a, const struct norm_status *b)
{
    return a->norm_id == b->norm_id && a->from_on == b->from_on && a->until_on == b->until_on &&
           a->due_on == b->due_on && a->hours_centi == b->hours_centi && a->days_centi == b->days_centi &&
           a->state == b->state && a->next_on == b->next_on;
}

void norm_status_of(const struct norm_progress *p, int64_t person_id, struct norm_status *ret_status)
{
    bool calendar =
        p->window_kind == NORM_CALENDAR_YEARS; /* a rolling window moves every day: its dates are not kept */
    *ret_status = (struct norm_status){
        .person_id = person_id,
        .norm_code = p->norm_code,
        .norm_id = p->norm_id,
        .from_on = calendar ? p->from_on : 0,
        .until_on = calendar ? p->until_on : 0,
        .due_on = calendar || p->grace ? p->due_on : 0,
        .hours_centi = p->hours_centi,
        .days_centi = p->days_centi,
        .state = p->state,
        .next_on = p->next_on,
    };
}
