/* domain/account/account.c: identities, passwords, sessions, roles. */
#include "domain/account/account.h"

#include "calc/digest/digest.h"
#include "domain/account/account_private.h"

#include <argon2.h>
#include <string.h>

/* Argon2id with 19 MiB, two passes, one lane: the first recommendation of OWASP's password storage cheat sheet. */
enum { HASH_MEMORY_KIB = 19456, HASH_PASSES = 2, HASH_LANES = 1, HASH_BYTES = 32, SALT_BYTES = 16, HASH_TEXT_BYTES = 160, TOKEN_BYTES = 32 };

const char *const account_state_names[] = {"", "active", "disabled", NULL};

static const struct shape_field secret_fields[] = {
    F_ID(struct account_secret, id, 0, "编号", "id"),
    F_ENUM(struct account_secret, state, account_state_names, 0, "状态", "state"),
    F_TEXT(struct account_secret, password_hash, 0, 0, SHAPE_SECRET, "口令", "password"),
    F_INT(struct account_secret, failed_count, 0, 0, 0, "失败次数", "failures"),
    F_TIME(struct account_secret, locked_until, 0, "锁定至", "locked until"),
};
const struct shape account_secret_shape = SHAPE("AccountSecret", struct account_secret, secret_fields);

/* ---- identity ---- */

struct identity {
    int64_t account_id, person_id;
    struct str name, login, csrf;
};
static const struct shape_field identity_fields[] = {
    F_ID(struct identity, account_id, 0, "账号", "account"), F_ID(struct identity, person_id, 0, "人员", "person"),
    F_TEXT(struct identity, name, 0, 0, 0, "姓名", "name"), F_TEXT(struct identity, login, 0, 0, 0, "登录名", "login"),
    F_TEXT(struct identity, csrf, 0, 0, 0, "令牌", "token"),
};
static const struct shape identity_shape = SHAPE("Identity", struct identity, identity_fields);

static const struct shape_field who_role_fields[] = {
    F_ENUM(struct who_role, role, role_names, 0, "角色", "role"),
    F_ID(struct who_role, org_id, 0, "组织", "organisation"),
    F_TEXT(struct who_role, path, 0, 0, 0, "路径", "path"),
};
static const struct shape who_role_shape = SHAPE("WhoRole", struct who_role, who_role_fields);

static struct str token_hash(struct arena *a, struct str token)
{
    uint8_t digest[DIGEST_BYTES];
    digest_sha256(token, digest);
    return str_copy(a, (struct str){(const char *)digest, sizeof digest});
}

struct err *account_identify(struct call *c, struct str token, struct who *ret_who)
{
    struct identity identity;
    struct str hash = token_hash(c->arena, token);
    bool found;
    *ret_who = (struct who){0};
    TRY(db_find(c->db, c->arena, &sql_account_session_find, VALS(v_blob(hash), v_int(c->now_us)), &identity_shape, &identity, &found));
    if (!found) return NULL;
    TRY(db_list(c->db, c->arena, &sql_account_roles_now, VALS(v_int(identity.account_id), v_int(c->today)), &who_role_shape, &ret_who->roles));
    ret_who->account_id = identity.account_id;
    ret_who->person_id = identity.person_id;
    ret_who->name = identity.name;
    ret_who->login = identity.login;
    ret_who->csrf = identity.csrf;
    ret_who->session = hash;
    return NULL;
}

/* ---- passwords ---- */

struct err *account_policy(struct call *c, const char *code, int64_t *ret_value)
{
    TRY(db_int(c->db, c->arena, &sql_account_policy_value, VALS(v_cstr(code), v_int(c->today)), ret_value));
    if (*ret_value <= 0)
        FAIL(c->arena, ERR_BROKEN, "account.no_policy", "缺少账号策略 %s。", "The account policy %s is missing.", code);
    return NULL;
}

struct err *account_hash(struct call *c, struct str password, struct str *ret_hash)
{
    uint8_t salt[SALT_BYTES];
    char *text = arena_bytes(c->arena, HASH_TEXT_BYTES);
    call_random(c, salt, sizeof salt);
    int status = argon2id_hash_encoded(HASH_PASSES, HASH_MEMORY_KIB, HASH_LANES, password.p, password.n, salt, sizeof salt, HASH_BYTES,
                                       text, HASH_TEXT_BYTES);
    if (status != ARGON2_OK)
        FAIL(c->arena, ERR_BROKEN, "account.hash", "口令加密失败：%s。", "The password could not be hashed: %s.", argon2_error_message(status));
    *ret_hash = str_of(text);
    return NULL;
}

bool account_verify(struct call *c, struct str hash, struct str password)
{
    return argon2id_verify(str_cstr(c->arena, hash), password.p, password.n) == ARGON2_OK;
}

struct err *account_check_password(struct call *c, struct str login, struct str password)
{
    int64_t least;
    TRY(account_policy(c, "password_min_chars", &least));
    if (str_chars(password) < least)
        FAIL_FIELD(c->arena, "account.password_short", "password", "口令至少 %lld 个字符。", "The password needs at least %lld characters.", (long long)least);
    if (str_equal(password, login))
        FAIL_FIELD(c->arena, "account.password_login", "password", "口令不能与登录名相同。", "The password must not be the login.");
    return NULL;
}

/* ---- sessions ---- */

struct err *account_session_open(struct call *c, int64_t account_id, struct str *ret_token)
{
    uint8_t random[2 * TOKEN_BYTES];
    int64_t hours;
    call_random(c, random, sizeof random);
    *ret_token = digest_hex(c->arena, (struct str){(const char *)random, TOKEN_BYTES});
    struct str csrf = digest_hex(c->arena, (struct str){(const char *)random + TOKEN_BYTES, TOKEN_BYTES / 2});
    TRY(account_policy(c, "session_hours", &hours));
    return db_run(c->db, c->arena, &sql_account_session_insert,
                  VALS(v_blob(token_hash(c->arena, *ret_token)), v_int(account_id), v_text(csrf), v_int(c->now_us),
                       v_int(c->now_us + hours * TIME_HOUR_US), v_text(c->peer), v_text((struct str){c->agent.p, c->agent.n < 200 ? c->agent.n : 200})),
                  NULL);
}

/* ---- accounts and roles ---- */

struct err *account_add(struct call *c, int64_t person_id, struct str login, struct str name, struct str hash, bool must_change, int64_t *ret_id)
{
    *ret_id = call_id(c);
    if (person_id && !name.n) TRY(db_text(c->db, c->arena, &sql_account_person_name, VALS(v_int(person_id)), &name));
    struct err *e = db_run(c->db, c->arena, &sql_account_insert,
                           VALS(v_int(*ret_id), v_id(person_id), v_text(name), v_text(login), v_text(hash), v_bool(must_change), v_int(c->now_us)), NULL);
    if (e && strcmp(e->code, "db.unique") == 0)
        FAIL_FIELD(c->arena, "account.login_taken", "login", "登录名“%.*s”已被使用。", "The login “%.*s” is taken.", STR_ARG(login));
    return e;
}

static bool is_system(int role) { return role == ROLE_SYSADMIN || role == ROLE_SECADMIN || role == ROLE_AUDITOR; }

/* Three powers in three hands: an account with one of them has nothing else. */
static struct err *check_apart(struct call *c, int64_t account_id, int role)
{
    int64_t others;
    const struct sql *sql = is_system(role) ? &sql_account_any_roles : &sql_account_system_roles;
    TRY(db_int(c->db, c->arena, sql, VALS(v_int(account_id), v_int(c->today)), &others));
    if (others > 0)
        FAIL(c->arena, ERR_CONFLICT, "account.roles_apart", "三员分立：系统管理员、安全管理员、审计员不能与其他角色由同一账号担任。",
             "System administrator, security administrator and auditor are kept apart: such an account has no other role.");
    return NULL;
}

struct err *account_grant(struct call *c, int64_t account_id, int role, int64_t org_id, int from_on, int until_on, int64_t *ret_id)
{
    if (c->who->account_id && c->who->account_id == account_id)
        FAIL(c->arena, ERR_DENIED, "account.own_roles", "不能给自己授权。", "Nobody grants roles to themselves.");
    if (until_on && until_on < from_on)
        FAIL_FIELD(c->arena, "account.role_dates", "until_on", "截止日期早于开始日期。", "The last day is before the first.");
    TRY(check_apart(c, account_id, role));
    *ret_id = call_id(c);
    return db_run(c->db, c->arena, &sql_account_role_insert,
                  VALS(v_int(*ret_id), v_int(account_id), v_cstr(role_names[role]), v_int(org_id), v_int(from_on ? from_on : c->today),
                       v_date(until_on), v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *account_revoke(struct call *c, int64_t role_id)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_account_role_revoke, VALS(v_int(role_id), v_id(c->who->account_id), v_int(c->now_us)), &changed));
    if (!changed) FAIL(c->arena, ERR_CONFLICT, "account.role_revoked", "这项授权已经撤销。", "This role was revoked before.");
    return NULL;
}

struct err *account_start(struct call *c) { return db_run(c->db, c->arena, &sql_account_sessions_forget, VALS(v_int(c->now_us)), NULL); }
