/* domain/dispatch/dispatch_substitute.c: who might take a seat that somebody gives up, best first, with the reason.
 *
 * The seat alone is an instance of calc/plan: one offer with one seat, the one who gives it up, and those of the
 * version who were left out, the most urgent of the unit and of the round. Nobody else is moved.
 */
#include "api/call.h"
#include "api/module.h"
#include "calc/plan/plan.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"

enum { OF_UNIT = 40, OF_ROUND = 80, PROPOSED = 5 };

struct seat {
    struct call *c;
    const struct dispatch_call *d;
    struct dispatch_round round;
    struct dispatch_rules rules;
    struct dispatch_offer offer;
    struct str within; /* the quota that the seat belongs to, or the round's part of the tree */
    struct list taken; /* struct span_row: called at the same time, or to this class */
    struct list busy;  /* struct span_row: enrolled elsewhere at the same time */
    struct list who;   /* struct dispatch_place, the candidates */
    struct list units; /* struct str; the first is the seat's own */
    struct plan_person *person;
    int32_t *cap;
    uint32_t *arc;
    int64_t *arc_first;
};

static bool stands_in(const struct list *spans, int64_t person_id)
{
    for (LIST_EACH(*spans, struct span_row, s))
        if (s->person_id == person_id) return true;
    return false;
}

static struct err *open_seat(struct seat *s)
{
    struct call *c = s->c;
    struct list offers, quotas;
    TRY(dispatch_round_get(c, s->d->round_id, &s->round));
    TRY(dispatch_rules_get(c, s->round.org_path, s->round.from_on, s->round.id, &s->rules));
    TRY(store_offers(c, s->round.id, &offers));
    for (LIST_EACH(offers, struct dispatch_offer, f))
        if (f->class_id == s->d->class_id) s->offer = *f;
    s->within = s->round.org_path;
    TRY(store_quotas(c, s->round.id, &quotas));
    for (LIST_EACH(quotas, struct dispatch_quota, q))
        if (q->class_id == s->d->class_id && path_is_under(s->d->org_path, q->org_path)) s->within = q->org_path;
    TRY(store_called(c, s->d->starts_on, s->d->ends_on, s->round.id, &s->taken));
    return store_busy(c, s->d->starts_on, s->d->ends_on, &s->busy);
}

/* How many more of a unit may be away while the class lasts. */
static struct err *room_of(struct seat *s, struct str path, int32_t *ret_cap)
{
    int64_t people, away;
    TRY(store_unit_people(s->c, path, &people));
    TRY(store_unit_away(s->c, path, s->d->starts_on, s->d->ends_on, &away));
    int64_t most = people * s->rules.v[RULE_CAP_PCT] / 100;
    if (most < 1) most = 1;
    if (str_equal(path, s->d->org_path)) away--; /* the seat is the unit's own */
    *ret_cap = most > away ? (int32_t)(most - away) : 0;
    return NULL;
}

static struct err *unit_number(struct seat *s, struct str path, int32_t *ret_unit)
{
    for (size_t i = 0; i < s->units.n; i++)
        if (str_equal(*LIST_AT(s->units, struct str, i), path)) return *ret_unit = (int32_t)i, NULL;
    *ret_unit = (int32_t)s->units.n;
    *list_add(s->c->arena, &s->units, struct str) = path;
    return room_of(s, path, &s->cap[*ret_unit]);
}

static struct err *add_candidate(struct seat *s, const struct dispatch_place *p)
{
    struct list people;
    int64_t last;
    for (LIST_EACH(s->who, struct dispatch_place, other))
        if (other->person_id == p->person_id) return NULL;
    if (p->person_id == s->d->person_id || stands_in(&s->taken, p->person_id) || stands_in(&s->busy, p->person_id))
        return NULL;
    TRY(dispatch_people_load(s->c, &s->rules, s->round.org_path, p->person_id - 1, p->person_id, 1, &people, &last));
    if (!people.n) return NULL;
    const struct dispatch_person *who = LIST_AT(people, struct dispatch_person, 0);
    if (dispatch_forbids(who, &s->offer, &s->rules)) return NULL;
    size_t n = s->who.n + 1; /* entry 0 is the one who gives the seat up */
    struct plan_person *e = &s->person[n];
    e->urgency = (int32_t)dispatch_urgency(who, &s->rules, s->c->today);
    TRY(unit_number(s, p->org_path, &e->unit));
    s->arc_first[n] = (int64_t)n;
    s->arc[n] = PLAN_ARC(0, dispatch_fit(who, &s->offer, &s->rules));
    struct dispatch_place *kept = list_add(s->c->arena, &s->who, struct dispatch_place);
    *kept = *p;
    kept->urgency = e->urgency;
    kept->fit = PLAN_ARC_FIT(s->arc[n]);
    return NULL;
}

static struct err *add_candidates(struct seat *s)
{
    const struct {
        struct str path;
        int64_t most;
    } from[] = {{s->d->org_path, OF_UNIT}, {s->within, OF_ROUND}};
    size_t most = OF_UNIT + OF_ROUND + 2;
    s->person = arena_array(s->c->arena, struct plan_person, most);
    s->cap = arena_array(s->c->arena, int32_t, most);
    s->arc = arena_array(s->c->arena, uint32_t, most);
    s->arc_first = arena_array(s->c->arena, int64_t, most);
    int32_t own;
    TRY(unit_number(s, s->d->org_path, &own));
    s->arc[0] = PLAN_ARC(0, 0);
    s->cap[own]++; /* taken by the one who goes, as long as they sit there */
    for (size_t i = 0; i < 2; i++) {
        struct list waiting;
        TRY(store_places_waiting(s->c, s->round.chosen_id, from[i].path, from[i].most, &waiting));
        for (LIST_EACH(waiting, struct dispatch_place, p)) TRY(add_candidate(s, p));
    }
    s->arc_first[s->who.n + 1] = (int64_t)s->who.n + 1;
    return NULL;
}

static struct plan_book *open_book(struct seat *s, struct plan_instance *in)
{
    static const struct plan_offer one = {.seats_max = 1, .weeks = 1};
    static const struct plan_quota none;
    static const int32_t filled = 1;
    static const uint8_t run = PLAN_RUNS;
    struct arena *a = s->c->arena;
    int32_t n = (int32_t)s->who.n + 1, *assigned = arena_array(a, int32_t, n);
    for (int32_t i = 1; i < n; i++) assigned[i] = PLAN_OUT;
    *in = (struct plan_instance){.people = n,
                                 .offers = 1,
                                 .units = (int32_t)s->units.n,
                                 .waves = 1,
                                 .weeks = 1,
                                 .person = s->person,
                                 .offer = &one,
                                 .quota = &none,
                                 .unit_cap = s->cap,
                                 .arc_first = s->arc_first,
                                 .arc = s->arc};
    struct plan_result r = {.people = n, .offers = 1, .assigned = assigned, .filled = &filled, .run = &run};
    return plan_book_open(in, &r);
}

struct err *dispatch_substitutes(struct call *c, const struct dispatch_call *d, struct list *ret_places)
{
    struct seat s = {.c = c, .d = d};
    struct plan_instance in;
    *ret_places = (struct list){0};
    TRY(open_seat(&s));
    if (!s.round.chosen_id) return NULL;
    TRY(add_candidates(&s));
    uint8_t *refused = arena_array(c->arena, uint8_t, s.who.n + 1);
    struct plan_book *book = open_book(&s, &in);
    while (ret_places->n < PROPOSED) {
        struct plan_substitute_request ask = {
            .unit_first = s.rules.v[RULE_UNIT_FIRST] != 0, .moves_max = 1, .refused = refused};
        struct plan_substitution found;
        plan_substitute(c->arena, book, &ask, &found);
        if (!found.moves) break;
        refused[found.move[0].person] = 1;
        struct dispatch_place *out = list_add(c->arena, ret_places, struct dispatch_place);
        *out = *LIST_AT(s.who, struct dispatch_place, found.move[0].person - 1);
        out->reason = found.of_unit ? STR("same_unit") : STR("most_urgent");
    }
    plan_book_close(book);
    return NULL;
}
