/* calc/plan/plan_constraint.h: what a small district may want beside the model of plan.h, as a CSV file.
 *
 * A constraint is about some people of an instance. Our own solver does not know any; calc/plan_cbc does, and
 * plan_check_constraints says of any answer which of them it breaks. docs/plan.md describes the file.
 */
#ifndef CALC_PLAN_PLAN_CONSTRAINT_H
#define CALC_PLAN_PLAN_CONSTRAINT_H

#include "calc/plan/plan_io.h"

enum plan_constraint_kind {
    PLAN_AT_MOST,  /* at most n of them sit in the offer, or anywhere */
    PLAN_AT_LEAST, /* at least n of them, where the offer has anybody or must run; or anywhere */
    PLAN_AWAY,     /* in no period are more than n of them away */
    PLAN_TOGETHER, /* all in one offer, or all left out */
    PLAN_APART,    /* no two in one offer */
};

struct plan_constraint {
    struct str name;
    enum plan_constraint_kind kind;
    int32_t offer; /* -1: any */
    int32_t n;     /* 1 for PLAN_APART */
    const int32_t *person;
    int32_t people;
};

struct plan_constraints {
    const struct plan_constraint *p;
    int32_t n;
};

enum { PLAN_CONSTRAINTS_MAX = 1000, PLAN_CONSTRAINT_ROWS_MAX = 100000 };
extern const char plan_constraints_file_name[]; /* for errors: "constraints.csv" */

/* Errors: as plan_read_csv. */
__attribute__((warn_unused_result)) struct err *plan_read_constraints(struct arena *a, struct str bytes,
                                                                      const struct plan_instance *in,
                                                                      const struct plan_names *names,
                                                                      struct plan_constraints *ret_constraints);

struct plan_constraint_breach {
    int32_t constraint; /* its index */
    int32_t have, limit;
};
/* The constraints that an answer breaks, each once; returns how many. ret_breach has room for all. */
int32_t plan_check_constraints(const struct plan_instance *in, const struct plan_result *r,
                               const struct plan_constraints *constraints, struct plan_constraint_breach *ret_breach);

#endif
