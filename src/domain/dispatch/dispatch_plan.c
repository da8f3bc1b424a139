/* domain/dispatch/dispatch_plan.c: the instance that is solved. Pure: no database, no clock. */
#include "domain/dispatch/dispatch_plan.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

#include <stdlib.h>
#include <string.h>

enum { DISTRICT_BYTES = 2 * ORG_PATH_GROUP, TOWNSHIP_BYTES = 3 * ORG_PATH_GROUP, WEEK = 7, LAST_PERIOD = 63 };

/* ---- places of the tree as numbers ---- */

struct names {
    struct str *p;
    int32_t n;
};

static int by_text(const void *a, const void *b) { return str_compare(*(const struct str *)a, *(const struct str *)b); }

static struct str place_text(struct str path, int level)
{
    size_t most = level == 0 ? DISTRICT_BYTES : level == 1 ? TOWNSHIP_BYTES : path.n;
    return (struct str){path.p, path.n < most ? path.n : most};
}

static struct names names_of(const struct solving *s, int level)
{
    struct names out = {arena_array(s->a, struct str, s->people.n ? s->people.n : 1), 0};
    size_t n = 0;
    for (LIST_EACH(s->people, struct dispatch_person, p)) {
        struct str text = place_text(p->org_path, level);
        if (!n || !str_equal(out.p[n - 1], text)) out.p[n++] = text;
    }
    qsort(out.p, n, sizeof *out.p, by_text);
    for (size_t i = 0; i < n; i++)
        if (!out.n || !str_equal(out.p[out.n - 1], out.p[i])) out.p[out.n++] = out.p[i];
    return out;
}

static int32_t number_of(const struct names *names, struct str text)
{
    const struct str *found = bsearch(&text, names->p, (size_t)names->n, sizeof text, by_text);
    return found ? (int32_t)(found - names->p) : -1;
}

/* ---- what forbids a pair beside the rules of dispatch_rules.c ---- */

struct looking { /* where the rows of the person begin */
    size_t busy, called, away, attended, wish;
};

static size_t seek(const struct list *rows, size_t size, size_t offset, size_t at, int64_t person_id)
{
    while (at < rows->n && *(const int64_t *)((const char *)rows->p + at * size + offset) < person_id) at++;
    return at;
}

static void look_at(const struct solving *s, struct looking *k, int64_t person_id)
{
    k->busy = seek(&s->busy, sizeof(struct span_row), 0, k->busy, person_id);
    k->called = seek(&s->called, sizeof(struct span_row), 0, k->called, person_id);
    k->away = seek(&s->away, sizeof(struct span_row), 0, k->away, person_id);
    k->attended = seek(&s->attended, sizeof(struct attended_row), 0, k->attended, person_id);
    k->wish =
        seek(&s->wishes, sizeof(struct dispatch_wish), offsetof(struct dispatch_wish, person_id), k->wish, person_id);
}

static bool meets(const struct list *spans, size_t at, int64_t person_id, const struct dispatch_offer *f)
{
    for (; at < spans->n && LIST_AT(*spans, struct span_row, at)->person_id == person_id; at++) {
        const struct span_row *row = LIST_AT(*spans, struct span_row, at);
        if (dispatch_takes(row->class_id, row->from_on, row->until_on, f)) return true;
    }
    return false;
}

static bool has_attended(const struct solving *s, size_t at, int64_t person_id, const struct dispatch_offer *f)
{
    for (; at < s->attended.n && LIST_AT(s->attended, struct attended_row, at)->person_id == person_id; at++)
        if (f->programme_id && LIST_AT(s->attended, struct attended_row, at)->programme_id == f->programme_id)
            return true;
    return false;
}

/* The wish about this pair: NULL when there is none. A bar without a class is about all. */
static const struct dispatch_wish *wish_for(const struct solving *s, size_t at, int64_t person_id, int64_t class_id)
{
    for (; at < s->wishes.n && LIST_AT(s->wishes, struct dispatch_wish, at)->person_id == person_id; at++) {
        const struct dispatch_wish *w = LIST_AT(s->wishes, struct dispatch_wish, at);
        if (w->class_id == class_id || !w->class_id) return w;
    }
    return NULL;
}

static bool is_pin(const struct dispatch_wish *w) { return w && str_is(w->kind, "pin"); }

static const char *obstacle(const struct solving *s, const struct looking *k, const struct dispatch_person *p,
                            const struct dispatch_offer *f)
{
    const struct dispatch_wish *w = wish_for(s, k->wish, p->id, f->class_id);
    if (is_pin(w)) return NULL; /* decided by hand: the rules have been weighed */
    if (w) return "barred";
    const char *rule = dispatch_forbids(p, f, &s->rules);
    if (rule) return rule;
    if (meets(&s->called, k->called, p->id, f)) return "called";
    if (meets(&s->busy, k->busy, p->id, f)) return "busy";
    if (meets(&s->away, k->away, p->id, f)) return "away";
    return has_attended(s, k->attended, p->id, f) ? "attended" : NULL;
}

/* Of several rules the most telling one: what could be mended comes before what somebody is. */
static const char *more_telling(const char *a, const char *b)
{
    static const char *const order[] = {"audience", "territory", "quota_none", "hard",   "attended",
                                        "busy",     "called",    "away",       "barred", NULL};
    int x = -1, y = -1;
    for (int i = 0; order[i]; i++) {
        if (a && strcmp(a, order[i]) == 0) x = i;
        if (b && strcmp(b, order[i]) == 0) y = i;
    }
    return x >= y ? a : b;
}

/* ---- building ---- */

struct building {
    struct solving *s;
    struct names names[PLAN_PLACES];
    struct plan_offer *offer;
    struct plan_quota *quota;
    struct plan_person *person;
    int64_t *arc_first;
    uint32_t *arc;
    size_t arcs, arc_cap;
    int32_t entries;
};

static int months_after(int from, int on)
{
    return (on / 10000 - from / 10000) * 12 + (on / 100 % 100 - from / 100 % 100);
}

static uint64_t weeks_of(const struct solving *s, const struct dispatch_offer *f)
{
    uint64_t bits = 0;
    int64_t zero = date_days(s->round.from_on);
    zero -= date_weekday(s->round.from_on) - 1; /* weeks begin on Mondays, as classes do */
    if (f->account_kind == KLASS_ONLINE) return 0;
    for (int64_t day = date_days(f->starts_on); day <= date_days(f->ends_on); day++) {
        int64_t week = (day - zero) / WEEK;
        bits |= 1ull << (week < 0 ? 0 : week > LAST_PERIOD ? LAST_PERIOD : week);
    }
    return bits;
}

/* The level at which a class gives quotas; 0: none. */
static struct err *quota_level(const struct solving *s, const struct dispatch_offer *f, int32_t *ret_by)
{
    size_t bytes = 0;
    *ret_by = 0;
    for (LIST_EACH(s->quotas, struct dispatch_quota, q)) {
        if (q->class_id != f->class_id || q->org_path.n <= ORG_PATH_GROUP) continue;
        if (bytes && bytes != q->org_path.n)
            FAIL(s->a, ERR_CONFLICT, "dispatch.quota_levels", "“%.*s”的名额分到了不同层级的单位，请统一分到同一级。",
                 "The quotas of “%.*s” stand on different levels of the tree: give them on one level.",
                 STR_ARG(f->title));
        bytes = q->org_path.n;
    }
    if (bytes) *ret_by = bytes == DISTRICT_BYTES ? 1 : bytes == TOWNSHIP_BYTES ? 2 : 3;
    return NULL;
}

static int32_t seats_of(int64_t n) { return n < 0 ? 0 : n > PLAN_SEATS_MAX ? PLAN_SEATS_MAX : (int32_t)n; }

int32_t dispatch_plan_quota(const struct solving *s, int32_t offer, const struct dispatch_quota *q)
{
    int level = s->in.offer[offer].by - 1;
    if (level < 0) return -1;
    struct names names = names_of(s, level);
    return number_of(&names, q->org_path);
}

static void fill_quotas(struct building *b, const struct dispatch_offer *f, const struct plan_offer *o)
{
    for (LIST_EACH(b->s->quotas, struct dispatch_quota, q)) {
        if (q->class_id != f->class_id) continue;
        int32_t place = number_of(&b->names[o->by - 1], q->org_path);
        if (place < 0) continue;
        struct plan_quota *quota = &b->quota[o->quota_first + place];
        quota->max = q->seats_max ? seats_of(q->seats_max - q->taken) : o->seats_max;
        if (quota->max > o->seats_max) quota->max = o->seats_max;
        quota->min = q->seats_min < quota->max ? seats_of(q->seats_min) : quota->max;
    }
}

static struct err *build_offers(struct building *b)
{
    struct solving *s = b->s;
    int64_t quotas = 0;
    b->offer = arena_array(s->a, struct plan_offer, s->offers.n ? s->offers.n : 1);
    for (size_t i = 0; i < s->offers.n; i++) {
        const struct dispatch_offer *f = LIST_AT(s->offers, struct dispatch_offer, i);
        struct plan_offer *o = &b->offer[i];
        o->seats_max = seats_of(f->seats_max);
        o->seats_min = seats_of(f->seats_min);
        o->weeks = weeks_of(s, f);
        int wave = months_after(s->round.from_on, f->starts_on);
        o->wave = wave < 0 ? 0 : wave > LAST_PERIOD ? LAST_PERIOD : wave;
        TRY(quota_level(s, f, &o->by));
        if (!o->by) continue;
        o->quota_first = (int32_t)quotas;
        o->quota_count = b->names[o->by - 1].n;
        quotas += o->quota_count;
        if (quotas + (int64_t)s->offers.n >= PLAN_GROUPS_MAX)
            FAIL(s->a, ERR_LIMIT, "dispatch.too_many_quotas", "名额分得过细，请分到上一级单位。",
                 "Too many quotas: give them to the level above.");
    }
    b->quota = arena_array(s->a, struct plan_quota, quotas ? quotas : 1);
    for (size_t i = 0; i < s->offers.n; i++)
        if (b->offer[i].by) fill_quotas(b, LIST_AT(s->offers, struct dispatch_offer, i), &b->offer[i]);
    s->in.quotas = (int32_t)quotas;
    return NULL;
}

static void put_arc(struct building *b, int32_t offer, int64_t fit)
{
    if (b->arcs == b->arc_cap) {
        b->arc_cap = b->arc_cap ? 2 * b->arc_cap : 1 << 16;
        uint32_t *more = realloc(b->arc, b->arc_cap * sizeof *more);
        if (!more) abort();
        b->arc = more;
    }
    b->arc[b->arcs++] = PLAN_ARC(offer, fit);
}

/* A class with quotas is for those who have one, or who were set by hand. */
static bool no_quota(const struct building *b, const struct plan_offer *o, const struct plan_person *e)
{
    return o->by && b->quota[o->quota_first + e->place[o->by - 1]].max <= 0;
}

static void build_arcs(struct building *b, const struct looking *k, const struct dispatch_person *p,
                       struct plan_person *e, const char **forbidden)
{
    const struct solving *s = b->s;
    for (size_t i = 0; i < s->offers.n; i++) {
        const struct dispatch_offer *f = LIST_AT(s->offers, struct dispatch_offer, i);
        const char *rule = obstacle(s, k, p, f);
        if (!rule && no_quota(b, &b->offer[i], e)) rule = "quota_none";
        if (rule) {
            *forbidden = more_telling(*forbidden, rule);
            continue;
        }
        if (is_pin(wish_for(s, k->wish, p->id, f->class_id))) e->pin = (int32_t)i + 1;
        put_arc(b, (int32_t)i, dispatch_fit(p, f, &s->rules));
    }
}

static void build_person(struct building *b, struct looking *k, size_t i)
{
    struct solving *s = b->s;
    const struct dispatch_person *p = LIST_AT(s->people, struct dispatch_person, i);
    struct plan_person e = {.urgency = (int32_t)dispatch_urgency(p, &s->rules, s->today)};
    size_t before = b->arcs;
    look_at(s, k, p->id);
    for (int level = 0; level < PLAN_PLACES; level++)
        e.place[level] = number_of(&b->names[level], place_text(p->org_path, level));
    e.unit = e.place[PLAN_PLACES - 1];
    s->unit_people[e.unit]++;
    s->forbidden[i] = NULL;
    build_arcs(b, k, p, &e, &s->forbidden[i]);
    s->entry[i] = -1;
    if (b->arcs == before) return;
    s->forbidden[i] = NULL;
    s->entry[i] = b->entries;
    s->person_of[b->entries] = (int32_t)i;
    b->person[b->entries] = e;
    b->arc_first[b->entries++] = (int64_t)before;
}

static const int32_t *caps_of(const struct solving *s, int32_t units)
{
    int32_t *cap = arena_array(s->a, int32_t, units ? units : 1);
    for (int32_t u = 0; u < units; u++) {
        int64_t most = s->unit_people[u] * s->rules.v[RULE_CAP_PCT] / 100;
        cap[u] = most > 0 ? (int32_t)most : 1;
    }
    return cap;
}

static void build_people(struct building *b)
{
    struct solving *s = b->s;
    struct looking k = {0};
    size_t n = s->people.n;
    s->forbidden = arena_array(s->a, const char *, n + 1);
    s->entry = arena_array(s->a, int32_t, n + 1);
    s->person_of = arena_array(s->a, int32_t, n + 1);
    s->unit_people = arena_array(s->a, int64_t, b->names[PLAN_PLACES - 1].n + 1);
    b->person = arena_array(s->a, struct plan_person, n + 1);
    b->arc_first = arena_array(s->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) build_person(b, &k, i);
    b->arc_first[b->entries] = (int64_t)b->arcs;
}

static int32_t waves_of(const struct building *b)
{
    int32_t most = 0;
    for (size_t i = 0; i < b->s->offers.n; i++)
        if (b->offer[i].wave > most) most = b->offer[i].wave;
    return most + 1;
}

struct err *dispatch_plan_build(struct solving *s)
{
    struct building b = {.s = s};
    for (int level = 0; level < PLAN_PLACES; level++) b.names[level] = names_of(s, level);
    TRY(build_offers(&b));
    build_people(&b);
    uint32_t *arc = arena_copy(s->a, b.arc, b.arcs * sizeof *arc);
    free(b.arc);
    s->in.people = b.entries;
    s->in.offers = (int32_t)s->offers.n;
    s->in.units = b.names[PLAN_PLACES - 1].n;
    s->in.waves = waves_of(&b);
    s->in.weeks = LAST_PERIOD + 1;
    s->in.person = b.person;
    s->in.offer = b.offer;
    s->in.quota = b.quota;
    s->in.unit_cap = caps_of(s, s->in.units);
    s->in.arc_first = b.arc_first;
    s->in.arc = arc;
    return NULL;
}
