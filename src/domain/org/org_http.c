/* domain/org/org_http.c: shapes, handlers, routes, the module. */
#include "api/module.h"
#include "domain/org/org_private.h"
#include "domain/search/search.h"
#include "org_sql.h"

enum { TREE_DEPTH_MAX = 3, TREE_ROWS_MAX = 5000 };

#define NAME_FIELDS(T)                                                                                                 \
    F_TEXT(T, code, 0, 40, 0, "代码", "Code"), F_TEXT(T, name, 1, 100, SHAPE_REQUIRED, "名称", "Name"),                \
        F_TEXT(T, short_name, 0, 40, 0, "简称", "Short name"), F_BOOL(T, is_school, 0, "是教学机构", "Gives classes"), \
        F_BOOL(T, is_site, 0, "是教学点", "Receives lessons"), F_INT(T, seats, 0, 100000, 0, "座位数", "Seats"),       \
        F_INT(T, ordinal, 0, 1000000, 0, "排序号", "Place among its siblings")

static const struct shape_field org_new_fields[] = {
    F_ID(struct org_new, parent_id, SHAPE_REQUIRED, "上级编号", "Parent"),
    F_ENUM(struct org_new, kind, org_kind_names, SHAPE_REQUIRED, "类型", "Kind"),
    F_ENUM(struct org_new, level, org_level_names, SHAPE_REQUIRED, "层级", "Level"),
    NAME_FIELDS(struct org_new),
};
static const struct shape org_new_shape = SHAPE("OrgNew", struct org_new, org_new_fields);

static const struct shape_field org_change_fields[] = {
    NAME_FIELDS(struct org_change),
    F_ENUM(struct org_change, state, org_state_names, 0, "状态", "State"),
};
static const struct shape org_change_shape = SHAPE("OrgChange", struct org_change, org_change_fields);

struct org_tree {
    struct list items;
};
static const struct shape_field org_tree_fields[] = {
    F_LIST(struct org_tree, items, &org_shape, 0, TREE_ROWS_MAX, 0, "组织，上级在前", "Organisations, parents first"),
};
static const struct shape org_tree_shape = SHAPE("OrgTree", struct org_tree, org_tree_fields);

static const struct page_sort sorts[] = {{"path", "o.path"}, {"name", "o.name_sort"}, {"stroke", "o.stroke_sort"}};
static const struct page_filter filters[] = {
    {"q", SEARCH_FILTER("org", "o.id"), SHAPE_TEXT, "名称、拼音、首字母或代码", "name, pinyin, initials or code",
     text_query},
    {"kind", "o.kind = $?", SHAPE_TEXT, "类型", "kind"},
    {"level", "o.level = $?", SHAPE_TEXT, "层级", "level"},
    {"is_school", "o.is_school = $?", SHAPE_BOOL, "教学机构", "gives classes"},
    {"is_site", "o.is_site = $?", SHAPE_BOOL, "教学点", "receives lessons"},
    {"parent", "o.parent_id = $?", SHAPE_ID, "直接上级", "direct parent"},
    {"state", "o.state = $?", SHAPE_TEXT, "状态", "state"},
};
static const struct page_spec org_pages = {.base = &sql_org_page,
                                           .from = "org o",
                                           .id = "o.id",
                                           .sorts = sorts,
                                           .sort_count = sizeof sorts / sizeof *sorts,
                                           .filters = filters,
                                           .filter_count = sizeof filters / sizeof *filters};

static struct err *get_orgs(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ORG_READ, &path));
    return page_run(c, &org_pages, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

static struct err *get_tree(struct call *c)
{
    struct org_tree *out = c->out;
    struct str path;
    int64_t depth;
    TRY(org_scope(c, PERM_ORG_READ, &path));
    TRY(call_param_int(c, "depth", &depth));
    if (depth < 0 || depth > TREE_DEPTH_MAX)
        FAIL_FIELD(c->arena, "org.depth", "depth", "depth 应为 1 到 %d。", "depth must be 1 to %d.", TREE_DEPTH_MAX);
    TRY(org_store_below(c, path, depth ? (int)depth : 1, TREE_ROWS_MAX + 1, &out->items));
    if (out->items.n <= TREE_ROWS_MAX) return NULL;
    FAIL(c->arena, ERR_LIMIT, "org.tree_too_large", "范围内的组织太多，请减少层数或逐级展开。",
         "There are too many organisations: ask for fewer levels, or open one after the other.");
}

static struct err *get_org(struct call *c)
{
    struct org *out = c->out;
    TRY(org_get(c, c->path[0], out));
    TRY(call_may(c, PERM_ORG_READ, out->path));
    return org_ancestors(c, out->path, &out->ancestors);
}

static struct err *post_org(struct call *c)
{
    const struct org_new *in = c->in;
    struct org *out = c->out;
    struct str parent_path;
    TRY(org_path(c, in->parent_id, &parent_path));
    TRY(call_may(c, PERM_ORG_EDIT, parent_path));
    TRY(org_add(c, in, out));
    call_audit(c, out->id, out->path, (struct str){0});
    return NULL;
}

static struct err *put_org(struct call *c)
{
    struct org *out = c->out;
    TRY(org_get(c, c->path[0], out));
    TRY(call_may(c, PERM_ORG_EDIT, out->path));
    TRY(call_match(c, out->version));
    TRY(org_change(c, c->in, out));
    call_audit(c, out->id, out->path, (struct str){0});
    return NULL;
}

struct move_in {
    int64_t parent_id;
    struct str reason;
};
static const struct shape_field move_in_fields[] = {
    F_ID(struct move_in, parent_id, SHAPE_REQUIRED, "新上级", "New parent"),
    F_TEXT(struct move_in, reason, 1, 500, SHAPE_REQUIRED, "原因", "Reason"),
};
static const struct shape move_in_shape = SHAPE("OrgMoveIn", struct move_in, move_in_fields);

static struct err *post_move(struct call *c)
{
    const struct move_in *in = c->in;
    struct org *out = c->out;
    TRY(org_move(c, c->path[0], in->parent_id, in->reason, out));
    c->status = 200;
    return org_ancestors(c, out->path, &out->ancestors);
}

const struct route_param org_under_params[] = {ORG_UNDER_PARAM, {0}};
static const struct route_param tree_params[] = {
    ORG_UNDER_PARAM, {"depth", SHAPE_INT, "展开几层", "levels below it"}, {0}};

static const struct route routes[] = {
    {GET, "/orgs", TX_READ, PERM_ORG_READ, ROUTE_PAGE, NULL, &org_shape, &org_pages,
     "组织列表；under 限定范围，q 可用汉字、拼音、首字母",
     "Organisations; under=ID bounds, q takes characters, pinyin, initials", get_orgs, .params = org_under_params},
    {GET, "/orgs/tree", TX_HEAVY, PERM_ORG_READ, 0, NULL, &org_tree_shape, NULL,
     "组织树：under 及其下 depth 层（默认 1）", "The tree: `under` and `depth` levels below it (1)", get_tree,
     .params = tree_params},
    {GET, "/orgs/{org_id}", TX_READ, PERM_ORG_READ, ROUTE_VERSION, NULL, &org_shape, NULL, "一个组织及其各级上级",
     "One organisation with the way down to it", get_org},
    {POST, "/orgs", TX_WRITE, PERM_ORG_EDIT, ROUTE_VERSION, &org_new_shape, &org_shape, NULL, "新设组织",
     "A new organisation", post_org},
    {PUT, "/orgs/{org_id}", TX_WRITE, PERM_ORG_EDIT, ROUTE_VERSION, &org_change_shape, &org_shape, NULL,
     "修改组织；关闭用 state=closed", "Changes an organisation; closing it is state=closed", put_org},
    {POST, "/orgs/{org_id}/move", TX_WRITE, PERM_ORG_EDIT, ROUTE_VERSION, &move_in_shape, &org_shape, NULL,
     "把组织连同下级移到另一上级之下，人员、班次和看板随之变动",
     "Moves an organisation with all below it; people, classes and board follow", post_move},
};

const struct module org_module = {
    .name = "org",
    .schema = &org_schema,
    .statements = org_statements,
    .statement_count = &org_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .commands = &org_command,
    .command_count = 1,
};
