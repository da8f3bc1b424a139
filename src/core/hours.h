/* core/hours.h: class hours as hundredths.
 *
 * Hours are int64 hundredths of a class hour (学时) everywhere, so sums are exact: 350 is 3.5 hours.
 */
#ifndef CORE_HOURS_H
#define CORE_HOURS_H

#include "core/str.h"

struct arena;

/* "3.5", "0.25", "-90": the shortest decimal. */
struct str hours_text(struct arena *a, int64_t hours_centi);
/* A decimal with at most two places; false otherwise or beyond ±1,000,000 hours. */
bool hours_parse(struct str s, int64_t *ret_hours_centi);

#endif
