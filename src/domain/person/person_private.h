/* domain/person/person_private.h: what the files of the module share. */
#ifndef DOMAIN_PERSON_PERSON_PRIVATE_H
#define DOMAIN_PERSON_PERSON_PRIVATE_H

#include "domain/person/person.h"

struct arena;
struct page_spec;
struct text_reading;

struct person_org { /* a unit and the days in it */
    int64_t id, person_id, org_id;
    struct str org_name;
    int from_on, until_on;
};

/* What is kept of a citizen number; all empty when there is none. */
struct person_citizen {
    struct str cipher, hash, mask;
};

/* ---- rules: pure ---- */

/* GB 11643: 17 digits, of which 7 to 14 are a date of birth not after today, and a check digit (ISO 7064 MOD 11-2, X
 * for 10). *ret_number has it with a capital X and without blanks. */
PERSON_USE struct err *person_check_citizen(struct arena *a, struct str typed, int today, struct str *ret_number);
/* "5001**********123X". */
struct str person_mask_citizen(struct arena *a, struct str number);
/* The 17th digit: odd for men. */
int person_citizen_gender(struct str number);

/* One line of a pasted list. */
struct person_line {
    struct str name;       /* without blanks inside */
    struct str unit;       /* empty: not given */
    struct str citizen_no; /* empty: not given */
};
/* Columns are cut at tabs, commas and semicolons of both widths, or else at blanks: the first with a Chinese character
 * (or any letter) is the name, 18 characters of a citizen number are that, the next text is the unit. Numbers of the
 * list ("1." "2、") are left out. */
struct person_line person_read_line(struct arena *a, struct str text);
/* Does a unit's name fit what was pasted? Equal, or the one inside of the other. */
bool person_unit_fits(struct str unit_name, struct str typed);

/* How to look for people: which of the three plans does the least work. */
enum person_plan {
    PERSON_PLAN_FOUND, /* from the search's tokens: few are met */
    PERSON_PLAN_TREE,  /* from the part of the tree: few are there */
    PERSON_PLAN_ORDER, /* in the order of the list until the page is full: many are met, so it is soon full */
};
enum {
    PERSON_PLAN_MOST = 20000, /* counted up to here */
    PERSON_BEGIN_MOST = 1000, /* with more names of one beginning in the city, a list by name has only these */
};
enum person_plan person_choose_plan(bool searching, int64_t met, int64_t in_tree);

/* ---- store ---- */

PERSON_USE struct err *person_store_find(struct call *c, int64_t person_id, struct person *ret_person, bool *ret_found);
PERSON_USE struct err *person_store_insert(struct call *c, const struct person *p, const struct text_reading *reading,
                                           const struct person_citizen *citizen, const struct rank *rank);
PERSON_USE struct err *person_store_update(struct call *c, const struct person *p, const struct text_reading *reading);
PERSON_USE struct err *person_store_set_citizen(struct call *c, int64_t person_id,
                                                const struct person_citizen *citizen);
PERSON_USE struct err *person_store_citizen_owner(struct call *c, struct str hash, int64_t *ret_person_id);
PERSON_USE struct err *person_store_set_rank(struct call *c, const struct person *p, const struct rank *rank);
PERSON_USE struct err *person_store_move(struct call *c, const struct person *p);
PERSON_USE struct err *person_store_add_rank(struct call *c, const struct person_rank *rank);
PERSON_USE struct err *person_store_end_rank(struct call *c, int64_t person_id, int until_on);
PERSON_USE struct err *person_store_add_org(struct call *c, const struct person_org *org);
PERSON_USE struct err *person_store_end_org(struct call *c, int64_t person_id, int until_on);
PERSON_USE struct err *person_store_orgs(struct call *c, int64_t person_id, struct list *ret_orgs);
PERSON_USE struct err *person_store_rank_find(struct call *c, struct str code, struct rank *ret_rank, bool *ret_found);
PERSON_USE struct err *person_store_audience_is(struct call *c, struct str code, bool *ret_is);
PERSON_USE struct err *person_store_rank_list(struct call *c, struct list *ret_ranks);
PERSON_USE struct err *person_store_audience_list(struct call *c, struct list *ret_audiences);
struct org_move;
/* The path of everybody below the organisation that moved. */
PERSON_USE struct err *person_store_move_paths(struct call *c, const struct org_move *move);
PERSON_USE struct err *person_store_count_tree(struct call *c, struct str path, int64_t most, int64_t *ret_count);
/* People of the whole city whose name begins with that sort key, up to `most`. */
PERSON_USE struct err *person_store_count_begin(struct call *c, struct str sort_key, int64_t most, int64_t *ret_count);
PERSON_USE struct err *person_store_by_name(struct call *c, struct str name_sort, struct str name, struct str path,
                                            int64_t most, struct list *ret_people);
extern const struct page_spec person_pages_found, person_pages_tree, person_pages_order; /* one for each plan */
extern const struct page_spec person_pages_begin;

extern const struct shape rank_shape, audience_shape, person_org_shape;

/* ---- operations ---- */

/* *ret_citizen is empty for an empty number. Errors: person.citizen_no, person.citizen_taken. */
PERSON_USE struct err *person_seal_citizen(struct call *c, int64_t person_id, struct str typed,
                                           struct person_citizen *ret_citizen);

/* ---- finding: person_find.c ---- */

PERSON_USE struct err *person_list_people(struct call *c);
PERSON_USE struct err *person_match(struct call *c);
extern const struct shape person_match_in_shape, person_match_out_shape;

#endif
