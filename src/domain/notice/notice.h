/* domain/notice/notice.h: tells people in the product what concerns them.
 *
 * A notice belongs to a person, or to an account that belongs to nobody: whoever signs in for that person sees it, also
 * with an account that is made later. It is sent in the transaction of what it tells of, so nothing is told that did
 * not happen. A key makes sending repeatable: the same key to the same recipient is one notice, whatever is run again.
 *
 * The kind is "topic.what" ("leave.decided"): the topic, which must be one of notice_topics, is what people choose
 * about (which ones also come by mail); what follows is free.
 */
#ifndef DOMAIN_NOTICE_NOTICE_H
#define DOMAIN_NOTICE_NOTICE_H

#include "core/str.h"

struct call;
struct err;
struct module;

struct notice_message {
    int64_t person_id;             /* to whom: a person, or */
    int64_t account_id;            /* an account; that of a person stands for the person */
    const char *kind;              /* "leave.decided" */
    struct str title_zh, title_en; /* one line, at most 200 characters; empty English: the Chinese one is shown */
    struct str body_zh, body_en;   /* plain text, may be empty */
    struct str link;               /* path of the page in the product, "/learn/classes/123"; empty: none */
    struct str key;                /* "leave:123:decided"; empty: each call is a notice of its own */
};
/* Sends. Nobody to send to (both ids 0) is no error and sends nothing. */
__attribute__((warn_unused_result)) struct err *notice_send(struct call *c, const struct notice_message *m);

/* Forgets notices sent before a time, read or not, at most so many. */
__attribute__((warn_unused_result)) struct err *notice_forget(struct call *c, int64_t before, int64_t most,
                                                              int64_t *ret_removed);

struct notice_topic {
    const char *name, *zh, *en;
    bool mail; /* also by mail unless somebody chose otherwise */
};
/* What notices are about; a new one is a line in notice_rules.c. */
extern const struct notice_topic notice_topics[];
extern const size_t notice_topic_count;

extern const struct module notice_module;

#endif
