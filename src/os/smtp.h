/* os/smtp.h: hands one mail to a relay, by libcurl; nobody else knows libcurl. Blocks; any thread, several at once.
 *
 * Nothing of a mail or an address is logged or put into an error.
 */
#ifndef OS_SMTP_H
#define OS_SMTP_H

#include "core/str.h"

struct arena;

enum smtp_tls { SMTP_STARTTLS, SMTP_TLS, SMTP_PLAIN }; /* 587: upgraded, or refused; 465: from the first byte; none */

struct smtp_relay {
    struct str host; /* empty: there is no relay */
    int64_t port;
    int tls;                   /* enum smtp_tls */
    struct str user, password; /* user empty: no authentication */
    struct str ca_file;        /* of the roots that its certificate must come from; empty: the system's */
    struct str from;           /* address of the sender */
};

enum smtp_outcome {
    SMTP_DONE,  /* the relay took it */
    SMTP_LATER, /* not now: try again */
    SMTP_NEVER, /* the relay refuses this recipient for good */
    /* No use trying others now: */
    SMTP_NOBODY,    /* the relay cannot be reached */
    SMTP_NO_TLS,    /* it offers no encryption */
    SMTP_UNTRUSTED, /* its certificate is not trusted, or another's */
    SMTP_DENIED,    /* it does not take user and password */
};

/* `message` is the whole of RFC 5322, lines ended by CR LF. *ret_code is the relay's last reply, 0 when there was none.
 */
enum smtp_outcome smtp_send(struct arena *a, const struct smtp_relay *relay, struct str to, struct str message,
                            int64_t *ret_code);

#endif
