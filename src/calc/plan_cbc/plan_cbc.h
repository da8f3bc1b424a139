/* calc/plan_cbc/plan_cbc.h: the model of calc/plan solved by CBC, with constraints that our own solver does not know.
 *
 * For one small district: a branch and cut, so its time may explode. Optional: built with -Dcbc=enabled, off by
 * default; without it plan_cbc_solve says so. CBC's word that no answer is better is its own and goes into
 * plan_result.foreign_bound; prices and bound stay those of our solver's answer without the constraints, which
 * hold with them, too (a constraint only makes answers dearer), so plan_check proves of them what it proves of any.
 * CBC takes SIGINT while it searches, and ends with the best answer so far. One thread at a time.
 */
#ifndef CALC_PLAN_CBC_PLAN_CBC_H
#define CALC_PLAN_CBC_PLAN_CBC_H

#include "calc/plan/plan_constraint.h"

struct plan_cbc_options {
    bool no_minimum; /* as in plan_options */
    int seconds;     /* then the best answer so far */
};

/* Whether the instance may go to CBC at all: errors plan.cbc_absent and plan.cbc_too_big (LIMIT_PLAN_CBC_PEOPLE,
 * …_PAIRS). */
__attribute__((warn_unused_result)) struct err *plan_cbc_check(struct arena *a, const struct plan_instance *in);
/* `own` is an answer of plan_solve to the instance, in the mode that is wanted; constraints->n may be 0. What is found
 * is checked by plan_check and plan_check_constraints before it is given. Errors: as plan_cbc_check; plan.impossible
 * (nothing keeps all constraints), plan.cbc_no_answer (none found in time), plan.cbc_wrong. */
__attribute__((warn_unused_result)) struct err *
plan_cbc_solve(struct arena *a, const struct plan_instance *in, const struct plan_constraints *constraints,
               const struct plan_result *own, const struct plan_cbc_options *options, struct plan_result *ret_result);

#endif
