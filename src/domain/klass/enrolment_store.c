/* domain/klass/enrolment_store.c: runs the SQL of enrolments and their history. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "klass_sql.h"

static struct val v_state(int state) { return v_cstr(enrolment_state_names[state]); }

struct err *enrolment_store_get(struct call *c, int64_t id, struct enrolment *ret_enrolment, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_enrolment_get, VALS(v_int(id)), &enrolment_shape, ret_enrolment,
                   ret_found);
}

struct err *enrolment_store_find(struct call *c, int64_t class_id, int64_t person_id, struct enrolment *ret_enrolment,
                                 bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_enrolment_find, VALS(v_int(class_id), v_int(person_id)),
                   &enrolment_shape, ret_enrolment, ret_found);
}

struct err *enrolment_store_list(struct call *c, int64_t class_id, struct list *ret_enrolments)
{
    return db_list(c->db, c->arena, &sql_klass_enrolment_list, VALS(v_int(class_id)), &enrolment_shape, ret_enrolments);
}

struct err *klass_all_enrolments(struct call *c, int64_t class_id, struct list *ret_enrolments)
{
    return db_list(c->db, c->arena, &sql_klass_enrolment_all, VALS(v_int(class_id)), &enrolment_shape, ret_enrolments);
}

struct err *enrolment_store_waiting(struct call *c, int64_t class_id, struct list *ret_enrolments)
{
    return db_list(c->db, c->arena, &sql_klass_enrolment_waiting, VALS(v_int(class_id)), &enrolment_shape,
                   ret_enrolments);
}

struct err *enrolment_store_insert(struct call *c, const struct enrolment *e)
{
    return db_run(c->db, c->arena, &sql_klass_enrolment_insert,
                  VALS(v_int(e->id), v_int(e->class_id), v_int(e->person_id), v_int(e->org_id), v_id(e->site_id),
                       v_state(e->state), v_int(e->waiting_no), v_text(e->reason), v_time(c->now_us)),
                  NULL);
}

struct err *enrolment_store_close_ranks(struct call *c, int64_t class_id, int64_t id)
{
    return db_run(c->db, c->arena, &sql_klass_enrolment_close_ranks, VALS(v_int(class_id), v_int(id)), NULL);
}

struct err *enrolment_store_state(struct call *c, const struct enrolment *e)
{
    return db_run(c->db, c->arena, &sql_klass_enrolment_update_state,
                  VALS(v_int(e->id), v_state(e->state), v_int(e->waiting_no), v_text(e->reason), v_time(c->now_us)),
                  NULL);
}

struct err *enrolment_store_renew(struct call *c, int64_t id, int64_t org_id, int64_t site_id)
{
    return db_run(c->db, c->arena, &sql_klass_enrolment_renew, VALS(v_int(id), v_int(org_id), v_id(site_id)), NULL);
}

struct err *enrolment_store_place(struct call *c, int64_t class_id, int64_t id, int64_t site_id, int64_t group_id,
                                  bool *ret_changed)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_klass_enrolment_place,
               VALS(v_int(id), v_int(class_id), v_int(site_id), v_int(group_id), v_time(c->now_us)), &changed));
    *ret_changed = changed == 1;
    return NULL;
}

struct err *enrolment_store_set_group(struct call *c, int64_t id, int64_t group_id)
{
    return db_run(c->db, c->arena, &sql_klass_enrolment_set_group, VALS(v_int(id), v_id(group_id)), NULL);
}

struct err *enrolment_store_next_no(struct call *c, int64_t class_id, int64_t *ret_no)
{
    return db_int(c->db, c->arena, &sql_klass_enrolment_next_no, VALS(v_int(class_id)), ret_no);
}

struct err *enrolment_store_add_event(struct call *c, int64_t id, int from, int to, struct str reason)
{
    return db_run(c->db, c->arena, &sql_klass_event_insert,
                  VALS(v_int(call_id(c)), v_int(id), v_state(from), v_state(to), v_time(c->now_us),
                       v_id(c->who->account_id), v_text(reason)),
                  NULL);
}

struct err *enrolment_store_events(struct call *c, int64_t id, struct list *ret_events)
{
    return db_list(c->db, c->arena, &sql_klass_event_list, VALS(v_int(id)), &enrolment_event_shape, ret_events);
}

struct err *enrolment_store_candidate(struct call *c, int64_t class_id, int64_t person_id,
                                      struct klass_candidate *ret_candidate, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_candidate, VALS(v_int(person_id), v_int(class_id)),
                   &klass_candidate_shape, ret_candidate, ret_found);
}

struct err *enrolment_store_overlap(struct call *c, const struct klass *klass, int64_t person_id,
                                    struct klass_overlap *ret_overlap, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_overlap,
                   VALS(v_int(person_id), v_int(klass->id), v_int(klass->starts_on), v_int(klass->ends_on)),
                   &klass_overlap_shape, ret_overlap, ret_found);
}
