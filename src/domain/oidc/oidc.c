/* domain/oidc/oidc.c: a sign-in from the click to the session: load, decide, save. */
#include "api/call.h"
#include "api/config.h"
#include "api/job.h"
#include "calc/digest/digest.h"
#include "domain/account/account.h"
#include "domain/notice/notice.h"
#include "domain/oidc/oidc_private.h"

enum { SECRET_BYTES = 32 };

const struct oidc_provider *oidc_provider_find(const struct call *c, struct str name)
{
    for (LIST_EACH(c->config->oidc, struct oidc_provider, provider))
        if (str_equal(provider->name, name)) return provider;
    return NULL;
}

struct str oidc_back(struct call *c) { return str_printf(c->arena, "%.*s/oidc", STR_ARG(c->config->public_url)); }

static struct str secret(struct call *c)
{
    char random[SECRET_BYTES];
    call_random(c, random, sizeof random);
    return digest_hex(c->arena, (struct str){random, sizeof random});
}

static struct err *no_provider(struct call *c)
{
    FAIL(c->arena, ERR_ABSENT, "oidc.absent", "没有配置这个身份提供方。", "No such identity provider is configured.");
}

/* What the provider said about itself; when that has not come yet it is asked for once more. */
static struct err *about(struct call *c, const struct oidc_provider *provider, struct token_provider *ret_about,
                         bool *ret_known)
{
    struct oidc_metadata metadata;
    TRY(oidc_store_metadata(c, provider->name, &metadata, ret_known));
    *ret_known = *ret_known && str_equal(metadata.issuer, provider->issuer) &&
                 token_read_provider(c->arena, metadata.document, ret_about);
    return NULL;
}

struct err *oidc_start(struct call *c, struct str name, struct str *ret_url, struct str *ret_ticket)
{
    const struct oidc_provider *provider = oidc_provider_find(c, name);
    struct token_provider there;
    struct str ticket = secret(c);
    struct oidc_attempt attempt = {.id = call_id(c), .state = secret(c), .nonce = secret(c), .verifier = secret(c)};
    bool known, crowded;
    if (!provider) return no_provider(c);
    attempt.provider = provider->name;
    TRY(about(c, provider, &there, &known));
    if (!known) {
        c->refusal = ERR(c->arena, ERR_BUSY, "oidc.unreachable",
                         "还没有连上身份提供方，正在重试。请过一分钟再试，或用账号和密码登录。",
                         "The identity provider has not been reached yet: try again in a minute, or sign in with login "
                         "and password.");
        return call_job(c, OIDC_REFRESH, 0, provider->name, 0, NULL);
    }
    TRY(oidc_store_forget(c));
    TRY(oidc_store_is_crowded(c, &crowded));
    if (crowded)
        FAIL(c->arena, ERR_LIMIT, "oidc.crowded", "同时登录的人太多，请稍后再试。",
             "Too many are signing in: try later.");
    TRY(oidc_store_begin(c, &attempt, ticket));
    *ret_url = oidc_authorize_url(c->arena, provider, &there, oidc_back(c), &attempt, attempt.state);
    *ret_ticket = ticket;
    return NULL;
}

static struct err *find_attempt(struct call *c, struct str ticket, struct oidc_attempt *ret_attempt)
{
    bool found;
    TRY(oidc_store_attempt(c, ticket, ret_attempt, &found));
    if (found && ret_attempt->stage != OIDC_ENDED && oidc_provider_find(c, ret_attempt->provider)) return NULL;
    FAIL(c->arena, ERR_ABSENT, "oidc.attempt",
         "这次登录已过期、已用过，或是在别的浏览器里开始的。请回到登录页重新开始。",
         "This sign-in has expired, was used, or was begun in another browser: begin again at the sign-in page.");
}

struct err *oidc_attempt_of(struct call *c, struct str ticket, struct oidc_attempt *ret_attempt)
{
    TRY(find_attempt(c, ticket, ret_attempt));
    if (ret_attempt->stage != OIDC_FAILED) return NULL;
    struct err *e = ERR(c->arena, ERR_UNKNOWN, str_cstr(c->arena, ret_attempt->problem_code), "%s", "%s", "");
    e->zh = ret_attempt->problem_zh;
    e->en = ret_attempt->problem_en;
    return e;
}

/* With several providers, one of them could pass on another's answer as its own, to learn what that is good for. */
static struct err *check_issuer(struct call *c, struct str provider, struct str iss)
{
    struct token_provider there;
    bool known;
    TRY(about(c, oidc_provider_find(c, provider), &there, &known));
    if (!known || oidc_issuer_is_right(&there, iss)) return NULL;
    FAIL(c->arena, ERR_UNKNOWN, "oidc.issuer", "这个答复不是所选的身份提供方给出的，已拒绝。请回到登录页重新开始。",
         "This answer is not of the identity provider that was chosen, and was refused: begin again at the sign-in "
         "page.");
}

/* One answer to an attempt: what comes again is refused, and spoils nothing of the first. */
struct err *oidc_take_answer(struct call *c, const struct oidc_answer *answer)
{
    struct oidc_attempt attempt;
    uint8_t digest[DIGEST_BYTES];
    bool first = false;
    TRY(find_attempt(c, answer->ticket, &attempt));
    digest_sha256(answer->state, digest);
    if (!str_equal(attempt.state, (struct str){(const char *)digest, sizeof digest}) || attempt.stage != OIDC_BEGUN)
        FAIL(c->arena, ERR_UNKNOWN, "oidc.state", "这个登录答复不属于本次登录，或已经用过。请回到登录页重新开始。",
             "This answer does not belong to this sign-in, or was used: begin again at the sign-in page.");
    TRY(check_issuer(c, attempt.provider, answer->iss));
    if (!answer->code.n) {
        c->refusal = oidc_refused(c->arena, answer->error);
        return oidc_store_failed(c, attempt.id, c->refusal);
    }
    TRY(oidc_store_asked(c, attempt.id, answer->code, &first));
    return first ? call_job(c, OIDC_EXCHANGE, attempt.id, (struct str){0}, 0, NULL) : NULL;
}

struct err *oidc_link_new(struct call *c, int64_t account_id, struct str provider, struct str subject, int64_t *ret_id)
{
    const struct oidc_provider *known = oidc_provider_find(c, provider);
    struct oidc_link link = {.id = call_id(c), .account_id = account_id, .provider = provider, .subject = subject};
    bool added;
    if (!known)
        FAIL_FIELD(c->arena, "oidc.provider", "provider", "没有配置这个身份提供方，请从列表中选。",
                   "No such identity provider is configured: choose one of the list.");
    TRY(oidc_store_link_add(c, &link, &added));
    if (!added)
        FAIL(c->arena, ERR_CONFLICT, "oidc.linked", "身份提供方的这个用户已关联到一个账号，请先解除原来的关联。",
             "That user of the identity provider is linked to an account: remove that link first.");
    struct notice_message message = {
        .account_id = account_id,
        .kind = "account.linked",
        .title_zh = str_printf(c->arena, "您的账号可以用“%.*s”登录了", STR_ARG(known->title)),
        .title_en = str_printf(c->arena, "Your account can now be signed in to with %.*s", STR_ARG(known->title)),
        .body_zh = STR("如果不是您本人的操作，请立即在“登录方式”中解除关联并告诉系统管理员。"),
        .body_en =
            STR("If that was not your doing, remove the link under “Ways to sign in” and tell the administrator."),
        .link = STR("/identities")};
    *ret_id = link.id;
    return notice_send(c, &message);
}

struct err *oidc_enter(struct call *c, const struct oidc_attempt *attempt, const struct oidc_link *link,
                       struct str code)
{
    const struct oidc_provider *provider = oidc_provider_find(c, attempt->provider);
    struct str session = {0};
    TRY(account_enter(c, link->account_id, code, provider->checks_factor, &session));
    if (!session.n) return NULL;
    TRY(oidc_store_session_add(c, session, attempt->provider));
    TRY(oidc_store_link_used(c, link->id));
    return oidc_store_ended(c, attempt->id);
}
