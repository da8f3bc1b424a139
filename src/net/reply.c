#include "net/net_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *http_status_title(int status)
{
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        /* clang-format off */
        {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
        {301, "Moved Permanently"}, {302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
        {307, "Temporary Redirect"}, {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {406, "Not Acceptable"},
        {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {412, "Precondition Failed"},
        {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"}, {417, "Expectation Failed"}, {421, "Misdirected Request"},
        {422, "Unprocessable Content"}, {426, "Upgrade Required"}, {428, "Precondition Required"},
        {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
        {501, "Not Implemented"}, {502, "Bad Gateway"}, {503, "Service Unavailable"}, {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"}, {507, "Insufficient Storage"},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status) return titles[i].title;
    return "Status";
}

/* What was not read cannot say its language: both. */
static const struct refusal {
    int status;
    const char *code, *detail;
} refusals[] = {
    {400, "http.malformed", "请求格式有误。 The request is malformed."},
    {408, "http.slow", "请求没有及时发完，请重试。 The request did not arrive in time: try again."},
    {413, "http.body", "请求内容过大，请分批提交。 The body is too large: send it in parts."},
    {414, "http.target", "网址过长，请缩短查询条件。 The address is too long: shorten the query."},
    {417, "http.expect", "不支持这种 Expect 头。 This Expect header is not supported."},
    {426, "http.websocket_version", "只支持第 13 版 WebSocket。 Only version 13 of WebSocket is spoken."},
    {431, "http.headers",
     "请求头过大，清除浏览器的站点数据后重试。 The headers are too large: clear the site's data and try again."},
    {501, "http.coding", "不支持这种传输编码或方法。 This transfer coding or method is not supported."},
    {503, "http.full", "连接数已满，请稍后再试。 Too many connections: try again in a moment."},
    {505, "http.version", "只支持 HTTP/1.0 和 1.1。 Only HTTP/1.0 and 1.1 are spoken."},
};

size_t http_refusal(char *text, size_t size, int status)
{
    struct refusal told = refusals[0];
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].status == status) told = refusals[i];
    int n = snprintf(
        text, size,
        "{\"type\":\"urn:tongke:problem:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}",
        told.code, http_status_title(status), status, told.detail, told.code);
    return (size_t)n < size ? (size_t)n : size - 1;
}

/* A value that carries a line break would forge fields after it. */
static void put_value(struct buf *b, struct str value)
{
    size_t start = b->n;
    buf_str(b, value);
    for (size_t i = start; i < b->n; i++)
        if (b->p[i] == '\r' || b->p[i] == '\n' || b->p[i] == 0) b->p[i] = ' ';
}

static void put_field(struct buf *b, struct str name, struct str value)
{
    put_value(b, name);
    buf_str(b, STR(": "));
    put_value(b, value);
    buf_str(b, STR("\r\n"));
}

static bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

static struct str make_head(const struct request *r, const struct http_reply *reply, int64_t body_bytes)
{
    struct loop *loop = r->loop;
    struct buf *b = &loop->head;
    buf_clear(b);
    buf_str(b, STR("HTTP/1.1 "));
    buf_int(b, reply->status);
    buf_char(b, ' ');
    buf_cstr(b, http_status_title(reply->status));
    buf_str(b, STR("\r\nDate: "));
    buf_cstr(b, loop_date(loop));
    buf_str(b, STR("\r\n"));
    for (size_t i = 0; i < reply->header_count; i++) put_field(b, reply->headers[i].name, reply->headers[i].value);
    if (!has_no_body(reply->status)) {
        buf_str(b, STR("Content-Length: "));
        buf_int(b, body_bytes);
        buf_str(b, STR("\r\n"));
    }
    if (r->conn->closes)
        buf_str(b, STR("Connection: close\r\n"));
    else if (r->head.minor == 0)
        buf_str(b, STR("Connection: keep-alive\r\n"));
    buf_str(b, STR("\r\n"));
    return buf_text(b);
}

static void drop_parts(const struct http_reply *reply, char *owned)
{
    free(owned);
    if (reply->file_bytes > 0) close(reply->file_fd);
}

static void write_reply(struct request *r, const struct http_reply *reply, char *owned)
{
    struct conn *c = r->conn;
    bool file = reply->file_bytes > 0;
    struct content content = {.fixed = reply->body, .owned = owned, .is_static = reply->body_is_static, .fd = -1};
    c->closes = c->closes || c->loop->stopping;
    c->phase = PHASE_WRITING;
    conn_wait(c, WAIT_IDLE);
    struct str head = make_head(r, reply, file ? reply->file_bytes : (int64_t)reply->body.n);
    if (file) {
        content = (struct content){
            .owned = owned, .fd = reply->file_fd, .offset = reply->file_offset, .left = reply->file_bytes};
    }
    if (r->head.method == HTTP_HEAD_ || has_no_body(reply->status)) {
        drop_parts(reply, owned);
        content = (struct content){.fd = -1};
    }
    if (conn_send(c, head, &content)) conn_replied(c);
}

/* On the loop's thread. `owned` is the body's memory when it must be freed. */
static void answer(struct request *r, const struct http_reply *reply, char *owned)
{
    struct conn *c = r->conn;
    r->loop->running--;
    if (c) c->request = NULL;
    if (c && !c->dead)
        write_reply(r, reply, owned);
    else
        drop_parts(reply, owned);
    request_free(r);
    if (c) conn_process(c);
}

struct posted_reply {
    struct request *request;
    struct http_reply reply;
    char *owned;
};

static void run_posted(void *arg)
{
    struct posted_reply p = *(struct posted_reply *)arg; /* its memory goes with the request */
    answer(p.request, &p.reply, p.owned);
}

/* The replying thread holds the request, so its arena may carry the copy; only the body may be too big for it. */
static struct posted_reply *copy_reply(struct request *r, const struct http_reply *reply)
{
    struct arena *a = r->public.arena;
    struct posted_reply *p = arena_new(a, struct posted_reply);
    struct http_header *headers = arena_array(a, struct http_header, reply->header_count);
    *p = (struct posted_reply){.request = r, .reply = *reply};
    for (size_t i = 0; i < reply->header_count; i++) {
        headers[i].name = str_copy(a, reply->headers[i].name);
        headers[i].value = str_copy(a, reply->headers[i].value);
    }
    p->reply.headers = headers;
    if (!reply->body.n || reply->body_is_static) return p;
    p->owned = malloc(reply->body.n);
    if (!p->owned) abort();
    p->reply.body.p = memcpy(p->owned, reply->body.p, reply->body.n);
    return p;
}

void http_reply(struct http_request *request, const struct http_reply *reply)
{
    struct request *r = request_take(request);
    if (loop_is_here(r->loop)) {
        answer(r, reply, NULL);
        return;
    }
    struct posted_reply *p = copy_reply(r, reply);
    if (loop_post(r->loop, run_posted, p)) return;
    struct http_server *server = r->loop->server; /* the server was closed meanwhile */
    drop_parts(reply, p->owned);
    request_free(r);
    server_drop(server);
}
