/* domain/klass/group_store.c: runs the SQL of groups and their minutes. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "klass_sql.h"

enum { MINUTES_FIRST_VERSION = 2 }; /* what nobody wrote yet is read as an empty draft of version 1 */

struct err *group_store_list(struct call *c, int64_t class_id, struct list *ret_groups)
{
    return db_list(c->db, c->arena, &sql_klass_group_list, VALS(v_int(class_id)), &klass_group_shape, ret_groups);
}

struct err *group_store_get(struct call *c, int64_t id, struct klass_group *ret_group, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_group_get, VALS(v_int(id)), &klass_group_shape, ret_group, ret_found);
}

struct err *group_store_exists(struct call *c, int64_t class_id, int64_t id, bool *ret_exists)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_klass_group_exists, VALS(v_int(id), v_int(class_id)), &one));
    *ret_exists = one != 0;
    return NULL;
}

struct err *group_store_put(struct call *c, int64_t class_id, struct list groups)
{
    TRY(db_run(c->db, c->arena, &sql_klass_group_clear, VALS(v_int(class_id)), NULL));
    for (size_t i = 0; i < groups.n; i++) {
        struct klass_group *g = LIST_AT(groups, struct klass_group, i);
        if (!g->id) g->id = call_id(c);
        TRY(db_run(c->db, c->arena, &sql_klass_group_put,
                   VALS(v_int(g->id), v_int(class_id), v_int((int64_t)i + 1), v_text(g->name), v_id(g->facilitator_id),
                        v_text(g->topic), v_id(g->site_id)),
                   NULL));
    }
    return db_run(c->db, c->arena, &sql_klass_group_leave, VALS(v_int(class_id)), NULL);
}

struct err *group_store_deal_list(struct call *c, int64_t class_id, struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_klass_deal_list, VALS(v_int(class_id)), &deal_person_shape, ret_people);
}

struct err *group_store_minutes_count(struct call *c, int64_t group_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_klass_minutes_count, VALS(v_int(group_id)), ret_count);
}

struct err *minutes_store_find(struct call *c, int64_t group_id, int64_t session_id, struct group_minutes *ret_minutes,
                               bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_minutes_find, VALS(v_int(group_id), v_int(session_id)),
                   &group_minutes_shape, ret_minutes, ret_found);
}

struct err *minutes_store_list(struct call *c, int64_t session_id, struct list *ret_minutes)
{
    return db_list(c->db, c->arena, &sql_klass_minutes_list, VALS(v_int(session_id)), &group_minutes_shape,
                   ret_minutes);
}

static struct val v_minutes_state(int state) { return v_cstr(state == MINUTES_SUBMITTED ? "submitted" : "draft"); }

struct err *minutes_store_save(struct call *c, struct group_minutes *m)
{
    if (m->id)
        return db_run(
            c->db, c->arena, &sql_klass_minutes_update,
            VALS(v_int(m->id), v_text(m->text), v_minutes_state(m->state), v_id(m->written_by), v_time(c->now_us)),
            NULL);
    m->id = call_id(c);
    m->version = MINUTES_FIRST_VERSION;
    return db_run(c->db, c->arena, &sql_klass_minutes_insert,
                  VALS(v_int(m->id), v_int(m->group_id), v_int(m->session_id), v_text(m->text),
                       v_minutes_state(m->state), v_id(m->written_by), v_time(c->now_us)),
                  NULL);
}

struct err *minutes_store_sign(struct call *c, const struct group_minutes *m)
{
    return db_run(c->db, c->arena, &sql_klass_minutes_sign,
                  VALS(v_int(m->id), v_id(c->who->person_id), v_time(c->now_us)), NULL);
}
