/* domain/ledger/ledger_private.h: what the files of this folder share. */
#ifndef DOMAIN_LEDGER_LEDGER_PRIVATE_H
#define DOMAIN_LEDGER_LEDGER_PRIVATE_H

#include "db/db.h"
#include "domain/ledger/ledger.h"

struct call;
struct page_spec;

/* The last entry of a ledger in short: where the chain goes on. */
struct ledger_head {
    int64_t person_id;
    int64_t seq;     /* 0: nothing posted yet */
    struct str hash; /* 32 bytes, or empty */
    int64_t concentrated_centi;
    int64_t online_centi;
};

/* What a giver gave in a year. */
struct ledger_giver {
    int64_t org_id;
    int64_t year;
    int64_t entries;
    int64_t hours_centi;
};

struct ledger_year {
    int64_t year;
    int64_t concentrated_centi, online_centi, days_centi;
    int64_t entries;
};

/* ---- rules: pure ---- */

/* Fills entry->prev_hash and entry->hash from the head, gives it the next number, and moves the head on to it. `digest`
 * is where the bytes of the new hash are put; it must outlive the head. */
void ledger_chain(struct ledger_head *head, struct ledger_entry *entry, uint8_t digest[LEDGER_HASH_BYTES],
                  struct buf *scratch);
/* Is this the entry that follows the head? NULL, or what is wrong: "seq", "prev_hash", "hash". */
const char *ledger_chain_fault(const struct ledger_head *head, const struct ledger_entry *entry, struct buf *scratch);
/* The head after this entry, whether it fits or not. The hash is the entry's own. */
void ledger_head_follow(struct ledger_head *head, const struct ledger_entry *entry);
/* NULL, or the code and sentence of what is wrong with a posting. */
__attribute__((warn_unused_result)) struct err *ledger_posting_check(struct arena *a, const struct ledger_posting *p,
                                                                     int today);

/* ---- store ---- */

/* The head, locked until the transaction ends; made when the person has none. */
__attribute__((warn_unused_result)) struct err *ledger_head_lock(struct call *c, int64_t person_id,
                                                                 struct ledger_head *ret_head);
__attribute__((warn_unused_result)) struct err *ledger_head_set(struct call *c, const struct ledger_head *head,
                                                                int64_t at);
__attribute__((warn_unused_result)) struct err *ledger_head_add(struct call *c, const struct ledger_head *head,
                                                                int64_t at);
/* *ret_new is false, and nothing happened, when the person has an entry with that source key. */
__attribute__((warn_unused_result)) struct err *ledger_entry_add(struct call *c, const struct ledger_entry *entry,
                                                                 bool *ret_new);
__attribute__((warn_unused_result)) struct err *ledger_entry_get(struct call *c, int64_t entry_id,
                                                                 struct ledger_entry *ret_entry);
/* Path of the organisation somebody belongs to; empty when there is nobody. */
__attribute__((warn_unused_result)) struct err *ledger_person_path(struct call *c, int64_t person_id,
                                                                   struct str *ret_path);
/* The newest entry of a person. */
__attribute__((warn_unused_result)) struct err *ledger_entry_last(struct call *c, int64_t person_id,
                                                                  struct ledger_entry *ret_entry);
/* Heads by person, at most `most`, of people behind after_id. */
__attribute__((warn_unused_result)) struct err *ledger_head_range(struct call *c, int64_t after_id, int64_t most,
                                                                  struct list *ret_heads);
__attribute__((warn_unused_result)) struct err *ledger_years(struct call *c, int64_t person_id, struct list *ret_years);
__attribute__((warn_unused_result)) struct err *ledger_giver_add(struct call *c, const struct ledger_giver *giver);
__attribute__((warn_unused_result)) struct err *ledger_giver_list(struct call *c, struct list *ret_givers);

/* ---- the ledgers of a part of the tree as a table: ledger_export.c ---- */

struct ledger_span {
    struct str path; /* of the people's units */
    int from, until; /* days on which hours were earned, both included */
    int kind;        /* enum ledger_kind; 0 all */
    int source_kind; /* enum ledger_source; 0 all */
    int64_t class_id;
};
enum ledger_export_column {
    EXPORT_PERSON,
    EXPORT_UNIT,
    EXPORT_NAME,
    EXPORT_CITIZEN,
    EXPORT_RANK,
    EXPORT_AUDIENCE,
    EXPORT_SEQ,
    EXPORT_KIND,
    EXPORT_HOURS,
    EXPORT_DAYS,
    EXPORT_EARNED,
    EXPORT_POSTED,
    EXPORT_SOURCE,
    EXPORT_GIVER,
    EXPORT_TITLE,
};
/* Head and rows to c->sheet, straight from one cursor: no memory for a row. */
__attribute__((warn_unused_result)) struct err *ledger_export(struct call *c, const struct ledger_span *span);
/* Bare values in the order of enum ledger_export_column. */
__attribute__((warn_unused_result)) struct err *ledger_export_rows(struct call *c, const struct ledger_span *span,
                                                                   struct err *(*each)(void *context, struct vals row),
                                                                   void *context);
/* id and name of every organisation. */
__attribute__((warn_unused_result)) struct err *
ledger_org_names(struct call *c, struct err *(*each)(void *context, struct vals row), void *context);

extern const struct shape ledger_year_shape;
extern const struct page_spec ledger_entry_page, conversion_rule_page;

/* ---- sums by giver and year, kept in memory while many entries pass: ledger_giver.c ---- */

struct ledger_givers {
    struct ledger_giver *slots; /* open addressing; org_id 0 is free */
    size_t cap, n;
};
void ledger_givers_done(struct ledger_givers *g);
/* Entries without a giver are not counted. A reversal counts -1. */
void ledger_givers_count(struct ledger_givers *g, const struct ledger_entry *entry);
/* Adds what was counted to the table. */
__attribute__((warn_unused_result)) struct err *ledger_givers_write(struct call *c, const struct ledger_givers *g);
/* The sums of one giver and year, or NULL. */
const struct ledger_giver *ledger_givers_find(const struct ledger_givers *g, int64_t org_id, int64_t year);

#endif
