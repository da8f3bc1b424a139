/* domain/account/account.h: who may sign in, with which roles, and where.
 *
 * An account belongs to a person, or to nobody (system accounts, which count as the city's). Roles are granted on an
 * organisation for its subtree, from a day until a day, and are revoked but never deleted. Passwords are argon2id. A
 * session is a random token of which only the SHA-256 is stored; it ends when it was not used for some hours, and for
 * good after some days. All those numbers are dated rows of `account_policy`.
 *
 * Three powers in three hands (三员分立): the system administrator makes accounts but grants nothing, the security
 * administrator grants roles but never to themselves, the auditor only reads; an account with one of these roles has no
 * other, and nobody but its owner (or `tongke user` on the machine) sets the password of a security administrator or
 * auditor. Until a password that somebody else set is changed, an account carries no roles.
 */
#ifndef DOMAIN_ACCOUNT_ACCOUNT_H
#define DOMAIN_ACCOUNT_ACCOUNT_H

#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct arena;
struct call;
struct err;
struct module;
struct who;

#define ACCOUNT_USE __attribute__((warn_unused_result))

enum account_state { ACCOUNT_STATE_ABSENT, ACCOUNT_ACTIVE, ACCOUNT_DISABLED };

struct account {
    int64_t id;
    int64_t person_id;    /* 0: belongs to nobody */
    struct str name;      /* of the person, or what was given for a system account */
    struct str login;     /* lower-case */
    struct str org_path;  /* of the person's unit; the city's for system accounts */
    int state;            /* enum account_state */
    bool must_change;     /* the password: somebody else set it */
    int64_t locked_until; /* too many wrong passwords; 0 not locked */
    int64_t version;
    int64_t created_at;
};

struct account_role {
    int64_t id;
    int64_t account_id;
    int role; /* enum role of api/perm.h */
    int64_t org_id;
    struct str org_name;
    struct str path;       /* of the organisation */
    int from_on, until_on; /* until_on is the last day; 0 open */
    int64_t granted_at, revoked_at;
};

/* Whose session a token is; ret_who->account_id stays 0 for none. Two statements. Used by the edge for each request. */
ACCOUNT_USE struct err *account_identify(struct call *c, struct str token, struct who *ret_who);
/* An account with the roles that it has now, for a job in its name; account_id stays 0 when it is closed. */
ACCOUNT_USE struct err *account_who(struct call *c, int64_t account_id, struct who *ret_who);
/* The account that signs in so. ERR_ABSENT "account.absent". */
ACCOUNT_USE struct err *account_get_id(struct call *c, struct str login, int64_t *ret_id);
/* The session (who.session) was used: it lasts on from now. The edge calls it when who.stale says that it is time. */
ACCOUNT_USE struct err *account_session_keep(struct call *c, struct str session);
struct account_audit_check {
    int64_t chapters, lines;
    int64_t broken;   /* chapters whose lines are not those that were sealed */
    struct str first; /* ids of the first broken one */
};
/* Hashes every sealed chapter of the audit log again. */
ACCOUNT_USE struct err *account_audit_verify(struct call *c, struct account_audit_check *ret_check);
/* A new session of an account; the token lies in the call's arena and is not stored. For sign-in, and for the rehearsed
 * lesson, whose simulated learners have no passwords. */
ACCOUNT_USE struct err *account_session_open(struct call *c, int64_t account_id, struct str *ret_token);
/* Forgets sessions that ended before a time, at most so many. */
ACCOUNT_USE struct err *account_sessions_forget(struct call *c, int64_t before, int64_t most, int64_t *ret_removed);

/* ---- for those who let people in by other ways than the password: domain/oidc ---- */

/* Is that the account's password? On a worker thread, before the write. account.wrong counts against the address. */
struct account_attempt;
ACCOUNT_USE struct err *account_try(struct call *c, struct str login, struct str password,
                                    struct account_attempt **ret_attempt);
/* In the write: whose password it was; *ret_account_id stays 0 when it was nobody's, which c->refusal says. */
ACCOUNT_USE struct err *account_tried(struct call *c, const struct account_attempt *attempt, int64_t *ret_account_id);
/* Opens a session with its cookie for somebody who is known by other means. The second factor is asked for like at
 * sign-in unless `factor_done`: then *ret_session stays empty, and c->refusal says what is missing. *ret_session names
 * the session as who.session does. */
ACCOUNT_USE struct err *account_enter(struct call *c, int64_t account_id, struct str code, bool factor_done,
                                      struct str *ret_session);
/* The account as those see it who may; its scope is checked. ERR_DENIED "account.guarded" with `guarded` for an account
 * whose ways in are its owner's affair alone. */
ACCOUNT_USE struct err *account_may(struct call *c, int perm, int64_t account_id, bool guarded,
                                    struct account *ret_account);

/* What counts as one address: an IPv4 address, the first half of an IPv6 one. Pure. */
struct str account_peer(struct arena *a, struct str peer);
/* Letters, digits and . _ - @, from 2 to 60; *ret_login is lower-case. Pure. */
ACCOUNT_USE struct err *account_check_login(struct arena *a, struct str typed, struct str *ret_login);
/* An argon2id hash in its text form, as hard to guess as today's policy says (about 15 ms); reads the database. */
ACCOUNT_USE struct err *account_hash(struct call *c, struct str password, struct str *ret_hash);
/* Adds an account with a hash made before. Errors: account.login, account.login_taken. */
ACCOUNT_USE struct err *account_add(struct call *c, int64_t person_id, struct str login, struct str name,
                                    struct str hash, bool must_change, int64_t *ret_id);
/* Grants a role from a day (0: today) until a day (0: open). Without a check of permission. Errors: account.roles_apart
 * for system roles that would be joined with others, account.own_roles, account.role_dates, account.role_twice. */
ACCOUNT_USE struct err *account_grant(struct call *c, int64_t account_id, int role, int64_t org_id, int from_on,
                                      int until_on, int64_t *ret_id);
/* The accounts (int64_t) that have a role for the whole city today. */
ACCOUNT_USE struct err *account_holders(struct call *c, int role, struct list *ret_ids);

extern const struct shape account_shape, account_role_shape;
extern const struct module account_module;

#endif
