#include "net/reader.h"

#include "core/arena.h"

#include <string.h>
#include <strings.h>

/* Visible ASCII without "#", every "%" with two hexadecimal digits. Browsers send {}|[]^ as they are. */
static bool is_target_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '#') return false;
        if (c == '%' && (i + 2 >= s.n || reader_hex_digit(s.p[i + 1]) < 0 || reader_hex_digit(s.p[i + 2]) < 0))
            return false;
    }
    return s.n > 0;
}

static struct str decode(struct arena *a, struct str s)
{
    if (!s.n || !memchr(s.p, '%', s.n)) return s;
    char *p = arena_bytes(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool coded = s.p[i] == '%';
        p[n++] = coded ? (char)(reader_hex_digit(s.p[i + 1]) << 4 | reader_hex_digit(s.p[i + 2])) : s.p[i];
        if (coded) i += 2;
    }
    return (struct str){p, n};
}

/* A decoded path must not climb, nor hide bytes that a C string or a terminal would read otherwise. */
static bool is_path_safe(struct str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f) return false;
    for (struct str rest = path; rest.n;)
        if (str_is(str_cut(rest, '/', &rest), "..")) return false;
    return str_chars(path) >= 0;
}

/* "http://host:1/a?b" becomes "/a?b" (RFC 9112, 3.2.2). */
static int drop_authority(struct str *target)
{
    size_t scheme = !strncasecmp(target->p, "http://", 7) ? 7 : !strncasecmp(target->p, "https://", 8) ? 8 : 0;
    if (!scheme) return 400;
    size_t end = scheme;
    while (end < target->n && target->p[end] != '/' && target->p[end] != '?') end++;
    if (!reader_host_is_valid((struct str){target->p + scheme, end - scheme})) return 400;
    *target = (struct str){target->p + end, target->n - end};
    return 0;
}

int reader_target(struct arena *a, enum http_method method, struct str target, struct str *ret_path,
                  struct str *ret_query)
{
    if (!is_target_text(target)) return 400;
    if (method == HTTP_OPTIONS_ && str_is(target, "*")) {
        *ret_path = target;
        return 0;
    }
    if (target.p[0] != '/') {
        int status = target.n < 8 ? 400 : drop_authority(&target);
        if (status) return status;
    }
    struct str path = decode(a, str_cut(target, '?', ret_query));
    *ret_path = path.n ? path : STR("/");
    return is_path_safe(path) ? 0 : 400;
}

static bool is_host_char(char c, bool bracketed)
{
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    if (bracketed) return c == ':' || c == '.';
    return c != 0 && strchr("-._~!$&'()*+,;=", c) != NULL;
}

static bool is_port(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n <= 5;
}

bool reader_host_is_valid(struct str host)
{
    bool bracketed = host.n && host.p[0] == '[';
    size_t start = bracketed ? 1 : 0, end = start;
    while (end < host.n && is_host_char(host.p[end], bracketed)) end++;
    if (end == start) return false;
    if (bracketed && (end == host.n || host.p[end++] != ']')) return false;
    if (end == host.n) return true;
    return host.p[end] == ':' && is_port((struct str){host.p + end + 1, host.n - end - 1});
}
