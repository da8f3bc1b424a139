/* domain/account/account_private.h: shared by the files of the module. */
#ifndef DOMAIN_ACCOUNT_ACCOUNT_PRIVATE_H
#define DOMAIN_ACCOUNT_ACCOUNT_PRIVATE_H

#include "account_sql.h"
#include "api/module.h"
#include "domain/account/account.h"

/* What signing in needs of an account. */
struct account_secret {
    int64_t id;
    int state;
    struct str password_hash;
    int64_t failed_count;
    int64_t locked_until;
};
extern const struct shape account_secret_shape;

extern const char *const account_state_names[];
extern const struct command account_command_user;
/* Sessions that ended are forgotten when the program starts. */
__attribute__((warn_unused_result)) struct err *account_start(struct call *c);

/* The value of a dated policy today; ERR_BROKEN when there is none. */
__attribute__((warn_unused_result)) struct err *account_policy(struct call *c, const char *code, int64_t *ret_value);
/* Does the password belong to the hash? About 20 ms. */
bool account_verify(struct call *c, struct str hash, struct str password);
/* ERR_INVALID when it is too short or is the login itself. */
__attribute__((warn_unused_result)) struct err *account_check_password(struct call *c, struct str login, struct str password);
__attribute__((warn_unused_result)) struct err *account_revoke(struct call *c, int64_t role_id);

#endif
