/* tests/sql_test.c: every statement of every module is prepared, and its plan read, on both databases.
 *
 * A plan that reads a whole table fails, unless the statement is listed below with its reason. Pages are tried with
 * each sort in both directions, each filter, and with a cursor.
 */
#include "api/api.h"
#include "api/words.h"
#include "app/modules.h"
#include "check.h"
#include "core/arena.h"
#include "database.h"

static const struct {
    const char *name, *why;
} may_scan[] = {
    {"ledger_giver_list", "a row for each school and year: some hundreds, read whole for the check"},
    {"ledger_rule_find", "conversion rules are a handful of dated rows"},
    {"ledger_rule_list", "conversion rules are a handful of dated rows"},
    {"handover_item_list", "items of checklists are some dozens of rows"},
    {"evaluate_template_list", "templates of questionnaires are some dozens of rows"},
    {"trust_retention_list", "retention rules are a handful of dated rows"},
    {"norm_page", "norms are a handful of dated rows"},
    {"board_cell_list", "tongke verify compares all cells with what they should be"},
    {"demo_people_any", "asks whether there is anybody at all, once, when a demo city is made"},
};

static struct arena *a;
static struct db *db;
static int statements_tried;

static bool is_listed(const char *name)
{
    for (size_t i = 0; i < sizeof may_scan / sizeof *may_scan; i++)
        if (strcmp(may_scan[i].name, name) == 0) return true;
    return false;
}

/* Is what the line scans a subquery of the same statement? Its own lines tell how that is read. */
static bool scans_subquery(struct str plan, struct str line)
{
    struct str name = str_trim((struct str){line.p + 5, line.n - 5});
    while (plan.n) {
        struct str rest, verb = str_cut(str_trim(str_cut(plan, '\n', &plan)), ' ', &rest);
        if ((str_is(verb, "CO-ROUTINE") || str_is(verb, "MATERIALIZE")) && str_equal(rest, name)) return true;
    }
    return false;
}

/* SQLite: "SCAN t" without an index reads all of t. Small rule tables are whole in one page and may be scanned. */
static bool reads_whole_table(struct str plan)
{
    static const char *const small[] = {
        "SCAN CONSTANT ROW", "SCAN rank", "SCAN audience",        "SCAN rule",
        "SCAN norm ",        "SCAN n ",   "SCAN conversion_rule", "SCAN account_policy"};
    struct str whole = plan;
    while (plan.n) {
        struct str line = str_trim(str_cut(plan, '\n', &plan));
        if (!str_starts(line, STR("SCAN ")) || memmem(line.p, line.n, "INDEX", 5) ||
            memmem(line.p, line.n, "VIRTUAL", 7))
            continue;
        bool harmless = (line.n > 5 && line.p[5] == '(') || scans_subquery(whole, line);
        for (size_t i = 0; i < sizeof small / sizeof *small; i++) harmless |= str_starts(line, str_of(small[i]));
        if (!harmless) return true;
    }
    return false;
}

/* A page that walks the primary key in its order stops at its limit: no sorting, no whole table. */
static bool walks_in_order(const struct sql *sql, struct str plan)
{
    return strstr(sql->text, " LIMIT $") && !memmem(plan.p, plan.n, "TEMP B-TREE", 11);
}

static void try_statement(const struct sql *sql)
{
    struct str plan;
    statements_tried++;
    struct err *e = db_plan(db, a, sql, &plan);
    if (e) {
        printf("%s: %.*s\n", sql->name, STR_ARG(e->en));
        check_report_(__FILE__, __LINE__, "statement cannot be prepared");
    } else if (db_kind_of(db) == DB_SQLITE && reads_whole_table(plan) && !walks_in_order(sql, plan) &&
               !is_listed(sql->name)) {
        printf("%s reads a whole table:\n%.*s\n", sql->name, STR_ARG(plan));
        check_report_(__FILE__, __LINE__, "full scan");
    }
    db_rollback(db);
    CHECK_OK(db_begin(db, a));
}

static size_t fixed_values(const char *text)
{
    size_t most = 0;
    for (const char *p = strchr(text, '$'); p; p = strchr(p + 1, '$')) {
        size_t number = (size_t)atoi(p + 1);
        if (number > most) most = number;
    }
    return most;
}

static void try_page(const struct page_spec *spec)
{
    size_t fixed = fixed_values(spec->base->text);
    for (size_t sort = 0; sort < spec->sort_count; sort++)
        for (int way = 0; way < 4; way++) {
            struct sql sql = {spec->base->name, str_cstr(a, page_text(a, spec, fixed, sort, way & 1, 0, way & 2))};
            try_statement(&sql);
        }
    for (size_t filter = 0; filter < spec->filter_count; filter++) {
        struct sql sql = {spec->base->name, str_cstr(a, page_text(a, spec, fixed, 0, false, 1ull << filter, false))};
        try_statement(&sql);
    }
}

static void try_module(const struct module *module)
{
    for (size_t i = 0; module->statement_count && i < *module->statement_count; i++)
        if (!strstr(module->statements[i]->text, "{page}")) try_statement(module->statements[i]);
    for (size_t i = 0; i < module->route_count; i++)
        if (module->routes[i].page) try_page(module->routes[i].page);
}

static void every_statement_is_prepared_and_none_reads_a_whole_table(void)
{
    for (size_t i = 0; i < app_module_count; i++) try_module(app_modules[i]);
    CHECK(statements_tried > 0);
}

static void the_routes_are_in_order(void) { CHECK_OK(api_check(a, app_modules, app_module_count)); }

static void try_words(const struct route *route, const struct shape *shape)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->fields[i];
        if (f->kind == SHAPE_OBJECT) try_words(route, f->sub);
        if (f->kind != SHAPE_ENUM || words_find(f->names)) continue;
        printf("GET %s: no group in web/src/i18n/zh/enums.ts has all values of %s.%s (%s, …)\n", route->path,
               shape->name, f->name, f->names[1]);
        check_report_(__FILE__, __LINE__, "values without words");
    }
}

static void every_value_in_an_exported_list_has_its_word(void)
{
    for (size_t m = 0; m < app_module_count; m++)
        for (size_t i = 0; i < app_modules[m]->route_count; i++) {
            const struct route *route = &app_modules[m]->routes[i];
            if (route->verb == GET && route->flags & ROUTE_PAGE) try_words(route, route->out);
        }
}

static void run_on(enum db_kind kind)
{
    struct test_database database;
    if (!database_make(kind, &database)) return;
    struct err *e = app_migrate(a, str_of(database.url), &db);
    if (CHECK_OK(e)) {
        CHECK_OK(db_begin(db, a));
        RUN(every_statement_is_prepared_and_none_reads_a_whole_table);
        db_rollback(db);
        db_close(db);
    } else {
        check_failed_++;
    }
    database_drop(&database);
}

int main(void)
{
    a = arena_open((size_t)1 << 30);
    RUN(the_routes_are_in_order);
    RUN(every_value_in_an_exported_list_has_its_word);
    run_on(DB_SQLITE);
    run_on(DB_POSTGRES);
    arena_close(a);
    return check_end();
}
