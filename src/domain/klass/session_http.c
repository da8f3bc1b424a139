/* domain/klass/session_http.c: the timetable and its conflicts. */
#include "domain/klass/klass_http.h"
#include "domain/klass/klass_private.h"

static struct list *items(struct call *c) { return &((struct page *)c->out)->items; }

struct err *http_get_sessions(struct call *c)
{
    struct klass klass;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may_see(c, &klass));
    return session_store_list(c, klass.id, items(c));
}

struct err *http_get_session_offers(struct call *c)
{
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    return klass.parent_id ? session_store_offers(c, klass.id, klass.parent_id, items(c)) : NULL;
}

struct err *http_post_session(struct call *c)
{
    struct session *out = c->out;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    *out = *(const struct session *)c->in;
    return session_add(c, &klass, out);
}

struct err *http_get_session(struct call *c)
{
    struct session *out = c->out;
    struct klass klass;
    TRY(session_get(c, c->path[0], out));
    TRY(klass_get(c, out->class_id, &klass));
    return klass_may_see(c, &klass);
}

struct err *http_put_session(struct call *c)
{
    struct session old, *out = c->out;
    struct klass klass;
    TRY(session_get(c, c->path[0], &old));
    TRY(klass_open(c, PERM_CLASS_EDIT, old.class_id, &klass));
    *out = *(const struct session *)c->in;
    return session_set(c, &klass, &old, out);
}

struct err *http_delete_session(struct call *c)
{
    struct session session;
    TRY(session_get(c, c->path[0], &session));
    return session_remove(c, &session);
}

/* ---- the proposed timetable ---- */

struct timetable_input {
    bool save;
};
static const struct shape_field timetable_input_fields[] = {
    F_BOOL(struct timetable_input, save, 0, "保存", "save it as the timetable"),
};
const struct shape timetable_input_shape = SHAPE("TimetableInput", struct timetable_input, timetable_input_fields);

struct timetable {
    struct list items; /* struct session; without ids unless saved */
    struct list rest;  /* struct draft_rest */
    bool saved;
};
static const struct shape_field timetable_fields[] = {
    F_LIST(struct timetable, items, &session_shape, 0, 0, 0, "课次", "sessions"),
    F_LIST(struct timetable, rest, &draft_rest_shape, 0, 0, 0, "排不下的单元", "units that found no place"),
    F_BOOL(struct timetable, saved, 0, "已保存", "saved"),
};
const struct shape timetable_shape = SHAPE("Timetable", struct timetable, timetable_fields);

struct err *http_post_session_draft(struct call *c)
{
    const struct timetable_input *in = c->in;
    struct timetable *out = c->out;
    struct klass klass;
    TRY(klass_open(c, PERM_CLASS_EDIT, c->path[0], &klass));
    TRY(session_add_draft(c, &klass, in->save, &out->items, &out->rest));
    out->saved = in->save;
    call_audit(c, klass.id, klass.org_path, (struct str){0});
    c->status = in->save ? 201 : 200;
    return NULL;
}

/* ---- conflicts ---- */

struct conflict_query {
    int64_t starts_at, ends_at, teacher_id, session_id, room_id;
    struct str room;
};
static const struct shape_field conflict_query_fields[] = {
    F_TIME(struct conflict_query, starts_at, 0, "开始时间", "begins"),
    F_TIME(struct conflict_query, ends_at, 0, "结束时间", "ends"),
    F_ID(struct conflict_query, teacher_id, 0, "教师", "teacher"),
    F_ID(struct conflict_query, session_id, 0, "课次", "session"),
    F_TEXT(struct conflict_query, room, 0, 50, 0, "教室", "room"),
    F_ID(struct conflict_query, room_id, 0, "教室编号", "room that is a record"),
};
static const struct shape conflict_query_shape = SHAPE("ConflictQuery", struct conflict_query, conflict_query_fields);

static struct err *read_query(struct call *c, struct conflict_query *ret_query)
{
    *ret_query = (struct conflict_query){0};
    for (size_t i = 0; i < conflict_query_shape.n; i++) {
        const struct shape_field *field = &conflict_query_shape.fields[i];
        struct str text = call_param(c, field->name);
        if (text.n) TRY(shape_set_text(c->arena, field, text, ret_query));
    }
    return NULL;
}

/* The session that is asked about: as it is saved, with what the query says instead. */
static struct err *read_session(struct call *c, const struct klass *klass, const struct conflict_query *query,
                                struct session *ret_session)
{
    *ret_session = (struct session){0};
    if (query->session_id) TRY(session_get(c, query->session_id, ret_session));
    if (query->session_id && ret_session->class_id != klass->id)
        FAIL_FIELD(c->arena, "session.other_class", "session_id", "课次不属于这个班次。",
                   "The session is of another class.");
    if (query->starts_at) ret_session->starts_at = query->starts_at;
    if (query->ends_at) ret_session->ends_at = query->ends_at;
    if (query->teacher_id) ret_session->teacher_id = query->teacher_id;
    if (query->room.n) ret_session->room = query->room, ret_session->room_id = 0;
    if (query->room_id) ret_session->room_id = query->room_id;
    TRY(session_settle_room(c, klass, ret_session));
    if (ret_session->starts_at < ret_session->ends_at) return NULL;
    FAIL_FIELD(c->arena, "session.times", "ends_at", "请给出开始时间和更晚的结束时间。",
               "Give a beginning, and an end that comes after it.");
}

static struct err *conflicts_of_all(struct call *c, const struct klass *klass)
{
    struct list sessions;
    TRY(session_store_list(c, klass->id, &sessions));
    for (LIST_EACH(sessions, struct session, session)) TRY(session_conflicts(c, klass, session, items(c)));
    return NULL;
}

struct err *http_get_conflicts(struct call *c)
{
    struct klass klass;
    struct conflict_query query;
    struct session session;
    TRY(klass_open(c, PERM_CLASS_READ, c->path[0], &klass));
    TRY(read_query(c, &query));
    if (!query.starts_at && !query.session_id) return conflicts_of_all(c, &klass);
    TRY(read_session(c, &klass, &query, &session));
    return session_conflicts(c, &klass, &session, items(c));
}
