/* domain/board/board_store.c: the SQL of cells, of the lists behind them, and of the page by role. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/klass/klass.h"
#include "domain/org/org.h"

/* ---- shapes of cells ---- */

static const struct shape_field place_fields[] = {
    F_ID(struct board_place, person_id, 0, "人员", "person"),
    F_TEXT(struct board_place, org_path, 0, 0, 0, "单位", "unit"),
    F_TEXT(struct board_place, audience_code, 0, 0, 0, "培训对象", "audience"),
    F_TEXT(struct board_place, states, 0, 0, 0, "状态", "states"),
    F_BOOL(struct board_place, active, 0, "在册", "active"),
};
static const struct shape place_shape = SHAPE("BoardPlace", struct board_place, place_fields);

static const struct shape_field state_fields[] = {
    F_ID(struct board_state, person_id, 0, "人员", "person"),
    F_TEXT(struct board_state, norm_code, 0, 0, 0, "要求", "norm"),
    F_ENUM(struct board_state, state, norm_state_names, 0, "状态", "state"),
};
static const struct shape state_shape = SHAPE("BoardState", struct board_state, state_fields);

/* Of a member of `n`, the counts within a struct. */
#define COUNTED(T, m, zh_, en_)                                                                                        \
    {                                                                                                                  \
        .name = #m, .column = #m, .offset = offsetof(T, n.m), .kind = SHAPE_INT, .zh = (zh_), .en = (en_)              \
    }
static const struct shape_field cell_fields[] = {
    F_ID(struct board_cell, org_id, 0, "单位", "organisation"),
    F_TEXT(struct board_cell, norm_code, 0, 0, 0, "要求", "norm"),
    F_TEXT(struct board_cell, audience_code, 0, 0, 0, "培训对象", "audience"),
    COUNTED(struct board_cell, people, "人数", "people"),
    COUNTED(struct board_cell, met, "达标", "met"),
    COUNTED(struct board_cell, on_track, "进度正常", "on track"),
    COUNTED(struct board_cell, behind, "落后", "behind"),
    COUNTED(struct board_cell, none, "无记录", "none"),
};
static const struct shape cell_shape = SHAPE("BoardCell", struct board_cell, cell_fields);

static const struct shape_field org_fields[] = {
    F_ID(struct board_org, id, 0, "单位", "organisation"),
    F_TEXT(struct board_org, path, 0, 0, 0, "路径", "path"),
};
static const struct shape org_id_shape = SHAPE("BoardOrg", struct board_org, org_fields);

struct one_code {
    struct str code;
};
static const struct shape_field code_fields[] = {F_TEXT(struct one_code, code, 0, 0, 0, "代码", "code")};
static const struct shape code_shape = SHAPE("OneCode", struct one_code, code_fields);

/* ---- cells ---- */

struct err *board_person_find(struct call *c, int64_t person_id, struct board_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_board_person_get, VALS(v_int(person_id)), &place_shape, ret_place, ret_found);
}

struct err *board_person_set(struct call *c, const struct board_place *p)
{
    return db_run(c->db, c->arena, &sql_board_person_set,
                  VALS(v_int(p->person_id), v_text(p->org_path), v_text(p->audience_code), v_text(p->states)), NULL);
}

struct err *board_person_remove(struct call *c, int64_t person_id)
{
    return db_run(c->db, c->arena, &sql_board_person_remove, VALS(v_int(person_id)), NULL);
}

struct err *board_people_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_board_person_range, VALS(v_int(first_id), v_int(last_id)), &place_shape,
                   ret_places);
}

struct err *board_now_find(struct call *c, int64_t person_id, struct board_place *ret_place, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_board_now_get, VALS(v_int(person_id)), &place_shape, ret_place, ret_found);
}

struct err *board_now_after(struct call *c, int64_t after_id, int64_t most, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_board_now_after, VALS(v_int(after_id), v_int(most)), &place_shape, ret_places);
}

struct err *board_states(struct call *c, int64_t person_id, struct list *ret_states)
{
    return db_list(c->db, c->arena, &sql_board_state_list, VALS(v_int(person_id)), &state_shape, ret_states);
}

struct err *board_states_range(struct call *c, int64_t first_id, int64_t last_id, struct list *ret_states)
{
    return db_list(c->db, c->arena, &sql_board_state_range, VALS(v_int(first_id), v_int(last_id)), &state_shape,
                   ret_states);
}

struct err *board_way(struct call *c, struct str org_path, struct list *ret_ids)
{
    struct list ids = {0};
    for (size_t n = ORG_PATH_GROUP; n <= org_path.n && ids.n < BOARD_STEPS_MAX; n += ORG_PATH_GROUP) {
        int64_t id;
        TRY(db_int(c->db, c->arena, &sql_board_org_at, VALS(v_text((struct str){org_path.p, n})), &id));
        if (id) *list_add(c->arena, &ids, int64_t) = id;
    }
    *ret_ids = ids;
    return NULL;
}

/* $1 the norm, $2 the audience (empty: everybody, whose cells move in any case), $3 … $7 the counts, and the
 * organisations from $8 on. One statement without a query in it: a query would be kept in a temporary table each time,
 * which costs more than all the cells. */
static struct err *cells_statement(struct call *c, size_t orgs, bool audience, const struct sql **ret_sql)
{
    struct buf text;
    buf_init(&text, 8 << 10);
    buf_cstr(&text, "INSERT INTO board_cell (org_id, norm_code, audience_code, people, met, on_track, behind, none) "
                    "VALUES ");
    for (size_t i = 0; i < orgs; i++) {
        buf_printf(&text, "%s($%zu, $1, $2, $3, $4, $5, $6, $7)", i ? ", " : "", i + 8);
        if (audience) buf_printf(&text, ", ($%zu, $1, '', $3, $4, $5, $6, $7)", i + 8);
    }
    buf_cstr(&text, " ON CONFLICT (org_id, norm_code, audience_code) DO UPDATE SET people = board_cell.people + "
                    "excluded.people, met = board_cell.met + excluded.met, on_track = board_cell.on_track + "
                    "excluded.on_track, behind = board_cell.behind + excluded.behind, none = board_cell.none + "
                    "excluded.none");
    struct err *e = db_sql(c->db, c->arena, buf_text(&text), ret_sql);
    buf_done(&text);
    return e;
}

struct err *board_cells_move(struct call *c, const struct list *way, struct str audience_code, struct str norm_code,
                             const struct board_counts *by)
{
    struct val in[7 + BOARD_STEPS_MAX] = {v_text(norm_code),   v_text(audience_code), v_int(by->people), v_int(by->met),
                                          v_int(by->on_track), v_int(by->behind),     v_int(by->none)};
    const struct sql *sql;
    size_t n = 7;
    for (LIST_EACH(*way, int64_t, id)) in[n++] = v_id(*id);
    if (!way->n) return NULL;
    TRY(cells_statement(c, way->n, audience_code.n > 0, &sql));
    return db_run(c->db, c->arena, sql, (struct vals){in, n}, NULL);
}

struct err *board_cell_add(struct call *c, const struct board_cell *x)
{
    return db_run(c->db, c->arena, &sql_board_cell_insert,
                  VALS(v_int(x->org_id), v_text(x->norm_code), v_text(x->audience_code), v_int(x->n.people),
                       v_int(x->n.met), v_int(x->n.on_track), v_int(x->n.behind), v_int(x->n.none)),
                  NULL);
}

struct err *board_cells(struct call *c, struct list *ret_cells)
{
    return db_list(c->db, c->arena, &sql_board_cell_list, NO_VALS, &cell_shape, ret_cells);
}

struct err *board_clear(struct call *c)
{
    TRY(db_run(c->db, c->arena, &sql_board_cell_clear, NO_VALS, NULL));
    return db_run(c->db, c->arena, &sql_board_person_clear, NO_VALS, NULL);
}

struct err *board_orgs(struct call *c, struct list *ret_orgs)
{
    return db_list(c->db, c->arena, &sql_board_org_list, NO_VALS, &org_id_shape, ret_orgs);
}

struct err *board_norm_codes(struct call *c, struct list *ret_codes)
{
    return db_list(c->db, c->arena, &sql_board_norm_codes, NO_VALS, &code_shape, ret_codes);
}

struct err *board_audience_codes(struct call *c, struct list *ret_codes)
{
    return db_list(c->db, c->arena, &sql_board_audience_codes, NO_VALS, &code_shape, ret_codes);
}

/* ---- past days ---- */

static const struct shape_field day_fields[] = {
    F_DATE(struct board_day, on_day, 0, "日期", "day"),
    F_TIME(struct board_day, computed_at, 0, "统计时间", "computed at"),
    F_TEXT(struct board_day, digest, 0, 0, 0, "校验值", "digest of the cells"),
};
const struct shape board_day_shape = SHAPE("BoardDay", struct board_day, day_fields);

struct err *board_day_find(struct call *c, int on, struct board_day *ret_day, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_board_day_find, VALS(v_int(on)), &board_day_shape, ret_day, ret_found);
}

struct err *board_day_list(struct call *c, int until_on, int64_t most, struct list *ret_days)
{
    return db_list(c->db, c->arena, &sql_board_day_list, VALS(v_int(until_on), v_int(most)), &board_day_shape,
                   ret_days);
}

struct err *board_day_set(struct call *c, int on, int64_t computed_at, struct str digest)
{
    return db_run(c->db, c->arena, &sql_board_day_set, VALS(v_int(on), v_int(computed_at), v_text(digest)), NULL);
}

struct err *board_past_each(struct call *c, int on, struct err *(*each)(void *context, const void *cell), void *context)
{
    return db_each(c->db, c->arena, &sql_board_past_cells, VALS(v_int(on)), &cell_shape, each, context);
}

struct err *board_past_cells(struct call *c, int on, struct list *ret_cells)
{
    return db_list(c->db, c->arena, &sql_board_past_cells, VALS(v_int(on)), &cell_shape, ret_cells);
}

struct err *board_day_remove(struct call *c, int on)
{
    TRY(db_run(c->db, c->arena, &sql_board_day_remove, VALS(v_int(on)), NULL));
    return db_run(c->db, c->arena, &sql_board_past_remove, VALS(v_int(on)), NULL);
}

struct err *board_past_add(struct call *c, int on, const struct board_cell *x)
{
    return db_run(c->db, c->arena, &sql_board_past_insert,
                  VALS(v_int(on), v_int(x->org_id), v_text(x->norm_code), v_text(x->audience_code), v_int(x->n.people),
                       v_int(x->n.met), v_int(x->n.on_track), v_int(x->n.behind), v_int(x->n.none)),
                  NULL);
}

struct err *board_then_after(struct call *c, int on, int64_t after_id, int64_t most, struct list *ret_places)
{
    return db_list(c->db, c->arena, &sql_board_then_after, VALS(v_int(after_id), v_int(most), v_int(on)), &place_shape,
                   ret_places);
}

struct err *board_past_units(struct call *c, const struct board_ask *ask, struct str from_path, struct list *ret_units)
{
    return db_list(c->db, c->arena, &sql_board_past_units,
                   VALS(v_text(from_path), v_text(org_path_end(c->arena, ask->path)), v_int(ask->on),
                        v_text(ask->norm_code), v_text(ask->audience_code)),
                   &board_row_shape, ret_units);
}

struct err *board_then_people(struct call *c, int on, int64_t org_id, int64_t after_id, int64_t most,
                              struct list *ret_rows)
{
    return db_list(c->db, c->arena, &sql_board_then_people,
                   VALS(v_int(org_id), v_int(on), v_int(after_id), v_int(most)), &board_person_shape, ret_rows);
}

struct err *board_then_path(struct call *c, int on, int64_t person_id, struct str *ret_path)
{
    return db_text(c->db, c->arena, &sql_board_then_path, VALS(v_int(person_id), v_int(on)), ret_path);
}
