/* domain/exchange/exchange_sheets.c: sign-ins made many at once. */
#include "domain/exchange/exchange_sheets.h"
#include "api/config.h"
#include "api/module.h"
#include "calc/seal/seal.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/account/account.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

/* ---- asking for a sheet ---- */

struct order { /* POST /account-sheets */
    int64_t org_id;
    int role; /* enum role; 0 none */
    int until_on;
    bool dry_run;
};
static const struct shape_field order_fields[] = {
    F_ID(struct order, org_id, SHAPE_REQUIRED, "单位（含下级）", "Organisation, with all below"),
    F_ENUM(struct order, role, role_names, 0, "拟授角色（在各人单位）", "Role to be granted, on each one's own unit"),
    F_DATE(struct order, until_on, 0, "角色截止日期（含）", "Last day of the role"),
    F_BOOL(struct order, dry_run, 0, "只数人数", "Only tells how many"),
};
const struct shape account_sheet_order_shape = SHAPE("AccountSheetOrder", struct order, order_fields);

bool sheet_role_fits(int role) { return role >= ROLE_OFFICE && role < ROLE_COUNT; }

static struct err *check_order(struct call *c, const struct order *in)
{
    if (in->role && !sheet_role_fits(in->role))
        FAIL_FIELD(c->arena, "exchange.sheet_role", "role", "系统管理员、安全管理员、审计员请逐个授权。",
                   "System administrator, security administrator and auditor are granted one by one.");
    if (in->until_on && in->until_on < c->today)
        FAIL_FIELD(c->arena, "account.role_dates", "until_on", "截止日期不能早于今天。",
                   "The last day must not be before today.");
    return NULL;
}

struct err *sheet_begin(struct call *c, int64_t sheet_id, int64_t row_count)
{
    int64_t job_id;
    TRY(call_job(c, "exchange.accounts", sheet_id, (struct str){0}, 0, &job_id));
    return sheet_store_begun(c, sheet_id, row_count, job_id);
}

static struct err *insert_rows(struct call *c, const struct order *in, int64_t sheet_id, const struct list *people)
{
    int64_t row_no = 0;
    for (LIST_EACH(*people, struct account_sheet_row, person)) {
        struct account_sheet_row row = *person;
        row.row_no = ++row_no;
        row.role = in->role;
        row.until_on = in->until_on;
        if (!in->role) row.role_org_id = 0;
        TRY(sheet_store_row(c, sheet_id, &row));
    }
    return sheet_begin(c, sheet_id, row_no);
}

struct err *sheet_post(struct call *c)
{
    const struct order *in = c->in;
    struct list people;
    struct account_sheet sheet = {.id = call_id(c), .account_id = c->who->account_id, .org_id = in->org_id};
    TRY(org_path(c, in->org_id, &sheet.path));
    TRY(call_may(c, PERM_ACCOUNT_EDIT, sheet.path));
    TRY(check_order(c, in));
    TRY(sheet_store_unsigned(c, sheet.path, SHEET_ROWS_MAX + 1, &people));
    sheet.row_count = (int64_t)people.n;
    if (people.n > SHEET_ROWS_MAX)
        FAIL_FIELD(c->arena, "exchange.sheet_large", "org_id", "超过 %d 人，请按下级单位分批建立。",
                   "There are more than %d people: go unit by unit.", SHEET_ROWS_MAX);
    if (in->dry_run) {
        c->status = 200;
        *(struct account_sheet *)c->out = sheet;
        return NULL;
    }
    if (!people.n)
        FAIL_FIELD(c->arena, "exchange.sheet_empty", "org_id", "这里的在职人员都已有账号。",
                   "Everybody there has an account already.");
    TRY(sheet_store_insert(c, &sheet));
    TRY(insert_rows(c, in, sheet.id, &people));
    call_audit(c, sheet.id, sheet.path, str_printf(c->arena, "{\"people\":%zu}", people.n));
    return sheet_store_get(c, sheet.id, c->out);
}

struct err *sheet_list(struct call *c)
{
    struct str path;
    TRY(org_scope(c, PERM_ACCOUNT_READ, &path));
    return page_run(c, &account_sheet_pages, VALS(v_text(path), v_text(org_path_end(c->arena, path))));
}

static struct err *may_sheet(struct call *c, enum perm perm, struct account_sheet *ret_sheet)
{
    TRY(sheet_store_get(c, c->path[0], ret_sheet));
    call_audit(c, ret_sheet->id, ret_sheet->path, (struct str){0});
    return call_may(c, perm, ret_sheet->path);
}

struct err *sheet_show(struct call *c) { return may_sheet(c, PERM_ACCOUNT_READ, c->out); }

/* ---- first passwords ---- */

struct passwords {
    struct list items; /* struct account_sheet_row */
};
static const struct shape_field passwords_fields[] = {
    F_LIST(struct passwords, items, &account_sheet_row_shape, 0, SHEET_ROWS_MAX, 0, "初始密码", "First passwords"),
};
const struct shape account_sheet_passwords_shape = SHAPE("AccountSheetPasswords", struct passwords, passwords_fields);

/* Three groups without letters that look alike: to be read out and typed. */
static struct str new_password(struct call *c)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    enum { CHARS = 12, GROUP = 4, EVEN = 248 }; /* 248 = 8 × 31: each letter as likely as the others */
    char *p = arena_bytes(c->arena, CHARS + CHARS / GROUP);
    struct str text = {p, 0};
    for (int n = 0; n < CHARS;) {
        uint8_t byte;
        call_random(c, &byte, 1);
        if (byte >= EVEN) continue;
        if (n && n % GROUP == 0) p[text.n++] = '-';
        p[text.n++] = letters[byte % (sizeof letters - 1)];
        n++;
    }
    return text;
}

static struct str label_of(struct call *c, int64_t sheet_id, int64_t row_no)
{
    return str_printf(c->arena, "exchange.sheet:%lld:%lld", (long long)sheet_id, (long long)row_no);
}

static struct err *open_passwords(struct call *c, int64_t sheet_id, struct list *rows)
{
    for (LIST_EACH(*rows, struct account_sheet_row, row)) {
        struct str sealed = row->password;
        if (!sealed.n) continue;
        if (!seal_open(c->arena, c->config->secret_key, label_of(c, sheet_id, row->row_no), sealed, &row->password))
            FAIL(c->arena, ERR_BROKEN, "exchange.sheet_sealed", "初始密码无法解开：服务器密钥文件已更换。请重置密码。",
                 "The first passwords do not open: the server's key file was replaced. Reset them.");
    }
    return NULL;
}

/* Once: from then on only their owners know them, or nobody does. */
struct err *sheet_take(struct call *c)
{
    struct account_sheet sheet;
    struct passwords *out = c->out;
    TRY(may_sheet(c, PERM_ACCOUNT_EDIT, &sheet));
    if (sheet.account_id != c->who->account_id)
        FAIL(c->arena, ERR_DENIED, "exchange.sheet_theirs", "初始密码只能由发起人取出。",
             "Only whoever asked for the sheet gets the first passwords.");
    if (sheet.made < sheet.row_count)
        FAIL(c->arena, ERR_CONFLICT, "exchange.sheet_waits", "账号还没有全部建好，请稍候。",
             "The accounts are still being made: wait a moment.");
    if (!sheet.secrets)
        FAIL(c->arena, ERR_CONFLICT, "exchange.sheet_taken", "初始密码已取出或已过期清除。遗失的请重置密码。",
             "The first passwords were given out, or forgotten after some days. Reset those that are lost.");
    TRY(sheet_store_rows(c, sheet.id, 0, SHEET_ROWS_MAX, &out->items));
    TRY(open_passwords(c, sheet.id, &out->items));
    c->status = 200;
    return sheet_store_taken(c, sheet.id);
}

/* ---- the job ---- */

enum { BATCH = 20 };

struct making {
    struct job *job;
    struct account_sheet sheet;
    int64_t after_row;
    struct list rows;                           /* struct account_sheet_row: what this batch is about */
    struct str passwords[BATCH], hashes[BATCH]; /* of each */
};

static struct err *prepare_step(struct call *c, void *arg)
{
    struct making *m = arg;
    size_t n = 0;
    TRY(sheet_store_get(c, m->job->subject_id, &m->sheet));
    TRY(call_may(c, PERM_ACCOUNT_EDIT, m->sheet.path));
    TRY(sheet_store_rows(c, m->sheet.id, m->after_row, BATCH, &m->rows));
    for (LIST_EACH(m->rows, struct account_sheet_row, row)) {
        m->passwords[n] = new_password(c);
        if (!row->account_id) TRY(account_hash(c, m->passwords[n], &m->hashes[n]));
        n++;
    }
    return NULL;
}

/* "zhang wei" → zhangwei. */
static struct str login_base(struct call *c, const struct person *person)
{
    char *p = arena_bytes(c->arena, person->pinyin.n + 1);
    size_t n = 0;
    struct str pinyin = str_lower(c->arena, person->pinyin);
    for (size_t i = 0; i < pinyin.n && n < 40; i++)
        if ((pinyin.p[i] >= 'a' && pinyin.p[i] <= 'z') || (pinyin.p[i] >= '0' && pinyin.p[i] <= '9'))
            p[n++] = pinyin.p[i];
    return n >= 2 ? (struct str){p, n} : STR("user");
}

static struct err *is_free(struct call *c, struct str login, bool *ret_free)
{
    int64_t id;
    struct err *e = account_get_id(c, login, &id);
    *ret_free = e && e->kind == ERR_ABSENT;
    return e && e->kind != ERR_ABSENT ? e : NULL;
}

/* What was asked for when nobody has it, or the name in letters with the first number that makes it one's own. */
static struct err *find_login(struct call *c, const struct account_sheet_row *row, const struct person *person,
                              struct str *ret_login)
{
    bool free = false;
    *ret_login = row->login;
    if (row->login.n) TRY(is_free(c, row->login, &free));
    struct str base = login_base(c, person);
    for (int n = 1; !free && n < 1000; n++) {
        *ret_login = n == 1 ? base : str_printf(c->arena, "%.*s%d", STR_ARG(base), n);
        TRY(is_free(c, *ret_login, &free));
    }
    if (!free) *ret_login = str_printf(c->arena, "%.*s%lld", STR_ARG(base), (long long)person->id);
    return NULL;
}

static struct err *make_account(struct call *c, const struct making *m, const struct account_sheet_row *row, size_t i)
{
    struct person person;
    struct account_sheet_row made = *row;
    struct str old = {0};
    TRY(person_get(c, row->person_id, &person));
    TRY(sheet_store_login(c, row->person_id, &old));
    if (old.n) { /* somebody was quicker: that account stays as it is */
        TRY(account_get_id(c, old, &made.account_id));
        made.login = old;
        made.password = (struct str){0};
        return sheet_store_made(c, m->sheet.id, &made);
    }
    TRY(find_login(c, row, &person, &made.login));
    TRY(account_add(c, person.id, made.login, person.name, m->hashes[i], true, &made.account_id));
    made.password = seal_close(c->arena, c->config->secret_key, label_of(c, m->sheet.id, row->row_no), m->passwords[i]);
    TRY(sheet_store_made(c, m->sheet.id, &made));
    return call_audit_add(c, "exchange.account", made.account_id, person.org_path, made.login);
}

static struct err *make_step(struct call *c, void *arg)
{
    struct making *m = arg;
    size_t i = 0;
    TRY(call_may(c, PERM_ACCOUNT_EDIT, m->sheet.path));
    for (LIST_EACH(m->rows, struct account_sheet_row, row)) {
        if (!row->account_id) TRY(make_account(c, m, row, i));
        i++;
    }
    return NULL;
}

struct err *sheet_make_job(struct job *job)
{
    struct making *m = arena_new(job->arena, struct making);
    m->job = job;
    do {
        m->rows = (struct list){0};
        TRY(job_read(job, prepare_step, m));
        TRY(job_write(job, make_step, m));
        if (m->rows.n) m->after_row = LIST_AT(m->rows, struct account_sheet_row, m->rows.n - 1)->row_no;
        TRY(job_progress(job, m->after_row, m->sheet.row_count, NULL));
    } while (m->rows.n == BATCH);
    return NULL;
}

/* ---- the roles that a sheet proposes ---- */

static struct err *grant_row(struct call *c, const struct account_sheet_row *row)
{
    struct str path;
    int64_t id;
    if (!row->role || !row->account_id || row->account_id == c->who->account_id) return NULL;
    TRY(org_path(c, row->role_org_id, &path));
    TRY(call_may(c, PERM_ROLE_GRANT, path));
    struct err *e = account_grant(c, row->account_id, row->role, row->role_org_id, 0, row->until_on, &id);
    if (e && e->kind != ERR_CONFLICT) return e; /* has it, or one that stands alone: stays as it is */
    return e ? NULL : call_audit_add(c, "exchange.grant", row->account_id, path, str_of(role_names[row->role]));
}

struct err *sheet_grant(struct call *c)
{
    struct account_sheet *sheet = c->out;
    struct list rows;
    TRY(may_sheet(c, PERM_ROLE_GRANT, sheet));
    if (sheet->granted_at || !sheet->roles || sheet->made < sheet->row_count)
        FAIL(c->arena, ERR_CONFLICT, "exchange.sheet_granted", "没有待授予的角色，或账号还没有全部建好。",
             "There is no role to grant, or the accounts are still being made.");
    TRY(sheet_store_rows(c, sheet->id, 0, SHEET_ROWS_MAX, &rows));
    for (LIST_EACH(rows, struct account_sheet_row, row)) TRY(grant_row(c, row));
    TRY(sheet_store_granted(c, sheet->id));
    c->status = 200;
    return sheet_store_get(c, sheet->id, sheet);
}
