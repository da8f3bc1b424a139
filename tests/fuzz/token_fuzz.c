/* What an identity provider may send: its description, a token reply, and an ID token of whatever form. Nothing made up
 * here is signed, so nobody comes in. */
#include "calc/token/token.h"
#include "fuzz/fuzz.h"

static const char keys[] =
    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbg"
    "BHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_"
    "7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2"
    "kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw\",\"e\":\"AQAB\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(8 << 20);
    struct str s = {(const char *)data, size}, token, error, subject = {0};
    struct token_provider provider;
    struct token_expected expected = {STR("https://i"), STR("c"), STR("n"), 1000, 60};
    if (token_read_provider(a, s, &provider)) FUZZ_CHECK(provider.issuer.n && provider.keys_url.n);
    token_read_reply(a, s, &token, &error);
    token_read_keys(s);
    FUZZ_CHECK(token_check(a, s, str_of(keys), &expected, &subject) != TOKEN_GOOD && !subject.n);
    FUZZ_CHECK(token_check(a, STR("eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.e30.AAAA"), s, &expected, &subject) !=
               TOKEN_GOOD);
    FUZZ_CHECK(str_percent(a, s).n >= s.n);
    arena_close(a);
    return 0;
}
