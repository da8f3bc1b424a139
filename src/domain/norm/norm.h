/* domain/norm/norm.h: how many hours somebody owes, and how far they are.
 *
 * A norm is a dated row with the article it comes from: so many hours (or, as an alternative, so many days) of one kind
 * in a window of years. Which norms apply follows from the band of the rank held on the day in question, or on the last
 * day of a window that is over; ranks have a history, so any past day can be worked out again. Who is promoted to a
 * leading post without having met a norm makes up for it by a due date some months later, and the window stays open
 * till then.
 *
 * States: met; on_track (at least the norm's share of the pace, or within the time of grace); behind; none (nothing on
 * record in the window). The pace is data in the norm. `norm_status` keeps the state of today for everybody, is brought
 * up to date in the transaction that posts hours or changes a rank, and carries the day on which it would change by
 * itself (next_on): the refresher of the server takes those. Event: "norm.changed" (subject: the person).
 *
 * One norm has the purpose "coverage": whoever has any hour on record this year is covered. The board counts it;
 * people's own pages leave it out.
 */
#ifndef DOMAIN_NORM_NORM_H
#define DOMAIN_NORM_NORM_H

#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct call;
struct err;
struct module;

enum norm_state { NORM_STATE_ABSENT, NORM_MET, NORM_ON_TRACK, NORM_BEHIND, NORM_NONE };
extern const char *const norm_state_names[]; /* "", "met", "on_track", "behind", "none" */
enum norm_band { NORM_BAND_ABSENT, NORM_DIVISION_UP, NORM_SECTION_DOWN, NORM_ALL };
extern const char *const norm_band_names[];
enum norm_window { NORM_WINDOW_ABSENT, NORM_CALENDAR_YEARS, NORM_ROLLING_YEARS };
extern const char *const norm_window_names[];
enum norm_kind { NORM_KIND_ABSENT, NORM_CONCENTRATED, NORM_ONLINE, NORM_ANY };
extern const char *const norm_kind_names[];
enum norm_purpose { NORM_PURPOSE_ABSENT, NORM_REQUIREMENT, NORM_COVERAGE };
extern const char *const norm_purpose_names[];

#define NORM_COVERED "covered_1y" /* code of the coverage norm */

struct norm {
    int64_t id;
    struct str code; /* the same over all dated versions */
    struct str name_zh, name_en;
    struct str source; /* regulation and article */
    int purpose;       /* enum norm_purpose */
    int from_on;
    int until_on;        /* last day; 0 open */
    int band;            /* enum norm_band */
    int kind;            /* enum norm_kind */
    int window_kind;     /* enum norm_window */
    int64_t years;       /* length of the window */
    int64_t anchor_year; /* a calendar window begins in this year, and every `years` from it, both ways */
    int64_t need_hours_centi;
    int64_t need_days_centi; /* the alternative; 0 none */
    int64_t grace_months;    /* after a promotion to a leading post; 0 none */
    int64_t pace_ppm;        /* on track from this share of an even pace on */
    int64_t version;
};

struct norm_progress {
    int64_t person_id;
    struct str norm_code;
    int64_t norm_id; /* the version in force */
    struct str name_zh, name_en, source;
    int kind;              /* enum norm_kind */
    int window_kind;       /* enum norm_window */
    int on;                /* as of this day */
    int from_on, until_on; /* the window */
    int promoted_on;       /* the promotion that set the due date; 0 none */
    int due_on;            /* last day: end of the window, or of the time of grace */
    bool grace;            /* within the time of grace */
    int64_t hours_centi, need_hours_centi;
    int64_t days_centi, need_days_centi;
    int64_t share_ppm; /* of the requirement, the better of the two measures, at most 1,000,000 */
    int state;         /* enum norm_state */
    int next_on;       /* first later day on which the state changes though nothing is posted; 0 never */
};

/* Progress against every norm that applies to a person on a day, as the ledger stood at known_at (0: as it stands).
 * A list of struct norm_progress by the norm's code. */
__attribute__((warn_unused_result)) struct err *norm_progress_on(struct call *c, int64_t person_id, int on,
                                                                 int64_t known_at, struct list *ret_progress);
/* The same without names and sources, for those who ask about many in one call. */
__attribute__((warn_unused_result)) struct err *norm_progress_known(struct call *c, int64_t person_id, int on,
                                                                    int64_t known_at, struct list *ret_progress);
/* The same for many people, whose ids (int64_t) are given in rising order: a list of struct norm_progress by person and
 * code, without names and sources. For a few thousand at once. */
__attribute__((warn_unused_result)) struct err *norm_progress_many(struct call *c, const struct list *ids, int on,
                                                                   struct list *ret_progress);
/* Brings norm_status of one person up to date; *ret_changed says whether anything moved. */
__attribute__((warn_unused_result)) struct err *norm_update(struct call *c, int64_t person_id, bool *ret_changed);
/* The people of at most `most` states whose next_on has come; *ret_people is how many were brought up to date, 0: no
 * state is left that has to be. */
__attribute__((warn_unused_result)) struct err *norm_refresh(struct call *c, int64_t most, int64_t *ret_people);
/* norm_status of everybody afresh from the ledgers, for the maker of a demo and after an import. No events. */
__attribute__((warn_unused_result)) struct err *norm_rebuild(struct call *c, int64_t *ret_people);

struct norm_check {
    int64_t people, statuses;
    int64_t wrong;      /* statuses that differ from their recomputation */
    int64_t waiting;    /* people whose next_on has come and who await the refresher */
    struct list faults; /* of struct str: the first 20 in words */
};
__attribute__((warn_unused_result)) struct err *norm_verify(struct call *c, struct norm_check *ret_check);

extern const struct shape norm_shape;
extern const struct shape norm_progress_shape;
extern const struct module norm_module;

#endif
