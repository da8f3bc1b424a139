/* domain/klass/klass.c: classes: who may see and change them, opening, runs, states, dated rules. */
#include "domain/klass/klass.h"

#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"

#include <string.h>

/* ---- who may ---- */

struct err *klass_get(struct call *c, int64_t class_id, struct klass *ret_klass)
{
    bool found;
    TRY(klass_store_get(c, class_id, ret_klass, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "class.absent", "没有这个班次。", "There is no such class.");
    return NULL;
}

struct err *klass_duties(struct call *c, int64_t class_id, struct klass_duties *ret_duties)
{
    *ret_duties = (struct klass_duties){0};
    return c->who->person_id ? klass_store_duties(c, class_id, ret_duties) : NULL;
}

struct err *klass_can(struct call *c, enum perm perm, const struct klass *klass, bool *ret_can)
{
    *ret_can = call_can(c, perm, klass->org_path);
    if (*ret_can) return NULL;
    struct klass_duties duties;
    TRY(klass_duties(c, klass->id, &duties));
    *ret_can = klass_duty_has(duties.bits, perm);
    return NULL;
}

struct err *klass_may(struct call *c, enum perm perm, const struct klass *klass)
{
    bool can;
    TRY(klass_can(c, perm, klass, &can));
    if (can) return NULL;
    TRY(klass_may_see(c, klass)); /* who may not even see it does not learn that it is there */
    FAIL(c->arena, ERR_DENIED, "class.denied", "您可以查看这个班次，但您在本班的职责不包括这件事。请联系班主任。",
         "You may see this class, but this is not among your duties in it. Ask the class manager.");
}

/* Is the class shared with the place of one of the caller's roles, or has it people, a quota or a run there? Drafts are
 * not shown to others. */
static struct err *seen_from_roles(struct call *c, const struct klass *klass, bool *ret_seen)
{
    *ret_seen = false;
    if (klass->state == KLASS_DRAFT) return NULL;
    for (LIST_EACH(c->who->roles, struct who_role, role)) {
        if (*ret_seen || !role_has((enum role)role->role, PERM_CLASS_READ)) continue;
        TRY(klass_store_is_seen_from(c, klass->id, role->path, ret_seen));
    }
    return NULL;
}

static bool is_in(const struct enrolment *e)
{
    return e->state && e->state != ENROLMENT_DECLINED && e->state != ENROLMENT_WITHDRAWN;
}

/* Who runs the shared class sees what becomes of it elsewhere: dates, timetable, numbers. */
static struct err *runs_parent(struct call *c, const struct klass *klass, bool *ret_runs)
{
    struct klass parent;
    *ret_runs = false;
    if (!klass->parent_id) return NULL;
    TRY(klass_get(c, klass->parent_id, &parent));
    return klass_can(c, PERM_CLASS_READ, &parent, ret_runs);
}

/* By role, duty, sharing or as the parent's host; enrolment is looked at by the callers. */
static struct err *may_see_but_learner(struct call *c, const struct klass *klass)
{
    bool can;
    TRY(klass_can(c, PERM_CLASS_READ, klass, &can));
    if (can) return NULL;
    TRY(seen_from_roles(c, klass, &can));
    if (can) return NULL;
    TRY(runs_parent(c, klass, &can));
    if (can) return NULL;
    FAIL(c->arena, ERR_ABSENT, "class.absent", "没有这个班次，或您不在其中。",
         "There is no such class, or you are not in it.");
}

struct err *klass_may_see(struct call *c, const struct klass *klass)
{
    struct enrolment own;
    bool found = false;
    call_checked(c);
    if (c->who->person_id) TRY(enrolment_store_find(c, klass->id, c->who->person_id, &own, &found));
    if (found && is_in(&own) && klass->state != KLASS_DRAFT) return NULL;
    return may_see_but_learner(c, klass);
}

struct err *klass_for_learner(struct call *c, int64_t class_id, struct klass *ret_klass,
                              struct enrolment *ret_enrolment)
{
    bool found = false;
    call_checked(c);
    TRY(klass_get(c, class_id, ret_klass));
    *ret_enrolment = (struct enrolment){0};
    if (c->who->person_id) TRY(enrolment_store_find(c, class_id, c->who->person_id, ret_enrolment, &found));
    if (!found || !is_in(ret_enrolment) || ret_klass->state == KLASS_DRAFT) return may_see_but_learner(c, ret_klass);
    return NULL;
}

struct err *klass_open(struct call *c, enum perm perm, int64_t class_id, struct klass *ret_klass)
{
    TRY(klass_get(c, class_id, ret_klass));
    return klass_may(c, perm, ret_klass);
}

struct err *klass_fill_may(struct call *c, struct klass *klass)
{
    static const enum perm perms[] = {PERM_CLASS_READ, PERM_CLASS_EDIT, PERM_CLASS_CONFIRM, PERM_ENROL_EDIT,
                                      PERM_ROLL_READ,  PERM_ROLL_MARK,  PERM_ROLL_CORRECT,  PERM_LEAVE_DECIDE,
                                      PERM_LIVE_TEACH, PERM_LIVE_STAFF};
    struct klass_duties duties;
    TRY(klass_duties(c, klass->id, &duties));
    for (size_t i = 0; i < sizeof perms / sizeof *perms; i++)
        if (who_can(c->who, perms[i], klass->org_path) || klass_duty_has(duties.bits, perms[i]))
            *list_add(c->arena, &klass->may, struct str) = str_of(perm_names[perms[i]]);
    return NULL;
}

/* ---- saving ---- */

static struct err *check_references(struct call *c, const struct klass *klass, const struct klass *old)
{
    TRY(person_check(c, klass->manager_id, "manager_id"));
    TRY(audience_check(c, klass->audience_code, "audience_code"));
    if (!klass->programme_id || (old && old->programme_id == klass->programme_id)) return NULL;
    struct programme programme;
    TRY(programme_get(c, klass->programme_id, &programme));
    TRY(programme_may(c, PERM_COURSE_READ, &programme));
    if (programme.state != COURSE_DRAFT) return NULL;
    FAIL_FIELD(c->arena, "class.programme_draft", "programme_id", "培训方案“%.*s”还是草稿，请发布后再开班。",
               "The programme “%.*s” is a draft: publish it before holding a class by it.", STR_ARG(programme.title));
}

static struct err *check_host(struct call *c, int64_t org_id, struct str *ret_path)
{
    struct org org;
    TRY(org_get(c, org_id, &org));
    TRY(call_may(c, PERM_CLASS_EDIT, org.path));
    *ret_path = org.path;
    if (org.is_school) return NULL;
    FAIL_FIELD(c->arena, "class.host", "org_id", "“%.*s”不是教学机构，请选择学校作为主办单位。",
               "%.*s is not a school: choose a school as the host.", STR_ARG(org.name));
}

static struct err *index_words(struct call *c, const struct klass *klass)
{
    struct text_reading reading;
    text_read(c->arena, klass->title, TEXT_WORDS, &reading);
    const struct search_text texts[] = {{klass->title, &reading}, {klass->code, NULL}};
    return search_index(c, "class", klass->id, texts, sizeof texts / sizeof *texts);
}

static struct err *insert(struct call *c, struct klass *klass, struct str path)
{
    if (!klass->account_kind) klass->account_kind = KLASS_CONCENTRATED;
    klass->state = KLASS_DRAFT;
    TRY(klass_check(c->arena, klass));
    klass->id = call_id(c);
    TRY(klass_store_insert(c, klass));
    TRY(index_words(c, klass));
    call_audit(c, klass->id, path, (struct str){0});
    return NULL;
}

struct err *klass_add(struct call *c, struct klass *klass)
{
    struct str path;
    TRY(check_host(c, klass->org_id, &path));
    TRY(check_references(c, klass, NULL));
    TRY(insert(c, klass, path));
    return klass_get(c, klass->id, klass);
}

/* The timetable must stay inside of the dates. */
static struct err *check_sessions_inside(struct call *c, const struct klass *klass)
{
    int64_t outside, from_us = date_start_us(klass->starts_on, c->tz_min);
    int64_t until_us = date_start_us(date_add_days(klass->ends_on, 1), c->tz_min);
    TRY(klass_store_sessions_outside(c, klass->id, from_us, until_us, &outside));
    if (!outside) return NULL;
    FAIL_FIELD(c->arena, "class.sessions_outside", "starts_on", "有 %lld 个课次不在新的日期之内，请先调整课表。",
               "%lld sessions lie outside of the new dates: change the timetable first.", (long long)outside);
}

/* What PUT does not change. */
static void keep(struct klass *klass, const struct klass *old)
{
    klass->org_id = old->org_id;
    klass->parent_id = old->parent_id;
    klass->state = old->state;
    klass->confirmed_count = old->confirmed_count;
    klass->proposed_count = old->proposed_count;
    klass->waiting_count = old->waiting_count;
    if (!klass->account_kind) klass->account_kind = old->account_kind;
}

struct err *klass_set(struct call *c, struct klass *klass)
{
    struct klass old;
    TRY(klass_open(c, PERM_CLASS_EDIT, klass->id, &old));
    TRY(call_match(c, old.version));
    TRY(klass_check_planning(c->arena, &old));
    keep(klass, &old);
    TRY(klass_check(c->arena, klass));
    TRY(check_references(c, klass, &old));
    TRY(check_sessions_inside(c, klass));
    TRY(klass_store_update(c, klass));
    TRY(index_words(c, klass));
    call_audit(c, klass->id, old.org_path, (struct str){0});
    TRY(klass_get(c, klass->id, klass));
    TRY(klass_move_up(c, klass)); /* there may be more seats now */
    return klass_get(c, klass->id, klass);
}

/* ---- runs ---- */

static struct err *check_parent(struct call *c, const struct klass *parent, struct str path)
{
    bool edits, covers;
    TRY(klass_can(c, PERM_CLASS_EDIT, parent, &edits));
    TRY(klass_store_share_covers(c, parent->id, path, &covers));
    if (!edits && !covers)
        FAIL(c->arena, ERR_DENIED, "class.not_shared", "“%.*s”没有共享给这个单位，请联系主办单位。",
             "“%.*s” is not shared with this organisation: ask its host.", STR_ARG(parent->title));
    if (parent->parent_id)
        FAIL(c->arena, ERR_CONFLICT, "class.run_of_run", "这个班次本身是分班，请在原共享班次下办班。",
             "This class is itself a run: make the run from the class that was shared.");
    if (parent->state == KLASS_OPEN || parent->state == KLASS_RUNNING) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "class.parent_state", "共享班次“%s%.0s”，报名中或进行中的班次才能办分班。",
         "The shared class is “%.0s%s”: runs are made of classes that are open or running.",
         klass_state_zh[parent->state], klass_state_names[parent->state]);
}

/* Follows those live lessons of the parent that lie in the dates of the run. */
static struct err *follow_lessons(struct call *c, const struct klass *run)
{
    struct list offers;
    TRY(session_store_offers(c, run->id, run->parent_id, &offers));
    for (LIST_EACH(offers, struct session, offer)) {
        bool inside = date_of(offer->starts_at, c->tz_min) >= run->starts_on &&
                      date_of(offer->ends_at - 1, c->tz_min) <= run->ends_on;
        struct session session = {.source_id = offer->id};
        if (inside) TRY(session_add(c, run, &session));
    }
    return NULL;
}

struct err *klass_add_run(struct call *c, const struct klass *parent, struct klass *klass, bool follow)
{
    struct str path;
    TRY(check_host(c, klass->org_id, &path));
    TRY(check_parent(c, parent, path));
    TRY(person_check(c, klass->manager_id, "manager_id"));
    klass->parent_id = parent->id;
    klass->programme_id = parent->programme_id;
    klass->audience_code = parent->audience_code;
    klass->account_kind = parent->account_kind;
    if (!str_trim(klass->title).n) klass->title = parent->title;
    TRY(insert(c, klass, path));
    TRY(klass_get(c, klass->id, klass));
    return follow ? follow_lessons(c, klass) : NULL;
}

/* ---- states ---- */

struct err *klass_set_state(struct call *c, struct klass *klass, int state, struct str reason)
{
    int64_t sessions;
    TRY(klass_store_session_count(c, klass->id, &sessions));
    TRY(klass_check_state(c->arena, klass, state, c->today, sessions, reason));
    if (state == KLASS_OPEN)
        TRY(rule_value(c, "leave_limit_ppm", klass->org_path, klass->starts_on, &klass->leave_rule_ppm));
    int from = klass->state;
    klass->state = state;
    TRY(klass_store_state(c, klass));
    TRY(klass_store_add_event(c, klass, from, reason));
    klass->version++;
    klass->updated_at = c->now_us;
    call_audit(c, klass->id, klass->org_path, (struct str){0});
    return call_event(c, (struct event){"class.state", klass->id, state});
}

/* ---- sites ---- */

struct err *klass_sites(struct call *c, int64_t class_id, struct list *ret_sites)
{
    return klass_store_sites(c, class_id, ret_sites);
}

struct err *klass_sites_live(struct call *c, int64_t session_id, struct list *ret_sites)
{
    return klass_store_sites_live(c, session_id, ret_sites);
}

/* ---- dated rules ---- */

struct err *rule_dated_get(struct call *c, const char *code, struct str org_path, int on_date,
                           struct rule_dated *ret_rule)
{
    struct rule rule;
    bool found;
    TRY(rule_store_value(c, code, org_path, on_date, &rule, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "rule.absent", "规则“%s”在 %s 没有规定，请培训处登记。",
             "There is no rule “%s” in force on %s: ask the training office to enter it.", code,
             str_cstr(c->arena, date_text(c->arena, on_date)));
    *ret_rule = (struct rule_dated){rule.value_int, rule.from_on, rule.source};
    return NULL;
}

struct err *rule_value(struct call *c, const char *code, struct str org_path, int on_date, int64_t *ret_value)
{
    struct rule_dated rule;
    TRY(rule_dated_get(c, code, org_path, on_date, &rule));
    *ret_value = rule.value;
    return NULL;
}
