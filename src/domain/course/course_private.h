/* domain/course/course_private.h: what the files of this folder share. Nobody else includes it. */
#ifndef DOMAIN_COURSE_COURSE_PRIVATE_H
#define DOMAIN_COURSE_COURSE_PRIVATE_H

#include "core/shape.h"
#include "domain/course/course.h"

struct arena;

/* An organisation that a course, programme or class was shared with. */
struct course_share {
    int64_t org_id;
    struct str org_name;
    int64_t shared_at;
};
extern const struct shape course_share_shape;
extern const struct shape course_item_shape, programme_item_shape; /* for lists: without content and tree */

/* ---- course_rules.c: pure ---- */

/* A course as it may be saved, coming from state `from` (COURSE_STATE_NONE for a new one). */
__attribute__((warn_unused_result)) struct err *course_check(struct arena *a, const struct course *course, int from);
/* A programme as it may be saved; `old` is NULL for a new one. Ids in the tree must be of the old tree, once each. */
__attribute__((warn_unused_result)) struct err *programme_check(struct arena *a, const struct programme *programme,
                                                                const struct programme *old);
/* Fills hours of modules and programme, and the totals by kind, from the units. */
void programme_sum(struct arena *a, struct programme *programme);
/* Puts units (in order, with module_id) under their modules. */
void programme_assemble(struct arena *a, struct programme *programme, struct list modules, struct list units);
/* A path below DATA/media that leads nowhere else. */
bool media_path_is_safe(struct str path);

/* ---- course_store.c: the only file that runs this module's SQL ---- */

__attribute__((warn_unused_result)) struct err *course_store_get(struct call *c, int64_t id, struct course *ret_course,
                                                                 bool *ret_found);
__attribute__((warn_unused_result)) struct err *course_store_stops(struct call *c, int64_t id, struct list *ret_stops);
__attribute__((warn_unused_result)) struct err *course_store_insert(struct call *c, const struct course *course,
                                                                    struct str sort);
__attribute__((warn_unused_result)) struct err *course_store_update(struct call *c, const struct course *course,
                                                                    struct str sort);
/* Replaces all stops; those without an id get one. */
__attribute__((warn_unused_result)) struct err *course_store_put_stops(struct call *c, struct course *course);
__attribute__((warn_unused_result)) struct err *course_store_is_shared(struct call *c, int64_t id, struct str path,
                                                                       bool *ret_shared);
__attribute__((warn_unused_result)) struct err *course_store_shares(struct call *c, int64_t id,
                                                                    struct list *ret_shares);
__attribute__((warn_unused_result)) struct err *course_store_share(struct call *c, int64_t id, int64_t org_id, bool on);

__attribute__((warn_unused_result)) struct err *course_store_audience_exists(struct call *c, struct str code,
                                                                             bool *ret_exists);

__attribute__((warn_unused_result)) struct err *media_store_get(struct call *c, int64_t id, struct media *ret_media,
                                                                bool *ret_found);
__attribute__((warn_unused_result)) struct err *media_store_insert(struct call *c, const struct media *media);

__attribute__((warn_unused_result)) struct err *programme_store_get(struct call *c, int64_t id,
                                                                    struct programme *ret_programme, bool *ret_found);
/* Modules and units of it, in order, not yet assembled. */
__attribute__((warn_unused_result)) struct err *programme_store_parts(struct call *c, int64_t id,
                                                                      struct list *ret_modules, struct list *ret_units);
__attribute__((warn_unused_result)) struct err *programme_store_insert(struct call *c, const struct programme *p,
                                                                       struct str sort);
__attribute__((warn_unused_result)) struct err *programme_store_update(struct call *c, const struct programme *p,
                                                                       struct str sort);
/* Replaces the tree: rows with known ids are changed, others added, the rest marked as removed. */
__attribute__((warn_unused_result)) struct err *programme_store_put_tree(struct call *c, struct programme *programme);
__attribute__((warn_unused_result)) struct err *programme_store_is_shared(struct call *c, int64_t id, struct str path,
                                                                          bool *ret_shared);
__attribute__((warn_unused_result)) struct err *programme_store_shares(struct call *c, int64_t id,
                                                                       struct list *ret_shares);
__attribute__((warn_unused_result)) struct err *programme_store_share(struct call *c, int64_t id, int64_t org_id,
                                                                      bool on);

/* ---- course.c, programme.c: operations ---- */

__attribute__((warn_unused_result)) struct err *programme_add(struct call *c, struct programme *programme);
__attribute__((warn_unused_result)) struct err *programme_set(struct call *c, struct programme *programme);
__attribute__((warn_unused_result)) struct err *media_add(struct call *c, struct media *media);

#endif
