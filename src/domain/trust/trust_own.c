/* domain/trust/trust_own.c: everything that is kept about one person, as one .zip (data.json, and each table as .csv)
 * or as a workbook with a sheet for each table.
 *
 * data.json has codes, for programs; tables have words, in the reader's language. The .zip is made before the write, on
 * a worker; the write only notes in the audit log that it was taken. Of questionnaires that were answered anonymously
 * there is nothing to give but that they were answered.
 */
#include "api/call.h"
#include "api/words.h"
#include "calc/digest/digest.h"
#include "calc/sheet/sheet.h"
#include "core/hours.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

enum { TABLE_BYTES = 16 << 20, JSON_BYTES = 64 << 20 };

struct taking {
    struct call *c;
    const struct trust_table *table;
    struct sheet_writer *sheet;
    struct buf *csv, *json; /* NULL in a workbook */
    int64_t rows;
};

static size_t column_count(const struct trust_table *table)
{
    size_t n = 0;
    while (table->columns[n].kind) n++;
    return n;
}

/* A value as text, as JSON has it; empty is absent. */
static struct str text_of(struct taking *t, char kind, const struct val *v)
{
    struct arena *a = t->c->arena;
    if (v->kind == VAL_NULL) return (struct str){0};
    if (kind == 't' || kind == 'l') return v->s;
    if (kind == 'x') return digest_hex(a, v->s);
    if (kind == 'd') return date_text(a, (int)v->i);
    if (kind == 'm') return time_text(a, v->i);
    if (kind == 'h') return hours_text(a, v->i);
    return str_printf(a, "%lld", (long long)v->i);
}

static void put_json(struct taking *t, const struct trust_column *column, const struct val *v)
{
    bool bare = column->kind == 'i' || column->kind == 'h';
    struct str text = text_of(t, column->kind, v);
    buf_printf(t->json, "\"%s\":", column->name);
    if (!text.n)
        buf_cstr(t->json, "null");
    else if (column->kind == 'b')
        buf_cstr(t->json, v->i ? "true" : "false");
    else if (bare)
        buf_str(t->json, text);
    else
        buf_json_text(t->json, text);
}

/* Yes and no, and codes, in the reader's language. */
static struct str word_of(struct taking *t, const struct trust_column *column, const struct val *v)
{
    bool english = t->c->lang == LANG_EN;
    struct arena *a = t->c->arena;
    if (column->kind == 'b') return v->i ? str_of(english ? "yes" : "是") : str_of(english ? "no" : "否");
    if (!column->words) return text_of(t, column->kind, v);
    return str_of(words_of(words_group(column->words), str_cstr(a, v->s), english));
}

static struct sheet_cell cell_of(struct taking *t, const struct trust_column *column, const struct val *v)
{
    if (v->kind == VAL_NULL) return (struct sheet_cell){.kind = SHEET_EMPTY};
    switch (column->kind) {
    case 'i': return (struct sheet_cell){.kind = SHEET_INT, .number = v->i};
    case 'd': return (struct sheet_cell){.kind = SHEET_DATE, .number = v->i};
    case 'm': return (struct sheet_cell){.kind = SHEET_TIME, .number = v->i + t->c->tz_min * TIME_MINUTE_US};
    case 'h': return (struct sheet_cell){.kind = SHEET_CENTI, .number = v->i};
    default: return (struct sheet_cell){.kind = SHEET_TEXT, .text = word_of(t, column, v)};
    }
}

/* A name that is kept in both languages stands in two columns, Chinese first. */
static const struct val *value_of(struct taking *t, char kind, const struct vals *row, size_t *at)
{
    const struct val *v = &row->p[*at];
    *at += kind == 'l' ? 2 : 1;
    return kind == 'l' && t->c->lang == LANG_EN ? v + 1 : v;
}

static struct err *take_row(void *context, struct vals row)
{
    struct taking *t = context;
    struct sheet_cell cells[TRUST_COLUMNS_MAX];
    size_t n = column_count(t->table), at = 0;
    if (t->json) buf_cstr(t->json, t->rows++ ? ",\n{" : "\n{");
    for (size_t i = 0; i < n && at < row.n; i++) {
        const struct trust_column *column = &t->table->columns[i];
        const struct val *v = value_of(t, column->kind, &row, &at);
        if (t->json && i) buf_char(t->json, ',');
        if (t->json) put_json(t, column, v);
        cells[i] = cell_of(t, column, v);
    }
    if (t->json) buf_char(t->json, '}');
    return sheet_put(t->sheet, cells, n);
}

static struct err *put_csv(void *context, struct str bytes)
{
    buf_str(context, bytes);
    return NULL;
}

/* The head and the rows of the table, to where they are written. */
static struct err *take_rows(struct taking *t)
{
    struct sheet_column head[TRUST_COLUMNS_MAX] = {0};
    size_t n = column_count(t->table);
    for (size_t i = 0; i < n; i++)
        head[i].label = str_of(t->c->lang == LANG_EN ? t->table->columns[i].en : t->table->columns[i].zh);
    t->rows = 0;
    TRY(sheet_head(t->sheet, head, n));
    return db_rows(t->c->db, t->c->arena, t->table->sql, VALS(v_id(t->c->who->person_id)), take_row, t);
}

static struct err *take_table(struct taking *t, struct str *ret_csv)
{
    struct arena *a = t->c->arena;
    buf_clear(t->csv);
    TRY(sheet_write_csv(a, put_csv, t->csv, &t->sheet));
    struct err *e = take_rows(t);
    struct err *closed = sheet_close(t->sheet, !e);
    if (e) return e;
    TRY(closed);
    *ret_csv = str_copy(a, buf_text(t->csv));
    return NULL;
}

static struct err *take_all(struct taking *t, struct sheet_file *files)
{
    buf_printf(t->json, "{\"format\":\"tongke.person/1\",\"taken_at\":\"%.*s\"",
               STR_ARG(time_text(t->c->arena, t->c->now_us)));
    for (size_t i = 0; i < trust_table_count; i++) {
        t->table = &trust_tables[i];
        buf_printf(t->json, ",\n\"%s\":[", t->table->name);
        files[i + 1].name = t->table->file;
        TRY(take_table(t, &files[i + 1].bytes));
        buf_char(t->json, ']');
    }
    buf_cstr(t->json, "}\n");
    if (buf_over(t->json) || buf_over(t->csv))
        FAIL(t->c->arena, ERR_LIMIT, "trust.too_large", "数据过多，请联系系统管理员导出。",
             "There is too much: ask the administrator for an export.");
    files[0] = (struct sheet_file){"data.json", str_copy(t->c->arena, buf_text(t->json))};
    return NULL;
}

static struct err *need_person(struct call *c)
{
    if (c->who->person_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "trust.nobody", "系统账号没有个人数据。", "A system account has no data of its own.");
}

struct err *trust_take_prepare(struct call *c)
{
    struct buf csv, json;
    struct sheet_file *files = arena_array(c->arena, struct sheet_file, trust_table_count + 1);
    struct taking t = {.c = c, .csv = &csv, .json = &json};
    struct str *zip = arena_new(c->arena, struct str);
    TRY(need_person(c));
    buf_init(&csv, TABLE_BYTES);
    buf_init(&json, JSON_BYTES);
    struct err *e = take_all(&t, files);
    if (!e) e = sheet_zip(c->arena, files, trust_table_count + 1, zip);
    buf_done(&csv);
    buf_done(&json);
    c->prepared = zip;
    return e;
}

struct err *trust_take(struct call *c)
{
    c->raw = *(struct str *)c->prepared;
    c->status = 200;
    call_audit(c, c->who->person_id, (struct str){0}, str_printf(c->arena, "{\"bytes\":%zu}", c->raw.n));
    return NULL;
}

/* The first sheet tells what the others are. */
static struct err *take_contents(struct call *c)
{
    bool english = c->lang == LANG_EN;
    struct sheet_column head[] = {{.label = english ? STR("Sheet") : STR("工作表"), .chars = 20},
                                  {.label = english ? STR("Columns") : STR("内容"), .chars = 60}};
    TRY(sheet_head(c->sheet, head, sizeof head / sizeof *head));
    for (size_t i = 0; i < trust_table_count; i++) {
        const struct trust_table *table = &trust_tables[i];
        struct str columns = {0};
        for (const struct trust_column *column = table->columns; column->kind; column++)
            columns = str_printf(c->arena, "%.*s%s%s", STR_ARG(columns), columns.n ? english ? ", " : "、" : "",
                                 english ? column->en : column->zh);
        struct sheet_cell cells[] = {{.kind = SHEET_TEXT, .text = str_of(english ? table->en : table->zh)},
                                     {.kind = SHEET_TEXT, .text = columns}};
        TRY(sheet_put(c->sheet, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

struct err *trust_take_book(struct call *c)
{
    struct taking t = {.c = c, .sheet = c->sheet};
    call_checked(c); /* bounded to c->who */
    TRY(need_person(c));
    c->sheet_name = str_printf(c->arena, c->lang == LANG_EN ? "My data %.*s" : "我的数据 %.*s",
                               STR_ARG(date_text(c->arena, c->today)));
    TRY(take_contents(c));
    for (size_t i = 0; i < trust_table_count; i++) {
        t.table = &trust_tables[i];
        TRY(sheet_next(c->sheet, str_of(c->lang == LANG_EN ? t.table->en : t.table->zh)));
        TRY(take_rows(&t));
    }
    return NULL;
}
