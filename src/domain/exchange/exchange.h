/* domain/exchange/exchange.h: tables that come in and go out: people, organisations, courses and the rest, as .xlsx or
 * .csv.
 *
 * An import has two steps. The dry run reads the file in the background, checks every row and tells every error by row
 * and column, what would be added, changed or left, and who may be somebody that is known already, side by side. The
 * commit runs the same rows in one transaction: all or nothing. An empty cell leaves what is on record. What the export
 * of a table wrote, its import reads without changing anything.
 *
 * Everything is bounded to the part of the tree that the caller may edit, in both steps, with the roles of that moment.
 * Citizen numbers lie in the uploaded file only, which is forgotten when the import is committed, or after the days of
 * a dated rule (domain/trust); what is kept of a row has them masked.
 */
#ifndef DOMAIN_EXCHANGE_EXCHANGE_H
#define DOMAIN_EXCHANGE_EXCHANGE_H

#include <stdint.h>

struct call;
struct err;
struct module;

/* Forgets the uploaded files of imports that began before a time; what came of them stays. */
__attribute__((warn_unused_result)) struct err *exchange_forget(struct call *c, int64_t before, int64_t *ret_removed);

extern const struct module exchange_module;

#endif
