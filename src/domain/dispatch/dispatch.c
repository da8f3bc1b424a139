/* domain/dispatch/dispatch.c: rounds, what they offer, their policy and wishes: load, decide, save. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/person/person.h"

enum { ROUND_DAYS_MAX = 400 };

struct err *dispatch_round_get(struct call *c, int64_t id, struct dispatch_round *ret_round)
{
    return store_round_get(c, id, ret_round);
}

struct err *dispatch_round_may(struct call *c, int perm, int64_t id, struct dispatch_round *ret_round)
{
    TRY(dispatch_round_get(c, id, ret_round));
    return call_may(c, (enum perm)perm, ret_round->org_path);
}

struct err *dispatch_round_in(struct call *c, const struct dispatch_round *round, int states)
{
    if (states >> round->state & 1) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "dispatch.state", "批次现在是“%s%.0s”，不能这样做。",
         "The round is “%.0s%s”: this cannot be done now.", dispatch_state_zh[round->state],
         dispatch_state_names[round->state]);
}

static struct err *check_dates(struct call *c, const struct dispatch_round *r)
{
    if (r->until_on < r->from_on)
        FAIL_FIELD(c->arena, "dispatch.dates", "until_on", "结束日期不能早于开始日期。",
                   "The last day cannot lie before the first.");
    if (date_days(r->until_on) - date_days(r->from_on) > ROUND_DAYS_MAX)
        FAIL_FIELD(c->arena, "dispatch.too_long", "until_on", "一个批次最长 %d 天。", "A round spans at most %d days.",
                   ROUND_DAYS_MAX);
    return NULL;
}

struct err *dispatch_round_add(struct call *c, struct dispatch_round *round)
{
    TRY(check_dates(c, round));
    round->id = call_id(c);
    if (!round->mode) round->mode = MODE_WAVE;
    TRY(store_round_insert(c, round));
    return dispatch_round_get(c, round->id, round);
}

struct err *dispatch_round_save(struct call *c, struct dispatch_round *round)
{
    TRY(check_dates(c, round));
    TRY(store_round_update(c, round));
    round->version++;
    round->updated_at = c->now_us;
    return NULL;
}

/* ---- what it offers ---- */

static struct err *check_begin(struct call *c, const struct dispatch_round *round, struct str title, int starts_on)
{
    if (starts_on >= round->from_on && starts_on <= round->until_on) return NULL;
    FAIL_FIELD(c->arena, "dispatch.class_outside", "offers", "“%.*s”的开班日期不在批次期内。",
               "“%.*s” does not begin within the round.", STR_ARG(title));
}

static struct err *check_offer(struct call *c, const struct dispatch_round *round, const struct klass *k,
                               struct dispatch_offer *f)
{
    if (k->state == KLASS_CANCELLED || k->state == KLASS_ENDED || k->state == KLASS_CONFIRMED)
        FAIL_FIELD(c->arena, "dispatch.class_over", "offers", "“%.*s”已经结束或取消。", "“%.*s” is over or cancelled.",
                   STR_ARG(k->title));
    TRY(check_begin(c, round, k->title, k->starts_on));
    if (f->seats_min > f->seats_max)
        FAIL_FIELD(c->arena, "dispatch.seats", "offers", "“%.*s”的最低人数不能超过名额。",
                   "The least number of “%.*s” cannot exceed its seats.", STR_ARG(k->title));
    if (k->seats_max && f->seats_max > k->seats_max - k->confirmed_count)
        FAIL_FIELD(c->arena, "dispatch.seats_class", "offers", "“%.*s”只剩 %lld 个名额。",
                   "“%.*s” has %lld seats left.", STR_ARG(k->title), (long long)(k->seats_max - k->confirmed_count));
    return NULL;
}

/* Classes of other hosts too: a round calls to whatever the organisation may see. */
struct err *dispatch_offers_set(struct call *c, struct dispatch_round *round, struct list offers)
{
    TRY(store_offers_clear(c, round->id));
    for (LIST_EACH(offers, struct dispatch_offer, f)) {
        struct klass k;
        for (const struct dispatch_offer *other = offers.p; other < f; other++)
            if (other->class_id == f->class_id)
                FAIL_FIELD(c->arena, "dispatch.class_twice", "offers", "同一个班次只能选一次。",
                           "Each class can be chosen once.");
        TRY(klass_get(c, f->class_id, &k));
        TRY(klass_may_see(c, &k));
        TRY(check_offer(c, round, &k, f));
        TRY(store_offer_add(c, round->id, f));
    }
    return dispatch_round_touch(c, round);
}

struct err *dispatch_round_move(struct call *c, struct dispatch_round *round, int from_on, int until_on)
{
    struct list offers;
    round->from_on = from_on;
    round->until_on = until_on;
    TRY(store_offers(c, round->id, &offers));
    for (LIST_EACH(offers, struct dispatch_offer, f)) TRY(check_begin(c, round, f->title, f->starts_on));
    return NULL;
}

/* ---- policy ---- */

struct err *dispatch_policy_of(struct call *c, const struct dispatch_round *round, struct list *ret_values)
{
    struct dispatch_rules own;
    TRY(dispatch_rules_get(c, round->org_path, round->from_on, round->id, &own));
    *ret_values = (struct list){0};
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct dispatch_rule_name *name = &dispatch_rule_names[i];
        struct rule_dated rule;
        TRY(rule_dated_get(c, name->code, round->org_path, round->from_on, &rule));
        *list_add(c->arena, ret_values, struct dispatch_value) = (struct dispatch_value){.code = str_of(name->code),
                                                                                         .zh = str_of(name->zh),
                                                                                         .en = str_of(name->en),
                                                                                         .value = own.v[i],
                                                                                         .standard = rule.value,
                                                                                         .from_on = rule.from_on,
                                                                                         .source = rule.source,
                                                                                         .of_round = name->of_round};
    }
    return NULL;
}

static const struct dispatch_rule_name *round_rule(struct str code)
{
    for (int i = 0; i < RULE_COUNT; i++)
        if (dispatch_rule_names[i].of_round && str_is(code, dispatch_rule_names[i].code))
            return &dispatch_rule_names[i];
    return NULL;
}

struct err *dispatch_policy_put(struct call *c, const struct dispatch_round *round, struct list values)
{
    TRY(store_policy_clear(c, round->id));
    for (LIST_EACH(values, struct dispatch_value, v)) {
        const struct dispatch_rule_name *rule = round_rule(v->code);
        if (!rule)
            FAIL_FIELD(c->arena, "dispatch.policy_code", "items", "“%.*s”不是批次可以设定的政策项。",
                       "“%.*s” is not a policy that a round may set.", STR_ARG(v->code));
        if (v->value < rule->min || v->value > rule->max)
            FAIL_FIELD(c->arena, "dispatch.policy_value", "items", "“%s%.0s”须在 %lld 到 %lld 之间。",
                       "“%.0s%s” must lie between %lld and %lld.", rule->zh, rule->en, (long long)rule->min,
                       (long long)rule->max);
        TRY(store_policy_set(c, round->id, v->code, v->value));
    }
    return NULL;
}

/* ---- wishes ---- */

static bool offers_class(const struct list *offers, int64_t class_id)
{
    for (LIST_EACH(*offers, struct dispatch_offer, f))
        if (f->class_id == class_id) return true;
    return false;
}

struct err *dispatch_wish_add(struct call *c, const struct dispatch_round *round, struct dispatch_wish *wish)
{
    struct person person;
    struct list offers;
    TRY(person_get(c, wish->person_id, &person));
    TRY(call_may(c, PERM_PERSON_READ, person.org_path));
    TRY(store_offers(c, round->id, &offers));
    if (!str_is(wish->kind, "pin") && !str_is(wish->kind, "bar"))
        FAIL_FIELD(c->arena, "dispatch.wish_kind", "kind", "只能是 pin（指定）或 bar（排除）。", "Either pin or bar.");
    if (str_is(wish->kind, "pin") && !wish->class_id)
        FAIL_FIELD(c->arena, "dispatch.wish_class", "class_id", "指定时须选班次。", "Choose the class to pin to.");
    if (wish->class_id && !offers_class(&offers, wish->class_id))
        FAIL_FIELD(c->arena, "dispatch.wish_class", "class_id", "这个班次不在本批次中。",
                   "This class is not in the round.");
    wish->id = call_id(c);
    wish->round_id = round->id;
    wish->person_name = person.name;
    wish->org_path = person.org_path;
    wish->at = c->now_us;
    return store_wish_insert(c, wish);
}

/* ---- states ---- */

struct err *dispatch_round_touch(struct call *c, struct dispatch_round *round)
{
    if (round->state != ROUND_REVIEWED) return NULL;
    round->state = ROUND_SOLVED;
    return dispatch_round_save(c, round);
}

/* By hand: back to solved, reviewed, cancelled. The others come from solving, publishing and closing. */
struct err *dispatch_round_change(struct call *c, struct dispatch_round *round, int to)
{
    static const int from[] = {
        [ROUND_SOLVED] = 1 << ROUND_REVIEWED,
        [ROUND_REVIEWED] = 1 << ROUND_SOLVED,
        [ROUND_CANCELLED] = 1 << ROUND_DRAFT | 1 << ROUND_SOLVED | 1 << ROUND_REVIEWED,
        [ROUND_CLOSED] = 1 << ROUND_PUBLISHED,
    };
    if (to < ROUND_SOLVED || to > ROUND_CANCELLED || to == ROUND_PUBLISHED)
        FAIL_FIELD(c->arena, "dispatch.state_to", "state", "不能直接改成这个状态。", "This state is not set by hand.");
    TRY(dispatch_round_in(c, round, from[to]));
    if (to == ROUND_CLOSED) TRY(dispatch_close(c, round));
    round->state = to;
    return dispatch_round_save(c, round);
}
