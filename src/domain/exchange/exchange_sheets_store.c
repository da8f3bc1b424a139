/* domain/exchange/exchange_sheets_store.c: the SQL of sheets of accounts. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_sheets.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "exchange_sql.h"

#define T struct account_sheet
static const struct shape_field sheet_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, account_id, 0, "发起账号", "account that asked for it"),
    F_TEXT(T, made_by, 0, 0, 0, "发起人", "login of that account"),
    F_ID(T, org_id, 0, "单位", "organisation"),
    F_TEXT(T, org_name, 0, 0, 0, "单位名称", "name of the organisation"),
    F_TEXT(T, path, 0, 0, 0, "路径", "path"),
    F_ID(T, job_id, 0, "后台任务", "job that makes the accounts"),
    F_INT(T, row_count, 0, 0, 0, "人数", "people"),
    F_INT(T, made, 0, 0, 0, "已建账号", "accounts made"),
    F_INT(T, roles, 0, 0, 0, "拟授角色", "rows that propose a role"),
    F_INT(T, secrets, 0, 0, 0, "未取出的初始密码", "first passwords not given out"),
    F_TIME(T, created_at, 0, "发起时间", "asked for at"),
    F_TIME(T, taken_at, 0, "密码取出时间", "passwords given out at"),
    F_TIME(T, granted_at, 0, "授权时间", "roles granted at"),
};
const struct shape account_sheet_shape = SHAPE("AccountSheet", T, sheet_fields);
#undef T

#define T struct account_sheet_row
static const struct shape_field row_fields[] = {
    F_INT(T, row_no, 0, 0, 0, "行", "row"),
    F_ID(T, person_id, 0, "人员", "person"),
    F_TEXT(T, name, 0, 0, 0, "姓名", "name"),
    F_TEXT(T, unit, 0, 0, 0, "单位", "unit"),
    F_TEXT(T, login, 0, 0, 0, "登录名", "login"),
    F_ENUM(T, role, role_names, 0, "拟授角色", "role proposed"),
    F_ID(T, role_org_id, 0, "角色所在组织", "organisation of the role"),
    F_DATE(T, until_on, 0, "角色截止日期", "last day of the role"),
    F_ID(T, account_id, 0, "账号", "account"),
    F_TEXT(T, password, 0, 0, 0, "初始密码", "first password"),
};
const struct shape account_sheet_row_shape = SHAPE("AccountSheetRow", T, row_fields);
#undef T

static const struct page_sort sheet_sorts[] = {{"created_at", "s.id"}};
const struct page_spec account_sheet_pages = {
    &sql_exchange_sheet_page, "exchange_sheet s", "s.id", sheet_sorts, 1, NULL, 0};

struct err *sheet_store_insert(struct call *c, const struct account_sheet *s)
{
    return db_run(c->db, c->arena, &sql_exchange_sheet_insert,
                  VALS(v_id(s->id), v_id(s->account_id), v_id(s->org_id), v_text(s->path), v_int(s->row_count),
                       v_time(c->now_us)),
                  NULL);
}

struct err *sheet_store_begun(struct call *c, int64_t id, int64_t row_count, int64_t job_id)
{
    return db_run(c->db, c->arena, &sql_exchange_sheet_begun, VALS(v_id(id), v_int(row_count), v_id(job_id)), NULL);
}

struct err *sheet_store_get(struct call *c, int64_t id, struct account_sheet *ret_sheet)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_exchange_sheet_get, VALS(v_id(id)), &account_sheet_shape, ret_sheet, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "exchange.sheet_absent", "没有这份账号清单。", "There is no such sheet of accounts.");
}

struct err *sheet_store_taken(struct call *c, int64_t id)
{
    TRY(db_run(c->db, c->arena, &sql_exchange_sheet_secrets_clear, VALS(v_id(id)), NULL));
    return db_run(c->db, c->arena, &sql_exchange_sheet_taken, VALS(v_id(id), v_time(c->now_us)), NULL);
}

struct err *sheet_store_granted(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_exchange_sheet_granted, VALS(v_id(id), v_time(c->now_us)), NULL);
}

struct err *sheet_store_forget(struct call *c, int64_t before)
{
    return db_run(c->db, c->arena, &sql_exchange_sheet_secrets_forget, VALS(v_time(before)), NULL);
}

struct err *sheet_store_row(struct call *c, int64_t sheet_id, const struct account_sheet_row *r)
{
    struct val role = r->role ? v_cstr(role_names[r->role]) : v_null();
    return db_run(c->db, c->arena, &sql_exchange_sheet_row_insert,
                  VALS(v_id(sheet_id), v_int(r->row_no), v_id(r->person_id), v_text(r->login), role,
                       v_id(r->role_org_id), v_date(r->until_on)),
                  NULL);
}

struct err *sheet_store_rows(struct call *c, int64_t sheet_id, int64_t after_row, int64_t most, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_exchange_sheet_row_list, VALS(v_id(sheet_id), v_int(after_row), v_int(most)),
                   &account_sheet_row_shape, ret_rows);
}

struct err *sheet_store_made(struct call *c, int64_t sheet_id, const struct account_sheet_row *r)
{
    return db_run(c->db, c->arena, &sql_exchange_sheet_row_made,
                  VALS(v_id(sheet_id), v_int(r->row_no), v_id(r->account_id), v_text(r->login), v_blob(r->password)),
                  NULL);
}

struct err *sheet_store_unsigned(struct call *c, struct str path, int64_t most, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_exchange_unsigned_list,
                   VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_int(most)), &account_sheet_row_shape,
                   ret_rows);
}

struct err *sheet_store_login(struct call *c, int64_t person_id, struct str *ret_login)
{
    return db_text(c->db, c->arena, &sql_exchange_login_of, VALS(v_id(person_id)), ret_login);
}

static const struct shape_field login_fields[] = {
    F_ID(struct sheet_login, person_id, 0, "人员", "person"),
    F_TEXT(struct sheet_login, login, 0, 0, 0, "登录名", "login"),
};
static const struct shape login_shape = SHAPE("SheetLogin", struct sheet_login, login_fields);

struct err *sheet_store_logins(struct call *c, const struct person_span *s, struct list *ret_logins)
{
    return db_list(c->db, c->arena, &sql_exchange_login_walk,
                   VALS(v_text(s->first_path), v_id(s->first_id), v_text(s->last_path), v_id(s->last_id)), &login_shape,
                   ret_logins);
}
