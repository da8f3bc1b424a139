#include "api/page.h"

#include "api/call.h"
#include "api/module.h"

#include <string.h>

enum { FILTERS_MAX = 24, VALUES_MAX = 64 };

static void put_number(struct buf *out, size_t number)
{
    buf_char(out, '$');
    buf_int(out, (int64_t)number);
}

static void put_filter(struct buf *out, const struct page_filter *filter, size_t number)
{
    buf_cstr(out, " AND (");
    for (const char *p = filter->sql; *p; p++) {
        if (p[0] == '$' && p[1] == '?')
            put_number(out, number), p++;
        else
            buf_char(out, *p);
    }
    buf_char(out, ')');
}

/* " AND (key, id) > (SELECT key, id FROM … WHERE id = $k) ORDER BY key, id LIMIT $n" */
static void put_page(struct buf *out, const struct page_spec *spec, const struct page_sort *sort, bool descending,
                     bool cursor, size_t number)
{
    const char *way = descending ? " DESC" : "";
    if (cursor) {
        buf_printf(out, " AND (%s, %s) %s (SELECT %s, %s FROM %s WHERE %s = ", sort->column, spec->id,
                   descending ? "<" : ">", sort->column, spec->id, spec->from, spec->id);
        put_number(out, number++);
        buf_char(out, ')');
    }
    buf_printf(out, " ORDER BY %s%s, %s%s LIMIT ", sort->column, way, spec->id, way);
    put_number(out, number);
}

struct str page_text(struct arena *a, const struct page_spec *spec, size_t fixed_count, size_t sort, bool descending,
                     uint64_t filters, bool cursor)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    struct str base = str_of(spec->base->text);
    size_t number = fixed_count + 1;
    for (size_t i = 0; i < base.n; i++) {
        struct str rest = {base.p + i, base.n - i};
        if (str_starts(rest, STR("{filters}"))) {
            for (size_t f = 0; f < spec->filter_count; f++)
                if (filters >> f & 1) put_filter(&out, &spec->filters[f], number++);
            i += sizeof "{filters}" - 2;
        } else if (str_starts(rest, STR("{page}"))) {
            put_page(&out, spec, &spec->sorts[sort], descending, cursor, number);
            i += sizeof "{page}" - 2;
        } else {
            buf_char(&out, base.p[i]);
        }
    }
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

struct page_request {
    size_t sort;
    bool descending;
    int64_t limit, cursor;
    uint64_t filters;
    struct val values[VALUES_MAX];
    size_t value_count;
};

static struct err *read_filter(struct call *c, const struct page_filter *filter, struct str text, struct val *ret_value)
{
    union {
        int64_t i;
        int date;
        bool b;
        struct str s;
    } record = {0};
    struct shape_field field = {
        .name = filter->name, .column = filter->name, .kind = filter->kind, .zh = filter->zh, .en = filter->en};
    TRY(shape_set_text(c->arena, &field, text, &record));
    switch (filter->kind) {
    case SHAPE_TEXT: *ret_value = v_text(filter->clean ? filter->clean(c->arena, record.s) : record.s); break;
    case SHAPE_DATE: *ret_value = v_int(record.date); break;
    case SHAPE_BOOL: *ret_value = v_bool(record.b); break;
    default: *ret_value = v_int(record.i);
    }
    return NULL;
}

static struct err *read_sort(struct call *c, const struct page_spec *spec, struct page_request *request)
{
    struct str name = call_param(c, "sort");
    if (!name.n) return NULL;
    request->descending = name.p[0] == '-';
    if (request->descending) name = (struct str){name.p + 1, name.n - 1};
    for (size_t i = 0; i < spec->sort_count; i++) {
        if (!str_is(name, spec->sorts[i].name)) continue;
        request->sort = i;
        return NULL;
    }
    FAIL_FIELD(c->arena, "page.sort", "sort", "不能按“%.*s”排序。", "This list cannot be sorted by “%.*s”.",
               STR_ARG(name));
}

static struct err *read_request(struct call *c, const struct page_spec *spec, struct vals fixed,
                                struct page_request *request)
{
    TRY(read_sort(c, spec, request));
    TRY(call_param_int(c, "limit", &request->limit));
    if (!call_param(c, "limit").n) request->limit = LIMIT_PAGE_ROWS_DEFAULT;
    if (request->limit < 1 || request->limit > LIMIT_PAGE_ROWS)
        FAIL_FIELD(c->arena, "page.limit", "limit", "每页行数须在 1 到 %d 之间。", "limit must be between 1 and %d.",
                   LIMIT_PAGE_ROWS);
    TRY(call_param_int(c, "cursor", &request->cursor));
    for (size_t i = 0; i < fixed.n; i++) request->values[request->value_count++] = fixed.p[i];
    for (size_t i = 0; i < spec->filter_count && i < FILTERS_MAX; i++) {
        struct str text = call_param(c, spec->filters[i].name);
        if (!text.n) continue;
        request->filters |= 1ull << i;
        TRY(read_filter(c, &spec->filters[i], text, &request->values[request->value_count++]));
    }
    return NULL;
}

/* The same rows without order and limit, counted. */
static struct err *count_rows(struct call *c, const struct page_spec *spec, const struct page_request *request,
                              size_t fixed_count, int64_t *ret_total)
{
    struct page_spec all = *spec;
    struct str base = str_of(spec->base->text);
    char *mark = memmem(base.p, base.n, "{page}", 6);
    struct sql counted = {spec->base->name,
                          str_cstr(c->arena, str_printf(c->arena, "SELECT COUNT(*) FROM (%.*s) AS counted",
                                                        (int)(mark - base.p), base.p))};
    all.base = &counted;
    const struct sql *sql;
    TRY(db_sql(c->db, c->arena, page_text(c->arena, &all, fixed_count, 0, false, request->filters, false), &sql));
    return db_int(c->db, c->arena, sql, (struct vals){request->values, request->value_count}, ret_total);
}

static int64_t row_id(const struct shape *shape, const void *row)
{
    const struct shape_field *id = shape_find(shape, "id");
    return *(const int64_t *)((const char *)row + (id ? id->offset : 0));
}

struct err *page_run(struct call *c, const struct page_spec *spec, struct vals fixed)
{
    const struct shape *item = c->route->out;
    struct page *page = c->out;
    struct page_request request = {0};
    TRY(read_request(c, spec, fixed, &request));
    size_t counted_values = request.value_count;
    if (str_is(call_param(c, "count"), "true")) {
        TRY(count_rows(c, spec, &request, fixed.n, &page->total));
        page->counted = true;
    }
    request.value_count = counted_values;
    if (request.cursor) request.values[request.value_count++] = v_int(request.cursor);
    request.values[request.value_count++] = v_int(request.limit + 1); /* one more tells whether there is a next page */
    struct str text =
        page_text(c->arena, spec, fixed.n, request.sort, request.descending, request.filters, request.cursor != 0);
    const struct sql *sql;
    TRY(db_sql(c->db, c->arena, text, &sql));
    TRY(db_list(c->db, c->arena, sql, (struct vals){request.values, request.value_count}, item, &page->items));
    if ((int64_t)page->items.n <= request.limit) return NULL;
    page->items.n = (size_t)request.limit;
    const char *last = (const char *)page->items.p + (page->items.n - 1) * item->size;
    page->next = str_printf(c->arena, "%lld", (long long)row_id(item, last));
    return NULL;
}
