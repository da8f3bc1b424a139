/* domain/exchange/exchange_courses.c: courses; stops and videos stay on the course's page. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/course/course.h"
#include "domain/exchange/exchange_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

enum { ID, TITLE, KIND, OWNER, CODE, HOURS, AUDIENCE, TEACHER, SUMMARY, STATE };

static const struct exchange_column columns[] = {
    [ID] = {"id", "系统编号", "Id", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [TITLE] = {"title", "课程名称", "Title", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [KIND] = {"kind", "课程类型", "Kind", EXCHANGE_REQUIRED, course_kind_names, NULL, NULL},
    [OWNER] = {"owner", "建设单位", "Owner", EXCHANGE_REQUIRED, NULL, NULL, NULL},
    [CODE] = {"code", "课程代码", "Code", EXCHANGE_AS_TEXT, NULL, NULL, NULL},
    [HOURS] = {"hours", "学时", "Hours", 0, NULL, NULL, NULL},
    [AUDIENCE] = {"audience", "培训对象", "Audience", 0, NULL, NULL, NULL},
    [TEACHER] = {"teacher", "主讲教师", "Teacher", 0, NULL, "教师须已在人员中登记。",
                 "The teacher must be on record as a person."},
    [SUMMARY] = {"summary", "简介", "Summary", 0, NULL, NULL, NULL},
    [STATE] = {"state", "状态", "State", 0, course_state_names, NULL, NULL},
};

struct courses {
    struct import_terms audiences;
    struct list list;                    /* struct course */
    struct exchange_map by_id, by_title; /* -> place in list; "owner/title" */
};

static struct str title_key(struct arena *a, int64_t org_id, struct str title)
{
    return str_printf(a, "%lld/%.*s", (long long)org_id, STR_ARG(title));
}

static struct err *open_courses(struct import *im)
{
    struct courses *k = im->state = arena_new(im->arena, struct courses);
    TRY(import_load_orgs(im));
    TRY(import_load_audiences(im, &k->audiences));
    TRY(course_list_tree(im->c, im->path, &k->list));
    for (size_t i = 0; i < k->list.n; i++) {
        const struct course *course = LIST_AT(k->list, struct course, i);
        map_set(im->arena, &k->by_id, str_printf(im->arena, "%lld", (long long)course->id), (int64_t)i);
        map_set(im->arena, &k->by_title, title_key(im->arena, course->org_id, course->title), (int64_t)i);
    }
    return NULL;
}

/* One person of that name anywhere in the part of the tree. */
static struct err *cell_teacher(struct import *im, int64_t *ret_id)
{
    struct list people = {0};
    struct str name = cell_text(im, TEACHER);
    *ret_id = 0;
    if (!name.n) return NULL;
    TRY(person_find_named(im->c, name, im->path, &people));
    if (people.n == 1)
        *ret_id = LIST_AT(people, struct person, 0)->id;
    else
        import_problem(
            im, TEACHER, "您的范围内有 %zu 位“%.*s”，请在课程页面指定教师。",
            "There are %zu people called “%.*s” in your part of the tree: name the teacher on the course's page.",
            people.n, STR_ARG(name));
    return NULL;
}

static const struct course *find_course(struct import *im, int64_t id, int64_t org_id, struct str title)
{
    const struct courses *k = im->state;
    int64_t place;
    struct str key = id ? str_printf(im->c->arena, "%lld", (long long)id) : title_key(im->c->arena, org_id, title);
    return map_find(id ? &k->by_id : &k->by_title, key, &place) && place >= 0 ? LIST_AT(k->list, struct course, place)
                                                                              : NULL;
}

static struct err *fill(struct import *im, const struct org *owner, struct course *to)
{
    struct courses *k = im->state;
    struct str title = cell_text(im, TITLE), code = cell_text(im, CODE), summary = cell_text(im, SUMMARY);
    struct str audience = cell_term(im, AUDIENCE, &k->audiences), teacher = cell_text(im, TEACHER);
    int kind = cell_enum(im, KIND, course_kind_names), state = cell_enum(im, STATE, course_state_names);
    int64_t hours = cell_hours(im, HOURS);
    if (owner) to->org_id = owner->id;
    if (title.n) to->title = title;
    if (code.n) to->code = code;
    if (summary.n) to->summary = summary;
    if (audience.n) to->audience_code = audience;
    if (kind) to->kind = kind;
    if (state) to->state = state;
    if (cell_given(im, HOURS)) to->hours_centi = hours;
    if (str_chars(title) > 100)
        import_problem(im, TITLE, "课程名称最长 100 个字。", "A title has at most 100 characters.");
    if (str_chars(code) > 30) import_problem(im, CODE, "课程代码最长 30 个字符。", "A code has at most 30 characters.");
    if (str_chars(summary) > 1000)
        import_problem(im, SUMMARY, "简介最长 1000 个字。", "A summary has at most 1,000 characters.");
    if (!teacher.n || str_equal(teacher, to->teacher_name)) return NULL;
    return cell_teacher(im, &to->teacher_id);
}

static bool differs(const struct course *a, const struct course *b)
{
    return a->org_id != b->org_id || !str_equal(a->title, b->title) || !str_equal(a->code, b->code) ||
           !str_equal(a->summary, b->summary) || !str_equal(a->audience_code, b->audience_code) || a->kind != b->kind ||
           a->state != b->state || a->hours_centi != b->hours_centi || a->teacher_id != b->teacher_id;
}

static struct err *known_course(struct import *im, const struct course *known, const struct org *owner)
{
    struct course to = *known;
    TRY(fill(im, owner, &to));
    if (owner && owner->id != known->org_id)
        import_problem(im, OWNER, "已有课程不能换建设单位。", "A course on record keeps its owner.");
    if (im->row_failed) return NULL;
    bool changed = differs(&to, known);
    *(changed ? &im->counts.changed : &im->counts.unchanged) += 1;
    if (!changed || !im->apply) return NULL;
    TRY(course_stops(im->c, known->id, &to.stops));
    return course_set(im->c, &to);
}

static struct err *new_course(struct import *im, const struct org *owner)
{
    struct courses *k = im->state;
    struct course to = {0};
    int64_t old;
    TRY(fill(im, owner, &to));
    if (!to.title.n) import_problem(im, TITLE, "请填写课程名称。", "The title is missing.");
    if (!cell_given(im, KIND)) import_problem(im, KIND, "请填写课程类型。", "The kind is missing.");
    if (!cell_given(im, OWNER)) import_problem(im, OWNER, "请填写建设单位。", "The owner is missing.");
    if (im->row_failed) return NULL;
    if (!map_add(im->arena, &k->by_title, title_key(im->c->arena, to.org_id, to.title), -im->row->number, &old)) {
        import_problem(im, TITLE, "与第 %lld 行重复。", "The same as row %lld.", (long long)-old);
        return NULL;
    }
    im->counts.added++;
    return im->apply ? course_add(im->c, &to) : NULL;
}

static struct err *course_row(struct import *im)
{
    int64_t id = cell_id(im, ID);
    const struct org *owner = cell_org(im, OWNER);
    const struct course *known = find_course(im, id, owner ? owner->id : 0, cell_text(im, TITLE));
    if (known) return known_course(im, known, owner);
    if (!id) return new_course(im, owner);
    import_problem(im, ID, "没有这个编号的课程，或不在您的管理范围内。新增的请留空。",
                   "There is no such course in your part of the tree. Leave the id empty for a new one.");
    return NULL;
}

static struct err *put_courses(struct import *im, struct sheet_writer *w)
{
    const struct courses *k = im->state;
    for (LIST_EACH(k->list, struct course, x)) {
        const struct sheet_cell cells[] = {
            [ID] = put_id(im->arena, x->id),
            [TITLE] = put_text(x->title),
            [KIND] = put_word(im, course_kind_names, x->kind),
            [OWNER] = put_text(import_org_name(im, x->org_id)),
            [CODE] = put_text(x->code),
            [HOURS] = {.kind = SHEET_CENTI, .number = x->hours_centi},
            [AUDIENCE] = put_text(x->audience_code.n ? terms_name(&k->audiences, x->audience_code) : x->audience_code),
            [TEACHER] = put_text(x->teacher_name),
            [SUMMARY] = put_text(x->summary),
            [STATE] = put_word(im, course_state_names, x->state),
        };
        TRY(sheet_put(w, cells, sizeof cells / sizeof *cells));
    }
    return NULL;
}

static struct err *course_choices(struct import *im, size_t column, struct list *ret_texts)
{
    struct import_terms terms = {0};
    if (column != AUDIENCE) return NULL;
    TRY(import_load_audiences(im, &terms));
    for (size_t i = 0; i < terms.names.n; i += 2)
        *list_add(im->arena, ret_texts, struct str) = *LIST_AT(terms.names, struct str, i);
    return NULL;
}

const struct exchange_table exchange_courses = {
    .name = "courses",
    .zh = "课程",
    .en = "Courses",
    .perm = PERM_COURSE_EDIT,
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .open = open_courses,
    .row = course_row,
    .put_rows = put_courses,
    .choices = course_choices,
};
