/* domain/course/programme.c: programmes: load the tree, decide, save it as a whole. */
#include "api/call.h"
#include "domain/course/course_private.h"
#include "domain/org/org.h"
#include "domain/person/person.h"
#include "domain/search/search.h"

/* ---- reading ---- */

struct err *programme_get(struct call *c, int64_t programme_id, struct programme *ret_programme)
{
    bool found;
    TRY(programme_store_get(c, programme_id, ret_programme, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "programme.absent", "没有这个培训方案。", "There is no such programme.");
    struct list modules, units;
    TRY(programme_store_parts(c, programme_id, &modules, &units));
    programme_assemble(c->arena, ret_programme, modules, units);
    return NULL;
}

static struct err *shared_with_caller(struct call *c, const struct programme *programme, bool *ret_shared)
{
    *ret_shared = false;
    if (programme->state == COURSE_DRAFT) return NULL;
    for (LIST_EACH(c->who->roles, struct who_role, role)) {
        if (*ret_shared || !role_has((enum role)role->role, PERM_COURSE_READ)) continue;
        TRY(programme_store_is_shared(c, programme->id, role->path, ret_shared));
    }
    return NULL;
}

struct err *programme_may(struct call *c, enum perm perm, const struct programme *programme)
{
    if (call_can(c, perm, programme->org_path)) return NULL;
    bool shared;
    TRY(shared_with_caller(c, programme, &shared));
    if (!shared) return call_may(c, perm, programme->org_path);
    if (perm == PERM_COURSE_READ) return NULL;
    FAIL(c->arena, ERR_DENIED, "programme.not_owner", "这个方案由%.*s制定，您可以用它开班，但只有制定单位可以修改。",
         "This programme belongs to %.*s: you may hold classes by it, only its owner may change it.",
         STR_ARG(programme->org_name));
}

/* ---- saving ---- */

static bool had_course(const struct programme *old, const struct programme_unit *unit)
{
    if (!old || !unit->id) return false;
    for (LIST_EACH(old->modules, struct programme_module, m))
        for (LIST_EACH(m->units, struct programme_unit, u))
            if (u->id == unit->id) return u->course_id == unit->course_id;
    return false;
}

/* A unit with a course takes from it what was left out. The caller must be able to see a course that comes in new; one
 * that was there stays usable, even when its owner has taken the share back. */
static struct err *fill_unit(struct call *c, const struct programme *old, struct programme_unit *unit, struct str field)
{
    if (unit->course_id) {
        struct course course;
        TRY(course_get(c, unit->course_id, &course));
        if (!had_course(old, unit)) TRY(course_may(c, PERM_COURSE_READ, &course));
        if (!unit->kind) unit->kind = course.kind;
        if (!unit->title.n) unit->title = course.title;
        if (!unit->hours_centi) unit->hours_centi = course.hours_centi;
    }
    if (unit->kind && str_trim(unit->title).n) return NULL;
    return err_new(c->arena, __FILE__, __LINE__, ERR_INVALID, "programme.unit_incomplete", field,
                   "请为这个教学单元选择一门课程，或填写类型和名称。",
                   "Choose a course for this unit, or give it a kind and a title.");
}

static struct err *fill_tree(struct call *c, const struct programme *old, struct programme *programme)
{
    for (size_t i = 0; i < programme->modules.n; i++) {
        struct programme_module *m = LIST_AT(programme->modules, struct programme_module, i);
        for (size_t k = 0; k < m->units.n; k++)
            TRY(fill_unit(c, old, LIST_AT(m->units, struct programme_unit, k),
                          str_printf(c->arena, "modules[%zu].units[%zu]", i, k)));
    }
    programme_sum(c->arena, programme);
    return NULL;
}

static struct err *index_words(struct call *c, const struct programme *programme, const struct text_reading *reading)
{
    const struct search_text texts[] = {{programme->title, reading}, {programme->purpose, NULL}};
    return search_index(c, "course", programme->id, texts, sizeof texts / sizeof *texts);
}

struct err *programme_add(struct call *c, struct programme *programme)
{
    struct str path;
    TRY(org_path(c, programme->org_id, &path));
    TRY(call_may(c, PERM_COURSE_EDIT, path));
    if (!programme->state) programme->state = COURSE_DRAFT;
    TRY(programme_check(c->arena, programme, NULL));
    TRY(audience_check(c, programme->audience_code, "audience_code"));
    TRY(fill_tree(c, NULL, programme));
    programme->id = call_id(c);
    struct text_reading reading;
    text_read(c->arena, programme->title, TEXT_WORDS, &reading);
    TRY(programme_store_insert(c, programme, reading.pinyin_sort));
    TRY(programme_store_put_tree(c, programme));
    TRY(index_words(c, programme, &reading));
    call_audit(c, programme->id, path, (struct str){0});
    return programme_get(c, programme->id, programme);
}

struct err *programme_set(struct call *c, struct programme *programme)
{
    struct programme old;
    TRY(programme_get(c, programme->id, &old));
    TRY(programme_may(c, PERM_COURSE_EDIT, &old));
    TRY(call_match(c, old.version));
    if (!programme->state) programme->state = old.state;
    TRY(programme_check(c->arena, programme, &old));
    TRY(audience_check(c, programme->audience_code, "audience_code"));
    TRY(fill_tree(c, &old, programme));
    struct text_reading reading;
    text_read(c->arena, programme->title, TEXT_WORDS, &reading);
    TRY(programme_store_update(c, programme, reading.pinyin_sort));
    TRY(programme_store_put_tree(c, programme));
    TRY(index_words(c, programme, &reading));
    call_audit(c, programme->id, old.org_path, (struct str){0});
    return programme_get(c, programme->id, programme);
}
