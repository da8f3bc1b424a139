/* domain/dispatch/dispatch_solve.h: what computing a version and asking “what if” share: loading, solving, progress. */
#ifndef DOMAIN_DISPATCH_DISPATCH_SOLVE_H
#define DOMAIN_DISPATCH_DISPATCH_SOLVE_H

#include "domain/dispatch/dispatch_plan.h"

/* Shares of the whole work, per cent, for the progress bar. */
enum { LOADED = 35, SOLVED = 70, SAVED = 100 };

struct solve {
    struct job *job;   /* NULL: */
    struct call *call; /* all in the transaction of this call */
    int64_t round_id;
    const struct list
        *named; /* int64_t, ascending: only these people; NULL: everybody of the round's part of the tree */
    struct solving s;
    struct arena *scratch; /* of one step of reading */
    int64_t version_id, began_us;
    size_t at, from; /* of saving */
    int64_t after;   /* of loading */
    int from_percent, until_percent;
    int stop;
    struct err *cancelled;
};

typedef struct err *step_fn(struct call *c, void *arg);

/* Opens the arenas, does the work, and closes them. The error is copied to `a`. */
DISPATCH_USE struct err *solve_run(struct solve *x, struct arena *a, struct err *(*work)(struct solve *x));
DISPATCH_USE struct err *solve_say(struct solve *x, int percent, const char *zh, const char *en);
/* A step in a read transaction; its `arg` is the struct solve. */
DISPATCH_USE struct err *solve_read(struct solve *x, step_fn *step);
/* Fills x->s from the database. */
DISPATCH_USE struct err *solve_load(struct solve *x);
/* Builds the instance and its answer in x->s. */
DISPATCH_USE struct err *solve_plan(struct solve *x);
/* Another instance of the same people, starting from an answer, between x->from_percent and x->until_percent. */
DISPATCH_USE struct err *solve_instance(struct solve *x, const struct plan_instance *in, const struct plan_result *warm,
                                        struct plan_result *ret_result);

#endif
