#include "net/net_private.h"

#include "core/limits.h"
#include "os/clock.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum {
    OPCODE_TEXT = 1,
    OPCODE_CLOSE = 8,
    OPCODE_PING = 9,
    OPCODE_PONG = 10,
    FRAME_HEAD_MAX_BYTES = 10,
    CONTROL_MAX_BYTES = 125,
    SEND_BUFFER_BYTES = 32 << 10, /* else the kernel queues megabytes for a reader that is slow */
};

/* ---- life ---- */

struct ws *ws_hold(struct ws *ws)
{
    __atomic_add_fetch(&ws->refs, 1, __ATOMIC_RELAXED);
    return ws;
}

void ws_drop(struct ws *ws)
{
    if (__atomic_sub_fetch(&ws->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
    server_drop(ws->loop->server);
    free(ws);
}

int ws_loop(const struct ws *ws) { return ws->loop->index; }

static struct frames *take_frames(struct loop *loop)
{
    return loop->frames_count ? loop->frames[--loop->frames_count] : frames_open();
}

static void give_frames(struct loop *loop, struct frames *f)
{
    if (f && frames_is_idle(f) && loop->frames_count < SPARE_FRAMES)
        loop->frames[loop->frames_count++] = f;
    else
        frames_close(f);
}

void ws_gone(struct ws *ws)
{
    struct loop *loop = ws->loop;
    room_leave(ws);
    ws->conn = NULL;
    give_frames(loop, ws->frames);
    ws->frames = NULL;
    __atomic_store_n(&loop->websockets, loop->websockets - 1, __ATOMIC_RELAXED);
    ws->handler->on_close(ws, ws->context);
    ws_drop(ws);
}

/* ---- handshake ---- */

static bool has_token(struct str list, const char *lower)
{
    size_t n = strlen(lower);
    while (list.n) {
        struct str token = str_trim(str_cut(list, ',', &list));
        if (token.n == n && !strncasecmp(token.p, lower, n)) return true;
    }
    return false;
}

/* 16 bytes in base64: 22 digits and "==". */
static bool is_key(struct str key)
{
    if (key.n != 24 || !str_ends(key, STR("=="))) return false;
    for (size_t i = 0; i < 22; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", key.p[i]) || !key.p[i])
            return false;
    return true;
}

/* 0, or the status to refuse with. */
static int check_handshake(const struct request *r)
{
    const struct http_request *q = &r->public;
    if (r->loop->stopping) return 503;
    if (q->method != HTTP_GET_ || r->head.minor == 0 || q->body.n > 0) return 400;
    if (!has_token(http_header(q, "upgrade"), "websocket")) return 426;
    if (!str_is(http_header(q, "sec-websocket-version"), "13")) return 426;
    if (!has_token(http_header(q, "connection"), "upgrade")) return 400;
    return is_key(http_header(q, "sec-websocket-key")) ? 0 : 400;
}

static void refuse_handshake(struct http_request *request, int status)
{
    const struct http_header headers[] = {
        {STR("Content-Type"), STR("application/problem+json")},
        {STR("Upgrade"), STR("websocket")},
        {STR("Sec-WebSocket-Version"), STR("13")},
    };
    char text[HTTP_REFUSAL_BYTES];
    struct str body = {text, http_refusal(text, sizeof text, status)};
    http_reply(request, &(struct http_reply){
                            .status = status, .headers = headers, .header_count = status == 426 ? 3 : 1, .body = body});
}

static struct str make_answer(struct arena *a, struct str key)
{
    unsigned char sha[SHA_DIGEST_LENGTH], accept[32];
    struct str joined = str_printf(a, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", STR_ARG(key));
    SHA1((const unsigned char *)joined.p, joined.n, sha);
    EVP_EncodeBlock(accept, sha, sizeof sha);
    return str_printf(a,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n\r\n",
                      accept);
}

static struct ws *ws_new(struct conn *c, const struct ws_handler *handler, void *context)
{
    struct ws *ws = calloc(1, sizeof *ws);
    if (!ws) abort();
    *ws = (struct ws){.refs = 1,
                      .loop = c->loop,
                      .conn = c,
                      .handler = handler,
                      .context = context,
                      .heard_us = clock_monotonic_us()};
    server_hold(c->loop->server);
    loop_count(&c->loop->websockets);
    return ws;
}

static struct ws *change_over(struct request *r, const struct ws_handler *handler, void *context)
{
    struct conn *c = r->conn;
    int bytes = SEND_BUFFER_BYTES;
    setsockopt(conn_fd(c), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    c->ws = ws_new(c, handler, context);
    c->phase = PHASE_WS;
    conn_wait(c, WAIT_WS);
    conn_send(c, make_answer(r->public.arena, http_header(&r->public, "sec-websocket-key")), NULL);
    if (c->in.n && !c->processing && !c->dead) conn_resume_soon(c);
    return c->ws;
}

struct ws *ws_accept(struct http_request *request, const struct ws_handler *handler, void *context)
{
    struct request *r = (struct request *)((char *)request - offsetof(struct request, public));
    assert(loop_is_here(r->loop));
    int status = check_handshake(r);
    if (status) {
        refuse_handshake(request, status);
        return NULL;
    }
    request_take(request);
    r->loop->running--;
    struct ws *ws = NULL;
    if (r->conn) r->conn->request = NULL;
    if (r->conn && r->conn->eof) conn_kill(r->conn);
    if (r->conn && !r->conn->dead) ws = change_over(r, handler, context);
    request_free(r);
    return ws;
}

/* ---- sending ---- */

static size_t put_head(char *p, int opcode, size_t n)
{
    size_t length_bytes = n > 0xffff ? 8 : n > 125 ? 2 : 0;
    p[0] = (char)(0x80 | opcode);
    p[1] = (char)(length_bytes == 8 ? 127 : length_bytes == 2 ? 126 : n);
    for (size_t i = 0; i < length_bytes; i++) p[2 + i] = (char)(n >> (8 * (length_bytes - 1 - i)));
    return 2 + length_bytes;
}

struct message *message_new(struct str text, int64_t refs)
{
    struct message *m = malloc(sizeof *m + FRAME_HEAD_MAX_BYTES + text.n);
    if (!m) abort();
    m->refs = refs;
    m->n = put_head(m->bytes, OPCODE_TEXT, text.n);
    if (text.n) memcpy(m->bytes + m->n, text.p, text.n);
    m->n += text.n;
    return m;
}

void message_drop(struct message *m)
{
    if (__atomic_sub_fetch(&m->refs, 1, __ATOMIC_ACQ_REL) == 0) free(m);
}

void ws_write(struct ws *ws, struct str frame)
{
    struct conn *c = ws->conn;
    if (!c || c->dead || ws->closing) return;
    if (conn_unsent_bytes(c) > LIMIT_WS_PENDING_BYTES) {
        room_dropped(ws);
        conn_kill(c);
        return;
    }
    conn_send(c, frame, NULL);
}

static void write_control(struct ws *ws, int opcode, struct str payload)
{
    char frame[2 + CONTROL_MAX_BYTES];
    size_t n = put_head(frame, opcode, payload.n);
    if (payload.n) memcpy(frame + n, payload.p, payload.n);
    ws_write(ws, (struct str){frame, n + payload.n});
}

struct to_send {
    struct job job;
    struct ws *ws;
    struct message *message;
};

static bool send_now(struct job *job)
{
    struct to_send *t = (struct to_send *)job;
    ws_write(t->ws, (struct str){t->message->bytes, t->message->n});
    message_drop(t->message);
    ws_drop(t->ws);
    free(t);
    return true;
}

static void send_later(struct ws *ws, struct str text)
{
    struct to_send *t = malloc(sizeof *t);
    if (!t) abort();
    *t = (struct to_send){.job = {.step = send_now}, .ws = ws_hold(ws), .message = message_new(text, 1)};
    if (loop_add_job(ws->loop, &t->job)) return;
    message_drop(t->message);
    ws_drop(ws);
    free(t);
}

void ws_send(struct ws *ws, struct str text)
{
    if (!loop_may_send_now(ws->loop)) {
        send_later(ws, text);
        return;
    }
    struct message *m = message_new(text, 1);
    ws_write(ws, (struct str){m->bytes, m->n});
    message_drop(m);
}

/* ---- closing ---- */

static void close_with(struct ws *ws, int code, struct str reason)
{
    char payload[CONTROL_MAX_BYTES] = {(char)(code >> 8), (char)code};
    if (ws->closing || !ws->conn || ws->conn->dead) return;
    if (reason.n > CONTROL_MAX_BYTES - 2) reason.n = 0; /* cut text might not be UTF-8 */
    if (reason.n) memcpy(payload + 2, reason.p, reason.n);
    write_control(ws, OPCODE_CLOSE, (struct str){payload, code == 1005 ? 0 : 2 + reason.n});
    ws->closing = true;
    room_leave(ws);
    if (!ws->conn->dead) conn_wait(ws->conn, WAIT_LINGER);
}

/* The peer has said goodbye, or nothing more is expected of it. */
static void finish(struct ws *ws, int code)
{
    close_with(ws, code, (struct str){0});
    ws->done = true;
    if (!conn_unsent_bytes(ws->conn)) conn_linger(ws->conn);
}

struct to_close {
    struct job job;
    struct ws *ws;
    int code;
    size_t reason_bytes;
    char reason[CONTROL_MAX_BYTES - 2];
};

static bool close_now(struct job *job)
{
    struct to_close *t = (struct to_close *)job;
    close_with(t->ws, t->code, (struct str){t->reason, t->reason_bytes});
    ws_drop(t->ws);
    free(t);
    return true;
}

void ws_close(struct ws *ws, int code, struct str reason)
{
    if (loop_may_send_now(ws->loop)) {
        close_with(ws, code, reason);
        return;
    }
    struct to_close *t = calloc(1, sizeof *t);
    if (!t) abort();
    t->job.step = close_now;
    t->ws = ws_hold(ws);
    t->code = code;
    t->reason_bytes = reason.n <= sizeof t->reason ? reason.n : 0;
    if (t->reason_bytes) memcpy(t->reason, reason.p, reason.n);
    if (loop_add_job(ws->loop, &t->job)) return;
    ws_drop(ws);
    free(t);
}

void ws_sent(struct ws *ws)
{
    if (ws->done) conn_linger(ws->conn);
}

/* ---- reading ---- */

/* False when there is nothing more to read. */
static bool take_next(struct ws *ws)
{
    struct str text;
    int code;
    enum frames_kind kind = frames_next(ws->frames, &text, &code);
    switch (kind) {
    case FRAMES_MORE: return false;
    case FRAMES_TEXT:
        if (!ws->closing) ws->handler->on_message(ws, text, ws->context);
        break;
    case FRAMES_PING: write_control(ws, OPCODE_PONG, text); break;
    case FRAMES_PONG: break;
    case FRAMES_CLOSE:
    case FRAMES_REFUSED: finish(ws, code); break;
    }
    return !ws->done && !ws->conn->dead;
}

void ws_input(struct conn *c, struct str in)
{
    struct ws *ws = c->ws;
    ws->heard_us = clock_monotonic_us();
    if (ws->done) return;
    if (!ws->frames) ws->frames = take_frames(c->loop);
    frames_feed(ws->frames, in);
    while (take_next(ws)) continue;
    if (!ws->done && !frames_is_idle(ws->frames)) return;
    give_frames(c->loop, ws->frames);
    ws->frames = NULL;
}

void ws_tick(struct ws *ws)
{
    const struct http_config *config = &ws->loop->server->config;
    int64_t now = clock_monotonic_us(), quiet_us = now - ws->heard_us;
    if (quiet_us >= (int64_t)config->ws_silence_ms * 1000) {
        conn_kill(ws->conn);
        return;
    }
    if (quiet_us >= (int64_t)config->ws_ping_ms * 1000 && now - ws->pinged_us >= (int64_t)config->ws_ping_ms * 1000) {
        ws->pinged_us = now;
        write_control(ws, OPCODE_PING, (struct str){0});
    }
    if (!ws->conn->dead) conn_wait(ws->conn, WAIT_WS);
}
