/* domain/board/board_show_store.c: the SQL of what the board shows and of the page by role. */
#include "api/module.h"
#include "board_sql.h"
#include "domain/board/board_private.h"
#include "domain/org/org.h"

/* ---- the board, today or on a past day ---- */

struct err *board_under(struct call *c, struct str path, struct board_row *ret_org)
{
    return db_get(c->db, c->arena, &sql_board_under, VALS(v_text(path)), &board_row_shape, ret_org);
}

struct err *board_norms(struct call *c, const struct board_ask *k, struct list *ret_norms)
{
    return db_list(c->db, c->arena, k->on ? &sql_board_past_norms : &sql_board_norms,
                   VALS(v_int(k->org_id), v_text(k->audience_code), v_int(k->on ? k->on : c->today)), &board_norm_shape,
                   ret_norms);
}

struct err *board_rows(struct call *c, const struct board_ask *k, struct list *ret_rows)
{
    struct val id = v_int(k->org_id), norm = v_text(k->norm_code), audience = v_text(k->audience_code);
    if (!k->on) return db_list(c->db, c->arena, &sql_board_rows, VALS(id, norm, audience), &board_row_shape, ret_rows);
    return db_list(c->db, c->arena, &sql_board_past_rows, VALS(id, norm, audience, v_int(k->on)), &board_row_shape,
                   ret_rows);
}

struct err *board_audiences(struct call *c, const struct board_ask *k, struct list *ret_rows)
{
    struct val id = v_int(k->org_id), norm = v_text(k->norm_code);
    if (!k->on) return db_list(c->db, c->arena, &sql_board_audiences, VALS(id, norm), &board_audience_shape, ret_rows);
    return db_list(c->db, c->arena, &sql_board_past_audiences, VALS(id, norm, v_int(k->on)), &board_audience_shape,
                   ret_rows);
}

struct err *board_levels(struct call *c, const struct board_ask *k, struct list *ret_rows)
{
    struct val from = v_text(k->path), end = v_text(org_path_end(c->arena, k->path)), norm = v_text(k->norm_code),
               audience = v_text(k->audience_code);
    if (!k->on)
        return db_list(c->db, c->arena, &sql_board_levels, VALS(from, end, norm, audience), &board_level_shape,
                       ret_rows);
    return db_list(c->db, c->arena, &sql_board_past_levels, VALS(from, end, norm, audience, v_int(k->on)),
                   &board_level_shape, ret_rows);
}

struct err *board_trend(struct call *c, const struct board_ask *k, int64_t most, struct list *ret_points)
{
    return db_list(c->db, c->arena, &sql_board_past_trend,
                   VALS(v_int(k->org_id), v_text(k->norm_code), v_text(k->audience_code), v_int(c->today), v_int(most)),
                   &board_point_shape, ret_points);
}

/* ---- schools and rooms ---- */

struct err *board_givers(struct call *c, struct str path, int year, struct list *ret_schools)
{
    return db_list(c->db, c->arena, &sql_board_givers,
                   VALS(v_int(year), v_text(path), v_text(org_path_end(c->arena, path))), &board_school_shape,
                   ret_schools);
}

struct err *board_hosts(struct call *c, struct str path, int year, struct list *ret_schools)
{
    return db_list(
        c->db, c->arena, &sql_board_hosts,
        VALS(v_int(year * 10000 + 101), v_int(year * 10000 + 1231), v_text(path), v_text(org_path_end(c->arena, path))),
        &board_school_shape, ret_schools);
}

struct err *board_live_now(struct call *c, struct list *ret_live)
{
    return db_list(c->db, c->arena, &sql_board_live, NO_VALS, &board_live_shape, ret_live);
}

struct err *board_live_sites(struct call *c, struct list *ret_sites)
{
    return db_list(c->db, c->arena, &sql_board_live_sites, NO_VALS, &board_site_shape, ret_sites);
}

/* ---- the page by role ---- */

struct err *home_sessions(struct call *c, int part, int64_t most, struct list *ret_sessions)
{
    static const struct sql *const by_part[] = {NULL, &sql_board_home_teacher, &sql_board_home_manager,
                                                &sql_board_home_site, &sql_board_home_learner};
    TRY(db_list(c->db, c->arena, by_part[part], VALS(v_int(c->who->person_id), v_int(c->now_us), v_int(most)),
                &home_session_shape, ret_sessions));
    for (LIST_EACH(*ret_sessions, struct home_session, s)) s->part = part;
    return NULL;
}

struct err *home_sessions_below(struct call *c, struct str path, int64_t most, struct list *ret_sessions)
{
    TRY(db_list(c->db, c->arena, &sql_board_home_office,
                VALS(v_text(path), v_text(org_path_end(c->arena, path)), v_int(c->now_us), v_int(most)),
                &home_session_shape, ret_sessions));
    for (LIST_EACH(*ret_sessions, struct home_session, s)) s->part = HOME_OFFICE;
    return NULL;
}

struct err *home_todo(struct call *c, int kind, struct str path, int64_t most, struct list *ret_items)
{
    struct str end = path.n ? org_path_end(c->arena, path) : path; /* an empty range holds nothing */
    struct val me = v_int(c->who->person_id);
    switch (kind) {
    case TODO_CONFIRM_PEOPLE:
        return db_list(c->db, c->arena, &sql_board_todo_proposed, VALS(v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    case TODO_DECIDE_LEAVES:
        return db_list(c->db, c->arena, &sql_board_todo_leaves, VALS(me, v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    case TODO_CONFIRM_CLASSES:
        return db_list(c->db, c->arena, &sql_board_todo_classes, VALS(me, v_text(path), v_text(end), v_int(most)),
                       &todo_item_shape, ret_items);
    default:
        return db_list(c->db, c->arena, &sql_board_todo_minutes, VALS(me, v_int(most)), &todo_item_shape, ret_items);
    }
}
