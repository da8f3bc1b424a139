/* api/mail.h: hands a mail to the configured relay from a job. Blocks for up to a minute: never in a transaction. */
#ifndef API_MAIL_H
#define API_MAIL_H

#include "core/str.h"

struct arena;
struct config;
struct err;

/* From MAIL_NO_RELAY on it is the relay, not the mail: no use trying others now. */
enum mail_outcome { MAIL_SENT, MAIL_LATER, MAIL_REFUSED, MAIL_NO_RELAY, MAIL_NO_TLS, MAIL_UNTRUSTED, MAIL_DENIED };

/* Is there a relay at all? */
bool mail_is_on(const struct config *config);
/* The message is the whole of RFC 5322; *ret_code is the relay's last reply. Of the mail nothing is logged. */
enum mail_outcome mail_send(struct arena *a, const struct config *config, struct str to, struct str message,
                            int64_t *ret_code);
/* What is wrong with the relay, for whoever runs the program: ERR_BUSY "mail.…"; NULL when nothing is. */
__attribute__((warn_unused_result)) struct err *mail_problem(struct arena *a, const struct config *config,
                                                             enum mail_outcome outcome);

#endif
