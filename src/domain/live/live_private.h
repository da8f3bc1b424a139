/* domain/live/live_private.h: what the files of this module share. */
#ifndef DOMAIN_LIVE_LIVE_PRIVATE_H
#define DOMAIN_LIVE_LIVE_PRIVATE_H

#include "api/call.h"
#include "api/module.h"
#include "domain/klass/klass.h"
#include "domain/live/live.h"

#define LIVE_USE __attribute__((warn_unused_result))

enum {
    LIVE_MISSED_MAX = 500,    /* events sent to somebody who comes back; older ones are in GET …/live/events */
    LIVE_BACKLOG = 60,        /* events sent to somebody who is new */
    LIVE_QUESTIONS_MAX = 200, /* questions in the first message */
    LIVE_HANDS_MAX = 200,
    LIVE_POLLS_MAX = 100,
    LIVE_OPTIONS_MAX = 10,       /* of a poll */
    LIVE_LINKS_MAX = 8,          /* connections of one person in one room: a phone, a computer, some tabs */
    LIVE_TICK_MS = 1000,         /* summaries are sent at most this often */
    LIVE_FRESH_US = 5000000,     /* a tally that changed within this time is sent with a tick */
    LIVE_SITES_BYTES = 32 << 10, /* a longer list of sites is not pushed: half of what may wait for a slow client */
    LIVE_SHARDS = 16,            /* rows of one tally; see live_schema.sql */
    LIVE_ROOMS_MAX = 200,        /* rooms open at once that GET /live/now looks at */
    LIVE_FORGET_ROOMS = 1000,    /* rooms looked at in one transaction of the retention rule */
    LIVE_QUESTION_CHARS = 300,
    LIVE_DANMAKU_CHARS_MAX = 200, /* no rule may allow more */
};

enum live_state { LIVE_STATE_NONE, LIVE_READY, LIVE_OPEN, LIVE_CLOSED };
extern const char *const live_state_names[];
enum live_role { LIVE_NOBODY, LIVE_TEACHER, LIVE_STAFF, LIVE_SITE, LIVE_LEARNER };
extern const char *const live_role_names[];
/* Which broadcasts reach a link. */
enum live_tag { LIVE_TAG_TEACHER = 1, LIVE_TAG_STAFF = 2, LIVE_TAG_SITE = 4, LIVE_TAG_LEARNER = 8, LIVE_TAG_ALL = 15 };
enum live_kind {
    LIVE_KIND_NONE,
    LIVE_DANMAKU,
    LIVE_QUESTION,
    LIVE_ANSWERED,
    LIVE_HAND,
    LIVE_HAND_CALLED,
    LIVE_POLL_OPENED,
    LIVE_POLL_CLOSED,
    LIVE_OPENED,
    LIVE_CLOSED_EVENT,
    LIVE_MEDIA,
    LIVE_NOTICE,
};
extern const char *const live_kind_names[];
enum live_question_state { LIVE_QUESTION_NONE, LIVE_QUESTION_OPEN, LIVE_QUESTION_ANSWERED };
extern const char *const live_question_state_names[];
enum live_hand_state { LIVE_HAND_NONE, LIVE_HAND_RAISED, LIVE_HAND_CALLED_STATE, LIVE_HAND_LOWERED };
extern const char *const live_hand_state_names[];
enum live_poll_state { LIVE_POLL_NONE, LIVE_POLL_OPEN, LIVE_POLL_CLOSED_STATE };
extern const char *const live_poll_state_names[];
enum live_person_state { LIVE_PERSON_NONE, LIVE_ONLINE, LIVE_IN_CLASS, LIVE_ON_LEAVE, LIVE_ABSENT };
extern const char *const live_person_state_names[];

/* ---- rows ---- */

struct live_room { /* table live_room */
    int64_t session_id;
    int state;  /* enum live_state */
    int source; /* enum live_source */
    int64_t media_id;
    bool repeats;
    struct str stream_key;
    int64_t stream_port;
    int media_state; /* enum live_media */
    int64_t media_started_at;
    int64_t seq;     /* of the last event */
    int64_t poll_id; /* the last poll; 0: none yet */
    int64_t opened_at, closed_at;
};

struct live_span { /* table live_presence */
    int64_t id, session_id, person_id;
    int role; /* enum live_role */
    int64_t site_id;
    struct str site_name;
    int64_t own_session_id;
    int64_t joined_at, seen_at, left_at;
    bool marked;
};

struct live_question_row {
    int64_t id, session_id;
    int state; /* enum live_question_state */
    int64_t votes;
};

/* ---- what is told ---- */

struct live_speaker {
    int64_t id;
    struct str name;
    struct str site; /* empty: comes alone */
};

struct live_event {
    int64_t seq;
    int kind; /* enum live_kind */
    int64_t at;
    struct live_speaker person; /* id 0: the system */
    struct str body;            /* JSON */
};

struct live_question {
    int64_t id;
    struct str text;
    struct live_speaker person;
    int64_t votes;
    bool mine; /* the caller has voted for it */
    int state; /* enum live_question_state */
    int64_t asked_at, answered_at;
};

struct live_hand {
    struct live_speaker person;
    int state; /* enum live_hand_state */
    int64_t raised_at;
};

struct live_option {
    int64_t no; /* from 1 */
    struct str text;
    int64_t answers;
};

struct live_poll {
    int64_t id, session_id;
    struct str title;
    bool multiple;
    int64_t option_count;
    int state; /* enum live_poll_state */
    int64_t opened_at, closed_at;
    struct list options; /* struct live_option */
    struct str counts;   /* JSON: answers in the order of the options */
    int64_t total;       /* people who answered */
    struct str mine;     /* JSON: numbers of the options that the caller chose */
    int64_t counted_at;  /* when the last answer came; not told */
};

struct live_media_view {
    struct str url; /* of the playlist; empty: no pictures */
    int state;      /* enum live_media */
    int64_t started_at;
};

struct live_stream { /* told to teachers only */
    struct str url;  /* for the publisher; the host's name is that of the server */
    int64_t port;
    struct str key;
};

struct live_view {      /* the room as one person sees it */
    int64_t room_id;    /* session that the room belongs to */
    int64_t session_id; /* the caller's own session: where their roll is kept */
    int64_t class_id;
    struct str class_title, title, teacher_name, host_name;
    int64_t starts_at, ends_at;
    int state; /* enum live_state */
    int source;
    int64_t media_id;
    bool repeats;
    struct live_media_view media;
    struct live_stream stream;
    int64_t opened_at, closed_at, seq;
    int role; /* enum live_role: of the caller */
    int64_t site_id;
    struct str site_name;
};

struct live_site {   /* one place, counted */
    int64_t site_id; /* class_site; 0: those who come alone */
    int64_t class_id;
    struct str name;
    int level; /* enum klass_level */
    int64_t leader_id;
    struct str leader_name;
    int64_t expected, joined, leave, absent;
    int64_t screens; /* connected as the site */
};

struct live_presence {
    int64_t seq; /* of the last event: who has less has missed some */
    int64_t expected, joined, leave, absent;
    int64_t online;    /* people connected, expected or not */
    struct list sites; /* struct live_site; staff only */
};

struct live_hello {
    struct live_view room;
    struct live_speaker me;
    int role; /* enum live_role */
    int64_t site_id, seq;
    struct live_media_view media;
    int64_t danmaku_seconds, danmaku_chars; /* the rules in force */
    bool truncated;                         /* more was missed than `missed` holds */
    struct list missed;                     /* struct live_event, oldest first */
    struct list questions;                  /* struct live_question */
    struct list hands;                      /* struct live_hand, in order */
    struct str poll;                        /* JSON of the last one; empty: none yet */
};

struct live_person { /* a line of the list of who is there and who is not */
    int64_t id;      /* of the enrolment */
    int64_t person_id;
    struct str person_name, org_name;
    int64_t class_id, session_id, site_id;
    struct str site_name;
    int state; /* enum live_person_state */
    int64_t joined_at;
    int64_t seconds; /* connected before, without the present connection */
};

struct live_now {
    int64_t room_id, session_id, class_id;
    struct str title, class_title, host_name;
    int64_t opened_at;
    int role; /* enum live_role: of the caller */
    int64_t online;
};
extern const struct shape live_view_shape, live_event_shape, live_question_shape, live_hand_shape, live_poll_shape,
    live_presence_shape, live_hello_shape, live_person_shape, live_now_shape, live_site_shape;
extern const struct shape live_room_shape, live_span_shape, live_question_row_shape, live_want_shape;

/* ---- live_rules.c: pure ---- */

/* Does a role other than that of a site leader carry perm on that path? A site leader sits at the site, also where the
 * site's organisation is the host. */
bool live_role_can(const struct who *who, enum perm perm, struct str org_path);
uint32_t live_tag_of(int role);
/* Trims, folds white space to single blanks; ERR_INVALID when nothing is left, it is too long or has control
 * characters. */
LIVE_USE struct err *live_text_check(struct arena *a, struct str text, const char *field, int64_t max_chars,
                                     struct str *ret_text);
/* Options given as numbers from 1 to the bits of an answer. */
LIVE_USE struct err *live_choices_read(struct arena *a, const struct live_poll *poll, struct list option_ids,
                                       int64_t *ret_choices);
/* "[1,3]" of the bits. */
struct str live_choices_text(struct arena *a, int64_t choices);
int64_t live_shard_of(int64_t person_id);
/* Seconds of a span that count: since the opening, until it ended. */
int64_t live_seconds(int64_t joined_at, int64_t until_at, int64_t opened_at);
/* The rules of a room as one number, for link->extra, and back. */
int64_t live_limits_pack(int64_t danmaku_seconds, int64_t danmaku_chars, int64_t roll_minutes);
int64_t live_limit_danmaku_us(int64_t packed);
int64_t live_limit_danmaku_chars(int64_t packed);
int64_t live_limit_roll_seconds(int64_t packed); /* 0: presence marks no roll */
LIVE_USE struct err *live_open_check(struct call *c, int state);
/* Oldest first instead of newest first. */
void live_reverse(struct list *events);

/* ---- live_seat.c: who is the caller in this room ---- */

struct live_seat {
    struct session session; /* of the path: the caller's own class or the room's */
    struct session source;  /* of the room */
    struct klass host;      /* class of the room */
    int role;               /* enum live_role */
    int64_t site_id;        /* site, or the learner's site */
    struct str site_name;
    int64_t own_session_id; /* where the learner's roll is kept */
};
/* ERR_ABSENT "live.absent" when the caller has no place there. Counts as scope check. */
LIVE_USE struct err *live_seat_get(struct call *c, int64_t session_id, struct live_seat *ret_seat);
/* The same, but ERR_DENIED unless they teach. */
LIVE_USE struct err *live_seat_teacher(struct call *c, int64_t session_id, struct live_seat *ret_seat);
/* The room as the seat sees it. */
void live_view_fill(struct call *c, const struct live_seat *seat, const struct live_room *room,
                    struct live_view *ret_view);

/* ---- live_store.c: the only file that runs this module's SQL ---- */

LIVE_USE struct err *live_room_get(struct call *c, int64_t room_id, struct live_room *ret_room);
/* Makes the room when it is not there. Write transaction. */
LIVE_USE struct err *live_room_make(struct call *c, int64_t room_id, struct live_room *ret_room);
LIVE_USE struct err *live_room_save_open(struct call *c, const struct live_room *room);
LIVE_USE struct err *live_room_save_close(struct call *c, int64_t room_id);
LIVE_USE struct err *live_room_save_media(struct call *c, const struct live_room *room);
LIVE_USE struct err *live_room_save_poll(struct call *c, int64_t room_id, int64_t poll_id);
LIVE_USE struct err *live_room_remove(struct call *c, int64_t room_id);
LIVE_USE struct err *live_room_next_seq(struct call *c, int64_t room_id, int64_t *ret_seq);
LIVE_USE struct err *live_room_list_open(struct call *c, struct list *ret_nows);

struct live_place { /* of a person in a room */
    int64_t session_id;
    int64_t site_id;
    struct str site_name;
};
LIVE_USE struct err *live_place_of_learner(struct call *c, int64_t room_id, struct live_place *ret_place,
                                           bool *ret_found);
LIVE_USE struct err *live_place_of_site(struct call *c, int64_t room_id, int64_t site_id, struct live_place *ret_place,
                                        bool *ret_found);
LIVE_USE struct err *live_place_in_tree(struct call *c, int64_t room_id, struct str path, struct live_place *ret_place,
                                        bool *ret_found);

LIVE_USE struct err *live_event_save(struct call *c, int64_t room_id, const struct live_event *event, int64_t site_id);
/* The newest `most` events after `after`, newest first. */
LIVE_USE struct err *live_event_list(struct call *c, int64_t room_id, int64_t after, int64_t most,
                                     struct list *ret_events);
/* False: the last one was too recent. */
LIVE_USE struct err *live_pace_take(struct call *c, int64_t room_id, int64_t gap_us, bool *ret_taken);

LIVE_USE struct err *live_question_save(struct call *c, int64_t room_id, const struct live_question *question,
                                        int64_t site_id);
LIVE_USE struct err *live_question_get(struct call *c, int64_t room_id, int64_t question_id,
                                       struct live_question_row *ret_row);
LIVE_USE struct err *live_question_count_own(struct call *c, int64_t room_id, int64_t *ret_count);
LIVE_USE struct err *live_question_list(struct call *c, int64_t room_id, struct list *ret_questions);
LIVE_USE struct err *live_question_close(struct call *c, int64_t question_id, bool *ret_closed);
LIVE_USE struct err *live_vote_set(struct call *c, int64_t question_id, bool on, bool *ret_changed);
LIVE_USE struct err *live_question_list_fresh(struct call *c, int64_t room_id, int64_t since, struct list *ret_rows);

LIVE_USE struct err *live_hand_set(struct call *c, int64_t room_id, int64_t site_id, bool on, bool *ret_changed);
/* The name of whom it was; empty when that hand was not raised. */
LIVE_USE struct err *live_hand_take(struct call *c, int64_t room_id, int64_t person_id, struct str *ret_name);
LIVE_USE struct err *live_hand_list(struct call *c, int64_t room_id, struct list *ret_hands);

LIVE_USE struct err *live_poll_save(struct call *c, const struct live_poll *poll);
/* With options, without the tally. ERR_ABSENT when it is not of this room. */
LIVE_USE struct err *live_poll_get(struct call *c, int64_t room_id, int64_t poll_id, struct live_poll *ret_poll);
/* The bare row, for an answer. */
LIVE_USE struct err *live_poll_find(struct call *c, int64_t room_id, int64_t poll_id, struct live_poll *ret_poll);
LIVE_USE struct err *live_poll_fill_options(struct call *c, struct live_poll *poll);
LIVE_USE struct err *live_poll_fill_counts(struct call *c, struct live_poll *poll);
/* What the caller answered. */
LIVE_USE struct err *live_poll_fill_mine(struct call *c, struct live_poll *poll);
LIVE_USE struct err *live_poll_list(struct call *c, int64_t room_id, struct list *ret_polls);
LIVE_USE struct err *live_poll_close(struct call *c, int64_t poll_id);
LIVE_USE struct err *live_answer_choices(struct call *c, int64_t poll_id, int64_t *ret_choices);
LIVE_USE struct err *live_answer_save(struct call *c, int64_t poll_id, int64_t choices);
LIVE_USE struct err *live_count_add(struct call *c, int64_t poll_id, int64_t option_no, int64_t change);

LIVE_USE struct err *live_span_save(struct call *c, const struct live_span *span);
LIVE_USE struct err *live_span_get(struct call *c, int64_t span_id, struct live_span *ret_span);
LIVE_USE struct err *live_span_touch(struct call *c, int64_t span_id);
LIVE_USE struct err *live_span_mark(struct call *c, int64_t span_id);
LIVE_USE struct err *live_span_end(struct call *c, int64_t span_id, int64_t seconds);
LIVE_USE struct err *live_span_count_own(struct call *c, int64_t room_id, int64_t *ret_count);
LIVE_USE struct err *live_span_seconds(struct call *c, int64_t room_id, int64_t person_id, int64_t *ret_seconds);
LIVE_USE struct err *live_span_end_all(struct call *c, int64_t room_id, int64_t opened_at);
LIVE_USE struct err *live_span_end_stale(struct call *c);
LIVE_USE struct err *live_online_count(struct call *c, int64_t room_id, int64_t *ret_count);
/* Sites with their counts, in the order of the tree, then those who come alone; and the sums. */
LIVE_USE struct err *live_presence_count(struct call *c, int64_t room_id, struct live_presence *ret_presence);

extern const struct page_spec live_person_pages;

/* ---- live.c, live_say.c, live_link.c, live_http.c ---- */

/* Gives an event its number, keeps it and sends it to the room. `person` may be NULL: the system. */
LIVE_USE struct err *live_tell(struct call *c, int64_t room_id, int kind, const struct live_speaker *person,
                               int64_t site_id, struct str body, int64_t *ret_seq);
/* The rule's value, or the default where none is set. */
LIVE_USE struct err *live_rule(struct call *c, const char *code, struct str org_path, int64_t otherwise,
                               int64_t *ret_value);
/* Closes a span; a learner who was there long enough is marked in the roll. */
LIVE_USE struct err *live_leave(struct call *c, int64_t span_id);
LIVE_USE struct err *live_mark_roll(struct call *c, const struct live_span *span, const struct live_room *room,
                                    int64_t roll_seconds);

struct live_open_in {
    int source; /* enum live_source */
    int64_t media_id;
    bool repeats;
};
LIVE_USE struct err *live_open_room(struct call *c, int64_t session_id, const struct live_open_in *in,
                                    struct live_view *ret_view);
LIVE_USE struct err *live_close_room(struct call *c, int64_t session_id, struct live_view *ret_view);
/* Who may be named to the caller: classes hosted in the tree part *ret_path, of the site *ret_site_id (0: all). */
LIVE_USE struct err *live_names_bound(struct call *c, const struct live_seat *seat, struct str *ret_path,
                                      int64_t *ret_site_id);

struct err *live_link_open(struct call *c);
struct err *live_link_close(struct call *c);
struct err *live_link_tick(struct call *c);
/* What is kept in link->extra. */
enum live_extra { LIVE_EXTRA_SPAN, LIVE_EXTRA_ROLE, LIVE_EXTRA_LIMITS };
enum { LIVE_MESSAGES = 10 };
extern const struct channel_message live_messages[LIVE_MESSAGES];

/* Starts a message for the room: {"t":TYPE,"d": … } of a shape. */
struct str live_message_text(struct arena *a, const char *type, const struct shape *shape, const void *record);

#endif
