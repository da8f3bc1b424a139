/* domain/org/org_rules.c: what fits where in the tree. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/org/org_private.h"

#include <string.h>

const char *const org_kind_names[] = {"",         "city", "academy", "district", "school", "industry_school",
                                      "township", "unit", NULL};
const char *const org_level_names[] = {"", "municipal", "district", "township", NULL};
const char *const org_state_names[] = {"", "active", "closed", NULL};

/* The only level of a kind; 0: any that is not above the parent's. */
static int level_of_kind(int kind)
{
    switch (kind) {
    case ORG_CITY:
    case ORG_ACADEMY: return ORG_LEVEL_MUNICIPAL;
    case ORG_DISTRICT: return ORG_LEVEL_DISTRICT;
    case ORG_TOWNSHIP: return ORG_LEVEL_TOWNSHIP;
    default: return ORG_LEVEL_NONE;
    }
}

static bool parent_takes(const struct org *parent, int kind)
{
    switch (kind) {
    case ORG_ACADEMY:
    case ORG_DISTRICT: return parent->kind == ORG_CITY;
    case ORG_TOWNSHIP: return parent->kind == ORG_DISTRICT;
    case ORG_SCHOOL:
    case ORG_INDUSTRY_SCHOOL:
    case ORG_UNIT: return true;
    default: return false;
    }
}

struct err *org_check_place(struct arena *a, const struct org *parent, int kind, int level)
{
    int only = level_of_kind(kind);
    if (only && level != only)
        FAIL_FIELD(a, "org.place", "level", "这种组织的层级应为 %s。", "The level of such an organisation is %s.",
                   org_level_names[only]);
    if (!parent) {
        if (kind == ORG_CITY) return NULL;
        FAIL_FIELD(a, "org.place", "parent_id", "请选择上级组织。", "Choose the organisation that it belongs to.");
    }
    if (kind == ORG_CITY)
        FAIL_FIELD(a, "org.second_city", "kind", "组织树只有一个市级根节点。", "The tree has one city at its top.");
    if (!parent_takes(parent, kind) || level < parent->level)
        FAIL_FIELD(a, "org.place", "parent_id", "“%.*s”下面不能设这种组织，请选择别的上级。",
                   "Such an organisation cannot stand below “%.*s”. Choose another parent.", STR_ARG(parent->name));
    if (parent->path.n / ORG_PATH_GROUP >= ORG_DEPTH_MAX)
        FAIL_FIELD(a, "org.too_deep", "parent_id", "组织最多 %d 层。", "The tree has at most %d levels.",
                   ORG_DEPTH_MAX);
    return NULL;
}

struct err *org_check_move_place(struct arena *a, const struct org *org, const struct org *parent, int64_t deepest_n)
{
    int below = (int)((deepest_n - (int64_t)org->path.n) / ORG_PATH_GROUP);
    if (!org->parent_id)
        FAIL_FIELD(a, "org.move_city", "parent_id", "组织树的根节点不能移动。", "The top of the tree cannot be moved.");
    if (path_is_under(parent->path, org->path))
        FAIL_FIELD(a, "org.move_into_itself", "parent_id", "不能移到自己或自己的下级之下。",
                   "An organisation cannot be moved below itself.");
    if (parent->id == org->parent_id)
        FAIL_FIELD(a, "org.move_nowhere", "parent_id", "它已经在“%.*s”之下。", "It is below “%.*s” already.",
                   STR_ARG(parent->name));
    if (parent->state == ORG_CLOSED)
        FAIL_FIELD(a, "org.move_closed", "parent_id", "“%.*s”已关闭，请选择别的上级。",
                   "“%.*s” is closed: choose another parent.", STR_ARG(parent->name));
    TRY(org_check_place(a, parent, org->kind, org->level));
    if ((int)(parent->path.n / ORG_PATH_GROUP) + 1 + below <= ORG_DEPTH_MAX) return NULL;
    FAIL_FIELD(a, "org.too_deep", "parent_id", "组织最多 %d 层，它的下级在那里放不下。",
               "The tree has at most %d levels: what is below it would not fit there.", ORG_DEPTH_MAX);
}

struct str org_child_path(struct arena *a, struct str parent_path, int64_t number)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    size_t n = parent_path.n + ORG_PATH_GROUP;
    char *p = arena_bytes(a, n);
    if (parent_path.n) memcpy(p, parent_path.p, parent_path.n);
    for (size_t i = n; i > parent_path.n; number /= 36) p[--i] = digits[number % 36];
    return (struct str){p, n};
}

struct str org_path_end(struct arena *a, struct str path) { return str_printf(a, "%.*s~", STR_ARG(path)); }

int org_depth_below(struct str path, struct str top)
{
    return path.n < top.n ? 0 : (int)((path.n - top.n) / ORG_PATH_GROUP);
}
