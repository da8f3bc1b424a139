/* domain/notice/notice_mail_text.c: a notice as a mail: RFC 5322 with RFC 2047 words and a base64 body. Pure. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/time.h"
#include "domain/notice/notice_private.h"

#include <string.h>

enum { MAIL_BYTES = 64 << 10, WORD_BYTES = 42, LINE_BYTES = 57 };

/* Encoded words of at most 75 characters, torn between characters only; no byte of the text stands there as it is. */
static void put_words(struct buf *out, struct str s)
{
    size_t from = 0, at = 0;
    while (from < s.n) {
        size_t next = at;
        bool more = at < s.n && str_next(s, &next) >= 0;
        if (more && next - from <= WORD_BYTES) {
            at = next;
            continue;
        }
        if (at == from) break;
        buf_cstr(out, from ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        buf_base64(out, (struct str){s.p + from, at - from}, false);
        buf_cstr(out, "?=");
        from = at;
        if (!more) break;
    }
}

static void put_date(struct buf *out, int64_t at)
{
    static const char *const days[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int date = date_of(at, 0);
    int64_t s = (at - date_start_us(date, 0)) / TIME_SECOND_US;
    buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[date_weekday(date)], date % 100,
               months[date / 100 % 100 - 1], date / 10000, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

static struct str body_of(struct arena *a, const struct notice_mail *m, struct str public_url)
{
    struct str more = m->body_zh.n ? str_printf(a, "%.*s\r\n\r\n", STR_ARG(m->body_zh)) : (struct str){0};
    struct str link =
        m->link.n ? str_printf(a, "%.*s%.*s\r\n\r\n", STR_ARG(public_url), STR_ARG(m->link)) : (struct str){0};
    return str_printf(
        a, "%.*s\r\n\r\n%.*s%.*s-- \r\n同课。哪些通知发邮件，可在“通知设置”中选择：%.*s/notices/settings\r\n",
        STR_ARG(m->title_zh), STR_ARG(more), STR_ARG(link), STR_ARG(public_url));
}

struct str notice_mail_text(struct arena *a, const struct notice_mail *m, struct str from, struct str public_url,
                            int64_t now_us)
{
    struct buf out;
    struct str domain, name = str_cut(from, '@', &domain), body = body_of(a, m, public_url);
    (void)name;
    buf_init(&out, MAIL_BYTES);
    buf_cstr(&out, "From: =?UTF-8?B?5ZCM6K++?= <");
    buf_str(&out, from);
    buf_printf(&out, ">\r\nTo: <%.*s>\r\nSubject: ", STR_ARG(m->address));
    put_words(&out, m->title_zh);
    /* the same at every try, so that a second copy is known as one */
    buf_printf(&out, "\r\nMessage-ID: <notice-%lld@%.*s>\r\n", (long long)m->notice_id, STR_ARG(domain));
    put_date(&out, now_us);
    buf_cstr(&out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t i = 0; i < body.n; i += LINE_BYTES) {
        buf_base64(&out, (struct str){body.p + i, body.n - i < LINE_BYTES ? body.n - i : LINE_BYTES}, false);
        buf_cstr(&out, "\r\n");
    }
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

/* ---- addresses ---- */

static bool address_takes(char x)
{
    return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') ||
           strchr(".!#$%&'*+/=?^_`{|}~-", x);
}

bool notice_address_fits(struct str address)
{
    struct str domain, name = str_cut(address, '@', &domain);
    if (!name.n || name.n > 64 || domain.n < 3 || address.n > 200 || !memchr(domain.p, '.', domain.n)) return false;
    for (size_t i = 0; i < name.n; i++)
        if (!name.p[i] || !address_takes(name.p[i])) return false;
    for (size_t i = 0; i < domain.n; i++) {
        char x = domain.p[i];
        if (!((x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') || x == '.' || x == '-'))
            return false;
    }
    return name.p[0] != '.' && domain.p[0] != '.' && domain.p[domain.n - 1] != '.';
}

struct str notice_address_mask(struct arena *a, struct str address)
{
    struct str domain, name = str_cut(address, '@', &domain);
    return name.n ? str_printf(a, "%.1s***@%.*s", name.p, STR_ARG(domain)) : (struct str){0};
}
