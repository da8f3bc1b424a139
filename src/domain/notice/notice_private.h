/* domain/notice/notice_private.h: what the files of this folder share. */
#ifndef DOMAIN_NOTICE_NOTICE_PRIVATE_H
#define DOMAIN_NOTICE_NOTICE_PRIVATE_H

#include "core/list.h"
#include "core/shape.h"
#include "domain/notice/notice.h"

struct arena;
struct page_spec;

enum { NOTICE_COUNT_MOST = 100 }; /* the bell says "99+": more need not be counted */

struct notice {
    int64_t id;
    int64_t owner_id; /* person; the account when it belongs to nobody */
    struct str kind, title_zh, title_en, body_zh, body_en, link, key;
    int64_t created_at, read_at; /* read_at 0: unread */
    struct str title, body;      /* in the reader's language */
};

struct notice_pref {
    struct str topic;
    bool mail;
    struct str name; /* of the topic, in the reader's language */
};

/* A notice on its way as a mail. */
enum notice_mail_state { NOTICE_MAIL_NONE, NOTICE_MAIL_QUEUED, NOTICE_MAIL_SENT, NOTICE_MAIL_FAILED };
struct notice_mail {
    int64_t notice_id, tries;
    struct str kind, title_zh, title_en, body_zh, link;
    int64_t created_at;
    struct str address; /* empty: taken away meanwhile */
    int state;          /* enum notice_mail_state */
    int64_t due_at, reply_code, ended_at;
};

struct notice_address {
    int64_t person_id;
    struct str address; /* masked for those who may not change the person */
};

struct job;

/* ---- rules: pure ---- */

/* How long to wait after so many tries: 5 seconds, doubled each time, at most four hours. */
int64_t notice_mail_wait_us(int64_t tries);
/* The whole mail. */
struct str notice_mail_text(struct arena *a, const struct notice_mail *mail, struct str from, struct str public_url,
                            int64_t now_us);
/* Is it an address of the plain kind: name@host.domain? Nothing else gets into a header. */
bool notice_address_fits(struct str address);
/* z***@example.cn */
struct str notice_address_mask(struct arena *a, struct str address);

/* The topic of a kind; NULL when there is none. */
const struct notice_topic *notice_topic_find(struct str kind);
/* The given text, without what goes beyond so many characters. */
struct str notice_clip(struct str text, int64_t most_chars);
/* Is this a path inside the product? Never an address of somebody else. */
bool notice_link_is_ours(struct str link);

/* ---- store ---- */

/* Who an account's notices belong to. */
__attribute__((warn_unused_result)) struct err *notice_owner_of(struct call *c, int64_t account_id,
                                                                int64_t *ret_owner_id);
/* *ret_new is false when the owner has one with that key. */
__attribute__((warn_unused_result)) struct err *notice_add(struct call *c, const struct notice *n, bool *ret_new);
__attribute__((warn_unused_result)) struct err *notice_unread_count(struct call *c, int64_t owner_id,
                                                                    int64_t *ret_count);
__attribute__((warn_unused_result)) struct err *notice_exists(struct call *c, int64_t owner_id, int64_t notice_id,
                                                              bool *ret_exists);
__attribute__((warn_unused_result)) struct err *notice_set_read(struct call *c, int64_t owner_id, int64_t notice_id);
/* All up to that one: what came since stays unread. */
__attribute__((warn_unused_result)) struct err *notice_set_all_read(struct call *c, int64_t owner_id, int64_t upto_id);
/* One row for each topic that somebody chose about. */
__attribute__((warn_unused_result)) struct err *notice_pref_list(struct call *c, int64_t owner_id,
                                                                 struct list *ret_prefs);
__attribute__((warn_unused_result)) struct err *notice_pref_set(struct call *c, int64_t owner_id,
                                                                const struct notice_pref *pref);

__attribute__((warn_unused_result)) struct err *notice_pref_find(struct call *c, int64_t owner_id, struct str topic,
                                                                 struct notice_pref *ret_pref, bool *ret_found);
__attribute__((warn_unused_result)) struct err *notice_address_find(struct call *c, int64_t person_id,
                                                                    struct str *ret_address);
/* Empty takes it away. */
__attribute__((warn_unused_result)) struct err *notice_address_set(struct call *c, int64_t person_id,
                                                                   struct str address);
__attribute__((warn_unused_result)) struct err *notice_mail_add(struct call *c, int64_t notice_id, int64_t person_id);
__attribute__((warn_unused_result)) struct err *notice_mail_due(struct call *c, int64_t most, struct list *ret_mails);
/* One more try, which nobody else makes until due_at; false: it is not queued any more, or another node has it. */
__attribute__((warn_unused_result)) struct err *notice_mail_take(struct call *c, const struct notice_mail *mail,
                                                                 int64_t due_at, bool *ret_taken);
__attribute__((warn_unused_result)) struct err *notice_mail_set(struct call *c, const struct notice_mail *mail);

struct notice_waiting { /* mails that have not gone out yet */
    bool on;            /* there is a relay */
    int64_t waiting, tried;
    int64_t next_at, oldest_at;
    int64_t reply_code; /* of the relay, the worst one; 0: it was not reached */
};
extern const struct shape notice_waiting_shape;
__attribute__((warn_unused_result)) struct err *notice_mail_waiting(struct call *c, struct notice_waiting *ret_waiting);
/* Whatever waits is due at once: the relay may be right by now. */
__attribute__((warn_unused_result)) struct err *notice_mail_hurry(struct call *c, int64_t *ret_mails);

/* ---- mail: notice_mail.c ---- */

/* A new notice also goes by mail, when there is a relay, an address, and the owner wants it. */
__attribute__((warn_unused_result)) struct err *notice_mail_queue(struct call *c, const struct notice *n);
__attribute__((warn_unused_result)) struct err *notice_mail_run(struct job *job);

extern const struct shape notice_address_shape;
extern const struct shape notice_shape, notice_pref_shape;
extern const struct page_spec notice_page;

#endif
