/* calc/plan/plan_csv.c: an instance from CSV files: names become numbers, and rows their order. */
#include "calc/plan/plan_io.h"
#include "calc/plan/plan_private.h"
#include "calc/plan/plan_table.h"
#include "core/list.h"

#include <stdlib.h>

const char *const plan_file_names[PLAN_FILES] = {"units.csv", "offers.csv", "quotas.csv", "people.csv", "arcs.csv"};

enum { FILE_MAX_BYTES = 1 << 30 };

/* A name and the row that it came from; sorted, to find numbers by name. */
struct named {
    struct str name;
    int32_t unit; /* of people: sorted by it first */
    int32_t row;  /* among the rows read */
};

struct named_list {
    struct named *p;
    int32_t n;
};

static int by_name(const void *x, const void *y)
{
    return str_compare(((const struct named *)x)->name, ((const struct named *)y)->name);
}

static int by_unit_and_name(const void *x, const void *y)
{
    const struct named *a = x, *b = y;
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    return str_compare(a->name, b->name);
}

static int32_t find_name(const struct named_list *list, struct str name)
{
    struct named key = {.name = name};
    if (!list->n) return -1;
    const struct named *found = bsearch(&key, list->p, (size_t)list->n, sizeof key, by_name);
    return found ? (int32_t)(found - list->p) : -1;
}

/* A quota row: place `place` of the offer. */
struct quota_row {
    int32_t offer, place, min, max;
    int64_t row;
};

/* A place of some kind (1 to PLAN_PLACES); those that stand together in an offer get numbers of one group. */
struct place {
    struct str name;
    int32_t by, up; /* up: another of the group, or itself */
    int32_t number; /* within the group */
    int32_t size;   /* of the group, at its root */
};

struct person_row {
    struct plan_person person;
    struct str place[PLAN_PLACES], pin, also;
    int32_t root[PLAN_PLACES]; /* group of the place, or -1 */
    int64_t row;
};

struct arc_row {
    int32_t person;
    uint32_t arc;
};

struct csv {
    struct arena *arena;
    const struct str *files;
    struct named_list units, offers, people; /* sorted: the index is the number */
    struct named_list people_by_name;        /* row: the number */
    int32_t *cap;
    struct plan_offer *offer;
    struct person_row *person; /* in order of numbers */
    struct list quota_rows, places, arcs;
    struct plan_quota *quota;
    struct str *quota_name;
    int32_t quotas, waves, weeks;
};

static struct err *sort_names(const struct table *t, struct named_list *list, struct list *rows, const char *zh,
                              const char *en)
{
    list->p = rows->p;
    list->n = (int32_t)rows->n;
    if (list->n > 1) qsort(list->p, rows->n, sizeof *list->p, by_name);
    for (int32_t i = 1; i < list->n; i++)
        if (str_equal(list->p[i - 1].name, list->p[i].name))
            return table_wrong(t, 0, str_cstr(t->arena, str_printf(t->arena, "“%.*s”%s", STR_ARG(list->p[i].name), zh)),
                               str_cstr(t->arena, str_printf(t->arena, "“%.*s” %s", STR_ARG(list->p[i].name), en)));
    return NULL;
}

static struct err *add_named(const struct table *t, struct list *rows, int64_t max, struct named **ret_named)
{
    if ((int64_t)rows->n >= max) return table_wrong(t, 0, "行数过多", "there are too many rows");
    struct named *named = list_add(t->arena, rows, struct named);
    named->row = (int32_t)rows->n - 1;
    *ret_named = named;
    return table_name(t, 0, &named->name);
}

static struct err *read_units(struct csv *k)
{
    static const char *const columns[] = {"unit", "cap", NULL};
    struct table t;
    struct list rows = {0}, caps = {0};
    struct named *named = NULL;
    TRY(table_open(k->arena, plan_file_names[PLAN_UNITS], k->files[PLAN_UNITS], columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) break;
        TRY(add_named(&t, &rows, PLAN_PEOPLE_MAX, &named));
        TRY(table_number(&t, 1, 0, PLAN_NO_CAP, PLAN_NO_CAP, list_add(k->arena, &caps, int64_t)));
    }
    TRY(sort_names(&t, &k->units, &rows, "出现了两次", "is there twice"));
    k->cap = arena_array(k->arena, int32_t, rows.n + 1);
    for (int32_t u = 0; u < k->units.n; u++) k->cap[u] = (int32_t)*LIST_AT(caps, int64_t, k->units.p[u].row);
    return NULL;
}

/* "3-5 8": weeks from 1. */
static struct err *read_weeks(struct csv *k, const struct table *t, int column, uint64_t *ret_weeks)
{
    struct str rest = table_field(t, column);
    *ret_weeks = 0;
    while (rest.n) {
        struct str to, part = str_cut(rest, ' ', &rest), from = str_cut(part, '-', &to);
        int64_t first, last;
        if (!part.n) continue;
        if (!str_int64(from, &first) || (to.n ? !str_int64(to, &last) : (last = first, false)) || first < 1 ||
            last < first || last > PLAN_PERIODS_MAX)
            return table_wrong(t, column, "周次应写成“3-5 8”这样，1 至 64",
                               "weeks are written like “3-5 8”, from 1 to 64");
        for (int64_t w = first; w <= last; w++) *ret_weeks |= 1ull << (w - 1);
        if (last > k->weeks) k->weeks = (int32_t)last;
    }
    return NULL;
}

static struct err *read_offer(struct csv *k, const struct table *t, struct plan_offer *o)
{
    int64_t min, max, wave, by, must;
    TRY(table_number(t, 1, 0, PLAN_SEATS_MAX, 0, &min));
    TRY(table_number(t, 2, min, PLAN_SEATS_MAX, INT64_MIN, &max));
    TRY(read_weeks(k, t, 3, &o->weeks));
    TRY(table_number(t, 4, 1, PLAN_PERIODS_MAX, 1, &wave));
    TRY(table_number(t, 5, 0, PLAN_PLACES, 0, &by));
    TRY(table_number(t, 6, 0, 1, 0, &must));
    o->seats_min = (int32_t)min;
    o->seats_max = (int32_t)max;
    o->wave = (int32_t)wave - 1;
    o->by = (int32_t)by;
    o->must_run = must != 0;
    if (wave > k->waves) k->waves = (int32_t)wave;
    return NULL;
}

static struct err *read_offers(struct csv *k)
{
    static const char *const columns[] = {"offer", "?seats_min", "seats_max", "?weeks",
                                          "?wave", "?quota_by",  "?must_run", NULL};
    struct table t;
    struct list rows = {0}, offers = {0};
    struct named *named = NULL;
    TRY(table_open(k->arena, plan_file_names[PLAN_OFFERS], k->files[PLAN_OFFERS], columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) break;
        TRY(add_named(&t, &rows, PLAN_OFFERS_MAX - 1, &named));
        TRY(read_offer(k, &t, list_add(k->arena, &offers, struct plan_offer)));
    }
    TRY(sort_names(&t, &k->offers, &rows, "出现了两次", "is there twice"));
    k->offer = arena_array(k->arena, struct plan_offer, rows.n + 1);
    for (int32_t c = 0; c < k->offers.n; c++) k->offer[c] = *LIST_AT(offers, struct plan_offer, k->offers.p[c].row);
    return NULL;
}

/* ---- quotas and the places that they are for ---- */

static int by_place(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    if (a->by != b->by) return a->by < b->by ? -1 : 1;
    return str_compare(a->name, b->name);
}

static int32_t find_place(const struct csv *k, int32_t by, struct str name)
{
    struct place key = {.name = name, .by = by};
    if (!k->places.n) return -1;
    const struct place *found = bsearch(&key, k->places.p, k->places.n, sizeof key, by_place);
    return found ? (int32_t)(found - (const struct place *)k->places.p) : -1;
}

static int32_t root_of(const struct csv *k, int32_t place)
{
    struct place *p = k->places.p;
    while (p[place].up != place) place = p[place].up = p[p[place].up].up;
    return place;
}

static struct err *read_quota_rows(struct csv *k, struct table *t, struct list *names)
{
    for (bool more;;) {
        TRY(table_next(t, &more));
        if (!more) return NULL;
        struct str offer, place;
        int64_t min, max;
        TRY(table_name(t, 0, &offer));
        TRY(table_name(t, 1, &place));
        int32_t c = find_name(&k->offers, offer);
        if (c < 0) return table_wrong(t, 0, "offers.csv 中没有这个班次", "offers.csv has no such offer");
        if (!k->offer[c].by) return table_wrong(t, 0, "这个班次没有填写 quota_by", "this offer has no quota_by");
        TRY(table_number(t, 2, 0, PLAN_SEATS_MAX, 0, &min));
        TRY(table_number(t, 3, min, PLAN_SEATS_MAX, INT64_MIN, &max));
        if (names->n >= PLAN_GROUPS_MAX) return table_wrong(t, 0, "行数过多", "there are too many rows");
        *list_add(k->arena, names, struct str) = place;
        *list_add(k->arena, &k->places, struct place) = (struct place){.name = place, .by = k->offer[c].by};
        *list_add(k->arena, &k->quota_rows, struct quota_row) =
            (struct quota_row){c, 0, (int32_t)min, (int32_t)max, t->row};
    }
}

static void sort_places(struct csv *k)
{
    struct place *p = k->places.p;
    size_t n = 0;
    if (k->places.n > 1) qsort(p, k->places.n, sizeof *p, by_place);
    for (size_t i = 0; i < k->places.n; i++)
        if (!n || by_place(&p[n - 1], &p[i]) != 0) p[n++] = p[i];
    k->places.n = n;
    for (size_t i = 0; i < n; i++) p[i].up = (int32_t)i;
}

/* Places of one offer become one group, and get numbers within it. */
static void group_places(struct csv *k, const struct list *names)
{
    struct place *p = k->places.p;
    int32_t *first = arena_array(k->arena, int32_t, k->offers.n + 1);
    for (int32_t c = 0; c < k->offers.n; c++) first[c] = -1;
    for (size_t i = 0; i < k->quota_rows.n; i++) {
        struct quota_row *row = LIST_AT(k->quota_rows, struct quota_row, i);
        row->place = find_place(k, k->offer[row->offer].by, *LIST_AT(*names, struct str, i));
        if (first[row->offer] < 0) first[row->offer] = row->place;
        p[root_of(k, row->place)].up = root_of(k, first[row->offer]);
    }
    for (size_t i = 0; i < k->places.n; i++) p[i].number = p[root_of(k, (int32_t)i)].size++;
}

static struct err *lay_quotas(struct csv *k, const struct table *t)
{
    int64_t total = 0;
    struct quota_row *row = k->quota_rows.p;
    for (int32_t c = 0; c < k->offers.n; c++) k->offer[c].quota_first = -1;
    for (size_t i = 0; i < k->quota_rows.n; i++) {
        struct plan_offer *o = &k->offer[row[i].offer];
        if (o->quota_first >= 0) continue;
        o->quota_first = (int32_t)total;
        o->quota_count = LIST_AT(k->places, struct place, root_of(k, row[i].place))->size;
        total += o->quota_count;
        if (total > PLAN_GROUPS_MAX) return table_wrong(t, 0, "名额组过多", "there are too many quota groups");
    }
    k->quotas = (int32_t)total;
    k->quota = arena_array(k->arena, struct plan_quota, total + 1);
    k->quota_name = arena_array(k->arena, struct str, total + 1);
    for (int32_t c = 0; c < k->offers.n; c++) {
        struct plan_offer *o = &k->offer[c];
        if (o->quota_first < 0) o->quota_first = 0, o->by = 0;
        for (int32_t g = 0; g < o->quota_count; g++) k->quota[o->quota_first + g].max = o->seats_max;
    }
    return NULL;
}

static struct err *read_quotas(struct csv *k)
{
    static const char *const columns[] = {"offer", "place", "?min", "max", NULL};
    struct table t;
    struct list names = {0};
    if (k->files[PLAN_QUOTAS].n) {
        TRY(table_open(k->arena, plan_file_names[PLAN_QUOTAS], k->files[PLAN_QUOTAS], columns, &t));
        TRY(read_quota_rows(k, &t, &names));
    }
    sort_places(k);
    group_places(k, &names);
    TRY(lay_quotas(k, &t));
    for (size_t i = 0; i < k->quota_rows.n; i++) {
        const struct quota_row *row = LIST_AT(k->quota_rows, struct quota_row, i);
        const struct place *place = LIST_AT(k->places, struct place, row->place);
        int32_t g = k->offer[row->offer].quota_first + place->number;
        t.row = row->row;
        if (k->quota_name[g].n)
            return table_wrong(&t, 1, "同一班次的同一处出现了两次", "this place of the offer is there twice");
        k->quota[g] = (struct plan_quota){row->min, row->max};
        k->quota_name[g] = place->name;
    }
    return NULL;
}

/* ---- people ---- */

static struct err *read_person(struct csv *k, const struct table *t, struct named *named, struct person_row *row)
{
    struct str unit;
    int64_t urgency;
    TRY(table_name(t, 1, &unit));
    named->unit = row->person.unit = find_name(&k->units, unit);
    if (named->unit < 0) return table_wrong(t, 1, "units.csv 中没有这个单位", "units.csv has no such unit");
    TRY(table_number(t, 2, 0, PLAN_URGENCY_MAX, INT64_MIN, &urgency));
    row->person.urgency = (int32_t)urgency;
    for (int i = 0; i < PLAN_PLACES; i++) row->place[i] = table_field(t, 3 + i);
    row->pin = table_field(t, 6);
    row->also = table_field(t, 7);
    row->row = t->row;
    return NULL;
}

static struct err *settle_person(struct csv *k, struct table *t, struct person_row *row)
{
    t->row = row->row;
    for (int i = 0; i < PLAN_PLACES; i++) {
        int32_t place = row->place[i].n ? find_place(k, i + 1, row->place[i]) : -1;
        row->root[i] = place < 0 ? -1 : root_of(k, place);
        row->person.place[i] = place < 0 ? 0 : LIST_AT(k->places, struct place, place)->number;
    }
    int32_t pin = find_name(&k->offers, row->pin), also = find_name(&k->people_by_name, row->also);
    if (str_is(row->pin, "out"))
        row->person.pin = PLAN_STAYS_OUT;
    else if (row->pin.n && pin < 0)
        return table_wrong(t, 6, "offers.csv 中没有这个班次", "offers.csv has no such offer");
    else if (row->pin.n)
        row->person.pin = pin + 1;
    if (row->also.n && also < 0) return table_wrong(t, 7, "没有这个人", "there is no such person");
    if (row->also.n) row->person.also = k->people_by_name.p[also].row + 1;
    return NULL;
}

static void number_people(struct csv *k, struct list *rows, struct list *persons)
{
    k->people_by_name.p = arena_copy(k->arena, rows->p, sizeof(struct named) * rows->n);
    k->people_by_name.n = k->people.n;
    if (k->people.n > 1) qsort(k->people.p, rows->n, sizeof *k->people.p, by_unit_and_name);
    k->person = arena_array(k->arena, struct person_row, rows->n + 1);
    int32_t *number = arena_array(k->arena, int32_t, rows->n + 1);
    for (int32_t p = 0; p < k->people.n; p++) {
        k->person[p] = *LIST_AT(*persons, struct person_row, k->people.p[p].row);
        number[k->people.p[p].row] = p;
    }
    for (int32_t p = 0; p < k->people.n; p++) k->people_by_name.p[p].row = number[k->people_by_name.p[p].row];
}

static struct err *read_people(struct csv *k)
{
    static const char *const columns[] = {"person",  "unit", "urgency", "?place1", "?place2",
                                          "?place3", "?pin", "?also",   NULL};
    struct table t;
    struct list rows = {0}, persons = {0};
    struct named *named = NULL;
    TRY(table_open(k->arena, plan_file_names[PLAN_PEOPLE], k->files[PLAN_PEOPLE], columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) break;
        TRY(add_named(&t, &rows, PLAN_PEOPLE_MAX, &named));
        TRY(read_person(k, &t, named, list_add(k->arena, &persons, struct person_row)));
    }
    TRY(sort_names(&t, &k->people, &rows, "出现了两次", "is there twice"));
    number_people(k, &rows, &persons);
    for (int32_t p = 0; p < k->people.n; p++) TRY(settle_person(k, &t, &k->person[p]));
    return NULL;
}

/* ---- arcs ---- */

static struct err *read_arc(struct csv *k, const struct table *t)
{
    struct str person, offer;
    int64_t fit;
    TRY(table_name(t, 0, &person));
    TRY(table_name(t, 1, &offer));
    TRY(table_number(t, 2, 0, PLAN_FIT_MAX, INT64_MIN, &fit));
    int32_t p = find_name(&k->people_by_name, person), c = find_name(&k->offers, offer);
    if (p < 0) return table_wrong(t, 0, "people.csv 中没有这个人", "people.csv has no such person");
    if (c < 0) return table_wrong(t, 1, "offers.csv 中没有这个班次", "offers.csv has no such offer");
    p = k->people_by_name.p[p].row;
    const struct plan_offer *o = &k->offer[c];
    if (o->by) {
        const struct str name = k->person[p].place[o->by - 1];
        int32_t root = k->person[p].root[o->by - 1], number = k->person[p].person.place[o->by - 1];
        if (root < 0 || number >= o->quota_count || !str_equal(k->quota_name[o->quota_first + number], name))
            return table_wrong(t, 1, "这个班次在 quotas.csv 中没有此人所在之处的名额",
                               "quotas.csv has no row for this offer and the person's place");
    }
    *list_add(k->arena, &k->arcs, struct arc_row) = (struct arc_row){p, PLAN_ARC(c, fit)};
    return NULL;
}

static int by_person_and_arc(const void *x, const void *y)
{
    const struct arc_row *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return a->arc < b->arc ? -1 : a->arc > b->arc;
}

static struct err *read_arcs(struct csv *k)
{
    static const char *const columns[] = {"person", "offer", "fit", NULL};
    struct table t;
    TRY(table_open(k->arena, plan_file_names[PLAN_ARCS], k->files[PLAN_ARCS], columns, &t));
    for (bool more;;) {
        TRY(table_next(&t, &more));
        if (!more) break;
        TRY(read_arc(k, &t));
    }
    struct arc_row *row = k->arcs.p;
    if (k->arcs.n > 1) qsort(row, k->arcs.n, sizeof *row, by_person_and_arc);
    for (size_t i = 1; i < k->arcs.n; i++)
        if (row[i - 1].person == row[i].person && PLAN_ARC_OFFER(row[i - 1].arc) == PLAN_ARC_OFFER(row[i].arc))
            return table_wrong(&t, 0,
                               str_cstr(k->arena, str_printf(k->arena, "“%.*s”的同一班次出现了两次",
                                                             STR_ARG(k->people.p[row[i].person].name))),
                               str_cstr(k->arena, str_printf(k->arena, "“%.*s” has the same offer twice",
                                                             STR_ARG(k->people.p[row[i].person].name))));
    return NULL;
}

static const struct str *names_of(struct arena *a, const struct named_list *list)
{
    struct str *names = arena_array(a, struct str, list->n + 1);
    for (int32_t i = 0; i < list->n; i++) names[i] = list->p[i].name;
    return names;
}

static void give(const struct csv *k, struct plan_instance *ret_instance, struct plan_names *ret_names)
{
    struct plan_person *person = arena_array(k->arena, struct plan_person, k->people.n + 1);
    int64_t *first = arena_array(k->arena, int64_t, (int64_t)k->people.n + 2);
    uint32_t *arc = arena_array(k->arena, uint32_t, k->arcs.n + 1);
    for (int32_t p = 0; p < k->people.n; p++) person[p] = k->person[p].person;
    for (size_t i = 0; i < k->arcs.n; i++) {
        const struct arc_row *row = LIST_AT(k->arcs, struct arc_row, i);
        arc[i] = row->arc;
        first[row->person + 1]++;
    }
    for (int32_t p = 0; p < k->people.n; p++) first[p + 1] += first[p];
    *ret_instance = (struct plan_instance){.people = k->people.n,
                                           .offers = k->offers.n,
                                           .units = k->units.n,
                                           .quotas = k->quotas,
                                           .waves = k->waves ? k->waves : 1,
                                           .weeks = k->weeks,
                                           .person = person,
                                           .offer = k->offer,
                                           .quota = k->quota,
                                           .unit_cap = k->cap,
                                           .arc_first = first,
                                           .arc = arc};
    *ret_names = (struct plan_names){names_of(k->arena, &k->people), names_of(k->arena, &k->offers),
                                     names_of(k->arena, &k->units), k->quota_name};
}

struct err *plan_read_csv(struct arena *a, const struct str files[PLAN_FILES], struct plan_instance *ret_instance,
                          struct plan_names *ret_names)
{
    struct csv k = {.arena = a, .files = files};
    for (int i = 0; i < PLAN_FILES; i++)
        if (files[i].n > FILE_MAX_BYTES)
            FAIL(a, ERR_LIMIT, "plan.file_too_big", "%s 太大：最多 1 GB。请使用紧凑格式。",
                 "%s is too big: 1 GB at most. Use the compact form.", plan_file_names[i]);
    TRY(read_units(&k));
    TRY(read_offers(&k));
    TRY(read_quotas(&k));
    TRY(read_people(&k));
    TRY(read_arcs(&k));
    give(&k, ret_instance, ret_names);
    return NULL;
}
