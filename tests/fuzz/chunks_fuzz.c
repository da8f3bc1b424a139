/* Chunked bodies: however the network cuts them, the same body comes out or the same refusal. */
#include "fuzz/fuzz.h"
#include "net/reader.h"

enum { BODY_MAX = 4096 };

struct outcome {
    struct buf body;
    int status;
    size_t used;
    enum chunked_state state;
};

/* Hands on `step` bytes at a time. */
static struct outcome read_in_steps(struct str in, size_t step)
{
    struct outcome o = {0};
    struct chunked c = {0};
    buf_init(&o.body, BODY_MAX);
    while (o.status == 0 && c.state != CHUNKED_DONE && o.used < in.n) {
        size_t left = in.n - o.used, used = 0;
        o.status = reader_chunks(&c, (struct str){in.p + o.used, left < step ? left : step}, &o.body, &used);
        FUZZ_CHECK(o.status != 0 || used > 0);
        o.used += used;
    }
    o.state = c.state;
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct str in = {(const char *)data + 1, size - 1};
    struct outcome whole = read_in_steps(in, in.n), parts = read_in_steps(in, data[0] % 17 + 1);
    FUZZ_CHECK(whole.status == parts.status);
    if (whole.status == 0) {
        FUZZ_CHECK(whole.used == parts.used && whole.state == parts.state);
        FUZZ_CHECK(str_equal(buf_text(&whole.body), buf_text(&parts.body)));
    }
    buf_done(&whole.body);
    buf_done(&parts.body);
    return 0;
}
