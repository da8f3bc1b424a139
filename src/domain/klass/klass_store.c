/* domain/klass/klass_store.c: runs the SQL of classes, their sites, staff, quotas, shares, and of dated rules. */
#include "api/call.h"
#include "domain/klass/klass_private.h"
#include "klass_sql.h"

static struct val v_absent(struct str s) { return s.n ? v_text(s) : v_null(); }

/* ---- classes ---- */

struct err *klass_store_get(struct call *c, int64_t id, struct klass *ret_klass, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_get, VALS(v_int(id)), &klass_shape, ret_klass, ret_found);
}

struct err *klass_store_insert(struct call *c, const struct klass *k)
{
    return db_run(c->db, c->arena, &sql_klass_insert,
                  VALS(v_int(k->id), v_int(k->org_id), v_id(k->programme_id), v_id(k->parent_id), v_text(k->code),
                       v_text(k->title), v_absent(k->audience_code), v_int(k->starts_on), v_int(k->ends_on),
                       v_int(k->seats_min), v_int(k->seats_max), v_time(k->waiting_until_at),
                       v_cstr(klass_account_names[k->account_kind]), v_id(k->manager_id), v_text(k->room),
                       v_text(k->note), v_time(c->now_us)),
                  NULL);
}

struct err *klass_store_update(struct call *c, const struct klass *k)
{
    return db_run(c->db, c->arena, &sql_klass_update,
                  VALS(v_int(k->id), v_id(k->programme_id), v_text(k->code), v_text(k->title),
                       v_absent(k->audience_code), v_int(k->starts_on), v_int(k->ends_on), v_int(k->seats_min),
                       v_int(k->seats_max), v_time(k->waiting_until_at), v_cstr(klass_account_names[k->account_kind]),
                       v_id(k->manager_id), v_text(k->room), v_text(k->note), v_time(c->now_us)),
                  NULL);
}

struct err *klass_store_state(struct call *c, const struct klass *k)
{
    return db_run(c->db, c->arena, &sql_klass_update_state,
                  VALS(v_int(k->id), v_cstr(klass_state_names[k->state]), v_int(k->leave_rule_ppm), v_time(c->now_us)),
                  NULL);
}

struct err *klass_store_count(struct call *c, int64_t id, int64_t confirmed, int64_t proposed, int64_t waiting)
{
    return db_run(c->db, c->arena, &sql_klass_update_counts,
                  VALS(v_int(id), v_int(confirmed), v_int(proposed), v_int(waiting)), NULL);
}

struct err *klass_store_touch(struct call *c, struct klass *klass)
{
    klass->version++;
    return db_run(c->db, c->arena, &sql_klass_touch, VALS(v_int(klass->id), v_time(c->now_us)), NULL);
}

struct err *klass_store_session_count(struct call *c, int64_t id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_klass_session_count, VALS(v_int(id)), ret_count);
}

struct err *klass_store_sessions_outside(struct call *c, int64_t id, int64_t from_us, int64_t until_us,
                                         int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_klass_session_span_count, VALS(v_int(id), v_int(from_us), v_int(until_us)),
                  ret_count);
}

struct err *klass_store_runs(struct call *c, int64_t id, struct list *ret_runs)
{
    return db_list(c->db, c->arena, &sql_klass_run_list, VALS(v_int(id)), &klass_item_shape, ret_runs);
}

/* ---- who sees it ---- */

struct duty_row {
    int duty;
    int64_t site_id;
};
static const struct shape_field duty_row_fields[] = {
    F_ENUM(struct duty_row, duty, klass_duty_names, 0, "职责", "duty"),
    F_ID(struct duty_row, site_id, 0, "教学点", "site"),
};
static const struct shape duty_row_shape = SHAPE("DutyRow", struct duty_row, duty_row_fields);

struct err *klass_store_duties(struct call *c, int64_t id, struct klass_duties *ret_duties)
{
    struct list rows;
    *ret_duties = (struct klass_duties){0};
    TRY(db_list(c->db, c->arena, &sql_klass_duty_list, VALS(v_int(id), v_int(c->who->person_id)), &duty_row_shape,
                &rows));
    for (LIST_EACH(rows, struct duty_row, row)) {
        ret_duties->bits |= 1 << (row->duty - 1);
        if (row->site_id) *list_add(c->arena, &ret_duties->sites, int64_t) = row->site_id;
    }
    return NULL;
}

struct err *klass_store_is_seen_from(struct call *c, int64_t id, struct str path, bool *ret_seen)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_klass_is_seen_from, VALS(v_int(id), v_text(path)), &one));
    *ret_seen = one != 0;
    return NULL;
}

struct err *klass_store_shares(struct call *c, int64_t id, struct list *ret_shares)
{
    return db_list(c->db, c->arena, &sql_klass_share_list, VALS(v_int(id)), &klass_share_shape, ret_shares);
}

struct err *klass_store_share(struct call *c, int64_t id, int64_t org_id, bool on)
{
    if (!on) return db_run(c->db, c->arena, &sql_klass_share_remove, VALS(v_int(id), v_int(org_id)), NULL);
    return db_run(c->db, c->arena, &sql_klass_share_add, VALS(v_int(id), v_int(org_id), v_time(c->now_us)), NULL);
}

struct err *klass_store_share_covers(struct call *c, int64_t id, struct str path, bool *ret_covers)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_klass_share_covers, VALS(v_int(id), v_text(path)), &one));
    *ret_covers = one != 0;
    return NULL;
}

/* ---- staff, sites, quotas ---- */

struct err *klass_store_staff(struct call *c, int64_t id, struct list *ret_staff)
{
    return db_list(c->db, c->arena, &sql_klass_staff_list, VALS(v_int(id)), &klass_staff_shape, ret_staff);
}

struct err *klass_store_staff_set(struct call *c, int64_t id, int64_t person_id, int duty, bool on)
{
    struct val name = v_cstr(klass_duty_names[duty]);
    if (!on) return db_run(c->db, c->arena, &sql_klass_staff_remove, VALS(v_int(id), v_int(person_id), name), NULL);
    return db_run(c->db, c->arena, &sql_klass_staff_add, VALS(v_int(call_id(c)), v_int(id), v_int(person_id), name),
                  NULL);
}

struct staff_id {
    int64_t id;
};
static const struct shape_field staff_id_fields[] = {F_ID(struct staff_id, id, 0, "人员", "person")};
static const struct shape staff_id_shape = SHAPE("StaffId", struct staff_id, staff_id_fields);

static int duty_index(int64_t duty_bit)
{
    int index = 1;
    while (duty_bit >> index) index++;
    return index;
}

struct err *klass_people_with(struct call *c, int64_t class_id, int64_t duty_bit, struct list *ret_person_ids)
{
    return db_list(c->db, c->arena, &sql_klass_people_with,
                   VALS(v_int(class_id), v_cstr(klass_duty_names[duty_index(duty_bit)])), &staff_id_shape,
                   ret_person_ids);
}

struct err *klass_staff_join(struct call *c, int64_t class_id, int64_t person_id, int64_t duty_bit)
{
    return klass_store_staff_set(c, class_id, person_id, duty_index(duty_bit), true);
}

struct err *klass_store_sites(struct call *c, int64_t id, struct list *ret_sites)
{
    return db_list(c->db, c->arena, &sql_klass_site_list, VALS(v_int(id)), &klass_site_shape, ret_sites);
}

struct err *klass_store_sites_live(struct call *c, int64_t session_id, struct list *ret_sites)
{
    return db_list(c->db, c->arena, &sql_klass_site_list_live, VALS(v_int(session_id)), &klass_site_shape, ret_sites);
}

struct err *klass_store_site_find(struct call *c, int64_t id, int64_t org_id, struct klass_site *ret_site,
                                  bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_site_find, VALS(v_int(id), v_int(org_id)), &klass_site_shape, ret_site,
                   ret_found);
}

struct err *klass_store_site_exists(struct call *c, int64_t id, int64_t site_id, bool *ret_exists)
{
    int64_t one;
    TRY(db_int(c->db, c->arena, &sql_klass_site_exists, VALS(v_int(site_id), v_int(id)), &one));
    *ret_exists = one != 0;
    return NULL;
}

struct err *klass_store_site_put(struct call *c, int64_t id, const struct klass_site *site)
{
    return db_run(c->db, c->arena, &sql_klass_site_put,
                  VALS(v_int(site->id ? site->id : call_id(c)), v_int(id), v_int(site->org_id), v_id(site->leader_id),
                       v_int(site->seats)),
                  NULL);
}

struct err *klass_store_site_use(struct call *c, int64_t site_id, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_klass_site_use_count, VALS(v_int(site_id)), ret_count);
}

struct err *klass_store_site_remove(struct call *c, int64_t site_id)
{
    return db_run(c->db, c->arena, &sql_klass_site_remove, VALS(v_int(site_id)), NULL);
}

struct err *klass_store_quotas(struct call *c, int64_t id, struct list *ret_quotas)
{
    return db_list(c->db, c->arena, &sql_klass_quota_list, VALS(v_int(id)), &klass_quota_shape, ret_quotas);
}

struct err *klass_store_put_quotas(struct call *c, int64_t id, struct list quotas)
{
    TRY(db_run(c->db, c->arena, &sql_klass_quota_clear, VALS(v_int(id)), NULL));
    for (LIST_EACH(quotas, struct klass_quota, q))
        TRY(db_run(c->db, c->arena, &sql_klass_quota_add,
                   VALS(v_int(call_id(c)), v_int(id), v_int(q->org_id), v_int(q->seats_min), v_int(q->seats_max)),
                   NULL));
    return NULL;
}

/* ---- dated rules ---- */

struct err *rule_store_value(struct call *c, const char *code, struct str path, int on, struct rule *ret_rule,
                             bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_klass_rule_value,
                   VALS(v_cstr(code), v_text(path), v_int(on), v_int(c->lang == LANG_EN)), &rule_shape, ret_rule,
                   ret_found);
}

struct err *rule_store_list(struct call *c, struct list *ret_rules)
{
    return db_list(c->db, c->arena, &sql_klass_rule_list, VALS(v_int(c->lang == LANG_EN)), &rule_shape, ret_rules);
}

struct err *rule_store_insert(struct call *c, const struct rule *r)
{
    return db_run(c->db, c->arena, &sql_klass_rule_insert,
                  VALS(v_int(r->id), v_text(r->code), v_id(r->org_id), v_int(r->value_int), v_text(r->unit),
                       v_int(r->from_on), v_date(r->until_on), v_text(r->source), v_time(c->now_us)),
                  NULL);
}
