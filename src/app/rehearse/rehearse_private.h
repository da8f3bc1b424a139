/* app/rehearse/rehearse_private.h: who plays and what they know. One thread. */
#ifndef APP_REHEARSE_REHEARSE_PRIVATE_H
#define APP_REHEARSE_REHEARSE_PRIVATE_H

#include "core/list.h"
#include "core/str.h"
#include "net/client.h"

enum { QUESTIONS_KEPT = 12, POLL_OPTIONS = 4, TURN_MS = 200, COOKIE_BYTES = 96 };

enum actor_kind { ACTOR_TEACHER, ACTOR_SITE, ACTOR_LEARNER };
enum actor_phase { ACTOR_OUT, ACTOR_JOINING, ACTOR_IN };

struct actor {
    struct play *play;
    int kind; /* enum actor_kind */
    int64_t person_id, session_id, site_id;
    char cookie[COOKIE_BYTES];
    int phase; /* enum actor_phase */
    struct client_link *link;
    int64_t seq;     /* of the last event seen: asked for when the line comes back */
    int64_t turn_ms; /* OUT: when to come; IN: when to go */
    int64_t said_ms;
    int64_t beat_ms; /* next sign of life */
    int64_t poll_id; /* answered last */
    bool marked;     /* a site: the roll was called */
};

struct question {
    int64_t id;
    int64_t votes; /* ours */
    int64_t asked_ms;
    bool answered;
};

struct play {
    struct client *client;
    struct arena *arena;
    struct list actors; /* struct actor; the teacher first. Never moves once the play runs */
    struct list seats;  /* struct rehearse_seat: everybody expected at a site, for its roll */
    int64_t room_id;
    int64_t film_id;
    uint64_t random;
    uint64_t random_start, asked; /* questions are asked in turn, from one of them on */
    int64_t number;               /* of the last message sent */
    bool opened_by_us;            /* the lesson was opened once; a person who closes it has the last word */
    bool is_open;
    int64_t film_started_us; /* UTC; 0: not playing */
    struct question questions[QUESTIONS_KEPT];
    size_t question_count;
    int64_t poll_id;   /* open now; 0: none */
    int64_t poll_ms;   /* when it opened */
    bool poll_is_ours; /* else a person opened it, and will close it */
    bool poll_wished;  /* we asked for the next one */
    int64_t last_poll_ms, last_question_ms, last_answered_ms, last_hand_ms, last_drop_ms, last_change_ms;
    struct actor *hand_actor;
    int64_t hand_ms;
    bool hand_called;
    int polls;
    int failures; /* refused sessions: too many end the program */
};

struct rehearse_seat { /* a row of the three statements */
    int64_t person_id, session_id, site_id, account_id;
    struct str name;
    bool has_login;
};

/* rehearse_play.c: plays until the server is gone. Exit status. */
int rehearse_play(struct play *play);

/* rehearse_script.c */
/* A line for the danmaku at this second of the film; number: any, chooses. */
const char *script_line(int64_t film_second, bool is_site, uint64_t number);
const char *script_question(uint64_t number);
struct script_poll {
    const char *title;
    const char *options[POLL_OPTIONS];
    int shares[POLL_OPTIONS]; /* of a hundred */
};
const struct script_poll *script_poll(int number);
/* Seconds of the film between which the poll's slide is shown. */
extern const int64_t script_poll_from, script_poll_until;

#endif
