/* api/mail.c: what jobs may ask of os/smtp. */
#include "api/mail.h"

#include "api/config.h"

bool mail_is_on(const struct config *config) { return config->relay.host.n > 0; }

enum mail_outcome mail_send(struct arena *a, const struct config *config, struct str to, struct str message,
                            int64_t *ret_code)
{
    static const enum mail_outcome outcomes[] = {
        [SMTP_DONE] = MAIL_SENT, [SMTP_LATER] = MAIL_LATER, [SMTP_NEVER] = MAIL_REFUSED, [SMTP_NOBODY] = MAIL_NO_RELAY};
    return outcomes[smtp_send(a, &config->relay, to, message, ret_code)];
}
