/* api/fetch.h: what jobs may ask of os/fetch: a server that is not ours. Blocks for up to ten seconds: never in a
 * transaction.
 */
#ifndef API_FETCH_H
#define API_FETCH_H

#include "os/fetch.h"

/* The answer when it has status 200 to 299; else ERR_BUSY "fetch.…" with a sentence that says what was wrong. `status`
 * (may be NULL) is the server's, 0 when there was none; an answer of another status is given, too. */
__attribute__((warn_unused_result)) struct err *fetch_get(struct arena *a, const struct fetch *fetch, int *ret_status,
                                                          struct str *ret_answer);

#endif
