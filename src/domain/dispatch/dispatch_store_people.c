/* domain/dispatch/dispatch_store_people.c: the SQL of what is known of people, and of the lists by name. */
#include "api/module.h"
#include "dispatch_sql.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/norm/norm.h"
#include "domain/org/org.h"

/* ---- shapes ---- */

static const struct shape_field person_row_fields[] = {
    F_ID(struct person_row, id, 0, "人员", "person"),
    F_ID(struct person_row, org_id, 0, "单位", "unit"),
    F_TEXT(struct person_row, org_path, 0, 0, 0, "单位位置", "unit's path"),
    F_TEXT(struct person_row, audience_code, 0, 0, 0, "培训对象", "audience"),
    F_DATE(struct person_row, rank_on, 0, "最早任职", "first rank"),
    F_TIME(struct person_row, created_at, 0, "登记时间", "entered"),
};
static const struct shape person_row_shape = SHAPE("DispatchPersonRow", struct person_row, person_row_fields);

static const struct shape_field missing_fields[] = {
    F_ID(struct missing_row, person_id, 0, "人员", "person"),
    F_ENUM(struct missing_row, state, norm_state_names, 0, "状态", "state"),
    F_HOURS(struct missing_row, hours, 0, 0, 0, "已修学时", "hours done"),
    F_HOURS(struct missing_row, days, 0, 0, 0, "已修天数", "days done"),
    F_HOURS(struct missing_row, need_hours, 0, 0, 0, "应修学时", "hours needed"),
    F_HOURS(struct missing_row, need_days, 0, 0, 0, "应修天数", "days needed"),
};
static const struct shape missing_shape = SHAPE("DispatchMissing", struct missing_row, missing_fields);

static const struct shape_field debt_row_fields[] = {
    F_ID(struct debt_row, person_id, 0, "人员", "person"),
    F_TEXT(struct debt_row, kind, 0, 0, 0, "原因", "kind"),
    F_TEXT(struct debt_row, state, 0, 0, 0, "状态", "state"),
    F_TIME(struct debt_row, created_at, 0, "时间", "at"),
};
static const struct shape debt_row_shape = SHAPE("DispatchDebtRow", struct debt_row, debt_row_fields);

static const struct shape_field cleared_fields[] = {
    F_ID(struct cleared_row, person_id, 0, "人员", "person"),
    F_ENUM(struct cleared_row, list, dispatch_list_names, 0, "名单", "list"),
    F_DATE(struct cleared_row, from_on, 0, "起", "from"),
};
static const struct shape cleared_shape = SHAPE("DispatchCleared", struct cleared_row, cleared_fields);

static const struct shape_field span_fields[] = {
    F_ID(struct span_row, person_id, 0, "人员", "person"),
    F_ID(struct span_row, class_id, 0, "班次", "class"),
    F_DATE(struct span_row, from_on, 0, "起", "from"),
    F_DATE(struct span_row, until_on, 0, "止", "until"),
};
static const struct shape span_shape = SHAPE("DispatchSpan", struct span_row, span_fields);

static const struct shape_field attended_fields[] = {
    F_ID(struct attended_row, person_id, 0, "人员", "person"),
    F_ID(struct attended_row, programme_id, 0, "培训方案", "programme"),
};
static const struct shape attended_shape = SHAPE("DispatchAttended", struct attended_row, attended_fields);

struct dirty_row { /* read as struct one_id */
    int64_t person_id;
};
static const struct shape_field dirty_fields[] = {F_ID(struct dirty_row, person_id, 0, "人员", "person")};
static const struct shape dirty_shape = SHAPE("DispatchDirty", struct dirty_row, dirty_fields);

static const struct shape_field list_count_fields[] = {
    F_ENUM(struct list_count, list, dispatch_list_names, 0, "名单", "list"),
    F_INT(struct list_count, people, 0, 0, 0, "人数", "people"),
};
const struct shape list_count_shape = SHAPE("DispatchListCount", struct list_count, list_count_fields);

static const struct page_sort listed_sorts[] = {{"unit", "l.org_path"}, {"count", "l.count"}};
static const struct page_filter listed_filters[] = {
    {"audience", "p.audience_code = $?", SHAPE_TEXT, "培训对象", "audience"},
    {"rule", "l.rule = $?", SHAPE_TEXT, "依据规则", "rule"},
};
const struct page_spec dispatch_listed_page = {&sql_dispatch_listed_page, "dispatch_listed l", "l.id",
                                               TABLE(listed_sorts), TABLE(listed_filters)};

/* ---- people ---- */

struct err *store_people_after(struct call *c, int64_t after_id, int64_t last_id, struct str path, int64_t most,
                               struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_dispatch_person_after,
                   VALS(v_int(after_id), v_int(last_id ? last_id : INT64_MAX), v_text(path),
                        v_text(org_path_end(c->arena, path)), v_int(most)),
                   &person_row_shape, ret_people);
}

struct err *store_missing(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_missing_range, VALS(v_int(first_id), v_int(last_id)), &missing_shape,
                   ret_rows);
}

struct err *store_debts_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_debt_range, VALS(v_int(first_id), v_int(last_id)), &debt_row_shape,
                   ret_rows);
}

struct err *store_claims(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_people)
{
    return db_list(c->db, c->arena, &sql_dispatch_claim_range, VALS(v_int(first_id), v_int(last_id)), &dirty_shape,
                   ret_people);
}

struct err *store_cleared(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_cleared_range, VALS(v_int(first_id), v_int(last_id)), &cleared_shape,
                   ret_rows);
}

struct err *store_cleared_set(struct call *c, int64_t person_id, int list, int from_on)
{
    return db_run(c->db, c->arena, &sql_dispatch_cleared_set,
                  VALS(v_int(person_id), v_cstr(dispatch_list_names[list]), v_int(from_on)), NULL);
}

struct err *store_busy(struct call *c, int from_on, int until_on, struct list *ret_spans)
{
    return db_list(c->db, c->arena, &sql_dispatch_busy_list, VALS(v_int(from_on), v_int(until_on)), &span_shape,
                   ret_spans);
}

struct err *store_called(struct call *c, int from_on, int until_on, int64_t round_id, struct list *ret_spans)
{
    return db_list(c->db, c->arena, &sql_dispatch_called_list, VALS(v_int(from_on), v_int(until_on), v_int(round_id)),
                   &span_shape, ret_spans);
}

struct err *store_away_between(struct call *c, int from_on, int until_on, struct str path, struct list *ret_spans)
{
    return db_list(c->db, c->arena, &sql_dispatch_away_between,
                   VALS(v_int(from_on), v_int(until_on), v_text(path), v_text(org_path_end(c->arena, path))),
                   &span_shape, ret_spans);
}

struct err *store_attended(struct call *c, int64_t round_id, int since_on, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_attended_list, VALS(v_int(round_id), v_int(since_on)),
                   &attended_shape, ret_rows);
}

/* ---- lists ---- */

struct err *store_listed_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_listed)
{
    return db_list(c->db, c->arena, &sql_dispatch_listed_range, VALS(v_int(first_id), v_int(last_id)),
                   &dispatch_listed_shape, ret_listed);
}

struct err *store_listed_set(struct call *c, const struct dispatch_listed *l)
{
    return db_run(c->db, c->arena, &sql_dispatch_listed_set,
                  VALS(v_int(l->id), v_int(l->person_id), v_cstr(dispatch_list_names[l->list]), v_text(l->org_path),
                       v_text(l->rule), v_int(l->since_on), v_date(l->last_on), v_int(l->count), v_int(l->threshold),
                       v_int(l->months), v_int(c->now_us)),
                  NULL);
}

struct err *store_listed_remove(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_dispatch_listed_remove, VALS(v_int(id)), NULL);
}

struct err *store_listed_person(struct call *c, int64_t person_id, struct list *ret_listed)
{
    return db_list(c->db, c->arena, &sql_dispatch_listed_person, VALS(v_int(person_id)), &dispatch_listed_shape,
                   ret_listed);
}

struct err *store_listed_counts(struct call *c, struct str path, struct list *ret_counts)
{
    return db_list(c->db, c->arena, &sql_dispatch_listed_counts,
                   VALS(v_text(path), v_text(org_path_end(c->arena, path))), &list_count_shape, ret_counts);
}

struct err *store_dirty(struct call *c, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_dirty_list, VALS(v_int(most)), &dirty_shape, ret_ids);
}

struct err *store_dirty_add(struct call *c, int64_t person_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_dirty_add, VALS(v_int(person_id)), NULL);
}

struct err *store_dirty_remove(struct call *c, int64_t person_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_dirty_remove, VALS(v_int(person_id)), NULL);
}

struct err *store_walked_on(struct call *c, int64_t *ret_on)
{
    return db_int(c->db, c->arena, &sql_dispatch_walk_get, NO_VALS, ret_on);
}

struct err *store_walked_set(struct call *c, int on)
{
    return db_run(c->db, c->arena, &sql_dispatch_walk_set, VALS(v_int(on)), NULL);
}
