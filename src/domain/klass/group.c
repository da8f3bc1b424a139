/* domain/klass/group.c: groups, dealing people into them, and the minutes that they write. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "domain/person/person.h"

/* ---- groups ---- */

struct err *klass_groups(struct call *c, int64_t class_id, struct list *ret_groups)
{
    return group_store_list(c, class_id, ret_groups);
}

static const struct klass_group *find_group(struct list groups, int64_t id)
{
    for (LIST_EACH(groups, struct klass_group, group))
        if (group->id == id) return group;
    return NULL;
}

static struct err *refuse_field(struct call *c, size_t i, const char *name, const char *code, const char *zh,
                                const char *en)
{
    return err_new(c->arena, __FILE__, __LINE__, ERR_INVALID, code, str_printf(c->arena, "items[%zu].%s", i, name),
                   "%s%.0s", "%.0s%s", zh, en);
}

static struct err *check_group(struct call *c, int64_t class_id, struct list old, struct list groups, size_t i)
{
    const struct klass_group *group = LIST_AT(groups, struct klass_group, i);
    struct list before = {groups.p, i, i};
    if (group->id && !find_group(old, group->id))
        return refuse_field(c, i, "id", "group.unknown", "本班没有这个小组。新小组请不要带编号。",
                            "This class has no such group. Leave the id out for a new one.");
    if (group->id && find_group(before, group->id))
        return refuse_field(c, i, "id", "group.twice", "这个小组出现了两次。", "This group stands in the list twice.");
    TRY(person_check(c, group->facilitator_id, "facilitator_id"));
    bool exists = true;
    if (group->site_id) TRY(klass_store_site_exists(c, class_id, group->site_id, &exists));
    if (exists) return NULL;
    return refuse_field(c, i, "site_id", "group.no_site", "本班没有这个教学点。", "This class has no such site.");
}

/* A group whose minutes exist stays. */
static struct err *check_gone(struct call *c, struct list old, struct list groups)
{
    for (LIST_EACH(old, struct klass_group, group)) {
        if (find_group(groups, group->id)) continue;
        int64_t minutes;
        TRY(group_store_minutes_count(c, group->id, &minutes));
        if (minutes)
            FAIL(c->arena, ERR_CONFLICT, "group.has_minutes", "“%.*s”已有研讨记录，不能删除。",
                 "“%.*s” has minutes: it cannot be taken away.", STR_ARG(group->name));
    }
    return NULL;
}

struct err *group_put(struct call *c, struct klass *klass, struct list groups)
{
    struct list old;
    TRY(call_match(c, klass->version));
    TRY(klass_check_planning(c->arena, klass));
    TRY(group_store_list(c, klass->id, &old));
    for (size_t i = 0; i < groups.n; i++) TRY(check_group(c, klass->id, old, groups, i));
    TRY(check_gone(c, old, groups));
    TRY(group_store_put(c, klass->id, groups));
    call_audit(c, klass->id, klass->org_path, (struct str){0});
    return klass_store_touch(c, klass);
}

/* ---- dealing ---- */

static size_t of_site(const struct list *people, size_t from)
{
    size_t end = from;
    while (end < people->n &&
           LIST_AT(*people, struct deal_person, end)->site_id == LIST_AT(*people, struct deal_person, from)->site_id)
        end++;
    return end - from;
}

/* New groups for the people of one site, numbered on; each person's `group` becomes an index of the whole list. */
static void deal_site(struct call *c, struct deal_person *people, size_t n, int64_t size, struct list *groups)
{
    size_t count = (n + (size_t)size - 1) / (size_t)size, first = groups->n;
    group_deal(c->arena, people, n, count);
    for (size_t i = 0; i < n; i++) people[i].group += first;
    for (size_t i = 0; i < count; i++) {
        struct klass_group *group = list_add(c->arena, groups, struct klass_group);
        group->name = c->lang == LANG_EN ? str_printf(c->arena, "Group %zu", groups->n)
                                         : str_printf(c->arena, "第%zu组", groups->n);
        group->site_id = people[0].site_id;
    }
}

struct err *group_deal_all(struct call *c, struct klass *klass, int64_t size)
{
    struct list people, groups = {0}, old;
    TRY(klass_check_planning(c->arena, klass));
    TRY(group_store_list(c, klass->id, &old));
    TRY(check_gone(c, old, groups));
    TRY(group_store_deal_list(c, klass->id, &people));
    if (!people.n)
        FAIL(c->arena, ERR_CONFLICT, "group.nobody", "还没有已确认的学员，无法分组。",
             "Nobody is confirmed yet: there is nobody to deal.");
    for (size_t from = 0, n; from < people.n; from += n) {
        n = of_site(&people, from);
        deal_site(c, LIST_AT(people, struct deal_person, from), n, size, &groups);
    }
    TRY(group_store_put(c, klass->id, groups));
    for (LIST_EACH(people, struct deal_person, person))
        TRY(enrolment_store_set_group(c, person->enrolment_id, LIST_AT(groups, struct klass_group, person->group)->id));
    call_audit(c, klass->id, klass->org_path, (struct str){0});
    return klass_store_touch(c, klass);
}

/* ---- minutes ---- */

/* The group, its class and the session, which must belong together. */
static struct err *open_minutes(struct call *c, int64_t group_id, int64_t session_id, struct klass_group *ret_group,
                                struct klass *ret_klass)
{
    struct session session;
    bool found;
    TRY(group_store_get(c, group_id, ret_group, &found));
    if (found) TRY(session_get(c, session_id, &session));
    if (!found || session.class_id != ret_group->class_id)
        FAIL(c->arena, ERR_ABSENT, "group.absent", "没有这个小组，或课次不属于它的班次。",
             "There is no such group, or the session is of another class.");
    return klass_get(c, ret_group->class_id, ret_klass);
}

/* Staff of the class and the members of the group read its minutes. */
static struct err *may_read_minutes(struct call *c, const struct klass *klass, int64_t group_id)
{
    struct enrolment own;
    bool found = false;
    if (c->who->person_id) TRY(enrolment_find(c, klass->id, c->who->person_id, &own, &found));
    if (!found || own.group_id != group_id) return klass_may(c, PERM_CLASS_READ, klass);
    call_checked(c);
    return NULL;
}

static struct err *load_minutes(struct call *c, const struct klass_group *group, int64_t session_id,
                                struct group_minutes *ret_minutes)
{
    bool found;
    TRY(minutes_store_find(c, group->id, session_id, ret_minutes, &found));
    if (!found)
        *ret_minutes = (struct group_minutes){
            .group_id = group->id, .session_id = session_id, .state = MINUTES_DRAFT, .version = 1};
    ret_minutes->group_name = group->name;
    return NULL;
}

struct err *minutes_get(struct call *c, int64_t group_id, int64_t session_id, struct group_minutes *ret_minutes)
{
    struct klass klass;
    struct klass_group group;
    TRY(open_minutes(c, group_id, session_id, &group, &klass));
    TRY(may_read_minutes(c, &klass, group_id));
    return load_minutes(c, &group, session_id, ret_minutes);
}

/* The facilitator writes; who runs the class may, too. */
static struct err *may_write(struct call *c, const struct klass *klass, const struct klass_group *group)
{
    bool own = group->facilitator_id && group->facilitator_id == c->who->person_id;
    if (!own) return klass_may(c, PERM_CLASS_EDIT, klass);
    call_checked(c);
    return NULL;
}

struct err *minutes_set(struct call *c, struct group_minutes *minutes)
{
    struct klass klass;
    struct klass_group group;
    struct group_minutes now;
    TRY(open_minutes(c, minutes->group_id, minutes->session_id, &group, &klass));
    TRY(may_write(c, &klass, &group));
    TRY(load_minutes(c, &group, minutes->session_id, &now));
    TRY(call_match(c, now.version));
    if (!minutes->state) minutes->state = MINUTES_DRAFT;
    TRY(minutes_check_write(c->arena, &now, minutes->state, minutes->text));
    now.text = minutes->text;
    now.state = minutes->state;
    now.written_by = c->who->person_id;
    TRY(minutes_store_save(c, &now));
    call_audit(c, now.id, klass.org_path, (struct str){0});
    return load_minutes(c, &group, minutes->session_id, minutes);
}

static bool leads_site(const struct klass_duties *duties, int64_t site_id)
{
    for (LIST_EACH(duties->sites, int64_t, it))
        if (*it == site_id) return true;
    return false;
}

/* The leader of the group's site signs, or the class manager. */
static struct err *may_sign(struct call *c, const struct klass *klass, const struct klass_group *group)
{
    struct klass_duties duties;
    TRY(klass_duties(c, klass->id, &duties));
    if (!group->site_id || !leads_site(&duties, group->site_id)) return klass_may(c, PERM_CLASS_CONFIRM, klass);
    call_checked(c);
    return NULL;
}

struct err *minutes_sign(struct call *c, struct group_minutes *minutes)
{
    struct klass klass;
    struct klass_group group;
    struct group_minutes now;
    TRY(open_minutes(c, minutes->group_id, minutes->session_id, &group, &klass));
    TRY(may_sign(c, &klass, &group));
    TRY(load_minutes(c, &group, minutes->session_id, &now));
    TRY(call_match(c, now.version));
    TRY(minutes_check_sign(c->arena, &now, c->who->person_id));
    TRY(minutes_store_sign(c, &now));
    call_audit(c, now.id, klass.org_path, (struct str){0});
    return load_minutes(c, &group, minutes->session_id, minutes);
}
