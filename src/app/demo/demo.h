/* app/demo/demo.h: `tongke demo`: a whole city from a seed, for trying, testing and measuring.
 *
 * Real divisions (demo/divisions.csv), invented schools, units and people, all marked as demo, five years of ledgers,
 * courses, programmes and classes in every state, and one class whose lesson is on now. The same seed and the same day
 * make the same city. It fills an empty database only.
 */
#ifndef APP_DEMO_DEMO_H
#define APP_DEMO_DEMO_H

#include "api/call.h"

struct module;

/* What the parts of the maker share. Lists lie in the call's arena. */
struct demo {
    struct call *c;
    uint64_t random; /* state of the generator */
    int64_t people_wanted;
    struct list orgs;                     /* struct demo_org, parents before children */
    struct list people;                   /* struct demo_person, by org */
    size_t root, academy;                 /* indexes into orgs */
    size_t focus;                         /* index of the district whose people the accounts are */
    int64_t media_id;                     /* the recorded lecture */
    int64_t course_ids[32], unit_ids[32]; /* by number in demo_courses */
    int64_t programme_id;                 /* the one that the class on now runs */
    int64_t class_id, run_id, lesson_id;  /* the class on now, the district's run of it, the lesson */
    struct str accounts;                  /* JSON for demo.json */
    struct list online;                   /* struct demo_seat: who follows the class on now alone */
};

/* Who of the focus district's first unit has a call to answer: the first ones are in other classes. */
enum { DEMO_CALLED = 5 };

enum demo_kind { DEMO_CITY, DEMO_ACADEMY, DEMO_INDUSTRY_SCHOOL, DEMO_UNIT, DEMO_DISTRICT, DEMO_SCHOOL, DEMO_TOWNSHIP };

struct demo_org {
    int64_t id;
    size_t parent; /* index; itself for the root */
    int kind;      /* enum demo_kind */
    int level;     /* 0 municipal, 1 district, 2 township */
    struct str name, path;
    int64_t children;    /* made so far, for the next child's path */
    size_t first_person; /* index into people */
    size_t person_count;
};

struct demo_person {
    int64_t id;
    size_t org; /* index */
    struct str name;
    int rank; /* index into demo_ranks */
    bool leader;
};

/* A person in a class. */
struct demo_seat {
    int64_t person_id, site_id;
};

/* Ranks of the demo: code, whether division level and above. */
struct demo_rank {
    const char *code;
    bool division;
};
extern const struct demo_rank demo_ranks[];

/* ---- randomness: splitmix64, so that the city is the same on every machine ---- */
uint64_t demo_random(struct demo *d);
int64_t demo_below(struct demo *d, int64_t n); /* 0 … n-1 */
bool demo_chance(struct demo *d, int percent);

/* ---- parts, in order; each in the caller's transaction ---- */
__attribute__((warn_unused_result)) struct err *demo_make_orgs(struct demo *d);
__attribute__((warn_unused_result)) struct err *demo_make_people(struct demo *d);
__attribute__((warn_unused_result)) struct err *demo_make_accounts(struct demo *d);
__attribute__((warn_unused_result)) struct err *demo_make_history(struct demo *d, int64_t *ret_entries);
__attribute__((warn_unused_result)) struct err *demo_make_courses(struct demo *d);
__attribute__((warn_unused_result)) struct err *demo_make_classes(struct demo *d);

struct demo_class {
    const char *code, *title, *state;
    size_t host;
    int from_days, until_days; /* from today */
    int64_t seats_min, seats_max;
    int64_t parent_id;
    bool anybody; /* for every audience, of no programme; else for section leaders */
};
__attribute__((warn_unused_result)) struct err *demo_add_class(struct demo *d, const struct demo_class *plan,
                                                               int64_t *ret_id);
/* A class of the past is held and confirmed: half-days of lessons, their rolls, the hours in the ledgers. With fewer
 * people than it needs it is cancelled. */
__attribute__((warn_unused_result)) struct err *demo_hold_class(struct demo *d, int64_t class_id, int from_days,
                                                                int until_days);
/* Whose accounts demo_make_accounts will make: int64_t, people. */
void demo_account_people(struct demo *d, struct list *ret_people);
__attribute__((warn_unused_result)) struct err *demo_make_rounds(struct demo *d);
/* After the accounts: who did it is one of them. */
__attribute__((warn_unused_result)) struct err *demo_make_daily(struct demo *d);
/* demo.json, which says that all is done. */
__attribute__((warn_unused_result)) struct err *demo_write_accounts(struct demo *d);

/* A name for a person: family name by its frequency, given name by sex (0 female, 1 male). */
struct str demo_name(struct demo *d, int sex);
/* First org of a kind below another (whole tree for the root); orgs.n when there is none. */
size_t demo_find_org(const struct demo *d, size_t below, int kind);
const struct demo_org *demo_org_at(const struct demo *d, size_t i);
const struct demo_person *demo_person_at(const struct demo *d, size_t i);

/* Prints who can sign in and what to try first, when the data is a demo city; otherwise nothing. */
void demo_announce(struct arena *a, const struct config *config, enum lang lang);

extern const char demo_divisions[], demo_divisions_end[]; /* demo/divisions.csv */
extern const struct module demo_module;
extern const char demo_password[];

#endif
