/* domain/course/course.h: courses, media files, and programmes built from modules and units.
 *
 * A course belongs to the organisation that made it. It is seen by everybody whose role covers that organisation, and
 * by everybody whose role lies in the subtree of an organisation it was shared with; only roles that cover the owner
 * change it. A programme is a tree of modules and units that is read and replaced as a whole; ids of modules and units
 * that stay are kept, because classes point at units. Hours of a programme are the sum of its units, never typed in.
 */
#ifndef DOMAIN_COURSE_COURSE_H
#define DOMAIN_COURSE_COURSE_H

#include "api/perm.h"
#include "core/list.h"
#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct err;
struct shape;
struct module;

enum course_kind {
    COURSE_KIND_NONE,
    COURSE_THEORY,
    COURSE_CASE,
    COURSE_ROUTE,
    COURSE_ONLINE,
    COURSE_DISCUSSION,
    COURSE_FORUM,
    COURSE_KIND_COUNT
};
extern const char *const course_kind_names[];
extern const char *const course_kind_zh[];
extern const char *const course_kind_en[];

enum course_state { COURSE_STATE_NONE, COURSE_DRAFT, COURSE_PUBLISHED, COURSE_RETIRED };
extern const char *const course_state_names[];

enum media_kind { MEDIA_KIND_NONE, MEDIA_VIDEO, MEDIA_AUDIO, MEDIA_SLIDES, MEDIA_FILE };
extern const char *const media_kind_names[];
enum media_state { MEDIA_STATE_NONE, MEDIA_READY, MEDIA_FAILED };
extern const char *const media_state_names[];

struct course_stop { /* one stop of an on-site route */
    int64_t id;
    struct str name, address, guide;
    int64_t minutes;        /* spent there */
    int64_t travel_minutes; /* from the stop before */
    int64_t seats;          /* people that it can take at once; 0: unknown */
};

struct course {
    int64_t id, org_id;
    struct str org_name, org_path; /* of the owner */
    struct str code, title;
    int kind; /* enum course_kind */
    struct str audience_code;
    int64_t hours_centi;
    struct str summary, body;
    int64_t teacher_id;
    struct str teacher_name;
    int state; /* enum course_state */
    int64_t media_id;
    int64_t version, created_at, updated_at;
    struct list stops; /* struct course_stop, in order; filled by course_get, not in lists */
};
extern const struct shape course_shape, course_stop_shape;

struct media {
    int64_t id, org_id;
    struct str org_path;
    struct str title;
    int kind;        /* enum media_kind */
    struct str path; /* below DATA/media, no "..", no leading slash */
    int64_t seconds;
    int state; /* enum media_state */
    int64_t created_at;
};
extern const struct shape media_shape;

struct programme_unit {
    int64_t id, module_id;
    int64_t course_id; /* 0: a unit without a course behind it, such as free discussion */
    int kind;          /* enum course_kind */
    struct str title;
    int64_t hours_centi;
    struct str note;
};

struct programme_module {
    int64_t id;
    struct str title;
    struct list units;   /* struct programme_unit, in order */
    int64_t hours_centi; /* sum of the units */
};

struct programme_total { /* units of one kind */
    int kind;            /* enum course_kind */
    int64_t units, hours_centi;
};

struct programme {
    int64_t id, org_id;
    struct str org_name, org_path; /* of the owner */
    struct str title;
    struct str audience_code;
    struct str purpose;
    int64_t hours_centi; /* sum of the units */
    int64_t days_centi;
    int state; /* enum course_state */
    int64_t version, created_at, updated_at;
    struct list modules; /* struct programme_module, in order; filled by programme_get, not in lists */
    struct list totals;  /* struct programme_total, kinds that occur; filled with modules */
};
extern const struct shape programme_shape, programme_module_shape, programme_unit_shape, programme_total_shape;

/* With its stops. No permission is checked. */
__attribute__((warn_unused_result)) struct err *course_get(struct call *c, int64_t course_id,
                                                           struct course *ret_course);
/* Inserts or updates under the rules, with search words, for a caller who may edit; `course` comes back as it was
 * saved. */
__attribute__((warn_unused_result)) struct err *course_add(struct call *c, struct course *course);
__attribute__((warn_unused_result)) struct err *course_set(struct call *c, struct course *course);
/* Those that belong to that part of the tree, by owner, without stops. No permission is checked. */
__attribute__((warn_unused_result)) struct err *course_list_tree(struct call *c, struct str path,
                                                                 struct list *ret_courses);
/* PERM_COURSE_READ is given by owner or share, PERM_COURSE_EDIT by the owner's tree only. */
__attribute__((warn_unused_result)) struct err *course_may(struct call *c, enum perm perm, const struct course *course);
/* struct course_stop in order; empty for courses that are no routes. */
__attribute__((warn_unused_result)) struct err *course_stops(struct call *c, int64_t course_id, struct list *ret_stops);

/* With modules, units and totals. No permission is checked. */
__attribute__((warn_unused_result)) struct err *programme_get(struct call *c, int64_t programme_id,
                                                              struct programme *ret_programme);
__attribute__((warn_unused_result)) struct err *programme_may(struct call *c, enum perm perm,
                                                              const struct programme *programme);

/* No permission is checked: a lesson shows its file to whom the lesson is open. */
__attribute__((warn_unused_result)) struct err *media_get(struct call *c, int64_t media_id, struct media *ret_media);

/* ERR_INVALID "course.audience" on that input field unless there is such an audience; the empty code is accepted. */
__attribute__((warn_unused_result)) struct err *audience_check(struct call *c, struct str code, const char *field);

extern const struct module course_module;

#endif
