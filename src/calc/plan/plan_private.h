/* calc/plan/plan_private.h: what the parts of the solver share. Inside calc/plan only.
 *
 * A slot is what a person competes for: the seats of an offer for one quota group, or the whole offer where there are
 * no quotas. Costs and prices inside of the solver count in 1/PLAN_PRICE_ONE ("fine" units), int32; whole costs are
 * fits and urgencies as they were given. Threads divide people; what they add up is integers, so the number of threads
 * never shows.
 */
#ifndef CALC_PLAN_PLAN_PRIVATE_H
#define CALC_PLAN_PLAN_PRIVATE_H

#include "calc/plan/plan.h"
#include "core/arena.h"
#include "core/err.h"

#include <limits.h>
#include <string.h>

/* ---- plan_team.c: threads that share the chunks of a loop ---- */

struct team;
struct team *team_open(int threads);
void team_close(struct team *team);
int team_size(const struct team *team);
/* Calls run(arg, chunk, thread) for each chunk below `chunks`, in any order; returns when all are done. */
void team_run(struct team *team, int chunks, void (*run)(void *arg, int chunk, int thread), void *arg);

/* ---- plan_model.c ---- */

/* What the inner loops need of an offer, in one cache line. */
struct post {
    uint64_t periods;     /* in which it takes people away */
    int32_t slot;         /* the first */
    int32_t slots;        /* 1 without quotas */
    int32_t by;           /* 0, or which place chooses the slot */
    int32_t seats;        /* maximum; 0 when it is cancelled */
    int32_t filled;       /* people placed */
    int32_t holder_first; /* of its people in solver.holder */
    int32_t least;        /* ascent: a price below zero calls so many people */
    int32_t call_max;     /* how far below, fine */
    int32_t had;          /* before that */
    int32_t call;         /* a guess of that price, fine */
    int32_t floor;        /* chains leave at least so many people: the minimum, once it is kept */
    bool open;            /* not cancelled */
    bool frozen;          /* with people who are frozen there */
    bool hopeless;        /* cancelled because whatever happens it cannot have its minimum */
};

/* Places taken and given up, so that they can be undone. */
struct journal {
    struct journal_entry {
        int32_t person, offer, fit; /* the seat that was given up; PLAN_OUT: one was taken */
    } * entry;
    int64_t n, cap;
};

struct solver {
    struct arena *arena;
    const struct plan_instance *in;
    const struct plan_options *options;
    struct team *team;
    int periods; /* of the mode */
    bool capped; /* some unit has more people than its cap */
    int32_t slots;
    struct post *post;    /* of each offer */
    int32_t *slot_offer;  /* of each slot */
    int32_t *slot_max;    /* quota, or the seats */
    int32_t *slot_filled; /* people placed */
    int32_t *slot_floor;  /* likewise of each slot */
    int32_t *unit_first;  /* units + 1, into unit_person */
    int32_t *unit_person; /* people by unit; within it by what they are, so that the order of the input never shows */
    int32_t *rank;        /* of each person in unit_person: the order of all work on people */
    int32_t chunks;       /* of the units, of about equal work */
    int32_t *chunk_unit;  /* chunks + 1 */
    /* Prices, fine. */
    int32_t *seat_price;   /* of each offer */
    int32_t *quota_price;  /* of each slot */
    int32_t *away_price;   /* units × periods */
    uint64_t *away_priced; /* of each unit: periods with a price */
    int32_t *slot_price;   /* seat and quota together */
    /* Places. */
    int32_t *at;             /* of each person: offer, or PLAN_OUT */
    int32_t *fit;            /* of each person there; the urgency of those left out */
    int32_t *position;       /* of each person among the holders of the offer */
    int32_t *holder;         /* people by offer */
    int32_t *slack;          /* chains: how much more than now each holder would pay at least without the seat, fine */
    int32_t *away;           /* units × periods: people away */
    int32_t *value;          /* of each person: least of urgency and fit + prices, fine */
    struct journal *journal; /* what places and seats given up are written to while something is tried, or NULL */
    int32_t price_max;       /* nobody pays more, fine */
    int64_t bound_fine;      /* the best bound so far, with its prices in the fields above */
    int percent;
};

/* An opened solver has the pinned people placed. */
struct solver *solver_open(const struct plan_instance *in, const struct plan_options *options);
void solver_close(struct solver *s);
bool solver_stopping(const struct solver *s);
void solver_report(struct solver *s, const char *phase, int percent, bool placed);
int64_t solver_objective(const struct solver *s);

static inline int32_t person_slot(const struct solver *s, const struct plan_person *p, const struct post *post)
{
    return post->slot + (post->by ? p->place[post->by - 1] : 0);
}
static inline int32_t away_sum(const struct solver *s, int32_t unit, uint64_t periods)
{
    int32_t sum = 0;
    for (uint64_t m = periods & s->away_priced[unit]; m; m &= m - 1)
        sum += s->away_price[(int64_t)unit * s->periods + __builtin_ctzll(m)];
    return sum;
}
/* What an offer costs a person at the prices, fine. */
static inline int32_t priced(const struct solver *s, int32_t person, int32_t offer, int32_t fit)
{
    const struct plan_person *p = &s->in->person[person];
    const struct post *post = &s->post[offer];
    return fit * PLAN_PRICE_ONE + s->slot_price[person_slot(s, p, post)] + away_sum(s, p->unit, post->periods);
}
/* The same for where the person is. */
static inline int32_t priced_now(const struct solver *s, int32_t person)
{
    return s->at[person] < 0 ? s->fit[person] * PLAN_PRICE_ONE : priced(s, person, s->at[person], s->fit[person]);
}
/* Periods in which the unit has no more people to give, when those in `own` come back. */
uint64_t unit_full(const struct solver *s, int32_t unit, uint64_t own);
bool has_room(const struct solver *s, int32_t person, int32_t offer);
void place(struct solver *s, int32_t person, int32_t offer, int32_t fit);
void displace(struct solver *s, int32_t person);
/* Undoes what the journal holds beyond `mark` entries. */
void undo_to(struct solver *s, int64_t mark);
/* Whether an offer keeps its minima without one of the people in a slot. */
static inline bool may_give(const struct solver *s, int32_t offer, int32_t slot)
{
    return s->post[offer].filled > s->post[offer].floor &&
           (s->slot_filled[slot] > s->slot_floor[slot] || s->slot_floor[slot] == 0);
}
static inline int32_t slot_in(const struct solver *s, int32_t person, int32_t offer)
{
    return person_slot(s, &s->in->person[person], &s->post[offer]);
}
static inline bool is_pinned(const struct solver *s, int32_t person) { return s->in->person[person].pin != PLAN_FREE; }

void price_seats(struct solver *s, int32_t offer, int32_t price);
/* An offer with nobody in it is cancelled, so that nobody would pay its price, or not any more. */
void close_offer(struct solver *s, int32_t offer);
void reopen_offer(struct solver *s, int32_t offer);

/* slot_price from its two parts. */
void prices_joined(struct solver *s);
/* Fills value; returns the bound that the prices give, fine, over all arcs. */
int64_t prices_valued(struct solver *s);

/* The prices of an earlier answer. */
void prices_given(struct solver *s, const struct plan_prices *prices);

/* ---- plan_price.c ---- */

struct ascent;
struct ascent *ascent_open(struct solver *s);
void ascent_close(struct ascent *ascent);
/* Prices from nothing (or from the solver's own, when `warm`), with their bound. */
void ascent_run(struct ascent *ascent, bool warm);
/* Some passes with the room that is left; then, for each person still free, the offer that is most likely. */
void ascent_settle(struct ascent *ascent, int passes, int tau_fine);
/* Without caps: all rows again, slot << 10 | fit, in the places of the instance's; ret_length: of each person. No pass
 * follows: what passes need is let go. */
uint32_t *ascent_rows(struct ascent *ascent, const uint16_t **ret_length);
/* People in an offer in the last pass. */
int64_t ascent_load(const struct ascent *ascent, int32_t offer);
struct likely {
    int32_t offer; /* or PLAN_OUT */
    int32_t fit;
    uint32_t share; /* of 65536 */
};
const struct likely *ascent_likely(const struct ascent *ascent);
/* A person is decided: takes no part any more. */
void ascent_decided(struct ascent *ascent, int32_t person);
/* Offers without room disappear from the rows of those who are not decided. */
void ascent_narrow(struct ascent *ascent);

/* ---- the ways to places ---- */

void auction_run(struct solver *s, struct ascent *ascent); /* plan_auction.c: no absence caps */
void dive_run(struct solver *s, struct ascent *ascent);    /* plan_dive.c */
enum { CHAIN_ROUNDS = 12 };
void chains_run(struct solver *s, int rounds);      /* plan_chain.c: better by chains of moves */
void places_filled(struct solver *s);               /* plan_dive.c: who is left out goes where there is room */
struct solver *book_solver(struct plan_book *book); /* plan_book.c: the places and prices of the answer */

/* ---- plan_chain.c: one chain at a time ---- */

struct search;
struct search *search_open(struct solver *s);
void search_close(struct search *search);
/* A chain that begins with a person, who leaves the seat that they have; returns what it saved, fine. */
int32_t search_push(struct search *search, int32_t person);
/* A chain of people into an empty seat; returns what it saved, fine. */
int32_t search_pull(struct search *search, int32_t offer);
/* Someone who could be brought: person << 10 | fit. */
#define COMER(person, fit) ((uint64_t)(person) << 10 | (uint64_t)(fit))
/* The cheapest chain that brings one more into an offer, of one slot or (slot < 0) of any; false when there is none.
 * ret_cost: what it changed the objective by. */
bool search_bring(struct search *search, int32_t offer, int32_t slot, const uint64_t *comers, int64_t count,
                  int64_t *ret_cost);

struct minima {
    struct plan_decision *decision;
    int32_t n, cap;
};
/* plan_minimum.c: offers below a minimum are filled or cancelled. */
void note_decision(struct minima *minima, struct plan_decision decision);
/* Closes the offers that cannot have their minimum whatever happens, before anything else. */
void minima_hopeless(struct solver *s, struct minima *minima);
void minima_run(struct solver *s, struct minima *ret_minima);

/* ---- plan_decide.c ---- */

/* Everybody who may be in the wanted offers, by offer. */
struct comers {
    int64_t *first;  /* offers + 1, into `comer` */
    uint64_t *comer; /* COMER */
    int64_t cap;
};
void comers_list(const struct solver *s, struct comers *list, const uint8_t *wanted);
void comers_free(struct comers *list);
/* Whether minima count for an offer: it has enough people or is cancelled. */
bool may_choose(const struct solver *s, int32_t offer);
/* Closes offers without people that are not worth running at the prices, and raises the price of a seat in others that
 * lack people as far as that costs nothing. */
void offers_choose(struct solver *s, struct minima *minima);
/* As prices_valued; with minima the bound is higher. */
int64_t prices_valued_with_minima(struct solver *s);

#endif
