/* WebSocket frames: however the network cuts them, the same messages come out; texts are UTF-8 and within the limit. */
#include "core/buf.h"
#include "core/limits.h"
#include "fuzz/fuzz.h"
#include "net/frames.h"

/* Every event as one line, until the reader wants more or refuses. */
static bool tell(struct frames *f, struct buf *told)
{
    for (;;) {
        struct str text = {0};
        int code = 0;
        enum frames_kind kind = frames_next(f, &text, &code);
        if (kind == FRAMES_MORE) return true;
        if (kind == FRAMES_TEXT) FUZZ_CHECK(text.n <= LIMIT_WS_MESSAGE_BYTES && str_chars(text) >= 0);
        buf_int(told, kind);
        buf_int(told, kind == FRAMES_CLOSE || kind == FRAMES_REFUSED ? code : 0);
        if (kind != FRAMES_REFUSED) buf_str(told, text);
        buf_char(told, '\n');
        if (kind == FRAMES_CLOSE || kind == FRAMES_REFUSED) return false;
    }
}

static void read_in_steps(struct str in, size_t step, struct buf *told)
{
    struct frames *f = frames_open();
    buf_init(told, 4 << 20);
    bool going = true;
    for (size_t at = 0; going && at < in.n; at += step) {
        frames_feed(f, (struct str){in.p + at, in.n - at < step ? in.n - at : step});
        going = tell(f, told);
    }
    frames_close(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct str in = {(const char *)data + 1, size - 1};
    struct buf whole, parts;
    read_in_steps(in, in.n, &whole);
    read_in_steps(in, data[0] % 17 + 1, &parts);
    FUZZ_CHECK(str_equal(buf_text(&whole), buf_text(&parts)));
    buf_done(&whole);
    buf_done(&parts);
    return 0;
}
