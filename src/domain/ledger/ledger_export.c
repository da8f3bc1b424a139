/* domain/ledger/ledger_export.c: the ledgers of a part of the tree as a table of a million rows: cells point at the
 * bytes of the database's own row, names come from tables made once, and nothing is allocated for a row. */
#include "api/call.h"
#include "api/words.h"
#include "calc/sheet/sheet.h"
#include "domain/ledger/ledger_private.h"
#include "domain/person/person.h"

#include <stdlib.h>

enum { COLUMNS = EXPORT_TITLE, WORDS_MAX = 8 };

struct org_name {
    int64_t id;
    struct str name;
};

struct term {
    struct str code, name;
};

struct table {
    struct call *c;
    struct list orgs;             /* struct org_name, by id */
    struct list ranks, audiences; /* struct term */
    struct str kinds[WORDS_MAX], sources[WORDS_MAX];
    int64_t person_id;
    struct str unit, rank, audience; /* of that person, whose entries follow each other */
};

/* ---- names ---- */

static struct err *add_org(void *context, struct vals row)
{
    struct table *t = context;
    *list_add(t->c->arena, &t->orgs, struct org_name) =
        (struct org_name){row.p[0].i, str_copy(t->c->arena, row.p[1].s)};
    return NULL;
}

static int by_id(const void *a, const void *b)
{
    const struct org_name *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static struct str org_name(const struct table *t, int64_t id)
{
    const struct org_name wanted = {.id = id};
    const struct org_name *found = bsearch(&wanted, t->orgs.p, t->orgs.n, sizeof wanted, by_id);
    return found ? found->name : (struct str){0};
}

static void load_words(struct call *c, const char *const *names, struct str ret_words[WORDS_MAX])
{
    const struct word *group = words_find(names);
    for (size_t i = 1; names[i]; i++) ret_words[i] = str_of(words_of(group, names[i], c->lang == LANG_EN));
}

static struct str word_of(const struct val *code, const char *const *names, const struct str *said)
{
    int i = shape_enum_index(names, code->s);
    return i > 0 ? said[i] : (struct str){0};
}

/* Outlives the row. */
static struct str term_of(struct arena *a, const struct list *terms, const struct val *code)
{
    if (code->kind != VAL_TEXT) return (struct str){0};
    for (LIST_EACH(*terms, struct term, term))
        if (str_equal(term->code, code->s)) return term->name;
    return str_copy(a, code->s);
}

static struct err *load_terms(struct table *t)
{
    struct call *c = t->c;
    struct list ranks, audiences;
    bool english = c->lang == LANG_EN;
    TRY(person_rank_terms(c, &ranks));
    TRY(person_audience_terms(c, &audiences));
    for (LIST_EACH(ranks, struct rank, r))
        *list_add(c->arena, &t->ranks, struct term) = (struct term){r->code, english ? r->name_en : r->name_zh};
    for (LIST_EACH(audiences, struct audience, a))
        *list_add(c->arena, &t->audiences, struct term) = (struct term){a->code, english ? a->name_en : a->name_zh};
    return NULL;
}

static struct err *load_names(struct table *t)
{
    TRY(ledger_org_names(t->c, add_org, t));
    if (t->orgs.n) qsort(t->orgs.p, t->orgs.n, sizeof(struct org_name), by_id);
    load_words(t->c, ledger_kind_names, t->kinds);
    load_words(t->c, ledger_source_names, t->sources);
    return load_terms(t);
}

/* ---- rows ---- */

static struct err *put_head(struct call *c)
{
    static const char *const labels[COLUMNS][2] = {
        {"单位", "Unit"},         {"姓名", "Name"},          {"身份证号", "Citizen number"}, {"职务职级", "Rank"},
        {"对象类别", "Audience"}, {"序号", "Number"},        {"学时账户", "Account"},        {"学时", "Hours"},
        {"天数", "Days"},         {"取得日期", "Earned on"}, {"入账时间", "Posted at"},      {"来源", "Source"},
        {"授予单位", "Given by"}, {"事由", "Training"}};
    struct sheet_column columns[COLUMNS] = {0};
    for (size_t i = 0; i < COLUMNS; i++) columns[i].label = str_of(labels[i][c->lang == LANG_EN]);
    return sheet_head(c->sheet, columns, COLUMNS);
}

static struct sheet_cell text(struct str s)
{
    return (struct sheet_cell){.kind = s.n ? SHEET_TEXT : SHEET_EMPTY, .text = s};
}

static struct sheet_cell number(enum sheet_kind kind, int64_t n)
{
    return (struct sheet_cell){.kind = kind, .number = n};
}

static void look_at_person(struct table *t, const struct val *v)
{
    if (t->person_id == v[EXPORT_PERSON].i) return;
    t->person_id = v[EXPORT_PERSON].i;
    t->unit = org_name(t, v[EXPORT_UNIT].i);
    t->rank = term_of(t->c->arena, &t->ranks, &v[EXPORT_RANK]);
    t->audience = term_of(t->c->arena, &t->audiences, &v[EXPORT_AUDIENCE]);
}

static struct err *put_row(void *context, struct vals row)
{
    struct table *t = context;
    const struct val *v = row.p;
    look_at_person(t, v);
    const struct sheet_cell cells[COLUMNS] = {
        text(t->unit),
        text(v[EXPORT_NAME].s),
        text(v[EXPORT_CITIZEN].s),
        text(t->rank),
        text(t->audience),
        number(SHEET_INT, v[EXPORT_SEQ].i),
        text(word_of(&v[EXPORT_KIND], ledger_kind_names, t->kinds)),
        number(SHEET_CENTI, v[EXPORT_HOURS].i),
        number(SHEET_CENTI, v[EXPORT_DAYS].i),
        number(SHEET_DATE, v[EXPORT_EARNED].i),
        number(SHEET_TIME, v[EXPORT_POSTED].i + t->c->tz_min * TIME_MINUTE_US),
        text(word_of(&v[EXPORT_SOURCE], ledger_source_names, t->sources)),
        text(v[EXPORT_GIVER].kind == VAL_INT ? org_name(t, v[EXPORT_GIVER].i) : (struct str){0}),
        text(v[EXPORT_TITLE].s),
    };
    return sheet_put(t->c->sheet, cells, COLUMNS);
}

struct err *ledger_export(struct call *c, const struct ledger_span *span)
{
    struct table table = {.c = c};
    TRY(load_names(&table));
    TRY(put_head(c));
    return ledger_export_rows(c, span, put_row, &table);
}
