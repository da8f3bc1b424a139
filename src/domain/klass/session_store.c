/* domain/klass/session_store.c: runs the SQL of the timetable and of who is expected. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "klass_sql.h"

struct err *session_store_get(struct call *c, int64_t id, struct session *ret_session, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_session_get, VALS(v_int(id)), &session_shape, ret_session, ret_found);
}

struct err *session_store_list(struct call *c, int64_t class_id, struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_klass_session_list, VALS(v_int(class_id)), &session_shape, ret_sessions);
}

struct err *session_store_followers(struct call *c, int64_t id, struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_klass_session_followers, VALS(v_int(id)), &session_shape, ret_sessions);
}

struct err *session_store_offers(struct call *c, int64_t run_id, int64_t parent_id, struct list *ret_sessions)
{
    return db_list(c->db, c->arena, &sql_klass_session_offers, VALS(v_int(run_id), v_int(parent_id)), &session_shape,
                   ret_sessions);
}

struct err *session_store_insert(struct call *c, const struct session *s)
{
    return db_run(c->db, c->arena, &sql_klass_session_insert,
                  VALS(v_int(s->id), v_int(s->class_id), v_id(s->source_id), v_id(s->unit_id), v_id(s->course_id),
                       v_cstr(session_kind_names[s->kind]), v_text(s->title), v_time(s->starts_at), v_time(s->ends_at),
                       v_int(s->hours_centi), v_id(s->teacher_id), v_text(s->room), v_bool(s->live), v_text(s->topic),
                       v_id(s->room_id)),
                  NULL);
}

struct err *session_store_update(struct call *c, const struct session *s)
{
    return db_run(c->db, c->arena, &sql_klass_session_update,
                  VALS(v_int(s->id), v_id(s->source_id), v_id(s->unit_id), v_id(s->course_id),
                       v_cstr(session_kind_names[s->kind]), v_text(s->title), v_time(s->starts_at), v_time(s->ends_at),
                       v_int(s->hours_centi), v_id(s->teacher_id), v_text(s->room), v_bool(s->live), v_text(s->topic),
                       v_id(s->room_id)),
                  NULL);
}

struct err *session_store_update_followers(struct call *c, const struct session *source)
{
    return db_run(c->db, c->arena, &sql_klass_session_follow,
                  VALS(v_int(source->id), v_text(source->title), v_time(source->starts_at), v_time(source->ends_at),
                       v_id(source->teacher_id), v_bool(source->live)),
                  NULL);
}

struct err *session_store_set_live(struct call *c, int64_t id, int state)
{
    return db_run(c->db, c->arena, &sql_klass_session_set_live, VALS(v_int(id), v_cstr(session_live_names[state])),
                  NULL);
}

struct err *session_store_remove(struct call *c, int64_t id)
{
    TRY(db_run(c->db, c->arena, &sql_klass_stop_clear, VALS(v_int(id)), NULL));
    return db_run(c->db, c->arena, &sql_klass_session_remove, VALS(v_int(id)), NULL);
}

struct err *session_store_minutes_count(struct call *c, int64_t id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_klass_session_minutes_count, VALS(v_int(id)), ret_count);
}

struct err *session_store_stops(struct call *c, int64_t id, struct list *ret_stops)
{
    return db_list(c->db, c->arena, &sql_klass_stop_list, VALS(v_int(id)), &session_stop_shape, ret_stops);
}

struct err *session_store_put_stops(struct call *c, struct session *s)
{
    TRY(db_run(c->db, c->arena, &sql_klass_stop_clear, VALS(v_int(s->id)), NULL));
    for (size_t i = 0; i < s->stops.n; i++) {
        struct session_stop *stop = LIST_AT(s->stops, struct session_stop, i);
        stop->id = call_id(c);
        TRY(db_run(c->db, c->arena, &sql_klass_stop_insert,
                   VALS(v_int(stop->id), v_int(s->id), v_int((int64_t)i + 1), v_text(stop->name), v_text(stop->guide),
                        v_int(stop->seats), v_int(stop->travel_minutes), v_int(stop->minutes)),
                   NULL));
    }
    return NULL;
}

static int64_t room_of(const struct session *s) { return s->source_id ? s->source_id : s->id; }

static struct err *list_conflicts(struct call *c, const struct sql *sql, struct vals in, struct list *ret_conflicts)
{
    return db_list(c->db, c->arena, sql, in, &session_conflict_shape, ret_conflicts);
}

struct err *session_store_conflicts(struct call *c, int kind, const struct klass *klass, const struct session *s,
                                    struct list *ret_conflicts)
{
    struct val from = v_int(s->starts_at), until = v_int(s->ends_at), own = v_int(s->id), room = v_int(room_of(s));
    struct val class_id = v_int(klass->id);
    switch (kind) {
    case CONFLICT_TEACHER:
        return list_conflicts(c, &sql_klass_conflict_teacher, VALS(v_int(s->teacher_id), from, until, own, room),
                              ret_conflicts);
    case CONFLICT_ROOM:
        if (s->room_id)
            return list_conflicts(c, &sql_klass_conflict_room_of, VALS(v_int(s->room_id), from, until, own, room),
                                  ret_conflicts);
        return list_conflicts(c, &sql_klass_conflict_room,
                              VALS(v_text(s->room), from, until, own, room, v_int(klass->org_id)), ret_conflicts);
    case CONFLICT_CLASS:
        return list_conflicts(c, &sql_klass_conflict_class, VALS(class_id, from, until, own), ret_conflicts);
    default: return list_conflicts(c, &sql_klass_conflict_person, VALS(class_id, from, until), ret_conflicts);
    }
}

struct err *session_store_expected(struct call *c, int64_t id, int64_t site_id, struct list *ret_expected)
{
    return db_list(c->db, c->arena, &sql_klass_expected, VALS(v_int(id), v_int(site_id)), &klass_expected_shape,
                   ret_expected);
}

struct err *session_store_expected_live(struct call *c, int64_t id, struct list *ret_expected)
{
    return db_list(c->db, c->arena, &sql_klass_expected_live, VALS(v_int(id)), &klass_expected_shape, ret_expected);
}

struct err *session_store_expected_find(struct call *c, int64_t id, int64_t person_id,
                                        struct klass_expected *ret_expected, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_expected_find, VALS(v_int(id), v_int(person_id)), &klass_expected_shape,
                   ret_expected, ret_found);
}
