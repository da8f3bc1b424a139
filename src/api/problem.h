/* api/problem.h: an error as an answer: RFC 9457 problem details, the status of each kind, the close code. */
#ifndef API_PROBLEM_H
#define API_PROBLEM_H

#include "api/call.h"
#include "core/buf.h"

/* HTTP status of an error: that of its kind, but for the few codes that have one of their own. */
int problem_status(const struct err *e);
/* Exit status of an error kind for commands: 0 is success, 1 not as wished, 2 wrong use, 3 broken. */
int problem_exit(enum err_kind kind);
/* {"type","title","status","detail","code","field"}, in the reader's language. */
void problem_write(struct buf *out, const struct err *e, enum lang lang);

#endif
