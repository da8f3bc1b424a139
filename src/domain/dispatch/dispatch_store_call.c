/* domain/dispatch/dispatch_store_call.c: the SQL of calls, debts, times away and objections. */
#include "api/module.h"
#include "dispatch_sql.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/org/org.h"

/* ---- shapes and pages ---- */

static const struct shape_field one_id_fields[] = {F_ID(struct one_id, id, 0, "编号", "id")};
static const struct shape one_id_shape = SHAPE("DispatchId", struct one_id, one_id_fields);

static const struct shape_field staff_fields[] = {
    F_ID(struct staff_row, account_id, 0, "账号", "account"),
    F_ID(struct staff_row, person_id, 0, "人员", "person"),
};
static const struct shape staff_shape = SHAPE("DispatchStaff", struct staff_row, staff_fields);

static const struct page_sort call_sorts[] = {{"sent", "d.id"}, {"due_on", "d.due_on"}, {"unit", "d.org_path"}};
static const struct page_filter call_filters[] = {
    {"state", "d.state = $?", SHAPE_TEXT, "状态", "state"},
    {"class", "d.class_id = $?", SHAPE_ID, "班次", "class"},
    {"round", "d.round_id = $?", SHAPE_ID, "批次", "round"},
    {"late", "d.late >= $?", SHAPE_INT, "催办级别不低于", "lateness at least"},
    {"unit_state", "d.unit_state = $?", SHAPE_TEXT, "单位意见", "the unit's word"},
    {"waits_unit", "(CASE WHEN d.unit_state = '' AND d.state IN ('accepted', 'refused') THEN 1 ELSE 0 END) = $?",
     SHAPE_BOOL, "待单位确认", "waits for the unit"},
    /* $1 of each of these lists is today */
    {"overdue", "(CASE WHEN d.state = 'sent' AND d.due_on < $1 THEN 1 ELSE 0 END) = $?", SHAPE_BOOL, "逾期未回执",
     "past its day without a reply"},
};
#define CALL_PAGE(base)                                                                                                \
    {                                                                                                                  \
        (base), "dispatch_call d", "d.id", TABLE(call_sorts), TABLE(call_filters)                                      \
    }
const struct page_spec dispatch_call_page_round = CALL_PAGE(&sql_dispatch_call_page_round);
const struct page_spec dispatch_call_page_unit = CALL_PAGE(&sql_dispatch_call_page_unit);
const struct page_spec dispatch_call_page_mine = CALL_PAGE(&sql_dispatch_call_page_mine);

static const struct page_sort debt_sorts[] = {{"since", "b.id"}};
static const struct page_filter debt_filters[] = {
    {"state", "b.state = $?", SHAPE_TEXT, "状态", "state"},
    {"kind", "b.kind = $?", SHAPE_TEXT, "原因", "kind"},
};
const struct page_spec dispatch_debt_page = {&sql_dispatch_debt_page, "dispatch_debt b", "b.id", TABLE(debt_sorts),
                                             TABLE(debt_filters)};

static const struct page_sort away_sorts[] = {{"until_on", "w.until_on"}};
static const struct page_filter away_filters[] = {
    {"after", "w.until_on >= $?", SHAPE_DATE, "不早于", "not before"},
};
const struct page_spec dispatch_away_page = {&sql_dispatch_away_page, "dispatch_away w", "w.id", TABLE(away_sorts),
                                             TABLE(away_filters)};

static const struct page_sort objection_sorts[] = {{"since", "x.id"}, {"due_on", "x.due_on"}};
static const struct page_filter objection_filters[] = {
    {"state", "x.state = $?", SHAPE_TEXT, "状态", "state"},
};
const struct page_spec dispatch_objection_page = {&sql_dispatch_objection_page, "dispatch_objection x", "x.id",
                                                  TABLE(objection_sorts), TABLE(objection_filters)};

/* ---- calls ---- */

struct err *store_call_find(struct call *c, int64_t id, struct dispatch_call *ret_call, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_dispatch_call_get, VALS(v_int(c->today), v_int(id)), &dispatch_call_item_shape,
                   ret_call, ret_found);
}

struct err *store_call_counts(struct call *c, int64_t round_id, int64_t class_id, struct list *ret_counts)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_counts, VALS(v_int(c->today), v_int(round_id), v_int(class_id)),
                   &dispatch_call_count_shape, ret_counts);
}

struct err *store_call_insert(struct call *c, const struct dispatch_call *d)
{
    return db_run(c->db, c->arena, &sql_dispatch_call_insert,
                  VALS(v_int(d->id), v_int(d->round_id), v_int(d->class_id), v_int(d->person_id), v_int(d->org_id),
                       v_text(d->org_path), v_int(d->due_on), v_text(d->why), v_id(d->replaces_id), v_int(c->now_us)),
                  NULL);
}

struct err *store_call_update(struct call *c, const struct dispatch_call *d)
{
    return db_run(c->db, c->arena, &sql_dispatch_call_update,
                  VALS(v_int(d->id), v_cstr(call_state_names[d->state]), v_int(d->late),
                       v_cstr(call_answer_names[d->answer_kind]), v_text(d->answer), v_text(d->evidence),
                       v_id(d->proposed_id), v_id(d->answered_by), v_time(d->answered_at),
                       v_cstr(call_unit_names[d->unit_state]), v_text(d->unit_note), v_id(d->unit_by),
                       v_time(d->unit_at), v_text(d->ruling_note), v_id(d->ruled_by), v_time(d->ruled_at),
                       v_id(d->replaced_by_id), v_id(d->enrolment_id), v_int(d->due_on), v_int(c->now_us),
                       v_int(d->org_id), v_text(d->org_path)),
                  NULL);
}

struct err *store_call_event(struct call *c, const struct dispatch_call_event *v)
{
    return db_run(c->db, c->arena, &sql_dispatch_call_event_insert,
                  VALS(v_int(v->id), v_int(v->call_id), v_cstr(call_state_names[v->from_state]),
                       v_cstr(call_state_names[v->to_state]), v_text(v->note), v_id(c->who ? c->who->account_id : 0),
                       v_int(c->now_us)),
                  NULL);
}

struct err *store_call_events(struct call *c, int64_t call_id, struct list *ret_events)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_event_list, VALS(v_int(call_id)), &dispatch_call_event_shape,
                   ret_events);
}

struct err *store_call_of_class(struct call *c, int64_t class_id, int64_t person_id, int64_t *ret_id)
{
    return db_int(c->db, c->arena, &sql_dispatch_call_of_class, VALS(v_int(class_id), v_int(person_id)), ret_id);
}

struct err *store_calls_quiet(struct call *c, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_quiet_list, VALS(v_int(most)), &one_id_shape, ret_ids);
}

struct err *store_call_told(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_dispatch_call_told, VALS(v_int(id)), NULL);
}

struct err *store_calls_due(struct call *c, int64_t round_id, int due_on, int late, int64_t most, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_due_list,
                   VALS(v_int(due_on), v_int(late), v_int(most), v_int(round_id)), &one_id_shape, ret_ids);
}

struct err *store_late_rounds(struct call *c, int due_on, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_late_rounds, VALS(v_int(due_on)), &one_id_shape, ret_ids);
}

struct err *store_calls_open(struct call *c, int64_t round_id, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_open_list, VALS(v_int(round_id)), &one_id_shape, ret_ids);
}

struct err *store_calls_waiting(struct call *c, int64_t person_id, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_call_waiting_list, VALS(v_int(person_id)), &one_id_shape, ret_ids);
}

struct err *store_staff(struct call *c, struct str path, int role, struct list *ret_staff)
{
    return db_list(c->db, c->arena, &sql_dispatch_liaison_list,
                   VALS(v_text(path), v_int(c->today), v_cstr(role_names[role])), &staff_shape, ret_staff);
}

struct err *store_unit_people(struct call *c, struct str path, int64_t *ret_people)
{
    return db_int(c->db, c->arena, &sql_dispatch_unit_people, VALS(v_text(path)), ret_people);
}

struct err *store_unit_away(struct call *c, struct str path, int from_on, int until_on, int64_t *ret_people)
{
    return db_int(c->db, c->arena, &sql_dispatch_unit_away, VALS(v_text(path), v_int(from_on), v_int(until_on)),
                  ret_people);
}

/* ---- debts ---- */

struct err *store_debt_insert(struct call *c, const struct dispatch_call *d, const char *kind)
{
    return db_run(
        c->db, c->arena, &sql_dispatch_debt_insert,
        VALS(v_int(call_id(c)), v_int(d->person_id), v_text(d->org_path), v_int(d->id), v_cstr(kind), v_int(c->now_us)),
        NULL);
}

struct err *store_debts_settle(struct call *c, int64_t person_id, int64_t call_id, const char *state, struct str note)
{
    return db_run(c->db, c->arena, &sql_dispatch_debt_settle,
                  VALS(v_int(person_id), v_id(call_id), v_cstr(state), v_text(note), v_int(c->now_us)), NULL);
}

struct err *store_debt_waive(struct call *c, int64_t call_id, struct str note)
{
    return db_run(c->db, c->arena, &sql_dispatch_debt_of_call, VALS(v_int(call_id), v_text(note), v_int(c->now_us)),
                  NULL);
}

struct err *store_debts_person(struct call *c, int64_t person_id, struct list *ret_debts)
{
    return db_list(c->db, c->arena, &sql_dispatch_debt_person, VALS(v_int(person_id)), &dispatch_debt_shape, ret_debts);
}

/* ---- times away ---- */

struct err *store_away_person(struct call *c, int64_t person_id, struct list *ret_away)
{
    return db_list(c->db, c->arena, &sql_dispatch_away_person, VALS(v_int(person_id), v_int(c->today)),
                   &dispatch_away_shape, ret_away);
}

struct err *store_away_get(struct call *c, int64_t id, struct dispatch_away *ret_away)
{
    return db_get(c->db, c->arena, &sql_dispatch_away_get, VALS(v_int(id)), &dispatch_away_shape, ret_away);
}

struct err *store_away_insert(struct call *c, const struct dispatch_away *w)
{
    return db_run(c->db, c->arena, &sql_dispatch_away_insert,
                  VALS(v_int(w->id), v_int(w->person_id), v_text(w->org_path), v_int(w->from_on), v_int(w->until_on),
                       v_text(w->said_by), v_text(w->reason), v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

/* ---- whoever moves ---- */

struct err *store_org_moved(struct call *c, const struct org_move *move)
{
    static const struct sql *const follow[] = {&sql_dispatch_moved_call,   &sql_dispatch_moved_debt,
                                               &sql_dispatch_moved_away,   &sql_dispatch_moved_objection,
                                               &sql_dispatch_moved_listed, &sql_dispatch_moved_place};
    struct vals vals = VALS(v_text(move->from_path), v_text(org_path_end(c->arena, move->from_path)),
                            v_text(move->to_path), v_int((int64_t)move->from_path.n + 1));
    for (size_t i = 0; i < sizeof follow / sizeof *follow; i++) TRY(db_run(c->db, c->arena, follow[i], vals, NULL));
    return NULL;
}

struct err *store_person_moved(struct call *c, int64_t person_id)
{
    TRY(db_run(c->db, c->arena, &sql_dispatch_transferred_debt, VALS(v_id(person_id)), NULL));
    TRY(db_run(c->db, c->arena, &sql_dispatch_transferred_away, VALS(v_id(person_id)), NULL));
    return db_run(c->db, c->arena, &sql_dispatch_transferred_objection, VALS(v_id(person_id)), NULL);
}

struct err *store_away_remove(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_dispatch_away_remove, VALS(v_int(id)), NULL);
}

/* ---- objections ---- */

struct err *store_objection_get(struct call *c, int64_t id, struct dispatch_objection *ret_objection)
{
    return db_get(c->db, c->arena, &sql_dispatch_objection_get, VALS(v_int(id)), &dispatch_objection_shape,
                  ret_objection);
}

struct err *store_objections_person(struct call *c, int64_t person_id, struct list *ret_objections)
{
    return db_list(c->db, c->arena, &sql_dispatch_objection_person, VALS(v_int(person_id)), &dispatch_objection_shape,
                   ret_objections);
}

struct err *store_objection_insert(struct call *c, const struct dispatch_objection *x)
{
    return db_run(c->db, c->arena, &sql_dispatch_objection_insert,
                  VALS(v_int(x->id), v_int(x->person_id), v_text(x->org_path), v_cstr(objection_about_names[x->about]),
                       v_cstr(dispatch_list_names[x->list]), v_id(x->subject_id), v_text(x->text), v_int(x->due_on),
                       v_int(c->now_us)),
                  NULL);
}

struct err *store_objection_answer(struct call *c, const struct dispatch_objection *x)
{
    return db_run(c->db, c->arena, &sql_dispatch_objection_answer,
                  VALS(v_int(x->id), v_cstr(objection_state_names[x->state]), v_text(x->answer),
                       v_id(c->who->account_id), v_int(c->now_us)),
                  NULL);
}

struct err *store_objections_late(struct call *c, struct list *ret_ids)
{
    return db_list(c->db, c->arena, &sql_dispatch_objection_late, VALS(v_int(c->today)), &one_id_shape, ret_ids);
}
