/* domain/roll/roll_chain_http.c: handlers of the posts of the leave chain and of deputies. */
#include "api/module.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/roll/roll_private.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

static struct err *check_days(struct arena *a, int from_on, int until_on)
{
    if (!until_on || until_on >= from_on) return NULL;
    FAIL_FIELD(a, "leave.days", "until_on", "截止日期不能早于开始日期。", "The last day cannot lie before the first.");
}

/* ---- posts ---- */

struct err *roll_http_list_holders(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_CLASS_EDIT, &path));
    return leave_holders(c, path, items(c));
}

struct err *roll_http_add_holder(struct call *c)
{
    struct leave_holder *out = c->out;
    struct str path;
    *out = *(const struct leave_holder *)c->in;
    TRY(org_path(c, out->org_id, &path));
    TRY(call_may(c, PERM_CLASS_EDIT, path));
    TRY(check_days(c->arena, out->from_on, out->until_on));
    if (out->level == LEAVE_MANAGER)
        FAIL_FIELD(c->arena, "leave.level", "level", "班主任在班次中指定。",
                   "The class manager is named in the class.");
    TRY(person_check(c, out->person_id, "person_id"));
    out->id = call_id(c);
    TRY(leave_holder_add(c, out));
    call_audit(c, out->id, path, (struct str){0});
    return NULL;
}

/* Ended, not deleted: who held the post when a leave was decided stays known. */
struct err *roll_http_end_holder(struct call *c)
{
    struct leave_holder holder;
    struct str path;
    TRY(leave_holder_get(c, c->path[0], &holder));
    TRY(org_path(c, holder.org_id, &path));
    TRY(call_may(c, PERM_CLASS_EDIT, path));
    call_audit(c, holder.id, path, (struct str){0});
    return leave_holder_end(c, holder.id, date_add_days(c->today, -1));
}

/* ---- deputies ---- */

/* One's own, or by somebody who runs the classes of that person's school. */
static struct err *check_away(struct call *c, int64_t person_id)
{
    struct person person;
    call_checked(c);
    if (person_id && person_id == c->who->person_id) return NULL;
    TRY(person_get(c, person_id, &person));
    return call_may(c, PERM_CLASS_EDIT, person.org_path);
}

struct err *roll_http_list_deputies(struct call *c)
{
    call_checked(c);
    return leave_deputies(c, c->who->person_id, items(c));
}

struct err *roll_http_add_deputy(struct call *c)
{
    struct leave_deputy *out = c->out;
    *out = *(const struct leave_deputy *)c->in;
    if (!out->person_id) out->person_id = c->who->person_id;
    TRY(check_away(c, out->person_id));
    TRY(check_days(c->arena, out->from_on, out->until_on));
    if (out->deputy_id == out->person_id)
        FAIL_FIELD(c->arena, "leave.deputy_self", "deputy_id", "代理人不能是本人。",
                   "Nobody stands in for themselves.");
    TRY(person_check(c, out->deputy_id, "deputy_id"));
    out->id = call_id(c);
    TRY(leave_deputy_add(c, out));
    call_audit(c, out->id, (struct str){0}, (struct str){0});
    return NULL;
}

struct err *roll_http_end_deputy(struct call *c)
{
    struct leave_deputy deputy;
    TRY(leave_deputy_get(c, c->path[0], &deputy));
    TRY(check_away(c, deputy.person_id));
    call_audit(c, deputy.id, (struct str){0}, (struct str){0});
    return leave_deputy_end(c, deputy.id, date_add_days(c->today, -1));
}
