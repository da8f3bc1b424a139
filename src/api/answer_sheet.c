/* api/answer_sheet.c: answers that are tables: written to a file without a name, audited, and sent from there. */
#include "api/answer_private.h"
#include "api_sql.h"
#include "core/arena.h"
#include "os/file.h"

#include <string.h>

/* ---- making it ---- */

struct sheet_pages {
    struct answer *x;
    struct db *db;
};

static struct err *next_page(void *context, struct arena *a, struct str cursor, struct page **ret_page)
{
    struct sheet_pages *pages = context;
    struct call c = answer_call(pages->x, a, pages->db);
    if (__atomic_load_n(&pages->x->api->closing, __ATOMIC_ACQUIRE))
        FAIL(a, ERR_BUSY, "api.busy", "服务器正在停止，请稍后再试。", "The server is stopping. Please try again soon.");
    c.in_pages = true;
    c.page_cursor = cursor;
    TRY(c.route->run(&c));
    TRY(answer_bounded(&c));
    if (arena_over(a))
        FAIL(a, ERR_LIMIT, "api.too_large", "结果太大，请缩小范围。", "The answer is too large: narrow it.");
    *ret_page = c.out;
    return NULL;
}

/* "人员列表；under 限定范围…" is a help line; its first words name the file. */
static struct str name_of(struct call *c)
{
    struct str help = str_of(c->lang == LANG_EN ? c->route->help_en : c->route->help_zh);
    size_t at = 0, n = 0;
    for (int32_t ch; (ch = str_next(help, &at)) >= 0; n = at)
        if (ch == 0xff1b || ch == 0xff0c || ch == 0xff08 || ch == ';' || ch == ',' || ch == '(' || ch == '/') break;
    struct str day = date_text(c->arena, c->today);
    return str_printf(c->arena, "%.*s %.*s", (int)n, help.p, STR_ARG(day));
}

static struct err *fill(struct answer *x, struct call *c, struct sheet_writer *w)
{
    struct sheet_pages pages = {x, c->db};
    if (c->route->flags & ROUTE_PAGE) return export_list(c, &(struct export_pages){next_page, &pages}, w);
    c->sheet = w;
    TRY(c->route->run(c));
    TRY(answer_bounded(c));
    if (c->sheet_name.n) x->file.name = str_copy(x->request->arena, c->sheet_name);
    return NULL;
}

struct err *answer_sheet(struct answer *x, struct db *db, struct arena *a)
{
    struct call c = answer_call(x, a, db);
    struct sheet_writer *w;
    x->file.name = str_copy(x->request->arena, name_of(&c));
    TRY(export_open(&c, &x->file, &w));
    return export_close(a, &x->file, w, fill(x, &c, w));
}

/* ---- telling and sending it ---- */

/* What somebody searched for may be a citizen number: long runs of digits are left out. */
static struct str safe_query(struct arena *a, struct str query)
{
    enum { DIGITS_MOST = 11 };
    char *p = arena_copy(a, query.p ? query.p : "", query.n);
    for (size_t i = 0, run = 0; i < query.n; i++) {
        run = p[i] >= '0' && p[i] <= '9' ? run + 1 : 0;
        if (run <= DIGITS_MOST) continue;
        for (size_t k = i + 1 - run; k <= i; k++) p[k] = '*';
        while (i + 1 < query.n && ((p[i + 1] >= '0' && p[i + 1] <= '9') || (p[i + 1] | 32) == 'x')) p[++i] = '*';
        run = 0;
    }
    return (struct str){p, query.n};
}

static struct str detail_of(struct answer *x, struct arena *a)
{
    struct buf out;
    buf_init(&out, 16 << 10);
    buf_printf(&out, "{\"format\":\"%s\",\"rows\":%lld,\"bytes\":%lld,\"query\":",
               x->file.format == SHEET_CSV ? "csv" : "xlsx", (long long)x->file.rows, (long long)x->file.bytes);
    buf_json_text(&out, safe_query(a, x->request->query));
    buf_char(&out, '}');
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct err *audit_run(struct call *c, void *arg)
{
    struct answer *x = arg;
    struct str action = str_printf(c->arena, "EXPORT %s", x->match.route->path);
    return db_run(c->db, c->arena, &sql_api_audit_insert,
                  VALS(v_int(call_id(c)), v_int(c->now_us), v_id(x->who.account_id), v_id(x->who.person_id),
                       v_text(x->who.name), v_text(action), v_int(200), v_id(x->match.ids[0]), v_text((struct str){0}),
                       v_text(detail_of(x, c->arena)), v_text(x->request->peer)),
                  NULL);
}

static void reply_file(struct answer *x)
{
    struct arena *a = x->request->arena;
    struct http_header headers[] = {
        {STR("Content-Type"), str_of(export_type(x->file.format))},
        {STR("Content-Disposition"), export_disposition(a, &x->file)},
        {STR("Cache-Control"), STR("no-store")},
        {STR("X-Content-Type-Options"), STR("nosniff")},
        {STR("X-Rows"), str_printf(a, "%lld", (long long)x->file.rows)},
    };
    struct http_reply reply = {.status = 200,
                               .headers = headers,
                               .header_count = sizeof headers / sizeof *headers,
                               .file_fd = x->file.fd,
                               .file_bytes = x->file.bytes};
    struct buf body = x->reply.body;
    struct arena *job_arena = x->job.arena;
    api_keep_session(x->api, &x->who);
    api_count_reply(x->api, x->request, reply.status);
    http_reply(x->request, &reply);
    buf_done(&body);
    arena_close(job_arena);
}

static void audit_done(struct err *e, void *arg)
{
    struct answer *x = arg;
    if (e)
        answer_finish(x, e);
    else
        reply_file(x);
}

void answer_sheet_send(struct answer *x) { api_write(x->api, audit_run, audit_done, x); }
