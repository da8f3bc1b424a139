/* domain/account/account.c: identity, sessions, accounts, roles: load, decide, save. */
#include "api/call.h"
#include "calc/digest/digest.h"
#include "domain/account/account_private.h"

#include <string.h>

enum { TOKEN_BYTES = 32, CSRF_BYTES = 16 };

/* ---- sessions ---- */

static struct str session_of(struct arena *a, struct str token)
{
    uint8_t digest[DIGEST_BYTES];
    digest_sha256(token, digest);
    return (struct str){arena_copy(a, digest, sizeof digest), sizeof digest};
}

struct err *account_identify(struct call *c, struct str token, struct who *ret_who)
{
    struct account_session session;
    struct who who = {.session = session_of(c->arena, token)};
    bool found;
    *ret_who = (struct who){0};
    TRY(account_store_session(c, who.session, &session, &found));
    if (!found) return NULL;
    /* whoever has a password of somebody else's making, or must have a second factor, can do nothing but mend that */
    if (!session.must_change && !session.factor_due) TRY(account_store_roles_now(c, session.account_id, &who.roles));
    who.account_id = session.account_id;
    who.person_id = session.person_id;
    who.name = session.name;
    who.login = session.login;
    who.csrf = session.csrf;
    who.stale = session.keep_at <= c->now_us;
    *ret_who = who;
    return NULL;
}

struct err *account_who(struct call *c, int64_t account_id, struct who *ret_who)
{
    struct account account;
    TRY(account_store_get(c, account_id, &account));
    *ret_who = (struct who){0};
    if (account.state != ACCOUNT_ACTIVE) return NULL;
    TRY(account_store_roles_now(c, account_id, &ret_who->roles));
    ret_who->account_id = account_id;
    ret_who->person_id = account.person_id;
    ret_who->name = account.name;
    ret_who->login = account.login;
    return NULL;
}

struct err *account_get_id(struct call *c, struct str login, int64_t *ret_id)
{
    struct account_secret account;
    bool found;
    TRY(account_store_by_login(c, login, &account, &found));
    if (!found)
        FAIL(c->arena, ERR_ABSENT, "account.absent", "没有账号“%.*s”。", "There is no account “%.*s”.", STR_ARG(login));
    *ret_id = account.id;
    return NULL;
}

static struct str random_hex(struct call *c, size_t bytes)
{
    char random[TOKEN_BYTES];
    call_random(c, random, bytes);
    return digest_hex(c->arena, (struct str){random, bytes});
}

struct err *account_session_open(struct call *c, int64_t account_id, struct str *ret_token)
{
    struct account_policy policy;
    TRY(account_policy(c, &policy));
    struct str token = random_hex(c, TOKEN_BYTES);
    struct account_session session = {
        .account_id = account_id, .csrf = random_hex(c, CSRF_BYTES), .created_at = c->now_us};
    account_session_use(&policy, c->now_us, &session);
    TRY(account_factor_due(c, &policy, account_id, &session.factor_due));
    TRY(account_store_session_add(c, session_of(c->arena, token), &session));
    *ret_token = token;
    return NULL;
}

struct err *account_session_keep(struct call *c, struct str session)
{
    struct account_policy policy;
    struct account_session s;
    bool found;
    TRY(account_store_session(c, session, &s, &found));
    if (!found) return NULL;
    TRY(account_policy(c, &policy));
    account_session_use(&policy, c->now_us, &s);
    return account_store_session_keep(c, session, &s);
}

/* ---- accounts ---- */

struct err *account_add(struct call *c, int64_t person_id, struct str login, struct str name, struct str hash,
                        bool must_change, int64_t *ret_id)
{
    struct account account = {
        .id = call_id(c), .person_id = person_id, .name = str_trim(name), .must_change = must_change};
    struct account_secret taken;
    bool found;
    TRY(account_check_login(c->arena, login, &account.login));
    TRY(account_store_by_login(c, account.login, &taken, &found));
    if (found)
        FAIL(c->arena, ERR_CONFLICT, "account.login_taken", "登录名“%.*s”已被使用，请换一个。",
             "The login “%.*s” is taken: choose another.", STR_ARG(account.login));
    TRY(account_store_add(c, &account, hash));
    *ret_id = account.id;
    return NULL;
}

struct err *account_fail(struct call *c, int64_t account_id)
{
    struct account_secret account;
    struct account_failure failure;
    struct account_policy policy;
    TRY(account_store_secret(c, account_id, &account));
    TRY(account_policy(c, &policy));
    TRY(account_store_failure(c, account_id, &failure));
    account_count_failure(&policy, c->now_us, &account, &failure);
    TRY(account_store_failure_set(c, &failure));
    return account_store_set_failures(c, &account);
}

struct err *account_reset(struct call *c, int64_t account_id, struct str hash, bool must_change)
{
    TRY(account_store_sessions_end(c, account_id, STR("")));
    return account_store_set_password(c, account_id, hash, must_change);
}

struct err *account_check_guarded(struct call *c, int64_t account_id)
{
    struct list roles;
    TRY(account_store_roles(c, account_id, &roles));
    for (LIST_EACH(roles, struct account_role, role)) {
        if (role->revoked_at || !account_role_guarded(role->role)) continue;
        FAIL(c->arena, ERR_DENIED, "account.guarded",
             "三员分立：安全管理员和审计员的账号不由系统管理员管理。请由本人修改，或在服务器上使用 tongke user。",
             "Accounts of the security administrator and the auditor are not the system administrator's: their owner "
             "changes "
             "them, or `tongke user` on the server does.");
    }
    return NULL;
}

/* ---- roles ---- */

static bool is_over(const struct call *c, const struct account_role *role)
{
    return role->revoked_at || (role->until_on && role->until_on < c->today);
}

static struct err *check_joins(struct call *c, const struct account_role *added)
{
    struct list roles;
    TRY(account_store_roles(c, added->account_id, &roles));
    for (LIST_EACH(roles, struct account_role, role)) {
        if (is_over(c, role)) continue;
        if (!account_roles_join(role->role, added->role))
            FAIL(c->arena, ERR_CONFLICT, "account.roles_apart",
                 "三员分立：系统管理员、安全管理员、审计员不能与其他角色由同一账号担任。",
                 "System administrator, security administrator and auditor are kept apart: such an account has no "
                 "other role.");
        if (role->role == added->role && role->org_id == added->org_id && !role->until_on)
            FAIL(c->arena, ERR_CONFLICT, "account.role_twice", "该账号在这个组织已有这个角色。",
                 "The account has this role there already.");
    }
    return NULL;
}

struct err *account_grant(struct call *c, int64_t account_id, int role, int64_t org_id, int from_on, int until_on,
                          int64_t *ret_id)
{
    struct account_role added = {.id = call_id(c),
                                 .account_id = account_id,
                                 .role = role,
                                 .org_id = org_id,
                                 .from_on = from_on ? from_on : c->today,
                                 .until_on = until_on};
    if (c->who->account_id && c->who->account_id == account_id)
        FAIL(c->arena, ERR_DENIED, "account.own_roles", "不能给自己授权，请另一位安全管理员办理。",
             "Nobody grants roles to themselves: ask another security administrator.");
    if (until_on && (until_on < added.from_on || until_on < c->today))
        FAIL_FIELD(c->arena, "account.role_dates", "until_on", "截止日期不能早于生效日期，也不能早于今天。",
                   "The last day must not be before the first, nor before today.");
    TRY(check_joins(c, &added));
    TRY(account_store_role_add(c, &added));
    *ret_id = added.id;
    return NULL;
}

struct err *account_revoke(struct call *c, int64_t role_id)
{
    int64_t changed;
    TRY(account_store_role_revoke(c, role_id, &changed));
    if (!changed)
        FAIL(c->arena, ERR_CONFLICT, "account.role_revoked", "这项授权已经撤销。", "This role was revoked before.");
    return NULL;
}
