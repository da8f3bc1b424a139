/* domain/account/account_session.c: signing in and out, and one's own password. */
#include "api/call.h"
#include "domain/account/account_private.h"

#define COOKIE STR("tongke_session")

/* ---- shapes ---- */

struct sign_in {
    struct str login, password, code;
};
static const struct shape_field sign_in_fields[] = {
    F_TEXT(struct sign_in, login, 1, 100, SHAPE_REQUIRED, "登录名", "Login"),
    F_TEXT(struct sign_in, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "密码", "Password"),
    F_TEXT(struct sign_in, code, 0, 40, SHAPE_SECRET, "二次验证码或恢复码",
           "Code of the second factor, or a recovery code"),
};
const struct shape account_sign_in_shape = SHAPE("SignIn", struct sign_in, sign_in_fields);

struct session_role {
    int role;
    int64_t org_id;
    struct str org_name, path;
};
static const struct shape_field session_role_fields[] = {
    F_ENUM(struct session_role, role, role_names, 0, "角色", "Role"),
    F_ID(struct session_role, org_id, 0, "组织", "Organisation"),
    F_TEXT(struct session_role, org_name, 0, 0, 0, "组织名称", "Name of the organisation"),
    F_TEXT(struct session_role, path, 0, 0, 0, "路径", "Path"),
};
static const struct shape session_role_shape = SHAPE("SessionRole", struct session_role, session_role_fields);

struct session_out {
    int64_t account_id, person_id;
    struct str name, login, csrf;
    bool must_change, factor_due;
    struct list roles;       /* struct session_role */
    struct list permissions; /* struct str */
};
static const struct shape_field session_out_fields[] = {
    F_ID(struct session_out, account_id, 0, "账号", "Account"),
    F_ID(struct session_out, person_id, 0, "人员", "Person"),
    F_TEXT(struct session_out, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct session_out, login, 0, 0, 0, "登录名", "Login"),
    F_TEXT(struct session_out, csrf, 0, 0, SHAPE_SECRET, "写操作须在 X-CSRF-Token 头中带上",
           "To be sent as X-CSRF-Token with every write"),
    F_BOOL(struct session_out, must_change, 0, "须先修改密码", "The password must be changed first"),
    F_BOOL(struct session_out, factor_due, 0, "须先设置二次验证", "The second factor must be set up first"),
    F_LIST(struct session_out, roles, &session_role_shape, 0, 0, 0, "角色", "Roles"),
    F_TEXTS(struct session_out, permissions, 0, 0, 0, "在某处拥有的权限", "Permissions held somewhere"),
};
const struct shape account_session_out_shape = SHAPE("Session", struct session_out, session_out_fields);

struct password_change {
    struct str old, password;
};
static const struct shape_field password_fields[] = {
    F_TEXT(struct password_change, old, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "原密码", "Old password"),
    F_TEXT(struct password_change, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "新密码", "New password"),
};
const struct shape account_password_shape = SHAPE("PasswordChange", struct password_change, password_fields);

/* ---- signing in ---- */

struct account_attempt {
    struct account_secret account; /* as it was when the password was looked at */
    bool found, locked, right;
    struct str renewed; /* the right password hashed as the policy says now; empty when it was already */
};

/* For the caller's address, or for everybody: whichever is longer. */
static struct err *locked_until(struct call *c, const struct account_secret *account, int64_t *ret_until)
{
    struct account_failure failure;
    TRY(account_store_failure(c, account->id, &failure));
    *ret_until = failure.locked_until > account->locked_until ? failure.locked_until : account->locked_until;
    return NULL;
}

static struct err *locked(struct call *c)
{
    FAIL(c->arena, ERR_LIMIT, "account.locked",
         "密码多次错误，从这个地址暂时不能登录。请稍后再试，或请系统管理员解锁。",
         "Too many wrong passwords: no signing in from this address for a while. Try later or ask the system "
         "administrator.");
}

/* Now that the password is at hand. */
static struct err *renew(struct call *c, struct str password, struct account_attempt *attempt)
{
    struct account_policy policy;
    TRY(account_policy(c, &policy));
    if (!account_hash_outdated(c, &policy, attempt->account.password_hash)) return NULL;
    return account_hash(c, password, &attempt->renewed);
}

/* On a worker thread. A hash is worked out for unknown logins too, so that the time does not tell which logins exist;
 * none for locked accounts, so that guessing does not keep the workers busy. */
struct err *account_try(struct call *c, struct str login, struct str password, struct account_attempt **ret_attempt)
{
    struct account_attempt *attempt = arena_new(c->arena, struct account_attempt);
    struct str unused;
    int64_t until = 0;
    TRY(account_store_by_login(c, login, &attempt->account, &attempt->found));
    if (attempt->found) TRY(locked_until(c, &attempt->account, &until));
    attempt->locked = until > c->now_us;
    if (!attempt->found)
        TRY(account_hash(c, password, &unused));
    else if (!attempt->locked)
        attempt->right = account_verify(c, attempt->account.password_hash, password);
    if (attempt->right) TRY(renew(c, password, attempt));
    *ret_attempt = attempt;
    return NULL;
}

/* In the write transaction: the account as it is now decides, whatever others tried meanwhile. */
struct err *account_tried(struct call *c, const struct account_attempt *attempt, int64_t *ret_account_id)
{
    struct account_secret now = {0};
    int64_t until = 0;
    *ret_account_id = 0;
    if (attempt->found) TRY(account_store_secret(c, attempt->account.id, &now));
    if (attempt->found) TRY(locked_until(c, &now, &until));
    if (attempt->locked || until > c->now_us) return locked(c);
    bool right = attempt->right && str_equal(now.password_hash, attempt->account.password_hash);
    if (right && now.state == ACCOUNT_ACTIVE) {
        *ret_account_id = now.id;
        if (!attempt->renewed.n) return NULL;
        return account_store_renew_hash(c, now.id, now.password_hash, attempt->renewed);
    }
    c->refusal = ERR(c->arena, ERR_UNKNOWN, "account.wrong", "登录名或密码不对。", "Login or password is wrong.");
    return attempt->found && !right ? account_fail(c, now.id) : NULL;
}

static struct err *fill_session(struct call *c, const struct who *who)
{
    struct session_out *out = c->out;
    struct account account;
    struct account_session session;
    struct list roles = {0};
    bool found;
    TRY(account_store_get(c, who->account_id, &account));
    TRY(account_store_session(c, who->session, &session, &found));
    *out = (struct session_out){.account_id = who->account_id,
                                .person_id = who->person_id,
                                .name = who->name,
                                .login = who->login,
                                .csrf = who->csrf,
                                .must_change = found && session.must_change,
                                .factor_due = found && session.factor_due};
    if (!out->must_change && !out->factor_due) TRY(account_store_roles(c, who->account_id, &roles));
    for (LIST_EACH(roles, struct account_role, role)) {
        if (role->revoked_at || role->from_on > c->today || (role->until_on && role->until_on < c->today)) continue;
        *list_add(c->arena, &out->roles, struct session_role) = (struct session_role){
            .role = role->role, .org_id = role->org_id, .org_name = role->org_name, .path = role->path};
    }
    for (int perm = PERM_SELF + 1; perm < PERM_COUNT; perm++)
        if (who_can_somewhere(who, (enum perm)perm))
            *list_add(c->arena, &out->permissions, struct str) = str_of(perm_names[perm]);
    return NULL;
}

static struct err *open_session(struct call *c, struct account_secret *account, struct who *ret_who)
{
    struct account_policy policy;
    struct str token;
    account->failed_count = 0;
    account->locked_until = 0;
    TRY(account_store_set_failures(c, account));
    TRY(account_store_failure_forget(c, account->id));
    TRY(account_policy(c, &policy));
    TRY(account_session_open(c, account->id, &token));
    TRY(account_identify(c, token, ret_who));
    call_cookie(c, COOKIE, token, policy.session_max_hours * 3600);
    call_audit(c, account->id, (struct str){0}, str_printf(c->arena, "{\"login\":\"%.*s\"}", STR_ARG(account->login)));
    return NULL;
}

/* Who it is is known: is that enough? A wrong code counts like a wrong password. */
static struct err *ask_factor(struct call *c, struct account_secret *account, struct str code, struct who *ret_who)
{
    enum account_factor_answer answer;
    TRY(account_factor_check(c, account->id, code, &answer));
    if (answer == FACTOR_OFF || answer == FACTOR_RIGHT) return open_session(c, account, ret_who);
    if (answer == FACTOR_MISSING) {
        c->refusal = ERR(c->arena, ERR_UNKNOWN, "account.code_needed", "请输入手机验证器上的六位验证码，或一个恢复码。",
                         "Enter the six digits of your authenticator, or a recovery code.");
        return NULL;
    }
    c->refusal = ERR(c->arena, ERR_UNKNOWN, "account.code_wrong", "验证码不对或已用过，请等下一个验证码再试。",
                     "The code is wrong or was used: wait for the next one.");
    return account_fail(c, account->id);
}

struct err *account_sign_in_prepare(struct call *c)
{
    const struct sign_in *in = c->in;
    return account_try(c, in->login, in->password, (struct account_attempt **)&c->prepared);
}

struct err *account_sign_in(struct call *c)
{
    const struct sign_in *in = c->in;
    struct account_secret account;
    struct who who = {0};
    int64_t id;
    TRY(account_tried(c, c->prepared, &id));
    if (!id) return NULL;
    TRY(account_store_secret(c, id, &account));
    TRY(ask_factor(c, &account, in->code, &who));
    return who.account_id ? fill_session(c, &who) : NULL;
}

struct err *account_enter(struct call *c, int64_t account_id, struct str code, bool factor_done,
                          struct str *ret_session)
{
    struct account_secret account;
    struct who who = {0};
    int64_t until;
    TRY(account_store_secret(c, account_id, &account));
    TRY(locked_until(c, &account, &until));
    if (until > c->now_us) return locked(c);
    if (account.state != ACCOUNT_ACTIVE)
        FAIL(c->arena, ERR_DENIED, "account.disabled", "账号已停用，请联系系统管理员。",
             "The account is disabled: ask the system administrator.");
    TRY(factor_done ? open_session(c, &account, &who) : ask_factor(c, &account, code, &who));
    if (who.account_id) TRY(account_store_session_vouched(c, who.session, factor_done));
    *ret_session = who.session;
    return NULL;
}

struct err *account_session_show(struct call *c) { return fill_session(c, c->who); }

struct err *account_sign_out(struct call *c)
{
    call_cookie(c, COOKIE, (struct str){0}, 0);
    return account_store_session_end(c, c->who->session);
}

/* ---- one's own password ---- */

struct new_password {
    struct str hash;
    bool right; /* the old one was */
};

struct err *account_password_prepare(struct call *c)
{
    const struct password_change *in = c->in;
    struct new_password *prepared = arena_new(c->arena, struct new_password);
    struct account_secret account;
    struct account_policy policy;
    int64_t until;
    TRY(account_policy(c, &policy));
    TRY(account_check_password(c->arena, &policy, c->who->login, in->password));
    TRY(account_store_secret(c, c->who->account_id, &account));
    TRY(locked_until(c, &account, &until));
    if (until <= c->now_us) prepared->right = account_verify(c, account.password_hash, in->old);
    if (prepared->right && str_equal(in->old, in->password))
        FAIL_FIELD(c->arena, "account.password_same", "password", "新密码不能与原密码相同。",
                   "The new password must not be the old one.");
    if (prepared->right) TRY(account_hash(c, in->password, &prepared->hash));
    c->prepared = prepared;
    return NULL;
}

/* A wrong old password counts like one at sign-in; a right one ends the person's other sessions. */
struct err *account_password_change(struct call *c)
{
    const struct new_password *prepared = c->prepared;
    if (prepared->right) {
        TRY(account_store_sessions_end(c, c->who->account_id, c->who->session));
        return account_store_set_password(c, c->who->account_id, prepared->hash, false);
    }
    c->refusal = ERR_FIELD(c->arena, "account.old_password", "old", "原密码不对。", "The old password is wrong.");
    return account_fail(c, c->who->account_id);
}
