/* domain/trust/trust_private.h: shared by the files of the module. */
#ifndef DOMAIN_TRUST_TRUST_PRIVATE_H
#define DOMAIN_TRUST_TRUST_PRIVATE_H

#include "api/perm.h"
#include "core/list.h"
#include "core/shape.h"
#include "domain/trust/trust.h"

struct call;
struct event;
struct page_spec;

#define TRUST_USE __attribute__((warn_unused_result))

/* ---- who can see what: trust_access.c ---- */

extern const struct shape trust_grant_shape, trust_duties_shape, trust_routes_shape, trust_subject_shape;
extern const struct page_spec trust_reach_page, trust_within_page, trust_subject_page;
TRUST_USE struct err *trust_get_person_grants(struct call *c);
TRUST_USE struct err *trust_get_person_duties(struct call *c);
TRUST_USE struct err *trust_get_own_grants(struct call *c);
TRUST_USE struct err *trust_get_own_duties(struct call *c);
TRUST_USE struct err *trust_get_org_grants(struct call *c);
TRUST_USE struct err *trust_get_within(struct call *c);
TRUST_USE struct err *trust_get_routes(struct call *c);
TRUST_USE struct err *trust_get_subjects(struct call *c);

/* ",office,school_admin,": the roles that carry a permission, as statements look for them; PERM_PUBLIC: all. */
struct str trust_roles_with(struct arena *a, enum perm perm);

/* ---- one's own data, to take along: trust_own.c ---- */

enum { TRUST_COLUMNS_MAX = 13 };
struct trust_column {
    char kind; /* t text, l the same in both languages (two columns), i number, b yes or no, d date, m moment,
                  h hundredths, x bytes */
    const char *name, *zh, *en;
    const char *words; /* the group of words for a code; NULL: it is no code */
};
struct trust_table {
    const char *name, *file, *zh, *en;
    const struct sql *sql;
    struct trust_column columns[TRUST_COLUMNS_MAX]; /* the last one has no kind */
};
extern const struct trust_table trust_tables[];
extern const size_t trust_table_count;
TRUST_USE struct err *trust_take_book(struct call *c);
TRUST_USE struct err *trust_take_prepare(struct call *c);
TRUST_USE struct err *trust_take(struct call *c);

/* ---- corrections: trust_correct.c ---- */

extern const struct shape trust_correction_shape, trust_correction_answer_shape;
extern const struct page_spec trust_correction_page, trust_correction_own_page;
TRUST_USE struct err *trust_get_own_corrections(struct call *c);
TRUST_USE struct err *trust_post_correction(struct call *c);
TRUST_USE struct err *trust_get_corrections(struct call *c);
TRUST_USE struct err *trust_answer_correction(struct call *c);
/* An organisation moved in the tree, a person to another unit: who may answer moves along. */
TRUST_USE struct err *trust_on_org_moved(struct call *c, const struct event *event);
TRUST_USE struct err *trust_on_person_moved(struct call *c, const struct event *event);

/* ---- how long what is kept: trust_retain.c ---- */

struct job;
enum { TRUST_RETAIN_EVERY_S = 3600 };
extern const struct shape trust_retention_shape, trust_retentions_shape;
TRUST_USE struct err *trust_get_retention(struct call *c);
TRUST_USE struct err *trust_post_retention(struct call *c);
TRUST_USE struct err *trust_retain_run(struct job *job);

#endif
