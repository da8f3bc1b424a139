/* domain/live/live.h: the live lesson: one room, many places.
 *
 * A session that is live has a room; sessions of runs that follow it (session.source_id) share the room of their
 * source. The teacher opens and closes it. In it are danmaku, questions with votes, hands in order and polls; who is
 * there and who is expected and absent, by site. What a client was told is done is in the database before it was told.
 * Events have a number that grows by one in each room, so a client that comes back asks for what it missed.
 *
 * Who sits where (docs/live.md has the whole protocol):
 *   teacher   may teach on the host's tree, or teaches or manages the class by duty: opens, closes, polls, answers,
 * calls; staff     may see people on the tree of the host or of the run: sees who is there; site      leads a site of
 * the class or of a run: a classroom's screen, sees the people of that site; learner   has a seat in the class or in a
 * run: sees totals only.
 *
 * This module knows no process and no file. The program keeps the media running: it reads live_media_wanted and tells
 * what became of them with live_media_report.
 */
#ifndef DOMAIN_LIVE_LIVE_H
#define DOMAIN_LIVE_LIVE_H

#include "core/list.h"
#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct err;
struct module;

enum live_source { LIVE_SOURCE_ABSENT, LIVE_SOURCE_NONE, LIVE_SOURCE_FILE, LIVE_SOURCE_RTMP };
extern const char *const live_source_names[]; /* "", "none", "file", "rtmp" */

enum live_media {
    LIVE_MEDIA_ABSENT,
    LIVE_MEDIA_NONE,    /* a lesson without pictures of ours */
    LIVE_MEDIA_WAITING, /* nothing to show yet: the file is being opened, no publisher has come */
    LIVE_MEDIA_PLAYING,
    LIVE_MEDIA_LOST,   /* the publisher has gone; it may come back */
    LIVE_MEDIA_ENDED,  /* the file is at its end, or the lesson is */
    LIVE_MEDIA_FAILED, /* the file cannot be played */
};
extern const char *const live_media_names[]; /* "", "none", "waiting", "playing", "lost", "ended", "failed" */

/* What should run for an open room. */
struct live_media_want {
    int64_t session_id;       /* of the room; its files lie in DATA/media/live/SESSION/ */
    int source;               /* enum live_source */
    bool repeats;             /* the file begins again at its end */
    struct str stream_key;    /* last part of the publisher's address */
    int64_t stream_port;      /* where it was last awaited; 0: not yet */
    int media_state;          /* enum live_media, as last reported */
    int64_t media_started_at; /* when the first picture was shown; 0: not yet */
    struct str path;          /* of the file below DATA/media */
    int64_t file_seconds;     /* its length; 0: unknown */
};
/* All rooms that are open with pictures, as a list of struct live_media_want. In any transaction. */
__attribute__((warn_unused_result)) struct err *live_media_wanted(struct call *c, struct list *ret_wants);

struct live_media_news {
    int64_t session_id;
    int state;           /* enum live_media */
    int64_t started_at;  /* 0: keeps what is there */
    int64_t stream_port; /* 0: keeps what is there */
};
/* Keeps the news and tells the room, when they are any. A room that is not open any more is left as it is. */
__attribute__((warn_unused_result)) struct err *live_media_report(struct call *c, const struct live_media_news *news);

/* May the caller see the pictures of this room? ERR_ABSENT when not. */
__attribute__((warn_unused_result)) struct err *live_media_may(struct call *c, int64_t session_id);

/* Forgets the danmaku of rooms that were closed before a time, at most so many; nothing else that was said. */
__attribute__((warn_unused_result)) struct err *live_danmaku_forget(struct call *c, int64_t before, int64_t most,
                                                                    int64_t *ret_removed);

/* Events: "live.opened", "live.closed" (subject: session of the room, object: its class). */
extern const struct module live_module;

#endif
