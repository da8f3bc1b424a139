/* domain/klass/klass_private.h: what the files of this folder share. Nobody else includes it. */
#ifndef DOMAIN_KLASS_KLASS_PRIVATE_H
#define DOMAIN_KLASS_KLASS_PRIVATE_H

#include "core/shape.h"
#include "domain/course/course.h"
#include "domain/klass/klass.h"

struct arena;

/* ---- records of this folder only ---- */

struct klass_share {
    int64_t org_id;
    struct str org_name;
    int64_t shared_at;
};
extern const struct shape klass_share_shape;

struct klass_staff {
    int64_t id, class_id, person_id;
    struct str person_name, org_name;
    int duty; /* index of klass_duty_names */
};
extern const struct shape klass_staff_shape;

struct klass_quota {
    int64_t id, class_id, org_id;
    struct str org_name, org_path;
    int64_t seats_min, seats_max; /* seats_max 0: no ceiling */
    int64_t taken;                /* seats held by people of that subtree */
    int64_t proposed;
};
extern const struct shape klass_quota_shape;

struct enrolment_event {
    int64_t id, enrolment_id;
    int from_state, to_state; /* enum enrolment_state */
    int64_t at, account_id;
    struct str account_name;
    struct str reason;
};
extern const struct shape enrolment_event_shape;

/* Somebody who is to be enrolled. */
struct klass_candidate {
    int64_t person_id;
    struct str person_name;
    int64_t org_id;
    struct str org_path, audience_code, person_state;
    int64_t enrolment_id; /* 0: never was in this class */
    int state;            /* enum enrolment_state */
};
extern const struct shape klass_candidate_shape;

struct klass_overlap { /* another class at the same time */
    int64_t id;
    struct str title;
    int starts_on, ends_on;
    struct str org_name;
};
extern const struct shape klass_overlap_shape;

struct session_conflict {
    int kind;                                /* CONFLICT_… */
    int64_t own_session_id;                  /* the session that was asked about; 0: one that is not saved yet */
    int64_t session_id, class_id, person_id; /* what it clashes with */
    struct str title, class_title;
    int64_t starts_at, ends_at;
    struct str what; /* the person's, teacher's, room's or class's name */
    struct str detail;
};
enum { CONFLICT_NONE, CONFLICT_PERSON, CONFLICT_TEACHER, CONFLICT_ROOM, CONFLICT_CLASS };
extern const struct shape session_conflict_shape;

struct deal_person { /* one who is dealt into a group */
    int64_t enrolment_id, site_id, org_id;
    struct str gender;
    size_t group; /* out: index of the group among those of the site */
};
extern const struct shape deal_person_shape;

enum minutes_state { MINUTES_NONE, MINUTES_DRAFT, MINUTES_SUBMITTED, MINUTES_SIGNED };
struct group_minutes {
    int64_t id, group_id;
    struct str group_name;
    int64_t session_id;
    struct str text;
    int state; /* enum minutes_state */
    int64_t written_by;
    struct str writer_name;
    int64_t written_at, signed_by;
    struct str signer_name;
    int64_t signed_at, version;
};
extern const struct shape group_minutes_shape;

struct rule {
    int64_t id;
    struct str code;
    int64_t org_id; /* 0: everywhere */
    struct str org_name;
    int64_t value_int;
    struct str unit;
    int from_on, until_on;
    struct str source;
    int64_t created_at;
};
extern const struct shape rule_shape;

/* ---- klass_rules.c: classes and sessions. Pure. ---- */

/* A class as it may be saved. */
KLASS_USE struct err *klass_check(struct arena *a, const struct klass *klass);
/* What a change of state needs. `sessions` is the size of the timetable; the reason is the caller's. */
KLASS_USE struct err *klass_check_state(struct arena *a, const struct klass *klass, int to, int today, int64_t sessions,
                                        struct str reason);
/* May people still be enrolled? */
KLASS_USE struct err *klass_check_enrolling(struct arena *a, const struct klass *klass);
/* May the timetable still be changed? */
KLASS_USE struct err *klass_check_planning(struct arena *a, const struct klass *klass);
/* A session as it may be saved in that class. */
KLASS_USE struct err *session_check(struct arena *a, const struct klass *klass, const struct session *session,
                                    int tz_min);
int session_kind_of(int course_kind);

/* One block of teaching of a proposed timetable. */
struct draft_slot {
    int64_t unit_id, course_id;
    int kind; /* enum session_kind */
    struct str title;
    int64_t starts_at, ends_at, hours_centi;
};
struct draft_rest { /* what found no place */
    int64_t unit_id;
    struct str title;
    int64_t hours_centi;
};
extern const struct shape draft_rest_shape;
/* Lays the units of a programme, in order, into the half-days (09:00-11:30, 14:30-17:00 in the city) of the working
 * days from starts_on to ends_on; weekends only when the class has no working day. A unit that fits into what is left
 * of a half-day is put there, a longer one begins with a half-day of its own and goes on through the next ones. */
void session_draft(struct arena *a, const struct programme *programme, int starts_on, int ends_on,
                   int64_t half_day_centi, int tz_min, struct list *ret_slots, struct list *ret_rest);

/* ---- enrolment_rules.c: seats, queues, states. Pure. ---- */

enum enrolment_actor { ACTOR_HOST, ACTOR_UNIT, ACTOR_SYSTEM };
/* May this actor make this change? A reason is needed to decline, to withdraw and to take back in. */
KLASS_USE struct err *enrolment_check_change(struct arena *a, int from, int to, enum enrolment_actor actor,
                                             struct str reason);
bool enrolment_has_seat(int state);
/* Places of the class that nobody holds; INT64_MAX without a ceiling. */
int64_t klass_seats_free(const struct klass *klass);
/* NULL, or the quota that has no place left for a person of that unit. */
const struct klass_quota *quota_full_for(struct list quotas, struct str org_path);
/* Is there any quota for that unit? */
bool quota_covers(struct list quotas, struct str org_path);
/* One more (or less, -1) seat for a person of that unit. */
void quota_take(struct list quotas, struct str org_path, int64_t by);
/* Does the waiting list still move by itself, and still take people? */
bool klass_queue_is_open(const struct klass *klass, int64_t now_us, int tz_min);
/* Which state somebody gets who asks for a seat: confirmed or waiting; an error when neither is to be had. */
KLASS_USE struct err *enrolment_seat(struct arena *a, const struct klass *klass, struct list quotas,
                                     struct str org_path, int64_t now_us, int tz_min, int *ret_state);

/* ---- group_rules.c. Pure. ---- */

/* Deals `n` people of one site into `groups` groups: sizes differ by one at most, so do the people of each unit, and
 * each sex is spread as evenly as that allows. People come sorted by unit. */
void group_deal(struct arena *a, struct deal_person *people, size_t n, size_t groups);
/* What may be done to minutes. */
KLASS_USE struct err *minutes_check_write(struct arena *a, const struct group_minutes *minutes, int to,
                                          struct str text);
KLASS_USE struct err *minutes_check_sign(struct arena *a, const struct group_minutes *minutes, int64_t person_id);

/* ---- rooms and the calendar ---- */

struct room { /* table room: a place of a school where sessions are held */
    int64_t id, org_id;
    struct str org_name, org_path, name, place;
    int64_t seats; /* 0: not known */
    bool closed;   /* not to be used any more */
    int64_t version;
};
extern const struct shape room_shape;

struct class_event { /* one change of a class's state */
    int64_t id;
    int from_state, to_state;
    int64_t at;
    struct str account_name; /* empty: the system */
    struct str reason;
};
extern const struct shape class_event_shape;

struct calendar_class {
    int64_t id, org_id;
    struct str org_name, title;
    int state, starts_on, ends_on;
    struct str room, manager_name;
    int64_t seats_max, confirmed_count;
};
struct calendar_session {
    int64_t id, class_id;
    struct str class_title, title;
    int64_t starts_at, ends_at, room_id;
    struct str room, teacher_name;
    int64_t lesson_id; /* sessions that follow one lesson share it */
};
struct calendar {
    int from_on, until_on;
    struct list classes, rooms, sessions; /* sessions only when asked for few days */
    struct list conflicts;                /* struct session_conflict, of rooms */
};
extern const struct shape calendar_shape, calendar_class_shape, calendar_session_shape;

/* room.c */
KLASS_USE struct err *room_get(struct call *c, int64_t room_id, struct room *ret_room);
KLASS_USE struct err *room_add(struct call *c, struct room *room);
KLASS_USE struct err *room_set(struct call *c, const struct room *old, struct room *room);
/* Which record a session's room is: the one that is named by id, or a room of the host with that name; else words only.
 * A room of another school needs the right to run classes there. */
KLASS_USE struct err *session_settle_room(struct call *c, const struct klass *klass, struct session *session);
KLASS_USE struct err *calendar_read(struct call *c, struct str path, struct calendar *calendar);

/* room_store.c */
KLASS_USE struct err *room_store_get(struct call *c, int64_t id, struct room *ret_room, bool *ret_found);
KLASS_USE struct err *room_store_find(struct call *c, int64_t org_id, struct str name, struct room *ret_room,
                                      bool *ret_found);
KLASS_USE struct err *room_store_list(struct call *c, struct str path, int64_t org_id, struct list *ret_rooms);
KLASS_USE struct err *room_store_insert(struct call *c, const struct room *room, bool *ret_new);
KLASS_USE struct err *room_store_update(struct call *c, const struct room *room);
KLASS_USE struct err *room_store_taken(struct call *c, const struct room *room, bool *ret_taken);
KLASS_USE struct err *room_store_adopt(struct call *c, const struct room *room);
KLASS_USE struct err *room_store_rename(struct call *c, const struct room *room);
KLASS_USE struct err *calendar_store_read(struct call *c, struct str path, int64_t from_at, int64_t until_at,
                                          bool sessions, struct calendar *calendar);
KLASS_USE struct err *klass_store_due(struct call *c, int state, struct list *ret_ids);
KLASS_USE struct err *klass_store_add_event(struct call *c, const struct klass *klass, int from, struct str reason);
KLASS_USE struct err *klass_store_events(struct call *c, int64_t class_id, struct list *ret_events);

/* klass_life.c: the job that begins and ends classes. */
struct job;
KLASS_USE struct err *klass_run_life(struct job *job);

/* ---- stores: the only files that run this module's SQL ---- */

/* klass_store.c */
KLASS_USE struct err *klass_store_get(struct call *c, int64_t id, struct klass *ret_klass, bool *ret_found);
KLASS_USE struct err *klass_store_insert(struct call *c, const struct klass *klass);
KLASS_USE struct err *klass_store_update(struct call *c, const struct klass *klass);
KLASS_USE struct err *klass_store_state(struct call *c, const struct klass *klass);
KLASS_USE struct err *klass_store_count(struct call *c, int64_t id, int64_t confirmed, int64_t proposed,
                                        int64_t waiting);
KLASS_USE struct err *klass_store_touch(struct call *c, struct klass *klass);
KLASS_USE struct err *klass_store_sessions_outside(struct call *c, int64_t id, int64_t from_us, int64_t until_us,
                                                   int64_t *ret_count);
KLASS_USE struct err *klass_store_session_count(struct call *c, int64_t id, int64_t *ret_count);
KLASS_USE struct err *klass_store_duties(struct call *c, int64_t id, struct klass_duties *ret_duties);
KLASS_USE struct err *klass_store_is_seen_from(struct call *c, int64_t id, struct str path, bool *ret_seen);
KLASS_USE struct err *klass_store_runs(struct call *c, int64_t id, struct list *ret_runs);
KLASS_USE struct err *klass_store_shares(struct call *c, int64_t id, struct list *ret_shares);
KLASS_USE struct err *klass_store_share(struct call *c, int64_t id, int64_t org_id, bool on);
KLASS_USE struct err *klass_store_share_covers(struct call *c, int64_t id, struct str path, bool *ret_covers);
KLASS_USE struct err *klass_store_staff(struct call *c, int64_t id, struct list *ret_staff);
KLASS_USE struct err *klass_store_staff_set(struct call *c, int64_t id, int64_t person_id, int duty, bool on);
KLASS_USE struct err *klass_store_sites(struct call *c, int64_t id, struct list *ret_sites);
KLASS_USE struct err *klass_store_sites_live(struct call *c, int64_t session_id, struct list *ret_sites);
KLASS_USE struct err *klass_store_site_find(struct call *c, int64_t id, int64_t org_id, struct klass_site *ret_site,
                                            bool *ret_found);
KLASS_USE struct err *klass_store_site_exists(struct call *c, int64_t id, int64_t site_id, bool *ret_exists);
KLASS_USE struct err *klass_store_site_put(struct call *c, int64_t id, const struct klass_site *site);
KLASS_USE struct err *klass_store_site_use(struct call *c, int64_t site_id, int64_t *ret_count);
KLASS_USE struct err *klass_store_site_remove(struct call *c, int64_t site_id);
KLASS_USE struct err *klass_store_quotas(struct call *c, int64_t id, struct list *ret_quotas);
KLASS_USE struct err *klass_store_put_quotas(struct call *c, int64_t id, struct list quotas);
KLASS_USE struct err *rule_store_value(struct call *c, const char *code, struct str path, int on, struct rule *ret_rule,
                                       bool *ret_found);
KLASS_USE struct err *rule_store_list(struct call *c, struct list *ret_rules);
KLASS_USE struct err *rule_store_insert(struct call *c, const struct rule *rule);

/* enrolment_store.c */
KLASS_USE struct err *enrolment_store_get(struct call *c, int64_t id, struct enrolment *ret_enrolment, bool *ret_found);
KLASS_USE struct err *enrolment_store_find(struct call *c, int64_t class_id, int64_t person_id,
                                           struct enrolment *ret_enrolment, bool *ret_found);
KLASS_USE struct err *enrolment_store_list(struct call *c, int64_t class_id, struct list *ret_enrolments);
KLASS_USE struct err *enrolment_store_waiting(struct call *c, int64_t class_id, struct list *ret_enrolments);
KLASS_USE struct err *enrolment_store_insert(struct call *c, const struct enrolment *e);
/* Before `id` leaves the queue: those behind stand one place further on. */
KLASS_USE struct err *enrolment_store_close_ranks(struct call *c, int64_t class_id, int64_t id);
KLASS_USE struct err *enrolment_store_state(struct call *c, const struct enrolment *e);
KLASS_USE struct err *enrolment_store_renew(struct call *c, int64_t id, int64_t org_id, int64_t site_id);
/* site_id and group_id: 0 leaves what is, ENROLMENT_NOWHERE takes it away. *ret_changed is false when the enrolment is
 * of another class. */
enum { ENROLMENT_NOWHERE = -1 };
KLASS_USE struct err *enrolment_store_place(struct call *c, int64_t class_id, int64_t id, int64_t site_id,
                                            int64_t group_id, bool *ret_changed);
KLASS_USE struct err *enrolment_store_set_group(struct call *c, int64_t id, int64_t group_id);
KLASS_USE struct err *enrolment_store_next_no(struct call *c, int64_t class_id, int64_t *ret_no);
/* Tells the learner what became of it, unless they did it themselves. */
KLASS_USE struct err *enrolment_tell(struct call *c, const struct klass *klass, const struct enrolment *enrolment);
KLASS_USE struct err *enrolment_store_add_event(struct call *c, int64_t id, int from, int to, struct str reason);
KLASS_USE struct err *enrolment_store_events(struct call *c, int64_t id, struct list *ret_events);
KLASS_USE struct err *enrolment_store_candidate(struct call *c, int64_t class_id, int64_t person_id,
                                                struct klass_candidate *ret_candidate, bool *ret_found);
KLASS_USE struct err *enrolment_store_overlap(struct call *c, const struct klass *klass, int64_t person_id,
                                              struct klass_overlap *ret_overlap, bool *ret_found);

/* session_store.c */
KLASS_USE struct err *session_store_get(struct call *c, int64_t id, struct session *ret_session, bool *ret_found);
KLASS_USE struct err *session_store_list(struct call *c, int64_t class_id, struct list *ret_sessions);
KLASS_USE struct err *session_store_followers(struct call *c, int64_t id, struct list *ret_sessions);
KLASS_USE struct err *session_store_offers(struct call *c, int64_t run_id, int64_t parent_id,
                                           struct list *ret_sessions);
KLASS_USE struct err *session_store_insert(struct call *c, const struct session *s);
KLASS_USE struct err *session_store_update(struct call *c, const struct session *s);
KLASS_USE struct err *session_store_update_followers(struct call *c, const struct session *source);
KLASS_USE struct err *session_store_set_live(struct call *c, int64_t id, int state);
KLASS_USE struct err *session_store_remove(struct call *c, int64_t id);
KLASS_USE struct err *session_store_minutes_count(struct call *c, int64_t id, int64_t *ret_count);
KLASS_USE struct err *session_store_stops(struct call *c, int64_t id, struct list *ret_stops);
KLASS_USE struct err *session_store_put_stops(struct call *c, struct session *s);
/* Up to 50 each, told apart by kind. */
KLASS_USE struct err *session_store_conflicts(struct call *c, int kind, const struct klass *klass,
                                              const struct session *s, struct list *ret_conflicts);
KLASS_USE struct err *session_store_expected(struct call *c, int64_t id, int64_t site_id, struct list *ret_expected);
KLASS_USE struct err *session_store_expected_live(struct call *c, int64_t id, struct list *ret_expected);
KLASS_USE struct err *session_store_expected_find(struct call *c, int64_t id, int64_t person_id,
                                                  struct klass_expected *ret_expected, bool *ret_found);

/* group_store.c */
KLASS_USE struct err *group_store_list(struct call *c, int64_t class_id, struct list *ret_groups);
KLASS_USE struct err *group_store_get(struct call *c, int64_t id, struct klass_group *ret_group, bool *ret_found);
KLASS_USE struct err *group_store_exists(struct call *c, int64_t class_id, int64_t id, bool *ret_exists);
/* The whole list; groups without an id get one; people of groups that went away have none. */
KLASS_USE struct err *group_store_put(struct call *c, int64_t class_id, struct list groups);
KLASS_USE struct err *group_store_deal_list(struct call *c, int64_t class_id, struct list *ret_people);
KLASS_USE struct err *group_store_minutes_count(struct call *c, int64_t group_id, int64_t *ret_count);
KLASS_USE struct err *minutes_store_find(struct call *c, int64_t group_id, int64_t session_id,
                                         struct group_minutes *ret_minutes, bool *ret_found);
KLASS_USE struct err *minutes_store_list(struct call *c, int64_t session_id, struct list *ret_minutes);
KLASS_USE struct err *minutes_store_save(struct call *c, struct group_minutes *minutes);
KLASS_USE struct err *minutes_store_sign(struct call *c, const struct group_minutes *minutes);

/* ---- operations that the http files call ---- */

/* klass.c: *ret_klass with perm checked. */
KLASS_USE struct err *klass_open(struct call *c, enum perm perm, int64_t class_id, struct klass *ret_klass);
/* A run of `parent` at klass->org_id; with `follow` it follows the parent's live lessons that lie in its dates. */
KLASS_USE struct err *klass_add_run(struct call *c, const struct klass *parent, struct klass *klass, bool follow);
KLASS_USE struct err *klass_fill_may(struct call *c, struct klass *klass);

/* enrolment.c */
/* A person's change by whoever the caller is to them. */
KLASS_USE struct err *enrolment_change(struct call *c, struct enrolment *enrolment, int to, struct str reason);
/* Gives free seats to the first of the waiting list whose quotas allow it, until the cut-off. */
KLASS_USE struct err *klass_move_up(struct call *c, struct klass *klass);

/* session.c */
KLASS_USE struct err *session_add(struct call *c, const struct klass *klass, struct session *session);
KLASS_USE struct err *session_set(struct call *c, const struct klass *klass, const struct session *old,
                                  struct session *session);
KLASS_USE struct err *session_remove(struct call *c, const struct session *session);
/* Sessions for what session_draft proposes, saved when `save`. */
KLASS_USE struct err *session_add_draft(struct call *c, const struct klass *klass, bool save, struct list *ret_sessions,
                                        struct list *ret_rest);
KLASS_USE struct err *session_conflicts(struct call *c, const struct klass *klass, const struct session *session,
                                        struct list *ret_conflicts);

/* group.c */
KLASS_USE struct err *group_put(struct call *c, struct klass *klass, struct list groups);
KLASS_USE struct err *group_deal_all(struct call *c, struct klass *klass, int64_t size);
KLASS_USE struct err *minutes_get(struct call *c, int64_t group_id, int64_t session_id,
                                  struct group_minutes *ret_minutes);
KLASS_USE struct err *minutes_set(struct call *c, struct group_minutes *minutes);
KLASS_USE struct err *minutes_sign(struct call *c, struct group_minutes *minutes);

#endif
