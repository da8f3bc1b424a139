/* app/plan/plan_command_private.h: what the parts of `tongke plan` share. */
#ifndef APP_PLAN_PLAN_COMMAND_PRIVATE_H
#define APP_PLAN_PLAN_COMMAND_PRIVATE_H

#include "app/plan/plan_command.h"
#include "calc/plan/plan_constraint.h"
#include "core/arena.h"

struct plan_job {
    struct arena *arena;
    enum lang lang;
    int argc; /* after the verb and the options */
    char **argv;
    bool weekly, no_minimum, no_caps, csv, unit_first, quiet, json;
    const char *out, *warm, *constraints;
    bool cbc;                                     /* --backend cbc */
    int64_t seconds;                              /* that CBC has */
    int64_t threads, seed, moves, trials, passed; /* passed: the urgency from which nobody may be passed over; -1 */
    struct plan_instance in;
    struct plan_names names;
    bool by_name; /* the instance came as CSV */
};

/* plan_files.c: a folder with CSV files, or one file in the compact form. */
__attribute__((warn_unused_result)) struct err *job_read_instance(struct plan_job *job, const char *path);
__attribute__((warn_unused_result)) struct err *job_read_answer(struct plan_job *job, const char *path,
                                                                struct plan_result *ret_result);
/* None when --constraints was not given. */
__attribute__((warn_unused_result)) struct err *job_read_constraints(struct plan_job *job,
                                                                     struct plan_constraints *ret_constraints);
__attribute__((warn_unused_result)) struct err *job_write_instance(struct plan_job *job, const char *path);
__attribute__((warn_unused_result)) struct err *job_write_answer(struct plan_job *job, const struct plan_result *r,
                                                                 const char *path);
/* The number of the person of that name. */
__attribute__((warn_unused_result)) struct err *job_find_person(struct plan_job *job, const char *name,
                                                                int32_t *ret_person);

/* plan_tell.c: in the reader's language, to standard output. */
void tell_result(const struct plan_job *job, const struct plan_result *r, int64_t elapsed_us);
void tell_json(const struct plan_result *r, int64_t elapsed_us);
void tell_verdict(const struct plan_job *job, const struct plan_result *r, const struct plan_verdict *v);
/* Which constraints an answer breaks; returns how many. */
int32_t tell_constraints(const struct plan_job *job, const struct plan_result *r,
                         const struct plan_constraints *constraints);
void tell_passed_over(const struct plan_job *job, int64_t people);
void tell_reason(const struct plan_job *job, const struct plan_reason *reason);
/* A row of the table that has reasons_head: the reason is what stands in the way at the offer that fits best. */
void tell_reason_row(const struct plan_job *job, const struct plan_reason *reason);
void tell_substitution(const struct plan_job *job, int32_t person, const struct plan_substitution *s);

#endif
