/* domain/trust/trust_private.h: shared by the files of the module. */
#ifndef DOMAIN_TRUST_TRUST_PRIVATE_H
#define DOMAIN_TRUST_TRUST_PRIVATE_H

#include "core/list.h"
#include "core/shape.h"
#include "domain/trust/trust.h"

struct call;
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

/* ---- one's own data, to take along: trust_own.c ---- */

TRUST_USE struct err *trust_take_prepare(struct call *c);
TRUST_USE struct err *trust_take(struct call *c);

/* ---- corrections: trust_correct.c ---- */

extern const struct shape trust_correction_shape, trust_correction_answer_shape;
extern const struct page_spec trust_correction_page, trust_correction_own_page;
TRUST_USE struct err *trust_get_own_corrections(struct call *c);
TRUST_USE struct err *trust_post_correction(struct call *c);
TRUST_USE struct err *trust_get_corrections(struct call *c);
TRUST_USE struct err *trust_answer_correction(struct call *c);

/* ---- how long what is kept: trust_retain.c ---- */

struct job;
enum { TRUST_RETAIN_EVERY_S = 3600 };
extern const struct shape trust_retention_shape, trust_retentions_shape;
TRUST_USE struct err *trust_get_retention(struct call *c);
TRUST_USE struct err *trust_post_retention(struct call *c);
TRUST_USE struct err *trust_retain_run(struct job *job);

#endif
