/* domain/klass/room_store.c: runs the SQL of rooms, of the calendar and of the life of classes. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "klass_sql.h"

/* ---- shapes ---- */

#define T struct room
static const struct shape_field room_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "学校", "school"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "学校名称", "name of the school"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "学校路径", "path of the school"),
    F_TEXT(T, name, 1, 50, SHAPE_REQUIRED, "教室", "name"),
    F_TEXT(T, place, 0, 100, 0, "位置", "where it is"),
    F_INT(T, seats, 0, 100000, 0, "座位", "seats; 0 not known"),
    F_BOOL(T, closed, 0, "停用", "not to be used any more"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
};
const struct shape room_shape = SHAPE("Room", T, room_fields);
#undef T

#define T struct class_event
static const struct shape_field class_event_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ENUM(T, from_state, klass_state_names, 0, "原状态", "state before"),
    F_ENUM(T, to_state, klass_state_names, 0, "新状态", "state after"),
    F_TIME(T, at, 0, "时间", "when"),
    F_TEXT(T, account_name, 0, 0, 0, "操作人；空为系统", "by whom; absent: the system"),
    F_TEXT(T, reason, 0, 0, 0, "原因", "reason"),
};
const struct shape class_event_shape = SHAPE("ClassEvent", T, class_event_fields);
#undef T

#define T struct calendar_class
static const struct shape_field calendar_class_fields[] = {
    F_ID(T, id, 0, "班次", "class"),
    F_ID(T, org_id, 0, "主办单位", "host"),
    F_TEXT(T, org_name, 0, 0, 0, "主办单位名称", "name of the host"),
    F_TEXT(T, title, 0, 0, 0, "班次名称", "title"),
    F_ENUM(T, state, klass_state_names, 0, "状态", "state"),
    F_DATE(T, starts_on, 0, "开班日期", "first day"),
    F_DATE(T, ends_on, 0, "结业日期", "last day"),
    F_TEXT(T, room, 0, 0, 0, "教室", "room"),
    F_TEXT(T, manager_name, 0, 0, 0, "班主任", "class manager"),
    F_INT(T, seats_max, 0, 0, 0, "名额", "seats"),
    F_INT(T, confirmed_count, 0, 0, 0, "已确认", "confirmed"),
};
const struct shape calendar_class_shape = SHAPE("CalendarClass", T, calendar_class_fields);
#undef T

#define T struct calendar_session
static const struct shape_field calendar_session_fields[] = {
    F_ID(T, id, 0, "课次", "session"),
    F_ID(T, class_id, 0, "班次", "class"),
    F_TEXT(T, class_title, 0, 0, 0, "班次名称", "title of the class"),
    F_TEXT(T, title, 0, 0, 0, "课次名称", "title"),
    F_TIME(T, starts_at, 0, "开始", "begins"),
    F_TIME(T, ends_at, 0, "结束", "ends"),
    F_ID(T, room_id, 0, "教室编号", "room"),
    F_TEXT(T, room, 0, 0, 0, "教室", "room in words"),
    F_TEXT(T, teacher_name, 0, 0, 0, "教师", "teacher"),
    F_ID(T, lesson_id, 0, "共享课次", "lesson that it shares with others"),
};
const struct shape calendar_session_shape = SHAPE("CalendarSession", T, calendar_session_fields);
#undef T

/* ---- rooms ---- */

struct err *room_store_get(struct call *c, int64_t id, struct room *ret_room, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_room_get, VALS(v_int(id)), &room_shape, ret_room, ret_found);
}

struct err *room_store_find(struct call *c, int64_t org_id, struct str name, struct room *ret_room, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_room_find, VALS(v_int(org_id), v_text(name)), &room_shape, ret_room,
                   ret_found);
}

struct err *room_store_list(struct call *c, struct str path, int64_t org_id, struct list *ret_rooms)
{
    return db_list(c->db, c->arena, &sql_klass_room_list, VALS(v_text(path), v_int(org_id)), &room_shape, ret_rooms);
}

struct err *room_store_insert(struct call *c, const struct room *r, bool *ret_new)
{
    int64_t changed;
    TRY(db_run(
        c->db, c->arena, &sql_klass_room_insert,
        VALS(v_int(r->id), v_int(r->org_id), v_text(r->name), v_text(r->place), v_int(r->seats), v_time(c->now_us)),
        &changed));
    *ret_new = changed > 0;
    return NULL;
}

struct err *room_store_update(struct call *c, const struct room *r)
{
    return db_run(c->db, c->arena, &sql_klass_room_update,
                  VALS(v_int(r->id), v_text(r->name), v_text(r->place), v_int(r->seats), v_bool(r->closed)), NULL);
}

struct err *room_store_taken(struct call *c, const struct room *r, bool *ret_taken)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_klass_room_taken, VALS(v_int(r->org_id), v_text(r->name), v_int(r->id)), &one));
    *ret_taken = one != 0;
    return NULL;
}

struct err *room_store_adopt(struct call *c, const struct room *r)
{
    return db_run(c->db, c->arena, &sql_klass_room_adopt, VALS(v_int(r->id), v_text(r->name), v_int(r->org_id)), NULL);
}

struct err *room_store_rename(struct call *c, const struct room *r)
{
    return db_run(c->db, c->arena, &sql_klass_room_rename, VALS(v_int(r->id), v_text(r->name)), NULL);
}

/* ---- the calendar ---- */

struct err *calendar_store_read(struct call *c, struct str path, int64_t from_at, int64_t until_at, bool sessions,
                                struct calendar *x)
{
    struct val at = v_text(path), from = v_int(from_at), until = v_int(until_at);
    TRY(db_list(c->db, c->arena, &sql_klass_calendar_class_list, VALS(at, v_int(x->from_on), v_int(x->until_on)),
                &calendar_class_shape, &x->classes));
    TRY(room_store_list(c, path, 0, &x->rooms));
    TRY(db_list(c->db, c->arena, &sql_klass_calendar_clash_list, VALS(at, from, until), &session_conflict_shape,
                &x->conflicts));
    if (!sessions) return NULL;
    return db_list(c->db, c->arena, &sql_klass_calendar_session_list, VALS(at, from, until), &calendar_session_shape,
                   &x->sessions);
}

/* ---- the life of classes ---- */

struct err *klass_store_due(struct call *c, int state, struct list *ret_ids)
{
    static const struct shape_field fields[] = {F_ID(struct calendar_class, id, 0, "班次", "class")};
    static const struct shape shape = SHAPE("ClassDue", struct calendar_class, fields);
    return db_list(c->db, c->arena, state == KLASS_RUNNING ? &sql_klass_due_begin : &sql_klass_due_end,
                   VALS(v_int(c->today)), &shape, ret_ids);
}

struct err *klass_store_add_event(struct call *c, const struct klass *k, int from, struct str reason)
{
    return db_run(c->db, c->arena, &sql_klass_event_of_class_insert,
                  VALS(v_int(call_id(c)), v_int(k->id), v_cstr(klass_state_names[from]),
                       v_cstr(klass_state_names[k->state]), v_time(c->now_us), v_id(c->who ? c->who->account_id : 0),
                       v_text(reason)),
                  NULL);
}

struct err *klass_store_events(struct call *c, int64_t class_id, struct list *ret_events)
{
    return db_list(c->db, c->arena, &sql_klass_event_of_class_list, VALS(v_int(class_id)), &class_event_shape,
                   ret_events);
}
