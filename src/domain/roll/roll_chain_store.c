/* domain/roll/roll_chain_store.c: the SQL of the leave chain: decisions, post holders, deputies. */
#include "api/call.h"
#include "domain/roll/roll_private.h"
#include "roll_sql.h"

struct err *leave_waiting(struct call *c, int level, struct list *ret_leaves)
{
    return db_list(c->db, c->arena, &sql_roll_leave_waiting, VALS(v_cstr(leave_level_names[level])),
                   &leave_request_shape, ret_leaves);
}

struct err *leave_step_add(struct call *c, const struct leave_request *l, int level, int state, int64_t deputy_for,
                           struct str note)
{
    return db_run(c->db, c->arena, &sql_roll_leave_step_insert,
                  VALS(v_int(call_id(c)), v_int(l->id), v_cstr(leave_level_names[level]),
                       v_cstr(leave_state_names[state]), v_id(c->who->account_id), v_id(deputy_for), v_text(note),
                       v_int(c->now_us)),
                  NULL);
}

struct err *leave_steps(struct call *c, int64_t leave_id, struct list *ret_steps)
{
    return db_list(c->db, c->arena, &sql_roll_leave_step_list, VALS(v_int(leave_id)), &leave_step_shape, ret_steps);
}

/* ---- post holders ---- */

struct err *leave_holders_at(struct call *c, struct str org_path, int level, struct list *ret_holders)
{
    return db_list(c->db, c->arena, &sql_roll_holder_find,
                   VALS(v_text(org_path), v_cstr(leave_level_names[level]), v_int(c->today)), &leave_holder_shape,
                   ret_holders);
}

struct err *leave_holders(struct call *c, struct str org_path, struct list *ret_holders)
{
    return db_list(c->db, c->arena, &sql_roll_holder_list, VALS(v_text(org_path)), &leave_holder_shape, ret_holders);
}

struct err *leave_holder_get(struct call *c, int64_t id, struct leave_holder *ret_holder)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_roll_holder_get, VALS(v_int(id)), &leave_holder_shape, ret_holder, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "leave.holder_absent", "没有这条任职。", "There is no such post holder.");
    return NULL;
}

struct err *leave_holder_add(struct call *c, const struct leave_holder *h)
{
    return db_run(c->db, c->arena, &sql_roll_holder_insert,
                  VALS(v_int(h->id), v_int(h->org_id), v_cstr(leave_level_names[h->level]), v_int(h->person_id),
                       v_int(h->from_on), v_date(h->until_on), v_int(c->now_us)),
                  NULL);
}

struct err *leave_holder_end(struct call *c, int64_t id, int until_on)
{
    return db_run(c->db, c->arena, &sql_roll_holder_end, VALS(v_int(id), v_int(until_on)), NULL);
}

/* ---- deputies ---- */

struct err *leave_deputies_of(struct call *c, int64_t person_id, struct list *ret_deputies)
{
    return db_list(c->db, c->arena, &sql_roll_deputy_find, VALS(v_int(person_id), v_int(c->today)), &leave_deputy_shape,
                   ret_deputies);
}

struct err *leave_deputies(struct call *c, int64_t person_id, struct list *ret_deputies)
{
    return db_list(c->db, c->arena, &sql_roll_deputy_list, VALS(v_int(person_id), v_int(c->today)), &leave_deputy_shape,
                   ret_deputies);
}

struct err *leave_deputy_get(struct call *c, int64_t id, struct leave_deputy *ret_deputy)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_roll_deputy_get, VALS(v_int(id)), &leave_deputy_shape, ret_deputy, &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "leave.deputy_absent", "没有这条代理。", "There is no such deputy.");
    return NULL;
}

struct err *leave_deputy_add(struct call *c, const struct leave_deputy *d)
{
    return db_run(c->db, c->arena, &sql_roll_deputy_insert,
                  VALS(v_int(d->id), v_int(d->person_id), v_int(d->deputy_id), v_int(d->from_on), v_int(d->until_on),
                       v_text(d->note), v_int(c->now_us)),
                  NULL);
}

struct err *leave_deputy_end(struct call *c, int64_t id, int until_on)
{
    return db_run(c->db, c->arena, &sql_roll_deputy_end, VALS(v_int(id), v_int(until_on)), NULL);
}
