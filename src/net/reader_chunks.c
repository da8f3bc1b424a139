#include "net/reader.h"

#include "core/limits.h"

enum { CHUNK_SIZE_DIGITS = 8, CHUNK_EXTRA_MAX_BYTES = 8 << 10 };

static int take_size(struct chunked *c, char byte)
{
    int value = reader_hex_digit(byte);
    if (value >= 0) {
        c->left = c->left << 4 | (unsigned)value;
        return ++c->digits > CHUNK_SIZE_DIGITS ? 413 : 0;
    }
    if (!c->digits || (byte != ';' && byte != '\r')) return 400;
    c->state = byte == ';' ? CHUNKED_EXTENSION : CHUNKED_SIZE_LF;
    return 0;
}

/* Text of an extension or a trailer: bounded, without control characters; CR leads on to `then`. */
static int take_extra(struct chunked *c, char byte, enum chunked_state then)
{
    if (byte == '\r')
        c->state = then;
    else if (((unsigned char)byte < 0x20 && byte != '\t') || byte == 0x7f)
        return 400;
    return ++c->extra > CHUNK_EXTRA_MAX_BYTES ? 431 : 0;
}

static int take_exactly(struct chunked *c, char byte, char expected, enum chunked_state then)
{
    c->state = then;
    return byte == expected ? 0 : 400;
}

static int take_size_end(struct chunked *c, char byte)
{
    c->digits = 0;
    return take_exactly(c, byte, '\n', c->left ? CHUNKED_DATA : CHUNKED_TRAILER);
}

static int take_trailer_start(struct chunked *c, char byte)
{
    if (byte == '\r') return take_exactly(c, byte, '\r', CHUNKED_END_LF);
    if (byte == ' ' || byte == '\t' || byte == ':') return 400;
    c->state = CHUNKED_TRAILER_LINE;
    return take_extra(c, byte, CHUNKED_TRAILER_LF);
}

static int take_byte(struct chunked *c, char byte)
{
    switch (c->state) {
    case CHUNKED_SIZE: return take_size(c, byte);
    case CHUNKED_EXTENSION: return take_extra(c, byte, CHUNKED_SIZE_LF);
    case CHUNKED_SIZE_LF: return take_size_end(c, byte);
    case CHUNKED_DATA_CR: return take_exactly(c, byte, '\r', CHUNKED_DATA_LF);
    case CHUNKED_DATA_LF: return take_exactly(c, byte, '\n', CHUNKED_SIZE);
    case CHUNKED_TRAILER: return take_trailer_start(c, byte);
    case CHUNKED_TRAILER_LINE: return take_extra(c, byte, CHUNKED_TRAILER_LF);
    case CHUNKED_TRAILER_LF: return take_exactly(c, byte, '\n', CHUNKED_TRAILER);
    case CHUNKED_END_LF: return take_exactly(c, byte, '\n', CHUNKED_DONE);
    case CHUNKED_DATA:
    case CHUNKED_DONE: break;
    }
    return 400;
}

static size_t take_data(struct chunked *c, struct str in, struct buf *body)
{
    size_t n = c->left < in.n ? (size_t)c->left : in.n;
    buf_put(body, in.p, n);
    c->left -= n;
    if (!c->left) c->state = CHUNKED_DATA_CR;
    return n;
}

int reader_chunks(struct chunked *c, struct str in, struct buf *body, size_t *ret_used)
{
    size_t at = 0;
    int status = 0;
    while (at < in.n && !status && c->state != CHUNKED_DONE) {
        if (c->state == CHUNKED_DATA)
            at += take_data(c, (struct str){in.p + at, in.n - at}, body);
        else
            status = take_byte(c, in.p[at++]);
        if (c->state == CHUNKED_DATA && c->left > body->max_bytes - body->n) status = 413;
    }
    *ret_used = at;
    return status;
}
