/* Requests: however the bytes are cut into pieces, the same requests are read, and none breaks what the server promises
 * to handlers. The first byte of the input says how long the pieces are. */
#include "core/buf.h"
#include "core/limits.h"
#include "fuzz/fuzz.h"
#include "net/reader.h"

enum { BODY_MAX_BYTES = 4096 };

/* What was read, written down to be compared. */
struct session {
    struct arena *arena;
    struct buf story;
    struct str rest; /* not given yet */
    size_t piece;
};

static bool lies_in(struct str part, struct str whole)
{
    return part.p >= whole.p && part.p + part.n <= whole.p + whole.n;
}

/* What is asked of a request by name comes out of one of its fields, or is empty. */
static void check_names(const struct head *h)
{
    struct http_request q = {.headers = h->headers, .header_count = h->header_count};
    struct str found[] = {http_cookie(&q, "tongke_session"), http_header(&q, "cookie"), http_header(&q, "host")};
    for (size_t k = 0; k < sizeof found / sizeof *found; k++) {
        bool in_one = found[k].n == 0;
        for (size_t i = 0; i < h->header_count && !in_one; i++) in_one = lies_in(found[k], h->headers[i].value);
        FUZZ_CHECK(in_one);
    }
}

static void check_head(const struct head *h)
{
    check_names(h);
    FUZZ_CHECK(h->path.n > 0 && (h->path.p[0] == '/' || str_is(h->path, "*")));
    FUZZ_CHECK(str_chars(h->path) >= 0);
    for (struct str rest = h->path; rest.n;) FUZZ_CHECK(!str_is(str_cut(rest, '/', &rest), ".."));
    for (size_t i = 0; i < h->path.n; i++) FUZZ_CHECK(h->path.p[i] != 0);
    FUZZ_CHECK(h->header_count <= LIMIT_REQUEST_HEADERS && h->target.n <= LIMIT_URL_BYTES);
    FUZZ_CHECK(h->content_bytes >= 0 && !(h->chunked && h->content_bytes));
    for (size_t i = 0; i < h->header_count; i++) {
        struct str name = h->headers[i].name, value = h->headers[i].value;
        FUZZ_CHECK(name.n > 0);
        for (size_t k = 0; k < name.n; k++) FUZZ_CHECK(name.p[k] > ' ' && name.p[k] != ':');
        for (size_t k = 0; k < value.n; k++) FUZZ_CHECK(value.p[k] != '\r' && value.p[k] != '\n' && value.p[k] != 0);
    }
}

/* Reads chunks piece by piece. Bytes used, or a negative status. */
static int64_t read_chunks(struct session *s, struct buf *body)
{
    struct chunked c = {0};
    size_t at = 0;
    while (at < s->rest.n && c.state != CHUNKED_DONE) {
        size_t n = s->rest.n - at < s->piece ? s->rest.n - at : s->piece, used = 0;
        int status = reader_chunks(&c, (struct str){s->rest.p + at, n}, body, &used);
        if (status) return -status;
        FUZZ_CHECK(used == n || c.state == CHUNKED_DONE);
        at += used;
    }
    FUZZ_CHECK(!buf_over(body));
    return c.state == CHUNKED_DONE ? (int64_t)at : 0;
}

static int64_t read_body(struct session *s, const struct head *h)
{
    struct buf body;
    buf_init(&body, BODY_MAX_BYTES);
    int64_t used = h->chunked ? read_chunks(s, &body) : h->content_bytes;
    if (h->chunked && used > 0) buf_printf(&s->story, "body %.*s\n", STR_ARG(buf_text(&body)));
    buf_done(&body);
    return used;
}

/* Bytes of the head, as they become known piece by piece; 0 at the end of the input. */
static int64_t find_head(const struct session *s)
{
    size_t scanned = 0;
    int64_t found = 0;
    for (size_t n = s->piece; !found; n += s->piece) {
        size_t given = n < s->rest.n ? n : s->rest.n;
        found = reader_head_bytes((struct str){s->rest.p, given}, &scanned);
        if (given == s->rest.n) break;
    }
    return found;
}

/* One request; false when the connection would end. */
static bool read_request(struct session *s)
{
    size_t empty = reader_empty_bytes(s->rest);
    s->rest = (struct str){s->rest.p + empty, s->rest.n - empty};
    int64_t head_bytes = find_head(s);
    struct head h;
    int status = head_bytes < 0 ? (int)-head_bytes : 0;
    if (head_bytes > 0) status = reader_head(s->arena, (struct str){s->rest.p, (size_t)head_bytes}, &h);
    if (head_bytes <= 0 || status) {
        buf_printf(&s->story, "refused %d\n", status);
        return false;
    }
    check_head(&h);
    buf_printf(&s->story, "%d %.*s ? %.*s\n", (int)h.method, STR_ARG(h.path), STR_ARG(h.query));
    s->rest = (struct str){s->rest.p + head_bytes, s->rest.n - (size_t)head_bytes};
    int64_t used = read_body(s, &h);
    if (used < 0) buf_printf(&s->story, "body refused %d\n", (int)-used);
    if (used < 0 || used > (int64_t)s->rest.n || (h.chunked && !used)) return false;
    s->rest = (struct str){s->rest.p + used, s->rest.n - (size_t)used};
    return s->rest.n > 0;
}

static struct str read_all(struct arena *a, struct str bytes, size_t piece)
{
    struct session s = {.arena = a, .rest = bytes, .piece = piece};
    buf_init(&s.story, 16 << 20);
    while (read_request(&s)) continue;
    struct str story = str_copy(a, buf_text(&s.story));
    buf_done(&s.story);
    return story;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct arena *a = arena_open(64 << 20);
    struct str bytes = {(const char *)data + 1, size - 1};
    FUZZ_CHECK(str_equal(read_all(a, bytes, bytes.n), read_all(a, bytes, (size_t)data[0] + 1)));
    arena_close(a);
    return 0;
}
