/* domain/course/course_rules.c: what a course and a programme must be. Pure: no database, no clock. */
#include "core/arena.h"
#include "core/err.h"
#include "domain/course/course_private.h"

#include <string.h>

/* ---- courses ---- */

/* Once others may have used it, it does not become a draft again: it is retired. */
static struct err *check_state(struct arena *a, int from, int to)
{
    if (to != COURSE_DRAFT || from == COURSE_STATE_NONE || from == COURSE_DRAFT) return NULL;
    FAIL_FIELD(a, "course.not_draft_again", "state", "已发布的内容不能退回草稿。不再使用时请停用。",
               "What was published does not become a draft again. Retire it when it is no longer used.");
}

struct err *course_check(struct arena *a, const struct course *course, int from)
{
    TRY(check_state(a, from, course->state));
    if (course->kind != COURSE_ROUTE && course->stops.n)
        FAIL_FIELD(a, "course.stops", "stops", "只有现场教学线路才有站点。请改课程类型，或删去站点。",
                   "Only an on-site route has stops. Change the kind of the course or take the stops away.");
    if (course->kind == COURSE_ROUTE && course->state == COURSE_PUBLISHED && !course->stops.n)
        FAIL_FIELD(a, "course.no_stops", "stops", "发布现场教学线路前，请至少填写一个站点。",
                   "Enter at least one stop before publishing an on-site route.");
    return NULL;
}

bool media_path_is_safe(struct str path)
{
    if (!path.n || path.p[0] == '/' || memchr(path.p, '\\', path.n)) return false;
    for (struct str rest = path; rest.n;) {
        struct str part = str_cut(rest, '/', &rest);
        if (!part.n || part.p[0] == '.') return false;
    }
    return path.p[path.n - 1] != '/';
}

/* ---- programmes ---- */

static bool has_module(const struct programme *old, int64_t id)
{
    if (!old) return false;
    for (LIST_EACH(old->modules, struct programme_module, m))
        if (m->id == id) return true;
    return false;
}

static bool has_unit(const struct programme *old, int64_t id)
{
    if (!old) return false;
    for (LIST_EACH(old->modules, struct programme_module, m))
        for (LIST_EACH(m->units, struct programme_unit, u))
            if (u->id == id) return true;
    return false;
}

static bool was_seen(struct arena *a, struct list *seen, int64_t id)
{
    for (LIST_EACH(*seen, int64_t, it))
        if (*it == id) return true;
    *list_add(a, seen, int64_t) = id;
    return false;
}

/* An id must be one that this programme has, and stand in the tree once. */
static struct err *check_id(struct arena *a, struct list *seen, int64_t id, bool known, struct str field)
{
    if (!id) return NULL;
    if (!known)
        return err_new(a, __FILE__, __LINE__, ERR_INVALID, "programme.unknown_part", field,
                       "方案中没有编号为 %lld 的部分。新增的部分请不要带编号。",
                       "This programme has no part with the id %lld. Leave the id out for a new part.", (long long)id);
    if (was_seen(a, seen, id))
        return err_new(a, __FILE__, __LINE__, ERR_INVALID, "programme.part_twice", field, "编号 %lld 出现了两次。",
                       "The id %lld stands in the tree twice.", (long long)id);
    return NULL;
}

static struct err *check_tree(struct arena *a, const struct programme *programme, const struct programme *old)
{
    struct list modules_seen = {0}, units_seen = {0};
    for (size_t i = 0; i < programme->modules.n; i++) {
        const struct programme_module *m = LIST_AT(programme->modules, struct programme_module, i);
        TRY(check_id(a, &modules_seen, m->id, has_module(old, m->id), str_printf(a, "modules[%zu].id", i)));
        for (size_t k = 0; k < m->units.n; k++) {
            const struct programme_unit *u = LIST_AT(m->units, struct programme_unit, k);
            TRY(check_id(a, &units_seen, u->id, has_unit(old, u->id),
                         str_printf(a, "modules[%zu].units[%zu].id", i, k)));
        }
    }
    return NULL;
}

static size_t unit_count(const struct programme *programme)
{
    size_t n = 0;
    for (LIST_EACH(programme->modules, struct programme_module, m)) n += m->units.n;
    return n;
}

struct err *programme_check(struct arena *a, const struct programme *programme, const struct programme *old)
{
    TRY(check_state(a, old ? old->state : COURSE_STATE_NONE, programme->state));
    TRY(check_tree(a, programme, old));
    if (programme->state == COURSE_PUBLISHED && unit_count(programme) == 0)
        FAIL_FIELD(a, "programme.empty", "modules", "发布培训方案前，请至少安排一个教学单元。",
                   "Put at least one unit into the programme before publishing it.");
    return NULL;
}

void programme_sum(struct arena *a, struct programme *programme)
{
    struct programme_total totals[COURSE_KIND_COUNT] = {{0}};
    programme->hours_centi = 0;
    for (LIST_EACH(programme->modules, struct programme_module, m)) {
        m->hours_centi = 0;
        for (LIST_EACH(m->units, struct programme_unit, u)) {
            m->hours_centi += u->hours_centi;
            totals[u->kind].units++;
            totals[u->kind].hours_centi += u->hours_centi;
        }
        programme->hours_centi += m->hours_centi;
    }
    programme->totals = (struct list){0};
    for (int kind = 1; kind < COURSE_KIND_COUNT; kind++) {
        totals[kind].kind = kind;
        if (totals[kind].units) *list_add(a, &programme->totals, struct programme_total) = totals[kind];
    }
}

void programme_assemble(struct arena *a, struct programme *programme, struct list modules, struct list units)
{
    for (LIST_EACH(modules, struct programme_module, m))
        for (LIST_EACH(units, struct programme_unit, u))
            if (u->module_id == m->id) *list_add(a, &m->units, struct programme_unit) = *u;
    programme->modules = modules;
    programme_sum(a, programme);
}
