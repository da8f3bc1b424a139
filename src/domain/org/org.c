/* domain/org/org.c: load, decide, save. */
#include "api/call.h"
#include "domain/org/org_private.h"
#include "domain/search/search.h"

struct err *org_get(struct call *c, int64_t org_id, struct org *ret_org) { return org_store_get(c, org_id, ret_org); }

/* The caller's widest organisation for a permission: the one with the shortest path. */
static struct err *widest(struct call *c, enum perm perm, struct str *ret_path)
{
    struct str best = {0};
    for (LIST_EACH(c->who->roles, struct who_role, role))
        if (role_has((enum role)role->role, perm) && (!best.n || role->path.n < best.n)) best = role->path;
    if (!best.n)
        FAIL(c->arena, ERR_DENIED, "perm.denied_everywhere", "您的角色没有这项权限。请联系安全管理员授权。",
             "Your roles do not carry this permission. Ask the security administrator for it.");
    *ret_path = best;
    return call_may(c, perm, best);
}

struct err *org_scope(struct call *c, enum perm perm, struct str *ret_path)
{
    int64_t under;
    TRY(call_param_int(c, "under", &under));
    if (!under) return widest(c, perm, ret_path);
    TRY(org_path(c, under, ret_path));
    return call_may(c, perm, *ret_path);
}

/* Found by both of its names; read by the full one. */
static struct err *make_findable(struct call *c, const struct org *org, const struct text_reading *reading)
{
    struct text_reading brief;
    text_read(c->arena, org->short_name, TEXT_WORDS, &brief);
    struct search_text texts[] = {{org->name, reading}, {org->short_name, &brief}, {org->code, NULL}};
    return search_index(c, "org", org->id, texts, 3);
}

static void read_name(struct call *c, struct org *org, struct text_reading *ret_reading)
{
    text_read(c->arena, org->name, TEXT_WORDS, ret_reading);
    org->pinyin = ret_reading->pinyin;
    org->initials = ret_reading->initials;
}

static struct err *check_first(struct call *c)
{
    struct list there;
    TRY(org_store_below(c, STR(ORG_ROOT_PATH), 0, 1, &there));
    if (!there.n) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "org.second_city", "组织树已有根节点“%.*s”。", "The tree has its top already: “%.*s”.",
         STR_ARG(LIST_AT(there, struct org, 0)->name));
}

/* The number of a new child. */
static struct err *next_child(struct call *c, int64_t parent_id, int64_t *ret_number)
{
    TRY(org_store_last_child(c, parent_id, ret_number));
    if (++*ret_number > ORG_CHILDREN_MAX)
        FAIL(c->arena, ERR_LIMIT, "org.too_many", "这个组织的下级已满。",
             "This organisation can take no more below it.");
    return NULL;
}

static struct err *place(struct call *c, const struct org_new *in, struct org *org)
{
    struct org parent = {0};
    if (in->parent_id) TRY(org_store_get(c, in->parent_id, &parent));
    TRY(org_check_place(c->arena, in->parent_id ? &parent : NULL, in->kind, in->level));
    if (!in->parent_id) TRY(check_first(c));
    int64_t number = 0;
    if (in->parent_id) TRY(next_child(c, in->parent_id, &number));
    org->path = org_child_path(c->arena, parent.path, number);
    org->parent_name = parent.name;
    org->ordinal = in->ordinal ? in->ordinal : parent.child_count + 1;
    return in->parent_id ? org_store_count_child(c, in->parent_id) : NULL;
}

struct err *org_add(struct call *c, const struct org_new *in, struct org *ret_org)
{
    struct org org = {.id = call_id(c),
                      .parent_id = in->parent_id,
                      .code = str_trim(in->code),
                      .name = str_trim(in->name),
                      .short_name = str_trim(in->short_name),
                      .kind = in->kind,
                      .level = in->level,
                      .is_school = in->is_school,
                      .is_site = in->is_site,
                      .seats = in->seats,
                      .state = ORG_ACTIVE,
                      .version = 1,
                      .created_at = c->now_us,
                      .updated_at = c->now_us};
    struct text_reading reading;
    if (!org.short_name.n) org.short_name = org.name;
    TRY(place(c, in, &org));
    read_name(c, &org, &reading);
    TRY(org_store_insert(c, &org, &reading));
    TRY(make_findable(c, &org, &reading));
    *ret_org = org;
    return NULL;
}

struct err *org_change(struct call *c, const struct org_change *in, struct org *org)
{
    struct text_reading reading;
    org->code = str_trim(in->code);
    org->name = str_trim(in->name);
    org->short_name = in->short_name.n ? str_trim(in->short_name) : org->name;
    org->is_school = in->is_school;
    org->is_site = in->is_site;
    org->seats = in->seats;
    if (in->state) org->state = in->state;
    org->ordinal = in->ordinal ? in->ordinal : org->ordinal;
    read_name(c, org, &reading);
    TRY(org_store_update(c, org, &reading));
    org->version++;
    org->updated_at = c->now_us;
    return make_findable(c, org, &reading);
}

struct err *org_list_tree(struct call *c, struct str path, struct list *ret_orgs)
{
    return org_store_below(c, path, ORG_DEPTH_MAX, INT32_MAX, ret_orgs);
}

/* ---- moving ---- */

struct err *org_check_move(struct call *c, int64_t org_id, int64_t to_parent_id, struct org *ret_org,
                           struct org *ret_parent)
{
    struct org from;
    int64_t deepest_n;
    TRY(org_store_get(c, org_id, ret_org));
    TRY(call_may(c, PERM_ORG_EDIT, ret_org->path));
    if (!to_parent_id)
        FAIL_FIELD(c->arena, "org.move_where", "parent_id", "请选择新的上级组织。", "Choose the new parent.");
    TRY(org_store_get(c, to_parent_id, ret_parent));
    TRY(call_may(c, PERM_ORG_EDIT, ret_parent->path));
    TRY(org_store_deepest(c, ret_org->path, &deepest_n));
    TRY(org_check_move_place(c->arena, ret_org, ret_parent, deepest_n));
    TRY(org_store_get(c, ret_org->parent_id, &from)); /* nobody takes their own organisation away from who is above */
    return call_may(c, PERM_ORG_EDIT, from.path);
}

struct err *org_move(struct call *c, int64_t org_id, int64_t to_parent_id, struct str reason, struct org *ret_org)
{
    struct org org, parent;
    int64_t number;
    TRY(org_check_move(c, org_id, to_parent_id, &org, &parent));
    TRY(call_match(c, org.version));
    TRY(next_child(c, parent.id, &number));
    struct org_move move = {.id = call_id(c),
                            .org_id = org.id,
                            .from_parent_id = org.parent_id,
                            .to_parent_id = parent.id,
                            .from_path = org.path,
                            .to_path = org_child_path(c->arena, parent.path, number),
                            .reason = str_trim(reason),
                            .moved_by = c->who->account_id,
                            .moved_at = c->now_us};
    TRY(org_store_move(c, &move, parent.child_count + 1));
    TRY(call_event(c, (struct event){"org.moved", org.id, move.id}));
    call_audit(c, org.id, move.to_path,
               str_printf(c->arena, "{\"move\":\"%lld\",\"from\":\"%.*s\",\"to\":\"%.*s\"}", (long long)move.id,
                          STR_ARG(move.from_path), STR_ARG(move.to_path)));
    return org_store_get(c, org.id, ret_org);
}
