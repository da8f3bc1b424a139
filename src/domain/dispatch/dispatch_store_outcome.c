/* domain/dispatch/dispatch_store_outcome.c: the SQL of what a round did. */
#include "api/call.h"
#include "dispatch_sql.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"

struct err *store_outcome_set(struct call *c, int64_t round_id, int list)
{
    return db_run(c->db, c->arena, &sql_dispatch_outcome_set,
                  VALS(v_int(round_id), v_cstr(dispatch_list_names[list]), v_int(1 << list), v_int(c->now_us)), NULL);
}

struct err *store_outcome_lines(struct call *c, int64_t round_id, struct list *ret_lines)
{
    return db_list(c->db, c->arena, &sql_dispatch_outcome_list, VALS(v_int(round_id)), &dispatch_outcome_line_shape,
                   ret_lines);
}

struct err *store_outcome_classes(struct call *c, int64_t round_id, struct list *ret_classes)
{
    return db_list(c->db, c->arena, &sql_dispatch_outcome_classes, VALS(v_int(round_id)), &dispatch_outcome_class_shape,
                   ret_classes);
}

struct err *store_outcome_rounds(struct call *c, struct str path, struct list *ret_rounds)
{
    return db_list(c->db, c->arena, &sql_dispatch_outcome_rounds,
                   VALS(v_text(path), v_text(org_path_end(c->arena, path))), &dispatch_outcome_round_shape, ret_rounds);
}

struct err *store_recount_add(struct call *c, int64_t round_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_recount_add, VALS(v_int(round_id)), NULL);
}

struct err *store_recount_add_of_class(struct call *c, int64_t class_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_recount_add_of_class, VALS(v_int(class_id)), NULL);
}

struct err *store_recount_add_all(struct call *c)
{
    return db_run(c->db, c->arena, &sql_dispatch_recount_add_all, NO_VALS, NULL);
}

struct err *store_recount_remove(struct call *c, int64_t round_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_recount_remove, VALS(v_int(round_id)), NULL);
}

static const struct shape_field id_fields[] = {F_ID(struct one_id, id, 0, "编号", "id")};
static const struct shape id_shape = SHAPE("DispatchOneId", struct one_id, id_fields);

struct err *store_recounts(struct call *c, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_recount_list, VALS(v_int(most)), &id_shape, ret_ids);
}

struct err *store_calls_over(struct call *c, int64_t round_id, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_over_list, VALS(v_int(round_id)), &id_shape, ret_ids);
}
