/* calc/token/token_test.c: RFC 7636's example, and tokens that are refused before any key is looked at. */
#include "calc/token/token.h"
#include "check.h"
#include "core/arena.h"

static struct arena *a;

static void the_challenge_is_that_of_the_standard(void)
{
    CHECK_STR(token_challenge(a, STR("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void a_provider_says_all_that_is_needed_or_is_refused(void)
{
    struct token_provider p;
    CHECK(token_read_provider(a,
                              STR("{\"issuer\":\"https://i\",\"authorization_endpoint\":\"https://i/a\","
                                  "\"token_endpoint\":\"https://i/t\",\"jwks_uri\":\"https://i/k\",\"x\":[1]}"),
                              &p));
    CHECK(p.takes_basic && !p.sign_out_url.n);
    const char *no[] = {"", "[]", "{", "{\"issuer\":\"https://i\"}", "{\"issuer\":1}"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) CHECK(!token_read_provider(a, str_of(no[i]), &p));
}

static void what_is_no_token_is_refused(void)
{
    struct token_expected expected = {.issuer = STR("i"), .client_id = STR("c"), .nonce = STR("n"), .now_s = 1000};
    struct str subject = {0}, keys = STR("{\"keys\":[]}");
    const char *no[] = {"", ".", "..", "a.b.c", "e30.e30.", "e30.e30.e30"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        CHECK(token_check(a, str_of(no[i]), keys, &expected, &subject) != TOKEN_GOOD);
    /* {"alg":"none"} and {"alg":"HS256"}: whatever the keys */
    CHECK(token_check(a, STR("eyJhbGciOiJub25lIn0.e30."), keys, &expected, &subject) != TOKEN_GOOD);
    CHECK_INT(token_check(a, STR("eyJhbGciOiJIUzI1NiJ9.e30.AAAA"), keys, &expected, &subject), TOKEN_ALGORITHM);
    CHECK_INT(token_check(a, STR("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), keys, &expected, &subject), TOKEN_UNKNOWN_KEY);
    CHECK_INT(token_check(a, STR("eyJhbGciOiJSUzI1NiJ9.e30.AAAAA"), keys, &expected, &subject), TOKEN_MALFORMED);
    CHECK(!subject.n);
}

int main(void)
{
    a = arena_open(1 << 20);
    RUN(the_challenge_is_that_of_the_standard);
    RUN(a_provider_says_all_that_is_needed_or_is_refused);
    RUN(what_is_no_token_is_refused);
    arena_close(a);
    return check_end();
}
