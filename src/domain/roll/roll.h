/* domain/roll/roll.h: who was there: marks, the rotating code, leave, and the result of a class.
 *
 * Every session of a class has its own roll: one mark for each person enrolled, set by the learner's code, by the
 * leader of the site, by the class manager, from paper, or from presence in the live room. What a person of the staff
 * has marked is never overridden by a machine. The first mark is a row; every later change is kept in roll_event, after
 * the end of the session with a reason. The roll is closed once the class is confirmed.
 *
 * The code is six digits made from the session and the half minute with the program's secret key; nothing is stored. It
 * is taken in its own half minute and the next one, from some minutes before the session (a dated rule) to its end,
 * from people enrolled in that session's class or in a run that follows it.
 *
 * Dated rules (table rule, klass.h): roll_opens_before_min, roll_late_after_min, leave_over (1 refuse, 0 warn),
 * leave_warn_ppm (warn from this part of the limit on), absent_limit_days_centi (that much absence fails the class).
 *
 * Events: "roll.marked" (subject: session, object: person) for each mark that was set or changed; "class.posted"
 * (subject: class) after the hours are in the ledgers.
 */
#ifndef DOMAIN_ROLL_ROLL_H
#define DOMAIN_ROLL_ROLL_H

#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct call;
struct err;
struct module;
struct who;

enum roll_state { ROLL_UNMARKED, ROLL_PRESENT, ROLL_LATE, ROLL_ABSENT, ROLL_LEAVE };
extern const char *const roll_state_names[]; /* "", "present", "late", "absent", "leave" */
/* leave: an approved request; rule: unmarked when the class was confirmed. */
enum roll_source {
    ROLL_SOURCE_ABSENT,
    ROLL_CODE,
    ROLL_LEADER,
    ROLL_MANAGER,
    ROLL_LIVE,
    ROLL_PAPER,
    ROLL_BY_LEAVE,
    ROLL_BY_RULE
};
extern const char *const roll_source_names[]; /* "", "code", "leader", "manager", "live", "paper", "leave", "rule" */

/* Presence in the live room as a mark: only where there is none yet, or where absence came from a machine. `session_id`
 * is the session of the person's own class. Not an error when the person is not enrolled, or the roll is closed:
 * *ret_marked is false. */
__attribute__((warn_unused_result)) struct err *roll_mark_live(struct call *c, int64_t session_id, int64_t person_id,
                                                               bool *ret_marked);

/* The numbers of one session's roll. */
struct roll_count {
    int64_t site_id; /* class_site; 0: people without a site, or the whole session */
    int64_t org_id;
    struct str name;   /* of the site */
    struct str leader; /* its leader's name */
    int64_t expected, present, late, leave, absent, unmarked;
};
/* By site, in the order of the sites' paths; *ret_total is the whole session. */
__attribute__((warn_unused_result)) struct err *roll_counts(struct call *c, int64_t session_id, struct list *ret_sites,
                                                            struct roll_count *ret_total);

/* What is still to be done about a class's roll. */
struct roll_progress {
    int64_t unmarked;             /* marks that are missing in sessions that are over */
    int64_t leaves_waiting;       /* leave that nobody decided */
    int64_t withdrawals_proposed; /* proposals that nobody decided */
    int64_t people, assessed;
};
__attribute__((warn_unused_result)) struct err *roll_progress(struct call *c, int64_t class_id,
                                                              struct roll_progress *ret_progress);

/* Warns of limits that are near, proposes withdrawals at them, cancels the places of who never reported; *ret_news is
 * how many people it concerned that nobody was told of before. */
__attribute__((warn_unused_result)) struct err *roll_watch_class(struct call *c, int64_t class_id, int64_t *ret_news);
/* One person on the roll of a session, for sheets that come and go. */
struct roll_sheet_row {
    int64_t id, person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_name, site_name;
    int state; /* enum roll_state */
};
/* Everybody on it. PERM_ROLL_CORRECT is checked. */
__attribute__((warn_unused_result)) struct err *roll_sheet(struct call *c, int64_t session_id, struct list *ret_rows);
/* A mark from paper, under the rules of a correction. PERM_ROLL_CORRECT is checked; *ret_changed: it was another. */
__attribute__((warn_unused_result)) struct err *roll_sheet_mark(struct call *c, int64_t session_id, int64_t person_id,
                                                                int state, struct str reason, bool *ret_changed);

/* Confirms an ended class by its roll, without exceptions and without a check of permission: for the maker of a demo.
 * Nothing happens when it is confirmed already. */
__attribute__((warn_unused_result)) struct err *roll_class_confirm(struct call *c, int64_t class_id);

/* Leave requests of every state for the maker of a demo, in the caller's transaction: for a class whose forum is still
 * to come, decided by its manager. `spared`: int64_t, people who ask for none. */
__attribute__((warn_unused_result)) struct err *leave_demo_make(struct call *c, int64_t class_id,
                                                                const struct who *manager, const struct list *spared);

extern const struct shape roll_count_shape;
extern const struct module roll_module;

#endif
