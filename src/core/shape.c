#include "core/shape.h"

#include "core/arena.h"
#include "core/err.h"
#include "core/hours.h"
#include "core/limits.h"
#include "core/time.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct shape_field *shape_find(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->n; i++)
        if (strcmp(shape->fields[i].name, name) == 0) return &shape->fields[i];
    return NULL;
}

const struct shape_field *shape_find_column(const struct shape *shape, const char *column)
{
    for (size_t i = 0; i < shape->n; i++)
        if (strcmp(shape->fields[i].column, column) == 0) return &shape->fields[i];
    return NULL;
}

int shape_enum_index(const char *const *names, struct str name)
{
    char first = name.n ? name.p[0] : 0; /* tells nearly all of them apart */
    for (int i = 0; names[i]; i++)
        if (names[i][0] == first && str_is(name, names[i])) return i;
    return -1;
}

/* ---- writing ---- */

static void write_decimal(struct buf *out, int64_t hours_centi)
{
    uint64_t size = hours_centi < 0 ? 0 - (uint64_t)hours_centi : (uint64_t)hours_centi;
    if (hours_centi < 0) buf_char(out, '-');
    buf_int(out, (int64_t)(size / 100));
    if (size % 100 == 0) return;
    buf_char(out, '.');
    buf_char(out, (char)('0' + size % 100 / 10));
    if (size % 10) buf_char(out, (char)('0' + size % 10));
}

static void put_two(char *to, int value)
{
    to[0] = (char)('0' + value / 10 % 10);
    to[1] = (char)('0' + value % 10);
}

/* In place of "yyyy-mm-dd". */
static void put_date(char *to, int date)
{
    put_two(to, date / 1000000);
    put_two(to + 2, date / 10000);
    put_two(to + 5, date / 100);
    put_two(to + 8, date);
}

static void write_date(struct buf *out, int date)
{
    char text[] = "\"yyyy-mm-dd\"";
    put_date(text + 1, date);
    buf_put(out, text, sizeof text - 1);
}

static void write_time(struct buf *out, int64_t time_us)
{
    char text[] = "\"yyyy-mm-ddThh:mm:ss";
    int date = date_of(time_us, 0);
    int64_t us = time_us - date_start_us(date, 0);
    int s = (int)(us / TIME_SECOND_US), ms = (int)(us % TIME_SECOND_US / 1000);
    put_date(text + 1, date);
    put_two(text + 12, s / 3600);
    put_two(text + 15, s / 60 % 60);
    put_two(text + 18, s % 60);
    buf_put(out, text, sizeof text - 1);
    if (ms) {
        char fraction[4] = {'.', (char)('0' + ms / 100)};
        put_two(fraction + 2, ms % 100);
        buf_put(out, fraction, sizeof fraction);
    }
    buf_put(out, "Z\"", 2);
}

static void write_id(struct buf *out, int64_t id)
{
    if (!id) {
        buf_cstr(out, "null");
        return;
    }
    buf_char(out, '"');
    buf_int(out, id);
    buf_char(out, '"');
}

static void write_list(struct buf *out, const struct shape_field *f, const struct list *l, bool redact)
{
    buf_char(out, '[');
    for (size_t i = 0; i < l->n; i++) {
        if (i) buf_char(out, ',');
        if (f->kind == SHAPE_IDS)
            write_id(out, *LIST_AT(*l, int64_t, i));
        else if (f->kind == SHAPE_TEXTS)
            buf_json_text(out, *LIST_AT(*l, struct str, i));
        else
            shape_write_json(out, f->sub, (const char *)l->p + i * f->sub->size, redact);
    }
    buf_char(out, ']');
}

static void write_text_or_null(struct buf *out, struct str s)
{
    if (s.n)
        buf_json_text(out, s);
    else
        buf_cstr(out, "null");
}

static void write_field(struct buf *out, const struct shape_field *f, const void *p, bool redact)
{
    switch (f->kind) {
    case SHAPE_ID: write_id(out, *(const int64_t *)p); break;
    case SHAPE_INT: buf_int(out, *(const int64_t *)p); break;
    case SHAPE_BOOL: buf_cstr(out, *(const bool *)p ? "true" : "false"); break;
    case SHAPE_REAL: buf_printf(out, "%.10g", isfinite(*(const double *)p) ? *(const double *)p : 0.0); break;
    case SHAPE_TEXT: write_text_or_null(out, *(const struct str *)p); break;
    case SHAPE_ENUM: write_text_or_null(out, str_of(f->names[*(const int *)p])); break;
    case SHAPE_TIME:
        if (*(const int64_t *)p)
            write_time(out, *(const int64_t *)p);
        else
            buf_cstr(out, "null");
        break;
    case SHAPE_DATE:
        if (*(const int *)p)
            write_date(out, *(const int *)p);
        else
            buf_cstr(out, "null");
        break;
    case SHAPE_HOURS: write_decimal(out, *(const int64_t *)p); break;
    case SHAPE_OBJECT: shape_write_json(out, f->sub, p, redact); break;
    case SHAPE_LIST:
    case SHAPE_IDS:
    case SHAPE_TEXTS: write_list(out, f, p, redact); break;
    case SHAPE_RAW: {
        struct str raw = *(const struct str *)p;
        buf_str(out, raw.n ? raw : STR("null"));
        break;
    }
    }
}

static void write_name(struct buf *out, char before, const char *name)
{
    size_t n = strlen(name);
    char *to = buf_room(out, n + 4);
    if (!to) return;
    *to++ = before;
    *to++ = '"';
    memcpy(to, name, n);
    memcpy(to + n, "\":", 2);
    out->n += n + 4;
}

void shape_write_json(struct buf *out, const struct shape *shape, const void *record, bool redact)
{
    char before = '{';
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->fields[i];
        if (redact && (f->flags & SHAPE_SECRET)) continue;
        write_name(out, before, f->name);
        write_field(out, f, (const char *)record + f->offset, redact);
        before = ',';
    }
    if (before == '{') buf_char(out, '{');
    buf_char(out, '}');
}

/* ---- reading ---- */

struct path { /* where we are in the input, innermost first */
    const struct path *outer;
    const char *name;
    int64_t index; /* -1 when not in a list */
};

static struct str path_text(struct arena *a, const struct path *path)
{
    struct str outer = path->outer && path->outer->name ? path_text(a, path->outer) : (struct str){0};
    struct str dot = outer.n ? STR(".") : (struct str){0};
    if (path->index < 0) return str_printf(a, "%.*s%.*s%s", STR_ARG(outer), STR_ARG(dot), path->name);
    return str_printf(a, "%.*s%.*s%s[%lld]", STR_ARG(outer), STR_ARG(dot), path->name, (long long)path->index);
}

#define FAIL_AT(a, path, code, ...)                                                                                    \
    return err_new((a), __FILE__, __LINE__, ERR_INVALID, code, path_text((a), (path)), __VA_ARGS__)

static struct err *check_text(struct arena *a, const struct shape_field *f, const struct path *path, struct str s)
{
    int64_t chars = str_chars(s), max = f->max ? f->max : LIMIT_TEXT_CHARS;
    if (chars < 0 || (s.n && memchr(s.p, 0, s.n)))
        FAIL_AT(a, path, "input.text", "“%s”含有无法识别的字符，请用 UTF-8 文字。",
                "“%s” has bytes that are not UTF-8 text.", f->zh);
    if (chars > max)
        FAIL_AT(a, path, "input.too_long", "“%s”最多 %lld 个字，现在有 %lld 个。",
                "“%s”: at most %lld characters, now there are %lld.", f->zh, (long long)max, (long long)chars);
    if (chars < f->min)
        FAIL_AT(a, path, "input.too_short", "“%s”至少 %lld 个字，现在有 %lld 个。",
                "“%s”: at least %lld characters, now there are %lld.", f->zh, (long long)f->min, (long long)chars);
    return NULL;
}

static struct err *check_number(struct arena *a, const struct shape_field *f, const struct path *path, int64_t value)
{
    if ((f->min || f->max) && (value < f->min || value > f->max)) {
        int64_t unit = f->kind == SHAPE_HOURS ? 100 : 1;
        FAIL_AT(a, path, "input.out_of_range", "“%s”须在 %lld 到 %lld 之间。", "“%s” must be between %lld and %lld.",
                f->zh, (long long)(f->min / unit), (long long)(f->max / unit));
    }
    return NULL;
}

static struct err *set_text(struct arena *a, const struct shape_field *f, const struct path *path, struct str s,
                            void *p)
{
    switch (f->kind) {
    case SHAPE_TEXT:
        TRY(check_text(a, f, path, s));
        *(struct str *)p = str_copy(a, s);
        return NULL;
    case SHAPE_ID:
        if (str_int64(s, p) && *(int64_t *)p > 0) return NULL;
        FAIL_AT(a, path, "input.id", "“%s”不是有效的编号。", "“%s” is not an id.", f->zh);
    case SHAPE_TIME:
        if (time_parse(s, p)) return NULL;
        FAIL_AT(a, path, "input.time", "“%s”应是时间，例如 2026-11-23T09:00:00+08:00。",
                "“%s” must be a time such as 2026-11-23T09:00:00+08:00.", f->zh);
    case SHAPE_DATE:
        if (date_parse(s, p)) return NULL;
        FAIL_AT(a, path, "input.date", "“%s”应是日期，例如 2026-11-23。", "“%s” must be a date such as 2026-11-23.",
                f->zh);
    case SHAPE_ENUM: {
        int index = shape_enum_index(f->names, s);
        if (index < 0)
            FAIL_AT(a, path, "input.unknown_value", "“%s”没有“%.*s”这个选项。", "“%s” has no value “%.*s”.", f->zh,
                    STR_ARG(s));
        *(int *)p = index;
        return NULL;
    }
    case SHAPE_INT:
        if (!str_int64(s, p)) FAIL_AT(a, path, "input.number", "“%s”应是整数。", "“%s” must be a whole number.", f->zh);
        return check_number(a, f, path, *(int64_t *)p);
    case SHAPE_HOURS:
        if (!hours_parse(s, p))
            FAIL_AT(a, path, "input.hours", "“%s”应是最多两位小数的数。",
                    "“%s” must be a number with at most two decimals.", f->zh);
        return check_number(a, f, path, *(int64_t *)p);
    case SHAPE_BOOL:
        *(bool *)p = str_is(s, "true") || str_is(s, "1");
        if (*(bool *)p || str_is(s, "false") || str_is(s, "0")) return NULL;
        FAIL_AT(a, path, "input.bool", "“%s”应是 true 或 false。", "“%s” must be true or false.", f->zh);
    default: FAIL_AT(a, path, "input.type", "“%s”的格式不对。", "“%s” has the wrong type.", f->zh);
    }
}

struct err *shape_set_text(struct arena *a, const struct shape_field *field, struct str text, void *record)
{
    struct path path = {NULL, field->name, -1};
    return set_text(a, field, &path, text, (char *)record + field->offset);
}

static struct err *read_object(struct arena *a, const struct shape *shape, const struct path *path, const json_t *json,
                               char *record);

static struct err *read_list(struct arena *a, const struct shape_field *f, const struct path *path, const json_t *json,
                             struct list *l)
{
    size_t n = json_array_size(json), max = f->max ? (size_t)f->max : LIMIT_LIST_ITEMS;
    if (n > max)
        FAIL_AT(a, path, "input.too_many", "“%s”最多 %zu 项，现在有 %zu 项。",
                "“%s”: at most %zu items, now there are %zu.", f->zh, max, n);
    if (n < (size_t)f->min)
        FAIL_AT(a, path, "input.too_few", "“%s”至少 %lld 项。", "“%s”: at least %lld items.", f->zh, (long long)f->min);
    size_t size = f->kind == SHAPE_IDS ? sizeof(int64_t) : f->kind == SHAPE_TEXTS ? sizeof(struct str) : f->sub->size;
    *l = (struct list){.p = arena_bytes(a, n * size), .n = n, .cap = n};
    struct shape_field item = *f;
    item.kind = f->kind == SHAPE_IDS ? SHAPE_ID : SHAPE_TEXT;
    item.min = 0;
    item.max = 0;
    for (size_t i = 0; i < n; i++) {
        struct path at = {path->outer, path->name, (int64_t)i};
        const json_t *value = json_array_get(json, i);
        if (f->kind == SHAPE_LIST) {
            TRY(read_object(a, f->sub, &at, value, (char *)l->p + i * size));
            continue;
        }
        if (!json_is_string(value)) FAIL_AT(a, &at, "input.type", "“%s”应是文字。", "“%s” must be a text.", f->zh);
        struct str s = {json_string_value(value), json_string_length(value)};
        TRY(set_text(a, &item, &at, s, (char *)l->p + i * size));
    }
    return NULL;
}

static struct err *read_number(struct arena *a, const struct shape_field *f, const struct path *path,
                               const json_t *json, void *p)
{
    double value = json_number_value(json);
    if (f->kind == SHAPE_REAL) {
        *(double *)p = value + 0.0; /* -0 becomes 0: it would be written as an integer and read as another number */
        return NULL;
    }
    if (f->kind == SHAPE_INT && json_is_integer(json)) {
        *(int64_t *)p = json_integer_value(json);
        return check_number(a, f, path, *(int64_t *)p);
    }
    if (f->kind == SHAPE_HOURS) {
        double centi = round(value * 100);
        if (fabs(centi) <= 1e8 && fabs(centi - value * 100) < 1e-6) {
            *(int64_t *)p = (int64_t)centi;
            return check_number(a, f, path, *(int64_t *)p);
        }
        FAIL_AT(a, path, "input.hours", "“%s”应是最多两位小数的数。",
                "“%s” must be a number with at most two decimals.", f->zh);
    }
    FAIL_AT(a, path, "input.type", "“%s”的格式不对。", "“%s” has the wrong type.", f->zh);
}

static struct err *read_value(struct arena *a, const struct shape_field *f, const struct path *path, const json_t *json,
                              void *p)
{
    if (json_is_null(json)) return NULL;
    if (f->kind == SHAPE_OBJECT) return read_object(a, f->sub, path, json, p);
    if (f->kind == SHAPE_LIST || f->kind == SHAPE_IDS || f->kind == SHAPE_TEXTS) {
        if (json_is_array(json)) return read_list(a, f, path, json, p);
    } else if (f->kind == SHAPE_BOOL) {
        if (json_is_boolean(json)) {
            *(bool *)p = json_is_true(json);
            return NULL;
        }
    } else if (json_is_number(json)) {
        return read_number(a, f, path, json, p);
    } else if (json_is_string(json) && f->kind != SHAPE_INT && f->kind != SHAPE_HOURS && f->kind != SHAPE_REAL) {
        return set_text(a, f, path, (struct str){json_string_value(json), json_string_length(json)}, p);
    }
    FAIL_AT(a, path, "input.type", "“%s”的格式不对。", "“%s” has the wrong type.", f->zh);
}

static bool is_absent(const struct shape_field *f, const void *p)
{
    switch (f->kind) {
    case SHAPE_ID:
    case SHAPE_TIME: return *(const int64_t *)p == 0;
    case SHAPE_DATE:
    case SHAPE_ENUM: return *(const int *)p == 0;
    case SHAPE_TEXT: return str_trim(*(const struct str *)p).n == 0;
    case SHAPE_LIST:
    case SHAPE_IDS:
    case SHAPE_TEXTS: return ((const struct list *)p)->n == 0;
    default: return false;
    }
}

static struct err *refuse_unknown(struct arena *a, const struct shape *shape, const struct path *path,
                                  const json_t *json)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value)
    {
        struct path at = {path, key, -1};
        if (!shape_find(shape, key))
            FAIL_AT(a, &at, "input.unknown_field", "没有“%s”这个字段。", "There is no field “%s”.", key);
    }
    return NULL;
}

static struct err *read_object(struct arena *a, const struct shape *shape, const struct path *path, const json_t *json,
                               char *record)
{
    if (!json_is_object(json))
        FAIL_AT(a, path, "input.type", "这里应是一个对象（%s）。", "An object (%s) is expected here.", shape->name);
    TRY(refuse_unknown(a, shape, path, json));
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_field *f = &shape->fields[i];
        struct path at = {path, f->name, -1};
        const json_t *value = json_object_get(json, f->name);
        if (f->flags & SHAPE_READ_ONLY || f->kind == SHAPE_RAW) continue;
        if (value) TRY(read_value(a, f, &at, value, record + f->offset));
        bool lacks = !value || json_is_null(value) || is_absent(f, record + f->offset);
        if ((f->flags & SHAPE_REQUIRED) && lacks)
            FAIL_AT(a, &at, "input.missing", "请填写“%s”。", "Please fill in “%s”.", f->zh);
    }
    return NULL;
}

static struct err *not_json(struct arena *a, const json_error_t *error)
{
    return ERR(a, ERR_INVALID, "input.json", "请求不是有效的 JSON（第 %d 行第 %d 列：%s）。",
               "The request is not valid JSON (line %d, column %d: %s).", error->line, error->column, error->text);
}

/* jansson would follow 2,000 levels; count brackets outside strings first. */
static bool is_too_deep(struct str json)
{
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && (c == '{' || c == '[') && ++depth > LIMIT_JSON_DEPTH)
            return true;
        else if (!in_text && (c == '}' || c == ']'))
            depth--;
    }
    return false;
}

struct err *shape_read_json(struct arena *a, const struct shape *shape, struct str json, void *ret_record)
{
    if (is_too_deep(json))
        FAIL(a, ERR_INVALID, "input.too_deep", "JSON 嵌套超过 %d 层。", "The JSON is nested more than %d levels deep.",
             LIMIT_JSON_DEPTH);
    json_error_t error;
    json_t *root = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!root) return not_json(a, &error);
    struct path top = {NULL, NULL, -1};
    memset(ret_record, 0, shape->size);
    struct err *e = json_is_object(root) ? read_object(a, shape, &top, root, ret_record)
                                         : ERR(a, ERR_INVALID, "input.type", "请求应是一个 JSON 对象（%s）。",
                                               "The request must be a JSON object (%s).", shape->name);
    json_decref(root);
    return e;
}
