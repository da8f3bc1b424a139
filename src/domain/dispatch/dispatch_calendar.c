/* domain/dispatch/dispatch_calendar.c: a version by the week: who is away from which unit, against its cap. */
#include "api/call.h"
#include "core/arena.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"

#include <stdlib.h>

enum { UNITS_SHOWN = 40, WEEKS_MAX = 80, WEEK = 7 };

#define WEEK_FIELD(kind, ...) F_##kind(struct dispatch_week, __VA_ARGS__)
static const struct shape_field week_fields[] = {
    WEEK_FIELD(DATE, from_on, 0, "星期一", "Monday"),
    WEEK_FIELD(INT, away, 0, 0, 0, "离岗人数", "away"),
};
static const struct shape week_shape = SHAPE("DispatchWeek", struct dispatch_week, week_fields);
#define UNIT(kind, ...) F_##kind(struct dispatch_unit_weeks, __VA_ARGS__)
static const struct shape_field unit_fields[] = {
    UNIT(ID, org_id, 0, "单位", "organisation"),       UNIT(TEXT, org_name, 0, 0, 0, "单位名称", "name"),
    UNIT(INT, people, 0, 0, 0, "在职人数", "people"),  UNIT(INT, cap, 0, 0, 0, "离岗上限", "cap"),
    UNIT(INT, most, 0, 0, 0, "最多离岗", "most away"), UNIT(LIST, weeks, &week_shape, 0, 0, 0, "各周", "weeks"),
};
static const struct shape unit_shape = SHAPE("DispatchUnitWeeks", struct dispatch_unit_weeks, unit_fields);
static const struct shape_field calendar_fields[] = {
    F_LIST(struct dispatch_calendar, weeks, &week_shape, 0, 0, 0, "各周", "weeks"),
    F_LIST(struct dispatch_calendar, units, &unit_shape, 0, 0, 0, "最接近上限的单位", "units nearest to their caps"),
    F_INT(struct dispatch_calendar, units_away, 0, 0, 0, "有人离岗的单位", "units with anybody away"),
};
const struct shape dispatch_calendar_shape = SHAPE("DispatchCalendar", struct dispatch_calendar, calendar_fields);

static int monday_of(int on) { return date_add_days(on, 1 - date_weekday(on)); }

struct weeks {
    struct list offers; /* struct dispatch_offer by first day */
    int first_on, n;
    int64_t cap_pct;
};

static struct err *open_weeks(struct call *c, const struct dispatch_round *round, struct weeks *w)
{
    struct dispatch_rules rules;
    int last_on = 0;
    TRY(dispatch_rules_get(c, round->org_path, round->from_on, round->id, &rules));
    TRY(store_offers(c, round->id, &w->offers));
    w->cap_pct = rules.v[RULE_CAP_PCT];
    for (LIST_EACH(w->offers, struct dispatch_offer, f)) {
        if (!w->first_on || f->starts_on < w->first_on) w->first_on = f->starts_on;
        if (f->ends_on > last_on) last_on = f->ends_on;
    }
    if (!w->first_on) return NULL;
    w->first_on = monday_of(w->first_on);
    int64_t n = (date_days(last_on) - date_days(w->first_on)) / WEEK + 1;
    w->n = n < WEEKS_MAX ? (int)n : WEEKS_MAX;
    return NULL;
}

static void add_weeks(struct call *c, const struct weeks *w, struct list *out)
{
    for (int i = 0; i < w->n; i++)
        *list_add(c->arena, out, struct dispatch_week) =
            (struct dispatch_week){date_add_days(w->first_on, i * WEEK), 0};
}

static void count_in(const struct weeks *w, int64_t class_id, int64_t placed, struct list *out)
{
    for (LIST_EACH(w->offers, struct dispatch_offer, f)) {
        if (f->class_id != class_id || f->account_kind == KLASS_ONLINE) continue;
        for (LIST_EACH(*out, struct dispatch_week, week))
            if (dispatch_overlaps(week->from_on, date_add_days(week->from_on, WEEK - 1), f->starts_on, f->ends_on))
                week->away += placed;
    }
}

static void measure(const struct weeks *w, struct dispatch_unit_weeks *unit)
{
    unit->cap = unit->people * w->cap_pct / 100;
    if (unit->cap < 1) unit->cap = 1;
    for (LIST_EACH(unit->weeks, struct dispatch_week, week))
        if (week->away > unit->most) unit->most = week->away;
}

/* Nearest to the cap first, the larger of equals. */
static int by_share(const void *a, const void *b)
{
    const struct dispatch_unit_weeks *x = a, *y = b;
    int64_t left = x->most * y->cap, right = y->most * x->cap;
    if (left != right) return left > right ? -1 : 1;
    if (x->most != y->most) return x->most > y->most ? -1 : 1;
    return x->org_id < y->org_id ? -1 : 1;
}

static void add_unit(struct call *c, const struct weeks *w, const struct unit_size_row *size,
                     const struct list *classes, size_t *at, struct dispatch_calendar *out)
{
    struct dispatch_unit_weeks unit = {size->org_id, size->org_name, size->people, 0, 0, {0}};
    size_t first = *at;
    while (*at < classes->n && str_equal(LIST_AT(*classes, struct unit_class_row, *at)->org_path, size->org_path))
        ++*at;
    if (*at == first) return;
    add_weeks(c, w, &unit.weeks);
    for (size_t i = first; i < *at; i++) {
        const struct unit_class_row *row = LIST_AT(*classes, struct unit_class_row, i);
        count_in(w, row->class_id, row->placed, &unit.weeks);
        count_in(w, row->class_id, row->placed, &out->weeks);
    }
    measure(w, &unit);
    if (unit.most) *list_add(c->arena, &out->units, struct dispatch_unit_weeks) = unit;
}

struct err *dispatch_calendar_of(struct call *c, const struct dispatch_round *round, int64_t version_id,
                                 struct dispatch_calendar *ret_calendar)
{
    struct weeks w = {0};
    struct list sizes, classes;
    size_t at = 0;
    *ret_calendar = (struct dispatch_calendar){0};
    TRY(open_weeks(c, round, &w));
    TRY(store_unit_sizes(c, version_id, &sizes));
    TRY(store_unit_classes(c, version_id, &classes));
    add_weeks(c, &w, &ret_calendar->weeks);
    for (LIST_EACH(sizes, struct unit_size_row, size)) add_unit(c, &w, size, &classes, &at, ret_calendar);
    if (ret_calendar->units.n)
        qsort(ret_calendar->units.p, ret_calendar->units.n, sizeof(struct dispatch_unit_weeks), by_share);
    ret_calendar->units_away = (int64_t)ret_calendar->units.n;
    if (ret_calendar->units.n > UNITS_SHOWN) ret_calendar->units.n = UNITS_SHOWN;
    return NULL;
}
