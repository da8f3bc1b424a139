/* domain/roll/roll_private.h: what the files of this folder share. */
#ifndef DOMAIN_ROLL_ROLL_PRIVATE_H
#define DOMAIN_ROLL_ROLL_PRIVATE_H

#include "api/perm.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"
#include "domain/roll/roll.h"

struct arena;
struct call;
struct page_spec;

#define ROLL_USE __attribute__((warn_unused_result))
#define WHOLE_PPM 1000000

/* A session with what a roll must know of its class. */
struct roll_session {
    int64_t id, class_id, source_id;
    struct str title;
    int64_t starts_at, ends_at;
    int64_t hours_centi;
    int class_state; /* enum klass_state */
    int64_t manager_id;
    struct str org_path; /* of the host */
};

struct roll_mark {
    int64_t session_id, person_id;
    int64_t site_id;     /* of the enrolment */
    int state;           /* enum roll_state */
    int source;          /* enum roll_source */
    int64_t hours_centi; /* that they were there, when it was not all of it; 0: all */
};

/* One person on the roll of a session. */
struct roll_row {
    int64_t id; /* enrolment */
    int64_t person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_name;
    struct str post;
    int64_t site_id;
    struct str site_name;
    int64_t group_id;
    struct str group_name;
    int state;  /* enum roll_state */
    int source; /* enum roll_source */
    int64_t at;
    int64_t hours_centi; /* that they were there, when it was not all of it */
    struct str marked_by_name;
};

/* What the caller may do on a roll. */
struct roll_access {
    bool whole;        /* everybody; else one site */
    int64_t site_id;   /* class_site */
    struct list sites; /* int64_t: all sites of theirs, when not whole */
};

struct roll_site {
    int64_t id, class_id, leader_id;
    struct str org_path;
};

struct leave_request {
    int64_t id, class_id;
    struct str class_title;
    int64_t person_id;
    struct str person_name, org_name;
    int kind; /* leave_kind_names */
    int64_t from_at, until_at;
    int64_t hours_centi;
    int64_t days_centi; /* by half-days on which there are sessions */
    struct str reason;
    int state;        /* enum leave_state */
    int level;        /* enum leave_level: whose turn it is, or who decided last */
    struct str chain; /* names of enum leave_level, with commas: who has to agree, in this order */
    int64_t back_at;  /* reported back; 0 not yet */
    int64_t decided_by;
    struct str decided_by_name;
    int64_t decided_at;
    struct str note;
    int64_t version, created_at;
    /* for the reader, not stored: */
    struct str waiting_for; /* who must act now, by name */
    bool may_decide;        /* the reader may */
    bool overdue;           /* the leave is over and they have not reported back in time */
};
enum leave_level { LEAVE_LEVEL_NONE, LEAVE_MANAGER, LEAVE_OFFICE, LEAVE_PRINCIPAL, LEAVE_DEPARTMENT };
extern const char *const leave_level_names[];
struct leave_step { /* one decision in the chain */
    int64_t id;
    int level, state;
    struct str account_name, deputy_for_name, note;
    int64_t at;
};
struct leave_holder { /* who holds a post of the chain, for an organisation and all below it */
    int64_t id, org_id;
    struct str org_name;
    int level;
    int64_t person_id;
    struct str person_name;
    int from_on, until_on;
};
struct leave_deputy { /* who stands in for whom */
    int64_t id, person_id;
    struct str person_name;
    int64_t deputy_id;
    struct str deputy_name;
    int from_on, until_on;
    struct str note;
};
enum leave_state { LEAVE_STATE_NONE, LEAVE_SUBMITTED, LEAVE_APPROVED, LEAVE_REFUSED, LEAVE_CANCELLED };
extern const char *const leave_state_names[];
extern const char *const leave_kind_names[];

/* Hours of one person in one class: all, on leave so far, and what a new leave would add. */
struct leave_sums {
    int64_t total_centi;
    int64_t taken_centi;
    int64_t new_centi;
    int64_t sessions; /* that the new leave covers */
};

struct leave_preview {
    int64_t class_id, person_id;
    int64_t hours_centi; /* of this leave */
    int64_t taken_centi; /* on leave already */
    int64_t total_centi; /* of the class */
    int64_t sessions;
    int64_t share_ppm; /* after it */
    int64_t limit_ppm;
    int64_t left_centi;   /* what may still be taken after it */
    bool crosses;         /* more than the limit */
    bool refused_by_rule; /* crossing is refused, not only warned about */
    struct str warning;   /* in the reader's language; empty when there is nothing to mind */
};

/* One lesson of a class, with everybody's state. */
struct roll_lesson {
    int64_t id;
    int64_t starts_at, ends_at;
    int64_t hours_centi;
    bool self_study;
};

/* What somebody came to in a class. */
struct roll_result {
    int64_t person_id;
    struct str person_name, name_sort, org_name, site_name;
    int64_t present, late, leave, absent, unmarked; /* sessions; unmarked ones count as absent */
    int64_t attended_centi;                         /* hours of the timetable that they were there */
    int64_t leave_centi;
    int64_t absent_days_centi; /* by half-days */
    int64_t leave_ppm;
    int64_t hours_centi;  /* that will go, or went, to the ledger: concentrated; none for who failed */
    int64_t online_centi; /* the same, online */
    int64_t days_centi;
    int64_t earned_centi;               /* both together as the rule gives them, whatever the outcome */
    int outcome;                        /* roll_outcome_names */
    struct str reason;                  /* why failed, in the reader's language; of an exception: what was written */
    bool assessed;                      /* somebody entered an assessment */
    int grade;                          /* roll_grade_names, of the assessment */
    int64_t study_centi, conduct_centi; /* points of the assessment */
    bool exception;                     /* the manager decided otherwise than proposed */
};
enum roll_outcome { ROLL_OUTCOME_NONE, ROLL_COMPLETED, ROLL_FAILED };
extern const char *const roll_outcome_names[];

struct roll_limits {
    int64_t total_centi; /* of the class */
    int64_t leave_limit_ppm;
    int64_t absent_limit_days_centi; /* that much absence without leave fails the class; 0 none */
};

/* ---- assessment ---- */

enum roll_grade { GRADE_NONE, GRADE_EXCELLENT, GRADE_GOOD, GRADE_PASS, GRADE_FAIL };
extern const char *const roll_grade_names[];
enum assess_kind { ASSESS_NOT, ASSESS_GRADES, ASSESS_POINTS };
struct assess_rule {                 /* by dated rules, on the first day of the class */
    int64_t kind;                    /* enum assess_kind */
    int64_t max_points, pass_points; /* of each of the two parts */
    int64_t required;
};
struct assessment {
    int64_t person_id;
    struct str person_name, org_name;
    int grade;                          /* enum roll_grade */
    int64_t study_centi, conduct_centi; /* points of each part */
    struct str note, account_name;
    int64_t at;
};
extern const struct shape assessment_row_shape;
/* NULL: passed, or nothing speaks against it; else "assess" (not passed) or "unassessed" (required and missing). */
const char *assess_judge(const struct assess_rule *rule, int grade, bool has_points, int64_t study_centi,
                         int64_t conduct_centi);
ROLL_USE struct err *assess_rule_of(struct call *c, const struct klass *klass, struct assess_rule *ret_rule);
ROLL_USE struct err *assessments(struct call *c, int64_t class_id, struct list *ret_assessments);
ROLL_USE struct err *assessment_put(struct call *c, int64_t class_id, const struct assessment *x, bool *ret_known);

/* ---- withdrawal at the limits ---- */

enum withdrawal_cause { CAUSE_NONE, CAUSE_NOT_REPORTED, CAUSE_ABSENT, CAUSE_LEAVE };
enum withdrawal_state {
    WITHDRAWAL_NONE,
    WITHDRAWAL_WARNED,
    WITHDRAWAL_PROPOSED,
    WITHDRAWAL_CONFIRMED,
    WITHDRAWAL_DISMISSED
};
extern const char *const withdrawal_cause_names[];
extern const char *const withdrawal_state_names[];
struct withdrawal {
    int64_t id, class_id, person_id;
    struct str person_name, org_name;
    int cause, state;
    int64_t absent_days_centi, leave_ppm;
    struct str reason;
    int64_t at;
    struct str decided_by_name;
    int64_t decided_at;
};
extern const struct shape withdrawal_shape;
/* roll_watch.c: who comes near a limit or passes one, beyond what was told already (struct withdrawal, id 0). */
ROLL_USE struct err *roll_watch(struct call *c, const struct klass *klass, struct list *ret_news);
/* Warns, proposes, and cancels the places of who never came; tells those concerned. */
ROLL_USE struct err *roll_watch_apply(struct call *c, struct klass *klass, const struct list *news);
ROLL_USE struct err *withdrawal_decide(struct call *c, struct klass *klass, struct withdrawal *w, int state,
                                       struct str reason);
struct job;
ROLL_USE struct err *roll_run_watch(struct job *job);
/* Everybody's marks so far: what is not marked yet counts as attended. */
ROLL_USE struct err *roll_so_far(struct call *c, const struct klass *klass, struct list *ret_people,
                                 struct roll_limits *ret_limits);
ROLL_USE struct err *withdrawals(struct call *c, int64_t class_id, struct list *ret_withdrawals);
ROLL_USE struct err *withdrawal_get(struct call *c, int64_t id, struct withdrawal *ret_withdrawal);
ROLL_USE struct err *withdrawal_put(struct call *c, const struct withdrawal *w);
ROLL_USE struct err *withdrawal_set(struct call *c, const struct withdrawal *w);
ROLL_USE struct err *roll_not_reported(struct call *c, int64_t class_id, int64_t ended_before_at,
                                       int64_t enrolled_until_at, struct list *ret_people);
ROLL_USE struct err *roll_running(struct call *c, struct list *ret_ids);
ROLL_USE struct err *leave_overdue(struct call *c, int64_t class_id, int64_t before_at, struct list *ret_leaves);
ROLL_USE struct err *leave_set_warned(struct call *c, int64_t leave_id);
ROLL_USE struct err *roll_mark_hours(struct call *c, int64_t session_id, int64_t person_id, int64_t hours_centi);

/* ---- rules: pure ---- */

enum { ROLL_STEP_S = 30, ROLL_CODE_DIGITS = 6 };
/* Six digits for a session and a half minute, by HMAC-SHA-256 cut as in RFC 4226. */
struct str roll_code_at(struct arena *a, struct str key, int64_t session_id, int64_t step);
int64_t roll_step(int64_t now_us);
/* Of this half minute, or the one before. Compares all digits whatever they are. */
bool roll_code_fits(struct arena *a, struct str key, int64_t session_id, int64_t now_us, struct str code);
/* May a mark of one source take the place of another? */
bool roll_may_replace(int from_source, int from_state, int to_source);
bool roll_is_staff(int source);
/* present, or late from so many minutes after the start on. */
int roll_state_at(int64_t now_us, int64_t starts_at, int64_t late_after_min);
void leave_measure(const struct leave_sums *sums, int64_t limit_ppm, struct leave_preview *ret_preview);
/* The posts that a leave of that length needs, by thresholds (LEAVE_OFFICE …; 0: not asked): longer than a threshold
 * goes up to that post too. */
struct str leave_chain(struct arena *a, int64_t days_centi, const int64_t over_days_centi[LEAVE_DEPARTMENT + 1]);
/* The post after `level` in a chain; none when it was the last. */
int leave_next(struct str chain, int level);
/* Half-days, in days, that these lessons take. `room` is for n. */
int64_t roll_half_days(const struct roll_lesson *lessons, size_t n, int tz_min, struct conversion_lesson *room);
/* Is the part of the limit reached from which one warns? */
bool leave_is_near(const struct leave_preview *p, int64_t warn_ppm);
/* Counts one person's states (enum roll_state, one for each lesson, lessons by time). `room` is for n lessons. */
void roll_count_states(const struct roll_lesson *lessons, const uint8_t *states, size_t n, int tz_min,
                       struct conversion_lesson *room, struct roll_result *ret_result);
/* completed or failed, and why: "leave" or "absent" when that limit was passed or nothing was attended, else NULL. */
const char *roll_judge(const struct roll_limits *limits, struct roll_result *result);

/* ---- store ---- */

ROLL_USE struct err *roll_session_get(struct call *c, int64_t session_id, struct roll_session *ret_session);
ROLL_USE struct err *roll_site_get(struct call *c, int64_t site_id, struct roll_site *ret_site);
/* The first mark. *ret_new is false when there is one, or the person is not expected (there). */
ROLL_USE struct err *roll_mark_add(struct call *c, const struct roll_session *s, const struct roll_mark *mark,
                                   bool *ret_new);
/* The expected person and their mark, state 0 when there is none. */
ROLL_USE struct err *roll_mark_find(struct call *c, const struct roll_session *s, int64_t person_id,
                                    struct roll_mark *ret_mark, bool *ret_found);
ROLL_USE struct err *roll_mark_set(struct call *c, const struct roll_mark *mark);
ROLL_USE struct err *roll_event_add(struct call *c, const struct roll_mark *was, const struct roll_mark *is,
                                    struct str reason);
/* Sessions of the person's classes that begin before `until` and end after now; one of them or one that follows
 * session_id, unless that is 0. A list of struct roll_session. */
ROLL_USE struct err *roll_open_sessions(struct call *c, int64_t person_id, int64_t session_id, int64_t until,
                                        struct list *ret_sessions);
ROLL_USE struct err *roll_tries(struct call *c, int64_t person_id, int64_t since_at, int64_t *ret_tries);
ROLL_USE struct err *roll_try_add(struct call *c, int64_t person_id, int64_t since_at);
ROLL_USE struct err *roll_mark_count(struct call *c, int64_t session_id, int64_t *ret_count);
ROLL_USE struct err *roll_drop_leave_marks(struct call *c, int64_t session_id);
/* Marks by approved leave follow the session to its new time. */
ROLL_USE struct err *roll_leave_follow(struct call *c, int64_t session_id);

ROLL_USE struct err *leave_get(struct call *c, int64_t leave_id, struct leave_request *ret_leave);
ROLL_USE struct err *leave_add(struct call *c, const struct leave_request *leave);
ROLL_USE struct err *leave_set(struct call *c, const struct leave_request *leave);
ROLL_USE struct err *leave_overlap_count(struct call *c, const struct leave_request *leave, int64_t *ret_count);
ROLL_USE struct err *leave_sums(struct call *c, int64_t class_id, int64_t person_id, int64_t from_at, int64_t until_at,
                                struct leave_sums *ret_sums);
/* Sessions of a class that overlap, as a list of struct roll_session. */
ROLL_USE struct err *roll_sessions_between(struct call *c, int64_t class_id, int64_t from_at, int64_t until_at,
                                           struct list *ret_sessions);

ROLL_USE struct err *leave_waiting(struct call *c, int level, struct list *ret_leaves);
ROLL_USE struct err *leave_step_add(struct call *c, const struct leave_request *leave, int level, int state,
                                    int64_t deputy_for, struct str note);
ROLL_USE struct err *leave_steps(struct call *c, int64_t leave_id, struct list *ret_steps);
ROLL_USE struct err *leave_holders_at(struct call *c, struct str org_path, int level, struct list *ret_holders);
ROLL_USE struct err *leave_holders(struct call *c, struct str org_path, struct list *ret_holders);
ROLL_USE struct err *leave_holder_get(struct call *c, int64_t id, struct leave_holder *ret_holder);
ROLL_USE struct err *leave_holder_add(struct call *c, const struct leave_holder *holder);
ROLL_USE struct err *leave_holder_end(struct call *c, int64_t id, int until_on);
ROLL_USE struct err *leave_deputies_of(struct call *c, int64_t person_id, struct list *ret_deputies);
ROLL_USE struct err *leave_deputies(struct call *c, int64_t person_id, struct list *ret_deputies);
ROLL_USE struct err *leave_deputy_get(struct call *c, int64_t id, struct leave_deputy *ret_deputy);
ROLL_USE struct err *leave_deputy_add(struct call *c, const struct leave_deputy *deputy);
ROLL_USE struct err *leave_deputy_end(struct call *c, int64_t id, int until_on);

/* People with a seat by person, with names; fields that are counted are 0. */
ROLL_USE struct err *roll_people(struct call *c, int64_t class_id, struct list *ret_results);
/* All marks of a session by person, as a list of struct roll_mark. */
ROLL_USE struct err *roll_marks(struct call *c, int64_t session_id, struct list *ret_marks);
ROLL_USE struct err *roll_absent_by_rule(struct call *c, int64_t class_id);
ROLL_USE struct err *class_result_add(struct call *c, int64_t class_id, const struct roll_result *result);
ROLL_USE struct err *class_results(struct call *c, int64_t class_id, struct list *ret_results);
struct page_session { /* a session as one person sees it */
    struct session session;
    int64_t room_id;
    int live_state, roll_state, roll_source;
};
/* The timetable of a class with the person's marks, in order of time, in one indexed statement. */
ROLL_USE struct err *roll_page_sessions(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_sessions);

extern const struct shape page_session_shape, roll_row_shape, roll_result_shape, leave_request_shape, leave_step_shape,
    leave_holder_shape, leave_deputy_shape;
extern const struct page_spec roll_row_page, roll_event_page, leave_class_page, leave_my_page;
extern const struct shape roll_event_shape;

ROLL_USE struct err *roll_store_sheet(struct call *c, int64_t session_id, int64_t class_id, struct list *ret_rows);

/* ---- operations ---- */

/* roll.c */
struct roll_setting { /* one mark to be set */
    int64_t person_id;
    int state, source;
    int64_t site_id; /* 0, or the only site on which it may be */
    struct str reason;
    bool needs_reason;   /* a change without one is refused */
    int64_t hours_centi; /* of the session that they were there; 0: all */
    bool half_day;       /* for all sessions of the class in the same half-day */
};
/* As roll_set, for the half-day when that is asked for or the dated rule says so. */
ROLL_USE struct err *roll_set_unit(struct call *c, const struct roll_session *s, const struct roll_setting *setting,
                                   int *ret_effect);
enum roll_effect { ROLL_SAME, ROLL_SET, ROLL_CHANGED };
ROLL_USE struct err *roll_set(struct call *c, const struct roll_session *s, const struct roll_setting *setting,
                              int *ret_effect);
/* ERR_CONFLICT when marks of this class are not to be touched (yet, or any more). */
ROLL_USE struct err *roll_check_open(struct call *c, const struct roll_session *s);
/* The session and what the caller may do on its roll; site_id 0: whatever is widest. */
ROLL_USE struct err *roll_open_session(struct call *c, enum perm perm, int64_t session_id, int64_t site_id,
                                       struct roll_session *ret_session, struct roll_access *ret_access);
ROLL_USE struct err *roll_window(struct call *c, const struct roll_session *s, int64_t *ret_opens_at,
                                 int64_t *ret_closes_at);

/* roll_leave.c */
ROLL_USE struct err *leave_preview_of(struct call *c, const struct klass *klass, int64_t person_id, int64_t from_at,
                                      int64_t until_at, struct leave_preview *ret_preview);
ROLL_USE struct err *leave_submit(struct call *c, const struct klass *klass, struct leave_request *leave);
/* Notices: to the class manager that somebody asks, to the learner what was decided. */
ROLL_USE struct err *leave_tell_submitted(struct call *c, const struct klass *klass, const struct leave_request *leave);
/* Those whose turn it is now, except the class manager and who has just acted. */
ROLL_USE struct err *leave_tell_turn(struct call *c, const struct klass *klass, const struct leave_request *leave);
ROLL_USE struct err *leave_tell_decided(struct call *c, const struct klass *klass, const struct leave_request *leave);
ROLL_USE struct err *leave_decide(struct call *c, const struct klass *klass, struct leave_request *leave, int state,
                                  struct str note, bool accept_over);
ROLL_USE struct err *leave_cancel(struct call *c, struct leave_request *leave);
/* Back in class: a leave that still runs ends now. */
ROLL_USE struct err *leave_back(struct call *c, struct leave_request *leave);

/* roll_chain.c: whose turn it is */
struct leave_turn {
    bool may;           /* the caller may act */
    int64_t deputy_for; /* in whose place; 0: in their own right */
    struct str who;     /* the post and the names of those who may, for people to read */
    struct list people; /* int64_t: who is named for it, and their deputies of today */
};
ROLL_USE struct err *leave_turn(struct call *c, const struct klass *klass, int level, struct leave_turn *ret_turn);
/* May the caller read this leave: their own, of a class that they run, or of a post in its chain? */
ROLL_USE struct err *leave_check_read(struct call *c, const struct klass *klass, const struct leave_request *leave);
/* Fills what is for the reader. */
ROLL_USE struct err *leave_show(struct call *c, const struct klass *klass, struct leave_request *leave);

/* roll_result.c */
struct roll_results {
    int64_t class_id;
    int class_state;
    int64_t sessions, total_centi;
    int64_t leave_limit_ppm;
    int64_t people, completed, failed, unmarked;
    int64_t hours_centi, online_centi; /* all together */
    struct str rule;                   /* name of the conversion rule */
    struct list items;                 /* struct roll_result, sorted by name */
};
ROLL_USE struct err *roll_results_of(struct call *c, const struct klass *klass, struct roll_results *ret_results);
struct roll_exception {
    int64_t person_id;
    int outcome; /* enum roll_outcome */
    struct str reason;
};
/* Posts the hours, settles enrolments and class. A class that is confirmed already is left as it is: *ret_already. */
ROLL_USE struct err *roll_confirm(struct call *c, struct klass *klass, const struct list *exceptions,
                                  struct roll_results *ret_results, int64_t *ret_posted, bool *ret_already);

/* ---- handlers, listed with their routes in roll_module.c ---- */

extern const struct shape roll_marks_in_shape, roll_marks_out_shape, roll_correct_in_shape, roll_summary_shape,
    roll_code_shape, roll_checkin_in_shape, roll_checkin_out_shape;
ROLL_USE struct err *roll_http_list(struct call *c);
ROLL_USE struct err *roll_http_summary(struct call *c);
ROLL_USE struct err *roll_http_put(struct call *c);
ROLL_USE struct err *roll_http_correct(struct call *c);
ROLL_USE struct err *roll_http_events(struct call *c);
ROLL_USE struct err *roll_http_code(struct call *c);
ROLL_USE struct err *roll_http_qr(struct call *c);
ROLL_USE struct err *roll_http_checkin(struct call *c);

extern const struct shape leave_in_shape, leave_preview_in_shape, leave_preview_shape, leave_decide_in_shape,
    leave_detail_shape;
ROLL_USE struct err *roll_http_class_leaves(struct call *c);
ROLL_USE struct err *roll_http_submit_leave(struct call *c);
ROLL_USE struct err *roll_http_my_leaves(struct call *c);
ROLL_USE struct err *roll_http_preview_leave(struct call *c);
ROLL_USE struct err *roll_http_decide_leave(struct call *c);
ROLL_USE struct err *roll_http_cancel_leave(struct call *c);
ROLL_USE struct err *roll_http_waiting_leaves(struct call *c);
ROLL_USE struct err *roll_http_get_leave(struct call *c);
ROLL_USE struct err *roll_http_leave_back(struct call *c);
ROLL_USE struct err *roll_http_list_holders(struct call *c);
ROLL_USE struct err *roll_http_add_holder(struct call *c);
ROLL_USE struct err *roll_http_end_holder(struct call *c);
ROLL_USE struct err *roll_http_list_deputies(struct call *c);
ROLL_USE struct err *roll_http_add_deputy(struct call *c);
ROLL_USE struct err *roll_http_end_deputy(struct call *c);

extern const struct shape withdrawal_decide_shape, assessment_list_shape, assessment_put_shape;
ROLL_USE struct err *roll_http_withdrawals(struct call *c);
ROLL_USE struct err *roll_http_check_withdrawals(struct call *c);
ROLL_USE struct err *roll_http_decide_withdrawal(struct call *c);
ROLL_USE struct err *roll_http_assessments(struct call *c);
ROLL_USE struct err *roll_http_put_assessments(struct call *c);

extern const struct shape roll_results_shape, roll_confirm_in_shape, roll_confirm_out_shape, class_page_shape;
ROLL_USE struct err *roll_http_results(struct call *c);
ROLL_USE struct err *roll_http_confirm(struct call *c);
ROLL_USE struct err *roll_http_class_page(struct call *c);

#endif
