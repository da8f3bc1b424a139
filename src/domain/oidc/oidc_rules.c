/* domain/oidc/oidc_rules.c: addresses, forms and the meaning of what a provider says. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/oidc/oidc_private.h"

#include <string.h>

bool oidc_url_is_safe(struct str url)
{
    static const char *const here[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    if (memchr(url.p ? url.p : "", '@', url.n) || memchr(url.p ? url.p : "", '#', url.n)) return false;
    if (str_starts(url, STR("https://"))) return url.n > sizeof "https://" - 1;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
        struct str host = str_of(here[i]);
        if (str_starts(url, host) && (url.n == host.n || url.p[host.n] == ':' || url.p[host.n] == '/')) return true;
    }
    return false;
}

static bool name_is_good(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!(name.p[i] >= 'a' && name.p[i] <= 'z') && !(name.p[i] >= '0' && name.p[i] <= '9') && name.p[i] != '-')
            return false;
    return name.n > 0;
}

struct err *oidc_provider_check(struct arena *a, const struct oidc_provider *p)
{
    if (!name_is_good(p->name))
        FAIL_FIELD(a, "oidc.config", "name", "身份提供方的 name 只能用小写字母、数字和连字符。",
                   "The name of an identity provider is made of lower-case letters, digits and hyphens.");
    if (!oidc_url_is_safe(p->issuer))
        FAIL_FIELD(a, "oidc.config", "issuer", "身份提供方 %.*s 的 issuer 须以 https:// 开头。",
                   "The issuer of the identity provider %.*s must begin with https://.", STR_ARG(p->name));
    if (!p->client_id.n || !p->title.n)
        FAIL_FIELD(a, "oidc.config", "client_id", "身份提供方 %.*s 缺少 title 或 client_id。",
                   "The identity provider %.*s lacks title or client_id.", STR_ARG(p->name));
    return NULL;
}

/* Adds name=value, percent-encoded. */
static struct str with(struct arena *a, struct str form, const char *name, struct str value)
{
    return str_printf(a, "%.*s%s%s=%.*s", STR_ARG(form), form.n ? "&" : "", name, STR_ARG(str_percent(a, value)));
}

static struct str url_with(struct arena *a, struct str url, struct str query)
{
    const char *glue = memchr(url.p, '?', url.n) ? "&" : "?";
    return str_printf(a, "%.*s%s%.*s", STR_ARG(url), glue, STR_ARG(query));
}

struct str oidc_authorize_url(struct arena *a, const struct oidc_provider *provider, const struct token_provider *about,
                              struct str back, const struct oidc_attempt *attempt, struct str state)
{
    struct str query = with(a, (struct str){0}, "response_type", STR("code"));
    query = with(a, query, "client_id", provider->client_id);
    query = with(a, query, "redirect_uri", back);
    query = with(a, query, "scope", provider->scope.n ? provider->scope : STR("openid"));
    query = with(a, query, "state", state);
    query = with(a, query, "nonce", attempt->nonce);
    query = with(a, query, "code_challenge", token_challenge(a, attempt->verifier));
    query = with(a, query, "code_challenge_method", STR("S256"));
    return url_with(a, about->authorize_url, query);
}

struct str oidc_token_form(struct arena *a, const struct oidc_provider *provider, bool secret_in_form, struct str back,
                           const struct oidc_attempt *attempt)
{
    struct str form = with(a, (struct str){0}, "grant_type", STR("authorization_code"));
    form = with(a, form, "code", attempt->code);
    form = with(a, form, "redirect_uri", back);
    form = with(a, form, "code_verifier", attempt->verifier);
    if (!secret_in_form && provider->client_secret.n) return form;
    form = with(a, form, "client_id", provider->client_id);
    return provider->client_secret.n ? with(a, form, "client_secret", provider->client_secret) : form;
}

struct str oidc_sign_out_url(struct arena *a, const struct oidc_provider *provider, const struct token_provider *about,
                             struct str back)
{
    if (!provider->sign_out || !about->sign_out_url.n || !oidc_url_is_safe(about->sign_out_url)) return (struct str){0};
    struct str query = with(a, (struct str){0}, "client_id", provider->client_id);
    return url_with(a, about->sign_out_url, with(a, query, "post_logout_redirect_uri", back));
}

bool oidc_issuer_is_right(const struct token_provider *about, struct str iss)
{
    return iss.n ? str_equal(iss, about->issuer) : !about->names_itself;
}

struct err *oidc_token_problem(struct arena *a, enum token_outcome outcome)
{
    static const struct {
        const char *code, *zh, *en;
    } problems[TOKEN_OUTCOMES] = {
        [TOKEN_MALFORMED] =
            {"oidc.token_malformed", "身份提供方的答复无法识别，请重新登录；仍不行请联系系统管理员。",
             "The identity provider's answer cannot be read: sign in again, or tell the administrator."},
        [TOKEN_ALGORITHM] = {"oidc.token_algorithm",
                             "身份提供方使用了不接受的签名算法：请管理员在提供方把 ID 令牌改为 RS256、PS256 或 ES256。",
                             "The identity provider signs in a way that is not accepted: its administrator must set ID "
                             "tokens to RS256, PS256 or ES256."},
        [TOKEN_UNKNOWN_KEY] =
            {"oidc.token_key", "身份提供方用未公布的密钥签名，登录未完成。请稍后重试或联系系统管理员。",
             "The identity provider signed with a key that it does not publish: try later or tell the "
             "administrator."},
        [TOKEN_SIGNATURE] = {"oidc.token_signature", "身份提供方答复的签名不对，登录未完成。请联系系统管理员。",
                             "The signature of the identity provider's answer is wrong: tell the administrator."},
        [TOKEN_ISSUER] = {"oidc.token_issuer", "答复来自另一个身份提供方：请管理员核对配置中的 issuer。",
                          "The answer is another provider's: the administrator should check the issuer in the "
                          "configuration."},
        [TOKEN_AUDIENCE] = {"oidc.token_audience", "答复不是给本系统的：请管理员核对配置中的 client_id。",
                            "The answer was made for another application: the administrator should check the client_id "
                            "in the configuration."},
        [TOKEN_EXPIRED] = {"oidc.token_expired",
                           "身份提供方的答复已过期，请重新登录；总是这样时请管理员校准服务器时钟。",
                           "The identity provider's answer has expired: sign in again. If it happens always, the "
                           "administrator should set the server's clock."},
        [TOKEN_EARLY] = {"oidc.token_early", "身份提供方的时钟快于本系统：请管理员校准两边的时钟。",
                         "The identity provider's clock is ahead: the administrator should set both clocks."},
        [TOKEN_NONCE] =
            {"oidc.token_nonce", "答复不属于这次登录，已拒绝。请回到登录页重新开始。",
             "The answer does not belong to this sign-in and was refused: begin again at the sign-in page."},
        [TOKEN_SUBJECT] = {"oidc.token_subject", "身份提供方没有说明是哪个用户，请联系系统管理员。",
                           "The identity provider does not say who it is: tell the administrator."},
    };
    struct err *e = ERR(a, ERR_UNKNOWN, problems[outcome].code, "%s", "%s", "");
    e->zh = str_of(problems[outcome].zh);
    e->en = str_of(problems[outcome].en);
    return e;
}

struct err *oidc_refused(struct arena *a, struct str error)
{
    if (str_is(error, "access_denied"))
        FAIL(a, ERR_UNKNOWN, "oidc.denied", "您在身份提供方取消了登录，或不被允许登录本系统。",
             "You cancelled at the identity provider, or it does not let you use this application.");
    FAIL(a, ERR_UNKNOWN, "oidc.refused", "身份提供方没有完成登录，请重试；仍不行请联系系统管理员。",
         "The identity provider did not complete the sign-in: try again, or tell the administrator.");
}
