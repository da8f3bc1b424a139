#include "net/frames.h"

#include "core/buf.h"
#include "core/limits.h"

#include <stdlib.h>
#include <string.h>
#include <wslay/wslay.h>

enum { CONTROL_MAX_BYTES = 125, CODE_NONE = 1005 };

struct frames {
    wslay_frame_context_ptr context;
    struct str in;                /* not taken by wslay yet */
    struct wslay_frame_iocb part; /* what wslay gave last */
    bool in_frame;
    uint64_t frame_bytes;  /* payload of this frame so far */
    uint64_t unread_bytes; /* taken by wslay, not part of a frame yet */
    bool in_message;       /* a text message has begun and not ended */
    struct buf message;    /* of more than one part */
    char control[CONTROL_MAX_BYTES];
    size_t control_bytes;
};

static ssize_t give(uint8_t *buffer, size_t n, int flags, void *arg)
{
    struct frames *f = arg;
    if (n > f->in.n) n = f->in.n;
    if (n == 0) return -1;
    memcpy(buffer, f->in.p, n);
    f->in.p += n;
    f->in.n -= n;
    f->unread_bytes += n;
    return (ssize_t)n;
}

struct frames *frames_open(void)
{
    static const struct wslay_frame_callbacks callbacks = {.recv_callback = give};
    struct frames *f = calloc(1, sizeof *f);
    if (!f || wslay_frame_context_init(&f->context, &callbacks, f)) abort();
    buf_init(&f->message, LIMIT_WS_MESSAGE_BYTES);
    return f;
}

void frames_close(struct frames *f)
{
    if (!f) return;
    wslay_frame_context_free(f->context);
    buf_done(&f->message);
    free(f);
}

void frames_feed(struct frames *f, struct str in) { f->in = in; }

bool frames_is_idle(const struct frames *f)
{
    return f->in.n == 0 && f->unread_bytes == 0 && !f->in_frame && !f->in_message;
}

static size_t head_bytes(const struct wslay_frame_iocb *part)
{
    size_t length = part->payload_length > 0xffff ? 8 : part->payload_length > 125 ? 2 : 0;
    return 2 + length + (part->mask ? 4 : 0);
}

/* May a frame begin like this? 0, or the close code to refuse with. */
static int check_frame(const struct frames *f)
{
    const struct wslay_frame_iocb *p = &f->part;
    if (!p->mask || p->rsv) return 1002;
    if (wslay_is_ctrl_frame(p->opcode)) return p->opcode > WSLAY_PONG ? 1002 : 0;
    if (p->opcode > WSLAY_BINARY_FRAME) return 1002;
    if ((p->opcode == WSLAY_CONTINUATION_FRAME) != f->in_message) return 1002;
    if (p->opcode == WSLAY_BINARY_FRAME) return 1003;
    return p->payload_length > LIMIT_WS_MESSAGE_BYTES - f->message.n ? 1009 : 0;
}

static int begin_frame(struct frames *f)
{
    f->in_frame = true;
    f->frame_bytes = 0;
    f->unread_bytes -= head_bytes(&f->part);
    int code = check_frame(f);
    if (wslay_is_ctrl_frame(f->part.opcode))
        f->control_bytes = 0;
    else
        f->in_message = true;
    return code;
}

static enum frames_kind end_close(struct frames *f, struct str *ret_text, int *ret_code)
{
    struct str payload = {f->control, f->control_bytes};
    bool has_code = payload.n >= 2;
    *ret_code = has_code ? (unsigned char)payload.p[0] << 8 | (unsigned char)payload.p[1] : payload.n ? 0 : CODE_NONE;
    *ret_text = has_code ? (struct str){payload.p + 2, payload.n - 2} : (struct str){0};
    int code = *ret_code;
    bool known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1011) || (code >= 3000 && code <= 4999);
    if (payload.n == 0 || (known && str_chars(*ret_text) >= 0)) return FRAMES_CLOSE;
    *ret_code = known ? 1007 : 1002;
    return FRAMES_REFUSED;
}

static enum frames_kind end_control(struct frames *f, struct str *ret_text, int *ret_code)
{
    *ret_text = (struct str){f->control, f->control_bytes};
    if (f->part.opcode == WSLAY_CONNECTION_CLOSE) return end_close(f, ret_text, ret_code);
    return f->part.opcode == WSLAY_PING ? FRAMES_PING : FRAMES_PONG;
}

static enum frames_kind end_message(struct frames *f, struct str text, struct str *ret_text, int *ret_code)
{
    f->in_message = false;
    buf_clear(&f->message);
    *ret_text = text;
    if (str_chars(text) >= 0) return FRAMES_TEXT;
    *ret_code = 1007;
    return FRAMES_REFUSED;
}

/* Puts away what wslay gave. FRAMES_MORE: nothing is complete by it. */
static enum frames_kind take_part(struct frames *f, struct str *ret_text, int *ret_code)
{
    struct str data = {(const char *)f->part.data, f->part.data_length};
    bool control = wslay_is_ctrl_frame(f->part.opcode);
    f->frame_bytes += data.n;
    f->unread_bytes -= data.n;
    f->in_frame = f->frame_bytes < f->part.payload_length;
    bool whole = !f->in_frame && f->part.fin;
    if (control) {
        if (data.n) memcpy(f->control + f->control_bytes, data.p, data.n);
        f->control_bytes += data.n;
        return whole ? end_control(f, ret_text, ret_code) : FRAMES_MORE;
    }
    if (whole && f->message.n == 0) return end_message(f, data, ret_text, ret_code); /* the usual case: no copy */
    buf_put(&f->message, data.p, data.n);
    return whole ? end_message(f, buf_text(&f->message), ret_text, ret_code) : FRAMES_MORE;
}

enum frames_kind frames_next(struct frames *f, struct str *ret_text, int *ret_code)
{
    enum frames_kind kind = FRAMES_MORE;
    *ret_text = (struct str){0};
    *ret_code = 0;
    while (kind == FRAMES_MORE) {
        ssize_t n = wslay_frame_recv(f->context, &f->part);
        if (n == WSLAY_ERR_WANT_READ) return FRAMES_MORE;
        *ret_code = n < 0 ? 1002 : f->in_frame ? 0 : begin_frame(f);
        if (*ret_code) return FRAMES_REFUSED;
        kind = take_part(f, ret_text, ret_code);
    }
    return kind;
}
