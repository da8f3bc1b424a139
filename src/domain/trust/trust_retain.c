/* domain/trust/trust_retain.c: how long what is kept, as dated rows, and the job that keeps to them.
 *
 * Only what is no record of anybody's training goes. The ledger, the roll, questions and answers of a lesson and the
 * audit log with its chapters are append-only, and stand in no rule; of a lesson the danmaku go. Each module forgets
 * its own; what was removed is in the audit log.
 */
#include "api/job.h"
#include "api/module.h"
#include "domain/account/account.h"
#include "domain/exchange/exchange.h"
#include "domain/live/live.h"
#include "domain/notice/notice.h"
#include "domain/org/org.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

enum { BATCH = 1000, AGAIN_S = 86400 };

static struct err *forget_imports(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    return exchange_forget(c, before, ret_removed); /* files are few, and went with their imports */
}

/* Bounds: nothing is forgotten while it is still of use, or kept for ever by mistake. */
static const struct kept {
    const char *code;
    int64_t min_days, max_days;
    struct err *(*forget)(struct call *c, int64_t before, int64_t most, int64_t *ret_removed);
} kinds[] = {
    {"idempotency_key", 1, 30, call_forget_keys}, {"session", 1, 365, account_sessions_forget},
    {"notice", 30, 3650, notice_forget},          {"job", 7, 3650, job_forget},
    {"import_file", 1, 30, forget_imports},       {"danmaku", 30, 3650, live_danmaku_forget},
};

static const struct kept *kind_find(struct str code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(code, kinds[i].code)) return &kinds[i];
    return NULL;
}

/* ---- the rules ---- */

struct retention {
    struct str code;
    int from_on, until_on;
    int64_t days;
    struct str source;
    int64_t ran_at, removed, removed_total;
};
#define RETENTION(kind, ...) F_##kind(struct retention, __VA_ARGS__)
static const struct shape_field retention_fields[] = {
    RETENTION(TEXT, code, 1, 40, SHAPE_REQUIRED, "数据种类", "what"),
    RETENTION(DATE, from_on, SHAPE_REQUIRED, "起用日期", "from"),
    RETENTION(DATE, until_on, SHAPE_READ_ONLY, "停用日期", "last day"),
    RETENTION(INT, days, 1, 3650, SHAPE_REQUIRED, "保留天数", "days kept"),
    RETENTION(TEXT, source, 1, 200, SHAPE_REQUIRED, "依据", "source"),
    RETENTION(TIME, ran_at, SHAPE_READ_ONLY, "最近清理时间", "last run"),
    RETENTION(INT, removed, 0, 0, SHAPE_READ_ONLY, "最近清理条数", "removed by it"),
    RETENTION(INT, removed_total, 0, 0, SHAPE_READ_ONLY, "累计清理条数", "removed in all"),
};
const struct shape trust_retention_shape = SHAPE("Retention", struct retention, retention_fields);

struct retentions {
    struct list items; /* struct retention */
};
static const struct shape_field retentions_fields[] = {
    F_LIST(struct retentions, items, &trust_retention_shape, 0, 0, 0, "规则，过去的也在内", "rules, past ones too"),
};
const struct shape trust_retentions_shape = SHAPE("Retentions", struct retentions, retentions_fields);

static struct err *list_rules(struct call *c, struct list *ret_rules)
{
    return db_list(c->db, c->arena, &sql_trust_retention_list, NO_VALS, &trust_retention_shape, ret_rules);
}

struct err *trust_get_retention(struct call *c)
{
    TRY(call_may(c, PERM_ACCOUNT_READ, STR(ORG_ROOT_PATH)));
    return list_rules(c, &((struct retentions *)c->out)->items);
}

/* In force until the next version that is planned already; what was in force ends the day before. */
static struct err *add_rule(struct call *c, const struct retention *rule, int64_t *ret_added)
{
    int64_t next_on;
    TRY(db_run(c->db, c->arena, &sql_trust_retention_end,
               VALS(v_text(rule->code), v_int(rule->from_on), v_int(date_add_days(rule->from_on, -1))), NULL));
    TRY(db_int(c->db, c->arena, &sql_trust_retention_next, VALS(v_text(rule->code), v_int(rule->from_on)), &next_on));
    int until_on = next_on ? date_add_days((int)next_on, -1) : 0;
    return db_run(
        c->db, c->arena, &sql_trust_retention_insert,
        VALS(v_text(rule->code), v_int(rule->from_on), v_int(rule->days), v_text(rule->source), v_date(until_on)),
        ret_added);
}

/* A new version from a day on, today at the earliest. */
struct err *trust_post_retention(struct call *c)
{
    const struct retention *in = c->in;
    const struct kept *kind = kind_find(in->code);
    int64_t changed;
    TRY(call_may(c, PERM_ROLE_GRANT, STR(ORG_ROOT_PATH)));
    if (!kind) FAIL_FIELD(c->arena, "trust.retention", "code", "没有这种数据。", "There is no such kind of data.");
    if (in->days < kind->min_days || in->days > kind->max_days)
        FAIL_FIELD(c->arena, "trust.retention_days", "days", "应在 %lld 至 %lld 天之间。",
                   "It must be between %lld and %lld days.", (long long)kind->min_days, (long long)kind->max_days);
    if (in->from_on < c->today)
        FAIL_FIELD(c->arena, "trust.retention_past", "from_on", "新规则最早从今天起用。",
                   "A new rule is in force from today at the earliest.");
    TRY(add_rule(c, in, &changed));
    if (!changed)
        FAIL_FIELD(c->arena, "trust.retention_day", "from_on", "这一天已有一个版本起用，请换一天。",
                   "A version begins on that day already: choose another.");
    return list_rules(c, &((struct retentions *)c->out)->items);
}

/* ---- the job ---- */

struct due {
    struct list rules; /* struct retention: in force today, and not applied for a day */
};

static struct err *due_step(struct call *c, void *arg)
{
    struct due *due = arg;
    struct list all;
    TRY(list_rules(c, &all));
    for (LIST_EACH(all, struct retention, r)) {
        bool now = r->from_on <= c->today && (!r->until_on || r->until_on >= c->today);
        if (now && r->ran_at <= c->now_us - AGAIN_S * TIME_SECOND_US)
            *list_add(c->arena, &due->rules, struct retention) = *r;
    }
    return NULL;
}

struct batch {
    const struct retention *rule;
    const struct kept *kind;
    int64_t removed;
};

/* What goes and the line that tells of it are in one transaction: whatever breaks off, nothing goes untold. */
static struct err *batch_step(struct call *c, void *arg)
{
    struct batch *b = arg;
    TRY(b->kind->forget(c, c->now_us - b->rule->days * TIME_DAY_US, BATCH, &b->removed));
    if (!b->removed) return NULL;
    struct str detail =
        str_printf(c->arena, "{\"code\":\"%s\",\"removed\":%lld}", b->kind->code, (long long)b->removed);
    return call_audit_add(c, "trust.retained", 0, STR(ORG_ROOT_PATH), detail);
}

static struct err *ran_step(struct call *c, void *arg)
{
    const struct batch *b = arg;
    return db_run(c->db, c->arena, &sql_trust_retention_ran,
                  VALS(v_text(b->rule->code), v_time(c->now_us), v_int(b->removed)), NULL);
}

static struct err *apply(struct job *job, const struct retention *rule)
{
    struct batch batch = {.rule = rule, .kind = kind_find(rule->code)};
    int64_t removed = 0;
    if (!batch.kind) return NULL;
    do {
        batch.removed = 0;
        TRY(job_write(job, batch_step, &batch));
        removed += batch.removed;
    } while (batch.removed >= BATCH && !job_stopping(job));
    batch.removed = removed;
    return job_write(job, ran_step, &batch);
}

struct err *trust_retain_run(struct job *job)
{
    struct due due = {0};
    TRY(job_read(job, due_step, &due));
    for (LIST_EACH(due.rules, struct retention, rule)) TRY(apply(job, rule));
    return NULL;
}
