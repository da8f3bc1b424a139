/* domain/account/account_store.c: the only file that runs the module's SQL. */
#include "account_sql.h"
#include "api/call.h"
#include "api/page.h"
#include "calc/text/text.h"
#include "domain/account/account_private.h"
#include "domain/search/search.h"

#include <stddef.h>
#include <string.h>

enum { AGENT_BYTES_MAX = 200 };

static const char *const account_state_names[] = {"", "active", "disabled", NULL};

/* ---- shapes ---- */

static const struct shape_field secret_fields[] = {
    F_ID(struct account_secret, id, 0, "编号", "Id"),
    F_TEXT(struct account_secret, login, 0, 0, 0, "登录名", "Login"),
    F_ENUM(struct account_secret, state, account_state_names, 0, "状态", "State"),
    F_TEXT(struct account_secret, password_hash, 0, 0, SHAPE_SECRET, "密码", "Password"),
    F_INT(struct account_secret, failed_count, 0, 0, 0, "失败次数", "Failures"),
    F_TIME(struct account_secret, locked_until, 0, "锁定至", "Locked until"),
};
static const struct shape secret_shape = SHAPE("AccountSecret", struct account_secret, secret_fields);

static const struct shape_field failure_fields[] = {
    F_ID(struct account_failure, account_id, 0, "账号", "Account"),
    F_TEXT(struct account_failure, peer, 0, 0, 0, "地址", "Address"),
    F_INT(struct account_failure, failed_count, 0, 0, 0, "失败次数", "Failures"),
    F_TIME(struct account_failure, locked_until, 0, "锁定至", "Locked until"),
    F_TIME(struct account_failure, last_at, 0, "最近一次", "Last one"),
};
static const struct shape failure_shape = SHAPE("AccountFailure", struct account_failure, failure_fields);

static const struct shape_field session_fields[] = {
    F_ID(struct account_session, account_id, 0, "账号", "Account"),
    F_ID(struct account_session, person_id, 0, "人员", "Person"),
    F_TEXT(struct account_session, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct account_session, login, 0, 0, 0, "登录名", "Login"),
    F_TEXT(struct account_session, csrf, 0, 0, SHAPE_SECRET, "令牌", "Token"),
    F_BOOL(struct account_session, must_change, 0, "须改密码", "Must change the password"),
    F_BOOL(struct account_session, factor_due, 0, "须设二次验证", "Must set up a second factor"),
    F_TIME(struct account_session, created_at, 0, "登录时间", "Signed in at"),
    F_TIME(struct account_session, keep_at, 0, "再次记录使用", "Use is written down again from"),
    F_TIME(struct account_session, expires_at, 0, "到期", "Ends at"),
};
const struct shape account_session_shape = SHAPE("AccountSession", struct account_session, session_fields);

static const struct shape_field who_role_fields[] = {
    F_ENUM(struct who_role, role, role_names, 0, "角色", "Role"),
    F_ID(struct who_role, org_id, 0, "组织", "Organisation"),
    F_TEXT(struct who_role, path, 0, 0, 0, "路径", "Path"),
};
static const struct shape who_role_shape = SHAPE("WhoRole", struct who_role, who_role_fields);

static const struct shape_field account_fields[] = {
    F_ID(struct account, id, SHAPE_READ_ONLY, "编号", "Id"),
    F_ID(struct account, person_id, SHAPE_READ_ONLY, "人员", "Person"),
    F_TEXT(struct account, name, 0, 0, SHAPE_READ_ONLY, "姓名", "Name"),
    F_TEXT(struct account, login, 0, 0, SHAPE_READ_ONLY, "登录名", "Login"),
    F_TEXT(struct account, org_path, 0, 0, SHAPE_READ_ONLY, "所属组织路径", "Path of the organisation"),
    F_ENUM(struct account, state, account_state_names, SHAPE_REQUIRED, "状态", "State"),
    F_BOOL(struct account, must_change, SHAPE_READ_ONLY, "须改密码", "Must change the password"),
    F_TIME(struct account, locked_until, SHAPE_READ_ONLY, "锁定至", "Locked until"),
    F_INT(struct account, version, 0, 0, SHAPE_READ_ONLY, "版本", "Version"),
    F_TIME(struct account, created_at, SHAPE_READ_ONLY, "建立时间", "Made at"),
};
const struct shape account_shape = SHAPE("Account", struct account, account_fields);

static const struct shape_field account_role_fields[] = {
    F_ID(struct account_role, id, SHAPE_READ_ONLY, "编号", "Id"),
    F_ID(struct account_role, account_id, SHAPE_READ_ONLY, "账号", "Account"),
    F_ENUM(struct account_role, role, role_names, SHAPE_REQUIRED, "角色", "Role"),
    F_ID(struct account_role, org_id, SHAPE_REQUIRED, "组织（含下级）", "Organisation, with all below"),
    F_TEXT(struct account_role, org_name, 0, 0, SHAPE_READ_ONLY, "组织名称", "Name of the organisation"),
    F_TEXT(struct account_role, path, 0, 0, SHAPE_READ_ONLY, "路径", "Path"),
    F_DATE(struct account_role, from_on, 0, "生效日期", "From"),
    F_DATE(struct account_role, until_on, 0, "截止日期（含）", "Last day"),
    F_TIME(struct account_role, granted_at, SHAPE_READ_ONLY, "授权时间", "Granted at"),
    F_TIME(struct account_role, revoked_at, SHAPE_READ_ONLY, "撤销时间", "Revoked at"),
};
const struct shape account_role_shape = SHAPE("AccountRole", struct account_role, account_role_fields);

/* ---- policy ---- */

struct policy_row {
    struct str code;
    int64_t value_int;
};
static const struct shape_field policy_fields[] = {
    F_TEXT(struct policy_row, code, 0, 0, 0, "代码", "Code"),
    F_INT(struct policy_row, value_int, 0, 0, 0, "值", "Value"),
};
static const struct shape policy_shape = SHAPE("AccountPolicy", struct policy_row, policy_fields);

static const struct {
    const char *code;
    size_t offset;
} policy_codes[] = {
    {"password_min_chars", offsetof(struct account_policy, password_min_chars)},
    {"password_hash_memory_kib", offsetof(struct account_policy, password_hash_memory_kib)},
    {"password_hash_passes", offsetof(struct account_policy, password_hash_passes)},
    {"lock_after_failures", offsetof(struct account_policy, lock_after_failures)},
    {"lock_first_seconds", offsetof(struct account_policy, lock_first_seconds)},
    {"lock_minutes", offsetof(struct account_policy, lock_minutes)},
    {"lock_forget_hours", offsetof(struct account_policy, lock_forget_hours)},
    {"lock_account_failures", offsetof(struct account_policy, lock_account_failures)},
    {"session_idle_minutes", offsetof(struct account_policy, session_idle_minutes)},
    {"session_keep_minutes", offsetof(struct account_policy, session_keep_minutes)},
    {"session_max_hours", offsetof(struct account_policy, session_max_hours)},
    {"factor_for", offsetof(struct account_policy, factor_for)},
};

struct err *account_policy(struct call *c, struct account_policy *ret_policy)
{
    struct list rows;
    struct account_policy policy = {0};
    TRY(db_list(c->db, c->arena, &sql_account_policies, VALS(v_int(c->today)), &policy_shape, &rows));
    for (size_t i = 0; i < sizeof policy_codes / sizeof *policy_codes; i++) {
        int64_t *value = (int64_t *)((char *)&policy + policy_codes[i].offset);
        for (LIST_EACH(rows, struct policy_row, row))
            if (str_is(row->code, policy_codes[i].code)) *value = row->value_int; /* the last one began last */
        if (*value <= 0)
            FAIL(c->arena, ERR_BROKEN, "account.no_policy", "缺少今天有效的账号策略 %s。",
                 "There is no account policy %s for today.", policy_codes[i].code);
    }
    *ret_policy = policy;
    return NULL;
}

/* ---- sessions ---- */

struct err *account_store_session(struct call *c, struct str session, struct account_session *ret_session,
                                  bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_account_session_find, VALS(v_blob(session), v_int(c->now_us)),
                   &account_session_shape, ret_session, ret_found);
}

struct err *account_store_session_add(struct call *c, struct str session, const struct account_session *s)
{
    struct str agent = {c->agent.p, c->agent.n < AGENT_BYTES_MAX ? c->agent.n : AGENT_BYTES_MAX};
    if (str_chars(agent) < 0) agent = (struct str){0}; /* cut inside of a character, or no text at all */
    return db_run(c->db, c->arena, &sql_account_session_insert,
                  VALS(v_blob(session), v_id(s->account_id), v_text(s->csrf), v_time(s->created_at), v_time(s->keep_at),
                       v_time(s->expires_at), v_text(c->peer), v_text(agent), v_bool(s->factor_due)),
                  NULL);
}

struct err *account_store_session_keep(struct call *c, struct str session, const struct account_session *s)
{
    return db_run(c->db, c->arena, &sql_account_session_keep,
                  VALS(v_blob(session), v_time(s->keep_at), v_time(s->expires_at)), NULL);
}

struct err *account_store_session_vouched(struct call *c, struct str session, bool factor_done)
{
    return db_run(c->db, c->arena, &sql_account_session_vouched, VALS(v_blob(session), v_bool(factor_done)), NULL);
}

struct err *account_store_session_end(struct call *c, struct str session)
{
    call_kick(c, c->who->account_id);
    return db_run(c->db, c->arena, &sql_account_session_delete, VALS(v_blob(session)), NULL);
}

struct err *account_store_sessions_end(struct call *c, int64_t account_id, struct str but)
{
    call_kick(c, account_id);
    return db_run(c->db, c->arena, &sql_account_sessions_delete, VALS(v_id(account_id), v_blob(but)), NULL);
}

struct err *account_sessions_forget(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    return db_run(c->db, c->arena, &sql_account_sessions_forget, VALS(v_int(before), v_int(most)), ret_removed);
}

/* ---- roles ---- */

struct err *account_store_roles_now(struct call *c, int64_t account_id, struct list *ret_who_roles)
{
    return db_list(c->db, c->arena, &sql_account_roles_now, VALS(v_id(account_id), v_int(c->today)), &who_role_shape,
                   ret_who_roles);
}

struct err *account_store_roles(struct call *c, int64_t account_id, struct list *ret_roles)
{
    return db_list(c->db, c->arena, &sql_account_roles_all, VALS(v_id(account_id)), &account_role_shape, ret_roles);
}

struct holder {
    int64_t id;
};

static const struct shape_field holder_fields[] = {F_ID(struct holder, id, 0, "账号", "Account")};
static const struct shape holder_shape = SHAPE("Holder", struct holder, holder_fields);

struct err *account_holders(struct call *c, int role, struct list *ret_ids)
{
    struct vals in = VALS(v_cstr(role_names[role]), v_int(c->today));
    return db_list(c->db, c->arena, &sql_account_role_holders, in, &holder_shape, ret_ids);
}

struct err *account_store_role(struct call *c, int64_t role_id, struct account_role *ret_role)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_account_role_get, VALS(v_id(role_id)), &account_role_shape, ret_role, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "account.role_absent", "没有这项授权。", "There is no such grant.");
}

struct err *account_store_role_add(struct call *c, const struct account_role *r)
{
    TRY(db_run(c->db, c->arena, &sql_account_touch, VALS(v_id(r->account_id)), NULL));
    return db_run(c->db, c->arena, &sql_account_role_insert,
                  VALS(v_id(r->id), v_id(r->account_id), v_cstr(role_names[r->role]), v_id(r->org_id),
                       v_date(r->from_on), v_date(r->until_on), v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *account_store_role_revoke(struct call *c, int64_t role_id, int64_t *ret_changed)
{
    return db_run(c->db, c->arena, &sql_account_role_revoke,
                  VALS(v_id(role_id), v_id(c->who->account_id), v_int(c->now_us)), ret_changed);
}

struct err *account_store_root_org(struct call *c, int64_t *ret_org_id)
{
    return db_int(c->db, c->arena, &sql_account_root_org, NO_VALS, ret_org_id);
}

/* ---- accounts ---- */

struct err *account_store_by_login(struct call *c, struct str login, struct account_secret *ret_account,
                                   bool *ret_found)
{
    struct str name = str_lower(c->arena, str_trim(login));
    return db_find(c->db, c->arena, &sql_account_by_login, VALS(v_text(name)), &secret_shape, ret_account, ret_found);
}

static struct err *absent(struct call *c)
{
    FAIL(c->arena, ERR_ABSENT, "account.absent", "没有这个账号。", "There is no such account.");
}

struct err *account_store_secret(struct call *c, int64_t account_id, struct account_secret *ret_account)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_account_secret, VALS(v_id(account_id)), &secret_shape, ret_account, &found));
    return found ? NULL : absent(c);
}

struct err *account_store_get(struct call *c, int64_t account_id, struct account *ret_account)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_account_get, VALS(v_id(account_id)), &account_shape, ret_account, &found));
    return found ? NULL : absent(c);
}

/* By its login, and by its name when no person is behind it, who is found anyway. */
static struct err *make_findable(struct call *c, const struct account *account)
{
    struct text_reading reading;
    text_read(c->arena, account->name, TEXT_PERSON, &reading);
    struct search_text texts[] = {{account->login, NULL}, {account->name, &reading}};
    return search_add(c, "account", account->id, texts, account->person_id ? 1 : 2);
}

struct err *account_store_add(struct call *c, const struct account *account, struct str hash)
{
    TRY(db_run(c->db, c->arena, &sql_account_insert,
               VALS(v_id(account->id), v_id(account->person_id), v_text(account->name), v_text(account->login),
                    v_text(hash), v_bool(account->must_change), v_int(c->now_us)),
               NULL));
    return make_findable(c, account);
}

struct err *account_store_set_password(struct call *c, int64_t account_id, struct str hash, bool must_change)
{
    TRY(db_run(c->db, c->arena, &sql_account_failures_delete, VALS(v_id(account_id)), NULL));
    return db_run(c->db, c->arena, &sql_account_set_password, VALS(v_id(account_id), v_text(hash), v_bool(must_change)),
                  NULL);
}

struct err *account_store_renew_hash(struct call *c, int64_t account_id, struct str old, struct str hash)
{
    return db_run(c->db, c->arena, &sql_account_renew_hash, VALS(v_id(account_id), v_text(old), v_text(hash)), NULL);
}

struct err *account_store_set_failures(struct call *c, const struct account_secret *account)
{
    return db_run(c->db, c->arena, &sql_account_set_failures,
                  VALS(v_id(account->id), v_int(account->failed_count), v_time(account->locked_until)), NULL);
}

struct err *account_store_failure(struct call *c, int64_t account_id, struct account_failure *ret_failure)
{
    struct str peer = account_peer(c->arena, c->peer);
    bool found;
    TRY(db_find(c->db, c->arena, &sql_account_failure_get, VALS(v_id(account_id), v_text(peer)), &failure_shape,
                ret_failure, &found));
    if (!found) *ret_failure = (struct account_failure){.account_id = account_id, .peer = peer};
    return NULL;
}

struct err *account_store_failure_set(struct call *c, const struct account_failure *f)
{
    return db_run(
        c->db, c->arena, &sql_account_failure_set,
        VALS(v_id(f->account_id), v_text(f->peer), v_int(f->failed_count), v_time(f->locked_until), v_int(f->last_at)),
        NULL);
}

struct err *account_store_failure_forget(struct call *c, int64_t account_id)
{
    return db_run(c->db, c->arena, &sql_account_failure_delete,
                  VALS(v_id(account_id), v_text(account_peer(c->arena, c->peer))), NULL);
}

struct err *account_store_set_state(struct call *c, int64_t account_id, int state)
{
    TRY(db_run(c->db, c->arena, &sql_account_failures_delete, VALS(v_id(account_id)), NULL));
    return db_run(c->db, c->arena, &sql_account_set_state, VALS(v_id(account_id), v_cstr(account_state_names[state])),
                  NULL);
}

struct err *account_store_list(struct call *c, struct list *ret_accounts)
{
    return db_list(c->db, c->arena, &sql_account_all, NO_VALS, &account_shape, ret_accounts);
}

static const struct page_sort account_sorts[] = {{"login", "a.login"}};
static const struct page_filter account_filters[] = {
    {"q", SEARCH_FILTER("person", "a.person_id") " OR " SEARCH_FILTER("account", "a.id"), SHAPE_TEXT,
     "姓名、拼音、首字母，或登录名", "name, pinyin, initials, or login", text_query},
    {"state", "a.state = $?", SHAPE_TEXT, "状态：active 或 disabled", "active or disabled"},
    {"role", "EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = a.id AND r.role = $? AND r.revoked_at IS NULL)",
     SHAPE_TEXT, "拥有的角色", "a role that it has"},
};
const struct page_spec account_pages = {&sql_account_page, "account a", "a.id", account_sorts, 1, account_filters, 3};

/* ---- the audit log ---- */

struct audit_line {
    int64_t id, at, account_id, person_id;
    struct str name, action;
    int64_t status, object_id;
    struct str org_path, detail, peer;
};
static const struct shape_field audit_fields[] = {
    F_ID(struct audit_line, id, 0, "编号", "Id"),
    F_TIME(struct audit_line, at, 0, "时间", "At"),
    F_ID(struct audit_line, account_id, 0, "账号", "Account"),
    F_ID(struct audit_line, person_id, 0, "人员", "Person"),
    F_TEXT(struct audit_line, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct audit_line, action, 0, 0, 0, "操作", "Action"),
    F_INT(struct audit_line, status, 0, 0, 0, "结果", "Status"),
    F_ID(struct audit_line, object_id, 0, "对象", "Object"),
    F_TEXT(struct audit_line, org_path, 0, 0, 0, "组织路径", "Path of the organisation"),
    F_TEXT(struct audit_line, detail, 0, 0, 0, "内容", "Detail"),
    F_TEXT(struct audit_line, peer, 0, 0, 0, "来源地址", "Address"),
};
const struct shape account_audit_shape = SHAPE("AuditLine", struct audit_line, audit_fields);

static const struct page_sort audit_sorts[] = {{"at", "a.at"}};
static const struct page_filter audit_filters[] = {
    {"account", "a.account_id = $?", SHAPE_ID, "账号", "account"},
    {"action", "a.action = $?", SHAPE_TEXT, "操作", "action"},
    {"object", "a.object_id = $?", SHAPE_ID, "对象", "object"},
    {"from", "a.at >= $?", SHAPE_TIME, "自", "from"},
    {"to", "a.at < $?", SHAPE_TIME, "至", "before"},
};
const struct page_spec account_audit_pages = {&sql_account_audit_page, "audit a", "a.id", audit_sorts, 1,
                                              audit_filters,           5};
