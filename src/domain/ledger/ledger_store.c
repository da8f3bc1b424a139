/* domain/ledger/ledger_store.c: the SQL of ledgers and conversion rules. */
#include "api/module.h"
#include "domain/ledger/ledger_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "ledger_sql.h"

/* ---- shapes ---- */

#define ENTRY(kind, ...) F_##kind(struct ledger_entry, __VA_ARGS__)
static const struct shape_field entry_fields[] = {
    ENTRY(ID, id, 0, "编号", "id"),
    ENTRY(ID, person_id, 0, "人员", "person"),
    ENTRY(INT, seq, 0, INT64_MAX, 0, "序号", "number"),
    ENTRY(ENUM, kind, ledger_kind_names, 0, "类别", "kind"),
    ENTRY(HOURS, hours, 0, 0, 0, "学时", "hours"),
    ENTRY(HOURS, days, 0, 0, 0, "天数", "days"),
    ENTRY(DATE, earned_on, 0, "取得日期", "earned on"),
    ENTRY(TIME, posted_at, 0, "入账时间", "posted at"),
    ENTRY(ENUM, source_kind, ledger_source_names, 0, "来源", "source"),
    ENTRY(TEXT, source_key, 0, 0, 0, "来源标识", "source key"),
    ENTRY(ID, source_id, 0, "来源编号", "source id"),
    ENTRY(ID, org_id, 0, "授予单位", "giver"),
    ENTRY(TEXT, org_name, 0, 0, 0, "授予单位名称", "giver's name"),
    ENTRY(TEXT, title, 0, 0, 0, "事由", "title"),
    ENTRY(RAW, evidence, 0, "凭证", "evidence"),
    ENTRY(ID, rule_id, 0, "折算规则", "conversion rule"),
    ENTRY(ID, reverses_id, 0, "冲销的记录", "reverses"),
    ENTRY(ID, reversed_by, 0, "被哪条冲销", "reversed by"),
    ENTRY(INT, reverses_seq, 0, 0, 0, "冲销第几条", "number of the entry that it reverses"),
    ENTRY(INT, reversed_seq, 0, 0, 0, "被第几条冲销", "number of the entry that reverses it"),
    ENTRY(ID, posted_by, 0, "入账账号", "posted by"),
    ENTRY(TEXT, prev_hash, 0, 0, 0, "上一条校验值", "hash before"),
    ENTRY(TEXT, hash, 0, 0, 0, "校验值", "hash"),
};
const struct shape ledger_entry_shape = SHAPE("LedgerEntry", struct ledger_entry, entry_fields);

static const struct shape_field head_fields[] = {
    F_ID(struct ledger_head, person_id, 0, "人员", "person"),
    F_INT(struct ledger_head, seq, 0, INT64_MAX, 0, "序号", "number"),
    F_TEXT(struct ledger_head, hash, 0, 0, 0, "校验值", "hash"),
    F_HOURS(struct ledger_head, concentrated, 0, 0, 0, "集中培训", "concentrated"),
    F_HOURS(struct ledger_head, online, 0, 0, 0, "网络自学", "online"),
};
static const struct shape head_shape = SHAPE("LedgerHead", struct ledger_head, head_fields);

static const struct shape_field balance_fields[] = {
    F_ID(struct ledger_balance, person_id, 0, "人员", "person"),
    F_DATE(struct ledger_balance, on, 0, "截至日期", "on"),
    F_TIME(struct ledger_balance, known_at, 0, "以何时所知为准", "as known at"),
    F_HOURS(struct ledger_balance, concentrated, 0, 0, 0, "集中培训学时", "concentrated hours"),
    F_HOURS(struct ledger_balance, online, 0, 0, 0, "网络自学学时", "online hours"),
    F_HOURS(struct ledger_balance, days, 0, 0, 0, "集中培训天数", "days"),
    F_INT(struct ledger_balance, entries, 0, INT64_MAX, 0, "记录数", "entries"),
};
const struct shape ledger_balance_shape = SHAPE("LedgerBalance", struct ledger_balance, balance_fields);

static const struct shape_field line_fields[] = {
    F_ID(struct ledger_line, person_id, 0, "人员", "person"),
    F_ENUM(struct ledger_line, kind, ledger_kind_names, 0, "类别", "kind"),
    F_HOURS(struct ledger_line, hours, 0, 0, 0, "学时", "hours"),
    F_HOURS(struct ledger_line, days, 0, 0, 0, "天数", "days"),
    F_DATE(struct ledger_line, earned_on, 0, "取得日期", "earned on"),
};
static const struct shape line_shape = SHAPE("LedgerLine", struct ledger_line, line_fields);

static const struct shape_field year_fields[] = {
    F_INT(struct ledger_year, year, 0, 9999, 0, "年度", "year"),
    F_HOURS(struct ledger_year, concentrated, 0, 0, 0, "集中培训学时", "concentrated hours"),
    F_HOURS(struct ledger_year, online, 0, 0, 0, "网络自学学时", "online hours"),
    F_HOURS(struct ledger_year, days, 0, 0, 0, "集中培训天数", "days"),
    F_INT(struct ledger_year, entries, 0, INT64_MAX, 0, "记录数", "entries"),
};
const struct shape ledger_year_shape = SHAPE("LedgerYear", struct ledger_year, year_fields);

static const struct shape_field giver_fields[] = {
    F_ID(struct ledger_giver, org_id, 0, "授予单位", "giver"),
    F_INT(struct ledger_giver, year, 0, 9999, 0, "年度", "year"),
    F_INT(struct ledger_giver, entries, 0, 0, 0, "人次", "person-times"),
    F_HOURS(struct ledger_giver, hours, 0, 0, 0, "学时", "hours"),
};
static const struct shape giver_shape = SHAPE("LedgerGiver", struct ledger_giver, giver_fields);

#define RULE(kind, ...) F_##kind(struct conversion_rule, __VA_ARGS__)
static const struct shape_field rule_fields[] = {
    RULE(ID, id, 0, "编号", "id"),
    RULE(ID, org_id, 0, "适用范围", "scope"),
    RULE(TEXT, org_name, 0, 0, 0, "适用范围名称", "scope's name"),
    RULE(TEXT, code, 0, 0, 0, "代码", "code"),
    RULE(TEXT, name, 0, 0, 0, "名称", "name"),
    RULE(ENUM, kind, ledger_kind_names, 0, "类别", "kind"),
    RULE(ENUM, basis, conversion_basis_names, 0, "折算依据", "basis"),
    RULE(DATE, from_on, 0, "起用日期", "from"),
    RULE(DATE, until_on, 0, "停用日期", "until"),
    RULE(HOURS, hours_per_day, 0, 0, 0, "每天学时", "hours a day"),
    RULE(HOURS, hours_per_half_day, 0, 0, 0, "半天学时", "hours a half-day"),
    RULE(INT, minutes_per_hour, 0, 0, 0, "每学时分钟数", "minutes an hour"),
    RULE(INT, min_share_ppm, 0, 0, 0, "最低完成比例（百万分之一）", "least share, ppm"),
    RULE(INT, factor_ppm, 0, 0, 0, "系数（百万分之一）", "factor, ppm"),
    RULE(TEXT, source, 0, 0, 0, "依据", "source"),
};
const struct shape conversion_rule_shape = SHAPE("ConversionRule", struct conversion_rule, rule_fields);

/* ---- heads ---- */

/* On SQLite, where there is one writer, who has begun, a head that is there needs no lock; what RETURNING gives it
 * keeps in a table made for each run. */
struct err *ledger_head_lock(struct call *c, int64_t person_id, struct ledger_head *ret_head)
{
    bool found = false;
    if (db_kind_of(c->db) == DB_SQLITE)
        TRY(db_find(c->db, c->arena, &sql_ledger_head_get, VALS(v_id(person_id)), &head_shape, ret_head, &found));
    if (found) return NULL;
    return db_get(c->db, c->arena, &sql_ledger_head_lock,
                  VALS(v_id(person_id), v_blob((struct str){0}), v_time(c->now_us)), &head_shape, ret_head);
}

struct err *ledger_head_set(struct call *c, const struct ledger_head *h, int64_t at)
{
    return db_run(c->db, c->arena, &sql_ledger_head_update,
                  VALS(v_id(h->person_id), v_int(h->seq), v_blob(h->hash), v_int(h->concentrated_centi),
                       v_int(h->online_centi), v_time(at)),
                  NULL);
}

struct err *ledger_head_add(struct call *c, const struct ledger_head *h, int64_t at)
{
    return db_run(c->db, c->arena, &sql_ledger_head_insert,
                  VALS(v_id(h->person_id), v_int(h->seq), v_blob(h->hash), v_int(h->concentrated_centi),
                       v_int(h->online_centi), v_time(at)),
                  NULL);
}

struct err *ledger_head_range(struct call *c, int64_t after_id, int64_t most, struct list *ret_heads)
{
    return db_list(c->db, c->arena, &sql_ledger_head_range, VALS(v_int(after_id), v_int(most)), &head_shape, ret_heads);
}

/* ---- entries ---- */

struct err *ledger_entry_add(struct call *c, const struct ledger_entry *e, bool *ret_new)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_ledger_entry_insert,
               VALS(v_id(e->id), v_id(e->person_id), v_int(e->seq), v_cstr(ledger_kind_names[e->kind]),
                    v_int(e->hours_centi), v_int(e->days_centi), v_int(e->earned_on), v_time(e->posted_at),
                    v_cstr(ledger_source_names[e->source_kind]), v_text(e->source_key), v_id(e->source_id),
                    v_id(e->org_id), v_text(e->title), v_text(e->evidence), v_id(e->rule_id), v_id(e->reverses_id),
                    v_id(e->posted_by), v_blob(e->prev_hash), v_blob(e->hash)),
               &changed));
    *ret_new = changed > 0;
    return NULL;
}

struct err *ledger_entry_get(struct call *c, int64_t entry_id, struct ledger_entry *ret_entry)
{
    return db_get(c->db, c->arena, &sql_ledger_entry_get, VALS(v_id(entry_id)), &ledger_entry_shape, ret_entry);
}

struct err *ledger_person_path(struct call *c, int64_t person_id, struct str *ret_path)
{
    return db_text(c->db, c->arena, &sql_ledger_person_path, VALS(v_id(person_id)), ret_path);
}

struct err *ledger_entry_last(struct call *c, int64_t person_id, struct ledger_entry *ret_entry)
{
    return db_get(c->db, c->arena, &sql_ledger_entry_last, VALS(v_id(person_id)), &ledger_entry_shape, ret_entry);
}

struct err *ledger_entry_range(struct call *c, int64_t after_id, int64_t last_id, struct list *ret_entries)
{
    return db_list(c->db, c->arena, &sql_ledger_entry_range, VALS(v_int(after_id), v_int(last_id)), &ledger_entry_shape,
                   ret_entries);
}

struct err *ledger_entry_walk(struct call *c, const struct person_span *s, struct list *ret_entries)
{
    return db_list(c->db, c->arena, &sql_ledger_entry_walk,
                   VALS(v_text(s->first_path), v_id(s->first_id), v_text(s->last_path), v_id(s->last_id)),
                   &ledger_entry_shape, ret_entries);
}

static int64_t all_known(int64_t known_at) { return known_at ? known_at : INT64_MAX; }

struct err *ledger_lines(struct call *c, int64_t person_id, int from_on, int until_on, int64_t known_at,
                         struct list *ret_lines)
{
    return db_list(c->db, c->arena, &sql_ledger_line_list,
                   VALS(v_id(person_id), v_int(from_on), v_int(until_on), v_int(all_known(known_at))), &line_shape,
                   ret_lines);
}

static const struct shape_field training_fields[] = {
    F_ID(struct ledger_training, person_id, 0, "人员", "person"),
    F_DATE(struct ledger_training, earned_on, 0, "日期", "date"),
    F_INT(struct ledger_training, net, 0, 0, 0, "次数", "times"),
};
static const struct shape training_shape = SHAPE("LedgerTraining", struct ledger_training, training_fields);

struct err *ledger_trainings_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_trainings)
{
    return db_list(c->db, c->arena, &sql_ledger_training_range, VALS(v_int(first_id), v_int(last_id)), &training_shape,
                   ret_trainings);
}

struct err *ledger_lines_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_lines)
{
    return db_list(c->db, c->arena, &sql_ledger_line_range, VALS(v_int(first_id), v_int(last_id)), &line_shape,
                   ret_lines);
}

struct err *ledger_balance(struct call *c, int64_t person_id, int on, int64_t known_at,
                           struct ledger_balance *ret_balance)
{
    TRY(db_get(c->db, c->arena, &sql_ledger_balance, VALS(v_id(person_id), v_int(on), v_int(all_known(known_at))),
               &ledger_balance_shape, ret_balance));
    ret_balance->on = on;
    ret_balance->known_at = known_at;
    return NULL;
}

struct err *ledger_years(struct call *c, int64_t person_id, struct list *ret_years)
{
    return db_list(c->db, c->arena, &sql_ledger_year_list, VALS(v_id(person_id)), &ledger_year_shape, ret_years);
}

static const struct page_sort entry_sorts[] = {{"newest", "-e.seq"}, {"seq", "e.seq"}, {"earned_on", "e.earned_on"}};
static const struct page_filter entry_filters[] = {
    {"from", "e.earned_on >= $?", SHAPE_DATE, "从哪天起取得", "earned from this day"},
    {"to", "e.earned_on <= $?", SHAPE_DATE, "到哪天为止取得", "earned to this day"},
    {"kind", "e.kind = $?", SHAPE_TEXT, "类别：concentrated 或 online", "kind: concentrated or online"},
    {"source", "e.source_kind = $?", SHAPE_TEXT, "来源", "source"},
};
const struct page_spec ledger_entry_page = {&sql_ledger_entry_page, "ledger_entry e", "e.id", TABLE(entry_sorts),
                                            TABLE(entry_filters)};

/* ---- givers ---- */

struct err *ledger_giver_add(struct call *c, const struct ledger_giver *g)
{
    return db_run(c->db, c->arena, &sql_ledger_giver_add,
                  VALS(v_id(g->org_id), v_int(g->year), v_int(g->entries), v_int(g->hours_centi)), NULL);
}

struct err *ledger_giver_list(struct call *c, struct list *ret_givers)
{
    return db_list(c->db, c->arena, &sql_ledger_giver_list, NO_VALS, &giver_shape, ret_givers);
}

/* ---- ledgers of a part of the tree ---- */

struct err *ledger_export_rows(struct call *c, const struct ledger_span *s,
                               struct err *(*each)(void *context, struct vals row), void *context)
{
    return db_rows(c->db, c->arena, &sql_ledger_export,
                   VALS(v_text(s->path), v_text(org_path_end(c->arena, s->path)), v_int(s->from), v_int(s->until),
                        v_cstr(ledger_kind_names[s->kind]), v_cstr(ledger_source_names[s->source_kind]),
                        v_id(s->class_id)),
                   each, context);
}

struct err *ledger_org_names(struct call *c, struct err *(*each)(void *context, struct vals row), void *context)
{
    return db_rows(c->db, c->arena, &sql_ledger_org_names,
                   VALS(v_text(STR(ORG_ROOT_PATH)), v_text(org_path_end(c->arena, STR(ORG_ROOT_PATH)))), each, context);
}

/* ---- conversion rules ---- */

static const struct page_sort rule_sorts[] = {{"code", "r.code"}, {"from_on", "r.from_on"}};
static const struct page_filter rule_filters[] = {
    {"kind", "r.kind = $?", SHAPE_TEXT, "类别", "kind"},
    {"on", "r.from_on <= $? AND (r.until_on IS NULL OR r.until_on >= $?)", SHAPE_DATE, "在哪天有效",
     "in force on this day"},
};
const struct page_spec conversion_rule_page = {&sql_ledger_rule_list, "conversion_rule r", "r.id", TABLE(rule_sorts),
                                               TABLE(rule_filters)};

struct err *conversion_find(struct call *c, int kind, struct str org_path, int on, struct conversion_rule *ret_rule)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_ledger_rule_find,
                VALS(v_cstr(ledger_kind_names[kind]), v_int(on), v_text(org_path), v_int(c->lang == LANG_EN)),
                &conversion_rule_shape, ret_rule, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "ledger.no_rule", "%s 这一天没有适用的学时折算规则，请先登记规则。",
         "No rule turns attendance into hours on %s: enter one first.", str_cstr(c->arena, date_text(c->arena, on)));
}
