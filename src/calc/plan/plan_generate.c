/* calc/plan/plan_generate.c: a synthetic city: its parts, its classes, and who may go where.
 *
 * Made to be like what a city's offices describe: uneven districts, units from five people to hundreds, classes of the
 * city, of districts, of townships and online, needs that cluster on topics, and some people who can hardly be
 * released.
 */
#include "calc/plan/plan_io.h"
#include "calc/plan/plan_private.h"

#include <math.h>
#include <stdlib.h>

enum { WEEKS = 26, TOPICS_MAX = 36, RANKS = 5, COURSES_OF_TOPIC = 40, UNIT_MAX = 500, NEEDS = 3 };
enum level { OF_CITY, OF_DISTRICT, OF_TOWNSHIP, ONLINE, LEVELS };

struct numbers {
    int32_t *p;
    int32_t n, cap;
};

struct lesson {
    enum level level;
    int32_t where; /* district of the host, or the district or township whose people may come */
    int32_t topic, course, hours, worth;
    uint32_t ranks; /* bit r */
    bool for_hard;  /* for people who can hardly be released */
};

struct city {
    struct arena *arena;
    uint64_t random[2];
    int32_t people, topics, districts, townships, units, offers;
    int32_t offers_of[LEVELS];
    int32_t *district_of, *number_in_district;                           /* of each township */
    int32_t *townships_in;                                               /* of each district */
    double *weight, weights;                                             /* of each township */
    int32_t *township_of, *number_in_township, *size, *trade, *units_in; /* of each unit, of each township */
    struct lesson *lesson;
    struct plan_offer *offer;
    struct plan_quota *quota;
    int32_t quotas;
    struct plan_person *person;
    int32_t *cap;
    struct numbers *of_city, *of_district, *of_township, *online; /* offers by topic (and place) */
    uint32_t *arc;
    int64_t arcs, arcs_cap, *arc_first;
    double zipf[2][TOPICS_MAX]; /* cumulative: of offers, of needs */
};

static uint64_t turned(uint64_t x, int k) { return x << k | x >> (64 - k); }

/* xoroshiro128+ */
static uint64_t next_random(struct city *c)
{
    uint64_t x = c->random[0], y = c->random[1], sum = x + y;
    y ^= x;
    c->random[0] = turned(x, 24) ^ y ^ (y << 16);
    c->random[1] = turned(y, 37);
    return sum;
}
static int32_t below(struct city *c, int32_t n) { return (int32_t)((next_random(c) >> 11) % (uint64_t)n); }
static double fraction(struct city *c) { return (double)(next_random(c) >> 11) * 0x1p-53; }
static bool chance(struct city *c, double p) { return fraction(c) < p; }

static void add_number(struct city *c, struct numbers *list, int32_t number)
{
    if (list->n == list->cap) {
        int32_t cap = list->cap ? 2 * list->cap : 4;
        int32_t *grown = arena_array(c->arena, int32_t, cap);
        if (list->n) memcpy(grown, list->p, sizeof *grown * (size_t)list->n);
        list->p = grown;
        list->cap = cap;
    }
    list->p[list->n++] = number;
}

static void fill_zipf(double *cumulative, int32_t n, double exponent)
{
    double sum = 0;
    for (int32_t i = 0; i < n; i++) cumulative[i] = sum += pow(i + 1, -exponent);
    for (int32_t i = 0; i < n; i++) cumulative[i] /= sum;
}

static int32_t draw_topic(struct city *c, bool need)
{
    double x = fraction(c);
    int32_t i = 0;
    while (i < c->topics - 1 && c->zipf[need][i] < x) i++;
    return i;
}

static void make_townships(struct city *c)
{
    c->district_of = arena_array(c->arena, int32_t, c->townships);
    c->number_in_district = arena_array(c->arena, int32_t, c->townships);
    c->townships_in = arena_array(c->arena, int32_t, c->districts);
    c->weight = arena_array(c->arena, double, c->townships);
    for (int32_t t = 0; t < c->townships; t++) {
        int32_t d = t < 2 * c->districts ? t % c->districts : (int32_t)(c->districts * pow(fraction(c), 1.3));
        c->district_of[t] = d;
        c->number_in_district[t] = c->townships_in[d]++;
        double x = fraction(c);
        c->weights += c->weight[t] = 0.3 + 2 * x * fraction(c);
    }
}

/* Log-normal, from 5 to 500. */
static int32_t unit_size(struct city *c)
{
    double normal = sqrt(-2 * log(1 - fraction(c))) * cos(6.283185307 * fraction(c));
    int32_t size = (int32_t)exp(3.2 + 0.9 * normal);
    return size < 5 ? 5 : size > UNIT_MAX ? UNIT_MAX : size;
}

static void make_units(struct city *c)
{
    int32_t most = c->people / 5 + 2;
    c->township_of = arena_array(c->arena, int32_t, most);
    c->number_in_township = arena_array(c->arena, int32_t, most);
    c->size = arena_array(c->arena, int32_t, most);
    c->trade = arena_array(c->arena, int32_t, most);
    c->cap = arena_array(c->arena, int32_t, most);
    c->units_in = arena_array(c->arena, int32_t, c->townships);
    int32_t t = 0, made = 0;
    double until = c->weight[0] / c->weights * c->people;
    while (made < c->people) {
        int32_t size = unit_size(c), u = c->units++;
        if (made + size > c->people) size = c->people - made;
        while (made > until && t < c->townships - 1) until += c->weight[++t] / c->weights * c->people;
        c->township_of[u] = t;
        c->number_in_township[u] = c->units_in[t]++;
        c->size[u] = size;
        c->trade[u] = below(c, 6);
        c->cap[u] = size * 8 / 100 < 1 ? 1 : size * 8 / 100;
        made += size;
    }
}

/* ---- classes ---- */

static const uint32_t rank_sets[] = {1, 3, 2, 6, 4, 12, 8, 24, 16, 30, 31, 7, 28};

static void audience(struct city *c, int32_t i)
{
    struct lesson *l = &c->lesson[i];
    switch (l->level) {
    case OF_CITY:
        l->where = below(c, c->districts);
        add_number(c, &c->of_city[l->topic], i);
        l->ranks = rank_sets[below(c, 13)];
        break;
    case OF_DISTRICT:
        l->where = i < c->offers_of[OF_CITY] + c->districts ? i - c->offers_of[OF_CITY]
                                                            : c->district_of[below(c, c->townships)];
        add_number(c, &c->of_district[l->topic * c->districts + l->where], i);
        l->ranks = rank_sets[below(c, 13)];
        break;
    case OF_TOWNSHIP:
        l->where = below(c, c->townships);
        add_number(c, &c->of_township[(int64_t)l->topic * c->townships + l->where], i);
        l->ranks = rank_sets[6 + below(c, 7)];
        break;
    default: add_number(c, &c->online[l->topic], i); l->ranks = rank_sets[below(c, 4) ? 10 : 9];
    }
}

static void make_online(struct city *c, int32_t i)
{
    c->lesson[i].hours = 12 + 4 * below(c, 8);
    c->lesson[i].for_hard = true;
    int32_t seats = (int32_t)(200 * pow(25, fraction(c)));
    c->offer[i].seats_max = c->people < 20000 ? seats / 5 + 50 : seats;
}

static void add_quotas(struct city *c, int32_t i, int by, int32_t groups, double share, int32_t least)
{
    struct plan_offer *o = &c->offer[i];
    if (groups < 1) groups = 1;
    int32_t each = (int32_t)ceil(o->seats_max * share / groups);
    o->by = by;
    o->quota_first = c->quotas;
    o->quota_count = groups;
    c->quotas += groups;
    o->seats_min = o->seats_max / 2;
    /* The maximum is kept here until the quotas have their array. */
    o->wave = each < least ? least : each;
}

static void make_residential(struct city *c, int32_t i, int32_t weeks)
{
    struct lesson *l = &c->lesson[i];
    struct plan_offer *o = &c->offer[i];
    int32_t start = chance(c, .5) ? below(c, WEEKS) : 6 + below(c, 12);
    if (start + weeks > WEEKS) start = WEEKS - weeks;
    o->weeks = ((1ull << weeks) - 1) << start;
    l->hours = weeks <= 2 ? 32 * weeks : weeks == 4 ? 110 : 200;
    l->for_hard = weeks == 1;
    o->seats_max = l->level == OF_TOWNSHIP ? 20 + below(c, 21) : 30 + below(c, 51);
    if (l->level == OF_CITY)
        add_quotas(c, i, 1, c->districts, 2.5, 2);
    else if (l->level == OF_DISTRICT)
        add_quotas(c, i, 2, c->townships_in[l->where], 3.0, 2);
    else
        add_quotas(c, i, 3, c->units_in[l->where], 0.2 * (c->units_in[l->where] ? c->units_in[l->where] : 1), 3);
}

static void make_offer(struct city *c, int32_t i)
{
    struct lesson *l = &c->lesson[i];
    int32_t end = 0;
    while (i >= (end += c->offers_of[l->level])) l->level++;
    l->topic = draw_topic(c, false);
    l->course = l->topic * COURSES_OF_TOPIC + below(c, COURSES_OF_TOPIC);
    l->worth = below(c, 60);
    double x = fraction(c);
    int32_t weeks = l->level == OF_TOWNSHIP || x < .8 ? 1 : x < .92 ? 2 : x < .98 ? 4 : 8;
    audience(c, i);
    if (l->level == ONLINE)
        make_online(c, i);
    else
        make_residential(c, i, weeks);
}

static void make_offers(struct city *c)
{
    double scale = c->people / 1e6;
    c->offers_of[OF_CITY] = (int32_t)(400 * scale + 3.5);
    c->offers_of[OF_DISTRICT] = (int32_t)(7400 * scale + .5);
    c->offers_of[OF_TOWNSHIP] = (int32_t)(8000 * scale + .5);
    c->offers_of[ONLINE] = (int32_t)(120 * scale + 5.5);
    for (int l = 0; l < LEVELS; l++) c->offers += c->offers_of[l];
    c->offer = arena_array(c->arena, struct plan_offer, c->offers);
    c->lesson = arena_array(c->arena, struct lesson, c->offers);
    c->of_city = arena_array(c->arena, struct numbers, c->topics);
    c->online = arena_array(c->arena, struct numbers, c->topics);
    c->of_district = arena_array(c->arena, struct numbers, c->topics * c->districts);
    c->of_township = arena_array(c->arena, struct numbers, (int64_t)c->topics * c->townships);
    for (int32_t i = 0; i < c->offers; i++) make_offer(c, i);
    c->quota = arena_array(c->arena, struct plan_quota, c->quotas + 1);
    for (int32_t i = 0; i < c->offers; i++) {
        struct plan_offer *o = &c->offer[i];
        for (int32_t g = 0; g < o->quota_count; g++) c->quota[o->quota_first + g].max = o->wave;
        o->wave = 0;
    }
}

/* ---- people ---- */

struct somebody {
    int32_t unit, township, district, rank, missing; /* hours */
    bool hard;
    int32_t topic[NEEDS];
    uint64_t away;    /* weeks */
    int32_t taken[6]; /* courses */
    int32_t takens;
};

static int32_t draw_urgency(struct city *c, struct somebody *who)
{
    double x = fraction(c);
    int32_t years = x < .08 ? 0 : x < .38 ? 1 : x < .68 ? 2 : x < .83 ? 3 : x < .91 ? 4 : 5 + below(c, 4);
    int32_t hours = (int32_t)(110 * pow(fraction(c), 1.4));
    if (years >= 2) hours /= 2;
    who->missing = hours < 90 ? 90 - hours : 0;
    if (years == 0) return 250;
    return 1500 + 20 * who->missing + (years >= 3 ? 4000 + 500 * (years - 3) : 0);
}

static void draw_needs(struct city *c, struct somebody *who)
{
    who->topic[0] = chance(c, .5) ? (c->trade[who->unit] * 4 + below(c, 4)) % c->topics : draw_topic(c, true);
    for (int n = 1; n < NEEDS;) {
        int32_t topic = draw_topic(c, true);
        bool known = false;
        for (int i = 0; i < n; i++) known |= who->topic[i] == topic;
        if (!known) who->topic[n++] = topic;
    }
    if (chance(c, .35)) {
        int32_t start = below(c, WEEKS), weeks = 1 + below(c, 6);
        for (int32_t w = start; w < start + weeks && w < WEEKS; w++) who->away |= 1ull << w;
    }
    who->takens = below(c, 7);
    for (int32_t i = 0; i < who->takens; i++)
        who->taken[i] = who->topic[below(c, NEEDS)] * COURSES_OF_TOPIC + below(c, COURSES_OF_TOPIC);
}

static bool may_go(const struct city *c, const struct somebody *who, int32_t i)
{
    const struct lesson *l = &c->lesson[i];
    if (!(l->ranks >> who->rank & 1) || (c->offer[i].weeks & who->away) || (who->hard && !l->for_hard)) return false;
    for (int32_t k = 0; k < who->takens; k++)
        if (who->taken[k] == l->course) return false;
    return true;
}

static int32_t distance_cost(const struct city *c, const struct somebody *who, int32_t i)
{
    const struct lesson *l = &c->lesson[i];
    if (l->level == OF_CITY) {
        int32_t far = abs(who->district - l->where);
        if (far > c->districts - far) far = c->districts - far;
        return far * 120 / (c->districts / 2);
    }
    if (l->level != OF_DISTRICT) return 0;
    return (int32_t)((uint32_t)((uint32_t)who->township * 2654435761u + (uint32_t)i * 40503u) >> 16) % 40;
}

static int32_t fit_of(const struct city *c, const struct somebody *who, int32_t i, int need)
{
    static const int32_t by_need[NEEDS] = {0, 120, 300};
    const struct lesson *l = &c->lesson[i];
    int32_t fit = by_need[need] + distance_cost(c, who, i) + l->worth;
    if (l->level == ONLINE)
        fit += who->hard ? 0 : 180;
    else if (who->hard)
        fit += 350;
    int32_t hours = abs(who->missing - l->hours);
    fit += hours > 150 ? 150 : hours;
    fit += l->level == OF_CITY       ? who->rank * 25
           : l->level == OF_DISTRICT ? abs(who->rank - 2) * 20
           : l->level == OF_TOWNSHIP ? (4 - who->rank) * 25
                                     : 20;
    return fit > PLAN_FIT_MAX ? PLAN_FIT_MAX : fit;
}

static int by_arc(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static void add_arcs(struct city *c, const struct somebody *who)
{
    int64_t first = c->arcs;
    for (int n = 0; n < NEEDS; n++) {
        int32_t t = who->topic[n];
        const struct numbers *lists[LEVELS] = {&c->of_city[t], &c->of_district[t * c->districts + who->district],
                                               &c->of_township[(int64_t)t * c->townships + who->township],
                                               &c->online[t]};
        for (int l = 0; l < LEVELS; l++)
            for (int32_t k = 0; k < lists[l]->n; k++) {
                int32_t i = lists[l]->p[k];
                if (!may_go(c, who, i) || c->arcs - first == PLAN_ARCS_OF_PERSON_MAX) continue;
                if (c->arcs == c->arcs_cap) {
                    c->arcs_cap *= 2;
                    c->arc = realloc(c->arc, sizeof *c->arc * (size_t)c->arcs_cap);
                    if (!c->arc) abort();
                }
                c->arc[c->arcs++] = PLAN_ARC(i, fit_of(c, who, i, n));
            }
    }
    if (c->arcs > first) qsort(c->arc + first, (size_t)(c->arcs - first), sizeof *c->arc, by_arc);
}

static void make_person(struct city *c, int32_t p, int32_t unit)
{
    int32_t township = c->township_of[unit];
    struct somebody who = {.unit = unit, .township = township, .district = c->district_of[township]};
    double x = fraction(c);
    who.rank = x < .02 ? 0 : x < .10 ? 1 : x < .30 ? 2 : x < .65 ? 3 : 4;
    who.hard = chance(c, .12);
    c->person[p] =
        (struct plan_person){.unit = unit,
                             .urgency = draw_urgency(c, &who),
                             .place = {who.district, c->number_in_district[township], c->number_in_township[unit]}};
    draw_needs(c, &who);
    add_arcs(c, &who);
    c->arc_first[p + 1] = c->arcs;
}

static void make_people(struct city *c)
{
    c->person = arena_array(c->arena, struct plan_person, c->people);
    c->arc_first = arena_array(c->arena, int64_t, c->people + 1);
    c->arcs_cap = 1 << 16;
    c->arc = malloc(sizeof *c->arc * (size_t)c->arcs_cap);
    if (!c->arc) abort();
    for (int32_t u = 0, p = 0; u < c->units; u++)
        for (int32_t i = 0; i < c->size[u]; i++) make_person(c, p++, u);
    uint32_t *arc = arena_copy(c->arena, c->arc, sizeof *arc * (size_t)c->arcs);
    free(c->arc);
    c->arc = arc;
}

struct err *plan_generate(struct arena *a, int32_t people, uint64_t seed, struct plan_instance *ret_instance)
{
    if (people < 100 || people > PLAN_PEOPLE_MAX)
        FAIL_FIELD(a, "plan.generate", "people", "人数须在 100 至 %d 之间。", "Between 100 and %d people.",
                   PLAN_PEOPLE_MAX);
    struct city c = {.arena = a, .people = people};
    c.random[0] = seed * 0x9E3779B97F4A7C15ull + 1;
    c.random[1] = seed ^ 0xD1B54A32D192ED03ull;
    for (int i = 0; i < 20; i++) next_random(&c);
    c.topics = people <= 20000 ? 6 : people <= 200000 ? 12 : 36;
    c.districts = people <= 20000 ? 4 : people <= 200000 ? 16 : 40;
    c.townships = people / 1000 < 2 * c.districts ? 2 * c.districts : people / 1000;
    fill_zipf(c.zipf[0], c.topics, 0.5);
    fill_zipf(c.zipf[1], c.topics, 0.8);
    make_townships(&c);
    make_units(&c);
    make_offers(&c);
    make_people(&c);
    *ret_instance = (struct plan_instance){.people = people,
                                           .offers = c.offers,
                                           .units = c.units,
                                           .quotas = c.quotas,
                                           .waves = 1,
                                           .weeks = WEEKS,
                                           .person = c.person,
                                           .offer = c.offer,
                                           .quota = c.quota,
                                           .unit_cap = c.cap,
                                           .arc_first = c.arc_first,
                                           .arc = c.arc};
    return NULL;
}
