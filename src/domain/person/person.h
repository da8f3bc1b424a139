/* domain/person/person.h: people, their unit and rank with history, and how they are found.
 *
 * A person belongs to one unit at a time; where they were and which rank they held on any past day is kept, and nobody
 * is deleted: who goes is "left" and keeps the ledger. The citizen number is sealed (AES-256-GCM), found by its HMAC,
 * shown masked, and never written to audit or log. Names are found by characters, pinyin and initials, sorted by pinyin
 * or strokes. Events: "person.added", "person.rank_changed", "person.moved" (subject: the person; of the last the
 * object is the unit left), "person.changed" (audience, state).
 */
#ifndef DOMAIN_PERSON_PERSON_H
#define DOMAIN_PERSON_PERSON_H

#include "api/perm.h"
#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct call;
struct err;
struct module;

#define PERSON_USE __attribute__((warn_unused_result))

enum person_gender { PERSON_GENDER_NONE, PERSON_MALE, PERSON_FEMALE };
extern const char *const person_gender_names[]; /* "", "male", "female" */

enum person_state { PERSON_STATE_NONE, PERSON_ACTIVE, PERSON_LEFT };
extern const char *const person_state_names[];

enum person_band { PERSON_BAND_NONE, PERSON_DIVISION_UP, PERSON_SECTION_DOWN };
extern const char *const person_band_names[];

struct rank {
    struct str code, name_zh, name_en;
    int64_t ordinal; /* 1 is the highest */
    int band;        /* enum person_band: which norms are for it */
};

struct audience {
    struct str code, name_zh, name_en;
    int64_t ordinal;
};

struct person {
    int64_t id;
    int64_t org_id;
    struct str org_name, org_path; /* of the unit */
    struct str name;
    struct str pinyin, initials;
    int gender;               /* enum person_gender; 0 unknown */
    struct str citizen_mask;  /* "5001**********123X"; empty: no number on record */
    struct str rank_code;     /* held today; empty: none */
    struct str audience_code; /* empty: none */
    struct str post;
    bool is_leader;  /* holds a leading post */
    int promoted_on; /* to the present leading post or rank; 0 unknown */
    int state;       /* enum person_state */
    bool demo;       /* made up by `tongke demo` */
    int64_t version, created_at, updated_at;
};

/* A rank and the days on which it was held. */
struct person_rank {
    int64_t id, person_id;
    struct str rank_code;
    int band;        /* enum person_band, of the rank */
    int64_t ordinal; /* of the rank */
    bool is_leader;
    int from_on, until_on; /* until_on is the last day; 0 still held */
    struct str note;
};
extern const struct shape person_shape, person_rank_shape;

/* ERR_ABSENT "person.absent". No permission is checked. */
PERSON_USE struct err *person_get(struct call *c, int64_t person_id, struct person *ret_person);
/* The same, with perm on the unit's path checked; on oneself PERM_PERSON_READ and PERM_LEDGER_READ are never refused.
 */
PERSON_USE struct err *person_may(struct call *c, enum perm perm, int64_t person_id, struct person *ret_person);
/* ERR_INVALID "person.absent" on that input field unless there is such a person; 0 is accepted. */
PERSON_USE struct err *person_check(struct call *c, int64_t person_id, const char *field);
/* All ranks a person held, the first one first. */
PERSON_USE struct err *person_ranks(struct call *c, int64_t person_id, struct list *ret_ranks);
/* The same for everybody whose id lies in [first_id, last_id], by person. */
PERSON_USE struct err *person_ranks_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_ranks);
/* At most `most` people with an id above after_id, by id: for walking through everybody. */
PERSON_USE struct err *person_walk(struct call *c, int64_t after_id, int64_t most, struct list *ret_people);

/* People in a part of the tree by the path of their unit, at most `most` behind (after_path, after_id): for walking
 * through it. */
PERSON_USE struct err *person_walk_tree(struct call *c, struct str path, struct str after_path, int64_t after_id,
                                        int64_t most, struct list *ret_people);
/* People who follow each other on that walk, both ends included. */
struct person_span {
    struct str first_path, last_path;
    int64_t first_id, last_id;
};
/* From the first to the last of a list that person_walk_tree gave; it is not empty. */
struct person_span person_span_of(const struct list *people);
/* The ranks of all these people in the order of the walk, each one's by their first day. */
PERSON_USE struct err *person_ranks_walk(struct call *c, const struct person_span *span, struct list *ret_ranks);
/* Whose citizen number this is; 0: nobody's. Error person.citizen_no when it is none. */
PERSON_USE struct err *person_find_citizen(struct call *c, struct str typed, int64_t *ret_person_id);
/* Active people of exactly this name in that part of the tree, at most 20. */
PERSON_USE struct err *person_find_named(struct call *c, struct str name, struct str path, struct list *ret_people);
/* struct rank, struct audience in their order. */
PERSON_USE struct err *person_rank_terms(struct call *c, struct list *ret_ranks);
PERSON_USE struct err *person_audience_terms(struct call *c, struct list *ret_audiences);

/* For somebody new. */
struct person_new {
    int64_t org_id;
    struct str name;
    int gender;
    struct str citizen_no; /* 18 characters, or empty */
    struct str rank_code;  /* empty: none */
    int rank_from_on;      /* 0: today */
    struct str audience_code;
    struct str post;
    bool is_leader;
    int promoted_on;
    int joined_on; /* in the unit since; 0: today */
    bool demo;     /* not from the API */
};
/* Without a check of permission. Errors: person.citizen_no, person.citizen_taken, person.rank, person.audience,
 * org.absent. */
PERSON_USE struct err *person_add(struct call *c, const struct person_new *in, struct person *ret_person);

struct person_change { /* PUT /people/{person_id} */
    struct str name;
    int gender;
    struct str citizen_no; /* empty: stays */
    struct str audience_code;
    struct str post;
    int state;
};
/* Without a check of permission. Errors: person.citizen_no, person.citizen_taken, person.audience. */
PERSON_USE struct err *person_change(struct call *c, const struct person_change *in, struct person *person);

struct person_rank_new {
    struct str rank_code;
    bool is_leader;
    int from_on;
    struct str note;
};
/* A new rank from a day on; the one before ends the day before. Errors: person.rank, person.rank_order when a later one
 * is on record already. */
PERSON_USE struct err *person_set_rank(struct call *c, struct person *person, const struct person_rank_new *in);
/* To another unit from a day on (not in the future). Errors: person.same_unit, person.move_order, person.future. */
PERSON_USE struct err *person_transfer(struct call *c, struct person *person, int64_t org_id, int from_on);

extern const struct module person_module;

#endif
