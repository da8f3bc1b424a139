/* domain/exchange/exchange_job.h: for the files of the module: what an import may touch. */
#ifndef DOMAIN_EXCHANGE_EXCHANGE_JOB_H
#define DOMAIN_EXCHANGE_EXCHANGE_JOB_H

#include "domain/exchange/exchange_private.h"

/* The part of the tree that the subject opens to the caller; the table's permission is checked. subject_id 0: the
 * widest they have (or the query's `under`). */
EXCHANGE_USE struct err *exchange_scope(struct call *c, const struct exchange_table *table, int64_t subject_id,
                                        struct str *ret_path);

#endif
