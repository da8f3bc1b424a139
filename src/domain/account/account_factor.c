/* domain/account/account_factor.c: the second factor: setting it up, asking for it, losing it. */
#include "account_sql.h"
#include "api/config.h"
#include "api/module.h"
#include "calc/qr/qr.h"
#include "calc/seal/seal.h"
#include "calc/totp/totp.h"
#include "domain/account/account_private.h"

enum { RECOVERY_CODES = 10, RECOVERY_BYTES = 10 };

struct factor {
    int64_t account_id;
    struct str secret; /* sealed */
    int64_t used_step;
    int64_t confirmed_at; /* 0: not yet */
};
static const struct shape_field factor_fields[] = {
    F_ID(struct factor, account_id, 0, "账号", "account"),
    F_TEXT(struct factor, secret, 0, 0, SHAPE_SECRET, "密钥", "secret"),
    F_INT(struct factor, used_step, 0, 0, 0, "已用时间步", "step used last"),
    F_TIME(struct factor, confirmed_at, 0, "启用时间", "in use since"),
};
static const struct shape factor_shape = SHAPE("AccountFactor", struct factor, factor_fields);

static struct str label(struct call *c, int64_t account_id)
{
    return str_printf(c->arena, "account.factor:%lld", (long long)account_id);
}

static struct err *factor_find(struct call *c, int64_t account_id, struct factor *ret_factor, bool *ret_on)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_account_factor_find, VALS(v_id(account_id)), &factor_shape, ret_factor, &found));
    *ret_on = found && ret_factor->confirmed_at;
    return NULL;
}

/* ---- what was typed ---- */

static struct str recovery_mark(struct call *c, int64_t account_id, struct str code)
{
    struct str text = str_printf(c->arena, "%lld:%.*s", (long long)account_id, STR_ARG(str_lower(c->arena, code)));
    return seal_mark(c->arena, c->config->secret_key, STR("account.recovery"), text);
}

static struct err *use_recovery(struct call *c, int64_t account_id, struct str code, bool *ret_right)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_account_recovery_use,
               VALS(v_id(account_id), v_blob(recovery_mark(c, account_id, code)), v_time(c->now_us)), &changed));
    *ret_right = changed > 0;
    return NULL;
}

/* A code is used up by being right. */
static struct err *use_code(struct call *c, const struct factor *factor, struct str code, bool *ret_right)
{
    struct str secret;
    *ret_right = false;
    if (!seal_open(c->arena, c->config->secret_key, label(c, factor->account_id), factor->secret, &secret))
        FAIL(c->arena, ERR_BROKEN, "account.factor_sealed", "二次验证密钥无法解开：服务器密钥文件已更换。",
             "The second factor does not open: the server's key file was replaced.");
    int64_t step = totp_match(secret, code, c->now_us / TIME_SECOND_US, factor->used_step), changed;
    if (!step) return NULL;
    TRY(db_run(c->db, c->arena, &sql_account_factor_use, VALS(v_id(factor->account_id), v_int(step), v_time(c->now_us)),
               &changed));
    *ret_right = changed > 0;
    return NULL;
}

struct err *account_factor_check(struct call *c, int64_t account_id, struct str code, enum account_factor_answer *ret)
{
    struct factor factor;
    bool on, right = false;
    code = str_trim(code);
    TRY(factor_find(c, account_id, &factor, &on));
    if (on && code.n) TRY(use_code(c, &factor, code, &right));
    if (on && code.n && !right) TRY(use_recovery(c, account_id, code, &right));
    *ret = !on ? FACTOR_OFF : !code.n ? FACTOR_MISSING : right ? FACTOR_RIGHT : FACTOR_WRONG;
    return NULL;
}

struct err *account_factor_due(struct call *c, const struct account_policy *policy, int64_t account_id, bool *ret_due)
{
    struct factor factor;
    struct list roles;
    bool on;
    *ret_due = false;
    if (policy->factor_for <= 1) return NULL;
    TRY(factor_find(c, account_id, &factor, &on));
    if (on) return NULL;
    TRY(account_store_roles_now(c, account_id, &roles));
    for (LIST_EACH(roles, struct who_role, role)) *ret_due |= account_role_needs_factor(policy->factor_for, role->role);
    return NULL;
}

/* ---- one's own ---- */

struct factor_state {
    bool on, required;
    int64_t on_since;
    int64_t recovery_left;
};
static const struct shape_field state_fields[] = {
    F_BOOL(struct factor_state, on, 0, "已启用", "in use"),
    F_BOOL(struct factor_state, required, 0, "按策略必须启用", "demanded by the policy"),
    F_TIME(struct factor_state, on_since, 0, "启用时间", "in use since"),
    F_INT(struct factor_state, recovery_left, 0, 0, 0, "剩余恢复码", "recovery codes left"),
};
const struct shape account_factor_state_shape = SHAPE("FactorState", struct factor_state, state_fields);

struct factor_begun {
    struct str secret, uri, qr;
};
static const struct shape_field begun_fields[] = {
    F_TEXT(struct factor_begun, secret, 0, 0, SHAPE_SECRET, "密钥（可手工输入）", "secret, to be typed in"),
    F_TEXT(struct factor_begun, uri, 0, 0, SHAPE_SECRET, "otpauth 地址", "otpauth address"),
    F_TEXT(struct factor_begun, qr, 0, 0, SHAPE_SECRET, "二维码（SVG）", "QR code as SVG"),
};
const struct shape account_factor_begun_shape = SHAPE("FactorBegun", struct factor_begun, begun_fields);

struct factor_code {
    struct str code;
};
static const struct shape_field code_fields[] = {
    F_TEXT(struct factor_code, code, 1, 40, SHAPE_REQUIRED | SHAPE_SECRET, "验证码或恢复码", "code"),
};
const struct shape account_factor_code_shape = SHAPE("FactorCode", struct factor_code, code_fields);

struct factor_codes {
    struct list recovery_codes; /* struct str */
};
static const struct shape_field codes_fields[] = {
    F_TEXTS(struct factor_codes, recovery_codes, 0, 0, SHAPE_SECRET, "恢复码（只显示这一次）",
            "recovery codes, shown this once"),
};
const struct shape account_factor_codes_shape = SHAPE("FactorCodes", struct factor_codes, codes_fields);

struct err *account_factor_show(struct call *c)
{
    struct factor_state *out = c->out;
    struct account_policy policy;
    struct factor factor;
    struct list roles;
    TRY(account_policy(c, &policy));
    TRY(factor_find(c, c->who->account_id, &factor, &out->on));
    TRY(account_store_roles_now(c, c->who->account_id, &roles));
    for (LIST_EACH(roles, struct who_role, role))
        out->required |= account_role_needs_factor(policy.factor_for, role->role);
    out->on_since = out->on ? factor.confirmed_at : 0;
    return db_int(c->db, c->arena, &sql_account_recovery_count, VALS(v_id(c->who->account_id)), &out->recovery_left);
}

struct err *account_factor_begin(struct call *c)
{
    struct factor_begun *out = c->out;
    char *bytes = arena_bytes(c->arena, TOTP_SECRET_BYTES);
    int64_t changed;
    call_random(c, bytes, TOTP_SECRET_BYTES);
    struct str secret = {bytes, TOTP_SECRET_BYTES};
    struct str sealed = seal_close(c->arena, c->config->secret_key, label(c, c->who->account_id), secret);
    TRY(db_run(c->db, c->arena, &sql_account_factor_begin,
               VALS(v_id(c->who->account_id), v_blob(sealed), v_time(c->now_us)), &changed));
    if (!changed)
        FAIL(c->arena, ERR_CONFLICT, "account.factor_on", "二次验证已启用；要更换手机，请先停用再重新设置。",
             "The second factor is in use: turn it off first to set up another device.");
    out->secret = totp_base32(c->arena, secret);
    out->uri = str_printf(c->arena, "otpauth://totp/Tongke:%.*s?secret=%.*s&issuer=Tongke", STR_ARG(c->who->login),
                          STR_ARG(out->secret));
    out->qr = qr_svg(c->arena, out->uri);
    return NULL;
}

static struct err *add_recovery_codes(struct call *c, struct list *ret_codes)
{
    char bytes[RECOVERY_BYTES];
    TRY(db_run(c->db, c->arena, &sql_account_recovery_delete, VALS(v_id(c->who->account_id)), NULL));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        call_random(c, bytes, sizeof bytes);
        struct str code = str_lower(c->arena, totp_base32(c->arena, (struct str){bytes, sizeof bytes}));
        TRY(db_run(c->db, c->arena, &sql_account_recovery_insert,
                   VALS(v_id(c->who->account_id), v_blob(recovery_mark(c, c->who->account_id, code))), NULL));
        *list_add(c->arena, ret_codes, struct str) = code;
    }
    return NULL;
}

static struct err *wrong_code(struct call *c)
{
    c->refusal = ERR_FIELD(c->arena, "account.code_wrong", "code", "验证码不对或已用过，请等下一个验证码再试。",
                           "The code is wrong or was used: wait for the next one.");
    return account_fail(c, c->who->account_id);
}

struct err *account_factor_confirm(struct call *c)
{
    const struct factor_code *in = c->in;
    struct factor_codes *out = c->out;
    struct factor factor;
    bool found, right;
    TRY(db_find(c->db, c->arena, &sql_account_factor_find, VALS(v_id(c->who->account_id)), &factor_shape, &factor,
                &found));
    if (!found || factor.confirmed_at)
        FAIL(c->arena, ERR_CONFLICT, "account.factor_not_begun", "请先开始设置二次验证。",
             "Begin to set up the second factor first.");
    TRY(use_code(c, &factor, in->code, &right));
    if (!right) return wrong_code(c);
    TRY(db_run(c->db, c->arena, &sql_account_session_freed, VALS(v_blob(c->who->session)), NULL));
    TRY(account_store_sessions_end(c, c->who->account_id, c->who->session));
    return add_recovery_codes(c, &out->recovery_codes);
}

struct err *account_factor_remove(struct call *c, int64_t account_id)
{
    TRY(db_run(c->db, c->arena, &sql_account_recovery_delete, VALS(v_id(account_id)), NULL));
    return db_run(c->db, c->arena, &sql_account_factor_delete, VALS(v_id(account_id)), NULL);
}

/* Turned off with a code, so that a screen left alone is not enough. */
struct err *account_factor_off(struct call *c)
{
    const struct factor_code *in = c->in;
    enum account_factor_answer answer;
    TRY(account_factor_check(c, c->who->account_id, in->code, &answer));
    if (answer == FACTOR_OFF) return NULL;
    if (answer != FACTOR_RIGHT) return wrong_code(c);
    return account_factor_remove(c, c->who->account_id);
}
