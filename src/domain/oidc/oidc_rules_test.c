/* domain/oidc/oidc_rules_test.c: what addresses are safe, and what is sent to a provider. */
#include "check.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/oidc/oidc_private.h"

#include <string.h>

static struct arena *a;

static bool has(struct str text, const char *part) { return memmem(text.p, text.n, part, strlen(part)) != NULL; }

static void secrets_go_only_over_tls_or_stay_on_this_machine(void)
{
    CHECK(oidc_url_is_safe(STR("https://id.example.cn/realms/city")));
    CHECK(oidc_url_is_safe(STR("http://127.0.0.1:9000/token")));
    CHECK(oidc_url_is_safe(STR("http://[::1]:9000")));
    const char *no[] = {"",         "http://id.example.cn", "http://127.0.0.1.evil.cn/", "http://localhost@evil.cn",
                        "https://", "ftp://127.0.0.1",      "https://id.cn/#part",       "javascript:1"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) CHECK(!oidc_url_is_safe(str_of(no[i])));
}

static void what_goes_to_a_provider_is_encoded_and_carries_no_secret(void)
{
    struct oidc_provider provider = {.client_id = STR("a&b"), .client_secret = STR("s3cret"), .sign_out = true};
    struct token_provider about = {.authorize_url = STR("https://id.cn/auth?tenant=1"),
                                   .sign_out_url = STR("https://id.cn/end")};
    struct oidc_attempt attempt = {.nonce = STR("n"), .verifier = STR("verifier"), .code = STR("c/1")};
    struct str url = oidc_authorize_url(a, &provider, &about, STR("https://t.cn/oidc"), &attempt, STR("st"));
    CHECK(str_starts(url, STR("https://id.cn/auth?tenant=1&response_type=code&client_id=a%26b")));
    CHECK(has(url, "code_challenge_method=S256") && !has(url, "verifier=") && !has(url, "s3cret"));
    struct str form = oidc_token_form(a, &provider, false, STR("https://t.cn/oidc"), &attempt);
    CHECK(has(form, "code=c%2F1") && has(form, "code_verifier=verifier") && !has(form, "s3cret"));
    CHECK(has(oidc_token_form(a, &provider, true, STR("x"), &attempt), "client_secret=s3cret"));
    CHECK(has(oidc_sign_out_url(a, &provider, &about, STR("https://t.cn/sign-in")), "post_logout_redirect_uri="));
}

static void an_answer_is_taken_only_from_whom_it_was_asked_of(void)
{
    struct token_provider silent = {.issuer = STR("https://id.cn")};
    struct token_provider names = {.issuer = STR("https://id.cn"), .names_itself = true};
    CHECK(oidc_issuer_is_right(&silent, (struct str){0}) && oidc_issuer_is_right(&silent, STR("https://id.cn")));
    CHECK(oidc_issuer_is_right(&names, STR("https://id.cn")) && !oidc_issuer_is_right(&names, (struct str){0}));
    CHECK(!oidc_issuer_is_right(&names, STR("https://id.cn/")) && !oidc_issuer_is_right(&silent, STR("https://x.cn")));
}

static void every_outcome_has_its_words(void)
{
    for (int outcome = TOKEN_MALFORMED; outcome < TOKEN_OUTCOMES; outcome++) {
        struct err *e = oidc_token_problem(a, (enum token_outcome)outcome);
        CHECK(e && e->code && e->zh.n && e->en.n);
    }
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(secrets_go_only_over_tls_or_stay_on_this_machine);
    RUN(what_goes_to_a_provider_is_encoded_and_carries_no_secret);
    RUN(an_answer_is_taken_only_from_whom_it_was_asked_of);
    RUN(every_outcome_has_its_words);
    arena_close(a);
    return check_end();
}
