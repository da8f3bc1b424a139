/* domain/org/org_private.h: what the files of the module share. */
#ifndef DOMAIN_ORG_ORG_PRIVATE_H
#define DOMAIN_ORG_ORG_PRIVATE_H

#include "domain/org/org.h"

struct command;
struct text_reading;

/* ---- rules: pure ---- */

enum { ORG_CHILDREN_MAX = 36 * 36 * 36 * 36 - 1, ORG_DEPTH_MAX = 8 };

/* Path of the number-th child, from 1. */
struct str org_child_path(struct arena *a, struct str parent_path, int64_t number);
/* The same for one that stands elsewhere with all that is below it, down to a path of deepest_n characters. */
ORG_USE struct err *org_check_move_place(struct arena *a, const struct org *org, const struct org *parent,
                                         int64_t deepest_n);
/* How far below `top` a path lies: 0 for top itself. */
int org_depth_below(struct str path, struct str top);

/* ---- store ---- */

ORG_USE struct err *org_store_get(struct call *c, int64_t org_id, struct org *ret_org);
ORG_USE struct err *org_store_insert(struct call *c, const struct org *org, const struct text_reading *reading);
ORG_USE struct err *org_store_update(struct call *c, const struct org *org, const struct text_reading *reading);
ORG_USE struct err *org_store_count_child(struct call *c, int64_t parent_id);
ORG_USE struct err *org_store_last_child(struct call *c, int64_t parent_id, int64_t *ret_number);
ORG_USE struct err *org_store_deepest(struct call *c, struct str path, int64_t *ret_n);
ORG_USE struct err *org_store_move(struct call *c, const struct org_move *move, int64_t ordinal);
ORG_USE struct err *org_store_children(struct call *c, int64_t parent_id, struct list *ret_orgs);
ORG_USE struct err *org_store_below(struct call *c, struct str path, int depth, int64_t most, struct list *ret_orgs);

/* ---- operations ---- */

ORG_USE struct err *org_change(struct call *c, const struct org_change *in, struct org *org);

/* Moves the organisation with all below it; ret_org is what it is then. */
ORG_USE struct err *org_move(struct call *c, int64_t org_id, int64_t to_parent_id, struct str reason,
                             struct org *ret_org);

extern const struct command org_command;

#endif
