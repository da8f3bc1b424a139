/* api/mail.c: what jobs may ask of os/smtp. */
#include "api/mail.h"

#include "api/config.h"
#include "core/err.h"

bool mail_is_on(const struct config *config) { return config->relay.host.n > 0; }

enum mail_outcome mail_send(struct arena *a, const struct config *config, struct str to, struct str message,
                            int64_t *ret_code)
{
    static const enum mail_outcome outcomes[] = {
        [SMTP_DONE] = MAIL_SENT,       [SMTP_LATER] = MAIL_LATER,   [SMTP_NEVER] = MAIL_REFUSED,
        [SMTP_NOBODY] = MAIL_NO_RELAY, [SMTP_NO_TLS] = MAIL_NO_TLS, [SMTP_UNTRUSTED] = MAIL_UNTRUSTED,
        [SMTP_DENIED] = MAIL_DENIED};
    return outcomes[smtp_send(a, &config->relay, to, message, ret_code)];
}

struct err *mail_problem(struct arena *a, const struct config *config, enum mail_outcome outcome)
{
    const struct smtp_relay *relay = &config->relay;
    if (outcome == MAIL_NO_RELAY)
        FAIL(a, ERR_BUSY, "mail.no_relay", "连不上邮件服务器 %.*s:%lld：请核对 --smtp-host、--smtp-port 和防火墙。",
             "The mail relay %.*s:%lld cannot be reached: check --smtp-host, --smtp-port and the firewall.",
             STR_ARG(relay->host), (long long)relay->port);
    if (outcome == MAIL_NO_TLS)
        FAIL(a, ERR_BUSY, "mail.no_tls", "邮件服务器 %.*s 不提供 STARTTLS，邮件没有发出：请核对 --smtp-tls 和端口。",
             "The mail relay %.*s offers no STARTTLS, so nothing was sent: check --smtp-tls and the port.",
             STR_ARG(relay->host));
    if (outcome == MAIL_UNTRUSTED)
        FAIL(
            a, ERR_BUSY, "mail.untrusted",
            "邮件服务器 %.*s 的证书不受信任，邮件没有发出：自签的根证书用 --smtp-ca 给出，并核对 --smtp-host 与证书上的"
            "名称一致。",
            "The certificate of the mail relay %.*s is not trusted, so nothing was sent: name a root of your own with "
            "--smtp-ca, and check that --smtp-host is the name in the certificate.",
            STR_ARG(relay->host));
    if (outcome == MAIL_DENIED)
        FAIL(a, ERR_BUSY, "mail.denied",
             "邮件服务器 %.*s 不接受用户名或密码，邮件留在队列中：请核对 --smtp-user 和 --smtp-password 文件。",
             "The mail relay %.*s does not take the user or the password; mails stay in the queue: check --smtp-user "
             "and "
             "the file of --smtp-password.",
             STR_ARG(relay->host));
    return NULL;
}
