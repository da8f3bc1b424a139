#include "net/net_private.h"

#include "core/limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_read(evutil_socket_t fd, short what, void *arg);
static void on_write(evutil_socket_t fd, short what, void *arg);

int conn_fd(const struct conn *c) { return event_get_fd(&c->read_event); }

void conn_wait(struct conn *c, enum wait wait)
{
    c->wait = wait;
    loop_arm(c->loop, &c->deadline, wait);
}

/* ---- life ---- */

void conn_open(struct loop *loop, int fd, const char *peer, bool refuse)
{
    struct conn *c = calloc(1, sizeof *c);
    if (!c) abort();
    c->loop = loop;
    snprintf(c->peer, sizeof c->peer, "%s", peer);
    buf_init(&c->in, PIPELINED_MAX_BYTES + INPUT_BYTES);
    event_assign(&c->read_event, loop->base, fd, EV_READ | EV_PERSIST, on_read, c);
    event_assign(&c->write_event, loop->base, fd, EV_WRITE | EV_PERSIST, on_write, c);
    if ((c->next = loop->conns)) c->next->link = &c->next;
    c->link = &loop->conns;
    loop->conns = c;
    loop->conn_count++;
    event_add(&c->read_event, NULL);
    conn_wait(c, WAIT_HEAD);
    if (refuse)
        conn_refuse(c, 503);
    else if (loop->stopping)
        conn_kill(c);
}

void conn_kill(struct conn *c)
{
    if (c->dead) return;
    c->dead = true;
    event_del(&c->read_event);
    event_del(&c->write_event);
    conn_wait(c, WAIT_NONE);
    if (!c->loop->dead) event_active(&c->loop->reap, EV_TIMEOUT, 0);
    c->next_dead = c->loop->dead;
    c->loop->dead = c;
}

static void conn_free(struct conn *c)
{
    struct loop *loop = c->loop;
    if (c->ws) ws_gone(c->ws);
    if (c->request && c->phase == PHASE_RUNNING)
        c->request->conn = NULL;
    else if (c->request)
        request_free(c->request);
    if ((*c->link = c->next)) c->next->link = c->link;
    close(conn_fd(c));
    out_free(c->out);
    buf_done(&c->in);
    free(c);
    loop->conn_count--;
    __atomic_sub_fetch(&loop->server->open, 1, __ATOMIC_RELAXED);
}

void conn_reap(struct loop *loop)
{
    for (struct conn *c; (c = loop->dead);) {
        loop->dead = c->next_dead;
        conn_free(c);
    }
}

void conn_linger(struct conn *c)
{
    if (c->dead || c->phase == PHASE_LINGER) return;
    if (c->eof || shutdown(conn_fd(c), SHUT_WR)) {
        conn_kill(c);
        return;
    }
    c->phase = PHASE_LINGER;
    if (!c->processing) buf_done(&c->in);
    conn_wait(c, WAIT_LINGER);
    if (c->read_paused) event_add(&c->read_event, NULL);
    c->read_paused = false;
}

void conn_stop(struct conn *c)
{
    c->closes = true;
    if (c->ws)
        ws_close(c->ws, 1001, (struct str){0});
    else if (c->phase == PHASE_HEAD && c->in.n == 0)
        conn_kill(c);
}

void conn_expired(struct conn *c, enum wait wait)
{
    bool reading = c->phase == PHASE_BODY || (c->phase == PHASE_HEAD && c->in.n > 0);
    if (wait == WAIT_WS) {
        ws_tick(c->ws);
        return;
    }
    if (reading) {
        loop_count(&c->loop->timed_out);
        conn_refuse(c, 408);
    } else {
        conn_kill(c);
    }
}

void conn_refuse(struct conn *c, int status)
{
    char body[HTTP_REFUSAL_BYTES], head[320];
    size_t n = http_refusal(body, sizeof body, status);
    int head_n = snprintf(head, sizeof head,
                          "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: application/problem+json\r\n"
                          "Content-Length: %zu\r\nConnection: close\r\n\r\n",
                          status, http_status_title(status), loop_date(c->loop), n);
    struct content content = {.fixed = {body, n}, .fd = -1};
    if (c->request) request_free(c->request);
    c->request = NULL;
    c->closes = true;
    c->phase = PHASE_WRITING;
    loop_count(&c->loop->refused);
    conn_wait(c, WAIT_IDLE);
    if (conn_send(c, (struct str){head, (size_t)head_n}, &content)) conn_replied(c);
}

void conn_replied(struct conn *c)
{
    if (c->dead) return;
    if (c->closes || c->loop->stopping) {
        conn_linger(c);
        return;
    }
    c->phase = PHASE_HEAD;
    c->scanned = 0;
    conn_wait(c, WAIT_IDLE);
    if (c->eof && c->in.n == 0) conn_kill(c);
}

/* ---- reading ---- */

/* Takes a head when it is whole. Returns bytes used; 0 when more must come. */
static size_t take_head(struct conn *c, struct str in)
{
    int64_t n = reader_head_bytes(in, &c->scanned);
    if (n == 0) return 0;
    int status = n < 0 ? (int)-n : 0;
    c->scanned = 0;
    if (!status) status = request_open(c, (struct str){in.p, (size_t)n});
    if (status) conn_refuse(c, status);
    return n > 0 ? (size_t)n : in.n;
}

static size_t take_body(struct conn *c, struct str in)
{
    size_t used = 0;
    int status = request_take_body(c->request, in, &used);
    if (status)
        conn_refuse(c, status);
    else if (request_is_whole(c->request))
        request_run(c->request);
    return used;
}

/* Uses what it can of `in` and returns how much that was. */
static size_t take(struct conn *c, struct str in)
{
    size_t at = 0, used = 1;
    while (!c->dead && used > 0 && at < in.n) {
        struct str rest = {in.p + at, in.n - at};
        switch (c->phase) {
        case PHASE_HEAD:
            used = reader_empty_bytes(rest);
            used = used ? used : take_head(c, rest);
            break;
        case PHASE_BODY: used = take_body(c, rest); break;
        case PHASE_WS:
            ws_input(c, rest);
            used = rest.n;
            break;
        case PHASE_LINGER: used = rest.n; break;
        case PHASE_RUNNING:
        case PHASE_WRITING: used = 0; break;
        }
        at += used;
    }
    return at;
}

static void keep_rest(struct conn *c, struct str rest)
{
    buf_put(&c->in, rest.p, rest.n);
    bool answering = c->phase == PHASE_RUNNING || c->phase == PHASE_WRITING;
    if (!answering || c->in.n <= PIPELINED_MAX_BYTES) return;
    event_del(&c->read_event);
    c->read_paused = true;
}

static void resume_reading(struct conn *c)
{
    if (!c->read_paused || c->in.n > PIPELINED_MAX_BYTES || c->eof) return;
    c->read_paused = false;
    event_add(&c->read_event, NULL);
}

static void take_kept(struct conn *c)
{
    size_t used = take(c, buf_text(&c->in));
    if (c->dead || c->in.n == 0) return;
    if (used == c->in.n) {
        buf_done(&c->in);
        buf_init(&c->in, PIPELINED_MAX_BYTES + INPUT_BYTES);
    } else if (used) {
        memmove(c->in.p, c->in.p + used, c->in.n - used);
        c->in.n -= used;
    }
}

static void process(struct conn *c, struct str fresh)
{
    c->processing = true;
    if (c->in.n > 0) {
        keep_rest(c, fresh);
        take_kept(c);
    } else {
        size_t used = take(c, fresh);
        if (!c->dead && used < fresh.n) keep_rest(c, (struct str){fresh.p + used, fresh.n - used});
    }
    c->processing = false;
    if (c->dead) return;
    if (c->phase == PHASE_HEAD && c->in.n > 0 && c->wait == WAIT_IDLE) conn_wait(c, WAIT_HEAD);
    resume_reading(c);
}

void conn_process(struct conn *c)
{
    if (!c->processing && !c->dead) process(c, (struct str){0});
}

void conn_resume_soon(struct conn *c) { event_active(&c->read_event, EV_READ, 0); }

/* The peer has closed its side. A request that is being answered still gets its answer. */
static void on_eof(struct conn *c)
{
    c->eof = true;
    event_del(&c->read_event);
    if (c->phase != PHASE_RUNNING && c->phase != PHASE_WRITING) conn_kill(c);
}

static void on_read(evutil_socket_t fd, short what, void *arg)
{
    struct conn *c = arg;
    if (c->read_paused) {
        conn_process(c);
        return;
    }
    ssize_t n = recv(fd, c->loop->input, INPUT_BYTES, MSG_DONTWAIT);
    if (n > 0)
        process(c, (struct str){c->loop->input, (size_t)n});
    else if (n == 0)
        on_eof(c);
    else if (errno == EAGAIN || errno == EINTR)
        conn_process(c);
    else
        conn_kill(c);
}

static void on_write(evutil_socket_t fd, short what, void *arg)
{
    struct conn *c = arg;
    if (c->phase == PHASE_WRITING) conn_wait(c, WAIT_IDLE);
    if (!conn_flush(c)) return;
    if (c->ws) ws_sent(c->ws);
    if (c->phase != PHASE_WRITING) return;
    conn_replied(c);
    conn_process(c);
}
