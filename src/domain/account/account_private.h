/* domain/account/account_private.h: shared by the files of the module. */
#ifndef DOMAIN_ACCOUNT_ACCOUNT_PRIVATE_H
#define DOMAIN_ACCOUNT_ACCOUNT_PRIVATE_H

#include "domain/account/account.h"

struct arena;
struct command;
struct page_spec;
struct route;

/* What signing in needs of an account. */
struct account_secret {
    int64_t id;
    struct str login;
    int state;
    struct str password_hash;
    int64_t failed_count;
    int64_t locked_until;
};

/* Wrong passwords for one account from one address. */
struct account_failure {
    int64_t account_id;
    struct str peer; /* account_peer of it */
    int64_t failed_count, locked_until, last_at;
};

struct account_session { /* a session with its account */
    int64_t account_id, person_id;
    struct str name, login, csrf;
    bool must_change, factor_due;
    int64_t created_at, keep_at, expires_at;
};

/* Rows of account_policy that are valid today. */
struct account_policy {
    int64_t password_min_chars;
    int64_t password_hash_memory_kib, password_hash_passes; /* of argon2id, one lane */
    int64_t lock_after_failures;   /* from one address; then each one more waits twice as long: */
    int64_t lock_first_seconds;    /* at first so long */
    int64_t lock_minutes;          /* at most so long */
    int64_t lock_forget_hours;     /* after so long without another they are forgotten */
    int64_t lock_account_failures; /* from everywhere, with no right one between: the whole account, for lock_minutes */
    int64_t session_idle_minutes;  /* not used for so long: over */
    int64_t session_keep_minutes;  /* use is written down at most so often */
    int64_t session_max_hours;     /* over in any case */
    int64_t factor_for;            /* who must have a second factor: 1 nobody, 2 system roles, 3 all but learners */
};

/* ---- rules: pure ---- */

/* May an account have both roles? A system role stands alone. */
bool account_roles_join(int role, int other);
/* Is it for its owner alone to set the password of an account with that role, and for nobody to disable it? */
bool account_role_guarded(int role);
/* Must somebody with that role have a second factor? `factor_for` as in struct account_policy. */
bool account_role_needs_factor(int64_t factor_for, int role);
ACCOUNT_USE struct err *account_check_password(struct arena *a, const struct account_policy *policy, struct str login,
                                               struct str password);
/* Do memory and passes together make a hash as hard to guess as they must be? */
bool account_hash_enough(int64_t memory_kib, int64_t passes);
/* After one more wrong password: the new counts, and until when the address, or the account, is locked (0: not). */
void account_count_failure(const struct account_policy *policy, int64_t now_us, struct account_secret *account,
                           struct account_failure *failure);
/* The session is used now: sets when it ends, and from when on use is to be written down again. */
void account_session_use(const struct account_policy *policy, int64_t now_us, struct account_session *session);

/* ---- passwords ---- */

/* Does the password belong to the hash? It takes what the hash took. */
bool account_verify(struct call *c, struct str hash, struct str password);
/* Was it made with other numbers than those of the policy? */
bool account_hash_outdated(struct call *c, const struct account_policy *policy, struct str hash);

/* ---- the second factor: account_factor.c ---- */

enum account_factor_answer { FACTOR_OFF, FACTOR_MISSING, FACTOR_WRONG, FACTOR_RIGHT };
/* A right code (or recovery code) is used up. */
ACCOUNT_USE struct err *account_factor_check(struct call *c, int64_t account_id, struct str code,
                                             enum account_factor_answer *ret);
/* Must the account set one up before anything else? */
ACCOUNT_USE struct err *account_factor_due(struct call *c, const struct account_policy *policy, int64_t account_id,
                                           bool *ret_due);
/* For somebody who lost it. */
ACCOUNT_USE struct err *account_factor_remove(struct call *c, int64_t account_id);
extern const struct shape account_factor_state_shape, account_factor_begun_shape, account_factor_code_shape,
    account_factor_codes_shape;
ACCOUNT_USE struct err *account_factor_show(struct call *c);
ACCOUNT_USE struct err *account_factor_begin(struct call *c);
ACCOUNT_USE struct err *account_factor_confirm(struct call *c);
ACCOUNT_USE struct err *account_factor_off(struct call *c);

/* ---- the policy as rows: account_policy.c ---- */

extern const struct shape account_policy_row_shape, account_policy_rows_shape;
ACCOUNT_USE struct err *account_policy_get(struct call *c);
ACCOUNT_USE struct err *account_policy_post(struct call *c);

/* ---- the sealed audit log: account_seal.c ---- */

struct job;
enum { ACCOUNT_SEAL_EVERY_S = 60 };
ACCOUNT_USE struct err *account_seal_run(struct job *job);
/* The last line that is old enough to be sealed; 0 when all such lines are. */
ACCOUNT_USE struct err *account_seal_due(struct call *c, int64_t *ret_last_id);
/* A chapter of all lines up to that one that are not sealed. */
ACCOUNT_USE struct err *account_seal(struct call *c, int64_t last_id);
extern const struct shape account_chapter_shape;
ACCOUNT_USE struct err *account_chapter_get(struct call *c);

/* ---- store ---- */

extern const struct shape account_session_shape;

ACCOUNT_USE struct err *account_policy(struct call *c, struct account_policy *ret_policy);
ACCOUNT_USE struct err *account_store_session(struct call *c, struct str session, struct account_session *ret_session,
                                              bool *ret_found);
ACCOUNT_USE struct err *account_store_session_add(struct call *c, struct str session, const struct account_session *s);
ACCOUNT_USE struct err *account_store_session_vouched(struct call *c, struct str session, bool factor_done);
ACCOUNT_USE struct err *account_store_session_end(struct call *c, struct str session);
ACCOUNT_USE struct err *account_store_session_keep(struct call *c, struct str session, const struct account_session *s);
/* All sessions of an account but one, which may be empty. */
ACCOUNT_USE struct err *account_store_sessions_end(struct call *c, int64_t account_id, struct str but);
ACCOUNT_USE struct err *account_store_roles_now(struct call *c, int64_t account_id, struct list *ret_who_roles);
ACCOUNT_USE struct err *account_store_roles(struct call *c, int64_t account_id, struct list *ret_roles);
ACCOUNT_USE struct err *account_store_role(struct call *c, int64_t role_id, struct account_role *ret_role);
ACCOUNT_USE struct err *account_store_role_add(struct call *c, const struct account_role *role);
ACCOUNT_USE struct err *account_store_role_revoke(struct call *c, int64_t role_id, int64_t *ret_changed);
ACCOUNT_USE struct err *account_store_by_login(struct call *c, struct str login, struct account_secret *ret_account,
                                               bool *ret_found);
ACCOUNT_USE struct err *account_store_secret(struct call *c, int64_t account_id, struct account_secret *ret_account);
ACCOUNT_USE struct err *account_store_get(struct call *c, int64_t account_id, struct account *ret_account);
ACCOUNT_USE struct err *account_store_add(struct call *c, const struct account *account, struct str hash);
ACCOUNT_USE struct err *account_store_set_password(struct call *c, int64_t account_id, struct str hash,
                                                   bool must_change);
/* The same password hashed anew, unless it was changed meanwhile. */
ACCOUNT_USE struct err *account_store_renew_hash(struct call *c, int64_t account_id, struct str old, struct str hash);
ACCOUNT_USE struct err *account_store_set_failures(struct call *c, const struct account_secret *account);
/* Of the account from the caller's address; zero when there is none. */
ACCOUNT_USE struct err *account_store_failure(struct call *c, int64_t account_id, struct account_failure *ret_failure);
ACCOUNT_USE struct err *account_store_failure_set(struct call *c, const struct account_failure *failure);
ACCOUNT_USE struct err *account_store_failure_forget(struct call *c, int64_t account_id);
ACCOUNT_USE struct err *account_store_set_state(struct call *c, int64_t account_id, int state);
ACCOUNT_USE struct err *account_store_root_org(struct call *c, int64_t *ret_org_id);
ACCOUNT_USE struct err *account_store_list(struct call *c, struct list *ret_accounts);
extern const struct page_spec account_pages, account_audit_pages;
extern const struct shape account_audit_shape;

/* ---- operations ---- */

/* A wrong password: counted, and the account perhaps locked. */
ACCOUNT_USE struct err *account_fail(struct call *c, int64_t account_id);
ACCOUNT_USE struct err *account_revoke(struct call *c, int64_t role_id);
/* ERR_DENIED "account.guarded" for an account whose roles nobody else may touch (account_role_guarded). */
ACCOUNT_USE struct err *account_check_guarded(struct call *c, int64_t account_id);
/* Sets a password for somebody, who has to change it (or not); ends all their sessions. */
ACCOUNT_USE struct err *account_reset(struct call *c, int64_t account_id, struct str hash, bool must_change);

/* ---- handlers of account_session.c, for the table of routes ---- */

extern const struct shape account_sign_in_shape, account_session_out_shape, account_password_shape;
ACCOUNT_USE struct err *account_sign_in_prepare(struct call *c);
ACCOUNT_USE struct err *account_sign_in(struct call *c);
ACCOUNT_USE struct err *account_session_show(struct call *c);
ACCOUNT_USE struct err *account_sign_out(struct call *c);
ACCOUNT_USE struct err *account_password_prepare(struct call *c);
ACCOUNT_USE struct err *account_password_change(struct call *c);

extern const struct command account_command_user;

#endif
