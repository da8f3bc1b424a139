/* domain/klass/place_http.c: with whom a class is shared, who works in it, where it sits, who may send how many; rules.
 */
#include "domain/klass/klass_http.h"
#include "domain/klass/klass_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

/* ---- shares ---- */

struct share_input {
    int64_t org_id;
    bool on;
};
static const struct shape_field share_input_fields[] = {
    F_ID(struct share_input, org_id, SHAPE_REQUIRED, "共享给", "share with"),
    F_BOOL(struct share_input, on, SHAPE_REQUIRED, "共享（true）或取消（false）", "share (true) or take back (false)"),
};
const struct shape klass_share_input_shape = SHAPE("ClassShareInput", struct share_input, share_input_fields);

struct err *http_get_shares(struct call *c)
{
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_READ, c->path[0], &klass));
    return klass_store_shares(c, klass.id, items(c));
}

struct err *http_post_share(struct call *c)
{
    const struct share_input *in = c->in;
    struct klass klass;
    struct str path;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(org_path(c, in->org_id, &path));
    if (klass.parent_id)
        FAIL(c->arena, ERR_CONFLICT, "class.run_not_shared", "分班不再共享，请共享原班次。",
             "A run is not shared further: share the class that it is a run of.");
    TRY(klass_store_share(c, klass.id, in->org_id, in->on));
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    c->status = 200;
    return klass_store_shares(c, klass.id, items(c));
}

/* ---- staff ---- */

struct staff_input {
    int64_t person_id;
    int duty;
    bool remove;
};
static const struct shape_field staff_input_fields[] = {
    F_ID(struct staff_input, person_id, SHAPE_REQUIRED, "人员", "person"),
    F_ENUM(struct staff_input, duty, klass_duty_names, SHAPE_REQUIRED, "职责", "duty"),
    F_BOOL(struct staff_input, remove, 0, "移除", "remove"),
};
const struct shape klass_staff_input_shape = SHAPE("ClassStaffInput", struct staff_input, staff_input_fields);

struct err *http_get_staff(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    return klass_store_staff(c, klass.id, items(c));
}

struct err *http_post_staff(struct call *c)
{
    const struct staff_input *in = c->in;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(person_check(c, in->person_id, "person_id"));
    TRY(klass_store_staff_set(c, klass.id, in->person_id, in->duty, !in->remove));
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    c->status = 200;
    return klass_store_staff(c, klass.id, items(c));
}

/* ---- sites ---- */

struct site_input {
    int64_t org_id, leader_id, seats;
    bool remove;
};
static const struct shape_field site_input_fields[] = {
    F_ID(struct site_input, org_id, SHAPE_REQUIRED, "教学点", "place"),
    F_ID(struct site_input, leader_id, 0, "负责人", "leader"),
    F_INT(struct site_input, seats, 0, 100000, 0, "座位", "seats; those of the place when 0"),
    F_BOOL(struct site_input, remove, 0, "移除", "remove"),
};
const struct shape klass_site_input_shape = SHAPE("ClassSiteInput", struct site_input, site_input_fields);

struct err *http_get_sites(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    return klass_store_sites(c, klass.id, items(c));
}

static struct err *remove_site(struct call *c, const struct klass *klass, int64_t org_id)
{
    struct klass_site site;
    bool found;
    int64_t used;
    TRY(klass_store_site_find(c, klass->id, org_id, &site, &found));
    if (!found) FAIL_FIELD(c->arena, "class.no_site", "org_id", "本班没有这个教学点。", "This class has no such site.");
    TRY(klass_store_site_use(c, site.id, &used));
    if (used)
        FAIL(c->arena, ERR_CONFLICT, "class.site_in_use", "“%.*s”还有学员或小组，请先移到别的教学点。",
             "There are still people or groups at “%.*s”: move them to another site first.", STR_ARG(site.org_name));
    return klass_store_site_remove(c, site.id);
}

static struct err *put_site(struct call *c, const struct klass *klass, const struct site_input *in)
{
    struct org org;
    struct klass_site site = {.org_id = in->org_id, .leader_id = in->leader_id, .seats = in->seats};
    TRY(org_get(c, in->org_id, &org));
    if (!org.is_site)
        FAIL_FIELD(c->arena, "class.not_a_site", "org_id", "“%.*s”不是教学点。请先在组织信息中设为教学点。",
                   "%.*s does not receive lessons: mark it as a site in the organisations first.", STR_ARG(org.name));
    TRY(person_check(c, in->leader_id, "leader_id"));
    if (!site.seats) site.seats = org.seats;
    return klass_store_site_put(c, klass->id, &site);
}

struct err *http_post_site(struct call *c)
{
    const struct site_input *in = c->in;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(klass_check_planning(c->arena, &klass));
    TRY(in->remove ? remove_site(c, &klass, in->org_id) : put_site(c, &klass, in));
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    c->status = 200;
    return klass_store_sites(c, klass.id, items(c));
}

/* ---- quotas ---- */

struct quota_list {
    struct list items; /* struct klass_quota */
    int64_t version;   /* of the class */
};
static const struct shape_field quota_list_fields[] = {
    F_LIST(struct quota_list, items, &klass_quota_shape, 0, 500, 0, "名额", "quotas"),
    F_INT(struct quota_list, version, 0, 0, SHAPE_READ_ONLY, "班次的版本", "version of the class"),
};
const struct shape quota_list_shape = SHAPE("ClassQuotas", struct quota_list, quota_list_fields);

/* Does a quota hold for the place of one of the caller's roles, or for something below it? */
static bool concerns(const struct who *who, const struct klass_quota *quota)
{
    for (LIST_EACH(who->roles, struct who_role, role))
        if (role_has((enum role)role->role, PERM_CLASS_READ) &&
            (path_is_under(quota->org_path, role->path) || path_is_under(role->path, quota->org_path)))
            return true;
    return false;
}

/* Units see the quotas that concern them; who may see the people of the class sees all. */
struct err *http_get_quotas(struct call *c)
{
    struct quota_list *out = c->out;
    struct klass klass;
    struct list all;
    bool reads;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    TRY(klass_can(c, PERM_CLASS_READ, &klass, &reads));
    TRY(klass_store_quotas(c, klass.id, &all));
    out->version = klass.version;
    for (LIST_EACH(all, struct klass_quota, quota))
        if (reads || concerns(c->who, quota)) *list_add(c->arena, &out->items, struct klass_quota) = *quota;
    return NULL;
}

static struct err *check_quota(struct call *c, struct list quotas, size_t i)
{
    const struct klass_quota *quota = LIST_AT(quotas, struct klass_quota, i);
    struct str path, field = str_printf(c->arena, "items[%zu]", i);
    TRY(org_path(c, quota->org_id, &path));
    if (quota->seats_max && quota->seats_min > quota->seats_max)
        return err_new(c->arena, __FILE__, __LINE__, ERR_INVALID, "quota.seats", field, "最少人数不能超过名额。",
                       "The people it should send cannot be more than it may send.");
    for (size_t k = 0; k < i; k++)
        if (LIST_AT(quotas, struct klass_quota, k)->org_id == quota->org_id)
            return err_new(c->arena, __FILE__, __LINE__, ERR_INVALID, "quota.twice", field, "同一单位出现了两次。",
                           "The same unit stands in the list twice.");
    return NULL;
}

struct err *http_put_quotas(struct call *c)
{
    const struct quota_list *in = c->in;
    struct quota_list *out = c->out;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(call_match(c, klass.version));
    TRY(klass_check_planning(c->arena, &klass));
    for (size_t i = 0; i < in->items.n; i++) TRY(check_quota(c, in->items, i));
    TRY(klass_store_put_quotas(c, klass.id, in->items));
    TRY(klass_store_touch(c, &klass));
    TRY(klass_move_up(c, &klass)); /* a larger quota may let somebody in who waits */
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    out->version = klass.version;
    return klass_store_quotas(c, klass.id, &out->items);
}

/* ---- dated rules ---- */

/* Anybody signed in may know the rules that hold for them. */
struct err *http_get_rules(struct call *c)
{
    call_checked(c);
    return rule_store_list(c, items(c));
}

/* A rule for the whole network is set by who covers the whole network. */
struct err *http_post_rule(struct call *c)
{
    struct rule *out = c->out;
    struct rule known;
    struct str path = STR(ORG_ROOT_PATH);
    bool found;
    *out = *(const struct rule *)c->in;
    if (out->org_id) TRY(org_path(c, out->org_id, &path));
    TRY(call_may(c, PERM_NORM_EDIT, path));
    if (out->until_on && out->until_on < out->from_on)
        FAIL_FIELD(c->arena, "rule.dates", "until_on", "失效日期不能早于生效日期。",
                   "The last day cannot lie before the first.");
    TRY(rule_store_value(c, str_cstr(c->arena, out->code), path, out->from_on, &known, &found));
    if (!found)
        FAIL_FIELD(c->arena, "rule.unknown", "code", "没有“%.*s”这条规则。", "There is no rule “%.*s”.",
                   STR_ARG(out->code));
    out->unit = known.unit;
    out->id = call_id(c);
    out->created_at = c->now_us;
    call_audit(c, out->id, path, (struct str){0});
    return rule_store_insert(c, out);
}
