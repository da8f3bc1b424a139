/* domain/org/org.h: the tree of organisations: the city, its districts and townships, schools, units.
 *
 * Every organisation but the city has a parent and a path: groups of four base-36 digits, one for each step from the
 * city
 * ("0000") down, numbered under the parent in the order of arriving. A path is never used again, so "below X" is a
 * range of text: path >= X AND path < X~. It changes only when its organisation (or one above) moves in the tree:
 * org_move says from where to where, and the event "org.moved" lets whoever keeps copies of paths follow in the same
 * transaction. Nothing is deleted: what ends is closed, and keeps its people's history. The name is found by
 * characters, pinyin and initials.
 */
#ifndef DOMAIN_ORG_ORG_H
#define DOMAIN_ORG_ORG_H

#include "api/param.h"
#include "api/perm.h"
#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct arena;
struct call;
struct err;
struct module;

#define ORG_USE __attribute__((warn_unused_result))

enum org_kind {
    ORG_KIND_NONE,
    ORG_CITY,
    ORG_ACADEMY,
    ORG_DISTRICT,
    ORG_SCHOOL,
    ORG_INDUSTRY_SCHOOL,
    ORG_TOWNSHIP,
    ORG_UNIT,
};
extern const char *const org_kind_names[]; /* "", "city", "academy", … for F_ENUM */

enum org_level { ORG_LEVEL_NONE, ORG_LEVEL_MUNICIPAL, ORG_LEVEL_DISTRICT, ORG_LEVEL_TOWNSHIP };
extern const char *const org_level_names[];

enum org_state { ORG_STATE_NONE, ORG_ACTIVE, ORG_CLOSED };
extern const char *const org_state_names[];

enum { ORG_PATH_GROUP = 4 }; /* characters of a path for each step down */
#define ORG_ROOT_PATH "0000"

struct org_step { /* one on the way from the city down */
    int64_t id;
    struct str name, short_name, path;
};

struct org {
    int64_t id, parent_id; /* parent_id 0: the city */
    struct str parent_name;
    struct str path;
    struct str code; /* national code of a division or of an organisation; empty: none */
    struct str name, short_name;
    int kind;       /* enum org_kind */
    int level;      /* enum org_level */
    bool is_school; /* gives classes */
    bool is_site;   /* has a room that receives lessons */
    int64_t seats;  /* of that room */
    struct str pinyin, initials;
    int state;           /* enum org_state */
    int64_t ordinal;     /* place among its siblings */
    int64_t child_count; /* directly below, closed ones too */
    int64_t version, created_at, updated_at;
    struct list ancestors; /* struct org_step, the city first; filled by GET /orgs/{org_id} only */
};
extern const struct shape org_shape, org_step_shape;

/* ERR_ABSENT "org.absent". No permission is checked by these three. */
ORG_USE struct err *org_get(struct call *c, int64_t org_id, struct org *ret_org);
ORG_USE struct err *org_path(struct call *c, int64_t org_id, struct str *ret_path);
/* struct org_step from the city down to the parent. */
ORG_USE struct err *org_ancestors(struct call *c, struct str path, struct list *ret_steps);
/* By exact code or name; the first when several have it, the highest in the tree before the others. */
ORG_USE struct err *org_find(struct call *c, struct str code_or_name, struct org *ret_org, bool *ret_found);
/* A route whose handler asks org_scope declares it: alone, or as a row of its own table. */
#define ORG_UNDER_PARAM                                                                                                \
    {                                                                                                                  \
        "under", SHAPE_ID, "范围：这个组织及其下级", "an organisation and all below it"                                \
    }
extern const struct route_param org_under_params[];
/* The organisation with `path` in the query's `under`, or without it the widest one on which the caller has perm. The
 * permission is checked: pages bounded to *ret_path (org_path_end) need no other check. */
ORG_USE struct err *org_scope(struct call *c, enum perm perm, struct str *ret_path);
/* path >= P AND path < org_path_end(P) is P and all below it. */
struct str org_path_end(struct arena *a, struct str path);

struct org_change { /* PUT /orgs/{org_id} */
    struct str code, name, short_name;
    bool is_school, is_site;
    int64_t seats;
    int state;
    int64_t ordinal;
};
/* Without a check of permission. */
ORG_USE struct err *org_change(struct call *c, const struct org_change *in, struct org *org);
/* That part of the tree, by path, closed ones too. */
ORG_USE struct err *org_list_tree(struct call *c, struct str path, struct list *ret_orgs);

/* For a new one. */
struct org_new {
    int64_t parent_id; /* 0 only for the city itself */
    struct str code, name, short_name;
    int kind, level;
    bool is_school, is_site;
    int64_t seats;
    int64_t ordinal;
};
/* Without a check of permission. Errors: org.place (kind and level do not fit below the parent), org.second_city,
 * org.too_many. */
ORG_USE struct err *org_add(struct call *c, const struct org_new *in, struct org *ret_org);

/* One move; event "org.moved" has the organisation as subject and the move as object. */
struct org_move {
    int64_t id, org_id, from_parent_id, to_parent_id;
    struct str from_path, to_path; /* of the organisation */
    struct str reason;
    int64_t moved_by, moved_at;
};
ORG_USE struct err *org_move_get(struct call *c, int64_t move_id, struct org_move *ret_move);
/* May the organisation go below that parent? Loads both; the permission on both sides is checked. Errors: org.move_*,
 * org.place, org.too_deep. */
ORG_USE struct err *org_check_move(struct call *c, int64_t org_id, int64_t to_parent_id, struct org *ret_org,
                                   struct org *ret_parent);
/* Does a new organisation of this kind and level fit below that parent (NULL for the city)? */
ORG_USE struct err *org_check_place(struct arena *a, const struct org *parent, int kind, int level);

extern const struct module org_module;

#endif
