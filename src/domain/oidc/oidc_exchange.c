/* domain/oidc/oidc_exchange.c: jobs that talk to a provider: what it says about itself, and a code for a token. */
#include "api/config.h"
#include "api/fetch.h"
#include "api/job.h"
#include "domain/oidc/oidc_private.h"

struct work {
    struct arena *arena;
    const struct oidc_provider *provider; /* NULL: it is not configured any more */
    struct str name, back;
    struct oidc_metadata metadata;
    struct token_provider about;
    bool known; /* the metadata */
    int64_t attempt_id;
    struct oidc_attempt attempt;
    bool wanted; /* the attempt still waits */
    int64_t now_s;
    struct str subject;
    const struct err *problem;
};

/* ---- steps in the database ---- */

static struct err *load_provider(struct call *c, struct work *w)
{
    w->provider = oidc_provider_find(c, w->name);
    w->back = oidc_back(c);
    w->now_s = c->now_us / TIME_SECOND_US;
    if (!w->provider) return NULL;
    TRY(oidc_store_metadata(c, w->name, &w->metadata, &w->known));
    w->known = w->known && str_equal(w->metadata.issuer, w->provider->issuer) &&
               token_read_provider(c->arena, w->metadata.document, &w->about);
    return NULL;
}

static struct err *load_step(struct call *c, void *arg)
{
    struct work *w = arg;
    if (w->attempt_id) {
        TRY(oidc_store_attempt_get(c, w->attempt_id, &w->attempt, &w->wanted));
        w->wanted = w->wanted && w->attempt.stage == OIDC_ASKED;
        w->name = w->attempt.provider;
    }
    return load_provider(c, w);
}

static struct err *keep_step(struct call *c, void *arg)
{
    struct work *w = arg;
    return oidc_store_metadata_set(c, w->provider->name, &w->metadata);
}

static struct err *end_step(struct call *c, void *arg)
{
    struct work *w = arg;
    if (w->problem) return oidc_store_failed(c, w->attempt_id, w->problem);
    return oidc_store_known(c, w->attempt_id, w->subject);
}

/* ---- what a provider says about itself ---- */

static struct err *ask(struct work *w, struct str url, struct str *ret_answer)
{
    struct fetch fetch = {.url = url, .answer_max = OIDC_ANSWER_BYTES};
    return fetch_get(w->arena, &fetch, NULL, ret_answer);
}

static struct err *wrong_document(struct work *w)
{
    FAIL(w->arena, ERR_BUSY, "oidc.discovery",
         "身份提供方 %.*s 的说明（.well-known/openid-configuration）不完整，或其 issuer 与配置不一致。请核对配置。",
         "The identity provider %.*s describes itself incompletely (.well-known/openid-configuration), or with another "
         "issuer than the configured one: check the configuration.",
         STR_ARG(w->provider->name));
}

static struct err *fetch_keys(struct work *w)
{
    TRY(ask(w, w->about.keys_url, &w->metadata.keys));
    return token_read_keys(w->metadata.keys) ? NULL : wrong_document(w);
}

static struct err *discover(struct work *w)
{
    struct str issuer = w->provider->issuer;
    while (issuer.n && issuer.p[issuer.n - 1] == '/') issuer.n--;
    struct str url = str_printf(w->arena, "%.*s/.well-known/openid-configuration", STR_ARG(issuer));
    TRY(ask(w, url, &w->metadata.document));
    if (!token_read_provider(w->arena, w->metadata.document, &w->about) ||
        !str_equal(w->about.issuer, w->provider->issuer) || !oidc_url_is_safe(w->about.authorize_url) ||
        !oidc_url_is_safe(w->about.token_url) || !oidc_url_is_safe(w->about.keys_url))
        return wrong_document(w);
    w->metadata.issuer = w->provider->issuer;
    return fetch_keys(w);
}

static struct err *refresh(struct job *job, struct str name)
{
    struct work w = {.arena = job->arena, .name = name};
    TRY(job_read(job, load_step, &w));
    if (!w.provider) return NULL;
    if (w.known && w.metadata.fetched_at / TIME_SECOND_US > w.now_s - OIDC_REFRESH_S) return NULL;
    TRY(discover(&w));
    return job_write(job, keep_step, &w);
}

struct err *oidc_refresh_run(struct job *job) { return refresh(job, job->input); }

static struct err *names_step(struct call *c, void *arg)
{
    *(const struct list **)arg = &c->config->oidc; /* the configuration outlives every job */
    return NULL;
}

/* Every provider in turn; one that fails does not hold up the others, and is told of. */
struct err *oidc_look_run(struct job *job)
{
    const struct list *providers = NULL;
    struct err *first = NULL;
    TRY(job_read(job, names_step, &providers));
    for (LIST_EACH(*providers, struct oidc_provider, provider)) {
        struct err *e = refresh(job, provider->name);
        if (e && !first) first = e;
    }
    return first;
}

/* ---- a code for a token ---- */

static struct err *fetch_token(struct work *w, struct str *ret_token)
{
    bool basic = w->provider->client_secret.n && w->about.takes_basic && !w->provider->secret_in_form;
    struct fetch fetch = {.url = w->about.token_url, .answer_max = OIDC_ANSWER_BYTES};
    struct str answer, error;
    fetch.form = oidc_token_form(w->arena, w->provider, !basic, w->back, &w->attempt);
    if (basic) { /* RFC 6749, 2.3.1: encoded like a form first */
        fetch.user = str_percent(w->arena, w->provider->client_id);
        fetch.password = str_percent(w->arena, w->provider->client_secret);
    }
    int status;
    struct err *e = fetch_get(w->arena, &fetch, &status, &answer);
    if (!status) return e;
    if (!e && token_read_reply(w->arena, answer, ret_token, &error)) return NULL;
    if (e) token_read_reply(w->arena, answer, ret_token, &error);
    if (str_is(error, "invalid_client") || str_is(error, "unauthorized_client") || status == 401)
        FAIL(w->arena, ERR_UNKNOWN, "oidc.client",
             "身份提供方不认可本系统：请管理员核对 client_id 和 client_secret，必要时设 secret_in_form。",
             "The identity provider does not accept this application: the administrator should check client_id and "
             "client_secret, and may need secret_in_form.");
    return oidc_refused(w->arena, error);
}

/* A key that is not known yet may be a new one: the keys are fetched again, once. */
static struct err *check(struct job *job, struct work *w, struct str token)
{
    struct token_expected expected = {.issuer = w->provider->issuer,
                                      .client_id = w->provider->client_id,
                                      .nonce = w->attempt.nonce,
                                      .now_s = w->now_s,
                                      .skew_s = OIDC_SKEW_S};
    enum token_outcome outcome = token_check(w->arena, token, w->metadata.keys, &expected, &w->subject);
    if (outcome == TOKEN_UNKNOWN_KEY) {
        TRY(fetch_keys(w));
        TRY(job_write(job, keep_step, w));
        outcome = token_check(w->arena, token, w->metadata.keys, &expected, &w->subject);
    }
    return outcome == TOKEN_GOOD ? NULL : oidc_token_problem(w->arena, outcome);
}

static struct err *exchange(struct job *job, struct work *w)
{
    struct str token;
    if (!w->provider || !w->known)
        FAIL(w->arena, ERR_UNKNOWN, "oidc.absent", "这个身份提供方已不再使用，请用别的方式登录。",
             "That identity provider is not in use any more: sign in another way.");
    TRY(fetch_token(w, &token));
    return check(job, w, token);
}

/* Whatever goes wrong is told to whoever waits: a code is good for once, so there is no trying again. */
struct err *oidc_exchange_run(struct job *job)
{
    struct work w = {.arena = job->arena, .attempt_id = job->subject_id};
    TRY(job_read(job, load_step, &w));
    if (!w.wanted) return NULL;
    w.problem = exchange(job, &w);
    return job_write(job, end_step, &w);
}
