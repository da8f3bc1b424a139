/* domain/dispatch/dispatch_private.h: what the files of this folder share. */
#ifndef DOMAIN_DISPATCH_DISPATCH_PRIVATE_H
#define DOMAIN_DISPATCH_DISPATCH_PRIVATE_H

#include "core/shape.h"
#include "domain/dispatch/dispatch.h"

#include <stdbool.h>

struct arena;
struct buf;
struct call;
struct event;
struct job;
struct page_spec;

#define DISPATCH_USE __attribute__((warn_unused_result))

/* ---- dated rules and policy ---- */

enum dispatch_rule {
    RULE_NEVER_MONTHS,
    RULE_NEVER_REFUSALS,
    RULE_HARD_REFUSALS,
    RULE_REFUSAL_MONTHS,
    RULE_OVER_COUNT,
    RULE_OVER_MONTHS,
    RULE_RECENT_MONTHS,
    RULE_REPEAT_MONTHS,
    RULE_CAP_PCT,
    RULE_SHORT_DAYS,
    RULE_REPLY_DAYS,
    RULE_REMIND_DAYS,
    RULE_ESCALATE_DAYS,
    RULE_OBJECTION_DAYS,
    RULE_UNIT_FIRST,
    RULE_W_BASE,
    RULE_W_MISSING,
    RULE_W_NEVER,
    RULE_W_DEBT,
    RULE_W_CLAIM,
    RULE_W_RECENT,
    RULE_W_OVER,
    RULE_F_FAR,
    RULE_F_CITY,
    RULE_F_HARD,
    RULE_F_LENGTH,
    RULE_COUNT
};
/* What each is called in table rule and in a round's policy. */
struct dispatch_rule_name {
    const char *code, *zh, *en;
    int64_t min, max;
    bool of_round; /* a round may set it */
};
extern const struct dispatch_rule_name dispatch_rule_names[RULE_COUNT];
struct dispatch_rules {
    int64_t v[RULE_COUNT];
};
/* In force on that day for an organisation; with the round's own settings when round_id is given. */
DISPATCH_USE struct err *dispatch_rules_get(struct call *c, struct str org_path, int on, int64_t round_id,
                                            struct dispatch_rules *ret_rules);

/* ---- people ---- */

enum dispatch_list { LIST_NONE, LIST_NEVER, LIST_HARD, LIST_OVER };
extern const char *const dispatch_list_names[];
extern const char *const dispatch_list_zh[];

enum dispatch_tier { TIER_NONE, TIER_NEVER, TIER_CLAIM, TIER_DEBT, TIER_MISSING, TIER_MET, TIER_RECENT, TIER_OVER };
extern const char *const dispatch_tier_names[];

/* What is known of somebody, from the ledger, the norms and earlier calls. */
struct dispatch_person {
    int64_t id, org_id;
    struct str org_path, audience_code;
    int rank_on;    /* first rank on record */
    int entered_on; /* in the system */
    int last_on;    /* last concentrated training; 0 never */
    int64_t recent; /* concentrated trainings within the months that count for over-trained */
    int64_t hardships, refusals, debts;
    int64_t claims;                     /* 1: an objection to being left out was upheld, and no call has come since */
    int64_t missing_centi, missing_ppm; /* of the hours that a norm of concentrated training asks for */
    int cleared_on[4];                  /* by enum dispatch_list: an objection was upheld on that day */
};

struct dispatch_listed {
    int64_t id, person_id;
    int list; /* enum dispatch_list */
    struct str org_path;
    struct str rule; /* idle, refusals, hardships, trainings */
    int since_on, last_on;
    int64_t count, threshold, months;
    int64_t updated_at;
};

/* Active people with after_id < id <= last_id (0: no bound) below a path, at most so many; *ret_last is the last id
 * looked at, 0 when there are no more. */
DISPATCH_USE struct err *dispatch_people_load(struct call *c, const struct dispatch_rules *rules, struct str path,
                                              int64_t after_id, int64_t last_id, int64_t most, struct list *ret_people,
                                              int64_t *ret_last);

/* ---- rules: pure (dispatch_rules.c) ---- */

/* On which lists somebody stands; ret_listed has room for three. Returns how many. */
size_t dispatch_lists_of(const struct dispatch_person *p, const struct dispatch_rules *rules, int today,
                         struct dispatch_listed *ret_listed);
int dispatch_tier_of(const struct dispatch_person *p, const struct dispatch_rules *rules, int today);
bool dispatch_is_hard(const struct dispatch_person *p, const struct dispatch_rules *rules);
/* How much it costs not to train this person: U of the model. */
int64_t dispatch_urgency(const struct dispatch_person *p, const struct dispatch_rules *rules, int today);

struct dispatch_offer {
    int64_t class_id;
    struct str title;
    int64_t org_id;
    struct str org_name, org_path, audience_code;
    int starts_on, ends_on;
    int account_kind, state; /* enum klass_account, klass_state */
    int64_t programme_id, confirmed_count, class_seats, seats_min, seats_max;
    int64_t called_count; /* calls to the class that may still become enrolments, of any round */
};
/* How ill a class fits a person: f of the model, 0 to 1023. */
int64_t dispatch_fit(const struct dispatch_person *p, const struct dispatch_offer *offer,
                     const struct dispatch_rules *rules);
/* The part of the tree that a class without quotas is for: that of the host's parent. */
struct str dispatch_territory(const struct dispatch_offer *offer);
/* NULL when the offer may be given to the person, else the rule that forbids it: audience, territory, hard. */
const char *dispatch_forbids(const struct dispatch_person *p, const struct dispatch_offer *offer,
                             const struct dispatch_rules *rules);
bool dispatch_overlaps(int from_a, int until_a, int from_b, int until_b);
/* Does a class on these days (0: none, it is online) keep somebody from an offer? The same class does. */
bool dispatch_takes(int64_t class_id, int from_on, int until_on, const struct dispatch_offer *offer);
/* By when a call is to be answered: so many days on, and before the class begins. */
int dispatch_due_on(int today, int64_t days, int starts_on);

/* ---- rounds ---- */

enum dispatch_state {
    ROUND_NONE,
    ROUND_DRAFT,
    ROUND_SOLVED,
    ROUND_REVIEWED,
    ROUND_PUBLISHED,
    ROUND_CLOSED,
    ROUND_CANCELLED
};
extern const char *const dispatch_state_names[];
extern const char *const dispatch_state_zh[];
enum dispatch_mode { MODE_NONE, MODE_WAVE, MODE_WEEKLY };
extern const char *const dispatch_mode_names[];

struct dispatch_round {
    int64_t id, org_id;
    struct str org_name, org_path;
    struct str title, note;
    int from_on, until_on;
    int mode, state;
    int reply_due_on;
    int64_t chosen_id, job_id;
    int64_t published_at, closed_at;
    int64_t version, created_at, updated_at;
    struct list offers; /* struct dispatch_offer; one round only */
};
struct dispatch_quota {
    int64_t class_id, org_id;
    struct str org_name, org_path;
    int64_t seats_min, seats_max;
    int64_t taken; /* people with a seat already */
};
struct dispatch_value {
    struct str code, zh, en;
    int64_t value, standard; /* standard: of the dated rule */
    int from_on;             /* since when the rule holds */
    struct str source;       /* what says so */
    bool of_round;           /* a round may set it */
};
struct dispatch_wish {
    int64_t id, round_id, person_id;
    struct str person_name, org_path;
    int64_t class_id;
    struct str class_title, kind, reason;
    int64_t at;
};
DISPATCH_USE struct err *dispatch_round_get(struct call *c, int64_t id, struct dispatch_round *ret_round);
/* With a permission on its organisation checked. */
DISPATCH_USE struct err *dispatch_round_may(struct call *c, int perm, int64_t id, struct dispatch_round *ret_round);
DISPATCH_USE struct err *dispatch_round_add(struct call *c, struct dispatch_round *round);
DISPATCH_USE struct err *dispatch_round_save(struct call *c, struct dispatch_round *round);
/* ERR_CONFLICT "dispatch.state" unless the round is in one of the states (bits 1 << enum dispatch_state). */
DISPATCH_USE struct err *dispatch_round_in(struct call *c, const struct dispatch_round *round, int states);
/* Something that the plan rests on was changed: a review that was made before counts no more. */
DISPATCH_USE struct err *dispatch_round_touch(struct call *c, struct dispatch_round *round);
DISPATCH_USE struct err *dispatch_round_change(struct call *c, struct dispatch_round *round, int to);
/* Sets its days; refused ("dispatch.class_outside") when one of its classes would begin outside of them. Not saved. */
DISPATCH_USE struct err *dispatch_round_move(struct call *c, struct dispatch_round *round, int from_on, int until_on);
DISPATCH_USE struct err *dispatch_offers_set(struct call *c, struct dispatch_round *round, struct list offers);
DISPATCH_USE struct err *dispatch_policy_of(struct call *c, const struct dispatch_round *round,
                                            struct list *ret_values);
DISPATCH_USE struct err *dispatch_policy_put(struct call *c, const struct dispatch_round *round, struct list values);
DISPATCH_USE struct err *dispatch_wish_add(struct call *c, const struct dispatch_round *round,
                                           struct dispatch_wish *wish);

/* ---- versions ---- */

struct dispatch_version {
    int64_t id, round_id, no;
    struct str state, note, policy;
    struct str basis; /* digests of what it was computed from: dispatch_changes.c */
    int64_t people, eligible, pairs, seats, placed, left_out;
    int64_t objective, bound, gap_ppm;
    int64_t never_people, never_out, trained_in, over_in, units_in, unit_most_ppm;
    int64_t fcfs_placed, fcfs_never_out, fcfs_trained_in, fcfs_units_in, fcfs_objective;
    int64_t edits, took_ms, created_at;
    struct list classes, units, log; /* struct dispatch_use, dispatch_unit, dispatch_edit; one version only */
};
struct dispatch_use { /* of a class */
    int64_t class_id;
    struct str title, org_name;
    int starts_on, ends_on;
    int64_t seats_min, seats_max, placed, never, over, least_urgency;
    struct list quotas; /* struct dispatch_quota_use */
};
struct dispatch_quota_use {
    int64_t org_id;
    struct str org_name;
    int64_t seats_min, seats_max, placed;
};
struct dispatch_unit {
    int64_t org_id;
    struct str org_name, org_path;
    int64_t people, placed, never, never_out, trained_in;
};
struct dispatch_edit {
    int64_t id, version_id, person_id;
    struct str person_name;
    int64_t from_id, to_id, other_id;
    struct str from_title, to_title, other_name;
    int64_t cost;
    struct str reason;
    int64_t at;
};
struct dispatch_place {
    int64_t id, version_id, person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_name, org_path, post, audience_code;
    int64_t class_id;
    struct str class_title;
    int64_t wanted_id; /* the class that would have fitted best */
    struct str wanted_title;
    int tier; /* enum dispatch_tier */
    struct str reason;
    int64_t urgency, fit;
    int64_t bar; /* the least urgency that got a seat in the wanted class */
    int64_t missing_centi;
    int last_on;
    int64_t recent, debts, claims;
    bool pinned;
};
/* A place as the person sees it, with the round. */
struct dispatch_own_place {
    int64_t round_id;
    struct str round_title;
    int from_on, until_on;
    int64_t class_id;
    struct str class_title, wanted_title;
    int tier;
    struct str reason;
    int64_t urgency, bar, missing_centi;
    int last_on;
    int64_t recent, debts, claims;
};
extern const struct shape dispatch_own_place_shape;
struct dispatch_move {
    int64_t person_id, class_id; /* class 0: out */
    int64_t with_id;             /* whose seat; 0: a free one, or the cheapest */
    struct str reason;
    bool dry_run;
    /* out */
    struct str person_name, from_title, to_title, other_name;
    int64_t from_id, other_id;
    int64_t cost; /* by how much the plan gets worse */
    int64_t unit_away,
        unit_cap; /* of the person's unit then, at the same time as this class; the cap is 0 for others */
};
struct dispatch_clash {
    struct str kind; /* called, enrolled, attended, left */
    int64_t person_id;
    struct str person_name, org_name;
    int64_t class_id;
    struct str class_title;
    int64_t other_id;
    struct str other_title, other_org;
    int starts_on, ends_on;
};
DISPATCH_USE struct err *dispatch_version_get(struct call *c, int64_t id, struct dispatch_version *ret_version);
/* With classes, units below the round's organisation and the log of changes by hand. */
DISPATCH_USE struct err *dispatch_version_full(struct call *c, const struct dispatch_round *round,
                                               struct dispatch_version *version);
DISPATCH_USE struct err *dispatch_version_move(struct call *c, struct dispatch_round *round,
                                               struct dispatch_version *version, struct dispatch_move *move);
DISPATCH_USE struct err *dispatch_solve(struct job *job);
/* The same in the caller's transaction, without a check of permission: for small rounds of the demo and of tests. */
DISPATCH_USE struct err *dispatch_solve_here(struct call *c, int64_t round_id, const struct list *named);

/* Whom a version takes away, by week: the weeks in which on-site classes run, and the units nearest to their caps. */
struct dispatch_week {
    int from_on; /* a Monday */
    int64_t away;
};
struct dispatch_unit_weeks {
    int64_t org_id;
    struct str org_name;
    int64_t people, cap, most;
    struct list weeks; /* struct dispatch_week: as many as the calendar has, 0 away included */
};
struct dispatch_calendar {
    struct list weeks;  /* struct dispatch_week: of all units */
    struct list units;  /* struct dispatch_unit_weeks */
    int64_t units_away; /* units with anybody away, shown or not */
};
DISPATCH_USE struct err *dispatch_calendar_of(struct call *c, const struct dispatch_round *round, int64_t version_id,
                                              struct dispatch_calendar *ret_calendar);

/* A question about the whole plan: other seats of a class, of one organisation's quota in it, another absence cap. */
struct dispatch_what_if {
    int64_t class_id, org_id, seats_max;
    int64_t cap_pct; /* 0: as it is */
};
extern const struct shape dispatch_what_if_shape;
DISPATCH_USE struct err *dispatch_what_if_job(struct job *job);

/* ---- a plan older than what it was computed from: dispatch_changes.c ---- */

struct dispatch_change {
    struct str kind; /* objection, people, left, units, away, days, classes, quotas, wishes, policy */
    int64_t count;   /* of objections, people and so on; 1 for the others */
    struct str zh, en;
};
struct dispatch_changes {
    int64_t version_id, version_no, computed_at;
    struct list items;  /* struct dispatch_change */
    struct str missing; /* names of those whose objection was upheld since and who are left out all the same */
};
extern const struct shape dispatch_changes_shape, dispatch_changed_shape, dispatch_upheld_shape;
struct dispatch_upheld {
    struct str person_name;
    bool missing;
};
/* What a plan is computed from, beside people and dated rules, as text to be kept with it. */
struct str dispatch_basis(struct arena *a, const struct dispatch_round *round, const struct list *offers,
                          const struct list *quotas, const struct list *wishes);
/* All values of the rules, as they are kept with a version. */
struct str dispatch_policy_text(struct arena *a, const struct dispatch_rules *rules);
/* What changed since the chosen version was computed; empty after publishing. */
DISPATCH_USE struct err *dispatch_changes_of(struct call *c, const struct dispatch_round *round,
                                             struct dispatch_changes *ret_changes);
/* ERR_CONFLICT "dispatch.objection_missing", and "dispatch.plan_old" unless `as_is`. */
DISPATCH_USE struct err *dispatch_changes_check(struct call *c, const struct dispatch_round *round, bool as_is);

/* ---- calls ---- */

enum call_state {
    CALL_NONE,
    CALL_SENT,
    CALL_ACCEPTED,
    CALL_REFUSED, /* waits for a ruling */
    CALL_EXCUSED, /* hardship, accepted */
    CALL_DENIED,  /* the reason is not accepted, or there was no reply */
    CALL_ENROLLED,
    CALL_REPLACED, /* a substitute was called */
    CALL_WITHDRAWN,
    CALL_COMPLETED,
    CALL_ABSENT, /* enrolled and did not complete */
};
extern const char *const call_state_names[];
extern const char *const call_state_zh[];
enum call_late { LATE_NONE, LATE_REMINDED, LATE_OVERDUE, LATE_ESCALATED };
enum call_answer {
    ANSWER_NONE,
    ANSWER_ACCEPT,
    ANSWER_STAFFING,
    ANSWER_WORK,
    ANSWER_HEALTH,
    ANSWER_FAMILY,
    ANSWER_OTHER
};
extern const char *const call_answer_names[];
extern const char *const call_unit_names[]; /* "", confirmed, objected */
enum call_unit { UNIT_NONE, UNIT_CONFIRMED, UNIT_OBJECTED };

struct dispatch_call {
    int64_t id, round_id;
    struct str round_title;
    int round_state; /* enum dispatch_state */
    int64_t round_org_id;
    struct str round_org_name, round_path;
    int64_t class_id;
    struct str class_title;
    int starts_on, ends_on;
    struct str room, host_name;
    int64_t person_id;
    struct str person_name, post;
    int64_t org_id;
    struct str org_name, org_path;
    int state, due_on;
    bool overdue; /* its day is past, and nobody has replied */
    int64_t late;
    struct str why;
    int answer_kind;
    struct str answer, evidence;
    int64_t proposed_id;
    struct str proposed_name;
    int64_t answered_by, answered_at;
    int unit_state;
    struct str unit_note;
    int64_t unit_by, unit_at;
    struct str ruling_note;
    int64_t ruled_by, ruled_at;
    int64_t replaces_id, replaced_by_id, enrolment_id;
    struct str replaces_name, replaced_by_name; /* who had the seat before, who has it after */
    int enrolment_state; /* enum enrolment_state: confirmed, or waiting when the class had no seat */
    int64_t version, created_at, updated_at;
    struct list events; /* struct dispatch_call_event; one call only */
};
struct dispatch_call_event {
    int64_t id, call_id;
    int from_state, to_state;
    struct str note;
    int64_t at;
    struct str account_name;
    struct str other_name; /* replaced by, or called in place of */
};
struct dispatch_call_count { /* of a round's calls */
    int state;
    int64_t calls, overdue;
};
extern const struct shape dispatch_call_count_shape;
extern const char *const dispatch_debt_names[];       /* "", hardship, refusal, no_reply, absent */
extern const char *const dispatch_debt_state_names[]; /* "", open, settled, waived */
struct dispatch_debt {
    int64_t id, person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_name;
    int64_t call_id;
    struct str class_title, round_title, note;
    int kind, state; /* of dispatch_debt_names, dispatch_debt_state_names */
    int64_t created_at, settled_at;
};
struct call_answer_in {
    int answer; /* enum call_answer */
    struct str reason, evidence;
    int64_t proposed_id;
};
/* ERR_CONFLICT "dispatch.round_closed" when the call's round is closed: what became of it then stays so. */
DISPATCH_USE struct err *dispatch_call_live(struct call *c, const struct dispatch_call *call);
/* Goes to the unit that the person is in now; nothing happens when it is there. */
DISPATCH_USE struct err *dispatch_call_follow(struct call *c, struct dispatch_call *call);
/* All of a person's calls that wait for a reply, a unit or a ruling; the new unit's liaisons are told. */
DISPATCH_USE struct err *dispatch_calls_follow(struct call *c, int64_t person_id);
/* NULL when a call may go from one state to the other. */
DISPATCH_USE struct err *dispatch_call_check(struct arena *a, int from, int to);
DISPATCH_USE struct err *dispatch_call_get(struct call *c, int64_t id, struct dispatch_call *ret_call);
DISPATCH_USE struct err *dispatch_call_set(struct call *c, struct dispatch_call *call, int to, struct str note);
DISPATCH_USE struct err *dispatch_publish(struct call *c, struct dispatch_round *round, bool leave_out, bool as_is,
                                          int64_t *ret_calls);
DISPATCH_USE struct err *dispatch_reply(struct call *c, struct dispatch_call *call, const struct call_answer_in *in);
DISPATCH_USE struct err *dispatch_unit_reply(struct call *c, struct dispatch_call *call, int unit_state,
                                             struct str note);
DISPATCH_USE struct err *dispatch_ruling(struct call *c, struct dispatch_call *call, bool hardship, struct str note);
DISPATCH_USE struct err *dispatch_substitute(struct call *c, struct dispatch_call *call, int64_t person_id,
                                             struct str note, struct dispatch_call *ret_call);
/* The best who might take the seat, struct dispatch_place with `reason` saying why: same unit first when the rule says
 * so. `all`: of the whole round; else only those for whom the caller may confirm. */
DISPATCH_USE struct err *dispatch_substitutes(struct call *c, const struct dispatch_call *call, bool all,
                                              struct list *ret_places);
/* NULL when this person may take the seat: of the round, admissible, free at the time, not over the unit's cap. */
DISPATCH_USE struct err *dispatch_substitute_check(struct call *c, const struct dispatch_call *call, int64_t person_id);
/* Never replied: denied, with a debt. */
DISPATCH_USE struct err *dispatch_call_silent(struct call *c, struct dispatch_call *call, struct str note);
DISPATCH_USE struct err *dispatch_close(struct call *c, struct dispatch_round *round);
/* An enrolment that came from a call went on: completed, failed, withdrawn. */
DISPATCH_USE struct err *dispatch_on_enrolment(struct call *c, const struct event *event);
/* A class was confirmed or cancelled: its rounds are counted anew. */
DISPATCH_USE struct err *dispatch_on_class(struct call *c, const struct event *event);
/* The next step of lateness for a call that waits; no error when it is over. */
DISPATCH_USE struct err *dispatch_call_late(struct call *c, int64_t id, int late);
DISPATCH_USE struct err *dispatch_tell_job(struct job *job);
DISPATCH_USE struct err *dispatch_late_job(struct job *job);
/* What dispatch_late_job does in a day, as far as one step goes, in the caller's transaction. */
DISPATCH_USE struct err *dispatch_late_step(struct call *c);
DISPATCH_USE struct err *dispatch_lists_job(struct job *job);

/* ---- what a round did (dispatch_outcome.c) ---- */

struct dispatch_outcome_line { /* of those who stood on a list when they were called; LIST_NONE: of all */
    int list;
    int64_t called;  /* substitutes, too */
    int64_t waiting; /* for a reply, the unit, a ruling, or the class's end */
    int64_t came, absent, excused, denied;
    int64_t left_list, joined_list; /* stood on it and does not today; the other way round */
    int64_t at;
};
struct dispatch_outcome_class {
    int64_t class_id;
    struct str title;
    int starts_on, ends_on, class_state; /* enum klass_state */
    int64_t called, waiting, enrolled, came, absent;
};
struct dispatch_outcome {
    int64_t round_id;
    struct str title, org_name;
    int state, from_on, until_on;
    struct list lines, classes; /* classes: of one round only */
};
extern const struct shape dispatch_outcome_line_shape, dispatch_outcome_class_shape, dispatch_outcome_round_shape;
/* Ends what cannot go on any more (the class is over or cancelled), then counts. */
DISPATCH_USE struct err *dispatch_recount(struct call *c, int64_t round_id);
/* The rounds that are marked, in the caller's transaction; *ret_more when others are left. */
DISPATCH_USE struct err *dispatch_recount_some(struct call *c, bool *ret_more);

/* ---- notices (dispatch_tell.c) ---- */

DISPATCH_USE struct err *dispatch_tell_call(struct call *c, const struct dispatch_call *call);
/* The liaisons of a unit, or the office of the round (unit false). */
DISPATCH_USE struct err *dispatch_tell_staff(struct call *c, const struct dispatch_call *call, bool unit,
                                             const char *what, struct str zh, struct str en);
/* The offices that answer for a part of the tree. */
DISPATCH_USE struct err *dispatch_tell_office(struct call *c, struct str org_path, struct str key, struct str zh,
                                              struct str en, struct str body, struct str link);
DISPATCH_USE struct err *dispatch_tell_person(struct call *c, int64_t person_id, struct str key, struct str zh,
                                              struct str en, struct str link);

/* ---- times away, objections ---- */

struct dispatch_away {
    int64_t id, person_id;
    struct str person_name, org_name, org_path;
    int from_on, until_on;
    struct str said_by, reason;
    int64_t at;
};
enum objection_state { OBJECTION_NONE, OBJECTION_OPEN, OBJECTION_UPHELD, OBJECTION_REJECTED };
extern const char *const objection_state_names[];
extern const char *const objection_about_names[]; /* "", list, call, left_out */
/* Of an upheld objection to being left out: does it still count in the next round? */
enum objection_claim { CLAIM_NONE, CLAIM_OPEN, CLAIM_MET };
extern const char *const objection_claim_names[]; /* "", open, met */
enum objection_about { ABOUT_NONE, ABOUT_LIST, ABOUT_CALL, ABOUT_LEFT_OUT };
struct dispatch_objection {
    int64_t id, person_id;
    struct str person_name, org_name, org_path;
    int about, list;
    int64_t subject_id;
    struct str text;
    int state;
    struct str answer;
    int due_on;
    int64_t answered_at, version, created_at;
    int claim; /* enum objection_claim */
};
DISPATCH_USE struct err *dispatch_object(struct call *c, struct dispatch_objection *objection);
DISPATCH_USE struct err *dispatch_object_answer(struct call *c, struct dispatch_objection *objection, int state,
                                                struct str answer);
/* Tells the office that the answer is late, once. */
DISPATCH_USE struct err *dispatch_object_late(struct call *c, int64_t id);
DISPATCH_USE struct err *dispatch_lists_update(struct call *c, int64_t person_id);

/* ---- shapes and pages ---- */

extern const struct shape dispatch_round_shape, dispatch_round_item_shape, dispatch_offer_shape, dispatch_value_shape,
    dispatch_wish_shape, dispatch_version_shape, dispatch_version_item_shape, dispatch_place_shape, dispatch_move_shape,
    dispatch_clash_shape, dispatch_call_shape, dispatch_call_item_shape, dispatch_debt_shape, dispatch_away_shape,
    dispatch_objection_shape, dispatch_listed_shape, dispatch_listed_row_shape, dispatch_quota_shape,
    dispatch_use_shape, dispatch_unit_shape, dispatch_edit_shape, dispatch_call_event_shape;
extern const struct page_spec dispatch_round_page, dispatch_place_page, dispatch_listed_page, dispatch_call_page_round,
    dispatch_call_page_unit, dispatch_call_page_mine, dispatch_debt_page, dispatch_away_page, dispatch_objection_page;

struct dispatch_listed_row {
    int64_t id, person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_name, post, audience_code;
    int list;
    struct str rule;
    int since_on, last_on;
    int64_t count, threshold, months, updated_at;
};

/* ---- handlers, listed with their routes in dispatch_module.c ---- */

extern const struct shape dispatch_offers_in_shape, dispatch_policy_shape, dispatch_state_in_shape,
    dispatch_started_shape, dispatch_versions_shape, dispatch_choose_in_shape, dispatch_wishes_shape,
    dispatch_clashes_shape, dispatch_publish_in_shape, dispatch_published_shape, dispatch_reply_in_shape,
    dispatch_unit_in_shape, dispatch_ruling_in_shape, dispatch_substitute_in_shape, dispatch_places_shape,
    dispatch_counts_shape, dispatch_mine_shape, dispatch_answer_in_shape, dispatch_outcome_shape,
    dispatch_outcomes_shape, dispatch_calendar_shape, dispatch_call_counts_shape;
#define HANDLER(name) DISPATCH_USE struct err *dispatch_http_##name(struct call *c)
HANDLER(rounds);
HANDLER(round_post);
HANDLER(round);
HANDLER(round_put);
HANDLER(offers_put);
HANDLER(policy);
HANDLER(policy_put);
HANDLER(state_post);
HANDLER(solve_post);
HANDLER(what_if_post);
HANDLER(versions);
HANDLER(choose_post);
HANDLER(wishes);
HANDLER(wish_post);
HANDLER(wish_delete);
HANDLER(clashes);
HANDLER(publish_post);
HANDLER(changes);
HANDLER(version);
HANDLER(calendar);
HANDLER(places);
HANDLER(place);
HANDLER(move_post);
HANDLER(round_calls);
HANDLER(call_counts);
HANDLER(unit_calls);
HANDLER(my_calls);
HANDLER(call);
HANDLER(reply_post);
HANDLER(unit_post);
HANDLER(ruling_post);
HANDLER(substitutes);
HANDLER(substitute_post);
HANDLER(listed);
HANDLER(counts);
HANDLER(mine);
HANDLER(outcome);
HANDLER(outcomes);
HANDLER(debts);
HANDLER(away);
HANDLER(away_post);
HANDLER(away_delete);
HANDLER(objections);
HANDLER(objection_post);
HANDLER(objection_answer);
#undef HANDLER

#endif
