/* domain/person/person_find.c: lists of people, and names pasted from somewhere else. */
#include "api/call.h"
#include "api/config.h"
#include "api/page.h"
#include "calc/seal/seal.h"
#include "calc/text/text.h"
#include "domain/org/org.h"
#include "domain/person/person_private.h"
#include "domain/search/search.h"

enum { LINES_MAX = 5000, NAMESAKES_MAX = 20, LINE_CHARS = 300 };

/* ---- lists ---- */

/* The sort key with which names begin that begin with what was typed: 张 is the beginning of thousands. Empty when the
 * list is in another order, or so few begin with it that no short way is needed. */
static struct err *common_beginning(struct call *c, struct str token, struct str *ret_key)
{
    struct str sort = call_param(c, "sort");
    struct text_reading reading;
    int64_t begun;
    *ret_key = (struct str){0};
    if (!token.n || (unsigned char)token.p[0] < 0x80) return NULL; /* letters: the start of many syllables */
    if (sort.n && !str_is(sort, "name") && !str_is(sort, "-name")) return NULL;
    text_read(c->arena, token, TEXT_PERSON, &reading);
    TRY(person_store_count_begin(c, reading.pinyin_sort, PERSON_BEGIN_MOST, &begun));
    if (begun >= PERSON_BEGIN_MOST) *ret_key = reading.pinyin_sort;
    return NULL;
}

struct err *person_list_people(struct call *c)
{
    struct str path, token = text_query(c->arena, call_param(c, "q"));
    struct str begin;
    int64_t met = 0, in_tree = 0;
    TRY(org_scope(c, PERM_PERSON_READ, &path));
    TRY(person_store_count_tree(c, path, PERSON_PLAN_MOST, &in_tree));
    if (token.n) TRY(search_count(c, "person", token, PERSON_PLAN_MOST, &met));
    struct str end = org_path_end(c->arena, path);
    if (in_tree >= PERSON_PLAN_MOST) {
        TRY(common_beginning(c, token, &begin));
        if (begin.n)
            return page_run(c, &person_pages_begin,
                            VALS(v_text(path), v_text(end), v_text(begin), v_text(text_end(c->arena, begin))));
    }
    switch (person_choose_plan(token.n > 0, met, in_tree)) {
    case PERSON_PLAN_TREE: return page_run(c, &person_pages_tree, VALS(v_text(path), v_text(end)));
    case PERSON_PLAN_ORDER: return page_run(c, &person_pages_order, VALS(v_text(path), v_text(end)));
    default: break;
    }
    return page_run(c, &person_pages_found,
                    VALS(v_text(path), v_text(end), v_text(token), v_text(text_end(c->arena, token))));
}

/* ---- pasted lists ---- */

enum match_state { MATCH_STATE_NONE, MATCH_ONE, MATCH_MANY, MATCH_NOBODY };
static const char *const match_state_names[] = {"", "one", "many", "none", NULL};

struct match_in {
    struct list lines; /* struct str */
    int64_t under;
};
static const struct shape_field match_in_fields[] = {
    F_TEXTS(struct match_in, lines, 1, LINES_MAX, SHAPE_REQUIRED, "名单，每行一人", "Lines, one person each"),
    F_ID(struct match_in, under, 0, "范围", "Part of the tree"),
};
const struct shape person_match_in_shape = SHAPE("PersonMatchIn", struct match_in, match_in_fields);

struct match_line {
    int64_t line; /* from 1 */
    struct str text, name, unit;
    int state; /* enum match_state */
    struct list people;
};
static const struct shape_field match_line_fields[] = {
    F_INT(struct match_line, line, 0, 0, 0, "行号", "Line, from 1"),
    F_TEXT(struct match_line, text, 0, 0, 0, "原文", "As pasted"),
    F_TEXT(struct match_line, name, 0, 0, 0, "姓名", "Name"),
    F_TEXT(struct match_line, unit, 0, 0, 0, "单位", "Unit"),
    F_ENUM(struct match_line, state, match_state_names, 0, "结果", "Result"),
    F_LIST(struct match_line, people, &person_shape, 0, 0, 0, "找到的人员", "People found"),
};
static const struct shape match_line_shape = SHAPE("PersonMatchLine", struct match_line, match_line_fields);

struct match_out {
    struct list items;
};
static const struct shape_field match_out_fields[] = {
    F_LIST(struct match_out, items, &match_line_shape, 0, LINES_MAX, 0, "逐行结果", "One result a line"),
};
const struct shape person_match_out_shape = SHAPE("PersonMatchOut", struct match_out, match_out_fields);

/* By citizen number: at most one, and only inside of the part of the tree. */
static struct err *match_citizen(struct call *c, struct str number, struct str path, struct list *people)
{
    struct str checked;
    int64_t id;
    struct person person;
    struct err *e = person_check_citizen(c->arena, number, c->today, &checked);
    if (e) return NULL; /* mistyped: the name may still be found */
    TRY(person_store_citizen_owner(c, seal_mark(c->arena, c->config->secret_key, STR("citizen"), checked), &id));
    if (!id) return NULL;
    TRY(person_get(c, id, &person));
    if (path_is_under(person.org_path, path)) *list_add(c->arena, people, struct person) = person;
    return NULL;
}

/* Those of the unit that was pasted, when there are any. */
static void narrow(struct arena *a, struct str unit, struct list *people)
{
    struct list fitting = {0};
    for (LIST_EACH(*people, struct person, person))
        if (person_unit_fits(person->org_name, unit)) *list_add(a, &fitting, struct person) = *person;
    if (fitting.n) *people = fitting;
}

static struct err *match_name(struct call *c, const struct person_line *line, struct str path, struct list *people)
{
    struct text_reading reading;
    if (!line->name.n) return NULL;
    text_read(c->arena, line->name, TEXT_PERSON, &reading);
    TRY(person_store_by_name(c, reading.pinyin_sort, line->name, path, NAMESAKES_MAX, people));
    if (people->n > 1 && line->unit.n) narrow(c->arena, line->unit, people);
    return NULL;
}

static struct err *match_line(struct call *c, struct str text, struct str path, struct match_line *out)
{
    if (str_chars(text) > LINE_CHARS)
        FAIL_FIELD(c->arena, "person.line_too_long", "lines", "第 %lld 行太长，请检查粘贴的内容。",
                   "Line %lld is too long: check what was pasted.", (long long)out->line);
    struct person_line line = person_read_line(c->arena, text);
    out->text = text;
    out->name = line.name;
    out->unit = line.unit;
    if (line.citizen_no.n) TRY(match_citizen(c, line.citizen_no, path, &out->people));
    if (!out->people.n) TRY(match_name(c, &line, path, &out->people));
    out->state = out->people.n == 0 ? MATCH_NOBODY : out->people.n == 1 ? MATCH_ONE : MATCH_MANY;
    return NULL;
}

struct err *person_match(struct call *c)
{
    const struct match_in *in = c->in;
    struct match_out *out = c->out;
    struct str path;
    int64_t number = 0;
    if (in->under) {
        TRY(org_path(c, in->under, &path));
        TRY(call_may(c, PERM_PERSON_READ, path));
    } else {
        TRY(org_scope(c, PERM_PERSON_READ, &path));
    }
    for (LIST_EACH(in->lines, struct str, text)) {
        number++;
        if (!str_trim(*text).n) continue;
        struct match_line *line = list_add(c->arena, &out->items, struct match_line);
        line->line = number;
        TRY(match_line(c, *text, path, line));
    }
    return NULL;
}

/* ---- one person, for lists that come from elsewhere ---- */

struct err *person_find_citizen(struct call *c, struct str typed, int64_t *ret_person_id)
{
    struct str number;
    *ret_person_id = 0;
    if (!str_trim(typed).n) return NULL;
    TRY(person_check_citizen(c->arena, typed, c->today, &number));
    return person_store_citizen_owner(c, seal_mark(c->arena, c->config->secret_key, STR("citizen"), number),
                                      ret_person_id);
}

struct err *person_find_named(struct call *c, struct str name, struct str path, struct list *ret_people)
{
    struct text_reading reading;
    text_read(c->arena, name, TEXT_PERSON, &reading);
    return person_store_by_name(c, reading.pinyin_sort, name, path, NAMESAKES_MAX, ret_people);
}
