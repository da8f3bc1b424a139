/* domain/exchange/exchange_accounts.c: a table of people who get a sign-in; with the commit it becomes a sheet whose
 * accounts a job makes (exchange_sheets.h). Whoever has an account already is left as they are. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/account/account.h"
#include "domain/exchange/exchange_sheets.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

enum { PERSON, NAME, CITIZEN, UNIT, LOGIN, ROLE, ROLE_ORG, UNTIL };

static const struct exchange_column columns[] = {
    [PERSON] = {"person_id", "人员系统编号", "Person's id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [NAME] = {"name", "姓名", "Name", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [CITIZEN] = {"citizen_no", "身份证号", "Citizen number", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [UNIT] = {"unit", "单位", "Unit", 0, NULL, NULL, NULL},
    [LOGIN] = {"login", "登录名", "Login", EXCHANGE_AS_TEXT, NULL, "留空则用姓名拼音。", "Empty: the name in letters."},
    [ROLE] = {"role", "拟授角色", "Role", 0, role_names, "由安全管理员统一授予；留空表示不授予。",
              "To be granted by a security administrator; empty: none."},
    [ROLE_ORG] = {"role_org", "角色所在组织", "Role at", 0, NULL, "留空则为本人单位。", "Empty: the person's unit."},
    [UNTIL] = {"until_on", "角色截止日期", "Role until", EXCHANGE_DATE, NULL, NULL, NULL},
};

struct accounts {
    struct account_sheet sheet;
    struct exchange_map seen, logins; /* -> row number */
};

static struct err *open_accounts(struct import *im)
{
    struct accounts *s = im->state = arena_new(im->arena, struct accounts);
    TRY(import_load_orgs(im));
    const struct org *top = im->org_list.n ? im->org_list.p : NULL;
    s->sheet = (struct account_sheet){.account_id = im->c->who->account_id, .path = im->path};
    s->sheet.org_id = top ? top->id : 0;
    return NULL;
}

static void read_row(struct import *im, struct account_sheet_row *row)
{
    struct accounts *s = im->state;
    int64_t before;
    const struct org *org = cell_org(im, ROLE_ORG);
    row->login = str_lower(im->c->arena, cell_text(im, LOGIN));
    row->role = cell_enum(im, ROLE, role_names);
    row->until_on = cell_exact_date(im, UNTIL);
    row->role_org_id = org ? org->id : 0;
    if (row->role && !sheet_role_fits(row->role))
        import_problem(im, ROLE, "系统管理员、安全管理员、审计员请逐个授权。",
                       "System administrator, security administrator and auditor are granted one by one.");
    if (row->until_on && row->until_on < im->c->today)
        import_problem(im, UNTIL, "截止日期不能早于今天。", "The last day must not be before today.");
    struct str login = row->login;
    if (login.n) import_refused(im, LOGIN, account_check_login(im->c->arena, login, &row->login));
    if (login.n && !map_add(im->arena, &s->logins, login, im->row->number, &before))
        import_problem(im, LOGIN, "与第 %lld 行的登录名重复。", "The same login as row %lld.", (long long)before);
}

static struct err *check_login_free(struct import *im, struct str login)
{
    int64_t id;
    if (!login.n || im->row_failed) return NULL;
    struct err *e = account_get_id(im->c, login, &id);
    if (!e) import_problem(im, LOGIN, "登录名已被使用，请换一个。", "The login is taken: choose another.");
    return e && e->kind != ERR_ABSENT ? e : NULL;
}

static struct err *keep_row(struct import *im, struct account_sheet_row *row)
{
    struct accounts *s = im->state;
    struct person person;
    TRY(person_get(im->c, row->person_id, &person));
    if (row->role && !row->role_org_id) row->role_org_id = person.org_id;
    if (!s->sheet.id) {
        s->sheet.id = call_id(im->c);
        TRY(sheet_store_insert(im->c, &s->sheet));
    }
    row->row_no = ++s->sheet.row_count;
    return sheet_store_row(im->c, s->sheet.id, row);
}

static struct err *account_row(struct import *im)
{
    struct accounts *s = im->state;
    struct account_sheet_row row = {0};
    struct str login = {0};
    int64_t before;
    TRY(cell_person(im, PERSON, CITIZEN, NAME, UNIT, &row.person_id));
    read_row(im, &row);
    if (im->row_failed) return NULL;
    struct str key = str_printf(im->c->arena, "%lld", (long long)row.person_id);
    if (!map_add(im->arena, &s->seen, key, im->row->number, &before)) {
        import_problem(im, NAME, "与第 %lld 行重复。", "The same as row %lld.", (long long)before);
        return NULL;
    }
    TRY(sheet_store_login(im->c, row.person_id, &login));
    if (login.n) {
        im->counts.unchanged++;
        return NULL;
    }
    TRY(check_login_free(im, row.login));
    if (im->row_failed) return NULL;
    if (++im->counts.added > SHEET_ROWS_MAX)
        import_problem(im, NAME, "一次最多 %d 人，请分成几个文件。", "At most %d people at once: cut the file.",
                       SHEET_ROWS_MAX);
    return im->apply && !im->row_failed ? keep_row(im, &row) : NULL;
}

static struct err *close_accounts(struct import *im)
{
    struct accounts *s = im->state;
    if (!im->apply || !s->sheet.id || im->counts.problems) return NULL;
    return sheet_begin(im->c, s->sheet.id, s->sheet.row_count);
}

static struct err *put_account(struct import *im, const struct person *person, struct str login, struct sheet_writer *w)
{
    const struct sheet_cell cells[] = {
        [PERSON] = put_id(im->c->arena, person->id),
        [NAME] = put_text(person->name),
        [CITIZEN] = put_text(person->citizen_mask),
        [UNIT] = put_text(import_org_name(im, person->org_id)),
        [LOGIN] = put_text(login),
        [ROLE] = {0},
        [ROLE_ORG] = {0},
        [UNTIL] = {0},
    };
    return sheet_put(w, cells, sizeof cells / sizeof *cells);
}

/* The first account of each; they come in the order of the people. */
static struct err *put_owners(struct import *im, const struct list *people, struct sheet_writer *w)
{
    const struct person_span span = person_span_of(people);
    struct list logins = {0};
    size_t at = 0;
    TRY(sheet_store_logins(im->c, &span, &logins));
    for (LIST_EACH(*people, struct person, person)) {
        if (at == logins.n) break;
        const struct sheet_login *first = LIST_AT(logins, struct sheet_login, at);
        while (at < logins.n && LIST_AT(logins, struct sheet_login, at)->person_id == person->id) at++;
        if (first->person_id == person->id) TRY(put_account(im, person, first->login, w));
    }
    return NULL;
}

static struct err *put_accounts(struct import *im, struct sheet_writer *w)
{
    return import_put_people(im, w, put_owners);
}

const struct exchange_table exchange_accounts = {
    .name = "accounts",
    .zh = "登录账号",
    .en = "Sign-ins",
    .perm = PERM_ACCOUNT_EDIT,
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .open = open_accounts,
    .row = account_row,
    .close = close_accounts,
    .put_rows = put_accounts,
};
