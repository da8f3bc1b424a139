/* domain/dispatch/dispatch.h: the right person to the right class: rounds of calls, replies, debts, and lists by name.
 *
 * A round offers seats in classes; a plan is computed from the ledgers (calc/plan) and kept as a version with its
 * certificate; the version that was reviewed is published: each person placed gets a call, in one transaction. A call
 * is answered by the person and confirmed by the unit, and becomes an enrolment; who does not come leaves a debt that
 * makes the next round think of them first. Hardship and refusal are told apart.
 *
 * Three lists are kept by name, with the rule and the evidence: never-trained, hard-to-release, over-trained. Their
 * thresholds are dated rules (`dispatch_…` in table rule). A list follows the ledger within a minute: whose ledger grew
 * is noted in the same transaction, and a job looks at them; once a day everybody is looked at.
 */
#ifndef DOMAIN_DISPATCH_DISPATCH_H
#define DOMAIN_DISPATCH_DISPATCH_H

#include "core/list.h"

#include <stdint.h>

struct call;
struct err;
struct module;

/* Everybody's place on the three lists afresh, for the maker of a demo. *ret_listed may be NULL. */
__attribute__((warn_unused_result)) struct err *dispatch_rebuild(struct call *c, int64_t *ret_listed);

/* Rounds for the maker of a demo, in the caller's transaction. */
struct dispatch_demo {
    int64_t org_id;                    /* whose people are called */
    struct list past_classes;          /* int64_t: open classes of last term, which begin 60 days ago or later */
    struct list spared;                /* int64_t: people whom last term's round did not call */
    struct list classes, next_classes; /* int64_t: open classes of this round and of the next */
    int64_t waits_id;                  /* somebody who is called and has not replied; 0: nobody */
    int64_t unit_id;                   /* a unit whose liaison has a reply to confirm; 0: none */
};
/* Last term's round, published and answered. The caller then holds its classes and confirms them; */
__attribute__((warn_unused_result)) struct err *dispatch_demo_past(struct call *c, const struct dispatch_demo *demo,
                                                                   int64_t *ret_round_id);
/* then it is closed, and what it did is counted. */
__attribute__((warn_unused_result)) struct err *dispatch_demo_past_close(struct call *c, int64_t round_id);
/* A round of long ago that called people by name, some of whom could not be released: the caller holds its class and
 * confirms it; then it is closed. */
struct dispatch_demo_named {
    const char *title;
    int64_t org_id, class_id; /* an open class, which begins 10 to 70 days after the round was published */
    struct list people;       /* int64_t, ascending */
    struct list excused;      /* int64_t: those of them whose reasons were accepted */
    int days_ago;             /* when it was published */
};
__attribute__((warn_unused_result)) struct err *
dispatch_demo_named(struct call *c, const struct dispatch_demo_named *named, int64_t *ret_round_id);
__attribute__((warn_unused_result)) struct err *
dispatch_demo_named_close(struct call *c, const struct dispatch_demo_named *named, int64_t round_id);
/* Two more: one published three days ago, with replies of every kind, a substitute, objections and debts; and the next
 * one, solved and waiting for the office's review. */
__attribute__((warn_unused_result)) struct err *dispatch_demo_make(struct call *c, const struct dispatch_demo *demo);

extern const struct module dispatch_module;

#endif
