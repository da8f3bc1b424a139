/* domain/person/person_rules.c: citizen numbers, pasted lines, the choice of a plan. */
#include "calc/text/text.h"
#include "core/arena.h"
#include "core/err.h"
#include "core/time.h"
#include "domain/person/person_private.h"

#include <string.h>

enum { CITIZEN_CHARS = 18, COLUMNS_MAX = 12 };

const char *const person_gender_names[] = {"", "male", "female", NULL};
const char *const person_state_names[] = {"", "active", "left", NULL};
const char *const person_band_names[] = {"", "division_up", "section_down", NULL};

/* ---- citizen numbers ---- */

static bool is_digit(char x) { return x >= '0' && x <= '9'; }

static struct str without_blanks(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0, blank; i < s.n; i += blank ? blank : 1) {
        blank = str_blank((struct str){s.p + i, s.n - i});
        if (!blank) p[n++] = s.p[i];
    }
    return (struct str){p, n};
}

/* As it is printed: no blanks, plain digits, a capital X; nor the ' by which spreadsheets are told that it is text. */
static struct str citizen_text(struct arena *a, struct str typed)
{
    struct str s = without_blanks(a, typed);
    char *p = arena_bytes(a, s.n + 1);
    size_t n = 0;
    for (size_t i = s.n && s.p[0] == '\''; i < s.n;) {
        char plain = str_half_width((struct str){s.p + i, s.n - i});
        p[n++] = plain ? plain : s.p[i];
        i += plain ? 3 : 1;
    }
    if (n && p[n - 1] == 'x') p[n - 1] = 'X';
    return (struct str){p, n};
}

static char check_digit(const char *digits)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < CITIZEN_CHARS - 1; i++) sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

static bool has_citizen_form(struct str s)
{
    if (s.n != CITIZEN_CHARS || s.p[0] == '0') return false;
    for (size_t i = 0; i < CITIZEN_CHARS - 1; i++)
        if (!is_digit(s.p[i])) return false;
    return is_digit(s.p[CITIZEN_CHARS - 1]) || s.p[CITIZEN_CHARS - 1] == 'X';
}

struct err *person_check_citizen(struct arena *a, struct str typed, int today, struct str *ret_number)
{
    struct str number = citizen_text(a, typed);
    if (!has_citizen_form(number))
        FAIL_FIELD(a, "person.citizen_no", "citizen_no", "身份证号应为18位：17位数字和1位校验码。",
                   "A citizen number has 18 characters: 17 digits and a check digit.");
    int64_t born = 0;
    str_int64((struct str){number.p + 6, 8}, &born);
    if (!date_is_valid((int)born) || born > today || born < 18500101)
        FAIL_FIELD(a, "person.citizen_no", "citizen_no", "身份证号中的出生日期不对，请核对第7至14位。",
                   "The date of birth in the citizen number is wrong: check characters 7 to 14.");
    if (check_digit(number.p) != number.p[CITIZEN_CHARS - 1])
        FAIL_FIELD(a, "person.citizen_no", "citizen_no", "身份证号的校验码不对，请逐位核对。",
                   "The check digit of the citizen number is wrong: compare it digit by digit.");
    *ret_number = number;
    return NULL;
}

struct str person_mask_citizen(struct arena *a, struct str number)
{
    if (number.n != CITIZEN_CHARS) return (struct str){0};
    return str_printf(a, "%.4s**********%.4s", number.p, number.p + CITIZEN_CHARS - 4);
}

int person_citizen_gender(struct str number)
{
    return (number.p[CITIZEN_CHARS - 2] - '0') % 2 ? PERSON_MALE : PERSON_FEMALE;
}

/* ---- pasted lists ---- */

/* Bytes of a separator at the start; blanks separate only when nothing else does. */
static size_t separator(struct str s, bool blanks)
{
    static const char *const marks[] = {"\t", ",", ";", "|", "，", "；", "、", "/"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, str_of(marks[i]))) return strlen(marks[i]);
    if (blanks && str_starts(s, STR(" "))) return 1;
    return blanks && str_starts(s, STR("\xe3\x80\x80")) ? 3 : 0;
}

static size_t cut_columns(struct str text, bool blanks, struct str columns[COLUMNS_MAX])
{
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= text.n;) {
        size_t skip = i < text.n ? separator((struct str){text.p + i, text.n - i}, blanks) : 1;
        if (!skip) {
            i++;
            continue;
        }
        struct str column = str_trim((struct str){text.p + from, i - from});
        if (column.n && n < COLUMNS_MAX) columns[n++] = column;
        from = i += skip;
    }
    return n;
}

/* A running number: digits, perhaps with a full stop or bracket behind. */
static bool is_running_number(struct str s)
{
    size_t digits = 0;
    while (digits < s.n && is_digit(s.p[digits])) digits++;
    struct str rest = {s.p + digits, s.n - digits};
    bool mark = !rest.n || str_is(rest, ".") || str_is(rest, ")") || str_is(rest, "．") || str_is(rest, "）");
    return digits > 0 && digits < 6 && mark;
}

/* "12. 张伟" pasted as one column: the number in front goes. */
static struct str without_number(struct str s)
{
    size_t digits = 0;
    while (digits < s.n && is_digit(s.p[digits])) digits++;
    if (!digits || digits > 5 || digits == s.n) return s;
    struct str rest = {s.p + digits, s.n - digits};
    static const char *const marks[] = {".", ")", "．", "）"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(rest, str_of(marks[i])))
            rest = (struct str){rest.p + strlen(marks[i]), rest.n - strlen(marks[i])};
    return str_trim(rest);
}

static bool takes_citizen(struct arena *a, struct str column, struct person_line *line)
{
    struct str number = citizen_text(a, column);
    if (!has_citizen_form(number)) return false;
    line->citizen_no = number;
    return true;
}

/* Characters before the first blank of either width. */
static int64_t first_word_chars(struct str text)
{
    size_t n = 0;
    while (n < text.n && text.p[n] != ' ' && !str_starts((struct str){text.p + n, text.n - n}, STR("\xe3\x80\x80")))
        n++;
    return str_chars((struct str){text.p, n});
}

struct person_line person_read_line(struct arena *a, struct str text)
{
    struct str columns[COLUMNS_MAX];
    struct person_line line = {0};
    text = without_number(str_trim(text));
    size_t n = cut_columns(text, false, columns);
    /* "张 伟" is one name and "张伟 教育局" two columns: blanks divide only behind two characters and more */
    if (n == 1 && first_word_chars(text) > 1) n = cut_columns(text, true, columns);
    for (size_t i = 0; i < n; i++) {
        if (is_running_number(columns[i]) || takes_citizen(a, columns[i], &line)) continue;
        if (!line.name.n)
            line.name = without_blanks(a, columns[i]);
        else if (!line.unit.n)
            line.unit = columns[i];
    }
    return line;
}

static bool contains(struct str whole, struct str part)
{
    return part.n && part.n <= whole.n && memmem(whole.p, whole.n, part.p, part.n);
}

bool person_unit_fits(struct str unit_name, struct str typed)
{
    return str_equal(unit_name, typed) || contains(unit_name, typed) || contains(typed, unit_name);
}

/* ---- plans ---- */

enum person_plan person_choose_plan(bool searching, int64_t met, int64_t in_tree)
{
    if (searching && met < PERSON_PLAN_MOST && met <= in_tree) return PERSON_PLAN_FOUND;
    return in_tree < PERSON_PLAN_MOST ? PERSON_PLAN_TREE : PERSON_PLAN_ORDER;
}
