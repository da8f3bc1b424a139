/* domain/ledger/ledger_http.c: routes of ledgers and conversion rules. */
#include "api/module.h"
#include "calc/digest/digest.h"
#include "core/buf.h"
#include "domain/ledger/ledger_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "ledger_sql.h"

enum { EVIDENCE_MAX_BYTES = 64 << 10 };

/* ---- shapes ---- */

struct ledger_summary {
    int64_t person_id;
    struct str person_name, org_name; /* on paper it says whose ledger it is */
    int64_t concentrated_centi, online_centi, days_centi;
    int64_t entries;
    struct str hash; /* of the last entry, hexadecimal: whoever noted it can tell later whether anything was changed */
    struct list years; /* struct ledger_year, newest first */
};
static const struct shape_field summary_fields[] = {
    F_ID(struct ledger_summary, person_id, 0, "人员", "person"),
    F_TEXT(struct ledger_summary, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct ledger_summary, org_name, 0, 0, 0, "所在单位", "unit"),
    F_HOURS(struct ledger_summary, concentrated, 0, 0, 0, "集中培训学时", "concentrated hours"),
    F_HOURS(struct ledger_summary, online, 0, 0, 0, "网络自学学时", "online hours"),
    F_HOURS(struct ledger_summary, days, 0, 0, 0, "集中培训天数", "days of concentrated training"),
    F_INT(struct ledger_summary, entries, 0, INT64_MAX, 0, "记录数", "entries"),
    F_TEXT(struct ledger_summary, hash, 0, 0, 0, "最后一条的校验值", "hash of the last entry"),
    F_LIST(struct ledger_summary, years, &ledger_year_shape, 0, 0, 0, "各年度", "by year"),
};
static const struct shape summary_shape = SHAPE("LedgerSummary", struct ledger_summary, summary_fields);

struct reverse_in {
    struct str reason;
};
static const struct shape_field reverse_fields[] = {
    F_TEXT(struct reverse_in, reason, 2, 500, SHAPE_REQUIRED, "冲销理由", "reason"),
};
static const struct shape reverse_shape = SHAPE("LedgerReverse", struct reverse_in, reverse_fields);

struct manual_in {
    int kind;
    int64_t hours_centi, days_centi;
    int earned_on;
    int64_t org_id;
    struct str title, evidence;
};
static const struct shape_field manual_fields[] = {
    F_ENUM(struct manual_in, kind, ledger_kind_names, SHAPE_REQUIRED, "类别", "kind"),
    F_HOURS(struct manual_in, hours, 1, 100000, SHAPE_REQUIRED, "学时", "hours"),
    F_HOURS(struct manual_in, days, 0, 36600, 0, "天数", "days"),
    F_DATE(struct manual_in, earned_on, SHAPE_REQUIRED, "取得日期", "earned on"),
    F_ID(struct manual_in, org_id, 0, "授予单位", "giver"),
    F_TEXT(struct manual_in, title, 2, 200, SHAPE_REQUIRED, "事由", "title"),
    F_TEXT(struct manual_in, evidence, 2, 2000, SHAPE_REQUIRED, "凭证：文件名称、文号或证书编号",
           "evidence: document, its number, a certificate"),
};
static const struct shape manual_shape = SHAPE("LedgerManual", struct manual_in, manual_fields);

/* ---- who ---- */

static struct err *may(struct call *c, enum perm perm, int64_t person_id)
{
    struct str path;
    TRY(ledger_person_path(c, person_id, &path));
    return call_may(c, perm, path);
}

/* Routes below /my are about the caller, the others about the person in the path. */
static struct err *whose(struct call *c, int64_t *ret_person_id)
{
    *ret_person_id = c->path[0];
    if (c->route->perm != PERM_SELF) return may(c, PERM_LEDGER_READ, c->path[0]);
    call_checked(c);
    *ret_person_id = c->who->person_id;
    if (c->who->person_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "ledger.no_person", "这个账号不对应任何人员，没有学时账本。",
         "This account belongs to no person and has no ledger.");
}

/* ---- reading ---- */

/* In JSON a hash is hexadecimal. */
static void show_hashes(struct arena *a, struct ledger_entry *e)
{
    e->hash = digest_hex(a, e->hash);
    e->prev_hash = digest_hex(a, e->prev_hash);
}

static struct err *list_entries(struct call *c)
{
    struct page *page = c->out;
    int64_t person_id;
    TRY(whose(c, &person_id));
    TRY(page_run(c, &ledger_entry_page, VALS(v_id(person_id))));
    for (LIST_EACH(page->items, struct ledger_entry, entry)) show_hashes(c->arena, entry);
    return NULL;
}

static struct err *read_day(struct call *c, const char *name, int absent, int *ret_day)
{
    struct str text = call_param(c, name);
    *ret_day = absent;
    if (text.n && !date_parse(text, ret_day))
        FAIL_FIELD(c->arena, "input.date", name, "日期应写成 2026-11-23。", "Write a date as 2026-11-23.");
    return NULL;
}

static struct err *read_moment(struct call *c, const char *name, int64_t *ret_at)
{
    struct str text = call_param(c, name);
    *ret_at = 0;
    if (text.n && !time_parse(text, ret_at))
        FAIL_FIELD(c->arena, "input.time", name, "时间应写成 2026-11-23T08:00:00Z。",
                   "Write a time as 2026-11-23T08:00:00Z.");
    return NULL;
}

static struct err *get_balance(struct call *c)
{
    int on;
    int64_t person_id, known_at;
    TRY(whose(c, &person_id));
    TRY(read_day(c, "on", c->today, &on));
    TRY(read_moment(c, "known_at", &known_at));
    return ledger_balance(c, person_id, on, known_at, c->out);
}

static struct err *get_summary(struct call *c)
{
    struct ledger_summary *out = c->out;
    struct list heads;
    struct person person;
    TRY(whose(c, &out->person_id));
    TRY(person_get(c, out->person_id, &person));
    out->person_name = person.name, out->org_name = person.org_name;
    TRY(ledger_years(c, out->person_id, &out->years));
    TRY(ledger_head_range(c, out->person_id - 1, 1, &heads));
    for (LIST_EACH(out->years, struct ledger_year, year)) {
        out->concentrated_centi += year->concentrated_centi;
        out->online_centi += year->online_centi;
        out->days_centi += year->days_centi;
        out->entries += year->entries;
    }
    const struct ledger_head *head = heads.n ? heads.p : NULL;
    if (head && head->person_id == out->person_id) out->hash = digest_hex(c->arena, head->hash);
    return NULL;
}

static struct err *list_rules(struct call *c)
{
    call_checked(c); /* published rules are no secret */
    return page_run(c, &conversion_rule_page, VALS(v_int(c->lang == LANG_EN)));
}

/* ---- the ledgers of a part of the tree ---- */

/* The index of the parameter's word; 0 when it is not given. */
static struct err *read_word(struct call *c, const char *name, const char *const *names, int *ret_value)
{
    struct str text = call_param(c, name);
    *ret_value = text.n ? shape_enum_index(names, text) : 0;
    if (*ret_value >= 0) return NULL;
    FAIL_FIELD(c->arena, "input.enum", name, "没有“%.*s”这个选项。", "“%.*s” is not one of the choices.",
               STR_ARG(text));
}

static struct err *get_export(struct call *c)
{
    enum { LAST_DAY = 99991231 };
    struct ledger_span span;
    TRY(org_scope(c, PERM_LEDGER_READ, &span.path));
    TRY(read_day(c, "from", 0, &span.from));
    TRY(read_day(c, "until", LAST_DAY, &span.until));
    TRY(read_word(c, "kind", ledger_kind_names, &span.kind));
    TRY(read_word(c, "source", ledger_source_names, &span.source_kind));
    TRY(call_param_int(c, "class", &span.class_id));
    return ledger_export(c, &span);
}

/* ---- writing ---- */

static struct str evidence_json(struct arena *a, struct str text)
{
    struct buf out;
    buf_init(&out, EVIDENCE_MAX_BYTES);
    buf_cstr(&out, "{\"text\":");
    buf_json_text(&out, text);
    buf_char(&out, '}');
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

static struct err *reverse(struct call *c)
{
    const struct reverse_in *in = c->in;
    struct ledger_entry *entry = c->out;
    TRY(ledger_entry_get(c, c->path[0], entry));
    TRY(may(c, PERM_LEDGER_REVERSE, entry->person_id));
    TRY(ledger_reverse(c, c->path[0], in->reason, entry));
    show_hashes(c->arena, entry);
    call_audit(c, entry->person_id, (struct str){0},
               str_printf(c->arena, "reversed entry %lld: %.*s", (long long)c->path[0], STR_ARG(in->reason)));
    return NULL;
}

static struct err *post_manual(struct call *c)
{
    const struct manual_in *in = c->in;
    TRY(may(c, PERM_LEDGER_REVERSE, c->path[0]));
    struct str key = str_printf(c->arena, "manual:%lld", (long long)call_id(c));
    struct ledger_posting posting = {
        .person_id = c->path[0],
        .kind = in->kind,
        .hours_centi = in->hours_centi,
        .days_centi = in->days_centi,
        .earned_on = in->earned_on,
        .source_kind = LEDGER_MANUAL,
        .source_key = key,
        .org_id = in->org_id,
        .title = in->title,
        .evidence = evidence_json(c->arena, in->evidence),
    };
    TRY(ledger_post(c, &posting, 1, NULL));
    struct ledger_entry *entry = c->out;
    TRY(ledger_entry_last(c, c->path[0], entry));
    show_hashes(c->arena, entry);
    call_audit(c, c->path[0], (struct str){0}, in->title);
    return NULL;
}

/* ---- the module ---- */

static const struct route_param balance_params[] = {
    {"on", SHAPE_DATE, "截至哪天", "as of this day"},
    {"known_at", SHAPE_TIME, "以何时所知为准", "as known at this moment"},
    {0}};
static const struct route_param export_params[] = {
    ORG_UNDER_PARAM,
    {"from", SHAPE_DATE, "从哪天起取得", "earned from this day"},
    {"until", SHAPE_DATE, "到哪天为止取得", "earned until this day"},
    {"kind", SHAPE_TEXT, "类别：concentrated 或 online", "kind: concentrated or online"},
    {"source", SHAPE_TEXT, "来源", "source"},
    {"class", SHAPE_ID, "班次", "class"},
    {0}};

static const struct route routes[] = {
    {GET, "/people/{person_id}/ledger", TX_READ, PERM_LEDGER_READ, ROUTE_PAGE, NULL, &ledger_entry_shape,
     &ledger_entry_page, "一个人的学时记录，新的在前", "The entries of a person's ledger, newest first", list_entries},
    {GET, "/people/{person_id}/ledger/balance", TX_READ, PERM_LEDGER_READ, 0, NULL, &ledger_balance_shape, NULL,
     "截至某日（on=）、以某时所知为准（known_at=）的学时余额",
     "The balance on a day (on=), as known at a moment (known_at=)", get_balance, .params = balance_params},
    {GET, "/people/{person_id}/ledger/summary", TX_READ, PERM_LEDGER_READ, 0, NULL, &summary_shape, NULL,
     "一个人的学时合计和各年度小计", "Totals of a person's ledger, and by year", get_summary},
    {GET, "/ledger/export", TX_HEAVY, PERM_LEDGER_READ, ROUTE_SHEET, NULL, NULL, NULL,
     "学时账本；导出一个范围（under）内所有人的学时记录为 .xlsx 或 "
     ".csv，可按取得日期（from、until）、学时账户（kind）、"
     "来源（source）、班次（class）筛选",
     "Ledgers: all entries of the people of a part of the tree (under) as .xlsx or .csv, narrowed by the days on which "
     "they were earned (from, until), account (kind), source and class",
     get_export, .params = export_params},
    {POST, "/people/{person_id}/ledger", TX_WRITE, PERM_LEDGER_REVERSE, 0, &manual_shape, &ledger_entry_shape, NULL,
     "凭凭证补记一条学时", "Posts one entry by hand, with its evidence", post_manual},
    {POST, "/ledger/{entry_id}/reverse", TX_WRITE, PERM_LEDGER_REVERSE, 0, &reverse_shape, &ledger_entry_shape, NULL,
     "冲销一条学时记录（原记录保留）", "Takes an entry back by a second one", reverse},
    {GET, "/my/ledger", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &ledger_entry_shape, &ledger_entry_page,
     "我的学时记录", "My ledger", list_entries},
    {GET, "/my/ledger/balance", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &ledger_balance_shape, NULL,
     "我在某日的学时余额", "My balance on a day", get_balance, .params = balance_params},
    {GET, "/my/ledger/summary", TX_READ, PERM_SELF, ROUTE_OWN_SCOPE, NULL, &summary_shape, NULL,
     "我的学时合计和各年度小计", "Totals of my ledger, and by year", get_summary},
    {GET, "/conversion-rules", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &conversion_rule_shape,
     &conversion_rule_page, "学时折算规则及其依据", "Rules that turn attendance into hours, with their sources",
     list_rules},
};

const struct module ledger_module = {
    .name = "ledger",
    .schema = &ledger_schema,
    .statements = ledger_statements,
    .statement_count = &ledger_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
};
