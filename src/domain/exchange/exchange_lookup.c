/* domain/exchange/exchange_lookup.c: organisations, ranks and people by what people write. */
#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"
#include "domain/exchange/exchange_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

#include <string.h>

enum { SEVERAL = -1 };

static struct str number_key(struct arena *a, int64_t id) { return str_printf(a, "%lld", (long long)id); }

/* A name that two have finds neither. */
static void name_org(struct import *im, struct str name, size_t place)
{
    int64_t old;
    if (name.n && !map_add(im->arena, &im->orgs, name, (int64_t)place, &old) && old != (int64_t)place)
        map_set(im->arena, &im->orgs, name, SEVERAL);
}

struct org *import_org(struct import *im, int64_t org_id)
{
    int64_t place;
    bool there = map_find(&im->org_index, number_key(im->c->arena, org_id), &place);
    return there ? LIST_AT(im->org_list, struct org, place) : NULL;
}

struct str import_org_name(struct import *im, int64_t org_id)
{
    const struct org *org = import_org(im, org_id), *parent = org ? import_org(im, org->parent_id) : NULL;
    if (!org) return (struct str){0};
    if (!parent || parent->kind == ORG_CITY) return org->name;
    return str_printf(im->c->arena, "%.*s/%.*s", STR_ARG(import_org_name(im, parent->id)), STR_ARG(org->name));
}

struct err *import_load_orgs(struct import *im)
{
    TRY(org_list_tree(im->c, im->path, &im->org_list));
    for (size_t i = 0; i < im->org_list.n; i++) {
        const struct org *org = LIST_AT(im->org_list, struct org, i);
        map_set(im->arena, &im->org_index, number_key(im->arena, org->id), (int64_t)i);
        name_org(im, org->name, i);
        name_org(im, org->code, i);
        name_org(im, import_org_name(im, org->id), i);
    }
    return NULL;
}

struct org *cell_org(struct import *im, int column)
{
    int64_t place;
    struct str text = cell_text(im, column);
    if (!text.n) return NULL;
    if (!map_find(&im->orgs, text, &place)) {
        import_problem(im, column, "没有“%.*s”这个单位，或不在您的管理范围内。请按导出表里的写法填写。",
                       "There is no organisation “%.*s” in your part of the tree. Write it as the export does.",
                       STR_ARG(text));
        return NULL;
    }
    if (place != SEVERAL) return LIST_AT(im->org_list, struct org, place);
    import_problem(im, column, "有多个单位叫“%.*s”，请写上级，如“渝中区/%.*s”。",
                   "Several organisations are called “%.*s”: put the one above before it, as in “渝中区/%.*s”.",
                   STR_ARG(text), STR_ARG(text));
    return NULL;
}

/* ---- ranks and audiences ---- */

static void add_term(struct import *im, struct import_terms *terms, struct str code, struct str zh, struct str en)
{
    *list_add(im->arena, &terms->codes, struct str) = code;
    *list_add(im->arena, &terms->names, struct str) = im->c->lang == LANG_EN ? en : zh;
    *list_add(im->arena, &terms->codes, struct str) = code; /* found by the other name too */
    *list_add(im->arena, &terms->names, struct str) = im->c->lang == LANG_EN ? zh : en;
}

struct err *import_load_ranks(struct import *im, struct import_terms *ret_terms)
{
    struct list ranks;
    TRY(person_rank_terms(im->c, &ranks));
    for (LIST_EACH(ranks, struct rank, rank)) add_term(im, ret_terms, rank->code, rank->name_zh, rank->name_en);
    return NULL;
}

struct err *import_load_audiences(struct import *im, struct import_terms *ret_terms)
{
    struct list audiences;
    TRY(person_audience_terms(im->c, &audiences));
    for (LIST_EACH(audiences, struct audience, x)) add_term(im, ret_terms, x->code, x->name_zh, x->name_en);
    return NULL;
}

struct str terms_code(const struct import_terms *terms, struct str name)
{
    for (size_t i = 0; i < terms->names.n; i++)
        if (str_equal(*LIST_AT(terms->names, struct str, i), name) ||
            str_equal(*LIST_AT(terms->codes, struct str, i), name))
            return *LIST_AT(terms->codes, struct str, i);
    return (struct str){0};
}

struct str terms_name(const struct import_terms *terms, struct str code)
{
    for (size_t i = 0; i < terms->codes.n; i++)
        if (str_equal(*LIST_AT(terms->codes, struct str, i), code)) return *LIST_AT(terms->names, struct str, i);
    return code;
}

struct str cell_term(struct import *im, int column, const struct import_terms *terms)
{
    struct str text = cell_text(im, column), code = text.n ? terms_code(terms, text) : text;
    if (text.n && !code.n)
        import_problem(im, column, "没有“%.*s”这一项，请从下拉列表中选择。",
                       "There is no “%.*s”: choose one of the list in the template.", STR_ARG(text));
    return code;
}

/* ---- people ---- */

static bool is_below(struct str path, struct str top) { return str_starts(path, top); }

static struct err *by_id(struct import *im, int column, int64_t id, int64_t *ret_person_id)
{
    struct person person;
    struct err *e = person_get(im->c, id, &person);
    if (e && e->kind != ERR_ABSENT) return e;
    if (!e && is_below(person.org_path, im->path))
        *ret_person_id = id;
    else
        import_problem(im, column, "没有这个编号的人员，或不在您的管理范围内。",
                       "There is no such person in your part of the tree.");
    return NULL;
}

static struct err *by_citizen(struct import *im, int column, int64_t *ret_person_id)
{
    int64_t id = 0;
    struct str number = cell_text(im, column);
    if (memchr(number.p ? number.p : "", '*', number.n)) return NULL; /* masked, as the export has it */
    struct err *e = person_find_citizen(im->c, number, &id);
    if (e && e->kind != ERR_INVALID) return e;
    if (import_refused(im, column, e) || !id) return NULL;
    return by_id(im, column, id, ret_person_id);
}

static struct err *by_name(struct import *im, int name, int unit, int64_t *ret_person_id)
{
    struct list people = {0};
    struct str text = cell_text(im, name);
    const struct org *org = unit >= 0 ? cell_org(im, unit) : NULL;
    if (!text.n || im->row_failed) return NULL;
    TRY(person_find_named(im->c, text, org ? org->path : im->path, &people));
    if (people.n == 1)
        *ret_person_id = LIST_AT(people, struct person, 0)->id;
    else if (people.n > 1)
        import_problem(im, name, "有 %zu 位叫“%.*s”的人员，请填写身份证号或系统编号。",
                       "There are %zu people called “%.*s”: give the citizen number or the id.", people.n,
                       STR_ARG(text));
    else
        import_problem(im, name, "没有找到“%.*s”，请先导入人员。", "“%.*s” is not on record: import people first.",
                       STR_ARG(text));
    return NULL;
}

struct err *cell_person(struct import *im, int id, int citizen, int name, int unit, int64_t *ret_person_id)
{
    *ret_person_id = 0;
    int64_t own = cell_id(im, id);
    if (own) return by_id(im, id, own, ret_person_id);
    if (citizen >= 0 && cell_given(im, citizen)) TRY(by_citizen(im, citizen, ret_person_id));
    if (*ret_person_id || im->row_failed) return NULL;
    return by_name(im, name, unit, ret_person_id);
}

/* ---- everybody, page by page ---- */

static struct err *put_page(struct import *im, struct sheet_writer *w, put_people_fn *put, char path[256], int64_t *id,
                            bool *ret_more)
{
    enum { ROWS = 1000 };
    struct list people = {0};
    TRY(person_walk_tree(im->c, im->path, str_of(path), *id, ROWS, &people));
    *ret_more = people.n == ROWS;
    if (!people.n) return NULL;
    TRY(put(im, &people, w));
    const struct person *last = LIST_AT(people, struct person, people.n - 1);
    *id = last->id;
    if (last->org_path.n < 256) memcpy(path, last->org_path.p, last->org_path.n), path[last->org_path.n] = 0;
    return NULL;
}

struct list import_own_rows(const struct list *all, size_t row_bytes, size_t id_offset, int64_t person_id, size_t *from)
{
    const char *rows = all->p;
    size_t first = *from, to = first;
    while (to < all->n && *(const int64_t *)(rows + to * row_bytes + id_offset) == person_id) to++;
    *from = to;
    return (struct list){to > first ? (void *)(rows + first * row_bytes) : NULL, to - first, 0};
}

struct err *import_put_people(struct import *im, struct sheet_writer *w, put_people_fn *put)
{
    struct arena *page = arena_open(LIMIT_CALL_ARENA_BYTES);
    char path[256] = "";
    int64_t id = 0;
    struct err *e = NULL;
    im->c->arena = page;
    for (bool more = true; more && !e;) {
        e = put_page(im, w, put, path, &id, &more);
        if (!e) arena_reset(page);
    }
    im->c->arena = im->arena;
    if (e) e = err_copy(im->arena, e);
    arena_close(page);
    return e;
}
