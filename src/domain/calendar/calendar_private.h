/* domain/calendar/calendar_private.h: what the files of this folder share. */
#ifndef DOMAIN_CALENDAR_CALENDAR_PRIVATE_H
#define DOMAIN_CALENDAR_CALENDAR_PRIVATE_H

#include "core/buf.h"
#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct call;
struct err;

#define CALENDAR_USE __attribute__((warn_unused_result))

enum calendar_kind { CALENDAR_NONE, CALENDAR_PERSON, CALENDAR_CLASS, CALENDAR_ROOM };
extern const char *const calendar_kind_names[];

struct calendar_feed {
    int64_t id;
    int kind;          /* enum calendar_kind */
    int64_t person_id; /* of a person's feed */
    int64_t class_id;  /* of a class's feed */
    int64_t org_id;    /* of a room's feed: the school */
    struct str room, org_path, name;
    int64_t created_at;
    struct str url; /* with its key; filled by the handlers */
};

struct calendar_event {
    int64_t id;      /* session */
    int64_t version; /* grows with each change */
    struct str title, class_title, room;
    int64_t starts_at, ends_at;
    bool cancelled;
};

/* ---- rules: pure ---- */

/* One content line "NAME:value", the value escaped as TEXT (RFC 5545 3.3.11), folded after 75 bytes between characters.
 */
void calendar_put_text(struct buf *out, const char *name, struct str value);
/* A whole feed. */
void calendar_write(struct buf *out, struct str name, const struct list *events);

/* ---- store ---- */

CALENDAR_USE struct err *calendar_feed_find(struct call *c, int64_t id, struct calendar_feed *ret, bool *ret_found);
CALENDAR_USE struct err *calendar_feed_mine(struct call *c, struct list *ret_feeds);
CALENDAR_USE struct err *calendar_feed_add(struct call *c, const struct calendar_feed *feed);
CALENDAR_USE struct err *calendar_feed_revoke(struct call *c, int64_t id, bool *ret_done);
CALENDAR_USE struct err *calendar_events(struct call *c, const struct calendar_feed *feed, int64_t from_at,
                                         int64_t until_at, struct list *ret_events);

extern const struct shape calendar_feed_shape;

#endif
