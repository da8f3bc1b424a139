/* calc/token/token.h: what an OpenID Connect provider says about itself and about who signed in, read and checked.
 *
 * Pure: no clock, no network; any thread. cjose does the signatures, jansson the JSON; nobody else knows cjose. Every
 * text comes from outside and is bounded by whoever fetched it. Algorithms are RS256, PS256 and ES256: none, and those
 * with a shared key, are refused whatever the keys say.
 */
#ifndef CALC_TOKEN_TOKEN_H
#define CALC_TOKEN_TOKEN_H

#include "core/str.h"

struct arena;

/* OpenID Connect Discovery 1.0, section 3: as much as is used here. */
struct token_provider {
    struct str issuer, authorize_url, token_url, keys_url;
    struct str sign_out_url; /* empty: it has none */
    bool takes_basic;        /* the client's secret in the header; else in the form */
    bool names_itself;       /* its answers say whose they are (RFC 9207) */
};

enum token_outcome {
    TOKEN_GOOD,
    TOKEN_MALFORMED,
    TOKEN_ALGORITHM,
    TOKEN_UNKNOWN_KEY, /* the provider may have changed its keys: fetch them again */
    TOKEN_SIGNATURE,
    TOKEN_ISSUER,
    TOKEN_AUDIENCE,
    TOKEN_EXPIRED,
    TOKEN_EARLY, /* issued in the future: a clock is wrong */
    TOKEN_NONCE,
    TOKEN_SUBJECT,
    TOKEN_OUTCOMES
};

/* What an ID token must say (OpenID Connect Core 1.0, section 3.1.3.7). */
struct token_expected {
    struct str issuer, client_id, nonce;
    int64_t now_s, skew_s; /* how far clocks may be apart */
};

/* False: not JSON, or something is missing. */
bool token_read_provider(struct arena *a, struct str json, struct token_provider *ret_provider);
/* The ID token of the reply of a token endpoint; false when there is none, with the provider's `error` (may be empty).
 */
bool token_read_reply(struct arena *a, struct str json, struct str *ret_token, struct str *ret_error);
/* Is that a set of keys? */
bool token_read_keys(struct str json);
/* The signature by one of `keys` (a JWK set), then the claims; *ret_subject only when all is good. */
enum token_outcome token_check(struct arena *a, struct str token, struct str keys,
                               const struct token_expected *expected, struct str *ret_subject);
/* RFC 7636: the S256 challenge of a verifier. */
struct str token_challenge(struct arena *a, struct str verifier);

#endif
