/* domain/oidc/oidc_private.h: shared by the files of the module. */
#ifndef DOMAIN_OIDC_OIDC_PRIVATE_H
#define DOMAIN_OIDC_OIDC_PRIVATE_H

#include "calc/token/token.h"
#include "core/list.h"
#include "core/shape.h"
#include "domain/oidc/oidc.h"

struct call;
struct job;

#define OIDC_USE __attribute__((warn_unused_result))

enum oidc_stage { OIDC_STAGE_ABSENT, OIDC_BEGUN, OIDC_ASKED, OIDC_KNOWN, OIDC_FAILED, OIDC_ENDED };

struct oidc_metadata {
    struct str issuer;
    struct str document; /* of discovery */
    struct str keys;     /* the JWK set */
    int64_t fetched_at;
};

struct oidc_attempt {
    int64_t id;
    struct str state; /* digest */
    struct str provider, nonce, verifier;
    int stage;       /* enum oidc_stage */
    struct str code; /* of the provider, until it is exchanged */
    struct str subject;
    struct str problem_code, problem_zh, problem_en;
};

struct oidc_link {
    int64_t id, account_id;
    struct str provider, subject;
    int64_t linked_at, used_at;
};

enum {
    OIDC_ATTEMPT_S = 600,  /* from the click to the end, with typing a password there and a code here */
    OIDC_REFRESH_S = 3600, /* a provider is asked again about itself, also when nothing was amiss */
    OIDC_LOOK_S = 60,      /* how often it is looked whether that is due */
    OIDC_SKEW_S = 60,      /* how far the clocks may be apart */
    OIDC_ANSWER_BYTES = 256 << 10,
};

/* ---- rules: pure ---- */

/* https, or http on this machine: nothing secret goes over an open network. */
bool oidc_url_is_safe(struct str url);
/* Where the browser is sent. */
struct str oidc_authorize_url(struct arena *a, const struct oidc_provider *provider, const struct token_provider *about,
                              struct str back, const struct oidc_attempt *attempt, struct str state);
/* What is asked of the token endpoint. */
struct str oidc_token_form(struct arena *a, const struct oidc_provider *provider, bool secret_in_form, struct str back,
                           const struct oidc_attempt *attempt);
/* Where the browser goes to sign out there as well; empty: nowhere. */
struct str oidc_sign_out_url(struct arena *a, const struct oidc_provider *provider, const struct token_provider *about,
                             struct str back);
/* What is wrong with a token, as an error that says what to do. */
OIDC_USE struct err *oidc_token_problem(struct arena *a, enum token_outcome outcome);
/* Is an answer that says so the provider's? One that is mixed up with another's is not (RFC 9207). */
bool oidc_issuer_is_right(const struct token_provider *about, struct str iss);
/* What the provider said instead of a code ("access_denied"). */
OIDC_USE struct err *oidc_refused(struct arena *a, struct str error);

/* ---- store ---- */

extern const struct shape oidc_link_shape;
OIDC_USE struct err *oidc_store_metadata(struct call *c, struct str provider, struct oidc_metadata *ret_metadata,
                                         bool *ret_found);
OIDC_USE struct err *oidc_store_metadata_set(struct call *c, struct str provider, const struct oidc_metadata *metadata);
OIDC_USE struct err *oidc_store_begin(struct call *c, const struct oidc_attempt *attempt, struct str ticket);
/* The attempt of that ticket that is not too old. */
OIDC_USE struct err *oidc_store_attempt(struct call *c, struct str ticket, struct oidc_attempt *ret_attempt,
                                        bool *ret_found);
OIDC_USE struct err *oidc_store_attempt_get(struct call *c, int64_t id, struct oidc_attempt *ret_attempt,
                                            bool *ret_found);
OIDC_USE struct err *oidc_store_asked(struct call *c, int64_t id, struct str code, bool *ret_first);
OIDC_USE struct err *oidc_store_known(struct call *c, int64_t id, struct str subject);
OIDC_USE struct err *oidc_store_failed(struct call *c, int64_t id, const struct err *problem);
OIDC_USE struct err *oidc_store_ended(struct call *c, int64_t id);
OIDC_USE struct err *oidc_store_forget(struct call *c);
OIDC_USE struct err *oidc_store_is_crowded(struct call *c, bool *ret_crowded);
OIDC_USE struct err *oidc_store_link(struct call *c, struct str provider, struct str subject,
                                     struct oidc_link *ret_link, bool *ret_found);
OIDC_USE struct err *oidc_store_link_get(struct call *c, int64_t id, struct oidc_link *ret_link);
OIDC_USE struct err *oidc_store_links(struct call *c, int64_t account_id, struct list *ret_links);
OIDC_USE struct err *oidc_store_link_add(struct call *c, const struct oidc_link *link, bool *ret_added);
OIDC_USE struct err *oidc_store_link_used(struct call *c, int64_t id);
OIDC_USE struct err *oidc_store_link_remove(struct call *c, int64_t id);
OIDC_USE struct err *oidc_store_session_add(struct call *c, struct str session, struct str provider);
OIDC_USE struct err *oidc_store_session_provider(struct call *c, struct str *ret_provider);

/* ---- operations ---- */

/* The configured provider of that name; NULL when there is none. */
const struct oidc_provider *oidc_provider_find(const struct call *c, struct str name);
/* Where a provider sends people back to. */
struct str oidc_back(struct call *c);
OIDC_USE struct err *oidc_start(struct call *c, struct str provider, struct str *ret_url, struct str *ret_ticket);
/* What a browser brings back: a code, or an error of the provider's. */
struct oidc_answer {
    struct str ticket, state, code, error;
    struct str iss; /* whose answer it says to be; may be empty */
};
OIDC_USE struct err *oidc_take_answer(struct call *c, const struct oidc_answer *answer);
/* The attempt of a ticket; its failure as an error. */
OIDC_USE struct err *oidc_attempt_of(struct call *c, struct str ticket, struct oidc_attempt *ret_attempt);
OIDC_USE struct err *oidc_link_new(struct call *c, int64_t account_id, struct str provider, struct str subject,
                                   int64_t *ret_id);
OIDC_USE struct err *oidc_enter(struct call *c, const struct oidc_attempt *attempt, const struct oidc_link *link,
                                struct str code);

/* ---- jobs: oidc_exchange.c ---- */

#define OIDC_EXCHANGE "oidc.exchange"
#define OIDC_REFRESH "oidc.refresh"
OIDC_USE struct err *oidc_exchange_run(struct job *job);
OIDC_USE struct err *oidc_refresh_run(struct job *job);
OIDC_USE struct err *oidc_look_run(struct job *job);

#endif
