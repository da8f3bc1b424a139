/* domain/account/account_http.c: signing in and out, accounts, roles, the audit log. */
#include "domain/account/account_private.h"

#include <string.h>

#define COOKIE STR("tongke_session")

/* ---- shapes ---- */

struct sign_in {
    struct str login, password;
};
static const struct shape_field sign_in_fields[] = {
    F_TEXT(struct sign_in, login, 1, 100, SHAPE_REQUIRED, "登录名", "login"),
    F_TEXT(struct sign_in, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "口令", "password"),
};
static const struct shape sign_in_shape = SHAPE("SignIn", struct sign_in, sign_in_fields);

struct session_role {
    int role;
    int64_t org_id;
    struct str org_name, path;
};
static const struct shape_field session_role_fields[] = {
    F_ENUM(struct session_role, role, role_names, 0, "角色", "role"),
    F_ID(struct session_role, org_id, 0, "组织", "organisation"),
    F_TEXT(struct session_role, org_name, 0, 0, 0, "组织名称", "name of the organisation"),
    F_TEXT(struct session_role, path, 0, 0, 0, "路径", "path"),
};
static const struct shape session_role_shape = SHAPE("SessionRole", struct session_role, session_role_fields);

struct session_out {
    int64_t account_id, person_id;
    struct str name, login, csrf;
    bool must_change;
    struct list roles;    /* struct session_role */
    struct list permissions; /* struct str */
};
static const struct shape_field session_fields[] = {
    F_ID(struct session_out, account_id, 0, "账号", "account"),
    F_ID(struct session_out, person_id, 0, "人员", "person"),
    F_TEXT(struct session_out, name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct session_out, login, 0, 0, 0, "登录名", "login"),
    F_TEXT(struct session_out, csrf, 0, 0, SHAPE_SECRET, "写操作须在 X-CSRF-Token 头中带上", "to be sent as X-CSRF-Token with every write"),
    F_BOOL(struct session_out, must_change, 0, "须先修改口令", "the password must be changed first"),
    F_LIST(struct session_out, roles, &session_role_shape, 0, 0, 0, "角色", "roles"),
    F_TEXTS(struct session_out, permissions, 0, 0, 0, "在某处拥有的权限", "permissions held somewhere"),
};
static const struct shape session_shape = SHAPE("Session", struct session_out, session_fields);

struct password_change {
    struct str old, password;
};
static const struct shape_field password_change_fields[] = {
    F_TEXT(struct password_change, old, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "原口令", "old password"),
    F_TEXT(struct password_change, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "新口令", "new password"),
};
static const struct shape password_change_shape = SHAPE("PasswordChange", struct password_change, password_change_fields);

struct password_reset {
    struct str password;
};
static const struct shape_field password_reset_fields[] = {
    F_TEXT(struct password_reset, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "新口令", "new password"),
};
static const struct shape password_reset_shape = SHAPE("PasswordReset", struct password_reset, password_reset_fields);

struct account_new {
    int64_t person_id;
    struct str name, login, password;
};
static const struct shape_field account_new_fields[] = {
    F_ID(struct account_new, person_id, 0, "人员（系统账号不填）", "person, none for system accounts"),
    F_TEXT(struct account_new, name, 0, 60, 0, "名称（系统账号）", "name, for system accounts"),
    F_TEXT(struct account_new, login, 2, 60, SHAPE_REQUIRED, "登录名", "login"),
    F_TEXT(struct account_new, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "初始口令", "first password"),
};
static const struct shape account_new_shape = SHAPE("AccountNew", struct account_new, account_new_fields);

static const struct shape_field account_fields[] = {
    F_ID(struct account, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(struct account, person_id, SHAPE_READ_ONLY, "人员", "person"),
    F_TEXT(struct account, name, 0, 0, SHAPE_READ_ONLY, "姓名", "name"),
    F_TEXT(struct account, login, 0, 0, SHAPE_READ_ONLY, "登录名", "login"),
    F_ENUM(struct account, state, account_state_names, SHAPE_REQUIRED, "状态", "state"),
    F_BOOL(struct account, must_change, SHAPE_READ_ONLY, "须改口令", "must change the password"),
    F_TIME(struct account, locked_until, SHAPE_READ_ONLY, "锁定至", "locked until"),
    F_INT(struct account, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    F_TIME(struct account, created_at, SHAPE_READ_ONLY, "建立时间", "made at"),
};
const struct shape account_shape = SHAPE("Account", struct account, account_fields);

static const struct shape_field account_role_fields[] = {
    F_ID(struct account_role, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(struct account_role, account_id, SHAPE_READ_ONLY, "账号", "account"),
    F_ENUM(struct account_role, role, role_names, SHAPE_REQUIRED, "角色", "role"),
    F_ID(struct account_role, org_id, SHAPE_REQUIRED, "组织（含下级）", "organisation, with all below"),
    F_TEXT(struct account_role, org_name, 0, 0, SHAPE_READ_ONLY, "组织名称", "name of the organisation"),
    F_TEXT(struct account_role, path, 0, 0, SHAPE_READ_ONLY, "路径", "path"),
    F_DATE(struct account_role, from_on, 0, "生效日期", "from"),
    F_DATE(struct account_role, until_on, 0, "截止日期", "last day"),
    F_TIME(struct account_role, granted_at, SHAPE_READ_ONLY, "授权时间", "granted at"),
    F_TIME(struct account_role, revoked_at, SHAPE_READ_ONLY, "撤销时间", "revoked at"),
};
const struct shape account_role_shape = SHAPE("AccountRole", struct account_role, account_role_fields);

struct account_roles {
    struct list items; /* struct account_role */
};
static const struct shape_field account_roles_fields[] = {
    F_LIST(struct account_roles, items, &account_role_shape, 0, 0, 0, "授权", "roles"),
};
static const struct shape account_roles_shape = SHAPE("AccountRoles", struct account_roles, account_roles_fields);

struct audit_line {
    int64_t id, at, account_id, person_id;
    struct str name, action;
    int64_t status, object_id;
    struct str org_path, detail, peer;
};
static const struct shape_field audit_fields[] = {
    F_ID(struct audit_line, id, 0, "编号", "id"),
    F_TIME(struct audit_line, at, 0, "时间", "at"),
    F_ID(struct audit_line, account_id, 0, "账号", "account"),
    F_ID(struct audit_line, person_id, 0, "人员", "person"),
    F_TEXT(struct audit_line, name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct audit_line, action, 0, 0, 0, "操作", "action"),
    F_INT(struct audit_line, status, 0, 0, 0, "结果", "status"),
    F_ID(struct audit_line, object_id, 0, "对象", "object"),
    F_TEXT(struct audit_line, org_path, 0, 0, 0, "组织路径", "path of the organisation"),
    F_TEXT(struct audit_line, detail, 0, 0, 0, "内容", "detail"),
    F_TEXT(struct audit_line, peer, 0, 0, 0, "来源地址", "address"),
};
static const struct shape audit_shape = SHAPE("AuditLine", struct audit_line, audit_fields);

/* ---- signing in ---- */

struct attempt {
    struct account_secret account;
    bool found, right;
};

/* On a worker: a hash is worked out for unknown logins too, so that the time does not tell which logins exist. */
static struct err *session_prepare(struct call *c)
{
    const struct sign_in *in = c->in;
    struct attempt *attempt = arena_new(c->arena, struct attempt);
    TRY(db_find(c->db, c->arena, &sql_account_by_login, VALS(v_text(in->login)), &account_secret_shape, &attempt->account, &attempt->found));
    struct str unused;
    if (attempt->found) attempt->right = account_verify(c, attempt->account.password_hash, in->password);
    else TRY(account_hash(c, in->password, &unused));
    c->prepared = attempt;
    return NULL;
}

static struct err *count_failure(struct call *c, const struct account_secret *account)
{
    int64_t most, minutes, failed = account->failed_count + 1;
    TRY(account_policy(c, "lock_after_failures", &most));
    TRY(account_policy(c, "lock_minutes", &minutes));
    int64_t locked_until = failed >= most ? c->now_us + minutes * TIME_MINUTE_US : 0;
    return db_run(c->db, c->arena, &sql_account_fail, VALS(v_int(account->id), v_int(locked_until ? 0 : failed), v_time(locked_until)), NULL);
}

static struct err *fill_session(struct call *c, const struct who *who)
{
    struct session_out *out = c->out;
    struct account account;
    struct list roles;
    TRY(db_get(c->db, c->arena, &sql_account_get, VALS(v_int(who->account_id)), &account_shape, &account));
    TRY(db_list(c->db, c->arena, &sql_account_roles_all, VALS(v_int(who->account_id)), &account_role_shape, &roles));
    *out = (struct session_out){.account_id = who->account_id, .person_id = who->person_id, .name = who->name, .login = who->login,
                                .csrf = who->csrf, .must_change = account.must_change};
    for (LIST_EACH(roles, struct account_role, role)) {
        if (role->revoked_at || role->from_on > c->today || (role->until_on && role->until_on < c->today)) continue;
        *list_add(c->arena, &out->roles, struct session_role) =
            (struct session_role){.role = role->role, .org_id = role->org_id, .org_name = role->org_name, .path = role->path};
    }
    for (int perm = PERM_SELF + 1; perm < PERM_COUNT; perm++)
        if (who_can_somewhere(who, (enum perm)perm)) *list_add(c->arena, &out->permissions, struct str) = str_of(perm_names[perm]);
    return NULL;
}

static struct err *session_post(struct call *c)
{
    const struct attempt *attempt = c->prepared;
    bool locked = attempt->found && attempt->account.locked_until > c->now_us;
    if (locked) {
        FAIL(c->arena, ERR_LIMIT, "account.locked", "口令多次错误，账号已暂时锁定。请稍后再试，或请系统管理员解锁。",
             "Too many wrong passwords: the account is locked for a while. Try later or ask the system administrator.");
    }
    if (!attempt->right || attempt->account.state != ACCOUNT_ACTIVE) {
        c->refusal = ERR(c->arena, ERR_UNKNOWN, "account.wrong", "登录名或口令不对。", "Login or password is wrong.");
        return attempt->found ? count_failure(c, &attempt->account) : NULL;
    }
    struct str token;
    struct who who;
    int64_t hours;
    TRY(db_run(c->db, c->arena, &sql_account_fail, VALS(v_int(attempt->account.id), v_int(0), v_null()), NULL));
    TRY(account_session_open(c, attempt->account.id, &token));
    TRY(account_identify(c, token, &who));
    TRY(account_policy(c, "session_hours", &hours));
    call_cookie(c, COOKIE, token, hours * 3600);
    call_audit(c, attempt->account.id, (struct str){0}, STR("{}"));
    return fill_session(c, &who);
}

static struct err *session_get(struct call *c) { return fill_session(c, c->who); }

static struct err *session_delete(struct call *c)
{
    call_cookie(c, COOKIE, (struct str){0}, 0);
    return db_run(c->db, c->arena, &sql_account_session_delete, VALS(v_blob(c->who->session)), NULL);
}

/* ---- passwords ---- */

struct new_hash {
    struct str hash;
    bool right; /* the old password was */
};

static struct err *prepare_hash(struct call *c, struct str login, struct str password, bool right)
{
    struct new_hash *prepared = arena_new(c->arena, struct new_hash);
    TRY(account_check_password(c, login, password));
    prepared->right = right;
    TRY(account_hash(c, password, &prepared->hash));
    c->prepared = prepared;
    return NULL;
}

static struct err *password_prepare(struct call *c)
{
    const struct password_change *in = c->in;
    struct account_secret account;
    TRY(db_get(c->db, c->arena, &sql_account_by_id, VALS(v_int(c->who->account_id)), &account_secret_shape, &account));
    return prepare_hash(c, c->who->login, in->password, account_verify(c, account.password_hash, in->old));
}

static struct err *password_post(struct call *c)
{
    const struct new_hash *prepared = c->prepared;
    if (!prepared->right) FAIL_FIELD(c->arena, "account.old_password", "old", "原口令不对。", "The old password is wrong.");
    return db_run(c->db, c->arena, &sql_account_set_password, VALS(v_int(c->who->account_id), v_text(prepared->hash), v_bool(false)), NULL);
}

static struct err *reset_prepare(struct call *c)
{
    const struct password_reset *in = c->in;
    return prepare_hash(c, (struct str){0}, in->password, true);
}

/* An account may be looked after by whoever may for its person's organisation; system accounts from the top. */
static struct err *may_account(struct call *c, enum perm perm, int64_t account_id)
{
    struct str path;
    TRY(db_text(c->db, c->arena, &sql_account_path, VALS(v_int(account_id)), &path));
    return call_may(c, perm, path);
}

static struct err *reset_post(struct call *c)
{
    const struct new_hash *prepared = c->prepared;
    TRY(may_account(c, PERM_ACCOUNT_EDIT, c->path[0]));
    TRY(db_run(c->db, c->arena, &sql_account_sessions_delete, VALS(v_int(c->path[0])), NULL));
    return db_run(c->db, c->arena, &sql_account_set_password, VALS(v_int(c->path[0]), v_text(prepared->hash), v_bool(true)), NULL);
}

/* ---- accounts ---- */

static const struct page_sort account_sorts[] = {{"login", "a.login"}, {"id", "a.id"}};
static const struct page_filter account_filters[] = {
    {"q", "a.login = $? OR a.name = $?", SHAPE_TEXT, "登录名或姓名", "login or name"},
    {"state", "a.state = $?", SHAPE_TEXT, "状态", "state"},
};
static const struct page_spec account_pages = {&sql_account_page, "account a", "a.id", account_sorts, 2, account_filters, 2};

/* The widest scope of either who makes accounts or who grants roles. */
static struct str account_scope(struct call *c)
{
    for (LIST_EACH(c->who->roles, struct who_role, role))
        if (role_has((enum role)role->role, PERM_ACCOUNT_EDIT) || role_has((enum role)role->role, PERM_ROLE_GRANT)) return role->path;
    return (struct str){0};
}

static struct err *accounts_get(struct call *c)
{
    struct str path = account_scope(c);
    if (!path.n) FAIL(c->arena, ERR_DENIED, "perm.denied_everywhere", "您的角色没有这项权限。", "Your roles do not carry this permission.");
    call_checked(c);
    return page_run(c, &account_pages, VALS(v_text(path), v_text(str_printf(c->arena, "%.*s~", STR_ARG(path)))));
}

static struct err *account_prepare(struct call *c)
{
    const struct account_new *in = c->in;
    return prepare_hash(c, in->login, in->password, true);
}

static struct err *accounts_post(struct call *c)
{
    const struct account_new *in = c->in;
    const struct new_hash *prepared = c->prepared;
    struct str path = STR("0000");
    int64_t id;
    if (in->person_id) TRY(db_text(c->db, c->arena, &sql_account_person_path, VALS(v_int(in->person_id)), &path));
    TRY(call_may(c, PERM_ACCOUNT_EDIT, path));
    if (!in->person_id && !str_trim(in->name).n) FAIL_FIELD(c->arena, "input.missing", "name", "系统账号请填写名称。", "A system account needs a name.");
    TRY(account_add(c, in->person_id, in->login, in->name, prepared->hash, true, &id));
    call_audit(c, id, path, (struct str){0});
    return db_get(c->db, c->arena, &sql_account_get, VALS(v_int(id)), &account_shape, c->out);
}

static struct err *account_put(struct call *c)
{
    const struct account *in = c->in;
    struct account *out = c->out;
    TRY(may_account(c, PERM_ACCOUNT_EDIT, c->path[0]));
    TRY(db_get(c->db, c->arena, &sql_account_get, VALS(v_int(c->path[0])), &account_shape, out));
    TRY(call_match(c, out->version));
    if (in->state == ACCOUNT_DISABLED) TRY(db_run(c->db, c->arena, &sql_account_sessions_delete, VALS(v_int(c->path[0])), NULL));
    TRY(db_run(c->db, c->arena, &sql_account_set_state, VALS(v_int(c->path[0]), v_cstr(account_state_names[in->state])), NULL));
    return db_get(c->db, c->arena, &sql_account_get, VALS(v_int(c->path[0])), &account_shape, out);
}

/* ---- roles ---- */

static struct err *roles_get(struct call *c)
{
    struct account_roles *out = c->out;
    struct str path;
    TRY(db_text(c->db, c->arena, &sql_account_path, VALS(v_int(c->path[0])), &path));
    if (!call_can(c, PERM_ACCOUNT_EDIT, path)) TRY(call_may(c, PERM_ROLE_GRANT, path));
    return db_list(c->db, c->arena, &sql_account_roles_all, VALS(v_int(c->path[0])), &account_role_shape, &out->items);
}

static struct err *roles_post(struct call *c)
{
    const struct account_role *in = c->in;
    struct str path;
    int64_t id;
    TRY(db_text(c->db, c->arena, &sql_account_org_path, VALS(v_int(in->org_id)), &path));
    TRY(call_may(c, PERM_ROLE_GRANT, path));
    TRY(may_account(c, PERM_ROLE_GRANT, c->path[0]));
    TRY(account_grant(c, c->path[0], in->role, in->org_id, in->from_on, in->until_on, &id));
    call_audit(c, c->path[0], path, (struct str){0});
    return db_get(c->db, c->arena, &sql_account_role_get, VALS(v_int(id)), &account_role_shape, c->out);
}

static struct err *role_delete(struct call *c)
{
    struct account_role role;
    TRY(db_get(c->db, c->arena, &sql_account_role_get, VALS(v_int(c->path[0])), &account_role_shape, &role));
    TRY(call_may(c, PERM_ROLE_GRANT, role.path));
    return account_revoke(c, role.id);
}

/* ---- the audit log ---- */

static const struct page_sort audit_sorts[] = {{"id", "a.id"}};
static const struct page_filter audit_filters[] = {
    {"account", "a.account_id = $?", SHAPE_ID, "账号", "account"},
    {"action", "a.action = $?", SHAPE_TEXT, "操作", "action"},
    {"from", "a.at >= $?", SHAPE_TIME, "自", "from"},
    {"to", "a.at < $?", SHAPE_TIME, "至", "before"},
};
static const struct page_spec audit_pages = {&sql_account_audit_page, "audit a", "a.id", audit_sorts, 1, audit_filters, 4};

/* Lines without an organisation (sign-ins) are for an auditor of the whole tree. */
static struct err *audit_get(struct call *c)
{
    struct str low = {0}, path = {0};
    for (LIST_EACH(c->who->roles, struct who_role, role))
        if (!path.n && role_has((enum role)role->role, PERM_AUDIT_READ)) path = role->path;
    TRY(call_may(c, PERM_AUDIT_READ, path));
    if (!str_is(path, "0000")) low = path;
    return page_run(c, &audit_pages, VALS(v_text(low), v_text(str_printf(c->arena, "%.*s~", STR_ARG(path)))));
}

static const struct route routes[] = {
    {POST, "/session", TX_WRITE, PERM_PUBLIC, 0, &sign_in_shape, &session_shape, NULL, "登录", "Sign in", session_post, session_prepare},
    {GET, "/session", TX_READ, PERM_SELF, 0, NULL, &session_shape, NULL, "当前登录者", "Who is signed in", session_get, NULL},
    {DELETE, "/session", TX_WRITE, PERM_SELF, 0, NULL, NULL, NULL, "退出登录", "Sign out", session_delete, NULL},
    {POST, "/session/password", TX_WRITE, PERM_SELF, 0, &password_change_shape, NULL, NULL, "修改自己的口令", "Change one's own password", password_post, password_prepare},
    /* own scope: either of two permissions, bounded in SQL to the role's subtree */
    {GET, "/accounts", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &account_shape, &account_pages, "账号列表", "Accounts", accounts_get, NULL},
    {POST, "/accounts", TX_WRITE, PERM_ACCOUNT_EDIT, 0, &account_new_shape, &account_shape, NULL, "新建账号", "Make an account", accounts_post, account_prepare},
    {PUT, "/accounts/{account_id}", TX_WRITE, PERM_ACCOUNT_EDIT, ROUTE_VERSION, &account_shape, &account_shape, NULL, "启用、停用、解锁账号", "Enable, disable or unlock an account", account_put, NULL},
    {POST, "/accounts/{account_id}/password", TX_WRITE, PERM_ACCOUNT_EDIT, 0, &password_reset_shape, NULL, NULL, "重置口令", "Reset a password", reset_post, reset_prepare},
    {GET, "/accounts/{account_id}/roles", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &account_roles_shape, NULL, "账号的授权", "Roles of an account", roles_get, NULL},
    {POST, "/accounts/{account_id}/roles", TX_WRITE, PERM_ROLE_GRANT, 0, &account_role_shape, &account_role_shape, NULL, "授权", "Grant a role", roles_post, NULL},
    {DELETE, "/roles/{role_id}", TX_WRITE, PERM_ROLE_GRANT, 0, NULL, NULL, NULL, "撤销授权", "Revoke a role", role_delete, NULL},
    {GET, "/audit", TX_HEAVY, PERM_AUDIT_READ, ROUTE_PAGE, NULL, &audit_shape, &audit_pages, "审计日志", "The audit log", audit_get, NULL},
};

const struct module account_module = {.name = "account", .schema = &account_schema, .statements = account_statements,
                                      .statement_count = &account_statement_count, .routes = routes,
                                      .route_count = sizeof routes / sizeof *routes, .commands = &account_command_user,
                                      .command_count = 1, .start = account_start};
