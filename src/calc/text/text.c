#include "calc/text/text.h"

#include "calc/text/readings.h"
#include "calc/text/text_special.h"
#include "core/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum { TOKEN_BYTES_MAX = TEXT_TOKEN_CHARS * 3 }; /* twelve Chinese characters, or thirty-six letters of pinyin */

/* ---- characters ---- */

static bool is_han(int32_t point)
{
    return point == 0x3007 || (point >= READING_FIRST && point <= READING_LAST) ||
           (point >= 0xf900 && point <= 0xfaff) || (point >= 0x20000 && point <= 0x3ffff);
}

static bool is_digit(int32_t point) { return point >= '0' && point <= '9'; }

/* Letters of any other script count as letters; punctuation of the usual blocks does not. */
static bool is_letter(int32_t point)
{
    if (point < 0x80) return (point | 32) >= 'a' && (point | 32) <= 'z';
    bool punctuation = (point < 0xc0) || (point >= 0x2000 && point < 0x2e80) || (point >= 0x3000 && point < 0x3040) ||
                       (point >= 0xfe00 && point < 0xff00) || point >= 0xffe0;
    return !punctuation && !is_han(point) && point != 0xd7 && point != 0xf7;
}

/* Full-width forms narrow, ASCII lower-case. */
static int32_t plain(int32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e) point -= 0xfee0;
    return point >= 'A' && point <= 'Z' ? point + 32 : point;
}

static size_t put_point(char *out, int32_t point)
{
    if (point < 0x80) return out[0] = (char)point, 1;
    if (point < 0x800) return out[0] = (char)(0xc0 | point >> 6), out[1] = (char)(0x80 | (point & 63)), 2;
    size_t n = point < 0x10000 ? 3 : 4;
    out[0] = (char)(n == 3 ? 0xe0 | point >> 12 : 0xf0 | point >> 18);
    for (size_t i = 1; i < n; i++) out[i] = (char)(0x80 | (point >> (6 * (n - 1 - i)) & 63));
    return n;
}

enum sort { BLANK, HAN, LETTER, DIGIT };

static enum sort sort_of(int32_t point)
{
    return is_han(point) ? HAN : is_digit(point) ? DIGIT : is_letter(point) ? LETTER : BLANK;
}

/* ---- readings ---- */

static struct str usual_reading(int32_t point)
{
    if (point == 0x3007) return STR("ling");
    if (point < READING_FIRST || point > READING_LAST) return (struct str){0};
    return str_of(text_syllables[text_readings[point - READING_FIRST]]);
}

static void add_syllables(struct arena *a, struct list *syllables, struct str pinyin)
{
    while (pinyin.n) *list_add(a, syllables, struct str) = str_cut(pinyin, ' ', &pinyin);
}

static const struct text_surname *find_surname(struct str name)
{
    for (size_t i = 0; i < text_surname_count; i++)
        if (str_starts(name, str_of(text_surnames[i].name))) return &text_surnames[i];
    return NULL;
}

static const struct text_word *find_word(struct str rest)
{
    for (size_t i = 0; i < text_word_count; i++)
        if (str_starts(rest, str_of(text_words[i].word))) return &text_words[i];
    return NULL;
}

/* A run of letters or of digits from `at` on, lower-case. */
static struct str take_run(struct arena *a, struct str text, size_t *at, enum sort sort)
{
    char *run = arena_bytes(a, text.n - *at + 1);
    size_t n = 0;
    for (size_t next = *at;;) {
        int32_t point = plain(str_next(text, &next));
        if (point < 0 || sort_of(point) != sort) break;
        n += put_point(run + n, point);
        *at = next;
    }
    return (struct str){run, n};
}

static void read_from(struct arena *a, struct str text, size_t at, struct list *syllables)
{
    while (at < text.n) {
        struct str rest = {text.p + at, text.n - at};
        size_t next = at;
        int32_t point = plain(str_next(text, &next));
        if (point < 0) return;
        const struct text_word *word = is_han(point) ? find_word(rest) : NULL;
        if (word) {
            add_syllables(a, syllables, str_of(word->pinyin));
            next = at + strlen(word->word);
        } else if (is_han(point)) {
            struct str reading = usual_reading(point);
            if (reading.n) *list_add(a, syllables, struct str) = reading;
        } else if (sort_of(point) != BLANK) {
            next = at;
            *list_add(a, syllables, struct str) = take_run(a, text, &next, sort_of(point));
        }
        at = next;
    }
}

static void join(struct arena *a, struct text_reading *r)
{
    size_t bytes = 0, n = 0;
    for (LIST_EACH(r->syllables, struct str, s)) bytes += s->n + 1;
    char *pinyin = arena_bytes(a, bytes + 1), *initials = arena_bytes(a, r->syllables.n * 4 + 1);
    size_t initial_bytes = 0;
    for (LIST_EACH(r->syllables, struct str, s)) {
        if (n) pinyin[n++] = ' ';
        memcpy(pinyin + n, s->p, s->n);
        n += s->n;
        size_t first = 0;
        str_next(*s, &first);
        memcpy(initials + initial_bytes, s->p, first);
        initial_bytes += first;
    }
    r->pinyin = (struct str){pinyin, n};
    r->initials = (struct str){initials, initial_bytes};
}

/* ---- sort keys ---- */

static UCollator *by_pinyin, *by_stroke;
static pthread_once_t collators_once = PTHREAD_ONCE_INIT;

/* Differences of letters only: case and width do not separate two names. */
static UCollator *open_collator(const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locale, &status);
    if (U_FAILURE(status)) abort();
    ucol_setAttribute(collator, UCOL_STRENGTH, UCOL_PRIMARY, &status);
    return collator;
}

static void open_collators(void)
{
    by_pinyin = open_collator("zh-u-co-pinyin");
    by_stroke = open_collator("zh-u-co-stroke");
}

/* The key is full after some sixteen characters. */
static struct str first_chars(struct str text, int chars)
{
    size_t at = 0;
    while (chars-- > 0 && str_next(text, &at) >= 0) continue;
    return (struct str){text.p, at};
}

static struct str sort_key(struct arena *a, const UCollator *collator, struct str text)
{
    enum { CHARS = 32, POINTS = 2 * CHARS, KEY_BYTES = TEXT_SORT_CHARS / 2 };
    static const char digits[] = "0123456789abcdef";
    UChar wide[POINTS];
    uint8_t key[POINTS * 8];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    text = first_chars(text, CHARS);
    u_strFromUTF8(wide, POINTS, &n, text.p ? text.p : "", (int32_t)text.n, &status);
    int32_t bytes = ucol_getSortKey(collator, wide, n, key, sizeof key) - 1;
    if (bytes > KEY_BYTES) bytes = KEY_BYTES;
    if (bytes < 0) bytes = 0;
    char *hex = arena_bytes(a, (size_t)bytes * 2 + 1);
    for (int32_t i = 0; i < bytes; i++) hex[2 * i] = digits[key[i] >> 4], hex[2 * i + 1] = digits[key[i] & 15];
    return (struct str){hex, (size_t)bytes * 2};
}

/* The name with a surname that sorts where it reads. */
static struct str with_alike(struct arena *a, struct str name, const struct text_surname *surname)
{
    if (!surname) return name;
    size_t skip = strlen(surname->name);
    return str_printf(a, "%s%.*s", surname->alike, (int)(name.n - skip), name.p + skip);
}

void text_read(struct arena *a, struct str text, enum text_kind kind, struct text_reading *ret_reading)
{
    struct text_reading r = {0};
    pthread_once(&collators_once, open_collators);
    text = str_trim(text);
    const struct text_surname *surname = kind == TEXT_PERSON ? find_surname(text) : NULL;
    if (surname) add_syllables(a, &r.syllables, str_of(surname->pinyin));
    read_from(a, text, surname ? strlen(surname->name) : 0, &r.syllables);
    join(a, &r);
    r.pinyin_sort = sort_key(a, by_pinyin, with_alike(a, text, surname));
    r.stroke_sort = sort_key(a, by_stroke, text);
    *ret_reading = r;
}

/* ---- tokens ---- */

/* The text in the form of a token, with the offsets at which a token may begin. */
struct squeezed {
    char *p;
    size_t n;
    size_t *starts;
    size_t start_count;
};

static struct squeezed squeeze(struct arena *a, struct str text)
{
    struct squeezed s = {arena_bytes(a, text.n + 1), 0, arena_array(a, size_t, text.n + 1), 0};
    enum sort before = BLANK;
    for (size_t at = 0; at < text.n;) {
        int32_t point = plain(str_next(text, &at));
        if (point < 0) break;
        enum sort sort = sort_of(point);
        if (sort == HAN || (sort != BLANK && sort != before)) s.starts[s.start_count++] = s.n;
        if (sort != BLANK) s.n += put_point(s.p + s.n, point);
        before = sort;
    }
    return s;
}

/* At most TOKEN_BYTES_MAX bytes, whole characters. */
static struct str cut(struct str s)
{
    if (s.n <= TOKEN_BYTES_MAX) return s;
    s.n = TOKEN_BYTES_MAX;
    while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80) s.n--;
    return s;
}

static void add_token(struct arena *a, struct list *tokens, const char *p, size_t n)
{
    if (n && tokens->n < TEXT_TOKENS_MAX) *list_add(a, tokens, struct str) = cut((struct str){p, n});
}

/* "zhangwm": the first syllable whole, then initials, as many people type a name. */
static void add_mixed(struct arena *a, const struct text_reading *r, struct list *tokens)
{
    if (r->syllables.n < 3) return;
    struct str first = *LIST_AT(r->syllables, struct str, 0);
    size_t initial = 0;
    str_next(r->initials, &initial);
    struct str mixed =
        str_printf(a, "%.*s%.*s", STR_ARG(first), (int)(r->initials.n - initial), r->initials.p + initial);
    add_token(a, tokens, mixed.p, mixed.n);
}

static void add_reading(struct arena *a, const struct text_reading *r, struct list *tokens)
{
    size_t bytes = r->pinyin.n - (r->syllables.n ? r->syllables.n - 1 : 0), at = 0, initial = 0;
    char *letters = arena_bytes(a, bytes + 1);
    for (LIST_EACH(r->syllables, struct str, s)) memcpy(letters + at, s->p, s->n), at += s->n;
    add_mixed(a, r, tokens);
    at = 0;
    for (LIST_EACH(r->syllables, struct str, s)) {
        add_token(a, tokens, letters + at, bytes - at);
        if (r->initials.n - initial > 1) add_token(a, tokens, r->initials.p + initial, r->initials.n - initial);
        size_t first = 0;
        str_next(*s, &first);
        at += s->n;
        initial += first;
    }
}

void text_tokens(struct arena *a, struct str text, const struct text_reading *reading, struct list *tokens)
{
    struct squeezed s = squeeze(a, text);
    for (size_t i = 0; i < s.start_count; i++) add_token(a, tokens, s.p + s.starts[i], s.n - s.starts[i]);
    if (reading) add_reading(a, reading, tokens);
}

struct str text_query(struct arena *a, struct str typed)
{
    struct squeezed s = squeeze(a, typed);
    return cut((struct str){s.p, s.n});
}

struct str text_end(struct arena *a, struct str token) { return str_printf(a, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(token)); }
