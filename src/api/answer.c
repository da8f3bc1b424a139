/* api/answer.c: one request from its arrival to its reply: admit, run in a transaction, encode, commit, carry out. */
#include "api/answer_private.h"
#include "api/problem.h"
#include "api/query.h"
#include "api_sql.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"

#include <stdlib.h>
#include <string.h>

enum { AUDIT_DETAIL_BYTES = 4096, BODY_FIRST_BYTES = 4096 /* most replies fit, and need no more room */ };

struct stored_reply {
    struct str digest;
    int64_t status;
    struct str etag, body;
};
static const struct shape_field stored_reply_fields[] = {
    F_TEXT(struct stored_reply, digest, 0, 0, 0, "摘要", "digest"),
    F_INT(struct stored_reply, status, 0, 0, 0, "状态", "status"),
    F_TEXT(struct stored_reply, etag, 0, 0, 0, "版本", "etag"),
    F_TEXT(struct stored_reply, body, 0, 0, 0, "正文", "body"),
};
static const struct shape stored_reply_shape = SHAPE("StoredReply", struct stored_reply, stored_reply_fields);

static struct err *read_if_match(struct answer *x, struct arena *a)
{
    const struct route *route = x->match.route;
    struct str header = str_trim(http_header(x->request, "If-Match"));
    bool needed = (route->flags & ROUTE_VERSION) && (route->verb == PUT || route->verb == DELETE);
    if (!header.n && needed)
        FAIL(a, ERR_PRECONDITION, "http.if_match_missing",
             "请带上 If-Match 头（上次读到的 ETag），以免覆盖别人的修改。",
             "Send If-Match with the ETag that you read last, so that nobody's change is overwritten.");
    if (!header.n || str_is(header, "*")) return NULL;
    if (str_starts(header, STR("W/"))) header = (struct str){header.p + 2, header.n - 2};
    if (str_starts(header, STR("\"v")) && str_ends(header, STR("\"")))
        header = (struct str){header.p + 2, header.n - 3};
    if (!str_int64(header, &x->if_match) || x->if_match <= 0)
        FAIL(a, ERR_PRECONDITION, "http.changed", "If-Match 的值不是这里发出的 ETag。请刷新后再改。",
             "If-Match holds no ETag of ours. Reload and make your change again.");
    return NULL;
}

static bool same_secret(struct str a, struct str b)
{
    unsigned char differ = a.n != b.n || a.n == 0;
    for (size_t i = 0; i < a.n && i < b.n; i++) differ |= (unsigned char)(a.p[i] ^ b.p[i]);
    return !differ;
}

static struct err *check_caller(struct answer *x, struct arena *a)
{
    const struct route *route = x->match.route;
    if (route->verb != GET && !api_same_origin(x->request))
        FAIL(a, ERR_DENIED, "http.origin", "请求来自别的网站，已拒绝。",
             "The request comes from another site and was refused.");
    if (route->perm == PERM_PUBLIC) return NULL;
    if (!x->who.account_id) FAIL(a, ERR_UNKNOWN, "http.sign_in", "请先登录。", "Please sign in first.");
    if (route->verb != GET && !same_secret(http_header(x->request, "X-CSRF-Token"), x->who.csrf))
        FAIL(a, ERR_DENIED, "http.csrf", "缺少或错误的 X-CSRF-Token，请刷新页面后重试。",
             "X-CSRF-Token is missing or wrong. Reload the page and try again.");
    if (route->perm != PERM_SELF && !who_can_somewhere(&x->who, route->perm) && !(route->flags & ROUTE_OWN_SCOPE))
        FAIL(a, ERR_DENIED, "perm.denied_everywhere", "您的角色没有这项权限。请联系安全管理员授权。",
             "Your roles do not carry this permission. Ask the security administrator for it.");
    return NULL;
}

/* Who is it, may they, and what did they send? Everything kept lies in the request's arena. May run twice. */
static struct err *admit(struct answer *x, struct db *db)
{
    struct arena *a = x->request->arena;
    struct call c = api_call(x->api, a, db, &x->effects);
    c.lang = x->lang;
    TRY(api_identify(x->api, &c, x->request, &x->who));
    TRY(check_caller(x, a));
    TRY(read_if_match(x, a));
    const struct route *route = x->match.route;
    if (route->in) {
        void *in = arena_bytes(a, route->in->size);
        TRY(shape_read_json(a, route->in, x->request->body, in));
        x->in = in;
    }
    x->admitted = true;
    return NULL;
}

struct call answer_call(struct answer *x, struct arena *a, struct db *db)
{
    struct call c = api_call(x->api, a, db, &x->effects);
    effects_clear(&x->effects);
    c.route = x->match.route;
    c.who = &x->who;
    c.lang = x->lang;
    c.peer = x->request->peer;
    c.agent = http_header(x->request, "User-Agent");
    memcpy(c.path, x->match.ids, sizeof c.path);
    c.query = x->request->query;
    c.in = x->in;
    if (c.route->flags & ROUTE_BODY) c.body = x->request->body;
    c.if_match = x->if_match;
    c.prepared = x->prepared;
    size_t out_bytes = c.route->flags & ROUTE_PAGE ? sizeof(struct page) : c.route->out ? c.route->out->size : 0;
    c.out = out_bytes ? arena_bytes(a, out_bytes) : NULL;
    return c;
}

static void write_page(struct buf *out, const struct shape *item, const struct page *page)
{
    buf_cstr(out, "{\"items\":[");
    for (size_t i = 0; i < page->items.n; i++) {
        if (i) buf_char(out, ',');
        shape_write_json(out, item, (const char *)page->items.p + i * item->size, false);
    }
    buf_cstr(out, "],\"next\":");
    if (page->next.n)
        buf_json_text(out, page->next);
    else
        buf_cstr(out, "null");
    if (page->counted) buf_cstr(out, ",\"total\":"), buf_int(out, page->total);
    buf_char(out, '}');
}

static struct str version_etag(struct arena *a, const struct shape *shape, const void *out)
{
    const struct shape_field *version = shape_find(shape, "version");
    return version ? str_printf(a, "\"v%lld\"", (long long)*(const int64_t *)((const char *)out + version->offset))
                   : (struct str){0};
}

static struct err *encode(struct answer *x, struct call *c)
{
    const struct route *route = c->route;
    struct buf *body = &x->reply.body;
    buf_clear(body);
    buf_room(body, BODY_FIRST_BYTES);
    x->reply.type = "application/json";
    x->reply.status = c->status                                    ? c->status
                      : !route->out && !(route->flags & ROUTE_RAW) ? 204
                      : route->verb == POST                        ? 201
                                                                   : 200;
    if (route->flags & ROUTE_RAW) {
        buf_str(body, c->raw);
        x->reply.type = route->raw_type;
        x->reply.etag = str_copy(x->request->arena, c->etag);
    } else if (route->flags & ROUTE_PAGE) {
        write_page(body, route->out, c->out);
    } else if (route->out && x->reply.status != 204) {
        shape_write_json(body, route->out, c->out, false);
    }
    if ((route->flags & ROUTE_VERSION) && route->out && !(route->flags & ROUTE_PAGE))
        x->reply.etag = version_etag(x->request->arena, route->out, c->out);
    if (buf_over(body) || arena_over(c->arena))
        FAIL(c->arena, ERR_LIMIT, "api.too_large", "结果太大，请缩小范围或分页读取。",
             "The answer is too large: narrow it or read it in pages.");
    return NULL;
}

static struct str audit_detail(struct answer *x, struct call *c)
{
    if (x->effects.audit_detail.n || !c->route->in) return x->effects.audit_detail;
    struct buf out;
    buf_init(&out, AUDIT_DETAIL_BYTES);
    shape_write_json(&out, c->route->in, c->in, true);
    struct str text = buf_over(&out) ? STR("{\"too_long\":true}") : str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static struct err *write_audit(struct answer *x, struct call *c)
{
    if (c->route->tx != TX_WRITE || c->route->flags & ROUTE_NO_AUDIT) return NULL;
    static const char *const verbs[] = {"GET", "POST", "PUT", "DELETE"};
    int64_t object = x->effects.audit_object_id ? x->effects.audit_object_id : c->path[0];
    struct str action = str_printf(c->arena, "%s %s", verbs[c->route->verb], c->route->path);
    return db_run(c->db, c->arena, &sql_api_audit_insert,
                  VALS(v_int(call_id(c)), v_int(c->now_us), v_id(c->who->account_id), v_id(c->who->person_id),
                       v_text(c->who->name), v_text(action),
                       v_int(c->refusal ? problem_status(c->refusal) : x->reply.status), v_id(object),
                       v_text(x->effects.audit_path), v_text(audit_detail(x, c)), v_text(c->peer)),
                  NULL);
}

struct err *call_audit_add(struct call *c, const char *action, int64_t object_id, struct str org_path,
                           struct str detail)
{
    return db_run(c->db, c->arena, &sql_api_audit_insert,
                  VALS(v_int(call_id(c)), v_int(c->now_us), v_id(c->who->account_id), v_id(c->who->person_id),
                       v_text(c->who->name), v_cstr(action), v_int(200), v_id(object_id), v_text(org_path),
                       v_text(detail), v_text(c->peer)),
                  NULL);
}

/* FNV-1a over path and body: tells an honest repeat from a key that is used for something else. */
static struct str request_digest(struct answer *x, struct arena *a)
{
    uint64_t hash = 0xcbf29ce484222325u;
    struct str parts[] = {x->request->target, x->request->body};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < parts[k].n; i++) hash = (hash ^ (unsigned char)parts[k].p[i]) * 0x100000001b3u;
    return str_printf(a, "%016llx", (unsigned long long)hash);
}

/* Answers a repeated POST from what was answered before; *ret_done tells that it did. */
static struct err *replay(struct answer *x, struct call *c, struct str key, bool *ret_done)
{
    struct stored_reply stored;
    TRY(db_find(c->db, c->arena, &sql_api_idempotency_find, VALS(v_int(c->who->account_id), v_text(key)),
                &stored_reply_shape, &stored, ret_done));
    if (!*ret_done) return NULL;
    if (!str_equal(stored.digest, request_digest(x, c->arena)))
        FAIL(c->arena, ERR_CONFLICT, "http.idempotency_reused", "这个 Idempotency-Key 已用于另一个请求，请换一个。",
             "This Idempotency-Key was used for another request. Use a new one.");
    x->reply.status = (int)stored.status;
    x->reply.type = "application/json";
    x->reply.etag = str_copy(x->request->arena, stored.etag);
    buf_clear(&x->reply.body);
    buf_str(&x->reply.body, stored.body);
    return NULL;
}

struct err *answer_bounded(const struct call *c)
{
    bool bounded = c->scope_checked || c->route->perm == PERM_PUBLIC || c->route->perm == PERM_SELF ||
                   c->route->flags & ROUTE_OWN_SCOPE;
    if (bounded || c->refusal) return NULL;
    FAIL(c->arena, ERR_BROKEN, "api.unbounded", "接口没有检查范围，已拒绝回答。",
         "The route did not check its scope and was not answered.");
}

static struct err *run_handler(struct answer *x, struct call *c)
{
    TRY(c->route->run(c));
    TRY(answer_bounded(c));
    TRY(encode(x, c));
    return write_audit(x, c);
}

static struct err *perform(struct answer *x, struct db *db, struct arena *a)
{
    struct call c = answer_call(x, a, db);
    x->refusal = NULL; /* of an earlier run */
    struct str key = c.route->tx == TX_WRITE && c.route->verb == POST && !(c.route->flags & ROUTE_SECRET_REPLY)
                         ? http_header(x->request, "Idempotency-Key")
                         : (struct str){0};
    if (key.n > 200)
        FAIL(a, ERR_INVALID, "http.idempotency_key", "Idempotency-Key 最长 200 字节。",
             "Idempotency-Key is at most 200 bytes long.");
    bool done = false;
    if (key.n) TRY(replay(x, &c, key, &done));
    if (done) return NULL;
    TRY(run_handler(x, &c));
    x->refusal = c.refusal;
    if (!key.n || c.refusal) return NULL;
    return db_run(db, a, &sql_api_idempotency_insert,
                  VALS(v_int(c.who->account_id), v_text(key), v_text(request_digest(x, a)), v_int(x->reply.status),
                       v_text(x->reply.etag), v_text(buf_text(&x->reply.body)), v_int(c.now_us)),
                  NULL);
}

/* ---- replying ---- */

static size_t put_cookies(struct answer *x, struct http_header *headers)
{
    size_t n = 0;
    for (LIST_EACH(x->effects.cookies, struct effect_cookie, cookie)) {
        if (n == 4) break;
        headers[n].name = STR("Set-Cookie");
        headers[n++].value = str_printf(x->request->arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
                                        STR_ARG(cookie->name), STR_ARG(cookie->value), (long long)cookie->max_age_s,
                                        x->request->secure ? "; Secure" : "");
    }
    return n;
}

static void reply_well(struct answer *x)
{
    struct http_header headers[8];
    size_t n = put_cookies(x, headers);
    struct str type = str_of(x->reply.type);
    bool unchanged = x->match.route->verb == GET && x->reply.etag.n && api_etag_known(x->request, x->reply.etag);
    headers[n++] = (struct http_header){STR("Content-Type"), type};
    headers[n++] = (struct http_header){STR("Cache-Control"), STR("no-store")};
    headers[n++] = (struct http_header){STR("X-Content-Type-Options"), STR("nosniff")};
    if (x->reply.etag.n) headers[n++] = (struct http_header){STR("ETag"), x->reply.etag};
    struct http_reply reply = {.status = unchanged ? 304 : x->reply.status, .headers = headers, .header_count = n};
    if (!unchanged) reply.body = buf_text(&x->reply.body);
    api_count_reply(x->api, x->request, reply.status);
    http_reply(x->request, &reply);
}

void answer_finish(struct answer *x, struct err *e)
{
    struct buf body = x->reply.body;
    struct arena *a = x->job.arena;
    file_close(x->file.fd);
    if (!e) api_carry_out(x->api, &x->effects);
    api_keep_session(x->api, &x->who);
    if (e || x->refusal)
        api_refuse(x->api, x->request, e ? e : x->refusal, x->lang);
    else
        reply_well(x);
    /* x lay in the request's arena and may be gone now */
    buf_done(&body);
    arena_close(a);
}

/* ---- on a database thread ---- */

static struct err *job_run(struct db *db, struct arena *a, void *arg)
{
    struct answer *x = arg;
    if (!x->admitted) TRY(admit(x, db));
    if (x->file.format) return answer_sheet(x, db, a);
    if (!x->preparing) return perform(x, db, a);
    struct call c = answer_call(x, x->request->arena, db);
    TRY(x->match.route->prepare(&c));
    x->prepared = c.prepared;
    return NULL;
}

static void submit(struct answer *x);

static void end_export(struct answer *x)
{
    if (x->file.format) __atomic_sub_fetch(&x->api->exports, 1, __ATOMIC_RELAXED);
}

static void job_done(struct err *e, void *arg)
{
    struct answer *x = arg;
    end_export(x);
    if (!e && x->file.format) {
        answer_sheet_send(x);
        return;
    }
    if (!e && x->preparing) {
        x->preparing = false;
        submit(x);
        return;
    }
    answer_finish(x, e);
}

/* Tables take half of the workers at most: signing in must not wait for them. */
static bool may_export(struct answer *x)
{
    int64_t most = x->api->setup.config->workers / 2;
    if (!x->file.format) return true;
    if (__atomic_add_fetch(&x->api->exports, 1, __ATOMIC_RELAXED) <= (most > 1 ? most : 1)) return true;
    end_export(x);
    return false;
}

static void submit(struct answer *x)
{
    enum tx tx = x->preparing || x->file.format ? TX_HEAVY : x->match.route->tx;
    x->job.run = job_run;
    x->job.done = job_done;
    x->job.arg = x;
    x->job.mode = tx == TX_WRITE ? DB_WRITE : DB_READ;
    bool may = may_export(x);
    if (may && (x->preparing ? api_submit_preparing(x->api, &x->job) : api_submit(x->api, &x->job, tx))) return;
    if (may) end_export(x);
    answer_finish(x, ERR(x->request->arena, ERR_BUSY, "api.busy", "系统繁忙，请稍后再试。",
                         "The server is busy. Please try again in a moment."));
}

/* ---- on the loop's own reader ---- */

static void answer_inline(struct answer *x, struct loop_reader *reader)
{
    bool here = (x->match.route->tx == TX_READ || x->match.route->tx == TX_NONE) && !x->file.format;
    struct err *e = db_begin(reader->db, reader->arena);
    if (!e) {
        e = admit(x, reader->db);
        if (!e && here && !x->match.route->prepare) e = perform(x, reader->db, reader->arena);
        db_rollback(reader->db); /* it only read: nothing to keep, and cheaper than a commit */
    }
    if (!e && (!here || x->match.route->prepare)) {
        arena_reset(reader->arena);
        x->job.arena = arena_open(LIMIT_CALL_ARENA_BYTES);
        submit(x);
        return;
    }
    answer_finish(x, e);
    arena_reset(reader->arena);
}

static enum verb verb_of(enum http_method method, bool *ret_known)
{
    *ret_known = true;
    switch (method) {
    case HTTP_GET_:
    case HTTP_HEAD_: return GET;
    case HTTP_POST_: return POST;
    case HTTP_PUT_: return PUT;
    case HTTP_DELETE_: return DELETE;
    default: *ret_known = false; return GET;
    }
}

static void refuse_path(struct api *api, struct http_request *request, unsigned verbs)
{
    struct err *absent = ERR(request->arena, ERR_ABSENT, "http.no_route", "没有这个接口。", "There is no such route.");
    if (verbs)
        api_answer_verbs(api, request, verbs);
    else
        api_refuse(api, request, absent, api_lang(request));
}

static struct err *check_query(const struct http_request *request, const struct route *route)
{
    struct query_params params;
    if (!request->query.n) return NULL;
    query_params(route, &params);
    return query_check(request->arena, request->query, &params);
}

/* JSON under another name comes from forms of other sites, which a browser sends without asking. */
static struct err *check_type(const struct answer *x)
{
    struct str type = http_header(x->request, "Content-Type");
    if (!x->match.route->in || !x->request->body.n || !type.n || str_starts(type, STR("application/json"))) return NULL;
    FAIL(x->request->arena, ERR_INVALID, "http.media_type",
         "请求内容应为 JSON：请带上 Content-Type: application/json。",
         "The body must be JSON: send Content-Type: application/json.");
}

/* A packed body would be read as if it were none: which coding it has is told, not guessed from its bytes. */
static struct err *check_coding(const struct answer *x)
{
    struct str coding = str_trim(http_header(x->request, "Content-Encoding"));
    if (!x->request->body.n || !coding.n || str_is(str_lower(x->request->arena, coding), "identity")) return NULL;
    FAIL(x->request->arena, ERR_INVALID, "http.coding", "不接受压缩的请求内容：请去掉 Content-Encoding，按原样发送。",
         "Packed bodies are not read: send the body as it is, without Content-Encoding.");
}

/* Every list may be asked for as a table; some routes are tables and nothing else. */
static struct err *read_format(struct answer *x)
{
    const struct route *route = x->match.route;
    bool sheet = route->flags & ROUTE_SHEET, list = route->verb == GET && route->flags & ROUTE_PAGE;
    if (sheet || list) TRY(export_format(x->request->arena, x->request->query, &x->file.format));
    if (sheet && !x->file.format) x->file.format = SHEET_XLSX;
    return NULL;
}

void answer_request(struct api *api, struct http_request *request)
{
    static const struct str prefix = {"/api/v1", 7};
    if (!str_starts(request->path, prefix)) {
        static_request(api, request);
        return;
    }
    bool known;
    enum verb verb = verb_of(request->method, &known);
    struct str below = {request->path.p + prefix.n, request->path.n - prefix.n};
    struct route_match match = router_find(api->router, verb, below);
    if (known && match.channel && (!match.route || channel_is_upgrade(request))) {
        channel_request(api, request, &match);
        return;
    }
    if (!known || !match.route) {
        refuse_path(api, request, match.verbs);
        return;
    }
    struct answer *x = arena_new(request->arena, struct answer);
    *x = (struct answer){.api = api,
                         .request = request,
                         .match = match,
                         .lang = api_lang(request),
                         .preparing = match.route->prepare != NULL};
    x->effects = (struct effects){.modules = api->setup.modules, .module_count = api->setup.module_count};
    x->file.fd = -1;
    buf_init(&x->reply.body, LIMIT_REPLY_BYTES);
    struct err *e = check_query(request, match.route);
    if (!e) e = check_coding(x);
    if (!e) e = check_type(x);
    if (!e) e = read_format(x);
    if (e) {
        answer_finish(x, e);
        return;
    }
    if (api->kind == DB_SQLITE) {
        answer_inline(x, &api->readers[request->loop]);
        return;
    }
    x->job.arena = arena_open(LIMIT_CALL_ARENA_BYTES);
    submit(x);
}

struct err *call_forget_keys(struct call *c, int64_t before, int64_t most, int64_t *ret_removed)
{
    return db_run(c->db, c->arena, &sql_api_idempotency_forget, VALS(v_time(before), v_int(most)), ret_removed);
}
