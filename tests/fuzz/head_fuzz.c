/* Request heads: read whole or byte by byte the end is the same; what is accepted cannot lead outside or smuggle. */
#include "core/limits.h"
#include "fuzz/fuzz.h"
#include "net/reader.h"

#include <string.h>

static int end_byte_by_byte(struct str in)
{
    size_t scanned = 0;
    int end = 0;
    for (size_t n = 1; n <= in.n && end == 0; n++) end = reader_head_bytes((struct str){in.p, n}, &scanned);
    return end;
}

static void check_head(const struct head *head)
{
    FUZZ_CHECK(head->path.n > 0 && str_chars(head->path) >= 0 && !memchr(head->path.p, 0, head->path.n));
    struct str rest = head->path;
    while (rest.n) FUZZ_CHECK(!str_is(str_cut(rest, '/', &rest), ".."));
    FUZZ_CHECK(head->header_count <= LIMIT_REQUEST_HEADERS);
    FUZZ_CHECK(head->content_bytes >= 0 && !(head->chunked && head->content_bytes > 0));
    for (size_t i = 0; i < head->header_count; i++)
        FUZZ_CHECK(head->headers[i].name.n > 0 && !memchr(head->headers[i].value.p, '\n', head->headers[i].value.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    size_t empty = reader_empty_bytes(in), scanned = 0;
    FUZZ_CHECK(empty <= size);
    in = (struct str){in.p + empty, in.n - empty};
    int end = reader_head_bytes(in, &scanned);
    FUZZ_CHECK(end == end_byte_by_byte(in));
    FUZZ_CHECK(end <= (int)in.n);
    if (end <= 0) return 0;
    struct arena *a = arena_open(1 << 20);
    struct head head = {0};
    if (reader_head(a, (struct str){in.p, (size_t)end}, &head) == 0) check_head(&head);
    arena_close(a);
    return 0;
}
