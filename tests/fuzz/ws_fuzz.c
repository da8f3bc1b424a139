/* WebSocket frames: however the bytes are cut into pieces, the same messages are read, each valid UTF-8 and within its
 * ceiling. The first byte of the input says how long the pieces are. */
#include "core/buf.h"
#include "core/limits.h"
#include "fuzz/fuzz.h"
#include "net/bridge.h"
#include "net/frames.h"

static void check_event(enum frames_kind kind, struct str text, int code)
{
    if (kind == FRAMES_TEXT) FUZZ_CHECK(str_chars(text) >= 0 && text.n <= LIMIT_WS_MESSAGE_BYTES);
    if (kind == FRAMES_PING || kind == FRAMES_PONG) FUZZ_CHECK(text.n <= 125);
    if (kind == FRAMES_CLOSE) FUZZ_CHECK(code >= 1000 && code <= 4999 && str_chars(text) >= 0);
    if (kind == FRAMES_REFUSED) FUZZ_CHECK(code == 1002 || code == 1003 || code == 1007 || code == 1009);
}

/* Tells what happens into `story`; false when the connection would end. */
static bool read_piece(struct frames *f, struct str piece, struct buf *story)
{
    struct str text;
    int code;
    enum frames_kind kind;
    frames_feed(f, piece);
    while ((kind = frames_next(f, &text, &code)) != FRAMES_MORE) {
        check_event(kind, text, code);
        if (kind != FRAMES_REFUSED) buf_printf(story, "%d %d %zu ", (int)kind, code, text.n), buf_str(story, text);
        if (kind == FRAMES_CLOSE || kind == FRAMES_REFUSED) return false;
    }
    return true;
}

static struct str read_all(struct arena *a, struct str bytes, size_t piece)
{
    struct frames *f = frames_open();
    struct buf story;
    buf_init(&story, 16 << 20);
    bool goes_on = true;
    for (size_t at = 0; at < bytes.n && goes_on; at += piece) {
        size_t n = bytes.n - at < piece ? bytes.n - at : piece;
        goes_on = read_piece(f, (struct str){bytes.p + at, n}, &story);
    }
    buf_printf(&story, "%s %s", goes_on ? "open" : "ended", goes_on && frames_is_idle(f) ? "idle" : "");
    frames_close(f);
    struct str copy = str_copy(a, buf_text(&story));
    buf_done(&story);
    return copy;
}

/* What another node may send over NATS. */
static void check_bridge(struct str bytes)
{
    struct bridge_message m;
    if (!bridge_read(bytes, &m)) return;
    FUZZ_CHECK(m.kind == BRIDGE_TEXT || m.kind == BRIDGE_KICK);
    FUZZ_CHECK(m.text.n == bytes.n - BRIDGE_HEAD_BYTES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct arena *a = arena_open(64 << 20);
    struct str bytes = {(const char *)data + 1, size - 1};
    check_bridge(bytes);
    FUZZ_CHECK(str_equal(read_all(a, bytes, bytes.n), read_all(a, bytes, (size_t)data[0] + 1)));
    arena_close(a);
    return 0;
}
