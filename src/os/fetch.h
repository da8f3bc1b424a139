/* os/fetch.h: asks a server that is not ours, over HTTP, by libcurl. Blocks; any thread but a loop's, several at once.
 *
 * Certificates are checked against the system's list. Redirections are not followed, so that an answer comes from where
 * it was asked for. Neither address, form nor answer is logged.
 */
#ifndef OS_FETCH_H
#define OS_FETCH_H

#include "core/str.h"

struct arena;

struct fetch {
    struct str url;
    struct str form;           /* application/x-www-form-urlencoded, sent by POST; empty: GET */
    struct str user, password; /* Basic authentication; user empty: none */
    size_t answer_max;         /* bytes */
};

enum fetch_outcome {
    FETCH_DONE,      /* there was an answer, of whatever status */
    FETCH_NOBODY,    /* could not be reached, or not in time */
    FETCH_UNTRUSTED, /* its certificate is not accepted */
    FETCH_TOO_LARGE,
};

enum fetch_outcome fetch_run(struct arena *a, const struct fetch *fetch, int *ret_status, struct str *ret_answer);

#endif
