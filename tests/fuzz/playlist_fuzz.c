/* The list of segments that ffmpeg leaves: what is put into the recording are segments after the last one, once each
 * line, and reading the recording again finds the same last one. */
#include "app/playlist.h"
#include "core/buf.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct str list = {(const char *)data + 1, size - 1};
    int64_t after = (int64_t)data[0] - 1, last = playlist_last(list);
    struct buf out;
    buf_init(&out, 16 << 20);
    playlist_put_after(list, after, &out);
    FUZZ_CHECK(!buf_over(&out) && out.n <= list.n + 1);
    FUZZ_CHECK(playlist_last(buf_text(&out)) == (last > after ? last : -1));
    FUZZ_CHECK(!playlist_is_ended(buf_text(&out)));
    for (struct str rest = buf_text(&out); rest.n;) {
        int64_t number = playlist_number(str_cut(rest, '\n', &rest));
        FUZZ_CHECK(number < 0 || number > after);
    }
    buf_done(&out);
    return 0;
}
