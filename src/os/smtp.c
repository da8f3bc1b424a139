#include "os/smtp.h"

#include "core/arena.h"

#include <curl/curl.h>
#include <string.h>

enum { CONNECT_SECONDS = 15, WHOLE_SECONDS = 60, REFUSED_FIRST = 550, REFUSED_LAST = 559 };

static size_t read_message(char *to, size_t size, size_t count, void *context)
{
    struct str *rest = context;
    size_t n = size * count < rest->n ? size * count : rest->n;
    memcpy(to, rest->p, n);
    *rest = (struct str){rest->p + n, rest->n - n};
    return n;
}

static size_t drop_reply(char *data, size_t size, size_t count, void *context) { return size * count; }

static enum smtp_outcome outcome_of(CURLcode result, long code)
{
    if (result == CURLE_OK) return SMTP_DONE;
    switch (result) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST: return SMTP_NOBODY;
    case CURLE_USE_SSL_FAILED: return SMTP_NO_TLS;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE: return SMTP_UNTRUSTED;
    case CURLE_LOGIN_DENIED: return SMTP_DENIED;
    default: break;
    }
    return code >= REFUSED_FIRST && code <= REFUSED_LAST ? SMTP_NEVER : SMTP_LATER;
}

static void set_relay(CURL *curl, struct arena *a, const struct smtp_relay *relay)
{
    const char *scheme = relay->tls == SMTP_TLS ? "smtps" : "smtp";
    curl_easy_setopt(curl, CURLOPT_URL,
                     str_printf(a, "%s://%.*s:%lld", scheme, STR_ARG(relay->host), (long long)relay->port).p);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (relay->tls == SMTP_STARTTLS) curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    if (relay->user.n) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, str_cstr(a, relay->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, str_cstr(a, relay->password));
    }
    if (relay->ca_file.n) curl_easy_setopt(curl, CURLOPT_CAINFO, str_cstr(a, relay->ca_file));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_cstr(a, relay->from));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

enum smtp_outcome smtp_send(struct arena *a, const struct smtp_relay *relay, struct str to, struct str message,
                            int64_t *ret_code)
{
    CURL *curl = curl_easy_init(); /* the first one sets the library up, guarded since 7.84 */
    long code = 0;
    *ret_code = 0;
    if (!curl) return SMTP_LATER;
    struct curl_slist *recipients = curl_slist_append(NULL, str_cstr(a, to));
    set_relay(curl, a, relay);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, &message);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_reply);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    *ret_code = code;
    return outcome_of(result, code);
}
