/* domain/dispatch/dispatch_store.h: the SQL of this module, a function a statement. Lists are in the call's arena. */
#ifndef DOMAIN_DISPATCH_DISPATCH_STORE_H
#define DOMAIN_DISPATCH_DISPATCH_STORE_H

#include "domain/dispatch/dispatch_private.h"

struct org_move;

/* ---- rounds: dispatch_store.c ---- */

DISPATCH_USE struct err *store_round_get(struct call *c, int64_t id, struct dispatch_round *ret_round);
DISPATCH_USE struct err *store_round_insert(struct call *c, const struct dispatch_round *r);
DISPATCH_USE struct err *store_round_update(struct call *c, const struct dispatch_round *r);
DISPATCH_USE struct err *store_offers(struct call *c, int64_t round_id, struct list *ret_offers);
DISPATCH_USE struct err *store_offer_add(struct call *c, int64_t round_id, const struct dispatch_offer *offer);
DISPATCH_USE struct err *store_offers_clear(struct call *c, int64_t round_id);
DISPATCH_USE struct err *store_quotas(struct call *c, int64_t round_id, struct list *ret_quotas);
DISPATCH_USE struct err *store_policy(struct call *c, int64_t round_id, struct list *ret_values);
DISPATCH_USE struct err *store_policy_set(struct call *c, int64_t round_id, struct str code, int64_t value);
DISPATCH_USE struct err *store_policy_clear(struct call *c, int64_t round_id);
DISPATCH_USE struct err *store_wishes(struct call *c, int64_t round_id, struct list *ret_wishes);
DISPATCH_USE struct err *store_wish_get(struct call *c, int64_t id, struct dispatch_wish *ret_wish);
DISPATCH_USE struct err *store_wish_insert(struct call *c, const struct dispatch_wish *w);
DISPATCH_USE struct err *store_wish_remove(struct call *c, int64_t id);

/* ---- people and lists: dispatch_store_people.c ---- */

struct person_row {
    int64_t id, org_id;
    struct str org_path, audience_code;
    int rank_on;
    int64_t created_at;
};
struct missing_row {
    int64_t person_id;
    int state; /* enum norm_state */
    int64_t hours_centi, days_centi, need_hours_centi, need_days_centi;
};
struct debt_row {
    int64_t person_id;
    struct str kind, state;
    int64_t created_at;
};
struct cleared_row {
    int64_t person_id;
    int list;
    int from_on;
};
struct span_row { /* somebody is taken away */
    int64_t person_id, class_id;
    int from_on, until_on;
};
struct attended_row {
    int64_t person_id, programme_id;
};
DISPATCH_USE struct err *store_people_after(struct call *c, int64_t after_id, int64_t last_id, struct str path,
                                            int64_t most, struct list *ret_people);
DISPATCH_USE struct err *store_missing(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows);
/* struct one_id: people with a claim. */
DISPATCH_USE struct err *store_claims(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_people);
DISPATCH_USE struct err *store_debts_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows);
DISPATCH_USE struct err *store_cleared(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows);
DISPATCH_USE struct err *store_cleared_set(struct call *c, int64_t person_id, int list, int from_on);
DISPATCH_USE struct err *store_busy(struct call *c, int from_on, int until_on, struct list *ret_spans);
DISPATCH_USE struct err *store_called(struct call *c, int from_on, int until_on, int64_t round_id,
                                      struct list *ret_spans);
DISPATCH_USE struct err *store_away_between(struct call *c, int from_on, int until_on, struct str path,
                                            struct list *ret_spans);
DISPATCH_USE struct err *store_attended(struct call *c, int64_t round_id, int since_on, struct list *ret_rows);
DISPATCH_USE struct err *store_listed_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_listed);
DISPATCH_USE struct err *store_listed_set(struct call *c, const struct dispatch_listed *l);
DISPATCH_USE struct err *store_listed_remove(struct call *c, int64_t id);
DISPATCH_USE struct err *store_listed_person(struct call *c, int64_t person_id, struct list *ret_listed);
struct list_count {
    int list;
    int64_t people;
};
extern const struct shape list_count_shape;
DISPATCH_USE struct err *store_listed_counts(struct call *c, struct str path, struct list *ret_counts);
DISPATCH_USE struct err *store_dirty(struct call *c, int64_t most, struct list *ret_ids); /* struct one_id */
DISPATCH_USE struct err *store_dirty_add(struct call *c, int64_t person_id);
DISPATCH_USE struct err *store_dirty_remove(struct call *c, int64_t person_id);
DISPATCH_USE struct err *store_walked_on(struct call *c, int64_t *ret_on);
DISPATCH_USE struct err *store_walked_set(struct call *c, int on);
struct one_id {
    int64_t id;
};

/* ---- versions and places: dispatch_store.c ---- */

DISPATCH_USE struct err *store_version_get(struct call *c, int64_t id, struct dispatch_version *ret_version);
DISPATCH_USE struct err *store_versions(struct call *c, int64_t round_id, struct list *ret_versions);
/* The version that a job began, 0 when none; done: all of it is on disk. */
DISPATCH_USE struct err *store_version_of_job(struct call *c, int64_t job_id, int64_t *ret_id, bool *ret_done);
DISPATCH_USE struct err *store_version_insert(struct call *c, const struct dispatch_version *v, int64_t job_id);
DISPATCH_USE struct err *store_version_done(struct call *c, const struct dispatch_version *v);
/* struct dispatch_change without words, and struct dispatch_upheld: since a version was computed. */
DISPATCH_USE struct err *store_changes(struct call *c, const struct dispatch_round *round,
                                       const struct dispatch_version *v, struct list *ret_changes);
DISPATCH_USE struct err *store_upheld(struct call *c, const struct dispatch_round *round,
                                      const struct dispatch_version *v, struct list *ret_upheld);
DISPATCH_USE struct err *store_version_edited(struct call *c, const struct dispatch_version *by);
DISPATCH_USE struct err *store_places_clear(struct call *c, int64_t version_id);
DISPATCH_USE struct err *store_place_insert(struct call *c, const struct dispatch_place *p);
DISPATCH_USE struct err *store_place_find(struct call *c, int64_t version_id, int64_t person_id,
                                          struct dispatch_place *ret_place, bool *ret_found);
/* struct dispatch_own_place, of rounds that ended at most a year ago. */
DISPATCH_USE struct err *store_places_of_person(struct call *c, int64_t person_id, struct list *ret_places);
DISPATCH_USE struct err *store_places_seated(struct call *c, int64_t version_id, struct list *ret_places);
struct kept_row {
    int64_t person_id, class_id;
    bool pinned;
};
/* struct kept_row, by person: those who are placed, and those who were set by hand to stay out. */
DISPATCH_USE struct err *store_places_kept(struct call *c, int64_t version_id, struct list *ret_rows);
/* The prices of a version's proof as dispatch_warm.c writes them; empty when there are none. */
DISPATCH_USE struct err *store_prices_set(struct call *c, int64_t version_id, struct str body);
DISPATCH_USE struct err *store_prices_find(struct call *c, int64_t version_id, struct str *ret_body);
DISPATCH_USE struct err *store_place_move(struct call *c, const struct dispatch_place *p);
DISPATCH_USE struct err *store_place_worst(struct call *c, int64_t version_id, int64_t class_id, int64_t not_id,
                                           struct str path, struct dispatch_place *ret_place, bool *ret_found);
DISPATCH_USE struct err *store_places_waiting(struct call *c, int64_t version_id, struct str path, int64_t most,
                                              struct list *ret_places);
DISPATCH_USE struct err *store_class_use(struct call *c, int64_t version_id, struct list *ret_use);
/* struct dispatch_quota: `taken` is how many the version places in it. */
DISPATCH_USE struct err *store_quota_use(struct call *c, int64_t version_id, int64_t round_id, struct list *ret_quotas);
DISPATCH_USE struct err *store_group_use(struct call *c, int64_t version_id, int64_t class_id, struct str path,
                                         int64_t *ret_placed);
DISPATCH_USE struct err *store_unit_use(struct call *c, int64_t version_id, struct str path, struct list *ret_units);
struct unit_size_row {
    int64_t org_id;
    struct str org_name, org_path;
    int64_t people;
};
struct unit_class_row {
    struct str org_path;
    int64_t class_id, placed;
};
/* Both by path: every unit itself with its people in the version, and those of each class. */
DISPATCH_USE struct err *store_unit_sizes(struct call *c, int64_t version_id, struct list *ret_rows);
DISPATCH_USE struct err *store_unit_classes(struct call *c, int64_t version_id, struct list *ret_rows);
/* struct unit_class_row of one unit. */
DISPATCH_USE struct err *store_unit_placed(struct call *c, int64_t version_id, struct str path, struct list *ret_rows);
DISPATCH_USE struct err *store_edit_insert(struct call *c, const struct dispatch_edit *e);
DISPATCH_USE struct err *store_edits(struct call *c, int64_t version_id, struct list *ret_edits);
DISPATCH_USE struct err *store_clashes(struct call *c, int64_t version_id, int since_on, int64_t most,
                                       struct list *ret_clashes);

/* ---- calls, debts, times away, objections: dispatch_store_call.c ---- */

DISPATCH_USE struct err *store_call_find(struct call *c, int64_t id, struct dispatch_call *ret_call, bool *ret_found);
/* struct dispatch_call_count, one a state that some call is in; class 0: of all classes. */
DISPATCH_USE struct err *store_call_counts(struct call *c, int64_t round_id, int64_t class_id, struct list *ret_counts);
DISPATCH_USE struct err *store_call_insert(struct call *c, const struct dispatch_call *d);
DISPATCH_USE struct err *store_call_update(struct call *c, const struct dispatch_call *d);
DISPATCH_USE struct err *store_call_event(struct call *c, const struct dispatch_call_event *event);
DISPATCH_USE struct err *store_call_events(struct call *c, int64_t call_id, struct list *ret_events);
DISPATCH_USE struct err *store_call_of_class(struct call *c, int64_t class_id, int64_t person_id, int64_t *ret_id);
/* Lists of struct one_id. */
DISPATCH_USE struct err *store_calls_quiet(struct call *c, int64_t most, struct list *ret_ids);
DISPATCH_USE struct err *store_call_told(struct call *c, int64_t id);
/* Of a round: due by that day, for that step of lateness. */
DISPATCH_USE struct err *store_calls_due(struct call *c, int64_t round_id, int due_on, int late, int64_t most,
                                         struct list *ret_ids);
DISPATCH_USE struct err *store_late_rounds(struct call *c, int due_on, struct list *ret_ids);
DISPATCH_USE struct err *store_calls_open(struct call *c, int64_t round_id, struct list *ret_ids);
/* Of a person, in rounds that go on. */
DISPATCH_USE struct err *store_calls_waiting(struct call *c, int64_t person_id, struct list *ret_ids);
struct staff_row {
    int64_t account_id, person_id;
};
DISPATCH_USE struct err *store_staff(struct call *c, struct str path, int role, struct list *ret_staff);
/* Of the unit itself, not below: active people; and those called or enrolled away between two days. */
DISPATCH_USE struct err *store_unit_people(struct call *c, struct str path, int64_t *ret_people);
DISPATCH_USE struct err *store_unit_away(struct call *c, struct str path, int from_on, int until_on,
                                         int64_t *ret_people);
DISPATCH_USE struct err *store_debt_insert(struct call *c, const struct dispatch_call *d, const char *kind);
DISPATCH_USE struct err *store_debts_settle(struct call *c, int64_t person_id, int64_t call_id, const char *state,
                                            struct str note);
DISPATCH_USE struct err *store_debt_waive(struct call *c, int64_t call_id, struct str note);
DISPATCH_USE struct err *store_debts_person(struct call *c, int64_t person_id, struct list *ret_debts);
DISPATCH_USE struct err *store_away_person(struct call *c, int64_t person_id, struct list *ret_away);
DISPATCH_USE struct err *store_away_get(struct call *c, int64_t id, struct dispatch_away *ret_away);
DISPATCH_USE struct err *store_away_insert(struct call *c, const struct dispatch_away *w);
DISPATCH_USE struct err *store_away_remove(struct call *c, int64_t id);
/* The copies of paths follow an organisation, or a person to another unit. Calls that wait follow a person by
 * dispatch_calls_follow; the others stay with the unit that they went to. */
DISPATCH_USE struct err *store_org_moved(struct call *c, const struct org_move *move);
DISPATCH_USE struct err *store_person_moved(struct call *c, int64_t person_id);
DISPATCH_USE struct err *store_objection_get(struct call *c, int64_t id, struct dispatch_objection *ret_objection);
DISPATCH_USE struct err *store_objections_person(struct call *c, int64_t person_id, struct list *ret_objections);
DISPATCH_USE struct err *store_objection_insert(struct call *c, const struct dispatch_objection *x);
DISPATCH_USE struct err *store_objection_answer(struct call *c, const struct dispatch_objection *x);
DISPATCH_USE struct err *store_objections_late(struct call *c, struct list *ret_ids);

/* ---- what a round did: dispatch_store_outcome.c ---- */

/* Counted anew for a list; LIST_NONE: all. */
DISPATCH_USE struct err *store_outcome_set(struct call *c, int64_t round_id, int list);
DISPATCH_USE struct err *store_outcome_lines(struct call *c, int64_t round_id, struct list *ret_lines);
DISPATCH_USE struct err *store_outcome_classes(struct call *c, int64_t round_id, struct list *ret_classes);
/* The newest published and closed rounds of a part of the tree: struct dispatch_outcome without lines. */
DISPATCH_USE struct err *store_outcome_rounds(struct call *c, struct str path, struct list *ret_rounds);
DISPATCH_USE struct err *store_recount_add(struct call *c, int64_t round_id);
DISPATCH_USE struct err *store_recount_add_of_class(struct call *c, int64_t class_id);
DISPATCH_USE struct err *store_recount_add_all(struct call *c);
DISPATCH_USE struct err *store_recount_remove(struct call *c, int64_t round_id);
/* Lists of struct one_id. */
DISPATCH_USE struct err *store_recounts(struct call *c, int64_t most, struct list *ret_ids);
DISPATCH_USE struct err *store_calls_over(struct call *c, int64_t round_id, struct list *ret_ids);

#endif
