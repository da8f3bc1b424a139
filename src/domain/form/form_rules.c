/* domain/form/form_rules.c: numbers, masked names, placeholders, and what a template may hold. */
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/hours.h"
#include "core/time.h"
#include "domain/form/form_private.h"

#include <string.h>

const char *const form_kind_names[] = {"", "leave", "assess", "roll", "people", "certificate", "statement", NULL};

/* Without I, L, O and U: nobody mistakes one for another (Crockford's base 32). */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { FILLED_BYTES = 64 << 10, PLACEHOLDER_BYTES = 40 };

struct str form_number_new(struct arena *a, int year, const uint8_t random[FORM_NUMBER_RANDOM])
{
    char *p = arena_bytes(a, FORM_NUMBER_CHARS + 1);
    for (int i = 3; i >= 0; i--, year /= 10) p[i] = (char)('0' + year % 10);
    for (int i = 0; i < FORM_NUMBER_RANDOM; i++) p[4 + i] = alphabet[random[i] & 31];
    return (struct str){p, FORM_NUMBER_CHARS};
}

static char clean_char(char x)
{
    if (x >= 'a' && x <= 'z') x = (char)(x - 'a' + 'A');
    return x == 'O' ? '0' : x == 'I' || x == 'L' ? '1' : x;
}

struct str form_number_clean(struct arena *a, struct str typed)
{
    char *p = arena_bytes(a, FORM_NUMBER_CHARS + 1);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char x = clean_char(typed.p[i]);
        if (x == '-' || x == ' ') continue;
        if (!x || !strchr(alphabet, x) || n == FORM_NUMBER_CHARS) return (struct str){0};
        p[n++] = x;
    }
    return n == FORM_NUMBER_CHARS ? (struct str){p, n} : (struct str){0};
}

struct str form_number_show(struct arena *a, struct str number)
{
    if (number.n != FORM_NUMBER_CHARS) return number;
    return str_printf(a, "%.4s-%.5s-%.5s-%.5s", number.p, number.p + 4, number.p + 9, number.p + 14);
}

struct str form_mask_name(struct arena *a, struct str name)
{
    struct buf out;
    size_t at = 0, first = 0, last = 0;
    int64_t n = str_chars(name);
    buf_init(&out, 1024);
    for (int64_t i = 0; i < n; i++) {
        last = at;
        if (str_next(name, &at) < 0) break;
        if (i == 0) first = at;
        if (i > 0 && (i < n - 1 || n == 2)) buf_char(&out, '*');
    }
    struct str head = {name.p, first}, tail = n > 2 ? (struct str){name.p + last, name.n - last} : (struct str){0};
    struct str masked =
        n > 0 ? str_printf(a, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(buf_text(&out)), STR_ARG(tail)) : STR("*");
    buf_done(&out);
    return masked;
}

struct str form_date(struct arena *a, int date)
{
    return date ? str_printf(a, "%d年%d月%d日", date / 10000, date / 100 % 100, date % 100) : (struct str){0};
}

/* ---- placeholders ---- */

static const struct str open_bracket = {"【", 3}, close_bracket = {"】", 3};

static const char *const placeholders[] = {"姓名",     "单位",     "职务", "职级", "班次",     "主办单位", "开始日期",
                                           "结束日期", "出具日期", "学时", "天数", "网络学时", NULL};

static struct str value_of(struct arena *a, int index, const struct form_facts *f)
{
    switch (index) {
    case 0: return f->person_name;
    case 1: return f->org_name;
    case 2: return f->post;
    case 3: return f->rank_name;
    case 4: return f->class_title;
    case 5: return f->host_name;
    case 6: return form_date(a, f->starts_on);
    case 7: return form_date(a, f->ends_on);
    case 8: return form_date(a, f->issued_on);
    case 9: return hours_text(a, f->hours_centi);
    case 10: return hours_text(a, f->days_centi);
    default: return hours_text(a, f->online_centi);
    }
}

static int placeholder_index(struct str name)
{
    for (int i = 0; placeholders[i]; i++)
        if (str_is(name, placeholders[i])) return i;
    return -1;
}

/* The name between the brackets at the start of the text; empty when there is none. */
static struct str name_at(struct str text)
{
    if (!str_starts(text, open_bracket)) return (struct str){0};
    const char *end = memmem(text.p, text.n, close_bracket.p, close_bracket.n);
    if (!end || end - text.p > PLACEHOLDER_BYTES) return (struct str){0};
    return (struct str){text.p + open_bracket.n, (size_t)(end - text.p) - open_bracket.n};
}

struct str form_fill(struct arena *a, struct str text, const struct form_facts *facts)
{
    struct buf out;
    buf_init(&out, FILLED_BYTES);
    while (text.n) {
        struct str name = name_at(text);
        int index = name.n ? placeholder_index(name) : -1;
        size_t taken = index >= 0 ? name.n + open_bracket.n + close_bracket.n : 1;
        if (index >= 0)
            buf_str(&out, value_of(a, index, facts));
        else
            buf_char(&out, text.p[0]);
        text = (struct str){text.p + taken, text.n - taken};
    }
    struct str filled = str_copy(a, buf_text(&out));
    buf_done(&out);
    return filled;
}

struct err *form_check_text(struct arena *a, const char *field, struct str text)
{
    for (; text.n; text = (struct str){text.p + 1, text.n - 1}) {
        struct str name = name_at(text);
        if (name.n && placeholder_index(name) < 0)
            FAIL_FIELD(
                a, "form.placeholder", field,
                "没有“【%.*s】”这一项，可用的有：姓名、单位、职务、职级、班次、主办单位、开始日期、结束日期、"
                "出具日期、学时、天数、网络学时。",
                "There is no “【%.*s】”. Available: 姓名 单位 职务 职级 班次 主办单位 开始日期 结束日期 出具日期 学时 "
                "天数 网络学时.",
                STR_ARG(name));
    }
    return NULL;
}

/* ---- base64 (RFC 4648) ---- */

static int base64_value(char x)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = x ? strchr(digits, x) : NULL;
    return found ? (int)(found - digits) : -1;
}

bool form_base64(struct arena *a, struct str text, struct str *ret_bytes)
{
    char *p = arena_bytes(a, text.n / 4 * 3 + 1);
    size_t n = 0;
    if (text.n % 4) return false;
    for (size_t i = 0; i < text.n; i += 4) {
        bool last = i + 4 == text.n;
        int pad = last ? (text.p[i + 3] == '=') + (text.p[i + 3] == '=' && text.p[i + 2] == '=') : 0;
        uint32_t bits = 0;
        for (int k = 0; k < 4; k++) {
            int value = k >= 4 - pad ? 0 : base64_value(text.p[i + (size_t)k]);
            if (value < 0) return false;
            bits = bits << 6 | (uint32_t)value;
        }
        for (int k = 0; k < 3 - pad; k++) p[n++] = (char)(bits >> (16 - 8 * k));
    }
    *ret_bytes = (struct str){p, n};
    return true;
}

struct err *form_check_template(struct arena *a, const struct form_template *t)
{
    TRY(form_check_text(a, "title", t->title));
    TRY(form_check_text(a, "intro", t->intro));
    TRY(form_check_text(a, "notes", t->notes));
    TRY(form_check_text(a, "footer", t->footer));
    for (LIST_EACH(t->signs, struct str, sign)) TRY(form_check_text(a, "signs", *sign));
    return NULL;
}
