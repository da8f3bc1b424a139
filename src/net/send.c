#include "net/net_private.h"

#include "core/limits.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    FILE_TURN_BYTES = 1 << 20,
    OUT_MAX_BYTES = LIMIT_REPLY_BYTES + (1 << 20), /* one message on top of what a WebSocket may have pending */
};

void out_free(struct out *out)
{
    if (!out) return;
    buf_done(&out->bytes);
    free(out->owned);
    if (out->fd >= 0) close(out->fd);
    free(out);
}

size_t conn_unsent_bytes(const struct conn *c) { return c->out ? c->out->bytes.n - c->out->sent + c->out->fixed.n : 0; }

static bool out_is_empty(const struct conn *c) { return conn_unsent_bytes(c) == 0 && c->out->left == 0; }

static struct out *out_of(struct conn *c)
{
    if (c->out) return c->out;
    c->out = malloc(sizeof *c->out);
    if (!c->out) abort();
    *c->out = (struct out){.fd = -1};
    buf_init(&c->out->bytes, OUT_MAX_BYTES);
    return c->out;
}

/* Bytes taken by the socket; -1 when the connection is broken. */
static ssize_t send_parts(struct conn *c, struct str head, struct str body, bool more)
{
    int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (more ? MSG_MORE : 0);
    struct iovec parts[2] = {{(void *)head.p, head.n}, {(void *)body.p, body.n}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t n = body.n ? sendmsg(conn_fd(c), &message, flags) : send(conn_fd(c), head.p, head.n, flags);
    if (n >= 0) return n;
    return errno == EAGAIN || errno == EINTR || errno == ENOBUFS ? 0 : -1;
}

/* A reader who is always a little behind never takes all: what it has must not pile up under what it has not. */
static void forget_sent(struct out *out)
{
    if (out->sent <= out->bytes.n / 2) return;
    out->bytes.n -= out->sent;
    memmove(out->bytes.p, out->bytes.p + out->sent, out->bytes.n);
    out->sent = 0;
}

/* Keeps what of head and content was not among the `sent` bytes. */
static void keep(struct conn *c, struct str head, const struct content *content, size_t sent)
{
    struct out *out = out_of(c);
    size_t head_sent = sent < head.n ? sent : head.n;
    forget_sent(out);
    buf_put(&out->bytes, head.p + head_sent, head.n - head_sent);
    assert(!buf_over(&out->bytes));
    if (!content) return;
    sent -= head_sent;
    out->fixed = (struct str){content->fixed.p + sent, content->fixed.n - sent};
    out->owned = content->owned;
    out->fd = content->fd;
    out->offset = content->offset;
    out->left = content->left;
    if (content->is_static || content->owned || !out->fixed.n) return;
    out->owned = malloc(out->fixed.n);
    if (!out->owned) abort();
    out->fixed.p = memcpy(out->owned, out->fixed.p, out->fixed.n);
}

static void drop_content(const struct content *content)
{
    if (!content) return;
    free(content->owned);
    if (content->fd >= 0) close(content->fd);
}

bool conn_send(struct conn *c, struct str head, const struct content *content)
{
    struct str fixed = content ? content->fixed : (struct str){0};
    int64_t left = content ? content->left : 0;
    ssize_t sent = c->dead ? -1 : c->out ? 0 : send_parts(c, head, fixed, left > 0);
    if (sent < 0 || ((size_t)sent == head.n + fixed.n && left == 0)) {
        if (sent < 0) conn_kill(c);
        drop_content(content);
        return sent >= 0;
    }
    keep(c, head, content, (size_t)sent);
    if (left > 0 && conn_flush(c)) return true;
    if (!c->dead && c->out) event_add(&c->write_event, NULL);
    return false;
}

static ssize_t send_file(struct conn *c, struct out *out)
{
    off_t offset = out->offset;
    size_t most = out->left < FILE_TURN_BYTES ? (size_t)out->left : FILE_TURN_BYTES;
    ssize_t n = sendfile(conn_fd(c), out->fd, &offset, most);
    if (n == 0) return -1; /* the file has become shorter than promised: only closing tells the peer */
    if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
    out->offset = offset;
    out->left -= n;
    return n;
}

static ssize_t send_kept(struct conn *c, struct out *out)
{
    struct str bytes = {out->bytes.p + out->sent, out->bytes.n - out->sent};
    if (!bytes.n && !out->fixed.n) return send_file(c, out);
    ssize_t n = send_parts(c, bytes.n ? bytes : out->fixed, bytes.n ? out->fixed : (struct str){0}, out->left > 0);
    if (n < 0) return n;
    size_t of_bytes = (size_t)n < bytes.n ? (size_t)n : bytes.n;
    out->sent += of_bytes;
    out->fixed.p += (size_t)n - of_bytes;
    out->fixed.n -= (size_t)n - of_bytes;
    return n;
}

/* One turn each for text and file, so that a big file does not hold up the loop's other connections. */
bool conn_flush(struct conn *c)
{
    ssize_t n = 1;
    for (int turn = 0; turn < 2 && n > 0 && !out_is_empty(c); turn++) n = send_kept(c, c->out);
    if (n < 0) {
        conn_kill(c);
        return false;
    }
    if (!out_is_empty(c)) return false;
    out_free(c->out);
    c->out = NULL;
    event_del(&c->write_event);
    return true;
}
