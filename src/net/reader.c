#include "net/reader.h"

#include "core/arena.h"
#include "core/limits.h"

#include <string.h>
#include <strings.h>

enum { REQUEST_LINE_MAX_BYTES = LIMIT_URL_BYTES + 32, CONTENT_LENGTH_DIGITS = 15 };

/* What the fields of a head say about its connection and body, while they are read. */
struct facts {
    int hosts, lengths, codings;
    bool close, keep;
};

int reader_hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_token_char(char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    return c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i])) return false;
    return s.n > 0;
}

static bool is_field_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

static bool is_word(struct str s, const char *lower) { return s.n == strlen(lower) && !strncasecmp(s.p, lower, s.n); }

static struct str without_blanks(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
    return s;
}

size_t reader_empty_bytes(struct str in)
{
    size_t n = 0;
    while (in.n - n >= 2 && in.p[n] == '\r' && in.p[n + 1] == '\n') n += 2;
    return n;
}

/* A line feed at `at`: is it the end of a line, of the head, or alone? */
static int line_end(struct str in, size_t at)
{
    if (at == 0 || in.p[at - 1] != '\r') return -400;
    return at >= 3 && in.p[at - 2] == '\n' ? (int)at + 1 : 0;
}

int reader_head_bytes(struct str in, size_t *scanned)
{
    if (in.n == 0) return 0;
    bool may_be_empty_line = in.p[0] == '\r' && in.n == 1;
    if (!is_token_char(in.p[0]) && !may_be_empty_line)
        return -400; /* TLS on a plain port, or garbage: say so at once */
    size_t most = in.n < LIMIT_REQUEST_HEADER_BYTES ? in.n : LIMIT_REQUEST_HEADER_BYTES;
    while (*scanned < most) {
        const char *found = memchr(in.p + *scanned, '\n', most - *scanned);
        *scanned = found ? (size_t)(found - in.p) + 1 : most;
        int end = found ? line_end(in, *scanned - 1) : 0;
        if (end) return end;
    }
    if (in.n > REQUEST_LINE_MAX_BYTES && !memchr(in.p, '\n', REQUEST_LINE_MAX_BYTES)) return -414;
    return in.n >= LIMIT_REQUEST_HEADER_BYTES ? -431 : 0;
}

static int read_method(struct str s, enum http_method *ret_method)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) {
        if (!str_is(s, names[i])) continue;
        *ret_method = (enum http_method)i;
        return 0;
    }
    return is_token(s) ? 501 : 400;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int read_version(struct str s, int *ret_minor)
{
    if (s.n != 8 || !str_starts(s, STR("HTTP/")) || !is_digit(s.p[5]) || s.p[6] != '.' || !is_digit(s.p[7])) return 400;
    if (s.p[5] != '1') return 505;
    *ret_minor = s.p[7] == '0' ? 0 : 1;
    return 0;
}

static int read_request_line(struct arena *a, struct str line, struct head *h)
{
    struct str rest;
    struct str method = str_cut(line, ' ', &rest);
    h->target = str_cut(rest, ' ', &rest);
    int status = read_method(method, &h->method);
    if (!status) status = read_version(rest, &h->minor);
    if (!status && h->target.n > LIMIT_URL_BYTES) status = 414;
    return status ? status : reader_target(a, h->method, h->target, &h->path, &h->query);
}

static int read_length(struct str value, struct head *h, struct facts *f)
{
    if (f->lengths++ || value.n == 0 || value.n > CONTENT_LENGTH_DIGITS) return 400;
    for (size_t i = 0; i < value.n; i++) {
        if (!is_digit(value.p[i])) return 400;
        h->content_bytes = h->content_bytes * 10 + (value.p[i] - '0');
    }
    return 0;
}

static int read_coding(struct str value, struct head *h, struct facts *f)
{
    if (f->codings++ || h->minor == 0) return 400;
    h->chunked = is_word(value, "chunked");
    return h->chunked ? 0 : 501;
}

static int read_connection(struct str value, struct facts *f)
{
    while (value.n) {
        struct str option = without_blanks(str_cut(value, ',', &value));
        if (is_word(option, "close")) f->close = true;
        if (is_word(option, "keep-alive")) f->keep = true;
    }
    return 0;
}

static int read_expect(struct str value, struct head *h)
{
    h->expects_continue = is_word(value, "100-continue");
    return h->expects_continue ? 0 : 417;
}

static int read_known_field(struct str name, struct str value, struct head *h, struct facts *f)
{
    switch (name.n) {
    case 4: return is_word(name, "host") && (f->hosts++ || !reader_host_is_valid(value)) ? 400 : 0;
    case 6: return is_word(name, "expect") ? read_expect(value, h) : 0;
    case 10: return is_word(name, "connection") ? read_connection(value, f) : 0;
    case 14: return is_word(name, "content-length") ? read_length(value, h, f) : 0;
    case 17: return is_word(name, "transfer-encoding") ? read_coding(value, h, f) : 0;
    default: return 0;
    }
}

static int read_field(struct str line, struct http_header *header, struct head *h, struct facts *f)
{
    struct str rest;
    header->name = str_cut(line, ':', &rest);
    header->value = without_blanks(rest);
    if (header->name.n == line.n || !is_token(header->name) || !is_field_text(header->value)) return 400;
    return read_known_field(header->name, header->value, h, f);
}

/* The line before the next CR LF; the head is known to end in one. */
static struct str next_line(struct str *rest)
{
    struct str line = str_cut(*rest, '\n', rest);
    line.n--;
    return line;
}

static size_t count_fields(struct str fields)
{
    size_t lines = 0;
    for (const char *at = fields.p; (at = memchr(at, '\n', (size_t)(fields.p + fields.n - at))); at++) lines++;
    return lines ? lines - 1 : 0;
}

static int check_facts(struct head *h, const struct facts *f)
{
    if (f->hosts == 0 && h->minor == 1) return 400;
    if (f->lengths && f->codings) return 400;
    h->keep_alive = h->minor == 1 ? !f->close : f->keep && !f->close;
    if (h->minor == 0) h->expects_continue = false;
    return 0;
}

int reader_head(struct arena *a, struct str bytes, struct head *ret_head)
{
    struct head h = {0};
    struct facts facts = {0};
    struct str line = next_line(&bytes);
    int status = read_request_line(a, line, &h);
    size_t count = count_fields(bytes);
    if (!status && count > LIMIT_REQUEST_HEADERS) status = 431;
    if (status) return status;
    struct http_header *headers = arena_array(a, struct http_header, count);
    for (size_t i = 0; i < count && !status; i++) status = read_field(next_line(&bytes), &headers[i], &h, &facts);
    if (!status) status = check_facts(&h, &facts);
    if (status) return status;
    h.headers = headers;
    h.header_count = count;
    *ret_head = h;
    return 0;
}
