/* domain/klass/enrolment.c: enrolling people, their changes of state, and the waiting list: load, decide, save. */
#include "api/call.h"
#include "domain/klass/klass_private.h"

#include <string.h>

/* ---- reading ---- */

struct err *enrolment_get(struct call *c, int64_t enrolment_id, struct enrolment *ret_enrolment)
{
    bool found;
    TRY(enrolment_store_get(c, enrolment_id, ret_enrolment, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "enrolment.absent", "没有这条报名。", "There is no such enrolment.");
    return NULL;
}

struct err *enrolment_find(struct call *c, int64_t class_id, int64_t person_id, struct enrolment *ret_enrolment,
                           bool *ret_found)
{
    return enrolment_store_find(c, class_id, person_id, ret_enrolment, ret_found);
}

struct err *klass_enrolments(struct call *c, int64_t class_id, struct list *ret_enrolments)
{
    return enrolment_store_list(c, class_id, ret_enrolments);
}

/* ---- one change ---- */

/* Keeps the counts of the class in step. The row of the class is where two changes at once meet. */
static struct err *count(struct call *c, struct klass *klass, int from, int to)
{
    int64_t confirmed = enrolment_has_seat(to) - enrolment_has_seat(from);
    int64_t proposed = (to == ENROLMENT_PROPOSED) - (from == ENROLMENT_PROPOSED);
    int64_t waiting = (to == ENROLMENT_WAITING) - (from == ENROLMENT_WAITING);
    klass->confirmed_count += confirmed;
    klass->proposed_count += proposed;
    klass->waiting_count += waiting;
    return confirmed || proposed || waiting ? klass_store_count(c, klass->id, confirmed, proposed, waiting) : NULL;
}

static struct err *record(struct call *c, struct klass *klass, const struct enrolment *e, int from)
{
    TRY(enrolment_store_add_event(c, e->id, from, e->state, e->reason));
    TRY(count(c, klass, from, e->state));
    TRY(enrolment_tell(c, klass, e));
    return call_event(c, (struct event){"enrolment.changed", klass->id, e->person_id});
}

static struct err *apply(struct call *c, struct klass *klass, struct enrolment *e, int to, struct str reason)
{
    int from = e->state;
    e->state = to;
    e->reason = reason;
    e->waiting_no = 0;
    if (from == ENROLMENT_WAITING) TRY(enrolment_store_close_ranks(c, klass->id, e->id));
    if (to == ENROLMENT_WAITING) TRY(enrolment_store_next_no(c, klass->id, &e->waiting_no));
    if (to == ENROLMENT_DECLINED || to == ENROLMENT_WITHDRAWN) e->site_id = e->group_id = 0;
    TRY(enrolment_store_state(c, e));
    e->version++;
    e->updated_at = c->now_us;
    return record(c, klass, e, from);
}

struct err *enrolment_set_state(struct call *c, struct klass *klass, struct enrolment *enrolment, int state,
                                struct str reason)
{
    TRY(enrolment_check_change(c->arena, enrolment->state, state, ACTOR_SYSTEM, reason));
    return apply(c, klass, enrolment, state, reason);
}

/* ---- the waiting list ---- */

struct err *klass_move_up(struct call *c, struct klass *klass)
{
    bool moves = klass->waiting_count > 0 && klass_seats_free(klass) > 0 &&
                 klass_queue_is_open(klass, c->now_us, c->tz_min) && !klass_check_enrolling(c->arena, klass);
    if (!moves) return NULL;
    struct list waiting, quotas;
    TRY(klass_store_quotas(c, klass->id, &quotas));
    TRY(enrolment_store_waiting(c, klass->id, &waiting));
    for (LIST_EACH(waiting, struct enrolment, e)) {
        if (klass_seats_free(klass) <= 0) break;
        if (quota_full_for(quotas, e->org_path)) continue; /* theirs are full: the next may have a place */
        TRY(apply(c, klass, e, ENROLMENT_CONFIRMED, STR("候补递补")));
        quota_take(quotas, e->org_path, 1);
    }
    return NULL;
}

/* ---- overlapping classes ---- */

static struct err *overlap_words(struct call *c, const struct klass_overlap *other)
{
    return ERR(c->arena, ERR_CONFLICT, "enrolment.overlap", "同期已在“%.*s”（%.*s主办，%.*s 至 %.*s）。",
               "Is in “%.*s” (%.*s, %.*s to %.*s) at the same time.", STR_ARG(other->title), STR_ARG(other->org_name),
               STR_ARG(date_text(c->arena, other->starts_on)), STR_ARG(date_text(c->arena, other->ends_on)));
}

/* *ret_problem is NULL, or tells of another class at the same time; *ret_refuses what the rule makes of it. Online
 * classes take nobody away from anything. */
static struct err *find_overlap(struct call *c, const struct klass *klass, int64_t person_id, struct err **ret_problem,
                                bool *ret_refuses)
{
    struct klass_overlap other;
    bool found;
    int64_t rule;
    *ret_problem = NULL;
    if (klass->account_kind != KLASS_CONCENTRATED) return NULL;
    TRY(enrolment_store_overlap(c, klass, person_id, &other, &found));
    if (!found) return NULL;
    TRY(rule_value(c, "overlap", klass->org_path, klass->starts_on, &rule));
    *ret_refuses = rule != 0;
    *ret_problem = overlap_words(c, &other);
    return NULL;
}

/* ---- a change asked for by somebody ---- */

static struct err *actor_of(struct call *c, const struct klass *klass, const struct enrolment *e,
                            enum enrolment_actor *ret_actor)
{
    bool host;
    TRY(klass_can(c, PERM_ENROL_EDIT, klass, &host));
    *ret_actor = host ? ACTOR_HOST : ACTOR_UNIT;
    return host ? NULL : call_may(c, PERM_ENROL_CONFIRM, e->org_path);
}

/* By hand the host may take anybody from the waiting list for whom there is a place. */
static struct err *check_place_by_hand(struct call *c, const struct klass *klass, const struct enrolment *e)
{
    struct list quotas;
    TRY(klass_store_quotas(c, klass->id, &quotas));
    const struct klass_quota *full = quota_full_for(quotas, e->org_path);
    if (full)
        FAIL(c->arena, ERR_CONFLICT, "enrolment.quota_full", "%.*s的名额已满。", "The seats of %.*s are taken.",
             STR_ARG(full->org_name));
    if (klass_seats_free(klass) > 0) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "class.full", "名额已满。请先增加名额，或等人退出。",
         "All seats are taken. Add seats first, or wait until somebody withdraws.");
}

/* Who asks for a seat gets one or waits; *to is what it comes to. */
static struct err *decide_seat(struct call *c, const struct klass *klass, const struct enrolment *e,
                               enum enrolment_actor actor, int *to)
{
    if (*to != ENROLMENT_CONFIRMED) return NULL;
    if (e->state == ENROLMENT_WAITING && actor == ACTOR_HOST) return check_place_by_hand(c, klass, e);
    struct list quotas;
    TRY(klass_store_quotas(c, klass->id, &quotas));
    return enrolment_seat(c->arena, klass, quotas, e->org_path, c->now_us, c->tz_min, to);
}

static bool comes_back(int from, int to)
{
    bool was_out = from == ENROLMENT_DECLINED || from == ENROLMENT_WITHDRAWN;
    return was_out && to != ENROLMENT_DECLINED && to != ENROLMENT_WITHDRAWN;
}

static struct err *check_overlap(struct call *c, const struct klass *klass, const struct enrolment *e, int to)
{
    struct err *problem;
    bool refuses;
    if (!comes_back(e->state, to)) return NULL;
    TRY(find_overlap(c, klass, e->person_id, &problem, &refuses));
    return problem && refuses ? problem : NULL;
}

struct err *enrolment_change(struct call *c, struct enrolment *enrolment, int to, struct str reason)
{
    struct klass klass;
    enum enrolment_actor actor;
    TRY(klass_get(c, enrolment->class_id, &klass));
    TRY(actor_of(c, &klass, enrolment, &actor));
    TRY(call_match(c, enrolment->version));
    TRY(klass_check_enrolling(c->arena, &klass));
    TRY(enrolment_check_change(c->arena, enrolment->state, to, actor, reason));
    TRY(check_overlap(c, &klass, enrolment, to));
    TRY(decide_seat(c, &klass, enrolment, actor, &to));
    TRY(apply(c, &klass, enrolment, to, reason));
    call_audit(c, enrolment->id, klass.org_path, (struct str){0});
    TRY(klass_move_up(c, &klass));
    return enrolment_get(c, enrolment->id, enrolment);
}

/* ---- enrolling many ---- */

struct enrolling { /* what is the same for everybody in one request */
    struct klass *klass;
    const struct enrol_request *request;
    enum enrolment_actor actor;
    struct list quotas;
    struct list seen; /* int64_t: people of this request so far */
};

static void tell(struct call *c, const struct err *problem, struct enrol_result *result)
{
    result->problem.code = str_of(problem->code);
    result->problem.detail = c->lang == LANG_EN ? problem->en : problem->zh;
}

static bool is_twice(struct call *c, struct list *seen, int64_t person_id)
{
    for (LIST_EACH(*seen, int64_t, it))
        if (*it == person_id) return true;
    *list_add(c->arena, seen, int64_t) = person_id;
    return false;
}

/* The host picks among the people it may see; a unit sends its own, where it has a quota. */
static struct err *check_person(struct call *c, const struct enrolling *x, const struct klass_candidate *who,
                                bool found)
{
    enum perm perm = x->actor == ACTOR_HOST ? PERM_PERSON_READ : PERM_ENROL_CONFIRM;
    if (!found || !call_can(c, perm, who->org_path))
        FAIL(c->arena, ERR_ABSENT, "person.absent", "没有找到此人，或不在您的管理范围内。",
             "Not found, or outside your part of the tree.");
    if (!str_is(who->person_state, "active"))
        FAIL(c->arena, ERR_CONFLICT, "enrolment.person_left", "此人已离职或调出。", "This person has left.");
    if (who->state && who->state != ENROLMENT_DECLINED && who->state != ENROLMENT_WITHDRAWN)
        FAIL(c->arena, ERR_CONFLICT, "enrolment.exists", "已在本班：%s%.0s。", "Is in this class already: %.0s%s.",
             enrolment_state_zh[who->state], enrolment_state_names[who->state]);
    if (x->actor == ACTOR_UNIT && !quota_covers(x->quotas, who->org_path))
        FAIL(c->arena, ERR_CONFLICT, "enrolment.no_quota", "本班没有给这个单位名额，请联系主办单位。",
             "This class has no quota for that unit: ask the host.");
    return NULL;
}

static struct err *decide(struct call *c, struct enrolling *x, const struct klass_candidate *who, int *ret_state)
{
    *ret_state = x->request->state        ? x->request->state
                 : x->actor == ACTOR_HOST ? ENROLMENT_PROPOSED
                                          : ENROLMENT_CONFIRMED;
    TRY(enrolment_check_change(c->arena, who->state, *ret_state, x->actor, x->request->reason));
    if (*ret_state != ENROLMENT_CONFIRMED) return NULL;
    return enrolment_seat(c->arena, x->klass, x->quotas, who->org_path, c->now_us, c->tz_min, ret_state);
}

/* In a dry run the counts are kept as if it were done, so that the next person is judged rightly. */
static void pretend(struct klass *klass, int from, int to)
{
    klass->confirmed_count += enrolment_has_seat(to) - enrolment_has_seat(from);
    klass->proposed_count += to == ENROLMENT_PROPOSED;
    klass->waiting_count += to == ENROLMENT_WAITING;
}

static struct err *save_new(struct call *c, struct enrolling *x, const struct klass_candidate *who, int state,
                            int64_t *ret_id)
{
    struct enrolment e = {.id = call_id(c),
                          .class_id = x->klass->id,
                          .person_id = who->person_id,
                          .org_id = who->org_id,
                          .site_id = x->request->site_id,
                          .state = state,
                          .reason = x->request->reason};
    if (state == ENROLMENT_WAITING) TRY(enrolment_store_next_no(c, x->klass->id, &e.waiting_no));
    TRY(enrolment_store_insert(c, &e));
    *ret_id = e.id;
    return record(c, x->klass, &e, ENROLMENT_NONE);
}

static struct err *save_again(struct call *c, struct enrolling *x, const struct klass_candidate *who, int state,
                              int64_t *ret_id)
{
    struct enrolment e;
    TRY(enrolment_get(c, who->enrolment_id, &e));
    TRY(enrolment_store_renew(c, e.id, who->org_id, x->request->site_id));
    *ret_id = e.id;
    return apply(c, x->klass, &e, state, x->request->reason);
}

/* Decides about one person. *ret_problem tells why not; an error is one of the whole request. */
static struct err *judge(struct call *c, struct enrolling *x, struct klass_candidate *who, bool found, int *ret_state,
                         struct err **ret_problem, struct err **ret_warning)
{
    bool refuses = false;
    *ret_warning = NULL;
    *ret_problem = check_person(c, x, who, found);
    if (*ret_problem) return NULL;
    TRY(find_overlap(c, x->klass, who->person_id, ret_warning, &refuses));
    if (*ret_warning && refuses) *ret_problem = *ret_warning;
    if (!*ret_problem) *ret_problem = decide(c, x, who, ret_state);
    if (!*ret_problem && !*ret_warning && x->klass->audience_code.n &&
        !str_equal(x->klass->audience_code, who->audience_code))
        *ret_warning = ERR(c->arena, ERR_CONFLICT, "enrolment.audience", "不属于本班的培训对象，请核对。",
                           "Is not of the audience that this class is for: please check.");
    return NULL;
}

static struct err *enrol_one(struct call *c, struct enrolling *x, int64_t person_id, struct enrol_result *result)
{
    struct klass_candidate who;
    struct err *problem, *warning;
    bool found;
    result->person_id = person_id;
    if (is_twice(c, &x->seen, person_id)) {
        tell(c, ERR(c->arena, ERR_CONFLICT, "enrolment.twice", "名单中重复出现。", "Stands in the list twice."),
             result);
        return NULL;
    }
    TRY(enrolment_store_candidate(c, x->klass->id, person_id, &who, &found));
    int state = ENROLMENT_NONE;
    TRY(judge(c, x, &who, found, &state, &problem, &warning));
    if (!problem || strcmp(problem->code, "person.absent") != 0) result->person_name = who.person_name;
    if (problem || warning) tell(c, problem ? problem : warning, result);
    if (problem) return NULL;
    result->state = state;
    if (enrolment_has_seat(state)) quota_take(x->quotas, who.org_path, 1);
    if (x->request->dry_run) {
        pretend(x->klass, who.state, state);
        return NULL;
    }
    return who.enrolment_id ? save_again(c, x, &who, state, &result->enrolment_id)
                            : save_new(c, x, &who, state, &result->enrolment_id);
}

static struct err *open_enrolling(struct call *c, struct klass *klass, struct enrolling *x)
{
    bool host;
    TRY(klass_can(c, PERM_ENROL_EDIT, klass, &host));
    x->actor = host ? ACTOR_HOST : ACTOR_UNIT;
    if (!host) {
        TRY(klass_may_see(c, klass));
        if (!who_can_somewhere(c->who, PERM_ENROL_CONFIRM))
            FAIL(c->arena, ERR_DENIED, "enrolment.denied", "报名由主办单位或单位联络员办理。",
                 "People are enrolled by the host or by the liaison of their unit.");
    }
    TRY(klass_check_enrolling(c->arena, klass));
    return klass_store_quotas(c, klass->id, &x->quotas);
}

struct err *enrolment_add(struct call *c, struct klass *klass, const struct enrol_request *request,
                          struct list *ret_results)
{
    struct enrolling x = {.klass = klass, .request = request};
    bool exists = true;
    TRY(open_enrolling(c, klass, &x));
    if (request->site_id) TRY(klass_store_site_exists(c, klass->id, request->site_id, &exists));
    if (!exists)
        FAIL_FIELD(c->arena, "class.no_site", "site_id", "本班没有这个教学点。", "This class has no such site.");
    *ret_results = (struct list){0};
    for (LIST_EACH(request->person_ids, int64_t, person_id))
        TRY(enrol_one(c, &x, *person_id, list_add(c->arena, ret_results, struct enrol_result)));
    call_audit(c, klass->id, klass->org_path, (struct str){0});
    return request->dry_run ? NULL : klass_move_up(c, klass);
}

/* Somebody whom the host had proposed or let wait by itself is confirmed now. */
static struct err *seat_called(struct call *c, struct enrolling *x, const struct klass_candidate *who, int64_t *ret_id)
{
    struct enrolment e;
    int state;
    TRY(enrolment_seat(c->arena, x->klass, x->quotas, who->org_path, c->now_us, c->tz_min, &state));
    if (!who->enrolment_id) return save_new(c, x, who, state, ret_id);
    if (who->state == ENROLMENT_DECLINED || who->state == ENROLMENT_WITHDRAWN)
        return save_again(c, x, who, state, ret_id);
    *ret_id = who->enrolment_id;
    TRY(enrolment_get(c, who->enrolment_id, &e));
    return e.state == ENROLMENT_PROPOSED ? apply(c, x->klass, &e, state, x->request->reason) : NULL;
}

struct err *enrolment_add_called(struct call *c, struct klass *klass, int64_t person_id, struct str reason,
                                 int64_t *ret_enrolment_id)
{
    struct enrol_request request = {.reason = reason};
    struct enrolling x = {.klass = klass, .request = &request, .actor = ACTOR_HOST};
    struct klass_candidate who;
    bool found;
    TRY(klass_check_enrolling(c->arena, klass));
    TRY(klass_store_quotas(c, klass->id, &x.quotas));
    TRY(enrolment_store_candidate(c, klass->id, person_id, &who, &found));
    if (!found || !str_is(who.person_state, "active"))
        FAIL(c->arena, ERR_CONFLICT, "enrolment.person_left", "此人已离职或调出。", "This person has left.");
    return seat_called(c, &x, &who, ret_enrolment_id);
}
