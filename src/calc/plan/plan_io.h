/* calc/plan/plan_io.h: instances and answers as bytes: CSV for people with spreadsheets, a compact binary form for big
 * ones.
 *
 * Works on bytes that the caller has read, and writes through a sink; opens no files. docs/plan.md describes every
 * column and field. What is read may come from anywhere: each reader has limits, and says in which file, row and column
 * something is wrong. What a reader gives keeps pointing into the bytes that it was given.
 */
#ifndef CALC_PLAN_PLAN_IO_H
#define CALC_PLAN_PLAN_IO_H

#include "calc/plan/plan.h"

/* The names of the CSV files; NULL members when the instance has only numbers. */
struct plan_names {
    const struct str *person, *offer, *unit;
    const struct str *quota; /* the place that a quota group is for */
};

enum plan_file { PLAN_UNITS, PLAN_OFFERS, PLAN_QUOTAS, PLAN_PEOPLE, PLAN_ARCS, PLAN_FILES };
enum plan_answer_file { PLAN_ANSWER, PLAN_CLASSES, PLAN_PRICES, PLAN_ANSWER_FILES };

/* "units.csv", … */
extern const char *const plan_file_names[PLAN_FILES];
extern const char *const plan_answer_file_names[PLAN_ANSWER_FILES];

struct plan_sink {
    void (*put)(void *arg, const void *bytes, size_t n);
    void *arg;
};

/* Errors: ERR_INVALID "plan.file" with file, row and column; ERR_LIMIT "plan.file_too_big". People are sorted by unit
 * and name and offers by name, so the order of rows never matters. */
__attribute__((warn_unused_result)) struct err *plan_read_csv(struct arena *a, const struct str files[PLAN_FILES],
                                                              struct plan_instance *ret_instance,
                                                              struct plan_names *ret_names);
void plan_write_csv(const struct plan_instance *in, enum plan_file file, const struct plan_sink *sink);

bool plan_is_binary(struct str bytes);
/* The bytes must be aligned to 8. */
__attribute__((warn_unused_result)) struct err *plan_read_binary(struct arena *a, struct str bytes,
                                                                 struct plan_instance *ret_instance);
void plan_write_binary(const struct plan_instance *in, const struct plan_sink *sink);

bool plan_is_answer(struct str bytes);
/* An answer to this instance; ERR_INVALID when its sizes are others. */
__attribute__((warn_unused_result)) struct err *
plan_read_answer(struct arena *a, struct str bytes, const struct plan_instance *in, struct plan_result *ret_result);
void plan_write_answer(const struct plan_instance *in, const struct plan_result *r, const struct plan_sink *sink);
__attribute__((warn_unused_result)) struct err *
plan_read_answer_csv(struct arena *a, const struct str files[PLAN_ANSWER_FILES], const struct plan_instance *in,
                     const struct plan_names *names, struct plan_result *ret_result);
void plan_write_answer_csv(const struct plan_instance *in, const struct plan_names *names, const struct plan_result *r,
                           enum plan_answer_file file, const struct plan_sink *sink);

/* A synthetic city of n people from a seed: districts, townships, units, classes of four levels, and who may go where.
 * About 2.0 million arcs at 100,000 people, 48 million at 1,000,000. */
__attribute__((warn_unused_result)) struct err *plan_generate(struct arena *a, int32_t people, uint64_t seed,
                                                              struct plan_instance *ret_instance);

/* The name of a person, an offer or a unit, or its number from 1 when there are no names. */
struct str plan_name(struct arena *a, const struct str *names, int32_t index);

#endif
