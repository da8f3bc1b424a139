/* domain/norm/norm_private.h: what the files of this folder share. */
#ifndef DOMAIN_NORM_NORM_PRIVATE_H
#define DOMAIN_NORM_NORM_PRIVATE_H

#include "domain/ledger/ledger.h"
#include "domain/norm/norm.h"

struct call;
struct page_spec;

/* A rank held for a time. */
struct norm_span {
    int64_t person_id;
    int from_on;
    int until_on; /* last day; 0 open */
    int band;     /* enum norm_band: NORM_DIVISION_UP or NORM_SECTION_DOWN */
    bool is_leader;
    int64_t ordinal; /* of the rank; 1 is the highest */
};

/* All that decides about one person. Spans by from_on; lines by seq, any dates. */
struct norm_facts {
    const struct norm_span *spans;
    size_t span_count;
    const struct ledger_line *lines;
    size_t line_count;
};

struct norm_status {
    int64_t person_id;
    struct str norm_code;
    int64_t norm_id;
    int from_on, until_on, due_on;
    int64_t hours_centi, days_centi;
    int state; /* enum norm_state */
    int next_on;
    int64_t updated_at;
};

/* ---- rules: pure ---- */

/* The window of a norm that holds this day. */
void norm_window_at(const struct norm *norm, int on, int *ret_from_on, int *ret_until_on);
/* Is this version in force, and does it apply to somebody with that history, on that day? */
bool norm_applies(const struct norm *norm, const struct norm_facts *facts, int on);
/* How far somebody is on a day. `norm` must apply. next_on is the next change by the calendar alone. */
void norm_measure(const struct norm *norm, const struct norm_facts *facts, int on, struct norm_progress *ret_progress);
/* First day after `on` on which another set of norms or another promotion counts for this person; 0 none. */
int norm_next_turn(const struct norm *norms, size_t n, const struct norm_facts *facts, int on);
/* Every norm that applies, in the order of `norms`, with next_on covering turns as well. Returns how many were put into
 * ret_progress, which has room for n. */
size_t norm_measure_all(const struct norm *norms, size_t n, const struct norm_facts *facts, int on,
                        struct norm_progress *ret_progress);
/* Do the two say the same about today (all but updated_at)? */
bool norm_status_same(const struct norm_status *a, const struct norm_status *b);
void norm_status_of(const struct norm_progress *p, int64_t person_id, struct norm_status *ret_status);
/* The earliest of two days, where 0 is never. */
int norm_sooner(int a, int b);

/* ---- store ---- */

/* Every version of every norm by code and from_on. `full` brings names and sources too. */
__attribute__((warn_unused_result)) struct err *norm_list(struct call *c, bool full, struct list *ret_norms);
/* The short list, read once in a call: a class of ten thousand asks for it for each person. */
__attribute__((warn_unused_result)) struct err *norm_list_once(struct call *c, const struct list **ret_norms);
__attribute__((warn_unused_result)) struct err *norm_get(struct call *c, int64_t norm_id, struct norm *ret_norm);
__attribute__((warn_unused_result)) struct err *norm_add(struct call *c, const struct norm *norm);
__attribute__((warn_unused_result)) struct err *norm_end(struct call *c, int64_t norm_id, int until_on);
__attribute__((warn_unused_result)) struct err *norm_spans(struct call *c, int64_t person_id, struct list *ret_spans);
__attribute__((warn_unused_result)) struct err *norm_spans_range(struct call *c, int64_t first_id, int64_t last_id,
                                                                 struct list *ret_spans);
__attribute__((warn_unused_result)) struct err *norm_people_after(struct call *c, int64_t after_id, int64_t most,
                                                                  struct list *ret_ids);
__attribute__((warn_unused_result)) struct err *norm_person_path(struct call *c, int64_t person_id,
                                                                 struct str *ret_path);
__attribute__((warn_unused_result)) struct err *norm_statuses(struct call *c, int64_t person_id,
                                                              struct list *ret_statuses);
__attribute__((warn_unused_result)) struct err *norm_statuses_range(struct call *c, int64_t first_id, int64_t last_id,
                                                                    struct list *ret_statuses);
__attribute__((warn_unused_result)) struct err *norm_status_set(struct call *c, const struct norm_status *status);
/* The same for one that is there, for a third less. */
__attribute__((warn_unused_result)) struct err *norm_status_change(struct call *c, const struct norm_status *status);
__attribute__((warn_unused_result)) struct err *norm_status_remove(struct call *c, int64_t person_id,
                                                                   struct str norm_code);
__attribute__((warn_unused_result)) struct err *norm_status_clear(struct call *c);
/* Everybody is due for the refresher. */
__attribute__((warn_unused_result)) struct err *norm_status_expire(struct call *c);
__attribute__((warn_unused_result)) struct err *norm_due_people(struct call *c, int64_t most, struct list *ret_ids);
__attribute__((warn_unused_result)) struct err *norm_due_count(struct call *c, int64_t *ret_people);

extern const struct page_spec norm_page;

#endif
