/* domain/board/board.h: the network at a glance: who is covered, how far, by district, audience and school.
 *
 * A cell counts the people of one organisation with all that is below it, of one audience ("" is everybody), against
 * one norm. Cells are moved in the transaction that moved a person's state: board_person remembers what was counted for
 * each person, so the old share is taken out exactly. Answers come from the cells only; every number has the list
 * behind it, with the same filters. `tongke verify` counts everything again and compares.
 */
#ifndef DOMAIN_BOARD_BOARD_H
#define DOMAIN_BOARD_BOARD_H

#include "core/list.h"
#include "core/str.h"

struct call;
struct err;
struct module;

/* Brings the cells up to date with where one person stands now. */
__attribute__((warn_unused_result)) struct err *board_follow(struct call *c, int64_t person_id);
/* All cells afresh from norm_status. *ret_cells may be NULL. */
__attribute__((warn_unused_result)) struct err *board_rebuild(struct call *c, int64_t *ret_cells);

struct board_check {
    int64_t cells;
    int64_t wrong;      /* cells that differ from their recomputation; of past days: days */
    int64_t days;       /* past days looked at */
    int64_t since;      /* of the days that were counted again: cells that would be counted otherwise today */
    struct list faults; /* of struct str: the first 20 in words */
};
__attribute__((warn_unused_result)) struct err *board_verify(struct call *c, struct board_check *ret_check);
/* Every past day that is kept against the digest made when it was counted. The newest `recounts` of them, and those
 * that are wrong, are counted again, as the ledgers stand now. */
__attribute__((warn_unused_result)) struct err *board_verify_days(struct call *c, int64_t recounts,
                                                                  struct board_check *ret_check);

extern const struct module board_module;

#endif
