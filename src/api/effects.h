/* api/effects.h: what a call wants to happen after its commit. Made by call_*, carried out by api/answer.
 *
 * A write may run twice: effects_clear forgets those of the first try.
 */
#ifndef API_EFFECTS_H
#define API_EFFECTS_H

#include "core/list.h"
#include "core/str.h"

struct arena;
struct module;

struct effect_emit {
    int64_t room;
    uint32_t mask;
    struct str json;
};

struct effect_cookie {
    struct str name, value;
    int64_t max_age_s;
};

/* So many events of one name, one after the other. */
struct effect_events {
    const char *name;
    int64_t n;
};

/* What a module found out in this call, for its next event. */
struct effect_memo {
    const void *owner;
    void *value;
};

struct effects {
    struct list emits;   /* struct effect_emit */
    struct list rooms;   /* int64_t: rooms to tick */
    struct list cookies; /* struct effect_cookie */
    struct list kicks;   /* int64_t: accounts whose live links end */
    bool jobs;           /* one was asked for */
    struct list events;  /* struct effect_events: to be counted */
    struct list memos;   /* struct effect_memo */
    int64_t audit_object_id;
    struct str audit_path, audit_detail;
    const struct module *const *modules; /* whose reactions call_event runs */
    size_t module_count;
    int depth;           /* of nested events */
    struct arena *arena; /* where they lie: set when the call's arena is emptied in between; NULL: the call's */
};

void effects_clear(struct effects *effects);

#endif
