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

#include <string.h>

enum { OF_UNIT = 40, OF_ROUND = 80, PROPOSED = 5 };

struct seat {
    struct call *c;
    const struct dispatch_call *d;
    struct dispatch_round round;
    struct dispatch_rules rules;
    struct dispatch_offer offer;
    struct str within;    /* the quota that the seat belongs to, or the round's part of the tree */
    bool all;             /* of the whole round; else those for whom the caller may confirm */
    struct list taken;    /* struct span_row: called at the same time, or to this class */
    struct list busy;     /* struct span_row: enrolled elsewhere at the same time */
    struct list away;     /* struct span_row: said that they cannot come */
    struct list attended; /* struct attended_row: have done the programme of a class of the round */
    struct list who;      /* struct dispatch_place, the candidates */
    struct list units;    /* struct str; the first is the seat's own */
    struct plan_person *person;
    int32_t *cap;
    uint32_t *arc;
    int64_t *arc_first;
};

static bool taken_by(const struct seat *s, const struct list *spans, int64_t person_id)
{
    for (LIST_EACH(*spans, struct span_row, row))
        if (row->person_id == person_id && dispatch_takes(row->class_id, row->from_on, row->until_on, &s->offer))
            return true;
    return false;
}

static bool has_attended(const struct seat *s, int64_t person_id)
{
    for (LIST_EACH(s->attended, struct attended_row, row))
        if (row->person_id == person_id && row->programme_id && row->programme_id == s->offer.programme_id) return true;
    return false;
}

/* What keeps somebody from the seat; NULL: nothing. The same rules as when a plan is computed. */
static const char *obstacle(const struct seat *s, const struct dispatch_person *p)
{
    const char *rule = dispatch_forbids(p, &s->offer, &s->rules);
    if (rule) return rule;
    if (taken_by(s, &s->taken, p->id)) return "called";
    if (taken_by(s, &s->busy, p->id)) return "busy";
    if (taken_by(s, &s->away, p->id)) return "away";
    return has_attended(s, p->id) ? "attended" : NULL;
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
    int from = s->d->starts_on, until = s->d->ends_on;
    TRY(store_called(c, from, until, s->round.id, &s->taken));
    TRY(store_busy(c, from, until, &s->busy));
    TRY(store_away_between(c, from, until, s->round.org_path, &s->away));
    int since = date_add_months(s->round.from_on, -(int)s->rules.v[RULE_REPEAT_MONTHS]);
    return store_attended(c, s->round.id, since, &s->attended);
}

/* How many more of a unit may be away while the class lasts. */
static struct err *room_of(struct seat *s, struct str path, int32_t *ret_cap)
{
    int64_t people, away;
    if (s->offer.account_kind == KLASS_ONLINE) return *ret_cap = PLAN_NO_CAP, NULL;
    TRY(store_unit_people(s->c, path, &people));
    TRY(store_unit_away(s->c, path, s->d->starts_on, s->d->ends_on, &away));
    int64_t most = people * s->rules.v[RULE_CAP_PCT] / 100;
    if (most < 1) most = 1;
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
    if (p->person_id == s->d->person_id) return NULL;
    if (!s->all && !call_can(s->c, PERM_ENROL_CONFIRM, p->org_path)) return NULL;
    TRY(dispatch_people_load(s->c, &s->rules, s->round.org_path, p->person_id - 1, p->person_id, 1, &people, &last));
    if (!people.n) return NULL;
    const struct dispatch_person *who = LIST_AT(people, struct dispatch_person, 0);
    if (obstacle(s, who)) return NULL;
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

/* ---- somebody who was named ---- */

static const struct {
    const char *rule, *code, *zh, *en;
} refusals[] = {
    {"called", "dispatch.called_twice", "此人同期已被调训，不能重复调训。",
     "This person is called elsewhere at the same time."},
    {"busy", "dispatch.busy", "此人同期已在别的班。", "This person is in another class at the same time."},
    {"away", "dispatch.away", "此人登记了这段时间不便参训。", "This person has said that they cannot come then."},
    {"attended", "dispatch.attended", "此人学过同一培训方案，不能重复培训。",
     "This person has completed the same programme."},
    {"cap", "dispatch.unit_cap", "此人所在单位同期离岗已到上限。", "Too many of this person's unit are away then."},
    {NULL, "dispatch.not_admissible", "此人不符合这个班次的要求。", "This person may not be sent to that class."},
};

static struct err *refuse(struct call *c, const char *rule)
{
    size_t i = 0;
    while (refusals[i].rule && strcmp(refusals[i].rule, rule) != 0) i++;
    FAIL_FIELD(c->arena, refusals[i].code, "person_id", "%s%.0s", "%.0s%s", refusals[i].zh, refusals[i].en);
}

static struct err *check_class(struct call *c, const struct seat *s)
{
    if (s->offer.class_id && (s->offer.state == KLASS_OPEN || s->offer.state == KLASS_DRAFT) &&
        s->d->starts_on > c->today)
        return NULL;
    FAIL(c->arena, ERR_CONFLICT, "dispatch.class_begun", "班次已经开始、取消或不在批次中，不能再替补。",
         "The class has begun, was cancelled, or left the round: nobody can take the seat any more.");
}

struct err *dispatch_substitute_check(struct call *c, const struct dispatch_call *d, int64_t person_id)
{
    struct seat s = {.c = c, .d = d, .all = true};
    struct list people;
    int64_t last;
    int32_t room;
    TRY(open_seat(&s));
    TRY(check_class(c, &s));
    TRY(dispatch_people_load(c, &s.rules, s.round.org_path, person_id - 1, person_id, 1, &people, &last));
    if (!people.n)
        FAIL_FIELD(c->arena, "dispatch.not_of_round", "person_id", "此人已离职，或不在本批次范围内。",
                   "This person has left, or is outside the round's part of the tree.");
    const struct dispatch_person *who = LIST_AT(people, struct dispatch_person, 0);
    const char *rule = obstacle(&s, who);
    if (rule) return refuse(c, rule);
    TRY(room_of(&s, who->org_path, &room));
    return room > 0 ? NULL : refuse(c, "cap");
}

/* ---- who is proposed ---- */

struct err *dispatch_substitutes(struct call *c, const struct dispatch_call *d, bool all, struct list *ret_places)
{
    struct seat s = {.c = c, .d = d, .all = all};
    struct plan_instance in;
    *ret_places = (struct list){0};
    TRY(open_seat(&s));
    if (!s.round.chosen_id || s.round.state == ROUND_CLOSED) return NULL;
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
