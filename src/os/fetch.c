#include "os/fetch.h"

#include "core/arena.h"
#include "core/buf.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 5, WHOLE_SECONDS = 10 };

static size_t take_answer(char *data, size_t size, size_t count, void *context)
{
    buf_put(context, data, size * count);
    return buf_over(context) ? 0 : size * count;
}

static enum fetch_outcome outcome_of(CURLcode result, bool full)
{
    if (full) return FETCH_TOO_LARGE;
    if (result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CONNECT_ERROR ||
        result == CURLE_SSL_CACERT_BADFILE)
        return FETCH_UNTRUSTED;
    return result == CURLE_OK ? FETCH_DONE : FETCH_NOBODY;
}

static void set_request(CURL *curl, struct arena *a, const struct fetch *fetch)
{
    curl_easy_setopt(curl, CURLOPT_URL, str_cstr(a, fetch->url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (fetch->form.n) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, str_cstr(a, fetch->form));
    if (!fetch->user.n) return;
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, str_cstr(a, fetch->user));
    curl_easy_setopt(curl, CURLOPT_PASSWORD, str_cstr(a, fetch->password));
}

enum fetch_outcome fetch_run(struct arena *a, const struct fetch *fetch, int *ret_status, struct str *ret_answer)
{
    CURL *curl = curl_easy_init(); /* the first one sets the library up, guarded since 7.84 */
    long status = 0;
    struct buf answer;
    *ret_status = 0;
    *ret_answer = (struct str){0};
    if (!curl) return FETCH_NOBODY;
    buf_init(&answer, fetch->answer_max);
    set_request(curl, a, fetch);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    enum fetch_outcome outcome = outcome_of(result, buf_over(&answer));
    *ret_status = (int)status;
    if (outcome == FETCH_DONE) *ret_answer = str_copy(a, buf_text(&answer));
    buf_done(&answer);
    curl_easy_cleanup(curl);
    return outcome;
}
