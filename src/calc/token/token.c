#include "calc/token/token.h"

#include "calc/digest/digest.h"
#include "core/arena.h"
#include "core/buf.h"

#include <cjose/cjose.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { SUBJECT_MAX = 255 }; /* OpenID Connect Core 1.0, section 2 */

static json_t *load(struct str json) { return json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, NULL); }

static struct str text_of(struct arena *a, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? str_copy(a, str_of(text)) : (struct str){0};
}

static bool array_has(const json_t *array, struct str text)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *item = json_string_value(json_array_get(array, i));
        if (item && str_is(text, item)) return true;
    }
    return false;
}

bool token_read_provider(struct arena *a, struct str json, struct token_provider *ret_provider)
{
    json_t *root = load(json);
    const json_t *methods = json_object_get(root, "token_endpoint_auth_methods_supported");
    *ret_provider = (struct token_provider){
        .issuer = text_of(a, root, "issuer"),
        .authorize_url = text_of(a, root, "authorization_endpoint"),
        .token_url = text_of(a, root, "token_endpoint"),
        .keys_url = text_of(a, root, "jwks_uri"),
        .sign_out_url = text_of(a, root, "end_session_endpoint"),
        .takes_basic = !methods || array_has(methods, STR("client_secret_basic")),
        .names_itself = json_is_true(json_object_get(root, "authorization_response_iss_parameter_supported"))};
    json_decref(root);
    return ret_provider->issuer.n && ret_provider->authorize_url.n && ret_provider->token_url.n &&
           ret_provider->keys_url.n;
}

bool token_read_reply(struct arena *a, struct str json, struct str *ret_token, struct str *ret_error)
{
    json_t *root = load(json);
    *ret_token = text_of(a, root, "id_token");
    *ret_error = text_of(a, root, "error");
    json_decref(root);
    return ret_token->n > 0;
}

bool token_read_keys(struct str json)
{
    json_t *root = load(json);
    bool good = json_is_array(json_object_get(root, "keys"));
    json_decref(root);
    return good;
}

/* ---- the signature ---- */

static const struct {
    const char *alg, *kty;
} algorithms[] = {{"RS256", "RSA"}, {"PS256", "RSA"}, {"ES256", "EC"}};

/* The kind of key that an algorithm takes; NULL for those that are refused. */
static const char *kty_of(const char *alg)
{
    for (size_t i = 0; alg && i < sizeof algorithms / sizeof *algorithms; i++)
        if (strcmp(algorithms[i].alg, alg) == 0) return algorithms[i].kty;
    return NULL;
}

static bool says(const json_t *key, const char *name, const char *value)
{
    const char *text = json_string_value(json_object_get(key, name));
    return text && value && strcmp(text, value) == 0;
}

/* May this key have signed that? What it does not say about itself is no objection. */
static bool key_fits(const json_t *key, const char *alg, const char *kid)
{
    if (!says(key, "kty", kty_of(alg))) return false;
    if (kid && !says(key, "kid", kid)) return false;
    if (json_object_get(key, "alg") && !says(key, "alg", alg)) return false;
    return !json_object_get(key, "use") || says(key, "use", "sig");
}

/* Base64url without padding (RFC 7515, 2). The library ends the program at one digit too many, so it gets no other. */
static bool is_base64url(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
    }
    return text.n % 4 != 1;
}

/* Three parts: head, claims, signature; the last may be empty, with an algorithm that is refused. */
static bool is_compact(struct str token)
{
    for (int dots = 0;; dots++) {
        const char *dot = token.n ? memchr(token.p, '.', token.n) : NULL;
        if (!is_base64url((struct str){token.p, dot ? (size_t)(dot - token.p) : token.n})) return false;
        if (!dot) return dots == 2;
        token = (struct str){dot + 1, token.n - (size_t)(dot + 1 - token.p)};
    }
}

/* What of a key a signature is checked with, as JSON to be freed; NULL when any of it is not as RFC 7518, 6 says. */
static char *public_part(const json_t *key)
{
    static const char *const numbers[2][2] = {{"n", "e"}, {"x", "y"}};
    bool curve = says(key, "kty", "EC");
    const char *crv = json_string_value(json_object_get(key, "crv"));
    json_t *part = json_object();
    bool good = !json_object_set(part, "kty", json_object_get(key, "kty"));
    if (curve) good = good && crv && !json_object_set(part, "crv", json_object_get(key, "crv"));
    for (int i = 0; i < 2; i++) {
        const char *number = json_string_value(json_object_get(key, numbers[curve][i]));
        good = good && number && is_base64url(str_of(number)) &&
               !json_object_set_new(part, numbers[curve][i], json_string(number));
    }
    char *text = good ? json_dumps(part, JSON_COMPACT) : NULL;
    json_decref(part);
    return text;
}

static bool verify_with(cjose_jws_t *jws, const json_t *key)
{
    cjose_err e;
    char *text = public_part(key);
    cjose_jwk_t *jwk = text ? cjose_jwk_import(text, strlen(text), &e) : NULL;
    bool good = jwk && cjose_jws_verify(jws, jwk, &e);
    if (jwk) cjose_jwk_release(jwk);
    free(text);
    return good;
}

static enum token_outcome check_signature(cjose_jws_t *jws, struct str keys)
{
    cjose_err e;
    cjose_header_t *header = cjose_jws_get_protected(jws);
    const char *alg = cjose_header_get(header, CJOSE_HDR_ALG, &e), *kid = cjose_header_get(header, CJOSE_HDR_KID, &e);
    char *crit = cjose_header_get_raw(header, "crit", &e); /* extensions that must be understood: none is */
    bool refused = crit || !kty_of(alg);
    free(crit);
    if (refused) return TOKEN_ALGORITHM;
    json_t *root = load(keys);
    const json_t *set = json_object_get(root, "keys");
    enum token_outcome outcome = TOKEN_UNKNOWN_KEY;
    for (size_t i = 0; i < json_array_size(set) && outcome != TOKEN_GOOD; i++) {
        const json_t *key = json_array_get(set, i);
        if (key_fits(key, alg, kid)) outcome = verify_with(jws, key) ? TOKEN_GOOD : TOKEN_SIGNATURE;
    }
    json_decref(root);
    return outcome;
}

/* ---- the claims ---- */

static bool is_number(const json_t *claims, const char *name, int64_t *ret_value)
{
    const json_t *value = json_object_get(claims, name);
    double number = json_number_value(value);
    if (!json_is_number(value) || !(number > -1e15 && number < 1e15)) return false;
    *ret_value = (int64_t)number;
    return true;
}

/* Ours alone, or ours among others with `azp` saying that it was made for us. */
static bool is_for(const json_t *claims, struct str client_id)
{
    const json_t *aud = json_object_get(claims, "aud"), *azp = json_object_get(claims, "azp");
    const char *party = json_string_value(azp), *one = json_string_value(aud);
    if (azp && (!party || !str_is(client_id, party))) return false;
    if (one) return str_is(client_id, one);
    return array_has(aud, client_id) && (json_array_size(aud) == 1 || azp);
}

static bool claim_is(const json_t *claims, const char *name, struct str value)
{
    const char *text = json_string_value(json_object_get(claims, name));
    return text && str_is(value, text);
}

static enum token_outcome check_claims(const json_t *claims, const struct token_expected *expected)
{
    int64_t expires, issued, from = 0;
    if (!json_is_object(claims) || !is_number(claims, "exp", &expires) || !is_number(claims, "iat", &issued))
        return TOKEN_MALFORMED;
    if (json_object_get(claims, "nbf") && !is_number(claims, "nbf", &from)) return TOKEN_MALFORMED;
    if (!claim_is(claims, "iss", expected->issuer)) return TOKEN_ISSUER;
    if (!is_for(claims, expected->client_id)) return TOKEN_AUDIENCE;
    if (expected->now_s >= expires + expected->skew_s) return TOKEN_EXPIRED;
    if (issued > expected->now_s + expected->skew_s || from > expected->now_s + expected->skew_s) return TOKEN_EARLY;
    if (!expected->nonce.n || !claim_is(claims, "nonce", expected->nonce)) return TOKEN_NONCE;
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    return subject && *subject && strlen(subject) <= SUBJECT_MAX ? TOKEN_GOOD : TOKEN_SUBJECT;
}

static enum token_outcome check_payload(struct arena *a, cjose_jws_t *jws, const struct token_expected *expected,
                                        struct str *ret_subject)
{
    cjose_err e;
    uint8_t *bytes = NULL;
    size_t n = 0;
    if (!cjose_jws_get_plaintext(jws, &bytes, &n, &e)) return TOKEN_MALFORMED;
    json_t *claims = load((struct str){(const char *)bytes, n});
    enum token_outcome outcome = check_claims(claims, expected);
    if (outcome == TOKEN_GOOD) *ret_subject = text_of(a, claims, "sub");
    json_decref(claims);
    return outcome;
}

enum token_outcome token_check(struct arena *a, struct str token, struct str keys,
                               const struct token_expected *expected, struct str *ret_subject)
{
    cjose_err e;
    cjose_jws_t *jws = is_compact(token) ? cjose_jws_import(token.p, token.n, &e) : NULL;
    if (!jws) return TOKEN_MALFORMED;
    enum token_outcome outcome = check_signature(jws, keys);
    if (outcome == TOKEN_GOOD) outcome = check_payload(a, jws, expected, ret_subject);
    cjose_jws_release(jws);
    return outcome;
}

/* ---- for the way out ---- */

struct str token_challenge(struct arena *a, struct str verifier)
{
    uint8_t digest[DIGEST_BYTES];
    struct buf out;
    digest_sha256(verifier, digest);
    buf_init(&out, 2 * DIGEST_BYTES);
    buf_base64(&out, (struct str){(const char *)digest, sizeof digest}, true);
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}
