/* domain/evaluate/evaluate.h: what learners think of a lesson or a class: questionnaires from templates that are data.
 *
 * An anonymous questionnaire keeps that somebody answered (so that nobody answers twice) and what was answered, and no
 * way from the one to the other: scores and choices are added to tallies, comments go into a row with those of others,
 * sorted; neither has a time, and neither is in the audit log. Results are shown when the questionnaire is closed,
 * never before, so that nobody can compare before and after; and only when at least so many answered as the dated rule
 * evaluate_min_answers said when it was opened. Then the lesson's teacher and those who confirm the class see them.
 *
 * Dated rules: evaluate_min_answers, evaluate_open_days (how long one may answer after the lesson or the class).
 */
#ifndef DOMAIN_EVALUATE_EVALUATE_H
#define DOMAIN_EVALUATE_EVALUATE_H

#include "core/list.h"

#include <stdint.h>

struct call;
struct err;
struct module;

/* How many questionnaires a class has, and how many of them are closed. */
__attribute__((warn_unused_result)) struct err *evaluation_count(struct call *c, int64_t class_id, int64_t *ret_all,
                                                                 int64_t *ret_closed);

/* Two questionnaires for the maker of a demo, in the caller's transaction: on lessons of yesterday. */
struct evaluation_demo {
    int64_t class_id;
    int64_t closed_session_id; /* its questionnaire is closed and shows what was answered */
    int64_t open_session_id;   /* this one may still be answered */
    struct list spared;        /* int64_t: people who have not answered either */
};
__attribute__((warn_unused_result)) struct err *evaluation_demo_make(struct call *c,
                                                                     const struct evaluation_demo *demo);

extern const struct module evaluate_module;

#endif
