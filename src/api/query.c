#include "api/query.h"

#include "api/api_private.h"

#include <assert.h>
#include <string.h>

static const struct route_param paging_params[] = {
    {"limit", SHAPE_INT, "每页行数，1 到 1000", "rows of a page, 1 to 1000"},
    {"cursor", SHAPE_TEXT, "上一页的 next", "`next` of the page before"},
    {"count", SHAPE_BOOL, "为 true 时另给总数", "true: also count all rows"},
    {0}};
static const struct route_param sort_params[] = {
    {"sort", SHAPE_TEXT, "排序方式，前加 - 为倒序", "name of a sort, with - in front for the other way"}, {0}};
static const struct route_param format_params[] = {
    {"format", SHAPE_TEXT, "导出为 csv 或 xlsx", "csv or xlsx: as a table"}, {0}};
static const struct route_param column_params[] = {
    {"columns", SHAPE_TEXT, "导出哪些列，以逗号分隔", "columns of that table, with commas between"}, {0}};

static void add(struct query_params *params, struct route_param param)
{
    assert(params->n < QUERY_PARAMS_MAX);
    params->items[params->n++] = param;
}

static void add_table(struct query_params *params, const struct route_param *table)
{
    for (; table && table->name; table++) add(params, *table);
}

void query_params_own(const struct route_param *own, struct query_params *ret_params)
{
    ret_params->n = 0;
    add_table(ret_params, own);
}

void query_params(const struct route *route, struct query_params *ret_params)
{
    const struct page_spec *page = route->page;
    bool list = route->flags & ROUTE_PAGE && route->verb == GET;
    ret_params->n = 0;
    if (list && page) add_table(ret_params, paging_params); /* without a spec the list is short and comes whole */
    if (page) add_table(ret_params, sort_params);
    for (size_t i = 0; page && i < page->filter_count; i++) {
        const struct page_filter *f = &page->filters[i];
        add(ret_params, (struct route_param){f->name, f->kind, f->zh, f->en});
    }
    add_table(ret_params, route->params);
    if (list || route->flags & ROUTE_SHEET) add_table(ret_params, format_params);
    if (list) add_table(ret_params, column_params);
}

static bool is_declared(const struct query_params *params, struct str name)
{
    for (size_t i = 0; i < params->n; i++)
        if (str_is(name, params->items[i].name)) return true;
    return false;
}

const char *query_twice(const struct query_params *params)
{
    for (size_t i = 0; i < params->n; i++)
        for (size_t k = i + 1; k < params->n; k++)
            if (strcmp(params->items[i].name, params->items[k].name) == 0) return params->items[i].name;
    return NULL;
}

static bool has_key(struct str query, struct str name)
{
    while (query.n) {
        struct str value, key = str_cut(str_cut(query, '&', &query), '=', &value);
        if (str_equal(key, name)) return true;
    }
    return false;
}

static struct str names_of(struct arena *a, const struct query_params *params)
{
    struct buf out;
    buf_init(&out, 8 << 10);
    for (size_t i = 0; i < params->n; i++) {
        if (i) buf_cstr(&out, ", ");
        buf_cstr(&out, params->items[i].name);
    }
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct err *refuse_unknown(struct arena *a, struct str name, const struct query_params *params)
{
    const char *field = str_cstr(a, name);
    if (!params->n)
        FAIL_FIELD(a, "input.unknown_parameter", field, "没有“%s”这个网址参数；这个接口不带网址参数。",
                   "There is no URL parameter “%s”: this route takes none.", field);
    FAIL_FIELD(a, "input.unknown_parameter", field, "没有“%s”这个网址参数；可用的有：%.*s。",
               "There is no URL parameter “%s” here. There are: %.*s.", field, STR_ARG(names_of(a, params)));
}

struct err *query_check(struct arena *a, struct str query, const struct query_params *params)
{
    struct str text = api_percent_decode(a, query);
    if (str_chars(text) < 0 || memchr(text.p, 0, text.n))
        FAIL(a, ERR_INVALID, "input.query", "网址参数不是有效的 UTF-8 文字。",
             "The URL's parameters are not valid UTF-8 text.");
    while (query.n) {
        struct str value, pair = str_cut(query, '&', &query), key = str_cut(pair, '=', &value);
        if (!pair.n) continue;
        if (!is_declared(params, key)) return refuse_unknown(a, api_percent_decode(a, key), params);
        if (has_key(query, key)) {
            const char *field = str_cstr(a, key);
            FAIL_FIELD(a, "input.parameter_twice", field, "网址参数“%s”只能给一次。",
                       "The URL parameter “%s” may be given once only.", field);
        }
    }
    return NULL;
}
