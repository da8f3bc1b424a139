/* domain/dispatch/dispatch_call_http.c: handlers of calls and replies, of the lists, times away and objections. */
#include "api/module.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

/* ---- shapes ---- */

static const struct shape_field reply_in_fields[] = {
    F_ENUM(struct call_answer_in, answer, call_answer_names, SHAPE_REQUIRED, "回执", "answer"),
    F_TEXT(struct call_answer_in, reason, 0, 500, 0, "理由", "reason"),
    F_TEXT(struct call_answer_in, evidence, 0, 500, 0, "佐证", "evidence"),
    F_ID(struct call_answer_in, proposed_id, 0, "推荐人选", "proposed person"),
};
const struct shape dispatch_reply_in_shape = SHAPE("DispatchReplyIn", struct call_answer_in, reply_in_fields);

struct unit_in {
    int unit_state;
    struct str note;
};
static const struct shape_field unit_in_fields[] = {
    F_ENUM(struct unit_in, unit_state, call_unit_names, SHAPE_REQUIRED, "单位意见", "the unit's word"),
    F_TEXT(struct unit_in, note, 0, 500, 0, "说明", "note"),
};
const struct shape dispatch_unit_in_shape = SHAPE("DispatchUnitIn", struct unit_in, unit_in_fields);

struct ruling_in {
    bool hardship;
    struct str note;
};
static const struct shape_field ruling_in_fields[] = {
    F_BOOL(struct ruling_in, hardship, 0, "确有困难，准予不参训", "hardship: excused"),
    F_TEXT(struct ruling_in, note, 2, 500, SHAPE_REQUIRED, "审定意见", "ruling"),
};
const struct shape dispatch_ruling_in_shape = SHAPE("DispatchRulingIn", struct ruling_in, ruling_in_fields);

struct substitute_in {
    int64_t person_id;
    struct str note;
};
static const struct shape_field substitute_in_fields[] = {
    F_ID(struct substitute_in, person_id, SHAPE_REQUIRED, "替补人员", "substitute"),
    F_TEXT(struct substitute_in, note, 0, 500, 0, "说明", "note"),
};
const struct shape dispatch_substitute_in_shape =
    SHAPE("DispatchSubstituteIn", struct substitute_in, substitute_in_fields);

struct items {
    struct list items;
};
static const struct shape_field places_fields[] = {
    F_LIST(struct items, items, &dispatch_place_shape, 0, 0, 0, "人选", "people")};
const struct shape dispatch_places_shape = SHAPE("DispatchPlaces", struct items, places_fields);

struct counts {
    struct list lists;
    int64_t since_on;
};
static const struct shape_field counts_fields[] = {
    F_LIST(struct counts, lists, &list_count_shape, 0, 0, 0, "各名单人数", "people on each list"),
};
const struct shape dispatch_counts_shape = SHAPE("DispatchCounts", struct counts, counts_fields);

struct call_counts {
    struct list items;
    int64_t calls, overdue;
};
static const struct shape_field call_counts_fields[] = {
    F_LIST(struct call_counts, items, &dispatch_call_count_shape, 0, 0, 0, "各状态的通知数", "calls in each state"),
    F_INT(struct call_counts, calls, 0, 0, 0, "通知总数", "all calls"),
    F_INT(struct call_counts, overdue, 0, 0, 0, "逾期未回执", "past their day without a reply"),
};
const struct shape dispatch_call_counts_shape = SHAPE("DispatchCallCounts", struct call_counts, call_counts_fields);

struct mine {
    struct list listed, places, debts, away, objections;
};
static const struct shape_field mine_fields[] = {
    F_LIST(struct mine, listed, &dispatch_listed_shape, 0, 0, 0, "所在名单", "lists"),
    F_LIST(struct mine, places, &dispatch_own_place_shape, 0, 0, 0, "各批次安排", "what rounds decided"),
    F_LIST(struct mine, debts, &dispatch_debt_shape, 0, 0, 0, "欠训", "debts"),
    F_LIST(struct mine, away, &dispatch_away_shape, 0, 0, 0, "不便参训时段", "times away"),
    F_LIST(struct mine, objections, &dispatch_objection_shape, 0, 0, 0, "异议", "objections"),
};
const struct shape dispatch_mine_shape = SHAPE("DispatchMine", struct mine, mine_fields);

struct answer_in {
    int state;
    struct str answer;
};
static const struct shape_field answer_in_fields[] = {
    F_ENUM(struct answer_in, state, objection_state_names, SHAPE_REQUIRED, "结论", "outcome"),
    F_TEXT(struct answer_in, answer, 2, 1000, SHAPE_REQUIRED, "答复", "answer"),
};
const struct shape dispatch_answer_in_shape = SHAPE("DispatchAnswerIn", struct answer_in, answer_in_fields);

/* ---- calls ---- */

struct err *dispatch_http_round_calls(struct call *c)
{
    struct dispatch_round round;
    TRY(dispatch_round_may(c, PERM_DISPATCH_READ, c->path[0], &round));
    return page_run(c, &dispatch_call_page_round, VALS(v_int(c->today), v_int(round.id)));
}

struct err *dispatch_http_call_counts(struct call *c)
{
    struct call_counts *out = c->out;
    struct dispatch_round round;
    int64_t class_id;
    TRY(dispatch_round_may(c, PERM_DISPATCH_READ, c->path[0], &round));
    TRY(call_param_int(c, "class", &class_id));
    TRY(store_call_counts(c, round.id, class_id, &out->items));
    for (LIST_EACH(out->items, struct dispatch_call_count, n)) {
        out->calls += n->calls;
        out->overdue += n->overdue;
    }
    return NULL;
}

struct err *dispatch_http_unit_calls(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ENROL_CONFIRM, &path));
    return page_run(c, &dispatch_call_page_unit,
                    VALS(v_int(c->today), v_text(path), v_text(org_path_end(c->arena, path))));
}

struct err *dispatch_http_my_calls(struct call *c)
{
    call_checked(c);
    return page_run(c, &dispatch_call_page_mine, VALS(v_int(c->today), v_int(c->who->person_id)));
}

enum part { PART_SELF = 1, PART_UNIT = 2, PART_OFFICE = 4, PART_READER = 8 };

/* The person, the unit's liaison, the office of the round, or who reads the round; others may not know of it. */
static struct err *load_call(struct call *c, int parts, struct dispatch_call *d)
{
    TRY(dispatch_call_get(c, c->path[0], d));
    call_checked(c);
    if ((parts & PART_SELF) && c->who->person_id && d->person_id == c->who->person_id) return NULL;
    if ((parts & PART_OFFICE) && call_can(c, PERM_DISPATCH_EDIT, d->round_path)) return NULL;
    if ((parts & PART_UNIT) && call_can(c, PERM_ENROL_CONFIRM, d->org_path)) return NULL;
    if ((parts & PART_READER) && call_can(c, PERM_DISPATCH_READ, d->round_path)) return NULL;
    bool knows = d->person_id == c->who->person_id || call_can(c, PERM_ENROL_CONFIRM, d->org_path) ||
                 call_can(c, PERM_DISPATCH_READ, d->round_path);
    if (!knows) FAIL(c->arena, ERR_ABSENT, "dispatch.call_absent", "没有这份调训通知。", "There is no such call.");
    FAIL(c->arena, ERR_DENIED, "dispatch.not_yours", "这一步不由您办理。", "This step is not yours.");
}

static struct err *out_call(struct call *c, int64_t id)
{
    struct dispatch_call *out = c->out;
    TRY(dispatch_call_get(c, id, out));
    c->status = 200;
    return store_call_events(c, id, &out->events);
}

struct err *dispatch_http_call(struct call *c)
{
    struct dispatch_call *out = c->out;
    TRY(load_call(c, PART_SELF | PART_UNIT | PART_OFFICE | PART_READER, out));
    return store_call_events(c, out->id, &out->events);
}

struct err *dispatch_http_reply_post(struct call *c)
{
    struct dispatch_call d;
    TRY(load_call(c, PART_SELF | PART_UNIT, &d));
    TRY(dispatch_reply(c, &d, c->in));
    return out_call(c, d.id);
}

struct err *dispatch_http_unit_post(struct call *c)
{
    const struct unit_in *in = c->in;
    struct dispatch_call d;
    TRY(load_call(c, PART_UNIT, &d));
    TRY(dispatch_unit_reply(c, &d, in->unit_state, in->note));
    return out_call(c, d.id);
}

struct err *dispatch_http_ruling_post(struct call *c)
{
    const struct ruling_in *in = c->in;
    struct dispatch_call d;
    TRY(load_call(c, PART_OFFICE, &d));
    TRY(dispatch_ruling(c, &d, in->hardship, in->note));
    return out_call(c, d.id);
}

struct err *dispatch_http_substitutes(struct call *c)
{
    struct dispatch_call d;
    TRY(load_call(c, PART_UNIT | PART_OFFICE, &d));
    bool office = call_can(c, PERM_DISPATCH_EDIT, d.round_path);
    return dispatch_substitutes(c, &d, office, &((struct items *)c->out)->items);
}

/* A unit proposes its own people; the office anybody of the round's part of the tree. */
struct err *dispatch_http_substitute_post(struct call *c)
{
    const struct substitute_in *in = c->in;
    struct dispatch_call d, substitute;
    struct person person;
    TRY(load_call(c, PART_UNIT | PART_OFFICE, &d));
    TRY(person_check(c, in->person_id, "person_id"));
    TRY(person_get(c, in->person_id, &person));
    if (!call_can(c, PERM_DISPATCH_EDIT, d.round_path)) TRY(call_may(c, PERM_ENROL_CONFIRM, person.org_path));
    TRY(dispatch_substitute(c, &d, in->person_id, in->note, &substitute));
    return out_call(c, substitute.id);
}

/* ---- lists ---- */

struct err *dispatch_http_listed(struct call *c)
{
    struct str path, list = call_param(c, "list");
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    if (!list.n) list = STR("never");
    if (shape_enum_index(dispatch_list_names, list) <= 0)
        FAIL_FIELD(c->arena, "dispatch.list", "list", "名单只有 never、hard、over 三种。",
                   "A list is never, hard or over.");
    return page_run(c, &dispatch_listed_page, VALS(v_text(list), v_text(path), v_text(org_path_end(c->arena, path))));
}

struct err *dispatch_http_counts(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_BOARD_READ, &path));
    return store_listed_counts(c, path, &((struct counts *)c->out)->lists);
}

struct err *dispatch_http_mine(struct call *c)
{
    struct mine *out = c->out;
    int64_t me = c->who->person_id;
    call_checked(c);
    if (!me) return NULL;
    TRY(store_listed_person(c, me, &out->listed));
    TRY(store_places_of_person(c, me, &out->places));
    TRY(store_debts_person(c, me, &out->debts));
    TRY(store_away_person(c, me, &out->away));
    return store_objections_person(c, me, &out->objections);
}

struct err *dispatch_http_debts(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_DISPATCH_READ, &path));
    return page_run(c, &dispatch_debt_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

/* ---- times away ---- */

struct err *dispatch_http_away(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ENROL_CONFIRM, &path));
    return page_run(c, &dispatch_away_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

/* Oneself, or the liaison for the unit's people. */
static struct err *person_of(struct call *c, int64_t person_id, struct person *person, bool *ret_self)
{
    call_checked(c);
    *ret_self = !person_id || person_id == c->who->person_id;
    if (*ret_self && !c->who->person_id)
        FAIL_FIELD(c->arena, "dispatch.person", "person_id", "请选择人员。", "Choose a person.");
    TRY(person_get(c, *ret_self ? c->who->person_id : person_id, person));
    return *ret_self ? NULL : call_may(c, PERM_ENROL_CONFIRM, person->org_path);
}

struct err *dispatch_http_away_post(struct call *c)
{
    struct dispatch_away *out = c->out;
    struct person person;
    bool self;
    *out = *(const struct dispatch_away *)c->in;
    TRY(person_of(c, out->person_id, &person, &self));
    if (out->until_on < out->from_on)
        FAIL_FIELD(c->arena, "dispatch.dates", "until_on", "结束日期不能早于开始日期。",
                   "The last day cannot lie before the first.");
    out->id = call_id(c);
    out->person_id = person.id;
    out->person_name = person.name;
    out->org_path = person.org_path;
    out->said_by = self ? STR("person") : STR("unit");
    out->at = c->now_us;
    call_audit(c, out->id, person.org_path, out->reason);
    return store_away_insert(c, out);
}

struct err *dispatch_http_away_delete(struct call *c)
{
    struct dispatch_away away;
    struct person person;
    bool self;
    TRY(store_away_get(c, c->path[0], &away));
    TRY(person_of(c, away.person_id, &person, &self));
    if (self && str_is(away.said_by, "unit"))
        FAIL(c->arena, ERR_CONFLICT, "dispatch.away_of_unit", "这段时间由单位登记，请联系单位联络员删除。",
             "Your unit entered this time: ask its liaison to remove it.");
    call_audit(c, away.id, person.org_path, away.reason);
    return store_away_remove(c, away.id);
}

/* ---- objections ---- */

struct err *dispatch_http_objections(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_DISPATCH_READ, &path));
    return page_run(c, &dispatch_objection_page, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

struct err *dispatch_http_objection_post(struct call *c)
{
    struct dispatch_objection *out = c->out;
    call_checked(c);
    *out = *(const struct dispatch_objection *)c->in;
    out->person_id = c->who->person_id;
    if (!out->person_id)
        FAIL(c->arena, ERR_DENIED, "dispatch.no_person", "异议由本人提出，请用本人账号登录。",
             "People object for themselves: sign in with your own account.");
    return dispatch_object(c, out);
}

struct err *dispatch_http_objection_answer(struct call *c)
{
    const struct answer_in *in = c->in;
    struct dispatch_objection *out = c->out;
    TRY(store_objection_get(c, c->path[0], out));
    TRY(call_may(c, PERM_DISPATCH_EDIT, out->org_path));
    TRY(dispatch_object_answer(c, out, in->state, in->answer));
    c->status = 200;
    return NULL;
}
