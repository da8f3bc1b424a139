/* domain/course/course_store.c: the only file that runs this module's SQL. */
#include "api/call.h"
#include "course_sql.h"
#include "domain/course/course_private.h"
#include "domain/org/org.h"

static struct val v_kind(const char *const *names, int value) { return v_cstr(names[value]); }
static struct val v_absent(struct str s) { return s.n ? v_text(s) : v_null(); }

/* ---- courses ---- */

struct err *course_store_get(struct call *c, int64_t id, struct course *ret_course, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_course_get, VALS(v_int(id)), &course_shape, ret_course, ret_found);
}

struct err *course_list_tree(struct call *c, struct str path, struct list *ret_courses)
{
    return db_list(c->db, c->arena, &sql_course_list_tree, VALS(v_text(path), v_text(org_path_end(c->arena, path))),
                   &course_shape, ret_courses);
}

struct err *course_store_stops(struct call *c, int64_t id, struct list *ret_stops)
{
    return db_list(c->db, c->arena, &sql_course_stop_list, VALS(v_int(id)), &course_stop_shape, ret_stops);
}

struct err *course_store_insert(struct call *c, const struct course *k, struct str sort)
{
    return db_run(c->db, c->arena, &sql_course_insert,
                  VALS(v_int(k->id), v_int(k->org_id), v_text(k->code), v_text(k->title),
                       v_kind(course_kind_names, k->kind), v_absent(k->audience_code), v_int(k->hours_centi),
                       v_text(k->summary), v_text(k->body), v_id(k->teacher_id), v_kind(course_state_names, k->state),
                       v_id(k->media_id), v_text(sort), v_time(c->now_us)),
                  NULL);
}

struct err *course_store_update(struct call *c, const struct course *k, struct str sort)
{
    return db_run(c->db, c->arena, &sql_course_update,
                  VALS(v_int(k->id), v_text(k->code), v_text(k->title), v_kind(course_kind_names, k->kind),
                       v_absent(k->audience_code), v_int(k->hours_centi), v_text(k->summary), v_text(k->body),
                       v_id(k->teacher_id), v_kind(course_state_names, k->state), v_id(k->media_id), v_text(sort),
                       v_time(c->now_us)),
                  NULL);
}

struct err *course_store_put_stops(struct call *c, struct course *course)
{
    TRY(db_run(c->db, c->arena, &sql_course_stop_clear, VALS(v_int(course->id)), NULL));
    for (size_t i = 0; i < course->stops.n; i++) {
        struct course_stop *stop = LIST_AT(course->stops, struct course_stop, i);
        stop->id = call_id(c);
        TRY(db_run(c->db, c->arena, &sql_course_stop_insert,
                   VALS(v_int(stop->id), v_int(course->id), v_int((int64_t)i + 1), v_text(stop->name),
                        v_text(stop->address), v_text(stop->guide), v_int(stop->minutes), v_int(stop->travel_minutes),
                        v_int(stop->seats)),
                   NULL));
    }
    return NULL;
}

static struct err *is_shared(struct call *c, const struct sql *sql, int64_t id, struct str path, bool *ret_shared)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, sql, VALS(v_int(id), v_text(path)), &one));
    *ret_shared = one != 0;
    return NULL;
}

struct err *course_store_is_shared(struct call *c, int64_t id, struct str path, bool *ret_shared)
{
    return is_shared(c, &sql_course_is_shared, id, path, ret_shared);
}

struct err *course_store_shares(struct call *c, int64_t id, struct list *ret_shares)
{
    return db_list(c->db, c->arena, &sql_course_share_list, VALS(v_int(id)), &course_share_shape, ret_shares);
}

struct err *course_store_share(struct call *c, int64_t id, int64_t org_id, bool on)
{
    if (!on) return db_run(c->db, c->arena, &sql_course_share_remove, VALS(v_int(id), v_int(org_id)), NULL);
    return db_run(c->db, c->arena, &sql_course_share_add, VALS(v_int(id), v_int(org_id), v_time(c->now_us)), NULL);
}

struct err *course_store_audience_exists(struct call *c, struct str code, bool *ret_exists)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_course_audience_exists, VALS(v_text(code)), &one));
    *ret_exists = one != 0;
    return NULL;
}

/* ---- media ---- */

struct err *media_store_get(struct call *c, int64_t id, struct media *ret_media, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_course_media_get, VALS(v_int(id)), &media_shape, ret_media, ret_found);
}

struct err *media_store_insert(struct call *c, const struct media *m)
{
    return db_run(c->db, c->arena, &sql_course_media_insert,
                  VALS(v_int(m->id), v_int(m->org_id), v_text(m->title), v_kind(media_kind_names, m->kind),
                       v_text(m->path), v_int(m->seconds), v_time(c->now_us)),
                  NULL);
}

/* ---- programmes ---- */

struct err *programme_store_get(struct call *c, int64_t id, struct programme *ret_programme, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_course_programme_get, VALS(v_int(id)), &programme_shape, ret_programme,
                   ret_found);
}

struct err *programme_store_parts(struct call *c, int64_t id, struct list *ret_modules, struct list *ret_units)
{
    TRY(db_list(c->db, c->arena, &sql_course_module_list, VALS(v_int(id)), &programme_module_shape, ret_modules));
    return db_list(c->db, c->arena, &sql_course_unit_list, VALS(v_int(id)), &programme_unit_shape, ret_units);
}

struct err *programme_store_insert(struct call *c, const struct programme *p, struct str sort)
{
    return db_run(c->db, c->arena, &sql_course_programme_insert,
                  VALS(v_int(p->id), v_int(p->org_id), v_text(p->title), v_absent(p->audience_code), v_text(p->purpose),
                       v_int(p->hours_centi), v_int(p->days_centi), v_kind(course_state_names, p->state), v_text(sort),
                       v_time(c->now_us)),
                  NULL);
}

struct err *programme_store_update(struct call *c, const struct programme *p, struct str sort)
{
    return db_run(c->db, c->arena, &sql_course_programme_update,
                  VALS(v_int(p->id), v_text(p->title), v_absent(p->audience_code), v_text(p->purpose),
                       v_int(p->hours_centi), v_int(p->days_centi), v_kind(course_state_names, p->state), v_text(sort),
                       v_time(c->now_us)),
                  NULL);
}

static struct err *put_unit(struct call *c, int64_t programme_id, int64_t module_id, int64_t ordinal,
                            struct programme_unit *u)
{
    if (!u->id) u->id = call_id(c);
    u->module_id = module_id;
    return db_run(c->db, c->arena, &sql_course_unit_put,
                  VALS(v_int(u->id), v_int(module_id), v_int(programme_id), v_int(ordinal), v_id(u->course_id),
                       v_kind(course_kind_names, u->kind), v_text(u->title), v_int(u->hours_centi), v_text(u->note)),
                  NULL);
}

static struct err *put_module(struct call *c, int64_t programme_id, int64_t ordinal, struct programme_module *m)
{
    if (!m->id) m->id = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_course_module_put,
               VALS(v_int(m->id), v_int(programme_id), v_int(ordinal), v_text(m->title)), NULL));
    for (size_t i = 0; i < m->units.n; i++)
        TRY(put_unit(c, programme_id, m->id, (int64_t)i + 1, LIST_AT(m->units, struct programme_unit, i)));
    return NULL;
}

struct err *programme_store_put_tree(struct call *c, struct programme *programme)
{
    TRY(db_run(c->db, c->arena, &sql_course_unit_clear, VALS(v_int(programme->id)), NULL));
    TRY(db_run(c->db, c->arena, &sql_course_module_clear, VALS(v_int(programme->id)), NULL));
    for (size_t i = 0; i < programme->modules.n; i++)
        TRY(put_module(c, programme->id, (int64_t)i + 1, LIST_AT(programme->modules, struct programme_module, i)));
    return NULL;
}

struct err *programme_store_is_shared(struct call *c, int64_t id, struct str path, bool *ret_shared)
{
    return is_shared(c, &sql_course_programme_is_shared, id, path, ret_shared);
}

struct err *programme_store_shares(struct call *c, int64_t id, struct list *ret_shares)
{
    return db_list(c->db, c->arena, &sql_course_programme_share_list, VALS(v_int(id)), &course_share_shape, ret_shares);
}

struct err *programme_store_share(struct call *c, int64_t id, int64_t org_id, bool on)
{
    if (!on) return db_run(c->db, c->arena, &sql_course_programme_share_remove, VALS(v_int(id), v_int(org_id)), NULL);
    return db_run(c->db, c->arena, &sql_course_programme_share_add, VALS(v_int(id), v_int(org_id), v_time(c->now_us)),
                  NULL);
}
