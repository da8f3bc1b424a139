/* domain/dispatch/dispatch_version.c: reviewing a version: what is used, what a change by hand costs. */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

struct err *dispatch_version_get(struct call *c, int64_t id, struct dispatch_version *ret_version)
{
    return store_version_get(c, id, ret_version);
}

/* ---- what is used ---- */

static void quota_use(struct call *c, const struct list *quotas, struct dispatch_use *use)
{
    for (LIST_EACH(*quotas, struct dispatch_quota, q))
        if (q->class_id == use->class_id)
            *list_add(c->arena, &use->quotas, struct dispatch_quota_use) =
                (struct dispatch_quota_use){q->org_id, q->org_name, q->seats_min, q->seats_max, q->taken};
}

static void use_of(const struct list *counted, struct dispatch_use *use)
{
    for (LIST_EACH(*counted, struct dispatch_use, k)) {
        if (k->class_id != use->class_id) continue;
        use->placed = k->placed;
        use->never = k->never;
        use->over = k->over;
        use->least_urgency = k->least_urgency;
    }
}

struct err *dispatch_version_full(struct call *c, const struct dispatch_round *round, struct dispatch_version *v)
{
    struct list offers, quotas, counted;
    TRY(store_offers(c, round->id, &offers));
    TRY(store_quota_use(c, v->id, round->id, &quotas));
    TRY(store_class_use(c, v->id, &counted));
    for (LIST_EACH(offers, struct dispatch_offer, f)) {
        struct dispatch_use *use = list_add(c->arena, &v->classes, struct dispatch_use);
        *use = (struct dispatch_use){.class_id = f->class_id,
                                     .title = f->title,
                                     .org_name = f->org_name,
                                     .starts_on = f->starts_on,
                                     .ends_on = f->ends_on,
                                     .seats_min = f->seats_min,
                                     .seats_max = f->seats_max};
        use_of(&counted, use);
        quota_use(c, &quotas, use);
    }
    TRY(store_unit_use(c, v->id, round->org_path, &v->units));
    return store_edits(c, v->id, &v->log);
}

/* ---- changes by hand ---- */

struct moving {
    struct dispatch_round *round;
    struct dispatch_version *version;
    struct dispatch_move *move;
    struct dispatch_rules rules;
    struct list offers, quotas;
    struct dispatch_place who, other; /* other.person_id 0: nobody gives way */
    const struct dispatch_offer *to;
    int64_t fit; /* of the person in the class they go to */
};

static const struct dispatch_offer *offer_of(const struct list *offers, int64_t class_id)
{
    for (LIST_EACH(*offers, struct dispatch_offer, f))
        if (f->class_id == class_id) return f;
    return NULL;
}

static struct err *forbidden(struct call *c, const char *rule)
{
    static const struct {
        const char *rule, *zh, *en;
    } words[] = {
        {"audience", "不属于这个班次的培训对象", "is not of the audience of this class"},
        {"territory", "单位不在这个班次的招生范围", "is of a unit that this class is not for"},
        {"hard", "是困难户，只派网络班或短班", "is hard to release: only online or short classes"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(str_of(rule), words[i].rule))
            FAIL(c->arena, ERR_CONFLICT, "dispatch.not_admissible", "不能这样安排：此人%s%.0s。",
                 "Cannot be placed there: this person %.0s%s.", words[i].zh, words[i].en);
    return NULL;
}

/* The person as the rules see them today: a version keeps what was known when it was made. */
static struct err *know(struct call *c, struct moving *m, int64_t person_id, struct dispatch_person *ret_person)
{
    struct list people;
    int64_t last;
    TRY(dispatch_people_load(c, &m->rules, m->round->org_path, person_id - 1, person_id, 1, &people, &last));
    if (!people.n)
        FAIL(c->arena, ERR_ABSENT, "person.absent", "没有找到此人，或不在本批次范围内。",
             "Not found, or outside the round's part of the tree.");
    *ret_person = *LIST_AT(people, struct dispatch_person, 0);
    return NULL;
}

static struct err *fit_into(struct call *c, struct moving *m, int64_t person_id, const struct dispatch_offer *offer,
                            int64_t *ret_fit)
{
    struct dispatch_person p;
    TRY(know(c, m, person_id, &p));
    const char *rule = dispatch_forbids(&p, offer, &m->rules);
    if (rule) return forbidden(c, rule);
    *ret_fit = dispatch_fit(&p, offer, &m->rules);
    return NULL;
}

/* The quota that a person of that path falls under; empty path: none. */
static const struct dispatch_quota *quota_of(const struct moving *m, int64_t class_id, struct str path)
{
    const struct dispatch_quota *best = NULL;
    for (LIST_EACH(m->quotas, struct dispatch_quota, q))
        if (q->class_id == class_id && path_is_under(path, q->org_path) && (!best || q->org_path.n > best->org_path.n))
            best = q;
    return best;
}

static int64_t cost_of(const struct dispatch_place *p) { return p->class_id ? p->fit : p->urgency; }

/* A seat is free, or the one whose seat costs least gives way: within the quota when that is what is full. */
static struct err *make_room(struct call *c, struct moving *m)
{
    int64_t version_id = m->version->id, class_id = m->to->class_id, placed, in_quota = 0;
    const struct dispatch_quota *quota = quota_of(m, class_id, m->who.org_path);
    bool found;
    TRY(store_group_use(c, version_id, class_id, STR(ORG_ROOT_PATH), &placed));
    if (quota) TRY(store_group_use(c, version_id, class_id, quota->org_path, &in_quota));
    bool quota_full = quota && quota->seats_max && in_quota >= quota->seats_max;
    if (placed < m->to->seats_max && !quota_full) return NULL;
    TRY(store_place_worst(c, version_id, class_id, m->who.person_id, quota_full ? quota->org_path : STR(ORG_ROOT_PATH),
                          &m->other, &found));
    if (!found)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.no_room", "这个班次已满，且其余都是人工指定。",
             "The class is full, and all others were set by hand.");
    return store_place_find(c, version_id, m->other.person_id, &m->other, &found);
}

/* A swap: the other one goes where the first one was. */
static struct err *find_other(struct call *c, struct moving *m)
{
    bool found;
    TRY(store_place_find(c, m->version->id, m->move->with_id, &m->other, &found));
    if (found && m->other.class_id == m->move->class_id) return NULL;
    FAIL_FIELD(c->arena, "dispatch.swap", "with_id", "对调的人不在目标班次里。",
               "The other person is not in that class.");
}

static struct err *open_move(struct call *c, struct moving *m)
{
    bool found;
    TRY(dispatch_rules_get(c, m->round->org_path, m->round->from_on, m->round->id, &m->rules));
    TRY(store_offers(c, m->round->id, &m->offers));
    TRY(store_quotas(c, m->round->id, &m->quotas));
    TRY(store_place_find(c, m->version->id, m->move->person_id, &m->who, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "person.absent", "此人不在这个方案里。", "This person is not in the version.");
    if (m->who.class_id == m->move->class_id)
        FAIL(c->arena, ERR_CONFLICT, "dispatch.same_place", "此人已经这样安排。",
             "This is where the person is already.");
    if (!m->move->class_id) return NULL;
    m->to = offer_of(&m->offers, m->move->class_id);
    if (!m->to)
        FAIL_FIELD(c->arena, "dispatch.wish_class", "class_id", "这个班次不在本批次中。",
                   "This class is not in the round.");
    TRY(fit_into(c, m, m->who.person_id, m->to, &m->fit));
    return m->move->with_id ? find_other(c, m) : make_room(c, m);
}

/* Where the other one goes: in a swap to the class that became free, otherwise out. */
static struct err *other_goes(struct call *c, struct moving *m, struct dispatch_place *ret_after)
{
    *ret_after = m->other;
    ret_after->class_id = 0;
    ret_after->fit = 0;
    ret_after->reason = STR("gave_way");
    const struct dispatch_offer *free_seat = m->move->with_id ? offer_of(&m->offers, m->who.class_id) : NULL;
    if (!free_seat) return NULL;
    TRY(fit_into(c, m, m->other.person_id, free_seat, &ret_after->fit));
    ret_after->class_id = free_seat->class_id;
    ret_after->reason = STR("by_hand");
    return NULL;
}

static void add_difference(struct dispatch_version *by, const struct dispatch_place *was,
                           const struct dispatch_place *is)
{
    int64_t in = (is->class_id != 0) - (was->class_id != 0);
    by->placed += in;
    by->objective += cost_of(is) - cost_of(was);
    if (was->tier == TIER_NEVER) by->never_out -= in;
    if (was->tier == TIER_RECENT || was->tier == TIER_OVER) by->trained_in += in;
    if (was->tier == TIER_OVER) by->over_in += in;
}

/* Two classes take people away in one period: by the month in waves, else by the week. */
static bool together(const struct dispatch_round *round, const struct dispatch_offer *a, const struct dispatch_offer *b)
{
    if (a->account_kind == KLASS_ONLINE || b->account_kind == KLASS_ONLINE) return false;
    if (round->mode == MODE_WAVE) return a->starts_on / 100 == b->starts_on / 100;
    int from = date_add_days(b->starts_on, 1 - date_weekday(b->starts_on));
    int until = date_add_days(b->ends_on, 7 - date_weekday(b->ends_on));
    return dispatch_overlaps(a->starts_on, a->ends_on, from, until);
}

/* How many of the unit would be away then, with this move done. */
static struct err *count_away(struct call *c, struct moving *m, const struct dispatch_place *other)
{
    struct list placed;
    int64_t people, away = 1;
    if (!m->to || m->to->account_kind == KLASS_ONLINE) return NULL;
    TRY(store_unit_people(c, m->who.org_path, &people));
    TRY(store_unit_placed(c, m->version->id, m->who.org_path, &placed));
    for (LIST_EACH(placed, struct unit_class_row, row)) {
        const struct dispatch_offer *f = offer_of(&m->offers, row->class_id);
        if (f && together(m->round, f, m->to)) away += row->placed;
    }
    const struct dispatch_offer *left = offer_of(&m->offers, m->who.class_id);
    if (left && together(m->round, left, m->to)) away--;
    bool of_unit = other->person_id && str_equal(other->org_path, m->who.org_path);
    const struct dispatch_offer *goes = of_unit ? offer_of(&m->offers, other->class_id) : NULL;
    if (of_unit && !(goes && together(m->round, goes, m->to))) away--;
    m->move->unit_away = away;
    m->move->unit_cap = people * m->rules.v[RULE_CAP_PCT] / 100;
    if (m->move->unit_cap < 1) m->move->unit_cap = 1;
    return NULL;
}

static struct err *save_move(struct call *c, struct moving *m, const struct dispatch_place *who,
                             const struct dispatch_place *other, const struct dispatch_version *by)
{
    struct dispatch_move *move = m->move;
    struct dispatch_edit edit = {.id = call_id(c),
                                 .version_id = m->version->id,
                                 .person_id = who->person_id,
                                 .from_id = m->who.class_id,
                                 .to_id = who->class_id,
                                 .other_id = other->person_id,
                                 .cost = move->cost,
                                 .reason = move->reason};
    TRY(store_place_move(c, who));
    if (other->person_id) TRY(store_place_move(c, other));
    TRY(store_edit_insert(c, &edit));
    return store_version_edited(c, by);
}

struct err *dispatch_version_move(struct call *c, struct dispatch_round *round, struct dispatch_version *version,
                                  struct dispatch_move *move)
{
    struct moving m = {.round = round, .version = version, .move = move};
    struct dispatch_place who, other = {0};
    struct dispatch_version by = {.id = version->id};
    TRY(open_move(c, &m));
    who = m.who;
    who.class_id = move->class_id;
    who.fit = m.fit;
    who.reason = STR("by_hand");
    add_difference(&by, &m.who, &who);
    if (m.other.person_id) {
        TRY(other_goes(c, &m, &other));
        add_difference(&by, &m.other, &other);
    }
    move->person_name = m.who.person_name;
    move->from_id = m.who.class_id;
    move->from_title = m.who.class_title;
    move->to_title = m.to ? m.to->title : (struct str){0};
    move->other_id = m.other.person_id;
    move->other_name = m.other.person_name;
    move->cost = by.objective;
    TRY(count_away(c, &m, &other));
    return move->dry_run ? NULL : save_move(c, &m, &who, &other, &by);
}
