/* domain/account/account_http.c: accounts, roles, the audit log; routes, the module. */
#include "account_sql.h"
#include "api/job.h"
#include "api/module.h"
#include "domain/account/account_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

/* ---- shapes ---- */

struct account_reset {
    struct str password;
};
static const struct shape_field reset_fields[] = {
    F_TEXT(struct account_reset, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "新密码", "New password"),
};
static const struct shape reset_shape = SHAPE("PasswordReset", struct account_reset, reset_fields);

struct account_new {
    int64_t person_id;
    struct str name, login, password;
};
static const struct shape_field account_new_fields[] = {
    F_ID(struct account_new, person_id, 0, "人员（系统账号不填）", "Person, none for system accounts"),
    F_TEXT(struct account_new, name, 0, 60, 0, "名称（系统账号）", "Name, for system accounts"),
    F_TEXT(struct account_new, login, 2, 60, SHAPE_REQUIRED, "登录名", "Login"),
    F_TEXT(struct account_new, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "初始密码", "First password"),
};
static const struct shape account_new_shape = SHAPE("AccountNew", struct account_new, account_new_fields);

struct account_roles {
    struct list items; /* struct account_role */
};
static const struct shape_field account_roles_fields[] = {
    F_LIST(struct account_roles, items, &account_role_shape, 0, 0, 0, "授权，已撤销的也在内",
           "Roles, revoked ones too"),
};
static const struct shape account_roles_shape = SHAPE("AccountRoles", struct account_roles, account_roles_fields);

/* ---- accounts ---- */

/* An account is looked after by whoever may for its person's unit; system accounts count as the city's. */
static struct err *may_account(struct call *c, enum perm perm, int64_t account_id, struct account *ret_account)
{
    TRY(account_store_get(c, account_id, ret_account));
    call_audit(c, account_id, ret_account->org_path, (struct str){0});
    return call_may(c, perm, ret_account->org_path);
}

struct err *account_may(struct call *c, int perm, int64_t account_id, bool guarded, struct account *ret_account)
{
    TRY(may_account(c, (enum perm)perm, account_id, ret_account));
    return guarded ? account_check_guarded(c, account_id) : NULL;
}

static struct err *get_accounts(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ACCOUNT_READ, &path));
    return page_run(c, &account_pages, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

static struct err *get_account(struct call *c) { return may_account(c, PERM_ACCOUNT_READ, c->path[0], c->out); }

/* On a worker thread: what is prepared is the hash. */
static struct err *prepare_hash(struct call *c, struct str login, struct str password)
{
    struct account_policy policy;
    struct str *hash = arena_new(c->arena, struct str);
    TRY(account_policy(c, &policy));
    TRY(account_check_password(c->arena, &policy, login, password));
    TRY(account_hash(c, password, hash));
    c->prepared = hash;
    return NULL;
}

static struct err *prepare_account(struct call *c)
{
    const struct account_new *in = c->in;
    return prepare_hash(c, str_lower(c->arena, in->login), in->password);
}

static struct err *post_account(struct call *c)
{
    const struct account_new *in = c->in;
    struct person person = {.org_path = STR(ORG_ROOT_PATH)};
    int64_t id;
    if (in->person_id) TRY(person_get(c, in->person_id, &person));
    TRY(call_may(c, PERM_ACCOUNT_EDIT, person.org_path));
    if (!in->person_id && !str_trim(in->name).n)
        FAIL_FIELD(c->arena, "input.missing", "name", "系统账号请填写名称。", "A system account needs a name.");
    TRY(account_add(c, in->person_id, in->login, in->person_id ? person.name : in->name, *(struct str *)c->prepared,
                    true, &id));
    call_audit(c, id, person.org_path, (struct str){0});
    return account_store_get(c, id, c->out);
}

/* Nobody disables their own account, nor those that the three powers guard. */
static struct err *put_account(struct call *c)
{
    const struct account *in = c->in;
    struct account *out = c->out;
    TRY(may_account(c, PERM_ACCOUNT_EDIT, c->path[0], out));
    TRY(call_match(c, out->version));
    if (in->state == ACCOUNT_DISABLED && out->id == c->who->account_id)
        FAIL(c->arena, ERR_CONFLICT, "account.own_state", "不能停用自己的账号。", "Nobody disables their own account.");
    if (in->state == ACCOUNT_DISABLED) TRY(account_check_guarded(c, out->id));
    if (in->state == ACCOUNT_DISABLED) TRY(account_store_sessions_end(c, out->id, STR("")));
    TRY(account_store_set_state(c, out->id, in->state));
    return account_store_get(c, out->id, out);
}

static struct err *prepare_reset(struct call *c)
{
    const struct account_reset *in = c->in;
    struct account_secret account;
    TRY(account_store_secret(c, c->path[0], &account));
    return prepare_hash(c, account.login, in->password);
}

static struct err *post_reset(struct call *c)
{
    struct account account;
    TRY(may_account(c, PERM_ACCOUNT_EDIT, c->path[0], &account));
    TRY(account_check_guarded(c, account.id));
    return account_reset(c, account.id, *(struct str *)c->prepared, true);
}

/* ---- roles ---- */

static struct err *get_roles(struct call *c)
{
    struct account_roles *out = c->out;
    struct account account;
    TRY(may_account(c, PERM_ACCOUNT_READ, c->path[0], &account));
    return account_store_roles(c, account.id, &out->items);
}

static struct err *post_role(struct call *c)
{
    const struct account_role *in = c->in;
    struct account account;
    struct str path;
    int64_t id;
    TRY(may_account(c, PERM_ROLE_GRANT, c->path[0], &account));
    TRY(org_path(c, in->org_id, &path));
    TRY(call_may(c, PERM_ROLE_GRANT, path));
    if (account.person_id && account.person_id == c->who->person_id)
        FAIL(c->arena, ERR_DENIED, "account.own_roles", "不能给自己授权，请另一位安全管理员办理。",
             "Nobody grants roles to themselves: ask another security administrator.");
    TRY(account_grant(c, account.id, in->role, in->org_id, in->from_on, in->until_on, &id));
    return account_store_role(c, id, c->out);
}

static struct err *delete_role(struct call *c)
{
    struct account_role role;
    TRY(account_store_role(c, c->path[0], &role));
    TRY(call_may(c, PERM_ROLE_GRANT, role.path));
    call_audit(c, role.account_id, role.path, str_printf(c->arena, "{\"role\":\"%s\"}", role_names[role.role]));
    return account_revoke(c, role.id);
}

static struct err *delete_factor(struct call *c)
{
    struct account account;
    TRY(may_account(c, PERM_ACCOUNT_EDIT, c->path[0], &account));
    TRY(account_check_guarded(c, account.id));
    TRY(account_store_sessions_end(c, account.id, STR("")));
    return account_factor_remove(c, account.id);
}

/* ---- the audit log ---- */

/* Lines without an organisation (sign-ins, one's own affairs) are for an auditor of the whole city. */
static struct err *get_audit(struct call *c)
{
    struct str path, end;
    TRY(org_scope(c, PERM_AUDIT_READ, &path));
    end = org_path_end(c->arena, path);
    if (str_is(path, ORG_ROOT_PATH)) path = STR("");
    return page_run(c, &account_audit_pages, VALS(v_text(path), v_text(end)));
}

/* ---- the module ---- */

static const struct route routes[] = {
    {POST, "/session", TX_WRITE, PERM_PUBLIC, ROUTE_SECRET_REPLY, &account_sign_in_shape, &account_session_out_shape,
     NULL, "登录", "Signs in", account_sign_in, account_sign_in_prepare},
    {GET, "/session", TX_READ, PERM_SELF, 0, NULL, &account_session_out_shape, NULL, "当前登录者", "Who is signed in",
     account_session_show},
    {DELETE, "/session", TX_WRITE, PERM_SELF, 0, NULL, NULL, NULL, "退出登录", "Signs out", account_sign_out},
    {POST, "/session/password", TX_WRITE, PERM_SELF, 0, &account_password_shape, NULL, NULL, "修改自己的密码",
     "Changes one's own password", account_password_change, account_password_prepare},
    {GET, "/session/factor", TX_READ, PERM_SELF, 0, NULL, &account_factor_state_shape, NULL, "自己的二次验证",
     "One's own second factor", account_factor_show},
    {POST, "/session/factor", TX_WRITE, PERM_SELF, ROUTE_SECRET_REPLY, NULL, &account_factor_begun_shape, NULL,
     "开始设置二次验证", "Begins to set up a second factor", account_factor_begin},
    {POST, "/session/factor/confirm", TX_WRITE, PERM_SELF, ROUTE_SECRET_REPLY, &account_factor_code_shape,
     &account_factor_codes_shape, NULL, "输入验证码启用二次验证", "Puts the second factor to use, with a code from it",
     account_factor_confirm},
    {POST, "/session/factor/off", TX_WRITE, PERM_SELF, 0, &account_factor_code_shape, NULL, NULL, "停用自己的二次验证",
     "Turns one's own second factor off", account_factor_off},
    {DELETE, "/accounts/{account_id}/factor", TX_WRITE, PERM_ACCOUNT_EDIT, 0, NULL, NULL, NULL,
     "为丢失手机的人清除二次验证", "Removes the second factor of somebody who lost it", delete_factor},
    {GET, "/policies", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &account_policy_rows_shape, NULL,
     "密码、会话、二次验证的策略", "The policy for passwords, sessions and the second factor", account_policy_get},
    {POST, "/policies", TX_WRITE, PERM_ROLE_GRANT, 0, &account_policy_row_shape, &account_policy_rows_shape, NULL,
     "从某天起的新策略", "A new version of a policy, from a day on", account_policy_post},
    {GET, "/accounts", TX_HEAVY, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &account_shape, &account_pages, "账号列表",
     "Accounts", get_accounts, .params = org_under_params},
    {GET, "/accounts/{account_id}", TX_READ, PERM_ACCOUNT_READ, ROUTE_VERSION, NULL, &account_shape, NULL, "一个账号",
     "One account", get_account},
    {POST, "/accounts", TX_WRITE, PERM_ACCOUNT_EDIT, ROUTE_VERSION, &account_new_shape, &account_shape, NULL,
     "新建账号；首次登录须改密码", "Makes an account; its password must be changed at the first sign-in", post_account,
     prepare_account},
    {PUT, "/accounts/{account_id}", TX_WRITE, PERM_ACCOUNT_EDIT, ROUTE_VERSION, &account_shape, &account_shape, NULL,
     "启用、停用、解锁账号", "Enables, disables or unlocks an account", put_account},
    {POST, "/accounts/{account_id}/password", TX_WRITE, PERM_ACCOUNT_EDIT, 0, &reset_shape, NULL, NULL,
     "重置密码；本人登录后须修改", "Resets a password, which its owner then has to change", post_reset, prepare_reset},
    {GET, "/accounts/{account_id}/roles", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &account_roles_shape, NULL, "账号的授权",
     "Roles of an account", get_roles},
    {POST, "/accounts/{account_id}/roles", TX_WRITE, PERM_ROLE_GRANT, 0, &account_role_shape, &account_role_shape, NULL,
     "授权", "Grants a role", post_role},
    {DELETE, "/roles/{role_id}", TX_WRITE, PERM_ROLE_GRANT, 0, NULL, NULL, NULL, "撤销授权", "Revokes a role",
     delete_role},
    {GET, "/audit/chapter", TX_READ, PERM_AUDIT_READ, 0, NULL, &account_chapter_shape, NULL,
     "审计日志最近一次封存的校验值", "How far the audit log is sealed, and the hash to be noted", account_chapter_get},
    {GET, "/audit", TX_HEAVY, PERM_AUDIT_READ, ROUTE_PAGE, NULL, &account_audit_shape, &account_audit_pages, "审计日志",
     "The audit log", get_audit, .params = org_under_params},
};

static const struct job_kind jobs[] = {{"account.seal", ACCOUNT_SEAL_EVERY_S, account_seal_run}};

const struct module account_module = {
    .name = "account",
    .schema = &account_schema,
    .statements = account_statements,
    .statement_count = &account_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .commands = &account_command_user,
    .command_count = 1,
    .jobs = jobs,
    .job_count = 1,
};
