/* domain/dispatch/dispatch_store.c: the SQL of rounds, versions and places. */
#include "domain/dispatch/dispatch_store.h"
#include "api/module.h"
#include "dispatch_sql.h"
#include "domain/org/org.h"

static struct str below(struct call *c, struct str path) { return org_path_end(c->arena, path); }

/* ---- pages ---- */

static const struct page_sort round_sorts[] = {{"from_on", "r.from_on"}, {"created_at", "r.created_at"}};
static const struct page_filter round_filters[] = {
    {"state", "r.state = $?", SHAPE_TEXT, "状态", "state"},
};
const struct page_spec dispatch_round_page = {&sql_dispatch_round_page, "dispatch_round r", "r.id", TABLE(round_sorts),
                                              TABLE(round_filters)};

static const struct page_sort place_sorts[] = {{"unit", "a.org_path"}, {"urgency", "a.urgency"}, {"fit", "a.fit"}};
static const struct page_filter place_filters[] = {
    {"class", "a.class_id = $?", SHAPE_ID, "班次", "class"},
    {"placed", "(CASE WHEN a.class_id IS NULL THEN 0 ELSE 1 END) = $?", SHAPE_BOOL, "是否安排", "placed or not"},
    {"tier", "a.tier = $?", SHAPE_TEXT, "类别", "tier"},
    {"reason", "a.reason = $?", SHAPE_TEXT, "理由", "reason"},
    {"person", "a.person_id = $?", SHAPE_ID, "人员", "person"},
};
const struct page_spec dispatch_place_page = {&sql_dispatch_place_page, "dispatch_place a", "a.person_id",
                                              TABLE(place_sorts), TABLE(place_filters)};

/* ---- rounds ---- */

struct err *store_round_get(struct call *c, int64_t id, struct dispatch_round *ret_round)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_dispatch_round_get, VALS(v_int(id)), &dispatch_round_item_shape, ret_round,
                &found));
    if (!found) FAIL(c->arena, ERR_ABSENT, "dispatch.round_absent", "没有这个调训批次。", "There is no such round.");
    return NULL;
}

struct err *store_round_insert(struct call *c, const struct dispatch_round *r)
{
    return db_run(c->db, c->arena, &sql_dispatch_round_insert,
                  VALS(v_int(r->id), v_int(r->org_id), v_text(r->title), v_text(r->note), v_int(r->from_on),
                       v_int(r->until_on), v_cstr(dispatch_mode_names[r->mode]), v_id(c->who->account_id),
                       v_int(c->now_us)),
                  NULL);
}

struct err *store_round_update(struct call *c, const struct dispatch_round *r)
{
    return db_run(c->db, c->arena, &sql_dispatch_round_update,
                  VALS(v_int(r->id), v_text(r->title), v_text(r->note), v_int(r->from_on), v_int(r->until_on),
                       v_cstr(dispatch_mode_names[r->mode]), v_cstr(dispatch_state_names[r->state]),
                       v_date(r->reply_due_on), v_id(r->chosen_id), v_id(r->job_id), v_time(r->published_at),
                       v_time(r->closed_at), v_int(c->now_us)),
                  NULL);
}

struct err *store_offers(struct call *c, int64_t round_id, struct list *ret_offers)
{
    return db_list(c->db, c->arena, &sql_dispatch_offer_list, VALS(v_int(round_id)), &dispatch_offer_shape, ret_offers);
}

struct err *store_offer_add(struct call *c, int64_t round_id, const struct dispatch_offer *f)
{
    return db_run(c->db, c->arena, &sql_dispatch_offer_add,
                  VALS(v_int(round_id), v_int(f->class_id), v_int(f->seats_min), v_int(f->seats_max)), NULL);
}

struct err *store_offers_clear(struct call *c, int64_t round_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_offer_clear, VALS(v_int(round_id)), NULL);
}

struct err *store_quotas(struct call *c, int64_t round_id, struct list *ret_quotas)
{
    return db_list(c->db, c->arena, &sql_dispatch_quota_list, VALS(v_int(round_id)), &dispatch_quota_shape, ret_quotas);
}

struct err *store_policy(struct call *c, int64_t round_id, struct list *ret_values)
{
    return db_list(c->db, c->arena, &sql_dispatch_policy_list, VALS(v_int(round_id)), &dispatch_value_shape,
                   ret_values);
}

struct err *store_policy_set(struct call *c, int64_t round_id, struct str code, int64_t value)
{
    return db_run(c->db, c->arena, &sql_dispatch_policy_set, VALS(v_int(round_id), v_text(code), v_int(value)), NULL);
}

struct err *store_policy_clear(struct call *c, int64_t round_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_policy_clear, VALS(v_int(round_id)), NULL);
}

struct err *store_wishes(struct call *c, int64_t round_id, struct list *ret_wishes)
{
    return db_list(c->db, c->arena, &sql_dispatch_wish_list, VALS(v_int(round_id)), &dispatch_wish_shape, ret_wishes);
}

struct err *store_wish_get(struct call *c, int64_t id, struct dispatch_wish *ret_wish)
{
    return db_get(c->db, c->arena, &sql_dispatch_wish_get, VALS(v_int(id)), &dispatch_wish_shape, ret_wish);
}

struct err *store_wish_insert(struct call *c, const struct dispatch_wish *w)
{
    return db_run(c->db, c->arena, &sql_dispatch_wish_insert,
                  VALS(v_int(w->id), v_int(w->round_id), v_int(w->person_id), v_id(w->class_id), v_text(w->kind),
                       v_text(w->reason), v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *store_wish_remove(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_dispatch_wish_remove, VALS(v_int(id)), NULL);
}

/* ---- versions ---- */

struct err *store_version_get(struct call *c, int64_t id, struct dispatch_version *ret_version)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_dispatch_version_get, VALS(v_int(id)), &dispatch_version_shape, ret_version,
                &found));
    if (!found || str_is(ret_version->state, "building"))
        FAIL(c->arena, ERR_ABSENT, "dispatch.version_absent", "没有这个方案，或还没有算完。",
             "There is no such version, or it is not ready.");
    return NULL;
}

struct err *store_versions(struct call *c, int64_t round_id, struct list *ret_versions)
{
    return db_list(c->db, c->arena, &sql_dispatch_version_list, VALS(v_int(round_id)), &dispatch_version_item_shape,
                   ret_versions);
}

struct err *store_version_of_job(struct call *c, int64_t job_id, int64_t *ret_id, bool *ret_done)
{
    struct dispatch_version v = {0};
    bool found;
    TRY(db_find(c->db, c->arena, &sql_dispatch_version_of_job, VALS(v_int(job_id)), &dispatch_version_shape, &v,
                &found));
    *ret_id = found ? v.id : 0;
    *ret_done = found && !str_is(v.state, "building");
    return NULL;
}

struct err *store_version_insert(struct call *c, const struct dispatch_version *v, int64_t job_id)
{
    int64_t no;
    TRY(db_int(c->db, c->arena, &sql_dispatch_version_next_no, VALS(v_int(v->round_id)), &no));
    return db_run(c->db, c->arena, &sql_dispatch_version_insert,
                  VALS(v_int(v->id), v_int(v->round_id), v_int(no), v_id(job_id), v_text(v->policy),
                       v_id(c->who->account_id), v_int(v->created_at)),
                  NULL);
}

/* $1 … of what happened since a version was computed; the first `n` of them. */
static struct vals since(struct call *c, const struct dispatch_round *round, const struct dispatch_version *v, size_t n)
{
    struct vals vals =
        VALS(v_int(v->id), v_int(v->created_at), v_text(round->org_path),
             v_text(org_path_end(c->arena, round->org_path)), v_int(round->from_on), v_int(round->until_on));
    return (struct vals){arena_copy(c->arena, vals.p, n * sizeof *vals.p), n};
}

struct err *store_version_done(struct call *c, const struct dispatch_version *v)
{
    return db_run(c->db, c->arena, &sql_dispatch_version_done,
                  VALS(v_int(v->id), v_int(v->people), v_int(v->eligible), v_int(v->pairs), v_int(v->seats),
                       v_int(v->placed), v_int(v->left_out), v_int(v->objective), v_int(v->bound), v_int(v->gap_ppm),
                       v_int(v->never_people), v_int(v->never_out), v_int(v->trained_in), v_int(v->over_in),
                       v_int(v->units_in), v_int(v->unit_most_ppm), v_int(v->fcfs_placed), v_int(v->fcfs_never_out),
                       v_int(v->fcfs_trained_in), v_int(v->fcfs_units_in), v_int(v->fcfs_objective), v_int(v->took_ms),
                       v_text(v->basis)),
                  NULL);
}

struct err *store_changes(struct call *c, const struct dispatch_round *round, const struct dispatch_version *v,
                          struct list *ret_changes)
{
    return db_list(c->db, c->arena, &sql_dispatch_change_list, since(c, round, v, 6), &dispatch_changed_shape,
                   ret_changes);
}

struct err *store_upheld(struct call *c, const struct dispatch_round *round, const struct dispatch_version *v,
                         struct list *ret_upheld)
{
    return db_list(c->db, c->arena, &sql_dispatch_change_objections, since(c, round, v, 4), &dispatch_upheld_shape,
                   ret_upheld);
}

struct err *store_version_edited(struct call *c, const struct dispatch_version *by)
{
    return db_run(c->db, c->arena, &sql_dispatch_version_edited,
                  VALS(v_int(by->id), v_int(by->placed), v_int(by->objective), v_int(by->never_out),
                       v_int(by->trained_in), v_int(by->over_in)),
                  NULL);
}

/* ---- places ---- */

struct err *store_places_clear(struct call *c, int64_t version_id)
{
    return db_run(c->db, c->arena, &sql_dispatch_place_clear, VALS(v_int(version_id)), NULL);
}

struct err *store_place_insert(struct call *c, const struct dispatch_place *p)
{
    return db_run(c->db, c->arena, &sql_dispatch_place_insert,
                  VALS(v_int(p->version_id), v_int(p->person_id), v_text(p->org_path), v_id(p->class_id),
                       v_id(p->wanted_id), v_cstr(dispatch_tier_names[p->tier]), v_text(p->reason), v_int(p->urgency),
                       v_int(p->fit), v_int(p->bar), v_int(p->missing_centi), v_date(p->last_on), v_int(p->recent),
                       v_int(p->debts), v_bool(p->pinned), v_int(p->claims)),
                  NULL);
}

struct err *store_place_find(struct call *c, int64_t version_id, int64_t person_id, struct dispatch_place *ret_place,
                             bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_dispatch_place_get, VALS(v_int(version_id), v_int(person_id)),
                   &dispatch_place_shape, ret_place, ret_found);
}

struct err *store_places_of_person(struct call *c, int64_t person_id, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_dispatch_place_of_person,
                   VALS(v_int(person_id), v_int(date_add_months(c->today, -12))), &dispatch_own_place_shape,
                   ret_places);
}

struct err *store_places_seated(struct call *c, int64_t version_id, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_dispatch_place_seated, VALS(v_int(version_id)), &dispatch_place_shape,
                   ret_places);
}

static const struct shape_field kept_fields[] = {
    F_ID(struct kept_row, person_id, 0, "人员", "person"),
    F_ID(struct kept_row, class_id, 0, "班次", "class"),
    F_BOOL(struct kept_row, pinned, 0, "人工", "by hand"),
};
static const struct shape kept_shape = SHAPE("DispatchKept", struct kept_row, kept_fields);

struct err *store_places_kept(struct call *c, int64_t version_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_place_kept, VALS(v_int(version_id)), &kept_shape, ret_rows);
}

struct err *store_prices_set(struct call *c, int64_t version_id, struct str body)
{
    return db_run(c->db, c->arena, &sql_dispatch_price_set, VALS(v_int(version_id), v_text(body)), NULL);
}

struct price_row {
    struct str body;
};
static const struct shape_field price_fields[] = {F_TEXT(struct price_row, body, 0, 0, 0, "影子价格", "prices")};
static const struct shape price_shape = SHAPE("DispatchPrice", struct price_row, price_fields);

struct err *store_prices_find(struct call *c, int64_t version_id, struct str *ret_body)
{
    struct price_row row = {0};
    bool found;
    TRY(db_find(c->db, c->arena, &sql_dispatch_price_find, VALS(v_int(version_id)), &price_shape, &row, &found));
    *ret_body = row.body;
    return NULL;
}

struct err *store_place_move(struct call *c, const struct dispatch_place *p)
{
    return db_run(c->db, c->arena, &sql_dispatch_place_move,
                  VALS(v_int(p->version_id), v_int(p->person_id), v_id(p->class_id), v_text(p->reason), v_int(p->fit)),
                  NULL);
}

struct err *store_place_worst(struct call *c, int64_t version_id, int64_t class_id, int64_t not_id, struct str path,
                              struct dispatch_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_dispatch_place_worst,
                   VALS(v_int(version_id), v_int(class_id), v_int(not_id), v_text(path), v_text(below(c, path))),
                   &dispatch_place_shape, ret_place, ret_found);
}

struct err *store_places_waiting(struct call *c, int64_t version_id, struct str path, int64_t most,
                                 struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_dispatch_place_waiting,
                   VALS(v_int(version_id), v_text(path), v_text(below(c, path)), v_int(most)), &dispatch_place_shape,
                   ret_places);
}

struct err *store_class_use(struct call *c, int64_t version_id, struct list *ret_use)
{
    return db_list(c->db, c->arena, &sql_dispatch_class_use, VALS(v_int(version_id)), &dispatch_use_shape, ret_use);
}

struct err *store_quota_use(struct call *c, int64_t version_id, int64_t round_id, struct list *ret_quotas)
{
    return db_list(c->db, c->arena, &sql_dispatch_quota_use, VALS(v_int(version_id), v_int(round_id)),
                   &dispatch_quota_shape, ret_quotas);
}

struct err *store_group_use(struct call *c, int64_t version_id, int64_t class_id, struct str path, int64_t *ret_placed)
{
    return db_int(c->db, c->arena, &sql_dispatch_group_use,
                  VALS(v_int(version_id), v_int(class_id), v_text(path), v_text(below(c, path))), ret_placed);
}

struct err *store_unit_use(struct call *c, int64_t version_id, struct str path, struct list *ret_units)
{
    return db_list(c->db, c->arena, &sql_dispatch_unit_use, VALS(v_int(version_id), v_text(path)), &dispatch_unit_shape,
                   ret_units);
}

static const struct shape_field size_fields[] = {
    F_ID(struct unit_size_row, org_id, 0, "单位", "organisation"),
    F_TEXT(struct unit_size_row, org_name, 0, 0, 0, "单位名称", "name"),
    F_TEXT(struct unit_size_row, org_path, 0, 0, 0, "位置", "path"),
    F_INT(struct unit_size_row, people, 0, 0, 0, "人数", "people"),
};
static const struct shape size_shape = SHAPE("DispatchUnitSize", struct unit_size_row, size_fields);
static const struct shape_field unit_class_fields[] = {
    F_TEXT(struct unit_class_row, org_path, 0, 0, 0, "位置", "path"),
    F_ID(struct unit_class_row, class_id, 0, "班次", "class"),
    F_INT(struct unit_class_row, placed, 0, 0, 0, "人数", "people"),
};
static const struct shape unit_class_shape = SHAPE("DispatchUnitClass", struct unit_class_row, unit_class_fields);

struct err *store_unit_sizes(struct call *c, int64_t version_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_unit_size, VALS(v_int(version_id)), &size_shape, ret_rows);
}

struct err *store_unit_classes(struct call *c, int64_t version_id, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_unit_class, VALS(v_int(version_id)), &unit_class_shape, ret_rows);
}

struct err *store_unit_placed(struct call *c, int64_t version_id, struct str path, struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_dispatch_unit_placed, VALS(v_int(version_id), v_text(path)), &unit_class_shape,
                   ret_rows);
}

struct err *store_edit_insert(struct call *c, const struct dispatch_edit *e)
{
    return db_run(c->db, c->arena, &sql_dispatch_edit_insert,
                  VALS(v_int(e->id), v_int(e->version_id), v_int(e->person_id), v_id(e->from_id), v_id(e->to_id),
                       v_id(e->other_id), v_int(e->cost), v_text(e->reason), v_id(c->who->account_id),
                       v_int(c->now_us)),
                  NULL);
}

struct err *store_edits(struct call *c, int64_t version_id, struct list *ret_edits)
{
    return db_list(c->db, c->arena, &sql_dispatch_edit_list, VALS(v_int(version_id)), &dispatch_edit_shape, ret_edits);
}

struct err *store_clashes(struct call *c, int64_t version_id, int since_on, int64_t most, struct list *ret_clashes)
{
    return db_list(c->db, c->arena, &sql_dispatch_clash_list, VALS(v_int(version_id), v_int(since_on), v_int(most)),
                   &dispatch_clash_shape, ret_clashes);
}
