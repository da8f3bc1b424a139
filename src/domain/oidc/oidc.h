/* domain/oidc/oidc.h: signing in at somebody else's: OpenID Connect providers, by the authorization code flow with
 * PKCE.
 *
 * Providers are configuration (`--oidc FILE`). What a provider says about itself is fetched by a job, and so is the
 * token of somebody who comes back from it: no request waits for a foreign server. A sign-in under way belongs to the
 * browser that began it (its ticket), is good for one answer (its state) and for some minutes.
 *
 * Whose account it is, is decided by the provider's name and its subject alone, never by an address or a name: an
 * administrator links them, or whoever first proves with the local password that the account is theirs. The second
 * factor is asked for here unless the provider is trusted to ask for one.
 */
#ifndef DOMAIN_OIDC_OIDC_H
#define DOMAIN_OIDC_OIDC_H

#include "core/str.h"

struct arena;
struct err;
struct module;

/* Where people may sign in instead of here (domain/oidc/oidc.h). */
struct oidc_provider {
    struct str name;            /* "city": names it in links; never changes */
    struct str title, title_en; /* on the button */
    struct str issuer;
    struct str client_id, client_secret; /* secret empty: a public client */
    struct str scope;                    /* empty: "openid" */
    bool secret_in_form;                 /* for those that do not decode the header as RFC 6749, 2.3.1 has it */
    bool checks_factor;                  /* it asks for a second factor: ours is not asked for */
    bool sign_out;                       /* signing out here signs out there */
};

/* Is that a provider that can be used? ERR_INVALID "oidc.config" says what is wrong. */
__attribute__((warn_unused_result)) struct err *oidc_provider_check(struct arena *a,
                                                                    const struct oidc_provider *provider);

extern const struct module oidc_module;

#endif
