/* domain/account/account_policy.c: the dated rows of the policy for passwords, sessions and the second factor. */
#include "account_sql.h"
#include "api/module.h"
#include "domain/account/account_private.h"
#include "domain/org/org.h"

struct policy_row {
    struct str code;
    int from_on, until_on; /* until_on: last day; 0 open */
    int64_t value_int;
    struct str unit, source;
};
static const struct shape_field row_fields[] = {
    F_TEXT(struct policy_row, code, 1, 40, SHAPE_REQUIRED, "策略", "policy"),
    F_DATE(struct policy_row, from_on, SHAPE_REQUIRED, "起用日期", "from"),
    F_DATE(struct policy_row, until_on, SHAPE_READ_ONLY, "停用日期", "last day"),
    F_INT(struct policy_row, value_int, 1, 1000000, SHAPE_REQUIRED, "值", "value"),
    F_TEXT(struct policy_row, unit, 0, 0, SHAPE_READ_ONLY, "单位", "unit"),
    F_TEXT(struct policy_row, source, 1, 200, SHAPE_REQUIRED, "依据", "source"),
};
const struct shape account_policy_row_shape = SHAPE("AccountPolicyRow", struct policy_row, row_fields);

struct policy_rows {
    struct list items; /* struct policy_row */
};
static const struct shape_field rows_fields[] = {
    F_LIST(struct policy_rows, items, &account_policy_row_shape, 0, 0, 0, "策略，过去的也在内",
           "policies, past ones too"),
};
const struct shape account_policy_rows_shape = SHAPE("AccountPolicyRows", struct policy_rows, rows_fields);

/* What each value may be: a policy that shuts everybody out helps nobody. */
static const struct bound {
    const char *code;
    int64_t min, max;
} bounds[] = {
    {"password_min_chars", 8, 64},      {"password_hash_memory_kib", 7168, 262144},
    {"password_hash_passes", 1, 20},    {"lock_after_failures", 3, 100},
    {"lock_first_seconds", 1, 3600},    {"lock_minutes", 1, 1440},
    {"lock_forget_hours", 1, 720},      {"lock_account_failures", 10, 10000},
    {"session_idle_minutes", 5, 10080}, {"session_keep_minutes", 1, 1440},
    {"session_max_hours", 1, 720},      {"factor_for", 1, 3},
};

static struct err *check_row(struct call *c, const struct policy_row *row)
{
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        if (!str_is(row->code, bounds[i].code)) continue;
        if (row->value_int >= bounds[i].min && row->value_int <= bounds[i].max) return NULL;
        FAIL_FIELD(c->arena, "account.policy_value", "value_int", "“%s”应在 %lld 至 %lld 之间。",
                   "“%s” must be between %lld and %lld.", bounds[i].code, (long long)bounds[i].min,
                   (long long)bounds[i].max);
    }
    FAIL_FIELD(c->arena, "account.policy_code", "code", "没有“%.*s”这项策略。", "There is no policy “%.*s”.",
               STR_ARG(row->code));
}

static struct err *list_rows(struct call *c)
{
    struct policy_rows *out = c->out;
    return db_list(c->db, c->arena, &sql_account_policy_rows, NO_VALS, &account_policy_row_shape, &out->items);
}

struct err *account_policy_get(struct call *c)
{
    TRY(call_may(c, PERM_ACCOUNT_READ, STR(ORG_ROOT_PATH)));
    return list_rows(c);
}

/* Memory and passes are two rows, each changed by itself: on no day may they make a weak hash together. */
static struct err *check_hash(struct call *c, const struct policy_row *in)
{
    bool memory = str_is(in->code, "password_hash_memory_kib");
    const char *other = memory ? "password_hash_passes" : "password_hash_memory_kib";
    struct list rows;
    if (!memory && !str_is(in->code, "password_hash_passes")) return NULL;
    TRY(db_list(c->db, c->arena, &sql_account_policy_rows, NO_VALS, &account_policy_row_shape, &rows));
    for (LIST_EACH(rows, struct policy_row, row)) {
        if (!str_is(row->code, other) || (row->until_on && row->until_on < in->from_on)) continue;
        if (account_hash_enough(memory ? in->value_int : row->value_int, memory ? row->value_int : in->value_int))
            continue;
        FAIL_FIELD(c->arena, "account.policy_weak", "value_int", "内存（KiB）乘以遍数至少应为 35840，请先提高另一项。",
                   "Memory in KiB times passes must be at least 35840: raise the other one first.");
    }
    return NULL;
}

/* A new version from a day on, today at the earliest; what was in force ends the day before. Nothing is overwritten. */
struct err *account_policy_post(struct call *c)
{
    const struct policy_row *in = c->in;
    int64_t changed;
    TRY(call_may(c, PERM_ROLE_GRANT, STR(ORG_ROOT_PATH)));
    TRY(check_row(c, in));
    TRY(check_hash(c, in));
    if (in->from_on < c->today)
        FAIL_FIELD(c->arena, "account.policy_past", "from_on", "新策略最早从今天起用。",
                   "A new policy is in force from today at the earliest.");
    TRY(db_run(c->db, c->arena, &sql_account_policy_end,
               VALS(v_text(in->code), v_int(in->from_on), v_int(date_add_days(in->from_on, -1))), NULL));
    TRY(db_run(c->db, c->arena, &sql_account_policy_insert,
               VALS(v_text(in->code), v_int(in->from_on), v_int(in->value_int), v_text(in->source)), &changed));
    if (!changed)
        FAIL_FIELD(c->arena, "account.policy_day", "from_on", "这一天已有一个版本起用，请换一天。",
                   "A version begins on that day already: choose another.");
    return list_rows(c);
}
