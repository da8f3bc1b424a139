/* calc/plan/plan_table.c: one CSV file, row by row. */
#include "calc/plan/plan_table.h"
#include "core/arena.h"

#include <string.h>

static const char *column_name(const struct table *t, int wanted)
{
    return t->wanted[wanted][0] == '?' ? t->wanted[wanted] + 1 : t->wanted[wanted];
}

struct err *table_wrong(const struct table *t, int wanted, const char *zh, const char *en)
{
    const char *column = wanted < 0 ? "" : column_name(t, wanted);
    struct str field = str_printf(t->arena, "%s:%lld:%s", t->file, (long long)t->row, column);
    struct err *e = err_new(t->arena, __FILE__, __LINE__, ERR_INVALID, "plan.file", field, "%s", "%s", "");
    e->zh =
        str_printf(t->arena, "%s 第 %lld 行%s%s：%s。", t->file, (long long)t->row, *column ? "，列 " : "", column, zh);
    e->en = str_printf(t->arena, "%s row %lld%s%s: %s.", t->file, (long long)t->row, *column ? ", column " : "", column,
                       en);
    return e;
}

/* Takes a quoted field without its quotes; doubled ones stand for one. */
static struct err *quoted_field(struct table *t, struct str *line, struct str *ret_field)
{
    char *text = arena_bytes(t->arena, line->n + 1);
    size_t n = 0, i = 1;
    for (;; i++) {
        if (i >= line->n) return table_wrong(t, -1, "引号没有结束", "a quotation mark is not closed");
        if (line->p[i] == '"') {
            if (i + 1 >= line->n || line->p[i + 1] != '"') break;
            i++;
        }
        text[n++] = line->p[i];
    }
    *ret_field = (struct str){text, n};
    line->p += i + 1;
    line->n -= i + 1;
    if (line->n && line->p[0] != t->separator)
        return table_wrong(t, -1, "引号之后还有文字", "there is text after a quotation mark");
    return NULL;
}

static void plain_field(struct table *t, struct str *line, struct str *ret_field)
{
    size_t n = 0;
    while (n < line->n && line->p[n] != t->separator) n++;
    *ret_field = str_trim((struct str){line->p, n});
    line->p += n;
    line->n -= n;
}

static struct err *split(struct table *t, struct str line)
{
    t->fields = 0;
    for (;;) {
        if (t->fields == TABLE_COLUMNS_MAX) return table_wrong(t, -1, "列太多", "there are too many columns");
        struct str *field = &t->field[t->fields++];
        if (line.n && line.p[0] == '"')
            TRY(quoted_field(t, &line, field));
        else
            plain_field(t, &line, field);
        if (!line.n) return NULL;
        line.p++;
        line.n--;
    }
}

/* The next line without its end; a line end inside of quotes does not count. */
static struct err *take_line(struct table *t, struct str *ret_line)
{
    size_t n = 0;
    bool quoted = false;
    while (n < t->rest.n && (quoted || t->rest.p[n] != '\n')) quoted ^= t->rest.p[n++] == '"';
    t->row++;
    if (n > TABLE_LINE_MAX_BYTES) return table_wrong(t, -1, "这一行太长", "this row is too long");
    *ret_line = (struct str){t->rest.p, n};
    if (n && ret_line->p[n - 1] == '\r') ret_line->n--;
    n += n < t->rest.n;
    t->rest.p += n;
    t->rest.n -= n;
    if (str_chars(*ret_line) < 0)
        return table_wrong(t, -1, "不是 UTF-8 编码，请另存为 UTF-8 的 CSV",
                           "this is not UTF-8; save the file as CSV in UTF-8");
    return NULL;
}

struct err *table_next(struct table *t, bool *ret_more)
{
    struct str line = {0};
    *ret_more = true;
    while (t->rest.n) {
        TRY(take_line(t, &line));
        if (str_trim(line).n) return split(t, line);
    }
    *ret_more = false;
    return NULL;
}

static char separator_of(struct str line)
{
    if (!line.n || memchr(line.p, ',', line.n)) return ',';
    return memchr(line.p, ';', line.n) ? ';' : memchr(line.p, '\t', line.n) ? '\t' : ',';
}

struct err *table_open(struct arena *a, const char *file, struct str bytes, const char *const *wanted,
                       struct table *ret_table)
{
    struct table *t = ret_table;
    *t = (struct table){.arena = a, .file = file, .rest = bytes, .wanted = wanted, .separator = ','};
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0) t->rest.p += 3, t->rest.n -= 3;
    size_t n = 0;
    while (n < t->rest.n && t->rest.p[n] != '\n') n++;
    t->separator = separator_of((struct str){t->rest.p, n});
    bool more;
    TRY(table_next(t, &more));
    for (int w = 0; wanted[w]; w++) {
        t->column[w] = -1;
        for (int i = 0; more && i < t->fields; i++)
            if (str_is(t->field[i], column_name(t, w))) t->column[w] = i;
        if (t->column[w] < 0 && wanted[w][0] != '?') return table_wrong(t, w, "缺少这一列", "this column is missing");
    }
    return NULL;
}

struct str table_field(const struct table *t, int wanted)
{
    int i = t->column[wanted];
    return i >= 0 && i < t->fields ? str_trim(t->field[i]) : (struct str){0};
}

struct err *table_number(const struct table *t, int wanted, int64_t min, int64_t max, int64_t absent,
                         int64_t *ret_value)
{
    struct str s = table_field(t, wanted);
    *ret_value = absent;
    if (!s.n && absent != INT64_MIN) return NULL;
    if (str_int64(s, ret_value) && *ret_value >= min && *ret_value <= max) return NULL;
    return table_wrong(
        t, wanted, str_cstr(t->arena, str_printf(t->arena, "应为 %lld 至 %lld 的整数", (long long)min, (long long)max)),
        str_cstr(t->arena,
                 str_printf(t->arena, "a whole number from %lld to %lld is expected", (long long)min, (long long)max)));
}

struct err *table_name(const struct table *t, int wanted, struct str *ret_name)
{
    *ret_name = table_field(t, wanted);
    if (!ret_name->n) return table_wrong(t, wanted, "不能为空", "this must not be empty");
    if (ret_name->n > TABLE_NAME_MAX_BYTES) return table_wrong(t, wanted, "名称太长", "this name is too long");
    return NULL;
}
