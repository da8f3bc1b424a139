/* domain/exchange/exchange_http.c: routes. Every one of them is bounded to the caller's own imports and to the part of
 * the tree that the table's permission opens (exchange_scope). */
#include "api/module.h"
#include "core/arena.h"
#include "core/err.h"
#include "domain/exchange/exchange_job.h"
#include "domain/exchange/exchange_oneroster.h"
#include "domain/exchange/exchange_sheets.h"
#include "domain/org/org.h"
#include "exchange_sql.h"

#include <string.h>

const struct exchange_table *const exchange_tables[] = {&exchange_people,   &exchange_orgs,       &exchange_courses,
                                                        &exchange_training, &exchange_enrolments, &exchange_rolls,
                                                        &exchange_accounts, &exchange_oneroster};
const size_t exchange_table_count = sizeof exchange_tables / sizeof *exchange_tables;

struct err *exchange_find_table(struct arena *a, struct str name, const struct exchange_table **ret_table)
{
    for (size_t i = 0; i < exchange_table_count; i++) {
        if (!str_is(name, exchange_tables[i]->name)) continue;
        *ret_table = exchange_tables[i];
        return NULL;
    }
    FAIL_FIELD(a, "exchange.table", "table", "没有“%.*s”这张表。", "There is no table “%.*s”.", STR_ARG(name));
}

static struct err *find_table(struct call *c, const struct exchange_table **ret_table)
{
    return exchange_find_table(c->arena, call_param(c, "table"), ret_table);
}

static struct err *open_import(struct call *c, struct import *im)
{
    *im = (struct import){.c = c, .arena = c->arena};
    TRY(find_table(c, &im->table));
    TRY(call_param_int(c, "subject", &im->subject_id));
    return exchange_scope(c, im->table, im->subject_id, &im->path);
}

/* ---- out ---- */

static struct str file_name(const struct import *im, const char *zh, const char *en)
{
    bool english = im->c->lang == LANG_EN;
    struct str day = date_text(im->c->arena, im->c->today);
    return str_printf(im->c->arena, "%s%s %.*s", english ? im->table->en : im->table->zh, english ? en : zh,
                      STR_ARG(day));
}

/* A zip has no template of one table. */
static struct err *open_table(struct call *c, struct import *im)
{
    TRY(open_import(c, im));
    if (!im->table->run) return NULL;
    FAIL_FIELD(c->arena, "exchange.table", "table", "OneRoster 压缩包请用 /exchange/oneroster 导出。",
               "A OneRoster zip comes from /exchange/oneroster.");
}

static struct err *get_template(struct call *c)
{
    struct import im;
    TRY(open_table(c, &im));
    c->sheet_name = file_name(&im, "导入模板", " template");
    return import_template(&im, c->sheet);
}

static struct err *get_export(struct call *c)
{
    struct import im;
    TRY(open_table(c, &im));
    c->sheet_name = file_name(&im, "", "");
    return import_export(&im, c->sheet);
}

/* ---- in ---- */

static struct err *start(struct call *c, const char *kind, struct import_row *row)
{
    TRY(call_job(c, kind, row->id, (struct str){0}, 0, &row->job_id));
    return import_store_job(c, row->id, row->job_id);
}

/* more=1: further parts of the file follow, and the dry run waits for the last one. */
static bool wants_more(struct call *c) { return str_is(call_param(c, "more"), "1"); }

/* The body is the file, nothing around it. A form of a page, or of curl -F, begins with its boundary. */
static struct err *check_body(struct call *c)
{
    enum { LOOKED_AT = 300 };
    struct str head = {c->body.p, c->body.n < LOOKED_AT ? c->body.n : LOOKED_AT};
    if (!head.n) FAIL(c->arena, ERR_INVALID, "exchange.no_file", "请选择要导入的文件。", "Choose a file to import.");
    if (!str_starts(head, STR("--")) || !memmem(head.p, head.n, "form-data", 9)) return NULL;
    FAIL(c->arena, ERR_INVALID, "exchange.form",
         "请把文件本身作为请求体上传，不要用表单（multipart）。用 curl 时写 --data-binary @文件名。",
         "Send the file itself as the body, not a form (multipart): with curl, --data-binary @FILE.");
}

static struct err *post_import(struct call *c)
{
    struct import im;
    struct import_row *out = c->out;
    TRY(open_import(c, &im));
    struct str name = call_param(c, "file");
    TRY(check_body(c));
    if (str_chars(name) > LIMIT_TEXT_CHARS) name = (struct str){0};
    struct import_row row = {.id = call_id(c),
                             .account_id = c->who->account_id,
                             .subject_id = im.subject_id,
                             .table_name = str_of(im.table->name),
                             .file_name = name,
                             .state = IMPORT_WAITING,
                             .created_at = c->now_us,
                             .updated_at = c->now_us};
    TRY(import_store_insert(c, &row, c->body));
    if (!wants_more(c)) TRY(start(c, "exchange.check", &row));
    call_audit(c, row.id, im.path, str_printf(c->arena, "import %s, %zu bytes", im.table->name, c->body.n));
    *out = row;
    return NULL;
}

/* One's own, and with the permission of now. */
static struct err *own_import(struct call *c, struct import_row *ret_row)
{
    const struct exchange_table *table;
    struct str path;
    TRY(import_store_get(c, c->path[0], ret_row));
    if (ret_row->account_id != c->who->account_id)
        FAIL(c->arena, ERR_ABSENT, "exchange.absent", "没有这次导入。", "There is no such import.");
    TRY(exchange_find_table(c->arena, ret_row->table_name, &table));
    TRY(exchange_scope(c, table, ret_row->subject_id, &path));
    call_audit(c, ret_row->id, path, ret_row->table_name);
    return NULL;
}

/* In their order; one that was sent before, whose answer was lost, is taken as done. */
static struct err *post_part(struct call *c)
{
    struct import_row *row = c->out;
    int64_t part_no, count, bytes;
    TRY(own_import(c, row));
    TRY(call_param_int(c, "part", &part_no));
    TRY(import_store_part_count(c, row->id, &count));
    TRY(import_store_bytes(c, row->id, &bytes));
    if (!c->body.n) FAIL(c->arena, ERR_INVALID, "exchange.no_file", "请选择要导入的文件。", "Choose a file to import.");
    if (row->job_id || part_no < IMPORT_SECOND_PART || part_no > count + IMPORT_SECOND_PART)
        FAIL_FIELD(c->arena, "exchange.part", "part", "文件各部分应按顺序上传，请重新上传整个文件。",
                   "The parts of a file come in their order: upload the whole file again.");
    bool is_new = part_no == count + IMPORT_SECOND_PART;
    if (is_new && bytes + (int64_t)c->body.n > LIMIT_UPLOAD_BYTES)
        FAIL(c->arena, ERR_LIMIT, "exchange.large", "文件超过 %u MB，请分成几个文件。",
             "The file has more than %u MB: cut it into several.", LIMIT_UPLOAD_BYTES >> 20);
    TRY(import_store_part(c, row->id, part_no, c->body));
    c->status = 200;
    return wants_more(c) ? NULL : start(c, "exchange.check", row);
}

static struct err *get_imports(struct call *c)
{
    call_checked(c);
    return page_run(c, &import_pages, VALS(v_int(c->who->account_id)));
}

static struct err *get_import(struct call *c) { return own_import(c, c->out); }

static struct err *get_problems(struct call *c)
{
    struct import_row row;
    struct page *page = c->out;
    TRY(own_import(c, &row));
    TRY(page_run(c, &problem_pages, VALS(v_int(row.id))));
    for (LIST_EACH(page->items, struct exchange_problem, p)) {
        p->label = c->lang == LANG_EN ? p->label_en : p->label_zh;
        p->text = c->lang == LANG_EN ? p->en : p->zh;
    }
    return NULL;
}

static struct err *get_duplicates(struct call *c)
{
    struct import_row row;
    TRY(own_import(c, &row));
    return page_run(c, &duplicate_pages, VALS(v_int(row.id)));
}

struct choices {
    struct list items; /* struct choice */
    int all;           /* enum exchange_choice, for every row */
};
struct choice {
    int64_t row_no;
    int choice;
};
static const struct shape_field choice_fields[] = {
    F_INT(struct choice, row_no, 1, 1048576, SHAPE_REQUIRED, "行", "row"),
    F_ENUM(struct choice, choice, exchange_choice_names, SHAPE_REQUIRED, "选择", "same, new or skip"),
};
static const struct shape choice_shape = SHAPE("ImportChoice", struct choice, choice_fields);
static const struct shape_field choices_fields[] = {
    F_LIST(struct choices, items, &choice_shape, 0, 10000, 0, "逐行选择", "row by row"),
    F_ENUM(struct choices, all, exchange_choice_names, 0, "全部", "for every row"),
};
static const struct shape choices_shape = SHAPE("ImportChoices", struct choices, choices_fields);

static struct err *check_open(struct call *c, const struct import_row *row)
{
    if (row->state != IMPORT_COMMITTED) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "exchange.committed", "这次导入已完成。", "This import is done.");
}

static struct err *post_choices(struct call *c)
{
    const struct choices *in = c->in;
    struct import_row *row = c->out;
    TRY(own_import(c, row));
    TRY(check_open(c, row));
    if (in->all) TRY(import_store_choose(c, row->id, 0, in->all));
    for (LIST_EACH(in->items, struct choice, x)) TRY(import_store_choose(c, row->id, x->row_no, x->choice));
    c->status = 200;
    return start(c, "exchange.check", row);
}

static struct err *post_commit(struct call *c)
{
    struct import_row *row = c->out;
    TRY(own_import(c, row));
    TRY(check_open(c, row));
    if (row->state != IMPORT_CHECKED || row->undecided)
        FAIL(c->arena, ERR_CONFLICT, "exchange.not_ready",
             "还有错误或待选择的行，不能导入。请改正后重新上传，或先作出选择。",
             "There are problems or rows to decide: mend and upload again, or decide first.");
    c->status = 200;
    return start(c, "exchange.commit", row);
}

#define OWN ROUTE_OWN_SCOPE
static const struct route_param table_params[] = {
    {"table", SHAPE_TEXT, "表名", "which table"},
    {"subject", SHAPE_ID, "范围：班次或课次", "the class or session whose table it is"},
    {0}};
static const struct route_param export_params[] = {
    {"table", SHAPE_TEXT, "表名", "which table"},
    {"subject", SHAPE_ID, "范围：班次或课次", "the class or session whose table it is"},
    ORG_UNDER_PARAM,
    {0}};
static const struct route_param import_params[] = {
    {"table", SHAPE_TEXT, "表名", "which table"},
    {"subject", SHAPE_ID, "范围：班次或课次", "the class or session whose table it is"},
    {"file", SHAPE_TEXT, "文件名", "name of the file"},
    {"more", SHAPE_TEXT, "为 1 时还有后续部分", "1: further parts follow"},
    {0}};
static const struct route_param part_params[] = {{"part", SHAPE_INT, "第几部分，从 2 起", "which part, from 2"},
                                                 {"more", SHAPE_TEXT, "为 1 时还有后续部分", "1: further parts follow"},
                                                 {0}};

static const struct route routes[] = {
    {GET, "/exchange/template", TX_HEAVY, PERM_SELF, ROUTE_SHEET | OWN, NULL, NULL, NULL, "导入模板；table 是表名",
     "The template of a table (table=)", get_template, .params = table_params},
    {GET, "/exchange/export", TX_HEAVY, PERM_SELF, ROUTE_SHEET | OWN, NULL, NULL, NULL,
     "按导入格式导出一张表；subject 限定范围", "A table as its import reads it; subject= bounds it", get_export,
     .params = export_params},
    {POST, "/exchange/oneroster", TX_WRITE, PERM_ENROL_EDIT, ROUTE_RAW | ROUTE_SECRET_REPLY, NULL, NULL, NULL,
     "导出 OneRoster 1.2 压缩包；under 限定范围", "A part of the tree as a OneRoster 1.2 zip; under= bounds it",
     roster_post, roster_prepare, .params = org_under_params, .raw_type = "application/zip"},
    {POST, "/imports", TX_WRITE, PERM_SELF, ROUTE_BODY | OWN, NULL, &import_row_shape, NULL,
     "上传要导入的表（.xlsx 或 .csv 作为请求体）并试运行", "Uploads a table as the body, and begins its dry run",
     post_import, .params = import_params},
    {POST, "/imports/{import_id}/parts", TX_WRITE, PERM_SELF, ROUTE_BODY | OWN, NULL, &import_row_shape, NULL,
     "大文件的后续部分：part 从 2 起；还有后续时 more=1",
     "Part 2, 3 … of a file that began with more=1 (part=, more=1)", post_part, .params = part_params},
    {GET, "/imports", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &import_row_shape, &import_pages, "我的导入",
     "My imports", get_imports, NULL},
    {GET, "/imports/{import_id}", TX_READ, PERM_SELF, OWN, NULL, &import_row_shape, NULL, "一次导入", "One import",
     get_import, NULL},
    {GET, "/imports/{import_id}/problems", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &exchange_problem_shape,
     &problem_pages, "导入错误", "What is wrong, by row and column", get_problems, NULL},
    {GET, "/imports/{import_id}/duplicates", TX_READ, PERM_SELF, ROUTE_PAGE | OWN, NULL, &exchange_duplicate_shape,
     &duplicate_pages, "疑似重复的行与已有人员", "Rows beside people on record", get_duplicates, NULL},
    {POST, "/imports/{import_id}/choices", TX_WRITE, PERM_SELF, OWN, &choices_shape, &import_row_shape, NULL,
     "对疑似重复的行作出选择并重新检查", "Decides on possible duplicates, and checks again", post_choices, NULL},
    {POST, "/imports/{import_id}/commit", TX_WRITE, PERM_SELF, OWN, NULL, &import_row_shape, NULL,
     "正式导入：全部成功或全部不导入", "Imports: all or nothing", post_commit, NULL},
    {POST, "/account-sheets", TX_WRITE, PERM_ACCOUNT_EDIT, 0, &account_sheet_order_shape, &account_sheet_shape, NULL,
     "为一个单位（含下级）没有账号的人批量建立账号", "Makes accounts for everybody of an organisation who has none",
     sheet_post, NULL},
    {GET, "/account-sheets", TX_READ, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &account_sheet_shape, &account_sheet_pages,
     "批量建立的账号清单", "Sheets of accounts that were made at once", sheet_list, .params = org_under_params},
    {GET, "/account-sheets/{sheet_id}", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &account_sheet_shape, NULL, "一份账号清单",
     "One sheet of accounts", sheet_show, NULL},
    {POST, "/account-sheets/{sheet_id}/take", TX_WRITE, PERM_ACCOUNT_EDIT, ROUTE_SECRET_REPLY, NULL,
     &account_sheet_passwords_shape, NULL, "取出初始密码，只有一次", "Gives out the first passwords, once", sheet_take,
     NULL},
    {POST, "/account-sheets/{sheet_id}/grant", TX_WRITE, PERM_ROLE_GRANT, 0, NULL, &account_sheet_shape, NULL,
     "统一授予清单上拟授的角色", "Grants all roles that the sheet proposes", sheet_grant, NULL},
};

static const struct job_kind jobs[] = {
    {"exchange.check", 0, exchange_check_job},
    {"exchange.commit", 0, exchange_commit_job},
    {"exchange.accounts", 0, sheet_make_job},
};

static const struct command commands[] = {
    {"import", "import TABLE FILE --as LOGIN [--commit]", "导入一张表：先试运行，加 --commit 才写入",
     "bring a table in: a dry run unless --commit is given", exchange_import_command},
    {"export", "export TABLE [FILE] --as LOGIN", "按导入格式导出一张表", "write a table as its import reads it",
     exchange_export_command},
};

const struct module exchange_module = {
    .name = "exchange",
    .schema = &exchange_schema,
    .statements = exchange_statements,
    .statement_count = &exchange_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .commands = commands,
    .command_count = sizeof commands / sizeof *commands,
    .jobs = jobs,
    .job_count = sizeof jobs / sizeof *jobs,
};
