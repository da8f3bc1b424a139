/* domain/ledger/ledger_private.h: what the files of this folder share. */
#ifndef DOMAIN_LEDGER_LEDGER_PRIVATE_H
#define DOMAIN_LEDGER_LEDGER_PRIVATE_H

#include "domain/ledger/ledger.h"

struct call;

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

/* Fills entry->prev_hash and entry->hash from the head, gives it the next number, and moves the head on to it. `digest` is
 * where the bytes of the new hash are put; it must outlive the head. */
void ledger_chain(struct ledger_head *head, struct ledger_entry *entry, uint8_t digest[LEDGER_HASH_BYTES], struct buf *scratch);
/* Is this the entry that follows the head? NULL, or what is wrong: "seq", "prev_hash", "hash". */
const char *ledger_chain_fault(const struct ledger_head *head, const struct ledger_entry *entry, struct buf *scratch);
/* NULL, or the code and sentence of what is wrong with a posting. */
__attribute__((warn_unused_result)) struct err *ledger_posting_check(struct arena *a, const struct ledger_posting *p, int today);

/* ---- store ---- */

/* The head, locked until the transaction ends; made when the person has none. */
__attribute__((warn_unused_result)) struct err *ledger_head_lock(struct call *c, int64_t person_id, struct ledger_head *ret_head);
__attribute__((warn_unused_result)) struct err *ledger_head_set(struct call *c, const struct ledger_head *head, int64_t at);
__attribute__((warn_unused_result)) struct err *ledger_head_add(struct call *c, const struct ledger_head *head, int64_t at);
__attribute__((warn_unused_result)) struct err *ledger_giver_add(struct call *c, const struct ledger_giver *giver);
/* *ret_new is false, and nothing happened, when the person has an entry with that source key. */
__attribute__((warn_unused_result)) struct err *ledger_entry_add(struct call *c, const struct ledger_entry *entry, bool *ret_new);
__attribute__((warn_unused_result)) struct err *ledger_key_count(struct call *c, int64_t person_id, struct str source_key,
                                                                 int64_t *ret_count);
__attribute__((warn_unused_result)) struct err *ledger_entry_get(struct call *c, int64_t entry_id, struct ledger_entry *ret_entry);
__attribute__((warn_unused_result)) struct err *ledger_years(struct call *c, int64_t person_id, struct list *ret_years);
__attribute__((warn_unused_result)) struct err *ledger_each_entry(struct call *c, struct err *(*each)(void *, const void *), void *context);
__attribute__((warn_unused_result)) struct err *ledger_heads_range(struct call *c, int64_t after_id, int64_t most, struct list *ret_heads);
__attribute__((warn_unused_result)) struct err *ledger_giver_faults(struct call *c, struct list *ret_givers);
__attribute__((warn_unused_result)) struct err *conversion_list(struct call *c, struct list *ret_rules);

#endif
