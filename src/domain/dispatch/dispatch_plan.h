/* domain/dispatch/dispatch_plan.h: from people and offers to an instance of calc/plan, and from its answer to places.
 *
 * Everything lies in one arena of its own (struct solving.a), since it may be far larger than a call: whoever opens a
 * solving closes it. People who may go nowhere are not given to the solver; they keep the rule that forbids it.
 */
#ifndef DOMAIN_DISPATCH_DISPATCH_PLAN_H
#define DOMAIN_DISPATCH_DISPATCH_PLAN_H

#include "calc/plan/plan.h"
#include "domain/dispatch/dispatch_store.h"

struct use;
struct solving {
    struct arena *a;
    int today;
    struct dispatch_round round;
    struct dispatch_rules rules;
    struct list offers, quotas, wishes; /* struct dispatch_offer, dispatch_quota, dispatch_wish by person */
    struct list busy, called, away;     /* struct span_row by person */
    struct list attended;               /* struct attended_row by person */
    struct list people;                 /* struct dispatch_person by id */
    const char **forbidden;             /* of each person: the rule when nothing is admissible; NULL */
    int32_t *entry;                     /* of each person: index in the instance, or -1 */
    int32_t *person_of;                 /* of each entry: index in people */
    struct plan_instance in;
    int64_t *unit_people; /* of each unit */
    struct plan_result result;
    struct use *use; /* dispatch_figures.c */
};

/* Admissible pairs, caps, quotas and pins. ERR_CONFLICT "dispatch.quota_levels" when the quotas of a class stand on
 * different levels of the tree. */
DISPATCH_USE struct err *dispatch_plan_build(struct solving *s);
/* The place of a quota among those of an offer; -1 when nobody of the round is of that organisation. */
int32_t dispatch_plan_quota(const struct solving *s, int32_t offer, const struct dispatch_quota *q);
/* Once after solving, before the two below: how full each offer is. */
void dispatch_plan_prepare(struct solving *s);
/* The place of people[i] in the answer, with its reason. */
struct dispatch_place dispatch_plan_place(const struct solving *s, size_t i);
/* The figures of the answer, and those of first come, first served over the same pairs. */
void dispatch_plan_figures(const struct solving *s, struct dispatch_version *version);

/* ---- a version to begin from: dispatch_warm.c ---- */

/* The prices of the answer, to be kept with the version. */
struct str dispatch_warm_text(const struct solving *s);
/* The answer of a version that is kept, over the instance that was built: its places (struct kept_row) and prices.
 * Adds to `changes` (struct plan_change) that who was set by hand stays. False when the prices are of an instance of
 * another shape, and it has to be computed. */
bool dispatch_warm_read(struct solving *s, const struct list *kept, struct str prices, struct list *changes);

#endif
