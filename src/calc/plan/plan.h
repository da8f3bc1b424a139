/* calc/plan/plan.h: the right person to the right class: seats, quotas and absence caps, with a proof of how good it
 * is.
 *
 * Pure: values in, values out; no database, no clock, no files. An instance is read only and belongs to the caller; a
 * result lies in the arena that was given. Everything is integers with a fixed order of work, so the same instance,
 * mode and seed give the same answer on any number of threads. Who sits where is decided by integers alone.
 *
 *     least   sum of the urgency of those left out + sum of the fit of those placed
 *     (1)     each person in one offer, or left out
 *     (2)     an offer has at most `seats_max` people; with fewer than `seats_min` it does not run
 *     (3)     each quota group of an offer has at most `max` people (and, where it runs, at least `min`)
 *     (4)     in each period at most `unit_cap` people of a unit are away; periods are waves or weeks
 *
 * docs/plan.md says how it works, what the certificate proves, and gives an example to follow on paper.
 */
#ifndef CALC_PLAN_PLAN_H
#define CALC_PLAN_PLAN_H

#include "core/str.h"

struct arena;
struct err;

enum {
    PLAN_PLACES = 3,           /* kinds of places that a person has: district, township and unit, say */
    PLAN_FIT_MAX = 1023,       /* the worst fit; 0 is the best */
    PLAN_URGENCY_MAX = 100000, /* what it may cost to leave one person out */
    PLAN_OFFERS_MAX = 1 << 22, /* an arc has 22 bits for its offer */
    PLAN_PEOPLE_MAX = 4000000,
    PLAN_ARCS_OF_PERSON_MAX = 4000,
    PLAN_SEATS_MAX = 1000000,  /* of one offer */
    PLAN_PERIODS_MAX = 64,     /* weeks, or waves */
    PLAN_GROUPS_MAX = 1 << 21, /* quota groups of all offers and the offers without: 21 bits */
    PLAN_NO_CAP = 1 << 30,     /* a unit that may be emptied */
    PLAN_OUT = -1,             /* in an assignment: left out */
    PLAN_PRICE_ONE = 256,      /* prices count in 256ths of a unit of cost */
};

/* One way in which a person may be placed: which offer, and how badly it fits. */
#define PLAN_ARC(offer, fit) ((uint32_t)(offer) << 10 | (uint32_t)(fit))
#define PLAN_ARC_OFFER(arc) ((int32_t)((arc) >> 10))
#define PLAN_ARC_FIT(arc) ((int32_t)((arc)&1023))

/* A quota: how many of one group an offer takes. */
struct plan_quota {
    int32_t min; /* kept only where the offer runs; one of the minima that plan_decision reports on */
    int32_t max;
};

struct plan_offer {
    int32_t seats_min; /* with fewer it is cancelled */
    int32_t seats_max;
    uint64_t weeks;      /* bit w: takes people away in week w; 0: online, takes nobody away */
    int32_t wave;        /* the wave in which it is, from 0 */
    int32_t by;          /* 0: no quotas; 1 to PLAN_PLACES: quotas by place[by - 1] */
    int32_t quota_first; /* place x has instance.quotas[quota_first + x] */
    int32_t quota_count;
    bool must_run; /* not to be cancelled; filled to its minimum as far as anybody can come */
};

enum plan_pin { PLAN_FREE = 0, PLAN_STAYS_OUT = -1 }; /* of plan_person.pin; otherwise offer + 1 */

struct plan_person {
    int32_t unit;
    int32_t urgency;            /* what it costs to leave the person out */
    int32_t place[PLAN_PLACES]; /* index within the quotas of the offers that count by that place */
    int32_t pin;                /* frozen: already notified, or set by hand; enum plan_pin or offer + 1 */
    int32_t also; /* 1 + the index of another entry of the same person, 0 for none: a second entry asks for
                     a second offer beside the first (an online class, another wave), which must not overlap */
};

/* People of one unit, and of one part of the city, had better stand together: it is faster, and decides nothing. */
struct plan_instance {
    int32_t people, offers, units, quotas;
    int32_t waves; /* 1 to PLAN_PERIODS_MAX */
    int32_t weeks; /* 0 to PLAN_PERIODS_MAX */
    const struct plan_person *person;
    const struct plan_offer *offer;
    const struct plan_quota *quota;
    const int32_t *unit_cap;  /* people of the unit away at once, in each period */
    const int64_t *arc_first; /* people + 1: the arcs of person p are arc[arc_first[p]] to arc[arc_first[p + 1] - 1] */
    const uint32_t *arc;      /* PLAN_ARC, ascending by offer within a person; the admissible offers, and no others */
};

enum plan_mode {
    PLAN_WAVE,   /* a class counts as absence of its whole wave */
    PLAN_WEEKLY, /* a class counts as absence of the weeks that it covers */
};

struct plan_progress {
    const char *phase; /* "prices", "places", "moves", "minima" */
    int percent;       /* of the whole work, a guess that never falls */
    int64_t objective; /* of the best answer so far; -1 while there is none */
};

struct plan_options {
    enum plan_mode mode;
    uint64_t seed;   /* breaks ties between equally good people and offers */
    int threads;     /* 0: one */
    bool no_minimum; /* seats and quotas have no minimum: the plain flow, as a yardstick */
    const int *stop; /* read now and then; once it is not 0 the best answer so far is returned. NULL: never */
    void (*progress)(void *arg, const struct plan_progress *progress); /* on the caller's thread; may be NULL */
    void *progress_arg;
    const struct plan_result *warm; /* an answer to a similar instance with the same people, offers and quotas */
};

/* For any prices that are not negative, sum over people of the least of urgency and fit + prices, less prices times
 * what they are for, is a lower bound of the objective. The seats of an offer that nobody would pay for, because it is
 * cancelled, cost more than any urgency. */
struct plan_prices {
    int32_t periods;      /* of the mode */
    const int32_t *seat;  /* of an offer's seats, in 1/PLAN_PRICE_ONE */
    const int32_t *quota; /* of a group's seats, beside the offer's own price */
    const int32_t *away;  /* units × periods: of a unit's right to have one more person away */
};

enum plan_run { PLAN_RUNS, PLAN_CANCELLED, PLAN_SHORT /* must run, but below a minimum */ };

/* Each offer that would not have reached a minimum by itself, in the order in which they were decided. */
struct plan_decision {
    int32_t offer;
    enum plan_run run;
    int32_t had, needed; /* people without the decision; the minimum of seats */
    int64_t cost_run;    /* what filling it would cost; -1: it cannot be filled */
    int64_t cost_cancel; /* what placing its people elsewhere costs */
    int32_t quota;       /* the group below its minimum, or -1: the seats */
};

struct plan_result {
    int32_t people, offers;
    enum plan_mode mode;
    const int32_t *assigned; /* of each person: an offer, or PLAN_OUT */
    const int32_t *filled;   /* of each offer */
    const uint8_t *run;      /* of each offer: enum plan_run */
    const struct plan_decision *decision;
    int32_t decisions;
    struct plan_prices prices;
    int64_t objective, fit; /* fit: the part of the objective that is not urgency */
    int32_t left_out;
    int64_t bound; /* no answer is cheaper: from the prices, over all arcs; docs/plan.md says how minima raise it */
    bool stopped;  /* by options.stop */
    int64_t foreign_bound; /* what another solver says that no answer goes below: its word, which plan_check cannot
                              prove; 0: none */
};

/* ERR_INVALID with a field like "offers[3].seats_max" when an instance breaks what is said above. */
__attribute__((warn_unused_result)) struct err *plan_check_instance(struct arena *a, const struct plan_instance *in,
                                                                    enum plan_mode mode);
/* Checks the instance, then places people. Errors: as plan_check_instance. */
__attribute__((warn_unused_result)) struct err *plan_solve(struct arena *a, const struct plan_instance *in,
                                                           const struct plan_options *options,
                                                           struct plan_result *ret_result);

/* gap: (objective − bound) of the objective in millionths; per person and over fit likewise. */
int64_t plan_gap_ppm(const struct plan_result *r);
int64_t plan_gap_over_fit_ppm(const struct plan_result *r);
/* Hundredths of a unit of cost. */
int64_t plan_gap_per_person_centi(const struct plan_result *r);
/* The fit of a person in an offer, or -1 when it is not admissible. */
int32_t plan_fit(const struct plan_instance *in, int32_t person, int32_t offer);
/* The quota group of a person in an offer: an index in in->quota, or -1 when it has no quotas. */
int32_t plan_group(const struct plan_instance *in, int32_t person, int32_t offer);
/* The periods in which an offer takes people away. */
uint64_t plan_periods(const struct plan_offer *offer, enum plan_mode mode);

/* ---- the checker: plan_check.c, which shares nothing with the solver ---- */

enum plan_breach_kind {
    PLAN_BREACH_ARC,       /* not admissible; `have` is the offer */
    PLAN_BREACH_SEATS,     /* of an offer: over the maximum */
    PLAN_BREACH_MINIMUM,   /* of an offer that runs: under the minimum */
    PLAN_BREACH_CANCELLED, /* people in an offer that is cancelled */
    PLAN_BREACH_QUOTA,     /* of a group: over the maximum */
    PLAN_BREACH_QUOTA_MINIMUM,
    PLAN_BREACH_CAP,       /* of a unit in a period */
    PLAN_BREACH_PIN,       /* of a person: not where they were frozen */
    PLAN_BREACH_OVERLAP,   /* of a person with two offers at once */
    PLAN_BREACH_PRICE,     /* a negative price */
    PLAN_BREACH_OBJECTIVE, /* what the result claims is not what the places cost */
    PLAN_BREACH_BOUND,     /* the claimed bound does not follow from the prices */
};

struct plan_breach {
    enum plan_breach_kind kind;
    int32_t person, offer, quota, unit, period; /* what it is about; -1 where it is not */
    int64_t have, limit;
};

struct plan_verdict {
    int64_t objective, fit, bound; /* recomputed */
    int32_t left_out;
    int64_t breaches;                 /* all of them */
    const struct plan_breach *breach; /* the first PLAN_BREACHES_MAX */
    int32_t listed;
};
enum { PLAN_BREACHES_MAX = 100 };

/* Recomputes everything that the result claims, in one pass over all arcs. `no_minimum` as in the options. */
void plan_check(struct arena *a, const struct plan_instance *in, const struct plan_result *r, bool no_minimum,
                struct plan_verdict *ret_verdict);

/* How many people of at least this urgency are left out although an offer of theirs has a free seat for them, or a seat
 * that they could take from somebody of less urgency who is not frozen. Nobody else would have to move. For an answer
 * that plan_check finds nothing wrong with. */
int64_t plan_passed_over(const struct plan_instance *in, const struct plan_result *r, int32_t urgency);

/* ---- an answer kept for questions: plan_book.c ---- */

struct plan_book; /* an answer with its indexes, kept for many questions; one thread at a time */

/* Opens a book on an answer. The instance stays the caller's; the answer is copied. */
struct plan_book *plan_book_open(const struct plan_instance *in, const struct plan_result *r);
void plan_book_close(struct plan_book *book); /* NULL is allowed */
const int32_t *plan_book_assigned(const struct plan_book *book);
int64_t plan_book_objective(const struct plan_book *book);
/* The people whom an offer would take, whoever they are: for lists. */
const int32_t *plan_book_candidates(const struct plan_book *book, int32_t offer, int64_t *ret_count);

/* ---- reasons: plan_reason.c ---- */

enum plan_obstacle {
    PLAN_OPEN,      /* nothing: a seat is free for this person */
    PLAN_SEATED,    /* this is where the person is */
    PLAN_FULL,      /* all seats are taken; `rival` is the one who would be displaced first */
    PLAN_QUOTA,     /* the person's group is full; likewise */
    PLAN_CAP,       /* too many of the unit are away in `period`; likewise one of the unit */
    PLAN_NOT_RUN,   /* the offer is cancelled */
    PLAN_FROZEN,    /* the seat could only come from somebody who is frozen */
    PLAN_NOT_ASKED, /* the person is frozen */
};

struct plan_option {
    int32_t offer, fit;
    enum plan_obstacle obstacle;
    int32_t period;        /* PLAN_CAP: the first period that is full; otherwise -1 */
    int32_t rival;         /* who would have to give way at the least cost; -1: nobody could */
    int32_t rival_urgency; /* of that person */
    int32_t rival_to;      /* where that person would go: an offer with room, or PLAN_OUT */
    int64_t
        change;    /* what the swap would add to the objective (negative would be better); only with a rival, or open */
    int32_t price; /* what the seat, quota and weeks cost there, whole units: the summary */
};

struct plan_reason {
    int32_t person, offer;            /* where the person is, or PLAN_OUT */
    int32_t urgency, fit;             /* fit 0 when left out */
    int32_t options;                  /* of the person, all admissible offers */
    const struct plan_option *option; /* the best by fit and obstacle, at most PLAN_REASON_OPTIONS */
    int32_t listed;
};
enum { PLAN_REASON_OPTIONS = 12 };

/* Why a person is where they are: each of their offers with what stands in the way. Exact, from the assignment. */
void plan_explain(struct arena *a, struct plan_book *book, int32_t person, struct plan_reason *ret_reason);

/* ---- substitutes: plan_substitute.c ---- */

struct plan_substitute_request {
    int32_t person;         /* who does not come; the person stays out and is not asked again for this offer */
    bool unit_first;        /* the seat stays with the unit when anybody of it can take it */
    int moves_max;          /* 1: only somebody who has no seat; k: a chain of at most k moves */
    const uint8_t *frozen;  /* of each person: 1 has been notified and stays; NULL: only pins */
    const uint8_t *refused; /* of each person: 1 is not to be proposed (refused, unavailable); NULL: nobody */
};

struct plan_move {
    int32_t person, from, to; /* offers, or PLAN_OUT */
};

struct plan_substitution {
    const struct plan_move *move; /* the first fills the empty seat; each further one fills the seat left by the last */
    int32_t moves;                /* 0: nobody can come */
    bool of_unit;                 /* the substitute is of the same unit */
    int64_t change;               /* of the objective, against an empty seat */
};

/* The best feasible substitute for a seat. Does not change the book: plan_book_apply does. */
void plan_substitute(struct arena *a, struct plan_book *book, const struct plan_substitute_request *request,
                     struct plan_substitution *ret_substitution);
/* Takes a person's seat away, then carries out the moves. */
void plan_book_apply(struct plan_book *book, int32_t person, const struct plan_substitution *substitution);

/* ---- what if: plan_change.c ---- */

enum plan_change_kind {
    PLAN_SET_SEATS, /* offer: min, max */
    PLAN_SET_QUOTA, /* offer, place: min, max */
    PLAN_SET_CAP,   /* unit: max */
    PLAN_SET_PIN,   /* person to offer; offer PLAN_OUT: stays out */
    PLAN_SET_FREE,  /* person: no longer frozen */
    PLAN_SET_BAR,   /* person not to offer */
};

struct plan_change {
    enum plan_change_kind kind;
    int32_t person, offer, unit, place; /* those that the kind names */
    int32_t min, max;
};

/* A copy of an instance with changes, in the arena. ERR_INVALID when a change names nothing, or does not fit. */
__attribute__((warn_unused_result)) struct err *plan_change(struct arena *a, const struct plan_instance *in,
                                                            const struct plan_change *changes, int count,
                                                            struct plan_instance *ret_instance);

struct plan_difference {
    int64_t cost; /* objective after less before */
    int32_t moves;
    const struct plan_move *move; /* everybody whose place is another, in order of people */
};

/* Who sits elsewhere in another answer for the same people. */
void plan_compare(struct arena *a, const struct plan_result *before, const struct plan_result *after,
                  struct plan_difference *ret_difference);

#endif
