#include "net/client.h"

#include "core/arena.h"
#include "core/buf.h"
#include "core/limits.h"
#include "os/random.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <netdb.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <wslay/wslay.h>

enum { REPLY_BYTES = 64 << 20, HEAD_BYTES = 16 << 10, WAIT_SECONDS = 10, CLOSE_GOING = 1001 };

struct client_timer {
    struct event *event;
    void (*run)(void *arg);
    void *arg;
    struct client_timer *next;
};

struct client {
    struct event_base *base;
    struct sockaddr_storage address;
    socklen_t address_bytes;
    char host[300]; /* for the Host header */
    struct client_link *links, *dead;
    struct event *reap;
    struct client_timer *timers;
};

struct client_link {
    struct client *client;
    struct client_link *next, **pprev;
    struct bufferevent *bev;
    wslay_event_context_ptr frames;
    const struct client_handler *handler;
    void *context;
    bool open;  /* the handshake is done */
    bool ended; /* on_close was, or is about to be, called */
    int code;
};

/* ---- opening ---- */

static struct err *read_url(struct arena *a, struct str url, char **ret_host, char **ret_port)
{
    struct str rest = url, port = {0}, path;
    if (!str_starts(url, STR("http://")))
        FAIL(a, ERR_INVALID, "client.url", "网址应以 http:// 开头。", "The URL must begin with http://.");
    rest = str_cut((struct str){url.p + 7, url.n - 7}, '/', &path);
    if (rest.n && rest.p[0] == '[') {
        struct str host = str_cut((struct str){rest.p + 1, rest.n - 1}, ']', &rest);
        if (rest.n) port = (struct str){rest.p + 1, rest.n - 1};
        rest = host;
    } else {
        rest = str_cut(rest, ':', &port);
    }
    *ret_host = str_cstr(a, rest);
    *ret_port = str_cstr(a, port.n ? port : STR("80"));
    return NULL;
}

static struct err *find_address(struct arena *a, struct client *client, const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    if (getaddrinfo(host, port, &hints, &found) != 0 || !found)
        FAIL(a, ERR_BUSY, "client.unreachable", "找不到服务器 %s:%s。", "The server %s:%s cannot be found.", host,
             port);
    memcpy(&client->address, found->ai_addr, found->ai_addrlen);
    client->address_bytes = found->ai_addrlen;
    freeaddrinfo(found);
    snprintf(client->host, sizeof client->host, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
    return NULL;
}

static void link_free(struct client_link *link)
{
    if (link->frames) wslay_event_context_free(link->frames);
    bufferevent_free(link->bev);
    free(link);
}

static void reap(evutil_socket_t fd, short what, void *arg)
{
    struct client *client = arg;
    while (client->dead) {
        struct client_link *link = client->dead;
        client->dead = link->next;
        link->handler->on_close(link, link->code, link->context);
        link_free(link);
    }
}

struct err *client_open(struct arena *a, struct str url, struct client **ret_client)
{
    char *host = NULL, *port = NULL;
    struct client *client = calloc(1, sizeof *client);
    if (!client) abort();
    struct err *e = read_url(a, url, &host, &port);
    if (!e) e = find_address(a, client, host, port);
    if (e) {
        free(client);
        return e;
    }
    client->base = event_base_new();
    if (!client->base) abort();
    client->reap = evtimer_new(client->base, reap, client);
    if (!client->reap) abort();
    *ret_client = client;
    return NULL;
}

void client_close(struct client *client)
{
    if (!client) return;
    while (client->links) {
        struct client_link *next = client->links->next;
        link_free(client->links);
        client->links = next;
    }
    while (client->dead) {
        struct client_link *next = client->dead->next;
        link_free(client->dead);
        client->dead = next;
    }
    while (client->timers) {
        struct client_timer *next = client->timers->next;
        event_free(client->timers->event);
        free(client->timers);
        client->timers = next;
    }
    event_free(client->reap);
    event_base_free(client->base);
    free(client);
}

/* ---- asking ---- */

static bool send_all(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes = (struct str){bytes.p + n, bytes.n - (size_t)n};
    }
    return true;
}

static bool receive_all(int fd, struct buf *out)
{
    char bytes[16 << 10];
    ssize_t n;
    while ((n = recv(fd, bytes, sizeof bytes, 0)) != 0) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        buf_put(out, bytes, (size_t)n);
    }
    return !buf_over(out);
}

static void write_request(struct client *client, const struct client_request *r, struct buf *out)
{
    buf_printf(out, "%s %.*s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAccept-Language: zh\r\n", r->method,
               STR_ARG(r->path), client->host);
    if (r->cookie.n) buf_printf(out, "Cookie: %.*s\r\n", STR_ARG(r->cookie));
    if (r->csrf.n) buf_printf(out, "X-CSRF-Token: %.*s\r\n", STR_ARG(r->csrf));
    if (r->body.n) buf_cstr(out, "Content-Type: application/json\r\n");
    if (r->body.n || strcmp(r->method, "GET") != 0) buf_printf(out, "Content-Length: %zu\r\n", r->body.n);
    buf_cstr(out, "\r\n");
    buf_str(out, r->body);
}

static bool exchange(struct client *client, struct str request, struct buf *reply)
{
    struct timeval wait = {.tv_sec = WAIT_SECONDS};
    int fd = socket(client->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    bool well = connect(fd, (struct sockaddr *)&client->address, client->address_bytes) == 0 && send_all(fd, request) &&
                receive_all(fd, reply);
    close(fd);
    return well;
}

/* "HTTP/1.1 200 OK": 200; 0 when it is no status line. */
static int status_of(struct str head)
{
    int64_t status = 0;
    if (head.n < 12 || !str_starts(head, STR("HTTP/1.1 ")) || !str_int64((struct str){head.p + 9, 3}, &status))
        return 0;
    return (int)status;
}

struct err *client_ask(struct client *client, struct arena *a, const struct client_request *request,
                       struct client_reply *ret_reply)
{
    struct buf out, in;
    buf_init(&out, LIMIT_REQUEST_BODY_BYTES + HEAD_BYTES);
    buf_init(&in, REPLY_BYTES);
    write_request(client, request, &out);
    bool well = !buf_over(&out) && exchange(client, buf_text(&out), &in);
    struct str all = str_copy(a, buf_text(&in));
    buf_done(&out);
    buf_done(&in);
    const char *end = well && all.n ? memmem(all.p, all.n, "\r\n\r\n", 4) : NULL;
    if (!end || !status_of(all))
        FAIL(a, ERR_BUSY, "client.unreachable", "服务器 %s 没有应答。", "The server %s gave no answer.", client->host);
    size_t head_bytes = (size_t)(end - all.p) + 4;
    *ret_reply = (struct client_reply){
        .status = status_of(all), .head = {all.p, head_bytes}, .body = {all.p + head_bytes, all.n - head_bytes}};
    return NULL;
}

/* ---- links ---- */

/* Off the list; the handler is told, and the memory freed, from the loop, where nothing of the link is on the stack. */
static void link_end(struct client_link *link, int code)
{
    struct client *client = link->client;
    if (link->ended) return;
    link->ended = true;
    link->code = code;
    bufferevent_disable(link->bev, EV_READ | EV_WRITE);
    *link->pprev = link->next;
    if (link->next) link->next->pprev = link->pprev;
    link->next = client->dead;
    client->dead = link;
    event_active(client->reap, EV_TIMEOUT, 1);
}

static ssize_t take_bytes(wslay_event_context_ptr frames, uint8_t *p, size_t n, int flags, void *arg)
{
    struct client_link *link = arg;
    int taken = evbuffer_remove(bufferevent_get_input(link->bev), p, n);
    if (taken > 0) return taken;
    wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
    return -1;
}

static ssize_t give_bytes(wslay_event_context_ptr frames, const uint8_t *p, size_t n, int flags, void *arg)
{
    struct client_link *link = arg;
    if (bufferevent_write(link->bev, p, n) == 0) return (ssize_t)n;
    wslay_event_set_error(frames, WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

static int make_mask(wslay_event_context_ptr frames, uint8_t *p, size_t n, void *arg)
{
    random_bytes(p, n);
    return 0;
}

static void take_message(wslay_event_context_ptr frames, const struct wslay_event_on_msg_recv_arg *message, void *arg)
{
    struct client_link *link = arg;
    if (message->opcode == WSLAY_TEXT_FRAME)
        link->handler->on_text(link, (struct str){(const char *)message->msg, message->msg_length}, link->context);
}

static void flush_frames(struct client_link *link)
{
    if (wslay_event_want_write(link->frames) && wslay_event_send(link->frames) != 0) link_end(link, 0);
}

static void read_frames(struct client_link *link)
{
    if (wslay_event_recv(link->frames) != 0) {
        link_end(link, 0);
        return;
    }
    flush_frames(link); /* the pong to a ping, the answer to a close */
    if (!wslay_event_want_read(link->frames)) link_end(link, wslay_event_get_status_code_received(link->frames));
}

static void begin_frames(struct client_link *link)
{
    static const struct wslay_event_callbacks callbacks = {.recv_callback = take_bytes,
                                                           .send_callback = give_bytes,
                                                           .genmask_callback = make_mask,
                                                           .on_msg_recv_callback = take_message};
    if (wslay_event_context_client_init(&link->frames, &callbacks, link) != 0) abort();
    link->open = true;
    link->handler->on_open(link, link->context);
}

/* The server's answer to the upgrade. Its Sec-WebSocket-Accept is not looked at: nothing stands between us and our own
 * server that could mistake this for another request. */
static void read_handshake(struct client_link *link)
{
    struct evbuffer *input = bufferevent_get_input(link->bev);
    struct evbuffer_ptr end = evbuffer_search(input, "\r\n\r\n", 4, NULL);
    if (end.pos < 0) {
        if (evbuffer_get_length(input) > HEAD_BYTES) link_end(link, 0);
        return;
    }
    char head[32] = "";
    evbuffer_copyout(input, head, sizeof head - 1);
    int status = status_of(str_of(head));
    if (status != 101) {
        link_end(link, status);
        return;
    }
    evbuffer_drain(input, (size_t)end.pos + 4);
    begin_frames(link);
}

static void on_read(struct bufferevent *bev, void *arg)
{
    struct client_link *link = arg;
    if (!link->open) read_handshake(link);
    if (link->open && !link->ended) read_frames(link);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
    if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR | BEV_EVENT_TIMEOUT)) link_end(arg, 0);
}

static void write_upgrade(struct client_link *link, struct str path, struct str cookie)
{
    uint8_t key[16];
    char key_text[32];
    random_bytes(key, sizeof key);
    EVP_EncodeBlock((unsigned char *)key_text, key, sizeof key);
    struct evbuffer *out = bufferevent_get_output(link->bev);
    evbuffer_add_printf(out, "GET %.*s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nAccept-Language: zh\r\n",
                        STR_ARG(path), link->client->host, link->client->host);
    if (cookie.n) evbuffer_add_printf(out, "Cookie: %.*s\r\n", STR_ARG(cookie));
    evbuffer_add_printf(
        out, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
        key_text);
}

struct client_link *client_join(struct client *client, struct str path, struct str cookie,
                                const struct client_handler *handler, void *context)
{
    struct client_link *link = calloc(1, sizeof *link);
    if (!link) abort();
    *link = (struct client_link){
        .client = client, .handler = handler, .context = context, .next = client->links, .pprev = &client->links};
    if (client->links) client->links->pprev = &link->next;
    client->links = link;
    link->bev = bufferevent_socket_new(client->base, -1, BEV_OPT_CLOSE_ON_FREE);
    if (!link->bev) abort();
    bufferevent_setcb(link->bev, on_read, NULL, on_event, link);
    bufferevent_enable(link->bev, EV_READ | EV_WRITE);
    write_upgrade(link, path, cookie);
    if (bufferevent_socket_connect(link->bev, (struct sockaddr *)&client->address, (int)client->address_bytes) != 0)
        link_end(link, 0);
    return link;
}

void client_say(struct client_link *link, struct str text)
{
    if (!link->open || link->ended) return;
    struct wslay_event_msg message = {WSLAY_TEXT_FRAME, (const uint8_t *)text.p, text.n};
    if (wslay_event_queue_msg(link->frames, &message) != 0)
        link_end(link, 0);
    else
        flush_frames(link);
}

void client_leave(struct client_link *link, bool rudely)
{
    if (rudely || !link->open || link->ended) {
        link_end(link, 0);
        return;
    }
    if (wslay_event_queue_close(link->frames, CLOSE_GOING, NULL, 0) != 0)
        link_end(link, 0);
    else
        flush_frames(link);
}

/* ---- the loop ---- */

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct client_timer *timer = arg;
    timer->run(timer->arg);
}

void client_every(struct client *client, int period_ms, void (*run)(void *arg), void *arg)
{
    struct client_timer *timer = calloc(1, sizeof *timer);
    if (!timer) abort();
    *timer = (struct client_timer){.run = run, .arg = arg, .next = client->timers};
    client->timers = timer;
    struct timeval period = {period_ms / 1000, period_ms % 1000 * 1000};
    timer->event = event_new(client->base, -1, EV_PERSIST, on_timer, timer);
    if (!timer->event || event_add(timer->event, &period) != 0) abort();
}

void client_run(struct client *client) { event_base_loop(client->base, EVLOOP_NO_EXIT_ON_EMPTY); }

void client_stop(struct client *client) { event_base_loopbreak(client->base); }
