/* domain/klass/klass.h: classes: who is in them, when and where they meet, in which groups.
 *
 * A class is one run of a programme at a host school. Classes of other hosts may be runs of a shared class (parent_id):
 * they have their own dates, staff, people and roll, and their sessions may follow a live lesson of the parent
 * (session.source_id).
 *
 * Who may see and do what:
 * - host tree: roles that cover the host organisation, by permission;
 * - duty: class staff, site leaders, facilitators and teachers of this class, whatever their role covers, within what
 * the duty needs (klass_may);
 * - plan only: learners of the class, organisations that it was shared with or that have a quota, hosts of its runs and
 * of the class that it is a run of see the class and its timetable, not its people (klass_may_see).
 *
 * Enrolments are never deleted; every change of state leaves a row in enrolment_event. The counts on the class are kept
 * in the same transaction, so two confirmations at once cannot both take the last seat.
 */
#ifndef DOMAIN_KLASS_KLASS_H
#define DOMAIN_KLASS_KLASS_H

#include "api/perm.h"
#include "core/list.h"
#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct err;
struct shape;
struct module;

#define KLASS_USE __attribute__((warn_unused_result))

/* ---- classes ---- */

enum klass_state {
    KLASS_STATE_NONE,
    KLASS_DRAFT,
    KLASS_OPEN,
    KLASS_RUNNING,
    KLASS_ENDED,
    KLASS_CONFIRMED,
    KLASS_CANCELLED
};
extern const char *const klass_state_names[];
extern const char *const klass_state_zh[];

enum klass_account { KLASS_ACCOUNT_NONE, KLASS_CONCENTRATED, KLASS_ONLINE }; /* as ledger kinds */
extern const char *const klass_account_names[];

struct klass {
    int64_t id, org_id;
    struct str org_name, org_path; /* of the host */
    int64_t programme_id;          /* 0: none */
    struct str programme_title;
    int64_t parent_id; /* the shared class that this is a run of; 0: none */
    struct str parent_title;
    struct str code, title, audience_code;
    int starts_on, ends_on;       /* dates in the city */
    int64_t seats_min, seats_max; /* seats_max 0: no ceiling */
    int64_t waiting_until_at;     /* cut-off of the waiting list; 0: until the class starts */
    int account_kind;             /* enum klass_account: which account its hours go to */
    int state;                    /* enum klass_state */
    int64_t manager_id;           /* person */
    struct str manager_name;
    struct str room;
    int64_t leave_rule_ppm;  /* share of the hours that leave may take; from the dated rule, fixed at opening */
    int64_t confirmed_count; /* enrolments that hold a seat: confirmed, completed, failed */
    int64_t proposed_count, waiting_count;
    int64_t version, created_at, updated_at;
    struct str note;
    struct list may; /* struct str: permissions that the caller has here; filled by GET /classes/{id} only */
};
extern const struct shape klass_shape;      /* "Class" */
extern const struct shape klass_item_shape; /* "ClassItem", for lists: without note and may */

/* No permission is checked. ERR_ABSENT "class.absent". */
KLASS_USE struct err *klass_get(struct call *c, int64_t class_id, struct klass *ret_klass);

/* A draft at a host that gives classes; `klass` comes back as it was saved. Without a check of permission. Errors:
 * class.host and those of klass_rules.c. */
KLASS_USE struct err *klass_add(struct call *c, struct klass *klass);
/* Changes a class that is a draft or open, with PERM_CLASS_EDIT checked; `klass` comes back as it was saved. */
KLASS_USE struct err *klass_set(struct call *c, struct klass *klass);

enum klass_duty { /* bits */
                  KLASS_DUTY_MANAGER = 1,
                  KLASS_DUTY_TEACHER = 2,
                  KLASS_DUTY_ASSISTANT = 4,
                  KLASS_DUTY_FACILITATOR = 8,
                  KLASS_DUTY_SITE_LEADER = 16,
};
extern const char *const klass_duty_names[]; /* "", manager, teacher, assistant, facilitator, site_leader: for F_ENUM */

/* What the caller does in a class: from class_staff, the manager's field, sites, groups and sessions' teachers. */
struct klass_duties {
    int64_t bits;      /* enum klass_duty */
    struct list sites; /* int64_t ids of class_site that they lead */
};
KLASS_USE struct err *klass_duties(struct call *c, int64_t class_id, struct klass_duties *ret_duties);
/* Does a duty carry a permission? Pure. */
bool klass_duty_has(int64_t duty_bits, enum perm perm);

/* Those who have that duty (one bit), int64_t, by id: teachers of sessions and the manager too. */
KLASS_USE struct err *klass_people_with(struct call *c, int64_t class_id, int64_t duty_bit,
                                        struct list *ret_person_ids);
/* One more member of staff, with PERM_CLASS_EDIT checked; no harm when they are already. */
KLASS_USE struct err *klass_staff_join(struct call *c, int64_t class_id, int64_t person_id, int64_t duty_bit);

/* NULL when the caller has perm on the host's tree or by a duty; else the error of call_may. Counts as scope check. */
KLASS_USE struct err *klass_may(struct call *c, enum perm perm, const struct klass *klass);
/* The same as a question. */
KLASS_USE struct err *klass_can(struct call *c, enum perm perm, const struct klass *klass, bool *ret_can);
/* May the caller see the class and its timetable (not its people)? ERR_ABSENT when not. */
KLASS_USE struct err *klass_may_see(struct call *c, const struct klass *klass);

/* Open classes begin by themselves on their first day when they have a timetable and the people they need; running ones
 * end on the day after their last. Both are a job (klass_life.c), kept in class_event and in the audit log as the
 * system's. What the job cannot begin (too few people) waits for somebody who gives a reason.
 *
 * Changes the state under the guards of klass_rules.c, with audit and the event "class.state" (subject the class,
 * object the new enum klass_state). Ended to confirmed is for the module that posts the hours; POST …/state refuses it.
 */
KLASS_USE struct err *klass_set_state(struct call *c, struct klass *klass, int state, struct str reason);

/* Brings one class to KLASS_RUNNING or KLASS_ENDED as the system, when its day has come; else, and when it was done
 * already, nothing. Under the guards of klass_set_state. */
KLASS_USE struct err *klass_live_on(struct call *c, int64_t class_id, int state);

/* ---- sites ---- */

struct klass_site { /* table class_site */
    int64_t id, class_id, org_id;
    struct str org_name;
    int level;         /* enum klass_level, of the organisation */
    int64_t leader_id; /* person */
    struct str leader_name;
    int64_t seats;
    int64_t expected; /* enrolments with a seat that sit here */
};
enum klass_level { KLASS_LEVEL_NONE, KLASS_MUNICIPAL, KLASS_DISTRICT, KLASS_TOWNSHIP };
extern const char *const klass_level_names[];
extern const struct shape klass_site_shape; /* "ClassSite" */

/* Of the class, municipal first. */
KLASS_USE struct err *klass_sites(struct call *c, int64_t class_id, struct list *ret_sites);
/* Of the class of this session and of all runs that follow it. */
KLASS_USE struct err *klass_sites_live(struct call *c, int64_t session_id, struct list *ret_sites);

/* ---- enrolments ---- */

enum enrolment_state {
    ENROLMENT_NONE,
    ENROLMENT_PROPOSED,  /* named, the unit has not confirmed yet */
    ENROLMENT_WAITING,   /* confirmed by the unit, no seat yet */
    ENROLMENT_CONFIRMED, /* has a seat */
    ENROLMENT_DECLINED,  /* the unit or the host said no */
    ENROLMENT_WITHDRAWN, /* left after having been confirmed or waiting */
    ENROLMENT_COMPLETED, /* the class was confirmed, and so were they */
    ENROLMENT_FAILED,    /* the class was confirmed, they did not complete it */
};
extern const char *const enrolment_state_names[];
extern const char *const enrolment_state_zh[];

struct enrolment {
    int64_t id, class_id, person_id;
    struct str person_name, gender, rank_code, post;
    int64_t org_id; /* the unit at the time of enrolling */
    struct str org_name, org_path;
    int64_t site_id; /* class_site; 0: comes alone */
    struct str site_name;
    int64_t group_id;
    struct str group_name;
    int state;          /* enum enrolment_state */
    int64_t waiting_no; /* place in the queue, growing, with gaps; 0 unless waiting */
    struct str reason;  /* of the last change */
    int64_t version, created_at, updated_at;
    struct str class_title, host_name; /* these: in lists across classes only */
    int class_state;                   /* enum klass_state */
    int class_starts_on, class_ends_on;
};
extern const struct shape enrolment_shape;            /* "Enrolment": without the class */
extern const struct shape enrolment_with_class_shape; /* "EnrolmentWithClass" */

/* No permission is checked in these. */
KLASS_USE struct err *enrolment_get(struct call *c, int64_t enrolment_id, struct enrolment *ret_enrolment);
KLASS_USE struct err *enrolment_find(struct call *c, int64_t class_id, int64_t person_id,
                                     struct enrolment *ret_enrolment, bool *ret_found);
/* Everybody who is or was in it. */
KLASS_USE struct err *klass_all_enrolments(struct call *c, int64_t class_id, struct list *ret_enrolments);
/* Those who hold a seat (confirmed, completed, failed), sorted by name. */
KLASS_USE struct err *klass_enrolments(struct call *c, int64_t class_id, struct list *ret_enrolments);
struct enrol_problem { /* why somebody was refused, or what to mind; empty when all is well */
    struct str code, detail;
};
struct enrol_result {
    int64_t person_id;
    struct str person_name;
    int64_t enrolment_id; /* 0 in a dry run, and when it was refused */
    int state;            /* enum enrolment_state; none when it was refused */
    struct enrol_problem problem;
};
extern const struct shape enrol_result_shape;
struct enrol_request {
    struct list person_ids; /* int64_t */
    int64_t site_id;
    int state; /* enum enrolment_state: proposed, confirmed; none is proposed */
    struct str reason;
    bool dry_run;
};
/* Each person on their own: some may be refused while others are enrolled. */
KLASS_USE struct err *enrolment_add(struct call *c, struct klass *klass, const struct enrol_request *request,
                                    struct list *ret_results);
/* Changes the state under the guards of klass_rules.c, keeps counts and history, moves the waiting list up, and emits
 * "enrolment.changed" (subject the class, object the person). `klass` is brought up to date. */
KLASS_USE struct err *enrolment_set_state(struct call *c, struct klass *klass, struct enrolment *enrolment, int state,
                                          struct str reason);

/* A seat for somebody who was called to the class and accepted: as the host would enrol them, without a check of
 * permission. Confirmed, or waiting when there is no seat. Errors: those of enrolling. */
KLASS_USE struct err *enrolment_add_called(struct call *c, struct klass *klass, int64_t person_id, struct str reason,
                                           int64_t *ret_enrolment_id);

/* ---- sessions ---- */

enum session_kind {
    SESSION_NONE,
    SESSION_LECTURE,
    SESSION_DISCUSSION,
    SESSION_ROUTE,
    SESSION_FORUM,
    SESSION_SELF_STUDY
};
extern const char *const session_kind_names[];
enum session_live { SESSION_LIVE_NONE, SESSION_LIVE_READY, SESSION_LIVE_OPEN, SESSION_LIVE_CLOSED };
extern const char *const session_live_names[]; /* "", "ready", "open", "closed" */

struct session_stop { /* of an on-site route: copied from the course, then its own */
    int64_t id;
    struct str name, guide;
    int64_t seats, travel_minutes, minutes;
};

struct session {
    int64_t id, class_id;
    int64_t source_id; /* session of the parent class whose live room it follows; 0: none */
    int64_t unit_id;   /* programme_unit; 0: none */
    int64_t course_id; /* 0: none */
    int kind;          /* enum session_kind */
    struct str title;
    int64_t starts_at, ends_at;
    int64_t hours_centi;
    int64_t teacher_id;
    struct str teacher_name;
    struct str room;
    int64_t room_id; /* table room; 0: a place in words only */
    bool live;       /* has a live room (its own, or the source's) */
    int live_state;  /* enum session_live: of the room that it uses: its own, or its source's */
    struct str topic;
    int64_t followers; /* sessions of runs that follow it; filled by session_get only */
    int64_t version;
    struct list stops; /* struct session_stop in order; filled by session_get only */
};
extern const struct shape session_shape;      /* "ClassSession" */
extern const struct shape session_stop_shape; /* "ClassSessionStop" */

/* No permission is checked. ERR_ABSENT "session.absent". */
KLASS_USE struct err *session_get(struct call *c, int64_t session_id, struct session *ret_session);
/* All of a class in order of time, without stops. */
KLASS_USE struct err *klass_sessions(struct call *c, int64_t class_id, struct list *ret_sessions);
/* The sessions of runs that follow this one. */
KLASS_USE struct err *session_followers(struct call *c, int64_t session_id, struct list *ret_sessions);
/* The session whose live room this one uses: its source, or itself. */
int64_t session_room(const struct session *session);
/* The live module tells what became of the room of this session; kept here so that lists and class pages need not ask.
 * Does not change the version. */
KLASS_USE struct err *session_set_live(struct call *c, int64_t session_id, int state);
/* Before a session is deleted the event "session.removing" (subject the class, object the session) is sent: a module
 * that keeps something about it refuses by returning an error. After any change: "session.changed". */

/* One person who should be at a session. */
struct klass_expected {
    int64_t person_id;
    struct str person_name, name_sort;
    int64_t org_id;
    struct str org_name;
    int64_t class_id, session_id; /* of their own class: where their roll is kept */
    int64_t site_id;              /* class_site; 0: comes alone */
    int64_t group_id;
    struct str group_name;
};
extern const struct shape klass_expected_shape; /* "Expected" */

/* Everybody with a seat in the session's class, by site and name; site_id 0: all. */
KLASS_USE struct err *session_expected(struct call *c, int64_t session_id, int64_t site_id, struct list *ret_expected);
/* The same for the session and all sessions of runs that follow it. */
KLASS_USE struct err *session_expected_live(struct call *c, int64_t session_id, struct list *ret_expected);
/* Is this person expected there? *ret_expected is filled when *ret_found. */
KLASS_USE struct err *session_expected_find(struct call *c, int64_t session_id, int64_t person_id,
                                            struct klass_expected *ret_expected, bool *ret_found);

/* The class and the caller's own enrolment (id 0 when they have none), in two indexed statements. Checks that the
 * caller may see it; learners cost no further statement. */
KLASS_USE struct err *klass_for_learner(struct call *c, int64_t class_id, struct klass *ret_klass,
                                        struct enrolment *ret_enrolment);

/* ---- groups ---- */

struct klass_group { /* table class_group */
    int64_t id, class_id;
    struct str name;
    int64_t facilitator_id;
    struct str facilitator_name;
    struct str topic;
    int64_t site_id;
    struct str site_name;
    int64_t people; /* with a seat */
};
extern const struct shape klass_group_shape; /* "ClassGroup" */

/* In their order. */
KLASS_USE struct err *klass_groups(struct call *c, int64_t class_id, struct list *ret_groups);

/* ---- dated rules ---- */

/* The value of the rule with this code in force on that date for an organisation: the one set nearest to it up the
 * tree, among those the newest. ERR_ABSENT "rule.absent" when there is none.
 * - leave_limit_ppm: share of a class's hours that leave may take, parts per million
 * - overlap: 1 enrolling in two classes at the same time is refused, 0 warned about
 * - report_days: days after the start within which one must have reported
 * Other modules add codes of their own. */
KLASS_USE struct err *rule_value(struct call *c, const char *code, struct str org_path, int on_date,
                                 int64_t *ret_value);
/* The same with the day since which it holds, and what says so. */
struct rule_dated {
    int64_t value;
    int from_on;
    struct str source;
};
KLASS_USE struct err *rule_dated_get(struct call *c, const char *code, struct str org_path, int on_date,
                                     struct rule_dated *ret_rule);

extern const struct module klass_module;

#endif
